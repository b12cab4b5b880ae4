// Matters as they were folded last, so that the next reading parses only what was appended since.
//
// Nothing is believed because it stands here: a reader asks the database for the last event known and
// all after it, and begins anew when that event is not there with the same commitment. Events never
// change, so servers need not tell one another. Holds no text and no person: those stay in the vault.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "base/id.hpp"

namespace xinfang {

struct LoadedMatter;

// Thread-safe. Bounded by the number of events held; what was used longest ago goes first.
class MatterCache {
 public:
  explicit MatterCache(std::size_t events_at_most = 4096) : most_(events_at_most) {}

  // From now on so many.
  void hold(std::size_t events_at_most);
  std::shared_ptr<const LoadedMatter> find(Id matter_id);  // null: not here
  void keep(Id matter_id, std::shared_ptr<const LoadedMatter> loaded);
  // Takes it out. When nobody else holds it, it is the caller's to go on with; else a copy is.
  std::shared_ptr<LoadedMatter> take(Id matter_id, std::shared_ptr<const LoadedMatter> known);
  void forget(Id matter_id);

 private:
  struct Entry {
    Id matter_id;
    std::shared_ptr<const LoadedMatter> loaded;
    std::size_t events;
  };
  void drop(std::list<Entry>::iterator entry);

  std::size_t most_;
  std::mutex mutex_;
  std::list<Entry> entries_;  // newest use in front
  std::unordered_map<Id, std::list<Entry>::iterator> by_id_;
  std::size_t events_ = 0;
};

}  // namespace xinfang
