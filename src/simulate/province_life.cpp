#include "simulate/province_life.hpp"

#include <algorithm>
#include <exception>

#include "domain/effect.hpp"
#include "simulate/form.hpp"
#include "simulate/living_province.hpp"

namespace xinfang {

// --- time ---

void ProvinceLife::push(std::int64_t at, std::uint32_t index, int part, std::uint32_t generation) {
  due_.push({at, index, static_cast<std::uint32_t>(part), generation});
}

// Offices work on working days; people write at any time.
std::int64_t ProvinceLife::office_hour(std::int64_t at, bool staff) {
  Date on = china_date({at});
  if (staff) on = calendar().next_working_day(on);
  const std::int64_t day = china_midnight(on).ms;
  const std::int64_t hour = day + (9 * 60 + chance_.between(0, 480)) * 60'000;
  return std::max(hour, at + 60'000);
}

std::int64_t ProvinceLife::after_days(double mean) {
  // Of the exponential kind: most are quick, some are not.
  double days = 0;
  double left = chance_.unit();
  for (double share = 0.5; left < share && days < 8 * mean; left = chance_.unit()) days += 0.6 * mean;
  days += chance_.unit() * mean;
  return static_cast<std::int64_t>(days * static_cast<double>(kDayLong));
}

SimulationLedger ProvinceLife::run() {
  const std::int64_t begin = china_midnight(world_.from_on).ms;
  const std::int64_t end = china_midnight(world_.until_on).ms;
  for (std::int64_t i = 0; i < plan_.matters; ++i) {
    lives_.push_back(std::make_unique<MatterLife>());
    lives_.back()->number = plan_.first_matter + i;
    push(begin + chance_.between(0, end - begin - kDayLong), static_cast<std::uint32_t>(i), 0, 0);
  }
  while (!due_.empty() && due_.top().at < end) {
    const DueWork due = due_.top();
    due_.pop();
    MatterLife& life = *lives_[due.life];
    if (life.matter.version != 0 && due.generation != life.plans[due.part].generation) continue;
    now_ = std::max(now_, due.at);
    while (calendar_ != &world_.calendars.back() && (calendar_ + 1)->on <= today()) change_calendar();
    if (life.matter.version == 0) {
      file(due.life);
    } else if (due.part == 0) {
      wake_system(due.life);
    } else {
      act(due.life, due.part);
    }
  }
  now_ = end;
  end_all();
  return std::move(ledger_);
}

void ProvinceLife::end_all() {
  for (const auto& life : lives_) {
    if (life->matter.version == 0) continue;
    life->check->at_end(life->matter, life->events, now(), life->number % 16 == 0);
    ledger_.count_end(*life->rulebook, life->matter);
    ledger_.checked += life->check->checked();
    for (const BrokenRule& broken : life->check->broken()) {
      ++ledger_.broken_count;
      if (&broken != &life->check->broken().front() || ledger_.broken.size() >= 5) continue;
      BrokenCourse course{life->number, broken.rule, broken.detail, {}};
      for (const Event& event : life->events) {
        course.course.push_back(std::to_string(event.seq) + " " + event.at.iso() + " " + event.step +
                                " @" + std::to_string(event.subject_no) + " " + event.actor_kind + " " +
                                id_text(event.actor_organ_id));
      }
      ledger_.broken.push_back(std::move(course));
    }
  }
}

// --- the beginning of a matter ---

void ProvinceLife::file(std::uint32_t index) {
  MatterLife& life = *lives_[index];
  life.plans.resize(1);
  const Instant received = Instant{now_ - chance_.between(0, 2) * kDayLong};
  life.rulebook = &world_.law.for_receipt_on(china_date(received));
  life.rows = &world_.rows.at(life.rulebook->id());
  life.check = std::make_unique<CourseCheck>(*life.rulebook, world_.tree);
  life.matter.matter_id = life.number + 1;
  // One in six comes again with what is or was on its way already.
  if (index > 0 && chance_.chance(17)) {
    const auto before = static_cast<int>(chance_.between(0, static_cast<std::int64_t>(index) - 1));
    const MatterLife& other = *lives_[static_cast<std::size_t>(before)];
    if (other.matter.version != 0 && other.rulebook == life.rulebook) life.earlier = before;
  }
  std::vector<Id> offices, organs;
  for (const Organ& organ : world_.tree.list) {
    const bool takes = organ.type == "DEPARTMENT" || organ.type == "GOVERNMENT" ||
                       organ.type == "TOWNSHIP" || organ.type == "PUBLIC_SECURITY";
    if (organ.is_petition_office()) offices.push_back(organ.organ_id);
    if (takes) organs.push_back(organ.organ_id);
  }
  const Id organ = chance_.chance(14) ? chance_.pick(organs) : chance_.pick(offices);
  if (chance_.chance(2)) {
    const Instant old{received.ms - chance_.between(0, 60) * kDayLong};
    Json fields = takeover_form(world_.tree, organ, old, today(), life.number + 1, chance_);
    take(index, *life.rulebook->step("T00"), 0, the_system(), std::move(fields));
    return;
  }
  Json fields = filing_form(world_.tree, organ, received, life.number + 1, chance_);
  const auto& people = world_.tree.people_of(organ);
  const Actor& actor = chance_.chance(50) ? the_petitioner() : people.front();
  take(index, *life.rulebook->step("T01"), 0, actor, std::move(fields));
}

void ProvinceLife::file_split(const MatterLife& from, std::uint32_t from_index, bool accusation) {
  const auto index = static_cast<std::uint32_t>(lives_.size());
  lives_.push_back(std::make_unique<MatterLife>());
  MatterLife& life = *lives_.back();
  life.number = plan_.first_matter + 1'000'000 + index;
  life.plans.resize(1);
  life.rulebook = from.rulebook;
  life.rows = from.rows;
  life.check = std::make_unique<CourseCheck>(*life.rulebook, world_.tree);
  life.matter.matter_id = life.number + 1;
  life.left = static_cast<int>(from_index);
  life.accusation = accusation;
  const Subject& intake = from.matter.subjects.front();
  const auto received = Instant::parse(from.matter.fact("received_at"));
  Json fields = filing_form(world_.tree, intake.organ_id, received.value_or(now()), life.number + 1,
                            chance_);
  Json kept = Json::object().set("split_from", from.matter.matter_no);
  for (const auto& [name, value] : fields.as_object()) {
    if (name != "petitioners" && name != "anonymous") kept.set(name, value);
  }
  const auto& people = world_.tree.people_of(intake.organ_id);
  const StepRule* row = life.rulebook->step("T01s");
  const auto able = std::find_if(people.begin(), people.end(), [&](const Actor& one) {
    return std::any_of(row->who[0].roles.begin(), row->who[0].roles.end(),
                       [&](const std::string& role) { return one.has_role(role); });
  });
  if (able != people.end()) take(index, *row, 0, *able, std::move(kept));
}

// --- one step ---

bool ProvinceLife::take(std::uint32_t index, const StepRule& row, int part, const Actor& actor,
                      Json fields, const Matter* other) {
  MatterLife& life = *lives_[index];
  ++ledger_.attempts;
  try {
    Result<Decision> decision = decide(*life.rulebook, life.matter, {row.id, part, std::move(fields)},
                                       context(actor, other));
    if (!decision) {
      ++ledger_.refused[decision.refusal().code];
      life.check->refused(decision.refusal(), life.matter);
      return false;
    }
    Event event = std::move(decision->event);
    event.matter_id = life.number + 1;
    event.event_id = event.matter_id * 1000 + event.seq;
    life.check->may_happen(life.matter, event, actor);
    life.matter = apply(std::move(life.matter), event);
    life.check->after(life.matter, event);
    ++ledger_.steps;
    ++ledger_.taken[event.step];
    life.events.push_back(std::move(event));
  } catch (const std::exception& error) {
    life.check->found("no_exception", row.id + ": " + error.what());
    return false;
  }
  follow(index, Event(life.events.back()));
  return true;
}

// What a step brings about elsewhere, and what everybody concerned does next.
void ProvinceLife::follow(std::uint32_t index, const Event& event) {
  MatterLife& life = *lives_[index];
  life.plans.resize(life.matter.subjects.size() + 1);
  const StepRule* row = life.rulebook->step(event.step);
  if (row->to.empty() && !row->from.empty()) ++life.asides;
  std::vector<int> concerned{event.subject_no};
  for (const SubjectChange& change : event.changes.subjects) concerned.push_back(change.after.no);
  for (const Trigger& trigger : event.changes.triggers) concerned.push_back(trigger.subject_no);
  std::sort(concerned.begin(), concerned.end());
  concerned.erase(std::unique(concerned.begin(), concerned.end()), concerned.end());
  for (const int part : concerned) {
    const int parent = life.matter.subject(part)->parent_no;
    life.plans[static_cast<std::size_t>(part)].refusals = 0;
    plan_part(index, part);
    // A report waits for the procedures below it.
    const bool told = std::find(concerned.begin(), concerned.end(), parent) != concerned.end();
    if (parent != 0 && !told) plan_part(index, parent);
  }
  plan_system(index);
  if (event.step == "T52") file_split(life, index, life.matter.wall.split);
  const bool joined = event.step == "T02" || event.step == "T02r" || event.step == "T03";
  if ((joined || event.step == "T02u") && life.earlier >= 0) {
    const auto other = static_cast<std::uint32_t>(life.earlier);
    const StepRule* noted = life.rulebook->step(joined ? "X06" : "X06u");
    take(other, *noted, 1, the_system(),
         Json::object().set("item_no", life.matter.subjects.front().item_no));
  }
}

void ProvinceLife::wake_system(std::uint32_t index) {
  MatterLife& life = *lives_[index];
  for (std::size_t i = 0; i < life.matter.deadlines.size(); ++i) {
    const Deadline clock = life.matter.deadlines[i];
    if (!clock.running() || today() <= clock.due_legal_on) continue;
    const Subject* part = life.matter.subject(clock.subject_no);
    for (const HabitRow* row : life.rows->lapse_rows(clock.clock)) {
      const auto& from = row->step->from;
      const bool fits = row->step->subject == part->kind &&
                        (from.front() == "any" ||
                         std::find(from.begin(), from.end(), part->state) != from.end());
      if (fits && take(index, *row->step, part->no, the_system(), Json::object())) break;
    }
  }
  if (life.rows->late_row() && !late_duties(*life.rulebook, life.matter, today()).empty()) {
    take(index, *life.rows->late_row()->step, 1, the_system(), Json::object());
  }
  plan_system(index);
}

void ProvinceLife::change_calendar() {
  ++calendar_;
  for (std::uint32_t i = 0; i < lives_.size(); ++i) {
    MatterLife& life = *lives_[i];
    const StepRule* row = life.rulebook ? life.rulebook->step("T60") : nullptr;
    if (!row || life.matter.version == 0) continue;
    const bool differs = std::any_of(
        life.matter.deadlines.begin(), life.matter.deadlines.end(), [&](const Deadline& clock) {
          if (!clock.running()) return false;
          const DueDates due = recounted(clock, calendar());
          return due.strict_on != clock.due_strict_on || due.legal_on != clock.due_legal_on;
        });
    if (!differs) continue;
    take(i, *row, 1, the_system(), Json::object().set("calendar", calendar().version().substr(0, 12)));
  }
}

std::optional<Json> ProvinceLife::form_for(MatterLife& life, const HabitRow& row, int part,
                                         const Actor& actor) {
  return filled_form({*life.rulebook, world_.tree, life.matter, *row.step, life.matter.subject(part),
                      actor, now(), earlier_of(life), life.accusation, chance_});
}

// Somebody tries what is not due, or what is not his: mostly it must be refused, and whatever passes
// is looked at as any other step.
void ProvinceLife::try_unlawful(std::uint32_t index) {
  MatterLife& life = *lives_[index];
  const HabitRow& row = chance_.pick(life.rows->all());
  const auto parts = static_cast<std::int64_t>(life.matter.subjects.size());
  const int part = static_cast<int>(chance_.between(1, parts));
  const Organ& organ = chance_.pick(world_.tree.list);
  const auto& people = world_.tree.people_of(organ.organ_id);
  const Actor& actor = chance_.chance(20) ? the_petitioner() : chance_.pick(people);
  if (row.step->subject != life.matter.subject(part)->kind) return;
  auto fields = form_for(life, row, part, actor);
  ++ledger_.erred["unlawful"];
  take(index, *row.step, part, actor, fields.value_or(Json::object()), earlier_of(life));
}

void ProvinceLife::act(std::uint32_t index, std::uint32_t part) {
  MatterLife& life = *lives_[index];
  const PartPlan plan = life.plans[part];
  const int no = static_cast<int>(part);
  if (!plan.row) return plan_part(index, no);
  const std::uint32_t generation = plan.generation;
  if (chance_.chance(world_.habits.unlawful_percent)) {
    try_unlawful(index);
    if (life.plans[part].generation != generation) return;
  }
  auto fields = form_for(life, *plan.row, no, plan.actor);
  if (fields) {
    if (chance_.chance(world_.habits.wrong_form_percent)) {
      ++ledger_.erred["wrong_form"];
      fields = spoilt_form(std::move(*fields), chance_);
    } else if (chance_.chance(world_.habits.wrong_organ_percent)) {
      auto astray = misdirected_form(*fields, world_.tree, chance_);
      if (astray) ++ledger_.erred["wrong_organ"];
      if (astray) fields = std::move(astray);
    }
    if (take(index, *plan.row->step, no, plan.actor, std::move(*fields), earlier_of(life))) return;
  }
  if (life.plans[part].generation != generation) return;
  ++life.plans[part].refusals;
  plan_part(index, no);
}

SimulationLedger live(const World& world, const LifePlan& plan) {
  return ProvinceLife(world, plan).run();
}

}  // namespace xinfang
