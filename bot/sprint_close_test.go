package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// usually is a sprint of two weeks from the Monday on which every scenario begins.
var usually = ritual.Sprint{Starts: "2026-03-02", Ends: "2026-03-13", DemoDay: "2026-03-13", DemoTime: "15:00", Zone: "Europe/Berlin"}

// sprintNo is a sprint of Atlas by its number.
func (w *world) sprintNo(n int) ritual.Sprint {
	w.t.Helper()
	p := w.product("Atlas")
	return in(w, func(ctx context.Context, tx *store.Tx) (ritual.Sprint, error) { return tx.SprintNumbered(ctx, p.ID, n) })
}

// ledger is what happened in a sprint.
func (w *world) ledger(s ritual.Sprint) []ritual.SprintEvent {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.SprintEvent, error) {
		return tx.SprintEvents(ctx, s.ID)
	})
}

// picked are the stories of a sprint: "FR-4 todo", "FR-3 started by dev".
func (w *world) picked(s ritual.Sprint) (all []string) {
	w.t.Helper()
	for _, one := range in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.SprintStory, error) {
		return tx.SprintStories(ctx, s.ID)
	}) {
		words := one.Request + " " + string(one.Work)
		if one.Owner != "" {
			words += " by " + strings.TrimPrefix(w.byName("<@"+one.Owner+">"), "@")
		}
		all = append(all, words)
	}
	return all
}

// ends fails unless the stories of a sprint ended like this: "FR-1 done", "FR-3 back: the keys".
func (w *world) storiesEnded(s ritual.Sprint, want ...string) {
	w.t.Helper()
	var got []string
	for _, r := range s.Result.Stories {
		words := r.Request + " " + string(r.End)
		if r.Reason != "" {
			words += ": " + r.Reason
		}
		got = append(got, words)
	}
	if !slices.Equal(got, want) {
		w.t.Errorf("the stories of sprint %d ended %q, want %q", s.Number, got, want)
	}
}

// accepted has the PO accept what is done.
func (w *world) acceptsIt(id string) {
	w.t.Helper()
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		r, err := tx.Request(ctx, id)
		after, d := ritual.Accept(r, w.sim.Person("omar").ID(), tx.Now)
		_, kept := tx.AddDecision(ctx, d)
		return errors.Join(err, tx.KeepRequest(ctx, after), kept)
	})
}

