// A rule set and a work calendar: files one after the other, each under a line "#### name".
// A law that loads must answer every question about itself.
#include "domain/rulebook.hpp"
#include "domain/work_calendar.hpp"
#include "target.hpp"

using namespace xinfang;

namespace {

const Date kDay = Date::of(2024, 3, 1);

void check_error(const LawError& error) {
  must(!error.file.empty() && !error.problem.empty(), "an error of the law says where and what");
}

void ask(const Rulebook& book) {
  for (const StepRule& step : book.steps()) {
    must(book.step(step.id) != nullptr, "a step is found by its id");
    for (const std::string& state : step.from) {
      must(state == "*" || state == "any" || book.state(step.subject, state),
           "a step begins in a state that there is");
    }
    must(step.to.empty() || book.state(step.subject, step.to), "a step ends in a state that there is");
    for (const ClockStart& start : step.starts) must(book.clock(start.clock), "a clock begun is there");
    (void)step.is_secret("accused[0]");
  }
  for (const GroundRule& ground : book.grounds()) (void)book.is_on(ground, "210102", kDay);
  std::vector<OwnParameter> own;
  for (const ParameterRow& row : book.parameters()) {
    (void)book.parameter_days(row.key, "210102", kDay);
    (void)book.counted_in(row.key);
    own.push_back({row.key, 1, kDay});
  }
  const Rulebook stricter = book.with_own(own);
  for (const ParameterRow& row : book.parameters()) (void)stricter.parameter(row.key, "210102", kDay);
  (void)book.in_force_on();
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view rest = text_of(bytes, size);
  LawTexts texts;
  take_until(rest, "#### ");
  while (!rest.empty()) {
    std::string_view file = take_until(rest, "#### ");
    const std::string name(take_until(file, "\n"));
    texts[name] = std::string(file);
  }
  const auto loaded = Rulebook::load("reg2022", texts, nullptr);
  if (const auto* book = std::get_if<Rulebook>(&loaded)) {
    ask(*book);
    // Another set that takes this one over.
    (void)Rulebook::load("reg2005", texts, book);
  } else {
    const auto& errors = std::get<std::vector<LawError>>(loaded);
    must(!errors.empty(), "a refused law says why");
    for (const LawError& error : errors) check_error(error);
  }
  const auto calendar = WorkCalendar::parse(texts["days.csv"], texts["calendar.toml"]);
  if (calendar) (void)calendar->is_working_day(kDay);
  return 0;
}
