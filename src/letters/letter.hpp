// Letters as data: facts and a template give a small document, and that document is what is kept.
//
// The templates of law/letters/zh.toml hold every sentence; {slot} takes a fact. A slot without its
// fact is a refusal that names it, never a blank: a letter with a hole must not leave the house.
// A fact named *_on is an ISO day and *_at an instant, both written out in Chinese; {name|words}
// writes a code by the table [words.<words>]. The composed letter is Json whose canonical bytes are
// hashed and kept; letter_pdf.hpp only draws them (regulation 4.12, 4.21).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace xinfang {

struct LetterFacts {
  using Values = std::map<std::string, std::string>;

  std::string kind;                                   // D10
  Values values;                                      // organ, petitioner, received_on, ...
  std::map<std::string, std::vector<Values>> lists;   // claims, attachments, witnesses
};

// One paragraph of a template.
struct LetterPart {
  std::string style = "paragraph";  // paragraph | heading | line | row | note
  std::string label;                // of a row
  std::string text;
  std::string when, unless;         // "fact" or "fact=value": written only if that holds (or not)
  std::string each;                 // once for each entry of that list, whose facts come first
  bool may_be_empty = false;        // of `each`: an empty list is no missing fact
};

struct LetterTemplate {
  std::string heading, title, number, addressee, signature, date;
  std::vector<LetterPart> parts;
};

class LetterTemplates {
 public:
  // Refusal letter_template_invalid, fact "detail".
  static Result<LetterTemplates> parse(std::string_view toml);

  std::vector<std::string> kinds() const;
  // Facts without which compose() refuses that kind whatever else is known, in order of use;
  // facts of a list's entries as "claims[].text".
  std::vector<std::string> needs(std::string_view kind) const;

  // {kind, heading, title, number, addressee, body: [{style, label?, text}], signature, date}, where
  // what the kind does not have is left out and `date` is an ISO day. The fact letter_head, where
  // there is one, takes the place of the kind's heading. Refusals: letter_kind_unknown
  // (fact kind), letter_fact_missing (facts kind, name), letter_fact_invalid (facts kind, name).
  Result<Json> compose(const LetterFacts& facts) const;

 private:
  std::map<std::string, LetterTemplate, std::less<>> letters_;
  std::map<std::string, std::map<std::string, std::string>, std::less<>> words_;
};

// The bytes that are hashed and kept.
Result<std::string> compose_letter(const LetterTemplates& templates, const LetterFacts& facts);

// 2026-03-09 -> 2026年3月9日; empty when it is no day.
std::string chinese_day(std::string_view iso);
// 1 -> 一, 12 -> 十二, up to 99; digits beyond.
std::string chinese_number(int number);

}  // namespace xinfang
