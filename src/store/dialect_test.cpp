#include "store/dialect.hpp"

#include <gtest/gtest.h>

namespace xinfang {
namespace {

TEST(Dialect, SharedTypesBecomeSqlites) {
  EXPECT_EQ(adapt_for_sqlite("CREATE TABLE a(id BIGINT PRIMARY KEY, b bytea, c JSON NOT NULL);"),
            "CREATE TABLE a(id INTEGER PRIMARY KEY, b BLOB, c TEXT CHECK(c IS NULL OR "
            "json_valid(c)) NOT NULL) STRICT;");
  EXPECT_EQ(adapt_for_sqlite("ALTER TABLE a ADD COLUMN d JSON"),
            "ALTER TABLE a ADD COLUMN d TEXT CHECK(d IS NULL OR json_valid(d))");
}

TEST(Dialect, StrictGoesToEveryTableAndNowhereElse) {
  struct Case {
    const char *given, *adapted;
  };
  for (const Case& each : {
           Case{"CREATE TABLE a(x TEXT) WITHOUT ROWID;\n",
                "CREATE TABLE a(x TEXT) WITHOUT ROWID, STRICT;\n"},
           Case{"-- first\nCREATE TABLE IF NOT EXISTS a(x TEXT CHECK (x IN ('a;b', 'c'))) -- end",
                "-- first\nCREATE TABLE IF NOT EXISTS a(x TEXT CHECK (x IN ('a;b', 'c'))) STRICT "
                "-- end"},
           Case{"CREATE TABLE a(x TEXT) STRICT", "CREATE TABLE a(x TEXT) STRICT"},
           Case{"CREATE UNIQUE INDEX i ON a(x) WHERE x > 0", "CREATE UNIQUE INDEX i ON a(x) WHERE x > 0"},
           Case{"CREATE VIRTUAL TABLE f USING fts5(x)", "CREATE VIRTUAL TABLE f USING fts5(x)"},
           Case{"CREATE TABLE a AS SELECT (1)", "CREATE TABLE a AS SELECT (1)"},
           Case{"INSERT INTO a VALUES('BIGINT', 'CREATE TABLE x(y)')",
                "INSERT INTO a VALUES('BIGINT', 'CREATE TABLE x(y)')"},
           Case{"CREATE TABLE a(x BIGINT); CREATE TABLE b(y BIGINT)",
                "CREATE TABLE a(x INTEGER) STRICT; CREATE TABLE b(y INTEGER) STRICT"},
       }) {
    EXPECT_EQ(adapt_for_sqlite(each.given), each.adapted);
  }
}

TEST(Dialect, PostgresNeverSeesWithoutRowid) {
  EXPECT_EQ(adapt_for_postgres("CREATE TABLE a(x BIGINT) without  rowid;"),
            "CREATE TABLE a(x BIGINT) ;");
}

TEST(Dialect, StatementsOfOneEngineAreRefused) {
  for (const char* sql : {
           "SELECT a::text FROM t",
           "SELECT a FROM t WHERE a ILIKE $1",
           "SELECT a FROM t WHERE a = any ($1)",
           "SELECT a FROM t WHERE a = ?",
           "SELECT 1; SELECT 2",
           "SELECT a FROM t WHERE a = $2",
           "SELECT a FROM t WHERE a = $name",
           "SELECT string_agg(a, ',') FROM t",
           "SELECT now()",
       }) {
    EXPECT_THROW(check_statement(sql), DatabaseError) << sql;
  }
}

TEST(Dialect, WhatOnlyLooksLikeItPasses) {
  EXPECT_EQ(check_statement("SELECT 'a::b ? ILIKE; x', \"any\", -- why?\n many FROM t;\n"), 0u);
  EXPECT_EQ(check_statement("SELECT any_of, $2 FROM t /* a::b */ WHERE c = $1 OR d = $2"), 2u);
}

TEST(Dialect, TextsThatOneEngineCannotKeepAreNamed) {
  EXPECT_EQ(check_params({std::string("夜间施工"), std::int64_t{1}, Blob{Bytes(1, '\0')}}), "");
  EXPECT_EQ(check_params({std::string("x"), std::string(1, '\0')}),
            "parameter $2 has a NUL character");
  EXPECT_EQ(check_params({std::string("\xc0\xaf")}), "parameter $1 is not UTF-8");
}

}  // namespace
}  // namespace xinfang
