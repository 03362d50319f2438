package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

// sprint returns a sprint of atlas with this number, planned and then as far as the state says.
func sprint(number int, state ritual.SprintState) ritual.Sprint {
	s := ritual.Sprint{
		ID: fmt.Sprint("s", number), Product: "atlas", Number: number, Goal: "Customers can export their data", Starts: "2026-03-02", Ends: "2026-03-13",
		DemoDay: "2026-03-13", DemoTime: "15:00", Zone: "Europe/Berlin", Capacity: 21, State: state, PlannedBy: "ben", Planned: day,
	}
	if state != ritual.SprintPlanned {
		s.StartedBy, s.Started = "ben", day.Add(time.Hour)
	}
	if state == ritual.SprintClosed {
		s.ClosedBy, s.Closed, s.Result = "ben", day.Add(2*time.Hour), result
	}
	return s
}

// result is one with something in every field.
var result = ritual.Result{
	Figures: ritual.Figures{
		Committed: ritual.SprintCount{Stories: 3, Unsized: 1, Points: 8}, Added: ritual.SprintCount{Stories: 1, Points: 2},
		Removed: ritual.SprintCount{Stories: 1, Points: 3}, Done: ritual.SprintCount{Stories: 2, Unsized: 1, Points: 5},
		Left: ritual.SprintCount{Stories: 1, Points: 2}, Found: 2, Fixed: 1,
	},
	Stories: []ritual.StoryResult{
		{Request: "FR-1", Points: 5, Owner: "dan", Objective: "o1", End: ritual.EndDone},
		{Request: "FR-2", Added: true, End: ritual.EndCarried, Reason: "“Later”, he said"},
	},
	Objectives: []ritual.ObjectiveResult{{Objective: "o1", Name: "Export", Done: ritual.SprintCount{Stories: 1, Points: 5},
		DoneEver: ritual.SprintCount{Stories: 2, Points: 9}, Scope: ritual.SprintCount{Stories: 4, Unsized: 1, Points: 12}}},
}

