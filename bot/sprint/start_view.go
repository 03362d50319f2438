package sprint

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// startedMost is how many stories the message about a sprint names, and startedTitle how long their titles are in it.
const (
	startedMost  = 10
	startedTitle = 150
)

// startedView is a sprint as its channel reads it: its goal, its dates and what is in it, and what it came to once it is closed.
func startedView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	s, p, events, err := withLedger(ctx, tx, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	head := fmt.Sprintf("Sprint %d has begun", s.Number)
	if s.State == ritual.SprintClosed {
		head = fmt.Sprintf("Sprint %d is over", s.Number)
	}
	blocks := []slack.Block{kit.Header(head), kit.Section(kit.F("*Goal:* %s", s.Goal)),
		kit.Context(request.Dotted(datesWords(s), kit.F("started by %s", kit.User(s.StartedBy))))}
	f := ritual.FiguresOf(events)
	if s.State == ritual.SprintClosed {
		return kit.Fitted(kit.Raw(head), append(blocks, kit.Section(overWords(s.Result.Figures)))...), nil
	}
	blocks = append(blocks, kit.Section(countedWords(f)))
	lines, err := startedLines(ctx, tx, p, s, request.ReaderOf(m))
	if err != nil {
		return kit.Message{}, err
	}
	blocks = append(append(blocks, kit.Sections(lines)...), kit.Context(kit.Raw("`/sprint` shows all of it, with `Start` and `Done` · what joins or leaves is told in this thread")))
	return kit.Fitted(kit.Raw(head), blocks...), nil
}

// countedWords are how much is in a sprint that runs: what it began with, and where it stands where that is otherwise.
func countedWords(f ritual.Figures) kit.Text {
	words := kit.F("*Committed:* %s", countWords(f.Committed))
	if now := f.Done.Plus(f.Left); now != f.Committed {
		words = kit.Join("\n", words, kit.F("*Now in it:* %s", countWords(now)))
	}
	if f.Done.Stories > 0 {
		words = kit.Join("\n", words, kit.F("*Done:* %s", countWords(f.Done)))
	}
	return words
}

// overWords are what a sprint came to.
func overWords(f ritual.Figures) kit.Text {
	return kit.F("*Done:* %s\n*Left:* %s", countWords(f.Done), countWords(f.Left))
}

// startedLines are the first stories of a sprint, as its channel may know them, and how many more there are.
func startedLines(ctx context.Context, tx *store.Tx, p ritual.Product, s ritual.Sprint, rd ritual.Reader) ([]kit.Text, error) {
	all, err := tx.SprintRequests(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	var rs []ritual.Request
	for _, b := range all[:min(len(all), startedMost)] {
		rs = append(rs, b.Request)
	}
	if rd, err = request.Informed(ctx, tx, rd, rs...); err != nil {
		return nil, err
	}
	var lines []kit.Text
	for _, r := range rs {
		lines = append(lines, request.Dotted(kit.F("• *%s*  %s", r.ID, kit.Cut(kit.OneLine(r.TitleTo(rd, p)), startedTitle)), kit.T(ritual.Points(r.Points))))
	}
	if more := len(all) - len(rs); more > 0 {
		lines = append(lines, kit.F("and %d more", more))
	}
	if len(all) == 0 {
		lines = append(lines, kit.Raw("No story is in it yet."))
	}
	return lines, nil
}
