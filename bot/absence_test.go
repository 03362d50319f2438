package bot

import (
	"context"
	"errors"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// saysAway is somebody saying on Home how long they are away.
func (w *world) saysAway(who, from, until string) {
	w.t.Helper()
	w.opensHome(who)
	w.presses(who, "home", "I'm away")
	w.submits(who, "Away from: "+from, "Away until: "+until)
}

// person is somebody as the store knows them.
func (w *world) person(who string) ritual.Person {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) (ritual.Person, error) {
		return tx.Person(ctx, w.sim.Person(who).ID())
	})
}

func TestWhoSaysThatTheyAreAwayHasTheirStandInAsked(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.types("sam", "#atlas", "/request Dark mode")
		w.opensHome("priya")
		w.sees("priya", "home", "You work Mon to Fri", "[My working hours] [I'm away]")
		w.presses("priya", "home", "I'm away")
		w.sees("priya", "form", "[I'm away]", "In America/New_York, the time zone of your Slack profile.", "The last day that you are away.")
		w.submits("priya", "Away from: 2026-03-02", "Away until: 2026-03-04")
		w.sees("priya", "form", "You are away until Wed 4 Mar. Until then I remind you of nothing, and you are not counted as missing.",
			"@dev stands in for you as PM of *Atlas*.", "[I'm back]")
		w.sees("priya", "home", "You are away until Wed 4 Mar.", "[My working hours] [I'm back]")
		w.seesNot("priya", "home", "[I'm away]")
		w.sees("dev", "@tandem", "*Does this serve the roadmap?*", "for @priya, who is away", "[Aligned]")
		w.sees("sam", "@tandem", "*Awaiting alignment* · next: @dev, for @priya, who is away, checks it against the roadmap")
		w.closes("priya")
		w.until("2026-03-05 04:59") // a minute before midnight in New York
		w.sees("dev", "@tandem", "[Aligned]")
		w.sees("priya", "home", "You are away until Wed 4 Mar.")
		w.passes(2 * time.Minute)
		w.seesNot("dev", "@tandem", "[Aligned]")
		w.sees("dev", "@tandem", "*Awaiting alignment* · next: @priya checks it against the roadmap")
		w.sees("priya", "@tandem", "[Aligned]")
		w.seesNot("priya", "home", "You are away")
		w.sees("priya", "home", "[I'm away]")
		if at := w.request("FR-1").AskedAt(); w.clock.Now().Sub(at) > 2*time.Minute {
			t.Errorf("she is asked since %s", at)
		}
		w.ended()
	})
}

func TestWhoIsAwayOverAChangeOfTheClocksIsBackAtTheirMidnight(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.types("sam", "#atlas", "/request Dark mode")
		w.saysAway("priya", "2026-03-02", "2026-03-09") // on the 8th New York goes over to summer time
		w.closes("priya")
		w.until("2026-03-10 03:59")
		w.sees("dev", "@tandem", "for @priya, who is away", "[Aligned]")
		w.passes(2 * time.Minute)
		w.seesNot("dev", "@tandem", "[Aligned]")
		w.ended()
	})
}

func TestWhoSaysThatTheyAreBackIsAskedAgain(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.types("sam", "#atlas", "/request Dark mode")
		w.saysAway("priya", "2026-02-27", "2026-03-06")
		w.sees("dev", "@tandem", "[Aligned]")
		w.presses("priya", "form", "I'm back") // on second thoughts
		w.sees("priya", "form", "Welcome back. From now on you are asked and reminded again.")
		w.seesNot("priya", "form", "You are away")
		w.seesNot("dev", "@tandem", "[Aligned]")
		w.sees("priya", "home", "[I'm away]")
		w.closes("priya")

		w.saysAway("priya", "2026-03-02", "2026-03-06")
		w.closes("priya")
		w.passes(48 * time.Hour)
		w.sees("dev", "@tandem", "[Aligned]")
		w.presses("priya", "home", "I'm back")
		w.sees("priya", "form", "Welcome back.")
		w.closes("priya")
		w.seesNot("dev", "@tandem", "[Aligned]")
		if got := w.person("priya").Absence(); got != (ritual.Absence{From: "2026-03-02", Until: "2026-03-03"}) {
			t.Errorf("kept %+v", got)
		}
		rep, err := w.clicks(request.BackDo, w.as("priya")) // an old button
		if err != nil || rep.Form == nil {
			t.Fatal(err)
		}
		w.goesAway("priya")
		w.opensHome("priya")
		w.sees("priya", "home", "[I'm away]")
		w.saysAway("priya", "2026-03-04", "2026-03-04")
		w.presses("priya", "form", "I'm back")
		w.sees("priya", "form", "Your status in Slack still says that you are away.")
		w.sees("dev", "@tandem", "for @priya, who is away", "[Aligned]")
		w.ended()
	})
}