func TestThePOClosesASprintAndSaysOfEachStoryWhereItGoes(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.sprintStarts(usually, 5, 3, 8, 0, 2)
		w.changes(func(ctx context.Context, tx *store.Tx) error { // priya wants two of them, too
			priya := w.sim.Person("priya").ID()
			_, one := tx.AddSupporter(ctx, "FR-3", ritual.Supporter{Person: priya, At: tx.Now})
			_, two := tx.AddSupporter(ctx, "FR-4", ritual.Supporter{Person: priya, At: tx.Now})
			return errors.Join(one, two)
		})
		w.begins("dev", "FR-3")
		w.begins("dev", "FR-4")
		w.until("2026-03-03 16:00")
		w.sees("priya", "@tandem", "*FR-3*  Wish number 3", "*In sprint*\nThe team works on it now.")
		w.finishes("dev", "FR-1")
		w.finishes("dev", "FR-2")
		w.takesOut("FR-5")
		w.acceptsIt("FR-1")
		w.until("2026-03-12 10:00")

		w.types("dev", "#atlas", "/sprint close")
		w.hears("dev", "#atlas", "Only the product owner, @omar, can plan the sprints of Atlas.")
		w.types("omar", "#atlas", "/sprint close")
		w.hasForm("omar", "Close sprint 1")
		w.sees("omar", "form", "*Sprint 1* · Customers can export their data", "Its last day is Fri 13 Mar. You can close it early.",
			"• Committed: 5 stories, 18 points (+1 story without points)\n• Added: nothing · removed: 1 story, 2 points\n• Done: 2 stories, 8 points\n• Not done: 2 stories, 8 points (+1 story without points)\n• Velocity: 8 points\n",
			"*FR-2* is done and not accepted yet: it counts as done, and you can still accept or return it.",
			"Sprint 2 is not planned yet: if something goes on there, I propose it from Thu 12 Mar to ",
			"FR-3 Wish number 3", "8 points · started", "without points · started", "Why was FR-4 not done?", "Shipped")
		w.seesNot("omar", "form", "FR-5")
		w.submits("omar", "FR-3 Wish number 3: To the backlog", "Why was FR-3 not done?: <!channel> the keys came late", "Why was FR-4 not done?: It grew")
		w.hasForm("omar", "Sprint 1 is closed")
		w.sees("omar", "form", "*Sprint 1 is closed.* 8 of 16 points done.\n@omar closed it", "On to the next sprint: *FR-4*\nBack in the backlog: *FR-3*",
			"*FR-1* is shipped: whoever asked for it hears that it is there.", "[Draft recap] [Plan sprint 2]")
		w.closes("omar")
		w.sees("dev", "#atlas", "@omar closed sprint 1: 8 of 16 points done.")

		closed, next := w.sprintNo(1), w.sprintNo(2)
		f := closed.Result.Figures
		if closed.State != ritual.SprintClosed || closed.ClosedBy != w.sim.Person("omar").ID() || f.Done.Points != 8 || f.Left.Stories != 2 || f.Left.Unsized != 1 ||
			f.Committed.Plus(f.Added) != f.Removed.Plus(f.Done).Plus(f.Left) {
			t.Errorf("%+v", closed)
		}
		w.storiesEnded(closed, "FR-1 done", "FR-2 done", "FR-3 back: <!channel> the keys came late", "FR-4 carried: It grew", "FR-5 removed: It can wait")
		if next.State != ritual.SprintPlanned || next.Goal != "" || next.Starts != "2026-03-12" || next.Zone != "Europe/Berlin" || next.DemoTime != "15:00" {
			t.Errorf("the next sprint: %+v", next)
		}
		if got := w.picked(next); !slices.Equal(got, []string{"FR-4 started by dev"}) {
			t.Errorf("picked: %q", got)
		}
		for id, want := range map[string]ritual.Status{"FR-1": ritual.Shipped, "FR-2": ritual.Done, "FR-3": ritual.Backlog, "FR-4": ritual.Backlog, "FR-5": ritual.Backlog} {
			w.is(id, want)
		}
		w.sees("sam", "@tandem", "@omar closed sprint 1 before FR-3 was done: it is back in the backlog", "@omar closed sprint 1 before FR-4 was done: it goes on in the next one", "&lt;!channel&gt; the keys came late")
		w.types("omar", "#atlas", "/sprint close")
		w.hears("omar", "#atlas", "No sprint of Atlas is active. Sprint 2 is planned from Thu 12 Mar: `/sprint start` starts it.")

		// What was wanted is told as it is: what goes on is no news.
		w.until("2026-03-12 16:00")
		w.sees("priya", "@tandem", "*FR-3*  Wish number 3\n*Back in the backlog*: it was not finished in the sprint.\nNothing of it is lost")
		w.seesNot("priya", "@tandem", "This has changed since", "*Looked at again*")
		var told []string
		for _, m := range w.sim.Person("priya").Sees("@tandem") {
			if words := wordsOf(m.Blocks); strings.Contains(words, "What became of what you asked for") && strings.Contains(words, "12 Mar") {
				told = append(told, words)
			}
		}
		if len(told) != 1 || strings.Contains(told[0], "FR-4") {
			t.Errorf("priya is told %q", told)
		}
		w.ended()
	})
}

