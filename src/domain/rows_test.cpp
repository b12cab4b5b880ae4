// Every row of both tables: it works, each of its guards refuses, and it is refused elsewhere -
// from any other state, by any other role, from any other organ.
#include "domain/row_cases.hpp"

namespace xinfang {
namespace {

bool takes(RowCase& made, const std::string& row, const Json& fields) {
  return made.course.step(row, made.subject, made.actor, fields);
}

Json fields_of(const RowCase& made, const std::string& row) {
  return lawful_fields(made.course.rulebook, row, made.course.matter, made.course.now);
}

class Rows : public ::testing::TestWithParam<const Rulebook* (*)()> {};

const Rulebook* newer() { return &reg2022(); }
const Rulebook* older() { return &reg2005(); }

TEST_P(Rows, EachWorksOnItsCourse) {
  const Rulebook& rulebook = *GetParam()();
  for (const StepRule& step : rulebook.steps()) {
    auto made = row_case_of(step.id, rulebook);
    ASSERT_TRUE(made.has_value()) << "no case for row " << step.id;
    EXPECT_TRUE(takes(*made, step.id, fields_of(*made, step.id)))
        << step.id << ": " << made->course.refusal.code << " " << made->course.refusal.field;
    const Event& event = made->course.events.back();
    EXPECT_EQ(event.step, step.id);
    if (!step.to.empty()) {
      EXPECT_EQ(made->course.state(event.subject_no), step.to) << step.id;
    }
  }
}

TEST_P(Rows, EachIsRefusedFromEveryOtherState) {
  const Rulebook& rulebook = *GetParam()();
  int refused = 0;
  for (const StepRule& step : rulebook.steps()) {
    auto made = row_case_of(step.id, rulebook);
    if (!made || step.from.empty()) continue;
    for (const StateRule& state : rulebook.states()) {
      if (state.subject != step.subject) continue;
      if (std::find(step.from.begin(), step.from.end(), state.id) != step.from.end()) continue;
      if (step.from.front() == "any") continue;
      RowCase other = *made;
      other.course.matter.subject(other.subject)->state = state.id;
      EXPECT_FALSE(takes(other, step.id, fields_of(other, step.id)))
          << step.id << " from " << state.id;
      // Asked for by its number, so that no other row of the same deed answers in its place.
      EXPECT_EQ(other.course.refusal.code, "step_not_from_state") << step.id << " from " << state.id;
      ++refused;
    }
  }
  EXPECT_GT(refused, 600);
}

// SATIS2022: where a row opens the window for rating, or it is open already, the petitioner may rate.
TEST_P(Rows, ARatingIsTakenWhereverItsWindowIsOpen) {
  const Rulebook& rulebook = *GetParam()();
  for (const char* row : {"T33", "T34", "T29b", "T49a", "T38", "T40", "T40s", "T42", "T44", "T44s"}) {
    auto made = row_case_of(row, rulebook);
    ASSERT_TRUE(made && takes(*made, row, fields_of(*made, row))) << row;
    const int part = made->course.events.back().subject_no;
    ASSERT_TRUE(made->course.matter.running_clock(part, "C17")) << row;
    EXPECT_TRUE(made->course.step("rating", part, petitioner(), Json::object().set("value", "satisfied")))
        << row << ": " << made->course.refusal.code;
  }
}

// What is handled anew is rated anew: the window of the round before ends with it.
TEST_P(Rows, ANewRoundEndsTheWindowForRating) {
  const Rulebook& rulebook = *GetParam()();
  for (const StepRule& step : rulebook.steps()) {
    const bool anew = std::any_of(step.effects.begin(), step.effects.end(),
                                  [](const EffectRule& effect) { return effect.verb == "new_round"; });
    if (!anew) continue;
    auto made = row_case_of(step.id, rulebook);
    ASSERT_TRUE(made && made->course.matter.running_clock(made->subject, "C17")) << step.id;
    ASSERT_TRUE(takes(*made, step.id, fields_of(*made, step.id))) << step.id;
    EXPECT_FALSE(made->course.matter.running_clock(made->subject, "C17")) << step.id;
    EXPECT_EQ(made->course.matter.last_clock(made->subject, "C17")->state, ClockState::cancelled);
  }
}

TEST_P(Rows, EachIsRefusedToEveryoneElse) {
  const Rulebook& rulebook = *GetParam()();
  for (const StepRule& step : rulebook.steps()) {
    auto made = row_case_of(step.id, rulebook);
    if (!made) continue;
    std::vector<Actor> others = {staff(made->actor.organ_id, {"ANALYST"}),
                                 staff(made->actor.organ_id, {})};
    if (step.who.front().relation != "registrar" && made->actor.kind == "staff") {
      others.push_back(staff(kCourt, made->actor.roles));  // right role, wrong organ
    }
    for (const Actor& other : others) {
      RowCase wrong = *made;
      wrong.actor = other;
      EXPECT_FALSE(takes(wrong, step.id, fields_of(wrong, step.id))) << step.id;
      EXPECT_EQ(wrong.course.refusal.code, "step_not_yours") << step.id;
      EXPECT_EQ(wrong.course.refusal.kind, Refusal::Kind::forbidden) << step.id;
    }
  }
}

TEST_P(Rows, EachRequiredFieldIsAskedFor) {
  const Rulebook& rulebook = *GetParam()();
  for (const StepRule& step : rulebook.steps()) {
    for (const FieldRule& field : step.fields) {
      if (!field.required) continue;
      auto made = row_case_of(step.id, rulebook);
      if (!made) continue;
      Json fields = fields_of(*made, step.id);
      EXPECT_FALSE(takes(*made, step.id, fields.set(field.name, nullptr))) << step.id << field.name;
      EXPECT_EQ(made->course.refusal.code, "field_missing");
      EXPECT_EQ(made->course.refusal.field, field.name);
    }
  }
}

// How each guard is made to refuse: the course or the fields are spoilt in one way.
struct Spoiler {
  std::function<void(RowCase&, Json&, const Parameters&)> spoil;
  std::string code;
};

void drop_clock(RowCase& made, const std::string& id) {
  for (Deadline& clock : made.course.matter.deadlines) {
    if (clock.clock == id) clock.state = ClockState::met;
  }
}

void set_lapsed_met(RowCase& made, Json&, const Parameters&) {
  for (Deadline& clock : made.course.matter.deadlines) {
    if (clock.state == ClockState::lapsed) clock.state = ClockState::met;
  }
}

void add_node(RowCase& made, Id organ_id, const std::string& state) {
  Subject node;
  node.kind = SubjectKind::node;
  node.state = state;
  node.organ_id = organ_id;
  node.no = static_cast<int>(made.course.matter.subjects.size()) + 1;
  made.course.matter.subjects.push_back(node);
}

using Spoilers = std::map<std::string, Spoiler>;

Spoilers disposal_spoilers() {
  auto target = [](Id id) {
    return [id](RowCase&, Json& fields, const Parameters&) { fields.set("targets", ids({id})); };
  };
  auto fact = [](std::string name, Json value) {
    return [name, value](RowCase& made, Json&, const Parameters&) {
      made.course.matter.facts.set(name, value);
    };
  };
  auto give = [](std::string name, Json value) {
    return [name, value](RowCase&, Json& fields, const Parameters&) { fields.set(name, value); };
  };
  return {{"kind_is",
           {[](RowCase& made, Json&, const Parameters& parameters) {
              made.course.matter.facts.set("kind", parameters.at("is") == "3" ? "1" : "3");
            },
            "kind_other"}},
          {"kind_set", {fact("kind", ""), "not_screened"}},
          {"facts_set", {fact("region_code", nullptr), "fact_missing"}},
          {"received_not_future",
           {[](RowCase& made, Json& fields, const Parameters&) {
              fields.set("received_at", (made.course.now + 60'000).iso());
            },
            "received_in_future"}},
          {"text_or_scan", {give("text", nullptr), "text_or_scan_needed"}},
          {"claims_answered",
           {[](RowCase&, Json& fields, const Parameters&) {
              fields.set("answers", Json::array().push(fields["answers"].as_array()[0]));
            },
            "claim_unanswered"}},
          {"claims_free", {give("claims", Json::array().push(9)), "claim_unknown"}},
          {"ground_fits", {give("ground", "NA99"), "ground_unknown"}},
          {"person_or_anonymous", {give("petitioners", nullptr), "person_or_anonymous"}},
          {"targets_same_level", {target(kTownOffice), "target_not_same_level"}},
          {"targets_below", {target(kHousing), "target_not_below"}},
          {"targets_same_level_or_below",
           {[](RowCase& made, Json& fields, const Parameters&) {
              bool town = made.actor.organ_id == kTownOffice;
              // The town reaches up to nothing; the county not to itself.
              fields.set("targets", ids({town ? kHousing : kCountyOffice}));
            },
            "target_out_of_reach"}},
          {"targets_in_own_system", {target(kHousing), "target_not_own_system"}},
          {"targets_competent",
           {[](RowCase& made, Json& fields, const Parameters&) {
              made.course.matter.facts.set("category", "080100");
              bool office = fields["targets"] == ids({kTownOffice});
              if (office) fields.set("targets", ids({kTown}));
            },
            "target_not_competent"}},
          {"returns_few",
           {[](RowCase& made, Json&, const Parameters&) {
              for (int i = 0; i < 2; ++i) add_node(made, kInspectors, "RETURNED");
            },
            "returned_too_often"}},
          {"decider_fits", {give("decider", id_text(kLabour)), "decider_unfit"}},
          {"targets_decide", {target(kTownOffice), "target_decides_nothing"}},
          {"receiver_type", {give("receiver", id_text(kHousing)), "receiver_other_type"}},
          {"targets_not_objected",
           {[](RowCase& made, Json& fields, const Parameters&) {
              add_node(made, *parse_id(fields["targets"].as_array()[0].as_string()), "RETURNED");
            },
            "target_returned_it"}},
          {"targets_free",
           {[](RowCase& made, Json& fields, const Parameters&) {
              add_node(made, *parse_id(fields["targets"].as_array()[0].as_string()), "SIGNED_IN");
              made.course.matter.subjects.back().claims = {1, 2};
            },
            "target_holds_it"}}};
}

Spoilers field_spoilers() {
  return {{"service_complete",
           {[](RowCase& made, Json& fields, const Parameters&) {
              fields.set("served_on", (china_date(made.course.now) + 1).iso());
            },
            "served_in_future"}},
          {"within_parameter",
           {[](RowCase&, Json& fields, const Parameters& parameters) {
              fields.set(parameters.at("field"), 31);
            },
            "more_than_allowed"}},
          {"not_extended",
           {[](RowCase& made, Json&, const Parameters& parameters) {
              for (Deadline& clock : made.course.matter.deadlines) {
                if (clock.clock == parameters.at("clock")) clock.extended_days = 5;
              }
            },
            "extended_before"}},
          {"identity_checked",
           {[](RowCase& made, Json& fields, const Parameters&) {
              made.actor = clerk();
              fields.set("identity_checked", false);
            },
            "identity_unchecked"}},
          {"confirmed",
           {[](RowCase&, Json& fields, const Parameters& parameters) {
              fields.set(parameters.at("field"), false);
            },
            "not_confirmed"}},
          {"day_ahead",
           {[](RowCase& made, Json& fields, const Parameters& parameters) {
              fields.set(parameters.at("field"), china_date(made.course.now).iso());
            },
            "day_not_ahead"}}};
}

Spoilers state_spoilers() {
  auto fact = [](std::string name, Json value) {
    return [name, value](RowCase& made, Json&, const Parameters&) {
      made.course.matter.facts.set(name, value);
    };
  };
  return {{"holder_is",
           {[](RowCase& made, Json&, const Parameters& parameters) {
              Id other = parameters.at("type") == "organ" ? kCountyOffice : kHousing;
              made.course.matter.subject(made.subject)->organ_id = other;
              made.actor.organ_id = other;
            },
            "holder_is"}},
          {"sender_is_waiting",
           {[](RowCase& made, Json&, const Parameters&) {
              made.course.matter.subject(made.subject)->mode = "transfer";
            },
            "no_report_asked"}},
          {"procedures_closed",
           {[](RowCase& made, Json&, const Parameters&) {
              made.course.matter.subject(3)->state = "HANDLING";
            },
            "procedure_still_open"}},
          {"not_walled", {fact("kind", "2"), "accusation_by_liaison_only"}},
          {"walled", {fact("kind", "3"), "not_an_accusation"}},
          {"nothing_served",
           {[](RowCase& made, Json&, const Parameters&) {
              made.course.matter.subject(3)->state = "CLOSED_OPEN_TERM";
            },
            "already_served"}}};
}

Spoilers clock_spoilers() {
  auto without_clock = [](RowCase& made, Json&, const Parameters& parameters) {
    drop_clock(made, parameters.at("clock"));
  };
  auto with_clock = [](RowCase& made, Json&, const Parameters& parameters) {
    Deadline clock;
    clock.clock = parameters.at("clock");
    clock.subject_no = made.subject;
    clock.no = static_cast<int>(made.course.matter.deadlines.size()) + 1;
    made.course.matter.deadlines.push_back(clock);
  };
  auto set_state = [](ClockState state) {
    return [state](RowCase& made, Json&, const Parameters& parameters) {
      for (Deadline& clock : made.course.matter.deadlines) {
        if (clock.clock == parameters.at("clock") && clock.running()) clock.state = state;
      }
    };
  };
  return {{"clock_not_over", {without_clock, "clock_not_running"}},
          {"clock_not_late",
           {[](RowCase& made, Json&, const Parameters& parameters) {
              for (Deadline& clock : made.course.matter.deadlines) {
                if (clock.clock == parameters.at("clock")) clock.due_strict_on = Date::of(2024, 1, 1);
              }
            },
            "clock_over"}},
          {"clock_over", {without_clock, "clock_not_running"}},
          {"clock_running", {without_clock, "clock_not_running"}},
          {"clock_not_running", {with_clock, "clock_is_running"}},
          {"clock_suspended", {set_state(ClockState::running), "clock_not_suspended"}},
          {"clock_not_suspended", {set_state(ClockState::suspended), "clock_suspended_now"}},
          {"in_term",
           {[](RowCase& made, Json& fields, const Parameters& parameters) {
              made.course.now = made.course.now + 90 * 86'400'000LL;
              fields.set(parameters.at("field"), china_date(made.course.now).iso());
              if (made.actor.kind == "petitioner") fields.set(parameters.at("field"), nullptr);
            },
            "term_over_posted"}},
          {"term_lapsed", {set_lapsed_met, "term_not_lapsed"}},
          {"duty_late",
           {[](RowCase& made, Json&, const Parameters&) { drop_clock(made, "C01"); },
            "no_late_duty"}},
          {"clocks_differ",
           {[](RowCase& made, Json&, const Parameters&) { made.course.calendar = &work_calendar(); },
            "clocks_same"}},
          {"trigger_open",
           {[](RowCase& made, Json&, const Parameters&) {
              for (Trigger& trigger : made.course.matter.triggers) trigger.open = false;
              made.course.matter.triggers.push_back(made.course.matter.triggers[0]);
              made.course.matter.triggers.back().open = true;
              made.course.matter.triggers.back().organ_id = kTownOffice;
            },
            "step_not_yours"}},
          {"rating_open",
           {[](RowCase& made, Json&, const Parameters&) { drop_clock(made, "C17"); },
            "rating_not_open"}}};
}

Spoilers wall_spoilers() {
  auto give = [](std::string name, Json value) {
    return [name, value](RowCase&, Json& fields, const Parameters&) { fields.set(name, value); };
  };
  auto accuse = [](Id organ, bool resolved) {
    return [organ, resolved](RowCase& made, Json&, const Parameters&) {
      Accused accused;
      accused.organ_id = organ;
      accused.is_unit = true;
      accused.resolved = resolved;
      made.course.matter.wall.accused = {accused};
    };
  };
  return {{"accused_named",
           {[](RowCase&, Json& fields, const Parameters&) {
              if (fields["kind"].as_string() == "3") fields.set("kind", "2");
              fields.set("accused", Json::array().push(Json::object().set("organ_id",
                                                                          id_text(kCityGovernment))
                                                           .set("is_unit", true)));
            },
            "accused_is_here"}},
          {"accused_resolved", {accuse(0, false), "accused_unresolved"}},
          {"receiver_fits", {give("receiver", id_text(kCityDiscipline)), "receiver_other_level"}},
          {"targets_not_forbidden",
           {[accuse](RowCase& made, Json& fields, const Parameters& parameters) {
              const Json* targets = fields.find("targets");
              const std::string& to = targets ? targets->as_array()[0].as_string()
                                              : fields["receiver"].as_string();
              accuse(*parse_id(to), true)(made, fields, parameters);
            },
            "target_forbidden"}},
          {"no_accusation_inside",
           {[](RowCase& made, Json&, const Parameters&) { made.course.matter.wall.inside = true; },
            "split_accusation_first"}},
          {"nothing_dispatched",
           {[](RowCase& made, Json&, const Parameters&) { add_node(made, kTown, "ARRIVED"); },
            "dispatched_before"}},
          {"not_handler",
           {[](RowCase& made, Json&, const Parameters&) {
              made.course.matter.handlers.push_back(
                  {made.subject, "handling", made.actor.user_id});
            },
            "handled_before"}}};
}

Spoilers part_spoilers() {
  auto part = [](std::function<void(Subject&)> change) {
    return [change](RowCase& made, Json&, const Parameters&) {
      change(*made.course.matter.subject(made.subject));
    };
  };
  auto fact = [](std::string name, Json value) {
    return [name, value](RowCase& made, Json&, const Parameters&) {
      made.course.matter.facts.set(name, value);
    };
  };
  return {{"mode_is", {part([](Subject& one) { one.mode = "transfer"; }), "mode_other"}},
          {"mode_not",
           {[](RowCase& made, Json&, const Parameters& parameters) {
              made.course.matter.subject(made.subject)->mode = parameters.at("is");
            },
            "mode_other"}},
          {"way_is", {part([](Subject& one) { one.way = "31(4)"; }), "way_has_no_review"}},
          {"result_is", {part([](Subject& one) { one.result = "none"; }), "result_other"}},
          {"review_organ_fits",
           {[](RowCase&, Json& fields, const Parameters& parameters) {
              fields.set(parameters.at("field"), id_text(kLabour));
            },
            "review_organ_unfit"}},
          {"claims_stay",
           {[](RowCase&, Json& fields, const Parameters&) {
              fields.set("claims", Json::array().push(1).push(2));
            },
            "claims_must_stay"}},
          {"simple_fits",
           {[](RowCase& made, Json& fields, const Parameters& parameters) {
              fields.set(parameters.at("field"), true);
              made.course.matter.facts.set("person_count", 9);
            },
            "simple_unfit_persons"}},
          {"fact_is", {fact("channel", "CARRIER_PIGEON"), "fact_other_channel"}},
          {"not_archived", {fact("archived", true), "archived_before"}},
          {"unreachable", {fact("anonymous", false), "petitioner_reachable"}},
          {"matter_ended", {part([](Subject& one) { one.state = "SCREENED"; }), "matter_still_open"}},
          {"other_matter",
           {[](RowCase& made, Json&, const Parameters&) { made.course.other.reset(); },
            "other_matter_missing"}}};
}

Spoilers more_field_spoilers() {
  return {{"needed_when",
           {[](RowCase&, Json& fields, const Parameters& parameters) {
              fields.set(parameters.at("when"), parameters.at("is"));
              fields.set(parameters.at("field"), nullptr);
            },
            "field_missing"}},
          {"entry_fits",
           {[](RowCase& made, Json& fields, const Parameters&) {
              fields.set("entry", "received_at");
              fields.set("value", (made.course.now + 60'000).iso());
            },
            "received_in_future"}},
          {"within_days",
           {[](RowCase& made, Json& fields, const Parameters& parameters) {
              fields.set(parameters.at("field"), (china_date(made.course.now) + 61).iso());
            },
            "day_too_late"}},
          {"not_future",
           {[](RowCase& made, Json& fields, const Parameters& parameters) {
              fields.set(parameters.at("field"), (china_date(made.course.now) + 1).iso());
            },
            "day_"}},
          {"performance",
           {[](RowCase&, Json& fields, const Parameters& parameters) {
              fields.set(parameters.at("field"), nullptr);
            },
            "settlement_unperformed"}},
          {"reason_long",
           {[](RowCase&, Json& fields, const Parameters& parameters) {
              fields.set(parameters.at("field"), "太忙");
            },
            "reason_too_short"}}};
}

const Spoilers& spoilers() {
  static const Spoilers kAll = [] {
    Spoilers all = disposal_spoilers();
    for (Spoilers more : {field_spoilers(), state_spoilers(), clock_spoilers(), wall_spoilers(),
                          part_spoilers(), more_field_spoilers()}) {
      all.merge(more);
    }
    return all;
  }();
  return kAll;
}

TEST_P(Rows, EachGuardRefusesWithTheRowsArticle) {
  const Rulebook& rulebook = *GetParam()();
  int tried = 0;
  for (const StepRule& step : rulebook.steps()) {
    for (const GuardRule& guard : step.guards) {
      auto made = row_case_of(step.id, rulebook);
      auto spoiler = spoilers().find(guard.name);
      ASSERT_NE(spoiler, spoilers().end()) << "no spoiler for guard " << guard.name;
      // Who is competent is decided by the rules of 2022 only (Art. 24).
      if (!made || (guard.name == "returns_few" && !rulebook.step("T20"))) continue;
      Json fields = fields_of(*made, step.id);
      spoiler->second.spoil(*made, fields, guard.parameters);
      EXPECT_FALSE(takes(*made, step.id, fields)) << step.id << " " << guard.name;
      const Refusal& refusal = made->course.refusal;
      EXPECT_EQ(refusal.code.rfind(spoiler->second.code, 0), 0u)
          << step.id << " " << guard.name << ": " << refusal.code << " " << refusal.field;
      EXPECT_FALSE(refusal.basis.empty()) << step.id << " " << guard.name;
      ++tried;
    }
  }
  EXPECT_GT(tried, 200);
}

INSTANTIATE_TEST_SUITE_P(Law, Rows, ::testing::Values(&newer, &older),
                         [](const auto& info) { return info.param()->id(); });

}  // namespace
}  // namespace xinfang
