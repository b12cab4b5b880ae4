#include "demo/county.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <queue>
#include <set>

#include "demo/county_people.hpp"
#include "demo/county_plan.hpp"
#include "demo/demo_office.hpp"
#include "demo/step_form.hpp"
#include "jobs/jobs.hpp"
#include "services/case_service.hpp"
#include "services/submission_service.hpp"
#include "store/event_store.hpp"
#include "store/organ_store.hpp"

namespace xinfang {

namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::size_t kRememberedPeople = 300;
// Appeals that have taken their course, to be written about again.
constexpr std::size_t kKeptEnded = 300;
constexpr std::int64_t kKeptFor = 400 * 24 * kHour;
constexpr std::uint64_t kPeopleStream = 1'000'000;  // apart from what happens to the matter

class County {
 public:
  County(Office& office, SetClock& clock, const DemoTexts& texts, const DemoCourses& courses,
         const CountyPlan& plan, const TellProgress& progress)
      : office_(office),
        clock_(clock),
        texts_(texts),
        courses_(courses),
        plan_(plan),
        progress_(progress),
        organs_(office.organs.now()),
        calendar_(office.calendar.now()),
        people_(*organs_, list_users(office.database, 0)) {}

  CountyFigures live() {
    for (CountyLife& planned : plan_county(office_, texts_, courses_, plan_)) {
      queue_.emplace(planned.arrives, lives_.size());
      lives_.push_back({std::move(planned), nullptr, {}, {}, {}, 0, {}});
    }
    today_ = china_date(clock_.now());
    tell("plan");
    while (!queue_.empty()) {
      const auto [at, number] = queue_.top();
      queue_.pop();
      if (at > plan_.until) continue;
      pass_days(china_date(at));
      clock_.set(at);
      advance(lives_[number], number);
    }
    pass_days(china_date(plan_.until));
    clock_.set(plan_.until);
    number_events();
    tell("live");
    index_each_matter_once(office_);
    tell("search");
    return figures_;
  }

 private:
  struct Life {
    CountyLife planned;
    std::unique_ptr<WrittenPetition> petition;  // null: not filed yet, or nobody needs it any more
    Id matter_id;
    std::string item_no, earlier_no;  // earlier: that it repeats
    std::size_t next;  // step; 0 before it is filed
    Instant meant;     // when the last step was to be taken, had somebody been at work
  };
  // Where a step can be taken now, and by whom.
  struct Chance {
    const Subject* part = nullptr;
    DemoActor actor;
  };

  void number_events() {
    while (run_sequencer(office_) > 0) {
    }
  }

  void tell(std::string_view phase) const {
    if (progress_) progress_({phase, today_, figures_});
  }

  // Each midnight on the way terms run out, as they do in a served office.
  void pass_days(Date to) {
    while (today_ < to) {
      today_ = today_ + 1;
      clock_.set(std::max(clock_.now(), china_midnight(today_) + kHour / 3));
      for (const char* name : {"lapse", "overdue"}) {
        const Job* job = find_job(name);
        while (job && job->run_once(office_) > 0) {
        }
      }
      if (today_.day() != 1) continue;
      number_events();
      tell("live");
    }
  }

