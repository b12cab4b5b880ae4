// Load on a running server with the demonstration county, one JSON line of figures.
//
//   bench_http_load intake    PORT CONNECTIONS SECONDS     filings: a token, then the petition
//   bench_http_load lifecycle PORT CONNECTIONS SECONDS     nine steps, from filing to rating
//   bench_http_load burst     PORT BASE SECONDS            lifecycles arriving 1-15-1-25-2-35-10 times BASE a
//                                                          second, SECONDS each, then five more at BASE
//   bench_http_load clerks    PORT CLERKS SECONDS [WORD..] reading: lists, counts, file, search, look-ups
// Every failure is counted and the first are shown on stderr; ends with 1 when there was one.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <iostream>
#include <random>
#include <stdexcept>

#include "base/json.hpp"
#include "load/client.hpp"

using load::Answer;
using load::Ask;
using xinfang::Json;

namespace {

constexpr const char* kRegion = "990121";  // the county of the demonstration
constexpr double kProfile[] = {1, 15, 1, 25, 2, 35, 10};
constexpr std::uint32_t kNormalAgain = 5;  // stages of BASE after the profile

Json parsed(const std::string& text) {
  auto json = Json::parse(text);
  if (!json) throw std::runtime_error("not JSON: " + text.substr(0, 200));
  return std::move(*json);
}

// Texts of some 300 characters that differ, made of what people write about.
class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  std::string text() {
    static const char* const kPieces[] = {
        "小区外的工地夜里一直施工到凌晨，", "去年七月至九月的工资至今没有发，", "楼道的灯坏了三个月没有人修，",
        "我们多次找物业，物业说不归他们管，", "孩子上学的路上没有红绿灯，", "河边的厂房把污水直接排到河里，",
        "村里的低保名单没有公示，", "拆迁时说好的安置房一直没有交付，", "医保报销的材料交了四个月没有回音，",
        "门口的路挖开以后没有填平，", "老人腿脚不便，每天要绕很远的路，", "公交车改线以后不再经过我们这里，",
        "自来水发黄，停水也不通知，", "承包地被占用，没有拿到补偿，", "供暖的温度一直达不到标准，",
        "广场的音响每天响到夜里十一点，", "合同上写明的房产证办不下来，", "电梯经常停在半路，有人被困过，",
        "退休金少算了五年工龄，", "垃圾站的气味熏得人开不了窗，"};
    std::string text;
    while (text.size() < 860) {
      text += kPieces[random_() % std::size(kPieces)] + std::to_string(random_() % 100) + "次；";
    }
    return text + "请有关部门调查处理并给予答复。";
  }
  std::string digits(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += static_cast<char>('0' + random_() % 10);
    return text;
  }
  std::string name() {
    static const char* const kFamily[] = {"陈", "林", "赵", "周", "吴", "郑", "孙", "钱", "何", "罗"};
    static const char* const kGiven[] = {"敏", "小芳", "建国", "秀英", "志强", "文静", "海涛", "玉兰"};
    return std::string(kFamily[random_() % 10]) + kGiven[random_() % 8];
  }
  std::size_t below(std::size_t count) { return random_() % count; }

 private:
  std::mt19937 random_;
};

Writer writer(20'261'122);

// Somebody signed in: the lines that every request of theirs carries.
std::string sign_in(std::uint16_t port, const std::string& login) {
  Ask ask{"sign in", "POST", "/api/v1/demonstration/session", "",
          Json::object().set("login", login).dump(), {}};
  const Answer answer = load::ask_once("127.0.0.1", port, ask);
  if (answer.cookies.empty()) throw std::runtime_error("no session for " + login);
  return "Cookie: " + answer.cookies[0] + "\r\nX-CSRF-Token: " + parsed(answer.body)["csrf"].as_string() +
         "\r\n";
}

std::string china_day() {
  const std::time_t now = std::time(nullptr) + 8 * 3600;
  std::tm day{};
  gmtime_r(&now, &day);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &day);
  return text;
}

struct Staff {
  std::string registrar, handler, leader;  // header lines
  std::string labour_office;               // its id
};

Ask token_ask() { return {"token", "POST", "/api/v1/submissions", "", "{}", {}}; }

Ask filing_ask(const Answer& token) {
  const std::string name = writer.name();
  Json people = Json::array();
  people.push(Json::object().set("name", name).set("phone", "139" + writer.digits(8)));
  Json claims = Json::array();
  claims.push("请求依法处理并书面答复");
  const Json body = Json::object()
                        .set("token", parsed(token.body)["token"].as_string())
                        .set("region_code", kRegion)
                        .set("title", "关于" + name + "反映问题的来信")
                        .set("text", writer.text())
                        .set("claims", std::move(claims))
                        .set("electronic_service", true)
                        .set("petitioners", std::move(people));
  return {"filing", "POST", "/api/v1/petitions", "", body.dump(), {}};
}

