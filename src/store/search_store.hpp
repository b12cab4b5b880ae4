// Full-text search by two-character pieces, each stored as a keyed digest. Derived: own file on
// SQLite, an unlogged table on PostgreSQL, rebuilt from events at any time.
//
// Each entry is one text of a matter (the petition, a supplement) with pieces for the organs that
// may see it ("organ:<id>") so that ranges stay narrow. Newest first, no totals. Pieces may match
// scattered, so candidates are checked against the opened text. Nothing behind the accusation wall
// and nothing before screening decided so is in it.
#pragma once

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
  // `folder` holds the SQLite index file; unused on PostgreSQL.
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
  // Matters of this viewer with every piece of the query in one text, newest first, below `before`
  // (0: from the newest).
  std::vector<Id> find(const Viewer& viewer, std::string_view query, Id before, int limit);
  void clear();

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace xinfang
