-- The records of the main job, in the SQL of both engines. Nothing here is ordered by text, on whose order engines
-- and databases differ, nor by what can be NULL.

-- +goose Up

-- What Slack last said about people and places.
CREATE TABLE people (
	id      TEXT   NOT NULL PRIMARY KEY,
	name    TEXT   NOT NULL,
	zone    TEXT   NOT NULL,
	kind    TEXT   NOT NULL,
	read_at BIGINT NOT NULL
);

CREATE TABLE places (
	id       TEXT   NOT NULL PRIMARY KEY,
	name     TEXT   NOT NULL,
	private  BIGINT NOT NULL,
	direct   BIGINT NOT NULL,
	shared   BIGINT NOT NULL,
	archived BIGINT NOT NULL,
	joined   BIGINT NOT NULL,
	read_at  BIGINT NOT NULL
);

CREATE TABLE products (
	id           TEXT   NOT NULL PRIMARY KEY,
	name         TEXT   NOT NULL,
	channel      TEXT   NOT NULL UNIQUE,
	stakeholders TEXT   NOT NULL,
	pm           TEXT   NOT NULL,
	po           TEXT   NOT NULL,
	team         TEXT   NOT NULL, -- JSON
	set_up_by    TEXT   NOT NULL,
	framework    TEXT   NOT NULL,
	created      BIGINT NOT NULL
);
CREATE INDEX products_by_stakeholders ON products (stakeholders);
CREATE INDEX products_by_pm ON products (pm);
CREATE INDEX products_by_po ON products (po);

CREATE TABLE objectives (
	id      TEXT   NOT NULL PRIMARY KEY,
	product TEXT   NOT NULL REFERENCES products (id),
	name    TEXT   NOT NULL,
	outcome TEXT   NOT NULL,
	measure TEXT   NOT NULL,
	horizon TEXT   NOT NULL,
	by_whom TEXT   NOT NULL,
	created BIGINT NOT NULL,
	UNIQUE (product, name)
);

CREATE TABLE requests (
	number          INTEGER NOT NULL PRIMARY KEY, -- SQLite keeps a table by such a key: one index less to write
	id              TEXT   NOT NULL UNIQUE,
	product         TEXT   NOT NULL REFERENCES products (id),
	status          TEXT   NOT NULL,
	since           BIGINT NOT NULL,
	reporter        TEXT   NOT NULL,
	requester       TEXT   NOT NULL,
	asked           TEXT   NOT NULL, -- who is asked when it needs info
	fingerprint     BIGINT NOT NULL, -- of the reporter, the product and the title it was recorded with
	created         BIGINT NOT NULL,
	objective       TEXT   REFERENCES objectives (id),
	score_framework TEXT   NOT NULL, -- empty while nobody scored it
	score_milli     BIGINT NOT NULL,
	score_inputs    TEXT   NOT NULL, -- JSON
	score_by        TEXT   NOT NULL,
	score_at        BIGINT NOT NULL,
	kind            TEXT   NOT NULL,
	importance      TEXT   NOT NULL,
	private         BIGINT NOT NULL,
	source_channel  TEXT   NOT NULL,
	source_ts       TEXT   NOT NULL,
	source_thread   TEXT   NOT NULL,
	source_author   TEXT   NOT NULL,
	thread_channel  TEXT   NOT NULL,
	thread_ts       TEXT   NOT NULL,
	revisit         TEXT   NOT NULL, -- YYYY-MM-DD
	title           TEXT   NOT NULL,
	customer        TEXT   NOT NULL,
	reason          TEXT   NOT NULL,
	question        TEXT   NOT NULL,
	problem         TEXT   NOT NULL
);
CREATE UNIQUE INDEX requests_by_source ON requests (source_channel, source_ts) WHERE source_ts <> '';
CREATE INDEX requests_by_reporter ON requests (reporter, created, number, fingerprint);
CREATE INDEX requests_by_requester ON requests (requester, created, number) WHERE requester <> '';
CREATE INDEX requests_by_status ON requests (product, status, since, number);
CREATE INDEX requests_by_objective ON requests (product, objective, status) WHERE objective IS NOT NULL;
-- The status, of which these have but one, is in them so that SQLite need not look into the table for it.
CREATE INDEX requests_by_asked ON requests (asked, status, since, number) WHERE status = 'needs_info';
CREATE INDEX requests_by_score ON requests (product, status, score_framework, score_milli DESC, number) WHERE status = 'backlog';

CREATE TABLE supporters (
	request TEXT   NOT NULL REFERENCES requests (id),
	person  TEXT   NOT NULL,
	words   TEXT   NOT NULL,
	at      BIGINT NOT NULL,
	PRIMARY KEY (request, person)
);

CREATE TABLE evidence (
	request TEXT   NOT NULL REFERENCES requests (id),
	id      TEXT   NOT NULL,
	author  TEXT   NOT NULL,
	channel TEXT   NOT NULL,
	ts      TEXT   NOT NULL,
	text    TEXT   NOT NULL,
	at      BIGINT NOT NULL,
	PRIMARY KEY (request, id)
);
CREATE UNIQUE INDEX evidence_by_message ON evidence (request, channel, ts) WHERE ts <> '';

CREATE TABLE stories (
	request TEXT   NOT NULL REFERENCES requests (id),
	version BIGINT NOT NULL,
	author  TEXT   NOT NULL,
	at      BIGINT NOT NULL,
	body    TEXT   NOT NULL, -- JSON
	PRIMARY KEY (request, version)
);

CREATE TABLE decisions (
	request   TEXT   NOT NULL REFERENCES requests (id),
	number    BIGINT NOT NULL, -- counted within the request
	product   TEXT   NOT NULL REFERENCES products (id),
	topic     TEXT   NOT NULL,
	verdict   TEXT   NOT NULL,
	by_whom   TEXT   NOT NULL,
	at        BIGINT NOT NULL,
	reason    TEXT   NOT NULL,
	objective TEXT   NOT NULL, -- its name as it was then
	revisit   TEXT   NOT NULL, -- YYYY-MM-DD
	score     TEXT   NOT NULL,
	PRIMARY KEY (request, number)
);

-- What Tandem has posted or is to post.
CREATE TABLE messages (
	id        TEXT   NOT NULL PRIMARY KEY,
	kind      TEXT   NOT NULL,
	subject   TEXT   NOT NULL,
	product   TEXT   REFERENCES products (id),
	recipient TEXT   NOT NULL,
	thread    TEXT   NOT NULL,
	under     TEXT   REFERENCES messages (id),
	channel   TEXT   NOT NULL,
	ts        TEXT   NOT NULL,
	state     TEXT   NOT NULL CHECK (state IN ('waiting', 'sending', 'posted', 'unknown', 'failed')),
	why       TEXT   NOT NULL,
	digest    TEXT   NOT NULL,
	left_at   BIGINT NOT NULL,
	sent_at   BIGINT NOT NULL,
	UNIQUE (subject, kind, recipient)
);
CREATE INDEX messages_unposted ON messages (product, left_at) WHERE state IN ('unknown', 'failed');

-- Who has opened the Home tab.
CREATE TABLE homes (
	person    TEXT   NOT NULL PRIMARY KEY,
	opened_at BIGINT NOT NULL
);
