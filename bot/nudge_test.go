package bot

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// nudges are the messages that nudged somebody, the oldest first.
func (w *world) nudges(who string) (all []string) {
	for _, m := range w.sim.Person(who).Sees("@tandem") {
		if words := w.byName(wordsOf(m.Blocks)); strings.Contains(words, "I mention a decision twice") {
			all = append(all, words)
		}
	}
	return all
}

// nudged fails unless somebody was nudged so many times, the last time with these words.
func (w *world) nudged(who string, times int, words ...string) {
	w.t.Helper()
	all := w.nudges(who)
	if len(all) != times {
		w.t.Fatalf("%s at %s: nudged %d times, not %d: %q", who, w.clock.Now(), len(all), times, all)
	}
	for _, want := range words {
		if !strings.Contains(all[times-1], want) {
			w.t.Errorf("%s is not told %q, but:\n%s", who, want, all[times-1])
		}
	}
}

// Priya works in New York: nine o'clock is 14:00 UTC, until the clocks change on 8 March, and 13:00 from then on.
func TestWhoeverIsToDecideIsNudgedTwiceAndThenTheStandInIsAsked(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.opensHome("dev")
		w.types("sam", "#atlas", "/request Dark mode")
		w.until("2026-03-02 15:00")
		w.types("sam", "#atlas", "/request Export as CSV") // at ten, in New York
		w.until("2026-03-04 13:59")
		w.nudged("priya", 0)
		w.until("2026-03-04 14:30")
		w.nudged("priya", 1, "One decision is still with you.", "*FR-1*  Dark mode\nAtlas · does it serve the roadmap? · waiting for you since Monday", "[Aligned]", "[Need more]")
		w.until("2026-03-04 15:30") // the second one joins it: one message a day
		w.nudged("priya", 1, "2 decisions are still with you.", "*FR-2*  Export as CSV")
		w.seesNot("dev", "@tandem", "[Aligned]")

		w.presses("priya", "@tandem", "Decline", "FR-2") // right there
		w.submits("priya", "Reason: There is one")
		w.nudged("priya", 1, "One decision is still with you.", "*FR-2*  Export as CSV\n@priya declined FR-2")
		w.until("2026-03-06 13:59")
		w.nudged("priya", 1)
		w.seesNot("dev", "@tandem", "[Aligned]")
		w.until("2026-03-06 14:30")
		w.nudged("priya", 2, "*FR-1*  Dark mode", "@dev can answer it now, too.")
		w.sees("dev", "@tandem", "*Does this serve the roadmap?*", "for @priya, who has not answered yet", "[Aligned]")
		w.sees("dev", "home", "*FR-1*  Dark mode\nAtlas · does it serve the roadmap?", "for @priya, who has not answered yet", "[Aligned]")
		w.until("2026-03-20 18:00") // no third
		w.nudged("priya", 2)
		w.nudged("dev", 0)

		w.presses("dev", "@tandem", "Aligned", "FR-1")
		w.submits("dev", "Objective: Happy eyes")
		w.nudged("priya", 2, "All of this is answered.", "@dev aligned FR-1")
		w.seesNot("dev", "home", "[Aligned]")
		w.seesNot("dev", "@tandem", "[Aligned]")
		w.ended()
	})
}

func TestTheStandInsCardIsOverOnceTheOwnerAnswers(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.until("2026-03-09 20:00")
		w.nudged("priya", 2)
		if all := w.nudges("priya"); strings.Contains(strings.Join(all, ""), "can answer it now") {
			t.Errorf("nobody stands in: %s", all[1])
		}
		w.standIns() // named after the last nudge
		w.until("2026-03-10 09:00")
		w.sees("dev", "@tandem", "for @priya, who has not answered yet", "[Aligned]")
		w.nudged("priya", 2, "@dev can answer it now, too.")
		w.aligns("FR-1", "Happy eyes")
		w.seesNot("dev", "@tandem", "[Aligned]")
		w.sees("dev", "@tandem", "@priya aligned FR-1")

		w.sim.ChangeUser("omar", func(u *slacksim.User) { u.StatusEmoji = ":palm_tree:" }) // sam stands in for him
		w.settle()
		w.sees("sam", "@tandem", "for @omar, who is away", "[Prioritize]")
		w.opensHome("sam")
		w.sees("sam", "home", "for @omar, who is away")
		w.until("2026-03-12 12:00")
		w.nudged("sam", 1, "for @omar, who is away", "[Prioritize]")
		w.nudged("omar", 0)
		w.sim.ChangeUser("omar", func(u *slacksim.User) { u.StatusEmoji = "" })
		w.settle()
		w.nudged("sam", 1, "All of this is answered.", "next: @omar says where it stands")
		w.until("2026-03-16 23:59") // asked on Thursday evening in Tokyo, so counted from Friday's morning
		w.nudged("omar", 0)
		w.until("2026-03-17 00:30")
		w.nudged("omar", 1, "waiting for you since Thursday", "[Prioritize]")
		w.ended()
	})
}

