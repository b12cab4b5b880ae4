#include "http/edge/sse.hpp"

namespace xinfang::edge {

std::string event_text(std::string_view event, std::string_view data) {
  std::string out;
  if (!event.empty()) {
    out = "event: ";
    for (const char c : event) {
      if (c != '\n' && c != '\r' && c != '\0') out.push_back(c);
    }
    out.push_back('\n');
  }
  out += "data: ";
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (data[i] == '\r' && i + 1 < data.size() && data[i + 1] == '\n') continue;
    if (data[i] == '\n' || data[i] == '\r') {
      out += "\ndata: ";
    } else {
      out.push_back(data[i]);
    }
  }
  return out + "\n\n";
}

void Topics::join(const std::vector<std::string>& topics, Subscriber* subscriber) {
  for (const auto& topic : topics) by_topic_[topic].insert(subscriber);
}

void Topics::leave(const std::vector<std::string>& topics, Subscriber* subscriber) {
  for (const auto& topic : topics) {
    const auto found = by_topic_.find(topic);
    if (found == by_topic_.end()) continue;
    found->second.erase(subscriber);
    if (found->second.empty()) by_topic_.erase(found);
  }
}

void Topics::publish(const std::string& topic, const std::shared_ptr<const std::string>& message) {
  const auto found = by_topic_.find(topic);
  if (found == by_topic_.end()) return;
  for (Subscriber* subscriber : found->second) {
    if (subscriber->cut) continue;
    if (subscriber->queue.size() >= limit_) {
      subscriber->cut = true;
      subscriber->queue.clear();
    } else {
      subscriber->queue.push_back(message);
    }
    subscriber->wake();
  }
}

}  // namespace xinfang::edge
