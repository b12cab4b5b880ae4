// The petitioner's key to his own petition: derived from the item number, never stored.
//
// Ten characters without lookalikes (no I, L, O, U), 50 bits of a keyed digest, printed as two
// groups: "7KQ2M-X9RTC". Reading it back forgives blanks, hyphens, lower case, and O, I, L.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "services/office.hpp"
#include "store/matter_store.hpp"

namespace xinfang {

// `issue`: how often it was issued anew; each issue ends the one before (T55).
std::string query_code_of(const KeyStore& keys, std::string_view item_no, std::int64_t issue = 0);
bool is_query_code(const KeyStore& keys, std::string_view item_no, std::string_view given,
                   std::int64_t issue = 0);

// Where the item stands, when the code is right. Refusals: query_code_missing, query_code_wrong
// (unauthenticated; an unknown number looks the same), query_code_locked (too_many).
Result<ItemPlace> open_item(Office& office, const std::string& item_no, std::string_view code,
                            std::string_view address);

}  // namespace xinfang
