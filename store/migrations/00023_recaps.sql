-- Recaps: how a sprint is told to its stakeholders, as it is drafted, worded and posted.

-- +goose Up

CREATE TABLE recaps (
	sprint     TEXT   NOT NULL PRIMARY KEY REFERENCES sprints (id),
	product    TEXT   NOT NULL REFERENCES products (id),
	words      TEXT   NOT NULL, -- JSON: what a template or a model proposes
	wording    BIGINT NOT NULL, -- 1 while a model is asked
	own        TEXT   NOT NULL, -- JSON: what the PO made of it
	drafted_by TEXT   NOT NULL,
	drafted_at BIGINT NOT NULL,
	channel    TEXT   NOT NULL, -- where it was posted; empty until it is
	posted_by  TEXT   NOT NULL,
	posted_at  BIGINT NOT NULL, -- 0 until it is posted
	demos      TEXT   NOT NULL, -- JSON: as they were posted
	pages      TEXT   NOT NULL  -- JSON: its thread, as it was posted
);

-- What people said in the thread of a recap, as it was read last.
CREATE TABLE recap_replies (
	sprint  TEXT   NOT NULL REFERENCES recaps (sprint),
	ts      TEXT   NOT NULL, -- of the message
	author  TEXT   NOT NULL,
	words   TEXT   NOT NULL,
	PRIMARY KEY (sprint, ts)
);