func TestASprintFollowsAnotherWithWhatGoesOn(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7, 6)
		w.sized(5, 8, 3)
		for i, done := range []int{20, 21, 8} { // so that there is a mean of three
			s := ritual.Sprint{ID: fmt.Sprint("earlier-", i), Product: w.product("Atlas").ID, Number: i + 1, Starts: "2026-01-05", Ends: "2026-01-16", State: ritual.SprintClosed}
			s.Result.Figures.Done.Points = done
			w.changes(func(ctx context.Context, tx *store.Tx) error { return tx.AddSprint(ctx, s) })
		}
		w.begun("Customers can export their data", "FR-1", "FR-2", "FR-3")
		w.begins("dev", "FR-2")
		w.finishes("dev", "FR-1")
		w.until("2026-03-16 02:00") // in Tokyo, the Monday after its last day
		w.presses("omar", "@tandem", "Close sprint")
		w.sees("omar", "form", "• Velocity: 5 points · the mean of the last three was 16")
		w.submits("omar", "FR-3 Wish number 3: To sprint 5")
		w.sees("dev", "#atlas", "Sprint 4 is over", "*Done:* 1 story, 5 points\n*Left:* 2 stories, 11 points", "↳ @omar closed sprint 4: 5 of 16 points done.")
		w.types("omar", "#atlas", "/sprint start")
		w.hears("omar", "#atlas", "Sprint 5 has no goal yet.")

		// From the answer to the close the next one is planned: with what goes on, the capacity of the last three, and days that follow.
		w.presses("omar", "form", "Plan sprint 5")
		w.hasForm("omar", "Plan sprint 5")
		w.sees("omar", "form", "*2 stories · 11 of 11 points*")
		next := w.sprintNo(5)
		if next.Capacity != 11 || next.Starts != "2026-03-16" || next.Ends != "2026-03-27" {
			t.Errorf("%+v", next)
		}
		w.submits("omar", "Sprint goal: Customers can import their data")
		w.closes("omar")
		w.types("omar", "#atlas", "/sprint start")
		w.sees("dev", "#atlas", "Sprint 5 has begun", "*Committed:* 2 stories, 11 points")
		next = w.sprintNo(5)
		if got := w.picked(next); !slices.Equal(got, []string{"FR-2 started by dev", "FR-3 todo"}) {
			t.Errorf("in it: %q", got)
		}
		w.finishes("dev", "FR-2")
		w.types("omar", "#atlas", "/sprint close")
		w.submits("omar")
		closed := w.sprintNo(5)
		w.storiesEnded(closed, "FR-2 done", "FR-3 back")
		if o := closed.Result.Stories[0]; o.Owner != w.sim.Person("dev").ID() || o.Points != 8 || closed.Result.Figures.Done.Points != 8 { // it counts whole where it finishes
			t.Errorf("%+v", closed.Result)
		}
		if _, err := tryPlanned(w); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a sprint is planned though nothing goes on: %v", err)
		}
		w.ended()
	})
}

// tryPlanned is the planned sprint of Atlas, if there is one.
func tryPlanned(w *world) (s ritual.Sprint, err error) {
	ctx := context.Background()
	p := w.product("Atlas")
	err = w.db.View(ctx, func(tx *store.Tx) error {
		s, err = tx.SprintIn(ctx, p.ID, ritual.SprintPlanned)
		return err
	})
	return s, err
}

// frozen is the result of a sprint as it is kept.
func (w *world) frozen(n int) string {
	w.t.Helper()
	raw, err := json.Marshal(w.sprintNo(n))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(raw)
}

func TestWhatASprintCameToStaysWhateverHappensLater(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		s, _ := w.sprintStarts(usually, 5, 3, 8)
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			p := w.product("Atlas")
			err := tx.AddObjective(ctx, ritual.Objective{ID: "O1", Product: p.ID, Name: "Win larger customers", Horizon: ritual.Now, By: p.PM, Created: tx.Now})
			for _, id := range []string{"FR-1", "FR-2"} {
				r, read := tx.Request(ctx, id)
				if r.Objective = "O1"; id == "FR-1" {
					r.Kind = ritual.Problem
				}
				err = errors.Join(err, read, tx.KeepRequest(ctx, r))
			}
			dev := w.sim.Person("dev").ID()
			n, take := tx.NextNumber(ctx)
			found := ritual.Request{ID: ritual.RequestID(n), Number: n, Product: p.ID, Title: "It stops", Kind: ritual.Problem, Reporter: dev, Requester: dev, Status: ritual.AwaitingPriority,
				Since: tx.Now, Created: tx.Now, Thread: ritual.Thread{Channel: dev}}
			return errors.Join(err, take, tx.AddRequest(ctx, found), tx.AddDefect(ctx, ritual.Concern{Request: found.ID, Sprint: s.ID, Story: "FR-1", By: dev}),
				tx.AddDefect(ctx, ritual.Concern{Request: "FR-1", Story: "FR-3", By: dev}))
		})
		w.finishes("dev", "FR-1")
		w.begins("dev", "FR-2")
		w.closesNow(s)
		closed := w.sprintNo(1)
		f := closed.Result.Figures
		if f.Found != 1 || f.Fixed != 1 || f.Done.Points != 5 {
			t.Errorf("%+v", f)
		}
		if o := closed.Result.Objectives; len(o) != 2 || o[0].Name != "Win larger customers" || o[0].Done.Points != 5 || o[0].Scope.Points != 8 || o[1].Objective != "" {
			t.Errorf("%+v", o)
		}
		was := w.frozen(1)
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			o, read := tx.Objective(ctx, "O1")
			o.Name = "Something else"
			r, of := tx.Request(ctx, "FR-2")
			r.Points, r.Title = 13, "Another wish"
			return errors.Join(read, of, tx.KeepObjective(ctx, o), tx.KeepRequest(ctx, r))
		})
		click := w.as("omar")
		click.Subject, click.Fields = "FR-1", engine.Fields{"reason": {"It stops at noon"}}
		if _, err := w.clicks("return.form", click); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.is("FR-1", ritual.Merged)
		click = w.as("omar")
		click.Subject, click.Fields = s.ID, engine.Fields{"to.FR-2": {"back"}}
		before := len(w.ledger(s))
		rep, err := w.clicks("sprint.close.form", click) // somebody had the form open
		if err != nil || rep.Form == nil || rep.Form.Title != "Sprint 1 is closed" {
			t.Errorf("the second close: %+v %v", rep, err)
		}
		if w.settle(); w.frozen(1) != was || len(w.ledger(s)) != before {
			t.Errorf("it was\n%s\nand is\n%s", was, w.frozen(1))
		}
		w.ended()
	})
}

