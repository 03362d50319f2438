package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// The timeline of a request: everything that happened to it, in order.

// A happening is a step of a request's past.
type happening struct {
	at   time.Time
	says kit.Text
	why  kit.Text // what was said with it, on lines of its own
}

// A past is what happened to a request, oldest first, with where it stands now.
type past struct {
	at    matter
	steps []happening
	zone  string // the reader's
	now   time.Time
}

// timelineOf is what happened to a request; to a part, beginning with what happened to the whole. What a later decision replaced
// is struck out. Of a private one only those who may read all of it learn who asked, who answered, and the reasons.
func timelineOf(ctx context.Context, tx *store.Tx, at matter) (past, error) {
	p := past{at: at, now: tx.Now}
	who, err := tx.Person(ctx, at.rd.Person)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return p, err
	}
	p.zone = who.Zone
	if at.r.Parent != "" {
		of := at
		if of.r, err = tx.Request(ctx, at.r.Parent); err != nil {
			return p, err
		}
		if p.steps, err = happened(ctx, tx, of); err != nil {
			return p, err
		}
	}
	own, err := happened(ctx, tx, at)
	p.steps = append(p.steps, own...)
	slices.SortStableFunc(p.steps, func(a, b happening) int { return a.at.Compare(b.at) })
	return p, err
}

