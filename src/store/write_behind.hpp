// A database whose commit() answers before the disk has it, for what can be made anew at will.
//
// One thread hands the change sets on in groups, in the order in which they came. A read waits for
// what it could see: of a matter's table that is being written, for that matter's change sets when
// the statement says `matter_id = $n`, for all of them otherwise. So whoever writes reads its own
// writes, as with any other database. A change set that is refused in the end was a defect: the next
// call throws.
//
// In read_together the first statement decides what is waited for.
#pragma once

#include <memory>

#include "store/database.hpp"

namespace xinfang {

// Its cache of matters is large.
std::unique_ptr<Database> write_behind(std::unique_ptr<Database> database);

}  // namespace xinfang