func (w world) addSprints(all ...ritual.Sprint) {
	w.Helper()
	w.do(func(tx *store.Tx) error {
		for _, s := range all {
			if err := tx.AddSprint(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

func numbers(all []ritual.Sprint, err error) ([]int, error) {
	var ns []int
	for _, s := range all {
		ns = append(ns, s.Number)
	}
	return ns, err
}

func TestASprintIsKeptWhole(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		s := sprint(1, ritual.SprintPlanned)
		get := func(tx *store.Tx) (ritual.Sprint, error) { return tx.Sprint(ctx, "s1") }
		missing(w, get)
		w.addSprints(s)
		same(w, s, get)
		for _, state := range []ritual.SprintState{ritual.SprintActive, ritual.SprintClosed} {
			s = sprint(1, state)
			s.Goal, s.Starts, s.Ends, s.DemoDay, s.DemoTime, s.Zone, s.Capacity = "Later", "2026-03-03", "2026-03-16", "2026-03-17", "09:00", "UTC", 0
			s.PlannedBy, s.Planned = "ana", day.Add(time.Minute)
			w.do(func(tx *store.Tx) error { return tx.KeepSprint(ctx, s) })
			same(w, s, get)
		}
	})
}

func TestAClosedSprintIsFrozen(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		closed := sprint(1, ritual.SprintClosed)
		w.addSprints(closed)
		for _, state := range []ritual.SprintState{ritual.SprintActive, ritual.SprintClosed} {
			s := sprint(1, state)
			s.Goal, s.Result = "Rewritten", ritual.Result{}
			missing(w, func(tx *store.Tx) (ritual.Sprint, error) { return s, tx.KeepSprint(ctx, s) })
		}
		missing(w, func(tx *store.Tx) (ritual.Sprint, error) {
			return closed, tx.KeepSprint(ctx, sprint(9, ritual.SprintActive))
		})
		same(w, closed, func(tx *store.Tx) (ritual.Sprint, error) { return tx.Sprint(ctx, "s1") })
	})
}

func TestAProductHasOnePlannedAndOneActiveSprint(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		other := ritual.Product{ID: "hermes", Name: "Hermes", Channel: "CHERMES", PM: "ana", PO: "ben", Created: day}
		w.do(func(tx *store.Tx) error { return tx.AddProduct(ctx, other) })
		w.addSprints(sprint(1, ritual.SprintClosed), sprint(2, ritual.SprintClosed), sprint(3, ritual.SprintActive), sprint(4, ritual.SprintPlanned))
		add := func(s ritual.Sprint) func(*store.Tx) error {
			return func(tx *store.Tx) error { return tx.AddSprint(ctx, s) }
		}
		exists(w, "sprints", []string{"product"}, add(sprint(5, ritual.SprintActive)))
		exists(w, "sprints", []string{"product"}, add(sprint(5, ritual.SprintPlanned)))
		again := sprint(3, ritual.SprintClosed)
		again.ID = "other"
		exists(w, "sprints", []string{"product", "number"}, add(again))
		exists(w, "sprints", []string{"product"}, func(tx *store.Tx) error { return tx.KeepSprint(ctx, sprint(4, ritual.SprintActive)) })

		elsewhere := sprint(1, ritual.SprintActive)
		elsewhere.ID, elsewhere.Product = "h1", "hermes"
		w.addSprints(elsewhere)
		w.do(func(tx *store.Tx) error {
			return errors.Join(tx.KeepSprint(ctx, sprint(3, ritual.SprintClosed)), tx.KeepSprint(ctx, sprint(4, ritual.SprintActive)))
		})
		w.addSprints(sprint(5, ritual.SprintPlanned))
		same(w, []int{5, 4, 3, 2, 1}, func(tx *store.Tx) ([]int, error) { return numbers(tx.SprintsOf(ctx, "atlas", 10)) })
		same(w, []int{5, 4}, func(tx *store.Tx) ([]int, error) { return numbers(tx.SprintsOf(ctx, "atlas", 2)) })
		same(w, []int{3, 2, 1}, func(tx *store.Tx) ([]int, error) { return numbers(tx.ClosedSprints(ctx, "atlas", 3)) })
		same(w, []int{3, 2}, func(tx *store.Tx) ([]int, error) { return numbers(tx.ClosedSprints(ctx, "atlas", 2)) })
		same(w, nil, func(tx *store.Tx) ([]int, error) { return numbers(tx.ClosedSprints(ctx, "hermes", 3)) })
		same(w, []int{2, 1}, func(tx *store.Tx) ([]int, error) { return numbers(tx.ClosedUntil(ctx, "atlas", 2, 3)) })
		same(w, []int{3, 2}, func(tx *store.Tx) ([]int, error) { return numbers(tx.ClosedUntil(ctx, "atlas", 4, 2)) })
		for state, number := range map[ritual.SprintState]int{ritual.SprintPlanned: 5, ritual.SprintActive: 4, ritual.SprintClosed: 3} {
			same(w, sprint(number, state), func(tx *store.Tx) (ritual.Sprint, error) { return tx.SprintIn(ctx, "atlas", state) })
		}
		missing(w, func(tx *store.Tx) (ritual.Sprint, error) { return tx.SprintIn(ctx, "hermes", ritual.SprintPlanned) })
		for product, next := range map[string]int{"atlas": 6, "hermes": 2, "nobody": 1} {
			same(w, next, func(tx *store.Tx) (int, error) { return tx.NextSprintNumber(ctx, product) })
		}
	})
}