// happened is what happened to a request itself. What happened at one instant stands in the order in which it is read here.
func happened(ctx context.Context, tx *store.Tx, at matter) (all []happening, err error) {
	ds, err := tx.Decisions(ctx, at.r.ID)
	if err != nil {
		return nil, err
	}
	stays, err := tx.Stays(ctx, at.r.ID)
	if err != nil {
		return nil, err
	}
	for _, of := range []func() ([]happening, error){
		func() ([]happening, error) { return recordedSteps(at, ds), nil },
		func() ([]happening, error) { return readSteps(ctx, tx, at) },
		func() ([]happening, error) { return versionSteps(ctx, tx, at) },
		func() ([]happening, error) { return estimateSteps(ctx, tx, at) },
		func() ([]happening, error) { return decisionSteps(ctx, tx, at, ds, stays) },
		func() ([]happening, error) { return backSteps(ds, stays), nil },
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

// recordedSteps say who recorded it. A part begins with its whole.
func recordedSteps(at matter, ds []ritual.Decision) []happening {
	first := at.r.Reporter
	for _, d := range slices.Backward(ds) {
		if d.Verdict == ritual.Withdrew || d.Verdict == ritual.HandedOn { // who took it back had recorded it
			first = d.By
		}
	}
	switch {
	case at.r.Parent != "":
		return nil
	case !at.whole():
		return []happening{{at: at.r.Created, says: kit.Raw("recorded in private")}}
	}
	return []happening{{at: at.r.Created, says: kit.F("%s recorded it", kit.User(first))}}
}

// readSteps say that the thread that it came from was read.
func readSteps(ctx context.Context, tx *store.Tx, at matter) ([]happening, error) {
	read, err := tx.Reading(ctx, at.r.ID)
	if err != nil || read.At.IsZero() || !at.whole() {
		return nil, err
	}
	said, err := tx.Evidence(ctx, at.r.ID)
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
	return []happening{{at: read.At, says: words}}, err
}

// versionSteps are the versions of a request's story that say anything else than the one before, and what was answered beside a
// draft: that somebody answered is a step of its own.
func versionSteps(ctx context.Context, tx *store.Tx, at matter) ([]happening, error) {
	all, err := tx.Stories(ctx, at.r.ID)
	var steps []happening
	before := ritual.Story{}
	for _, s := range all {
		changed := ritual.Changed(at.r.Kind, before, s)
		if len(s.Answers(before)) > 0 {
			changed = slices.DeleteFunc(changed, func(f string) bool { return f == ritual.FieldQuestions })
		}
		if s.Drafted() && (len(changed) > 0 || !before.Drafted()) {
			steps = append(steps, happening{at: s.At, says: draftedBy(s)})
		}
		before = s
	}
	return steps, err
}

// estimateSteps say that the team was asked for its estimate, and when the votes were revealed.
func estimateSteps(ctx context.Context, tx *store.Tx, at matter) ([]happening, error) {
	all, err := tx.EstimatesOf(ctx, at.r.ID)
	var steps []happening
	for _, e := range all {
		steps = append(steps, happening{at: e.Started, says: kit.F("%s had the team estimate it", kit.User(e.By))})
		if !e.Revealed.IsZero() {
			steps = append(steps, happening{at: e.Revealed, says: kit.F("%s revealed the votes of round %d", kit.User(e.RevealedBy), e.Round)})
		}
	}
	return steps, err
}

// decisionSteps are the decisions, with their reasons, what was answered, and how long it had stood where it stood before.
func decisionSteps(ctx context.Context, tx *store.Tx, at matter, ds []ritual.Decision, stays []store.Stay) ([]happening, error) {
	led, err := ledDecisions(ctx, tx, at)
	if err != nil {
		return nil, err
	}
	answers, err := answersAt(ctx, tx, at)
	if err != nil {
		return nil, err
	}
	all := append(slices.Clip(ds), led...)
	var steps []happening
	for _, d := range all {
		if !at.whole() && !at.decidedHere(d) {
			continue
		}
		what := kit.Sentence(d.Sentence())
		if i := slices.IndexFunc(all, func(by ritual.Decision) bool { return by.ID == d.SupersededBy }); d.SupersededBy != "" && i >= 0 {
			over, why := overWords(what, d, all[i], at.whole() || at.decidedHere(all[i]))
			what = kit.F("%s _(%s)_", over, why)
		}
		step := happening{at: d.At, says: what}
		if i := slices.IndexFunc(stays, func(s store.Stay) bool { return s.Until.Equal(d.At) && d.Request == at.r.ID }); i >= 0 {
			step.says = dotted(what, stayedWords(stays[i]))
		}
		if d.Reason != "" && at.whole() {
			step.why = kit.Quote(d.Reason, 600)
		}
		if at.whole() && (d.Verdict == ritual.Answered || d.Verdict == ritual.Skipped) {
			step.why = kit.Join("\n", append([]kit.Text{step.why}, answers[d.At.UnixMilli()]...)...).Cut(whyMost)
		}
		if asked, err := askedOf(ctx, tx, d); err != nil {
			return nil, err
		} else if asked != "" && at.whole() {
			step.says += kit.F(", asked of %s", kit.User(asked))
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// ledDecisions are the decisions about what was merged into a request, as far as its reader may know of each: who merged a private
// one into a public one may be who asked for it.
func ledDecisions(ctx context.Context, tx *store.Tx, at matter) (ds []ritual.Decision, err error) {
	all, err := tx.LedDecisions(ctx, at.r.ID)
	if err != nil {
		return nil, err
	}
	of := make([]ritual.Request, 0, len(all))
	for _, l := range all {
		of = append(of, l.Of)
	}
	rd, err := informed(ctx, tx, at.rd, of...)
	for _, l := range all {
		if one := (matter{r: l.Of, p: at.p, rd: rd}); one.whole() || one.decidedHere(l.Decision) {
			ds = append(ds, l.Decision)
		}
	}
	return ds, err
}

// whyMost is how many characters of what was said stand with one step.
const whyMost = 2400

// askedOf is the person to whom a question went; empty where it went to a channel, or is none.
func askedOf(ctx context.Context, tx *store.Tx, d ritual.Decision) (string, error) {
	if d.Verdict != ritual.NeedMore {
		return "", nil
	}
	ms, err := tx.MessagesAbout(ctx, d.ID)
	for _, m := range ms {
		if m.Kind == questionKind && readerOf(m).Person != "" {
			return m.To, err
		}
	}
	return "", err
}

// answersAt are the questions that were answered at an instant, in milliseconds, with their answers.
func answersAt(ctx context.Context, tx *store.Tx, at matter) (map[int64][]kit.Text, error) {
	all, err := tx.Stories(ctx, at.r.ID)
	answers := map[int64][]kit.Text{}
	before := ritual.Story{}
	for _, s := range all {
		for _, q := range s.Answers(before) {
			answers[s.At.UnixMilli()] = append(answers[s.At.UnixMilli()], kit.F("_%s_\n%s", kit.Cut(kit.OneLine(q.Text), 120), kit.Quote(q.Answer, 600)))
		}
		before = s
	}
	return answers, err
}

// backSteps say that it came back by itself, such as on the date until which it was parked.
func backSteps(ds []ritual.Decision, stays []store.Stay) []happening {
	var steps []happening
	for _, s := range stays {
		decided := slices.ContainsFunc(ds, func(d ritual.Decision) bool { return d.At.Equal(s.Until) })
		if s.Status == ritual.Parked && !decided {
			steps = append(steps, happening{at: s.Until, says: dotted(kit.Raw("it came back, as its date had come"), stayedWords(s))})
		}
	}
	return steps
}

// askedFor says what each kind of card asks.
var askedFor = map[string]string{pmCard: "whether it serves the roadmap", poCard: "what is next: its priority", bothCard: "whether it serves the roadmap, and its priority"}

// askedSteps say whom a card asked, and when it reached them: by itself, or in the message of the day.
func askedSteps(ctx context.Context, tx *store.Tx, at matter) ([]happening, error) {
	ms, err := tx.MessagesAbout(ctx, at.r.ID)
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
			steps = append(steps, happening{at: when, says: kit.F("I asked %s %s", kit.User(m.To), what)})
		}
	}
	return steps, nil
}

// toldSteps say that those who asked were told what had become of it. Who they are may be private, how many is not.
func toldSteps(ctx context.Context, tx *store.Tx, at matter) ([]happening, error) {
	if at.r.Parent != "" { // what becomes of parts is told as what becomes of the whole
		return nil, nil
	}
	told, err := tx.ToldOf(ctx, at.r.ID)
	var steps []happening
	for _, t := range told {
		steps = append(steps, happening{at: t.At, says: kit.F("I told %s what became of it", kit.Count(t.People, "person", "people"))})
	}
	return steps, err
}
