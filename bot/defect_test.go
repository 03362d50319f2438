package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/bot/sprint"
	"tandem/store"
)

// sprints has a sprint of Atlas with these stories, which have come as far as their status says.
func (w *world) sprints(number int, state ritual.SprintState, stories map[string]ritual.Status) ritual.Sprint {
	w.t.Helper()
	p, now := w.product("Atlas"), w.clock.Now()
	s := ritual.Sprint{ID: fmt.Sprint("SPRINT", number), Product: p.ID, Number: number, Goal: "Customers can export their data", Starts: "2026-03-02", Ends: "2026-03-13",
		DemoDay: "2026-03-13", DemoTime: "15:00", Zone: "Europe/Berlin", State: state, PlannedBy: p.PO, Planned: now, StartedBy: p.PO, Started: now}
	if state == ritual.SprintClosed {
		s.ClosedBy, s.Closed = p.PO, now
	}
	work := map[ritual.Status]ritual.Work{ritual.Backlog: ritual.WorkTodo, ritual.InSprint: ritual.WorkStarted, ritual.Done: ritual.WorkDone, ritual.Shipped: ritual.WorkDone}
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		err := tx.AddSprint(ctx, s)
		for id, status := range stories {
			r, read := tx.Request(ctx, id)
			err = errors.Join(err, read, tx.KeepRequest(ctx, r.MoveTo(status, tx.Now)),
				tx.KeepSprintStory(ctx, s.ID, ritual.SprintStory{Request: id, Place: int(r.Number), Owner: w.sim.Person("dev").ID(), Work: work[status]}))
		}
		return err
	})
	return s
}

// defect is what a request was found in.
func (w *world) defect(id string) ritual.Concern {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) (ritual.Concern, error) { return tx.DefectOf(ctx, id) })
}

func TestADefectIsAProblemOfItsStoryAndItsSprint(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7)
		s := w.sprints(3, ritual.SprintActive, map[string]ritual.Status{"FR-1": ritual.InSprint, "FR-2": ritual.Done})

		w.types("dev", "#atlas", "/tandem sprint defect Rows are missing in FR-1 when there are many")
		w.hears("dev", "#atlas", "Recorded for Atlas as *FR-4*: Rows are missing in FR-1 when there are many", "Defect in *FR-1*, found in sprint 3.")
		w.is("FR-4", ritual.AwaitingPriority)
		dev := w.sim.Person("dev").ID()
		if d := w.defect("FR-4"); d.Sprint != s.ID || d.Story != "FR-1" || d.By != dev {
			t.Errorf("it was found in %+v", d)
		}
		w.sees("omar", "@tandem", "Where does this stand in the backlog?", "FR-4 Rows are missing", "*Problem*", "Defect in *FR-1*, found in sprint 3")
		w.sees("priya", "@tandem", "FR-4")
		w.sees("dev", "@tandem", "*FR-4*  Rows are missing in FR-1", "Defect in *FR-1*, found in sprint 3", "[Withdraw]")
		w.types("dev", "#atlas", "/tandem sprint defect rows are missing in FR-1  when there are many") // a second time, within the minute
		w.hears("dev", "#atlas", "I have that already, as *FR-4*", "Defect in *FR-1*, found in sprint 3.")

		w.types("omar", "#atlas", "/tandem sprint defect")
		w.hasForm("omar", "Report a defect")
		w.sees("omar", "form", "For *Atlas* · found in sprint 3", "What happens?", "Story")
		w.fails("omar", []string{"Say in a few words what happens"}, "What happens?: ...")
		w.submits("omar", "What happens?: The page is white", "Story: FR-2 Wish number 2")
		w.sees("omar", "@tandem", "*FR-5*  The page is white", "Defect in *FR-2*, found in sprint 3")

		w.types("priya", "#atlas", "/tandem show FR-2")
		w.presses("priya", "#atlas", "Report a defect", "FR-2")
		w.submits("priya", "What happens?: It is slow") // the story is chosen already
		if d := w.defect("FR-6"); d.Sprint != s.ID || d.Story != "FR-2" {
			t.Errorf("it was found in %+v", d)
		}
		w.passes(sameWithin)
		w.types("dev", "#atlas", "/tandem sprint defect It is slow everywhere")
		w.hears("dev", "#atlas", "as *FR-7*: It is slow everywhere", "Defect found in sprint 3.")

		w.types("sam", "#atlas", "/tandem show FR-2")
		w.sees("sam", "#atlas", "*2 defects*\n• *FR-5*  The page is white · Awaiting priority\n• *FR-6*  It is slow · Awaiting priority")
		w.seesNot("sam", "#atlas", "[Report a defect]")
		w.types("sam", "#atlas", "/tandem show FR-5")
		w.sees("sam", "#atlas", "Defect in *FR-2*, found in sprint 3")
		w.turns("priya", "FR-5", "Feature") // it was none after all
		w.types("sam", "#atlas", "/tandem show FR-2")
		w.hears("sam", "#atlas", "*1 defect*\n• *FR-6*  It is slow")
		found := in(w, func(ctx context.Context, tx *store.Tx) ([]store.Finding, error) { return tx.DefectsOf(ctx, s.ID) })
		var ids []string
		for _, f := range found {
			if ritual.Counted(f.Request) {
				ids = append(ids, f.Request.ID+" "+f.Story)
			}
		}
		if got := strings.Join(ids, ", "); got != "FR-4 FR-1, FR-6 FR-2, FR-7 " {
			t.Errorf("the sprint found %s", got)
		}
		w.ended()
	})
}

