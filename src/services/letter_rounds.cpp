#include "services/letter_rounds.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace xinfang {

namespace {

void set(LetterFacts::Values& values, const std::string& name, std::string value) {
  if (!value.empty()) values[name] = std::move(value);
}

std::string title_of(const Office& office, const std::string& kind) {
  return office.messages.say(Language::zh, "letter." + kind + ".title");
}

// <name>_document, _number, _on of the newest paper of the kinds.
void add_paper(const Office& office, const LetterCase& c, const Document& document,
               std::initializer_list<std::string_view> kinds, const std::string& name,
               LetterFacts::Values& values) {
  const Document* paper = earlier_paper(c.matter, document, kinds);
  if (!paper) return;
  set(values, name + "_document", title_of(office, paper->kind));
  set(values, name + "_number", paper->number);
  set(values, name + "_on", paper->issued_on.iso());
}

bool of_re_review(const LetterCase& c, const Document& document) {
  if (document.kind.rfind("D12", 0) == 0) return true;
  for (const SubjectChange& change : c.event.changes.subjects) {
    if (change.after.no == document.subject_no && change.from == "IN_RE_REVIEW") return true;
  }
  return false;
}

// The clock that a request started; a review that was sent back starts it too, and is no request.
const Deadline* request_clock(const Rulebook& rulebook, const Matter& matter, int subject_no,
                              std::string_view clock) {
  const Deadline* last = nullptr;
  for (const Deadline& deadline : matter.deadlines) {
    if (deadline.clock != clock || deadline.subject_no != subject_no) continue;
    const StepRule* step = rulebook.step(deadline.start_step);
    if (step && step->deed.ends_with("review_request")) last = &deadline;
  }
  return last;
}

int seq_of(const std::string& field) {  // event[7].requests -> 7
  int seq = 0;
  if (field.rfind("event[", 0) == 0) {
    std::from_chars(field.data() + 6, field.data() + field.size(), seq);
  }
  return seq;
}

// What the petitioner asked of the reviewer. The vault keeps it by event and not by part: of several
// requests, the one that stands in this part's own papers is meant.
std::string requests_of(const LetterCase& c, const Document& document, bool re_review) {
  std::vector<std::pair<int, std::string>> asked;
  for (const auto& [field, text] : c.vault) {
    if (field.ends_with("].requests")) asked.emplace_back(seq_of(field), text);
  }
  std::sort(asked.rbegin(), asked.rend());
  const Document* paper = re_review ? earlier_paper(c.matter, document, {"D12Q", "D12A"})
                                    : earlier_paper(c.matter, document, {"D11Q", "D11A"});
  const auto kept =
      paper ? c.vault.find("document[" + std::to_string(paper->no) + "]") : c.vault.end();
  if (kept == c.vault.end()) return {};
  const Result<Json> letter = Json::parse(kept->second);
  if (!letter) return {};
  for (const auto& [seq, text] : asked) {
    const std::string whole = tidy(text);
    const std::string first = tidy(whole.substr(0, whole.find('\n')));
    for (const Json& part : (*letter)["body"].as_array()) {
      if (part["text"].as_string().find(first) != std::string::npos) return text;
    }
  }
  return {};
}

// What is left to the petitioner when a request was not admitted.
void add_rest(const LetterCase& c, const Document& document, LetterFacts::Values& values) {
  for (const char* clock : {"C13", "C15"}) {
    const Deadline* term = c.matter.running_clock(document.subject_no, clock);
    if (term && term->due_legal_on >= china_date(c.event.at)) {
      set(values, "term_on", term->due_legal_on.iso());
    }
  }
}

// What stood before the clock was moved; null when its derivation does not say.
const Json* last_move(const Json& derivation) {
  const Json* last = nullptr;
  for (const Json& line : derivation.as_array()) {
    if (line["why"].as_string() == "moved") last = &line;
  }
  return last;
}

}  // namespace

