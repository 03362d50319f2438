-- Defects and feedback: what they are about, a story, a sprint or both.

-- +goose Up
CREATE TABLE defects (
	request TEXT   NOT NULL PRIMARY KEY REFERENCES requests (id),
	sprint  TEXT   REFERENCES sprints (id), -- in which it was found
	story   TEXT   REFERENCES requests (id),
	by_whom TEXT   NOT NULL,
	at      BIGINT NOT NULL
);
CREATE INDEX defects_of ON defects (sprint) WHERE sprint IS NOT NULL;
CREATE INDEX defects_in ON defects (story) WHERE story IS NOT NULL;

CREATE TABLE feedback (
	request TEXT   NOT NULL PRIMARY KEY REFERENCES requests (id),
	sprint  TEXT   REFERENCES sprints (id), -- after which it was given
	story   TEXT   REFERENCES requests (id),
	by_whom TEXT   NOT NULL,
	at      BIGINT NOT NULL
);
CREATE INDEX feedback_of ON feedback (sprint) WHERE sprint IS NOT NULL;
CREATE INDEX feedback_on ON feedback (story) WHERE story IS NOT NULL;
