// Where boxes and arrows of a drawing stand: layers from left to right, arrows along right angles.
//
// Boxes stand in columns, so that most arrows lead to the right; those that lead back are marked.
// Every arrow leaves its box at a height of its own, beside which its label has room. Arrows to the
// same box run together over the columns between. The same input always gives the same places.
#pragma once

#include <string>
#include <vector>

namespace xinfang {

struct LayoutBox {
  int width = 0, height = 0;  // wanted; the height grows where many arrows meet
  int x = 0, y = 0;           // found: left upper corner
};

struct LayoutArrow {
  int from = 0, to = 0;  // places in the boxes; not the same
  int label_width = 0;
};

struct LayoutPoint {
  int x = 0, y = 0;
  friend bool operator==(const LayoutPoint&, const LayoutPoint&) = default;
};

// A piece of an arrow between two neighbouring columns, in the direction of the arrow.
struct LayoutLine {
  std::vector<LayoutPoint> points;  // horizontal, vertical, horizontal
  bool back = false;                // leads to the left
  bool head = false;                // ends at a box
  int arrow = -1;                   // begins at the box of this arrow: its label stands here
  LayoutPoint label;                // where the label's text begins (its base line)
};

struct Layout {
  std::vector<LayoutBox> boxes;
  std::vector<LayoutLine> lines;
  int width = 0, height = 0;
};

Layout lay_out(std::vector<LayoutBox> boxes, const std::vector<LayoutArrow>& arrows);

}  // namespace xinfang