func TestWhatChangedWhileTheFormWasOpenIsSaidAndNothingIsLost(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		s, _ := w.sprintStarts(usually, 1, 2, 3, 4, 5)
		w.begins("dev", "FR-1")
		w.begins("dev", "FR-2")
		w.types("omar", "#atlas", "/sprint close")
		w.sees("omar", "form", "*What goes where?*", "• Done: nothing\n• Not done: 5 stories, 15 points")
		w.finishes("dev", "FR-1")
		w.takesOut("FR-3")
		w.acceptsIt("FR-1")
		w.adds(s, "FR-6", 8)
		w.adds(s, "FR-7", 0)
		w.begins("dev", "FR-7")
		w.submits("omar", "FR-1 Wish number 1: To the backlog", "FR-2 Wish number 2: To the backlog", "FR-4 Wish number 4: To sprint 2")
		w.sees("omar", "form", "*Sprint 1 is closed.* 1 of 20 points done.", "On to the next sprint: *FR-4*, *FR-7*\nBack in the backlog: *FR-2*, *FR-5*, *FR-6*",
			"*FR-6* came while you had the form open, and is not done: it is back in the backlog.", "*FR-7* came while you had the form open, and is not done: it goes on in sprint 2.",
			"*FR-1* was done while you had the form open, and counts as done.", "*FR-3* left the sprint while you had the form open.")
		w.is("FR-1", ritual.Accepted) // nobody was asked whether it is shipped
		w.storiesEnded(w.sprintNo(1), "FR-1 done", "FR-2 back", "FR-4 carried", "FR-5 back", "FR-6 back", "FR-7 carried", "FR-3 removed: It can wait")
		if got := w.picked(w.sprintNo(2)); !slices.Equal(got, []string{"FR-7 started by dev", "FR-4 todo"}) {
			t.Errorf("picked: %q", got)
		}
		w.ended()
	})
}

// adds has a new story join the active sprint.
func (w *world) adds(s ritual.Sprint, id string, points int) {
	w.t.Helper()
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		got, err := w.backlogged(ctx, tx, w.product("Atlas"), points)
		if err == nil && got != id {
			err = fmt.Errorf("it is %s, not %s", got, id)
		}
		return err
	})
	w.steps(id, func(m request.Matter) (ritual.SprintMove, error) {
		return s.Join(m.Request, ritual.SprintStory{Place: 10}, ritual.Added, w.sim.Person("omar").ID(), w.clock.Now())
	})
}

// nudgesOf are the messages that tell somebody that a sprint should begin or be closed, the oldest first.
func (w *world) sprintNudges(who string) (all []string) {
	for _, m := range w.sim.Person(who).Sees("@tandem") {
		if words := w.byName(wordsOf(m.Blocks)); strings.HasPrefix(words, "*Sprint ") && m.ThreadTS == "" {
			all = append(all, words)
		}
	}
	return all
}

