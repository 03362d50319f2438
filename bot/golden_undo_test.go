package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/request"
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
			v, kind := ritual.Aligned, request.LineKind
			if id == "FR-3" {
				v, kind = ritual.NeedMore, request.QuestionKind
			}
			d, err := answer(id, v, f)
			if err != nil {
				return err
			}
			if err := hang("which can be undone", request.PMCard, id, pm); err != nil {
				return err
			}
			click := w.as("priya")
			click.Subject = d.ID
			if _, err := pressUndo(ctx, tx, click); err != nil {
				return err
			}
			if err := errors.Join(hang("which was undone", request.PMCard, id, pm), hang("which was undone", kind, d.ID, place)); err != nil {
				return err
			}
		}

		if err := hang("which was undone", request.POCard, "FR-1", po); err != nil {
			return err
		}
		m, err := request.Of(ctx, tx, "FR-10")
		if err != nil {
			return err
		}
		g.hang("undo", "form: reopen", reopenModal(m))
		if err := hang("which can be reopened", request.PMCard, "FR-10", pm); err != nil {
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
		for _, x := range [][3]string{{request.PMCard, "FR-10", pm}, {request.POCard, "FR-10", po}, {reopenedKind, d.ID, po}, {request.LineKind, d.ID, place}} {
			if err := hang("which was reopened", x[0], x[1], x[2]); err != nil {
				return err
			}
		}
		if d, err = answer("FR-10", ritual.Aligned, engine.Fields{"objective": {first.Objective}}); err != nil {
			return err
		}
		if err := hang("after it was reopened", request.RealignedKind, d.ID, po); err != nil {
			return err
		}

		if m, err = request.Of(ctx, tx, "FR-2"); err != nil {
			return err
		}
		after, given := ritual.NoAnswer(m.Request, tx.Now)
		if err := request.Advance(ctx, tx, m, after, given); err != nil {
			return err
		}
		asked, err := request.AskedLast(ctx, tx, m.Request)
		if err != nil {
			return err
		}
		if d, err = tx.LastDecision(ctx, "FR-2"); err != nil {
			return err
		}
		for _, x := range [][3]string{{request.PMCard, "FR-2", pm}, {unansweredKind, d.ID, pm}, {request.QuestionKind, asked.ID, w.sim.Person("dev").ID()}} {
			if err := hang("that nobody answered", x[0], x[1], x[2]); err != nil {
				return err
			}
		}
		return nil
	})
}
