package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// An inSprint is what a test puts into the active sprint: the stories by how far they have come.
type inSprint struct {
	id    string
	owner string // a handle
	work  ritual.Work
}

// runs has Atlas be in its first sprint, two weeks from today, with these stories of its backlog.
func (w *world) runs(stories ...inSprint) ritual.Sprint {
	w.t.Helper()
	p := w.product("Atlas")
	now := w.clock.Now()
	s := ritual.Sprint{ID: store.NewID(), Product: p.ID, Number: 1, Goal: "Customers can look at night", Starts: "2026-03-02", Ends: "2026-03-13",
		DemoDay: "2026-03-13", DemoTime: "15:00", Zone: "Europe/Berlin", State: ritual.SprintActive, PlannedBy: p.PO, Planned: now, StartedBy: p.PO, Started: now}
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		if err := tx.AddSprint(ctx, s); err != nil {
			return err
		}
		return sprint.Scheduled(ctx, tx, s)
	})
	for i, one := range stories {
		w.steps(one.id, func(m request.Matter) (ritual.SprintMove, error) {
			return s.Join(m.Request, ritual.SprintStory{Place: i}, ritual.Committed, p.PO, w.clock.Now())
		})
		if one.work == ritual.WorkStarted || one.work == ritual.WorkDone {
			w.begins(one.owner, one.id)
		}
		if one.work == ritual.WorkDone {
			w.finishes(one.owner, one.id)
		}
	}
	w.settle()
	return s
}

// steps takes a story one step further in its sprint.
func (w *world) steps(id string, step func(m request.Matter) (ritual.SprintMove, error)) {
	w.t.Helper()
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		m, err := request.Of(ctx, tx, id)
		if err != nil {
			return err
		}
		s, err := tx.SprintIn(ctx, m.Product.ID, ritual.SprintActive)
		if err != nil {
			return err
		}
		mv, err := step(m)
		if err != nil {
			return err
		}
		return sprint.Keep(ctx, tx, m, s, mv)
	})
	w.settle()
}

// inIt is a story as it stands in the active sprint of Atlas, with that sprint.
func (w *world) inIt(id string) (ritual.Sprint, ritual.SprintStory) {
	w.t.Helper()
	s := in(w, func(ctx context.Context, tx *store.Tx) (ritual.Sprint, error) { return tx.SprintWith(ctx, id) })
	return s, in(w, func(ctx context.Context, tx *store.Tx) (ritual.SprintStory, error) {
		return tx.SprintStory(ctx, s.ID, id)
	})
}

// begins is somebody starting a story, and finishes saying that it is done.
func (w *world) begins(who, id string) {
	w.t.Helper()
	s, st := w.inIt(id)
	w.steps(id, func(m request.Matter) (ritual.SprintMove, error) {
		return s.Begin(m.Request, st, w.sim.Person(who).ID(), w.clock.Now())
	})
}

func (w *world) finishes(who, id string) {
	w.t.Helper()
	s, st := w.inIt(id)
	w.steps(id, func(m request.Matter) (ritual.SprintMove, error) {
		return s.Finish(m.Request, st, w.sim.Person(who).ID(), w.clock.Now()), nil
	})
}

// shuts closes the active sprint of Atlas, as its freezing is the business of another test.
func (w *world) shuts(s ritual.Sprint) {
	w.t.Helper()
	s.State, s.Closed, s.ClosedBy = ritual.SprintClosed, w.clock.Now(), s.StartedBy
	w.changes(func(ctx context.Context, tx *store.Tx) error { return tx.KeepSprint(ctx, s) })
}

// doneWhen gives a story these acceptance criteria, as the PO writes them.
func (w *world) doneWhen(id string, criteria ...string) {
	w.t.Helper()
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		s, err := request.StoryOf(ctx, tx, id)
		if err != nil {
			return err
		}
		s.Criteria, s.Origin, s.Author, s.At = nil, ritual.FromPerson, w.sim.Person("omar").ID(), tx.Now
		for _, c := range criteria {
			s.Criteria = append(s.Criteria, ritual.Criterion{Text: c, By: s.Author})
		}
		_, err = tx.AddStory(ctx, s)
		return err
	})
}

// ticks is somebody ticking criteria in the open form, which is of a version of the story, by their places in it, from 0.
func (w *world) ticks(who string, version int, values ...string) {
	w.t.Helper()
	if err := w.sim.Person(who).Fill(fmt.Sprintf("criteria.%d.0", version), values); err != nil {
		w.t.Fatal(err)
	}
}

// shows is somebody looking at the record of a request.
func (w *world) shows(who, id string) {
	w.t.Helper()
	w.types(who, "#atlas", "/tandem show "+id)
}

