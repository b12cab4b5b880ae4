-- Which calendar the running clocks were last counted by, and how far that has come.

CREATE TABLE recounts (
  calendar TEXT PRIMARY KEY,        -- public; digest of the days it was made from
  last_matter BIGINT NOT NULL,      -- public; matters up to this one are done
  finished BIGINT NOT NULL          -- public; 0 or 1
) WITHOUT ROWID;
