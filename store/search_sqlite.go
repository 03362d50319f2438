package store

import "strings"

// searchSQLite looks in the FTS5 table. Its rows come in the order of their numbers, so no more than limit of them are
// read.
var searchSQLite = search{
	titles: findSQLite("title"),
	all:    findSQLite("words"),
	terms:  termsSQLite,
	within: withinSQLite,
	near:   nearSQLite,
}

func findSQLite(column string) string {
	return `
		SELECT ` + requestColumns + ` FROM request_words w JOIN requests r ON r.number = w.rowid
		WHERE w.` + column + ` MATCH $1 AND r.product = $2
		ORDER BY w.rowid DESC LIMIT $3`
}

func withinSQLite(column string) string {
	return `SELECT rowid FROM request_words WHERE ` + column + ` MATCH $%d`
}

func nearSQLite(column string) string {
	return `SELECT rowid FROM request_words WHERE ` + column + ` MATCH $1 LIMIT $2`
}

// termsSQLite writes ("run" OR "running"*) AND "csv". A term has no quotes in it.
func termsSQLite(terms []term, beginnings bool) string {
	var all []string
	for _, t := range terms {
		switch {
		case t.stem == "":
			all = append(all, `"`+t.start+`"*`)
		case beginnings && t.start != "":
			all = append(all, `("`+t.stem+`" OR "`+t.start+`"*)`)
		case t.or != "":
			all = append(all, `("`+strings.Join(strings.Fields(t.stem+" "+t.or), `" OR "`)+`")`)
		default:
			all = append(all, `"`+t.stem+`"`)
		}
	}
	return strings.Join(all, " AND ")
}
