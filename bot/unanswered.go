package bot

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// A question that nobody answers holds nothing up for good: after three working days of whoever is asked, the PM decides
// without. The rule is in ritual/undo.go; a late answer is taken as any.

// waitForAnswer leaves it to give the PM's question up.
func waitForAnswer(ctx context.Context, tx *store.Tx, m matter) error {
	d, err := askedLast(ctx, tx, m.r)
	if err != nil || d.ID == "" {
		return err
	}
	return tx.RefreshAt(ctx, jobUnanswered, d.ID, jobUnanswered+":"+m.r.ID, answerDue(m))
}

// answerDue is when the PM's question is given up, where whoever is asked now works.
func answerDue(m matter) time.Time {
	return ritual.AnswerDue(m.r.Since, m.p.Settings.Workplace(m.people.of(m.asked())))
}

// runUnanswered gives a question up that nobody answered. Who is asked, or when they work, may have changed since it was put.
func runUnanswered(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		d, err := tx.Decision(ctx, job.Key)
		if err != nil {
			return err
		}
		m, err := matterOf(ctx, tx, d.Request)
		if err != nil {
			return err
		}
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		asked, err := askedLast(ctx, tx, m.r)
		if err != nil || m.r.Status != ritual.NeedsInfo || asked.ID != d.ID {
			return err
		}
		if tx.Now.Before(answerDue(m)) {
			return waitForAnswer(ctx, tx, m)
		}
		after, given := ritual.NoAnswer(m.r, tx.Now)
		if err := advance(ctx, tx, m, after, given); err != nil {
			return err
		}
		return tellOfUnanswered(ctx, tx, m, after)
	})
}

// tellOfUnanswered tells whoever decides now under the card that they see: rewriting tells nobody.
func tellOfUnanswered(ctx context.Context, tx *store.Tx, m matter, after ritual.Request) error {
	d, err := tx.LastDecision(ctx, m.r.ID)
	if err != nil {
		return err
	}
	m.r = after
	s, _ := stepOf(after.Status)
	who := m.owner()
	return under(ctx, tx, m, m.cardFor(s, who), who, unansweredKind, d)
}

// unansweredWords tell the PM that a question was given up.
func unansweredWords(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error) {
	given, at, instead, err := readable(ctx, tx, m)
	if err != nil || instead != "" {
		return instead, err
	}
	ds, err := tx.Decisions(ctx, at.r.ID)
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
	return kit.F("Nobody answered %s about *%s* within three working days, so it is yours to decide without:\n%s", whose, at.r.ID, kit.Quote(asked.Reason, 2500)), err
}

// unansweredBlocks show the PM what they asked and nobody answered.
func unansweredBlocks(at matter) []slack.Block {
	if !at.r.Unanswered() || !at.whole() {
		return nil
	}
	return []slack.Block{kit.Section(kit.F("*No answer after three working days*\n%s", kit.Quote(at.r.Question, 600)))}
}
