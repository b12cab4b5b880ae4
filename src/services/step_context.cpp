#include "services/step_context.hpp"

#include <set>

#include "domain/step_fields.hpp"
#include "services/case_service.hpp"
#include "store/matter_store.hpp"
#include "store/post_store.hpp"

namespace xinfang {
namespace {

std::vector<Post> posts_around(const Office& office, const Viewer& viewer, const Matter& matter,
                               const Json& fields) {
  std::vector<Accused> accused = matter.wall.accused;
  for (const Accused& named : accused_of(fields["accused"])) accused.push_back(named);
  if (accused.empty()) return {};
  std::set<Id> users;
  for (const Accused& one : accused) {
    if (one.user_id) users.insert(one.user_id);
  }
  if (viewer.user_id) users.insert(viewer.user_id);
  return posts_for(office.database, users, {});
}

std::shared_ptr<const LoadedMatter> other_matter(const Office& office, const Matter& matter,
                                                 const StepRule* row, const Json& fields) {
  std::string number;
  for (const FieldRule& rule : row ? row->fields : std::vector<FieldRule>{}) {
    if (rule.type == "matter") number = fields[rule.name].as_string();
  }
  // What was joined is taken apart again without being named anew.
  if (row && row->deed == "unjoining") number = matter.fact("joined_to");
  if (number.empty()) return nullptr;
  const auto place = find_item(office.database, number);
  if (!place) return nullptr;
  auto loaded = load_matter(office.database, Viewer::system(), place->matter_id);
  if (!loaded || loaded->matter.walled()) return nullptr;
  return loaded;
}

}  // namespace

DecideContext StepContext::context() const {
  return {now, actor, *organs, *calendar, &posts, other ? &other->matter : nullptr};
}

StepContext step_context(const Office& office, const Viewer& viewer, const Matter& matter,
                         const StepRule* row, const Json& fields) {
  return {office.clock.now(),
          actor_of(viewer),
          office.organs.now(),
          office.calendar.now(),
          posts_around(office, viewer, matter, fields),
          other_matter(office, matter, row, fields)};
}

}  // namespace xinfang
