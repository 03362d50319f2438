package request

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// ReadBy has a matter know who reads of it. Of a public one there is nothing to know.
func (m *Matter) ReadBy(ctx context.Context, tx *store.Tx, rd ritual.Reader) (err error) {
	m.Reader, err = Informed(ctx, tx, rd, m.Request)
	return err
}

// ReaderOf is for whom a message is written: a person, or everybody in the channel where it is posted.
func ReaderOf(m store.Message) ritual.Reader {
	if m.To != "" && (m.To[0] == 'U' || m.To[0] == 'W') {
		return ritual.Reader{Person: m.To}
	}
	return ritual.Reader{Place: m.To}
}

// Informed is a reader with what is known of them, where one of the requests that they are to read is private.
func Informed(ctx context.Context, tx *store.Tx, rd ritual.Reader, rs ...ritual.Request) (ritual.Reader, error) {
	if !slices.ContainsFunc(rs, func(r ritual.Request) bool { return r.Private }) {
		return rd, nil
	}
	return tx.Reader(ctx, rd.Person, rd.Place)
}

// Title is a matter's title as its reader may know it.
func (m Matter) Title() string { return m.Request.TitleTo(m.Reader, m.Product) }

// Seen reports whether the reader may read title and story, whole whether all that was said, too.
func (m Matter) Seen() bool { return m.Request.SeenBy(m.Reader, m.Product) }

func (m Matter) Whole() bool { return m.Request.WholeTo(m.Reader, m.Product) }

// DecidedHere reports whether a decision was taken by who steers the product now: it tells nothing of who asked.
func (m Matter) DecidedHere(d ritual.Decision) bool {
	return d.Topic != ritual.Scope && ritual.Reader{Person: d.By}.Steers(m.Product)
}

// Readable returns the decision that a message is about with its matter. Where its reader may not read all of the request any
// more, or never could, instead is what they read in its place.
func Readable(ctx context.Context, tx *store.Tx, m store.Message) (d ritual.Decision, at Matter, instead kit.Text, err error) {
	if d, err = tx.Decision(ctx, m.Subject); err != nil {
		return d, at, "", err
	}
	if at, err = In(ctx, tx, m, d.Request); err != nil || at.Whole() {
		return d, at, "", err
	}
	return d, at, kit.F("*%s* %s. %s", at.Request.ID, at.Title(), StatusWords(at)), nil
}

// LearnMembers has Slack asked who is in the channels that requests come from which somebody may not read for all that is
// known now. Whoever was there and looks again a moment later may.
func LearnMembers(ctx context.Context, tx *store.Tx, rd ritual.Reader, p ritual.Product, rs ...ritual.Request) error {
	if rd.Person == "" {
		return nil
	}
	for _, r := range rs {
		if r.WholeTo(rd, p) {
			continue
		}
		if err := engine.KnowMembers(ctx, tx, r.Source.Channel); err != nil {
			return err
		}
	}
	return nil
}

// RoomsOf are the channels whose members have to be known to say what somebody may read of the request that they name: the
// one that it comes from, where nothing else lets them read it.
func RoomsOf(ctx context.Context, tx *store.Tx, in engine.Input) ([]string, error) {
	id, err := ritual.ParseRequestID(cmp.Or(in.Subject, in.Words))
	if err != nil {
		return nil, nil //nolint:nilerr // the handler says so
	}
	r, err := tx.Request(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && (!r.Private || r.Source.Channel == "") {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p, err := tx.Product(ctx, r.Product)
	if err != nil {
		return nil, err
	}
	rd, err := tx.Reader(ctx, in.By, in.Channel)
	if err != nil || r.WholeTo(rd, p) {
		return nil, err
	}
	return []string{r.Source.Channel}, nil
}
