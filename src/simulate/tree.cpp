#include "simulate/tree.hpp"

#include <string>

namespace xinfang {
namespace {

struct Place {
  std::string region, name;
  int level;
  Id government = 0, office = 0, discipline = 0;
  std::vector<Id> departments;  // in the order of kDepartments; 0: none here
};

struct Department {
  const char* name;
  const char* type;
  std::vector<std::string> categories;
};

const std::vector<Department>& departments() {
  static const std::vector<Department> kAll = {
      {"住房和城乡建设", "DEPARTMENT", {"020000", "030000"}},
      {"人力资源和社会保障", "DEPARTMENT", {"040000", "070000"}},
      {"农业农村", "DEPARTMENT", {"010000", "130000"}},
      {"公安", "PUBLIC_SECURITY", {"080000"}}};
  return kAll;
}

class Builder {
 public:
  SimulatedTree tree;

  Id add(const Place& place, const std::string& name, const std::string& type, Id superior,
         Id line = 0) {
    Organ organ;
    organ.organ_id = static_cast<Id>(tree.list.size()) + 1;
    organ.code = std::to_string(1000 + organ.organ_id);
    organ.name = organ.short_name = name;
    organ.type = type;
    organ.level = place.level;
    organ.region_code = place.region;
    organ.superior_id = superior;
    organ.line_superior_id = line;
    organ.document_prefix = "拟" + organ.code;
    organ.valid_from_on = Date::of(2000, 1, 1);
    tree.list.push_back(organ);
    return organ.organ_id;
  }

  void equip(Place& place, const Place* above, std::size_t department_count) {
    place.government = add(place, place.name + "人民政府", place.level == 5 ? "TOWNSHIP" : "GOVERNMENT",
                           above ? above->government : 0);
    place.office = add(place, place.name + "信访局", "PETITION_OFFICE", place.government,
                       above ? above->office : 0);
    if (place.level == 5) return;
    place.discipline = add(place, place.name + "纪委监委", "DISCIPLINE_ORGAN", 0,
                           above ? above->discipline : 0);
    for (std::size_t i = 0; i < department_count; ++i) {
      const Department& kind = departments()[i];
      const bool line = above && i < above->departments.size();
      const Id id = add(place, place.name + kind.name + (place.level == 2 ? "厅" : "局"), kind.type,
                        place.government, line ? above->departments[i] : 0);
      tree.list.back().categories = kind.categories;
      place.departments.push_back(id);
    }
    if (place.level == 2) return;
    add(place, place.name + "人民法院", "COURT", 0);
    add(place, place.name + "信访工作联席会议办公室", "JOINT_MEETING_OFFICE", 0);
  }

  void hire(Id organ_id, std::vector<std::string> roles) {
    Actor actor{"staff", next_user_++, organ_id, std::move(roles)};
    Post post{actor.user_id, organ_id, leads_organ(actor.roles), Date::of(2015, 1, 1), Date{}};
    tree.posts.push_back(post);
    // Now and then somebody came from the neighbour: where he was counts for the wall too.
    if (actor.user_id % 17 == 0 && organ_id > 2) {
      tree.posts.push_back({actor.user_id, organ_id - 2, false, Date::of(2010, 1, 1),
                            Date::of(2014, 12, 31)});
    }
    tree.people[static_cast<std::size_t>(organ_id)].push_back(std::move(actor));
  }

  void hire_all() {
    tree.people.resize(tree.list.size() + 1);
    for (const Organ& organ : tree.list) {
      const Id id = organ.organ_id;
      if (organ.is_petition_office()) {
        hire(id, {"REGISTRAR", "LETTER_HANDLER", "RECEPTIONIST", "ONLINE_HANDLER"});
        hire(id, {"LETTER_HANDLER", "RECEPTIONIST", "ONLINE_HANDLER"});
        hire(id, {"OFFICE_HEAD"});
        hire(id, {"INSPECTOR", "REVIEW_OFFICER"});
      } else if (organ.type == "JOINT_MEETING_OFFICE") {
        hire(id, {"JOINT_MEETING_SECRETARY"});
      } else {
        hire(id, {"ORGAN_RECEIVER", "REGISTRAR"});
        hire(id, {"CASE_OFFICER"});
        hire(id, {"CASE_OFFICER"});
        hire(id, {"ORGAN_HEAD", "SIGNING_LEADER"});
        hire(id, {"ORGAN_HEAD", "SIGNING_LEADER"});
        hire(id, {"REVIEW_OFFICER"});
        hire(id, {"REVIEW_OFFICER"});
      }
      hire(id, {"DISCIPLINE_LIAISON"});
    }
  }

 private:
  Id next_user_ = 1001;
};

}  // namespace

SimulatedTree simulated_tree() {
  Builder builder;
  Place province{"990000", "拟安省", 2, 0, 0, 0, {}};
  builder.equip(province, nullptr, 2);
  Place city{"990100", "澄江市", 3, 0, 0, 0, {}};
  builder.equip(city, &province, departments().size());
  const char* counties[] = {"安澜县", "临溪县", "平湖区"};
  const char* towns[] = {"城关镇", "石桥镇"};
  for (int i = 0; i < 3; ++i) {
    Place county{"99010" + std::to_string(i + 1), counties[i], 4, 0, 0, 0, {}};
    builder.equip(county, &city, departments().size());
    builder.add(county, county.name + "劳动保障监察大队", "PUBLIC_INSTITUTION", county.departments[1],
                county.departments[1]);
    builder.tree.list.back().categories = {"040000"};
    for (int j = 0; j < 2; ++j) {
      Place town{county.region + "10" + std::to_string(j), county.name + towns[j], 5, 0, 0, 0, {}};
      builder.equip(town, &county, 0);
    }
  }
  builder.hire_all();
  builder.tree.organs = OrganDirectory(builder.tree.list);
  return std::move(builder.tree);
}

}  // namespace xinfang
