// xinfang: the case system of public petitions. This file wires the commands and the server.
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "cli/admin_command.hpp"
#include "cli/backup_command.hpp"
#include "cli/check_command.hpp"
#include "cli/doctor_command.hpp"
#include "cli/import_command.hpp"
#include "cli/law_command.hpp"
#include "cli/law_stored.hpp"
#include "cli/office_setup.hpp"
#include "cli/serve_options.hpp"
#include "demo/demo_command.hpp"
#include "http/api.hpp"
#include "http/edge/edge.hpp"
#include "http/language.hpp"
#include "http/security_headers.hpp"
#include "jobs/job_runner.hpp"
#include "jobs/jobs.hpp"
#include "jobs/neighbours.hpp"
#include "simulate/simulate_command.hpp"
#include "store/lock_file.hpp"

namespace xinfang {
namespace {

constexpr std::string_view kUsage = R"(xinfang COMMAND [options]
  serve        serves; --port 8080 --listen 127.0.0.1 --workers N --tls-cert FILE --tls-key FILE
               --trusted-proxy ADDRESS --public-url URL
               --demo: a fictional county with its history, made when DATA is empty;
               --demo-matters 2000 --demo-years 3 --demo-seed 1
  migrate      brings the database up to date
  admin ...    people and organs; admin alone says what it can do
  import FILE  takes over messages and petitions kept elsewhere
  law ...      check | deadline | diagram | explain | recheck | steps | table | what-if
  backup       copies database, keys and attachments beside the running server; --to FOLDER
               --databases-to F --keys-to F --attachments-to F --keep N --language zh|en
  restore      brings a backup into an empty DATA; --from FOLDER --databases-from F --keys-from F
               --attachments-from F --backup NAME --check --language zh|en
  verify       walks every stream and says which row is wrong
  rebuild      derives again and says what differed; --write puts it right
  doctor       names states that should not be: rows, keys, files, organs, clock, calendar, disk;
               --language zh|en
  demo         makes the fictional county; --matters 2000 --years 3 --seed 1
  simulate     years of a fictional province through the engine, in memory, every step checked;
               --years 5 --matters 100000 --seed 1 --threads N --law FOLDER --language zh|en;
               --store live|check --round 1: a year through the services into DATA, to be killed
Common options: --root DIR (law, i18n, migrations, web)  --data DIR  --database URL
  --key-database URL  --attachments DIR (else DATA/attachments)  --profile standard|gm
)";

EdgeOptions edge_options(const ServeOptions& serve, const Office& office) {
  EdgeOptions options;
  options.listen = serve.listen;
  options.port = serve.port;
  options.workers = serve.workers;
  options.tls_certificate = serve.tls_certificate;
  options.tls_key = serve.tls_key;
  options.trusted_proxies = serve.trusted_proxies;
  options.upload_folder = serve.setup.data + "/uploads";
  const std::string web = serve.setup.root + "/web/dist";
  if (std::filesystem::is_directory(web)) options.static_folder = web;
  options.default_headers = security_headers();
  options.problem = [&office](int status, std::string_view code) {
    return edge_problem(office.messages, status, code);
  };
  options.log = [](std::string_view line) {
    log_line(Level::info, "request", {{"line", std::string(line)}});
  };
  return options;
}

// Signals are waited for by the main thread alone; blocked before any other thread begins.
sigset_t block_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

int serve(const ServeOptions& options) {
  // A SQLite file has a lock of its own.
  std::optional<LockFile> own_folder;
  if (!options.setup.database.empty()) {
    std::filesystem::create_directories(options.setup.data);
    own_folder.emplace(options.setup.data + "/server.lock", "The folder " + options.setup.data,
                       "Stop that server first, or give another --data: of several servers on one "
                       "database each has its own, and --attachments is the same for all.");
  }
  const bool made = std::filesystem::exists(options.setup.data + "/demonstration");
  if (options.demonstration && !made) {
    const int failed = make_demonstration(options.setup, options.demo, std::cout, std::cerr);
    if (failed) return failed;
  }
  const sigset_t signals = block_stop_signals();
  signal(SIGPIPE, SIG_IGN);
  OpenOffice open(options.setup);
  Office& office = open.office();
  if (options.demonstration || made) {
    office.settings.demonstration = office.messages.say(Language::zh, "product.demonstration");
  }
  std::optional<Neighbours> neighbours;
  JobRunner jobs(office, [&neighbours] { return neighbours->on_duty(); });
  neighbours.emplace(office, main_database_options(options.setup), [&jobs] { jobs.wake(); });
  Edge edge(edge_options(options, office), edge_routes(office));
  office.publish = [&](std::string_view topic, std::string_view event, std::string_view data) {
    edge.publish(topic, event, data);
    jobs.wake();
  };
  office.edge_figures = [&edge] {
    const Edge::Figures now = edge.figures();
    return std::vector<std::pair<std::string, std::uint64_t>>{
        {"connections", now.connections}, {"streams", now.streams}, {"waiting", now.waiting},
        {"busy_workers", now.busy_workers}, {"accepted", now.accepted},
        {"requests", now.requests}, {"timeouts", now.timeouts}, {"overloaded", now.overloaded}};
  };
  if (office.organs.now()->all().empty()) {
    std::cerr << "There is no organ yet: xinfang admin create-organ ... makes one, "
                 "xinfang serve --demo a fictional county in another folder.\n";
  }
  if (const std::string behind = clock_behind(office); !behind.empty()) {
    std::cerr << behind << "\n";
    log_line(Level::warning, "clock_behind");
  }
  neighbours->start();
  edge.start();
  jobs.start();
  const bool tls = !options.tls_certificate.empty();
  const bool v6 = options.listen.find(':') != std::string::npos;
  std::cout << "xinfang is listening on " << (tls ? "https" : "http") << "://"
            << (v6 ? "[" + options.listen + "]" : options.listen) << ":" << edge.port()
            << std::endl;
  log_line(Level::info, "server_started", {{"port", std::to_string(edge.port())}});
  int received = 0;
  sigwait(&signals, &received);
  log_line(Level::info, "server_stopping", {{"signal", std::to_string(received)}});
  open.stop_waiting();
  edge.stop();
  jobs.stop();
  neighbours->stop();
  log_line(Level::info, "server_stopped");
  return 0;
}

int migrate_only(const ServeOptions& options) {
  OpenOffice open(options.setup);
  std::cout << "The database is up to date.\n";
  return 0;
}

int with_office(SetupOptions setup, bool writing, int (*command)(Office&, const CommandArguments&),
                const CommandArguments& arguments) {
  setup.writing = writing;
  OpenOffice open(setup);
  return command(open.office(), arguments);
}

int run(const std::vector<std::string>& words) {
  if (words.empty() || words[0] == "help" || words[0] == "--help") {
    std::cout << kUsage;
    return words.empty() ? 2 : 0;
  }
  const std::string& command = words[0];
  CommandArguments rest;
  ServeOptions options;
  std::string wrong = read_serve_options(words, options, rest);
  if (!wrong.empty()) {
    std::cerr << wrong << "\n" << kUsage;
    return 2;
  }
  if (command == "serve") return serve(options);
  if (command == "migrate") return migrate_only(options);
  if (command == "verify") return with_office(options.setup, false, run_verify, rest);
  if (command == "rebuild") return with_office(options.setup, true, run_rebuild, rest);
  if (command == "doctor") {
    options.setup.writing = false;
    OpenOffice open(options.setup);
    return run_doctor(open, options.setup, rest, std::cout, std::cerr);
  }
  if (command == "backup" || command == "restore") {
    const Messages messages = read_messages(options.setup.root);
    const BackupTalk talk{messages, std::cout, std::cerr, ::isatty(2) != 0};
    return command == "backup"
               ? run_backup(options.setup, rest, talk)
               : run_restore(options.setup, rest, index_each_matter_once, talk);
  }
  if (command == "demo") {
    if (!rest.empty()) {
      std::cerr << "demo does not know \"" << rest[0] << "\"\n" << kUsage;
      return 2;
    }
    return make_demonstration(options.setup, options.demo, std::cout, std::cerr);
  }
  if (command == "simulate") {
    const Messages messages = read_messages(options.setup.root);
    return simulate_command(rest, options.setup, messages, std::cout, std::cerr);
  }
  if (command == "admin") {
    OpenOffice open(options.setup);
    return run_admin(open.office(), rest, std::cin, std::cout, std::cerr);
  }
  if (command == "import") {
    OpenOffice open(options.setup);
    return run_import(open.office(), rest, std::cout, std::cerr, ::isatty(2) != 0);
  }
  if (command == "law" && asks_stored_matters(rest)) {
    options.setup.writing = false;
    OpenOffice open(options.setup);
    return run_law_stored(open.office(), rest, std::cout, std::cerr);
  }
  if (command == "law") {
    std::ios::sync_with_stdio(false);  // law deadline answers some 100,000 questions at once
    return law_command(rest, options.setup.root + "/law", read_messages(options.setup.root),
                       std::cin, std::cout, std::cerr);
  }
  std::cerr << "There is no command \"" << command << "\".\n" << kUsage;
  return 2;
}

}  // namespace
}  // namespace xinfang

int main(int count, char** words) {
  try {
    return xinfang::run({words + 1, words + count});
  } catch (const std::exception& error) {
    std::cerr << "xinfang: " << error.what() << "\n";
    return 1;
  }
}
