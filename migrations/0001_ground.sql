-- The ground: streams of events, vault, directories, log, organs, people, sessions.
-- Each column ends with its class: public, personal (about a petitioner) or secret.
-- WITHOUT ROWID: narrow tables that SQLite keeps in their key's order; PostgreSQL never sees it.

-- What happened. stream 0: the matter; stream 1: looks at it, which do not raise its version.
-- The four texts are the stored bytes that the commitment was made from, never re-serialised.
CREATE TABLE events (
  matter_id BIGINT NOT NULL,        -- public
  stream BIGINT NOT NULL,           -- public
  seq BIGINT NOT NULL,              -- public; 1, 2, ... within the stream
  event_id BIGINT NOT NULL,         -- public
  at BIGINT NOT NULL,               -- public; UTC milliseconds
  header TEXT NOT NULL,             -- public
  public_part TEXT NOT NULL,        -- public
  petitioner_part TEXT NOT NULL,    -- personal
  internal_part TEXT NOT NULL,      -- secret
  salts BYTEA NOT NULL,             -- secret; three of 16 bytes: public, petitioner, internal
  commitment BYTEA NOT NULL,        -- public; chained by the stream's previous one
  PRIMARY KEY (matter_id, stream, seq)
);

-- Personal values and texts; events hold their commitment only.
CREATE TABLE vault (
  matter_id BIGINT NOT NULL,        -- public
  field TEXT NOT NULL,              -- public; "text", "petitioners[0].name", "document[3]"
  version BIGINT NOT NULL,          -- public; seq of the event that wrote it
  key_id BIGINT NOT NULL,           -- public; in the key store, apart from this database
  ciphertext BYTEA NOT NULL,        -- personal
  salt BYTEA NOT NULL,              -- secret; 16 bytes, of the commitment
  PRIMARY KEY (matter_id, field, version)
);

-- Roll-up of a matter, derived from its events.
CREATE TABLE matters (
  matter_id BIGINT PRIMARY KEY,     -- public
  matter_no TEXT NOT NULL,          -- public; of its first item
  rule_set TEXT NOT NULL,           -- public
  version BIGINT NOT NULL,          -- public; seq of its last event
  state TEXT NOT NULL,              -- public
  is_open BIGINT NOT NULL,          -- public; 0 or 1
  wall BIGINT NOT NULL,             -- public; 1: behind the accusation wall
  kind TEXT NOT NULL,               -- public; empty until screened
  category TEXT NOT NULL,           -- public; empty until screened
  region_code TEXT NOT NULL,        -- public
  channel TEXT NOT NULL,            -- public
  received_at BIGINT NOT NULL,      -- public
  changed_at BIGINT NOT NULL        -- public
);

-- Directory: number of an item -> its matter and intake.
CREATE TABLE item_number (
  item_no TEXT PRIMARY KEY,         -- public
  matter_id BIGINT NOT NULL,        -- public
  subject_no BIGINT NOT NULL        -- public
) WITHOUT ROWID;

-- Directory: blind index (keyed HMAC) of an identity number or telephone -> matters.
CREATE TABLE person_key (
  blind_index BYTEA NOT NULL,       -- personal
  matter_id BIGINT NOT NULL,        -- public
  item_no TEXT NOT NULL,            -- public
  PRIMARY KEY (blind_index, matter_id, item_no)
) WITHOUT ROWID;

-- Directory: one row for each open piece of work and nothing closed; a worklist and its counts are
-- one range of the key. organ_id 0: the system's own (terms that lapse).
CREATE TABLE open_work (
  organ_id BIGINT NOT NULL,         -- public
  list TEXT NOT NULL,               -- public
  due_on TEXT NOT NULL,             -- public; ISO day, 2199-12-31: no clock
  matter_id BIGINT NOT NULL,        -- public
  subject_no BIGINT NOT NULL,       -- public
  clock TEXT NOT NULL,              -- public
  wall BIGINT NOT NULL,             -- public; 0 or 1
  claimed_by BIGINT NOT NULL,       -- public; user, 0: nobody
  PRIMARY KEY (organ_id, list, due_on, matter_id, subject_no)
) WITHOUT ROWID;

-- Directory: organs on a matter's path, which may see it.
CREATE TABLE matter_access (
  organ_id BIGINT NOT NULL,         -- public
  matter_id BIGINT NOT NULL,        -- public
  open_here BIGINT NOT NULL,        -- public; 0 or 1
  wall BIGINT NOT NULL,             -- public; 0 or 1
  PRIMARY KEY (organ_id, matter_id)
) WITHOUT ROWID;

-- Directory: answers to keep for a repeated request.
CREATE TABLE idempotency (
  caller TEXT NOT NULL,             -- public; "user:<id>" or "item:<no>"
  key TEXT NOT NULL,                -- public
  body_digest BYTEA NOT NULL,       -- public
  status BIGINT NOT NULL,           -- public
  answer TEXT NOT NULL,             -- personal
  expires_at BIGINT NOT NULL,       -- public
  PRIMARY KEY (caller, key)
) WITHOUT ROWID;

-- Committed events that the log has not numbered yet.
CREATE TABLE log_pending (
  event_id BIGINT PRIMARY KEY,      -- public
  matter_id BIGINT NOT NULL,        -- public
  stream BIGINT NOT NULL,           -- public
  seq BIGINT NOT NULL,              -- public
  commitment BYTEA NOT NULL         -- public
);

-- The log: gap-free order over all streams; derived work follows it with a cursor each.
CREATE TABLE log_entries (
  log_index BIGINT PRIMARY KEY,     -- public; 0, 1, ...
  event_id BIGINT NOT NULL,         -- public
  matter_id BIGINT NOT NULL,        -- public
  stream BIGINT NOT NULL,           -- public
  seq BIGINT NOT NULL,              -- public
  commitment BYTEA NOT NULL         -- public
);

