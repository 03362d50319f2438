package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// shipsAll has what is in the active sprint done, accepted and shipped by the PO.
func (w *world) shipsAll(ids ...string) {
	w.t.Helper()
	for _, id := range ids {
		w.acceptsIt(id)
		w.shows("omar", id)
		w.presses("omar", "#atlas", "Shipped", id)
	}
}

// surveyed are the messages by which somebody is asked whether what shipped solved it, as they stand.
func (w *world) surveyed(who string) (all []slacksim.Message) {
	w.t.Helper()
	w.idles()
	for _, m := range w.sim.Person(who).Sees("@tandem") {
		if strings.HasPrefix(wordsOf(m.Blocks), string(satisfactionHead)) {
			all = append(all, m)
		}
	}
	return all
}

// asksOnce fails unless somebody is asked in one message so far, with these words and without others.
func (w *world) asksOnce(who string, words, not []string) {
	w.t.Helper()
	all := w.surveyed(who)
	if len(all) != 1 {
		w.t.Fatalf("%s at %s: %s is asked %d times", w.t.Name(), w.clock.Now(), who, len(all))
	}
	says := w.byName(wordsOf(all[0].Blocks))
	for _, one := range words {
		if !strings.Contains(says, one) {
			w.t.Errorf("%s is not asked %q, but:\n%s", who, one, says)
		}
	}
	for _, one := range not {
		if strings.Contains(says, one) {
			w.t.Errorf("%s is asked %q", who, one)
		}
	}
}

func TestWhoAskedIsAskedTwoWeeksAfterShippingWhetherItSolvedTheirNeed(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7)
		w.runs(inSprint{"FR-1", "dev", ritual.WorkDone}, inSprint{"FR-2", "dev", ritual.WorkDone}, inSprint{"FR-3", "dev", ritual.WorkDone})
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddSupporter(ctx, "FR-1", ritual.Supporter{Person: w.sim.Person("dev").ID(), Customer: "Acme <!here>", At: tx.Now})
			_, spoke := tx.AddSupporter(ctx, "FR-2", ritual.Supporter{Customer: "Globex", By: w.sim.Person("gwen").ID(), At: tx.Now})
			return errors.Join(err, spoke, tx.Mute(ctx, w.sim.Person("sam").ID(), "FR-3"))
		})
		w.types("gwen", "#atlas", "/backlog") // Slack says who she is
		w.quits("gwen")
		w.comes("2026-03-06 14:00") // a Friday
		w.shipsAll("FR-1", "FR-2", "FR-3")
		w.comes("2026-03-20 15:00") // two weeks later, but not in the morning
		for _, who := range []string{"sam", "dev"} {
			if n := len(w.surveyed(who)); n != 0 {
				t.Errorf("%s is asked %d times before their morning", who, n)
			}
		}
		w.comes("2026-03-23 08:30")
		w.asksOnce("sam", []string{"*FR-1*  Wish number 1", "*FR-2*  Wish number 2", "[1 not at all] [2] [3] [4] [5 completely]"}, []string{"FR-3", "Acme"})
		w.asksOnce("dev", []string{"*FR-1*  Wish number 1 · for *Acme &lt;!here&gt;*"}, []string{"FR-2", "FR-3"})

		// A press answers; the form says more; both show at once, and can be changed.
		w.presses("sam", "@tandem", "4", "FR-1")
		w.asksOnce("sam", []string{"You said *4 of 5: mostly*. Thank you.", "[Say more]", "[1 not at all]"}, nil)
		w.presses("sam", "@tandem", "Say more", "FR-1")
		w.sees("sam", "form", "Did this solve it?", "Whoever can read the request can read this, with your name.")
		w.submits("sam", "Comment: It saves <!channel> an *hour* a week")
		w.asksOnce("sam", []string{"You said *4 of 5: mostly*", "It saves &lt;!channel&gt; an *hour* a week", "[Change]"}, nil)
		w.presses("sam", "@tandem", "Change", "FR-1")
		w.submits("sam", "Did this solve it?: 5 of 5: completely", "Comment: It saves an hour a day")
		w.presses("dev", "@tandem", "2", "FR-1")
		w.presses("sam", "@tandem", "3", "FR-2")

		w.shows("omar", "FR-1")
		w.sees("omar", "#atlas", "*Did this solve it?* 3.5 of 5, 2 answers", "*5 of 5: completely* · @sam: It saves an hour a day", "*2 of 5: hardly* · @dev")
		w.types("priya", "#atlas", "/roadmap")
		w.sees("priya", "#atlas", "3 shipped · satisfaction 3.3 of 5, 3 answers")

		// They are asked once, whatever becomes of it afterwards.
		w.passes(40 * 24 * time.Hour)
		for _, who := range []string{"sam", "dev"} {
			if n := len(w.surveyed(who)); n != 1 {
				t.Errorf("%s is asked %d times", who, n)
			}
		}
		for who, why := range map[string]string{"omar": "who did not ask", "priya": "who hears in place of Gwen, who left", "gwen": "who left"} {
			if n := len(w.surveyed(who)); n != 0 {
				t.Errorf("%s, %s, is asked %d times", who, why, n)
			}
		}
		w.ended()
	})
}

