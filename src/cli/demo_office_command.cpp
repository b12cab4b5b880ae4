#include "cli/demo_office_command.hpp"

#include <array>
#include <map>
#include <ostream>

#include "base/files.hpp"
#include "cli/office_setup.hpp"
#include "services/organ_service.hpp"
#include "services/people_service.hpp"
#include "services/second_factor.hpp"

namespace xinfang {

namespace {

struct DemoOrgan {
  std::string_view code, name, short_name, type, superior, review, prefix, category;
};
constexpr std::array kOrgans = {
    DemoOrgan{"0100", "安澜县人民政府", "安澜县政府", "GOVERNMENT", "", "", "安政", ""},
    DemoOrgan{"0001", "安澜县信访局", "县信访局", "PETITION_OFFICE", "0100", "0100", "安信", ""},
    DemoOrgan{"0201", "安澜县人力资源和社会保障局", "县人社局", "DEPARTMENT", "0100", "0100",
              "安人社", "040000"},
    DemoOrgan{"0202", "安澜县住房和城乡建设局", "县住建局", "DEPARTMENT", "0100", "0100", "安住建",
              "030000"},
    DemoOrgan{"0401", "安澜县纪律检查委员会", "县纪委", "DISCIPLINE_ORGAN", "0100", "0100", "安纪",
              ""},
    DemoOrgan{"0301", "清河镇人民政府", "清河镇", "TOWNSHIP", "0100", "0100", "清政", ""}};

struct DemoRoles {
  std::string_view login, name, organ;
  std::array<std::string_view, 4> roles;
};
constexpr std::array kPeople = {
    DemoRoles{"laowu", "老吴", "0001",
              {"REGISTRAR", "LETTER_HANDLER", "RECEPTIONIST", "ONLINE_HANDLER"}},
    DemoRoles{"zhouju", "周局", "0001", {"OFFICE_HEAD"}},
    DemoRoles{"fanglian", "方联", "0001", {"DISCIPLINE_LIAISON"}},
    DemoRoles{"xiaolin", "小林", "0201", {"ORGAN_RECEIVER", "CASE_OFFICER"}},
    DemoRoles{"hanju", "韩局", "0201", {"ORGAN_HEAD", "SIGNING_LEADER"}},
    DemoRoles{"xiaohe", "小何", "0202", {"ORGAN_RECEIVER", "CASE_OFFICER"}},
    DemoRoles{"songju", "宋局", "0202", {"ORGAN_HEAD", "SIGNING_LEADER"}},
    DemoRoles{"aqing", "阿青", "0301", {"ORGAN_RECEIVER", "CASE_OFFICER", "ORGAN_HEAD"}}};

constexpr int kCountyLevel = 4, kTownshipLevel = 5;
constexpr std::string_view kKnownPassword = "Anlan-demo-2026";

Organ organ_of(const DemoOrgan& row, const std::map<std::string_view, Id>& made) {
  Organ organ;
  organ.code = row.code;
  organ.name = row.name;
  organ.short_name = row.short_name;
  organ.type = row.type;
  organ.level = row.type == "TOWNSHIP" ? kTownshipLevel : kCountyLevel;
  organ.region_code = kDemoRegion;
  if (!row.superior.empty()) organ.superior_id = made.at(row.superior);
  if (!row.review.empty()) organ.review_organ_id = made.at(row.review);
  organ.document_prefix = row.prefix;
  organ.address = "安澜县清河镇文化路1号";
  organ.phone = "0000-00000" + std::string(row.code.substr(1));
  if (!row.category.empty()) organ.categories = {std::string(row.category)};
  organ.valid_from_on = Date::of(2020, 1, 1);
  return organ;
}

// A known second factor: anybody can work it out, which is the point of a demonstration.
Result<Bytes> enrol_known(Office& office, User user) {
  const Bytes secret = sha256("xinfang demonstration " + user.login).substr(0, 20);
  user.totp_secret = seal_totp_secret(office.keys, user.user_id, secret);
  user.must_change = false;
  Result<Done> written = write_user(office, user);
  if (!written) return written.refusal();
  return secret;
}

}  // namespace

Result<std::vector<DemoPerson>> make_demo_office(Office& office, bool known) {
  if (!office.organs.now()->all().empty()) {
    return refuse("demo_office_there", Refusal::Kind::conflict);
  }
  std::map<std::string_view, Id> made;
  for (const DemoOrgan& row : kOrgans) {
    Result<Organ> organ = write_organ(office, 0, organ_of(row, made));
    if (!organ) return organ.refusal();
    made[row.code] = organ->organ_id;
  }
  std::vector<DemoPerson> people;
  for (const DemoRoles& row : kPeople) {
    NewUser wanted;
    wanted.login = row.login;
    wanted.name = row.name;
    wanted.organ_id = made.at(row.organ);
    for (const std::string_view role : row.roles) {
      if (!role.empty()) wanted.roles.emplace_back(role);
    }
    if (known) wanted.password = kKnownPassword;
    Result<CreatedUser> created = create_user(office, 0, wanted);
    if (!created) return created.refusal();
    DemoPerson person;
    person.login = row.login;
    person.name = row.name;
    person.organ = row.organ;
    person.password = known ? std::string(kKnownPassword) : created->password;
    if (known) {
      Result<Bytes> secret = enrol_known(office, created->user);
      if (!secret) return secret.refusal();
      person.totp_secret = *secret;
    }
    people.push_back(std::move(person));
  }
  return people;
}

int run_demo_office(Office& office, bool known, std::ostream& out, std::ostream& err) {
  const auto people = make_demo_office(office, known);
  if (!people) {
    err << refusal_line(office, people.refusal()) << "\n";
    return 1;
  }
  if (known) {
    // What serve looks for, so that nobody meets known secrets unawares.
    const auto marked = write_file_durably(office.settings.attachment_folder + "/../demonstration",
                                           "known passwords and second factors\n");
    if (!marked) {
      err << refusal_line(office, marked.refusal()) << "\n";
      return 1;
    }
  }
  for (const DemoPerson& person : *people) {
    out << person.login << "\t" << person.name << "\t" << person.organ << "\t" << person.password;
    if (!person.totp_secret.empty()) out << "\t" << base32(person.totp_secret);
    out << "\n";
  }
  return 0;
}

}  // namespace xinfang
