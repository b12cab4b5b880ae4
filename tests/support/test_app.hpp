// One office for a test: temporary database on a chosen engine, a clock that stands, the people of
// 安澜县, requests without sockets, jobs by name. At its end it runs what is queued and fails when
// anything is left.
//
// 陈敏 petitions; 老吴 registers, screens and transfers; 小林 receives and handles; 韩局 signs.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "cli/office_setup.hpp"
#include "demo/demo_office.hpp"
#include "http/api.hpp"
#include "http/edge/router.hpp"
#include "store/engine_fixture.hpp"

namespace xinfang {

struct Answer {
  int status = 0;
  Json body;            // null when it is not JSON
  Response response;

  std::string code() const { return body["code"].as_string(); }
  std::string field() const { return body["field"].as_string(); }
};

class TestApp {
 public:
  explicit TestApp(Engine engine);
  ~TestApp();

  SetClock clock;
  Office& office() { return open_->office(); }

  struct Sent {
    std::map<std::string, std::string> headers;
    std::string query, upload;  // upload: bytes of a file
  };
  Answer send(const std::string& method, const std::string& path, const std::string& body,
              const Sent& sent = {});
  // As the person who signs in with that login.
  Answer as(const std::string& login, const std::string& method, const std::string& path,
            const Json& body = Json(), const Sent& sent = {});
  Answer as_raw(const std::string& login, const std::string& method, const std::string& path,
                const std::string& body, const Sent& sent = {});
  // As the petitioner who holds the receipt.
  Answer own(const Json& receipt, const std::string& method, const std::string& below = "",
             const Json& body = Json(), const Sent& sent = {});

  Json petition() const;                       // a good body without token: 陈敏, wages
  Json file(Json petition);                    // token and filing; the receipt
  Json file() { return file(petition()); }
  // A step at the newest version; `subject` 0: the one part for which the desk offers it.
  Answer act(const std::string& login, const Json& receipt, const std::string& deed,
             Json fields = Json::object(), int subject = 0);
  Json matter(const std::string& login, const Json& receipt);
  Id organ(const std::string& code) const;
  void set_day(const std::string& iso);        // 09:00 in China
  void reopen();                               // as a restarted server
  std::string folder() const { return data_.string(); }

 private:
  void open();

  ScratchDatabase scratch_;
  std::filesystem::path data_;
  std::unique_ptr<OpenOffice> open_;
  std::unique_ptr<edge::Router> router_;
  std::map<std::string, std::pair<std::string, std::string>> sessions_;  // login -> token, csrf
};

class ApiTest : public ::testing::TestWithParam<Engine> {
 protected:
  ApiTest() : app(GetParam()) {}
  TestApp app;
};

}  // namespace xinfang
