#include "cli/law_layout.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace xinfang {
namespace {

constexpr int kPitch = 16;      // between two arrows at one side of a box
constexpr int kGap = 24;        // between two boxes of a column
constexpr int kTrack = 10;      // between two vertical pieces
constexpr int kArrowRoom = 16;  // before a box
constexpr int kSweeps = 24;

// A box, or the place where an arrow passes through a column.
struct Place {
  int box = -1;
  int column = 0;
  int height = 0, y = 0;
  std::vector<int> left, right;  // pieces, from above to below
};

struct Piece {
  int a = 0, b = 0;  // places; a stands one column to the left of b
  bool back = false;
  int arrow = -1;    // begins at a box
  int from_y = 0, to_y = 0, track = 0;
};

class Drawing {
 public:
  Drawing(std::vector<LayoutBox> boxes, const std::vector<LayoutArrow>& arrows)
      : arrows_(arrows) {
    layout_.boxes = std::move(boxes);
  }

  Layout made() {
    find_back_arrows();
    find_columns();
    make_pieces();
    order_columns();
    place_heights();
    place_columns();
    write_lines();
    return std::move(layout_);
  }

 private:
  int tail(int i) const { return back_[i] ? arrows_[i].to : arrows_[i].from; }
  int head(int i) const { return back_[i] ? arrows_[i].from : arrows_[i].to; }

  // An arrow to a box from which its own can be reached along the walk leads back.
  void find_back_arrows() {
    back_.assign(arrows_.size(), false);
    std::vector<int> seen(layout_.boxes.size(), 0);  // 1: on the way, 2: done
    for (std::size_t box = 0; box < layout_.boxes.size(); ++box) walk(static_cast<int>(box), seen);
  }

  void walk(int box, std::vector<int>& seen) {
    if (seen[box] != 0) return;
    seen[box] = 1;
    for (std::size_t i = 0; i < arrows_.size(); ++i) {
      if (arrows_[i].from != box) continue;
      if (seen[arrows_[i].to] == 1) back_[i] = true;
      walk(arrows_[i].to, seen);
    }
    seen[box] = 2;
  }

  // As far to the left as the arrows allow; what nothing leads to stands beside its first target.
  void find_columns() {
    const auto count = layout_.boxes.size();
    column_.assign(count, 0);
    std::vector<bool> led_to(count, false);
    for (std::size_t round = 0; round < count; ++round) {
      for (std::size_t i = 0; i < arrows_.size(); ++i) {
        const int n = static_cast<int>(i);
        led_to[head(n)] = true;
        column_[head(n)] = std::max(column_[head(n)], column_[tail(n)] + 1);
      }
    }
    for (std::size_t box = 0; box < count; ++box) {
      if (led_to[box]) continue;
      int nearest = -1;
      for (std::size_t i = 0; i < arrows_.size(); ++i) {
        const int n = static_cast<int>(i);
        if (tail(n) != static_cast<int>(box)) continue;
        nearest = nearest < 0 ? column_[head(n)] : std::min(nearest, column_[head(n)]);
      }
      column_[box] = std::max(0, nearest - 1);
    }
  }

  int new_place(int box, int column) {
    Place place;
    place.box = box;
    place.column = column;
    places_.push_back(place);
    const auto wanted = static_cast<std::size_t>(column) + 1;
    if (columns_.size() < wanted) columns_.resize(wanted);
    columns_[column].push_back(static_cast<int>(places_.size()) - 1);
    return static_cast<int>(places_.size()) - 1;
  }

  void make_pieces() {
    for (std::size_t box = 0; box < layout_.boxes.size(); ++box) {
      new_place(static_cast<int>(box), column_[box]);
    }
    for (std::size_t i = 0; i < arrows_.size(); ++i) {
      const int n = static_cast<int>(i);
      std::vector<int> way = {tail(n)};
      for (int column = column_[tail(n)] + 1; column < column_[head(n)]; ++column) {
        way.push_back(passage(arrows_[i].to, back_[i], column));
      }
      way.push_back(head(n));
      for (std::size_t k = 0; k + 1 < way.size(); ++k) {
        const bool first = back_[i] ? k + 2 == way.size() : k == 0;
        add_piece(way[k], way[k + 1], back_[i], first ? n : -1);
      }
    }
  }