func TestThePOTicksEachCriterionAndAcceptsWhatIsDone(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(5, 4)
		long := "The letters are light on dark " + strings.Repeat("in every part of the page, ", 10) + "and <!channel> stays harmless"
		w.doneWhen("FR-1", "It is dark", long, "It says so when it cannot be")
		w.doneWhen("FR-2")
		w.runs(inSprint{"FR-1", "dev", ritual.WorkDone}, inSprint{"FR-2", "dev", ritual.WorkStarted})

		w.opensHome("omar")
		w.sees("omar", "home", "*FR-1*  Wish number 1", "is it what was wanted?", "[Accept] [Return]")
		w.seesNot("omar", "home", "*FR-2*")
		for _, who := range []string{"priya", "dev", "sam"} {
			w.opensHome(who)
			w.seesNot(who, "home", "[Accept]")
			w.shows(who, "FR-1")
			w.hears(who, "#atlas", "*Done* · next: @omar accepts it")
			w.seesNot(who, "#atlas", "[Accept]", "[Return]")
			click := w.as(who)
			click.Subject = "FR-1"
			for _, id := range []string{request.AcceptOpen, request.ReturnOpen} {
				_, err := w.clicks(id, click)
				w.refuses(err, "Only the product owner, @omar, can")
			}
		}
		// Two are met, one is not.
		w.presses("omar", "home", "Accept", "FR-1")
		w.sees("omar", "form", "[Accept]", "Which of these are met?", "*2.* The letters are light on dark", "and &lt;!channel&gt; stays harmless", "With all of them ticked the story is accepted.")
		w.ticks("omar", 2, "0", "1")
		w.submits("omar")
		w.hasForm("omar", "Not accepted yet")
		w.sees("omar", "form", "2 of 3 criteria are ticked, and kept. Still open:\n• It says so when it cannot be", "*FR-1* stays Done until you accept it.", "[Return]")
		w.is("FR-1", ritual.Done)
		w.closes("omar")

		// The story is written anew meanwhile: what reads the same stays ticked.
		w.passes(time.Hour)
		w.shows("omar", "FR-1")
		w.presses("omar", "#atlas", "Accept", "FR-1")
		w.sees("omar", "form", "2 of 3 ticked, the latest by @omar")
		w.doneWhen("FR-1", "It is dark", "It says so when it cannot be", "It is dark in print too")
		w.ticks("omar", 2, "0", "1", "2")
		w.submits("omar")
		w.is("FR-1", ritual.Done)
		w.sees("omar", "form", "*The criteria were changed meanwhile.* These are the ones that count now.", "2 of 3 ticked")
		w.ticks("omar", 3, "0", "1", "2")
		w.submits("omar")
		w.is("FR-1", ritual.Accepted)
		w.hasNoForm("omar")
		kept := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Tick, error) { return tx.Ticks(ctx, "FR-1") })
		if len(kept) != 3 || kept[0].Version != 2 || kept[2].Version != 3 || !kept[1].At.After(kept[0].At) {
			t.Errorf("%+v", kept)
		}
		w.shows("sam", "FR-1")
		w.hears("sam", "#atlas", "*Accepted* · next: @omar ships it", "@omar accepted FR-1")
		w.opensHome("omar")
		w.seesNot("omar", "home", "*FR-1*  Wish number 1\nAtlas · is it")

		// A story without criteria has one question.
		w.finishes("dev", "FR-2")
		w.presses("omar", "home", "Accept", "FR-2")
		w.sees("omar", "form", "This story has no acceptance criteria. Is it what was wanted?")
		w.submits("omar")
		w.is("FR-2", ritual.Accepted)

		// Shipped: whoever asked hears it, once, and it ends there.
		w.shows("omar", "FR-2")
		w.presses("omar", "#atlas", "Shipped", "FR-2")
		w.hears("omar", "#atlas", "*FR-2* is shipped.")
		w.is("FR-2", ritual.Shipped)
		click := w.as("omar")
		click.Subject = "FR-2"
		_, err := w.clicks(request.ShipDo, click)
		w.refuses(err, "FR-2 has moved on: @omar shipped FR-2. Its status is Shipped now.")
		w.passes(3 * 24 * time.Hour)
		if n := strings.Count(w.reads("sam", "@tandem"), "@omar shipped FR-2."); n != 1 {
			t.Errorf("Sam is told %d times", n)
		}
		w.ended()
	})
}

