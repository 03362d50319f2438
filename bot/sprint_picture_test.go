package bot

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// sprinted keeps a sprint of a product, with what happened in it: "start, commit FR-1 5, done FR-1". It is closed with its figures
// where it was closed.
func sprinted(ctx context.Context, tx *store.Tx, s ritual.Sprint, happened string) error {
	s.ID, s.DemoDay, s.DemoTime, s.Zone = cmp.Or(s.ID, store.NewID()), s.Ends, "15:00", "UTC"
	s.State, s.Planned, s.Started = ritual.SprintActive, tx.Now, tx.Now
	if err := tx.AddSprint(ctx, s); err != nil {
		return err
	}
	return happens(ctx, tx, s, happened)
}

// happens keeps what happened in a sprint, now.
func happens(ctx context.Context, tx *store.Tx, s ritual.Sprint, happened string) error {
	kinds := map[string]ritual.SprintEventKind{"commit": ritual.Committed, "add": ritual.Added, "remove": ritual.Removed, "done": ritual.WorkFinished, "close": ritual.SprintEnded}
	for what := range strings.SplitSeq(happened, ", ") {
		f := append(strings.Fields(what), "", "")
		e := ritual.SprintEvent{Sprint: s.ID, Kind: kinds[f[0]], Request: f[1]}
		e.Points, _ = strconv.Atoi(f[2])
		if _, err := tx.AddSprintEvent(ctx, e); err != nil {
			return err
		}
	}
	if !strings.HasSuffix(happened, "close") {
		return nil
	}
	events, err := tx.SprintEvents(ctx, s.ID)
	if err != nil {
		return err
	}
	s.State, s.Closed, s.Result = ritual.SprintClosed, tx.Now, ritual.ResultOf(events, ritual.SprintFacts{})
	return tx.KeepSprint(ctx, s)
}

func TestTheBurndownIsSentAsAPictureThatSaysWhatTheLedgerHas(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		p, other := w.product("Atlas"), w.product("Atlas")
		other.ID, other.Name = store.NewID(), "Hermes"
		s := ritual.Sprint{ID: store.NewID(), Product: p.ID, Number: 3, Goal: "Customers <export> & leave", Starts: "2026-03-02", Ends: "2026-03-13"}
		later := func(d time.Duration, happened string) {
			w.passes(d)
			w.update(func(ctx context.Context, tx *store.Tx) error {
				now, err := tx.Sprint(ctx, s.ID)
				if err != nil {
					return err
				}
				return happens(ctx, tx, now, happened)
			})
		}
		picture := func(nonce string) {
			click := w.as("dev")
			click.Subject, click.Channel = p.ID+"/"+nonce, "C0ATLAS"
			if _, err := w.clicks(sprint.AsPicture, click); err != nil {
				w.t.Fatal(err)
			}
			w.settle()
		}
		picture(s.ID + ".0")
		w.sees("dev", "@tandem", "Atlas has had no sprint yet.")

		w.update(func(ctx context.Context, tx *store.Tx) error {
			return sprinted(ctx, tx, s, "commit FR-1 5, commit FR-2 8, commit FR-3")
		})
		later(30*time.Hour, "done FR-1, add FR-4 3")
		later(26*time.Hour, "remove FR-2")
		later(time.Minute, "add FR-5 1")
		picture(s.ID + ".1")
		picture(s.ID + ".1")
		const words = "13 points (+1 story without points) committed; 4 points (+1 story without points) left on working day 3 of 10, 6 fewer than the ideal line; scope +3 points on 3 Mar, +1 point −8 points on 4 Mar."
		want := []string{"Burndown of Atlas, sprint 3: " + words + " Left day by day: 13, 11, 4 so far."}
		if got := w.pictures("dev", "@tandem"); dump(got) != dump(want) {
			t.Errorf("dev is sent %q", got)
		}
		w.sees("dev", "@tandem", "Sprint 3 of Atlas", "*Customers &lt;export&gt; &amp; leave*", "• 13 points (+1 story without points) committed", "• Scope +3 points on 3 Mar, +1 point −8 points on 4 Mar", "as of ")

		later(14*24*time.Hour, "done FR-4, close")
		w.update(func(ctx context.Context, tx *store.Tx) error {
			other.Channel = "C0HERMES"
			if err := tx.AddProduct(ctx, other); err != nil {
				return err
			}
			foreign := ritual.Sprint{ID: "foreign", Product: other.ID, Number: 9, Goal: "Not for everybody", Starts: "2026-03-02", Ends: "2026-03-13"}
			return sprinted(ctx, tx, foreign, "commit FR-1 5")
		})
		picture("foreign.1") // which is not of this product: what is shown is the latest of its own
		want = append(want, "Burndown of Atlas, sprint 3: 13 points (+1 story without points) committed; 1 point (+1 story without points) left at its close; scope +3 points on 3 Mar, +1 point −8 points on 4 Mar. "+
			"Left day by day: 13, 11, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 1.")
		if got := w.pictures("dev", "@tandem"); dump(got) != dump(want) {
			t.Errorf("dev is sent %q", got)
		}
		w.ended()
	})
}

