#include "letters/letter_pdf.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <stdexcept>

#include "letters/letter.hpp"

namespace xinfang {
namespace {

constexpr double kMillimetre = 72.0 / 25.4;
constexpr double kPaperWidth = 210 * kMillimetre, kPaperHeight = 297 * kMillimetre;
constexpr double kTop = 37 * kMillimetre, kLeft = 28 * kMillimetre;
constexpr double kWidth = 156 * kMillimetre, kHeight = 225 * kMillimetre;
constexpr double kPitch = kHeight / 22;      // one line
constexpr double kCharacter = kWidth / 28;   // one character with its share of space
constexpr double kBodySize = 16, kTitleSize = 22, kNoteSize = 14;
constexpr double kTitlePitch = 1.25 * kPitch;
constexpr double kLabelWidth = 6 * kCharacter, kCellPadding = 0.4 * kCharacter;
constexpr double kPageNumberDrop = 7 * kMillimetre;

template <auto destroy>
struct Destroy {
  template <class T>
  void operator()(T* pointer) const { destroy(pointer); }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroy<cairo_surface_destroy>>;
using Cairo = std::unique_ptr<cairo_t, Destroy<cairo_destroy>>;
using Layout = std::shared_ptr<PangoLayout>;

struct Style {
  std::vector<std::string> families;
  double size = kBodySize;
  bool bold = false;
  double indent = 0;
  double pitch = kPitch;
  bool on_grid = true;  // letters spread to the 28 of a line
};

// Where a line falls on its page, for the rules of a table.
struct Place {
  double y = 0;
  bool first_on_page = false, last_on_page = false;
};

struct Line {
  double height = kPitch;
  bool keep_with_next = false;
  bool blank = false;  // dropped at the head of a page
  std::function<void(cairo_t*, const Place&)> draw;
};
using Lines = std::vector<Line>;

double units(int pango) { return static_cast<double>(pango) / PANGO_SCALE; }

// Lays out text and turns it into lines of fixed pitch. The base line is placed by the size of the
// letters, not by the font's ascent: a rare character from another font must not move its line.
class Typesetter {
 public:
  explicit Typesetter(cairo_t* cairo) : cairo_(cairo) {}

  Layout lay_out(const std::string& text, const Style& style, double width) const {
    const Layout layout(pango_cairo_create_layout(cairo_), g_object_unref);
    PangoContext* context = pango_layout_get_context(layout.get());
    pango_context_set_language(context, pango_language_from_string("zh-cn"));
    pango_context_set_round_glyph_positions(context, FALSE);
    std::string names;
    for (const auto& family : style.families) names += (names.empty() ? "" : ",") + family;
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family(font, names.c_str());
    pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
    if (style.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    if (style.on_grid) {
      PangoAttrList* attributes = pango_attr_list_new();
      const double gap = kCharacter - kBodySize;
      pango_attr_list_insert(attributes, pango_attr_letter_spacing_new(
                                             static_cast<int>(std::lround(gap * PANGO_SCALE))));
      pango_layout_set_attributes(layout.get(), attributes);
      pango_attr_list_unref(attributes);
    }
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_indent(layout.get(), static_cast<int>(style.indent * PANGO_SCALE));
    // Half a unit more, so that 28 characters fit a line of 28 after rounding.
    pango_layout_set_width(layout.get(), static_cast<int>(std::ceil((width + 0.5) * PANGO_SCALE)));
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
  }

  static double width_of(const Layout& layout) {
    PangoRectangle box;
    pango_layout_get_extents(layout.get(), nullptr, &box);
    return units(box.width);
  }

  static int count(const Layout& layout) { return pango_layout_get_line_count(layout.get()); }

  // Draws line `index` of the layout with its left end at x and its grid line from y on.
  static void draw_line(cairo_t* cairo, const Layout& layout, int index, const Style& style,
                        double x, double y) {
    PangoLayoutLine* line = pango_layout_get_line_readonly(layout.get(), index);
    const double indent = index == 0 ? style.indent : 0;
    cairo_move_to(cairo, x + indent, y + style.pitch / 2 + 0.38 * style.size);
    pango_cairo_show_layout_line(cairo, line);
  }

  static double line_width(const Layout& layout, int index) {
    PangoRectangle box;
    pango_layout_line_get_extents(pango_layout_get_line_readonly(layout.get(), index), nullptr,
                                  &box);
    return units(box.width);
  }

  // The narrowest layout with as few lines as the full width would need: lines of like length.
  Layout balanced(const std::string& text, const Style& style, double width) const {
    Layout best = lay_out(text, style, width);
    const int lines = count(best);
    if (lines < 2) return best;
    double low = style.size, high = width;
    while (high - low > style.size / 2) {
      const double middle = (low + high) / 2;
      Layout tried = lay_out(text, style, middle);
      if (count(tried) <= lines) {
        best = std::move(tried);
        high = middle;
      } else {
        low = middle;
      }
    }
    return best;
  }

 private:
  cairo_t* cairo_;
};

class LetterPages {
 public:
  LetterPages(cairo_t* cairo, const LetterFonts& fonts) : type_(cairo), fonts_(fonts) {}

