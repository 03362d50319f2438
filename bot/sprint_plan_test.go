package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/bot/sprint"
	"tandem/store"
)

// sized has stories of the backlog have points, in the order of their numbers.
func (w *world) sized(points ...int) {
	w.t.Helper()
	w.changes(func(ctx context.Context, tx *store.Tx) (err error) {
		for i, n := range points {
			r, found := tx.Request(ctx, ritual.RequestID(int64(i+1)))
			r.Points = n
			err = errors.Join(err, found, tx.KeepRequest(ctx, r))
		}
		return err
	})
}

// picksStories is somebody choosing stories in the open form.
func (w *world) picksStories(who, block string, ids ...string) {
	w.t.Helper()
	if err := w.sim.Person(who).Fill(block, ids); err != nil {
		w.t.Fatal(err)
	}
	w.idles()
}

// sprint is the sprint of Atlas of that state.
func (w *world) sprint(state ritual.SprintState) ritual.Sprint {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) (ritual.Sprint, error) {
		return tx.SprintIn(ctx, w.product("Atlas").ID, state)
	})
}

// happened are the events of a sprint, in words: "committed FR-1 5".
func (w *world) happened(sprint string) string {
	w.t.Helper()
	var words []string
	for _, e := range in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.SprintEvent, error) {
		return tx.SprintEvents(ctx, sprint)
	}) {
		words = append(words, strings.TrimSpace(fmt.Sprintf("%s %s %d %s", e.Kind, e.Request, e.Points, e.Reason)))
	}
	return strings.Join(words, ", ")
}

// plannedWith has Omar plan a sprint of Atlas with some stories.
func (w *world) plannedWith(goal string, ids ...string) {
	w.t.Helper()
	w.types("omar", "#atlas", "/sprint plan")
	w.picksStories("omar", ritual.FieldStories, ids...)
	w.submits("omar", "Sprint goal: "+goal)
	w.closes("omar")
}

// begun has Omar plan a sprint of Atlas with some stories, and start it.
func (w *world) begun(goal string, ids ...string) {
	w.t.Helper()
	w.plannedWith(goal, ids...)
	w.types("omar", "#atlas", "/sprint start")
}

func TestThePOPlansASprintAndStartsIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7, 6)
		w.sized(5, 8, 0, 13)
		w.types("dev", "#atlas", "/sprint plan")
		w.hears("dev", "#atlas", "Only the product owner, @omar, can plan the sprints of Atlas.")
		w.types("omar", "#atlas", "/sprint start")
		w.hears("omar", "#atlas", "No sprint of Atlas is planned yet. `/sprint plan` plans one.")

		w.types("omar", "#atlas", "/sprint plan")
		w.hasForm("omar", "Plan sprint 1")
		w.sees("omar", "form", "Sprint goal", "what is better for somebody", "Starts", "Ends", "Two weeks are usual", "Demo at", "The time in Asia/Tokyo, the team's zone.",
			"Capacity", "How many points the team can do.", "In the order of the backlog.", "*0 stories · 0 points*", "10 working days")
		w.picksStories("omar", ritual.FieldStories, "#1 · 5 points · FR-1 Wish number 1", "#3 · no points · FR-3 Wish number 3", "#2 · 8 points · FR-2 Wish number 2")
		w.eventually("omar", "form", "*3 stories · 13 points · 1 without points*")
		w.fills("omar", "Capacity: 12")
		w.eventually("omar", "form", "*3 stories · 13 of 12 points · 1 without points*", "1 point above the capacity: it is yours to decide.")
		w.fails("omar", []string{"!"}) // without a goal
		w.fails("omar", []string{"It ends before it starts. Choose Wed 4 Mar or a later day.", "Write a whole number of points from 0 to 10,000"},
			"Sprint goal: Customers can export <!channel> & *more*", "Starts: 2026-03-04", "Ends: 2026-03-03", "Capacity: 1000000")
		w.fails("omar", []string{"The demo is within the sprint. Choose a day from Wed 4 Mar to Tue 17 Mar."}, "Ends: 2026-03-17", "Capacity: 23", "Demo day: 2026-03-18")
		w.submits("omar", "Demo day: 2026-03-16", "Demo at: 14:30")
		w.sees("omar", "form", "*Sprint 1 is planned.*", "Customers can export &lt;!channel&gt; &amp; *more*", "3 stories · 13 of 23 points · 1 without points", "[Start sprint]")
		s := w.sprint(ritual.SprintPlanned)
		if s.Number != 1 || s.Starts != "2026-03-04" || s.Ends != "2026-03-17" || s.DemoDay != "2026-03-16" || s.DemoTime != "14:30" || s.Capacity != 23 || s.Zone != "Asia/Tokyo" {
			t.Errorf("%+v", s)
		}
		w.is("FR-1", ritual.Backlog)
		w.closes("omar")

		w.types("omar", "#atlas", "/sprint plan") // again: it is edited
		w.hasForm("omar", "Plan sprint 1")
		w.sees("omar", "form", "*3 stories · 13 of 23 points · 1 without points*")
		w.picksStories("omar", ritual.FieldStories, "FR-4", "FR-1")
		w.submits("omar", "Sprint goal: Customers can export")
		w.types("omar", "#atlas", "/sprint add fr 3")
		w.hears("omar", "#atlas", "*FR-3*  Wish number 3 is picked for sprint 1, which is planned: 3 stories · 18 of 23 points · 1 without points.")
		w.types("omar", "#atlas", "/sprint add FR-3")
		w.hears("omar", "#atlas", "FR-3 is picked for sprint 1 already.")
		w.types("omar", "#atlas", "/sprint add FR-2 and FR-3")
		w.hears("omar", "#atlas", "`/sprint add` takes one story at a time, so nothing was picked. Send it once for FR-2 and once for FR-3.")
		w.changes(func(ctx context.Context, tx *store.Tx) error { // meanwhile FR-4 leaves the backlog
			r, err := tx.Request(ctx, "FR-4")
			return errors.Join(err, tx.KeepRequest(ctx, r.MoveTo(ritual.Declined, tx.Now)))
		})

		w.presses("omar", "form", "Start sprint")
		w.sees("omar", "form", "*Sprint 1 has begun*: 2 stories · 5 points · 1 without points. The team reads it in #atlas.", "Not in the backlog any more, so left out: FR-4 (Declined).")
		w.closes("omar")
		w.types("omar", "#atlas", "/sprint start") // pressed twice
		w.hears("omar", "#atlas", "Sprint 1 has begun already.")
		w.is("FR-1", ritual.InSprint)
		w.is("FR-2", ritual.Backlog)
		w.is("FR-4", ritual.Declined)
		s = w.sprint(ritual.SprintActive)
		if got := w.happened(s.ID); got != "started  0, committed FR-1 5, committed FR-3 0" {
			t.Errorf("it happened: %s", got)
		}
		w.sees("dev", "#atlas", "Sprint 1 has begun", "*Goal:* Customers can export", "Wed 4 Mar to Tue 17 Mar", "*Committed:* 2 stories, 5 points (+1 story without points)",
			"• *FR-1*  Wish number 1 · 5 points", "• *FR-3*  Wish number 3")
		if n := strings.Count(w.reads("dev", "#atlas"), "Sprint 1 has begun\n"); n != 1 {
			t.Errorf("the channel reads it %d times", n)
		}
		w.sees("sam", "@tandem", "*In sprint 1* · next: the team starts it")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "In sprint 1")

		w.types("omar", "#atlas", "/sprint plan") // the one after it
		w.hasForm("omar", "Plan sprint 2")
		w.sees("omar", "form", "Sprint 1 runs until Tue 17 Mar. This is the one after it.", "As long as the sprint before")
		w.fails("omar", []string{"Sprint 1 runs until Tue 17 Mar. Choose a later day, or close it first"}, "Sprint goal: More", "Starts: 2026-03-17")
		w.submits("omar", "Starts: 2026-03-18")
		w.sees("omar", "form", "It can start once sprint 1 is closed.")
		w.types("omar", "#atlas", "/sprint start")
		w.hears("omar", "#atlas", "Sprint 1 is still active. `Close sprint` first")
		w.ended()
	})
}

