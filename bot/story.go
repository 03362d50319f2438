package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Story drafts what is to be built from what was said, and asks the requester for what nobody said.

// The ids of the story ritual. Old messages carry them: they are never renamed.
const (
	draftStory     = "story.draft"
	questionsForm  = "questions.form"
	answeredKind   = "answered"
	unansweredKind = "unanswered"
	problemTold    = "problem_told"
)

func storyRitual(dr *drafter) engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			request.Click(request.QuestionsAnswer, ritual.ToAnswer, openQuestions),
			request.Click(request.QuestionsSkip, ritual.ToSkip, skipQuestions),
			request.Click(draftStory, ritual.ToDraft, askForDraft),
		},
		Submits: []engine.Submit{request.Submit(questionsForm, ritual.ToAnswer, submitQuestions)},
		Jobs:    []engine.JobKind{{Kind: jobDraft, Run: dr.runDraft}, {Kind: jobRedraft, Run: dr.runRedraft}, {Kind: request.JobUnanswered, Run: runUnanswered}},
		Started: dr.started,
		Messages: []engine.MessageKind{
			{Kind: request.QuestionKind, Class: ritual.ClassCard, View: questionView, Row: questionRow},
			{Kind: answeredKind, Class: ritual.ClassCard, Says: answeredWords},
			{Kind: unansweredKind, Class: ritual.ClassCard, Says: unansweredWords},
			{Kind: problemTold, Class: ritual.ClassOutcome, Says: problemWords},
		},
	}
}

