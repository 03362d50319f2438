package bot

import (
	"context"
	"errors"
	"strings"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/bot/sprint"
	"tandem/store"
)

// commits has the PO start a sprint of Atlas with stories of the backlog, in a transaction: from today, for two weeks.
func (w *world) commits(number int, goal string, ids ...string) ritual.Sprint {
	w.t.Helper()
	p := w.product("Atlas")
	s := ritual.Sprint{ID: store.NewID(), Product: p.ID, Number: number, Goal: goal, Starts: "2026-03-02", Ends: "2026-03-13", DemoDay: "2026-03-13", DemoTime: "15:00",
		Zone: "Europe/Berlin", State: ritual.SprintActive, PlannedBy: p.PO, Planned: w.clock.Now(), StartedBy: p.PO, Started: w.clock.Now()}
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		err := tx.AddSprint(ctx, s)
		_, started := tx.AddSprintEvent(ctx, ritual.SprintEvent{Sprint: s.ID, By: p.PO, Kind: ritual.SprintStarted})
		err = errors.Join(err, started)
		for i, id := range ids {
			err = errors.Join(err, joins(ctx, tx, s, id, ritual.SprintStory{Place: i}, ritual.Committed))
		}
		return err
	})
	w.settle()
	return s
}

// joins has the PO put a story into a sprint.
func joins(ctx context.Context, tx *store.Tx, s ritual.Sprint, id string, in ritual.SprintStory, kind ritual.SprintEventKind) error {
	m, err := request.Of(ctx, tx, id)
	if err != nil {
		return err
	}
	mv, err := s.Join(m.Request, in, kind, m.Product.PO, tx.Now)
	if err != nil {
		return err
	}
	return sprint.Keep(ctx, tx, m, s, mv)
}

