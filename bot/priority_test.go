package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

func TestThePOScoresByValueAndEffort(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		w.presses("omar", "@tandem", "Prioritize")
		w.sees("omar", "form", "*FR-1*  Dark mode", "Value", "Effort", "1 is little, 10 is most", "*Score:* Value ÷ Effort. Still open: Value, Effort.")
		w.fills("omar", "Value: 7")
		w.eventually("omar", "form", "Still open: Effort.")
		w.fails("omar", []string{"!"})
		w.submits("omar", "Effort: 3")
		w.is("FR-1", ritual.Backlog)
		w.sees("omar", "@tandem", "@omar prioritized FR-1: value 7 ÷ effort 3 = 2.3", "*Backlog* · next: @omar picks it into a sprint")
		w.seesNot("omar", "@tandem", "[Prioritize]")
		w.sees("priya", "@tandem", "@priya aligned FR-1", "@omar prioritized FR-1")
		w.ended()
	})
}

func TestTheScoreShowsAsItIsTypedAndKeepsWhatWasTyped(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned("Prioritization: RICE")
		w.presses("omar", "@tandem", "Prioritize")
		w.sees("omar", "form", "People a quarter. So far 1 person has asked for it.", "Reach × Impact × Confidence ÷ Effort. Still open: Reach, Effort.")
		w.fills("omar", "Reach: 500")
		w.eventually("omar", "form", "Still open: Effort.")
		w.fills("omar", "Effort: 0")
		w.eventually("omar", "form", "Still open: Effort.")
		w.fills("omar", "Effort: 2.5")
		w.eventually("omar", "form", "*Score:* reach 500 × impact 1 × confidence 80 % ÷ effort 2.5 = 160")
		w.fills("omar", "Impact: 3 massive")
		w.eventually("omar", "form", "*Score:* reach 500 × impact 3 × confidence 80 % ÷ effort 2.5 = 480")
		v, _ := w.sim.Person("omar").View()
		for id, want := range map[string]string{"rice.reach": "500", "rice.effort": "2.5"} {
			if got := v.Values[id][id]["value"]; got != want {
				t.Errorf("%s holds %v", id, got)
			}
		}
		w.submits("omar")
		w.sees("omar", "@tandem", "reach 500 × impact 3 × confidence 80 % ÷ effort 2.5 = 480")

		w.types("omar", "#atlas", "/backlog") // judged anew, from what was judged before
		w.picks("omar", "#atlas", "FR-1", "Prioritize")
		w.sees("omar", "form", "*Score:* reach 500 × impact 3 × confidence 80 % ÷ effort 2.5 = 480")
		w.submits("omar", "Effort: 5")
		w.hears("omar", "@tandem", "= 240")
		w.sees("omar", "@tandem", "@omar prioritized FR-1: reach 500 × impact 3 × confidence 80 % ÷ effort 5 = 240")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "= 480~ _(replaced by @omar, ", "= 240")
		w.types("omar", "#atlas", "/backlog")
		w.picks("omar", "#atlas", "FR-1", "Prioritize")
		w.unchanged("FR-1", func() { w.submits("omar", "Effort: 5.0") }) // what it is already
		w.sees("omar", "form", "*FR-1* has this score already: reach 500 × impact 3 × confidence 80 % ÷ effort 5 = 240.")
		w.closes("omar")
		if n := strings.Count(w.reads("sam", "@tandem"), "It is in the backlog now."); n != 1 {
			t.Errorf("Sam hears %d times that it is in the backlog", n)
		}
		w.ended()
	})
}

func TestHoweverANumberIsTypedTheFormOpensAgainWithIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned("Prioritization: RICE")
		w.presses("omar", "@tandem", "Prioritize")
		w.submits("omar", "Reach: 1e6", "Effort: .5")
		w.types("omar", "#atlas", "/backlog")
		w.hears("omar", "#atlas", "reach 1000000 × impact 1 × confidence 80 % ÷ effort 0.5")
		w.picks("omar", "#atlas", "FR-1", "Prioritize")
		w.sees("omar", "form", "*Score:* reach 1000000 × impact 1 × confidence 80 % ÷ effort 0.5")
		w.ended()
	})
}

