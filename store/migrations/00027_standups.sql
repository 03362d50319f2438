-- Standups: what they ask whom, their runs with everybody's turn and answer, and what is in somebody's way.

-- +goose Up

CREATE TABLE standups (
	id       TEXT   NOT NULL PRIMARY KEY,
	product  TEXT   NOT NULL REFERENCES products (id),
	setup    TEXT   NOT NULL, -- JSON
	by_whom  TEXT   NOT NULL,
	created  BIGINT NOT NULL,
	ended    BIGINT NOT NULL, -- 0 while it goes on
	last_day TEXT   NOT NULL, -- YYYY-MM-DD, of the run that was opened last
	next_day TEXT   NOT NULL, -- of the next one
	next_at  BIGINT NOT NULL  -- when that asks the first; 0 where it is to be computed
);
CREATE INDEX standups_of ON standups (product, created);

-- Who is on the roster of which standup now, as its setup says.
CREATE TABLE standup_people (
	standup TEXT NOT NULL REFERENCES standups (id),
	person  TEXT NOT NULL,
	PRIMARY KEY (standup, person)
);
CREATE INDEX standup_people_with ON standup_people (person);

CREATE TABLE standup_runs (
	standup    TEXT   NOT NULL REFERENCES standups (id),
	day        TEXT   NOT NULL, -- YYYY-MM-DD
	setup      TEXT   NOT NULL, -- JSON, as it was when the run began
	team       TEXT   NOT NULL, -- the zone of the summary
	opened     BIGINT NOT NULL,
	summary_at BIGINT NOT NULL,
	posted     BIGINT NOT NULL, -- 0 before
	closed     BIGINT NOT NULL, -- 0 while answers count
	themes     TEXT   NOT NULL, -- JSON
	PRIMARY KEY (standup, day)
);
CREATE INDEX standup_runs_open ON standup_runs (standup, day) WHERE closed = 0;

CREATE TABLE standup_turns (
	standup   TEXT   NOT NULL,
	day       TEXT   NOT NULL,
	person    TEXT   NOT NULL,
	optional  BIGINT NOT NULL,
	due       BIGINT NOT NULL,
	remind_at BIGINT NOT NULL, -- 0 where they are not reminded
	state     TEXT   NOT NULL,
	why       TEXT   NOT NULL,
	asked     BIGINT NOT NULL,
	reminded  BIGINT NOT NULL,
	place     BIGINT NOT NULL,
	PRIMARY KEY (standup, day, person),
	FOREIGN KEY (standup, day) REFERENCES standup_runs (standup, day)
);
CREATE INDEX standup_turns_due ON standup_turns (standup, due, place) WHERE state = 'due';
CREATE INDEX standup_turns_remind ON standup_turns (standup, day, remind_at) WHERE state = 'asked' AND reminded = 0 AND remind_at > 0;
CREATE INDEX standup_turns_of ON standup_turns (person, standup, day);

-- An answer may come before its run has begun.
CREATE TABLE standup_answers (
	standup TEXT   NOT NULL REFERENCES standups (id),
	day     TEXT   NOT NULL,
	person  TEXT   NOT NULL,
	skipped BIGINT NOT NULL,
	said    TEXT   NOT NULL, -- JSON, with the questions as they were
	at      BIGINT NOT NULL,
	edited  BIGINT NOT NULL, -- 0 where it was sent once
	PRIMARY KEY (standup, day, person)
);
CREATE INDEX standup_answers_of ON standup_answers (person, standup, day);

CREATE TABLE impediments (
	id          TEXT   NOT NULL PRIMARY KEY,
	standup     TEXT   NOT NULL REFERENCES standups (id),
	product     TEXT   NOT NULL REFERENCES products (id),
	person      TEXT   NOT NULL, -- in whose way it is
	day         TEXT   NOT NULL, -- of the run in which it was said first
	words       TEXT   NOT NULL,
	help        TEXT   NOT NULL, -- whose help is needed; empty: nobody's in particular
	opened      BIGINT NOT NULL,
	raised      BIGINT NOT NULL, -- 0 until the PO heard of it
	resolved    BIGINT NOT NULL, -- 0 while it is open
	resolved_by TEXT   NOT NULL
);
CREATE INDEX impediments_open ON impediments (standup, opened) WHERE resolved = 0;
CREATE INDEX impediments_of ON impediments (person, opened) WHERE resolved = 0;
CREATE INDEX impediments_asked ON impediments (help, opened) WHERE resolved = 0 AND help <> '';
CREATE INDEX impediments_said ON impediments (standup, day);
CREATE INDEX impediments_resolved ON impediments (standup, resolved) WHERE resolved > 0;

CREATE TABLE impediment_helpers (
	impediment TEXT   NOT NULL REFERENCES impediments (id),
	person     TEXT   NOT NULL,
	place      BIGINT NOT NULL, -- the first to help has 0
	PRIMARY KEY (impediment, person)
);
CREATE INDEX impediment_helpers_of ON impediment_helpers (person);
