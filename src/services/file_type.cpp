#include "services/file_type.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace xinfang {

namespace {

constexpr std::size_t kNameCharacters = 100;

bool at(std::string_view head, std::size_t place, std::string_view bytes) {
  return head.size() >= place + bytes.size() && head.substr(place, bytes.size()) == bytes;
}

std::string ending_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return {};
  std::string ending(name.substr(dot + 1));
  for (char& c : ending) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return ending;
}

// ISO base media: the brand tells picture, sound and film apart.
std::string media_brand(std::string_view head) {
  const std::string_view brand = head.substr(8, 4);
  for (const char* heic : {"heic", "heix", "hevc", "mif1", "msf1"}) {
    if (brand == heic) return "image/heic";
  }
  if (brand == "M4A " || brand == "M4B ") return "audio/mp4";
  if (brand == "qt  ") return "video/quicktime";
  for (const char* film : {"isom", "iso2", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "3gp4",
                           "3gp5", "dash", "MSNV"}) {
    if (brand == film) return "video/mp4";
  }
  return {};
}

// The archive itself must be named like one of the three, and look like it inside.
std::string office_archive(std::string_view head, const std::string& ending) {
  const auto has = [&](std::string_view member) {
    return head.find(member) != std::string_view::npos;
  };
  if (ending == "ofd") return has("OFD.xml") || has("Doc_0") ? "application/ofd" : "";
  const bool office = has("[Content_Types].xml") || has("_rels/.rels");
  if (!office) return {};
  if (ending == "docx") {
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  }
  if (ending == "xlsx") return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return {};
}

bool is_plain_text(std::string_view head) {
  if (head.empty()) return false;
  if (head.find_first_of(std::string_view("\0\x1b", 2)) != std::string_view::npos) return false;
  // The cut may stand inside a character.
  for (int cut = 0; cut < 4 && !head.empty(); ++cut) {
    if (is_utf8(head)) return true;
    head.remove_suffix(1);
  }
  return false;
}

void trim_end(std::string& name) {
  while (!name.empty() && (name.back() == '.' || name.back() == ' ')) name.pop_back();
}

}  // namespace

std::string file_type(std::string_view head, std::string_view name) {
  const std::string ending = ending_of(name);
  if (at(head, 0, "\xFF\xD8\xFF")) return "image/jpeg";
  if (at(head, 0, "\x89PNG\r\n\x1a\n")) return "image/png";
  if (at(head, 0, "GIF87a") || at(head, 0, "GIF89a")) return "image/gif";
  if (at(head, 0, "RIFF") && at(head, 8, "WEBP")) return "image/webp";
  if (at(head, 0, "RIFF") && at(head, 8, "WAVE")) return "audio/wav";
  if (at(head, 0, "%PDF-")) return "application/pdf";
  if (at(head, 4, "ftyp") && head.size() >= 12) return media_brand(head);
  if (at(head, 0, "ID3")) return "audio/mpeg";
  if (head.size() > 2 && head[0] == '\xFF' && (head[1] & '\xE6') == '\xE2') return "audio/mpeg";
  if (at(head, 0, "PK\x03\x04")) return office_archive(head, ending);
  if (ending == "txt" && is_plain_text(head)) return "text/plain";
  return {};
}

std::string tidy_file_name(std::string_view name) {
  const std::size_t folder = name.find_last_of("/\\");
  if (folder != std::string_view::npos) name.remove_prefix(folder + 1);
  std::string tidied;
  for (const char c : is_utf8(name) ? tidy(name) : std::string()) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) continue;
    tidied += std::string_view("<>:\"|?*`$&;%'#").find(c) == std::string_view::npos ? c : '_';
  }
  while (!tidied.empty() && (tidied.front() == '.' || tidied.front() == ' ')) tidied.erase(0, 1);
  trim_end(tidied);
  if (tidied.empty()) return "file";
  const std::size_t dot = tidied.rfind('.');
  std::string ending = dot == std::string::npos ? "" : tidied.substr(dot);
  if (characters(ending) > 10) ending.clear();
  std::string stem = tidied.substr(0, tidied.size() - ending.size());
  while (characters(stem) + characters(ending) > kNameCharacters) {
    while (!stem.empty() && (static_cast<unsigned char>(stem.back()) & 0xC0) == 0x80) stem.pop_back();
    if (!stem.empty()) stem.pop_back();
  }
  trim_end(stem);  // the cut may have left some there; its first character is neither
  return stem + ending;
}

}  // namespace xinfang
