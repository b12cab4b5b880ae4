#include "services/person_form.hpp"

#include "base/text.hpp"
#include "store/matter_store.hpp"

namespace xinfang {

Result<Json> tidy_person(const Json& person, const std::string& path) {
  Json tidied = Json::object();
  for (const auto& [name, value] : person.as_object()) {
    std::string text = tidy(value.as_string());
    if (text.empty()) continue;
    if (name == "phone" && normal_phone(text).empty()) {
      return refuse("phone_wrong").on(path + ".phone");
    }
    if (name == "id_number" && !normal_id_number(text).empty()) text = normal_id_number(text);
    tidied.set(name, std::move(text));
  }
  return tidied;
}

void save_person_keys(ChangeSet& changes, const KeyStore& keys, const Json& person, Id matter_id,
                      const std::string& item_no) {
  const std::string phone = normal_phone(person["phone"].as_string());
  const std::string number = normal_id_number(person["id_number"].as_string());
  if (!phone.empty()) save_person_key(changes, keys, "phone", phone, matter_id, item_no);
  if (!number.empty()) save_person_key(changes, keys, "id_number", number, matter_id, item_no);
}

}  // namespace xinfang