func TestInvalidNumbersAreExplainedBesideTheField(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned("Prioritization: RICE")
		w.presses("omar", "@tandem", "Prioritize")
		w.fills("omar", "Effort: 1")
		w.eventually("omar", "form", "Still open: Reach.")
		w.fills("omar", "Reach: 5")
		w.eventually("omar", "form", "= 4")
		w.fills("omar", "Reach: -1")
		w.eventually("omar", "form", "Still open: Reach.")
		w.unchanged("FR-1", func() { w.fails("omar", []string{"Reach must be at least 0."}) })
		v, _ := w.sim.Person("omar").View()
		if v.Values["rice.reach"]["rice.reach"]["value"] != "-1" {
			t.Errorf("what was typed is gone: %v", v.Values)
		}
		w.submits("omar", "Reach: 0")
		w.sees("omar", "@tandem", "reach 0 × impact 1 × confidence 80 % ÷ effort 1 = 0")
		w.ended()
	})
}

func TestForgedJudgmentsAreRefused(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		for what, f := range map[string]engine.Fields{
			"off the scale": {"value_effort.value": {"11"}, "value_effort.effort": {"0"}}, "no numbers": {"value_effort.value": {"many"}, "value_effort.effort": {"NaN"}}, "nothing": {},
			"infinite": {"value_effort.value": {"Inf"}, "value_effort.effort": {"1e999"}},
		} {
			w.unchanged("FR-1", func() {
				click := w.as("omar")
				click.Subject, click.Fields = "FR-1", f
				_, err := w.clicks(prioritizeForm, click)
				w.refuses(err, "Choose Value from the list.", "Choose Effort from the list.")
				if _, err := livePriorityOf(w, click); err != nil {
					t.Errorf("%s: the live value: %v", what, err)
				}
			})
		}
		w.ended()
	})
}

func TestAWontAsksForItsDayAndIsParkedUntilThen(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned("Prioritization: MoSCoW")
		w.presses("omar", "@tandem", "Prioritize")
		w.sees("omar", "form", "*Score:* Must before Should before Could. Still open: Class.")
		w.seesNot("omar", "form", "Revisit on")
		w.fills("omar", "Class: Should")
		w.eventually("omar", "form", "*Score:* Should")
		w.seesNot("omar", "form", "Revisit on")
		w.fills("omar", "Class: Won't")
		w.eventually("omar", "form", "Revisit on", "For Won't: the day on which it comes back", "*Score:* Won't")
		w.unchanged("FR-1", func() {
			w.fails("omar", []string{"Choose a day after today, 2 Mar 2026."}, "Revisit on: 2026-03-02")
		})
		w.submits("omar", "Revisit on: 2026-06-01")
		w.is("FR-1", ritual.Parked)
		w.sees("omar", "@tandem", "@omar parked FR-1 as a Won't until 1 Jun 2026", "*Parked* until 1 Jun 2026")
		w.seesNot("omar", "@tandem", "[Prioritize]", "[Challenge]")
		w.sees("sam", "@tandem", "↳ @omar parked FR-1 as a Won't until 1 Jun 2026.", "*Parked* until 1 Jun 2026")
		w.types("dev", "#atlas", "/backlog")
		w.seesNot("dev", "#atlas", "FR-1")

		w.clock.Set(time.Date(2026, 6, 1, 12, 59, 0, 0, time.UTC))
		w.settle()
		w.is("FR-1", ritual.Parked)
		w.clock.Set(time.Date(2026, 6, 1, 13, 0, 0, 0, time.UTC)) // nine in New York: whoever is asked next is the PM
		w.settle()
		w.is("FR-1", ritual.AwaitingAlignment)
		w.hears("priya", "@tandem", "It is back: @omar parked FR-1 as a Won't until 1 Jun 2026.", "[Aligned]")
		w.sees("sam", "@tandem", "*Awaiting alignment*")

		w.aligns("FR-1", "Happy eyes") // the PO's card is rewritten, which tells nobody
		w.hears("omar", "@tandem", "@priya aligned FR-1 with “Happy eyes”. Its card asks you for its priority again.")
		w.sees("omar", "@tandem", "*Where does this stand in the backlog?*", "[Prioritize]")
		w.ended()
	})
}

