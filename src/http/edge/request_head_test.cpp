#include "http/edge/request_head.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "http/edge/chunk_decoder.hpp"
#include "http/edge/header_text.hpp"

namespace xinfang::edge {

namespace {

using std::string_literals::operator""s;

int status_of(const std::string& fields, const std::string& line = "POST / HTTP/1.1") {
  return check_head(line + "\r\n" + fields + "\r\n").status;
}

// Fed in pieces of the given size: the data, or "failed", or "waiting".
std::string decoded(std::string_view bytes, std::size_t piece) {
  ChunkDecoder decoder;
  std::string data;
  while (!bytes.empty() && !decoder.done() && !decoder.failed()) {
    std::string_view run;
    const std::size_t used = decoder.feed(bytes.substr(0, piece), run);
    data += run;
    bytes.remove_prefix(used);
  }
  if (decoder.failed()) return "failed";
  return decoder.done() ? data + "|" + std::string(bytes) : "waiting";
}

}  // namespace

TEST(RequestHead, its_end_is_found_over_any_cut) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  for (std::size_t cut = 0; cut < head.size(); ++cut) {
    std::size_t scanned = 0;
    EXPECT_EQ(find_head_end(std::string_view(head).substr(0, cut), scanned).kind,
              HeadEnd::Kind::more);
    const HeadEnd end = find_head_end(head + "more", scanned);
    EXPECT_EQ(end.kind, HeadEnd::Kind::found);
    EXPECT_EQ(end.size, head.size());
  }
}

TEST(RequestHead, bytes_no_request_has_are_bad_at_once) {
  for (const std::string& bytes :
       {"GET / HTTP/1.1\n"s, "G\0"s, "\x16\x03\x01"s, "\n"s, " GET"s, "GET /\r\nHost: a\n"s}) {
    std::size_t scanned = 0;
    EXPECT_EQ(find_head_end(bytes, scanned).kind, HeadEnd::Kind::bad) << bytes;
  }
}

