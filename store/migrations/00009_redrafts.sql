-- Who waits for a story to be drafted anew by the model, and what they want different.

-- +goose Up

CREATE TABLE redrafts (
	request TEXT   NOT NULL PRIMARY KEY REFERENCES requests (id),
	version BIGINT NOT NULL, -- of the story, when they asked
	by_whom TEXT   NOT NULL,
	note    TEXT   NOT NULL,
	at      BIGINT NOT NULL
);
