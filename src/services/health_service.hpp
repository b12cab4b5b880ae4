// What a doctor looks for in an office: rows, keys, files, time, organs, locks.
#pragma once

#include <string>
#include <vector>

#include "services/office.hpp"
#include "store/health_store.hpp"

namespace xinfang {

struct HealthPlaces {
  std::string data;              // the folder: keys, attachments, uploads, search
  std::string sqlite, keys_sqlite;  // files of the databases; empty where they are on PostgreSQL
};

// Everything that is not as it should be; empty: the office is well.
std::vector<Ailment> ailments_of(Office& office, Database& keys, const HealthPlaces& places);

}  // namespace xinfang
