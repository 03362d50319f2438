-- Acceptance and the demo: which criteria the PO found met, who was asked what they show, and what they show in which order.

-- +goose Up

-- A criterion that was found met, as it read then: it counts for as long as the story says the same.
CREATE TABLE acceptances (
	request   TEXT   NOT NULL REFERENCES requests (id),
	place     BIGINT NOT NULL, -- among those that are ticked, in the order of the story
	version   BIGINT NOT NULL, -- the story's, when it was ticked
	criterion TEXT   NOT NULL,
	by_whom   TEXT   NOT NULL,
	at        BIGINT NOT NULL,
	PRIMARY KEY (request, place)
);

-- Whose turn it was to be asked in a sprint, and what about. A story is asked about once, whoever has it later.
CREATE TABLE demo_turns (
	sprint TEXT   NOT NULL REFERENCES sprints (id),
	person TEXT   NOT NULL,
	at     BIGINT NOT NULL,
	PRIMARY KEY (sprint, person)
);
CREATE TABLE demo_questions (
	sprint  TEXT NOT NULL REFERENCES sprints (id),
	request TEXT NOT NULL REFERENCES requests (id),
	person  TEXT NOT NULL,
	PRIMARY KEY (sprint, request)
);

-- What was answered, and what the PO put where.
CREATE TABLE demo_shows (
	sprint  TEXT   NOT NULL REFERENCES sprints (id),
	request TEXT   NOT NULL REFERENCES requests (id),
	answer  TEXT   NOT NULL, -- show, not_now, or out: left out by the PO
	place   BIGINT NOT NULL, -- in the running order
	by_whom TEXT   NOT NULL, -- who shows it
	at      BIGINT NOT NULL,
	says    TEXT   NOT NULL, -- what a user can do now
	link    TEXT   NOT NULL,
	PRIMARY KEY (sprint, request)
);