func TestDaysAwayThatAreStillToComeCountOnceTheyBegin(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.types("sam", "#atlas", "/request Dark mode")
		w.saysAway("priya", "2026-03-04", "2026-03-05")
		w.sees("priya", "form", "You are away from Wed 4 Mar until Thu 5 Mar. Meanwhile I remind you of nothing")
		w.closes("priya")
		w.sees("priya", "home", "You are away from Wed 4 Mar until Thu 5 Mar.", "[I'm back]")
		w.until("2026-03-04 04:59")
		w.seesNot("dev", "@tandem", "[Aligned]")
		w.passes(2 * time.Minute)
		w.sees("dev", "@tandem", "for @priya, who is away", "[Aligned]")
		w.sees("priya", "home", "You are away until Thu 5 Mar.")
		w.until("2026-03-06 04:59")
		w.sees("dev", "@tandem", "[Aligned]")
		w.passes(2 * time.Minute)
		w.seesNot("dev", "@tandem", "[Aligned]")

		w.saysAway("priya", "2026-03-10", "2026-03-12") // and takes it back
		w.closes("priya")
		w.presses("priya", "home", "I'm back")
		w.sees("priya", "form", "Taken back: you are not away from Tue 10 Mar until Thu 12 Mar.")
		w.closes("priya")
		w.until("2026-03-11 10:00")
		w.seesNot("dev", "@tandem", "for @priya, who is away")
		w.ended()
	})
}

func TestDaysAwayThatCannotBeAreRefusedBesideTheField(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("dev")
		w.presses("dev", "home", "I'm away")
		w.fails("dev", []string{"! until: You are away from Thu 5 Mar on, so choose that day or a later one."}, "Away from: 2026-03-05", "Away until: 2026-03-04")
		w.fails("dev", []string{"! until: That day is over. Choose today or a later day."}, "Away from: 2026-02-20", "Away until: 2026-02-27")
		w.fails("dev", []string{"! until: Choose a day within a year."}, "Away until: 2027-03-03")
		w.submits("dev", "Away until: 2026-03-03")
		w.sees("dev", "form", "You are away until Tue 3 Mar.")
		w.seesNot("dev", "form", "stands in")
		w.closes("dev")
		if got := w.person("dev").Absence(); got != (ritual.Absence{From: "2026-02-20", Until: "2026-03-03"}) {
			t.Errorf("kept %+v", got)
		}
		empty := w.as("dev")
		empty.Fields = engine.Fields{}
		_, err := w.clicks(absenceForm, empty)
		w.refuses(err, "Say which day is your last one away.")
		w.ended()
	})
}

func TestAStatusThatTheProductNamesMeansAway(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.types("sam", "#atlas", "/request Dark mode")
		status := func(emoji string, until time.Time) {
			w.sim.ChangeUser("priya", func(u *slacksim.User) { u.StatusEmoji, u.StatusExpires = emoji, until })
			w.settle()
		}
		status(":ooo:", w.clock.Now().Add(3*time.Hour))
		w.seesNot("dev", "@tandem", "[Aligned]")
		w.settings("omar")
		w.sees("omar", "form", "Away statuses :palm_tree: and :face_with_thermometer: always count.")
		w.fails("omar", []string{"! away: Write each emoji by its name, such as :airplane:. No name: “out!”."}, "Away statuses: :ooo:, out!")
		w.submits("omar", "Away statuses: :OOO: airplane, :ooo:")
		w.sees("omar", "form", "• Away statuses: :ooo: :airplane:")
		w.closes("omar")
		w.sees("dev", "@tandem", "for @priya, who is away", "[Aligned]") // from when it counts
		w.settings("omar")
		w.submits("omar", "Away statuses: airplane ooo")
		w.sees("omar", "form", "You changed nothing of *Atlas*.")
		w.closes("omar")
		w.passes(4 * time.Hour) // her status runs out, and Slack says nothing
		w.seesNot("dev", "@tandem", "[Aligned]")
		status(":coffee:", time.Time{})
		w.seesNot("dev", "@tandem", "[Aligned]")
		status(":airplane:", time.Time{})
		w.sees("dev", "@tandem", "for @priya, who is away", "[Aligned]")
		w.settings("omar")
		w.submits("omar", "Away statuses: ")
		w.closes("omar")
		w.seesNot("dev", "@tandem", "[Aligned]")
		w.ended()
	})
}

