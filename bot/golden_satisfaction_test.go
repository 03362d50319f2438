package bot

import (
	"context"
	"errors"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// hangsSatisfaction takes the question whether what shipped solved it: open, answered, and answered with a comment; and the form.
func (w *world) hangsSatisfaction(g gallery, s said) {
	w.t.Helper()
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		sam, day := w.sim.Person("sam").ID(), "2026-03-20"
		var err error
		for i, id := range []string{"FR-9", "FR-10", "FR-11", "FR-12"} {
			o := ritual.Opinion{Request: id, Person: sam, Day: day, Place: i}
			switch i {
			case 1:
				o.Rating, o.At = 4, tx.Now
			case 2:
				o.Rating, o.Comment, o.At = 2, kit.Cut(s.problem, ritual.CommentMax), tx.Now
			}
			err = errors.Join(err, tx.WantOpinion(ctx, sam, id), tx.KeepOpinion(ctx, o))
		}
		v, seen := w.bot.Routes.Messages[satisfactionKind].View(ctx, tx, store.Message{ID: "M1", Kind: satisfactionKind, Subject: day, To: sam})
		g.hang("satisfaction", satisfactionKind+" of a day", v)
		for _, id := range []string{"FR-9", "FR-11"} {
			click := w.as("sam")
			click.Subject = id
			rep, opened := w.bot.Routes.Actions[satisfactionMore].Do(ctx, tx, click)
			if err = errors.Join(err, opened); opened == nil {
				g.hang("satisfaction", "form about "+id, *rep.Form)
			}
		}
		return errors.Join(err, seen)
	})
}
