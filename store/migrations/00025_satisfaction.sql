-- What those who asked for something say of it after it shipped. A row without a day waits to be asked.

-- +goose Up
CREATE TABLE satisfaction (
	request TEXT   NOT NULL REFERENCES requests (id),
	person  TEXT   NOT NULL,
	day     TEXT   NOT NULL, -- of the message that asks, YYYY-MM-DD
	place   BIGINT NOT NULL, -- among the questions of the message
	rating  BIGINT NOT NULL, -- 1 to 5; 0 while there is no answer
	comment TEXT   NOT NULL,
	at      BIGINT NOT NULL, -- of the latest answer
	PRIMARY KEY (request, person)
);
CREATE INDEX satisfaction_asked ON satisfaction (person, day, place);
