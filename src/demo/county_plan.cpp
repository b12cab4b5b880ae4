#include "demo/county_plan.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "demo/demo_office.hpp"

namespace xinfang {

namespace {

constexpr std::int64_t kDay = 86'400'000, kTenMinutes = 600'000;
// Matters for which the counts of standing courses are meant; of more, some stand everywhere anyway.
constexpr std::int64_t kCountedFor = 2000;
constexpr std::string_view kZone = "990121400";

bool is_zone(const Division& town) { return town.code == kZone; }
bool is_urban(const Division& town) {
  return town.name.ends_with("街道") || town.name == "清河镇";
}

bool needs_unit(const DemoCourse& course) {
  return std::any_of(course.steps.begin(), course.steps.end(),
                     [](const DemoStep& step) { return step.argument == "unit"; });
}

class Planner {
 public:
  Planner(const Office& office, const DemoTexts& texts, const DemoCourses& courses,
          const CountyPlan& plan)
      : texts_(texts),
        courses_(courses),
        plan_(plan),
        divisions_(office.divisions),
        organs_(office.organs.now()),
        calendar_(office.calendar.now()),
        towns_(divisions_.children(kDemoRegion)),
        random_(plan.seed, 0) {
    if (towns_.empty()) throw std::logic_error("the places of demo/divisions.csv are not loaded");
  }

  std::vector<CountyLife> all() {
    std::vector<const DemoCourse*> wanted = wanted_courses();
    std::vector<CountyLife> lives;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      CountyLife life;
      life.course = wanted[i];
      life.random = DemoRandom(plan_.seed, i + 1);
      choose(life);
      lives.push_back(std::move(life));
    }
    std::stable_sort(lives.begin(), lives.end(), [](const CountyLife& a, const CountyLife& b) {
      return a.arrives < b.arrives;
    });
    return lives;
  }

 private:
  // Every course once at least, as far as there are matters; the rest by their shares.
  std::vector<const DemoCourse*> wanted_courses() {
    std::vector<const DemoCourse*> wanted, flowing;
    std::vector<std::int64_t> weights;
    for (const DemoCourse& course : courses_.courses) {
      if (course.standing()) {
        const std::int64_t matters = std::min(plan_.matters, kCountedFor);
        const std::int64_t count = std::max<std::int64_t>(1, course.count * matters / kCountedFor);
        wanted.insert(wanted.end(), static_cast<std::size_t>(count), &course);
      } else {
        wanted.push_back(&course);
        flowing.push_back(&course);
        weights.push_back(course.weight);
      }
    }
    const auto matters = static_cast<std::size_t>(plan_.matters);
    while (wanted.size() < matters) wanted.push_back(flowing[random_.weighted(weights)]);
    random_.shuffle(wanted);
    wanted.resize(matters);
    return wanted;
  }

  void choose(CountyLife& life) {
    life.story = &story_for(life);
    life.place = place_for(life);
    life.channel = channel_for(life);
    for (const DemoStep& step : life.course->steps) {
      life.waits.push_back(courses_.delay_ms(step.name, life.random));
    }
    if (!life.course->standing()) set_answer(life);
    const Instant first = china_midnight(china_date(plan_.until).plus_months(-12 * plan_.years));
    const Instant last = plan_.until + -kTenMinutes;
    if (life.course->most_rest > 0) {
      life.arrives = arrives_for_rest(life);
    } else if (life.course->standing()) {
      life.arrives = plan_.until + -life.random.between(std::max<std::int64_t>(
                                                            life.course->least_age * kDay, kTenMinutes),
                                                        life.course->most_age * kDay);
    } else {
      life.arrives = petition_time(courses_, first, last, life.random);
    }
    if (life.channel != "ONLINE") {
      life.arrives = office_time(courses_, *calendar_, life.arrives, life.random);
      if (life.arrives > last) {  // the office has not opened since: it came by the network
        life.channel = "ONLINE";
        life.arrives = last + -life.random.between(0, 20 * kTenMinutes);
      }
    }
    if (life.course->most_age > 0) shorten(life);
  }

  // The opinion comes as soon as the shape says: what is before it is hurried, never drawn out, for terms
  // run there.
  void set_answer(CountyLife& life) const {
    const auto& steps = life.course->steps;
    const auto opinion = std::find_if(steps.begin(), steps.end(),
                                      [](const DemoStep& step) { return step.name == "opinion"; });
    if (opinion == steps.end()) return;
    // Whoever is supervised is late at what has not been done yet.
    if (std::any_of(steps.begin(), opinion, [](const DemoStep& step) {
          return step.name.starts_with("supervision");
        })) {
      return;
    }
    const std::int64_t answer = courses_.answer_ms(life.random);
    const auto last = static_cast<std::size_t>(opinion - steps.begin());
    life.opinion = last;
    double before = 0;
    for (std::size_t i = 0; i < last; ++i) {
      if (steps[i].percent == 100) before += static_cast<double>(life.waits[i]);
    }
    const double hurry = std::min(1.0, 0.8 * static_cast<double>(answer) / before);
    for (std::size_t i = 0; i < last; ++i) {
      life.waits[i] = static_cast<std::int64_t>(static_cast<double>(life.waits[i]) * hurry);
    }
    life.waits[last] = answer - static_cast<std::int64_t>(before * hurry);
  }

