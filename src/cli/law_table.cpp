#include "cli/law_table.hpp"

#include <algorithm>

#include "cli/law_graph.hpp"

namespace xinfang {
namespace {

std::string joined(const std::vector<std::string>& words, const char* between = ", ") {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

std::string row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const auto& cell : cells) line += " " + (cell.empty() ? "—" : cell) + " |";
  return line + "\n";
}

std::string head(const std::vector<std::string>& cells) {
  std::string rule = "|";
  for (std::size_t i = 0; i < cells.size(); ++i) rule += "---|";
  return row(cells) + rule + "\n";
}

std::string clocks_of(const StepRule& step) {
  std::vector<std::string> words;
  for (const auto& stop : step.stops) words.push_back("stops " + stop.clock);
  for (const auto& start : step.starts) words.push_back("starts " + start.clock);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return joined(words);
}

std::string documents_of(const StepRule& step) {
  std::vector<std::string> words;
  for (const auto& document : step.documents) words.push_back(document.kind + " to " + document.to);
  return joined(words);
}

std::string length_of(const Rulebook& book, const ClockRule& clock) {
  if (clock.parameter.empty()) return "set in the letter";
  std::vector<std::string> values;
  for (const auto& parameter : book.parameters()) {
    if (!parameter.region_code.empty()) continue;
    const bool by_level = clock.by_level && parameter.key.starts_with(clock.parameter + ".");
    if (by_level || parameter.key == clock.parameter) values.push_back(parameter.value);
  }
  return joined(values, " / ") + " " + std::string(name_of(clock.unit));
}

std::string marks_of(const Rulebook& book, const ClockRule& clock) {
  for (const auto& parameter : book.parameters()) {
    if (parameter.key == clock.parameter || parameter.key == clock.parameter + ".1")
      return parameter.mark;
  }
  return "";
}

std::string step_rows(const Rulebook& book) {
  std::string page =
      head({"step", "deed", "subject", "from", "to", "who", "clocks", "documents", "basis"});
  for (const auto& step : book.steps()) {
    page += row({step.id, step.deed, std::string(name_of(step.subject)), joined(step.from), step.to,
                 who_text(step), clocks_of(step), documents_of(step), step.basis});
  }
  return page;
}

std::string clock_rows(const Rulebook& book) {
  std::string page = head({"clock", "nature", "length", "mark", "notes", "basis"});
  for (const auto& clock : book.clocks()) {
    std::vector<std::string> notes;
    if (clock.internal) notes.push_back("internal, no law");
    if (clock.by_level) notes.push_back("by level");
    if (clock.suspendable) notes.push_back("may be suspended");
    if (!clock.extend_parameter.empty()) {
      notes.push_back("may be extended by " +
                      book.parameter(clock.extend_parameter, "", Date::of(2199, 1, 1)));
    }
    page += row({clock.id, std::string(name_of(clock.nature)), length_of(book, clock),
                 marks_of(book, clock), joined(notes), clock.basis});
  }
  return page;
}

std::string ground_rows(const Rulebook& book) {
  std::string page =
      head({"ground", "binds", "channels", "kinds", "signed by", "document", "open", "basis"});
  for (const auto& ground : book.grounds()) {
    page += row({ground.id, joined(ground.binds),
                 ground.channels.empty() ? "all" : joined(ground.channels),
                 ground.kinds.empty() ? "all" : joined(ground.kinds), joined(ground.signers),
                 ground.document, ground.on ? "yes" : "no", ground.basis});
  }
  return page;
}

std::string letter_rows(const Rulebook& book) {
  std::string page = head({"document", "prefix", "facts it needs"});
  for (const auto& letter : book.letters()) {
    page +=
        row({letter.kind, letter.numbered ? letter.prefix : "not numbered", joined(letter.facts)});
  }
  return page;
}

std::string parameter_rows(const Rulebook& book) {
  std::string page = head({"parameter", "region", "value", "from", "to", "mark", "office may set", "basis"});
  for (const auto& parameter : book.parameters()) {
    const auto day = [](Date on) { return on.days == 0 ? std::string() : on.iso(); };
    page +=
        row({parameter.key, parameter.region_code, parameter.value, day(parameter.valid_from_on),
             day(parameter.valid_to_on), parameter.mark, parameter.tighten,
             parameter.basis});
  }
  return page;
}

}  // namespace

std::string who_text(const StepRule& step) {
  std::string text;
  for (const auto& actor : step.who) {
    if (!text.empty()) text += "; ";
    text +=
        actor.roles.empty() ? actor.relation : joined(actor.roles) + " (" + actor.relation + ")";
  }
  return text;
}

std::string law_diagram(const Rulebook& book, const std::vector<SubjectKind>& subjects) {
  std::string page;
  for (const auto subject : subjects) {
    const StateGraph graph = state_graph(book, subject);
    page += "### " + std::string(name_of(subject)) + "\n\n```mermaid\nstateDiagram-v2\n";
    for (const StateArrow& arrow : graph.arrows) {
      for (const StepRule* step : arrow.steps) {
        page += "  " + arrow.from + " --> " + arrow.to + " : " + step->id + " " + step->deed + "\n";
      }
    }
    for (const auto& state : book.states()) {
      if (state.subject == subject && !state.open) page += "  " + state.id + " --> [*]\n";
    }
    page += "```\n\n";
  }
  return page;
}

std::string law_page(const Law& law) {
  std::string page =
      "# The law as tables\n\n"
      "Made from `law/` by `xinfang law table`; do not edit. `law/` is where a rule is changed, "
      "and its\n"
      "comments say why. Marks: T read in the text, S a secondary source, P one province, design "
      "our own\n"
      "choice (never shown as law), memory to be verified.\n";
  for (const auto& [id, book] : law.sets) {
    page += "\n## " + id + "\n\n### Steps\n\n" + step_rows(book);
    page += "\n### Clocks\n\n" + clock_rows(book);
    page += "\n### Grounds for not accepting\n\n" + ground_rows(book);
    page += "\n### Letters\n\n" + letter_rows(book);
    page += "\n### Parameters\n\n" + parameter_rows(book);
  }
  return page;
}

}  // namespace xinfang
