-- The team's estimates, and the points that came of them.

-- +goose Up

ALTER TABLE requests ADD COLUMN points BIGINT NOT NULL DEFAULT 0; -- 0 while nobody set them

CREATE TABLE estimates (
	id          TEXT   NOT NULL PRIMARY KEY,
	request     TEXT   NOT NULL REFERENCES requests (id),
	round       BIGINT NOT NULL,
	version     BIGINT NOT NULL, -- the story's, when the round began
	by_whom     TEXT   NOT NULL,
	started     BIGINT NOT NULL,
	revealed    BIGINT NOT NULL, -- 0 while the round's votes are hidden
	revealed_by TEXT   NOT NULL,
	ended       BIGINT NOT NULL  -- 0 while it is open
);
-- A story has one open estimation at most.
CREATE UNIQUE INDEX estimates_open ON estimates (request) WHERE ended = 0;

CREATE TABLE votes (
	estimate TEXT   NOT NULL REFERENCES estimates (id),
	round    BIGINT NOT NULL,
	person   TEXT   NOT NULL,
	size     TEXT   NOT NULL,
	at       BIGINT NOT NULL,
	PRIMARY KEY (estimate, round, person)
);
