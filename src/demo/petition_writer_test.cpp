#include "demo/petition_writer.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/text.hpp"
#include "cli/law_files.hpp"
#include "demo/demo_fixture.hpp"
#include "demo/demo_office.hpp"

namespace xinfang {
namespace {

const DemoPlace kVillage{"990121100203", "990121100", "清河镇", "竹园村"};
const Instant kAt = *Instant::parse("2025-05-14T20:31:00+08:00");

WrittenPetition written(const DemoStory& story, std::uint64_t stream, std::uint64_t seed = 1) {
  DemoRandom random(seed, stream);
  return write_petition(demo_texts(), story, kVillage, kAt, random);
}

std::string everything(const WrittenPetition& petition) {
  std::string all = petition.title + petition.text;
  const DemoStory& story = petition.story;
  for (const DemoClaim& claim : petition.claims) {
    all += claim.ask + claim.answers[0] + claim.answers[1] + claim.answers[2];
  }
  for (const auto* texts : {&story.found, &story.titles, &story.open, &story.more}) {
    for (const std::string& text : *texts) all += petition.fill(text);
  }
  for (const std::string& text : story.why) all += petition.fill(text);
  for (const std::string& text : story.reply) all += petition.fill(text);
  return all + petition.fill(story.brief) + petition.fill(story.study);
}

TEST(PetitionWriter, FillsEverySlotOfEveryStory) {
  for (const DemoStory& story : demo_texts().stories) {
    for (std::uint64_t stream = 0; stream < 40; ++stream) {
      const WrittenPetition petition = written(story, stream);
      const std::string all = everything(petition);
      EXPECT_EQ(all.find_first_of("{}|"), all.npos) << story.id << ": " << all;
      EXPECT_GE(characters(petition.title), 4u) << story.id;
      EXPECT_LE(characters(petition.title), 60u) << petition.title;
      EXPECT_FALSE(petition.claims.empty()) << story.id;
    }
  }
}

TEST(PetitionWriter, FillsTheTextsThatGoWithSteps) {
  const WrittenPetition petition = written(demo_texts().stories[0], 1);
  for (const auto& [name, pool] : demo_texts().pools) {
    if (name == "chronicle") continue;  // has the days of its entries
    for (const std::string& text : pool) {
      EXPECT_EQ(petition.fill(text).find('{'), std::string::npos) << name;
    }
  }
  EXPECT_THROW(petition.fill("{nothing_of_that_name}"), std::out_of_range);
}

TEST(PetitionWriter, TheSameSeedWritesTheSameAndAnotherSomethingElse) {
  int same = 0;
  for (const DemoStory& story : demo_texts().stories) {
    const WrittenPetition once = written(story, 7), again = written(story, 7);
    EXPECT_EQ(once.text, again.text);
    EXPECT_EQ(once.petitioners.dump(), again.petitioners.dump());
    same += once.text == written(story, 7, 2).text;
  }
  EXPECT_LE(same, 4);  // a few terse lines have nothing that could differ
}

TEST(PetitionWriter, WritesFromOneLineToManyHundredCharacters) {
  std::multiset<std::size_t> lengths;
  std::set<std::string> different;
  for (const DemoStory& story : demo_texts().stories) {
    for (std::uint64_t stream = 0; stream < 20; ++stream) {
      const WrittenPetition petition = written(story, stream);
      lengths.insert(characters(petition.text));
      different.insert(petition.text);
    }
  }
  EXPECT_LT(*lengths.begin(), 30u);
  EXPECT_GT(*lengths.rbegin(), 700u);
  EXPECT_LE(*lengths.rbegin(), 1500u);
  EXPECT_GT(different.size() * 10, lengths.size() * 9);
}

TEST(PetitionWriter, NumbersAgreeInTextClaimsAndAnswers) {
  for (const DemoStory& story : demo_texts().stories) {
    if (story.id != "wages_site") continue;
    const WrittenPetition petition = written(story, 3);
    const std::string amount = petition.slots.at("amount") + "元";
    EXPECT_NE(petition.claims[0].ask.find(amount), std::string::npos);
    EXPECT_NE(petition.claims[0].answers[0].find(amount), std::string::npos);
    EXPECT_NE(petition.fill(petition.story.found[0]).find(petition.slots.at("since")), std::string::npos);
    return;
  }
  FAIL() << "no story about wages";
}

TEST(PetitionWriter, PeopleHaveNumbersThatNobodyHas) {
  int with_number = 0;
  for (std::uint64_t stream = 0; stream < 60; ++stream) {
    const WrittenPetition petition = written(demo_texts().stories[0], stream);
    for (const Json& person : petition.petitioners.as_array()) {
      EXPECT_TRUE(person["phone"].as_string().starts_with("1380000"));
      const std::string& number = person["id_number"].as_string();
      if (number.empty()) continue;
      ++with_number;
      EXPECT_TRUE(valid_id_number(number)) << number;
      EXPECT_TRUE(number.starts_with(kDemoRegion)) << number;
    }
  }
  EXPECT_GT(with_number, 5);
}

TEST(DemoTexts, EveryMainCategoryHasAStory) {
  const auto categories = load_categories(XINFANG_ROOT "/law");
  ASSERT_TRUE(categories.ok());
  std::set<std::string> told;
  for (const DemoStory& story : demo_texts().stories) {
    ASSERT_TRUE(categories->find(story.category)) << story.id;
    told.insert(story.category.substr(0, 2));
  }
  for (const Category* category : categories->first_levels(china_date(kAt))) {
    EXPECT_TRUE(told.contains(category->code.substr(0, 2))) << category->name;
  }
  EXPECT_GE(demo_texts().stories.size(), 40u);
}

TEST(DemoTexts, SaysWhatIsMissing) {
  const auto detail = [](std::string_view toml) {
    const auto parsed = DemoTexts::parse(toml);
    EXPECT_FALSE(parsed.ok());
    return parsed.ok() ? std::string() : parsed.refusal().facts.at(0).second;
  };
  EXPECT_NE(detail("= 1").find("line 1"), std::string::npos);
  EXPECT_EQ(detail(""), "there is no table words");
  const std::string ground = "[words]\na=['b']\n[pools]\na=['b']\n[tone.plain]\nhello=['a']\n"
                             "feel=['a']\nend=['a']\n[[story]]\n";
  EXPECT_EQ(detail(ground), "a story has no id");
  EXPECT_EQ(detail(ground + "id='x'\n"), "story x has no titles");
  const std::string story = "id='x'\nkind='2'\ntitles=['1|a']\nmore=['a']\nbrief='a'\n";
  EXPECT_EQ(detail(ground + story + "open=['1|a','2|b']\nclaims=[['a','','','']]\n"),
            "story x: theme 2 has no title or no claim");
}

TEST(DemoCourses, SaysWhatIsMissing) {
  const auto parsed = DemoCourses::parse("[days]\nstart=[1]\n[shape]\n[[course]]\nname='x'\n");
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.refusal().facts.at(0).second, "days.start");
}

}  // namespace
}  // namespace xinfang