// TestAWontWithoutItsDayComesBack sends the form before it was drawn anew: Revisit on is not in it yet.
func TestAWontWithoutItsDayComesBack(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned("Prioritization: MoSCoW")
		w.presses("omar", "@tandem", "Prioritize")
		click := w.as("omar")
		click.Subject, click.Fields = "FR-1", engine.Fields{"moscow.class": {ritual.Wont}}
		w.unchanged("FR-1", func() {
			_, err := w.clicks(prioritizeForm, click)
			w.refuses(err, "Choose the date on which it comes back.")
			var back engine.Again
			if !errors.As(err, &back) || !strings.Contains(dump(back.Form.Blocks), "moscow.revisit") {
				t.Errorf("the form does not come back with the day: %v", err)
			}
		})
		w.closes("omar")
		w.ended()
	})
}

func TestThePOScoresByWSJF(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned("Prioritization: WSJF")
		w.presses("omar", "@tandem", "Prioritize")
		w.fills("omar", "Business value: 8", "Time criticality: 13")
		w.eventually("omar", "form", "Still open: Risk or opportunity, Job size.")
		w.unchanged("FR-1", func() {
			w.fails("omar", []string{"! wsjf.risk: Please complete", "! wsjf.size: Please complete"})
		})
		w.fills("omar", "Risk or opportunity: 5", "Job size: 3")
		w.eventually("omar", "form", "*Score:* (business value 8 + time criticality 13 + risk or opportunity 5) ÷ job size 3 = 8.7")
		w.submits("omar")
		w.is("FR-1", ritual.Backlog)
		w.sees("sam", "@tandem", "↳ @omar prioritized FR-1: (business value 8 + time criticality 13 + risk or opportunity 5) ÷ job size 3 = 8.7. It is in the backlog now.")
		w.ended()
	})
}

func TestAFormIsJudgedAnewWhenTheFrameworkChangedWhileItWasOpen(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		w.presses("omar", "@tandem", "Prioritize")
		w.fills("omar", "Value: 7")
		w.eventually("omar", "form", "Still open: Effort.")
		w.prioritizesBy(ritual.RICE)
		w.fills("omar", "Effort: 2") // the open form stays what it is
		w.eventually("omar", "form", "value 7 ÷ effort 2 = 3.5")
		w.unchanged("FR-1", func() { w.submits("omar") })
		notice := "*Atlas is prioritized by RICE now*, since you opened this form, so nothing was saved yet. You had chosen: Value 7, Effort 2."
		w.eventually("omar", "form", notice, "Reach", "So far 1 person has asked for it.", "Still open: Reach, Effort.")
		w.fills("omar", "Reach: 300")
		w.fills("omar", "Effort: 3")
		w.eventually("omar", "form", notice, "reach 300 × impact 1 × confidence 80 % ÷ effort 3 = 80")
		w.submits("omar")
		w.is("FR-1", ritual.Backlog)
		w.sees("omar", "@tandem", "@omar prioritized FR-1: reach 300 × impact 1 × confidence 80 % ÷ effort 3 = 80")
		w.ended()
	})
}

