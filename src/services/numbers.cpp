#include "services/numbers.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include "store/backup_store.hpp"
#include "store/matter_store.hpp"

namespace xinfang {

namespace {

// Numbers are taken in blocks, each twice as large as the day's one before: a quiet office loses few
// when its server ends, a busy one writes its counter seldom.
constexpr std::int64_t kFirstBlock = 16, kLargestBlock = 1024;
constexpr std::int64_t kLastSerial = 999'999;
constexpr std::size_t kDigitsBeforeSerial = 20, kSerialDigits = 6;

// The place in the list is the number printed in an item number: append only.
constexpr std::array<std::string_view, 21> kChannels = {
    "LETTER", "LETTER_GREEN", "VISIT", "VISIT_JOINT", "VISIT_LEADER", "FIELD_VISIT", "VIDEO",
    "ONLINE", "WECHAT", "APP", "WEIBO", "EMAIL", "FAX", "PHONE", "HOTLINE_12345",
    "LEADER_MAILBOX", "AGENCY", "SUGGESTION", "SUPERIOR", "LEADER_NOTE", "CIRCULATED"};
constexpr std::array<std::string_view, 21> kDigits = {
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11",
    "12", "13", "14", "15", "16", "17", "18", "19", "20", "21"};

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

}  // namespace

char check_digit(std::string_view digits) {
  int product = 10;
  for (const char digit : digits) {
    int sum = (product + (digit - '0')) % 10;
    if (sum == 0) sum = 10;
    product = (sum * 2) % 11;
  }
  return static_cast<char>('0' + (11 - product) % 10);
}

bool valid_item_number(std::string_view item_no) {
  if (item_no.size() != 27) return false;
  if (!std::all_of(item_no.begin(), item_no.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return false;
  }
  return check_digit(item_no.substr(0, 26)) == item_no[26];
}

std::string_view channel_digits(std::string_view channel) {
  const auto found = std::find(kChannels.begin(), kChannels.end(), channel);
  if (found == kChannels.end()) return {};
  return kDigits[static_cast<std::size_t>(found - kChannels.begin())];
}

std::vector<std::string> channel_names() { return {kChannels.begin(), kChannels.end()}; }

std::string Numbers::next_item_number(const Organ& office, std::string_view channel, Date on) {
  std::string day = on.iso();
  std::erase(day, '-');
  // The region is cut or filled to its county's six digits; the office's code tells the rest.
  std::string region = office.region_code.substr(0, 6);
  region.resize(6, '0');
  std::string digits = region + padded(office.code.substr(0, 4), 4);
  digits += channel_digits(channel);
  digits += day;

  std::lock_guard lock(mutex_);
  Block& block = blocks_[digits];
  if (block.next == block.end) {
    block.size = block.size ? std::min(block.size * 2, kLargestBlock) : kFirstBlock;
    block.next =
        numbers_set_on(database_, on) + take_numbers(database_, "item." + digits, block.size);
    block.end = block.next + block.size;
  }
  const std::int64_t serial = block.next++;
  if (serial > kLastSerial) throw std::runtime_error("serials of " + digits + " are used up");
  digits += padded(std::to_string(serial), kSerialDigits);
  return digits + check_digit(digits);
}

void Numbers::give_back_item_number(std::string_view item_no) {
  const std::string digits(item_no.substr(0, kDigitsBeforeSerial));
  const std::int64_t serial = std::stoll(std::string(item_no.substr(kDigitsBeforeSerial, kSerialDigits)));
  std::lock_guard lock(mutex_);
  const auto block = blocks_.find(digits);
  if (block != blocks_.end() && block->second.next == serial + 1) --block->second.next;
}

DocumentNumber Numbers::lend(Id organ_id, const std::string& prefix, int year) {
  std::lock_guard lock(mutex_);
  const RowKey key{organ_id, prefix, year};
  const auto [place, fresh] = lendings_.try_emplace(key);
  Lending& row = place->second;
  if (fresh || row.shared) learn(key, row);
  std::int64_t number = 0;
  if (row.free.empty()) {
    while (row.out.contains(row.next)) ++row.next;
    number = row.next++;
  } else {
    number = row.free.extract(row.free.begin()).value();
  }
  row.out.insert(number);
  return {organ_id, prefix, year, number};
}

// What is given by now, here or on another server. Numbers below the highest that no document has are
// free: their process ended between two commits, or they were given back on another server. One that
// is lent there just now looks free as well; whoever commits second draws again.
void Numbers::learn(const RowKey& key, Lending& row) {
  std::int64_t lowest = row.next;  // all below are given
  if (!row.free.empty()) lowest = std::min(lowest, *row.free.begin());
  if (!row.out.empty()) lowest = std::min(lowest, *row.out.begin());
  row.free.clear();
  row.next = lowest;
  const auto& [organ_id, prefix, year] = key;
  for (const std::int64_t number :
       document_numbers_of(database_, organ_id, prefix, year, lowest)) {
    for (; row.next < number; ++row.next) {
      if (!row.out.contains(row.next)) row.free.insert(row.next);
    }
    row.next = number + 1;
  }
}

void Numbers::settle(const DocumentNumber& number) {
  std::lock_guard lock(mutex_);
  lendings_[RowKey{number.organ_id, number.prefix, number.year}].out.erase(number.number);
}

void Numbers::give_back(const DocumentNumber& number) {
  const bool given = is_document_number_given(database_, number);
  std::lock_guard lock(mutex_);
  Lending& row = lendings_[RowKey{number.organ_id, number.prefix, number.year}];
  row.out.erase(number.number);
  row.shared = row.shared || given;
  if (!given && number.number < row.next) row.free.insert(number.number);
}

}  // namespace xinfang