  void advance(Life& life, std::size_t number) {
    const bool done = life.matter_id == 0 ? file(life, number) : take(life, number);
    CountyLife& planned = life.planned;
    const auto& steps = planned.course->steps;
    while (life.next < steps.size() && !planned.random.chance(steps[life.next].percent)) ++life.next;
    if (!done || life.next == steps.size()) return put_away(life, number);
    const std::int64_t wait = std::max<std::int64_t>(planned.waits[life.next], 60'000);
    // Up to the opinion, nights and weekends are waited for once and not once a step.
    const Instant from = life.next <= planned.opinion ? life.meant : clock_.now();
    life.meant = std::max(from + wait, clock_.now() + 60'000);
    Instant at = life.meant;
    if (!by_petitioner(deed_of(steps[life.next])) && wait >= kHour) {
      at = office_time(courses_, *calendar_, at + -kHour, planned.random);
      if (at <= clock_.now()) at = clock_.now() + planned.random.between(60'000, kHour / 4);
    }
    // What stands somewhere today got there, though holidays took longer than was planned for.
    if (planned.course->standing() && at > plan_.until) {
      const auto left = static_cast<std::int64_t>(steps.size() - life.next) + 1;
      at = clock_.now() + (plan_.until - clock_.now()) / left;
    }
    queue_.emplace(at, number);
  }

  // No more steps. What somebody may write about again when it is over is kept for a while.
  void put_away(Life& life, std::size_t number) {
    while (!ended_.empty() && lives_[ended_.front()].planned.arrives < clock_.now() + -kKeptFor) {
      lives_[ended_.front()].petition.reset();
      ended_.pop_front();
    }
    if (life.matter_id && may_be_repeated(life) && ended_.size() < kKeptEnded) {
      ended_.push_back(number);
    } else {
      life.petition.reset();
    }
  }

  // An appeal under a name that has not itself to do with another one.
  static bool may_be_repeated(const Life& life) {
    const DemoCourse& course = *life.planned.course;
    if (!life.petition || life.petition->petitioners.as_array().empty()) return false;
    if (course.kind != "3" || course.entry != "office") return false;
    // A repeat speaks against the simple procedure.
    return course.repeats.empty() && course.use.empty() && !course.alone;
  }

  bool is_open_now(const Life& life) {
    const auto current = load_matter(office_.database, Viewer::system(), life.matter_id);
    return is_open(office_.law.now()->of(current->matter.rule_set), current->matter);
  }

  static bool by_petitioner(const std::string& deed) {
    static const std::set<std::string> deeds = {
        "rating",         "supplement",        "withdrawal",        "recusal_request",
        "review_request", "re_review_request", "refusal_contested"};
    return deeds.contains(deed);
  }

  void refused(const Life& life, const std::string& deed, const Refusal& refusal) {
    ++figures_.refused[refusal.code + (refusal.field.empty() ? "" : " " + refusal.field) + ": " + deed +
                       ", " + life.planned.course->name];
  }

  bool file(Life& life, std::size_t number) {
    CountyLife& planned = life.planned;
    life.meant = clock_.now();
    life.petition = std::make_unique<WrittenPetition>(
        write_petition(texts_, *planned.story, planned.place, clock_.now(), planned.random,
                       {planned.course->claims, planned.course->alone}));
    remember_people(*life.petition, planned.random);
    if (planned.course->anonymous) life.petition->petitioners = Json::array();
    if (!planned.course->repeats.empty()) repeat_earlier(life, number);
    const Organ* registrar = entry_of(planned);
    NewPetition petition;
    petition.title = life.petition->title;
    petition.text = life.petition->text;
    for (const DemoClaim& claim : life.petition->claims) petition.claims.push_back(claim.ask);
    petition.petitioners = life.petition->petitioners;
    petition.anonymous = life.petition->petitioners.as_array().empty();
    petition.person_count = life.petition->person_count;
    petition.region_code = life.petition->place.code;
    petition.channel = planned.channel;
    const bool online = planned.channel == "ONLINE";
    petition.electronic_service = planned.random.chance(online ? 80 : 15);
    petition.confidential = planned.story->kind == "2";
    if (planned.channel == "LETTER") {
      petition.received_at = clock_.now() + -planned.random.between(kHour / 4, 20 * kHour);
    }
    Result<Filed> filed = [&]() -> Result<Filed> {
      if (online) {
        petition.office_region = registrar->region_code;
        return file_petition(office_, begin_submission(office_).token, std::move(petition));
      }
      DemoRandom choice = choice_of(number);
      const auto clerk =
          people_.of_organ(registrar->organ_id, {"REGISTRAR", "ORGAN_RECEIVER"}, {}, choice);
      if (!clerk) return refuse("step_not_yours", Refusal::Kind::forbidden);
      return register_petition(office_, clerk->viewer, "", std::move(petition));
    }();
    if (!filed) {
      refused(life, "registration", filed.refusal());
      return false;
    }
    life.matter_id = filed->matter_id;
    life.item_no = filed->item_no;
    ++figures_.matters;
    ++figures_.steps;
    if (plan_.acknowledged) plan_.acknowledged(filed->matter_id, 1);
    return true;
  }

  // The newest appeal that is still open, or one that is over: the same person writes about it again,
  // before an answer or with something new after it.
  void repeat_earlier(Life& life, std::size_t number) {
    const bool open = life.planned.course->repeats == "open";
    const Life* earlier = nullptr;
    for (std::size_t at = number; open && !earlier && at-- > 0;) {
      if (lives_[at].matter_id && may_be_repeated(lives_[at]) && is_open_now(lives_[at])) {
        earlier = &lives_[at];
      }
    }
    const auto from = static_cast<std::size_t>(life.planned.random.next());
    for (std::size_t i = 0; !open && !earlier && i < ended_.size(); ++i) {
      const Life& one = lives_[ended_[(from + i) % ended_.size()]];
      if (!is_open_now(one)) earlier = &one;
    }
    if (!earlier) return;
    life.planned.story = earlier->planned.story;
    life.planned.place = earlier->planned.place;
    *life.petition = *earlier->petition;
    life.petition->text =
        life.petition->fill(life.planned.random.pick(texts_.pool(open ? "again" : "anew"))) +
        life.petition->text;
    life.earlier_no = earlier->item_no;
  }

  // Some write again about something else.
  void remember_people(WrittenPetition& petition, DemoRandom& random) {
    if (!petitioners_.empty() && random.chance(8)) {
      petition.petitioners = random.pick(petitioners_);
      petition.person_count = static_cast<std::int64_t>(petition.petitioners.as_array().size());
    } else if (petition.petitioners.as_array().size() == 1) {
      if (petitioners_.size() < kRememberedPeople) {
        petitioners_.push_back(petition.petitioners);
      } else if (random.chance(10)) {
        petitioners_[static_cast<std::size_t>(random.next() % kRememberedPeople)] = petition.petitioners;
      }
    }
  }

  const Organ* entry_of(const CountyLife& planned) const {
    const std::string& entry = planned.course->entry;
    if (entry == "organ") return competent_organ(*organs_, planned.story->category);
    if (entry == "town") return organ_of_town(planned.place.town_code, "TOWNSHIP");
    if (entry == "zone") return organ_of_town(planned.place.town_code, "PETITION_OFFICE");
    return organs_->petition_office_of(kDemoRegion);
  }

  const Organ* organ_of_town(const std::string& region, std::string_view type) const {
    for (const Organ* organ : organs_->all()) {
      if (organ->region_code == region && organ->type == type) return organ;
    }
    return nullptr;
  }

  DemoRandom choice_of(std::size_t number) const {
    return DemoRandom(plan_.seed, kPeopleStream + number);
  }

  bool take(Life& life, std::size_t number) {
    CountyLife& planned = life.planned;
    const DemoStep& step = planned.course->steps[life.next++];
    const std::string deed = deed_of(step);
    const auto loaded = load_matter(office_.database, Viewer::system(), life.matter_id);
    const auto law = office_.law.now();
    const Rulebook& rulebook = law->of(loaded->matter.rule_set);
    const auto chance = chance_for(life, step, rulebook, loaded->matter, choice_of(number));
    if (!chance) {
      refused(life, deed, refuse("step_not_from_state"));
      return false;
    }
    const Organ* holder = organs_->find(chance->part->organ_id);
    const StepForm form{office_,       texts_,           people_,
                        *organs_,      *life.petition,   loaded->matter,
                        *chance->part, step,             holder,
                        target_of(step, planned, holder), chance->actor.name, life.earlier_no,
                        planned.random};
    const StepRequest request{deed, chance->part->no, step_fields(form)};
    const Result<StepTaken> taken =
        take_step(office_, chance->actor.viewer, life.matter_id, request, loaded->matter.version);
    if (!taken) {
      refused(life, deed, taken.refusal());
      return false;
    }
    ++figures_.steps;
    if (plan_.acknowledged) plan_.acknowledged(life.matter_id, taken->version);
    return true;
  }

  const Organ* target_of(const DemoStep& step, const CountyLife& planned, const Organ* holder) const {
    const std::string to = step.argument.substr(0, step.argument.find('/'));
    const std::string& town = planned.place.town_code;
    if (to == "organ" || step.name == "objection") {
      return competent_organ(*organs_, planned.story->category);
    }
    if (to == "unit") return holder ? unit_below(*organs_, holder->organ_id) : nullptr;
    if (to == "zone_office") return organ_of_town(town, "PETITION_OFFICE");
    if (to == "town" || to == "zone") return organ_of_town(town, "TOWNSHIP");
    if (to == "law_committee") {
      return organ_of_town(std::string(kDemoRegion), "POLITICAL_LEGAL_COMMITTEE");
    }
    if (to == "court") return organ_of_town(std::string(kDemoRegion), "COURT");
    if (to == "personnel") return organ_of_town(std::string(kDemoRegion), "ORGANISATION_DEPARTMENT");
    if (to == "joint_meeting") return organ_of_town(std::string(kDemoRegion), "JOINT_MEETING_OFFICE");
    return nullptr;
  }

  // The newest part on which the deed may be done: of those that it is free to choose from, one that
  // is still somebody's work before one that is over.
  std::optional<Chance> chance_for(const Life& life, const DemoStep& step, const Rulebook& rulebook,
                                   const Matter& matter, const DemoRandom& choice) const {
    const auto reach = project(rulebook, matter).reach;
    for (const bool live : {true, false}) {
      for (auto part = matter.subjects.rbegin(); part != matter.subjects.rend(); ++part) {
        if (step.name == "rating_office" && part->kind != SubjectKind::intake) continue;
        const StateRule* state = rulebook.state(part->kind, part->state);
        if (live && state && !state->open) continue;
        const bool rates = deed_of(step) == "rating";
        if (rates && !matter.running_clock(part->no, "C17")) continue;
        for (const StepRule& row : rulebook.steps()) {
          if (row.deed != deed_of(step) || !state || !starts_from(row, *state)) continue;
          auto actor = people_.for_step(row, matter, *part, reach, life.item_no, choice);
          if (actor) return Chance{&*part, std::move(*actor)};
        }
      }
    }
    return std::nullopt;
  }

  using Moment = std::pair<Instant, std::size_t>;  // and which life goes on

  Office& office_;
  SetClock& clock_;
  const DemoTexts& texts_;
  const DemoCourses& courses_;
  const CountyPlan& plan_;
  const TellProgress& progress_;
  const std::shared_ptr<const OrganDirectory> organs_;
  const std::shared_ptr<const WorkCalendar> calendar_;
  const CountyPeople people_;
  std::vector<Life> lives_;
  std::deque<std::size_t> ended_;  // lives, first put away first
  std::vector<Json> petitioners_;
  std::priority_queue<Moment, std::vector<Moment>, std::greater<>> queue_;
  Date today_;
  CountyFigures figures_;
};

}  // namespace

CountyFigures live_county(Office& office, SetClock& clock, const DemoTexts& texts,
                          const DemoCourses& courses, const CountyPlan& plan,
                          const TellProgress& progress) {
  return County(office, clock, texts, courses, plan, progress).live();
}

}  // namespace xinfang
