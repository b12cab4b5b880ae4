// Test support for the engine: the shipped law and calendar, the organs of a fictional county, and
// a matter that is taken along step by step.
//
// 安澜县 (region 990101, a code that was never assigned): 县信访局 1 above 城关镇信访办 5 with
// 城关镇人民政府 7, and the departments 住建局 2, 人社局 3 (with its line below: 劳动监察大队 4),
// 纪委监委 6; above them 县人民政府 8, which reviews, and the city's 信访局 9, 住建局 10, 人民政府 11,
// 纪委监委 14; 县人民法院 12, 县联席会议办公室 13.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "domain/decide.hpp"
#include "domain/projection.hpp"

namespace xinfang {

inline std::string law_text(const std::string& path) {
  std::ifstream file(std::string(XINFANG_ROOT "/law/") + path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline LawTexts law_texts(const std::string& set) {
  LawTexts texts;
  for (const char* name : {"states", "steps", "clocks", "grounds", "letters", "parameters"}) {
    std::string text = law_text(set + "/" + name + ".toml");
    if (!text.empty()) texts[std::string(name) + ".toml"] = text;
  }
  return texts;
}

inline Rulebook shipped(const std::string& id, const Rulebook* inherited) {
  auto loaded = Rulebook::load(id, law_texts(id), inherited);
  if (auto* errors = std::get_if<std::vector<LawError>>(&loaded)) {
    std::string all;
    for (const LawError& error : *errors)
      all += error.file + ":" + error.row + ": " + error.problem + "\n";
    throw std::runtime_error("law does not load:\n" + all);
  }
  return std::get<Rulebook>(std::move(loaded));
}

inline const Rulebook& reg2022() {
  static const Rulebook rulebook = shipped("reg2022", nullptr);
  return rulebook;
}

inline const Rulebook& reg2005() {
  static const Rulebook rulebook = shipped("reg2005", &reg2022());
  return rulebook;
}

inline const WorkCalendar& work_calendar() {
  static const WorkCalendar calendar =
      WorkCalendar::parse(law_text("calendar/days.csv"), law_text("calendar/calendar.toml"))
          .value();
  return calendar;
}

inline Organ county_organ(Id id, std::string name, std::string type, int level, Id superior,
                          Id line = 0) {
  Organ organ;
  organ.organ_id = id;
  organ.code = "000" + std::to_string(id);
  organ.name = std::move(name);
  organ.type = std::move(type);
  organ.level = level;
  organ.region_code = level == 5 ? "990101100" : level == 3 ? "990100" : "990101";
  organ.superior_id = superior;
  organ.line_superior_id = line;
  bool building = id == 2 || id == 4 || id == 7;
  if (building) organ.categories = {"030000"};
  return organ;
}

constexpr Id kCountyOffice = 1, kHousing = 2, kLabour = 3, kInspectors = 4, kTownOffice = 5,
             kDiscipline = 6, kTown = 7, kGovernment = 8, kCityOffice = 9, kCityHousing = 10,
             kCityGovernment = 11, kCourt = 12, kJointMeeting = 13, kCityDiscipline = 14;

inline Organ reviewed_by(Organ organ, Id review_organ) {
  organ.review_organ_id = review_organ;
  return organ;
}

inline const OrganDirectory& county() {
  static const OrganDirectory organs(std::vector<Organ>{
      county_organ(kCountyOffice, "安澜县信访局", "PETITION_OFFICE", 4, kGovernment, kCityOffice),
      reviewed_by(county_organ(kHousing, "安澜县住房和城乡建设局", "DEPARTMENT", 4, kGovernment),
                  kGovernment),
      county_organ(kLabour, "安澜县人力资源和社会保障局", "DEPARTMENT", 4, kGovernment),
      county_organ(kInspectors, "安澜县劳动保障监察大队", "PUBLIC_INSTITUTION", 4, kLabour,
                   kLabour),
      county_organ(kTownOffice, "城关镇信访办公室", "PETITION_OFFICE", 5, kCountyOffice),
      county_organ(kDiscipline, "安澜县纪委监委", "DISCIPLINE_ORGAN", 4, kCityDiscipline),
      reviewed_by(county_organ(kTown, "城关镇人民政府", "TOWNSHIP", 5, kTownOffice), kGovernment),
      county_organ(kGovernment, "安澜县人民政府", "GOVERNMENT", 4, kCityGovernment),
      county_organ(kCityOffice, "澄江市信访局", "PETITION_OFFICE", 3, kCityGovernment),
      county_organ(kCityHousing, "澄江市住房和城乡建设局", "DEPARTMENT", 3, kCityGovernment),
      county_organ(kCityGovernment, "澄江市人民政府", "GOVERNMENT", 3, 0),
      county_organ(kCourt, "安澜县人民法院", "COURT", 4, 0),
      county_organ(kJointMeeting, "安澜县信访工作联席会议办公室", "JOINT_MEETING_OFFICE", 4, 0),
      county_organ(kCityDiscipline, "澄江市纪委监委", "DISCIPLINE_ORGAN", 3, 0)});
  return organs;
}

inline Actor staff(Id organ_id, std::vector<std::string> roles) {
  return {"staff", 100 + organ_id, organ_id, std::move(roles)};
}
inline Actor petitioner() { return {"petitioner", 0, 0, {}}; }
inline Actor system_actor() { return {"system", 0, 0, {}}; }

inline Instant at_noon(std::string_view day) {
  return china_midnight(Date::parse(day).value()) + 12 * 3'600'000;
}

// A matter on its way. Each call is one step; `refusal` holds the last one's "no".
class Course {
 public:
  explicit Course(const Rulebook& rulebook = reg2022()) : rulebook(rulebook) {}

  const Rulebook& rulebook;
  Matter matter;
  std::vector<Event> events;
  Refusal refusal;
  Instant now = at_noon("2024-03-01");
  const WorkCalendar* calendar = &work_calendar();
  std::vector<Post> posts;
  std::optional<Matter> other;  // the one that a field of type "matter" names

  Course& on(std::string_view day) {
    now = at_noon(day);
    return *this;
  }

  bool step(const std::string& name, int subject, const Actor& actor,
            Json fields = Json::object()) {
    DecideContext context{now,    actor,  county(), *calendar, &posts, other ? &*other : nullptr};
    auto decision = decide(rulebook, matter, {name, subject, std::move(fields)}, context);
    if (!decision) {
      refusal = decision.refusal();
      return false;
    }
    Event event = from_parts(to_parts(decision->event));  // as it comes back from the store
    if (matter.version == 0) event.matter_id = 7;
    events.push_back(event);
    matter = apply(matter, event);
    return true;
  }

  const std::string& state(int subject) { return matter.subject(subject)->state; }
  Deadline clock(const std::string& id) const {
    for (auto it = matter.deadlines.rbegin(); it != matter.deadlines.rend(); ++it) {
      if (it->clock == id) return *it;
    }
    return {};
  }
};

inline Json ids(std::initializer_list<Id> organs) {
  Json list = Json::array();
  for (Id organ : organs) list.push(id_text(organ));
  return list;
}

// What 陈敏 files on her phone.
inline Json filing(Id organ, std::string_view received) {
  return Json::object()
      .set("organ_id", id_text(organ))
      .set("item_no", "990101000104202403010000011")
      .set("matter_no", "990101000104202403010000011")
      .set("channel", "ONLINE")
      .set("received_at", at_noon(received).iso())
      .set("region_code", "990101")
      .set("electronic_service", true)
      .set("title", "工地夜间施工扰民")
      .set("text", "小区旁工地每天夜里十一点后仍在施工。")
      .set("claims", Json::array().push("要求夜间停止施工").push("要求公布处理结果"))
      .set("petitioners", Json::array().push(Json::object().set("name", "陈敏")));
}

inline Json screened(const std::string& kind) {
  return Json::object().set("kind", kind).set("category", "030200");
}

}  // namespace xinfang