class Intake final : public load::Script {
 public:
  std::optional<Ask> next(const Answer& last) override {
    switch (step_++) {
      case 0: return token_ask();
      case 1: return filing_ask(last);
      default: return std::nullopt;
    }
  }

 private:
  int step_ = 0;
};

class Lifecycle final : public load::Script {
 public:
  explicit Lifecycle(const Staff& staff) : staff_(staff) {}

  std::optional<Ask> next(const Answer& last) override {
    if (step_ == 2) {
      const Json receipt = parsed(last.body);
      item_no_ = receipt["item_no"].as_string();
      code_ = receipt["query_code"].as_string();
      version_ = 1;
    } else if (step_ > 2 && step_ < 10) {
      version_ = parsed(last.body)["version"].as_int();
    }
    switch (step_++) {
      case 0: return token_ask();
      case 1: return filing_ask(last);
      case 2: return act(staff_.registrar, "screening", 1, R"({"kind":"3","category":"040200"})");
      case 3: return act(staff_.registrar, "transfer", 1, R"({"targets":[")" + staff_.labour_office + "\"]}");
      case 4: return act(staff_.handler, "sign_in", 2, "{}");
      case 5:
        return act(staff_.handler, "acceptance", 2, R"({"officer":"小林","officer_phone":"0000-00000201"})");
      case 6: return act(staff_.handler, "start", 3, R"({"no_interest":true})");
      case 7: return act(staff_.leader, "opinion", 3, kOpinion);
      case 8:
        return act(staff_.handler, "service", 3,
                   R"({"method":"ELECTRONIC","receiver":"陈敏","served_on":")" + china_day() + "\"}");
      case 9:
        return Ask{"rating", "POST", "/api/v1/petitions/" + item_no_ + "/evaluations",
                   "X-Query-Code: " + code_ + "\r\n", R"({"target":"organ","value":"satisfied"})", {}};
      default: return std::nullopt;
    }
  }

 private:
  Ask act(const std::string& who, const std::string& step, int subject, const std::string& fields) const {
    return {step, "POST", "/api/v1/matters/" + item_no_ + "/actions/" + step, who,
            "{\"subject\":" + std::to_string(subject) + ",\"version\":" + std::to_string(version_) +
                ",\"fields\":" + fields + "}",
            {}};
  }

  static constexpr const char* kOpinion =
      R"({"facts_found":"经查，用工单位拖欠三个月工资属实。","heard":"当面听取了信访人陈述的事实和理由",)"
      R"("legal_basis":"《保障农民工工资支付条例》第三条","answers":[{"claim":1,"outcome":"supported",)"
      R"("opinion":"责令用工单位于十日内付清。","reasons":"用工单位应当按月足额支付工资。"}]})";

  const Staff& staff_;
  int step_ = 0;
  std::string item_no_, code_;
  std::int64_t version_ = 0;
};

std::string escaped(const std::string& text) {
  std::string out;
  char piece[4];
  for (const char c : text) {
    std::snprintf(piece, sizeof piece, "%%%02X", static_cast<unsigned char>(c));
    out += piece;
  }
  return out;
}

// A clerk who reads: the lists with their counts, a page, a file, searches, look-ups.
class Clerk final : public load::Script {
 public:
  Clerk(const std::string& who, const std::vector<std::string>& words, int number)
      : who_(who), words_(words), turn_(number) {}

  std::optional<Ask> next(const Answer& last) override {
    if (last.status) learn(last);
    switch (turn_++ % 8) {
      case 0: return read("counts", "worklists");
      case 1: return read("worklist", "matters?list=" + list());
      case 2: return items_.empty() ? read("counts", "worklists") : read("file", "matters/" + item());
      case 3: return read("closed", "matters?list=closed");
      case 4: return read("search two", "matters?query=" + escaped(two()));
      case 5: return read("search phrase", "matters?query=" + escaped(words_.back()));
      case 6: return items_.empty() ? read("counts", "worklists") : read("number", "matters?query=" + item());
      default: return read("person", "matters?query=139" + writer.digits(8));
    }
  }

 private:
  Ask read(const char* kind, const std::string& target) {
    kind_ = kind;
    return {kind, "GET", "/api/v1/" + target, who_, "", std::chrono::milliseconds(150 + writer.below(100))};
  }
  std::string list() const {
    static const char* const kLists[] = {"register", "screen", "reply_petitioner", "transfer"};
    return lists_.empty() ? kLists[0] : lists_[writer.below(lists_.size())];
  }
  const std::string& item() const { return items_[writer.below(items_.size())]; }
  const std::string& two() const { return words_[writer.below(words_.size() - 1)]; }

  void learn(const Answer& last) {
    if (kind_ == "counts") {
      lists_.clear();
      const Json answer = parsed(last.body);
      for (const Json& one : answer["lists"].as_array()) lists_.push_back(one["list"].as_string());
    }
    if (kind_ != "worklist" && kind_ != "closed") return;
    const Json page = parsed(last.body);
    for (const Json& one : page["items"].as_array()) {
      items_.push_back(one["matter"]["matter_no"].as_string());
    }
  }