// sprintNudged fails unless somebody was told so many times that a sprint should begin or be closed, the last time with these words.
func (w *world) sprintNudged(who string, times int, words ...string) {
	w.t.Helper()
	all := w.sprintNudges(who)
	if len(all) != times {
		w.t.Errorf("%s at %s: told %d times, not %d: %q", who, w.clock.Now(), len(all), times, all)
		return
	}
	for _, want := range words {
		if !strings.Contains(all[times-1], want) {
			w.t.Errorf("%s is not told %q, but:\n%s", who, want, all[times-1])
		}
	}
}

// Omar works in Tokyo: nine o'clock is midnight UTC.
func TestThePOHearsOnceInTheMorningThatASprintShouldBeClosedOrBegin(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		s, _ := w.sprintStarts(usually, 1, 2)
		w.until("2026-03-15 23:59")
		w.sprintNudged("omar", 0)
		w.until("2026-03-16 00:01") // the Monday after its last day
		w.sprintNudged("omar", 1, "*Sprint 1* of Atlas ended on Fri 13 Mar. Close it when you are ready", "[Close sprint]")
		w.until("2026-03-17 08:00")
		w.sprintNudged("omar", 1)

		// It goes on for some days, which is another occasion.
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			s.Ends = "2026-03-18"
			return errors.Join(tx.KeepSprint(ctx, s), sprint.Scheduled(ctx, tx, s), sprint.Refresh(ctx, tx, s))
		})
		w.settle()
		w.sprintNudged("omar", 1, "*Sprint 1* of Atlas goes on until Wed 18 Mar now.")
		w.runsTwiceAt(time.Date(2026, 3, 19, 0, 0, 0, 0, time.UTC))
		w.sprintNudged("omar", 2, "*Sprint 1* of Atlas ended on Wed 18 Mar.", "[Close sprint]")
		w.presses("omar", "@tandem", "Close sprint")
		w.submits("omar", "FR-1 Wish number 1: To sprint 2")
		w.closes("omar")
		w.sprintNudged("omar", 2, "*Sprint 1* of Atlas was closed by @omar")

		// The next sprint begins that day; whoever closed the one before knows, and hears of it in the morning, where its goal is not said.
		next := w.sprintNo(2)
		if next.Starts != "2026-03-19" {
			t.Errorf("it starts on %s", next.Starts)
		}
		w.until("2026-03-19 09:00")
		w.sprintNudged("omar", 2)
		w.stop() // and late, where Tandem is down: within working hours
		w.clock.Set(time.Date(2026, 3, 23, 10, 0, 0, 0, time.UTC))
		w.start()
		w.settle()
		w.sprintNudged("omar", 2)
		w.until("2026-03-24 00:01")
		w.sprintNudged("omar", 3, "*Sprint 2* of Atlas was to begin on Thu 19 Mar, and its goal is still to be said.", "[Edit plan]")
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			next.Goal = "Customers can import their data"
			return errors.Join(tx.KeepSprint(ctx, next), sprint.Refresh(ctx, tx, next))
		})
		w.settle()
		w.sprintNudged("omar", 3, "Start it when the team is ready", "[Start sprint] [Edit plan]")
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			next.State, next.Started, next.StartedBy = ritual.SprintActive, tx.Now, next.PlannedBy
			return errors.Join(tx.KeepSprint(ctx, next), sprint.Scheduled(ctx, tx, next), sprint.Refresh(ctx, tx, next))
		})
		w.settle()
		w.sprintNudged("omar", 3, "*Sprint 2* of Atlas was started by @omar")
		w.closesNow(next) // in time
		w.until("2026-04-10 08:00")
		w.sprintNudged("omar", 3)
		w.ended()
	})
}