  Lines lines(const Json& letter) {
    add_heading(letter);
    const auto& body = letter["body"].as_array();
    for (std::size_t i = 0; i < body.size(); ++i) {
      const bool row = body[i]["style"].as_string() == "row";
      const bool ends = i + 1 == body.size() || (body[i + 1]["style"].as_string() == "row") != row;
      if (row) add_row(body[i]);
      else if (body[i]["style"].as_string() != "note") add_text(body[i]);
      if (row && ends) add_blank(0.5 * kPitch);
    }
    add_signature(letter);
    for (const auto& part : body) {
      if (part["style"].as_string() == "note") add_note(part["text"].as_string());
    }
    return std::move(lines_);
  }

 private:
  Style body_style(double indent) const {
    Style style;
    style.families = fonts_.body;
    style.indent = indent;
    return style;
  }

  void add_blank(double height) {
    Line line;
    line.height = height;
    line.blank = true;
    lines_.push_back(line);
  }

  enum class Side { left, centre, right };

  void add_lines(const Layout& layout, const Style& style, Side side, bool keep) {
    for (int i = 0; i < Typesetter::count(layout); ++i) {
      Line line;
      line.height = style.pitch;
      line.keep_with_next = keep;
      line.draw = [=](cairo_t* cairo, const Place& place) {
        const double spare = kWidth - Typesetter::line_width(layout, i);
        const double shift = side == Side::left ? 0 : side == Side::right ? spare : spare / 2;
        Typesetter::draw_line(cairo, layout, i, style, kLeft + shift, place.y);
      };
      lines_.push_back(line);
    }
  }

  void add_heading(const Json& letter) {
    Style title;
    title.families = fonts_.title;
    title.size = kTitleSize;
    title.bold = true;
    title.pitch = kTitlePitch;
    title.on_grid = false;
    for (const char* name : {"heading", "title"}) {
      const std::string& text = letter[name].as_string();
      if (text.empty()) continue;
      // A page of title leaves no room to keep it whole.
      const Layout layout = type_.balanced(text, title, kWidth - 2 * kCharacter);
      add_lines(layout, title, Side::centre, Typesetter::count(layout) < 12);
    }
    add_kept_blank(0.5 * kPitch);
    if (const std::string& number = letter["number"].as_string(); !number.empty()) {
      const Style style = body_style(0);
      add_lines(type_.lay_out(number, style, kWidth), style, Side::right, true);
      add_kept_blank(0.5 * kPitch);
    }
    if (const std::string& addressee = letter["addressee"].as_string(); !addressee.empty()) {
      const Style style = body_style(0);
      add_lines(type_.lay_out(addressee + "：", style, kWidth), style, Side::left, true);
    }
  }

  void add_kept_blank(double height) {
    add_blank(height);
    lines_.back().keep_with_next = true;
  }

  void add_text(const Json& part) {
    const std::string& kind = part["style"].as_string();
    Style style = body_style(2 * kCharacter);
    if (kind == "heading") style.families = fonts_.heading;
    if (kind == "line") style.indent = 2 * kCharacter;
    const Layout layout = type_.lay_out(part["text"].as_string(), style, kWidth);
    add_lines(layout, style, Side::left, kind == "heading");
  }

  // A row of label and value, ruled all round; a long one goes on over the page.
  void add_row(const Json& part) {
    const Style style = body_style(0);
    const double value_x = kLeft + kLabelWidth;
    const auto label = type_.lay_out(part["label"].as_string(), style,
                                     kLabelWidth - 2 * kCellPadding);
    const auto value = type_.lay_out(part["text"].as_string(), style,
                                     kWidth - kLabelWidth - 2 * kCellPadding);
    const int last = std::max(Typesetter::count(label), Typesetter::count(value)) - 1;
    for (int i = 0; i <= last; ++i) {
      Line line;
      const double height = line.height;
      line.draw = [=](cairo_t* cairo, const Place& place) {
        if (i < Typesetter::count(label)) {
          Typesetter::draw_line(cairo, label, i, style, kLeft + kCellPadding, place.y);
        }
        if (i < Typesetter::count(value)) {
          Typesetter::draw_line(cairo, value, i, style, value_x + kCellPadding, place.y);
        }
        cairo_set_line_width(cairo, 0.7);
        for (const double x : {kLeft, value_x, kLeft + kWidth}) {
          cairo_move_to(cairo, x, place.y);
          cairo_line_to(cairo, x, place.y + height);
        }
        for (const double y : {place.y, place.y + height}) {
          const bool ruled = y == place.y ? i == 0 || place.first_on_page
                                          : i == last || place.last_on_page;
          if (!ruled) continue;
          cairo_move_to(cairo, kLeft, y);
          cairo_line_to(cairo, kLeft + kWidth, y);
        }
        cairo_stroke(cairo);
      };
      lines_.push_back(line);
    }
  }

