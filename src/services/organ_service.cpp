#include "services/organ_service.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "base/text.hpp"
#include "services/audit.hpp"
#include "store/organ_store.hpp"

namespace xinfang {
namespace {

constexpr std::string_view kNation = "000000";

Json id_or_null(Id id) { return id ? Json(id_text(id)) : Json(); }

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<Done> check_form(const Office& office, const Organ& organ) {
  if (organ.code.size() != 4 || !all_digits(organ.code))
    return refuse("organ_code_form").on("code");
  if (organ.name.empty()) return refuse("field_missing").on("name");
  const auto& types = organ_types();
  if (std::find(types.begin(), types.end(), organ.type) == types.end())
    return refuse("organ_type_unknown").on("type");
  if (organ.level < 1 || organ.level > 6) return refuse("organ_level").on("level");
  const auto size = organ.region_code.size();
  if (!all_digits(organ.region_code) || (size != 6 && size != 9 && size != 12) ||
      (organ.region_code != kNation && !office.divisions.find(organ.region_code.substr(0, 6))))
    return refuse("region_unknown").on("region_code");
  if (!organ.postal_code.empty() && (organ.postal_code.size() != 6 || !all_digits(organ.postal_code)))
    return refuse("postal_code_form").on("postal_code");
  for (const std::string& category : organ.categories) {
    if (!office.categories.find(category))
      return refuse("category_unknown").on("categories").with("category", category);
  }
  if (organ.valid_to_on.days != 0 && organ.valid_to_on < organ.valid_from_on)
    return refuse("organ_closed_before").on("valid_to_on");
  return Done{};
}

// The organs named above it exist, are no lower, and do not hang under it themselves.
Result<Done> check_place(const OrganDirectory& organs, const Organ& organ) {
  const std::pair<Id, const char*> uppers[] = {{organ.superior_id, "superior_id"},
                                               {organ.line_superior_id, "line_superior_id"},
                                               {organ.review_organ_id, "review_organ_id"}};
  for (const auto& [id, field] : uppers) {
    if (id == 0) continue;
    const Organ* upper = organs.find(id);
    if (!upper) return refuse("organ_unknown").on(field);
    if (upper->level > organ.level) return refuse("organ_superior_lower").on(field);
    if (id == organ.organ_id || organs.is_below(id, organ.organ_id))
      return refuse("organ_circle").on(field);
  }
  return Done{};
}

OrganDirectory with(const OrganDirectory& organs, const Organ& changed) {
  std::vector<Organ> all;
  for (const Organ* organ : organs.all())
    if (organ->organ_id != changed.organ_id) all.push_back(*organ);
  all.push_back(changed);
  return OrganDirectory(std::move(all));
}

}  // namespace

const std::vector<std::string>& organ_types() {
  static const std::vector<std::string> types = {
      "PARTY_COMMITTEE",  "GOVERNMENT",      "PETITION_OFFICE",
      "JOINT_MEETING_OFFICE", "DEPARTMENT",  "VERTICAL_DEPARTMENT",
      "PEOPLES_CONGRESS", "CPPCC",           "COURT",
      "PROCURATORATE",    "PUBLIC_SECURITY", "JUSTICE",
      "POLITICAL_LEGAL_COMMITTEE", "DISCIPLINE_ORGAN", "ORGANISATION_DEPARTMENT",
      "MASS_ORGANISATION", "SOE",            "PUBLIC_INSTITUTION",
      "TOWNSHIP",         "VILLAGE"};
  return types;
}

Json organ_json(const Organ& organ) {
  Json categories = Json::array();
  for (const std::string& category : organ.categories) categories.push(category);
  return Json::object()
      .set("organ_id", id_text(organ.organ_id))
      .set("code", organ.code)
      .set("name", organ.name)
      .set("short_name", organ.short_name)
      .set("type", organ.type)
      .set("level", organ.level)
      .set("region_code", organ.region_code)
      .set("superior_id", id_or_null(organ.superior_id))
      .set("line_superior_id", id_or_null(organ.line_superior_id))
      .set("review_organ_id", id_or_null(organ.review_organ_id))
      .set("document_prefix", organ.document_prefix)
      .set("address", organ.address)
      .set("phone", organ.phone)
      .set("postal_code", organ.postal_code)
      .set("letter_head", organ.letter_head)
      .set("categories", std::move(categories))
      .set("valid_from_on", organ.valid_from_on.iso())
      .set("valid_to_on", organ.valid_to_on.days ? Json(organ.valid_to_on.iso()) : Json());
}

void take_organs(Office& office) {
  office.organs.update(
      [&](const OrganDirectory&) { return OrganDirectory(load_organs(office.database)); });
}

Result<Organ> write_organ(Office& office, Id actor_id, Organ organ) {
  organ.name = tidy(organ.name);
  if (organ.short_name.empty()) organ.short_name = organ.name;
  auto good = check_form(office, organ);
  if (!good) return good.refusal();
  const auto organs = office.organs.now();
  const bool is_new = organ.organ_id == 0;
  const Organ* before = organs->find(organ.organ_id);
  if (!is_new && !before)
    return refuse("organ_unknown", Refusal::Kind::not_found).on("organ_id");
  auto place = check_place(*organs, organ);
  if (!place) return place.refusal();
  if (is_new) organ.organ_id = office.ids.next();

  ChangeSet changes;
  changes.lane = organ.organ_id;
  save_organ(changes, organ);
  const CommitOutcome outcome = office.database.commit(std::move(changes));
  if (outcome.status == CommitOutcome::Status::conflict)
    return refuse("organ_code_taken", Refusal::Kind::conflict).on("code");
  if (!outcome.committed())
    throw std::logic_error("an organ's row was rejected: " + outcome.detail);
  // As it stands now: another server may have changed it since.
  office.organs.update([&](const OrganDirectory& before) {
    const auto stored = load_organs(office.database, organ.organ_id);
    return with(before, stored.empty() ? organ : stored[0]);
  });
  audit_change(office, actor_id, is_new ? "organ_created" : "organ_changed", "organ",
               id_text(organ.organ_id), before ? organ_json(*before) : Json(), organ_json(organ));
  return organ;
}

}  // namespace xinfang