func TestASprintOfManyStoriesIsClosedWithOneForm(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		s, ids := w.sprintStarts(usually, slices.Repeat([]int{1}, 60)...)
		for _, id := range []string{"FR-3", "FR-60"} {
			w.begins("dev", id)
		}
		w.types("omar", "#atlas", "/sprint close")
		w.sees("omar", "form", "All others 20 more stories", "Why were they not done?")
		w.seesNot("omar", "form", "Why was FR-1 not done?", "FR-59 ")
		w.submits("omar", "FR-60 Wish number 60: To the backlog", "FR-1 Wish number 1: To sprint 2", "All others: To sprint 2", "Why were they not done?: We were "+strings.Repeat("é", 190))
		w.sees("omar", "form", "On to the next sprint: *FR-1*, *FR-3*, *FR-40*", " and 10 more\nBack in the backlog: *FR-2*, *FR-4*")
		closed := w.sprintNo(1)
		if f := closed.Result.Figures; f.Left.Stories != 60 || f.Left.Points != 60 {
			t.Errorf("%+v", f)
		}
		for _, r := range closed.Result.Stories {
			if !strings.HasPrefix(r.Reason, "We were é") {
				t.Errorf("%+v", r)
			}
		}
		if got := w.picked(w.sprintNo(2)); len(got) != 22 || got[0] != "FR-3 started by dev" {
			t.Errorf("%d are picked: %q", len(got), got)
		}
		for _, id := range ids {
			w.is(id, ritual.Backlog)
		}
		if n := len(w.ledger(s)); n != 1+60+2+60+1 {
			t.Errorf("%d events", n)
		}
		w.ended()
	})
}

func TestWhatTheFormAskedOfAllOthersHoldsForThemAlsoWhenFewerAreLeft(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		s, _ := w.sprintStarts(usually, slices.Repeat([]int{1}, 42)...)
		w.types("omar", "#atlas", "/sprint close")
		w.finishes("dev", "FR-1")
		w.finishes("dev", "FR-2")
		w.finishes("dev", "FR-3")
		w.adds(s, "FR-43", 2)
		w.submits("omar", "All others: To sprint 2", "FR-4 Wish number 4: To the backlog")
		w.sees("omar", "form", "On to the next sprint: *FR-41*, *FR-42*, *FR-43*\nBack in the backlog: *FR-4*, *FR-5*", "*FR-1* was done while you had the form open")
		w.seesNot("omar", "form", "came while you had the form open")
		w.ended()
	})
}

func TestOfTwoWhoCloseASprintAtOnceOneDoes(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		s, _ := w.sprintStarts(usually, 1, 2)
		w.begins("dev", "FR-1")
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				click := w.as("omar")
				click.Subject, click.Fields = s.ID, engine.Fields{"to.FR-1": {[]string{"back", "carried"}[i%2]}}
				if _, err := w.clicks("sprint.close.form", click); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		w.settle()
		kinds := map[ritual.SprintEventKind]int{}
		for _, e := range w.ledger(s) {
			kinds[e.Kind]++
		}
		if kinds[ritual.SprintEnded] != 1 || kinds[ritual.CarriedOver]+kinds[ritual.BackToBacklog] != 2 {
			t.Errorf("%v", kinds)
		}
		w.ended()
	})
}

