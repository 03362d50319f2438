package bot

import (
	"context"
	"slices"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// numbered are the questions that are put in one message, as a numbered list.
func numbered(qs []ritual.Question) kit.Text {
	return kit.Join("\n", numberedLines(qs[:min(len(qs), ritual.QuestionsMax)])...)
}

func numberedLines(qs []ritual.Question) []kit.Text {
	lines := make([]kit.Text, 0, len(qs))
	for i, q := range qs {
		lines = append(lines, kit.F("%d. %s", i+1, q.Text))
	}
	return lines
}

// questionsModal is the form in which open questions are answered, one field each. asked is the PM's latest, or none.
func questionsModal(r ritual.Request, s ritual.Story, asked ritual.Decision) kit.Modal {
	m := request.Form(r, questionsForm, "Answer questions", "Send")
	m.Data = engine.FormData{Subject: r.ID, Version: s.Version, Last: asked.ID}.Encode()
	for _, q := range openQuestionsOf(r, s) {
		m.Blocks = append(m.Blocks, kit.Input(q.ID, q.Text, kit.Area(q.ID, "", "In your own words", ritual.ProblemMax), kit.Optional()))
	}
	return m
}

// questionWords are the PM's question to whoever asked. open is false once it was answered.
func questionWords(ctx context.Context, tx *store.Tx, m store.Message) (words kit.Text, at request.Matter, open bool, err error) {
	d, at, instead, err := request.Readable(ctx, tx, m)
	if err != nil || instead != "" {
		return instead, at, false, err
	}
	if err := at.People.Meet(ctx, tx, at.Request.Requester, at.Request.Reporter); err != nil {
		return "", at, false, err
	}
	ds, err := tx.Decisions(ctx, at.Request.ID)
	if i := slices.IndexFunc(ds, func(one ritual.Decision) bool { return one.ID == d.ID }); i >= 0 {
		if by, over := ds[i].TakenBack(ds); over {
			return kit.F("%s took a question about *%s* “%s” back: there is nothing to answer.", kit.User(by.By), d.Request, at.Title()), at, false, err
		}
	}
	words = kit.F("%s, %s has a question about *%s* “%s”:\n%s", kit.User(at.Asked()), kit.User(d.By), d.Request, at.Title(), kit.Quote(d.Reason, 1800))
	if at.Asked() == d.By {
		words = kit.F("Whoever could answer your question about *%s* “%s” has left. If you know the answer, give it yourself:\n%s", d.Request, at.Title(), kit.Quote(d.Reason, 1800))
	}
	return words, at, asksForPM(at.Request) && request.LatestAsked(ds).ID == d.ID, err
}

// questionView is the question in the request's place.
func questionView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	words, at, open, err := questionWords(ctx, tx, m)
	if err != nil {
		return kit.Message{}, err
	}
	v := kit.Told(words)
	if open {
		v.Blocks = append(v.Blocks, kit.Actions("", request.QuestionButtons(at)...))
		how := howToAnswer(m.To)
		if at.Request.Unanswered() {
			how = kit.Join(" ", kit.Raw("It goes on without an answer by now. A late one still helps."), how)
		}
		if how != "" {
			v.Blocks = append(v.Blocks, kit.Context(how))
		}
	} else {
		v.Blocks = append(v.Blocks, kit.Context(request.StatusWords(at)))
	}
	return v, nil
}

// questionRow is the question as it stands in a list.
func questionRow(ctx context.Context, tx *store.Tx, m store.Message) (engine.Row, error) {
	words, at, open, err := questionWords(ctx, tx, m)
	if err != nil || !open {
		return engine.Row{Words: words, Over: true}, err
	}
	if at.Request.Unanswered() { // it waits no more, but may be answered late
		return engine.Row{Words: words, Over: true, Beside: request.QuestionButtons(at)[0]}, nil
	}
	return engine.Row{Words: words, Buttons: request.QuestionButtons(at)}, nil
}

// answeredWords tell the PM, under their card, what became of their question.
func answeredWords(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error) {
	d, _, instead, err := request.Readable(ctx, tx, m)
	if err != nil || instead != "" {
		return instead, err
	}
	s, err := request.StoryOf(ctx, tx, d.Request)
	if err != nil {
		return "", err
	}
	before, err := askedBefore(ctx, tx, d)
	if err != nil {
		return "", err
	}
	yours, theirs := kit.Raw("Your question"), kit.Raw("your question")
	if d.By != m.To {
		yours = kit.F("The question by %s", kit.User(d.By))
		theirs = kit.F("the question by %s", kit.User(d.By))
	}
	words := kit.F("%s about %s was skipped.", yours, d.Request)
	for _, q := range slices.Backward(s.Questions) { // the latest stands first
		if q.ID != askedByPM || q.Text != d.Reason {
			continue
		}
		if before == 0 && q.Answer != "" {
			words = kit.F("%s answered %s about %s:\n%s", kit.User(q.By), theirs, d.Request, kit.Quote(q.Answer, 2500))
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
	at, err := request.In(ctx, tx, m, m.Subject)
	if err != nil {
		return "", err
	}
	words := kit.F("*%s* “%s” is a problem, so it went straight to %s.", at.Request.ID, at.Title(), kit.User(at.Acting(ritual.RolePO)))
	if at.Request.Status.NextStep() != ritual.StepPM { // unless the PO challenged it
		words += kit.Raw(" You have nothing to decide.")
	}
	return kit.Join("\n", words, request.Dotted(request.StatusWords(at), request.Wanted(at))), nil
}