func TestADefectWithoutASprintIsOfItsStoryAlone(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9)
		w.sprints(1, ritual.SprintClosed, map[string]ritual.Status{"FR-1": ritual.Shipped})
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.presses("dev", "#atlas", "Report a defect", "FR-1")
		w.sees("dev", "form", "For *Atlas* · no sprint is active, so it is kept as a problem of its story alone")
		w.submits("dev", "What happens?: It stops at night")
		w.sees("dev", "@tandem", "*FR-2*  It stops at night", "Defect in *FR-1* (no sprint was active)")
		w.types("dev", "#atlas", "/tandem sprint defect FR-99 is gone")
		w.hears("dev", "#atlas", "as *FR-3*: FR-99 is gone", "Defect (no sprint was active).")
		if d := w.defect("FR-3"); d.Request != "FR-3" || d.Sprint != "" || d.Story != "" {
			t.Errorf("it was found in %+v", d)
		}
		w.ended()
	})
}

func TestOnlyTheTeamAndTheHeadsReportDefects(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9)
		w.sprints(1, ritual.SprintActive, map[string]ritual.Status{"FR-1": ritual.InSprint})
		const only = "Only the team, @priya and @omar can report a defect in Atlas."
		for _, who := range []string{"sam", "gwen"} {
			w.types(who, "#atlas", "/tandem sprint defect It crashes when I save")
			w.hears(who, "#atlas", only, "It crashes when I save") // their words come back
			w.types(who, "#atlas", "/tandem sprint defect")
			w.hears(who, "#atlas", only)
			w.hasNoForm(who)
			click := w.as(who)
			click.Subject = "FR-1"
			_, err := w.clicks(sprint.DefectOpen, click)
			w.refuses(err, only)
			click.Data.Subject, click.Fields = w.product("Atlas").ID, engine.Fields{"happens": {"It crashes"}}
			_, err = w.clicks(defectForm, click)
			w.refuses(err, only)
		}
		forged := w.as("dev")
		forged.Data.Subject = w.product("Atlas").ID
		for _, story := range []string{"FR-99", "nonsense"} {
			forged.Fields = engine.Fields{"happens": {"It crashes"}, "story": {story}}
			_, err := w.clicks(defectForm, forged)
			w.refuses(err, "Choose one of the stories in the list.")
		}
		forged.Data.Subject, forged.Fields = "", engine.Fields{"happens": {"It crashes"}, "product": {"nowhere"}}
		_, err := w.clicks(defectForm, forged)
		w.refuses(err, "Choose the product that this is about.")
		if n := w.requests(); n != 1 {
			t.Errorf("%d requests", n)
		}
		w.ended()
	})
}

func TestADefectReportedInPrivateStaysThere(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"dev", "omar"}, BotIn: true})
		w.ranked(9)
		w.sprints(1, ritual.SprintActive, map[string]ritual.Status{"FR-1": ritual.InSprint})
		w.types("dev", "#leads", "/tandem sprint defect Acme's key leaks in FR-1")
		w.types("dev", "#leads", "/tandem sprint defect")
		w.submits("dev", "What happens?: Their data too", "Story: FR-1 Wish number 1")
		for _, id := range []string{"FR-2", "FR-3"} {
			if !w.request(id).Private {
				t.Errorf("%s is for everybody", id)
			}
		}
		w.types("sam", "#atlas", "/tandem show FR-1")
		w.sees("sam", "#atlas", "*2 defects*\n• *FR-2*  (private) · Awaiting priority")
		w.seesNot("sam", "#atlas", "leaks", "data too")
		w.ended()
	})
}

func TestWithSeveralProductsTheFormForADefectAsksWhich(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9)
		w.sim.AddChannel(channelNamed("borealis"))
		w.setUpIn("sam", "#borealis", "Borealis", "Team: dev")
		w.sim.AddChannel(channelNamed("random"))
		s := w.sprints(2, ritual.SprintActive, map[string]ritual.Status{"FR-1": ritual.InSprint})
		w.types("dev", "#random", "/tandem sprint defect The list of FR-1 is empty")
		w.hasForm("dev", "Report a defect")
		w.submits("dev", "Product: Atlas")
		if d := w.defect("FR-2"); d.Sprint != s.ID || d.Story != "FR-1" || w.request("FR-2").Title != "The list of FR-1 is empty" {
			t.Errorf("it was found in %+v", d)
		}
		w.ended()
	})
}
