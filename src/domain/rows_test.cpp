// Every row of both tables: it works, each of its guards refuses, and it is refused elsewhere -
// from any other state, by any other role, from any other organ.
#include "domain/row_cases.hpp"

namespace xinfang {
namespace {

bool takes(RowCase& made, const std::string& row, const Json& fields) {
  return made.course.step(row, made.subject, made.actor, fields);
}

Json fields_of(const RowCase& made, const std::string& row) {
  return lawful_fields(row, made.course.matter, made.course.now);
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
      RowCase other = *made;
      other.course.matter.subject(other.subject)->state = state.id;
      EXPECT_FALSE(takes(other, step.id, fields_of(other, step.id)))
          << step.id << " from " << state.id;
      EXPECT_EQ(other.course.refusal.code, "step_not_from_state") << step.id;
      ++refused;
    }
  }
  EXPECT_GT(refused, 150);
}

TEST_P(Rows, EachIsRefusedToEveryoneElse) {
  const Rulebook& rulebook = *GetParam()();
  for (const StepRule& step : rulebook.steps()) {
    auto made = row_case_of(step.id, rulebook);
    if (!made) continue;
    std::vector<Actor> others = {staff(made->actor.organ_id, {"ANALYST"}),
                                 staff(made->actor.organ_id, {})};
    if (step.who.front().relation != "registrar" && made->actor.kind == "staff") {
      others.push_back(staff(kDiscipline, made->actor.roles));  // right role, wrong organ
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
          {"targets_not_objected",
           {[](RowCase& made, Json& fields, const Parameters&) {
              Subject node;
              node.kind = SubjectKind::node;
              node.state = "RETURNED";
              node.organ_id = *parse_id(fields["targets"].as_array()[0].as_string());
              node.no = static_cast<int>(made.course.matter.subjects.size()) + 1;
              made.course.matter.subjects.push_back(node);
            },
            "target_returned_it"}}};
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
  auto without_clock = [](RowCase& made, Json&, const Parameters& parameters) {
    drop_clock(made, parameters.at("clock"));
  };
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
          {"clock_not_over", {without_clock, "clock_not_running"}},
          {"clock_over", {without_clock, "clock_not_running"}},
          {"procedures_closed",
           {[](RowCase& made, Json&, const Parameters&) {
              made.course.matter.subject(3)->state = "HANDLING";
            },
            "procedure_still_open"}},
          {"rating_open",
           {[](RowCase& made, Json&, const Parameters&) { drop_clock(made, "C17"); },
            "rating_not_open"}},
          {"not_walled", {fact("kind", "2"), "accusation_by_liaison_only"}},
          {"walled", {fact("kind", "3"), "not_an_accusation"}},
          {"nothing_served",
           {[](RowCase& made, Json&, const Parameters&) {
              made.course.matter.subject(3)->state = "CLOSED_OPEN_TERM";
            },
            "already_served"}}};
}

const Spoilers& spoilers() {
  static const Spoilers kAll = [] {
    Spoilers all = disposal_spoilers();
    all.merge(field_spoilers());
    all.merge(state_spoilers());
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
      if (!made) continue;
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
  EXPECT_GT(tried, 40);
}

INSTANTIATE_TEST_SUITE_P(Law, Rows, ::testing::Values(&newer, &older),
                         [](const auto& info) { return info.param()->id(); });

}  // namespace
}  // namespace xinfang
