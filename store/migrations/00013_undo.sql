-- How requests stood before the latest answer about their alignment, while that can be taken back.

-- +goose Up

CREATE TABLE priors (
	request  TEXT   NOT NULL PRIMARY KEY REFERENCES requests (id),
	decision TEXT   NOT NULL, -- the id of the one that answered
	was      TEXT   NOT NULL  -- JSON
);

-- From now on a question stays with its request only until somebody answers it.
UPDATE requests SET question = '' WHERE status <> 'needs_info';