// dropsFrom is Omar taking a story out of the sprint.
func (w *world) dropsFrom(id, reason string) {
	w.t.Helper()
	click := w.as("omar")
	click.Subject = id
	if rep, err := w.clicks(sprint.TakeOutOpen, click); err != nil || rep.Form == nil {
		w.t.Fatalf("Take out… of %s: %v", id, err)
	}
	click.Fields = engine.Fields{"reason": {reason}}
	if _, err := w.clicks("sprint.take_out.form", click); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

func TestWhatJoinsOrLeavesLaterIsAChangeOfScopeWithItsReason(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7, 6)
		w.sized(5, 8, 0, 13)
		w.types("omar", "#atlas", "/sprint add FR-2")
		w.hears("omar", "#atlas", "No sprint of Atlas runs now. `/sprint plan` plans the next one")
		w.begun("Customers can export", "FR-1", "FR-3")
		w.types("dev", "#atlas", "/sprint add FR-2")
		w.hears("dev", "#atlas", "Only the product owner, @omar, can plan the sprints of Atlas.")
		w.types("omar", "#atlas", "/sprint add FR-1")
		w.hears("omar", "#atlas", "FR-1 is not in the backlog: its status is In sprint.")
		w.types("omar", "#atlas", "/request Light mode")
		w.types("omar", "#atlas", "/sprint add FR-5")
		w.hears("omar", "#atlas", "FR-5 is not in the backlog: its status is Awaiting alignment.")
		add := w.as("omar")
		add.Subject = w.product("Atlas").ID
		for typed, want := range map[string]string{"FR-99": "FR-99 is not in the backlog of Atlas.", "5": "FR-5 is not in the backlog: its status is Awaiting alignment.", "soon": "“soon” is not a request."} {
			add.Fields = engine.Fields{"sprint_scope_stories": {"FR-2"}, "story_id": {typed}, "reason": {"Acme waits"}}
			_, err := w.clicks("sprint.add.form", add)
			w.refuses(err, want)
			if rs := ritual.Refusals(err); rs[0].Field != "story_id" {
				t.Errorf("%s is refused beside %q", typed, rs[0].Field)
			}
		}
		w.types("omar", "#atlas", "/sprint add FR-2")
		w.hasForm("omar", "Add a story")
		w.sees("omar", "form", "so this is a change of its scope", "*5 → 13 points · 2 → 3 stories*")
		w.fails("omar", []string{"!"}) // without a reason
		w.picksStories("omar", "sprint_scope_stories", "FR-2", "FR-4")
		w.eventually("omar", "form", "*5 → 26 points · 2 → 4 stories*")
		w.submits("omar", "Reason: Acme <!here> waits & pays")
		s := w.sprint(ritual.SprintActive)
		w.sees("dev", "#atlas", "  ↳ @omar added 2 stories", "• *FR-2*  Wish number 2 · 8 points", "• *FR-4*  Wish number 4 · 13 points", "> Acme &lt;!here&gt; waits &amp; pays",
			"5 → 26 points · 2 → 4 stories", "*Committed:* 2 stories, 5 points (+1 story without points)\n*Now in it:* 4 stories, 26 points (+1 story without points)")
		w.is("FR-2", ritual.InSprint)

		w.types("omar", "#atlas", "/backlog")
		w.hears("omar", "#atlas", "Nothing is ranked yet", "FR-1 into a sprint")
		w.dropsFrom("FR-1", "It needs more thought")
		w.is("FR-1", ritual.Backlog)
		w.sees("dev", "#atlas", "  ↳ @omar took out *FR-1*  Wish number 1 · 5 points\n> It needs more thought\n26 → 21 points · 4 → 3 stories")
		w.types("omar", "#atlas", "/backlog")
		w.hears("omar", "#atlas", "*1.*  *FR-1*  Wish number 1 · 5 points", "came in: FR-1 by @omar")
		click := w.as("omar")
		click.Subject, click.Fields = "FR-1", engine.Fields{"reason": {"Once more"}}
		_, err := w.clicks("sprint.take_out.form", click) // sent twice
		w.refuses(err, "FR-1 has moved on: @omar took FR-1 out of sprint 1. Its status is Backlog now.")
		click.Subject = "FR-2"
		_, err = w.clicks(moveForm, click)
		w.refuses(err, "FR-2 is in sprint 1. Take it out of the sprint first: the product owner, @omar, can do that, by `Take out…` in `/sprint`.")

		w.types("omar", "#atlas", "/sprint add FR-1 Thought of it") // and back again
		w.submits("omar")
		if got, want := w.happened(s.ID), "started  0, committed FR-1 5, committed FR-3 0, added FR-2 8 Acme <!here> waits & pays, added FR-4 13 Acme <!here> waits & pays, "+
			"removed FR-1 5 It needs more thought, added FR-1 5 Thought of it"; got != want {
			t.Errorf("it happened: %s\nwant: %s", got, want)
		}
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "@omar took FR-1 out of sprint 1", "It needs more thought", "@omar put FR-1 into sprint 1", "Thought of it", "Now: *In sprint 1* · next: the team starts it")
		w.ended()
	})
}

