#include "services/matter_list.hpp"

#include <map>

#include "domain/deadline.hpp"
#include "services/matter_view.hpp"
#include "store/reach_store.hpp"
#include "store/vault_store.hpp"

namespace xinfang {

namespace {

// What all rows of a page need, read together.
class Glances {
 public:
  Glances(Office& office, const std::vector<Id>& matters)
      : organs_(office.organs.now()),
        titles_(read_vault_of(office.database, office.keys, matters, "title")),
        holders_(organs_at_work(office.database, matters)) {}

  Json row(const MatterRow& matter, std::string_view lamp) const {
    const auto title = titles_.find(matter.matter_id);
    return Json::object()
        .set("matter", matter_row_json(matter))
        .set("title", title == titles_.end() ? std::string() : title->second)
        .set("holder", holder(matter.matter_id))
        .set("lamp", std::string(lamp));
  }

 private:
  std::string holder(Id matter_id) const {
    std::string names;
    const auto ids = holders_.find(matter_id);
    if (ids == holders_.end()) return names;
    for (const Id organ_id : ids->second) {
      const Organ* organ = organs_->find(organ_id);
      if (organ) names += (names.empty() ? "" : "、") + organ->short_name;
    }
    return names;
  }

  std::shared_ptr<const OrganDirectory> organs_;
  std::map<Id, std::string> titles_;
  std::map<Id, std::vector<Id>> holders_;
};

std::string_view lamp_of(const WorkRow& row, const Law& law, const WorkCalendar& calendar,
                         Date today) {
  const ClockRule* clock = law.of(row.matter.rule_set).clock(row.clock);
  if (!clock) return "";
  return lamp(today, row.due_on, clock->unit, ClockState::running, calendar);
}

}  // namespace

Json matter_list_json(Office& office, const std::vector<MatterRow>& rows) {
  std::vector<Id> matters;
  for (const MatterRow& row : rows) matters.push_back(row.matter_id);
  const Glances glances(office, matters);
  Json items = Json::array();
  for (const MatterRow& row : rows) items.push(glances.row(row, ""));
  return items;
}

Json work_list_json(Office& office, const std::vector<WorkRow>& rows) {
  std::vector<Id> matters;
  for (const WorkRow& row : rows) matters.push_back(row.matter.matter_id);
  const Glances glances(office, matters);
  const auto law = office.law.now();
  const auto calendar = office.calendar.now();
  const Date today = office.clock.today();
  Json items = Json::array();
  for (const WorkRow& row : rows) {
    items.push(glances.row(row.matter, lamp_of(row, *law, *calendar, today))
                   .set("subject", row.subject_no)
                   .set("clock", row.clock)
                   .set("due_on", row.clock.empty() ? Json() : Json(row.due_on.iso()))
                   .set("days_left", row.clock.empty() ? Json() : Json(row.due_on - today))
                   .set("claimed_by", row.claimed_by ? Json(id_text(row.claimed_by)) : Json()));
  }
  return items;
}

}  // namespace xinfang
