#include "cli/law_drawing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "cli/law_command.hpp"
#include "cli/law_files.hpp"
#include "cli/law_graph.hpp"
#include "cli/law_layout.hpp"
#include "cli/office_setup.hpp"

namespace xinfang {
namespace {

const Law& shipped() {
  static const Law law = load_law(XINFANG_ROOT "/law").value();
  return law;
}

const Messages& sentences() {
  static const Messages messages = read_messages(XINFANG_ROOT);
  return messages;
}

struct Said {
  int status = 0;
  std::string out, err;
};

Said diagram(std::vector<std::string> args) {
  args.insert(args.begin(), "diagram");
  std::istringstream in;
  std::ostringstream out, err;
  Said said;
  said.status = law_command(args, XINFANG_ROOT "/law", sentences(), in, out, err);
  said.out = out.str();
  said.err = err.str();
  return said;
}

bool overlap(const LayoutBox& a, const LayoutBox& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
         b.y < a.y + a.height;
}

bool on_side(const LayoutBox& box, LayoutPoint point, bool right) {
  return point.x == box.x + (right ? box.width : 0) && point.y > box.y &&
         point.y < box.y + box.height;
}

void expect_tidy(const Layout& layout, const std::vector<LayoutArrow>& arrows) {
  for (std::size_t i = 0; i < layout.boxes.size(); ++i) {
    for (std::size_t k = i + 1; k < layout.boxes.size(); ++k) {
      EXPECT_FALSE(overlap(layout.boxes[i], layout.boxes[k])) << i << " " << k;
    }
    EXPECT_LE(layout.boxes[i].x + layout.boxes[i].width, layout.width);
    EXPECT_LE(layout.boxes[i].y + layout.boxes[i].height, layout.height);
  }
  std::vector<int> begun(arrows.size(), 0);
  std::vector<LayoutPoint> labels;
  for (const LayoutLine& line : layout.lines) {
    for (std::size_t i = 0; i + 1 < line.points.size(); ++i) {
      const bool level = line.points[i].y == line.points[i + 1].y;
      EXPECT_TRUE(level || line.points[i].x == line.points[i + 1].x) << "along right angles";
    }
    if (line.head) {
      const auto ends = [&](const LayoutBox& box) {
        return on_side(box, line.points.back(), line.back);
      };
      EXPECT_TRUE(std::any_of(layout.boxes.begin(), layout.boxes.end(), ends));
    }
    if (line.arrow < 0) continue;
    ++begun[line.arrow];
    const auto& arrow = arrows[line.arrow];
    EXPECT_TRUE(on_side(layout.boxes[arrow.from], line.points.front(), !line.back));
    EXPECT_EQ(std::count(labels.begin(), labels.end(), line.label), 0) << "a label of its own place";
    labels.push_back(line.label);
  }
  for (std::size_t i = 0; i < begun.size(); ++i) EXPECT_EQ(begun[i], 1) << "arrow " << i;
}

TEST(LawLayout, BoxesStandApartAndEveryArrowLeavesItsBox) {
  const std::vector<LayoutArrow> arrows = {{0, 1, 30}, {1, 2, 30}, {2, 3, 30}, {0, 3, 90},
                                           {3, 1, 20}, {2, 1, 20}, {0, 4, 10}, {4, 3, 10}};
  std::vector<LayoutBox> boxes(6, LayoutBox{100, 40});
  const Layout layout = lay_out(boxes, arrows);
  expect_tidy(layout, arrows);
  EXPECT_LT(layout.boxes[0].x, layout.boxes[1].x);
  EXPECT_LT(layout.boxes[1].x, layout.boxes[2].x);
  EXPECT_LT(layout.boxes[2].x, layout.boxes[3].x);
  const auto back = std::count_if(layout.lines.begin(), layout.lines.end(),
                                  [](const LayoutLine& line) { return line.back && line.arrow >= 0; });
  EXPECT_EQ(back, 2);
}

TEST(LawLayout, ACircleOneBoxOrNothingAreDrawnToo) {
  expect_tidy(lay_out({{50, 20}, {50, 20}}, {{0, 1, 5}, {1, 0, 5}}), {{0, 1, 5}, {1, 0, 5}});
  EXPECT_EQ(lay_out({{50, 20}}, {}).width, 50);
  EXPECT_TRUE(lay_out({}, {}).boxes.empty());
}

TEST(LawLayout, PartsThatNothingJoinsDoNotDriftApart) {
  const Layout layout = lay_out({{50, 20}, {50, 20}, {50, 20}, {50, 20}}, {{0, 1, 5}, {2, 3, 5}});
  EXPECT_LT(layout.height, 200);
}

TEST(LawDrawing, EveryMachineOfBothSetsIsTidy) {
  for (const auto& [id, book] : shipped().sets) {
    for (const auto subject : {SubjectKind::intake, SubjectKind::node, SubjectKind::procedure}) {
      SCOPED_TRACE(id + " " + std::string(name_of(subject)));
      const StateGraph graph = state_graph(book, subject);
      std::vector<LayoutArrow> arrows;
      const auto place = [&](const std::string& node) {
        return static_cast<int>(std::find(graph.nodes.begin(), graph.nodes.end(), node) -
                                graph.nodes.begin());
      };
      for (const auto& arrow : graph.arrows) arrows.push_back({place(arrow.from), place(arrow.to), 40});
      expect_tidy(lay_out(std::vector<LayoutBox>(graph.nodes.size(), {120, 48}), arrows), arrows);
    }
  }
}

// Elements of a document that opens and closes them in order; a text of what is wrong, or empty.
std::string badly_formed(const std::string& xml) {
  std::vector<std::string> open;
  for (auto at = xml.find('<'); at != xml.npos; at = xml.find('<', at + 1)) {
    const auto end = xml.find('>', at);
    if (end == xml.npos) return "no end: " + xml.substr(at, 40);
    const std::string tag = xml.substr(at + 1, end - at - 1);
    if (tag.starts_with("?") || tag.ends_with("/")) continue;
    if (!tag.starts_with("/")) {
      open.push_back(tag.substr(0, tag.find(' ')));
    } else if (open.empty() || open.back() != tag.substr(1)) {
      return "closed out of turn: " + tag;
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : "left open: " + open.back();
}

TEST(LawDrawing, ThePictureHasEveryStateAndStepAndNeedsNothingElse) {
  for (const auto& [id, book] : shipped().sets) {
    for (const char* subject : {"intake", "node", "procedure"}) {
      const auto said = diagram({"--format", "svg", "--subject", subject, "--set", id});
      ASSERT_EQ(said.status, 0) << said.err;
      EXPECT_EQ(badly_formed(said.out), "");
      EXPECT_TRUE(said.out.starts_with("<?xml"));
      EXPECT_EQ(said.out.find("href"), said.out.npos);
      EXPECT_EQ(said.out.find("url("), said.out.npos);
      for (const auto& state : book.states()) {
        if (name_of(state.subject) != subject) continue;
        EXPECT_NE(said.out.find(">" + state.id + "<"), said.out.npos) << state.id;
      }
      for (const auto& step : book.steps()) {
        if (name_of(step.subject) != subject || step.from.empty()) continue;
        EXPECT_NE(said.out.find(">" + step.id + "<"), said.out.npos) << step.id;
      }
      EXPECT_EQ(diagram({"--format", "svg", "--subject", subject, "--set", id}).out, said.out);
    }
  }
}

TEST(LawDrawing, LanguagesAndAllThreeMachinesAtOnce) {
  const auto all = diagram({"--format", "svg", "--language", "en"});
  EXPECT_EQ(badly_formed(all.out), "");
  for (const char* title : {"of the intake", "of the hop", "of the procedure"}) {
    EXPECT_NE(all.out.find(title), all.out.npos) << title;
  }
  EXPECT_NE(diagram({"--format", "svg", "--subject", "node"}).out.find("已到达"), std::string::npos);
}

TEST(LawDrawing, MermaidIsTheOtherFormat) {
  const auto node = diagram({"--format", "mermaid", "--subject", "node"});
  EXPECT_EQ(node.out.find("### node\n\n```mermaid\nstateDiagram-v2\n"), 0u);
  EXPECT_EQ(node.out.find("### intake"), node.out.npos);
  EXPECT_NE(node.out.find("  ARRIVED --> SIGNED_IN : T16 "), node.out.npos);
  EXPECT_NE(node.out.find("  other_part --> WITHDRAWN : T30 "), node.out.npos);
}

TEST(LawDrawing, TheLawIsExplainedInBothLanguages) {
  std::istringstream in;
  std::ostringstream out, err;
  EXPECT_EQ(law_command({"explain", "C01", "--from", "2024-03-01", "--language", "en"},
                        XINFANG_ROOT "/law", sentences(), in, out, err), 0);
  EXPECT_NE(out.str().find("The term is 15 days."), std::string::npos) << out.str();
}

TEST(LawDrawing, WhatIsNotKnownIsRefused) {
  EXPECT_EQ(diagram({"--format", "png"}).status, 1);
  EXPECT_EQ(diagram({"--subject", "matter"}).status, 1);
  EXPECT_EQ(diagram({"--language", "fr"}).status, 1);
  EXPECT_EQ(diagram({"--set", "reg1995"}).status, 1);
}

}  // namespace
}  // namespace xinfang