func TestTheBurndownIsSentFromTheBoardAndShownWithIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.many(3)
		w.weighs(map[string]int{"FR-1": 5, "FR-2": 3})
		w.types("dev", "#atlas", "/sprint")
		w.seesNot("dev", "#atlas", "[As a picture]")
		w.commits(1, "Customers can export", "FR-1", "FR-2")
		w.types("dev", "#atlas", "/sprint")
		for range 2 {
			w.presses("dev", "#atlas", "As a picture")
			w.hears("dev", "#atlas", "The picture is on its way: you find it in your direct messages with me.")
		}
		const day = "Burndown of Atlas, sprint 1: 8 points committed; 8 points left on working day 1 of 10, as on the ideal line."
		if got := w.pictures("dev", "@tandem"); len(got) != 1 || got[0] != day {
			t.Errorf("dev is sent %q", got)
		}
		w.passes(24 * time.Hour)
		w.types("dev", "#atlas", "/sprint")
		w.presses("dev", "#atlas", "Start", "FR-2")
		w.presses("dev", "#atlas", "Done", "FR-2")
		w.presses("dev", "#atlas", "Show to channel")
		const next = "Burndown of Atlas, sprint 1: 8 points committed; 5 points left on working day 2 of 10, 2 fewer than the ideal line. Left day by day: 8, 5 so far."
		if got := w.pictures("sam", "#atlas"); len(got) != 1 || got[0] != next {
			t.Errorf("the channel is shown %q", got)
		}
		w.sees("sam", "#atlas", "Customers can export", "8 points committed · 5 points left on working day 2 of 10, 2 fewer than the ideal line", "shown by @dev")
		w.ended()
	})
}

func TestTheBurnupGoesByTheFrozenResultsOfTheSprints(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		p := w.product("Atlas")
		closed := func(number int, objectives ...ritual.ObjectiveResult) (s ritual.Sprint) {
			s = ritual.Sprint{ID: store.NewID(), Product: p.ID, Number: number, Goal: "Export", Starts: "2026-03-02", Ends: "2026-03-13", Zone: "UTC", State: ritual.SprintClosed}
			s.Result.Objectives = objectives
			w.update(func(ctx context.Context, tx *store.Tx) error { return tx.AddSprint(ctx, s) })
			return s
		}
		of := func(id, name string, done, unsized, scope int) ritual.ObjectiveResult {
			return ritual.ObjectiveResult{Objective: id, Name: name, DoneEver: ritual.SprintCount{Stories: 1 + unsized, Points: done, Unsized: unsized},
				Scope: ritual.SprintCount{Stories: 9 + unsized, Points: scope, Unsized: 2 * unsized}}
		}
		first := closed(1, of("o1", "Win customers", 8, 0, 34), of("", "", 5, 0, 5), of("o2", "顧客", 3, 0, 5))
		closed(2)
		third := closed(3, of("o3", "Public API", 13, 0, 13), of("o1", "Win larger customers", 21, 1, 55))
		closed(4, of("o1", "Win all customers", 55, 0, 55))
		for _, x := range []struct {
			until       ritual.Sprint
			alt, legend string
		}{
			{first, "Burnup of Atlas. Sprint 1, as it closed. Win customers: 8 of 34 points; #2 顧客: 3 of 5 points.", "In the picture: `#2` is 顧客"},
			{third, "Burnup of Atlas. Sprints 1 to 3, each as it closed. Public API: 13 of 13 points; " +
				"Win larger customers: 21 of 55 points · 1 of 2 without points (sprint by sprint 8, 8, 21); #3 顧客: 3 of 5 points (sprint by sprint 3, 3, 3).", "In the picture: `#3` is 顧客"},
		} {
			if err := w.db.View(context.Background(), func(tx *store.Tx) error {
				got, err := sprint.Burnup(context.Background(), tx, p, x.until)
				if err == nil && (got.Alt != x.alt || string(got.Legend) != x.legend) {
					t.Errorf("the burnup says %q, %q", got.Alt, got.Legend)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		w.ended()
	})
}

// hangsSprintPictures takes how the pictures of sprints look, and the report of a product that has closed some.
func (w *world) hangsSprintPictures(g gallery, s said) {
	w.t.Helper()
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		p := w.productsAll()[0]
		for i, happened := range []string{"commit FR-1 5, commit FR-2, done FR-1, done FR-2, close", "commit FR-1 8, commit FR-2 3, done FR-1, close", "commit FR-1 1, done FR-1, close",
			"commit FR-1 5, commit FR-2, add FR-3 8, remove FR-2"} {
			one := ritual.Sprint{ID: "picture-" + strconv.Itoa(i), Product: p.ID, Number: 101 + i, Goal: s.title, Starts: "2026-03-02", Ends: "2026-03-13"}
			if err := sprinted(ctx, tx, one, happened); err != nil {
				return err
			}
			v, err := w.bot.Routes.Messages[sprint.PictureKind].View(ctx, tx, store.Message{Kind: sprint.PictureKind, Subject: p.ID + "/" + one.ID + ".1/" + p.PO, To: p.PO})
			if err != nil {
				return err
			}
			if i >= 2 {
				g.hang("sprint_picture", sprint.PictureKind+" of "+one.ID, v)
			}
		}
		v, err := w.bot.Routes.Messages[reportPicture].View(ctx, tx, store.Message{Kind: reportPicture, Subject: p.ID + "/1/" + p.PO, To: p.PO})
		g.hang("report", "of a product that has closed sprints", v)
		return err
	})
}
