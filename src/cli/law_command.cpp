#include "cli/law_command.hpp"

#include <charconv>
#include <istream>
#include <optional>
#include <ostream>

#include "cli/command_options.hpp"
#include "cli/law_deadline.hpp"
#include "cli/law_drawing.hpp"
#include "cli/law_files.hpp"
#include "cli/law_table.hpp"
#include "cli/law_words.hpp"
#include "domain/deadline.hpp"
#include "services/refusal_words.hpp"

namespace xinfang {
namespace {

constexpr int kDone = 0, kWrong = 1, kUsage = 2;

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

// The command while it runs: what was asked, where to speak.
struct Talk {
  const CommandOptions& asked;
  const std::string& folder;
  const Messages& messages;
  std::ostream& out;
  std::ostream& err;
  Language language = Language::zh;

  std::string sentence(const std::string& key, const Messages::Facts& facts = {}) const {
    return messages.say(language, key, facts);
  }
  int refused(const Refusal& refusal) const {
    err << refusal_sentence(refusal, messages, language) << "\n";
    return kWrong;
  }
  int usage() const {
    err << sentence("law.usage") << "\n";
    return kUsage;
  }
};

int check(const Talk& talk) {
  std::vector<LawError> errors;
  const Law law = read_law(talk.folder, errors);
  for (const auto& error : errors) {
    talk.out << error.file << ":" << error.row << ": " << error.problem << "\n";
  }
  int wrong = static_cast<int>(errors.size());
  const auto tell = [&](const auto& loaded) {
    if (loaded) return;
    ++wrong;
    talk.out << talk.sentence("refusal." + loaded.refusal().code, loaded.refusal().facts) << "\n";
  };
  tell(load_calendar(talk.folder));
  tell(load_divisions(talk.folder));
  tell(load_villages(talk.folder));
  tell(load_categories(talk.folder));
  if (wrong != 0) return kWrong;
  for (const auto& [id, book] : law.sets) {
    talk.out << talk.sentence("law.set_stands",
                              {{"set", id},
                               {"steps", std::to_string(book.steps().size())},
                               {"clocks", std::to_string(book.clocks().size())},
                               {"grounds", std::to_string(book.grounds().size())}})
             << "\n";
  }
  return kDone;
}

const Rulebook* find_set(const Talk& talk, const Law& law, const std::string& fallback) {
  const auto id = talk.asked.has("--set") ? talk.asked.value("--set") : fallback;
  const auto found = law.sets.find(id);
  if (found != law.sets.end()) return &found->second;
  talk.refused(refuse("rule_set_unknown").with("set", id));
  return nullptr;
}

int steps(const Talk& talk, const Rulebook& book) {
  for (const auto& step : book.steps()) {
    talk.out << step.id << " | " << step.deed << " | " << join(step.from) << " | " << step.to
             << " | " << who_text(step) << " | " << step.basis << "\n";
  }
  return kDone;
}

std::optional<int> whole_number(const std::string& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

void tell(const Talk& talk, const std::vector<std::string>& sentences) {
  for (const auto& sentence : sentences) talk.out << sentence << "\n";
}

Result<int> length_of(const Talk& talk, const Rulebook& book, const ClockRule& clock,
                      Date from_on) {
  if (talk.asked.has("--days")) {
    const auto days = whole_number(talk.asked.value("--days"));
    if (!days || *days > 36500) return refuse("option_value_wrong").with("option", "days");
    return *days;
  }
  if (clock.parameter.empty()) return refuse("clock_length_needed").with("clock", clock.id);
  const auto level = talk.asked.has("--level") ? talk.asked.value("--level") : "4";
  const auto key = clock.by_level ? clock.parameter + "." + level : clock.parameter;
  const int days = book.parameter_days(key, talk.asked.value("--region"), from_on);
  if (days == 0) return refuse("parameter_unknown").with("key", key);
  return days;
}

int explain(const Talk& talk, const Law& law) {
  const auto from_on = Date::parse(talk.asked.value("--from"));
  if (talk.asked.words.size() != 2 || !from_on) return talk.usage();
  const auto* book = find_set(talk, law, law.for_receipt_on(*from_on).id());
  if (!book) return kWrong;
  const auto& id = talk.asked.words[1];
  const auto* clock = book->clock(id);
  if (!clock)
    return talk.refused(refuse("clock_unknown").with("clock", id).with("set", book->id()));
  const auto length = length_of(talk, *book, *clock, *from_on);
  if (!length) return talk.refused(length.refusal());
  const auto calendar = load_calendar(talk.folder);
  if (!calendar) return talk.refused(calendar.refusal());

  tell(talk, clock_sentences(talk.messages, talk.language, *clock));
  const auto due = due_dates(*from_on, *length, clock->unit, *calendar);
  tell(talk, derivation_sentences(talk.messages, talk.language, due.derivation));
  talk.out << talk.sentence("law.explain.result",
                            {{"strict", due.strict_on.iso()}, {"legal", due.legal_on.iso()}})
           << "\n";
  return kDone;
}

int diagram(const Talk& talk, const Rulebook& book) {
  std::vector<SubjectKind> subjects = {SubjectKind::intake, SubjectKind::node,
                                       SubjectKind::procedure};
  if (talk.asked.has("--subject")) {
    const auto subject = subject_kind_of(talk.asked.value("--subject"));
    if (!subject) return talk.refused(refuse("option_value_wrong").with("option", "--subject"));
    subjects = {*subject};
  }
  const auto format = talk.asked.has("--format") ? talk.asked.value("--format") : "mermaid";
  if (format == "svg") {
    talk.out << law_drawing(book, subjects, talk.messages, talk.language);
  } else if (format == "mermaid") {
    talk.out << law_diagram(book, subjects);
  } else {
    return talk.refused(refuse("option_value_wrong").with("option", "--format"));
  }
  return kDone;
}

int deadlines(const Talk& talk, const Law& law, const std::string& own_folder, std::istream& in) {
  const auto calendar = load_calendar(talk.folder);
  if (!calendar) return talk.refused(calendar.refusal());
  // Read when the first question names a region; a folder of rules alone takes the program's own.
  std::optional<Divisions> divisions;
  const auto is_region = [&](std::string_view code) {
    if (!divisions) {
      auto own = load_divisions(talk.folder);
      auto found = own ? std::move(own) : load_divisions(own_folder);
      divisions = found ? std::move(*found) : Divisions();
    }
    return divisions->find(code.size() == 12 ? code.substr(0, 9) : code) != nullptr;
  };
  const auto refused = answer_deadlines(law, *calendar, is_region, talk.messages, in, talk.out);
  return refused == 0 ? kDone : kWrong;
}

}  // namespace

int law_command(const std::vector<std::string>& args, const std::string& law_folder,
                const Messages& messages, std::istream& in, std::ostream& out, std::ostream& err) {
  const auto options =
      read_options(args, {"--law", "--set", "--from", "--region", "--level", "--days", "--format",
                          "--subject", "--language"});
  const CommandOptions nothing;
  const std::string other = options ? options->value("--law") : "";
  Talk talk{options ? *options : nothing, other.empty() ? law_folder : other,
                  messages, out, err};
  if (!options) {
    talk.refused(options.refusal());
    return kUsage;
  }
  const auto language = talk.asked.has("--language") ? talk.asked.value("--language") : "zh";
  if (language != "zh" && language != "en") {
    return talk.refused(refuse("option_value_wrong").with("option", "--language"));
  }
  if (language == "en") talk.language = Language::en;
  const auto deed = talk.asked.words.empty() ? std::string() : talk.asked.words.front();
  const bool alone = talk.asked.words.size() == 1;
  if (deed == "check" && alone) return check(talk);
  const bool known =
      deed == "deadline" || deed == "diagram" || deed == "steps" || deed == "table";
  if (deed != "explain" && !(alone && known)) return talk.usage();
  const auto law = load_law(talk.folder);
  if (!law) return talk.refused(law.refusal());
  if (deed == "explain") return explain(talk, *law);
  if (deed == "deadline") return deadlines(talk, *law, law_folder, in);
  if (deed == "table") {
    out << law_page(*law);
    return kDone;
  }
  const auto* book = find_set(talk, *law, "reg2022");
  if (!book) return kWrong;
  if (deed == "steps") return steps(talk, *book);
  return diagram(talk, *book);
}

}  // namespace xinfang
