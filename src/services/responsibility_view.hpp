// Responsibility time as the file shows it: the tracks of domain/responsibility.hpp with the names of
// the organs. Of a walled matter only who may open it gets here.
#pragma once

#include "services/office.hpp"
#include "store/event_store.hpp"

namespace xinfang {

Json responsibility_json(Office& office, const LoadedMatter& loaded);

}  // namespace xinfang
