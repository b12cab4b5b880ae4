// The inside of province_life: the matters of one life and what is due when. province_life.cpp lets things
// happen, province_choice.cpp says who does what next.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <tuple>
#include <vector>

#include "simulate/province_life.hpp"

namespace xinfang {

inline constexpr std::int64_t kDayLong = 86'400'000;  // milliseconds

struct PartPlan {
  std::uint32_t generation = 0;
  const HabitRow* row = nullptr;
  Actor actor;
  int refusals = 0;
};

struct MatterLife {
  std::int64_t number = 0;
  Matter matter;
  std::vector<Event> events;
  const Rulebook* rulebook = nullptr;
  const HabitIndex* rows = nullptr;
  std::unique_ptr<CourseCheck> check;
  std::vector<PartPlan> plans;      // by part number; plans[0] is the system's
  int earlier = -1;             // a matter of the same people
  int left = -1;                // the matter it was split from
  int asides = 0;               // steps that led nowhere, so that nobody does nothing else
  bool accusation = false;      // it was split off as one
};

// What falls due when; part 0 is the system's.
struct DueWork {
  std::int64_t at;
  std::uint32_t life, part, generation;
  bool operator>(const DueWork& other) const {
    return std::tie(at, life, part, generation) >
           std::tie(other.at, other.life, other.part, other.generation);
  }
};

// Those who act without an organ.
inline const Actor& the_petitioner() {
  static const Actor kActor{"petitioner", 0, 0, {}};
  return kActor;
}
inline const Actor& the_system() {
  static const Actor kActor{"system", 0, 0, {}};
  return kActor;
}

class ProvinceLife {
 public:
  ProvinceLife(const World& world, const LifePlan& plan)
      : world_(world), plan_(plan), chance_(plan.seed, plan.stream), calendar_(&world.calendars[0]) {}

  SimulationLedger run();

 private:
  // --- what happens when ---
  void file(std::uint32_t index);
  void file_split(const MatterLife& from, std::uint32_t from_index, bool accusation);
  void wake_system(std::uint32_t index);
  void act(std::uint32_t index, std::uint32_t part);
  void change_calendar();
  void end_all();

  // --- one step ---
  bool take(std::uint32_t index, const StepRule& row, int part, const Actor& actor, Json fields,
            const Matter* other = nullptr);
  void follow(std::uint32_t index, const Event& event);
  std::optional<Json> form_for(MatterLife& life, const HabitRow& row, int part, const Actor& actor);
  void try_unlawful(std::uint32_t index);

  // --- what next ---
  void plan_part(std::uint32_t index, int part);
  void plan_system(std::uint32_t index);
  std::optional<Actor> somebody(const MatterLife& life, const HabitRow& habit, const Subject& part);
  std::vector<Id> organs_for(const MatterLife& life, const std::string& relation, const Subject& part);
  bool unhindered(const MatterLife& life, const HabitRow& row, const Subject& part, const Actor& actor);
  void push(std::int64_t at, std::uint32_t index, int part, std::uint32_t generation);
  std::int64_t office_hour(std::int64_t at, bool staff);
  std::int64_t after_days(double mean);

  const WorkCalendar& calendar() const { return calendar_->calendar; }
  Instant now() const { return {now_}; }
  Date today() const { return china_date(now()); }
  const Matter* earlier_of(const MatterLife& life) const {
    return life.earlier < 0 ? nullptr : &lives_[static_cast<std::size_t>(life.earlier)]->matter;
  }
  DecideContext context(const Actor& actor, const Matter* other) const {
    return {now(), actor, world_.tree.organs, calendar(), &world_.tree.posts, other};
  }

  const World& world_;
  const LifePlan plan_;
  DemoRandom chance_;
  const CalendarChange* calendar_;
  std::int64_t now_ = 0;
  std::vector<std::unique_ptr<MatterLife>> lives_;
  std::priority_queue<DueWork, std::vector<DueWork>, std::greater<>> due_;
  SimulationLedger ledger_;
};

}  // namespace xinfang
