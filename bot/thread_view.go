package bot

import (
	"context"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// messagesKept says how many messages of a conversation are kept with a request, and since when; nothing where none is, or
// where the reader may not know what was said.
func messagesKept(ctx context.Context, tx *store.Tx, at request.Matter) (kit.Text, error) {
	r := at.Request
	if r.Source.TS == "" || !at.Whole() {
		return "", nil
	}
	said, err := tx.Evidence(ctx, r.ID)
	if err != nil {
		return "", err
	}
	read, err := tx.Reading(ctx, r.ID)
	if err != nil {
		return "", err
	}
	n := 0
	for _, e := range said {
		if e.TS != "" {
			n++
		}
	}
	since := read.At
	if since.IsZero() {
		since = r.Created
	}
	switch {
	case n == 0:
		return "", nil
	case read.Left > 0:
		return kit.F("the first and the last %s of %s kept, %s", ritual.HowMany(n), kit.Count(n+read.Left, "message", "messages"), request.When(since)), nil
	}
	return kit.F("%s kept, %s", kit.Count(n, "message", "messages"), request.When(since)), nil
}
