#include "demo/petition_writer.hpp"

#include <algorithm>
#include <cstdio>

namespace xinfang {

namespace {

constexpr std::string_view kGroup = "group";

enum class Length { terse, brief, usual, detailed, whole_story };

std::string fill_slots(const std::map<std::string, std::string>& slots, const std::string& from) {
  std::string filled;
  for (std::size_t at = 0; at < from.size();) {
    const std::size_t open = from.find('{', at);
    filled.append(from, at, open == from.npos ? from.npos : open - at);
    if (open == from.npos) break;
    const std::size_t close = from.find('}', open);
    filled += slots.at(from.substr(open + 1, close == from.npos ? close : close - open - 1));
    at = close + 1;
  }
  return filled;
}

std::string month_words(Date on, Date today) {
  const std::string month = std::to_string(on.month()) + "月";
  if (on.year() == today.year()) return "今年" + month;
  if (on.year() == today.year() - 1) return "去年" + month;
  return std::to_string(on.year()) + "年" + month;
}

std::string day_words(Date on, Date today) {
  const std::string day = std::to_string(on.day()) + "日";
  if (on.year() != today.year())
    return std::to_string(on.year()) + "年" + std::to_string(on.month()) + "月" + day;
  if (on.month() == today.month()) return "本月" + day;
  if (on.month() + 1 == today.month()) return "上月" + day;
  return std::to_string(on.month()) + "月" + day;
}

// A number as somebody would name it: round when it is large, sometimes to the last yuan.
std::int64_t plausible(std::int64_t number, DemoRandom& random) {
  if (number < 200) return number;
  const std::int64_t step = number < 2000 ? 20 : number < 20000 ? 100 : 1000;
  return random.chance(75) ? number / step * step : number;
}

void add_numbers(const std::map<std::string, DemoRange>& ranges, DemoRandom& random,
                 std::map<std::string, std::string>& slots) {
  for (const auto& [name, range] : ranges) {
    slots[name] = std::to_string(plausible(random.between(range.first, range.second), random));
  }
}

std::map<std::string, std::string> slots_of(const DemoTexts& texts, const DemoStory& story,
                                            const DemoPlace& place, Date today,
                                            DemoRandom& random) {
  std::map<std::string, std::string> slots;
  add_numbers(texts.numbers, random, slots);
  add_numbers(story.numbers, random, slots);
  for (const auto& [name, list] : texts.words) slots[name] = random.pick(list);
  slots["town"] = place.town;
  slots["village"] = place.village.empty() ? place.town : place.village;
  const bool urban = story.place == "urban";
  slots["home"] = place.town + (urban ? slots["estate"] : place.village);
  slots["since"] = month_words(today.plus_months(-std::stoi(slots["months"])), today);
  slots["years_ago"] = std::to_string(today.year() - std::stoi(slots["years"])) + "年";
  slots["day"] = day_words(today - static_cast<int>(random.between(2, 26)), today);
  return slots;
}

Length length_of(const DemoStory& story, DemoRandom& random) {
  const bool appeal = story.kind == "3";
  return static_cast<Length>(
      random.weighted(appeal ? std::vector<std::int64_t>{12, 26, 34, 20, 8}
                             : std::vector<std::int64_t>{14, 36, 50, 0, 0}));
}

const DemoTone& tone_of(const DemoTexts& texts, const DemoStory& story, bool alone,
                        DemoRandom& random) {
  std::vector<std::string> told = story.tones;
  if (alone) std::erase(told, kGroup);
  if (!told.empty()) return *texts.tone(random.pick(told));
  std::vector<std::int64_t> weights;
  for (const DemoTone& tone : texts.tones) {
    weights.push_back(alone && tone.name == kGroup ? 0 : tone.weight);
  }
  return texts.tones[random.weighted(weights)];
}

// Some of a list in the list's order.
std::vector<std::string> some(const std::vector<std::string>& list, std::size_t count,
                              DemoRandom& random) {
  std::vector<std::size_t> places(list.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  random.shuffle(places);
  places.resize(std::min(count, places.size()));
  std::sort(places.begin(), places.end());
  std::vector<std::string> chosen;
  for (const std::size_t place : places) chosen.push_back(list[place]);
  return chosen;
}

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& one : list) text += one;
  return text;
}

class Composer {
 public:
  Composer(const DemoTexts& texts, WrittenPetition& petition, Date today, bool alone,
           DemoRandom& random)
      : texts_(texts),
        story_(petition.story),
        petition_(petition),
        today_(today),
        random_(random),
        tone_(tone_of(texts, story_, alone, random)) {}

  std::string text() {
    const Length length = length_of(story_, random_);
    if (length == Length::terse) return petition_.fill(story_.brief);
    const std::string open = random_.pick(story_.open);
    const std::string end = random_.pick(tone_.end);
    if (length == Length::brief) {
      return petition_.fill(open + joined(some(story_.more, 1, random_)) + end);
    }
    const std::string hello = random_.pick(tone_.hello);
    if (length == Length::usual) {
      return petition_.fill(hello + open + joined(some(story_.more, 2, random_)) +
                            (random_.chance(60) ? random_.pick(tone_.feel) : "") + end);
    }
    return long_text(length, hello + open, end);
  }