func TestNobodyIsAskedAboutWhatCameBackOrWhatTheyDidNotAskFor(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7)
		w.runs(inSprint{"FR-1", "dev", ritual.WorkDone}, inSprint{"FR-2", "dev", ritual.WorkDone}, inSprint{"FR-3", "dev", ritual.WorkDone})
		w.comes("2026-03-07 12:00") // a Saturday
		w.shipsAll("FR-1", "FR-2", "FR-3")
		back := func(id string) {
			w.changes(func(ctx context.Context, tx *store.Tx) error {
				r, err := tx.Request(ctx, id)
				return errors.Join(err, tx.KeepRequest(ctx, r.MoveTo(ritual.Backlog, tx.Now)))
			})
		}
		back("FR-1")
		w.comes("2026-03-22 12:00") // whom to ask is noted, and nobody was asked yet
		back("FR-2")
		w.comes("2026-03-23 08:30")
		w.asksOnce("sam", []string{"FR-3"}, []string{"FR-1", "FR-2"})

		in := w.as("dev") // by a button that they could only have by a copy
		in.Subject = "FR-3"
		for _, id := range []string{"satisfaction.5", satisfactionMore} {
			if _, err := w.clicks(id, in); err == nil || !strings.Contains(err.Error(), "I ask those who asked for it") {
				t.Errorf("dev presses %s and reads %v", id, err)
			}
		}
		in.Fields = engine.Fields{"rating": {"5"}}
		if _, err := w.clicks(satisfactionForm, in); err == nil {
			t.Error("dev has an opinion of what they did not ask for")
		}
		in = w.as("sam")
		in.Subject, in.Fields = "FR-3", engine.Fields{"rating": {"9"}, "comment": {"Very much"}}
		if _, err := w.clicks(satisfactionForm, in); len(ritual.Refusals(err)) != 1 || ritual.Refusals(err)[0].Field != "rating" {
			t.Errorf("a rating of 9 is answered by %v", err)
		}
		w.asksOnce("sam", []string{"[5 completely]"}, []string{"You said", "Very much"})
		w.ended()
	})
}

func TestWhoAskedForMuchIsAskedAFewADayAndNeverAtNight(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		n := questionsMost + 2
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			p := w.product("Atlas")
			sam := w.as("sam").Who
			err := tx.KeepPerson(ctx, sam)
			for i := range n {
				number, taken := tx.NextNumber(ctx)
				r := ritual.Request{ID: ritual.RequestID(number), Number: number, Product: p.ID, Title: fmt.Sprintf("Wish number %d", i+1), Kind: ritual.Feature,
					Reporter: sam.ID, Requester: sam.ID, Status: ritual.Shipped, Since: tx.Now, Created: tx.Now}
				err = errors.Join(err, taken, tx.AddRequest(ctx, r), leaveSatisfaction(ctx, tx, fate{m: request.Matter{Request: r, Product: p}, became: ritual.BecameOf(r, nil)}))
			}
			return err
		})
		w.clock.Set(w.clock.Now().Add(ritual.SatisfactionAfter + 12*time.Hour)) // Tandem was away until the evening
		w.settle()
		if got := len(w.surveyed("sam")); got != 0 {
			t.Errorf("sam is asked %d times in the evening", got)
		}
		w.passes(16 * time.Hour)
		w.asksOnce("sam", []string{"*FR-1*", fmt.Sprintf("*FR-%d*", questionsMost)}, []string{fmt.Sprintf("*FR-%d*", questionsMost+1)})
		w.passes(24 * time.Hour)
		all := w.surveyed("sam")
		if len(all) != 2 || strings.Count(wordsOf(all[1].Blocks), "[1 not at all]") != 2 {
			t.Errorf("on the next day sam reads %d messages", len(all))
		}
		w.passes(7 * 24 * time.Hour)
		if got := len(w.surveyed("sam")); got != 2 {
			t.Errorf("sam is asked %d times", got)
		}
		w.ended()
	})
}
