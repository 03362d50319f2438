-- Who may read what was said in private: the members of the channels that private requests came from, whether a request's
-- title was shared all the same, and of everything that was said, whether it was said in private.

-- +goose Up

-- The channels whose members Slack was asked for, and when it named them.
CREATE TABLE rooms (
	channel TEXT   NOT NULL PRIMARY KEY,
	read_at BIGINT NOT NULL
);

CREATE TABLE members (
	channel TEXT NOT NULL REFERENCES rooms (channel),
	person  TEXT NOT NULL,
	PRIMARY KEY (channel, person)
);
CREATE INDEX members_by_person ON members (person, channel);

ALTER TABLE requests ADD COLUMN shared BIGINT NOT NULL DEFAULT 0; -- title and story, of a private one

ALTER TABLE evidence ADD COLUMN private BIGINT NOT NULL DEFAULT 0;
ALTER TABLE supporters ADD COLUMN private BIGINT NOT NULL DEFAULT 0;
ALTER TABLE supporters ADD COLUMN channel TEXT NOT NULL DEFAULT ''; -- where they said so; empty for the request's own

UPDATE evidence SET private = 1 WHERE request IN (SELECT id FROM requests WHERE private = 1);
UPDATE supporters SET private = 1 WHERE request IN (SELECT id FROM requests WHERE private = 1);

-- The authors whose words were kept with something private. What is public is not in here, and keeping it costs nothing.
CREATE INDEX evidence_in_private ON evidence (author, request) WHERE private = 1;
