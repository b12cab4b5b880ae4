#include "cli/law_graph.hpp"

#include <algorithm>

#include "domain/vocabulary.hpp"

namespace xinfang {
namespace {

class Builder {
 public:
  Builder(const Rulebook& book, SubjectKind subject) : book_(book) { graph_.subject = subject; }

  StateGraph built() {
    for (const StepRule& step : book_.steps()) {
      add_effects(step);
      if (step.subject == graph_.subject) add_step(step);
    }
    for (const auto word : {kFromStart, kFromAnyOpen, kFromAny, kFromOther}) {
      if (is_used(word)) graph_.nodes.emplace_back(word);
    }
    for (const StateRule& state : book_.states()) {
      if (state.subject == graph_.subject) graph_.nodes.push_back(state.id);
    }
    return std::move(graph_);
  }

 private:
  void add_step(const StepRule& step) {
    if (step.from.empty()) {
      if (!step.to.empty()) arrow(kFromStart, step.to, step);
      return;
    }
    for (const std::string& from : step.from) {
      const std::string_view begin = from == "*" ? kFromAnyOpen : std::string_view(from);
      if (step.to.empty() || begin == step.to) {
        graph_.stays[std::string(begin)].push_back(&step);
      } else {
        arrow(begin, step.to, step);
      }
    }
  }

  // Steps open parts of other kinds, send the parent back, or end all that is open.
  void add_effects(const StepRule& step) {
    for (const EffectRule& effect : step.effects) {
      const auto& given = effect.parameters;
      const auto value = [&](const char* name, std::string_view otherwise) {
        const auto found = given.find(name);
        return found == given.end() ? std::string(otherwise) : found->second;
      };
      if (effect.verb == "open_node" && graph_.subject == SubjectKind::node) {
        arrow(kFromStart, value("state", kFirstNodeState), step);
      } else if (effect.verb == "open_procedure" && graph_.subject == SubjectKind::procedure) {
        arrow(kFromStart, value("state", kFirstProcedureState), step);
      } else if (effect.verb == "return_to_parent" && step.subject != graph_.subject) {
        arrow(kFromOther, value("state", ""), step);
      } else if (effect.verb == "close_all" && step.subject != graph_.subject) {
        arrow(kFromOther, value(std::string(name_of(graph_.subject)).c_str(), ""), step);
      }
    }
  }

  void arrow(std::string_view from, const std::string& to, const StepRule& step) {
    if (!book_.state(graph_.subject, to)) return;
    for (StateArrow& known : graph_.arrows) {
      if (known.from != from || known.to != to) continue;
      if (known.steps.back() != &step) known.steps.push_back(&step);
      return;
    }
    graph_.arrows.push_back({std::string(from), to, {&step}});
  }

  bool is_used(std::string_view word) const {
    return graph_.stays.count(std::string(word)) != 0 ||
           std::any_of(graph_.arrows.begin(), graph_.arrows.end(),
                       [&](const StateArrow& each) { return each.from == word; });
  }

  const Rulebook& book_;
  StateGraph graph_;
};

}  // namespace

StateGraph state_graph(const Rulebook& book, SubjectKind subject) {
  return Builder(book, subject).built();
}

}  // namespace xinfang
