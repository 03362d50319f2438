package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// Story drafts what is to be built from what was said, and asks the requester for what nobody said.

// The ids of the story ritual. Old messages carry them: they are never renamed.
const (
	draftStory      = "story.draft"
	questionKind    = "question"
	questionsAnswer = "questions.answer"
	questionsSkip   = "questions.skip"
	questionsForm   = "questions.form"
	jobUnanswered   = "unanswered" // gives a question up; its key is the decision that asked
	answeredKind    = "answered"
	unansweredKind  = "unanswered"
	problemTold     = "problem_told"
)

func storyRitual(dr *drafter) engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			clickAbout(questionsAnswer, ritual.ToAnswer, openQuestions),
			clickAbout(questionsSkip, ritual.ToSkip, skipQuestions),
			clickAbout(draftStory, ritual.ToDraft, askForDraft),
		},
		Submits: []engine.Submit{submitAbout(questionsForm, ritual.ToAnswer, submitQuestions)},
		Jobs:    []engine.JobKind{{Kind: jobDraft, Run: dr.runDraft}, {Kind: jobRedraft, Run: dr.runRedraft}, {Kind: jobUnanswered, Run: runUnanswered}},
		Started: dr.started,
		Messages: []engine.MessageKind{
			{Kind: questionKind, Class: ritual.ClassCard, View: questionView, Row: questionRow},
			{Kind: answeredKind, Class: ritual.ClassCard, Says: answeredWords},
			{Kind: unansweredKind, Class: ritual.ClassCard, Says: unansweredWords},
			{Kind: problemTold, Class: ritual.ClassOutcome, Says: problemWords},
		},
	}
}

// draftStep is while Tandem drafts, and infoStep while the requester is asked.
func draftStep() step { return step{status: ritual.New, next: "I am drafting the story"} }

func infoStep() step {
	return step{status: ritual.NeedsInfo, next: "answers a question", row: "a question for you", buttons: questionButtons, entered: waitForAnswer}
}

// showQuestions shows the PM's questions about a request as they stand now: their buttons go with the answer, and what they say
// of its status goes on.
func showQuestions(ctx context.Context, tx *store.Tx, r ritual.Request) error {
	ds, err := tx.Decisions(ctx, r.ID)
	for _, d := range ds {
		if d.Verdict == ritual.NeedMore {
			err = errors.Join(err, engine.Refresh(ctx, tx, d.ID))
		}
	}
	return err
}

