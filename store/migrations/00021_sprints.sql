-- Sprints: what is planned, what is in the active one, and the ledger of all that happened, from which every figure follows.

-- +goose Up

ALTER TABLE decisions ADD COLUMN sprint TEXT NOT NULL DEFAULT ''; -- the number of the sprint that it is about, as people read it

CREATE TABLE sprints (
	id         TEXT   NOT NULL PRIMARY KEY,
	product    TEXT   NOT NULL REFERENCES products (id),
	number     BIGINT NOT NULL, -- from 1, of the product
	goal       TEXT   NOT NULL,
	starts     TEXT   NOT NULL, -- YYYY-MM-DD, the first day
	ends       TEXT   NOT NULL, -- YYYY-MM-DD, the last day
	demo_day   TEXT   NOT NULL, -- YYYY-MM-DD
	demo_time  TEXT   NOT NULL, -- HH:MM
	zone       TEXT   NOT NULL, -- IANA name: its days and its demo are days and a time there
	capacity   BIGINT NOT NULL, -- points; 0 while nobody said
	state      TEXT   NOT NULL, -- planned, active or closed
	planned_by TEXT   NOT NULL,
	planned_at BIGINT NOT NULL,
	started_by TEXT   NOT NULL,
	started_at BIGINT NOT NULL, -- 0 until it is started
	closed_by  TEXT   NOT NULL,
	closed_at  BIGINT NOT NULL, -- 0 until it is closed
	result     TEXT   NOT NULL, -- JSON, frozen when it is closed
	UNIQUE (product, number)
);
CREATE UNIQUE INDEX sprints_planned ON sprints (product) WHERE state = 'planned';
CREATE UNIQUE INDEX sprints_active ON sprints (product) WHERE state = 'active';

-- What stands now: the stories that are picked for a sprint, or are in it. What was taken out has no row.
CREATE TABLE sprint_stories (
	sprint  TEXT   NOT NULL REFERENCES sprints (id),
	request TEXT   NOT NULL REFERENCES requests (id),
	place   BIGINT NOT NULL, -- in the order in which they were picked
	owner   TEXT   NOT NULL, -- who works on it; empty while nobody does
	work    TEXT   NOT NULL, -- todo, started or done
	PRIMARY KEY (sprint, request)
);
CREATE INDEX sprint_stories_of ON sprint_stories (request);

-- What happened, in its order. Its rows never change.
CREATE TABLE sprint_events (
	sprint  TEXT   NOT NULL REFERENCES sprints (id),
	seq     BIGINT NOT NULL, -- from 1, of the sprint
	at      BIGINT NOT NULL,
	by_whom TEXT   NOT NULL, -- empty where it was nobody in particular
	kind    TEXT   NOT NULL,
	request TEXT   NOT NULL, -- empty where it is about the sprint
	points  BIGINT NOT NULL, -- 0: without points
	reason  TEXT   NOT NULL, -- the person's own words
	detail  TEXT   NOT NULL, -- what else there is to know, by the kind
	PRIMARY KEY (sprint, seq)
);
CREATE INDEX sprint_events_of ON sprint_events (request) WHERE request <> '';

-- How a sprint stood at the end of each of its days.
CREATE TABLE sprint_days (
	sprint        TEXT   NOT NULL REFERENCES sprints (id),
	day           TEXT   NOT NULL, -- YYYY-MM-DD
	left_stories  BIGINT NOT NULL,
	left_unsized  BIGINT NOT NULL, -- of these, those without points
	left_points   BIGINT NOT NULL,
	scope_stories BIGINT NOT NULL, -- all that was in the sprint
	scope_unsized BIGINT NOT NULL,
	scope_points  BIGINT NOT NULL,
	PRIMARY KEY (sprint, day)
);