// askForDraft drafts the story where the product does not draft by itself, with what was answered before.
func askForDraft(ctx context.Context, tx *store.Tx, _ engine.Input, m request.Matter) (engine.Reply, error) {
	s, err := request.StoryOf(ctx, tx, m.Request.ID)
	if err == nil && s.Drafted() {
		err = ritual.Refuse("%s has a story already.", m.Request.ID)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, errors.Join(draft(ctx, tx, m.Request, s), redraft(ctx, tx, m.Request.ID), request.ShowAnew(ctx, tx, m.Product, m.Request))
}

// tellOfProblem tells the PM of a problem, which goes straight to the PO. Nobody acts for a PM who has left in this: there
// is nothing to decide.
func tellOfProblem(ctx context.Context, tx *store.Tx, p ritual.Product, r ritual.Request) error {
	if r.Kind != ritual.Problem || p.OneHead() || p.PM == r.Reporter {
		return nil
	}
	heads, err := request.HeadsOf(ctx, tx, p)
	if err != nil || heads.Of(p.PM).Kind == ritual.Gone {
		return err
	}
	_, err = engine.Post(ctx, tx, store.Message{Kind: problemTold, Subject: r.ID, Product: p.ID, To: p.PM})
	return err
}

// openQuestions opens the form with what is open: the drafter's questions, and the PM's.
func openQuestions(ctx context.Context, tx *store.Tx, _ engine.Input, m request.Matter) (engine.Reply, error) {
	s, err := request.StoryOf(ctx, tx, m.Request.ID)
	if err == nil {
		err = questioned(m, s)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	asked, err := request.AskedLast(ctx, tx, m.Request)
	return engine.Open(questionsModal(m.Request, s, asked)), err
}

// submitQuestions takes the answers, drafts the story anew with them and lets the request go on.
func submitQuestions(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	return engine.Reply{}, takeAnswers(ctx, tx, in, m, ritual.Answered, in.Fields.Flat())
}

// skipQuestions closes the questions without answers.
func skipQuestions(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	return engine.Reply{}, takeAnswers(ctx, tx, in, m, ritual.Skipped, nil)
}

func takeAnswers(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter, v ritual.Verdict, answers map[string]string) error {
	s, err := request.StoryOf(ctx, tx, m.Request.ID)
	if err != nil {
		return err
	}
	then, err := storyThen(ctx, tx, m.Request, in.Data.Version)
	if err != nil {
		return err
	}
	if strings.TrimSpace(answers[askedByPM]) != "" && then.Version > 0 && answeredToPM(s) > answeredToPM(then) {
		return ritual.Refuse("The question about %s that you answered was answered meanwhile. `Answer questions` asks what is still open.", m.Request.ID)
	}
	asked, err := request.AskedLast(ctx, tx, m.Request)
	if err != nil {
		return err
	}
	if strings.TrimSpace(answers[askedByPM]) != "" && in.Data.Last != "" && in.Data.Last != asked.ID {
		return notAskedAnyMore(ctx, tx, m, in.Data.Last)
	}
	s, answers = s.AsAsked(then.OpenQuestions(), answers)
	late := !asksForPM(m.Request) && in.Data.Last != "" && strings.TrimSpace(answers[askedByPM]) != "" && answeredToPM(s) == answeredToPM(then)
	if late { // the PM decided without it meanwhile: it is kept all the same
		s.Questions = append([]ritual.Question{{ID: askedByPM, Text: asked.Reason}}, s.Questions...)
	}
	if err := questioned(m, s); err != nil {
		return err
	}
	s.Questions = withQuestion(m.Request, s)
	open := s.Questions
	s, err = s.TakeAnswers(answers, v == ritual.Skipped, in.By)
	if err != nil {
		return err
	}
	for i, q := range open {
		if s.Questions[i].Closed && !q.Closed {
			s.Questions[i].At = tx.Now
		}
	}
	// The PM's question lives with the request until it is answered, so the story keeps it only then.
	answered := len(s.Questions)
	s.Questions = slices.DeleteFunc(s.Questions, func(q ritual.Question) bool { return q.ID == askedByPM && !q.Closed })
	leftOpen := len(s.Questions) < answered
	if err := keepAnswers(ctx, tx, m, s, v); err != nil {
		return err
	}
	after, d := ritual.AnswerQuestions(m.Request, v, leftOpen, in.By, tx.Now)
	if err := request.Advance(ctx, tx, m, after, d); err != nil {
		return err
	}
	if !asksForPM(m.Request) && !late || leftOpen {
		return nil
	}
	return tellAsker(ctx, tx, m, after, in.By)
}

// tellAsker tells the PM who asked that the answer is there, unless it is their own, and whoever decides by now where that is
// somebody else: their card was rewritten, and rewriting tells nobody.
func tellAsker(ctx context.Context, tx *store.Tx, m request.Matter, after ritual.Request, by string) error {
	d, err := request.AskedLast(ctx, tx, m.Request)
	if err != nil || d.ID == "" {
		return err
	}
	if d.By != by {
		if err := underCard(ctx, tx, m, answeredKind, d); err != nil {
			return err
		}
	}
	m.Request = after
	who := m.Owner()
	if s, _ := request.StepOf(after.Status); s.Status == ritual.AwaitingAlignment && who != d.By && who != by {
		return request.Under(ctx, tx, m, m.CardFor(s, who), who, answeredKind, d)
	}
	return nil
}

// notAskedAnyMore refuses an answer to a question that the PM took back, or put in other words since.
func notAskedAnyMore(ctx context.Context, tx *store.Tx, m request.Matter, asked string) error {
	ds, err := tx.Decisions(ctx, m.Request.ID)
	if err != nil {
		return err
	}
	for _, d := range ds {
		if by, over := d.TakenBack(ds); over && d.ID == asked {
			return ritual.Refuse("%s took the question about %s back, so there is nothing to answer. Thank you!", ritual.Name(by.By), m.Request.ID)
		}
	}
	return ritual.Refuse("There is a newer question about %s. `Answer questions` asks it.", m.Request.ID)
}

// underCard posts a message about a decision of the PM's under the card by which it was made. A PM who came since has a
// card of their own.
func underCard(ctx context.Context, tx *store.Tx, m request.Matter, kind string, d ritual.Decision) error {
	card := request.PMCard
	if m.BothBy(d.By) {
		card = request.BothCard
	}
	return request.Under(ctx, tx, m, card, d.By, kind, d)
}

// questioned refuses somebody who wants to answer or skip what is open where nothing is.
func questioned(m request.Matter, s ritual.Story) error {
	if len(openQuestionsOf(m.Request, s)) > 0 {
		return nil
	}
	if m.Last.Verdict == ritual.UndidNeedMore {
		return ritual.Refuse("%s took the question about %s back, so there is nothing to answer. Thank you!", ritual.Name(m.Last.By), m.Request.ID)
	}
	return ritual.Refuse("There is no open question about %s any more. Thank you!", m.Request.ID)
}

// storyThen is the story in the version from which a form was drawn, or none where the form says no version.
func storyThen(ctx context.Context, tx *store.Tx, r ritual.Request, version int) (ritual.Story, error) {
	if version == 0 {
		return ritual.Story{}, nil
	}
	all, err := tx.Stories(ctx, r.ID)
	for _, s := range all {
		if s.Version == version {
			return s, err
		}
	}
	return ritual.Story{}, err
}

// answeredToPM is how many of the PM's questions a story holds: those that were answered or skipped, all by one id.
func answeredToPM(s ritual.Story) (n int) {
	for _, q := range s.Questions {
		if q.ID == askedByPM {
			n++
		}
	}
	return n
}

// answeredSince reports whether a question of the PM's was answered or skipped since they asked it, also after they decided.
func answeredSince(s ritual.Story, asked ritual.Decision) bool {
	return slices.ContainsFunc(s.Questions, func(q ritual.Question) bool { return q.ID == askedByPM && q.Closed && !q.At.Before(asked.At) })
}

// askedByPM is the id of the question that the PM asked.
const askedByPM = "pm"

// asksForPM reports whether the PM's question is open: whoever asked is waited for, or may answer late.
func asksForPM(r ritual.Request) bool {
	return r.Question != "" && (r.Status == ritual.NeedsInfo || r.Unanswered())
}

// withQuestion are the story's questions with the PM's, which stands first while it is open.
func withQuestion(r ritual.Request, s ritual.Story) []ritual.Question {
	if !asksForPM(r) {
		return s.Questions
	}
	return append([]ritual.Question{{ID: askedByPM, Text: r.Question}}, s.Questions...)
}

// openQuestionsOf are the questions to be answered now, at most as many as a person is asked at once.
func openQuestionsOf(r ritual.Request, s ritual.Story) []ritual.Question {
	s.Questions = withQuestion(r, s)
	open := s.OpenQuestions()
	return open[:min(len(open), ritual.QuestionsMax)]
}
