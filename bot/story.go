package bot

import (
	"context"
	"errors"

	"tandem/bot/ritual"
	"tandem/prompts"
	"tandem/store"
)

// Story drafts what is to be built from what was said, and asks the requester for what nobody said.

// The ids of the story ritual. Old messages carry them: they are never renamed.
const (
	jobDraft        = "draft"
	questionKind    = "question"
	questionsAnswer = "questions.answer"
	questionsSkip   = "questions.skip"
	questionsForm   = "questions.form"
	answeredKind    = "answered"
)

func storyRitual() ritualRoutes {
	return ritualRoutes{
		actions: []action{
			{id: questionsAnswer, do: openQuestions},
			{id: questionsSkip, do: skipQuestions},
		},
		submits:  []submit{{id: questionsForm, do: submitQuestions}},
		jobs:     []jobKind{{kind: jobDraft, run: runDraft}},
		messages: []messageKind{{kind: questionKind, view: questionView}, {kind: answeredKind, view: answeredView}},
	}
}

// runDraft drafts the story of a new request and hands it to whoever decides next.
func runDraft(ctx context.Context, b *Bot, job store.Job) error {
	return b.db.Update(ctx, func(tx *store.Tx) error {
		m, err := matterOf(ctx, tx, job.Key)
		if err != nil {
			return err
		}
		if m.r.Status == ritual.New {
			if err := draft(ctx, tx, m.r, ritual.Story{}); err != nil {
				return err
			}
			if err := advance(ctx, tx, m, ritual.AfterDraft(m.r, tx.Now)); err != nil {
				return err
			}
		}
		return tx.Finish(ctx, job, 0)
	})
}

// draft writes a version of a request's story from its evidence and from what was answered before. Praise needs none.
func draft(ctx context.Context, tx *store.Tx, r ritual.Request, before ritual.Story) error {
	if r.Kind == ritual.Praise {
		return nil
	}
	said, err := tx.Evidence(ctx, r.ID)
	if err != nil {
		return err
	}
	s := prompts.Template(r, said, before)
	s.Request, s.At = r.ID, tx.Now
	_, err = tx.AddStory(ctx, s)
	return err
}

// openQuestions opens the form with what is open: the drafter's questions, and the PM's.
func openQuestions(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	m, s, err := questioned(ctx, tx, ritual.ToAnswer, in)
	if err != nil {
		return reply{}, err
	}
	return open(questionsModal(m.r, openQuestionsOf(m.r, s))), nil
}

// submitQuestions takes the answers, drafts the story anew with them and lets the request go on.
func submitQuestions(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	return reply{}, takeAnswers(ctx, tx, in, ritual.ToAnswer, ritual.Answered, in.fields.flat())
}

// skipQuestions closes the questions without answers.
func skipQuestions(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	return reply{}, takeAnswers(ctx, tx, in, ritual.ToSkip, ritual.Skipped, nil)
}

func takeAnswers(ctx context.Context, tx *store.Tx, in input, a ritual.Action, v ritual.Verdict, answers map[string]string) error {
	m, s, err := questioned(ctx, tx, a, in)
	if err != nil {
		return err
	}
	s.Questions = withQuestion(m.r, s)
	s, err = s.TakeAnswers(answers, v == ritual.Skipped, in.by)
	if err != nil {
		return err
	}
	if err := draft(ctx, tx, m.r, s); err != nil {
		return err
	}
	after, d := ritual.AnswerQuestions(m.r, v, in.by, tx.Now)
	if err := advance(ctx, tx, m, after, d); err != nil {
		return err
	}
	return tellAsker(ctx, tx, m, v)
}

// tellAsker tells the PM who asked that the answer is there: their card was rewritten, and rewriting tells nobody.
func tellAsker(ctx context.Context, tx *store.Tx, m matter, v ritual.Verdict) error {
	if m.r.Status != ritual.NeedsInfo || m.last.Verdict != ritual.NeedMore {
		return nil
	}
	kind := pmCard
	if m.p.OneHead() {
		kind = bothCard
	}
	card, err := tx.MessageOf(ctx, kind, m.r.ID, m.last.By)
	if errors.Is(err, store.ErrNotFound) {
		return nil // the PM has changed since: the new one has the card
	}
	if err != nil {
		return err
	}
	_, err = post(ctx, tx, store.Message{Kind: answeredKind, Subject: m.last.ID, Product: m.p.ID, To: card.To, Under: card.ID})
	return err
}

// questioned loads a matter with its story for somebody who wants to answer or skip.
func questioned(ctx context.Context, tx *store.Tx, a ritual.Action, in input) (matter, ritual.Story, error) {
	m, err := mayDo(ctx, tx, a, in)
	if err != nil {
		return m, ritual.Story{}, err
	}
	s, err := storyOf(ctx, tx, m.r.ID)
	if err != nil {
		return m, s, err
	}
	if len(openQuestionsOf(m.r, s)) == 0 {
		return m, s, ritual.Refuse("There is no open question about %s any more. Thank you!", m.r.ID)
	}
	return m, s, nil
}

// askedByPM is the id of the question that the PM asked.
const askedByPM = "pm"

// withQuestion are the story's questions with the PM's, which stands first while it is open.
func withQuestion(r ritual.Request, s ritual.Story) []ritual.Question {
	if r.Status != ritual.NeedsInfo || r.Question == "" {
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