func TestOneHeadsFormComesBackWhenTheFrameworkChanged(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUpByOne()
		w.types("sam", "#atlas", "/request Dark mode")
		w.presses("priya", "@tandem", "Aligned")
		w.fills("priya", "Objective: Happy eyes", "Value: 7", "Effort: 2")
		w.eventually("priya", "form", "= 3.5")
		w.prioritizesBy(ritual.MoSCoW)
		w.unchanged("FR-1", func() { w.submits("priya") })
		w.eventually("priya", "form", "*Atlas is prioritized by MoSCoW now*", "You had chosen: Value 7, Effort 2.", "Class")
		w.submits("priya", "Class: Must") // the objective is still there
		w.is("FR-1", ritual.Backlog)
		w.sees("priya", "@tandem", "@priya aligned FR-1 with “Happy eyes”", "@priya prioritized FR-1: Must")
		w.ended()
	})
}

func TestOneHeadMayAlignAndParkAsAWontInOneForm(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUpByOne("Prioritization: MoSCoW")
		w.types("sam", "#atlas", "/request Dark mode")
		w.presses("priya", "@tandem", "Aligned")
		w.seesNot("priya", "form", "Revisit on")
		w.fills("priya", "Objective: Happy eyes", "Class: Won't")
		w.eventually("priya", "form", "Revisit on", "*Score:* Won't")
		w.submits("priya", "Revisit on: 2026-04-01")
		w.is("FR-1", ritual.Parked)
		w.sees("sam", "@tandem", "↳ @priya aligned FR-1", "↳ @priya parked FR-1 as a Won't until 1 Apr 2026.")
		w.clock.Set(time.Date(2026, 4, 1, 13, 0, 0, 0, time.UTC))
		w.settle()
		w.hears("priya", "@tandem", "It is back: @priya parked FR-1 as a Won't until 1 Apr 2026.")
		w.presses("priya", "@tandem", "Aligned")
		w.submits("priya") // the objective is the one from before
		w.is("FR-1", ritual.AwaitingPriority)
		w.ended()
	})
}

func TestOneHeadSeesByRICEHowManyAsked(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUpByOne("Prioritization: RICE")
		w.types("sam", "#atlas", "/request Dark mode")
		w.presses("priya", "@tandem", "Aligned")
		w.sees("priya", "form", "People a quarter. So far 1 person has asked for it.", "Still open: Reach, Effort.")
		w.fills("priya", "Objective: Happy eyes", "Reach: 100")
		w.fills("priya", "Effort: 4")
		w.eventually("priya", "form", "= 20")
		w.submits("priya")
		w.is("FR-1", ritual.Backlog)
		w.ended()
	})
}

// setUpByOne sets up Atlas with Priya as both PM and PO.
func (w *world) setUpByOne(answers ...string) {
	w.t.Helper()
	w.setUp(append([]string{"Product owner: priya"}, answers...)...)
}

// prioritizesBy gives Atlas another way to prioritize.
func (w *world) prioritizesBy(f ritual.FrameworkID) {
	w.t.Helper()
	p := w.product("Atlas")
	p.Settings.Was = append([]ritual.FrameworkID{p.Framework}, p.Settings.Was...)
	p.Framework = f
	w.update(func(ctx context.Context, tx *store.Tx) error { return tx.KeepProduct(ctx, p) })
}

// livePriorityOf redraws the form as the router would.
func livePriorityOf(w *world, click engine.Input) (title string, err error) {
	_, err = w.does(func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		m, err := livePriority(ctx, tx, in)
		title = m.Title
		return engine.Reply{}, err
	}, click)
	return title, err
}

func TestOnlyThePOSaysWhatIsNext(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		for _, who := range []string{"priya", "sam", "dev", "gwen"} {
			w.unchanged("FR-1", func() {
				click := w.as(who)
				click.Subject, click.Fields = "FR-1", engine.Fields{"value_effort.value": {"10"}, "value_effort.effort": {"1"}}
				for _, do := range []string{request.PrioritizeOpen, prioritizeForm} {
					_, err := w.clicks(do, click)
					w.refuses(err, "Only the product owner, @omar, can prioritize FR-1.")
				}
				if _, err := livePriorityOf(w, click); err == nil {
					t.Errorf("%s sees the live form", who)
				}
			})
		}
		w.ended()
	})
}

