#include "services/import_service.hpp"

#include <algorithm>
#include <set>

#include "base/log.hpp"
#include "base/text.hpp"
#include "domain/decide.hpp"
#include "domain/projection.hpp"
#include "services/numbers.hpp"
#include "store/event_store.hpp"
#include "store/import_store.hpp"
#include "store/matter_store.hpp"

namespace xinfang {

namespace {

using Outcome = ImportedRecord::Result;

constexpr std::size_t kLongestSource = 100;
constexpr std::size_t kLongestClaim = 2000;

std::string cut(const std::string& text, std::size_t most) {
  if (characters(text) <= most) return text;
  std::size_t end = 0;
  for (std::size_t count = 0; end < text.size(); ++end) {
    const bool starts = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
    if (starts && count++ == most) break;
  }
  return text.substr(0, end);
}

class Import {
 public:
  Import(Office& office, const ImportSettings& settings, const ImportWatcher& watcher, ImportMap map)
      : office_(office),
        settings_(settings),
        watcher_(watcher),
        map_(std::move(map)),
        organs_(office.organs.now()),
        law_(office.law.now()),
        calendar_(office.calendar.now()),
        organ_(*organs_->find(settings.organ_id)),
        key_(office.keys.purpose_key("blind-index")) {}

  ImportFigures run(ImportFile& file) {
    ImportRecord record;
    while (file.next(record)) {
      take(record);
      if (batch_.size() >= settings_.batch) finish_batch();
    }
    finish_batch();
    return figures_;
  }

 private:
  // What a record of the batch will be told; `change` is its place in changes_, or -1.
  struct Waiting {
    ImportedRecord told;
    Bytes source_key;
    int change = -1;
  };

  void take(const ImportRecord& record) {
    Waiting waiting;
    waiting.told.line = record.line;
    if (record.refusal) waiting.told.refusal = *record.refusal;
    else take_values(record, waiting);
    batch_.push_back(std::move(waiting));
  }

  void take_values(const ImportRecord& record, Waiting& waiting) {
    waiting.told.number = number_of(map_, record.values);
    auto message = message_of(map_, record.values, office_.clock.now(), settings_.received_on);
    if (!message) {
      waiting.told.refusal = message.refusal();
      return;
    }
    waiting.source_key = source_key(*message);
    const auto known = find_import_line(office_.database, settings_.source, waiting.source_key);
    const bool again = !keys_of_batch_.insert(waiting.source_key).second ||
                       (settings_.dry_run && !keys_of_run_.insert(waiting.source_key).second);
    if (known || again) {
      waiting.told.result = Outcome::already;
      if (known) waiting.told.item_no = known->matter_no;
      return;
    }
    if (auto refusal = prepare(*message, record.line, waiting)) waiting.told.refusal = *refusal;
    else waiting.told.result = Outcome::registered;
  }

  // The reply and the label may come later or change; what was said stays what it was.
  Bytes source_key(const ImportMessage& message) const {
    Json said = Json::array();
    const std::string time = std::to_string(message.received_at.ms);
    for (const auto* part : {&message.number, &message.user, &time, &message.title, &message.text}) {
      said.push(*part);
    }
    return hmac(office_.keys.profile(), key_, "import " + said.dump());
  }

  Json form_of(const ImportMessage& message, std::int64_t line, const std::string& item_no) const {
    Json form = Json::object();
    form.set("organ_id", id_text(organ_.organ_id));
    form.set("item_no", item_no).set("matter_no", item_no);
    form.set("channel", settings_.channel);
    form.set("received_at", message.received_at.iso());
    form.set("region_code", settings_.region_code);
    form.set("state", message.reply.empty() ? "REGISTERED" : "REPLIED");
    if (message.replied_at) form.set("replied_at", message.replied_at->iso());
    form.set("proof", cut(settings_.file_name, 400) + ":" + std::to_string(line));
    form.set("source", settings_.source);
    if (!message.number.empty()) form.set("source_no", message.number);
    if (!message.label.empty()) form.set("category_hint", message.label);
    form.set("title", message.title);
    form.set("text", message.text);
    // The desk splits it later; until then the title is what is asked for.
    form.set("claims", Json::array().push(cut(message.title, kLongestClaim)));
    form.set("anonymous", message.user.empty());
    if (!message.user.empty()) {
      form.set("petitioners", Json::array().push(Json::object().set("name", message.user)));
    }
    if (!message.reply.empty()) form.set("reply", message.reply);
    return form;
  }

