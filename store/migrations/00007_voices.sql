-- Who else wants a request and for whom they speak, which requests were merged into which, and what finds those that are
-- similar.

-- +goose Up

-- Somebody may speak for several people and customers.
CREATE TABLE supporters_anew (
	request    TEXT   NOT NULL REFERENCES requests (id),
	by_whom    TEXT   NOT NULL, -- who said so
	person     TEXT   NOT NULL, -- who wants it; empty where only a customer is known
	customer   TEXT   NOT NULL,
	importance TEXT   NOT NULL,
	words      TEXT   NOT NULL,
	ts         TEXT   NOT NULL, -- of the message that says so, where there is one
	at         BIGINT NOT NULL,
	PRIMARY KEY (request, by_whom, person, customer)
);
INSERT INTO supporters_anew (request, by_whom, person, customer, importance, words, ts, at)
	SELECT request, person, person, '', '', words, '', at FROM supporters;
DROP TABLE supporters;
ALTER TABLE supporters_anew RENAME TO supporters;
CREATE INDEX supporters_by_message ON supporters (ts) WHERE ts <> '';

-- The requests that are merged now, each with the one into which it was.
CREATE TABLE merges (
	request TEXT   NOT NULL PRIMARY KEY REFERENCES requests (id),
	lead    TEXT   NOT NULL REFERENCES requests (id),
	by_whom TEXT   NOT NULL,
	at      BIGINT NOT NULL,
	was     TEXT   NOT NULL -- JSON: where it stood
);
CREATE INDEX merges_by_lead ON merges (lead);

ALTER TABLE decisions ADD COLUMN lead TEXT NOT NULL DEFAULT ''; -- the request that it was merged into or taken out of
CREATE INDEX decisions_on_leads ON decisions (lead) WHERE lead <> '';

-- What somebody typed into a form and has not sent yet, because the form asked back.
CREATE TABLE unsent (
	id      TEXT   NOT NULL PRIMARY KEY,
	by_whom TEXT   NOT NULL,
	body    TEXT   NOT NULL, -- JSON
	at      BIGINT NOT NULL
);
CREATE INDEX unsent_by_age ON unsent (at);

-- The words of titles, each under itself and under what is left of it without one of its letters: two words that differ
-- by a slip of the finger stand under the same. Those of what was recorded before are added with its next change.
CREATE TABLE spellings (
	part TEXT NOT NULL,
	word TEXT NOT NULL,
	PRIMARY KEY (part, word)
);

-- What was found to be similar to a request when it was recorded. Both numbers are thousandths.
CREATE TABLE alikes (
	request  TEXT   NOT NULL REFERENCES requests (id),
	other    TEXT   NOT NULL REFERENCES requests (id),
	likeness BIGINT NOT NULL, -- by their words
	meaning  BIGINT NOT NULL, -- by what a model makes of them; 0 while it was not asked
	PRIMARY KEY (request, other)
);
CREATE INDEX alikes_to ON alikes (other);

-- What a model makes of a request: the direction in which its words point, of small whole numbers.
CREATE TABLE meanings (
	request TEXT NOT NULL PRIMARY KEY REFERENCES requests (id),
	model   TEXT NOT NULL,
	digest  TEXT NOT NULL, -- of the words that it was made of
	vector  TEXT NOT NULL  -- base64, a byte each
);

-- From now on the words of a request say whether it is open, and of which product: § is in no word.
UPDATE request_words SET title = trim(title || ' §' || product), words = trim(words || ' §' || product)
	WHERE rowid IN (SELECT number FROM requests
		WHERE status IN ('new', 'awaiting_alignment', 'needs_info', 'awaiting_priority', 'backlog', 'in_sprint', 'done', 'accepted'));