  // Organ and date for a seal over both (GB/T 9704 7.3.5.1): the date four characters from the
  // right and the organ centred above it; a name too wide for that keeps two characters' distance
  // and the date is centred below it.
  void add_signature(const Json& letter) {
    const Style style = body_style(0);
    const auto date = type_.lay_out(chinese_day(letter["date"].as_string()), style, kWidth);
    const double date_width = Typesetter::width_of(date);
    double centre = kLeft + kWidth - 4 * kCharacter - date_width / 2;
    // The last lines of the text stay with it: no page holds a signature alone.
    for (std::size_t i = 0; i < std::min<std::size_t>(2, lines_.size()); ++i) {
      lines_[lines_.size() - 1 - i].keep_with_next = true;
    }
    add_kept_blank(kPitch);
    if (const std::string& organ = letter["signature"].as_string(); !organ.empty()) {
      const auto name = type_.balanced(organ, style, 20 * kCharacter);
      double widest = 0;
      for (int i = 0; i < Typesetter::count(name); ++i) {
        widest = std::max(widest, Typesetter::line_width(name, i));
      }
      centre = std::min(centre, kLeft + kWidth - 2 * kCharacter - widest / 2);
      for (int i = 0; i < Typesetter::count(name); ++i) add_centred(name, i, style, centre, true);
    }
    add_centred(date, 0, style, centre, false);
  }

  void add_centred(const Layout& layout, int index, const Style& style, double centre, bool keep) {
    Line line;
    line.keep_with_next = keep;
    line.draw = [=](cairo_t* cairo, const Place& place) {
      const double x = centre - Typesetter::line_width(layout, index) / 2;
      Typesetter::draw_line(cairo, layout, index, style, x, place.y);
    };
    lines_.push_back(line);
  }

  void add_note(const std::string& text) {
    add_blank(0.5 * kPitch);
    Style style = body_style(0);
    style.size = kNoteSize;
    style.pitch = 0.85 * kPitch;
    style.on_grid = false;
    add_lines(type_.lay_out(text, style, kWidth), style, Side::left, false);
  }

  Typesetter type_;
  const LetterFonts& fonts_;
  Lines lines_;
};

// First line of each page. Lines that keep with their next go over together if they fit a page.
std::vector<std::size_t> page_starts(const Lines& lines) {
  constexpr double kSlack = 0.5;  // 22 lines of 225/22 mm, after rounding
  std::vector<std::size_t> starts = {0};
  double used = 0;
  for (std::size_t i = 0; i < lines.size();) {
    std::size_t end = i;
    double height = lines[i].height;
    while (lines[end].keep_with_next && end + 1 < lines.size()) height += lines[++end].height;
    const bool whole = height <= kHeight + kSlack;
    if (whole && used + height > kHeight + kSlack) {
      starts.push_back(i);
      used = 0;
    }
    for (; i <= end; ++i) {
      if (used + lines[i].height > kHeight + kSlack) {
        starts.push_back(i);
        used = 0;
      }
      if (used == 0 && lines[i].blank) continue;
      used += lines[i].height;
    }
  }
  return starts;
}

void draw_page_number(cairo_t* cairo, const LetterFonts& fonts, std::size_t page) {
  const Typesetter type(cairo);
  Style style;
  style.families = fonts.title;
  style.size = kNoteSize;
  style.pitch = kNoteSize;
  style.on_grid = false;
  const auto layout = type.lay_out("— " + std::to_string(page) + " —", style, kWidth);
  const double x = page % 2 == 1 ? kLeft + kWidth - kNoteSize - Typesetter::width_of(layout)
                                 : kLeft + kNoteSize;
  Typesetter::draw_line(cairo, layout, 0, style, x, kTop + kHeight + kPageNumberDrop);
}

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

std::string render_letter(const Json& letter, const LetterFonts& fonts) {
  std::string pdf;
  const Surface surface(
      cairo_pdf_surface_create_for_stream(append, &pdf, kPaperWidth, kPaperHeight));
  // The day of the letter, not of the machine, so that the bytes do not depend on when it is drawn.
  const std::string created = letter["date"].as_string() + "T00:00:00+08:00";
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, created.c_str());
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE,
                                 letter["title"].as_string().c_str());
  const Cairo cairo(cairo_create(surface.get()));
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_set_font_options(cairo.get(), options);
  cairo_font_options_destroy(options);

  const Lines lines = LetterPages(cairo.get(), fonts).lines(letter);
  const auto starts = page_starts(lines);
  for (std::size_t page = 0; page < starts.size(); ++page) {
    const std::size_t end = page + 1 < starts.size() ? starts[page + 1] : lines.size();
    double y = kTop;
    for (std::size_t i = starts[page]; i < end; ++i) {
      if (y == kTop && lines[i].blank) continue;
      if (lines[i].draw) lines[i].draw(cairo.get(), {y, y == kTop, i + 1 == end});
      y += lines[i].height;
    }
    draw_page_number(cairo.get(), fonts, page + 1);
    cairo_show_page(cairo.get());
  }
  cairo_surface_finish(surface.get());
  if (const auto status = cairo_surface_status(surface.get()); status != CAIRO_STATUS_SUCCESS) {
    throw std::runtime_error(std::string("letter: ") + cairo_status_to_string(status));
  }
  return pdf;
}

}  // namespace xinfang
