package store

import "strings"

// searchPostgres looks in the GIN indexes.
var searchPostgres = search{
	titles: findPostgres("title"),
	all:    findPostgres("words"),
	terms:  termsPostgres,
	within: withinPostgres,
	near:   nearPostgres,
}

// findPostgres finds first and sorts then: left to itself, the server may walk through all requests from the newest on
// and compare each, in the hope to have enough of them soon.
func findPostgres(column string) string {
	return `
		WITH found AS MATERIALIZED (
			SELECT rowid, product FROM request_words
			WHERE array_to_tsvector(string_to_array(` + column + `, ' ')) @@ CAST($1 AS tsquery)
		), newest AS MATERIALIZED (
			SELECT rowid FROM found WHERE product = $2 ORDER BY rowid DESC LIMIT $3
		)
		SELECT ` + requestColumns + ` FROM newest w JOIN requests r ON r.number = w.rowid
		ORDER BY w.rowid DESC`
}

// withinPostgres finds first, as findPostgres does.
func withinPostgres(column string) string {
	return `
		WITH found AS MATERIALIZED (
			SELECT rowid FROM request_words
			WHERE array_to_tsvector(string_to_array(` + column + `, ' ')) @@ CAST($%d AS tsquery)
		)
		SELECT rowid FROM found`
}

// nearPostgres is findPostgres in no order.
func nearPostgres(column string) string {
	return `
		WITH found AS MATERIALIZED (
			SELECT rowid FROM request_words
			WHERE array_to_tsvector(string_to_array(` + column + `, ' ')) @@ CAST($1 AS tsquery)
		)
		SELECT rowid FROM found LIMIT $2`
}

// termsPostgres writes ('run' | 'running':*) & 'csv'. A term has no quotes in it.
func termsPostgres(terms []term, beginnings bool) string {
	var all []string
	for _, t := range terms {
		switch {
		case t.stem == "":
			all = append(all, `'`+t.start+`':*`)
		case beginnings && t.start != "":
			all = append(all, `('`+t.stem+`' | '`+t.start+`':*)`)
		case t.or != "":
			all = append(all, `('`+strings.Join(strings.Fields(t.stem+" "+t.or), `' | '`)+`')`)
		default:
			all = append(all, `'`+t.stem+`'`)
		}
	}
	return strings.Join(all, " & ")
}
