package bot

import (
	"context"
	"slices"
	"unicode/utf8"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// answerMax is how many characters an answer has at most, as in its form.
const answerMax = ritual.ProblemMax

// answerByMention takes a mention in a request's thread as the answer to what is asked there, where it is clear what it
// answers and whoever wrote it may. taken is false where it is no answer.
func answerByMention(ctx context.Context, tx *store.Tx, in engine.Input, words string) (rep engine.Reply, taken bool, err error) {
	talked, err := tx.RequestsIn(ctx, in.Channel, in.Message.Thread)
	if err != nil || len(talked) == 0 {
		return engine.Reply{}, false, err
	}
	if in.Message.Edited {
		return notFollowed(talked[0]), true, nil // it may have been an answer, and must not be recorded besides
	}
	asked, err := questionsHere(ctx, tx, in, talked)
	switch {
	case err != nil || len(asked) == 0:
		return engine.Reply{}, false, err
	case len(asked) > 1:
		return whichQuestion(in.Key, asked), true, nil
	}
	q := asked[0]
	if q.tooLate != "" {
		return answerTooLate(in.Key, q.tooLate), true, nil
	}
	if n := utf8.RuneCountInString(words); n > answerMax {
		return engine.Reply{}, true, ritual.Refuse("Keep the answer about %s to %d characters; this has %d.", q.m.Request.ID, answerMax, n)
	}
	if q.late != "" { // as if they had opened the form before it was decided
		in.Data.Last, in.Data.Version = q.late, q.version
	}
	if err := takeAnswers(ctx, tx, in, q.m, ritual.Answered, map[string]string{q.id: words}); err != nil {
		return engine.Reply{}, true, err
	}
	return answerTaken(in.Key, q), true, nil
}

// A hereAsked is a question that is open in a thread.
type hereAsked struct {
	m        request.Matter
	id, text string

	late    string // the id of the PM's question, where it was decided without an answer
	version int    // of the story by then
	tooLate string // why an answer is of no use any more
}

// questionsHere are the open questions about the requests of a thread that are somebody's to answer: those who asked for
// it, or who is asked in their place. What the PM and the PO say there is not taken for an answer; they have the form. What
// the drafter would like to know of parts is asked of the PO only.
func questionsHere(ctx context.Context, tx *store.Tx, in engine.Input, talked []ritual.Request) (asked []hereAsked, err error) {
	for _, r := range talked {
		m, err := request.Of(ctx, tx, r.ID)
		if err != nil {
			return nil, err
		}
		if m.Request.Status == ritual.Withdrawn || !slices.Contains([]string{m.Request.Reporter, m.Request.Requester, m.Asked()}, in.By) {
			continue
		}
		s, err := request.StoryOf(ctx, tx, r.ID)
		if err != nil {
			return nil, err
		}
		late, err := leftUnanswered(ctx, tx, r, s)
		if err != nil {
			return nil, err
		}
		may := m.May(ritual.ToAnswer, in.Who)
		if late.ID != "" {
			q := hereAsked{m: m, id: askedByPM, text: late.Reason, late: late.ID, version: s.Version}
			for _, says := range ritual.Refusals(may) {
				q.tooLate = says.Says
			}
			asked = append(asked, q)
		}
		if may != nil {
			continue
		}
		for _, q := range openQuestionsOf(r, s) {
			if r.Parent != "" && q.ID != askedByPM {
				continue
			}
			asked = append(asked, hereAsked{m: m, id: q.ID, text: q.Text})
		}
	}
	return turnOf(asked), nil
}

// turnOf are those of some questions that a mention may answer: those that wait, else the latest that was decided without an
// answer, else what the drafter would like to know. Where an answer to any is of no use any more, it is the latest of these.
func turnOf(asked []hereAsked) []hereAsked {
	for _, is := range []func(q hereAsked) bool{
		func(q hereAsked) bool { return q.id == askedByPM && q.late == "" },
		func(q hereAsked) bool { return q.late != "" && q.tooLate == "" },
		func(q hereAsked) bool { return q.id != askedByPM },
		func(q hereAsked) bool { return q.tooLate != "" },
	} {
		of := slices.DeleteFunc(slices.Clone(asked), func(q hereAsked) bool { return !is(q) })
		if n := len(of); n > 0 && of[0].late != "" {
			return of[n-1:] // there is no button to answer another one
		} else if n > 0 {
			return of
		}
	}
	return nil
}

// leftUnanswered is the PM's latest question about a request, where they decided without an answer and none came since; or none.
func leftUnanswered(ctx context.Context, tx *store.Tx, r ritual.Request, s ritual.Story) (ritual.Decision, error) {
	asked, err := request.AskedLast(ctx, tx, r)
	if err != nil || asked.ID == "" || asksForPM(r) {
		return ritual.Decision{}, err
	}
	if answeredSince(s, asked) {
		return ritual.Decision{}, nil
	}
	return asked, nil
}
