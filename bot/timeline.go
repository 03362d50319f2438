package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// The timeline of a request: everything that happened to it, in order.

// A happening is a step of a request's past. What it says is made when it is shown: of a long past, that is little.
type happening struct {
	at   time.Time
	tell func() (told, error)
}

// What is told of a step.
type told struct {
	says kit.Text
	why  kit.Text // what was said with it, on lines of its own
}

// plainly is a step that says one thing.
func plainly(at time.Time, says kit.Text) happening {
	return happening{at: at, tell: func() (told, error) { return told{says: says}, nil }}
}

// A past is what happened to a request, oldest first, with where it stands now.
type past struct {
	at    request.Matter
	steps []happening
	zone  string // the reader's
	now   time.Time
}

// timelineOf is what happened to a request; to a part, beginning with what happened to the whole. What a later decision replaced
// is struck out. Of a private one only those who may read all of it learn who asked, who answered, and the reasons.
func timelineOf(ctx context.Context, tx *store.Tx, at request.Matter) (past, error) {
	p := past{at: at, now: tx.Now}
	who, err := tx.Person(ctx, at.Reader.Person)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return p, err
	}
	p.zone = who.Zone
	if at.Request.Parent != "" {
		of := at
		if of.Request, err = tx.Request(ctx, at.Request.Parent); err != nil {
			return p, err
		}
		if p.steps, err = happened(ctx, tx, of, p.zone); err != nil {
			return p, err
		}
	}
	own, err := happened(ctx, tx, at, p.zone)
	p.steps = append(p.steps, own...)
	slices.SortStableFunc(p.steps, func(a, b happening) int { return a.at.Compare(b.at) })
	return p, err
}

