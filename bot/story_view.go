package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/prompts"
	"tandem/store"
)

// numbered are questions as a numbered list.
func numbered(qs []ritual.Question) kit.Text {
	lines := make([]kit.Text, 0, len(qs))
	for i, q := range qs[:min(len(qs), ritual.QuestionsMax)] {
		lines = append(lines, kit.F("%d. %s", i+1, q.Text))
	}
	return kit.Join("\n", lines...)
}

// questionsModal is the form in which open questions are answered, one field each.
func questionsModal(r ritual.Request, s ritual.Story) kit.Modal {
	m := formAbout(r, questionsForm, "Answer questions", "Send")
	m.Data = engine.FormData{Subject: r.ID, Version: s.Version}.Encode()
	for _, q := range openQuestionsOf(r, s) {
		m.Blocks = append(m.Blocks, kit.Input(q.ID, q.Text, kit.Area(q.ID, "", "In your own words", ritual.ProblemMax), kit.Optional()))
	}
	return m
}

// questionWords are the PM's question to whoever asked. open is false once it was answered.
func questionWords(ctx context.Context, tx *store.Tx, m store.Message) (words kit.Text, at matter, open bool, err error) {
	d, err := tx.Decision(ctx, m.Subject)
	if err != nil {
		return "", at, false, err
	}
	if at, err = matterOf(ctx, tx, d.Request); err != nil {
		return "", at, false, err
	}
	asked, err := askedLast(ctx, tx, at.r)
	words = kit.F("%s, %s has a question about *%s* “%s”:\n%s", kit.User(at.asked()), kit.User(d.By), d.Request, at.r.Title, kit.Quote(d.Reason, 1800))
	if at.asked() == d.By {
		words = kit.F("Whoever could answer your question about *%s* “%s” has left. If you know the answer, give it yourself:\n%s", d.Request, at.r.Title, kit.Quote(d.Reason, 1800))
	}
	return words, at, at.r.Status == ritual.NeedsInfo && asked.ID == d.ID, err
}

// questionView is the question in the request's place.
func questionView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	words, at, open, err := questionWords(ctx, tx, m)
	if err != nil {
		return kit.Message{}, err
	}
	v := kit.Told(words)
	if open {
		v.Blocks = append(v.Blocks, kit.Actions("", questionButtons(at)...))
		if !engine.IsPerson(m.To) { // Slack tells of mentions in channels only
			v.Blocks = append(v.Blocks, kit.Context(kit.Raw("Reply with the button, or mention me here: I do not read the thread.")))
		}
	} else {
		v.Blocks = append(v.Blocks, kit.Context(statusWords(at)))
	}
	return v, nil
}

// questionRow is the question as it stands in a list.
func questionRow(ctx context.Context, tx *store.Tx, m store.Message) (engine.Row, error) {
	words, at, open, err := questionWords(ctx, tx, m)
	if err != nil || !open {
		return engine.Row{Words: words, Over: true}, err
	}
	return engine.Row{Words: words, Buttons: questionButtons(at)}, nil
}

func questionButtons(m matter) []slack.BlockElement {
	buttons := []slack.BlockElement{kit.Primary(buttonFor(m.r.ID, questionsAnswer, "Answer questions"))}
	if m.may(ritual.ToSkip, m.people.of(m.asked())) == nil { // the PM may be asked when nobody else is left
		buttons = append(buttons, buttonFor(m.r.ID, questionsSkip, "Skip questions"))
	}
	return buttons
}

// answeredWords tell the PM, under their card, what became of their question.
func answeredWords(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error) {
	d, err := tx.Decision(ctx, m.Subject)
	if err != nil {
		return "", err
	}
	s, err := storyOf(ctx, tx, d.Request)
	if err != nil {
		return "", err
	}
	before, err := askedBefore(ctx, tx, d)
	if err != nil {
		return "", err
	}
	words := kit.F("Your question about %s was skipped.", d.Request)
	for _, q := range slices.Backward(s.Questions) { // the latest stands first
		if q.ID != askedByPM || q.Text != d.Reason {
			continue
		}
		if before == 0 && q.Answer != "" {
			words = kit.F("%s answered your question about %s:\n%s", kit.User(q.By), d.Request, kit.Quote(q.Answer, 2500))
		}
		before--
	}
	return words, nil
}

// askedBefore is how often the PM had put a question in the same words before.
func askedBefore(ctx context.Context, tx *store.Tx, d ritual.Decision) (n int, err error) {
	ds, err := tx.Decisions(ctx, d.Request)
	for _, one := range ds {
		if one.ID == d.ID {
			break
		}
		if one.Verdict == ritual.NeedMore && one.Reason == d.Reason {
			n++
		}
	}
	return n, err
}

// problemWords tell the PM of a problem that went straight to the PO.
func problemWords(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error) {
	at, err := matterOf(ctx, tx, m.Subject)
	if err != nil {
		return "", err
	}
	words := kit.F("*%s* “%s” is a problem, so it went straight to %s.", at.r.ID, at.r.TitleFor(m.To, at.p, ""), kit.User(at.acting(ritual.RolePO)))
	if at.r.Status.NextStep() != ritual.StepPM { // unless the PO challenged it
		words += kit.Raw(" You have nothing to decide.")
	}
	return kit.Join("\n", words, dotted(statusWords(at), wanted(at.r))), nil
}

