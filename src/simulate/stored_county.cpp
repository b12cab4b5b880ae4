#include "simulate/stored_county.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <sstream>
#include <stdexcept>

#include "base/files.hpp"
#include "demo/county.hpp"
#include "demo/demo_office.hpp"
#include "jobs/jobs.hpp"
#include "store/event_store.hpp"

namespace xinfang {
namespace {

constexpr std::int64_t kStepsUnnumbered = 50;
// Ids count from 2020, and no event lies ahead of the machine's clock: rounds end with 2025.
constexpr int kFirstYear = 2020;

std::string acknowledged_file(const SetupOptions& setup) { return setup.data + "/acknowledged"; }

// What was told to somebody outlives this process: each line is on disk before the next step.
class Witness {
 public:
  explicit Witness(const std::string& path)
      : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600)) {
    if (file_ < 0) throw std::runtime_error("cannot write " + path);
  }
  ~Witness() { ::close(file_); }
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;

  void note(Id matter_id, std::int64_t version) {
    const std::string line = id_text(matter_id) + " " + std::to_string(version) + "\n";
    const auto length = static_cast<ssize_t>(line.size());
    if (::write(file_, line.data(), line.size()) != length || ::fdatasync(file_) != 0) {
      throw std::runtime_error("cannot write the acknowledged steps");
    }
  }

 private:
  int file_;
};

std::string demo_text(const SetupOptions& setup, const char* name) {
  auto text = read_file(setup.root + "/demo/" + name);
  if (!text) throw std::runtime_error(std::string("cannot read demo/") + name);
  return std::move(*text);
}

SetupOptions as_demonstration(SetupOptions setup) {
  setup.demonstration = true;  // its places are fictional
  return setup;
}

}  // namespace

int live_stored(const SetupOptions& setup, const StoredWish& wish, std::ostream& out,
                std::ostream& err) {
  SetupOptions options = as_demonstration(setup);
  SetClock clock(china_midnight(Date::of(kFirstYear + wish.round - 1, 1, 1)));
  options.clock = &clock;
  OpenOffice open(options);
  Office& office = open.office();
  if (office.organs.now()->all().empty()) {
    const auto made = make_demo_office(office, demo_text(setup, "office.toml"), DemoScope::county);
    if (!made) {
      err << refusal_line(office, made.refusal()) << "\n";
      return 1;
    }
  }
  const auto texts = DemoTexts::parse(demo_text(setup, "petitions.toml"));
  const auto courses = DemoCourses::parse(demo_text(setup, "courses.toml"));
  if (!texts || !courses) {
    err << refusal_line(office, texts ? courses.refusal() : texts.refusal()) << "\n";
    return 1;
  }
  Witness witness(acknowledged_file(setup));
  CountyPlan plan;
  plan.matters = wish.matters;
  plan.seed = static_cast<std::uint64_t>(wish.seed * kMostRounds + wish.round);
  plan.until = china_midnight(Date::of(kFirstYear + wish.round, 1, 1));
  plan.years = 1;
  // The log is numbered now and then, as in a served office: a kill may fall into that too.
  std::int64_t steps = 0;
  plan.acknowledged = [&](Id matter_id, std::int64_t version) {
    witness.note(matter_id, version);
    if (++steps % kStepsUnnumbered != 0) return;
    while (run_sequencer(office) > 0) {
    }
  };
  const CountyFigures figures = live_county(office, clock, *texts, *courses, plan);
  out << figures.matters << " matters, " << figures.steps << " steps\n";
  for (const auto& [what, count] : figures.refused) out << "refused " << count << "x " << what << "\n";
  return 0;
}

int check_stored(const SetupOptions& setup, std::ostream& out, std::ostream& err) {
  auto told = read_file(acknowledged_file(setup));
  if (!told) throw std::runtime_error("there is no " + acknowledged_file(setup));
  // A line without its end was not told to anybody.
  told->resize(told->rfind('\n') == std::string::npos ? 0 : told->rfind('\n'));
  std::map<Id, std::int64_t> versions;
  std::int64_t steps = 0, lost = 0;
  std::istringstream lines(*told);
  for (std::string line; std::getline(lines, line); ++steps) {
    const auto matter = parse_id(line.substr(0, line.find(' ')));
    const auto version = parse_id(line.substr(line.find(' ') + 1));
    if (!matter || !version) throw std::runtime_error("not a line of acknowledged steps: " + line);
    versions[*matter] = std::max(versions[*matter], *version);
  }
  SetupOptions options = as_demonstration(setup);
  options.writing = false;
  OpenOffice open(options);
  for (const auto& [matter, version] : versions) {
    const auto loaded = load_matter(open.office().database, Viewer::system(), matter);
    if (loaded && loaded->matter.version >= version) continue;
    ++lost;
    err << "lost: matter " << matter << ", step " << version << "\n";
  }
  out << steps << " acknowledged steps of " << versions.size() << " matters, " << lost << " lost\n";
  return lost == 0 ? 0 : 1;
}

}  // namespace xinfang