func TestAClosedSprintIsLeftAloneByOldButtonsAndSoIsTheNextOneByWhatIsSentBack(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7, 6)
		w.sized(5, 8, 0, 13)
		w.begun("Customers can export", "FR-1", "FR-2")
		w.plannedWith("Customers can import", "FR-3", "FR-4")
		s := w.sprintNo(1)
		for _, id := range []string{"FR-3", "FR-4"} { // which do not wait for the next one after all
			w.steps(id, func(m request.Matter) (ritual.SprintMove, error) {
				return s.Join(m.Request, ritual.SprintStory{Place: 10}, ritual.Added, w.sim.Person("omar").ID(), w.clock.Now())
			})
		}
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.presses("dev", "#atlas", "Start", "FR-1")
		w.hears("dev", "#atlas", "*FR-1* is in progress, and yours.")
		old := w.as("dev")
		old.Subject = "FR-1"
		if rep, err := w.clicks(sprint.StartWork, old); err != nil || !strings.Contains(w.byName(string(rep.Say.Text)), "@dev started FR-1 · *In sprint 1* · next: @dev works on it") {
			t.Errorf("%+v, %v", rep, err)
		}
		w.finishes("dev", "FR-1")
		w.types("omar", "#atlas", "/sprint close") // what was picked for the next sprint goes there, unless it is sent back
		w.submits("omar", "FR-4 Wish number 4: To the backlog")
		w.sees("omar", "form", "On to the next sprint: *FR-3*\nBack in the backlog: *FR-2*, *FR-4*")
		w.closes("omar")
		if got := w.picked(w.sprintNo(2)); !slices.Equal(got, []string{"FR-3 todo"}) {
			t.Errorf("picked: %q", got)
		}

		w.types("omar", "#atlas", "/sprint plan") // and what is taken out of its plan does not go on, which whoever asked was told
		w.picksStories("omar", ritual.FieldStories, "FR-4")
		w.submits("omar")
		w.closes("omar")
		w.types("sam", "#atlas", "/tandem show FR-3")
		readsInOrder(t, w.last("sam", "#atlas"), "it goes on in the next one", "@omar took FR-3 out of the plan of sprint 2: it is back in the backlog", "*Backlog* · next")
		if got := w.decisions("FR-2"); got[len(got)-1].Verdict != ritual.LeftOver {
			t.Errorf("FR-2: %s", got[len(got)-1].Sentence())
		}

		was := w.sprintNo(1)
		for _, id := range []string{sprint.UndoneOpen, sprint.OwnerOpen, "sprint.undone.form", "sprint.owner.form"} {
			w.unchanged("FR-1", func() {
				old.Fields, old.Data.Subject = engine.Fields{"reason": {"the tests"}, "owner": {w.sim.Person("omar").ID()}}, ""
				if strings.HasSuffix(id, ".form") {
					old.Data.Subject = "FR-1"
				}
				_, err := w.clicks(id, old)
				w.refuses(err, "FR-1 was done in sprint 1, which is closed: what it came to stays as it is. @omar can `Return` it on its record")
			})
		}
		if now := w.sprintNo(1); !reflect.DeepEqual(now, was) {
			t.Errorf("it was %+v, and is %+v", was, now)
		}

		w.until("2026-03-31 02:00") // and nobody starts the next one
		w.opensHome("omar")
		readsInOrder(t, w.reads("omar", "home"), "Waiting on me", "*Sprint 2 of Atlas*  is planned, and its dates are over", "Customers can import · was to start 15 days ago", "[Edit plan]")
		w.types("omar", "#atlas", "/sprint")
		w.hears("omar", "#atlas", "was to start 15 days ago", "[Edit plan] [Show to channel]")
		w.seesNot("omar", "home", "[Start sprint]", "ended")
		w.ended()
	})
}

func TestASprintFixesADefectWithItsLastPartAndNoneThatWasNoDefectAfterAll(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		s, _ := w.sprintStarts(usually, 5)
		w.begins("dev", "FR-1")
		w.finishes("dev", "FR-1")
		for _, words := range []string{"The export stops, and the totals are wrong", "The list is empty, and it is slow", "The page is white", "I want blue"} {
			w.types("dev", "#atlas", "/tandem sprint defect "+words)
			w.passes(sameWithin)
		}
		w.splits("FR-2", "It stops", "Totals")
		w.splits("FR-3", "It is empty", "It is slow")
		for _, id := range []string{"FR-2.1", "FR-2.2", "FR-3.1", "FR-4", "FR-5"} {
			w.ranks(id, "5", "1")
			w.steps(id, func(m request.Matter) (ritual.SprintMove, error) {
				return s.Join(m.Request, ritual.SprintStory{Place: 9}, ritual.Added, s.StartedBy, w.clock.Now())
			})
			w.begins("dev", id)
			w.finishes("dev", id)
		}
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			r, err := tx.Request(ctx, "FR-5")
			r.Kind = ritual.Feature
			return errors.Join(err, tx.KeepRequest(ctx, r))
		})
		w.types("omar", "#atlas", "/sprint close")
		w.submits("omar")
		w.closes("omar")
		if f := w.sprintNo(1).Result.Figures; f.Found != 3 || f.Fixed != 2 {
			t.Errorf("%d found, %d fixed: %+v", f.Found, f.Fixed, f)
		}
		w.types("omar", "#atlas", "/tandem demo recap")
		_, all, _ := strings.Cut(w.reads("omar", "@tandem"), "Feedback heard")
		heard, _, _ := strings.Cut(all, "Numbers")
		if !strings.Contains(heard, "*FR-4*  The page is white · Defect") || strings.Contains(heard, "FR-5") {
			t.Errorf("heard: %s", heard)
		}
		w.ended()
	})
}
