package standup

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// answerModal is the one form of an answer, filled: with what somebody said, or where they said nothing yet, with what they said last that
// comes next, and with the stories on which they work. It carries its questions along, which are kept with the answer.
func answerModal(m mine, goal string, stories []work, from string, tx *store.Tx) kit.Modal {
	data := engine.FormData{Subject: m.s.ID + "/" + m.day, Channel: from, Began: map[string]string{}}
	head := request.Dotted(headOf(m.s, m.p, m.day), m.timing(tx))
	if goal != "" {
		head = kit.Join("\n", head, kit.F("*Goal:* %s", kit.Cut(kit.OneLine(goal), 300)))
	}
	blocks := []slack.Block{kit.Section(head)}
	planned := false
	before, _ := m.answer.To(m.setup().Questions)
	for i, q := range m.setup().Questions {
		data.Began[ritual.AnswerField(i)] = string(q.Kind) + ":" + q.Text
		was := before[i]
		switch q.Kind {
		case ritual.AsksPlan:
			blocks = append(blocks, planFields(i, q, was, m, stories)...)
		case ritual.AsksBlocker:
			blocks = append(blocks, blockerFields(i, q, was, m, tx)...)
		default:
			if !planned && !m.answered() { // what was to come is what came, for them to put right
				was.Text = m.lastPlan()
			}
			planned = true
			blocks = append(blocks, kit.Input(ritual.AnswerField(i), q.Text, kit.Area(ritual.AnswerField(i), was.Text, "", ritual.AnswerMost), kit.Optional()))
		}
	}
	return kit.Modal{ID: answerForm, Title: kit.Cut(m.s.Setup.Name, 24), Submit: "Send", Close: "Cancel", Data: data.Encode(), Blocks: blocks}
}

// timing says that an answer is early or late, where it is.
func (m mine) timing(tx *store.Tx) kit.Text {
	switch {
	case m.run.Day == "" || m.turn.State == ritual.TurnDue:
		return kit.Raw("early")
	case !m.run.Posted.IsZero() && !m.answered():
		return kit.Raw("the summary is posted, and your answer is added to it")
	}
	return ""
}

// lastPlan is what somebody said the last time comes next, as text. They send it to the channel, which may not know each title.
func (m mine) lastPlan() string {
	if m.before == nil {
		return ""
	}
	plan, ok := m.before.Plan()
	if !ok {
		return ""
	}
	var lines []string
	for _, id := range plan.Ticks {
		lines = append(lines, strings.TrimSpace(id+" "+m.told[id]))
	}
	if plan.Text != "" {
		lines = append(lines, plan.Text)
	}
	return strings.Join(lines, "\n")
}

// planFields ask what comes next: stories as ticks, where somebody has any, and words. Those that they have started, and those that they
// ticked the last time, are ticked.
func planFields(i int, q ritual.StandupQuestion, was ritual.StandupSaid, m mine, stories []work) (blocks []slack.Block) {
	ticked := was.Ticks
	if !m.answered() && m.before != nil {
		plan, _ := m.before.Plan()
		ticked = plan.Ticks
	}
	var options []kit.Option
	var on []string
	for _, one := range stories {
		options = append(options, kit.Option{Value: one.request, Label: one.request + " " + one.title})
		if slices.Contains(ticked, one.request) || !m.answered() && one.started {
			on = append(on, one.request)
		}
	}
	for _, id := range was.Ticks { // what was ticked and is theirs no more is not lost by an edit
		if len(options) < storiesMost && !slices.ContainsFunc(options, func(o kit.Option) bool { return o.Value == id }) {
			options, on = append(options, kit.Option{Value: id, Label: id + " " + m.titles[id]}), append(on, id)
		}
	}
	if len(options) > 0 {
		blocks = append(blocks, kit.Input(ritual.TicksField(i), "My stories in the sprint", kit.Checks(ritual.TicksField(i), options, on), kit.Optional()))
	}
	words := kit.Input(ritual.AnswerField(i), q.Text, kit.Area(ritual.AnswerField(i), was.Text, "", ritual.AnswerMost), kit.Optional())
	return append(blocks, words)
}

// blockerFields ask what is in the way, and whose help is needed. What is in the way already is there to be ticked once it is gone.
func blockerFields(i int, q ritual.StandupQuestion, was ritual.StandupSaid, m mine, tx *store.Tx) (blocks []slack.Block) {
	var options []kit.Option
	for _, one := range m.open {
		if one.ID == was.Impediment || len(options) == storiesMost {
			continue // it is in the words below
		}
		options = append(options, kit.Option{Value: one.ID, Label: kit.OneLine(one.Text), Help: one.Age(tx.Now, m.run.Team)})
	}
	if len(options) > 0 {
		blocks = append(blocks, kit.Input(ritual.FieldResolved, "Still in your way: tick what is resolved", kit.Checks(ritual.FieldResolved, options, nil), kit.Optional()))
	}
	return append(blocks,
		kit.Input(ritual.AnswerField(i), q.Text, kit.Area(ritual.AnswerField(i), was.Text, "", ritual.AnswerMost), kit.Optional(),
			kit.Hint("It stays open, with its age, until somebody says that it is resolved.")),
		kit.Input(ritual.FieldHelp, "Whose help do you need?", kit.Person(ritual.FieldHelp, was.Help), kit.Optional()))
}
