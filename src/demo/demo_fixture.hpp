// The files of demo/ for tests.
#pragma once

#include <stdexcept>

#include "base/files.hpp"
#include "demo/demo_course.hpp"
#include "demo/demo_texts.hpp"

namespace xinfang {

inline std::string demo_file(const std::string& name) {
  auto text = read_file(std::string(XINFANG_ROOT) + "/demo/" + name);
  if (!text) throw std::runtime_error(name + ": " + text.refusal().code);
  return *text;
}

template <class Parsed>
const Parsed& demo_file_as(const std::string& name) {
  static const Parsed parsed = [&] {
    auto read = Parsed::parse(demo_file(name));
    if (!read) throw std::runtime_error(name + ": " + read.refusal().facts[0].second);
    return std::move(*read);
  }();
  return parsed;
}

inline const DemoTexts& demo_texts() { return demo_file_as<DemoTexts>("petitions.toml"); }
inline const DemoCourses& demo_courses() { return demo_file_as<DemoCourses>("courses.toml"); }

}  // namespace xinfang
