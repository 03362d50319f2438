package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// A matter is a request with all that a decision about it needs.
type matter struct {
	r    ritual.Request
	p    ritual.Product
	last ritual.Decision // the latest decision on it
	lead ritual.Request  // what it was merged into, if it was

	told   bool          // that it comes to whoever is asked, they hear by words of its own
	by     string        // who looks at it or acts on it; empty where that is not known
	rd     ritual.Reader // for whom it is shown: what they may not read is left out
	people crew          // the heads and their stand-ins, and while it needs info, whoever can be asked
	now    time.Time     // when that was read
}

// matterOf loads a request by its id, as a button or a person gave it.
func matterOf(ctx context.Context, tx *store.Tx, id string) (matter, error) {
	id, err := ritual.ParseRequestID(id)
	if err != nil {
		return matter{}, err
	}
	var m matter
	if m.r, err = tx.Request(ctx, id); errors.Is(err, store.ErrNotFound) {
		return m, ritual.Refuse("There is no %s. `/backlog find` and a word or two may find it.", id)
	} else if err != nil {
		return m, err
	}
	if m.p, err = tx.Product(ctx, m.r.Product); err != nil {
		return m, err
	}
	if m.last, err = tx.LastDecision(ctx, m.r.ID); err != nil {
		return m, err
	}
	if m.r.Status == ritual.Merged {
		if m.lead, err = tx.Lead(ctx, m.r); err != nil {
			return m, err
		}
	}
	return m, m.acquaint(ctx, tx)
}

// A requestHandler is a handler for what is done to one request. The route names the right that it takes; who clicked
// was checked against it, in the same transaction, before it runs.
type requestHandler func(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error)

// on is the handler of what is done to the request that in.subject names, by whoever has the right. What the button
// showed may be old, and what a form carries can be forged: both are checked here, at the click.
func on(right ritual.Action, do requestHandler) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		m, err := matterOf(ctx, tx, in.Subject)
		if err != nil {
			return engine.Reply{}, err
		}
		if err := m.may(right, in.Who); err != nil {
			return engine.Reply{}, err
		}
		m.by = in.By
		if err := m.readBy(ctx, tx, ritual.Reader{Person: in.By, Place: in.Channel}); err != nil {
			return engine.Reply{}, err
		}
		return do(ctx, tx, in, m)
	}
}

// clickAbout is a button about one request, with the right that pressing it takes.
func clickAbout(id string, right ritual.Action, do requestHandler) engine.Action {
	return engine.Action{ID: id, Needs: engine.NeedPerson, Do: on(right, do)}
}

// submitAbout is a form about one request, with the right that sending it takes.
func submitAbout(id string, right ritual.Action, do requestHandler) engine.Submit {
	return engine.Submit{ID: id, Needs: engine.NeedPerson, Do: on(right, do)}
}

// may checks at the click whether somebody may do something about the matter.
func (m matter) may(a ritual.Action, who ritual.Person) error {
	return ritual.May(a, ritual.Case{Who: who, Product: m.p, Request: m.r, Last: m.last, People: m.people, Now: m.now})
}

// showAnew has every message about a request, and the Home tabs of those whom it concerns, shown anew.
func showAnew(ctx context.Context, tx *store.Tx, p ritual.Product, r ritual.Request) error {
	about := []string{r.ID}
	if r.Parent != "" {
		about = append(about, r.Parent)
	}
	if r.Status == ritual.Merged {
		lead, err := tx.Lead(ctx, r)
		if err != nil {
			return err
		}
		about = append(about, lead.ID) // it says who wants it
	}
	if e, err := tx.OpenEstimate(ctx, r.ID); err == nil {
		about = append(about, e.ID)
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	joined, err := tx.Joined(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, one := range joined { // they say where it stands
		about = append(about, one.ID)
	}
	for _, subject := range about {
		if err := engine.Refresh(ctx, tx, subject); err != nil {
			return err
		}
	}
	if err := showSimilar(ctx, tx, r); err != nil {
		return err
	}
	if err := showNudges(ctx, tx, r.ID); err != nil {
		return err
	}
	seen := map[string]bool{"": true}
	for _, who := range []string{p.PM, p.PO, p.Settings.PMStandIn, p.Settings.POStandIn, r.Reporter, r.Requester} {
		if seen[who] {
			continue
		}
		seen[who] = true
		if err := engine.RefreshHome(ctx, tx, who); err != nil {
			return err
		}
	}
	return nil
}

// placed is a message for a request's place: in the thread that it came from, or under its receipt.
func placed(ctx context.Context, tx *store.Tx, r ritual.Request, kind, subject string) (store.Message, error) {
	m := store.Message{Kind: kind, Subject: subject, Product: r.Product, To: r.Thread.Channel, Thread: r.Thread.TS}
	if m.Thread != "" || kind == receiptKind {
		return m, nil
	}
	first, err := tx.MessageOf(ctx, receiptKind, cmp.Or(r.Parent, r.ID), r.Thread.Channel)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return m, err
	}
	m.Under = first.ID
	return m, nil
}

// permalink is the address of a message, or empty where there is none.
func permalink(ctx context.Context, tx *store.Tx, channel, ts, thread string) (string, error) {
	if channel == "" || ts == "" {
		return "", nil
	}
	url, err := tx.Meta(ctx, engine.MetaURL)
	if errors.Is(err, store.ErrNotFound) || url == "" {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return linkTo(url, channel, ts, thread), nil
}

// linkTo is the address of a message in the workspace at url, or empty where it is not known.
func linkTo(url, channel, ts, thread string) string {
	if url == "" || channel == "" || ts == "" {
		return ""
	}
	link := fmt.Sprintf("%s/archives/%s/p%s", strings.TrimRight(url, "/"), channel, strings.ReplaceAll(ts, ".", ""))
	if thread != "" && thread != ts {
		link += fmt.Sprintf("?thread_ts=%s&cid=%s", thread, channel)
	}
	return link
}

// buttonFor is a button about one request. Screen readers say which, because the label stands on many cards.
func buttonFor(id, action, label string) *slack.ButtonBlockElement {
	return kit.Aloud(kit.Button(action, label, id), label+" "+id)
}

// tellPlace posts a line about a decision in the request's place. Who asked or answered there knows already.
func tellPlace(ctx context.Context, tx *store.Tx, m matter, d ritual.Decision) error {
	var kind string
	switch d.Verdict.Told() {
	case ritual.ToldLine:
		kind = lineKind
	case ritual.ToldQuestion:
		kind = questionKind
	default:
		return nil
	}
	line, err := placed(ctx, tx, m.r, kind, d.ID)
	if err != nil {
		return err
	}
	if kind == lineKind && engine.IsPerson(line.To) {
		if quiet, err := quietFor(ctx, tx, line.To, heardAs(m.r)); quiet || err != nil {
			return err
		}
	}
	if asked := m.asked(); kind == questionKind && line.Thread == "" && asked != line.To {
		line.To, line.Under = asked, "" // whoever is asked does not read my direct messages with the reporter
	}
	_, err = engine.Post(ctx, tx, line)
	return err
}
