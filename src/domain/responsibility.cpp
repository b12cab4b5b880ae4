#include "domain/responsibility.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "domain/relation.hpp"

namespace xinfang {
namespace {

// Whose turn a part was between two events; no turn: it was closed.
struct Hand {
  bool working = false;
  Turn turn = Turn::organ;
  Id organ_id = 0;
  std::string state;
};

// The parts from this instant until the next one; hands[i] is of part i + 1.
struct Moment {
  Instant from;
  std::vector<Hand> hands;
};

// Nobody's in the tree, a reviewer not named yet: then who holds the part answers for it.
Id answerer_of(const Rulebook& rulebook, const Subject& part) {
  const Id worker = worker_of(rulebook, part);
  return worker != 0 ? worker : part.organ_id;
}

// A closed part may still owe something: the report of an assignment (C08).
bool owes(const Rulebook& rulebook, const Matter& matter, const Subject& part) {
  if (rulebook.state(part.kind, part.state)->list.empty()) return false;
  return std::any_of(matter.deadlines.begin(), matter.deadlines.end(), [&](const Deadline& clock) {
    return clock.subject_no == part.no && clock.running() && clock.nature == Nature::duty &&
           clock.organ_id == answerer_of(rulebook, part);
  });
}

bool suspended(const Matter& matter, const Subject& part) {
  return std::any_of(matter.deadlines.begin(), matter.deadlines.end(), [&](const Deadline& clock) {
    return clock.subject_no == part.no && clock.state == ClockState::suspended;
  });
}

Hand hand_of(const Rulebook& rulebook, const Matter& matter, const Subject& part) {
  Hand hand;
  hand.state = part.state;
  const StateRule* state = rulebook.state(part.kind, part.state);
  if (!state || !(state->open || owes(rulebook, matter, part))) return hand;
  hand.working = true;
  hand.organ_id = answerer_of(rulebook, part);
  if (state->held_outside || suspended(matter, part)) {
    hand.turn = Turn::pause;
  } else if (state->worked_by == "petitioner") {
    hand.turn = Turn::petitioner;
    hand.organ_id = 0;
  }
  return hand;
}

// Minutes, so that what is shown adds up; a clock set back moves no time to another.
Instant minute_of(Instant at) { return {at.ms - ((at.ms % 60'000) + 60'000) % 60'000}; }

class Course {
 public:
  Course(const Rulebook& rulebook, const std::vector<Event>& events) : rulebook_(rulebook) {
    Instant latest;
    for (const Event& event : events) {
      matter_ = apply(std::move(matter_), event);
      // Receipt counts, not the hour of typing in. What was taken over from another system was
      // somebody else's before, and nobody here answers for it.
      const bool receipt = moments_.empty() && event.deed != "takeover";
      const Instant at = minute_of(receipt ? std::min(event.at, matter_.received_at) : event.at);
      latest = moments_.empty() ? at : std::max(latest, at);
      Moment moment{latest, {}};
      for (const Subject& part : matter_.subjects)
        moment.hands.push_back(hand_of(rulebook_, matter_, part));
      moments_.push_back(std::move(moment));
    }
  }

  // Procedures; live hops that none has come of yet; intakes that still hold something or from
  // which nothing goes on. Organs asked to assist (co) carry no track: the organ in the lead
  // answers.
  std::vector<int> leaves() const {
    std::vector<int> leaves;
    for (const Subject& part : matter_.subjects) {
      if (part.kind == SubjectKind::procedure) leaves.push_back(part.no);
      if (part.kind == SubjectKind::node && part.mode != "co" && !dead(part) && !goes_on(part.no))
        leaves.push_back(part.no);
    }
    for (const Subject& part : matter_.subjects) {
      if (part.kind != SubjectKind::intake) continue;
      const bool carried = std::any_of(leaves.begin(), leaves.end(), [&](int leaf) {
        return leaf != part.no && is_below(leaf, part.no);
      });
      if (!carried || hands_now()[index(part.no)].working) leaves.push_back(part.no);
    }
    std::sort(leaves.begin(), leaves.end());
    return leaves;
  }

  ResponsibilityTrack track(int leaf, Instant now) const {
    ResponsibilityTrack track;
    track.subject_no = leaf;
    const std::vector<int> order = deciders(leaf);
    const Instant end = std::max(minute_of(now), moments_.back().from);
    for (std::size_t i = 0; i < moments_.size(); ++i) {
      const Instant until = i + 1 < moments_.size() ? moments_[i + 1].from : end;
      add(track.spans, span(moments_[i], until, leaf, order));
    }
    while (!track.spans.empty() && track.spans.back().turn == Turn::closed) track.spans.pop_back();
    if (track.spans.empty()) return track;
    track.from = track.spans.front().from;
    track.until = track.spans.back().until;
    track.running = span(moments_.back(), end, leaf, order).turn != Turn::closed;
    for (const ResponsibilitySpan& each : track.spans) count(track.totals, each);
    return track;
  }

 private:
  static std::size_t index(int no) { return static_cast<std::size_t>(no) - 1; }
  const std::vector<Hand>& hands_now() const { return moments_.back().hands; }
  int parent(int no) const { return no > 0 ? matter_.subject(no)->parent_no : 0; }

  bool is_below(int no, int above) const {
    for (int at = no; at != 0; at = parent(at))
      if (at == above) return true;
    return false;
  }

  int depth(int no) const {
    int steps = 0;
    for (int at = no; at != 0; at = parent(at)) ++steps;
    return steps;
  }

  // A hop that came back: returned or recalled.
  bool dead(const Subject& part) const {
    const StateRule* state = rulebook_.state(part.kind, part.state);
    return part.kind == SubjectKind::node && state && !state->live;
  }

  bool dead_way(int no) const {
    for (int at = no; at != 0; at = parent(at))
      if (dead(*matter_.subject(at))) return true;
    return false;
  }

  bool goes_on(int no) const {
    return std::any_of(matter_.subjects.begin(), matter_.subjects.end(), [&](const Subject& part) {
      return part.parent_no == no && !dead(part) && part.mode != "co";
    });
  }

  bool same_claims(const Subject& a, const Subject& b) const {
    if (a.claims.empty() || b.claims.empty()) return true;
    return std::any_of(a.claims.begin(), a.claims.end(), [&](int claim) {
      return std::count(b.claims.begin(), b.claims.end(), claim) != 0;
    });
  }

  // Which parts are asked, in this order, whose turn it is: the leaf and what it came from, deepest
  // first; then the ways that were tried before with the same claims and led back.
  std::vector<int> deciders(int leaf) const {
    std::vector<int> order;
    for (int at = leaf; at != 0; at = parent(at)) order.push_back(at);
    const int root = order.back();
    std::vector<int> tried;
    for (const Subject& part : matter_.subjects) {
      const bool chain = std::count(order.begin(), order.end(), part.no) != 0;
      if (chain || part.mode == "co" || !is_below(part.no, root)) continue;
      if (same_claims(part, *matter_.subject(leaf))) tried.push_back(part.no);
    }
    std::sort(tried.begin(), tried.end(), [&](int a, int b) {
      return std::make_tuple(!dead_way(a), -depth(a), -a) <
             std::make_tuple(!dead_way(b), -depth(b), -b);
    });
    order.insert(order.end(), tried.begin(), tried.end());
    return order;
  }

  ResponsibilitySpan span(const Moment& moment, Instant until, int leaf,
                          const std::vector<int>& order) const {
    ResponsibilitySpan span;
    span.from = moment.from;
    span.until = until;
    span.turn = Turn::closed;
    const bool begun = index(leaf) < moment.hands.size();
    for (const int no : order) {
      if (index(no) >= moment.hands.size() || !moment.hands[index(no)].working) continue;
      // Once the leaf is there, a way beside it that goes on is a track of its own.
      if (begun && !is_below(leaf, no) && !dead_way(no)) continue;
      const Hand& hand = moment.hands[index(no)];
      span.turn = hand.turn;
      span.organ_id = hand.organ_id;
      span.subject_no = no;
      span.state = hand.state;
      break;
    }
    return span;
  }

  static void add(std::vector<ResponsibilitySpan>& spans, ResponsibilitySpan next) {
    if (next.minutes() == 0) return;
    if (!spans.empty()) {
      ResponsibilitySpan joined = spans.back();
      joined.from = next.from;
      joined.until = next.until;
      if (joined == next) {
        spans.back().until = next.until;
        return;
      }
    }
    spans.push_back(std::move(next));
  }

  static void count(std::vector<ResponsibilityTotal>& totals, const ResponsibilitySpan& span) {
    const Id organ_id = span.turn == Turn::organ ? span.organ_id : 0;
    for (ResponsibilityTotal& total : totals) {
      if (total.turn != span.turn || total.organ_id != organ_id) continue;
      total.minutes += span.minutes();
      return;
    }
    totals.push_back({span.turn, organ_id, span.minutes()});
  }

  const Rulebook& rulebook_;
  Matter matter_;
  std::vector<Moment> moments_;
};

}  // namespace

std::string_view name_of(Turn turn) {
  switch (turn) {
    case Turn::organ:
      return "organ";
    case Turn::petitioner:
      return "petitioner";
    case Turn::pause:
      return "pause";
    case Turn::closed:
      break;
  }
  return "closed";
}

std::vector<ResponsibilityTrack> responsibility(const Rulebook& rulebook,
                                                const std::vector<Event>& events, Instant now) {
  std::vector<ResponsibilityTrack> tracks;
  if (events.empty()) return tracks;
  const Course course(rulebook, events);
  for (const int leaf : course.leaves()) {
    ResponsibilityTrack track = course.track(leaf, now);
    if (!track.spans.empty()) tracks.push_back(std::move(track));
  }
  return tracks;
}

}  // namespace xinfang
