package bot

import (
	"context"
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

// asksFor has Sam ask for n things, FR-<from> and on, a quarter of a minute apart.
func (w *world) asksFor(from, n int) {
	w.t.Helper()
	for i := range n {
		w.types("sam", "#atlas", fmt.Sprintf("/request Thing number %d", from+i))
		w.passes(15 * time.Second)
	}
}

// got are the messages that Tandem has sent somebody directly by themselves, in order, each told by its first words.
func (w *world) got(who string) (firsts []string) {
	w.t.Helper()
	for _, m := range w.sim.Person(who).Sees("@tandem") {
		if m.User == w.sim.BotUser() && (m.ThreadTS == "" || m.ThreadTS == m.TS) {
			firsts = append(firsts, strings.SplitN(m.Text, "\n", 2)[0])
		}
	}
	return firsts
}

func TestTheFirstThreeCardsComeByThemselvesAndTheOthersInOneMessage(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		before := len(w.got("priya"))
		w.asksFor(1, 6)
		if n := len(w.got("priya")) - before; n != 4 {
			t.Fatalf("priya has %d messages: %q", n, w.got("priya"))
		}
		w.sees("priya", "@tandem", "*3 more wait for your answer*", "*FR-4*  Thing number 4\nAtlas · does it serve the roadmap? · asked by @sam", "*FR-6*  Thing number 6")
		w.asksFor(7, 1) // the list is edited in place
		w.sees("priya", "@tandem", "*4 more wait for your answer*", "*FR-7*  Thing number 7")
		if n := len(w.got("priya")) - before; n != 4 {
			t.Errorf("priya has %d messages: %q", n, w.got("priya"))
		}

		w.presses("priya", "@tandem", "Decline", "FR-5") // answered from the list
		w.submits("priya", "Reason: It serves no objective of ours")
		w.sees("priya", "@tandem", "*3 more wait for your answer*", "*FR-5*  Thing number 5\n@priya declined FR-5")
		w.is("FR-5", ritual.Declined)
		w.seesNot("priya", "@tandem", "FR-5\n[")

		w.passes(24 * time.Hour) // the next overflow makes today's list, and takes over what still waits in yesterday's
		w.asksFor(8, 1)
		w.sees("priya", "@tandem", "*4 more wait for your answer*", "*FR-8*  Thing number 8")
		if n := len(w.got("priya")) - before; n != 5 {
			t.Errorf("priya has %d messages: %q", n, w.got("priya"))
		}
		if lists := strings.Count(w.reads("priya", "@tandem"), "wait for your answer*"); lists != 1 {
			t.Errorf("%d lists ask:\n%s", lists, w.reads("priya", "@tandem"))
		}
		w.ended()
	})
}

func TestWhatIsHandedOverAtOnceStandsInTheListInItsOrder(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.asksFor(1, 12)
		w.settings("sam")
		w.submits("sam", "Product manager: dev")
		list := w.last("dev", "@tandem")
		at := 0
		for i := 4; i <= 12; i++ {
			next := strings.Index(list, fmt.Sprintf("*FR-%d*", i))
			if next < at {
				t.Fatalf("FR-%d is out of order:\n%s", i, list)
			}
			at = next
		}
		w.ended()
	})
}

func TestNobodyGetsMoreThanSixMessagesADay(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		before := len(w.got("priya"))
		for i := 1; i <= 9; i++ { // decided as fast as they come
			w.asksFor(i, 1)
			if _, _, _, ok := w.button("priya", "@tandem", "Decline", ritual.RequestID(int64(i))); ok {
				w.presses("priya", "@tandem", "Decline", ritual.RequestID(int64(i)))
				w.submits("priya", "Reason: It serves no objective of ours")
			}
		}
		if n := len(w.got("priya")) - before; n != ritual.PerDay {
			t.Fatalf("priya has %d messages: %q", n, w.got("priya"))
		}
		w.opensHome("priya") // nothing is hidden meanwhile
		w.sees("priya", "home", "*FR-7*", "*FR-8*", "*FR-9*")
		w.presses("priya", "home", "Decline", "FR-8")
		w.submits("priya", "Reason: It serves no objective of ours")

		w.passes(30 * time.Hour) // past nine in the morning in New York
		if n := len(w.got("priya")) - before; n != ritual.PerDay+1 {
			t.Fatalf("priya has %d messages: %q", n, w.got("priya"))
		}
		w.sees("priya", "@tandem", "*2 more wait for your answer*", "*FR-7*  Thing number 7", "*FR-9*  Thing number 9")
		w.ended()
	})
}

