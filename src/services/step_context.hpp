// What deciding on a matter needs beside it: the tree, the calendar, the posts around an accusation,
// and the other matter that a form names.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "domain/decide.hpp"
#include "services/office.hpp"
#include "store/event_store.hpp"

namespace xinfang {

struct StepContext {
  Instant now;
  Actor actor;
  std::shared_ptr<const OrganDirectory> organs;
  std::shared_ptr<const WorkCalendar> calendar;
  std::vector<Post> posts;
  std::shared_ptr<const LoadedMatter> other;

  // Good as long as this object is.
  DecideContext context() const;
};

// `row` and `fields` of the step on trial; null and nothing when none is. An earlier matter is found
// whoever holds it: that it exists and how it stands may be known where a repeat is recognised
// (regulation 2.6); one behind the wall is not found.
StepContext step_context(const Office& office, const Viewer& viewer, const Matter& matter,
                         const StepRule* row = nullptr, const Json& fields = Json::object());

}  // namespace xinfang
