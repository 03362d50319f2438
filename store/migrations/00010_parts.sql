-- The parts of requests that were split. A part is a request with a number of its own, so that it is ranked and found as
-- any other; its id is made of that of the whole.

-- +goose Up

ALTER TABLE requests ADD COLUMN parent TEXT REFERENCES requests (id); -- of a part: the id of the whole
ALTER TABLE requests ADD COLUMN part BIGINT NOT NULL DEFAULT 0; -- 1 of FR-12.1
ALTER TABLE requests ADD COLUMN together TEXT NOT NULL DEFAULT ''; -- of a split request: where its parts stand
CREATE UNIQUE INDEX requests_parts ON requests (parent, part) WHERE parent IS NOT NULL;
