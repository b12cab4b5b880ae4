#include "cli/law_deadline.hpp"

#include <algorithm>
#include <istream>
#include <map>
#include <ostream>

#include "cli/law_words.hpp"
#include "domain/deadline_question.hpp"
#include "services/refusal_words.hpp"

namespace xinfang {
namespace {

struct Line {
  std::string text;
  bool too_long = false;
};

// Bounded, however long a line is: what goes beyond is read and dropped.
bool next_line(std::istream& in, Line& line) {
  line = {};
  std::streambuf& bytes = *in.rdbuf();
  constexpr int kEnd = std::char_traits<char>::eof();
  bool any = false;
  for (int byte = bytes.sbumpc(); byte != kEnd; byte = bytes.sbumpc()) {
    any = true;
    if (byte == '\n') return true;
    if (line.text.size() < kLongestQuestion) {
      line.text.push_back(static_cast<char>(byte));
    } else {
      line.too_long = true;
    }
  }
  return any;
}

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r") == text.npos; }

bool is_provisional(const Json& derivation) {
  const auto& steps = derivation.as_array();
  return std::any_of(steps.begin(), steps.end(), [](const Json& step) {
    return step["why"].as_string() == "provisional";
  });
}

// What the clocks are, written once: the sentences are the same for every question.
class ClockWords {
 public:
  explicit ClockWords(const Messages& messages) : messages_(messages) {}
  const std::vector<std::string>& of(const ClockRule& clock, Language language) {
    auto& said = said_[{&clock, language}];
    if (said.empty()) said = clock_sentences(messages_, language, clock);
    return said;
  }

 private:
  const Messages& messages_;
  std::map<std::pair<const ClockRule*, Language>, std::vector<std::string>> said_;
};

std::string explanation(const Messages& messages, Language language, const DeadlineQuestion& asked,
                        const DeadlineAnswer& answer, ClockWords& clocks) {
  auto sentences = clocks.of(*answer.clock, language);
  if (answer.level != 0) {
    sentences.push_back(messages.say(language, asked.level ? "law.explain.level"
                                                           : "law.explain.level_assumed",
                                     {{"level", std::to_string(answer.level)}}));
  }
  for (auto& each : derivation_sentences(messages, language, answer.due.derivation)) {
    sentences.push_back(std::move(each));
  }
  if (answer.due_at) {
    sentences.push_back(
        messages.say(language, "law.explain.hour", {{"at", china_time(*answer.due_at)}}));
  } else if (answer.clock->unit == Unit::hours) {
    sentences.push_back(messages.say(language, "law.explain.hour_unknown"));
  }
  sentences.push_back(messages.say(
      language, "law.explain.result",
      {{"strict", answer.due.strict_on.iso()}, {"legal", answer.due.legal_on.iso()}}));
  std::string text;
  for (const auto& sentence : sentences) {
    if (!text.empty() && language == Language::en) text += ' ';
    text += sentence;
  }
  return text;
}

Json answer_json(const Messages& messages, const DeadlineQuestion& asked, DeadlineAnswer& answer,
                 ClockWords& clocks) {
  Json json = Json::object();
  json.set("clock", answer.clock->id)
      .set("rule_set", answer.rule_set->id())
      .set("due_strict", answer.due.strict_on.iso())
      .set("due_legal", answer.due.legal_on.iso());
  if (answer.due_at) json.set("due_at", china_time(*answer.due_at));
  json.set("basis", answer.clock->basis)
      .set("nature", name_of(answer.clock->nature))
      .set("internal", answer.clock->internal)
      .set("length", answer.length)
      .set("unit", name_of(answer.clock->unit));
  if (answer.length_row) {
    json.set("length_basis", answer.length_row->basis)
        .set("length_region", answer.length_row->region_code);
  }
  if (answer.level != 0) json.set("level", answer.level);
  return json.set("provisional", is_provisional(answer.due.derivation))
      .set("explanation", explanation(messages, Language::zh, asked, answer, clocks))
      .set("explanation_en", explanation(messages, Language::en, asked, answer, clocks))
      .set("derivation", std::move(answer.due.derivation));
}

Json error_json(const Messages& messages, std::size_t line, const Refusal& refusal) {
  Json json = Json::object();
  json.set("line", line)
      .set("error", refusal_sentence(refusal, messages, Language::zh))
      .set("error_en", refusal_sentence(refusal, messages, Language::en))
      .set("code", refusal.code);
  if (!refusal.field.empty()) json.set("field", refusal.field);
  if (!refusal.basis.empty()) json.set("basis", refusal.basis);
  return json;
}

}  // namespace

std::size_t answer_deadlines(const Law& law, const WorkCalendar& calendar,
                             const std::function<bool(std::string_view)>& is_region,
                             const Messages& messages, std::istream& in, std::ostream& out) {
  std::size_t refused = 0, number = 0;
  ClockWords clocks(messages);
  const auto answer = [&](const Line& line) -> Result<Json> {
    if (line.too_long) {
      return refuse("question_long").with("most", std::to_string(kLongestQuestion));
    }
    const auto question = Json::parse(line.text);
    if (!question && question.refusal().code == "json_invalid") {
      Refusal broken = refuse("question_not_json");
      broken.facts = question.refusal().facts;
      return broken;
    }
    if (!question) return question.refusal();
    const auto asked = read_deadline_question(*question);
    if (!asked) return asked.refusal();
    auto found = answer_deadline(law, calendar, is_region, *asked);
    if (!found) return found.refusal();
    return answer_json(messages, *asked, *found, clocks);
  };
  for (Line line; next_line(in, line);) {
    ++number;
    if (!line.too_long && is_blank(line.text)) continue;
    const auto answered = answer(line);
    if (answered) {
      out << answered->dump() << '\n';
    } else {
      ++refused;
      out << error_json(messages, number, answered.refusal()).dump() << '\n';
    }
  }
  return refused;
}

}  // namespace xinfang