  const std::string& who_;
  const std::vector<std::string>& words_;
  int turn_;
  std::string kind_;
  std::vector<std::string> items_, lists_;
};

Json figures_json(load::Figures& figures) {
  return Json::object()
      .set("answered", static_cast<std::int64_t>(figures.answered))
      .set("failed", static_cast<std::int64_t>(figures.failed))
      .set("p50_us", static_cast<std::int64_t>(figures.at(0.5) * 1000))
      .set("p99_us", static_cast<std::int64_t>(figures.at(0.99) * 1000))
      .set("max_us", static_cast<std::int64_t>(figures.at(1) * 1000));
}

// Of each second of the course: how many answers, and their 99th percentile in microseconds.
Json course_json(const load::Report& report) {
  std::map<int, load::Figures> seconds;
  for (const auto& [at, took] : report.course) seconds[static_cast<int>(at)].microseconds.push_back(took);
  Json course = Json::array();
  for (auto& [second, figures] : seconds) {
    course.push(Json::object()
                    .set("second", second)
                    .set("answers", static_cast<std::int64_t>(figures.microseconds.size()))
                    .set("p99_us", static_cast<std::int64_t>(figures.at(0.99) * 1000)));
  }
  return course;
}

int tell(load::Report report) {
  Json kinds = Json::object();
  std::uint64_t failed = 0;
  for (auto& [kind, figures] : report.kinds) {
    failed += figures.failed;
    kinds.set(kind, figures_json(figures));
  }
  Json told = Json::object()
                  .set("milliseconds", static_cast<std::int64_t>(report.seconds * 1000))
                  .set("scripts", static_cast<std::int64_t>(report.scripts))
                  .set("failed", static_cast<std::int64_t>(failed))
                  .set("kinds", std::move(kinds));
  if (!report.course.empty()) told.set("course", course_json(report));
  std::cout << told.dump() << std::endl;
  for (const std::string& complaint : report.complaints) std::cerr << complaint << "\n";
  return failed ? 1 : 0;
}

Staff sign_staff_in(std::uint16_t port) {
  Staff staff{sign_in(port, "laowu"), sign_in(port, "xiaolin"), sign_in(port, "hanju"), ""};
  const Answer organs =
      load::ask_once("127.0.0.1", port, {"organs", "GET", "/api/v1/organs/public", "", "", {}});
  const Json answer = parsed(organs.body);
  for (const Json& organ : answer["organs"].as_array()) {
    if (organ["name"].as_string().rfind("安澜县人力资源", 0) == 0) {
      staff.labour_office = organ["organ_id"].as_string();
    }
  }
  if (staff.labour_office.empty()) throw std::runtime_error("the server has no demonstration county");
  return staff;
}

std::vector<double> burst_starts(double base, double seconds) {
  std::vector<double> starts;
  double begin = 0;
  const auto stage = [&](double rate) {
    const int count = static_cast<int>(rate * seconds);
    for (int i = 0; i < count; ++i) starts.push_back(begin + i / rate);
    begin += seconds;
  };
  for (const double times : kProfile) stage(base * times);
  for (std::uint32_t i = 0; i < kNormalAgain; ++i) stage(base);
  return starts;
}

int measure(const std::vector<std::string>& words) {
  const std::string& what = words[0];
  load::Plan plan;
  plan.port = static_cast<std::uint16_t>(std::stoul(words[1]));
  plan.connections = static_cast<unsigned>(std::stoul(words[2]));
  plan.closed_for = std::chrono::milliseconds(static_cast<std::int64_t>(std::stod(words[3]) * 1000));
  if (what == "intake") return tell(load::run(plan, [] { return std::make_unique<Intake>(); }));
  const Staff staff = sign_staff_in(plan.port);
  const auto lifecycle = [&] { return std::make_unique<Lifecycle>(staff); };
  if (what == "lifecycle") return tell(load::run(plan, lifecycle));
  if (what == "burst") {
    plan.starts = burst_starts(std::stod(words[2]), std::stod(words[3]));
    plan.connections = 256;
    plan.keep_course = true;
    return tell(load::run(plan, lifecycle));
  }
  if (what != "clerks") throw std::runtime_error("there is no load \"" + what + "\"");
  std::vector<std::string> searched(words.begin() + 4, words.end());
  if (searched.size() < 2) searched = {"工资", "噪声", "拆迁", "没有公示低保名单"};
  int number = 0;
  return tell(load::run(plan, [&] { return std::make_unique<Clerk>(staff.registrar, searched, number++); }));
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.size() < 4) {
    std::cerr << "bench_http_load intake|lifecycle|burst|clerks PORT NUMBER SECONDS; see its first lines\n";
    return 2;
  }
  try {
    return measure(words);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
}
