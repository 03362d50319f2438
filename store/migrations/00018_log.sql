-- The log of a product's decisions, by time, by person and by the objective that they name, and how long requests stood where.

-- +goose Up

CREATE INDEX decisions_log ON decisions (product, at);
CREATE INDEX decisions_log_of ON decisions (product, by_whom, at);
CREATE INDEX decisions_on_objectives ON decisions (product, objective) WHERE objective <> '';

-- How long a request had a status that it has no more. Of its present one, since is in its own row.
CREATE TABLE stays (
	request TEXT   NOT NULL REFERENCES requests (id),
	since   BIGINT NOT NULL,
	until   BIGINT NOT NULL,
	status  TEXT   NOT NULL,
	PRIMARY KEY (request, since)
);

-- What the record of a request tells of it, and the messages about it by where they stand.
CREATE INDEX estimates_of ON estimates (request, started);
CREATE INDEX outcome_lines_about ON outcome_lines (request);
CREATE INDEX messages_at ON messages (ts, channel) WHERE ts <> '';
-- What left a backlog, and since when.
CREATE INDEX stays_in_backlog ON stays (until) WHERE status = 'backlog';