// weighs gives stories their points.
func (w *world) weighs(points map[string]int) {
	w.t.Helper()
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		for id, n := range points {
			r, err := tx.Request(ctx, id)
			if err != nil {
				return err
			}
			r.Points = n
			if err := tx.KeepRequest(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// more is somebody choosing from the menu of a story on the newest board that they see somewhere.
func (w *world) more(who, where, id, label string) {
	w.t.Helper()
	ms := w.sim.Person(who).Sees(where)
	for i := len(ms) - 1; i >= 0; i-- {
		for _, b := range ms[i].Blocks {
			block, _ := b["block_id"].(string)
			if strings.HasPrefix(block, engine.WordsKept+"board|"+id+"|") {
				if err := w.sim.Person(who).Press(slacksim.At(ms[i].Channel, ms[i].TS).In(block), engine.MoreMenu, label); err != nil {
					w.t.Fatalf("%s picks %s of %s: %v", who, label, id, err)
				}
				w.settle()
				return
			}
		}
	}
	w.t.Fatalf("%s sees no menu of %s in %s:\n%s", who, id, where, w.reads(who, where))
}

// inSprint is how a story stands in its sprint: its owner by handle, and how far it is.
func (w *world) inSprint(id string) string {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) (string, error) {
		_, one, err := tx.InSprint(ctx, id)
		return strings.TrimSpace(w.byName("<@"+one.Owner+">") + " " + string(one.Work)), err
	})
}

func TestTheTeamWorksOnItsSprint(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddUser(slacksim.User{Name: "bo", RealName: "Bo", Zone: "Europe/Berlin"})
		w.sim.Invite("#atlas", "bo")
		w.many(5)
		p := w.product("Atlas")
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			p.Team = append(p.Team, w.sim.Person("bo").ID())
			return tx.KeepProduct(ctx, p)
		})
		w.weighs(map[string]int{"FR-1": 5, "FR-2": 3})
		w.commits(1, "Customers can export", "FR-1", "FR-2", "FR-3")

		w.types("bo", "#atlas", "/sprint") // he looks away now
		w.types("dev", "#atlas", "/sprint")
		readsInOrder(t, w.last("dev", "#atlas"), "Sprint 1 of Atlas", "*Goal:* Customers can export", "day 1 of 10 · 9 working days left · demo", "0 of 8 points done · 1 story without points",
			"*To do* · 3", "*FR-1*  Wish number 1", "5 points", "[Start]", "*FR-3*", "without points", "as of", "[Show to channel]")
		w.seesNot("dev", "#atlas", "[Close sprint]", "[Add a story]", "In progress")
		w.presses("dev", "#atlas", "Start", "FR-2")
		w.hears("dev", "#atlas", "*FR-2* is in progress, and yours.", "*In progress* · 1", "3 points · you", "*To do* · 2")
		if got := w.inSprint("FR-2"); got != "@dev started" {
			t.Error(got)
		}

		w.presses("bo", "#atlas", "Start", "FR-2") // on what he saw a while ago
		w.hears("bo", "#atlas", "@dev started FR-2 at 10:00. `Take over` on `/sprint` makes it yours.", "*In progress* · 1", "3 points · dev", "[Done]")
		if got := w.inSprint("FR-2"); got != "@dev started" {
			t.Error(got)
		}
		w.more("bo", "#atlas", "FR-2", "Take over")
		w.hears("bo", "#atlas", "*FR-2* is in progress, and yours.", "3 points · you")
		w.presses("dev", "#atlas", "Done", "FR-2") // who finishes does not matter
		w.hears("dev", "#atlas", "*FR-2* is done. @omar accepts it.", "3 of 8 points done", "*Done* · 1", "3 points · by bo")
		w.is("FR-2", ritual.Done)
		w.unchanged("FR-2", func() {
			w.presses("bo", "#atlas", "Done", "FR-2")
			w.hears("bo", "#atlas", "@dev finished FR-2 at 10:00. Its status is Done now.", "*Done* · 1")
		})
		if got := w.inSprint("FR-2"); got != "@bo done" {
			t.Error(got)
		}

		w.more("bo", "#atlas", "FR-2", "Not done yet")
		w.hasForm("bo", "Not done yet")
		w.submits("bo", "What is left?: The <!here> tests")
		w.sees("bo", "form", "*FR-2* is in progress again.")
		w.closes("bo")
		w.is("FR-2", ritual.InSprint)
		w.types("omar", "#atlas", "/sprint")
		w.hears("omar", "#atlas", "0 of 8 points done", "3 points · bo", "[Add a story] [Edit sprint] [Close sprint]")
		w.more("omar", "#atlas", "FR-1", "Owner…")
		w.submits("omar", "Who works on it?: "+w.sim.Person("dev").ID())
		w.closes("omar")
		if got := w.inSprint("FR-1"); got != "@dev todo" {
			t.Error(got)
		}
		w.types("dev", "#atlas", "/sprint")
		w.hears("dev", "#atlas", "5 points · you")
		w.more("dev", "#atlas", "FR-3", "Done") // nobody had started it
		w.hears("dev", "#atlas", "*FR-3* is done.", "without points, 1 of them done")

		w.types("omar", "#atlas", "/tandem show FR-2")
		readsInOrder(t, w.last("omar", "#atlas"), "*In sprint 1* · next: @bo works on it", "@omar put FR-2 into sprint 1", "@dev started FR-2", "@bo took over FR-2", "@dev finished FR-2",
			"@bo put FR-2 back to work: it is not done yet", "> The &lt;!here&gt; tests", "[Done] [Take over]")
		w.types("sam", "#atlas", "/tandem show FR-1")
		w.hears("sam", "#atlas", "*In sprint 1* · next: @dev starts it", "@omar gave it to @dev")
		w.seesNot("sam", "#atlas", "[Start]", "[Done]")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.presses("dev", "#atlas", "Start", "FR-1")
		w.hears("dev", "#atlas", "*FR-1* is in progress, and yours.")

		w.types("sam", "#atlas", "/sprint")
		w.seesNot("sam", "#atlas", "[Start]", "[Done]")
		for _, id := range []string{sprint.StartWork, sprint.FinishWork, sprint.TakeOver, sprint.OwnerOpen} {
			w.unchanged("FR-1", func() {
				click := w.as("sam")
				click.Subject = "FR-1"
				_, err := w.clicks(id, click)
				w.refuses(err, "Only the team and @omar can")
			})
		}
		w.unchanged("FR-1", func() {
			click := w.as("dev")
			click.Subject, click.Data.Subject, click.Fields = "FR-1", "FR-1", engine.Fields{"owner": {w.sim.Person("sam").ID()}}
			_, err := w.clicks("sprint.owner.form", click)
			w.refuses(err, "Choose somebody of the team, or nobody.")
		})
		w.ended()
	})
}

