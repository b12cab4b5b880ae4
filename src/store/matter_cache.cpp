#include "store/matter_cache.hpp"

#include "store/event_store.hpp"

namespace xinfang {

void MatterCache::hold(std::size_t events_at_most) {
  const std::lock_guard lock(mutex_);
  most_ = events_at_most;
  while (events_ > most_) drop(std::prev(entries_.end()));
}

std::shared_ptr<const LoadedMatter> MatterCache::find(Id matter_id) {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(matter_id);
  if (found == by_id_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->loaded;
}

void MatterCache::keep(Id matter_id, std::shared_ptr<const LoadedMatter> loaded) {
  const std::size_t events = loaded->events.size();
  const std::lock_guard lock(mutex_);
  if (events > most_) return;
  if (const auto found = by_id_.find(matter_id); found != by_id_.end()) {
    if (found->second->events > events) return;  // somebody read later and was here before
    drop(found->second);
  }
  entries_.push_front({matter_id, std::move(loaded), events});
  by_id_[matter_id] = entries_.begin();
  events_ += events;
  while (events_ > most_) drop(std::prev(entries_.end()));
}

std::shared_ptr<LoadedMatter> MatterCache::take(Id matter_id,
                                                std::shared_ptr<const LoadedMatter> known) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = by_id_.find(matter_id);
    if (found != by_id_.end() && found->second->loaded == known) drop(found->second);
    // Out of the map and held once: nobody can come to hold it any more.
    if (known.use_count() == 1) return std::const_pointer_cast<LoadedMatter>(std::move(known));
  }
  return std::make_shared<LoadedMatter>(*known);
}

void MatterCache::forget(Id matter_id) {
  const std::lock_guard lock(mutex_);
  if (const auto found = by_id_.find(matter_id); found != by_id_.end()) drop(found->second);
}

void MatterCache::drop(std::list<Entry>::iterator entry) {
  events_ -= entry->events;
  by_id_.erase(entry->matter_id);
  entries_.erase(entry);
}

}  // namespace xinfang