func TestWhatWasChosenForASprintIsNotAddedToTheOneAfterIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7)
		w.begun("Customers can export", "FR-1")
		w.types("omar", "#atlas", "/sprint add FR-3 Acme waits")
		click := w.as("omar")
		click.Subject = w.sprint(ritual.SprintActive).ID
		if _, err := w.clicks("sprint.close.form", click); err != nil {
			t.Fatal(err)
		}
		w.commits(2, "Customers can import", "FR-2")
		if err := w.sim.Person("omar").Submit(); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.sees("omar", "form", "The sprint of this form was closed while you had it open, so nothing was added. Sprint 2 runs now", "Acme waits")
		w.is("FR-3", ritual.Backlog)
		w.ended()
	})
}

func TestTheActiveSprintIsEditedAndTheTeamReadsWhatChanged(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9)
		w.begun("Customers can export", "FR-1")
		opens := func(who string) (engine.Reply, error) {
			click := w.as(who)
			click.Subject = w.product("Atlas").ID
			return w.clicks(sprint.EditOpen, click)
		}
		_, err := opens("dev")
		w.refuses(err, "Only the product owner, @omar, can plan the sprints of Atlas.")
		rep, err := opens("omar")
		if err != nil || rep.Form == nil {
			t.Fatal(err)
		}
		mark := formData(rep.Form.Data).Last
		sends := func(last string, pairs ...string) error {
			click := w.as("omar")
			click.Subject, click.Data = w.product("Atlas").ID, engine.FormData{Subject: w.product("Atlas").ID, Last: last}
			click.Fields = engine.Fields{ritual.FieldGoal: {"Customers can export"}, ritual.FieldEnds: {"2026-03-13"}, ritual.FieldDemoAt: {"15:00"}}
			for i := 0; i < len(pairs); i += 2 {
				click.Fields[pairs[i]] = []string{pairs[i+1]}
			}
			_, err := w.clicks("sprint.edit.form", click)
			w.settle()
			return err
		}
		if err := sends(mark); err != nil { // nothing is otherwise
			t.Error(err)
		}
		w.refuses(sends(mark, ritual.FieldDemoDay, "2026-03-14", ritual.FieldGoal, " "), "The demo is within the sprint.", "Say in a sentence what the sprint is for")
		if err := sends(mark, ritual.FieldDemoDay, "2026-03-12", ritual.FieldDemoAt, "14:00"); err != nil {
			t.Error(err)
		}
		w.sees("dev", "#atlas", "  ↳ @omar changed sprint 1: demo from Fri 13 Mar 15:00 to Thu 12 Mar 14:00.", "Thu 12 Mar 14:00 Asia/Tokyo")
		var again engine.Again
		if err := sends(mark, ritual.FieldGoal, "Customers can import"); !errors.As(err, &again) {
			t.Errorf("a form that is too old: %v", err)
		}
		if err := sends(formData(again.Form.Data).Last, ritual.FieldGoal, "Customers can import", ritual.FieldDemoDay, "2026-03-12", ritual.FieldDemoAt, "14:00"); err != nil {
			t.Error(err)
		}
		w.sees("dev", "#atlas", "*Goal:* Customers can import", "goal from “Customers can export” to “Customers can import”")
		if s := w.sprint(ritual.SprintActive); s.Goal != "Customers can import" || s.DemoDay != "2026-03-12" || w.happened(s.ID) != "started  0, committed FR-1 0, changed  0, changed  0" {
			t.Errorf("%+v: %s", s, w.happened(s.ID))
		}
		w.ended()
	})
}

