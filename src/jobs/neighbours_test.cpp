// Two servers on one database, in one process: what one changes the other learns by looking.
#include "jobs/neighbours.hpp"

#include "services/office_fixture.hpp"
#include "services/own_rules_service.hpp"
#include "store/matter_store.hpp"
#include "store/own_rules_store.hpp"

namespace xinfang {
namespace {

class NeighboursTest : public OfficeTest {
 protected:
  // The other server: what it holds in memory is its own.
  Office& there() {
    if (!there_) {
      database_ = Database::open(options());
      ids_ = std::make_unique<IdMaker>(clock, take_node(*database_));
      there_ = std::make_unique<Office>(Office{
          .database = *database_, .keys = office().keys, .search = office().search, .clock = clock,
          .ids = *ids_, .law = law_, .calendar = calendar_, .divisions = office().divisions,
          .categories = office().categories, .messages = office().messages, .organs = organs_,
          .settings = {}, .publish = {}, .edge_figures = {}});
    }
    return *there_;
  }
  std::string name_there() {
    const auto organs = organs_.now();
    const Organ* found = organs->find(organ.organ_id);
    return found ? found->name : "";
  }

 private:
  std::unique_ptr<Database> database_;
  std::unique_ptr<IdMaker> ids_;
  LawBook law_{Law()};
  CalendarBook calendar_{WorkCalendar()};
  OrganBook organs_{OrganDirectory()};
  std::unique_ptr<Office> there_;
};
INSTANTIATE_TEST_SUITE_P(ServersOnPostgres, NeighboursTest, ::testing::Values(Engine::postgres),
                         engine_name);

TEST_P(NeighboursTest, AnOrganChangedElsewhereIsKnownAfterALook) {
  Neighbours neighbours(there(), options(), [] {});
  neighbours.look();
  EXPECT_EQ(name_there(), organ.name) << "what came before the first look as well";
  organ.name = "和平区信访工作局";
  ASSERT_TRUE(write_organ(office(), 0, organ).ok());
  EXPECT_NE(name_there(), organ.name);
  neighbours.look();
  EXPECT_EQ(name_there(), organ.name);
}

TEST_P(NeighboursTest, OwnDaysEnteredElsewhereAreCountedWith) {
  Neighbours neighbours(there(), options(), [] {});
  neighbours.look();
  const auto before = there().calendar.now()->named_days(2027).size();
  ChangeSet changes;
  save_own_days(changes, 2027, "国办发明电", {{Date::of(2027, 1, 4), false, "元旦", true}});
  ASSERT_TRUE(db().commit(std::move(changes)).committed());
  neighbours.look();
  EXPECT_EQ(there().calendar.now()->named_days(2027).size(), before + 1);
}

TEST_P(NeighboursTest, OnlyTheOneOnDutyIsCalledToWork) {
  int here = 0, elsewhere = 0;
  auto first = std::make_unique<Neighbours>(office(), options(), [&] { ++here; });
  Neighbours second(there(), options(), [&] { ++elsewhere; });
  first->look();
  second.look();
  EXPECT_TRUE(first->on_duty());
  EXPECT_FALSE(second.on_duty());
  EXPECT_EQ(here, 1);
  EXPECT_EQ(elsewhere, 0);
  first.reset();
  while (!second.on_duty()) second.look();
  EXPECT_EQ(elsewhere, 1);
}

TEST_P(NeighboursTest, NoTwoProcessesMakeIdsOfOneNode) {
  const unsigned mine = take_node(db());
  const unsigned theirs = node_of(there().ids.next());
  EXPECT_NE(mine, theirs);
  take_numbers(db(), "node", 254);  // all the way round: those that are held are passed over
  const auto third = Database::open(options());
  const unsigned next = take_node(*third);
  EXPECT_TRUE(next != mine && next != theirs) << next;
}

}  // namespace
}  // namespace xinfang