-- How far the work derived from the log has come. Search keeps its own beside its index.
CREATE TABLE log_cursors (
  name TEXT PRIMARY KEY,            -- public; "search", ...
  next_index BIGINT NOT NULL        -- public
);

-- Running numbers, taken in blocks.
CREATE TABLE counters (
  name TEXT PRIMARY KEY,            -- public
  value BIGINT NOT NULL             -- public; last one given out
);

-- Document numbers, without holes by organ, kind and year.
CREATE TABLE document_numbers (
  organ_id BIGINT NOT NULL,         -- public
  prefix TEXT NOT NULL,             -- public
  year BIGINT NOT NULL,             -- public
  number BIGINT NOT NULL,           -- public
  matter_id BIGINT NOT NULL,        -- public
  document_no BIGINT NOT NULL,      -- public
  PRIMARY KEY (organ_id, prefix, year, number)
) WITHOUT ROWID;

-- Encrypted files, addressed within their matter.
CREATE TABLE attachments (
  matter_id BIGINT NOT NULL,        -- public
  attachment_id BIGINT NOT NULL,    -- public
  name BYTEA NOT NULL,              -- personal; sealed
  content_type TEXT NOT NULL,       -- public; by content
  size BIGINT NOT NULL,             -- public; bytes of the original
  digest BYTEA NOT NULL,            -- public; of the stored (encrypted) bytes
  key_id BIGINT NOT NULL,           -- public
  uploaded_at BIGINT NOT NULL,      -- public
  bound BIGINT NOT NULL,            -- public; 0: waits for its petition, 1: named by an event
  PRIMARY KEY (matter_id, attachment_id)
);

-- The organ tree.
CREATE TABLE organs (
  organ_id BIGINT PRIMARY KEY,      -- public
  code TEXT NOT NULL,               -- public; 4 digits within its region
  name TEXT NOT NULL,               -- public
  short_name TEXT NOT NULL,         -- public
  type TEXT NOT NULL,               -- public
  level BIGINT NOT NULL,            -- public; 1 to 6
  region_code TEXT NOT NULL,        -- public; GB/T 2260
  superior_id BIGINT NOT NULL,      -- public; 0: none
  line_superior_id BIGINT NOT NULL, -- public; 0: none
  review_organ_id BIGINT NOT NULL,  -- public; 0: none
  document_prefix TEXT NOT NULL,    -- public
  address TEXT NOT NULL,            -- public
  phone TEXT NOT NULL,              -- public
  categories TEXT NOT NULL,         -- public; codes joined by blanks, empty: any
  valid_from_on TEXT NOT NULL,      -- public
  valid_to_on TEXT                  -- public; NULL: still valid
);
CREATE UNIQUE INDEX organs_by_code ON organs (region_code, code);

-- Staff; petitioners are not here.
CREATE TABLE users (
  user_id BIGINT PRIMARY KEY,       -- public
  login TEXT NOT NULL UNIQUE,       -- public
  name TEXT NOT NULL,               -- public
  organ_id BIGINT NOT NULL,         -- public; 0: administrators of the system
  password_hash TEXT NOT NULL,      -- secret
  totp_secret BYTEA,                -- secret; sealed; NULL: not enrolled
  totp_last_step BIGINT NOT NULL,   -- secret; a code is taken once
  must_change BIGINT NOT NULL,      -- public; password set by somebody else
  active BIGINT NOT NULL,           -- public; 0 or 1
  changed_at BIGINT NOT NULL        -- public
);

-- What a person may do in the organ.
CREATE TABLE user_roles (
  user_id BIGINT NOT NULL,          -- public
  role TEXT NOT NULL,               -- public
  PRIMARY KEY (user_id, role)
) WITHOUT ROWID;

-- Signed-in browsers, known by the digest of their token only.
CREATE TABLE sessions (
  token_digest BYTEA PRIMARY KEY,   -- secret
  session_id BIGINT NOT NULL,       -- public; how its owner names it
  user_id BIGINT NOT NULL,          -- public
  csrf TEXT NOT NULL,               -- secret
  created_at BIGINT NOT NULL,       -- public
  seen_at BIGINT NOT NULL,          -- public; to the minute
  expires_at BIGINT NOT NULL,       -- public
  stepped_up_at BIGINT NOT NULL,    -- public; last second factor, 0: none
  address TEXT NOT NULL,            -- public
  agent TEXT NOT NULL               -- public
);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- Failed sign-ins and query codes, by keyed digest of what was tried.
CREATE TABLE throttle (
  subject BYTEA PRIMARY KEY,        -- personal
  failures BIGINT NOT NULL,         -- public
  locked_until BIGINT NOT NULL,     -- public
  forget_at BIGINT NOT NULL         -- public
);

-- Acts of administration and sign-in, chained; append only.
CREATE TABLE audit (
  audit_no BIGINT PRIMARY KEY,      -- public; 1, 2, ...
  at BIGINT NOT NULL,               -- public
  user_id BIGINT NOT NULL,          -- public; 0: command line or nobody
  act TEXT NOT NULL,                -- public
  detail TEXT NOT NULL,             -- secret; JSON
  chain BYTEA NOT NULL              -- public; digest over the previous chain and this row
);

-- Lines of imported files, so that the same file twice adds nothing.
CREATE TABLE import_lines (
  source TEXT NOT NULL,             -- public; name of the source
  source_key BYTEA NOT NULL,        -- personal; digest of the source's own number or of the line
  matter_id BIGINT NOT NULL,        -- public
  PRIMARY KEY (source, source_key)
) WITHOUT ROWID;