// happened is what happened to a request itself, as somebody in a zone reads it. What happened at one instant stands in the order in which it is read here.
func happened(ctx context.Context, tx *store.Tx, at request.Matter, zone string) (all []happening, err error) {
	ds, err := tx.Decisions(ctx, at.Request.ID)
	if err != nil {
		return nil, err
	}
	stays, err := tx.Stays(ctx, at.Request.ID)
	if err != nil {
		return nil, err
	}
	versions, err := tx.Stories(ctx, at.Request.ID)
	if err != nil {
		return nil, err
	}
	for _, of := range []func() ([]happening, error){
		func() ([]happening, error) { return recordedSteps(ctx, tx, at, ds) },
		func() ([]happening, error) { return readSteps(ctx, tx, at) },
		func() ([]happening, error) { return versionSteps(at, versions), nil },
		func() ([]happening, error) { return estimateSteps(ctx, tx, at) },
		func() ([]happening, error) { return decisionSteps(ctx, tx, at, ds, stays, versions, zone) },
		func() ([]happening, error) { return ownerSteps(ctx, tx, at) },
		func() ([]happening, error) { return backSteps(ds, stays, zone), nil },
		func() ([]happening, error) { return askedSteps(ctx, tx, at) },
		func() ([]happening, error) { return toldSteps(ctx, tx, at) },
	} {
		more, err := of()
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// recordedSteps say who recorded it. A part begins with its whole, and what goes on with another one with its return.
func recordedSteps(ctx context.Context, tx *store.Tx, at request.Matter, ds []ritual.Decision) ([]happening, error) {
	led, err := tx.LedDecisions(ctx, at.Request.ID)
	goesOn := func(l store.Logged) bool { return l.Verdict == ritual.ReturnedAs && l.At.Equal(at.Request.Created) }
	if err != nil || slices.ContainsFunc(led, goesOn) {
		return nil, err
	}
	first := at.Request.Reporter
	for _, d := range slices.Backward(ds) {
		if d.Verdict == ritual.Withdrew || d.Verdict == ritual.HandedOn { // who took it back had recorded it
			first = d.By
		}
	}
	switch {
	case at.Request.Parent != "":
		return nil, nil
	case !at.Whole():
		return []happening{plainly(at.Request.Created, kit.Raw("recorded in private"))}, nil
	}
	return []happening{plainly(at.Request.Created, kit.F("%s recorded it", kit.User(first)))}, nil
}

// readSteps say that the thread that it came from was read.
func readSteps(ctx context.Context, tx *store.Tx, at request.Matter) ([]happening, error) {
	read, err := tx.Reading(ctx, at.Request.ID)
	if err != nil || read.At.IsZero() || !at.Whole() {
		return nil, err
	}
	said, err := tx.Evidence(ctx, at.Request.ID)
	n := 0
	for _, e := range said {
		if e.TS != "" {
			n++
		}
	}
	words := kit.F("its thread was read: %s kept", kit.Count(n, "message", "messages"))
	if read.Left > 0 {
		words += kit.F(", %s left out", ritual.HowMany(read.Left))
	}
	return []happening{plainly(read.At, words)}, err
}

// versionSteps are the versions of a request's story that say anything else than the one before, and what was answered beside a
// draft: that somebody answered is a step of its own.
func versionSteps(at request.Matter, versions []ritual.Story) (steps []happening) {
	before := ritual.Story{}
	for _, s := range versions {
		changed := ritual.Changed(at.Request.Kind, before, s)
		if len(s.Answers(before)) > 0 {
			changed = slices.DeleteFunc(changed, func(f string) bool { return f == ritual.FieldQuestions })
		}
		if s.Drafted() && (len(changed) > 0 || !before.Drafted()) {
			steps = append(steps, plainly(s.At, draftedBy(s)))
		}
		before = s
	}
	return steps
}

// estimateSteps say that the team was asked for its estimate, and when the votes were revealed.
func estimateSteps(ctx context.Context, tx *store.Tx, at request.Matter) ([]happening, error) {
	all, err := tx.EstimatesOf(ctx, at.Request.ID)
	var steps []happening
	for _, e := range all {
		steps = append(steps, plainly(e.Started, kit.F("%s had the team estimate it", kit.User(e.By))))
		if !e.Revealed.IsZero() {
			steps = append(steps, plainly(e.Revealed, kit.F("%s revealed the votes of round %d", kit.User(e.RevealedBy), e.Round)))
		}
	}
	return steps, err
}

// ownerSteps say to whom somebody gave a story of a sprint.
func ownerSteps(ctx context.Context, tx *store.Tx, at request.Matter) (steps []happening, err error) {
	all, err := tx.SprintEventsOf(ctx, at.Request.ID)
	for _, e := range all {
		switch {
		case e.Kind != ritual.OwnerChanged || !at.Whole():
		case e.Detail == "":
			steps = append(steps, plainly(e.At, kit.F("%s left it to nobody in particular", kit.User(e.By))))
		default:
			steps = append(steps, plainly(e.At, kit.F("%s gave it to %s", kit.User(e.By), kit.User(e.Detail))))
		}
	}
	return steps, err
}

// askedFor says what each kind of card asks.
var askedFor = map[string]string{request.PMCard: "whether it serves the roadmap", request.POCard: "what is next: its priority", request.BothCard: "whether it serves the roadmap, and its priority"}

// askedSteps say whom a card asked, and when it reached them: by itself, or in the message of the day.
func askedSteps(ctx context.Context, tx *store.Tx, at request.Matter) ([]happening, error) {
	ms, err := tx.MessagesAbout(ctx, at.Request.ID)
	if err != nil {
		return nil, err
	}
	var steps []happening
	for _, m := range ms {
		what, card := askedFor[m.Kind]
		when := m.Sent
		if card && m.Inside != "" && when.IsZero() {
			list, err := tx.Message(ctx, m.Inside)
			if err != nil {
				return nil, err
			}
			if when = list.Sent; when.Before(m.Left) { // it stood there already, and was rewritten
				when = m.Left
			}
		}
		if card && !when.IsZero() {
			steps = append(steps, plainly(when, kit.F("I asked %s %s", kit.User(m.To), what)))
		}
	}
	return steps, nil
}

// toldSteps say that those who asked were told what had become of it. Who they are may be private, how many is not.
func toldSteps(ctx context.Context, tx *store.Tx, at request.Matter) ([]happening, error) {
	if at.Request.Parent != "" { // what becomes of parts is told as what becomes of the whole
		return nil, nil
	}
	told, err := tx.ToldOf(ctx, at.Request.ID)
	var steps []happening
	for _, t := range told {
		steps = append(steps, plainly(t.At, kit.F("I told %s what became of it", kit.Count(t.People, "person", "people"))))
	}
	return steps, err
}
