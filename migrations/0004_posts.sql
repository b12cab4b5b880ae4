-- Who held a post in which organ, then and now: whom an accusation must be kept from.

CREATE TABLE user_posts (
  user_id BIGINT NOT NULL,          -- public
  organ_id BIGINT NOT NULL,         -- public
  leads BIGINT NOT NULL,            -- public; 0 or 1: led the organ
  from_on TEXT NOT NULL,            -- public; empty: since before posts were kept
  until_on TEXT,                    -- public; NULL: still held
  PRIMARY KEY (user_id, organ_id, leads, from_on)
) WITHOUT ROWID;
CREATE INDEX user_posts_by_organ ON user_posts (organ_id);

INSERT INTO user_posts (user_id, organ_id, leads, from_on, until_on)
SELECT u.user_id, u.organ_id,
       CASE WHEN EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.user_id AND r.role IN
                         ('ORGAN_HEAD', 'SIGNING_LEADER', 'OFFICE_HEAD', 'LEADER'))
            THEN 1 ELSE 0 END,
       '', NULL
FROM users u WHERE u.organ_id <> 0;