func TestALateNudgeComesOnceAndWithinWorkingHours(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.until("2026-03-04 13:00")
		w.stop()
		w.clock.Set(time.Date(2026, 3, 13, 21, 30, 0, 0, time.UTC)) // a Friday evening in New York, both are due
		w.start()
		w.settle()
		w.nudged("priya", 0)
		w.until("2026-03-16 12:59")
		w.nudged("priya", 0)
		w.until("2026-03-16 13:05")
		w.nudged("priya", 1, "waiting for you since 2 Mar 2026")
		w.stop()
		w.start()
		w.until("2026-03-25 20:00")
		w.nudged("priya", 1)
		w.ended()
	})
}

func TestNobodyIsNudgedTwiceADayAboutTheSame(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.until("2026-03-02 15:00")
		w.types("sam", "#atlas", "/request Dark mode")
		w.stop()
		w.clock.Set(time.Date(2026, 3, 6, 14, 30, 0, 0, time.UTC)) // half an hour before the second is due
		w.start()
		w.settle()
		w.nudged("priya", 1)
		w.until("2026-03-09 12:59") // on Friday she had one; the clocks change on Sunday
		w.nudged("priya", 1)
		w.until("2026-03-09 13:05")
		w.nudged("priya", 2)
		w.until("2026-03-20 15:00")
		w.nudged("priya", 2)
		w.ended()
	})
}

func TestANudgeFollowsWhatChangesWhenItIsDue(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.settings("sam")
		w.submits("sam", "Holidays: 2026-03-03, 2026-03-04")
		w.closes("sam")
		w.until("2026-03-05 20:00")
		w.nudged("priya", 0)

		w.opensHome("priya")
		w.sees("priya", "home", "You work Mon to Fri 9:00 to 17:00, America/New_York, with the holidays of the United States.")
		w.presses("priya", "home", "My working hours")
		w.fails("priya", []string{"Choose a time after 18:00, when working hours begin."}, "Working hours from: 18:00", "My days off: 2026-03-09")
		w.submits("priya", "Working hours from: 08:00", "Working hours until: 12:00")
		w.sees("priya", "form", "You work Mon to Fri 8:00 to 12:00, America/New_York, with the holidays of the United States and 1 day off of your own.")
		w.closes("priya")
		w.sees("priya", "home", "8:00 to 12:00")
		w.until("2026-03-06 13:30") // eight in the morning, two working days after Monday
		w.nudged("priya", 1)
		w.until("2026-03-10 11:59") // the ninth is her day off, and the second is due four days after the first
		w.nudged("priya", 1)

		w.settings("sam")
		w.submits("sam", "Product manager: dev")
		w.closes("sam")
		w.until("2026-03-12 07:00")
		w.nudged("priya", 1, "All of this is answered.", "next: @dev checks it")
		w.until("2026-03-13 07:00") // dev is asked since Tuesday, in Berlin
		w.nudged("dev", 1, "waiting for you since Tuesday")
		w.until("2026-03-20 07:00")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.nudged("dev", 2)
		w.ended()
	})
}

