package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// hangsUndo takes how it looks when answers are taken back, when something is reopened, and when nobody answers a question.
func (w *world) hangsUndo(g gallery, s said) {
	w.t.Helper()
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		hang := func(what, kind, subject, to string) error {
			m := store.Message{Kind: kind, Subject: subject, To: to}
			v, err := w.bot.Routes.Messages[kind].View(ctx, tx, m)
			if err == nil {
				g.hang("undo", fmt.Sprintf("%s of %s %s", kind, subject, what), v)
			}
			return err
		}
		answer := func(id string, v ritual.Verdict, f engine.Fields) (ritual.Decision, error) {
			click := w.as("priya")
			click.Subject, click.Fields = id, f
			if _, err := w.bot.Routes.Submits[alignmentForms[v]].Do(ctx, tx, click); err != nil {
				return ritual.Decision{}, err
			}
			return tx.LastDecision(ctx, id)
		}
		pm, po, place := w.sim.Person("priya").ID(), w.sim.Person("omar").ID(), w.product(strings.Join(strings.Fields(s.product), " ")).Channel
		first, err := tx.Request(ctx, "FR-9")
		if err != nil {
			return err
		}
		for id, f := range map[string]engine.Fields{"FR-1": {"objective": {first.Objective}}, "FR-3": {"question": {s.question}}} {
			v, kind := ritual.Aligned, lineKind
			if id == "FR-3" {
				v, kind = ritual.NeedMore, questionKind
			}
			d, err := answer(id, v, f)
			if err != nil {
				return err
			}
			if err := hang("which can be undone", pmCard, id, pm); err != nil {
				return err
			}
			click := w.as("priya")
			click.Subject = d.ID
			if _, err := pressUndo(ctx, tx, click); err != nil {
				return err
			}
			if err := errors.Join(hang("which was undone", pmCard, id, pm), hang("which was undone", kind, d.ID, place)); err != nil {
				return err
			}
		}

		if err := hang("which was undone", poCard, "FR-1", po); err != nil {
			return err
		}
		m, err := matterOf(ctx, tx, "FR-10")
		if err != nil {
			return err
		}
		g.hang("undo", "form: reopen", reopenModal(m))
		if err := hang("which can be reopened", pmCard, "FR-10", pm); err != nil {
			return err
		}
		click := w.as("priya")
		click.Subject, click.Fields = "FR-10", engine.Fields{"reason": {s.reason}}
		if _, err := w.bot.Routes.Submits[reopenForm].Do(ctx, tx, click); err != nil {
			return err
		}
		d, err := tx.LastDecision(ctx, "FR-10")
		if err != nil {
			return err
		}
		for _, x := range [][3]string{{pmCard, "FR-10", pm}, {poCard, "FR-10", po}, {reopenedKind, d.ID, po}, {lineKind, d.ID, place}} {
			if err := hang("which was reopened", x[0], x[1], x[2]); err != nil {
				return err
			}
		}
		if d, err = answer("FR-10", ritual.Aligned, engine.Fields{"objective": {first.Objective}}); err != nil {
			return err
		}
		if err := hang("after it was reopened", realignedKind, d.ID, po); err != nil {
			return err
		}

		if m, err = matterOf(ctx, tx, "FR-2"); err != nil {
			return err
		}
		after, given := ritual.NoAnswer(m.r, tx.Now)
		if err := advance(ctx, tx, m, after, given); err != nil {
			return err
		}
		asked, err := askedLast(ctx, tx, m.r)
		if err != nil {
			return err
		}
		if d, err = tx.LastDecision(ctx, "FR-2"); err != nil {
			return err
		}
		for _, x := range [][3]string{{pmCard, "FR-2", pm}, {unansweredKind, d.ID, pm}, {questionKind, asked.ID, w.sim.Person("dev").ID()}} {
			if err := hang("that nobody answered", x[0], x[1], x[2]); err != nil {
				return err
			}
		}
		return nil
	})
}
