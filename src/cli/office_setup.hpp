// Opens an office from a folder on disk: database, keys, law, sentences, organs; closes it in order.
//
// DATA/xinfang.db (or another --database), DATA/keys/{keys.db,master.key}, DATA/search, DATA/attachments.
// The master key is made only when nothing was ever kept, so that a lost key is told and not replaced.
#pragma once

#include <memory>
#include <string>

#include "services/office.hpp"

namespace xinfang {

struct SetupOptions {
  std::string root = ".";        // law, i18n, migrations, web
  std::string data = "./data";
  std::string database;          // empty: sqlite:DATA/xinfang.db
  std::string key_database;      // empty: sqlite:DATA/keys/keys.db
  std::string attachments;       // their folder; empty: DATA/attachments
  std::string schema;            // PostgreSQL: of the main database; empty: default
  std::string public_url = "http://127.0.0.1:8080";
  CryptoProfile profile = CryptoProfile::standard;
  bool writing = true;           // false: beside a running server, reads only
  bool demonstration = false;    // with the fictional places of demo/; also when DATA says it is one
  bool finishing_demonstration = false;  // one that is being made may be opened
  bool durable = true;           // see DatabaseOptions
  const Clock* clock = nullptr;  // null: the system's
};

class OpenOffice {
 public:
  // Throws std::runtime_error (DatabaseUnavailable among them) with a sentence a person can act on.
  explicit OpenOffice(const SetupOptions& options);
  ~OpenOffice();
  OpenOffice(const OpenOffice&) = delete;
  OpenOffice& operator=(const OpenOffice&) = delete;

  Office& office();
  Database& key_database();
  void stop_waiting();  // Database::stop_waiting() of each: the server is to end

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

// Where the two databases are, to be written by this process alone.
DatabaseOptions main_database_options(const SetupOptions& options);
DatabaseOptions key_database_options(const SetupOptions& options);

std::string attachment_folder(const SetupOptions& options);

// The file that stands in DATA while a demonstration is made.
std::string unfinished_demonstration(const SetupOptions& options);

Messages read_messages(const std::string& root);

// A refusal as one line, for the command line.
std::string refusal_line(const Office& office, const Refusal& refusal);

}  // namespace xinfang
