package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"tandem/bot/ritual"
)

// What an export reads: a product's requests in the order of their numbers, a page at a time, and what belongs to those of a page.

// RequestsAfter returns the first requests of a product whose numbers are greater than one, with score and pin, at most limit.
func (tx *Tx) RequestsAfter(ctx context.Context, product string, number int64, limit int) ([]ritual.Ranked, error) {
	return many(ctx, tx, readRanked, `
		SELECT `+rankedColumns+` FROM requests r WHERE r.product = $1 AND r.number > $2 ORDER BY r.number LIMIT $3`, product, number, limit)
}

// CountRequests returns how many requests a product has, whatever has become of them.
func (tx *Tx) CountRequests(ctx context.Context, product string) (n int, err error) {
	err = tx.found(tx.row(ctx, `SELECT COUNT(*) FROM requests WHERE product = $1`, product).Scan(&n))
	return n, err
}

// PrivateChannels returns the channels and group messages that a product's private requests come from. Of direct messages with
// one person nobody has to ask who is there.
func (tx *Tx) PrivateChannels(ctx context.Context, product string) ([]string, error) {
	return many(ctx, tx, readText, `
		SELECT DISTINCT source_channel FROM requests WHERE product = $1 AND private = 1 AND SUBSTR(source_channel, 1, 1) NOT IN ('', 'D')`, product)
}

// LatestStories returns the latest versions of the stories of some requests, by their ids.
func (tx *Tx) LatestStories(ctx context.Context, requests []string) (map[string]ritual.Story, error) {
	latest := map[string]ritual.Story{}
	if len(requests) == 0 {
		return latest, nil
	}
	in, args := listed(requests, 1)
	all, err := many(ctx, tx, readStory, `
		SELECT s.request, s.version, s.author, s.at, s.body FROM stories s
		WHERE s.request IN `+in+` AND s.version = (SELECT MAX(v.version) FROM stories v WHERE v.request = s.request)`, args...)
	for _, s := range all {
		latest[s.Request] = s
	}
	return latest, err
}

// EvidenceOn returns what was kept with some requests themselves, by their ids, in the order of Evidence.
func (tx *Tx) EvidenceOn(ctx context.Context, requests []string) (map[string][]ritual.Evidence, error) {
	on := map[string][]ritual.Evidence{}
	if len(requests) == 0 {
		return on, nil
	}
	type kept struct {
		request string
		e       ritual.Evidence
	}
	read := func(row scanner) (k kept, err error) {
		e := &k.e
		err = row.Scan(&k.request, &e.ID, &e.Author, &e.Private, &e.Channel, &e.TS, &e.Thread, &e.Text, document{&e.Files}, at(&e.At))
		return k, err
	}
	in, args := listed(requests, 1)
	all, err := many(ctx, tx, read, `
		SELECT request, id, author, private, channel, ts, thread, text, files, at FROM evidence WHERE request IN `+in, args...)
	for _, k := range all {
		on[k.request] = append(on[k.request], k.e)
	}
	for _, es := range on {
		slices.SortFunc(es, func(a, b ritual.Evidence) int {
			return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), strings.Compare(a.ID, b.ID))
		})
	}
	return on, err
}

// MergedInto returns into what some requests are merged now, by their ids.
func (tx *Tx) MergedInto(ctx context.Context, requests []string) (map[string]string, error) {
	into := map[string]string{}
	if len(requests) == 0 {
		return into, nil
	}
	in, args := listed(requests, 1)
	all, err := many(ctx, tx, func(row scanner) (m [2]string, err error) {
		err = row.Scan(&m[0], &m[1])
		return m, err
	}, `SELECT request, lead FROM merges WHERE request IN `+in, args...)
	for _, m := range all {
		into[m[0]] = m[1]
	}
	return into, err
}
