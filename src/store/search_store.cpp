#include "store/search_store.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <map>
#include <mutex>
#include <sstream>
#include <stdexcept>

#include "base/text.hpp"
#include "store/reach_store.hpp"
#include "store/search_dialect.hpp"
#include "store/vault_store.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kKeyedBytes = 6;
// How pieces are cut and keyed. An index of another form has no cursor here and is made anew.
constexpr std::int64_t kForm = 2;

std::vector<std::string> words_of(std::string_view query) {
  std::istringstream folded(fold(query));
  std::vector<std::string> words;
  for (std::string word; folded >> word;) words.push_back(word);
  return words;
}

}  // namespace

struct SearchStore::Inner {
  Database& database;
  KeyStore& keys;
  Bytes key;
  std::unique_ptr<Database> own;  // SQLite: the index's file
  const SearchDialect& dialect;
  std::mutex replacing;  // the pieces an entry has must not change before they are taken out

  Inner(Database& database, KeyStore& keys)
      : database(database),
        keys(keys),
        key(keys.purpose_key("search").substr(0, kNameKeyBytes)),
        dialect(search_dialect(database.engine())) {}
  ~Inner() { wipe(key); }

  Database& index() { return own ? *own : database; }

  std::string keyed(std::string_view piece) const {
    std::string text = base32(keyed_name(key, piece).substr(0, kKeyedBytes));
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
  }

  std::vector<std::string> keyed_pieces(const Entry& entry) const {
    std::vector<std::string> all;
    for (const std::string& text : entry.texts) {
      for (const std::string& piece : pieces(text)) all.push_back(keyed(piece));
    }
    for (const Id organ : entry.organs) all.push_back(keyed("organ:" + id_text(organ)));
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  void commit(ChangeSet changes) {
    // Repeating it does no harm, so nothing needs to prove that it was done.
    changes.proof = {"SELECT next_index FROM search_cursor WHERE cursor_no = -1", {}};
    const CommitOutcome outcome = index().commit(std::move(changes));
    if (!outcome.committed()) throw DatabaseError("the search index: " + outcome.detail);
  }

  // The index may lag behind the directories; the wall and the path are asked anew.
  bool may_show(const Viewer& viewer, Id matter_id) {
    bool shown = false;
    database.read_together([&](const Database::Reader& read) {
      const Rows rows = read("SELECT wall FROM matters WHERE matter_id = $1", {matter_id});
      shown = !rows.empty() && rows[0].integer(0) == 0 && may_see(read, viewer, matter_id);
    });
    return shown;
  }

  // The petition's own words are looked at first: nearly every hit stands there. Letters are not
  // searched, and they are the longest.
  bool has_words(Id matter_id, const std::vector<std::string>& words, const MayLook& may_look) try {
    for (const bool of_events : {false, true}) {
      const auto wanted = [&](const std::string& field) {
        return !field.starts_with("document[") && field.starts_with("event[") == of_events;
      };
      std::vector<std::string> fields;
      for (const auto& [field, value] : read_vault_where(database, keys, matter_id, wanted)) {
        const std::string text = fold(value);
        const bool all = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
          return text.find(word) != std::string::npos;
        });
        if (all) fields.push_back(field);
      }
      if (!fields.empty() && may_look(matter_id, fields)) return true;
    }
    return false;
  } catch (const DatabaseError&) {
    throw;
  } catch (const std::runtime_error&) {
    return false;  // one damaged value, which verify names, must not stop every search
  }
};

SearchStore::SearchStore(Database& database, KeyStore& keys, const std::string& folder)
    : inner_(std::make_unique<Inner>(database, keys)) {
  if (database.engine() == Engine::sqlite) {
    DatabaseOptions options;
    options.url = "sqlite:" + folder + "/search.db";
    options.readers = 2;
    options.durable = false;  // made anew from the log, whose place it keeps in the same file
    inner_->own = Database::open(options);
  }
  inner_->index().alone([&] { inner_->index().run_script(inner_->dialect.script); });
}

SearchStore::~SearchStore() = default;

void SearchStore::replace(const std::vector<Entry>& entries) {
  const std::lock_guard lock(inner_->replacing);
  // Of a matter named twice the last entry counts.
  std::map<Id, const Entry*> newest;
  for (const Entry& entry : entries) newest[entry.matter_id] = &entry;
  ChangeSet changes;
  for (const auto& [matter_id, entry] : newest) {
    for (const Row& row : inner_->index().read(inner_->dialect.standing, {matter_id})) {
      for (const auto sql : inner_->dialect.take_out) changes.add(sql, {matter_id, row.text(0)});
    }
    if (entry->texts.empty()) continue;
    const std::string pieces = inner_->dialect.stored(inner_->keyed_pieces(*entry));
    for (const auto sql : inner_->dialect.put_in) changes.add(sql, {matter_id, pieces});
  }
  if (!changes.statements.empty()) inner_->commit(std::move(changes));
}

std::vector<Id> SearchStore::find(const Viewer& viewer, std::string_view query, Id before,
                                  int limit, const MayLook& may_look) {
  std::vector<Id> found;
  const std::vector<std::string> words = words_of(query);
  std::vector<std::string> asked;
  for (const std::string& piece : pieces(query)) asked.push_back(inner_->keyed(piece));
  const bool staff = viewer.kind == Viewer::Kind::staff;
  if (!staff && viewer.kind != Viewer::Kind::system) return found;
  if (asked.empty() || words.empty() || limit <= 0) return found;
  if (staff) asked.push_back(inner_->keyed("organ:" + id_text(viewer.organ_id)));
  const std::string asked_text = inner_->dialect.asked(asked);

  Id below = before == 0 ? std::numeric_limits<Id>::max() : before;
  while (true) {
    const Rows rows = inner_->index().read(inner_->dialect.find, {asked_text, below, limit});
    for (const Row& row : rows) {
      below = row.integer(0);
      if (!inner_->may_show(viewer, below) || !inner_->has_words(below, words, may_look)) continue;
      found.push_back(below);
      if (found.size() == static_cast<std::size_t>(limit)) return found;
    }
    if (rows.size() < static_cast<std::size_t>(limit)) return found;
  }
}

void SearchStore::clear() {
  const std::lock_guard lock(inner_->replacing);
  ChangeSet changes;
  for (const auto sql : inner_->dialect.clear) changes.add(sql, {});
  inner_->commit(std::move(changes));
}

std::int64_t SearchStore::cursor() {
  const Rows rows =
      inner_->index().read("SELECT next_index FROM search_cursor WHERE cursor_no = $1", {kForm});
  return rows.empty() ? 0 : rows[0].integer(0);
}

void SearchStore::move_cursor(std::int64_t next_index) {
  inner_->index().write_now(
      "INSERT INTO search_cursor (cursor_no, next_index) VALUES ($1, $2) "
      "ON CONFLICT (cursor_no) DO UPDATE SET next_index = excluded.next_index",
      {kForm, next_index});
}

}  // namespace xinfang