func TestTheStoriesOfASprintStandInTheirOrder(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2), request(3))
		w.addSprints(sprint(1, ritual.SprintClosed), sprint(2, ritual.SprintActive), sprint(3, ritual.SprintPlanned))
		keep := func(sprint string, s ritual.SprintStory) {
			t.Helper()
			w.do(func(tx *store.Tx) error { return tx.KeepSprintStory(ctx, sprint, s) })
		}
		stories := func(sprint string) func(*store.Tx) ([]ritual.SprintStory, error) {
			return func(tx *store.Tx) ([]ritual.SprintStory, error) { return tx.SprintStories(ctx, sprint) }
		}
		one := func(tx *store.Tx) (ritual.SprintStory, error) { return tx.SprintStory(ctx, "s2", "FR-1") }
		missing(w, one)
		same(w, nil, stories("s2"))
		first, second := ritual.SprintStory{Request: "FR-1", Place: 1, Work: ritual.WorkTodo}, ritual.SprintStory{Request: "FR-2", Owner: "dan", Work: ritual.WorkDone}
		keep("s2", first)
		keep("s2", second)
		keep("s1", first)
		same(w, []ritual.SprintStory{second, first}, stories("s2"))
		first.Owner, first.Work, first.Place = "cleo", ritual.WorkStarted, 0
		keep("s2", first)
		same(w, first, one)
		same(w, []ritual.SprintStory{first, second}, stories("s2"))

		in := func(request string) func(*store.Tx) (int, error) {
			return func(tx *store.Tx) (int, error) { s, err := tx.SprintWith(ctx, request); return s.Number, err }
		}
		same(w, 2, in("FR-1"))
		missing(w, in("FR-3"))
		keep("s3", first)
		same(w, 3, in("FR-1"))
		drop := func(tx *store.Tx) (int, error) { return 0, tx.DropSprintStory(ctx, "s3", "FR-1") }
		w.do(func(tx *store.Tx) error { _, err := drop(tx); return err })
		missing(w, drop)
		same(w, 2, in("FR-1"))
		same(w, []ritual.SprintStory{first, second}, stories("s2"))
	})
}

func TestWhatHappensInASprintIsKeptInItsOrderForGood(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2))
		w.addSprints(sprint(1, ritual.SprintClosed), sprint(2, ritual.SprintActive))
		var want []ritual.SprintEvent
		for i, e := range []ritual.SprintEvent{
			{Kind: ritual.SprintStarted, By: "ben"},
			{Kind: ritual.Committed, By: "ben", Request: "FR-1", Points: 5},
			{Kind: ritual.Removed, By: "ben", Request: "FR-1", Points: 5, Reason: "No “room”"},
			{Kind: ritual.CarriedOver, Request: "FR-2", Detail: "s3"},
		} {
			e.Sprint = "s2"
			w.do(func(tx *store.Tx) error {
				got, err := tx.AddSprintEvent(ctx, e)
				e.Seq, e.At = i+1, tx.Now
				if want = append(want, e); got != e {
					t.Errorf("%+v, not %+v", got, e)
				}
				return err
			})
		}
		earlier := ritual.SprintEvent{Sprint: "s1", Seq: 1, At: day, Kind: ritual.Committed, Request: "FR-1"}
		w.do(func(tx *store.Tx) error { _, err := tx.AddSprintEvent(ctx, earlier); return err })
		same(w, want, func(tx *store.Tx) ([]ritual.SprintEvent, error) { return tx.SprintEvents(ctx, "s2") })
		same(w, nil, func(tx *store.Tx) ([]ritual.SprintEvent, error) { return tx.SprintEvents(ctx, "s3") })
		same(w, []ritual.SprintEvent{earlier, want[1], want[2]}, func(tx *store.Tx) ([]ritual.SprintEvent, error) { return tx.SprintEventsOf(ctx, "FR-1") })
		same(w, nil, func(tx *store.Tx) ([]ritual.SprintEvent, error) { return tx.SprintEventsOf(ctx, "") })
	})
}