const Document* earlier_paper(const Matter& matter, const Document& document,
                              std::initializer_list<std::string_view> kinds) {
  const Document* newest = nullptr;
  for (const Document& earlier : matter.documents) {
    if (earlier.no >= document.no || earlier.subject_no != document.subject_no) continue;
    if (std::find(kinds.begin(), kinds.end(), earlier.kind) != kinds.end()) newest = &earlier;
  }
  return newest;
}

const Deadline* last_clock(const Matter& matter, int subject_no, std::string_view clock) {
  const Deadline* last = nullptr;
  for (const Deadline& deadline : matter.deadlines) {
    if (deadline.clock != clock) continue;
    if (subject_no == 0 || deadline.subject_no == subject_no) last = &deadline;
  }
  return last;
}

std::string organ_name(const Office& office, Id organ_id) {
  const auto organs = office.organs.now();
  const Organ* organ = organs->find(organ_id);
  return organ ? organ->name : std::string();
}

void add_rounds(const Office& office, const LetterCase& c, const Document& document,
                LetterFacts::Values& values) {
  add_paper(office, c, document, {"D04", "D05"}, "refused", values);
  if (const Deadline* contested = last_clock(c.matter, document.subject_no, "CE1")) {
    set(values, "contested_on", contested->started_on.iso());
  }
  const Subject* part = c.matter.subject(document.subject_no);
  if (!part || part->kind != SubjectKind::procedure) return;
  add_paper(office, c, document, {"D10"}, "opinion", values);
  add_paper(office, c, document, {"D11"}, "review", values);
  add_paper(office, c, document, {"D12"}, "re_review", values);
  set(values, "opinion_organ", organ_name(office, part->organ_id));
  set(values, "reviewer", organ_name(office, part->review_organ_id));
  set(values, "re_reviewer", organ_name(office, part->re_review_organ_id));
  const bool re_review = of_re_review(c, document);
  set(values, "stage", re_review ? "re_review" : "review");
  const auto law = office.law.now();
  const Rulebook& rulebook = law->of(c.matter.rule_set);
  const char* clock = re_review ? "C16" : "C14";
  if (const Deadline* asked = request_clock(rulebook, c.matter, part->no, clock)) {
    set(values, "requested_on", asked->started_on.iso());
    set(values, "review_due_on", asked->due_strict_on.iso());
  }
  set(values, "requests", requests_of(c, document, re_review));
  add_rest(c, document, values);
  if (document.kind == "D12" && (part->result == "upheld" || part->result == "changed")) {
    values["final"] = "yes";
  }
}

std::vector<LetterFacts::Values> moved_clocks(const Office& office, const LetterCase& c) {
  std::vector<LetterFacts::Values> list;
  for (const ClockChange& change : c.event.changes.clocks) {
    // Neither a term of ours nor an organ's right to object concerns the petitioner.
    const bool theirs = !change.after.internal && change.after.nature != Nature::organ_right;
    if (change.op != "move" || !theirs) continue;
    const Json* before = last_move(change.after.derivation);
    if (!before) continue;
    LetterFacts::Values entry;
    set(entry, "name", office.messages.say(Language::zh, "clock." + change.after.clock));
    set(entry, "from_on", (*before)["legal"].as_string());
    set(entry, "to_on", change.after.due_legal_on.iso());
    list.push_back(std::move(entry));
  }
  return list;
}

std::vector<LetterFacts::Values> late_duties(const Office& office, const LetterCase& c,
                                             const Document& document) {
  std::vector<LetterFacts::Values> list;
  for (const Deadline& clock : c.matter.deadlines) {
    if (clock.subject_no != document.subject_no || clock.nature != Nature::duty) continue;
    if (!clock.running() || clock.due_strict_on >= china_date(c.event.at)) continue;
    LetterFacts::Values entry;
    set(entry, "name", office.messages.say(Language::zh, "clock." + clock.clock));
    set(entry, "due_on", clock.due_strict_on.iso());
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace xinfang
