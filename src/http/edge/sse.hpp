// Topics of server-sent events and who listens. I/O thread only.
//
// Every subscriber has a bounded queue; one that does not keep up is cut, and its browser comes
// back by itself. A message exists once, however many wait for it.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace xinfang::edge {

// The bytes of one event. Line breaks in `data` become data lines; in `event` they are dropped.
std::string event_text(std::string_view event, std::string_view data);

struct Subscriber {
  std::deque<std::shared_ptr<const std::string>> queue;
  bool cut = false;            // did not keep up
  std::function<void()> wake;  // called when the queue has grown or `cut` was set
};

class Topics {
 public:
  explicit Topics(std::size_t queue_limit) : limit_(queue_limit) {}

  void join(const std::vector<std::string>& topics, Subscriber* subscriber);
  void leave(const std::vector<std::string>& topics, Subscriber* subscriber);
  void publish(const std::string& topic, const std::shared_ptr<const std::string>& message);

 private:
  const std::size_t limit_;
  std::unordered_map<std::string, std::set<Subscriber*>> by_topic_;
};

}  // namespace xinfang::edge
