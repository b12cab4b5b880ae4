#include "demo/demo_command.hpp"

#include <cmath>
#include <filesystem>
#include <ostream>

#include "base/files.hpp"
#include "demo/county.hpp"
#include "demo/demo_office.hpp"
#include "services/audit.hpp"
#include "services/import_service.hpp"

namespace xinfang {

namespace {

struct DemoFiles {
  std::string office;
  DemoTexts texts;
  DemoCourses courses;
};

Result<DemoFiles> read_files(const std::string& folder) {
  auto office = read_file(folder + "/office.toml");
  if (!office) return office.refusal();
  auto petitions = read_file(folder + "/petitions.toml");
  if (!petitions) return petitions.refusal();
  auto courses_text = read_file(folder + "/courses.toml");
  if (!courses_text) return courses_text.refusal();
  auto texts = DemoTexts::parse(*petitions);
  if (!texts) return texts.refusal();
  auto courses = DemoCourses::parse(*courses_text);
  if (!courses) return courses.refusal();
  return DemoFiles{std::move(*office), std::move(*texts), std::move(*courses)};
}

// What the county kept before it had this program.
Result<Done> take_over_old_ledger(Office& office, const std::string& path) {
  auto file = ImportFile::open(path);
  if (!file) return file.refusal();
  ImportSettings settings;
  settings.source = "县长信箱旧台账";
  settings.file_name = "old_ledger.csv";
  settings.channel = "LEADER_MAILBOX";
  settings.region_code = kDemoRegion;
  settings.organ_id = office.organs.now()->petition_office_of(kDemoRegion)->organ_id;
  settings.map = {{"number", "编号"}, {"user", "姓名"},      {"title", "标题"}, {"time", "时间"},
                  {"text", "内容"},   {"reply", "回复"}, {"reply_time", "回复时间"},
                  {"label", "类别"}};
  auto figures = import_messages(office, *file, settings);
  if (!figures) return figures.refusal();
  return Done{};
}

void say_people(const std::vector<DemoPerson>& people, std::ostream& out) {
  std::size_t others = 0;
  for (const DemoPerson& person : people) {
    if (!person.core && !person.organ.empty()) {
      ++others;
      continue;
    }
    out << person.login << "\t" << person.name << "\t" << person.organ << "\t" << person.password
        << "\t" << base32(person.totp_secret) << "\n";
  }
  out << others << " more people have the same password; GET /api/v1/demonstration/people names all.\n";
}

// Refused steps are a defect of demo/ or a change of law/: they are told, the rest stands.
void say_figures(const CountyFigures& figures, std::ostream& err) {
  err << figures.matters << " matters, " << figures.steps << " steps\n";
  for (const auto& [what, count] : figures.refused) err << "refused " << count << "x " << what << "\n";
}

void say_progress(const CountyProgress& now, double seconds, const CountyPlan& plan, std::ostream& err) {
  const CountyFigures& figures = now.figures;
  err << std::llround(seconds) << " s: ";
  if (now.phase == "plan") err << "planned";
  if (now.phase == "search") err << "can be searched";
  if (now.phase == "live") {
    err << now.on.iso() << ", " << figures.matters << " matters, " << figures.steps << " steps";
    const double days = now.on - china_date(plan.until).plus_months(-12 * plan.years);
    const double all = china_date(plan.until) - china_date(plan.until).plus_months(-12 * plan.years);
    if (days > 0 && days < all) err << "; " << std::llround(seconds / days * (all - days)) << " s left";
  }
  err << std::endl;
}

// In an office opened for it alone: under the county's own clock, and durable only when it closes.
Result<std::vector<DemoPerson>> live(Office& office, SetClock& clock, const DemoFiles& files,
                                     const std::string& folder, const DemoOptions& wanted,
                                     Instant now, std::ostream& err) {
  auto people = make_demo_office(office, files.office, DemoScope::county);
  if (!people || wanted.matters == 0) return people;
  Result<Done> taken_over = take_over_old_ledger(office, folder + "/old_ledger.csv");
  if (!taken_over) return taken_over.refusal();
  CountyPlan plan;
  plan.matters = wanted.matters;
  plan.seed = static_cast<std::uint64_t>(wanted.seed);
  plan.until = now;
  plan.years = static_cast<int>(wanted.years);
  const SystemClock outside;
  const auto progress = [&, began = outside.now()](const CountyProgress& now) {
    say_progress(now, static_cast<double>(outside.now() - began) / 1000, plan, err);
  };
  say_figures(live_county(office, clock, files.texts, files.courses, plan, progress), err);
  return people;
}

}  // namespace

int make_demonstration(const SetupOptions& setup, const DemoOptions& wanted, std::ostream& out,
                       std::ostream& err) {
  const std::string folder = setup.root + "/demo", unfinished = unfinished_demonstration(setup);
  const SystemClock system_clock;
  const Instant now = system_clock.now();
  SetClock clock(china_midnight(china_date(now).plus_months(-12 * static_cast<int>(wanted.years))));
  std::vector<DemoPerson> people;
  SetupOptions fresh = setup;
  fresh.clock = &clock;
  fresh.demonstration = true;
  fresh.durable = false;
  {
    OpenOffice open(fresh);
    const auto fail = [&](const Refusal& refusal) {
      err << refusal_line(open.office(), refusal) << "\n";
      return 1;
    };
    if (!open.office().organs.now()->all().empty()) {
      return fail(refuse("demo_office_there", Refusal::Kind::conflict));
    }
    const auto files = read_files(folder);
    if (!files) return fail(files.refusal());
    const auto begun = write_file_durably(unfinished, "a demonstration is being made\n");
    if (!begun) return fail(begun.refusal());
    auto made = live(open.office(), clock, *files, folder, wanted, now, err);
    if (!made) return fail(made.refusal());
    people = std::move(*made);
  }
  // Closed, all of it has reached the file (SQLite); this durable row takes the rest along
  // (PostgreSQL). Only then it is called finished.
  fresh.clock = nullptr;
  fresh.durable = true;
  fresh.finishing_demonstration = true;
  OpenOffice open(fresh);
  audit(open.office(), 0, "demonstration_made",
        Json::object().set("matters", wanted.matters).set("seed", wanted.seed));
  const auto marked = write_file_durably(setup.data + "/demonstration",
                                         "known passwords and second factors\n");
  if (!marked) {
    err << refusal_line(open.office(), marked.refusal()) << "\n";
    return 1;
  }
  std::filesystem::remove(unfinished);
  say_people(people, out);
  return 0;
}

}  // namespace xinfang
