package bot

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Which request somebody means: by its id, or by the link to a message that it came from or that is about it.

// meantBy is the matter that somebody means by what they typed or pressed, if they may read a product's requests where they look.
func meantBy(ctx context.Context, tx *store.Tx, in engine.Input, words string) (request.Matter, error) {
	id, byLink, err := idMeant(ctx, tx, words)
	if err != nil {
		return request.Matter{}, err
	}
	at, err := request.Of(ctx, tx, id)
	if err == nil {
		err = at.ReadBy(ctx, tx, ritual.Reader{Person: in.By, Place: in.Channel})
	}
	if err == nil {
		err = request.LearnMembers(ctx, tx, at.Reader, at.Product, at.Request)
	}
	if err != nil {
		return request.Matter{}, err
	}
	if byLink && !at.Whole() { // that something came of it is private, too
		return request.Matter{}, noSuchLink()
	}
	if !slices.Contains([]string{at.Request.Reporter, at.Request.Requester}, in.By) {
		if err := ritual.MayRead(in.Who, at.Product, in.Channel); err != nil {
			return request.Matter{}, err
		}
	}
	return at, nil
}

// roomsMeant are the channels whose members have to be known to say what somebody may read of the request that they mean.
func roomsMeant(ctx context.Context, tx *store.Tx, in engine.Input) ([]string, error) {
	words := in.Words
	if in.Opened != engine.InCommand {
		words, _, _ = strings.Cut(in.Subject, "/")
	}
	id, _, err := idMeant(ctx, tx, words)
	if err != nil && len(ritual.Refusals(err)) > 0 {
		return nil, nil // the handler says so
	}
	if err != nil {
		return nil, err
	}
	in.Subject = id
	return request.RoomsOf(ctx, tx, in)
}

// messageLink is what a link to a message looks like: its channel, its timestamp, and the thread that it stands in.
var messageLink = regexp.MustCompile(`^https?://[^/\s]+/archives/([A-Z0-9]+)/p(\d{10})(\d{6})(?:\?(?:\S*&)?thread_ts=(\d{10}\.\d{6}))?`)

func noSuchLink() error {
	return ritual.Refuse("I know of no request by that link. `/backlog find` and a word or two may find it.")
}

// idMeant is the id that somebody means. byLink is whether they gave a link to a message.
func idMeant(ctx context.Context, tx *store.Tx, words string) (id string, byLink bool, err error) {
	link := messageLink.FindStringSubmatch(strings.TrimSpace(words))
	if link == nil {
		id, err = ritual.ParseRequestID(strings.TrimRight(words, ".,:;!? "))
		return id, false, err
	}
	channel, ts := link[1], link[2]+"."+link[3]
	r, err := tx.RequestFrom(ctx, channel, ts)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return r.ID, true, err
	}
	posted, err := tx.MessageAt(ctx, channel, ts)
	if err == nil {
		about, _, _ := strings.Cut(posted.Subject, "/") // a decision's id begins with the request's
		if id, err := ritual.ParseRequestID(about); err == nil {
			return id, true, nil
		}
	} else if !errors.Is(err, store.ErrNotFound) {
		return "", true, err
	}
	for _, thread := range []string{ts, link[4]} {
		talked, err := tx.RequestsIn(ctx, channel, thread)
		if err != nil {
			return "", true, err
		}
		if len(talked) > 0 {
			return talked[0].ID, true, nil
		}
	}
	return "", true, noSuchLink()
}
