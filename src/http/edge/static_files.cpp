#include "http/edge/static_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <utility>

#include "http/edge/header_text.hpp"

namespace xinfang::edge {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 21> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".xml", "application/xml"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".gif", "image/gif"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".pdf", "application/pdf"},
    {".wasm", "application/wasm"},
    {".yaml", "application/yaml"},
}};

struct Found {
  std::shared_ptr<OpenFile> file;
  std::uint64_t size = 0;
  std::string tag;
};

// Only regular files; the tag changes with content, time and coding.
std::optional<Found> examine(int descriptor, std::string_view coding) {
  auto file = std::make_shared<OpenFile>(descriptor);
  struct stat facts {};
  if (fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
  Found found;
  found.file = std::move(file);
  found.size = static_cast<std::uint64_t>(facts.st_size);
  found.tag = fmt::format("\"{:x}-{:x}-{:x}{}{}\"", facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec,
                          facts.st_size, coding.empty() ? "" : "-", coding);
  return found;
}

// Opens below the folder, segment by segment and through no symbolic link.
std::optional<Found> open_below(const std::string& folder, std::string_view path,
                                std::string_view coding) {
  int at = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (at < 0) return std::nullopt;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = path.find('/');
    const std::string segment(path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
    int next = -1;
    if (!segment.empty() && segment.front() != '.') {
      const int kind = path.empty() ? O_NONBLOCK : O_DIRECTORY;  // a FIFO must not hold the worker
      next = openat(at, segment.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | kind);
    }
    close(at);
    if (next < 0) return std::nullopt;
    at = next;
  }
  return examine(at, coding);
}

bool tag_in(std::string_view list, std::string_view tag) {
  for (std::string_view item : list_items(list)) {
    if (item == "*") return true;
    if (item.starts_with("W/")) item.remove_prefix(2);  // If-None-Match compares weakly
    if (item == tag) return true;
  }
  return false;
}

struct Span {
  enum class Kind { whole, part, outside } kind = Kind::whole;
  std::uint64_t offset = 0, length = 0;
};

std::optional<std::uint64_t> read_number(std::string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

// One range; several or malformed ones are ignored, as RFC 9110 allows.
Span read_range(std::string_view header, std::uint64_t size) {
  Span span;
  if (!header.starts_with("bytes=")) return span;
  const std::string_view range = trim_blanks(header.substr(6));
  const auto dash = range.find('-');
  if (dash == std::string_view::npos) return span;
  const std::string_view from_text = range.substr(0, dash), to_text = range.substr(dash + 1);
  const auto from = read_number(from_text), to = read_number(to_text);
  if ((!from && !from_text.empty()) || (!to && !to_text.empty()) || (!from && !to)) return span;
  if (from && to && *to < *from) return span;
  if (from ? *from >= size : *to == 0 || size == 0) {
    span.kind = Span::Kind::outside;
    return span;
  }
  span.kind = Span::Kind::part;
  span.offset = from ? *from : size - std::min(*to, size);
  span.length = from && to ? std::min(*to, size - 1) - *from + 1 : size - span.offset;
  return span;
}

void send_found(const Request& request, Found found, Outcome& outcome) {
  Response& response = outcome.response;
  response.set("ETag", found.tag);
  if (response.status != 200) {
    outcome.file_length = found.size;
    outcome.file = std::move(found.file);
    return;
  }
  response.set("Accept-Ranges", "bytes");
  if (tag_in(request.header("if-none-match"), found.tag)) {
    response.status = 304;
    return;
  }
  const std::string_view if_range = request.header("if-range");
  Span span;
  if (if_range.empty() || if_range == found.tag)
    span = read_range(request.header("range"), found.size);
  if (span.kind == Span::Kind::outside) {
    response.status = 416;
    response.set("Content-Range", fmt::format("bytes */{}", found.size));
    return;
  }
  outcome.file_offset = span.offset;
  outcome.file_length = span.kind == Span::Kind::part ? span.length : found.size;
  if (span.kind == Span::Kind::part) {
    response.status = 206;
    response.set("Content-Range", fmt::format("bytes {}-{}/{}", span.offset,
                                              span.offset + span.length - 1, found.size));
  }
  outcome.file = std::move(found.file);
}

std::string percent_encoded(std::string_view text, std::string_view kept) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       kept.find(c) != std::string_view::npos;
    encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

// The same target with a slash behind its path.
std::string as_folder(const Request& request) {
  std::string target = percent_encoded(request.path, "/-._~") + "/";
  char before = '?';
  for (const auto& [name, value] : request.query) {
    target += before + percent_encoded(name, "-._~") + "=" + percent_encoded(value, "-._~");
    before = '&';
  }
  return target;
}

}  // namespace

OpenFile::~OpenFile() { close(descriptor_); }

std::string_view content_type_of(std::string_view path) {
  const auto dot = path.rfind('.');
  const std::string ending =
      dot == std::string_view::npos ? std::string() : lower(path.substr(dot));
  for (const auto& [known, type] : kTypes) {
    if (known == ending) return type;
  }
  return "application/octet-stream";
}

bool serve_static(const std::string& folder, const Request& request, Outcome& outcome) {
  const std::string path = request.path.ends_with('/') ? request.path + "index.html" : request.path;
  auto found = open_below(folder, path, "");
  Response& response = outcome.response;
  if (!found && open_below(folder, path + "/index.html", "")) {
    response.status = 308;
    response.set("Location", as_folder(request)).set("Cache-Control", "no-cache");
    return true;
  }
  if (!found) return false;
  response.content_type = content_type_of(path);
  const bool hashed = request.path.starts_with("/assets/");
  response.set("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  bool varies = false;
  const std::string_view accepted = request.header("accept-encoding");
  constexpr std::array<std::array<std::string_view, 2>, 2> kCodings = {
      {{"br", ".br"}, {"gzip", ".gz"}}};
  std::string_view chosen;
  std::optional<Found> compressed;
  for (const auto& [coding, ending] : kCodings) {
    auto candidate = open_below(folder, path + std::string(ending), coding);
    if (!candidate) continue;
    varies = true;
    if (compressed || !accepts_coding(accepted, coding)) continue;
    compressed = std::move(candidate);
    chosen = coding;
  }
  if (varies) response.set("Vary", "Accept-Encoding");
  if (compressed) response.set("Content-Encoding", std::string(chosen));
  send_found(request, compressed ? std::move(*compressed) : std::move(*found), outcome);
  return true;
}

bool serve_file(const Request& request, Outcome& outcome) {
  const int descriptor =
      open(outcome.response.file_path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return false;
  auto found = examine(descriptor, "");
  if (!found) return false;
  send_found(request, std::move(*found), outcome);
  return true;
}

}  // namespace xinfang::edge
