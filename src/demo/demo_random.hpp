// Chance that repeats itself: the same seed gives the same numbers on every machine.
#pragma once

#include <cstdint>
#include <vector>

namespace xinfang {

class DemoRandom {
 public:
  // `stream`: an own sequence for each thing, so that one more number drawn for it leaves the others.
  DemoRandom(std::uint64_t seed, std::uint64_t stream)
      : state_(seed * 0x9E3779B97F4A7C15ULL + stream * 0xD1B54A32D192ED03ULL) {}

  std::uint64_t next() {  // splitmix64
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }  // 0 <= x < 1
  std::int64_t between(std::int64_t least, std::int64_t most) {            // both may come
    if (most <= least) return least;
    return least + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool chance(std::int64_t percent) { return between(0, 99) < percent; }
  // Needs a list that is not empty.
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(next() % list.size())];
  }
  // Needs a weight above 0.
  std::size_t weighted(const std::vector<std::int64_t>& weights) {
    std::int64_t sum = 0;
    for (const std::int64_t weight : weights) sum += weight;
    std::int64_t left = between(0, sum - 1);
    std::size_t place = 0;
    while (left >= weights[place]) left -= weights[place++];
    return place;
  }
  template <class T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t i = list.size(); i > 1; --i) {
      std::swap(list[i - 1], list[static_cast<std::size_t>(next() % i)]);
    }
  }

 private:
  std::uint64_t state_;
};

}  // namespace xinfang
