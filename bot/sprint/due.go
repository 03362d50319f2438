package sprint

import (
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// A kind word to the product owner, once for each occasion: in the morning on which a planned sprint should begin and has not, and
// on the one after the last day of a sprint that is not closed. It may come late, but never once it holds no more.

// The kinds of what is left here. Old messages carry them: they are never renamed.
const (
	jobDue      = "sprint_due"      // its key is the sprint
	toStartKind = "sprint_to_start" // tells that a sprint should begin; its subject is the sprint
	toCloseKind = "sprint_to_close" // that it is over
)

func dueRoutes() engine.Ritual {
	return engine.Ritual{
		Jobs: []engine.JobKind{{Kind: jobDue, Run: runDue}},
		Messages: []engine.MessageKind{
			{Kind: toStartKind, Class: ritual.ClassNudge, View: dueView, Row: dueRow},
			{Kind: toCloseKind, Class: ritual.ClassNudge, View: dueView, Row: dueRow},
		},
	}
}

// An occasion is that somebody is told that a sprint should begin or be closed.
type occasion struct {
	kind  string        // of the message
	who   ritual.Person // the PO, or who acts in their place
	away  bool
	at    ritual.Workplace
	since time.Time // when it came to be so
	due   time.Time // when they are told
}

// occasionOf is what somebody is told next of a sprint; ok is false where that is nothing.
func occasionOf(ctx context.Context, tx *store.Tx, s ritual.Sprint) (o occasion, ok bool, err error) {
	p, err := tx.Product(ctx, s.Product)
	if err != nil {
		return o, false, err
	}
	people, err := request.HeadsOf(ctx, tx, p)
	if err != nil {
		return o, false, err
	}
	o.who = people.Of(ritual.Acting(p, ritual.RolePO, people, tx.Now))
	o.at, o.away = p.Settings.Workplace(o.who), p.Settings.Away(o.who, tx.Now)
	if o.since, ok = s.DueSince(); !ok {
		return o, false, nil
	}
	o.kind, o.due = toStartKind, o.at.MorningFrom(o.since)
	if s.State == ritual.SprintActive {
		o.kind = toCloseKind
	}
	return o, true, nil
}

// dueLater leaves it to tell when a sprint should begin or be closed. Where that is past already, they hear it in the morning
// rather than at once: whoever changed it knows.
func dueLater(ctx context.Context, tx *store.Tx, s ritual.Sprint) error {
	o, ok, err := occasionOf(ctx, tx, s)
	if err != nil || !ok {
		return err
	}
	if !o.due.After(tx.Now) {
		o.due = o.at.MorningAfter(tx.Now)
	}
	return dueAt(ctx, tx, s, o.due)
}

func dueAt(ctx context.Context, tx *store.Tx, s ritual.Sprint, due time.Time) error {
	return tx.RefreshAt(ctx, jobDue, s.ID, jobDue+":"+s.ID, due)
}

// runDue tells whoever plans the sprints that one should begin or be closed, if that is so; else it looks again when it may be.
func runDue(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		s, err := tx.Sprint(ctx, job.Key)
		if errors.Is(err, store.ErrNotFound) { // nobody plans it any more
			return nil
		}
		if err != nil {
			return err
		}
		o, ok, err := occasionOf(ctx, tx, s)
		if err != nil || !ok {
			return err
		}
		switch told, err := toldSince(ctx, tx, s, o); {
		case err != nil || told:
			return err
		case o.due.After(tx.Now): // its dates have changed
			return dueAt(ctx, tx, s, o.due)
		case !o.at.WorkingHours(tx.Now) || o.away:
			return dueAt(ctx, tx, s, o.at.NextWorkingMorning(tx.Now))
		}
		if s.State == ritual.SprintPlanned { // what still runs is to be closed first, and that is said by itself
			if _, err := tx.SprintIn(ctx, s.Product, ritual.SprintActive); !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		_, err = engine.Post(ctx, tx, store.Message{Kind: o.kind, Subject: s.ID, Product: s.Product, To: o.who.ID})
		return err
	})
}