func TestWhatSlackSaysOfSomebodyDoesNotBringThemBack(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.types("sam", "#atlas", "/request Dark mode")
		w.saysAway("priya", "2026-03-02", "2026-03-06")
		w.closes("priya")
		w.sim.ChangeUser("priya", func(u *slacksim.User) { u.StatusEmoji, u.StatusExpires = ":palm_tree:", w.clock.Now().Add(time.Hour) })
		w.settle()
		w.passes(2 * time.Hour)
		w.sees("dev", "@tandem", "for @priya, who is away", "[Aligned]")
		w.sim.ChangeUser("priya", func(u *slacksim.User) { u.StatusEmoji, u.RealName = "", "Priya N." })
		w.settle()
		w.passes(25 * time.Hour) // with the roll of all
		w.sees("dev", "@tandem", "for @priya, who is away", "[Aligned]")
		w.sim.ChangeUser("priya", func(u *slacksim.User) { u.Zone = "Asia/Tokyo" }) // where Friday is over sooner
		w.settle()
		w.until("2026-03-06 14:59")
		w.sees("dev", "@tandem", "[Aligned]")
		w.passes(2 * time.Minute)
		w.seesNot("dev", "@tandem", "[Aligned]")
		w.ended()
	})
}

// TestEveryRitualHearsWhoIsAwayAndWhoIsBack holds that each hears of it once, and as of a status in Slack.
func TestEveryRitualHearsWhoIsAwayAndWhoIsBack(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		var heard []bool // whether they are away
		listens := engine.Ritual{Met: func(_ context.Context, tx *store.Tx, was, is ritual.Person) error {
			if was.Away(tx.Now) == is.Away(tx.Now) {
				return errors.New("nothing is new")
			}
			heard = append(heard, is.Away(tx.Now))
			return nil
		}}
		a := absenceRitual([]engine.Ritual{{}, listens})
		says := func(do engine.Handler, fields engine.Fields) {
			in := w.as("sam")
			in.Fields = fields
			if _, err := w.does(do, in); err != nil {
				t.Fatal(err)
			}
		}
		says(a.Submits[0].Do, engine.Fields{"until": {"2026-03-03"}})
		says(a.Actions[1].Do, nil)
		if dump(heard) != dump([]bool{true, false}) {
			t.Errorf("heard %v", heard)
		}
		w.ended()
	})
}

// hangsAbsence takes the form in which somebody says that they are away, what it becomes, and what is said when they are back.
func (w *world) hangsAbsence(g gallery) {
	w.t.Helper()
	p, pm, now := w.productsAll()[0], w.person("priya"), w.clock.Now()
	p.Settings.POStandIn, p.PO = p.Team[0], p.PM
	later := pm.With(ritual.Absence{From: "2026-12-28", Until: "2027-01-08"})
	away := pm.With(ritual.Absence{From: "2026-03-02", Until: "2026-12-31"})
	g.hang("absence", "form", absenceModal(pm, now))
	g.hang("absence", "form of who said so before", absenceModal(later, now))
	g.hang("absence", "away", awayNote(away, []ritual.Product{p}, now))
	g.hang("absence", "away later", awayNote(later, nil, now))
	g.hang("absence", "back", backNote(away, pm, nil, now))
	g.hang("absence", "taken back", backNote(later, pm, nil, now))
	pm.Status = "palm_tree"
	g.hang("absence", "back, but for the status", backNote(pm, pm, nil, now))
}
