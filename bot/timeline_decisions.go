package bot

import (
	"context"
	"slices"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// The steps of a request's past that somebody decided, and those that came by themselves.

// A decided knows what is told of the decisions in a request's past.
type decided struct {
	at       request.Matter
	all      []ritual.Decision
	place    map[string]int       // of each of them in all, by its id
	stays    map[int64]store.Stay // by the instant at which they ended, in milliseconds
	versions []ritual.Story       // of its story
	zone     string               // the reader's
}

// decisionSteps are the decisions, with their reasons, what was answered, and how long it had stood where it stood before.
func decisionSteps(ctx context.Context, tx *store.Tx, at request.Matter, ds []ritual.Decision, stays []store.Stay, versions []ritual.Story, zone string) ([]happening, error) {
	led, err := ledDecisions(ctx, tx, at)
	if err != nil {
		return nil, err
	}
	past := decided{at: at, all: append(slices.Clip(ds), led...), place: map[string]int{}, stays: map[int64]store.Stay{}, versions: versions, zone: zone}
	for i, d := range past.all {
		past.place[d.ID] = i
	}
	for _, s := range stays {
		past.stays[s.Until.UnixMilli()] = s
	}
	var steps []happening
	for _, d := range past.all {
		if at.Whole() || at.DecidedHere(d) {
			steps = append(steps, happening{at: d.At, tell: func() (told, error) { return past.tell(ctx, tx, d) }})
		}
	}
	return steps, nil
}

// tell tells of a decision.
func (p decided) tell(ctx context.Context, tx *store.Tx, d ritual.Decision) (told, error) {
	whole := p.at.Whole()
	step := told{says: kit.Sentence(d.Sentence())}
	if i, ok := p.place[d.SupersededBy]; ok && d.SupersededBy != "" {
		over, why := overWords(step.says, d, p.all[i], whole || p.at.DecidedHere(p.all[i]))
		step.says = kit.F("%s _(%s)_", over, why)
	}
	if s, ok := p.stays[d.At.UnixMilli()]; ok && d.Request == p.at.Request.ID {
		step.says = request.Dotted(step.says, stayedWords(s, p.zone))
	}
	if !whole {
		return step, nil
	}
	if d.Reason != "" {
		step.why = kit.Quote(d.Reason, 600)
	}
	if d.Verdict == ritual.Answered || d.Verdict == ritual.Skipped {
		step.why = kit.Join("\n", append([]kit.Text{step.why}, p.answers(d)...)...).Cut(whyMost)
	}
	asked, err := askedOf(ctx, tx, d)
	if asked != "" {
		step.says += kit.F(", asked of %s", kit.User(asked))
	}
	return step, err
}

// answers are the questions that were answered by a decision, with their answers.
func (p decided) answers(d ritual.Decision) (lines []kit.Text) {
	before := ritual.Story{}
	for _, s := range p.versions {
		if s.At.Equal(d.At) {
			for _, q := range s.Answers(before) {
				lines = append(lines, kit.F("_%s_\n%s", kit.Cut(kit.OneLine(q.Text), 120), kit.Quote(q.Answer, 600)))
			}
		}
		before = s
	}
	return lines
}

// ledDecisions are the decisions about what was merged into a request, as far as its reader may know of each: who merged a private
// one into a public one may be who asked for it.
func ledDecisions(ctx context.Context, tx *store.Tx, at request.Matter) (ds []ritual.Decision, err error) {
	all, err := tx.LedDecisions(ctx, at.Request.ID)
	if err != nil {
		return nil, err
	}
	of := make([]ritual.Request, 0, len(all))
	for _, l := range all {
		of = append(of, l.Of)
	}
	rd, err := request.Informed(ctx, tx, at.Reader, of...)
	for _, l := range all {
		if one := (request.Matter{Request: l.Of, Product: at.Product, Reader: rd}); one.Whole() || one.DecidedHere(l.Decision) {
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
		if m.Kind == request.QuestionKind && request.ReaderOf(m).Person != "" {
			return m.To, err
		}
	}
	return "", err
}

// backSteps say that it came back by itself, such as on the date until which it was parked.
func backSteps(ds []ritual.Decision, stays []store.Stay, zone string) []happening {
	decided := map[int64]bool{}
	for _, d := range ds {
		decided[d.At.UnixMilli()] = true
	}
	var steps []happening
	for _, s := range stays {
		if s.Status == ritual.Parked && !decided[s.Until.UnixMilli()] {
			steps = append(steps, plainly(s.Until, request.Dotted(kit.Raw("it came back, as its date had come"), stayedWords(s, zone))))
		}
	}
	return steps
}
