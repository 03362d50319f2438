-- Pictures that Slack has, and files that are being sent to somebody.

-- +goose Up

CREATE TABLE pictures (
	key  TEXT   NOT NULL PRIMARY KEY, -- of its bytes
	file TEXT   NOT NULL,             -- Slack's id
	at   BIGINT NOT NULL              -- when Slack had taken it
);
CREATE INDEX pictures_at ON pictures (at);

-- What Slack was asked to share in a message's thread, until it is known that it did.
CREATE TABLE sent_files (
	message TEXT   NOT NULL PRIMARY KEY REFERENCES messages (id),
	files   TEXT   NOT NULL, -- JSON: Slack's ids
	at      BIGINT NOT NULL  -- when it was asked
);
