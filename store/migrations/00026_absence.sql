-- The days on which somebody says that they are away. What is over may stay.

-- +goose Up
CREATE TABLE own_away (
	person    TEXT   NOT NULL PRIMARY KEY,
	from_day  TEXT   NOT NULL, -- YYYY-MM-DD, where the person is
	until_day TEXT   NOT NULL, -- the last one
	at        BIGINT NOT NULL  -- when they said so
);
