// Full-text search by two-character pieces, each stored as a keyed digest. Derived: own file on
// SQLite, an unlogged table on PostgreSQL, rebuilt from events at any time.
//
// One entry a matter, with the pieces of all its texts and a piece for each organ that may see it, so
// that ranges stay narrow. Newest first, no totals. Pieces may match scattered, so candidates are
// checked against the opened vault: every word of the query in one value. Words have two characters
// or more; a lone character finds only itself standing alone. Nothing behind the accusation wall
// and nothing before screening decided so is in it, and a candidate that has gone behind the wall
// since is left out.
//
// SQLite's contentless index forgets an entry only when it is shown the old pieces again, so a side
// table keeps them, keyed as in the index. How far the index has followed the log is kept beside it:
// when the index is gone (file removed, unlogged table emptied by a crash), so is the cursor.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "store/database.hpp"
#include "store/key_store.hpp"
#include "store/viewer.hpp"

namespace xinfang {

class SearchStore {
 public:
  // `folder` holds the SQLite index file search.db; unused on PostgreSQL.
  SearchStore(Database& database, KeyStore& keys, const std::string& folder);
  ~SearchStore();

  // Replaces what is indexed of a matter: its texts as they are now and the organs on its path.
  // An empty list takes the matter out. May be repeated without harm.
  struct Entry {
    Id matter_id = 0;
    std::vector<std::string> texts;
    std::vector<Id> organs;
  };
  void replace(const std::vector<Entry>& entries);
  // Whether at least one of these fields of the vault may be looked into: the index may lag, and the
  // vault holds texts that are not everybody's.
  using MayLook = std::function<bool(Id matter_id, const std::vector<std::string>& fields)>;
  // Matters of this viewer (staff: on their organ's path; system: all) with every word of the query
  // in one text that may be looked into, newest first, below `before` (0: from the newest).
  std::vector<Id> find(const Viewer& viewer, std::string_view query, Id before, int limit,
                       const MayLook& may_look);
  void clear();  // the cursor too

  // Next log index to follow; 0 when the index is new, was cleared or lost.
  std::int64_t cursor();
  void move_cursor(std::int64_t next_index);

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace xinfang
