// An office with a small law, its keys and matters, on both engines, for the tests of the stores.
//
// 陈敏 petitions; office 10 takes in, organ 20 handles.
#pragma once

#include "domain/projection.hpp"
#include "store/engine_fixture.hpp"
#include "store/event_store.hpp"
#include "store/matter_store.hpp"
#include "store/small_law.hpp"
#include "store/verification.hpp"

namespace xinfang {

inline constexpr Id kOffice = 10, kOrgan = 20, kOtherOrgan = 30;

inline Viewer staff_of(Id organ_id) {
  Viewer viewer;
  viewer.kind = Viewer::Kind::staff;
  viewer.organ_id = organ_id;
  viewer.user_id = organ_id * 100;
  return viewer;
}

inline Viewer liaison_of(Id organ_id) {
  Viewer viewer = staff_of(organ_id);
  viewer.roles = {"DISCIPLINE_LIAISON"};
  viewer.stepped_up = true;
  return viewer;
}

inline Viewer petitioner_of(Id matter_id) {
  Viewer viewer;
  viewer.kind = Viewer::Kind::petitioner;
  viewer.matter_id = matter_id;
  return viewer;
}

// What 陈敏 hands in; tests change what matters to them.
struct Petition {
  std::string text = "夜间施工噪声扰民，请求处理。";
  std::string name = "陈敏", phone = "13800005678";
  std::string kind;             // "2": an accusation
  Id organ_id = kOffice;
  Date due_on = Date::of(2026, 3, 16);
};

class MatterTest : public EngineTest {
 protected:
  void SetUp() override { fresh(); }

  const Law& law() { return law_; }
  const Rulebook& rulebook() { return law_.of("reg2022"); }
  SetClock& clock() { return clock_; }
  Id next_id() { return ids_.next(); }
  virtual CryptoProfile profile() const { return CryptoProfile::standard; }

  Bytes master() const { return Bytes(32, 'm'); }
  DatabaseOptions& key_options() { return key_scratch_.options(); }
  KeyStore& keys() {
    if (!keys_) {
      keys_ = std::make_unique<KeyStore>(Database::open(key_options()), master(), profile());
    }
    return *keys_;
  }
  void shut_keys() { keys_.reset(); }

  Event event_of(Id matter_id, std::int64_t seq, std::string step) {
    clock_.advance(1000);
    Event event;
    event.event_id = next_id();
    event.matter_id = matter_id;
    event.seq = seq;
    event.at = clock_.now();
    event.step = std::move(step);
    event.deed = seq == 1 ? "register" : "transfer";
    event.rule_set = "reg2022";
    event.subject_no = 1;
    event.actor_kind = "staff";
    event.actor_organ_id = kOffice;
    return event;
  }

  static Deadline duty(int no, int subject_no, Id organ_id, Date due_on) {
    Deadline clock;
    clock.no = no;
    clock.clock = "C01";
    clock.subject_no = subject_no;
    clock.organ_id = organ_id;
    clock.start_step = "T01";
    clock.started_on = due_on - 15;
    clock.length = 15;
    clock.due_strict_on = clock.due_legal_on = due_on;
    clock.basis = "REG2022 Art. 22";
    clock.derivation = Json::array();
    return clock;
  }

  // The change set of a filing; the matter after it comes back in `after`.
  ChangeSet filing(const Petition& petition, Matter& after) {
    const Id matter_id = next_id();
    const std::string item_no = "XF" + id_text(matter_id);
    Decision decision;
    decision.event = event_of(matter_id, 1, "T01");
    Changes& made = decision.event.changes;
    Subject intake;
    intake.no = 1;
    intake.state = "REGISTERED";
    intake.organ_id = petition.organ_id;
    intake.item_no = item_no;
    intake.since_on = china_date(decision.event.at);
    made.subjects.push_back({intake, ""});
    made.clocks.push_back({"start", duty(1, 1, petition.organ_id, petition.due_on)});
    made.facts.set("matter_no", item_no)
        .set("received_at", decision.event.at.iso())
        .set("channel", "letter")
        .set("region_code", "330483");
    if (!petition.kind.empty()) made.facts.set("kind", petition.kind);
    decision.texts = {{"text", petition.text, "petitioner"},
                      {"petitioners[0].name", petition.name, "petitioner"},
                      {"petitioners[0].phone", petition.phone, "internal"}};
    ChangeSet changes;
    after = append_event(changes, keys(), keys().take(), Matter{}, std::move(decision));
    save_projection(changes, after, project(rulebook(), after), nullptr);
    save_item_number(changes, item_no, matter_id, 1);
    save_person_key(changes, keys(), "phone", petition.phone, matter_id, item_no);
    return changes;
  }

  Matter file(const Petition& petition = {}) {
    Matter after;
    ChangeSet changes = filing(petition, after);
    const CommitOutcome outcome = db().commit(std::move(changes));
    if (!outcome.committed()) throw std::runtime_error("not filed: " + outcome.detail);
    return after;
  }

  // One more event on the matter as it stands, with these changes, texts and files.
  CommitOutcome append(Matter& matter, Changes made, std::vector<VaultText> texts = {},
                       const std::vector<AttachmentRow>& files = {}) {
    const auto loaded = load_matter(db(), Viewer::system(), matter.matter_id);
    const Projection before = project(rulebook(), matter);
    Decision decision;
    decision.event = event_of(matter.matter_id, matter.version + 1, "T06");
    decision.event.changes = std::move(made);
    decision.texts = std::move(texts);
    ChangeSet changes;
    KeyStore::MatterKey key{loaded->key_id, keys().find(loaded->key_id)};
    if (key.key.empty()) key = keys().take();
    Json ids = Json::array();
    for (const AttachmentRow& file : files) ids.push(id_text(file.attachment_id));
    if (!files.empty()) decision.event.petitioner_fields.set("attachments", std::move(ids));
    bind_attachments(changes, decision.event, files);
    Matter after = append_event(changes, keys(), key, matter, std::move(decision));
    save_projection(changes, after, project(rulebook(), after), &before);
    CommitOutcome outcome = db().commit(std::move(changes));
    if (outcome.committed()) matter = std::move(after);
    return outcome;
  }

  // Sent on to an organ, which has until `due_on`.
  CommitOutcome transfer(Matter& matter, Id to_organ, Date due_on) {
    Changes made;
    Subject intake = *matter.subject(1);
    intake.state = "DISPATCHED";
    made.subjects.push_back({intake, "REGISTERED"});
    Subject node;
    node.no = 2;
    node.kind = SubjectKind::node;
    node.state = "ARRIVED";
    node.organ_id = to_organ;
    node.sender_id = intake.organ_id;
    node.parent_no = 1;
    node.mode = "transfer";
    node.since_on = clock_.today();
    made.subjects.push_back({node, ""});
    Deadline met = matter.deadlines[0];
    met.state = ClockState::met;
    made.clocks.push_back({"stop", met});
    made.clocks.push_back({"start", duty(2, 2, to_organ, due_on)});
    return append(matter, std::move(made));
  }

  std::vector<Finding> findings() { return verify(db(), keys(), law()).findings; }

 private:
  SetClock clock_{Instant{1772000000000}};
  IdMaker ids_{clock_, 1};
  Law law_ = small_law();
  ScratchDatabase key_scratch_{GetParam()};
  std::unique_ptr<KeyStore> keys_;
};

inline std::string said(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += finding.table + ": " + finding.row + ": " + finding.problem + "\n";
  }
  return text;
}

}  // namespace xinfang
