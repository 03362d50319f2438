package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Outcomes tell whoever asked what became of it: all of a day in one message, in their morning. The rules are in
// ritual/outcome.go. What moves a request leaves one job; it notes who may have something to hear, and each of them has a job
// of their own that is due when their working day begins.

// The ids of outcomes. Old messages carry them: they are never renamed.
const (
	jobTell      = "tell"         // tells somebody; its key is the person
	outcomesKind = "outcomes"     // the message; its subject is the reader's local day, YYYY-MM-DD
	outcomeMute  = "outcome.mute" // its value is the request
	outcomeHear  = "outcome.unmute"
	muteAll      = "outcome.mute_all"
	hearAll      = "outcome.unmute_all"
)

func outcomeRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			request.Click(outcomeMute, ritual.ToMute, muted((*store.Tx).Mute)),
			request.Click(outcomeHear, ritual.ToMute, muted((*store.Tx).Unmute)),
			{ID: muteAll, Do: mutedAll((*store.Tx).Mute)},
			{ID: hearAll, Do: mutedAll((*store.Tx).Unmute)},
		},
		Jobs:     []engine.JobKind{{Kind: request.JobOutcome, Run: runOutcome}, {Kind: jobTell, Run: runTell}},
		Messages: []engine.MessageKind{{Kind: outcomesKind, Class: ritual.ClassOutcome, View: outcomesView, Row: outcomesRow}},
	}
}

// runOutcome notes who may have something to hear of a request. Who knows nothing of what is open hears nothing of it.
func runOutcome(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		f, err := fateOf(ctx, tx, job.Key)
		if err != nil {
			return err
		}
		if err := leaveSatisfaction(ctx, tx, f); err != nil {
			return err
		}
		for _, h := range f.hearers {
			if f.became.Outcome == ritual.OutcomeOpen {
				if knows, err := tx.Knows(ctx, h.Person, f.m.Request.ID); err != nil {
					return err
				} else if knows == "" {
					continue
				}
			}
			if err := hearLater(ctx, tx, h.Person, f); err != nil {
				return err
			}
		}
		return tx.Finish(ctx, job, 0)
	})
}

// hearLater leaves it to tell somebody when their next working day begins.
func hearLater(ctx context.Context, tx *store.Tx, person string, f fate) error {
	due := ritual.TellAt(tx.Now, f.m.Product.Settings.Workplace(f.people.Of(person)))
	return errors.Join(tx.Hear(ctx, person, f.m.Request.ID), tellAt(ctx, tx, person, due))
}

// tellAt has somebody told at an instant, or sooner where that was left before.
func tellAt(ctx context.Context, tx *store.Tx, person string, due time.Time) error {
	return tx.RefreshAt(ctx, jobTell, person, jobTell+":"+person, due)
}

// A fate is what has become of a request, and who hears of it.
type fate struct {
	m       request.Matter
	became  ritual.Became
	people  request.Crew
	hearers []ritual.Hearer
}

// fateOf reads what has become of a request as it stands now.
func fateOf(ctx context.Context, tx *store.Tx, id string) (f fate, err error) {
	if f.m, err = request.Of(ctx, tx, id); err != nil {
		return f, err
	}
	ds, err := tx.Decisions(ctx, id)
	if err != nil {
		return f, err
	}
	others, err := tx.Supporters(ctx, id)
	if err != nil {
		return f, err
	}
	f.people = request.Crew{}
	wanted := []string{f.m.Request.Requester, f.m.Request.Reporter, f.m.Request.Source.Author}
	for _, s := range others {
		wanted = append(wanted, s.Person, s.By)
	}
	if err := f.people.Meet(ctx, tx, wanted...); err != nil {
		return f, err
	}
	f.became = ritual.BecameOf(f.m.Request, ds)
	if f.m.Request.Status == ritual.Split {
		if f.became, err = togetherBecame(ctx, tx, f.m.Request, ds); err != nil {
			return f, err
		}
	}
	f.hearers = ritual.Hearers(f.m.Request, others, f.people, f.m.Acting(ritual.RolePM))
	return f, nil
}

// togetherBecame is what has become of a split request. A part that goes on with the next sprint counts as being in one, and
// what was decided last on any part may still be undone.
func togetherBecame(ctx context.Context, tx *store.Tx, whole ritual.Request, ds []ritual.Decision) (ritual.Became, error) {
	parts, err := tx.Parts(ctx, whole.ID)
	if err != nil {
		return ritual.Became{}, err
	}
	var last time.Time
	for i, one := range parts {
		if one.Since.After(last) {
			last = one.Since
		}
		if one.Status != ritual.Backlog {
			continue
		}
		of, err := tx.Decisions(ctx, one.ID)
		if err != nil {
			return ritual.Became{}, err
		}
		if ritual.BecameOf(one, of).Outcome == ritual.OutcomeInSprint {
			parts[i].Status = ritual.InSprint
		}
	}
	became := ritual.BecameOf(ritual.StandTogether(whole, parts), ds)
	if last.After(became.At) {
		became.At = last
	}
	return became, nil
}

// linesMost is how many requests one message tells of, and wordsMost how long their words may be, in bytes, so that no line
// is left out of it; what is beyond waits for the next day's.
const (
	linesMost = 12
	wordsMost = 9000
)