func TestWhatIsReturnedGoesBackToWhoeverDidItWhileItsSprintIsActive(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(5, 4)
		w.doneWhen("FR-1", "It is dark")
		s := w.runs(inSprint{"FR-1", "dev", ritual.WorkDone}, inSprint{"FR-2", "omar", ritual.WorkDone})
		w.opensHome("omar")
		w.presses("omar", "home", "Accept", "FR-1")
		w.submits("omar") // none is met
		w.presses("omar", "form", "Return", "FR-1")
		w.hasForm("omar", "Return")
		w.sees("omar", "form", "It goes back to work in sprint 1. Whoever worked on it is told why.")
		w.fails("omar", []string{"! reason: Say what is left to do: whoever did it reads this."}, "Reason: ?")
		w.submits("omar", "Reason: The print is <!here> light")
		w.is("FR-1", ritual.InSprint)
		w.hears("dev", "@tandem", "*FR-1*  Wish number 1", "@omar had a look, and something is left to do.", "> The print is &lt;!here&gt; light", "It is with you again in sprint 1.", "[Done]")
		if _, st := w.inIt("FR-1"); st.Work != ritual.WorkStarted || st.Owner != w.sim.Person("dev").ID() {
			t.Errorf("%+v", st)
		}
		events := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.SprintEvent, error) {
			return tx.SprintEvents(ctx, s.ID)
		})
		if last := events[len(events)-1]; last.Kind != ritual.WorkReopened || last.Request != "FR-1" || last.Reason != "The print is <!here> light" || last.By != w.sim.Person("omar").ID() {
			t.Errorf("%+v", last)
		}
		w.shows("sam", "FR-1")
		w.hears("sam", "#atlas", "*In sprint", "@omar returned FR-1", "> The print is &lt;!here&gt; light")
		w.seesNot("sam", "@tandem", "returned") // who asked is not alarmed

		// What was accepted can be returned too, and nobody is told what they did themselves.
		w.presses("omar", "home", "Accept", "FR-2")
		w.submits("omar")
		w.shows("omar", "FR-2")
		w.sees("omar", "#atlas", "[Shipped] [Return]")
		w.presses("omar", "#atlas", "Return", "FR-2")
		w.submits("omar", "Reason: It is dark by day")
		w.is("FR-2", ritual.InSprint)
		w.shows("omar", "FR-2")
		w.hears("omar", "#atlas", "~@omar accepted FR-2~")
		w.seesNot("omar", "@tandem", "@omar had a look")
		w.ended()
	})
}

