package store

import (
	"context"
	"time"

	"tandem/bot/ritual"
)

// JourneysMost is how many journeys are read at most: those of the newest requests.
const JourneysMost = 5000

// lately are the requests of a product ($1) that were made since an instant ($2), but for praise and for what goes on as
// another request: what was merged, and what was split. What was made since then has had its status since then too, so an
// index finds them.
const lately = `r.product = $1 AND r.since >= $2 AND r.created >= $2 AND r.kind <> 'praise' AND r.status IN (
	'new', 'awaiting_alignment', 'needs_info', 'awaiting_priority', 'backlog', 'in_sprint', 'done', 'accepted', 'shipped', 'parked', 'declined', 'withdrawn')`

// Journeys returns how a product's requests that were made since an instant came to where they stand, the newest first. more
// says that there are others beyond JourneysMost.
func (tx *Tx) Journeys(ctx context.Context, product string, since time.Time) (all []ritual.Journey, more bool, err error) {
	type stand struct {
		number int64
		id     string
		ritual.Journey
	}
	stands, err := many(ctx, tx, func(row scanner) (s stand, err error) {
		var now ritual.Passage
		err = row.Scan(&s.number, &s.id, at(&s.Created), &now.Status, at(&now.Since))
		s.Path = []ritual.Passage{now}
		return s, err
	}, `SELECT r.number, r.id, r.created, r.status, r.since FROM requests r WHERE `+lately+` ORDER BY r.number DESC LIMIT $3`, product, ms(since), JourneysMost+1)
	if err != nil || len(stands) == 0 {
		return nil, false, err
	}
	if more = len(stands) > JourneysMost; more {
		stands = stands[:JourneysMost]
	}
	type stay struct {
		request string
		ritual.Passage
	}
	stays, err := many(ctx, tx, func(row scanner) (s stay, err error) {
		err = row.Scan(&s.request, &s.Status, at(&s.Since))
		return s, err
	}, `SELECT s.request, s.status, s.since FROM requests r JOIN stays s ON s.request = r.id WHERE `+lately+` AND r.number >= $3 ORDER BY s.request, s.since`,
		product, ms(since), stands[len(stands)-1].number)
	if err != nil {
		return nil, false, err
	}
	before := map[string][]ritual.Passage{}
	for _, s := range stays {
		before[s.request] = append(before[s.request], s.Passage)
	}
	for _, s := range stands {
		s.Path = append(before[s.id], s.Path...)
		all = append(all, s.Journey)
	}
	return all, more, nil
}
