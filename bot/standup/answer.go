package standup

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Answers come by one form, from the question, from Home or by /standup: in time, early, late, and again.

func answerRoutes(help Help) engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{{Name: "/standup", Does: "answer the standup, at any time: also early or late", Needs: engine.NeedPerson, Do: answerCommand(help)}},
		Actions:  []engine.Action{{ID: answerOpen, Needs: engine.NeedPerson, Do: pressedAnswer}, {ID: earlyOpen, Needs: engine.NeedPerson, Do: pressedAnswer}},
		Submits:  []engine.Submit{{ID: answerForm, Needs: engine.NeedPerson, People: []string{ritual.FieldHelp}, Do: submitAnswer}},
	}
}

// answerCommand is /standup: the form of the one standup that somebody means, or all of theirs.
func answerCommand(help Help) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		if in.Words != "" {
			return help("/standup", in.Words), nil
		}
		all, err := tx.StandupsWith(ctx, in.By)
		if err != nil {
			return engine.Reply{}, err
		}
		here, err := meantHere(ctx, tx, in.Channel, all)
		switch {
		case err != nil:
			return engine.Reply{}, err
		case len(here) == 0:
			return engine.Reply{}, noStandup(ctx, tx, in)
		case len(here) == 1:
			return answerNow(ctx, tx, in, here[0])
		}
		return whichStandup(ctx, tx, in.By, here)
	}
}

// meantHere are those of somebody's standups that a channel is about; all of them where it is about none.
func meantHere(ctx context.Context, tx *store.Tx, channel string, all []ritual.Standup) ([]ritual.Standup, error) {
	p, err := tx.ProductIn(ctx, channel)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	var here []ritual.Standup
	for _, s := range all {
		if s.Setup.Channel == channel || p.ID != "" && s.Product == p.ID {
			here = append(here, s)
		}
	}
	if len(here) == 0 {
		return all, nil
	}
	return here, nil
}

// noStandup says to somebody who is on no roster what they can do.
func noStandup(ctx context.Context, tx *store.Tx, in engine.Input) error {
	p, ok, err := request.ProductFor(ctx, tx, in)
	if err != nil {
		return err
	}
	if !ok {
		return ritual.Refuse("You are not on the roster of any standup. In a product's channel, `/standup setup` shows its standups, and who can add you.")
	}
	of, err := tx.StandupsOf(ctx, p.ID)
	if err != nil {
		return err
	}
	if len(of) == 0 {
		return ritual.Refuse("%s has no standup yet. `/standup setup` sets one up, with one form.", kit.OneLine(p.Name))
	}
	return notOn(of[0], p)
}

// whichStandup asks which of their standups somebody means.
func whichStandup(ctx context.Context, tx *store.Tx, by string, all []ritual.Standup) (engine.Reply, error) {
	head := kit.Raw("Which standup do you mean?")
	var rows []kit.Row
	for _, s := range all {
		day, err := dayFor(ctx, tx, s, by)
		if err != nil {
			return engine.Reply{}, err
		}
		m, err := mineOf(ctx, tx, s.ID+"/"+day, by)
		if err != nil {
			return engine.Reply{}, err
		}
		label, words := "Answer", headOf(s, m.p, day)
		if m.answered() {
			label, words = "Edit", request.Dotted(words, kit.Raw("you have answered"))
		}
		rows = append(rows, kit.Row{kit.SectionWith(words, kit.Aloud(answerButton(s.ID+"/"+day, label), label+" "+nameOf(s, m.p)))})
	}
	blocks := kit.Rows([]slack.Block{kit.Section(head)}, rows, nil, 45, kit.MessageMost, func(left int) kit.Text { return kit.F("and %d more", left) })
	return engine.Say(head, kit.Fitted(head, blocks...)), nil
}