func TestWhatIsReturnedAfterItsSprintGoesOnAsANewStory(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(5)
		w.types("dev", "#atlas", "/request Let me look at night")
		w.presses("dev", "@tandem", "Withdraw", "FR-2")
		w.doneWhen("FR-1", "It is dark", "It is dark in print")
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			r, err := tx.Request(ctx, "FR-1")
			if err != nil {
				return err
			}
			r.Points = 5
			_, err = tx.AddSupporter(ctx, "FR-1", ritual.Supporter{Person: w.sim.Person("gwen").ID(), Customer: "Acme", At: tx.Now})
			if err != nil {
				return err
			}
			return tx.KeepRequest(ctx, r)
		})
		s := w.runs(inSprint{"FR-1", "dev", ritual.WorkDone})
		w.passes(26 * time.Hour) // Sam hears that it is in a sprint
		w.shuts(s)
		frozen := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.SprintEvent, error) {
			return tx.SprintEvents(ctx, s.ID)
		})
		w.shows("omar", "FR-1")
		w.presses("omar", "#atlas", "Return", "FR-1")
		w.sees("omar", "form", "Its sprint is closed, and what that came to stays as it was.", "A new story goes on with it in the backlog")
		w.submits("omar", "Reason: The print is light")
		w.hasForm("omar", "Returned")
		w.sees("omar", "form", "*FR-3* goes on with *FR-1*. It is in the backlog")
		w.closes("omar")

		old, next := w.request("FR-1"), w.request("FR-3")
		if old.Status != ritual.Merged || old.Points != 5 {
			t.Errorf("%+v", old)
		}
		if next.Status != ritual.Backlog || next.Title != old.Title || next.Points != 0 || next.Objective != old.Objective || next.Requester != old.Requester || next.Kind != old.Kind {
			t.Errorf("%+v", next)
		}
		if after := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.SprintEvent, error) {
			return tx.SprintEvents(ctx, s.ID)
		}); !slices.Equal(frozen, after) {
			t.Errorf("the closed sprint changed: %+v", after)
		}
		w.hears("dev", "@tandem", "@omar had a look", "> The print is light", "so it goes on as *FR-3* in the backlog. There is nothing to do for you now.")
		w.seesNot("dev", "@tandem", "[Done]")
		w.sees("sam", "@tandem", "@omar returned FR-1, which goes on as FR-3. Something is left to do; whoever asked hears what becomes of it.")
		w.seesNot("sam", "@tandem", "The print is light")

		w.shows("sam", "FR-3")
		w.hears("sam", "#atlas", "FR-3 Wish number 1", "*Backlog* · next: @omar picks it into a sprint", "It is dark in print", "@omar returned FR-1, which goes on as FR-3", "> The print is light", "wanted by 2 people and Acme")
		w.seesNot("sam", "#atlas", "@sam recorded it\n@omar returned")
		w.shows("sam", "FR-1")
		w.hears("sam", "#atlas", "*Merged* into *FR-3*, which is Backlog", "@omar returned FR-1, which goes on as FR-3")
		w.types("omar", "#atlas", "/backlog")
		w.hears("omar", "#atlas", "*FR-3*  Wish number 1", "value 5 ÷ effort 1 = 5")

		// Who asked hears of it in one kind line, and of what becomes of the new one once.
		w.passes(3 * 24 * time.Hour)
		w.sees("gwen", "@tandem", "*Not quite there yet*: it goes on as *FR-3* “Wish number 1”")
		w.seesNot("gwen", "@tandem", "Others asked for the same")

		// Unmerge brings back what it was.
		w.shows("omar", "FR-1")
		w.types("dev", "#atlas", "/request My eyes hurt")
		w.types("priya", "#atlas", "/tandem show FR-4")
		w.presses("priya", "#atlas", "Merge…", "FR-4")
		w.submits("priya", "Its id: FR-3")
		w.is("FR-4", ritual.Merged)
		w.shows("omar", "FR-1")
		w.presses("omar", "#atlas", "Unmerge", "FR-1")
		w.is("FR-1", ritual.Done)
		w.is("FR-3", ritual.Merged) // one story, one life
		w.hears("omar", "#atlas", "*FR-3*, which went on with it, is merged into it.")
		w.types("omar", "#atlas", "/backlog")
		w.seesNotLast("omar", "#atlas", "*FR-3*  Wish")
		w.shows("omar", "FR-1")
		w.hears("omar", "#atlas", "Merged into it: *FR-3*", "Merged into it: *FR-4*", "@omar took back that FR-3 goes on with FR-1")

		// Returned anew, and in a sprint by now: it is decided there.
		w.presses("omar", "#atlas", "Return", "FR-1")
		w.submits("omar", "Reason: The print is light after all")
		w.sees("omar", "form", "*FR-5* goes on with *FR-1*.")
		w.closes("omar")
		w.stands("FR-5", ritual.InSprint)
		_, err := w.clicks(mergeUndo, w.about("omar", "FR-1"))
		w.refuses(err, "FR-5 goes on with FR-1, and its status is In sprint by now")
		w.is("FR-1", ritual.Merged)
		w.ended()
	})
}

func TestAPartThatIsReturnedAfterItsSprintGoesOnAsAnotherPart(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.exports()
		w.splits("FR-1", "To CSV", "Totals")
		for _, id := range []string{"FR-1.1", "FR-1.2"} {
			w.ranks(id, "5", "1")
		}
		s := w.runs(inSprint{"FR-1.1", "dev", ritual.WorkDone}, inSprint{"FR-1.2", "dev", ritual.WorkDone})
		w.shuts(s)
		w.shows("omar", "FR-1.1")
		w.presses("omar", "#atlas", "Return", "FR-1.1")
		w.submits("omar", "Reason: It is no CSV")
		w.sees("omar", "form", "*FR-1.3* goes on with *FR-1.1*.")
		w.closes("omar")
		w.shows("sam", "FR-1.3")
		w.hears("sam", "#atlas", "*Backlog*", "part of *FR-1*", "Merged into it: *FR-1.1*")
		if n := strings.Count(w.last("sam", "#atlas"), "> As a support agent"); n != 1 {
			t.Errorf("what Sam said stands there %d times", n)
		}
		w.stands("FR-1.2", ritual.Accepted)
		w.stands("FR-1.3", ritual.Accepted)
		for _, id := range []string{"FR-1.2", "FR-1.3"} {
			w.shows("omar", id)
			w.presses("omar", "#atlas", "Shipped", id)
			w.passes(26 * time.Hour)
		}
		w.passes(3 * 24 * time.Hour)
		if n := strings.Count(w.reads("sam", "@tandem"), "It is there. Thank you for asking."); n != 1 {
			t.Errorf("Sam hears %d times that it is shipped", n)
		}
		w.ended()
	})
}