  // Arrows to one box share their way through the columns between.
  int passage(int target, bool back, int column) {
    const auto key = std::tuple(target, back, column);
    if (const auto known = passages_.find(key); known != passages_.end()) return known->second;
    return passages_[key] = new_place(-1, column);
  }

  void add_piece(int a, int b, bool back, int arrow) {
    if (arrow < 0) {
      for (const Piece& known : pieces_) {
        if (known.a == a && known.b == b && known.back == back && known.arrow < 0) return;
      }
    }
    Piece piece;
    piece.a = a;
    piece.b = b;
    piece.back = back;
    piece.arrow = arrow;
    pieces_.push_back(piece);
    places_[a].right.push_back(static_cast<int>(pieces_.size()) - 1);
    places_[b].left.push_back(static_cast<int>(pieces_.size()) - 1);
  }

  int crossings() const {
    std::vector<int> rank(places_.size());
    for (const auto& column : columns_) {
      for (std::size_t i = 0; i < column.size(); ++i) rank[column[i]] = static_cast<int>(i);
    }
    int found = 0;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      for (std::size_t k = i + 1; k < pieces_.size(); ++k) {
        const Piece &p = pieces_[i], &q = pieces_[k];
        if (places_[p.a].column != places_[q.a].column) continue;
        found += (rank[p.a] - rank[q.a]) * (rank[p.b] - rank[q.b]) < 0;
      }
    }
    return found;
  }

