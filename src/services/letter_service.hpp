// Letters of a step: numbered, composed, sealed into the vault with the event; drawn when opened.
//
// The composed letter is kept as the vault text "document[n]" and its commitment stands in the
// event, so what was sent can be proved. The PDF is drawn from it each time and gives the same bytes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/event.hpp"
#include "letters/letter.hpp"
#include "services/letter_facts.hpp"
#include "services/numbers.hpp"
#include "services/office.hpp"
#include "store/event_store.hpp"

namespace xinfang {

// Numbers lent for one attempt: given back unless it was committed.
class LentNumbers {
 public:
  explicit LentNumbers(Numbers& numbers) : numbers_(numbers) {}
  ~LentNumbers();
  LentNumbers(const LentNumbers&) = delete;
  LentNumbers& operator=(const LentNumbers&) = delete;

  DocumentNumber lend(Id organ_id, const std::string& prefix, int year);
  void keep();  // committed

 private:
  Numbers& numbers_;
  std::vector<DocumentNumber> lent_;
};

// Gives every new document of the decision its number and its text. `before` is the matter without
// the decision; `organ` signs; `person` acts. Refusals of compose().
Result<Done> issue_letters(Office& office, const Matter& before, Decision& decision,
                           const Json& fields, VaultValues vault, const Organ& organ,
                           const std::string& person, LentNumbers& numbers, ChangeSet& changes);

struct OpenLetter {
  std::string pdf;
  std::string name;  // of the file: "D10-3.pdf"
};
// Needs a matter that load_matter gave to this viewer. A petitioner gets only letters to petitioners.
// Refusals: document_unknown (not_found), document_destroyed (not_found).
Result<OpenLetter> open_letter(Office& office, const Viewer& viewer, const Matter& matter,
                               int document_no);

// The templates of law/letters for an office; refusal letter_template_invalid.
Result<std::shared_ptr<const LetterTemplates>> read_letter_templates(std::string_view toml);
// Font families that letters want and this machine does not have.
std::vector<std::string> missing_letter_fonts();

}  // namespace xinfang