func TestASprintStandsOnTheHomesOfItsPeople(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.many(9)
		for _, who := range []string{"dev", "omar", "priya", "sam"} {
			w.opensHome(who)
			w.seesNot(who, "home", "This sprint")
		}
		w.commits(3, "Customers can export", "FR-1", "FR-2", "FR-3", "FR-4", "FR-5", "FR-6", "FR-7")
		w.sees("dev", "home", "This sprint", "*Sprint 3 of Atlas*  Customers can export", "day 1 of 10 · 9 working days left · 0 of 7 stories done, without points",
			"Nobody has these yet:", "*FR-5*  Wish number 5", "and 2 more that nobody has", "`/sprint` in #atlas shows all of it")
		w.seesNot("dev", "home", "*FR-6*")
		w.sees("priya", "home", "*Sprint 3 of Atlas*")
		w.seesNot("priya", "home", "[Start]", "Nobody has these")
		w.presses("dev", "home", "Start", "FR-3")
		readsInOrder(t, w.reads("dev", "home"), "0 of 7 stories done", "*FR-3*  Wish number 3", "In progress · without points · you", "[Done]", "Nobody has these yet:", "*FR-1*", "*FR-6*", "and 1 more that nobody has")
		w.presses("dev", "home", "Done", "FR-3")
		w.sees("omar", "home", "1 of 7 stories done", "*FR-3*", "is it what was wanted?")
		w.seesNot("dev", "home", "*FR-3*")
		w.seesNot("omar", "home", "Close sprint")
		w.clock.Set(monday.AddDate(0, 0, 12)) // on the Saturday after its last day
		w.opensHome("omar")
		readsInOrder(t, w.reads("omar", "home"), "Waiting on me", "*Sprint 3 of Atlas*  is over", "Customers can export · ended yesterday", "[Close sprint]", "This sprint", "My requests")
		w.opensHome("dev")
		w.seesNot("dev", "home", "Close sprint")
		w.types("dev", "#atlas", "/sprint")
		w.hears("dev", "#atlas", "ended yesterday", "Its last day was 13 Mar 2026. @omar closes it")
		w.ended()
	})
}

