#include "domain/matter.hpp"

namespace xinfang {
namespace {

template <class Part>
Part* numbered(std::vector<Part>& parts, int no) {
  if (no < 1 || static_cast<std::size_t>(no) > parts.size()) return nullptr;
  return &parts[static_cast<std::size_t>(no) - 1];
}

}  // namespace

Subject* Matter::subject(int no) { return numbered(subjects, no); }
const Subject* Matter::subject(int no) const { return const_cast<Matter*>(this)->subject(no); }

const Deadline* Matter::running_clock(int subject_no, std::string_view clock) const {
  for (const Deadline& deadline : deadlines) {
    if (deadline.subject_no == subject_no && deadline.clock == clock && deadline.running()) {
      return &deadline;
    }
  }
  return nullptr;
}

const Deadline* Matter::last_clock(int subject_no, std::string_view clock) const {
  const Deadline* last = nullptr;
  for (const Deadline& deadline : deadlines) {
    if (deadline.subject_no == subject_no && deadline.clock == clock) last = &deadline;
  }
  return last;
}

std::string shown_state(const Rulebook& rulebook, const Matter& matter) {
  const StateRule* first = nullptr;
  for (const Subject& part : matter.subjects) {
    const StateRule* state = rulebook.state(part.kind, part.state);
    if (state && (!first || state->rank < first->rank)) first = state;
  }
  if (!first) return {};
  return first->shows.empty() ? first->id : first->shows;
}

bool is_open(const Rulebook& rulebook, const Matter& matter) {
  for (const Subject& part : matter.subjects) {
    const StateRule* state = rulebook.state(part.kind, part.state);
    if (state && state->open) return true;
  }
  return false;
}

}  // namespace xinfang