// askForDraft drafts the story where the product does not draft by itself, with what was answered before.
func askForDraft(ctx context.Context, tx *store.Tx, _ engine.Input, m matter) (engine.Reply, error) {
	s, err := storyOf(ctx, tx, m.r.ID)
	if err == nil && s.Drafted() {
		err = ritual.Refuse("%s has a story already.", m.r.ID)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, errors.Join(draft(ctx, tx, m.r, s), redraft(ctx, tx, m.r.ID), showAnew(ctx, tx, m.p, m.r))
}

// tellOfProblem tells the PM of a problem, which goes straight to the PO. Nobody acts for a PM who has left in this: there
// is nothing to decide.
func tellOfProblem(ctx context.Context, tx *store.Tx, p ritual.Product, r ritual.Request) error {
	if r.Kind != ritual.Problem || p.OneHead() || p.PM == r.Reporter {
		return nil
	}
	heads, err := headsOf(ctx, tx, p)
	if err != nil || heads.of(p.PM).Kind == ritual.Gone {
		return err
	}
	_, err = engine.Post(ctx, tx, store.Message{Kind: problemTold, Subject: r.ID, Product: p.ID, To: p.PM})
	return err
}

// openQuestions opens the form with what is open: the drafter's questions, and the PM's.
func openQuestions(ctx context.Context, tx *store.Tx, _ engine.Input, m matter) (engine.Reply, error) {
	s, err := storyOf(ctx, tx, m.r.ID)
	if err == nil {
		err = questioned(m, s)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	asked, err := askedLast(ctx, tx, m.r)
	return engine.Open(questionsModal(m.r, s, asked)), err
}

// submitQuestions takes the answers, drafts the story anew with them and lets the request go on.
func submitQuestions(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
	return engine.Reply{}, takeAnswers(ctx, tx, in, m, ritual.Answered, in.Fields.Flat())
}

// skipQuestions closes the questions without answers.
func skipQuestions(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
	return engine.Reply{}, takeAnswers(ctx, tx, in, m, ritual.Skipped, nil)
}

func takeAnswers(ctx context.Context, tx *store.Tx, in engine.Input, m matter, v ritual.Verdict, answers map[string]string) error {
	s, err := storyOf(ctx, tx, m.r.ID)
	if err != nil {
		return err
	}
	then, err := storyThen(ctx, tx, m.r, in.Data.Version)
	if err != nil {
		return err
	}
	if strings.TrimSpace(answers[askedByPM]) != "" && then.Version > 0 && answeredToPM(s) > answeredToPM(then) {
		return ritual.Refuse("The question about %s that you answered was answered meanwhile. `Answer questions` asks what is still open.", m.r.ID)
	}
	asked, err := askedLast(ctx, tx, m.r)
	if err != nil {
		return err
	}
	if strings.TrimSpace(answers[askedByPM]) != "" && in.Data.Last != "" && in.Data.Last != asked.ID {
		return notAskedAnyMore(ctx, tx, m, in.Data.Last)
	}
	s, answers = s.AsAsked(then.OpenQuestions(), answers)
	late := !asksForPM(m.r) && in.Data.Last != "" && strings.TrimSpace(answers[askedByPM]) != "" && answeredToPM(s) == answeredToPM(then)
	if late { // the PM decided without it meanwhile: it is kept all the same
		s.Questions = append([]ritual.Question{{ID: askedByPM, Text: asked.Reason}}, s.Questions...)
	}
	if err := questioned(m, s); err != nil {
		return err
	}
	s.Questions = withQuestion(m.r, s)
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
	after, d := ritual.AnswerQuestions(m.r, v, leftOpen, in.By, tx.Now)
	if err := advance(ctx, tx, m, after, d); err != nil {
		return err
	}
	if !asksForPM(m.r) && !late || leftOpen {
		return nil
	}
	return tellAsker(ctx, tx, m, after, in.By)
}

// tellAsker tells the PM who asked that the answer is there, unless it is their own, and whoever decides by now where that is
// somebody else: their card was rewritten, and rewriting tells nobody.
func tellAsker(ctx context.Context, tx *store.Tx, m matter, after ritual.Request, by string) error {
	d, err := askedLast(ctx, tx, m.r)
	if err != nil || d.ID == "" {
		return err
	}
	if d.By != by {
		if err := underCard(ctx, tx, m, answeredKind, d); err != nil {
			return err
		}
	}
	m.r = after
	who := m.owner()
	if s, _ := stepOf(after.Status); s.status == ritual.AwaitingAlignment && who != d.By && who != by {
		return under(ctx, tx, m, m.cardFor(s, who), who, answeredKind, d)
	}
	return nil
}

// notAskedAnyMore refuses an answer to a question that the PM took back, or put in other words since.
func notAskedAnyMore(ctx context.Context, tx *store.Tx, m matter, asked string) error {
	ds, err := tx.Decisions(ctx, m.r.ID)
	if err != nil {
		return err
	}
	for _, d := range ds {
		if by, over := d.TakenBack(ds); over && d.ID == asked {
			return ritual.Refuse("%s took the question about %s back, so there is nothing to answer. Thank you!", ritual.Name(by.By), m.r.ID)
		}
	}
	return ritual.Refuse("There is a newer question about %s. `Answer questions` asks it.", m.r.ID)
}

// askedLast is the PM's latest question, or none.
func askedLast(ctx context.Context, tx *store.Tx, r ritual.Request) (ritual.Decision, error) {
	ds, err := tx.Decisions(ctx, r.ID)
	return latestAsked(ds), err
}

// latestAsked is the PM's latest question, of the decisions on a request, that was not taken back; or none.
func latestAsked(ds []ritual.Decision) ritual.Decision {
	for _, d := range slices.Backward(ds) {
		if _, over := d.TakenBack(ds); d.Verdict == ritual.NeedMore && !over {
			return d
		}
	}
	return ritual.Decision{}
}

// underCard posts a message about a decision of the PM's under the card by which it was made. A PM who came since has a
// card of their own.
func underCard(ctx context.Context, tx *store.Tx, m matter, kind string, d ritual.Decision) error {
	card := pmCard
	if m.bothBy(d.By) {
		card = bothCard
	}
	return under(ctx, tx, m, card, d.By, kind, d)
}

// questioned refuses somebody who wants to answer or skip what is open where nothing is.
func questioned(m matter, s ritual.Story) error {
	if len(openQuestionsOf(m.r, s)) > 0 {
		return nil
	}
	if m.last.Verdict == ritual.UndidNeedMore {
		return ritual.Refuse("%s took the question about %s back, so there is nothing to answer. Thank you!", ritual.Name(m.last.By), m.r.ID)
	}
	return ritual.Refuse("There is no open question about %s any more. Thank you!", m.r.ID)
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
