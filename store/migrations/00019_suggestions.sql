-- Which objective a model takes a request to serve.

-- +goose Up

CREATE TABLE suggestions (
	request   TEXT   NOT NULL PRIMARY KEY REFERENCES requests (id),
	objective TEXT   REFERENCES objectives (id), -- NULL: none
	because   TEXT   NOT NULL,
	quoted    BIGINT NOT NULL, -- whether because is somebody's words
	digest    TEXT   NOT NULL, -- of what was asked
	at        BIGINT NOT NULL
);
