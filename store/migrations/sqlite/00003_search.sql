-- The same as postgres/00003_search.sql, in SQLite's way.

-- +goose Up

-- The words of each request, folded and cut by fold.go: this index takes them as they are, between blanks. The row of
-- a request is its number. title has the title's words, words has all of them.
CREATE VIRTUAL TABLE request_words USING fts5 (
	product UNINDEXED, title, words,
	tokenize = 'ascii', detail = 'column', columnsize = 0
);

-- +goose StatementBegin
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are kept as they are'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER decisions_last BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are kept for good'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER stories_stay BEFORE UPDATE ON stories BEGIN SELECT RAISE(ABORT, 'versions of a story are kept as they are'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER stories_last BEFORE DELETE ON stories BEGIN SELECT RAISE(ABORT, 'versions of a story are kept for good'); END;
-- +goose StatementEnd
