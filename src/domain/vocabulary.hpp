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

inline constexpr std::array<Word, 70> kGuards{{
    {"accused_named"},
    {"accused_resolved"},
    {"claims_answered"},
    {"claims_free"},
    {"claims_stay"},
    {"clock_not_late", {"clock"}},
    {"clock_not_over", {"clock"}},
    {"clock_not_running", {"clock"}},
    {"clock_not_suspended", {"clock"}},
    {"clock_over", {"clock"}},
    {"clock_running", {"clock"}},
    {"clock_suspended", {"clock", "field"}},
    {"clocks_differ"},
    {"confirmed", {"field"}},
    {"day_ahead", {"field"}},
    {"decider_fits"},
    {"duty_late"},
    {"entry_fits"},
    {"fact_is", {"name_of_fact", "is"}},
    {"facts_set", {"names"}},
    {"ground_fits"},
    {"holder_is", {"type"}},
    {"identity_checked"},
    {"in_term", {"clock", "field"}},
    {"kind_is", {"is"}},
    {"kind_set"},
    {"matter_ended"},
    {"mode_is", {"is"}},
    {"mode_not", {"is"}},
    {"needed_when", {"field", "when", "is"}},
    {"no_accusation_inside"},
    {"not_archived"},
    {"not_extended", {"clock"}},
    {"not_future", {"field"}},
    {"not_handler"},
    {"not_walled"},
    {"nothing_dispatched"},
    {"nothing_served"},
    {"other_matter", {"is"}},
    {"performance", {"field", "key"}},
    {"person_or_anonymous"},
    {"procedures_closed"},
    {"rating_open"},
    {"reason_long", {"field"}},
    {"received_not_future"},
    {"receiver_fits"},
    {"receiver_type", {"is"}},
    {"result_is", {"is"}},
    {"returns_few"},
    {"review_organ_fits", {"field"}},
    {"sender_is_waiting"},
    {"service_complete"},
    {"simple_fits", {"field"}},
    {"targets_below"},
    {"targets_competent"},
    {"targets_decide"},
    {"targets_free"},
    {"targets_in_own_system"},
    {"targets_not_forbidden"},
    {"targets_not_objected"},
    {"targets_same_level"},
    {"targets_same_level_or_below"},
    {"term_lapsed", {"clock"}},
    {"text_or_scan"},
    {"trigger_open"},
    {"unreachable"},
    {"walled"},
    {"way_is", {"is"}},
    {"within_days", {"field", "key"}},
    {"within_parameter", {"field", "key"}},
}};

// New nodes begin in kFirstNodeState, new procedures in kFirstProcedureState; return_to_parent puts a
// parent node into kReturnedNodeState.
inline constexpr std::string_view kFirstNodeState = "ARRIVED";
inline constexpr std::string_view kFirstProcedureState = "ACCEPTED";
inline constexpr std::string_view kReturnedNodeState = "SIGNED_IN";

inline constexpr std::array<Word, 24> kEffects{{
    {"close_all", {"intake", "node", "procedure"}},
    {"correct"},
    {"count_up", {"name"}},
    {"extend_clock", {"clock", "field"}},
    {"list_fact", {"name", "field", "as"}},
    {"move_parent", {"state"}},
    {"name_accused"},
    {"new_round"},
    {"open_intake"},
    {"open_node", {"mode", "targets"}},
    {"open_procedure", {"way", "state"}},
    {"raise_triggers"},
    {"rate", {"target"}},
    {"recount_clocks"},
    {"recuse", {"field", "when"}},
    {"resume_clock", {"clock", "field"}},
    {"return_to_parent", {"state"}},
    {"set_claims"},
    {"set_facts", {"names"}},
    {"set_part", {"name", "value"}},
    {"set_reviewer", {"stage", "field"}},
    {"settle_triggers", {"all"}},
    {"split_off"},
    {"suspend_clock", {"clock"}},
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

// Of the actor's organ to the part: holds it, sent it, stands above its holder, is a petition office
// over its holder's place, reviews it, re-reviews it, decides on competence, was told of a trigger, or
// stands anywhere on the matter's path. registrar: any organ; it has no part yet.
inline constexpr std::array<std::string_view, 12> kRelations{
    "holder",   "sender",      "superior", "supervisor", "reviewer",  "re_reviewer",
    "decider",  "trigger",     "path",     "petitioner", "system",    "registrar"};
inline constexpr std::array<std::string_view, 17> kFieldTypes{
    "text",    "code",          "date",   "instant", "integer",       "boolean", "organ", "organs",
    "claim_numbers", "claims", "persons", "claim_answers", "ground",  "files", "matter", "accused",
    "user"};
inline constexpr std::array<std::string_view, 3> kParts{"public", "petitioner", "internal"};
inline constexpr std::array<std::string_view, 6> kWorkers{
    "holder", "sender", "reviewer", "re_reviewer", "petitioner", "system"};
inline constexpr std::array<std::string_view, 4> kStartOn{"self", "new_node", "new_procedure", "parent"};
inline constexpr std::array<std::string_view, 5> kStartFrom{
    "event", "received", "acceptance", "rest", "restored"};
inline constexpr std::array<std::string_view, 4> kStopOn{"self", "parent", "children", "matter"};
inline constexpr std::array<std::string_view, 3> kStopAs{"met", "cancelled", "lapsed"};
inline constexpr std::array<std::string_view, 2> kHolders{"petition_office", "organ"};
inline constexpr std::array<std::string_view, 6> kModes{
    "transfer", "assignment", "forward", "decision", "co", "closed"};
inline constexpr std::array<std::string_view, 6> kDocumentTo{
    "petitioner", "target", "sender", "holder", "receiver", "file"};
inline constexpr std::array<std::string_view, 3> kKinds{"1", "2", "3"};
inline constexpr std::array<std::string_view, 3> kGroundBinds{
    "petition_office", "organ", "review_organ"};
// How the earlier matter stands that a ground or a step must name (regulation 4.6).
inline constexpr std::array<std::string_view, 7> kEarlier{
    "open", "term", "lapsed", "settled", "concluded", "ended", "any"};
inline constexpr std::array<std::string_view, 10> kTriggers{
    "SV01", "SV02", "SV03", "SV04", "SV05", "SV06", "SV07", "SV08", "SV09", "SV10"};
inline constexpr std::array<std::string_view, 4> kPartNames{"way", "result", "simple", "redo_by"};
// How sure a figure is (regulation 0.1): read in the text, secondary source, one province, our own
// choice, from memory and open.
inline constexpr std::array<std::string_view, 5> kMarks{"T", "S", "P", "design", "memory"};

}  // namespace xinfang