TEST(RequestHead, framing_that_two_readers_may_read_differently_is_refused) {
  struct Row {
    std::string fields;
    int status;
  };
  const std::vector<Row> rows = {
      {"Host: a\r\n", 0},
      {"Host: a\r\nContent-Length: 5\r\n", 0},
      {"Host: a\r\nTransfer-Encoding:\tchunKed \r\n", 0},
      {"Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400},
      {"Host: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n", 400},
      {"Host: a\r\nContent-Length: 5, 5\r\n", 400},
      {"Host: a\r\nContent-Length: +5\r\n", 400},
      {"Host: a\r\nContent-Length: 0x5\r\n", 400},
      {"Host: a\r\nContent-Length:\r\n", 400},
      {"Host: a\r\nContent-Length: 18446744073709551621\r\n", 400},
      {"Host: a\r\nContent-Length : 5\r\n", 400},
      {"Host: a\r\nContent_Length: 5\r\n", 400},
      {"Host: a\r\nTransfer-Encoding: xchunked\r\n", 501},
      {"Host: a\r\nTransfer-Encoding: gzip, chunked\r\n", 501},
      {"Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400},
      {"Host: a\r\nTransfer-Encoding: \x0b"
       "chunked\r\n",
       400},
      {"Host: a\r\nX: a\r\n b\r\n", 400},
      {"Host: a\r\nX: a\rb\r\n", 400},
      {"Host: a\r\nNo colon\r\n", 400},
      {"Host: a\r\n: empty\r\n", 400},
      {"", 400},
      {"Host: a\r\nHost: a\r\n", 400},
      {"Host: a b\r\n", 400},
      {"Host: a/b\r\n", 400},
      {"Host:\r\n", 400},
      {"Host: [::1]:80\r\n", 0},
      {"Host: a\r\nExpect: 100-Continue\r\n", 0},
      {"Host: a\r\nExpect: other\r\n", 417},
  };
  for (const Row& row : rows) EXPECT_EQ(status_of(row.fields), row.status) << row.fields;
}

TEST(RequestHead, request_lines) {
  const std::vector<std::pair<std::string, int>> rows = {
      {"GET / HTTP/1.1", 0},
      {"GET / HTTP/1.0", 0},
      {"GET / HTTP/2.0", 505},
      {"GET / HTTP/1.2", 505},
      {"GET / HTTP/1.10", 400},
      {"GET / http/1.1", 400},
      {"GET /", 400},
      {"GET", 400},
      {"GET\t/\tHTTP/1.1", 400},
      {"GET / HTTP/1.1 ", 400},
      {"TRACE / HTTP/1.1", 501},
      {"CONNECT a:1 HTTP/1.1", 501},
      {"get / HTTP/1.1", 501},
      {"G@T / HTTP/1.1", 400},
      {" / HTTP/1.1", 400},
      {"GET /" + std::string(9000, 'a') + " HTTP/1.1", 414},
  };
  for (const auto& [line, status] : rows) EXPECT_EQ(status_of("Host: a\r\n", line), status) << line;
  EXPECT_EQ(status_of("Host: a\r\nTransfer-Encoding: chunked\r\n", "POST / HTTP/1.0"), 400);
  EXPECT_EQ(status_of("", "GET / HTTP/1.0"), 0);
}

TEST(RequestHead, connections_are_kept_unless_told_otherwise) {
  EXPECT_TRUE(check_head("GET / HTTP/1.1\r\nHost: a\r\n\r\n").keep_alive);
  EXPECT_FALSE(check_head("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n").keep_alive);
  EXPECT_FALSE(
      check_head("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n").keep_alive);
}

TEST(ChunkDecoder, good_bodies_are_decoded_over_any_cut) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"5\r\nabcde\r\n0\r\n\r\nGET", "abcde|GET"},
      {"5;a=b\r\nabcde\r\n3\r\nfgh\r\n000\r\nX: 1\r\nY: 2\r\n\r\n", "abcdefgh|"},
      {"0\r\n\r\n", "|"},
      {"a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789|"},
      {"5\r\nabcde\r\n", "waiting"},
  };
  for (const auto& [bytes, data] : rows) {
    for (const std::size_t piece : {1u, 2u, 3u, 7u, 100u})
      EXPECT_EQ(decoded(bytes, piece), data) << bytes;
  }
}

TEST(ChunkDecoder, everything_else_fails) {
  for (const std::string& bytes :
       {"5\nabcde\n0\n\n"s, "5 \r\nabcde\r\n0\r\n\r\n"s, "0x5\r\nabcde\r\n0\r\n\r\n"s, "+5\r\n"s,
        "-1\r\n"s, "5\r\nabcdef\r\n0\r\n\r\n"s, "\r\n5\r\nabcde\r\n"s, "FFFFFFFFFFFFFFFF\r\n"s,
        "10000000000000005\r\n"s, "5;\r\nabcde\r\n"s, "5;a\nb\r\nabcde\r\n"s, "5\r\r\nabcde\r\n"s,
        "g\r\n"s, "0\r\n X: folded\r\n\r\n"s, "0\r\nX: a\nb\r\n\r\n"s,
        "5;" + std::string(300, 'a') + "\r\n", "0\r\nX: " + std::string(5000, 'a') + "\r\n\r\n"}) {
    EXPECT_EQ(decoded(bytes, 1), "failed") << bytes;
    EXPECT_EQ(decoded(bytes, 1000), "failed") << bytes;
  }
}

TEST(HeaderText, weights_of_codings) {
  EXPECT_TRUE(accepts_coding("gzip, br", "br"));
  EXPECT_TRUE(accepts_coding("*", "br"));
  EXPECT_FALSE(accepts_coding("*, br;q=0", "br"));
  EXPECT_FALSE(accepts_coding("br; q=0.0", "br"));
  EXPECT_TRUE(accepts_coding("br; q=0.1", "br"));
  EXPECT_FALSE(accepts_coding("", "br"));
}

}  // namespace xinfang::edge