func TestThePOScoresOnlyWhatIsAligned(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.unchanged("FR-1", func() {
			click := w.as("omar")
			click.Subject, click.Fields = "FR-1", engine.Fields{"value_effort.value": {"10"}, "value_effort.effort": {"1"}}
			_, err := w.clicks(prioritizeForm, click)
			w.refuses(err, "FR-1 has moved on: its status is Awaiting alignment now.")
		})
		w.presses("priya", "@tandem", "Aligned")
		w.submits("priya", "Objective: Happy eyes")
		w.presses("omar", "@tandem", "Prioritize")
		w.fills("omar", "Value: 9", "Effort: 3")
		w.eventually("omar", "form", "= 3")
		w.presses("sam", "@tandem", "Withdraw")
		w.unchanged("FR-1", func() { w.submits("omar") })
		w.sees("omar", "form", "FR-1 has moved on: @sam withdrew FR-1.")
		w.ended()
	})
}

// TestScoringAndWithdrawingAtOnceIsOneOfBoth has the reporter withdraw while the PO scores, again and again.
func TestScoringAndWithdrawingAtOnceIsOneOfBoth(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for i := 1; i <= 8; i++ {
			id := ritual.RequestID(int64(i))
			w.passes(24 * time.Hour) // a day has room for six cards
			w.types("sam", "#atlas", "/request Wish "+id)
			w.aligns(id, "Happy eyes")
			w.presses("omar", "@tandem", "Prioritize", id)
			w.fills("omar", "Value: 5", "Effort: 5")
			w.eventually("omar", "form", "= 1")
			done := make(chan error, 2)
			go func() { done <- w.sim.Person("omar").Submit() }()
			go func() { done <- w.press("sam", "@tandem", "Withdraw", id) }()
			for range 2 {
				if err := <-done; err != nil && !errors.Is(err, slacksim.ErrFields) {
					t.Fatal(err)
				}
			}
			w.settle()
			ds := w.decisions(id)
			switch last := ds[len(ds)-1].Verdict; {
			case len(ds) != 2:
				t.Fatalf("%s: %s", id, dump(ds))
			case last == ritual.Withdrew:
				w.is(id, ritual.Withdrawn)
				w.sees("omar", "form", id+" has moved on: @sam withdrew "+id)
				w.closes("omar")
			case last == ritual.Prioritized:
				w.is(id, ritual.Backlog)
				w.eventually("sam", "@tandem", id+" has moved on: @omar prioritized "+id)
				w.hasNoForm("omar")
			}
		}
		w.ended()
	})
}

// TestAScoreOverWhichSomebodyElseScoredIsSeenBeforeItIsReplaced has the PO and who stands in for them judge the same story.
func TestAScoreOverWhichSomebodyElseScoredIsSeenBeforeItIsReplaced(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		w.update(func(ctx context.Context, tx *store.Tx) error {
			p := w.product("Atlas")
			p.Settings.POStandIn = w.sim.Person("dev").ID()
			return tx.KeepProduct(ctx, p)
		})
		w.presses("omar", "@tandem", "Prioritize")
		w.fills("omar", "Value: 9", "Effort: 2")
		w.eventually("omar", "form", "= 4.5")
		w.passes(8 * 24 * time.Hour) // the stand-in may act by now
		click := w.as("dev")
		click.Subject, click.Fields = "FR-1", engine.Fields{"value_effort.value": {"2"}, "value_effort.effort": {"4"}}
		if _, err := w.clicks(prioritizeForm, click); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.unchanged("FR-1", func() { w.submits("omar") })
		w.sees("omar", "form", "@dev prioritized FR-1: value 2 ÷ effort 4 = 0.5 while you had this form open, so nothing was saved yet.", "= 4.5")
		w.submits("omar")
		w.sees("omar", "@tandem", "@omar prioritized FR-1: value 9 ÷ effort 2 = 4.5")
		w.ended()
	})
}
