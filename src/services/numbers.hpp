// Numbers for people: item numbers and document numbers.
//
// An item number is region(6) office(4) channel(2) yyyymmdd serial(6) check(1), the check digit by
// ISO 7064 MOD 11,10, so that a wrong or swapped digit is recognised at the counter. Serials come
// from counters in blocks; a block lost with a process leaves a gap, which is lawful, as does a restored
// backup. Document numbers have no gaps: a number is lent, and given back when what it was lent for
// was not committed. Two servers may lend the same one: the second to commit has a conflict and draws
// again.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "base/date.hpp"
#include "domain/organ.hpp"
#include "store/document_store.hpp"

namespace xinfang {

char check_digit(std::string_view digits);           // ISO 7064 MOD 11,10; needs digits only
bool valid_item_number(std::string_view item_no);    // 27 digits, check digit right
std::string_view channel_digits(std::string_view channel);  // "07"; empty when unknown
std::vector<std::string> channel_names();            // codes of regulation 3.3

class Numbers {
 public:
  explicit Numbers(Database& database) : database_(database) {}

  // Needs a known channel.
  std::string next_item_number(const Organ& office, std::string_view channel, Date on);

  // The form it was taken for was refused. Free again unless another was taken meanwhile: these
  // numbers may have gaps.
  void give_back_item_number(std::string_view item_no);

  DocumentNumber lend(Id organ_id, const std::string& prefix, int year);
  void settle(const DocumentNumber& number);  // what it was lent for was committed
  // What it was lent for was not committed. Of a number that another server gave meanwhile it is
  // learnt that others give numbers of that row too: from then on it is read again for each lending.
  void give_back(const DocumentNumber& number);

 private:
  struct Block {
    std::int64_t next = 0, end = 0, size = 0;
  };
  struct Lending {
    std::int64_t next = 1;        // never lent yet
    std::set<std::int64_t> free;  // given back
    std::set<std::int64_t> out;   // lent now
    bool shared = false;          // another server gives numbers of it as well
  };
  using RowKey = std::tuple<Id, std::string, int>;

  void learn(const RowKey& key, Lending& row);

  Database& database_;
  std::mutex mutex_;
  std::map<std::string, Block> blocks_;
  std::map<RowKey, Lending> lendings_;
};

}  // namespace xinfang
