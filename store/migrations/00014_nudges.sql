-- When people work, as they chose; since when somebody is asked for a decision; and the nudges about it.

-- +goose Up

CREATE TABLE own_hours (
	person   TEXT   NOT NULL PRIMARY KEY,
	from_at  TEXT   NOT NULL, -- HH:MM; empty where they did not choose, as below
	until_at TEXT   NOT NULL,
	days     BIGINT NOT NULL, -- a bit for each day of the week, Sunday the lowest
	country  TEXT   NOT NULL, -- whose public holidays are off
	off      TEXT   NOT NULL  -- JSON: their own days off
);

-- Whom a request asked last as its PM and as its PO, and since when, where that is not since it came to its status.
ALTER TABLE requests ADD COLUMN asked_pm TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN asked_pm_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN asked_po TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN asked_po_at BIGINT NOT NULL DEFAULT 0;

CREATE TABLE nudges (
	person  TEXT   NOT NULL,
	request TEXT   NOT NULL REFERENCES requests (id),
	asked   BIGINT NOT NULL, -- since when they were asked
	nth     BIGINT NOT NULL, -- 1 for the first
	day     TEXT   NOT NULL, -- YYYY-MM-DD of theirs: whose message says it
	PRIMARY KEY (person, request, asked, nth)
);
CREATE INDEX nudges_by_day ON nudges (person, day);
CREATE INDEX nudges_by_request ON nudges (request);