// answerNow opens the form of a standup, or shows somebody what they have said already.
func answerNow(ctx context.Context, tx *store.Tx, in engine.Input, s ritual.Standup) (engine.Reply, error) {
	day, err := dayFor(ctx, tx, s, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	m, err := onRoster(ctx, tx, s.ID+"/"+day, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	if !m.answered() {
		return openAnswer(ctx, tx, in, m)
	}
	own := m.answerMessage()
	me, roster, err := placeOf(ctx, tx, s, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	next, ok, err := nextFor(ctx, tx, s, me, roster)
	if err != nil {
		return engine.Reply{}, err
	}
	if ok && next != day {
		early := kit.Button(earlyOpen, fmt.Sprintf("Answer %s early", ritual.ShortDay(next)), s.ID+"/"+next)
		if last := len(own.Blocks) - 1; !m.over {
			own.Blocks[last] = kit.Actions("", answerButton(s.ID+"/"+day, "Edit"), early)
		} else {
			own.Blocks = append(own.Blocks, kit.Actions("", early))
		}
	}
	return engine.Reply{Say: &own}, nil
}

// pressedAnswer opens the form from a button. A question that is over opens the one that is on.
func pressedAnswer(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	m, err := onRoster(ctx, tx, in.Subject, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	if m.over {
		return engine.Reply{}, m.overRefusal()
	}
	return openAnswer(ctx, tx, in, m)
}

// openAnswer opens the form, filled with what somebody said before.
func openAnswer(ctx context.Context, tx *store.Tx, in engine.Input, m mine) (engine.Reply, error) {
	last, err := tx.AnswerBefore(ctx, m.s.ID, in.By, m.day)
	if err == nil {
		m.before = &last
		m.told, err = toldTitles(ctx, tx, m.setup().Channel, last)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, err
	}
	goal, stories, err := storiesOf(ctx, tx, m.p, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	from := in.Channel
	if q, err := tx.MessageOf(ctx, promptKind, in.Subject, in.By); err == nil && q.State == store.MessagePosted && strings.HasPrefix(in.Channel, "D") {
		from = "" // they pressed where the question stands, which shows what they said
	}
	return engine.Open(answerModal(m, goal, stories, from, tx)), nil
}

// storiesMost is how many stories of their own somebody can tick; Slack takes ten.
const storiesMost = 10

// A work is a story of the sprint that somebody works on.
type work struct {
	request, title string
	started        bool
}

// storiesOf are the Sprint Goal, and the stories in the active sprint of a product that somebody works on or is to.
func storiesOf(ctx context.Context, tx *store.Tx, p ritual.Product, by string) (goal string, all []work, err error) {
	s, err := tx.SprintIn(ctx, p.ID, ritual.SprintActive)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	stories, err := tx.SprintStories(ctx, s.ID)
	for _, one := range stories {
		if err != nil || one.Owner != by || one.Work == ritual.WorkDone || len(all) == storiesMost {
			continue
		}
		var m request.Matter
		if m, err = request.Of(ctx, tx, one.Request); err == nil {
			err = m.ReadBy(ctx, tx, ritual.Reader{Person: by})
		}
		if m.Request.Status == ritual.InSprint {
			all = append(all, work{request: one.Request, title: m.Title(), started: one.Work == ritual.WorkStarted})
		}
	}
	return s.Goal, all, err
}

// submitAnswer keeps what somebody says.
func submitAnswer(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	m, err := onRoster(ctx, tx, in.Subject, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	if m.over {
		return engine.Reply{}, m.overRefusal()
	}
	resolved := in.Fields.All(ritual.FieldResolved)
	_, stories, err := storiesOf(ctx, tx, m.p, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	said, err := ritual.NewSaid(m.answer.WithOthers(saidIn(in, m.answer, stories)), in.By, len(resolved) > 0)
	if err != nil {
		return engine.Reply{}, err
	}
	was, a := m.answer, ritual.StandupAnswer{Standup: m.s.ID, Day: m.day, Person: in.By, Said: said, At: tx.Now}
	if m.answered() {
		a.At, a.Edited = was.At, was.Edited
	}
	if a, err = keepSaid(ctx, tx, m.s, was, a, resolved); err != nil {
		return engine.Reply{}, err
	}
	if m.answered() && !reflect.DeepEqual(was.Said, a.Said) {
		a.Edited = tx.Now
	}
	if err := errors.Join(tx.KeepAnswer(ctx, a), joined(ctx, tx, m)); err != nil {
		return engine.Reply{}, err
	}
	run := ritual.StandupRun{Standup: m.s.ID, Day: m.day}
	if err := errors.Join(showRun(ctx, tx, run, in.By), look(ctx, tx, m.s.ID)); err != nil {
		return engine.Reply{}, err
	}
	if in.Data.Channel == "" {
		return engine.Reply{}, nil
	}
	return kept(ctx, tx, m.s.ID, m.day, in.By)
}

// kept shows somebody what they said, where nothing else does at once.
func kept(ctx context.Context, tx *store.Tx, standup, day, by string) (engine.Reply, error) {
	m, err := mineOf(ctx, tx, standup+"/"+day, by)
	if err != nil {
		return engine.Reply{}, err
	}
	where := kit.F("It goes to %s, and `/standup` changes it until you are asked about the next day.", kit.Channel(m.setup().Channel))
	blocks := append([]slack.Block{kit.Section(request.Dotted(headOf(m.s, m.p, day), kit.Raw("thank you")))}, kit.Sections(saidWords(m.answer, m.titles, m.people))...)
	return engine.Open(engine.Note("Standup", append(blocks, kit.Context(where))...)), nil
}

// setup is the setup that a run has, or that the next one begins with.
func (m mine) setup() ritual.StandupSetup {
	if m.run.Day != "" {
		return m.run.Setup
	}
	return m.s.Setup
}

// saidIn reads the answers of a form: its questions are those that it was opened with, and what is ticked is a story of theirs, or was
// ticked before.
func saidIn(in engine.Input, was ritual.StandupAnswer, stories []work) (said []ritual.StandupSaid) {
	plan, _ := was.Plan()
	for i := 0; ; i++ {
		kind, text, ok := strings.Cut(in.Data.Began[ritual.AnswerField(i)], ":")
		if !ok {
			return said
		}
		one := ritual.StandupSaid{Question: ritual.StandupQuestion{Text: text, Kind: ritual.QuestionKind(kind)}, Text: in.Fields.One(ritual.AnswerField(i))}
		if one.Question.Kind == ritual.AsksPlan {
			one.Ticks = slices.DeleteFunc(slices.Clone(in.Fields.All(ritual.TicksField(i))), func(id string) bool {
				return !slices.Contains(plan.Ticks, id) && !slices.ContainsFunc(stories, func(w work) bool { return w.request == id })
			})
		}
		if one.Question.Kind == ritual.AsksBlocker {
			one.Help = in.Fields.One(ritual.FieldHelp)
		}
		said = append(said, one)
	}
}