  // So that its last step falls a few days before today; days on which nobody works are allowed for.
  Instant arrives_for_rest(CountyLife& life) const {
    std::int64_t sum = life.random.between(life.course->least_rest * kDay, life.course->most_rest * kDay);
    for (const std::int64_t wait : life.waits) sum += wait + kDay;
    return plan_.until + -sum;
  }

  // What stands still today has to be where it stands by today.
  void shorten(CountyLife& life) const {
    double sum = 0;
    for (const std::int64_t wait : life.waits) sum += static_cast<double>(wait);
    const double most = static_cast<double>(plan_.until - life.arrives) / 2;
    if (sum <= most) return;
    for (std::int64_t& wait : life.waits) {
      wait = static_cast<std::int64_t>(static_cast<double>(wait) * (most / sum));
    }
  }

  const DemoStory& story_for(CountyLife& life) {
    std::vector<const DemoStory*> fitting;
    std::vector<std::int64_t> weights;
    for (const DemoStory& story : texts_.stories) {
      if (story.kind != life.course->kind || story.use != life.course->use) continue;
      if (!life.course->place.empty() && story.place != life.course->place) continue;
      const Organ* organ = organ_for(story.category);
      if (!organ && story.kind != "2") continue;
      if (needs_unit(*life.course) && !unit_below(*organs_, organ->organ_id)) continue;
      fitting.push_back(&story);
      weights.push_back(story.weight);
    }
    if (fitting.empty()) throw std::logic_error("no story fits the course " + life.course->name);
    return *fitting[life.random.weighted(weights)];
  }

  const Organ* organ_for(const std::string& category) {
    const auto known = competent_.find(category);
    if (known != competent_.end()) return known->second;
    return competent_[category] = competent_organ(*organs_, category);
  }

  // The town where the people of README and tests are at home is the largest.
  DemoPlace place_for(CountyLife& life) const {
    std::vector<const Division*> fitting;
    std::vector<std::int64_t> weights;
    for (const Division& town : towns_) {
      if (is_zone(town) != (life.story->place == "zone")) continue;
      if (life.story->place == "urban" && !is_urban(town)) continue;
      fitting.push_back(&town);
      weights.push_back(town.name == "清河镇" ? 5 : 1);
    }
    const Division& town = *fitting.at(life.random.weighted(weights));
    DemoPlace place{town.code, town.code, town.name, ""};
    if (life.story->place != "village") return place;
    std::vector<Division> villages = divisions_.children(town.code);
    std::erase_if(villages, [](const Division& one) { return !one.name.ends_with("村"); });
    if (villages.empty()) return place;
    const Division& village = life.random.pick(villages);
    place.code = village.code;
    place.village = village.name;
    return place;
  }

  std::string channel_for(CountyLife& life) const {
    if (!life.course->channels.empty()) return life.random.pick(life.course->channels);
    if (life.course->entry == "organ" || life.course->entry == "town") {
      return life.random.chance(70) ? "VISIT" : "LETTER";
    }
    if (life.course->entry == "zone") return "ONLINE";
    return courses_.channels[life.random.weighted(courses_.channel_weights)];
  }

  const DemoTexts& texts_;
  const DemoCourses& courses_;
  const CountyPlan& plan_;
  const Divisions& divisions_;
  const std::shared_ptr<const OrganDirectory> organs_;
  const std::shared_ptr<const WorkCalendar> calendar_;
  const std::vector<Division> towns_;
  std::map<std::string, const Organ*> competent_;  // by category
  DemoRandom random_;
};

}  // namespace

std::vector<CountyLife> plan_county(const Office& office, const DemoTexts& texts,
                                    const DemoCourses& courses, const CountyPlan& plan) {
  return Planner(office, texts, courses, plan).all();
}

namespace {

// Hangs on the line of another organ of the county itself.
bool is_unit(const OrganDirectory& organs, const Organ& organ) {
  const Organ* above = organs.find(organ.line_superior_id);
  return above && above->region_code == kDemoRegion;
}

}  // namespace

const Organ* competent_organ(const OrganDirectory& organs, const std::string& category) {
  const Organ* best = nullptr;
  std::size_t best_digits = 0;
  for (const Organ* organ : organs.all()) {
    if (organ->region_code != kDemoRegion || is_unit(organs, *organ)) continue;
    for (const std::string& own : organ->categories) {
      const std::size_t digits = own.substr(2) == "0000" ? 2 : 4;
      if (digits > best_digits && category.compare(0, digits, own, 0, digits) == 0) {
        best = organ;
        best_digits = digits;
      }
    }
  }
  return best;
}

const Organ* unit_below(const OrganDirectory& organs, Id above) {
  for (const Organ* organ : organs.all()) {
    if (organ->line_superior_id == above && organ->region_code == kDemoRegion) return organ;
  }
  return nullptr;
}

}  // namespace xinfang
