-- Messages that somebody pointed at by an emoji or by “record this”, and the threads that requests came from.

-- +goose Up

-- What is asked of a message that is still to be read, and what came of it. Instants are Slack's own timestamps here: an
-- emoji that was put and taken away within one millisecond must not stand.
CREATE TABLE picks (
	channel TEXT NOT NULL,
	ts      TEXT NOT NULL, -- the message's
	person  TEXT NOT NULL,
	way     TEXT NOT NULL, -- emoji or mention
	product TEXT NOT NULL REFERENCES products (id),
	title   TEXT NOT NULL,
	thread  TEXT NOT NULL, -- where it was asked for, by mention
	put_ts  TEXT NOT NULL, -- when it was put there
	away_ts TEXT NOT NULL, -- when it was taken away; empty: never
	effect  TEXT NOT NULL,
	request TEXT NOT NULL, -- the id of the request that it went into; empty: none
	PRIMARY KEY (channel, ts, person, way)
);
CREATE INDEX picks_refused ON picks (channel, person) WHERE effect = 'refused';

-- The emoji that Tandem has put under a message to say how far it is.
CREATE TABLE pick_marks (
	channel TEXT NOT NULL,
	ts      TEXT NOT NULL,
	emoji   TEXT NOT NULL,
	PRIMARY KEY (channel, ts)
);

-- When the thread of a request was last read, and how many messages of it are not kept.
CREATE TABLE readings (
	request  TEXT   NOT NULL PRIMARY KEY REFERENCES requests (id),
	read_at  BIGINT NOT NULL,
	left_out BIGINT NOT NULL
);

ALTER TABLE evidence ADD COLUMN thread TEXT NOT NULL DEFAULT ''; -- the thread's timestamp
ALTER TABLE evidence ADD COLUMN files TEXT NOT NULL DEFAULT 'null'; -- JSON: their names
