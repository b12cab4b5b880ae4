// Everything a service needs, wired once by main.cpp or by the test app. No globals.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/messages.hpp"
#include "domain/category.hpp"
#include "domain/division.hpp"
#include "domain/organ.hpp"
#include "domain/rulebook.hpp"
#include "domain/work_calendar.hpp"
#include "store/database.hpp"
#include "store/key_store.hpp"
#include "store/search_store.hpp"

namespace xinfang {

class LetterTemplates;
class Numbers;

struct OfficeSettings {
  std::string public_url;       // printed on receipts and QR codes
  std::string attachment_folder;  // encrypted files, one folder a matter
  std::string letter_templates;   // text of law/letters
  std::uint64_t attachment_limit = 50u << 20;  // bytes of one file
  unsigned attachments_limit = 20;             // files of one petition
  std::string demonstration;  // not empty: fictional data and known second factors, said so everywhere
  std::int64_t session_idle_ms = 15 * 60'000;       // regulation 9.4
  std::int64_t session_total_ms = 10 * 3'600'000;
  std::int64_t step_up_ms = 10 * 60'000;
  std::vector<std::string> metrics_from = {"127.0.0.1", "::1"};  // addresses that may read /metrics
};

// What administrators may change while the server runs, as of now: take it once for a request and
// hold it. Replaced as a whole; other servers on the same database see the change when they start.
template <class Content>
class Book {
 public:
  explicit Book(Content content)
      : content_(std::make_shared<const Content>(std::move(content))) {}
  std::shared_ptr<const Content> now() const {
    std::lock_guard lock(mutex_);
    return content_;
  }
  // `next` makes the new content from the present one; one after the other.
  template <class Next>
  void update(Next next) {
    std::lock_guard turn(turn_);
    auto made = std::make_shared<const Content>(next(*now()));
    std::lock_guard lock(mutex_);
    content_ = std::move(made);
  }

 private:
  mutable std::mutex mutex_;
  std::mutex turn_;
  std::shared_ptr<const Content> content_;
};

using OrganBook = Book<OrganDirectory>;    // the organ tree
using LawBook = Book<Law>;                 // law/ with the office's own parameters
using CalendarBook = Book<WorkCalendar>;   // law/calendar with the office's own days

struct Office {
  Database& database;
  KeyStore& keys;
  SearchStore& search;
  const Clock& clock;
  IdMaker& ids;
  LawBook& law;
  CalendarBook& calendar;
  const Divisions& divisions;
  const Categories& categories;
  const Messages& messages;
  OrganBook& organs;
  OfficeSettings settings;
  // Tells open desks (topic "organ:<id>") that something changed; may be empty.
  std::function<void(std::string_view topic, std::string_view event, std::string_view data)> publish;
  // Figures of the HTTP edge for /metrics, by name; may be empty.
  std::function<std::vector<std::pair<std::string, std::uint64_t>>()> edge_figures;
  const LetterTemplates* templates = nullptr;  // law/letters; set wherever letters are issued
  Numbers* numbers = nullptr;                  // of items and documents; set wherever those are
};

}  // namespace xinfang
