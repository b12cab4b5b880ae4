#include "domain/deadline_question.hpp"

#include <algorithm>
#include <array>

namespace xinfang {
namespace {

constexpr int kMostDays = 36500;  // a hundred years: longer is a slip of the pen
constexpr int kMostPauses = 100;
constexpr int kCountyLevel = 4, kLowestLevel = 5;
constexpr std::int64_t kHourMs = 3'600'000;

constexpr std::array<std::string_view, 8> kKeys = {"clock", "from",  "rule_set",    "region",
                                                   "days",  "level", "extend_days", "suspend"};

Refusal wrong_type(std::string field, const char* expected) {
  return refuse("field_type").on(std::move(field)).with("expected", expected);
}

// Reads members one by one and keeps the first refusal.
class Reader {
 public:
  explicit Reader(const Json& question) : question_(question) {}

  std::string text(const char* key, bool needed = false) {
    const Json* value = question_.find(key);
    if (!value) {
      if (needed) fail(refuse("field_missing").on(key));
      return "";
    }
    if (!value->is_string()) fail(wrong_type(key, "text"));
    return value->as_string();
  }

  std::optional<int> number(const char* key, int least, int most) {
    const Json* value = question_.find(key);
    if (!value) return std::nullopt;
    if (!value->is_int()) {
      fail(wrong_type(key, "integer"));
    } else if (value->as_int() < least || value->as_int() > most) {
      fail(refuse("field_range").on(key).with("min", std::to_string(least))
               .with("max", std::to_string(most)));
    }
    return static_cast<int>(std::clamp<std::int64_t>(value->as_int(), least, most));
  }

  void from(DeadlineQuestion& asked) {
    const auto written = text("from", true);
    if (written.empty() && refusal) return;
    if (const auto on = Date::parse(written)) {
      asked.from_on = *on;
    } else if (const auto at = Instant::parse(written)) {
      asked.from_at = at;
      asked.from_on = china_date(*at);
    } else {
      fail(wrong_type("from", "date"));
    }
  }

  void suspensions(std::vector<DeadlineQuestion::Pause>& pauses) {
    const Json* value = question_.find("suspend");
    if (!value) return;
    if (!value->is_array()) return fail(wrong_type("suspend", "array"));
    const auto& list = value->as_array();
    const bool one = !list.empty() && list.front().is_string();
    if (one) return pause(*value, pauses);
    if (list.size() > kMostPauses) {
      return fail(refuse("list_long").on("suspend").with("max", std::to_string(kMostPauses)));
    }
    for (const Json& pair : list) pause(pair, pauses);
  }

  void fail(Refusal why) {
    if (!refusal) refusal = std::move(why);
  }

  std::optional<Refusal> refusal;

 private:
  void pause(const Json& pair, std::vector<DeadlineQuestion::Pause>& pauses) {
    if (!pair.is_array() || pair.as_array().size() != 2) {
      return fail(wrong_type("suspend", "day_pair"));
    }
    const auto from_on = Date::parse(pair.as_array()[0].as_string());
    const auto until_on = Date::parse(pair.as_array()[1].as_string());
    if (!from_on || !until_on) return fail(wrong_type("suspend", "day_pair"));
    pauses.push_back({*from_on, *until_on});
  }