func TestWhoAskedHearsOnceThatItIsInASprint(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Dark mode", "Who needs it?: dev", "Customer: Acme")
		w.aligns("FR-1", "Happy eyes")
		w.ranks("FR-1", "9", "1")
		morning := func(day int) {
			w.clock.Set(time.Date(2026, 3, day, 8, 0, 0, 0, time.UTC)) // nine in Berlin
			w.passes(time.Hour)
		}
		morning(3)
		w.begun("Rest for the eyes", "FR-1")
		w.dropsFrom("FR-1", "Not now")
		w.types("omar", "#atlas", "/sprint add FR-1")
		w.submits("omar", "Reason: Now after all")
		morning(4)
		w.sees("dev", "@tandem", "*In sprint*\nThe team works on it now.")
		if n := strings.Count(w.reads("dev", "@tandem"), "The team works on it now."); n != 1 {
			t.Errorf("Dev hears it %d times", n)
		}
		w.sees("sam", "@tandem", "“Dark mode”, which you asked for, is what we are working on now.")
		w.dropsFrom("FR-1", "Not now, really")
		morning(5)
		w.sees("dev", "@tandem", "*Back in the backlog*")
		morning(6)
		if n := strings.Count(w.reads("dev", "@tandem"), "*Back in the backlog*"); n != 1 {
			t.Errorf("Dev hears %d times that it is back", n)
		}
		w.ended()
	})
}

// hundred are the most stories that a sprint has, of a backlog that is longer: the worst titles that there are.
func (w *world) hundred() (ids []string) {
	w.t.Helper()
	w.setUp()
	p := w.product("Atlas")
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		for i := range ritual.SprintStories + 3 {
			id, err := w.backlogged(ctx, tx, p, i%14)
			if err != nil {
				return err
			}
			r, err := tx.Request(ctx, id)
			r.Title = kit.Cut(fmt.Sprint(i, worst(ritual.TitleMax)), ritual.TitleMax)
			if err = errors.Join(err, tx.KeepRequest(ctx, r)); err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	return ids
}

func TestASprintOfAHundredStoriesIsPlannedStartedAndChanged(t *testing.T) {
	inWorlds(t, func(w *world) {
		ids := w.hundred()
		w.types("omar", "#atlas", "/sprint plan")
		w.sees("omar", "form", "The menu has the first 100 of 103. Any other joins by `/sprint add FR-12`, once this is saved.")
		w.picksStories("omar", ritual.FieldStories, ids[:99]...)
		w.eventually("omar", "form", "*99 stories · ", "without points*")
		w.submits("omar", "Sprint goal: "+worst(300))
		w.closes("omar")
		w.types("omar", "#atlas", "/sprint add "+ids[101])
		w.hears("omar", "#atlas", "is picked for sprint 1, which is planned: 100 stories")
		w.types("omar", "#atlas", "/sprint add "+ids[102])
		w.hears("omar", "#atlas", "Sprint 1 would have more than 100 stories, which nobody can follow.")
		w.types("omar", "#atlas", "/sprint plan")
		w.sees("omar", "form", "*100 stories · ")
		w.closes("omar")
		w.types("omar", "#atlas", "/sprint start")
		w.passes(time.Minute)
		w.sees("omar", "#atlas", "(only you) *Sprint 1 has begun*: 100 stories")
		w.sees("dev", "#atlas", "Sprint 1 has begun", "*Committed:* 100 stories", "and 90 more")
		w.is(ids[101], ritual.InSprint)
		w.types("omar", "#atlas", "/sprint add "+ids[100])
		w.fails("omar", []string{"Sprint 1 would have more than 100 stories"}, "Reason: "+strings.Repeat("r", 600))
		w.closes("omar")
		for _, id := range ids[:40] {
			w.dropsFrom(id, "Too much")
		}
		w.types("omar", "#atlas", "/sprint add "+ids[100])
		w.picksStories("omar", "sprint_scope_stories", append(slices.Clone(ids[:39]), ids[100])...)
		w.submits("omar", "Reason: "+worst(600))
		w.passes(time.Minute)
		w.sees("dev", "#atlas", "@omar added 40 stories")
		w.ended()
	})
}

func TestWhatIsChosenStaysInAMenuThatHasLessRoomForIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		ids := w.hundred()
		w.types("omar", "#atlas", "/sprint plan")
		w.picksStories("omar", ritual.FieldStories, ids[0])
		w.submits("omar", "Sprint goal: Calm")
		w.closes("omar")
		w.types("omar", "#atlas", "/sprint plan")
		w.picksStories("omar", ritual.FieldStories, ids[0], ids[99])
		for _, id := range ids[100:] { // meanwhile what the menu has not
			w.types("omar", "#atlas", "/sprint add "+id)
		}
		if err := w.sim.Person("omar").Submit(); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.sees("omar", "form", "The plan of sprint 1 has changed while you had this form open", fmt.Sprintf("*%d stories · ", 2+len(ids[100:])))
		w.submits("omar")
		if got, want := w.picked(w.sprintNo(1)), append(slices.Clone(ids[:1]), ids[99:]...); len(got) != len(want) || got[1] != ids[99]+" todo" {
			t.Errorf("picked: %q, want %q", got, want)
		}
		w.ended()
	})
}

