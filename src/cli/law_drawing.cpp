#include "cli/law_drawing.hpp"

#include <algorithm>

#include "cli/law_graph.hpp"
#include "cli/law_layout.hpp"

namespace xinfang {
namespace {

constexpr int kMargin = 32;
constexpr int kTitle = 64;       // height of the heading
constexpr int kLeastWidth = 800;
constexpr int kLine = 15;        // of the list of steps
constexpr int kStaysWidth = 26;  // characters in a line of a box
constexpr int kFootText = 54;    // beside a step's number

constexpr const char* kStyle = R"(<style>
text{font-family:"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif}
text{fill:#1d2733}
.title{font-size:20px;font-weight:bold}.sub{font-size:12px;fill:#52606d}
.id{font-size:12px;font-weight:bold}.name{font-size:12px}.stays{font-size:10px;fill:#52606d}
.label{font-size:10px;fill:#0b4a8f}.label.back{fill:#9a3d00}.foot{font-size:11px}.foot.id{font-weight:bold}
.box{fill:#fff;stroke:#0b4a8f;stroke-width:1.4}.box.closed{fill:#eef1f4;stroke:#66727f}
.box.held{stroke-dasharray:5 3}.box.begin{fill:#1d2733;stroke:#1d2733}.white{fill:#fff}
.line{fill:none;stroke:#0b4a8f;stroke-width:1.1}.line.back{stroke:#9a3d00}
.head{fill:#0b4a8f}.head.back{fill:#9a3d00}
</style>
)";

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&') safe += "&amp;";
    else if (c == '<') safe += "&lt;";
    else if (c == '>') safe += "&gt;";
    else if (c == '"') safe += "&quot;";
    else safe += c;
  }
  return safe;
}

// About how wide a text of that size is: a letter two thirds of a Chinese character.
int width_of(const std::string& text, int size) {
  int tenths = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) tenths += size * 6;
    else if (byte >= 0xC0) tenths += size * 10;
  }
  return tenths / 10 + 1;
}

std::string attribute(const char* name, int value) {
  return std::string(" ") + name + "=\"" + std::to_string(value) + "\"";
}

std::string text_at(int x, int y, const std::string& style, const std::string& text) {
  return "<text class=\"" + style + "\"" + attribute("x", x) + attribute("y", y) + ">" +
         escaped(text) + "</text>\n";
}

std::string ids_of(const std::vector<const StepRule*>& steps) {
  std::string text;
  for (const StepRule* step : steps) text += (text.empty() ? "" : " ") + step->id;
  return text;
}

// Broken at spaces into lines of about so many characters.
std::vector<std::string> lines_of(const std::string& text, std::size_t most) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = text.size();
    if (end - begin > most) {
      const auto space = text.rfind(' ', begin + most);
      if (space != text.npos && space > begin) end = space;
    }
    lines.push_back(text.substr(begin, end - begin));
    begin = end + (end < text.size() ? 1 : 0);
  }
  return lines;
}

class Picture {
 public:
  Picture(const Rulebook& book, SubjectKind subject, const Messages& messages, Language language)
      : book_(book), graph_(state_graph(book, subject)), messages_(messages), language_(language) {
    prepare_boxes();
    std::vector<LayoutBox> boxes;
    for (const Box& box : boxes_) boxes.push_back({box.width, box.height, 0, 0});
    std::vector<LayoutArrow> arrows;
    for (const StateArrow& arrow : graph_.arrows) {
      arrows.push_back({place(arrow.from), place(arrow.to), width_of(ids_of(arrow.steps), 10)});
    }
    layout_ = lay_out(std::move(boxes), arrows);
    prepare_foot();
  }

  int width() const {
    return std::max({layout_.width, foot_columns() * foot_width_, kLeastWidth}) + 2 * kMargin;
  }
  int height() const { return foot_top() + foot_rows() * kLine + kMargin; }

  std::string drawn(int top) const {
    std::string svg = "<g transform=\"translate(0," + std::to_string(top) + ")\">\n";
    svg += text_at(kMargin, 34, "title", say("law.diagram.title", {{"set", book_.id()},
                                             {"subject", subject_name()}}));
    svg += text_at(kMargin, 54, "sub", say("law.diagram.how"));
    svg += "<g transform=\"translate(" + std::to_string(kMargin) + "," + std::to_string(kTitle) +
           ")\">\n";
    for (const LayoutLine& line : layout_.lines) svg += drawn_line(line);
    for (const LayoutLine& line : layout_.lines) svg += drawn_label(line);
    for (std::size_t i = 0; i < boxes_.size(); ++i) svg += drawn_box(i);
    return svg + "</g>\n" + drawn_foot() + "</g>\n";
  }

 private:
  struct Box {
    std::string style, id, name;
    std::vector<std::string> stays;
    int width = 0, height = 0;
  };

  std::string say(const std::string& key, const Messages::Facts& facts = {}) const {
    return messages_.say(language_, key, facts);
  }
  std::string subject_name() const {
    return say("law.subject." + std::string(name_of(graph_.subject)));
  }
  int place(const std::string& node) const {
    const auto found = std::find(graph_.nodes.begin(), graph_.nodes.end(), node);
    return static_cast<int>(found - graph_.nodes.begin());
  }

  void prepare_boxes() {
    for (const std::string& node : graph_.nodes) {
      Box box;
      const StateRule* state = book_.state(graph_.subject, node);
      if (state) {
        box.style = state->held_outside ? "box held" : state->open ? "box" : "box closed";
        box.id = node;
        box.name = say("state." + node);
      } else {
        box.style = "box begin";
        box.name = say("law.diagram." + (node == kFromStart ? "start" : node));
      }
      if (const auto stays = graph_.stays.find(node); stays != graph_.stays.end()) {
        box.stays = lines_of(say("law.diagram.stays", {{"steps", ids_of(stays->second)}}),
                             kStaysWidth);
      }
      box.width = std::max(width_of(box.id, 12) * 4 / 3, width_of(box.name, 12));  // the id is bold
      for (const auto& line : box.stays) box.width = std::max(box.width, width_of(line, 10));
      box.width += 20;
      box.height = 16 + (box.id.empty() ? 0 : 16) + 16 + static_cast<int>(box.stays.size()) * 13;
      boxes_.push_back(std::move(box));
    }
  }

  // Every step of the picture once: number, name, article.
  void prepare_foot() {
    for (const StepRule& step : book_.steps()) {
      const auto names = [&](const std::vector<const StepRule*>& steps) {
        return std::find(steps.begin(), steps.end(), &step) != steps.end();
      };
      bool drawn = false;
      for (const StateArrow& arrow : graph_.arrows) drawn = drawn || names(arrow.steps);
      for (const auto& [state, steps] : graph_.stays) drawn = drawn || names(steps);
      if (!drawn) continue;
      foot_.push_back(&step);
      foot_width_ = std::max(foot_width_, kFootText + width_of(foot_text(step), 11) + 16);
    }
  }

  int foot_columns() const {
    return std::max(1, std::max(layout_.width, kLeastWidth) / foot_width_);
  }
  int foot_rows() const {
    return (static_cast<int>(foot_.size()) + foot_columns() - 1) / foot_columns();
  }
  int foot_top() const { return kTitle + layout_.height + 48; }

  std::string drawn_line(const LayoutLine& line) const {
    std::string points;
    for (const LayoutPoint& point : line.points) {
      points += (points.empty() ? "" : " ") + std::to_string(point.x) + "," + std::to_string(point.y);
    }
    const std::string back = line.back ? " back" : "";
    std::string svg = "<polyline class=\"line" + back + "\" points=\"" + points + "\"/>\n";
    if (!line.head) return svg;
    const LayoutPoint end = line.points.back();
    const int inward = line.back ? 8 : -8;
    const auto at = [&](int x, int y) { return std::to_string(x) + "," + std::to_string(y); };
    return svg + "<polygon class=\"head" + back + "\" points=\"" + at(end.x, end.y) + " " +
           at(end.x + inward, end.y - 4) + " " + at(end.x + inward, end.y + 4) + "\"/>\n";
  }

  std::string drawn_label(const LayoutLine& line) const {
    if (line.arrow < 0) return "";
    const StateArrow& arrow = graph_.arrows[line.arrow];
    return text_at(line.label.x, line.label.y, line.back ? "label back" : "label",
                   ids_of(arrow.steps));
  }

  std::string drawn_box(std::size_t at) const {
    const Box& box = boxes_[at];
    const LayoutBox& place = layout_.boxes[at];
    std::string svg = "<rect class=\"" + box.style + "\"" + attribute("x", place.x) +
                      attribute("y", place.y) + attribute("width", place.width) +
                      attribute("height", place.height) + " rx=\"6\"/>\n";
    int y = place.y + (place.height - box.height) / 2 + 20;
    if (!box.id.empty()) {
      svg += text_at(place.x + 10, y, "id", box.id);
      y += 16;
    }
    svg += text_at(place.x + 10, y, box.id.empty() ? "name white" : "name", box.name);
    for (const auto& line : box.stays) {
      svg += text_at(place.x + 10, y += 13, box.id.empty() ? "stays white" : "stays", line);
    }
    return svg;
  }

  std::string foot_text(const StepRule& step) const {
    return say("law.diagram.step",
               {{"name", say("step." + step.deed)}, {"basis", step.basis}});
  }

  std::string drawn_foot() const {
    std::string svg;
    for (std::size_t i = 0; i < foot_.size(); ++i) {
      const int row = static_cast<int>(i) % foot_rows(), column = static_cast<int>(i) / foot_rows();
      const int x = kMargin + column * foot_width_, y = foot_top() + row * kLine;
      svg += text_at(x, y, "foot id", foot_[i]->id);
      svg += text_at(x + kFootText, y, "foot", foot_text(*foot_[i]));
    }
    return svg;
  }

  const Rulebook& book_;
  const StateGraph graph_;
  const Messages& messages_;
  const Language language_;
  std::vector<Box> boxes_;
  std::vector<const StepRule*> foot_;
  int foot_width_ = 1;
  Layout layout_;
};

}  // namespace

std::string law_drawing(const Rulebook& book, const std::vector<SubjectKind>& subjects,
                        const Messages& messages, Language language) {
  std::string body;
  int width = 0, height = 0;
  for (const SubjectKind subject : subjects) {
    const Picture picture(book, subject, messages, language);
    body += picture.drawn(height);
    width = std::max(width, picture.width());
    height += picture.height();
  }
  const std::string size = std::to_string(width) + " " + std::to_string(height);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + "\"" +
         attribute("width", width) + attribute("height", height) + " role=\"img\">\n" + kStyle +
         "<rect x=\"0\" y=\"0\" width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n" + body + "</svg>\n";
}

}  // namespace xinfang