  const Json& question_;
};

Result<const Rulebook*> rule_set_of(const Law& law, const DeadlineQuestion& asked) {
  if (asked.rule_set.empty()) return &law.for_receipt_on(asked.from_on);
  const auto found = law.sets.find(asked.rule_set);
  if (found == law.sets.end()) return refuse("rule_set_unknown").on("rule_set");
  return &found->second;
}

// The length that the row, the tier, the region and the day decide, or that the letter set.
Result<Done> find_length(const DeadlineQuestion& asked, DeadlineAnswer& answer) {
  const ClockRule& clock = *answer.clock;
  if (!clock.by_level && asked.level) {
    return refuse("level_not_shared").on("level").with("clock", clock.id);
  }
  if (clock.parameter.empty()) {
    if (!asked.days) return refuse("length_set_in_letter").on("days").with("clock", clock.id);
    answer.length = *asked.days;
    return Done{};
  }
  if (asked.days) return refuse("length_set_by_law").on("days").with("clock", clock.id);
  std::string key = clock.parameter;
  if (clock.by_level) {
    answer.level = asked.level.value_or(kCountyLevel);
    key += "." + std::to_string(answer.level);
  }
  answer.length = answer.rule_set->parameter_days(key, asked.region, asked.from_on);
  if (answer.length == 0) {
    return refuse("length_unknown").on("from").with("clock", clock.id)
        .with("on", asked.from_on.iso());
  }
  answer.length_row = answer.rule_set->law_row(key, asked.region, asked.from_on);
  return Done{};
}

// A term in hours runs through rest days from the hour itself. Without the hour only its day is known.
void count_hours(const DeadlineQuestion& asked, const WorkCalendar& calendar,
                 DeadlineAnswer& answer) {
  answer.due = due_dates(asked.from_on, answer.length, Unit::hours, calendar);
  if (!asked.from_at) return;
  answer.due_at = *asked.from_at + answer.length * kHourMs;
  answer.due.strict_on = answer.due.legal_on = china_date(*answer.due_at);
  auto steps = answer.due.derivation.as_array();
  steps.back().set("on", answer.due.strict_on.iso());
  answer.due.derivation = Json(std::move(steps));
}

Result<Done> extend(const DeadlineQuestion& asked, const WorkCalendar& calendar,
                    DeadlineAnswer& answer) {
  if (asked.extend_days == 0) return Done{};
  const ClockRule& clock = *answer.clock;
  if (clock.extend_parameter.empty()) {
    return refuse("clock_not_extendable").on("extend_days").by(clock.basis).with("clock", clock.id);
  }
  const int most =
      answer.rule_set->parameter_days(clock.extend_parameter, asked.region, asked.from_on);
  if (asked.extend_days > most) {
    return refuse("more_than_allowed").on("extend_days").by(clock.basis)
        .with("most", std::to_string(most));
  }
  answer.due = extended(answer.due, asked.extend_days, calendar);
  return Done{};
}

Result<Done> suspend(const DeadlineQuestion& asked, const WorkCalendar& calendar,
                     DeadlineAnswer& answer) {
  if (asked.suspensions.empty()) return Done{};
  const ClockRule& clock = *answer.clock;
  if (!clock.suspendable) {
    return refuse("clock_not_suspendable").on("suspend").by(clock.basis).with("clock", clock.id);
  }
  auto pauses = asked.suspensions;
  std::sort(pauses.begin(), pauses.end());
  Date counted_from = asked.from_on;
  for (const auto& pause : pauses) {
    const auto no = [&](Refusal refusal) {
      return refusal.on("suspend").by(clock.basis)
          .with("from", pause.from_on.iso()).with("until", pause.until_on.iso());
    };
    if (pause.until_on < pause.from_on) return no(refuse("suspension_reversed"));
    if (pause.from_on < asked.from_on) {
      return no(refuse("suspension_before_start")).with("start", asked.from_on.iso());
    }
    if (pause.from_on < counted_from) return no(refuse("suspensions_overlap"));
    if (pause.from_on > answer.due.strict_on) {
      return no(refuse("suspension_after_due")).with("due_on", answer.due.strict_on.iso());
    }
    answer.due = suspended(answer.due, pause.from_on, pause.until_on, calendar);
    counted_from = pause.until_on;
  }
  return Done{};
}

}  // namespace

Result<DeadlineQuestion> read_deadline_question(const Json& question) {
  if (!question.is_object()) return refuse("question_not_object");
  for (const auto& [key, value] : question.as_object()) {
    if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) {
      return refuse("field_unknown").on(key);
    }
  }
  DeadlineQuestion asked;
  Reader in(question);
  asked.clock = in.text("clock", true);
  in.from(asked);
  asked.rule_set = in.text("rule_set");
  asked.region = in.text("region");
  asked.days = in.number("days", 1, kMostDays);
  asked.level = in.number("level", 1, kLowestLevel);
  asked.extend_days = in.number("extend_days", 0, kMostDays).value_or(0);
  in.suspensions(asked.suspensions);
  if (in.refusal) return *in.refusal;
  return asked;
}

Result<DeadlineAnswer> answer_deadline(const Law& law, const WorkCalendar& calendar,
                                       const std::function<bool(std::string_view)>& is_region,
                                       const DeadlineQuestion& question) {
  DeadlineAnswer answer;
  const auto set = rule_set_of(law, question);
  if (!set) return set.refusal();
  answer.rule_set = *set;
  answer.clock = answer.rule_set->clock(question.clock);
  if (!answer.clock) return refuse("clock_unknown").on("clock").with("clock", question.clock);
  if (!question.region.empty() && !is_region(question.region)) {
    return refuse("region_unknown").on("region");
  }
  if (auto found = find_length(question, answer); !found) return found.refusal();
  if (answer.clock->unit == Unit::hours) {
    count_hours(question, calendar, answer);
  } else {
    answer.due = due_dates(question.from_on, answer.length, answer.clock->unit, calendar);
  }
  if (auto done = extend(question, calendar, answer); !done) return done.refusal();
  if (auto done = suspend(question, calendar, answer); !done) return done.refusal();
  return answer;
}

}  // namespace xinfang