func TestTwoWhoStartASprintAtOnceStartItOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8)
		w.plannedWith("Customers can export", "FR-1", "FR-2")
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i := range errs {
			wg.Go(func() {
				click := w.as("omar")
				click.Subject = w.product("Atlas").ID
				_, errs[i] = w.clicks(sprint.StartOpen, click)
			})
		}
		wg.Wait()
		w.settle()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("started by both, or by none: %v", errs)
		}
		w.refuses(errors.Join(errs...), "Sprint 1 has begun already. `/sprint` shows it.")
		if got := w.happened(w.sprint(ritual.SprintActive).ID); got != "started  0, committed FR-1 0, committed FR-2 0" {
			t.Errorf("it happened: %s", got)
		}
		w.ended()
	})
}

// closedSprints are sprints of Atlas of a week that are over, the third one on Friday before the scenarios begin. first is the
// number of the first.
func (w *world) closedSprints(first int, velocities ...int) {
	w.t.Helper()
	p := w.product("Atlas")
	w.changes(func(ctx context.Context, tx *store.Tx) (err error) {
		for i, points := range velocities {
			i += first - 1
			end := monday.AddDate(0, 0, -3-7*(2-i))
			s := ritual.Sprint{ID: store.NewID(), Product: p.ID, Number: i + 1, Goal: "Calm", Starts: end.AddDate(0, 0, -4).Format(time.DateOnly), Ends: end.Format(time.DateOnly),
				DemoDay: end.Format(time.DateOnly), DemoTime: "15:00", Zone: "UTC", State: ritual.SprintClosed, Started: end.AddDate(0, 0, -4), Closed: end}
			s.Result.Figures.Done = ritual.SprintCount{Stories: 3, Points: points}
			err = errors.Join(err, tx.AddSprint(ctx, s))
		}
		return err
	})
}

func TestTheMeanOfThreeSprintsIsTheCapacityThatThePlanBeginsWith(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp() // with an empty backlog
		w.closedSprints(1, 20, 24)
		w.types("omar", "#atlas", "/sprint plan")
		w.sees("omar", "form", "How many points the team can do.", "The backlog is empty. Stories can join later: `/sprint add FR-12`.", "*0 stories · 0 points*", "5 working days")
		w.closes("omar")
		w.closedSprints(3, 26)
		w.types("omar", "#atlas", "/sprint plan")
		w.hasForm("omar", "Plan sprint 4")
		w.sees("omar", "form", "Mean of the last three sprints: 23.", "*0 stories · 0 of 23 points*", "As long as the sprint before, unless you choose another day.")
		w.submits("omar", "Sprint goal: Calm")
		w.presses("omar", "form", "Start sprint")
		w.sees("omar", "form", "*Sprint 4 has begun*, without a story yet: `Add a story` in `/sprint` adds them.")
		w.sees("dev", "#atlas", "Sprint 4 has begun", "*Committed:* nothing", "No story is in it yet.", "Mon 2 Mar to Fri 6 Mar")
		w.ended()
	})
}

