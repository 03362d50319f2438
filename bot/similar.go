package bot

import (
	"context"

	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// What may help to decide: requests that are similar. The objective that one may serve is in suggest.go.

// similarNow are the open requests that may be the same as one, of those that a reader sees.
func similarNow(ctx context.Context, tx *store.Tx, r ritual.Request, p ritual.Product, rd ritual.Reader) ([]ritual.Alike, error) {
	sees := func(other ritual.Request) bool { return other.SeenBy(rd, p) && !related(r, other) }
	found, err := tx.Alike(ctx, p.ID, r.Title, r.Problem, r.ID, sees)
	return ritual.Similar(found, sees), err
}

// similarTo are those that were found when a request was recorded and, where newer is set, those that were recorded since.
func similarTo(ctx context.Context, tx *store.Tx, m request.Matter, rd ritual.Reader, newer bool) ([]ritual.Alike, error) {
	found, err := tx.Alikes(ctx, m.Request.ID, newer)
	return ritual.Similar(found, func(other ritual.Request) bool { return other.SeenBy(rd, m.Product) && !related(m.Request, other) }), err
}

// findSimilar looks for what is similar to a new request, and has the cards of the most similar ones name it.
func findSimilar(ctx context.Context, tx *store.Tx, r ritual.Request) error {
	if r.Kind == ritual.Praise {
		return nil
	}
	found, err := tx.Alike(ctx, r.Product, r.Title, r.Problem, r.ID, func(ritual.Request) bool { return true })
	if err != nil {
		return err
	}
	if err := tx.KeepAlikes(ctx, r.ID, found); err != nil {
		return err
	}
	if has, err := request.HasModel(ctx, tx); err != nil {
		return err
	} else if has && len(found) > 1 {
		if err := tx.Once(ctx, jobMeaning, r.ID, jobMeaning+":"+r.ID, tx.Now); err != nil {
			return err
		}
	}
	return request.ShowSimilar(ctx, tx, r)
}

// related reports whether two requests are parts of one, or one a part of the other.
func related(r, other ritual.Request) bool {
	return r.Parent != "" && (r.Parent == other.Parent || r.Parent == other.ID) || other.Parent != "" && other.Parent == r.ID
}
