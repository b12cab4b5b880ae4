#include "tests/support/test_app.hpp"

#include <fstream>
#include <random>
#include <sstream>

#include "base/files.hpp"
#include "http/access.hpp"
#include "jobs/jobs.hpp"
#include "services/sign_in_service.hpp"
#include "store/log_store.hpp"
#include "tests/support/exchanges.hpp"

namespace xinfang {

TestApp::TestApp(Engine engine)
    : clock(*Instant::parse("2026-03-02T09:00:00+08:00")), scratch_(engine) {
  data_ = std::filesystem::temp_directory_path() /
          ("xf_app_" + std::to_string(std::random_device{}()));
  std::filesystem::create_directory(data_);
  open();
  const auto rows = read_file(std::string(XINFANG_ROOT) + "/demo/office.toml");
  if (!rows.ok()) throw std::runtime_error("demo/office.toml: " + rows.refusal().code);
  const auto people = make_demo_office(office(), *rows, DemoScope::core);
  EXPECT_TRUE(people.ok()) << (people.ok() ? "" : people.refusal().code);
}

TestApp::~TestApp() {
  try {
    run_all_jobs(office());
    EXPECT_EQ(log_backlog(office().database), 0) << "events were left without a number";
  } catch (const std::exception& error) {
    ADD_FAILURE() << "the queued work failed: " << error.what();
  }
  router_.reset();
  open_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(data_, ignored);
}

void TestApp::open() {
  SetupOptions options;
  options.root = XINFANG_ROOT;
  options.data = data_.string();
  options.database = scratch_.options().url;
  options.schema = scratch_.options().schema;
  options.clock = &clock;
  options.demonstration = true;
  open_ = std::make_unique<OpenOffice>(options);
  router_ = std::make_unique<edge::Router>(edge_routes(office()));
}

void TestApp::reopen() {
  router_.reset();
  open_.reset();
  sessions_.clear();
  open();
}

Answer TestApp::send(const std::string& method, const std::string& path, const std::string& body,
                     const Sent& sent) {
  Request request;
  request.method = method;
  request.path = path;
  request.body = body;
  request.client_address = "192.0.2.7";
  for (const auto& [name, value] : sent.headers) request.headers.emplace_back(name, value);
  if (!body.empty()) request.headers.emplace_back("content-type", "application/json");
  std::string pair;
  for (std::istringstream pairs(sent.query); std::getline(pairs, pair, '&');) {
    const std::size_t equal = pair.find('=');
    request.query.emplace_back(pair.substr(0, equal), pair.substr(equal + 1));
  }
  const auto match = router_->match(method, path);
  Answer answer;
  if (!match.route) {
    answer.status = match.allow.empty() ? 404 : 405;
    return answer;
  }
  request.path_params = match.params;
  if (match.route->upload) {
    request.upload_path = (data_ / "upload").string();
    std::ofstream(request.upload_path, std::ios::binary) << sent.upload;
    request.upload_size = sent.upload.size();
  }
  answer.response = match.route->handler(request);
  record_exchange(match.route->pattern, request, answer.response);
  answer.status = answer.response.status;
  const auto json = Json::parse(answer.response.body);
  if (json.ok()) answer.body = *json;
  return answer;
}

Answer TestApp::as(const std::string& login, const std::string& method, const std::string& path,
                   const Json& body, const Sent& sent) {
  return as_raw(login, method, path, body.is_null() ? "" : body.dump(), sent);
}

Answer TestApp::as_raw(const std::string& login, const std::string& method,
                       const std::string& path, const std::string& body, const Sent& sent) {
  auto& [token, csrf] = sessions_[login];
  if (token.empty() || !find_live_session(office(), token)) {
    const auto user = find_user(office().database, login);
    if (!user) throw std::runtime_error("nobody signs in as " + login);
    const SignedIn opened = open_full_session(office(), *user, {"192.0.2.7", "test"});
    token = opened.token;
    csrf = opened.session.csrf;
  }
  Sent with = sent;
  with.headers["cookie"] = std::string(kTokenCookie) + "=" + token;
  with.headers["x-csrf-token"] = csrf;
  return send(method, path, body, with);
}

Answer TestApp::own(const Json& receipt, const std::string& method, const std::string& below,
                    const Json& body, const Sent& sent) {
  Sent with = sent;
  with.headers["x-query-code"] = receipt["query_code"].as_string();
  return send(method, "/api/v1/petitions/" + receipt["item_no"].as_string() + below,
              body.is_null() ? "" : body.dump(), with);
}

Json TestApp::petition() const {
  return Json::object()
      .set("title", "安澜建筑公司拖欠工资")
      .set("text", "我在清河镇工地做木工，三个月工资没有发。工地夜间施工扰民也请一并查处。")
      .set("claims", Json::array().push("请求发放三个月工资").push("请求查处夜间施工"))
      .set("petitioners", Json::array().push(Json::object()
                                                 .set("name", "陈敏")
                                                 .set("phone", "13800005678")
                                                 .set("address", "安澜县清河镇文化路2号")))
      .set("region_code", std::string(kDemoRegion));
}

Json TestApp::file(Json petition) {
  const Answer token = send("POST", "/api/v1/submissions", "");
  petition.set("token", token.body["token"].as_string());
  const Answer filed = send("POST", "/api/v1/petitions", petition.dump());
  EXPECT_EQ(filed.status, 201) << filed.response.body;
  return filed.body;
}

Json TestApp::matter(const std::string& login, const Json& receipt) {
  const Answer answer =
      as(login, "GET", "/api/v1/matters/" + receipt["item_no"].as_string());
  EXPECT_EQ(answer.status, 200) << login << ": " << answer.response.body;
  return answer.body;
}

Answer TestApp::act(const std::string& login, const Json& receipt, const std::string& deed,
                    Json fields, int subject) {
  const Answer seen = as(login, "GET", "/api/v1/matters/" + receipt["item_no"].as_string());
  if (seen.status != 200) return seen;
  for (const Json& action : seen.body["actions"].as_array()) {
    if (subject == 0 && action["deed"].as_string() == deed) {
      subject = static_cast<int>(action["subject"].as_int());
    }
  }
  return as(login, "POST",
            "/api/v1/matters/" + receipt["item_no"].as_string() + "/actions/" + deed,
            Json::object()
                .set("subject", subject == 0 ? 1 : subject)
                .set("version", seen.body["version"])
                .set("fields", std::move(fields)));
}

Id TestApp::organ(const std::string& code) const {
  for (const Organ* organ : open_->office().organs.now()->all()) {
    if (organ->code == code) return organ->organ_id;
  }
  throw std::runtime_error("no organ " + code);
}

void TestApp::set_day(const std::string& iso) {
  clock.set(*Instant::parse(iso + "T09:00:00+08:00"));
}

}  // namespace xinfang