func TestAPlanThatSomebodyElseSavedMeanwhileIsNotLostNorIsTheirs(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7)
		w.sized(1, 2, 3)
		w.changes(func(ctx context.Context, tx *store.Tx) error { // Dev is Omar's stand-in, and Omar away
			p := w.product("Atlas")
			p.Settings.POStandIn = w.sim.Person("dev").ID()
			return tx.KeepProduct(ctx, p)
		})
		w.sim.ChangeUser("omar", func(u *slacksim.User) { u.StatusEmoji = ":palm_tree:" })
		w.settle()
		w.types("omar", "#atlas", "/sprint plan")
		w.picksStories("omar", ritual.FieldStories, "FR-1")
		w.fills("omar", "Sprint goal: Omar's goal", "Capacity: 7")
		w.types("dev", "#atlas", "/sprint plan")
		w.picksStories("dev", ritual.FieldStories, "FR-2")
		w.submits("dev", "Sprint goal: Dev's goal")
		w.closes("dev")
		if err := w.sim.Person("omar").Submit(); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.sees("omar", "form", "@dev planned sprint 1 while you had this form open, so nothing was saved yet.",
			"It is now: *Dev's goal*, Mon 2 Mar to Fri 13 Mar · demo", "*2 stories · 3 of 7 points*")
		if s := w.sprint(ritual.SprintPlanned); s.Goal != "Dev's goal" {
			t.Errorf("it was saved: %s", s.Goal)
		}
		w.submits("omar")
		if s := w.sprint(ritual.SprintPlanned); s.Goal != "Omar's goal" || s.Capacity != 7 {
			t.Errorf("%+v", s)
		}
		w.closes("omar")

		w.types("omar", "#atlas", "/sprint plan") // and once more, while it changes and is started
		w.fills("omar", "Sprint goal: Omar's next goal")
		w.types("dev", "#atlas", "/sprint add FR-3")
		if err := w.sim.Person("omar").Submit(); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.sees("omar", "form", "The plan of sprint 1 has changed while you had this form open", "It is now: *Omar's goal*", "*3 stories · 6 of 7 points*")
		w.types("dev", "#atlas", "/sprint start")
		w.types("dev", "#atlas", "/sprint plan") // the one after it, which is not that of Omar's form
		w.submits("dev", "Sprint goal: Dev's next goal")
		w.closes("dev")
		if err := w.sim.Person("omar").Submit(); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.sees("omar", "form", "The sprint of this form was started while you had it open, so nothing was saved.", "`Edit sprint` changes its goal", "Omar's next goal")
		if got := w.happened(w.sprint(ritual.SprintActive).ID); got != "started  0, committed FR-1 1, committed FR-2 2, committed FR-3 3" {
			t.Errorf("it happened: %s", got)
		}
		w.ended()
	})
}

func TestTwoProductsHaveSprintsAtOnceAndOnePersonCanBeBothHeads(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(channelNamed("beta"))
		w.ranked(9)
		w.setUpIn("sam", "#beta", "Beta", "Product manager: omar", "Team: dev")
		w.types("sam", "#beta", "/request Light mode")
		w.presses("omar", "@tandem", "Aligned", "FR-2")
		w.submits("omar", "Objective: Bright eyes", "Value: 3", "Effort: 1")
		w.is("FR-2", ritual.Backlog)
		w.begun("Dark", "FR-1")
		w.types("omar", "#sales", "/sprint plan") // it asks which product
		w.chooses("omar", "#sales", "Beta")
		w.hasForm("omar", "Plan sprint 1")
		w.sees("omar", "form", "*0 stories · 0 points*")
		w.picksStories("omar", ritual.FieldStories, "FR-2")
		w.submits("omar", "Sprint goal: Light")
		w.closes("omar")
		w.types("omar", "#sales", "/sprint start")
		w.chooses("omar", "#sales", "Beta")
		w.is("FR-1", ritual.InSprint)
		w.is("FR-2", ritual.InSprint)
		w.sees("dev", "#beta", "Sprint 1 has begun", "*Goal:* Light", "*FR-2*  Light mode")
		w.seesNot("dev", "#beta", "Dark")
		w.types("omar", "#atlas", "/sprint add FR-2")
		w.hears("omar", "#atlas", "FR-2 is not in the backlog: its status is In sprint.")
		w.ended()
	})
}