  std::optional<Refusal> prepare(const ImportMessage& message, std::int64_t line,
                                 Waiting& waiting) {
    const Rulebook& rulebook = law_->for_receipt_on(china_date(message.received_at));
    Actor actor;
    actor.kind = "system";
    const DecideContext context{office_.clock.now(), actor, *organs_, *calendar_};
    Matter matter;
    matter.matter_id = office_.ids.next();
    matter.rule_set = rulebook.id();
    // A record that is refused uses up no number: it is tried with a stand-in first.
    StepRequest request{"takeover", 0, form_of(message, line, std::string(27, '0'))};
    Result<Decision> tried = decide(rulebook, matter, request, context);
    if (!tried) return tried.refusal();
    waiting.told.replied = !message.reply.empty();
    if (settings_.dry_run) return std::nullopt;

    const std::string item_no = office_.numbers->next_item_number(
        organ_, settings_.channel, china_date(office_.clock.now()));
    request.fields = form_of(message, line, item_no);
    Result<Decision> decision = decide(rulebook, matter, request, context);
    if (!decision) return decision.refusal();
    decision->event.event_id = office_.ids.next();
    const int subject_no = decision->event.subject_no;
    ChangeSet changes;
    changes.lane = matter.matter_id;
    const Matter after = append_event(changes, office_.keys, office_.keys.take(), matter,
                                      std::move(*decision));
    save_projection(changes, after, project(rulebook, after), nullptr);
    save_item_number(changes, item_no, after.matter_id, subject_no);
    save_import_line(changes, settings_.source, waiting.source_key, after.matter_id);
    waiting.told.item_no = item_no;
    waiting.change = static_cast<int>(changes_.size());
    changes_.push_back(std::move(changes));
    return std::nullopt;
  }

  // Somebody else may import the same file at the same time: the line is his then.
  void settle(Waiting& waiting, const CommitOutcome& outcome) {
    if (outcome.committed()) return;
    waiting.told.item_no.clear();
    waiting.told.replied = false;
    const auto known = find_import_line(office_.database, settings_.source, waiting.source_key);
    if (known) {
      waiting.told.result = Outcome::already;
      waiting.told.item_no = known->matter_no;
      return;
    }
    log_line(Level::error, "import_record_rejected",
             {{"line", std::to_string(waiting.told.line)}, {"detail", outcome.detail}});
    waiting.told.result = Outcome::refused;
    waiting.told.refusal = refuse("import_not_written", Refusal::Kind::conflict);
  }

  void finish_batch() {
    if (batch_.empty()) return;
    const auto outcomes = office_.database.commit_all(std::move(changes_));
    changes_.clear();
    for (Waiting& waiting : batch_) {
      if (waiting.change >= 0) settle(waiting, outcomes[static_cast<std::size_t>(waiting.change)]);
      const ImportedRecord& told = waiting.told;
      ++figures_.records;
      figures_.registered += told.result == Outcome::registered;
      figures_.already += told.result == Outcome::already;
      figures_.refused += told.result == Outcome::refused;
      figures_.replied += told.result == Outcome::registered && told.replied;
      if (watcher_.record) watcher_.record(told);
    }
    batch_.clear();
    keys_of_batch_.clear();
    if (watcher_.progress) watcher_.progress(figures_);
  }

  Office& office_;
  const ImportSettings& settings_;
  const ImportWatcher& watcher_;
  const ImportMap map_;
  const std::shared_ptr<const OrganDirectory> organs_;
  const std::shared_ptr<const Law> law_;
  const std::shared_ptr<const WorkCalendar> calendar_;
  const Organ& organ_;
  const Bytes key_;
  std::vector<Waiting> batch_;
  std::vector<ChangeSet> changes_;
  std::set<Bytes> keys_of_batch_;
  std::set<Bytes> keys_of_run_;  // of a dry run, which leaves no rows to find
  ImportFigures figures_;
};

std::optional<Refusal> check_columns(const ImportMap& map, const ImportMap& given,
                                     const std::vector<std::string>& columns) {
  if (columns.empty()) return std::nullopt;
  for (const auto& [field, column] : given) {
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
      return refuse("import_column_unknown").on(field).with("column", column);
    }
  }
  if (map.contains("text")) return std::nullopt;
  std::string all;
  for (const auto& column : columns) all += (all.empty() ? "" : ", ") + column;
  return refuse("import_columns_missing").on("text").with("columns", all);
}

std::optional<Refusal> check_settings(const Office& office, const ImportSettings& settings) {
  if (!office.organs.now()->find(settings.organ_id)) return refuse("organ_unknown").on("organ");
  if (channel_digits(settings.channel).empty()) return refuse("channel_unknown").on("channel");
  if (settings.source.empty() || !is_utf8(settings.source) ||
      characters(settings.source) > kLongestSource) {
    return refuse("import_source").on("source").with("most", std::to_string(kLongestSource));
  }
  if (!office.divisions.nearest(settings.region_code)) return refuse("region_unknown").on("region");
  const auto law = office.law.now();
  for (const auto& [id, rulebook] : law->sets) {
    if (!rulebook.step("T00")) return refuse("takeover_unknown").with("rule_set", id);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(ImportedRecord::Result result) {
  switch (result) {
    case Outcome::registered: return "registered";
    case Outcome::already: return "already";
    case Outcome::refused: break;
  }
  return "refused";
}

Result<ImportFigures> import_messages(Office& office, ImportFile& file,
                                      const ImportSettings& settings,
                                      const ImportWatcher& watcher) {
  if (auto refusal = check_settings(office, settings)) return *refusal;
  ImportMap map = completed(settings.map, file.columns());
  if (auto refusal = check_columns(map, settings.map, file.columns())) return *refusal;
  return Import(office, settings, watcher, std::move(map)).run(file);
}

}  // namespace xinfang
