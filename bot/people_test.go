package bot

import (
	"context"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

func TestSomebodyWhomSlackDoesNotDescribeInTimeIsToldToTryAgain(t *testing.T) {
	inHurry(t, func(w *world) {
		w.setUp()
		for _, kind := range []slacksim.FaultKind{slacksim.Hang, slacksim.Status500, slacksim.RateLimit(time.Minute), slacksim.Garbage} {
			w.sim.InjectFault(slacksim.Fault{Method: "users.info", Kind: kind})
			w.types("dev", "#atlas", "/request Export to CSV for our support team")
		}
		w.sees("dev", "#atlas", "Slack did not say who you are just now", "Please try again in a moment.", "Export to CSV")
		w.seesNot("dev", "#atlas", "Recorded")
		w.types("dev", "#atlas", "/request Export to CSV for our support team")
		w.sees("dev", "#atlas", "Recorded for Atlas as *FR-")
		w.ended()
	})
}

func TestAFormThatNamesSomebodyUnknownSaysSoBesideTheField(t *testing.T) {
	inHurry(t, func(w *world) {
		w.types("sam", "#atlas", "/tandem setup")
		w.fills("sam", "Product name: Atlas", "Product manager: priya", "Product owner: omar")
		omar := w.sim.Person("omar").ID()
		w.sim.InjectFault(slacksim.Fault{Method: "users.info", Kind: slacksim.Hang, When: func(c slacksim.Call) bool { return c.Args["user"] == omar }})
		if err := w.sim.Person("sam").Submit(); err == nil {
			t.Fatal("it was taken")
		}
		w.sees("sam", "form", "! po: Slack did not say who this is just now.")
		w.submits("sam")
		w.settle()
		w.sees("omar", "@tandem", "@sam named you PO of *Atlas*")
		w.ended()
	})
}

func TestWhatSlackSaidOfSomebodyIsBelievedForADay(t *testing.T) {
	inHurry(t, func(w *world) {
		p := w.probed()
		w.callsNoRoll()
		asked := func() int { return len(w.sim.Calls("users.info")) }
		who := func() { w.types("dev", "#atlas", "/tandem who") }
		who()
		who()
		if got := asked(); got != 1 {
			t.Errorf("asked %d times", got)
		}
		w.passes(engine.PersonAge + time.Minute)
		who()
		if got := asked(); got != 2 {
			t.Errorf("asked %d times after a day", got)
		}
		w.passes(engine.PersonAge + time.Minute)
		w.sim.InjectFault(slacksim.Fault{Method: "users.info", Kind: slacksim.Hang})
		who()
		if got := p.ran.Load(); got < 4 {
			t.Errorf("answered %d of 4 times", got)
		}
		if got := w.reads("dev", "#atlas"); !ordered(got, "You are dev", "You are dev", "You are dev", "You are dev") {
			t.Errorf("what is a day old was not believed while Slack is slow:\n%s", got)
		}
		w.ended()
	})
}

func TestAChannelThatSlackDoesNotDescribeInTimeIsNotPostedIn(t *testing.T) {
	inHurry(t, func(w *world) {
		w.setUp()
		w.passes(engine.PlaceAge + time.Minute)
		w.sim.InjectFault(slacksim.Fault{Method: "conversations.info", Kind: slacksim.Hang, Count: -1})
		w.types("sam", "#sales", "/request Export to CSV for our support team")
		w.sees("sam", "#sales", "Recorded")
		w.sees("sam", "@tandem", "*FR-1*")
		if got := len(w.sim.Calls("chat.postMessage")); got == 0 {
			t.Error("nothing was posted")
		}
		w.seesNot("dev", "#sales", "FR-1")
		w.ended()
	})
}

func TestTheFactsAreKeptWithTheirAge(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.update(func(ctx context.Context, tx *store.Tx) error {
			p, err := tx.Person(ctx, w.sim.Person("priya").ID())
			if err != nil || p.Kind != ritual.Member || p.Zone != "America/New_York" || p.Read.Before(monday) {
				t.Errorf("priya is kept as %+v", p)
			}
			place, placeErr := tx.Place(ctx, w.channel("#atlas"))
			if placeErr != nil || !place.Joined || place.Private || place.Read.Before(monday) {
				t.Errorf("#atlas is kept as %+v", place)
			}
			return err
		})
	})
}
