-- What products and people set for themselves, pins in the backlog, the budget of messages and the use of the model.

-- +goose Up

ALTER TABLE products ADD COLUMN settings TEXT NOT NULL DEFAULT '{}'; -- JSON

ALTER TABLE people ADD COLUMN status TEXT NOT NULL DEFAULT ''; -- an emoji's name, without colons
ALTER TABLE people ADD COLUMN status_until BIGINT NOT NULL DEFAULT 0;

-- A pinned story stands directly before another one of the backlog, whatever its score.
ALTER TABLE requests ADD COLUMN pin_before TEXT NOT NULL DEFAULT ''; -- the other's id; empty while it is not pinned
ALTER TABLE requests ADD COLUMN pin_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN pin_by TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN pin_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX requests_pinned ON requests (product, status, number) WHERE status = 'backlog' AND pin_before <> '';

-- The backlog by rank, for one objective and for one customer.
CREATE INDEX requests_ranked_objective ON requests (product, objective, score_framework, score_milli DESC, number)
	WHERE status = 'backlog' AND objective IS NOT NULL;
CREATE INDEX requests_ranked_customer ON requests (product, customer, score_framework, score_milli DESC, number)
	WHERE status = 'backlog' AND customer <> '';

-- Requests that were aligned without an objective. Those that were not aligned yet have none, so they are not in here,
-- and recording one costs nothing.
CREATE INDEX requests_orphaned ON requests (product, status)
	WHERE objective IS NULL AND status IN ('awaiting_priority', 'backlog', 'in_sprint', 'done', 'accepted');

ALTER TABLE decisions ADD COLUMN moved_before TEXT NOT NULL DEFAULT ''; -- the other's id, where it was moved

CREATE INDEX decisions_on_rank ON decisions (product, at) WHERE topic IN ('priority', 'order');

ALTER TABLE messages ADD COLUMN class TEXT NOT NULL DEFAULT ''; -- what it costs of its recipient's budget; empty: nothing
ALTER TABLE messages ADD COLUMN inside TEXT REFERENCES messages (id); -- the list that shows it
CREATE INDEX messages_inside ON messages (inside) WHERE inside IS NOT NULL;
CREATE INDEX messages_budgeted ON messages (recipient, sent_at) WHERE class <> '';
CREATE INDEX messages_lists ON messages (recipient, left_at) WHERE kind = 'list';

CREATE TABLE model_usage (
	day    TEXT   NOT NULL PRIMARY KEY, -- YYYY-MM-DD
	calls  BIGINT NOT NULL,
	tokens BIGINT NOT NULL
);
