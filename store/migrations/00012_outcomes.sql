-- Who hears what became of a request, what they were told, whom they do not want to hear of, and what praise is about.

-- +goose Up

CREATE TABLE hearers (
	person  TEXT   NOT NULL,
	request TEXT   NOT NULL REFERENCES requests (id),
	due     BIGINT NOT NULL, -- 1 while there may be something to tell
	knows   TEXT   NOT NULL, -- the mark of what they know; empty while nothing
	PRIMARY KEY (person, request)
);
CREATE INDEX hearers_due ON hearers (person, request) WHERE due = 1;

-- What a message told somebody on a day of theirs.
CREATE TABLE outcome_lines (
	person   TEXT   NOT NULL,
	day      TEXT   NOT NULL, -- YYYY-MM-DD
	request  TEXT   NOT NULL REFERENCES requests (id),
	place    BIGINT NOT NULL, -- among the lines of the message
	became   TEXT   NOT NULL, -- JSON
	send_on  TEXT   NOT NULL, -- JSON
	in_place TEXT   NOT NULL,
	PRIMARY KEY (person, day, request)
);
CREATE INDEX outcome_lines_of ON outcome_lines (person, request);

CREATE TABLE mutes (
	person  TEXT   NOT NULL,
	request TEXT   NOT NULL, -- empty: all of them
	at      BIGINT NOT NULL,
	PRIMARY KEY (person, request)
);

CREATE TABLE praise_links (
	request   TEXT   NOT NULL PRIMARY KEY REFERENCES requests (id),
	objective TEXT   REFERENCES objectives (id),
	story     TEXT   REFERENCES requests (id),
	by_whom   TEXT   NOT NULL,
	at        BIGINT NOT NULL
);
CREATE INDEX praise_by_objective ON praise_links (objective) WHERE objective IS NOT NULL;
CREATE INDEX praise_by_story ON praise_links (story) WHERE story IS NOT NULL;