// longest is how long the words about a request are at most: its title, the reason, and the same in what is to be sent on, and to whom.
func longest(r ritual.Request, b ritual.Became, h ritual.Hearer) int {
	n := 250 + len(kit.T(r.Title)) + len(kit.T(b.Reason)) + len(kit.T(b.Objective))
	if len(h.SendOn) > 0 {
		n += 300 + len(r.Title) + len(b.Reason) + len(whomWords(h.SendOn))
	}
	return n
}

// news is what there is to tell somebody now.
type news struct {
	lines    []store.OutcomeLine
	products []ritual.Product // of each line
	knows    []string         // the mark of each line
	long     int              // how long they are at most
	later    time.Time        // when there is more to tell; zero where there is not
}

// wait has what cannot be told now told at an instant.
func (n *news) wait(until time.Time) {
	if n.later.IsZero() || until.Before(n.later) {
		n.later = until
	}
}

// runTell tells somebody what became of all that they asked for since they were told last.
func runTell(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		who, err := tx.Person(ctx, job.Key)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		who.ID = job.Key
		n, err := newsFor(ctx, tx, who)
		if err != nil {
			return err
		}
		if len(n.lines) > 0 {
			if err := tell(ctx, tx, who, &n); err != nil {
				return err
			}
		}
		if n.later.IsZero() {
			return nil
		}
		return tellAt(ctx, tx, who.ID, n.later)
	})
}

// newsFor gathers what somebody has to hear. What is no news to them, they know from now on.
func newsFor(ctx context.Context, tx *store.Tx, who ritual.Person) (n news, err error) {
	all, err := tx.ToHear(ctx, who.ID)
	if err != nil {
		return n, err
	}
	slices.SortFunc(all, func(a, b store.Hearing) int {
		return cmp.Or(cmp.Compare(len(a.Request), len(b.Request)), cmp.Compare(a.Request, b.Request)) // FR-9 before FR-10
	})
	for _, h := range all {
		f, err := fateOf(ctx, tx, h.Request)
		if err != nil {
			return n, err
		}
		if err := n.add(ctx, tx, who, h, f); err != nil {
			return n, err
		}
	}
	return n, nil
}

// add adds what has become of one request, unless it is no news, or waits.
func (n *news) add(ctx context.Context, tx *store.Tx, who ritual.Person, h store.Hearing, f fate) error {
	b, at := f.became.Since(h.Knows), f.m.Product.Settings.Workplace(who)
	i := slices.IndexFunc(f.hearers, func(one ritual.Hearer) bool { return one.Person == who.ID })
	quiet, err := request.QuietFor(ctx, tx, who.ID, h.Request)
	switch {
	case err != nil:
		return err
	case i < 0 || b.Outcome == ritual.OutcomeOpen: // left meanwhile, or nothing was decided after all
		return tx.Heard(ctx, who.ID, h.Request, h.Knows)
	case quiet || !f.hearers[i].Hears(f.m.Request, b, h.Knows):
		return tx.Heard(ctx, who.ID, h.Request, b.Mark())
	case !b.Settled(tx.Now):
		n.wait(ritual.TellAt(b.At, at))
	case !at.WorkingDay(tx.Now):
		n.wait(at.NextWorkingMorning(tx.Now))
	case len(n.lines) == linesMost, len(n.lines) > 0 && n.long+longest(f.m.Request, b, f.hearers[i]) > wordsMost:
		n.wait(at.MorningAfter(tx.Now))
	default:
		n.lines = append(n.lines, store.OutcomeLine{Person: who.ID, Day: ritual.Today(tx.Now, at.Zone), Request: h.Request, Place: len(n.lines), Became: b,
			SendOn: f.hearers[i].SendOn, InPlace: f.hearers[i].InPlace})
		n.long += longest(f.m.Request, b, f.hearers[i])
		n.products, n.knows = append(n.products, f.m.Product), append(n.knows, b.Mark())
	}
	return nil
}

// tell leaves the message of the day with its lines, if it may go now; else all of it waits.
func tell(ctx context.Context, tx *store.Tx, who ritual.Person, n *news) error {
	next, err := tellLater(ctx, tx, who, *n)
	if err != nil || !next.IsZero() {
		n.wait(next)
		return err
	}
	for i, l := range n.lines {
		l.Day = n.lines[0].Day
		if err := errors.Join(tx.AddOutcomeLine(ctx, l), tx.Heard(ctx, who.ID, l.Request, n.knows[i])); err != nil {
			return err
		}
	}
	_, err = engine.Post(ctx, tx, store.Message{Kind: outcomesKind, Subject: n.lines[0].Day, Product: n.products[0].ID, To: who.ID})
	return err
}

// tellLater is when to try again, where somebody may not be told now: outside the working hours of all products that
// there is news of, on a day on which they were told, or once they have had enough messages.
func tellLater(ctx context.Context, tx *store.Tx, who ritual.Person, n news) (next time.Time, err error) {
	_, err = tx.MessageOf(ctx, outcomesKind, n.lines[0].Day, who.ID)
	today := err == nil
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return next, err
	}
	for _, p := range n.products {
		at := p.Settings.Workplace(who)
		spent, err := tx.SentSince(ctx, who.ID, ritual.LocalDay(tx.Now, at.Zone))
		if err != nil {
			return next, err
		}
		ok, then := ritual.MayTell(tx.Now, at, today)
		if ok {
			ok, then = ritual.Spend(ritual.ClassOutcome, spent, tx.Now, at)
		}
		if ok {
			return time.Time{}, nil
		}
		if next.IsZero() || then.Before(next) {
			next = then
		}
	}
	return next, nil
}