  // The first claim is what the story is about; an aside may come with it.
  std::vector<DemoClaim> claims(std::size_t least) {
    std::vector<DemoClaim> chosen(story_.claims.begin(), story_.claims.begin() + 1);
    for (std::size_t i = 1; i < story_.claims.size(); ++i) {
      if (random_.chance(52) || chosen.size() < least) chosen.push_back(story_.claims[i]);
    }
    const bool aside = story_.kind == "3" && random_.chance(12);
    if (aside || chosen.size() < least) chosen.push_back(random_.pick(texts_.asides));
    for (DemoClaim& claim : chosen) {
      claim.ask = petition_.fill(claim.ask);
      for (std::string& answer : claim.answers) answer = petition_.fill(answer);
    }
    return chosen;
  }

  bool group() const { return tone_.name == kGroup; }

 private:
  std::string long_text(Length length, const std::string& first, const std::string& end) {
    const bool whole = length == Length::whole_story;
    std::string text = petition_.fill(first) + "\n";
    if (whole) text += joined(some(texts_.pool("household"), 2, random_)) + "\n";
    text += petition_.fill(joined(some(story_.more, whole ? 9 : 3, random_))) + "\n";
    text += chronicle(whole ? random_.between(4, 7) : random_.between(1, 3)) + "\n";
    if (whole) text += joined(some(texts_.pool("papers"), 2, random_)) + "\n";
    text += petition_.fill(joined(some(tone_.feel, whole ? 2 : 1, random_))) + "\n";
    if (whole) {
      text += joined(some(texts_.pool("plea"), 2, random_)) + "\n" +
              random_.pick(texts_.pool("requests"));
      int number = 0;
      for (const DemoClaim& claim : petition_.claims) {
        text += std::to_string(++number) + "．" + claim.ask + "；";
      }
      text.replace(text.size() - std::string("；").size(), std::string("；").size(), "。");
      text += "\n";
    }
    return text + petition_.fill(end);
  }

  std::string chronicle(std::int64_t count) {
    std::string text = random_.pick(texts_.pool("chronicle_start"));
    int days_ago = static_cast<int>(random_.between(20, 30 + 12 * count));
    for (const std::string& entry :
         some(texts_.pool("chronicle"), static_cast<std::size_t>(count), random_)) {
      auto slots = petition_.slots;
      slots["date"] = day_words(today_ - days_ago, today_);
      text += fill_slots(slots, entry);
      days_ago = std::max(1, days_ago - static_cast<int>(random_.between(2, 11)));
    }
    return text;
  }

  const DemoTexts& texts_;
  const DemoStory& story_;
  WrittenPetition& petition_;
  const Date today_;
  DemoRandom& random_;
  const DemoTone& tone_;
};

// GB 11643 over 17 digits.
char id_check(const std::string& digits) {
  static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * kWeights[i];
  return "10X98765432"[sum % 11];
}

std::string padded(std::int64_t number, int width) {
  char text[24];
  std::snprintf(text, sizeof text, "%0*lld", width, static_cast<long long>(number));
  return text;
}

}  // namespace

std::string WrittenPetition::fill(const std::string& text_template) const {
  return fill_slots(slots, text_template);
}

Json demo_person(const WrittenPetition& petition, DemoRandom& random) {
  static const std::vector<std::string> kFamily = {
      "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
      "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹",
      "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛"};
  static const std::vector<std::string> kGiven = {
      "小满", "谷雨", "立夏", "白露", "春分", "秋实", "有田", "大山", "清泉", "远志", "长河", "青禾",
      "石生", "木兰", "采薇", "思源", "知行", "守诚", "乐平", "安然", "晓光", "明月", "向阳", "如松",
      "若竹", "问渠", "听雨", "望舒", "南星", "半夏", "连翘", "杜仲", "麦穗", "稻香", "归帆", "渔歌"};
  Json person = Json::object().set("name", random.pick(kFamily) + random.pick(kGiven));
  person.set("phone", "1380000" + padded(random.between(0, 9999), 4));
  if (random.chance(35)) {
    const std::string digits = petition.place.code.substr(0, 6) +
                               std::to_string(random.between(1950, 2001)) +
                               padded(random.between(1, 12), 2) + padded(random.between(1, 28), 2) +
                               padded(random.between(1, 999), 3);
    person.set("id_number", digits + id_check(digits));
  }
  person.set("address", petition.slots.at("home") + std::to_string(random.between(1, 180)) + "号");
  return person;
}

WrittenPetition write_petition(const DemoTexts& texts, const DemoStory& story,
                               const DemoPlace& place, Instant at, DemoRandom& random,
                               const WishedPetition& wished) {
  WrittenPetition petition;
  const Date today = china_date(at);
  const std::vector<char> themes = story.themes();
  petition.story = themes.empty() ? story : story.of_theme(random.pick(themes));
  petition.place = place;
  petition.slots = slots_of(texts, story, place, today, random);
  Composer composer(texts, petition, today, wished.alone, random);
  petition.title = petition.fill(random.pick(petition.story.titles));
  petition.claims = composer.claims(static_cast<std::size_t>(wished.claims));
  petition.slots["ask"] = petition.claims[0].ask;
  petition.text = composer.text();
  if (composer.group()) petition.person_count = random.between(5, 40);
  // Who appeals wants an answer, and nobody can be served who left no name.
  const std::int64_t anonymous = story.kind == "2" ? 30 : story.kind == "1" ? 6 : 0;
  if (!random.chance(anonymous)) {
    const std::int64_t people = petition.person_count > 1 ? random.between(2, 4) : 1;
    for (std::int64_t i = 0; i < people; ++i) petition.petitioners.push(demo_person(petition, random));
  }
  return petition;
}

}  // namespace xinfang
