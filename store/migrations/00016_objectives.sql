-- The roadmap as something that lives: the order of objectives, how they came off it, what was done to them, and what becomes
-- of what hangs on one.

-- +goose Up

-- Names are unique among the objectives on the roadmap only, and whatever their case: what is unique is a key of its own, which
-- is the name in lower case, and the id once the objective is off the roadmap.
ALTER TABLE objectives RENAME COLUMN name TO name_key;
ALTER TABLE objectives ADD COLUMN name TEXT NOT NULL DEFAULT '';
UPDATE objectives SET name = name_key;

ALTER TABLE objectives ADD COLUMN place BIGINT NOT NULL DEFAULT 0; -- among those of its horizon: the lower stands first
UPDATE objectives SET place = created;
ALTER TABLE objectives ADD COLUMN ended TEXT NOT NULL DEFAULT ''; -- how it came off the roadmap; empty while it is on it
ALTER TABLE objectives ADD COLUMN ended_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX objectives_on_roadmap ON objectives (product, ended, ended_at);

CREATE TABLE objective_changes (
	objective TEXT   NOT NULL REFERENCES objectives (id),
	number    BIGINT NOT NULL, -- counted within the objective
	turn      TEXT   NOT NULL,
	by_whom   TEXT   NOT NULL,
	at        BIGINT NOT NULL,
	reason    TEXT   NOT NULL,
	details   TEXT   NOT NULL, -- JSON
	PRIMARY KEY (objective, number)
);

-- What becomes of the requests that hang on an objective which came off the roadmap, and how far that is done.
CREATE TABLE clearings (
	id        TEXT   NOT NULL PRIMARY KEY,
	objective TEXT   NOT NULL REFERENCES objectives (id),
	product   TEXT   NOT NULL REFERENCES products (id),
	ended     TEXT   NOT NULL,
	fate      TEXT   NOT NULL,
	target    TEXT   REFERENCES objectives (id),
	revisit   TEXT   NOT NULL, -- YYYY-MM-DD
	reason    TEXT   NOT NULL,
	by_whom   TEXT   NOT NULL,
	at        BIGINT NOT NULL,
	total     BIGINT NOT NULL,
	status    TEXT   NOT NULL, -- of the requests that it is at
	number    BIGINT NOT NULL, -- of the last of these
	moved     BIGINT NOT NULL,
	asked     BIGINT NOT NULL,
	parked    BIGINT NOT NULL,
	remained  BIGINT NOT NULL,
	stayed    BIGINT NOT NULL,
	done_at   BIGINT NOT NULL  -- 0 while it is under way
);
CREATE INDEX clearings_of ON clearings (objective, at);
CREATE INDEX clearings_under_way ON clearings (product) WHERE done_at = 0;

-- What hangs on an objective is read status by status, in the order of its numbers.
DROP INDEX requests_by_objective;
CREATE INDEX requests_by_objective ON requests (product, objective, status, number) WHERE objective IS NOT NULL;

-- What serves no objective is read in the order in which it came to its status. The objective, of which these have none, is in
-- it so that SQLite prefers it to the index of all of a status.
DROP INDEX requests_orphaned;
CREATE INDEX requests_orphaned ON requests (product, objective, status, since, number)
	WHERE objective IS NULL AND status IN ('awaiting_priority', 'backlog', 'in_sprint', 'done', 'accepted');
