// The words a row of law/ may use: guards, effects, roles, relations, types. Closed lists.
//
// A guard or effect is one small C++ function (guard.cpp, effect.cpp); a row names it with the
// parameters listed here. A word that is not here is refused when the law is loaded. Parameters named
// `clock` must name a clock, `field` a field of the same row, `state` (and intake, node, procedure
// of close_all) a state. A new word comes with its function and its line here.
#pragma once

#include <array>
#include <string_view>

namespace xinfang {

struct Word {
  std::string_view name;
  std::array<std::string_view, 3> parameters{};  // allowed names; empty entries: none
};

inline constexpr std::array<Word, 30> kGuards{{
    {"kind_is", {"is"}},
    {"kind_set"},
    {"facts_set", {"names"}},
    {"received_not_future"},
    {"text_or_scan"},
    {"person_or_anonymous"},
    {"targets_below"},
    {"targets_same_level"},
    {"targets_same_level_or_below"},
    {"targets_in_own_system"},
    {"targets_competent"},
    {"targets_not_objected"},
    {"holder_is", {"type"}},
    {"sender_is_waiting"},
    {"clock_not_over", {"clock"}},
    {"clock_over", {"clock"}},
    {"claims_answered"},
    {"ground_fits"},
    {"service_complete"},
    {"within_parameter", {"field", "key"}},
    {"not_extended", {"clock"}},
    {"identity_checked"},
    {"confirmed", {"field"}},
    {"day_ahead", {"field"}},
    {"procedures_closed"},
    {"rating_open"},
    {"not_walled"},
    {"walled"},
    {"nothing_served"},
    {"claims_free"},
}};

// New nodes begin in kFirstNodeState, new procedures in kFirstProcedureState; return_to_parent puts a
// parent node into kReturnedNodeState.
inline constexpr std::string_view kFirstNodeState = "ARRIVED";
inline constexpr std::string_view kFirstProcedureState = "ACCEPTED";
inline constexpr std::string_view kReturnedNodeState = "SIGNED_IN";

inline constexpr std::array<Word, 11> kEffects{{
    {"open_intake"},
    {"open_node", {"mode"}},
    {"open_procedure", {"way"}},
    {"set_facts", {"names"}},
    {"set_claims"},
    {"return_to_parent", {"state"}},
    {"move_parent", {"state"}},
    {"close_all", {"intake", "node", "procedure"}},
    {"extend_clock", {"clock", "field"}},
    {"rate", {"target"}},
    {"correct"},
}};

// Regulation 2.5.
inline constexpr std::array<std::string_view, 30> kRoles{
    "REGISTRAR",        "LETTER_HANDLER", "RECEPTIONIST",       "ONLINE_HANDLER",
    "INSPECTOR",        "INSPECTION_COMMISSIONER",              "REVIEW_OFFICER",
    "ANALYST",          "OFFICE_HEAD",    "ORGAN_RECEIVER",     "CASE_OFFICER",
    "ORGAN_HEAD",       "SIGNING_LEADER", "LEADER",             "JOINT_MEETING_SECRETARY",
    "DISCIPLINE_LIAISON",                 "VILLAGE_INFORMANT",  "GRID_WORKER",
    "AGENT_WORKER",     "LAWYER",         "EXPERT",             "PSYCHOLOGIST",
    "VOLUNTEER",        "DEPUTY",         "PETITIONER",         "AGENT",
    "PUBLIC",           "SYS_ADMIN",      "SEC_ADMIN",          "AUDITOR"};

inline constexpr std::array<std::string_view, 6> kRelations{
    "holder", "sender", "superior", "petitioner", "system", "registrar"};
inline constexpr std::array<std::string_view, 14> kFieldTypes{
    "text",    "code",          "date",   "instant", "integer",       "boolean", "organ",
    "organs",  "claim_numbers", "claims", "persons", "claim_answers", "ground",  "files"};
inline constexpr std::array<std::string_view, 3> kParts{"public", "petitioner", "internal"};
inline constexpr std::array<std::string_view, 4> kWorkers{"holder", "sender", "petitioner", "system"};
inline constexpr std::array<std::string_view, 4> kStartOn{"self", "new_node", "new_procedure", "parent"};
inline constexpr std::array<std::string_view, 4> kStopOn{"self", "parent", "children", "matter"};
inline constexpr std::array<std::string_view, 3> kStopAs{"met", "cancelled", "lapsed"};
inline constexpr std::array<std::string_view, 2> kHolders{"petition_office", "organ"};
inline constexpr std::array<std::string_view, 3> kModes{"transfer", "assignment", "forward"};
inline constexpr std::array<std::string_view, 4> kDocumentTo{"petitioner", "target", "sender", "file"};
inline constexpr std::array<std::string_view, 3> kKinds{"1", "2", "3"};
inline constexpr std::array<std::string_view, 2> kGroundBinds{"petition_office", "organ"};
// How sure a figure is (regulation 0.1): read in the text, secondary source, one province, our own
// choice, from memory and open.
inline constexpr std::array<std::string_view, 5> kMarks{"T", "S", "P", "design", "memory"};

}  // namespace xinfang
