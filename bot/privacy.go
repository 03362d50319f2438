package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// Privacy keeps what was said in private with those who were there and those who decide about it. The rule is
// ritual.Request.WholeTo; here is how its facts are learned, and how a title is shared.

// The ids of privacy. Old messages carry them: they are never renamed.
const (
	titleShare = "title.share"
	titleHide  = "title.hide"
)

func privacyRitual() engine.Ritual {
	return engine.Ritual{Actions: []engine.Action{
		clickAbout(titleShare, ritual.ToShare, decidePrivacy(ritual.ShareTitle)),
		clickAbout(titleHide, ritual.ToShare, hideTitle),
	}}
}

// decidePrivacy shares a private request's title and story with everybody, or makes them private again.
func decidePrivacy(rule func(ritual.Request, string, time.Time) (ritual.Request, ritual.Decision, error)) requestHandler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
		after, d, err := rule(m.r, in.By, tx.Now)
		if err != nil {
			return engine.Reply{}, err
		}
		return engine.Say(privacyWords(after)), advance(ctx, tx, m, after, d)
	}
}

// hideTitle makes a private request's title and story private again, unless others could not read then what theirs became.
func hideTitle(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
	joined, err := tx.Joined(ctx, m.r.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := ritual.HidesFrom(m.r, joined); err != nil {
		return engine.Reply{}, err
	}
	return decidePrivacy(ritual.HideTitle)(ctx, tx, in, m)
}

// readBy has a matter know who reads of it. Of a public one there is nothing to know.
func (m *matter) readBy(ctx context.Context, tx *store.Tx, rd ritual.Reader) (err error) {
	m.rd, err = informed(ctx, tx, rd, m.r)
	return err
}

// matterIn is the matter of a message, as its reader may know it.
func matterIn(ctx context.Context, tx *store.Tx, msg store.Message, id string) (matter, error) {
	m, err := matterOf(ctx, tx, id)
	if err != nil {
		return m, err
	}
	return m, m.readBy(ctx, tx, readerOf(msg))
}

// title is a matter's title as its reader may know it.
func (m matter) title() string { return m.r.TitleTo(m.rd, m.p) }

// seen reports whether the reader may read title and story, whole whether all that was said, too.
func (m matter) seen() bool  { return m.r.SeenBy(m.rd, m.p) }
func (m matter) whole() bool { return m.r.WholeTo(m.rd, m.p) }

// readable returns the decision that a message is about with its matter. Where its reader may not read all of the request any
// more, or never could, instead is what they read in its place.
func readable(ctx context.Context, tx *store.Tx, m store.Message) (d ritual.Decision, at matter, instead kit.Text, err error) {
	if d, err = tx.Decision(ctx, m.Subject); err != nil {
		return d, at, "", err
	}
	if at, err = matterIn(ctx, tx, m, d.Request); err != nil || at.whole() {
		return d, at, "", err
	}
	return d, at, kit.F("*%s* %s. %s", at.r.ID, at.title(), statusWords(at)), nil
}

// decidedHere reports whether a decision was taken by who steers the product now: it tells nothing of who asked.
func (m matter) decidedHere(d ritual.Decision) bool {
	return d.Topic != ritual.Scope && ritual.Reader{Person: d.By}.Steers(m.p)
}

// readerOf is for whom a message is written: a person, or everybody in the channel where it is posted.
func readerOf(m store.Message) ritual.Reader {
	if m.To != "" && (m.To[0] == 'U' || m.To[0] == 'W') {
		return ritual.Reader{Person: m.To}
	}
	return ritual.Reader{Place: m.To}
}

// informed is a reader with what is known of them, where one of the requests that they are to read is private.
func informed(ctx context.Context, tx *store.Tx, rd ritual.Reader, rs ...ritual.Request) (ritual.Reader, error) {
	if !slices.ContainsFunc(rs, func(r ritual.Request) bool { return r.Private }) {
		return rd, nil
	}
	return tx.Reader(ctx, rd.Person, rd.Place)
}

// learnMembers has Slack asked who is in the channels that requests come from which somebody may not read for all that is
// known now. Whoever was there and looks again a moment later may.
func learnMembers(ctx context.Context, tx *store.Tx, rd ritual.Reader, p ritual.Product, rs ...ritual.Request) error {
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

// roomsOf are the channels whose members have to be known to say what somebody may read of the request that they name: the
// one that it comes from, where nothing else lets them read it.
func roomsOf(ctx context.Context, tx *store.Tx, in engine.Input) ([]string, error) {
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
