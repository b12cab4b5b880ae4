// Follows the log and keeps the search index at what each matter is now.
#include <set>

#include "base/ahead.hpp"
#include "domain/projection.hpp"
#include "jobs/jobs.hpp"
#include "services/search_texts.hpp"
#include "store/event_store.hpp"
#include "store/log_store.hpp"

namespace xinfang {

namespace {

constexpr std::size_t kMattersTogether = 200;

// Nothing before screening decided what it is, nothing behind the wall: such a matter is indexed
// with no text, which takes it out.
bool may_be_found(const Matter& matter) {
  if (matter.walled()) return false;
  for (const Subject& subject : matter.subjects) {
    if (subject.kind == SubjectKind::intake && subject.state == "REGISTERED") return false;
  }
  return true;
}

SearchStore::Entry entry_of(Office& office, Id matter_id) {
  SearchStore::Entry entry;
  entry.matter_id = matter_id;
  const auto loaded = load_matter(office.database, Viewer::system(), matter_id);
  if (!loaded || !may_be_found(loaded->matter)) return entry;
  const auto law = office.law.now();
  const Rulebook& rulebook = law->of(loaded->matter.rule_set);
  const auto wanted = [&](const std::string& field) {
    return may_be_searched(rulebook, *loaded, field);
  };
  for (auto& [field, value] : read_vault_where(office.database, office.keys, matter_id, wanted)) {
    entry.texts.push_back(std::move(value));
  }
  const Projection projection = project(rulebook, loaded->matter);
  for (const MatterReach& reach : projection.reach) entry.organs.push_back(reach.organ_id);
  return entry;
}

void index_matters(Office& office, const std::set<Id>& matters, std::int64_t next) {
  // Read and opened on other threads, written on this one.
  Ahead<std::vector<SearchStore::Entry>> pages(
      [&](const std::vector<SearchStore::Entry>& page) { office.search.replace(page); });
  for (auto from = matters.begin(); from != matters.end();) {
    std::vector<Id> page;
    for (; from != matters.end() && page.size() < kMattersTogether; ++from) page.push_back(*from);
    pages.put([&office, page] {
      std::vector<SearchStore::Entry> entries;
      for (const Id matter_id : page) entries.push_back(entry_of(office, matter_id));
      return entries;
    });
  }
  pages.finish();
  office.search.move_cursor(next);
}

void gather(const std::vector<LogEntry>& entries, std::set<Id>& matters) {
  for (const LogEntry& entry : entries) {
    if (entry.stream == kMatterStream) matters.insert(entry.matter_id);
  }
}

}  // namespace

int index_each_matter_once(Office& office) {
  std::int64_t next = office.search.cursor();
  std::set<Id> matters;
  for (auto entries = read_log(office.database, next, kIndexedAtOnce); !entries.empty();
       entries = read_log(office.database, next, kIndexedAtOnce)) {
    gather(entries, matters);
    next = entries.back().log_index + 1;
  }
  index_matters(office, matters, next);
  return static_cast<int>(matters.size());
}

int run_search_indexer(Office& office) {
  const std::int64_t from = office.search.cursor();
  const std::vector<LogEntry> entries = read_log(office.database, from, kIndexedAtOnce);
  if (entries.empty()) return 0;
  std::set<Id> matters;
  gather(entries, matters);
  index_matters(office, matters, entries.back().log_index + 1);
  return static_cast<int>(entries.size());
}

}  // namespace xinfang