func TestANudgeThatHasToWaitIsAnsweredInTheMessageOfTheDay(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.until("2026-03-02 15:00")
		w.asksFor(2, 4) // FR-4 and FR-5 in the message of the day
		w.until("2026-03-04 13:00")
		w.spends("priya", ritual.PerDay)
		w.until("2026-03-04 21:00")
		w.nudged("priya", 0)
		before := len(w.got("priya"))
		w.until("2026-03-05 14:30")
		if n := len(w.got("priya")) - before; n != 1 {
			t.Fatalf("%d messages: %q", n, w.got("priya"))
		}
		list := w.last("priya", "@tandem")
		for _, want := range []string{"*FR-1*  Dark mode\nAtlas · does it serve the roadmap? · waiting for you since Monday", "*FR-4*", "[Aligned]"} {
			if !strings.Contains(list, want) {
				t.Errorf("the message of the day has not %q:\n%s", want, list)
			}
		}
		if n := strings.Count(list, "*FR-4*"); n != 1 { // as a card or as a nudge
			t.Errorf("FR-4 stands there %d times:\n%s", n, list)
		}
		w.presses("priya", "@tandem", "Decline", "FR-1")
		w.submits("priya", "Reason: Not ours")
		w.sees("priya", "@tandem", "*FR-1*  Dark mode\n@priya declined FR-1")
		w.ended()
	})
}

func TestWhoIsBothHeadsAndAwayIsNudgedOnceTheyAreBack(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp("Product owner: priya")
		w.types("sam", "#atlas", "/request Dark mode")
		w.goesAway("priya")
		w.until("2026-03-10 15:00")
		w.nudged("priya", 0) // nobody stands in, and she is not there
		w.sim.ChangeUser("priya", func(u *slacksim.User) { u.StatusEmoji = "" })
		w.settle()
		w.nudged("priya", 1, "waiting for you since 2 Mar 2026", "[Aligned]")
		w.presses("priya", "@tandem", "Aligned", "FR-1")
		w.submits("priya", "Objective: Happy eyes", "Value: 5", "Effort: 2")
		w.is("FR-1", ritual.Backlog)
		w.nudged("priya", 1, "All of this is answered.")
		w.until("2026-03-20 15:00")
		w.nudged("priya", 1)
		w.ended()
	})
}

func TestNudgesKeepToTheHolidaysAndTheWeekendOfWhereSomebodyIs(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		moves := func(zone string) {
			w.sim.ChangeUser("priya", func(u *slacksim.User) { u.Zone = zone })
			w.settle()
		}
		moves("Europe/Berlin")
		w.until("2026-04-01 12:00") // the Wednesday before Easter
		w.types("sam", "#atlas", "/request Dark mode")
		w.until("2026-04-07 11:59")
		w.nudged("priya", 0) // Thursday was the first working day, Tuesday is the second
		w.until("2026-04-07 12:05")
		w.nudged("priya", 1, "waiting for you since Wednesday")
		moves("Asia/Kathmandu") // where Good Friday, Sunday and Monday were working days, and it is evening
		w.opensHome("priya")
		w.sees("priya", "home", "You work Sun to Fri 9:00 to 17:00, Asia/Kathmandu, without holidays.")
		w.until("2026-04-08 03:14")
		w.nudged("priya", 1)
		w.until("2026-04-08 03:20") // nine o'clock
		w.nudged("priya", 2)
		w.ended()
	})
}

// spends has somebody get so many messages of their budget today.
func (w *world) spends(who string, n int) {
	w.t.Helper()
	ctx := context.Background()
	if err := w.db.Update(ctx, func(tx *store.Tx) error {
		for i := range n {
			m := store.Message{Kind: outcomesKind, Subject: fmt.Sprint(i), To: w.sim.Person(who).ID(), State: store.MessagePosted, Class: string(ritual.ClassOutcome), Sent: tx.Now}
			if _, _, err := tx.AddMessage(ctx, m); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		w.t.Fatal(err)
	}
}

func TestTwoReplicasSendOneNudge(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.types("sam", "#atlas", "/request Dark mode")
		w.runsTwiceAt(time.Date(2026, 3, 4, 14, 0, 0, 0, time.UTC))
		w.nudged("priya", 1)
		w.runsTwiceAt(time.Date(2026, 3, 6, 14, 0, 0, 0, time.UTC))
		w.nudged("priya", 2)
		if n := strings.Count(w.reads("dev", "@tandem"), "who has not answered yet"); n != 1 {
			t.Errorf("the stand-in has %d cards", n)
		}
		w.ended()
	})
}

