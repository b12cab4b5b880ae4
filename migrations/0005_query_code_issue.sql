-- How often the query code of an item was issued anew; the code follows from number and issue.

ALTER TABLE item_number ADD COLUMN code_issue BIGINT NOT NULL DEFAULT 0;  -- public
