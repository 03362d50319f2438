package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// A question that nobody answers holds nothing up for good: after three working days of whoever is asked, the PM decides
// without. The rule is in ritual/undo.go; a late answer is taken as any.

// runUnanswered gives a question up that nobody answered. Who is asked, or when they work, may have changed since it was put.
func runUnanswered(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		d, err := tx.Decision(ctx, job.Key)
		if err != nil {
			return err
		}
		m, err := request.Of(ctx, tx, d.Request)
		if err != nil {
			return err
		}
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		asked, err := request.AskedLast(ctx, tx, m.Request)
		if err != nil || m.Request.Status != ritual.NeedsInfo || asked.ID != d.ID {
			return err
		}
		if tx.Now.Before(request.AnswerDue(m)) {
			return request.WaitForAnswer(ctx, tx, m)
		}
		after, given := ritual.NoAnswer(m.Request, tx.Now)
		if err := request.Advance(ctx, tx, m, after, given); err != nil {
			return err
		}
		return tellOfUnanswered(ctx, tx, m, after)
	})
}

// tellOfUnanswered tells whoever decides now under the card that they see: rewriting tells nobody.
func tellOfUnanswered(ctx context.Context, tx *store.Tx, m request.Matter, after ritual.Request) error {
	d, err := tx.LastDecision(ctx, m.Request.ID)
	if err != nil {
		return err
	}
	m.Request = after
	s, _ := request.StepOf(after.Status)
	who := m.Owner()
	return request.Under(ctx, tx, m, m.CardFor(s, who), who, unansweredKind, d)
}

// unansweredWords tell the PM that a question was given up.
func unansweredWords(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error) {
	given, at, instead, err := request.Readable(ctx, tx, m)
	if err != nil || instead != "" {
		return instead, err
	}
	ds, err := tx.Decisions(ctx, at.Request.ID)
	var asked ritual.Decision
	for _, d := range ds {
		if d.ID == given.ID {
			break
		}
		if d.Verdict == ritual.NeedMore {
			asked = d
		}
	}
	whose := kit.Raw("your question")
	if asked.By != m.To {
		whose = kit.F("the question by %s", kit.User(asked.By))
	}
	return kit.F("Nobody answered %s about *%s* within three working days, so it is yours to decide without:\n%s", whose, at.Request.ID, kit.Quote(asked.Reason, 2500)), err
}

// unansweredBlocks show the PM what they asked and nobody answered.
func unansweredBlocks(at request.Matter) []slack.Block {
	if !at.Request.Unanswered() || !at.Whole() {
		return nil
	}
	return []slack.Block{kit.Section(kit.F("*No answer after three working days*\n%s", kit.Quote(at.Request.Question, 600)))}
}