// hangsNudges takes what the PM and the PO are nudged about, the card of the PM's stand-in, and the form with working hours.
func (w *world) hangsNudges(g gallery) {
	w.t.Helper()
	ctx := context.Background()
	back := errors.New("as it was")
	if err := w.db.Update(ctx, func(tx *store.Tx) error {
		p := w.productsAll()[0]
		p.Settings.PMStandIn = p.Team[0]
		asked := w.clock.Now().AddDate(0, 0, -30)
		err := tx.KeepProduct(ctx, p)
		for n, id := range []string{"FR-1", "FR-3", "FR-4"} {
			r, read := tx.Request(ctx, id)
			r.Since = asked.AddDate(0, 0, 26*n)
			err = errors.Join(err, read, tx.KeepRequest(ctx, r),
				tx.AddNudge(ctx, store.Nudge{Person: p.PM, Request: id, Asked: r.AskedAt(), Nth: 2 - n%2, Day: "2026-03-06"}))
		}
		for kind, m := range map[string]store.Message{
			"nudge":                          {Kind: request.NudgeKind, Subject: "2026-03-06", To: p.PM, State: store.MessagePosted},
			"pm_card of FR-1, to a stand-in": {Kind: request.PMCard, Subject: "FR-1", To: p.Settings.PMStandIn},
		} {
			v, view := w.bot.Routes.Messages[m.Kind].View(ctx, tx, m)
			err = errors.Join(err, view)
			g.hang("nudge", kind, v)
		}
		h, read := hoursOf(ctx, tx, p.PM)
		g.hang("nudge", "hours", hoursModal(h))
		own := tx.KeepOwn(ctx, p.PO, ritual.Own{From: "07:30", Until: "15:00", Days: 1 << time.Monday, Country: ritual.NoCountry, Off: []string{"2026-12-24", "2026-12-31"}})
		chose, readToo := hoursOf(ctx, tx, p.PO)
		g.hang("nudge", "hours that were chosen", hoursModal(chose))
		return errors.Join(err, read, own, readToo, back)
	}); !errors.Is(err, back) {
		w.t.Fatal(err)
	}
}

// BenchmarkNudges is how long one look at what waits for a PM takes, with 5,000 decisions: while none is due, once each was
// nudged about, and for a run of nudges.
func BenchmarkNudges(b *testing.B) {
	ctx := context.Background()
	clock := store.Frozen(monday)
	db, err := store.Open(ctx, filepath.Join(b.TempDir(), "tandem.db"), clock)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	update := func(f func(tx *store.Tx) error) {
		if err := db.Update(ctx, f); err != nil {
			b.Fatal(err)
		}
	}
	update(func(tx *store.Tx) error {
		err := errors.Join(tx.AddProduct(ctx, ritual.Product{ID: "atlas", Name: "Atlas", Channel: "C1", PM: "pm", PO: "po", Created: monday}),
			tx.KeepPerson(ctx, ritual.Person{ID: "pm", Zone: "Europe/Berlin", Kind: ritual.Member, Read: monday}))
		for n := int64(1); n <= 5000; n++ {
			r := ritual.Request{ID: ritual.RequestID(n), Number: n, Product: "atlas", Title: "Wish", Kind: ritual.Feature, Reporter: "sam", Created: monday,
				Status: ritual.AwaitingAlignment, Since: monday.Add(time.Duration(n) * time.Second)}
			err = errors.Join(err, tx.AddRequest(ctx, r))
		}
		return err
	})
	who := ritual.Person{ID: "pm", Zone: "Europe/Berlin", Kind: ritual.Member}
	look := func(b *testing.B) {
		for b.Loop() {
			update(func(tx *store.Tx) error { _, err := dueNudges(ctx, tx, who); return err })
		}
	}
	b.Run("none is due", look)
	clock.Set(monday.AddDate(0, 0, 2).Add(3 * time.Hour))
	b.Run("a run of them", look)
	update(func(tx *store.Tx) (err error) {
		for n := int64(1); n <= 5000; n++ {
			err = errors.Join(err, tx.AddNudge(ctx, store.Nudge{Person: "pm", Request: ritual.RequestID(n), Asked: monday.Add(time.Duration(n) * time.Second), Nth: 1, Day: "2026-03-04"}))
		}
		return err
	})
	b.Run("each was nudged about", look)
}
