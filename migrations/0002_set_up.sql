-- Setting up the office on screen: letter heads, own parameters, own days of the calendar, and the
-- audit found by what was changed.

ALTER TABLE organs ADD COLUMN postal_code TEXT NOT NULL DEFAULT '';  -- public
ALTER TABLE organs ADD COLUMN letter_head TEXT NOT NULL DEFAULT '';  -- public; empty: the name

-- Own, stricter values of internal terms; laid over the parameters of law/.
CREATE TABLE own_parameters (
  rule_set TEXT NOT NULL,           -- public
  key TEXT NOT NULL,                -- public
  value BIGINT NOT NULL,            -- public
  valid_from_on TEXT NOT NULL,      -- public
  reason TEXT NOT NULL,             -- public
  user_id BIGINT NOT NULL,          -- public; who set it
  at BIGINT NOT NULL,               -- public
  PRIMARY KEY (rule_set, key, valid_from_on)
) WITHOUT ROWID;

-- Days off and worked instead, of years whose notice law/calendar does not have yet.
CREATE TABLE own_days (
  on_day TEXT PRIMARY KEY,          -- public
  kind TEXT NOT NULL,               -- public; holiday or workday
  name TEXT NOT NULL,               -- public; the occasion
  source TEXT NOT NULL              -- public; which notice
) WITHOUT ROWID;

-- What a line of the audit is about, as its detail says; the chain holds the detail.
ALTER TABLE audit ADD COLUMN about TEXT NOT NULL DEFAULT '';     -- public; organ, user, ...
ALTER TABLE audit ADD COLUMN about_id TEXT NOT NULL DEFAULT '';  -- public
CREATE INDEX audit_by_about ON audit (about, audit_no);