func TestAPrivateStoryInASprintIsAnIDToTheChannel(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "priya"}, BotIn: true})
		w.ranked(9)
		w.types("sam", "#leads", "/request Secret quetzal")
		w.aligns("FR-2", "Happy eyes")
		w.ranks("FR-2", "8", "1")
		w.types("omar", "#atlas", "/sprint plan")
		w.picksStories("omar", ritual.FieldStories, "#2 · no points · FR-2 Secret quetzal") // the PO decides about it
		w.submits("omar", "Sprint goal: Calm")
		w.presses("omar", "form", "Start sprint")
		w.closes("omar")
		w.sees("dev", "#atlas", "• *FR-2*  (private)")
		w.dropsFrom("FR-2", "The quetzal sleeps")
		w.types("omar", "#atlas", "/sprint add FR-2")
		w.submits("omar", "Reason: The quetzal woke up")
		w.passes(time.Minute)
		w.sees("dev", "#atlas", "@omar took out *FR-2*  (private)", "@omar added *FR-2*  (private)")
		w.seesNot("dev", "#atlas", "quetzal")
		click := w.as("omar")
		click.Subject = "FR-2"
		if _, err := w.clicks(titleShare, click); err != nil {
			t.Fatal(err)
		}
		w.passes(time.Minute)
		w.sees("dev", "#atlas", "• *FR-2*  Secret quetzal", "@omar added *FR-2*  Secret quetzal")
		w.seesNot("dev", "#atlas", "woke up")
		if _, err := w.clicks(titleHide, click); err != nil {
			t.Fatal(err)
		}
		w.passes(time.Minute)
		w.seesNot("dev", "#atlas", "quetzal")
		w.ended()
	})
}

func TestAPinRestsWhileItsNeighborIsInASprintAndHoldsAgain(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7)
		click := w.as("omar")
		click.Subject, click.Fields = "FR-3", engine.Fields{"before": {"FR-1"}, "reason": {"It helps the first"}}
		if _, err := w.clicks(moveForm, click); err != nil {
			t.Fatal(err)
		}
		w.begun("Calm", "FR-1")
		w.types("omar", "#atlas", "/backlog")
		w.hears("omar", "#atlas", "*1.*  *FR-2*", "*2.*  *FR-3*", "its pin before *FR-1* rests: that left the backlog (In sprint)")
		w.dropsFrom("FR-1", "Not yet")
		w.types("omar", "#atlas", "/backlog")
		w.hears("omar", "#atlas", "*1.*  *FR-3*", "moved before *FR-1* by @omar", "*2.*  *FR-1*", "*3.*  *FR-2*")
		w.ended()
	})
}

func TestPartsAndProblemsAreInSprintsLikeAnyStory(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9)
		click := w.as("omar")
		click.Subject, click.Fields = "FR-1", engine.Fields{"parts": {"Dark dashboard\nDark reports"}}
		if _, err := w.clicks(splitForm, click); err != nil {
			t.Fatal(err)
		}
		w.settle()
		for i, id := range []string{"FR-1.1", "FR-1.2"} {
			score := w.as("omar")
			score.Subject, score.Fields = id, engine.Fields{"value_effort.value": {fmt.Sprint(9 - i)}, "value_effort.effort": {"1"}}
			if _, err := w.clicks(prioritizeForm, score); err != nil {
				t.Fatal(err)
			}
		}
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: It crashes", "Kind: Problem")
		problem := w.latest()
		w.ranks(problem, "10", "1")
		w.begun("Calm", "FR-1.1", problem)
		w.is("FR-1.1", ritual.InSprint)
		w.is(problem, ritual.InSprint)
		if got := w.request("FR-1").Standing(); got != ritual.Backlog { // its other part is not in it
			t.Errorf("the whole stands at %s", got)
		}
		w.types("omar", "#atlas", "/sprint add fr 1.2")
		w.submits("omar", "Reason: Both or none")
		if got := w.request("FR-1").Standing(); got != ritual.InSprint {
			t.Errorf("the whole stands at %s", got)
		}
		w.types("omar", "#atlas", "/sprint add FR-1")
		w.hears("omar", "#atlas", "FR-1 is not in the backlog: its status is In sprint.")
		w.sees("dev", "#atlas", "*FR-1.1*  Dark dashboard", "It crashes", "@omar added *FR-1.2*  Dark reports")
		w.ended()
	})
}

// latest is the id of the request that was recorded last.
func (w *world) latest() string {
	w.t.Helper()
	all := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Request, error) {
		return tx.FindRequests(ctx, w.product("Atlas").ID, "crashes", 1, func(ritual.Request) bool { return true })
	})
	if len(all) == 0 {
		w.t.Fatal("nothing was recorded")
	}
	return all[0].ID
}