// toldSince reports whether somebody was told of an occasion. What was told of earlier dates is set aside: it is another one.
func toldSince(ctx context.Context, tx *store.Tx, s ritual.Sprint, o occasion) (bool, error) {
	all, err := tx.MessagesAbout(ctx, s.ID)
	if err != nil {
		return false, err
	}
	for _, m := range all {
		switch {
		case m.Kind != o.kind || m.Past:
		case !m.Left.Before(o.since):
			return true, nil
		case o.due.After(tx.Now): // its turn comes
		default:
			err = errors.Join(err, tx.SetAside(ctx, m.ID))
		}
	}
	return false, err
}

// dueWords are what somebody is told of a sprint, and whether there is still something to do.
func dueWords(ctx context.Context, tx *store.Tx, m store.Message) (words kit.Text, s ritual.Sprint, over bool, err error) {
	if s, err = tx.Sprint(ctx, m.Subject); err != nil {
		return "", s, false, err
	}
	p, err := tx.Product(ctx, s.Product)
	if err != nil {
		return "", s, false, err
	}
	name := kit.F("*Sprint %d* of %s", s.Number, kit.OneLine(p.Name))
	today := ritual.Today(tx.Now, s.Zone)
	begins := kit.F("was to begin on %s", ritual.ShortDay(s.Starts))
	if today == s.Starts {
		begins = kit.Raw("begins today")
	}
	switch {
	case m.Kind == toStartKind && s.State != ritual.SprintPlanned:
		return kit.F("%s was started by %s %s.", name, kit.User(s.StartedBy), request.When(s.Started)), s, true, nil
	case s.State == ritual.SprintClosed:
		return kit.F("%s was closed by %s %s.", name, kit.User(s.ClosedBy), request.When(s.Closed)), s, true, nil
	case m.Kind == toStartKind && (m.Past || today < s.Starts):
		return kit.F("%s begins on %s now.", name, ritual.ShortDay(s.Starts)), s, true, nil
	case m.Kind == toCloseKind && (m.Past || today <= s.Ends):
		return kit.F("%s goes on until %s now.", name, ritual.ShortDay(s.Ends)), s, true, nil
	case m.Kind == toStartKind && s.Lacks(tx.Now) != "":
		return kit.F("%s %s, and %s. `Edit plan` asks for that; then it can start.", name, begins, s.Lacks(tx.Now)), s, false, nil
	case m.Kind == toStartKind:
		return kit.F("%s %s. Start it when the team is ready: that freezes what you commit to.", name, begins), s, false, nil
	}
	return kit.F("%s ended on %s. Close it when you are ready: that freezes what it came to, and asks where the rest goes.", name, ritual.ShortDay(s.Ends)), s, false, nil
}

// dueButtons do what somebody is told to.
func dueButtons(kind string, s ritual.Sprint, now time.Time) []slack.BlockElement {
	if kind == toCloseKind {
		return []slack.BlockElement{kit.Primary(kit.Button(CloseOpen, "Close sprint", s.Product))}
	}
	edit := kit.Button(PlanOpen, "Edit plan", s.Product)
	if s.Lacks(now) != "" {
		return []slack.BlockElement{kit.Primary(edit)}
	}
	return []slack.BlockElement{kit.Primary(kit.Button(StartOpen, "Start sprint", s.Product)), edit}
}

func dueView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	words, s, over, err := dueWords(ctx, tx, m)
	if err != nil || over {
		return kit.Told(words), err
	}
	return kit.Fitted(words, kit.Section(words), kit.Actions("", dueButtons(m.Kind, s, tx.Now)...)), nil
}

// dueRow is the same as it stands in a list.
func dueRow(ctx context.Context, tx *store.Tx, m store.Message) (engine.Row, error) {
	words, s, over, err := dueWords(ctx, tx, m)
	row := engine.Row{Words: words, Over: over}
	if !over {
		row.Buttons = dueButtons(m.Kind, s, tx.Now)
	}
	return row, err
}