// TestTheMorningsMessageHasItsPlaceInTheDayFromMidnightOn has cards come in the night before yesterday's rest is sent.
func TestTheMorningsMessageHasItsPlaceInTheDayFromMidnightOn(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		decided := func(from, to int) {
			for i := from; i <= to; i++ {
				w.asksFor(i, 1)
				click := w.as("priya")
				click.Subject, click.Fields = ritual.RequestID(int64(i)), engine.Fields{"reason": {"It serves no objective of ours"}}
				if _, err := w.clicks(declineForm, click); err != nil {
					t.Fatal(err)
				}
				w.settle()
			}
		}
		decided(1, ritual.PerDay)
		w.asksFor(ritual.PerDay+1, 2)
		w.passes(22 * time.Hour) // two in the night in New York
		before := len(w.got("priya"))
		decided(ritual.PerDay+3, 2*ritual.PerDay+3)
		if n := len(w.got("priya")) - before; n != ritual.PerDay-1 {
			t.Errorf("priya has %d messages in the night: %q", n, w.got("priya")[before:])
		}
		w.passes(12 * time.Hour)
		if n := len(w.got("priya")) - before; n != ritual.PerDay {
			t.Errorf("priya has %d messages: %q", n, w.got("priya")[before:])
		}
		w.sees("priya", "@tandem", "*2 more wait for your answer*")
		w.ended()
	})
}

// TestTheRestOfADayComesInOneMessageTheNextMorning has more become of somebody's requests than a day has room for.
func TestTheRestOfADayComesInOneMessageTheNextMorning(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.asksFor(1, 9)
		told := func() (n int) {
			for _, m := range w.sim.Person("sam").Sees("@tandem") {
				if strings.Contains(m.Text, "declined FR-") && m.ThreadTS != "" && m.ThreadTS != m.TS {
					n++
				}
			}
			return n
		}
		for i := 1; i <= 9; i++ {
			click := w.as("priya")
			click.Subject, click.Fields = ritual.RequestID(int64(i)), engine.Fields{"reason": {"It serves no objective of ours"}}
			if _, err := w.clicks(declineForm, click); err != nil {
				t.Fatal(err)
			}
			w.settle()
		}
		if told() != ritual.PerDay {
			t.Errorf("sam was told %d times:\n%s", told(), w.reads("sam", "@tandem"))
		}
		w.seesNot("sam", "@tandem", "For you to know")
		w.passes(24 * time.Hour)
		w.sees("sam", "@tandem", "*For you to know*", "@priya declined FR-7.", "@priya declined FR-8.", "@priya declined FR-9.")
		w.ended()
	})
}

func TestNoMoreThanThreeCardsStandAloneHoweverLongTheListIs(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.asksFor(1, 25)
		for i := 1; i <= ritual.SingleCards; i++ {
			w.presses("priya", "@tandem", "Decline", ritual.RequestID(int64(i)))
			w.submits("priya", "Reason: It serves no objective of ours")
		}
		w.passes(24 * time.Hour)
		before := len(w.got("priya"))
		w.asksFor(26, 5)
		if n := len(w.got("priya")) - before; n != ritual.SingleCards+1 { // and a list
			t.Errorf("priya has %d messages: %q", n, w.got("priya")[before:])
		}
		w.ended()
	})
}

func TestNoListGoesToWhoHasLeftMeanwhile(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("priya")
		for i := 1; i <= ritual.PerDay+1; i++ {
			w.types("dev", "#atlas", fmt.Sprintf("/request Thing number %d", i))
			click := w.as("priya")
			click.Subject, click.Fields = ritual.RequestID(int64(i)), engine.Fields{"reason": {"It serves no objective of ours"}}
			if _, err := w.clicks(declineForm, click); err != nil {
				t.Fatal(err)
			}
			w.settle()
		}
		w.quits("dev")
		before := len(w.sim.Calls("chat.postMessage"))
		w.passes(24 * time.Hour)
		if n := len(w.sim.Calls("chat.postMessage")); n != before {
			t.Errorf("%d messages were sent", n-before)
		}
		w.seesNot("priya", "home", "Could not be posted")
		w.ended()
	})
}

