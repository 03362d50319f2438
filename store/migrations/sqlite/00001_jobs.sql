-- The same as postgres/00001_jobs.sql, but for how ids and numbers are made, and for tables that are kept in their key alone.

-- +goose Up
CREATE TABLE meta (
	key   TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) WITHOUT ROWID;

-- There is no index by age: what is old goes now and then, and every delivery would pay for it.
CREATE TABLE seen (
	key     TEXT   NOT NULL PRIMARY KEY,
	reply   TEXT   NOT NULL,
	seen_at BIGINT NOT NULL,
	-- The job that follows from the delivery, until it stands among the jobs; then empty.
	follow_kind TEXT NOT NULL,
	follow_key  TEXT NOT NULL,
	follow_lane TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX seen_followed ON seen (seen_at) WHERE follow_kind <> '';

-- A job is due until it has ended. One that is left once stays, done or failed, so that its key stays taken.
CREATE TABLE jobs (
	id          INTEGER NOT NULL PRIMARY KEY,
	kind        TEXT    NOT NULL,
	key         TEXT    NOT NULL,
	lane        TEXT    NOT NULL,
	state       TEXT    NOT NULL CHECK (state IN ('due', 'done', 'failed')),
	once        BIGINT  NOT NULL,
	wanted      BIGINT  NOT NULL, -- how many times a refresh was asked for
	attempts    BIGINT  NOT NULL, -- how many times it was put off by an error
	interrupted BIGINT  NOT NULL, -- a worker took it and was not heard of again
	why         TEXT    NOT NULL, -- the last error
	due         BIGINT  NOT NULL,
	left_at     BIGINT  NOT NULL,
	ended_at    BIGINT  NOT NULL, -- 0 while it is due
	UNIQUE (kind, key)
);
CREATE INDEX jobs_in_order ON jobs (due, id) WHERE state = 'due';
CREATE INDEX jobs_in_lanes ON jobs (lane, due, id) WHERE state = 'due';
CREATE INDEX jobs_done ON jobs (ended_at) WHERE state = 'done';
CREATE INDEX jobs_failed ON jobs (ended_at, id) WHERE state = 'failed';

-- A lane that is held: by a worker, or by nobody until a time. A lane without a row is free.
CREATE TABLE lanes (
	lane         TEXT   NOT NULL PRIMARY KEY,
	leased_by    TEXT   NOT NULL,
	lease        TEXT   NOT NULL, -- what the worker shows when it reports back; empty when nobody holds it
	job          BIGINT NOT NULL, -- what the worker took
	leased_until BIGINT NOT NULL,
	free_at      BIGINT NOT NULL
) WITHOUT ROWID;
