-- Since when a card asks nothing of its reader any more, so that what comes back to them is asked by a message of its own.

-- +goose Up

ALTER TABLE messages ADD COLUMN over_at BIGINT NOT NULL DEFAULT 0; -- 0 while it asks
