package bot

import (
	"context"
	"errors"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// errTaken takes back what was done only to be looked at.
var errTaken = errors.New("the views were taken")

// taken runs something of which nothing is kept.
func (w *world) taken(do func(ctx context.Context, tx *store.Tx) error) {
	w.t.Helper()
	ctx := context.Background()
	if err := w.db.Update(ctx, func(tx *store.Tx) error { return errors.Join(errTaken, do(ctx, tx)) }); err == nil || !errors.Is(err, errTaken) ||
		strings.Count(err.Error(), "\n") > 0 {
		w.t.Fatal(err)
	}
}

// hangsParts takes what a split leaves: of FR-9, which waits for its priority, and for its longest parts.
func (w *world) hangsParts(g gallery, s said) {
	w.t.Helper()
	titles := kit.Cut(s.title, ritual.TitleMax-2) + " 1\n" + kit.Cut(s.title, 70) + " 2\n" + kit.Cut(s.question, 70)
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		m, err := request.Of(ctx, tx, "FR-9")
		if err != nil {
			return err
		}
		g.hang("split", "form: nothing suggested", splitModal(m.Request, nil))
		g.hang("split", "form: suggested", splitModal(m.Request, strings.Split(titles, "\n")))
		click := w.as("omar")
		click.Subject, click.Fields = "FR-9", engine.Fields{"parts": {kit.Cut(titles, partsRoom)}}
		rep, err := w.bot.Routes.Submits[splitForm].Do(ctx, tx, click)
		if err != nil {
			return err
		}
		g.hang("split", "form: done", *rep.Form)
		parts, err := tx.Parts(ctx, "FR-9")
		if err != nil {
			return err
		}
		for _, p := range parts {
			if err := begin(ctx, tx, p); err != nil {
				return err
			}
		}
		for _, id := range []string{"FR-9", "FR-9.1", "FR-9.2"} {
			ms, err := tx.MessagesAbout(ctx, id)
			if err != nil {
				return err
			}
			for _, m := range ms {
				v, err := w.bot.Routes.Messages[m.Kind].View(ctx, tx, m)
				if err != nil {
					return err
				}
				g.hang("split", m.Kind+" of "+id, v)
			}
		}
		show := w.as("dev")
		for _, show.Words = range []string{"FR-9", "FR-9.1"} {
			rep, err := showCommand(ctx, tx, show)
			if err != nil {
				return err
			}
			g.hang("split", "answer: "+show.Words, *rep.Say)
		}
		return nil
	})
}

// hangsEstimate takes an estimation of FR-10, which is in the backlog, from its beginning to its end.
func (w *world) hangsEstimate(g gallery, s said) {
	w.t.Helper()
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		do := func(who, id, subject string, f engine.Fields) engine.Reply {
			click := w.as(who)
			click.Subject, click.Fields = subject, f
			at := w.bot.Routes.Actions[id].Do
			if one, ok := w.bot.Routes.Submits[id]; ok {
				at = one.Do
			}
			rep, err := at(ctx, tx, click)
			if err != nil {
				w.t.Fatal(err)
			}
			return rep
		}
		g.hang("estimate", "answer: started", *do("omar", estimateStart, "FR-10", nil).Say)
		g.hang("estimate", "answer: started already", *do("omar", estimateStart, "FR-10", nil).Say)
		e, err := tx.OpenEstimate(ctx, "FR-10")
		if err != nil {
			return err
		}
		look := func(name string) {
			v, err := estimateView(ctx, tx, store.Message{Kind: estimateKind, Subject: e.ID, To: w.product(w.productsAll()[0].Name).Channel})
			if err != nil {
				w.t.Fatal(err)
			}
			g.hang("estimate", estimateKind+" of FR-10, "+name, v)
		}
		look("asked")
		g.hang("estimate", "answer: voted", *do("dev", estimateVote+"5", "FR-10 1", nil).Say)
		for who, size := range map[string]string{"sam": "13", "gwen": "5", "priya": ritual.Unsure} { // who has left the team since
			if err := tx.KeepVote(ctx, e.ID, 1, ritual.Vote{Person: w.sim.Person(who).ID(), Size: size, At: tx.Now}); err != nil {
				return err
			}
		}
		look("hidden votes")
		do("omar", estimateReveal, "FR-10 1", nil)
		look("revealed")
		g.hang("estimate", "form: points", *do("omar", estimatePoints, "FR-10", nil).Form)
		do("omar", estimateAgain, "FR-10 1", nil)
		do("dev", estimateVote+"8", "FR-10 2", nil)
		story, err := request.StoryOf(ctx, tx, "FR-10")
		if err != nil {
			return err
		}
		if _, err := tx.AddStory(ctx, story); err != nil {
			return err
		}
		look("round 2, the story was changed")
		do("omar", estimateReveal, "FR-10 2", nil)
		look("agreed")
		do("omar", estimateForm, "FR-10", engine.Fields{"points": {"8"}, "reason": {s.reason}})
		look("ended")
		return nil
	})
}
