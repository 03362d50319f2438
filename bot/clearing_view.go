package bot

import (
	"context"
	"strconv"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// tellTeam is the value of the tick by which the product's channel is told of what was achieved.
const tellTeam = "team"

// endModal asks what becomes of what hangs on an objective that is achieved or dropped, and why.
func endModal(e ending) kit.Modal {
	id, title, asks := achievedForm, "Achieved", "What was reached? The team may read it."
	if e.end == ritual.Dropped {
		id, title, asks = dropForm, "Drop objective", "Why is it dropped?"
	}
	m := formOfObjective(e.aim, id, title, title, 0)
	if e.end == ritual.Dropped {
		m.Submit = "Drop"
	}
	m.Data = engine.FormData{Subject: e.o.ID, Last: string(e.end)}.Encode()
	if e.refused != "" {
		m.Blocks = append(m.Blocks, kit.Section(kit.F("*Nothing was saved yet.* %s", kit.Sentence(e.refused))))
	}
	if e.total == 0 {
		m.Blocks = append(m.Blocks, kit.Section(kit.Raw("No request that is still to be done hangs on it.")))
	} else {
		m.Blocks = append(m.Blocks, e.hangs()...)
	}
	parks := e.total > 0 && e.fate() == ritual.FatePark
	reason := kit.Area("reason", "", asks, 600)
	switch {
	case e.end == ritual.Dropped:
		hint := "It is kept in the objective's history."
		if e.total > 0 {
			hint = "It stands in the record of each request, and whoever asked for what is parked reads it."
		}
		m.Blocks = append(m.Blocks, kit.Input("reason", "Reason", reason, kit.Hint(hint)))
	case parks:
		m.Blocks = append(m.Blocks, kit.Input("reason", "Reason", reason, kit.Hint("Whoever asked for what is parked reads it.")))
	default:
		m.Blocks = append(m.Blocks, kit.Input("reason", "Reason", reason, kit.Optional()))
	}
	if e.end == ritual.Achieved {
		m.Blocks = append(m.Blocks, kit.Input("tell", "Good news", kit.Checks("tell", []kit.Option{{Value: tellTeam, Label: "Tell the product's channel", Help: "One line, with your reason and how much was shipped for it"}},
			[]string{tellTeam}), kit.Optional()))
	}
	return m
}

// fate is what the form says becomes of the requests.
func (e ending) fate() ritual.Fate {
	if f := e.fields.One(ritual.FateField); f != "" {
		return ritual.Fate(f)
	}
	if e.end == ritual.Achieved {
		return ritual.FateLeave
	}
	return ""
}

// fateHelp says what each choice does.
func (e ending) fateHelp(f ritual.Fate) string {
	switch f {
	case ritual.FateMove:
		return "They go on as they are, under another objective"
	case ritual.FateAsk:
		return "Each waits for your answer again; what is in a sprint goes on"
	case ritual.FatePark:
		return "Until a day, then you are asked again; what is in a sprint goes on"
	}
	if e.end == ritual.Achieved {
		return "They go on as they are, and still count for it"
	}
	return "They go on as they are, without an objective until you choose one"
}

// hangs show what hangs on the objective, and ask what becomes of it.
func (e ending) hangs() []slack.Block {
	lines := append([]kit.Text{kit.F("*%s on it*", kit.Count(e.total, "request hangs", "requests hang"))}, e.first...)
	if e.total > len(e.first) {
		lines = append(lines, kit.F("and %s more", ritual.HowManyMore(e.total, len(e.first))))
	}
	blocks := kit.Sections(lines)
	if e.asked > 0 {
		blocks = append(blocks, kit.Context(kit.F("%s to be aligned anyway.", kit.Count(e.asked, "more waits", "more wait"))))
	}
	if e.staying > 0 {
		blocks = append(blocks, kit.Context(kit.F("%s in a sprint or done, and can only be moved.", kit.Count(e.staying, "of them is", "of them are"))))
	}
	others := e.others()
	var opts []kit.Option
	for _, f := range ritual.Fates {
		if f == ritual.FateMove && len(others) == 0 {
			continue
		}
		opts = append(opts, kit.Option{Value: string(f), Label: f.String(), Help: e.fateHelp(f)})
	}
	start := "" // Slack keeps what was chosen while this stays the same
	if e.end == ritual.Achieved {
		start = string(ritual.FateLeave)
	}
	blocks = append(blocks, kit.Input(ritual.FateField, "What becomes of them?", kit.Radio(ritual.FateField, opts, start), kit.Live()))
	switch e.fate() {
	case ritual.FateMove:
		blocks = append(blocks, objectiveInputs("target", "Move to", objectiveOptions(others), "", "Which objective takes them on?")...)
	case ritual.FatePark:
		blocks = append(blocks, kit.Input("revisit", "Revisit on", kit.DateField("revisit", ""), kit.Hint("You are asked again on this day.")))
	}
	return blocks
}

// endedModal says what became of an objective and of what hung on it.
func endedModal(c ritual.Clearing, words kit.Text) kit.Modal {
	blocks := []slack.Block{kit.Section(words)}
	if c.Done.IsZero() {
		blocks = append(blocks, kit.Context(kit.Raw("This takes a moment. I write to you when it is done.")))
	}
	return engine.Note("Roadmap", append(blocks, kit.Context(kit.Raw("`/roadmap` shows what is on the roadmap now, and `Achieved and dropped` what is not.")))...)
}

// clearedWords say that an objective is off the roadmap, and what became of all that hung on it.
func clearedWords(ctx context.Context, tx *store.Tx, c ritual.Clearing) (kit.Text, error) {
	o, err := tx.Objective(ctx, c.Objective)
	if err != nil {
		return "", err
	}
	to := "another objective"
	if c.Target != "" {
		t, err := tx.Objective(ctx, c.Target)
		if err != nil {
			return "", err
		}
		to = "“" + t.Name + "”"
	}
	what := "was dropped"
	if c.End == ritual.Achieved {
		what = "is achieved"
	}
	head := kit.F("*%s* %s.", kit.OneLine(o.Name), what)
	if c.Done.IsZero() {
		return kit.Join(" ", head, clearingWords(c)), nil
	}
	parts := fateWords(c, to)
	if len(parts) == 0 {
		return kit.Join(" ", head, kit.Raw("Nothing that is still to be done hung on it.")), nil
	}
	return kit.Join("\n", append([]kit.Text{head}, parts...)...), nil
}

// fateWords say what became of requests, a line for each way.
func fateWords(c ritual.Clearing, to string) (lines []kit.Text) {
	left := "on as before, and counts for it"
	lefts := "on as before, and count for it"
	if c.End == ritual.Dropped {
		left, lefts = "on without an objective: `/roadmap` lists it", "on without an objective: `/roadmap` lists them"
	}
	for _, x := range []struct {
		n         int
		one, many string
	}{
		{c.Moved, "request goes on under " + to, "requests go on under " + to},
		{c.Asked, "request waits for your answer again", "requests wait for your answer again: they are on my Home tab"},
		{c.Parked, "request is parked until " + ritual.Day(c.Revisit), "requests are parked until " + ritual.Day(c.Revisit)},
		{c.Left, "request goes " + left, "requests go " + lefts},
		{c.Stayed, "request is in a sprint or done, and goes on for it", "requests are in a sprint or done, and go on for it"},
	} {
		switch {
		case x.n == 1:
			lines = append(lines, kit.F("• 1 %s", x.one))
		case x.n > 1:
			lines = append(lines, kit.F("• %s %s", exactly(x.n), x.many))
		}
	}
	return lines
}

// exactly is a number with commas: all that a clearing did was counted.
func exactly(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// clearingWords say how far a clearing has come.
func clearingWords(c ritual.Clearing) kit.Text {
	if c.Total > ritual.Many { // nobody counted them all
		return kit.F("I am at what hangs on it: %s requests are done so far.", exactly(c.Decided()))
	}
	return kit.F("I am at what hangs on it: %d of %d requests are done so far.", c.Decided(), c.Total)
}

// clearedView tells whoever ended an objective what became of all that hung on it.
func clearedView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	c, err := tx.Clearing(ctx, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	words, err := clearedWords(ctx, tx, c)
	if err != nil {
		return kit.Message{}, err
	}
	return kit.Fitted(words, kit.Section(words), kit.Actions("", kit.Button(objectiveOpen, "Open", c.Objective))), nil
}

// achievedView tells the product's channel of an objective that was achieved. It names nobody who asked for anything.
func achievedView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	c, err := tx.Clearing(ctx, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	o, err := tx.Objective(ctx, c.Objective)
	if err != nil {
		return kit.Message{}, err
	}
	latest, err := tx.ClearingOf(ctx, o.ID)
	if err != nil {
		return kit.Message{}, err
	}
	if o.End != ritual.Achieved || latest.ID != c.ID {
		return kit.Told(kit.F("*%s* is not finished after all: it is open again.", kit.OneLine(o.Name))), nil
	}
	loads, err := tx.LoadsOf(ctx, o)
	if err != nil {
		return kit.Message{}, err
	}
	words := kit.F("Good news: *%s* is achieved, says %s.", kit.OneLine(o.Name), kit.User(c.By))
	if n := loads[0].Shipped; n > 0 {
		words += kit.F(" %s shipped for it.", kit.Count(n, "request was", "requests were"))
	}
	if c.Reason != "" {
		words = kit.Join("\n", words, kit.Quote(c.Reason, 600))
	}
	return kit.Told(words), nil
}
