// Result<T>: a value or the program's own "no".
//
// A Refusal is not an exception: it is expected, names what is wrong and what to do instead, and
// reaches the person as a sentence from i18n ("refusal.<code>"). Exceptions are for what must not
// happen (a broken disk, a bug) and end in a logged 500. "Refusal" never means 不予受理, which is
// `non_acceptance`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace xinfang {

struct Refusal {
  // What kind of "no" it is; http/ maps it to a status (422, 401, 403, 404, 409, 413, 429, 503).
  enum class Kind { invalid, unauthenticated, forbidden, not_found, conflict, too_large, too_many, busy };

  Kind kind = Kind::invalid;
  std::string code;   // stable, snake_case; sentence in i18n under "refusal.<code>"
  std::string field;  // path of the field at fault ("claims[1].text"), or empty
  std::string basis;  // article where law refused ("REG2022 Art. 34"), or empty
  std::vector<std::pair<std::string, std::string>> facts;  // values named in the sentence

  Refusal& on(std::string field_path) { field = std::move(field_path); return *this; }
  Refusal& by(std::string article) { basis = std::move(article); return *this; }
  Refusal& with(std::string name, std::string value) {
    facts.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

inline Refusal refuse(std::string code, Refusal::Kind kind = Refusal::Kind::invalid) {
  Refusal refusal;
  refusal.kind = kind;
  refusal.code = std::move(code);
  return refusal;
}

// For results that carry nothing but success.
struct Done {};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::move(value)) {}
  Result(Refusal refusal) : content_(std::move(refusal)) {}

  bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Needs ok().
  T& value() & { return std::get<0>(content_); }
  const T& value() const& { return std::get<0>(content_); }
  T&& value() && { return std::get<0>(std::move(content_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Needs !ok().
  Refusal& refusal() { return std::get<1>(content_); }
  const Refusal& refusal() const { return std::get<1>(content_); }

 private:
  std::variant<T, Refusal> content_;
};

}  // namespace xinfang