func TestAListWhoseRowsWereAllAnsweredIsNotPosted(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for i := 1; i <= ritual.PerDay+1; i++ {
			w.asksFor(i, 1)
			click := w.as("priya")
			click.Subject, click.Fields = ritual.RequestID(int64(i)), engine.Fields{"reason": {"It serves no objective of ours"}}
			if _, err := w.clicks(declineForm, click); err != nil {
				t.Fatal(err)
			}
			w.settle()
		}
		n := len(w.got("priya"))
		w.passes(48 * time.Hour)
		if now := w.got("priya"); len(now) != n {
			t.Errorf("priya hears of what is over: %q", now[n:])
		}
		w.ended()
	})
}

// TestWhatSomebodyDidIsAnsweredWhateverTheDayHasBrought holds that answers cost nothing.
func TestWhatSomebodyDidIsAnsweredWhateverTheDayHasBrought(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		before := len(w.got("sam"))
		w.asksFor(1, 12)
		if n := len(w.got("sam")) - before; n != 12 {
			t.Errorf("sam has %d receipts", n)
		}
		w.update(func(ctx context.Context, tx *store.Tx) error {
			spent, err := tx.SentSince(ctx, w.sim.Person("sam").ID(), monday.Add(-time.Hour))
			if spent != 0 {
				t.Errorf("they cost %d", spent)
			}
			return err
		})
		w.ended()
	})
}

// TestACardDoesNotStandInAListThatWasNotPosted has Slack refuse the message of the day.
func TestACardDoesNotStandInAListThatWasNotPosted(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.asksFor(1, 3)
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.Error("restricted_action"), Count: 2}) // the receipt, and the list
		w.asksFor(4, 1)
		w.sim.ClearFaults()
		w.asksFor(5, 1)
		w.seesNot("priya", "@tandem", "wait for your answer", "waits for your answer")
		w.passes(30 * time.Hour)
		w.sees("priya", "@tandem", "*FR-5*  Thing number 5")
		w.ended()
	})
}

func TestAVeryLongListCountsOnlySoFar(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		c := crowd{w: w, product: w.product("Atlas")}
		shows := func(upTo int, status ritual.Status) string {
			t.Helper()
			var looks string
			w.changes(func(ctx context.Context, tx *store.Tx) (err error) {
				if c.n == 0 {
					c.list, _, err = tx.AddMessage(ctx, store.Message{Kind: engine.ListKind, Subject: "2026-03-02", Product: c.product.ID, To: c.product.PM, State: store.MessagePosted})
				}
				for ; err == nil && c.n < upTo; c.n++ {
					var r ritual.Request
					if r, err = c.keeps(ctx, tx, status, c.n); err == nil {
						_, _, err = tx.AddMessage(ctx, store.Message{Kind: request.PMCard, Subject: r.ID, Product: c.product.ID, To: c.product.PM, Inside: c.list.ID, Left: tx.Now})
					}
				}
				if err != nil {
					return err
				}
				view, err := w.bot.Look(ctx, tx, c.list)
				looks = dump(view)
				return err
			})
			return looks
		}
		for _, x := range []struct {
			n      int
			status ritual.Status
			says   []string
		}{
			{60, ritual.Declined, []string{"*For you to know*", "and 15 more that ask nothing of you"}},
			{160, ritual.AwaitingAlignment, []string{"*100 more wait for your answer*", "and 78 more: my Home tab"}},
			{190, ritual.AwaitingAlignment, []string{"*More than 100 wait for your answer*", "and many more: my Home tab has what waits for you"}},
		} {
			got := shows(x.n, x.status)
			for _, want := range x.says {
				if !strings.Contains(got, want) {
					t.Errorf("of %d, the list does not say %q: %s", x.n, want, got)
				}
			}
		}
		w.ended()
	})
}
