-- The same as sqlite/00003_search.sql, in PostgreSQL's way.

-- +goose Up

-- The words of each request, folded and cut by fold.go: these indexes take them as they are, between blanks. The row
-- of a request is its number. title has the title's words, words has all of them.
CREATE TABLE request_words (
	rowid   BIGINT NOT NULL PRIMARY KEY,
	product TEXT   NOT NULL,
	title   TEXT   NOT NULL,
	words   TEXT   NOT NULL
);
CREATE INDEX request_words_title ON request_words USING gin (array_to_tsvector(string_to_array(title, ' ')));
CREATE INDEX request_words_words ON request_words USING gin (array_to_tsvector(string_to_array(words, ' ')));

-- +goose StatementBegin
CREATE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '% are kept as they are, for good', TG_TABLE_NAME;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER decisions_stay BEFORE UPDATE OR DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION stay();
CREATE TRIGGER stories_stay BEFORE UPDATE OR DELETE ON stories FOR EACH ROW EXECUTE FUNCTION stay();
