-- Whose turn it is in each matter of a list: its organs at work, by the matter.

CREATE INDEX matter_access_by_matter ON matter_access (matter_id);