func TestWhatHappensInASprintAtOnceIsAllKept(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		const people, each = 6, 10
		w.addSprints(sprint(1, ritual.SprintActive))
		var wg sync.WaitGroup
		for p := range people {
			wg.Go(func() {
				for i := range each {
					e := ritual.SprintEvent{Sprint: "s1", By: strconv.Itoa(p), Kind: ritual.WorkFinished, Detail: strconv.Itoa(i)}
					if err := w.db.Update(ctx, func(tx *store.Tx) error { _, err := tx.AddSprintEvent(ctx, e); return err }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		var all []ritual.SprintEvent
		w.do(func(tx *store.Tx) (err error) { all, err = tx.SprintEvents(ctx, "s1"); return err })
		next := make([]int, people) // what each of them is to have said next
		for i, e := range all {
			p, err := strconv.Atoi(e.By)
			if err != nil || e.Seq != i+1 || e.Detail != strconv.Itoa(next[p]) {
				t.Fatalf("the event at %d is %+v", i, e)
			}
			next[p]++
		}
		if slices.Min(next) != each {
			t.Errorf("of each there are %v events", next)
		}
	})
}

func TestADayOfASprintStaysAsItWasKeptFirst(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.addSprints(sprint(1, ritual.SprintActive))
		first := ritual.SprintDay{Day: "2026-03-02", Left: ritual.SprintCount{Stories: 3, Unsized: 1, Points: 8}, Scope: ritual.SprintCount{Stories: 5, Unsized: 2, Points: 13}}
		second := ritual.SprintDay{Day: "2026-03-03", Left: ritual.SprintCount{Stories: 1}}
		again := ritual.SprintDay{Day: "2026-03-02"}
		for _, d := range []ritual.SprintDay{second, first, again} {
			w.do(func(tx *store.Tx) error { return tx.KeepSprintDay(ctx, "s1", d) })
		}
		same(w, []ritual.SprintDay{first, second}, func(tx *store.Tx) ([]ritual.SprintDay, error) { return tx.SprintDays(ctx, "s1") })
		same(w, nil, func(tx *store.Tx) ([]ritual.SprintDay, error) { return tx.SprintDays(ctx, "s2") })
	})
}

func TestWhatIsToDoForAnObjectiveIsWhatIsAlignedAndNotDone(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(addObjective)
		for i, r := range []ritual.Request{
			{Status: ritual.AwaitingPriority, Objective: "o1"}, {Status: ritual.Backlog, Objective: "o1", Points: 5},
			{Status: ritual.InSprint, Objective: "o1", Points: 3}, {Status: ritual.Backlog, Points: 8}, {Status: ritual.InSprint},
			{Status: ritual.New}, {Status: ritual.AwaitingAlignment, Objective: "o1", Points: 1}, {Status: ritual.NeedsInfo}, {Status: ritual.Done, Objective: "o1", Points: 1},
			{Status: ritual.Accepted, Objective: "o1", Points: 1}, {Status: ritual.Shipped, Objective: "o1", Points: 1}, {Status: ritual.Parked, Objective: "o1", Points: 1},
			{Status: ritual.Declined, Objective: "o1"}, {Status: ritual.Merged, Objective: "o1"}, {Status: ritual.Split, Objective: "o1"}, {Status: ritual.Withdrawn},
		} {
			base := request(int64(i + 1))
			base.Status, base.Objective, base.Points = r.Status, r.Objective, r.Points
			w.add(base)
			w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, base) })
		}
		same(w, map[string]ritual.SprintCount{"o1": {Stories: 3, Unsized: 1, Points: 8}, "": {Stories: 2, Unsized: 1, Points: 8}},
			func(tx *store.Tx) (map[string]ritual.SprintCount, error) { return tx.ToDoByObjective(ctx, "atlas") })
		same(w, map[string]ritual.SprintCount{}, func(tx *store.Tx) (map[string]ritual.SprintCount, error) { return tx.ToDoByObjective(ctx, "hermes") })
	})
}