// storyBlocks show a story: the sentence or the need, the criteria with what each rests on, and what is open.
func storyBlocks(ctx context.Context, tx *store.Tx, r ritual.Request, s ritual.Story) ([]slack.Block, error) {
	var blocks []slack.Block
	if words := storyWords(r, s); words != "" {
		blocks = append(blocks, kit.Section(words))
	}
	if len(s.Criteria) > 0 {
		said, err := tx.Evidence(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		lines := []kit.Text{kit.Raw("*Done when*")}
		for _, c := range s.Criteria {
			mark, err := criterionMark(ctx, tx, r, said, c)
			if err != nil {
				return nil, err
			}
			lines = append(lines, kit.F("• %s  %s", c.Text, mark))
		}
		blocks = append(blocks, kit.Sections(lines)...)
	}
	var known []kit.Text
	for _, q := range s.Questions {
		if q.Answer != "" {
			known = append(known, kit.F("*%s*\n%s", q.Text, kit.Quote(q.Answer, 600)))
		}
	}
	blocks = append(blocks, kit.Sections(known)...)
	if open := openQuestionsOf(r, s); len(open) > 0 {
		blocks = append(blocks, kit.Section(kit.F("*Still open*\n%s", numbered(open))))
	}
	return blocks, nil
}

// storyWords are the story's sentence: as a …, I want …, so that …; for a problem, what happens and what should. What
// nobody said is left out.
func storyWords(r ritual.Request, s ritual.Story) kit.Text {
	part := func(lead, words string) kit.Text {
		switch {
		case words == "":
			return ""
		case lead == "":
			return kit.T(words)
		}
		return kit.F("*%s* %s", lead, words)
	}
	if r.Kind == ritual.Problem {
		return kit.Join("\n", part("Happens:", s.Happens), part("Should:", s.Should), part("To see it:", s.See))
	}
	why := "so that"
	if s.SaysBecause() {
		why = "" // it says because by itself
	}
	if s.Want == "" {
		return kit.Join("\n", part("For", s.As), part(sentenceCase(why), s.SoThat))
	}
	return kit.Join(" ", part("As", s.As), part("I want", s.Want), part(why, s.SoThat))
}

// criterionMark says what a criterion rests on: a link to the message, the answer, the note on what to change, or that it
// is an assumption.
func criterionMark(ctx context.Context, tx *store.Tx, r ritual.Request, said []ritual.Evidence, c ritual.Criterion) (kit.Text, error) {
	switch {
	case c.Assumption():
		return kit.Raw("_(assumption)_"), nil
	case c.Source == prompts.NoteSource:
		return kit.Raw("_(asked for in a note)_"), nil
	}
	for _, e := range said {
		if e.ID != c.Source {
			continue
		}
		link, err := permalink(ctx, tx, e.Channel, e.TS, r.Source.Thread)
		if err != nil || link == "" {
			return kit.F("_(said by %s)_", kit.User(e.Author)), err
		}
		return kit.F("_(%s)_", kit.Link(link, kit.Raw("said here"))), nil
	}
	return kit.Raw("_(answered)_"), nil
}

// quotes are up to two messages that the request rests on, with who said them and a link.
func quotes(ctx context.Context, tx *store.Tx, r ritual.Request) ([]slack.Block, error) {
	said, err := tx.Evidence(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	var blocks []slack.Block
	for _, e := range said[:min(len(said), 2)] {
		words := e.Text
		if e.TS == "" { // from a form or a command: the title stands above already
			words = strings.TrimSpace(strings.TrimPrefix(words, r.Title+"\n"))
		}
		if words == r.Title && e.TS == "" {
			continue
		}
		link, err := permalink(ctx, tx, e.Channel, e.TS, r.Source.Thread)
		if err != nil {
			return nil, err
		}
		by := kit.F("%s, %s", kit.User(e.Author), when(e.At))
		if link != "" {
			by = kit.Join(" · ", by, kit.Link(link, kit.Raw("open the message")))
		}
		blocks = append(blocks, kit.Section(kit.Join("\n", kit.Quote(words, 600), by)))
	}
	return blocks, nil
}

// storyOf is the latest version of a request's story, or none.
func storyOf(ctx context.Context, tx *store.Tx, request string) (ritual.Story, error) {
	s, err := tx.Story(ctx, request)
	if errors.Is(err, store.ErrNotFound) {
		return ritual.Story{Request: request}, nil
	}
	return s, err
}

// draftedBy says who wrote a story.
func draftedBy(s ritual.Story) kit.Text {
	switch {
	case !s.Drafted():
		return ""
	case s.Origin == ritual.FromPerson:
		return kit.F("Story by %s", kit.User(s.Author))
	case s.Origin == ritual.FromModel:
		return kit.Raw(fmt.Sprintf("Drafted, version %d", s.Version))
	}
	return kit.Raw("Template draft")
}

// checked says where a story falls short, with the reasons.
func checked(s ritual.Story, k ritual.Kind) []slack.Block {
	if !s.Drafted() {
		return nil
	}
	var parts []kit.Text
	for _, f := range ritual.Check(s, k) {
		parts = append(parts, kit.F("_%s:_ %s", f.Name, f.Reason))
	}
	if len(parts) == 0 {
		return nil
	}
	return []slack.Block{kit.Context(kit.F("Worth a look  %s", dotted(parts...)))}
}