  // Each column by the mean of its neighbours, to and fro; the order with the fewest crossings stays.
  void order_columns() {
    auto best = columns_;
    int fewest = crossings();
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      const bool rightward = sweep % 2 == 0;
      for (std::size_t i = 1; i < columns_.size(); ++i) {
        order_column(rightward ? i : columns_.size() - 1 - i, rightward);
      }
      if (const int now = crossings(); now < fewest) {
        fewest = now;
        best = columns_;
      }
    }
    columns_ = best;
  }

  void order_column(std::size_t at, bool by_left) {
    std::vector<double> rank(places_.size());
    for (const auto& column : columns_) {
      for (std::size_t i = 0; i < column.size(); ++i) rank[column[i]] = static_cast<double>(i);
    }
    auto wanted = rank;
    for (const int place : columns_[at]) {
      const auto& pieces = by_left ? places_[place].left : places_[place].right;
      if (pieces.empty()) continue;
      double sum = 0;
      for (const int piece : pieces) sum += rank[by_left ? pieces_[piece].a : pieces_[piece].b];
      wanted[place] = sum / static_cast<double>(pieces.size());
    }
    std::stable_sort(columns_[at].begin(), columns_[at].end(),
                     [&](int a, int b) { return wanted[a] < wanted[b]; });
  }

  void place_heights() {
    for (auto& column : columns_) {
      int y = 0;
      for (const int id : column) {
        Place& place = places_[id];
        const int ports = static_cast<int>(std::max(place.left.size(), place.right.size()));
        place.height = place.box < 0 ? 0 : std::max(layout_.boxes[place.box].height,
                                                    (ports + 1) * kPitch);
        place.y = y;
        y += place.height + kGap;
      }
    }
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      const bool rightward = sweep % 2 == 0;
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        move_column(rightward ? i : columns_.size() - 1 - i);
      }
    }
    close_gaps();
    find_ports();
  }

  // Parts of the drawing that nothing joins drift apart: empty bands over its whole width go, and
  // the first place stands at the top.
  void close_gaps() {
    std::vector<Place*> from_above;
    for (Place& place : places_) from_above.push_back(&place);
    std::stable_sort(from_above.begin(), from_above.end(),
                     [](const Place* a, const Place* b) { return a->y < b->y; });
    int end = 0, shift = from_above.empty() ? 0 : from_above.front()->y;
    for (Place* place : from_above) {
      const int gap = place->y - shift - end;
      if (gap > 2 * kPitch) shift += (gap - 2 * kPitch) / kPitch * kPitch;
      place->y -= shift;
      end = std::max(end, place->y + place->height);
    }
  }

  int middle(int place) const { return places_[place].y + places_[place].height / 2; }

  // Each place as near to the middle of its neighbours as its column allows.
  void move_column(std::size_t at) {
    auto& column = columns_[at];
    std::vector<int> wanted(column.size());
    for (std::size_t i = 0; i < column.size(); ++i) {
      const Place& place = places_[column[i]];
      int sum = 0, count = 0;
      for (const int piece : place.left) sum += middle(pieces_[piece].a), ++count;
      for (const int piece : place.right) sum += middle(pieces_[piece].b), ++count;
      wanted[i] = count == 0 ? place.y : sum / count - place.height / 2;
    }
    // From above nothing may overlap; from below the same; the mean of both keeps the distances.
    std::vector<int> down(column.size()), up(column.size());
    for (std::size_t i = 0; i < column.size(); ++i) {
      down[i] = i == 0 ? wanted[i] : std::max(wanted[i], down[i - 1] + span(column[i - 1]));
    }
    for (std::size_t i = column.size(); i-- > 0;) {
      up[i] = i + 1 == column.size() ? wanted[i] : std::min(wanted[i], up[i + 1] - span(column[i]));
    }
    for (std::size_t i = 0; i < column.size(); ++i) {
      places_[column[i]].y = (down[i] + up[i]) / 2 / kPitch * kPitch;
      if (i == 0) continue;
      const int least = places_[column[i - 1]].y + span(column[i - 1]);
      if (places_[column[i]].y < least) places_[column[i]].y = least;
    }
  }

  int span(int place) const {
    const int whole = places_[place].height + kGap;
    return (whole + kPitch - 1) / kPitch * kPitch;
  }

  // Arrows leave boxes on one grid, arrive on another and pass columns on two more in turn, so that
  // no two lie upon each other.
  void find_ports() {
    for (Place& place : places_) {
      const auto by = [&](std::vector<int>& pieces, bool other_is_b) {
        std::stable_sort(pieces.begin(), pieces.end(), [&](int p, int q) {
          return middle(other_is_b ? pieces_[p].b : pieces_[p].a) <
                 middle(other_is_b ? pieces_[q].b : pieces_[q].a);
        });
      };
      by(place.left, false);
      by(place.right, true);
      if (place.box < 0) {
        const int y = place.y + (place.column % 2 == 0 ? kPitch / 4 : kPitch * 3 / 4);
        for (const int piece : place.right) pieces_[piece].from_y = y;
        for (const int piece : place.left) pieces_[piece].to_y = y;
        continue;
      }
      const auto first = [&](std::size_t count) {
        const int free = place.height - static_cast<int>(count + 1) * kPitch;
        return place.y + kPitch + free / 2 / kPitch * kPitch;
      };
      int y = first(place.right.size());
      for (const int piece : place.right) pieces_[piece].from_y = y, y += kPitch;
      y = first(place.left.size()) - kPitch / 2;
      for (const int piece : place.left) pieces_[piece].to_y = y, y += kPitch;
    }
  }

  // The vertical piece of each arrow gets a track on which nothing else runs at that height.
  int take_tracks(std::vector<int>& pieces) {
    std::stable_sort(pieces.begin(), pieces.end(), [&](int p, int q) {
      const auto key = [&](int i) {
        const Piece& piece = pieces_[i];
        const bool down = piece.to_y >= piece.from_y;
        return std::pair(!down, down ? -piece.from_y : piece.from_y);
      };
      return key(p) < key(q);
    });
    std::vector<std::vector<std::pair<int, int>>> tracks;
    for (const int id : pieces) {
      Piece& piece = pieces_[id];
      const int top = std::min(piece.from_y, piece.to_y) - 4;
      const int end = std::max(piece.from_y, piece.to_y) + 4;
      std::size_t track = 0;
      const auto taken = [&](const std::pair<int, int>& run) {
        return run.first < end && top < run.second;
      };
      while (track < tracks.size() &&
             std::any_of(tracks[track].begin(), tracks[track].end(), taken)) {
        ++track;
      }
      if (track == tracks.size()) tracks.emplace_back();
      tracks[track].push_back({top, end});
      piece.track = static_cast<int>(track);
    }
    return static_cast<int>(tracks.size());
  }

  void place_columns() {
    int x = 0;
    for (std::size_t at = 0; at < columns_.size(); ++at) {
      int widest = 0;
      for (const int id : columns_[at]) {
        if (places_[id].box >= 0) widest = std::max(widest, layout_.boxes[places_[id].box].width);
      }
      left_.push_back(x);
      right_.push_back(x + widest);
      std::vector<int> pieces;
      int before = 0, behind = 0;  // room for labels of arrows to the right, and of those back
      for (std::size_t i = 0; i < pieces_.size(); ++i) {
        const Piece& piece = pieces_[i];
        if (places_[piece.a].column != static_cast<int>(at)) continue;
        pieces.push_back(static_cast<int>(i));
        if (piece.arrow < 0) continue;
        int& room = piece.back ? behind : before;
        room = std::max(room, arrows_[piece.arrow].label_width + kPitch / 2);
      }
      const int tracks = take_tracks(pieces);
      for (const int id : pieces) {
        pieces_[id].track = x + widest + kArrowRoom + before + pieces_[id].track * kTrack;
      }
      x += widest + 2 * kArrowRoom + before + tracks * kTrack + behind;
      layout_.width = x;
    }
    layout_.width = right_.empty() ? 0 : right_.back();
  }

  void write_lines() {
    for (const Place& place : places_) {
      layout_.height = std::max(layout_.height, place.y + place.height);
      if (place.box < 0) continue;
      LayoutBox& box = layout_.boxes[place.box];
      box.height = place.height;
      box.x = left_[place.column];
      box.y = place.y;
    }
    for (const Piece& piece : pieces_) {
      const Place &a = places_[piece.a], &b = places_[piece.b];
      const int begin = a.box < 0 ? left_[a.column]
                                  : layout_.boxes[a.box].x + layout_.boxes[a.box].width;
      LayoutLine line;
      line.back = piece.back;
      line.arrow = piece.arrow;
      line.head = piece.back ? a.box >= 0 : b.box >= 0;
      line.points = {{begin, piece.from_y},
                     {piece.track, piece.from_y},
                     {piece.track, piece.to_y},
                     {left_[b.column], piece.to_y}};
      if (piece.back) std::reverse(line.points.begin(), line.points.end());
      if (piece.arrow >= 0) {
        const int width = arrows_[piece.arrow].label_width;
        line.label = piece.back ? LayoutPoint{left_[b.column] - width - 4, piece.to_y - 3}
                                : LayoutPoint{begin + 4, piece.from_y - 3};
      }
      layout_.lines.push_back(std::move(line));
    }
  }

  const std::vector<LayoutArrow>& arrows_;
  Layout layout_;
  std::vector<bool> back_;
  std::vector<int> column_, left_, right_;
  std::vector<Place> places_;
  std::vector<std::vector<int>> columns_;
  std::vector<Piece> pieces_;
  std::map<std::tuple<int, bool, int>, int> passages_;
};

}  // namespace

Layout lay_out(std::vector<LayoutBox> boxes, const std::vector<LayoutArrow>& arrows) {
  return Drawing(std::move(boxes), arrows).made();
}

}  // namespace xinfang