func TestALargeSprintIsTurnedAndAnEarlierOneLookedUp(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.many(60)
		w.types("omar", "#atlas", "/sprint")
		w.hears("omar", "#atlas", "No sprint is planned yet.", "`/sprint plan` plans the next", "[Plan sprint]")
		w.types("dev", "#atlas", "/sprint last")
		w.hears("dev", "#atlas", "No sprint of Atlas has been closed yet.")
		w.types("dev", "#atlas", "/sprint 7")
		w.hears("dev", "#atlas", "There is no sprint 7 of Atlas.")
		w.types("dev", "#atlas", "/sprint of seven")
		w.hears("dev", "#atlas", "I do not know “/sprint of seven”.", "`/sprint close`", "`/sprint defect &lt;what happens&gt;`", "`/tandem` explains all commands.")
		var ids []string
		for n := range 60 {
			ids = append(ids, ritual.RequestID(int64(n+1)))
		}
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			r, err := tx.Request(ctx, "FR-1")
			r.Title = strings.Repeat("出力を速くする ", 430)
			return errors.Join(err, tx.KeepRequest(ctx, r))
		})
		s := w.commits(1, strings.Repeat("目", 300), ids...)
		for _, who := range []string{"dev", "omar"} {
			w.types(who, "#atlas", "/sprint")
			w.hears(who, "#atlas", "1 to 12 of 60", "出力を速くする", "*FR-12*", "[Next 12]")
		}
		w.seesNot("omar", "#atlas", "*FR-13*", "[Previous 12]")
		w.presses("omar", "#atlas", "Next 12")
		w.eventually("omar", "#atlas", "13 to 24 of 60", "[Previous 12]", "[Next 12]")
		w.presses("omar", "#atlas", "Start", "FR-20") // and stays on that page
		w.hears("omar", "#atlas", "*FR-20* is in progress, and yours.", "13 to 24 of 60")
		w.more("omar", "#atlas", "FR-14", "Report a defect")
		w.hasForm("omar", "Report a defect")
		w.seesNot("omar", "form", "board|")
		w.closes("omar")
		w.more("omar", "#atlas", "FR-14", "Take out…")
		w.sees("omar", "form", "Wish number 14")
		w.closes("omar")
		w.presses("omar", "#atlas", "Show to channel")
		w.sees("sam", "#atlas", "and 30 more: `/sprint` shows them", "*FR-30*", "shown by @omar")
		w.seesNot("sam", "#atlas", "*FR-31*", "[Start]")

		w.changes(func(ctx context.Context, tx *store.Tx) error { // who has it leaves
			dev, err := tx.Person(ctx, w.sim.Person("dev").ID())
			dev.Kind, dev.Read = ritual.Gone, tx.Now
			return errors.Join(err, tx.KeepPerson(ctx, dev), tx.KeepSprintStory(ctx, s.ID, ritual.SprintStory{Request: "FR-3", Place: 2, Owner: dev.ID, Work: ritual.WorkStarted}),
				tx.KeepSprintStory(ctx, s.ID, ritual.SprintStory{Request: "FR-4", Place: 3, Owner: w.sim.Person("sam").ID(), Work: ritual.WorkStarted}),
				tx.KeepSprintStory(ctx, s.ID, ritual.SprintStory{Request: "FR-5", Place: 4, Work: ritual.WorkStarted}))
		})
		w.types("omar", "#atlas", "/sprint")
		w.hears("omar", "#atlas", "was dev’s, who has left", "nobody works on it now", "*In progress* · 4")
		w.types("sam", "#atlas", "/tandem show FR-3")
		w.hears("sam", "#atlas", "the team takes it over from @dev, who has left")
		w.more("omar", "#atlas", "FR-3", "Take over")
		w.hears("omar", "#atlas", "*FR-3* is in progress, and yours.")

		w.changes(func(ctx context.Context, tx *store.Tx) error {
			events, err := tx.SprintEvents(ctx, s.ID)
			s.State, s.Closed, s.ClosedBy, s.Result = ritual.SprintClosed, tx.Now, s.PlannedBy, ritual.ResultOf(events, ritual.SprintFacts{})
			return errors.Join(err, tx.KeepSprint(ctx, s))
		})
		w.types("omar", "#atlas", "/sprint")
		w.hears("omar", "#atlas", "No sprint is on. Sprint 1 was closed on 2 Mar 2026", "[Sprint 1]", "[Plan sprint]")
		w.presses("omar", "#atlas", "Sprint 1")
		w.hears("omar", "#atlas", "Sprint 1 of Atlas, closed", "left: 60 stories without points", "*Back to the backlog*", "1 to 30 of 60", "[Next 30]", "[Current sprint]")
		w.presses("omar", "#atlas", "Next 30")
		w.hears("omar", "#atlas", "31 to 60 of 60", "*FR-60*")
		w.unchanged("FR-3", func() {
			click := w.as("omar")
			click.Subject = "FR-3"
			_, err := w.clicks(sprint.FinishWork, click)
			w.refuses(err, "FR-3 is not in an active sprint.")
		})
		w.ended()
	})
}
