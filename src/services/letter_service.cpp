#include "services/letter_service.hpp"

#include <algorithm>

#include "letters/letter_pdf.hpp"
#include "services/matter_view.hpp"

namespace xinfang {

namespace {

// 安信告〔2026〕12号
std::string number_text(const DocumentNumber& number) {
  return number.prefix + "〔" + std::to_string(number.year) + "〕" + std::to_string(number.number) +
         "号";
}

}  // namespace

LentNumbers::~LentNumbers() {
  for (const DocumentNumber& number : lent_) {
    try {
      numbers_.give_back(number);
    } catch (const DatabaseError&) {
      // Not known whether it was given: the next start finds the gap and fills it.
    }
  }
}

void LentNumbers::keep() {
  for (const DocumentNumber& number : lent_) numbers_.settle(number);
  lent_.clear();
}

DocumentNumber LentNumbers::lend(Id organ_id, const std::string& prefix, int year) {
  lent_.push_back(numbers_.lend(organ_id, prefix, year));
  return lent_.back();
}

Result<Done> issue_letters(Office& office, const Matter& before, Decision& decision,
                           const Json& fields, VaultValues vault, const Organ& organ,
                           const std::string& person, LentNumbers& numbers, ChangeSet& changes) {
  std::vector<Document>& documents = decision.event.changes.documents;
  if (documents.empty()) return Done{};
  for (const VaultText& text : decision.texts) vault[text.field] = text.value;
  const auto law = office.law.now();
  const Rulebook& rulebook = law->of(decision.event.rule_set);
  const int year = china_date(decision.event.at).year();
  for (Document& document : documents) {
    const LetterRule* rule = rulebook.letter(document.kind);
    if (!rule || !rule->numbered) continue;
    const DocumentNumber number =
        numbers.lend(organ.organ_id, organ.document_prefix + rule->prefix, year);
    document.number = number_text(number);
    save_document_number(changes, number, decision.event.matter_id, document.no);
  }
  const Matter after = apply(before, decision.event);
  for (const Document& document : documents) {
    const LetterCase letter_case{after, decision.event, fields, vault, organ, person};
    Result<std::string> letter =
        compose_letter(*office.templates, letter_facts(office, letter_case, document));
    if (!letter) return letter.refusal();
    decision.texts.push_back({"document[" + std::to_string(document.no) + "]",
                              std::move(*letter),
                              document.to == "petitioner" ? "petitioner" : "internal"});
  }
  return Done{};
}

Result<OpenLetter> open_letter(Office& office, const Viewer& viewer, const Matter& matter,
                               int document_no) {
  const auto document =
      std::find_if(matter.documents.begin(), matter.documents.end(),
                   [&](const Document& one) { return one.no == document_no; });
  const bool mine = viewer.kind != Viewer::Kind::petitioner ||
                    (document != matter.documents.end() && document->to == "petitioner");
  if (document == matter.documents.end() || !mine ||
      is_withheld_paper(matter, viewer, document_no)) {
    return refuse("document_unknown", Refusal::Kind::not_found);
  }
  const std::string field = "document[" + std::to_string(document_no) + "]";
  const auto values = read_vault(office.database, office.keys, matter.matter_id, {field});
  if (values.empty()) return refuse("document_destroyed", Refusal::Kind::not_found);
  Result<Json> letter = Json::parse(values.front().second);
  if (!letter) return letter.refusal();
  return OpenLetter{render_letter(*letter),
                    document->kind + "-" + std::to_string(document_no) + ".pdf"};
}

Result<std::shared_ptr<const LetterTemplates>> read_letter_templates(std::string_view toml) {
  Result<LetterTemplates> templates = LetterTemplates::parse(toml);
  if (!templates) return templates.refusal();
  return std::shared_ptr<const LetterTemplates>(
      std::make_shared<LetterTemplates>(std::move(*templates)));
}

std::vector<std::string> missing_letter_fonts() { return missing_families(LetterFonts{}); }

}  // namespace xinfang
