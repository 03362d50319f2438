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

// wish is somebody's message in #atlas that somebody else records; it is talked about in its thread.
func (w *world) wish(author, recorder, words string) {
	w.t.Helper()
	w.captures(recorder, "#atlas", w.says(author, "#atlas", words))
	w.submits(recorder)
}

// decides is the PM answering by a form, sent as it is.
func (w *world) decides(id string, v ritual.Verdict, f engine.Fields) {
	w.t.Helper()
	click := w.as("priya")
	click.Subject, click.Fields = id, f
	click.Data.Last = ritual.Doubt(w.decisions(id)).ID // the form shows it
	if _, err := w.clicks(alignmentForms[v], click); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

// declines and alignsWith are the PM's no and yes.
func (w *world) declines(id, why string) {
	w.t.Helper()
	w.decides(id, ritual.Decline, engine.Fields{"reason": {why}})
}

func (w *world) alignsWith(id, objective string) {
	w.t.Helper()
	f := engine.Fields{"new_objective": {objective}, "reason": {"All the same"}}
	for _, o := range in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Objective, error) {
		return tx.Objectives(ctx, w.request(id).Product)
	}) {
		if o.Name == objective {
			f = engine.Fields{"objective": {o.ID}, "reason": {"All the same"}}
		}
	}
	w.decides(id, ritual.Aligned, f)
}

// told are the messages by which somebody heard what became of what they asked for, as they stand.
func (w *world) told(who string) (all []string) {
	w.t.Helper()
	w.idles()
	for _, m := range w.sim.Person(who).Sees("@tandem") {
		if words := wordsOf(m.Blocks); m.User == w.sim.BotUser() && strings.HasPrefix(words, "*What became of what you asked for*") {
			all = append(all, w.byName(words))
		}
	}
	return all
}

// heard fails unless somebody was told so many times, and the last time with these words.
func (w *world) heard(who string, times int, words ...string) {
	w.t.Helper()
	all := w.told(who)
	if len(all) != times {
		w.t.Fatalf("%s at %s: told %d times, want %d: %q", who, w.clock.Now(), len(all), times, all)
	}
	for _, want := range words {
		if !strings.Contains(all[times-1], want) {
			w.t.Errorf("%s is not told %q, but:\n%s", who, want, all[times-1])
		}
	}
}

// until lets time go by until an instant in UTC.
func (w *world) until(at string) {
	w.t.Helper()
	t, err := time.Parse("2006-01-02 15:04", at)
	if err != nil {
		w.t.Fatal(err)
	}
	w.passes(t.Sub(w.clock.Now()))
}

func TestWhoAskedAndWhoJoinedHearAllOfADayInOneMessageTheNextMorning(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.wish("dev", "sam", "We need an export to CSV for the audits")
		w.wish("dev", "sam", "Dark mode for the dashboard, please")
		w.captures("gwen", "#atlas", w.request("FR-1").Source.TS) // guests may not ask here
		w.captures("omar", "#atlas", w.request("FR-1").Source.TS)
		w.declines("FR-1", "It serves no objective of ours")
		w.alignsWith("FR-2", "Happy eyes")
		w.sees("dev", "#atlas", "↳ @priya declined FR-1") // at once, in the thread
		w.heard("dev", 0)

		w.until("2026-03-03 07:59")
		w.heard("dev", 0)
		w.until("2026-03-03 08:01") // nine in Berlin
		for _, who := range []string{"dev", "sam"} {
			w.heard(who, 1, "3 Mar 2026", "*FR-1*  We need an export to CSV for the audits\n*Declined* by @priya\n> It serves no objective of ours\nIf something has changed, tell @priya. [Mute]",
				"*FR-2*  Dark mode for the dashboard, please\n*Aligned* by @priya: it serves “Happy eyes”\nNow *Awaiting priority* · next: @omar says where it stands in the backlog [Mute]")
		}
		w.heard("omar", 1, "*FR-1*") // at nine in Tokyo
		if strings.Contains(w.told("omar")[0], "FR-2") {
			t.Error("omar hears of what he did not ask for")
		}
		w.heard("gwen", 0)
		w.heard("priya", 0)
		w.until("2026-03-06 20:00")
		w.heard("dev", 1)
		w.heard("sam", 1)
		w.ended()
	})
}

func TestOnlyWhatStillHoldsIsTold(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.wish("dev", "sam", "We need an export to CSV for the audits")
		w.wish("dev", "sam", "Dark mode for the dashboard, please")
		for _, id := range []string{"FR-1", "FR-2"} {
			w.alignsWith(id, "Happy eyes")
			w.challenges(id, "Is it ours?")
		}
		w.declines("FR-1", "Not ours after all")
		w.until("2026-03-03 08:01")
		w.heard("dev", 1, "*FR-1*", "*Declined* by @priya\n> Not ours after all")
		for _, not := range []string{"Happy eyes", "FR-2"} {
			if strings.Contains(w.told("dev")[0], not) {
				t.Errorf("dev is told of %s: %s", not, w.told("dev")[0])
			}
		}
		w.alignsWith("FR-2", "Happy eyes")
		w.until("2026-03-04 08:01")
		w.heard("dev", 2, "4 Mar 2026", "*FR-2*", "*Aligned*")
		w.challenges("FR-2", "Is it really?")
		w.until("2026-03-05 08:01")
		w.heard("dev", 3, "*FR-2*", "*Looked at again*: what you heard last may change.\nNow *Awaiting alignment* · next: @priya")
		w.alignsWith("FR-2", "Happy eyes") // as it was, but they were told otherwise
		w.until("2026-03-06 08:01")
		w.heard("dev", 4, "*FR-2*", "*Aligned*")
		w.ended()
	})
}

func TestWhatCanStillBeUndoneInTheMorningIsToldTheNextDay(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.wish("dev", "sam", "We need an export to CSV for the audits")
		w.wish("dev", "sam", "Dark mode for the dashboard, please")
		w.declines("FR-1", "Not ours")
		w.until("2026-03-03 07:55")
		w.declines("FR-2", "Not ours either")
		w.until("2026-03-03 08:30")
		w.heard("dev", 1, "*FR-1*")
		if strings.Contains(w.told("dev")[0], "FR-2") {
			t.Errorf("dev is told too early: %s", w.told("dev")[0])
		}
		w.until("2026-03-04 08:01")
		w.heard("dev", 2, "*FR-2*", "Not ours either")
		w.ended()
	})
}

func TestNobodyIsToldAtNightAtTheWeekendOrOnAHoliday(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.settings("sam")
		w.submits("sam", "Holidays: 2026-03-10")
		w.closes("sam")
		w.wish("dev", "sam", "We need an export to CSV for the audits")
		w.until("2026-03-03 22:00")
		w.alignsWith("FR-1", "Happy eyes")
		w.until("2026-03-04 07:59")
		w.heard("dev", 0)
		w.until("2026-03-04 08:01")
		w.heard("dev", 1)
		w.until("2026-03-06 12:00") // Friday
		w.challenges("FR-1", "Is it ours?")
		w.until("2026-03-09 07:59")
		w.heard("dev", 1)
		w.until("2026-03-09 08:01")
		w.heard("dev", 2)
		w.declines("FR-1", "No") // and Tuesday is a holiday
		w.until("2026-03-11 07:59")
		w.heard("dev", 2)
		w.until("2026-03-11 08:01")
		w.heard("dev", 3)
		w.ended()
	})
}

func TestOutcomesComeAtNineAlsoWhenTheClocksHaveChanged(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.clock.Set(time.Date(2026, 3, 27, 12, 0, 0, 0, time.UTC)) // in Berlin the clocks go forward on Sunday
		w.wish("dev", "sam", "We need an export to CSV for the audits")
		w.declines("FR-1", "Not ours")
		w.until("2026-03-30 06:59")
		w.heard("dev", 0)
		w.until("2026-03-30 07:01")
		w.heard("dev", 1)
		w.ended()
	})
}

func TestWhatSomebodyReadInTheirDirectMessagesIsNotToldAgain(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode for the dashboard")
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Export to CSV", "Customer: Acme & Sons")
		w.alignsWith("FR-1", "Happy eyes")
		w.declines("FR-2", "It serves <!channel> no objective")
		w.sees("sam", "@tandem", "↳ @priya aligned FR-1 with “Happy eyes”", "↳ @priya declined FR-2")
		w.until("2026-03-03 08:01")
		w.heard("sam", 1, "*FR-2*", "For *Acme &amp; Sons*, ready to send on:",
			"Thank you for asking for “Export to CSV”. We looked at it with care and decided not to do it. The reason: It serves <!channel> no objective")
		if strings.Contains(w.told("sam")[0], "FR-1") {
			t.Errorf("sam is told again: %s", w.told("sam")[0])
		}
		w.challenges("FR-1", "Is it ours?") // of which no line tells
		w.until("2026-03-04 08:01")
		w.heard("sam", 2, "*FR-1*", "*Looked at again*")
		w.ended()
	})
}

func TestThePMSendsOnWhatAReporterWhoHasLeftCannot(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("dev", "#atlas", "/request")
		w.submits("dev", "Title: Export to CSV", "Customer: Acme")
		w.quits("dev")
		w.decides("FR-1", ritual.NotNow, engine.Fields{"reason": {"After the fair"}, "revisit": {"2026-06-01"}})
		w.until("2026-03-03 14:01") // nine in New York
		w.heard("priya", 1, "*FR-1*  Export to CSV\n*Parked* until 1 Jun 2026 by @priya\n> After the fair\nIt is looked at again on that day.",
			"@dev cannot send it on any more. For *Acme*:", "We cannot start on it now, and will look at it again after 1 Jun 2026. The reason: After the fair")
		w.ended()
	})
}

func TestSomebodyHearsNoMoreOfWhatTheyMuted(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("dev")
		w.wish("dev", "sam", "We need an export to CSV for the audits")
		w.wish("dev", "sam", "Dark mode for the dashboard, please")
		for _, id := range []string{"FR-1", "FR-2"} {
			w.alignsWith(id, "Happy eyes")
		}
		w.until("2026-03-03 08:01")
		w.presses("dev", "@tandem", "Mute", "FR-1")
		w.heard("dev", 1, "says where it stands in the backlog [Unmute]", "says where it stands in the backlog [Mute]")
		w.sees("dev", "home", "*Muted*: you hear no more of", "*FR-1*  We need an export to CSV for the audits [Unmute]", "*on*, once a day at most. [Mute all]")
		for _, id := range []string{"FR-1", "FR-2"} {
			w.challenges(id, "Is it ours?")
		}
		w.until("2026-03-04 08:01")
		w.heard("dev", 2, "*FR-2*")
		w.heard("sam", 2, "*FR-1*", "*FR-2*")
		if strings.Contains(w.told("dev")[1], "FR-1") {
			t.Errorf("dev is told of what they muted: %s", w.told("dev")[1])
		}

		w.presses("dev", "home", "Unmute", "FR-1")
		w.seesNot("dev", "home", "*Muted*")
		w.presses("dev", "home", "Mute all")
		w.sees("dev", "home", "*off*. It stands above all the same. [Unmute all]")
		w.declines("FR-1", "No")
		w.until("2026-03-05 08:01")
		w.heard("dev", 2)
		w.presses("dev", "home", "Unmute all")
		w.declines("FR-2", "No")
		w.until("2026-03-06 08:01")
		w.heard("dev", 3, "*FR-2*", "*Declined*")
		if strings.Contains(w.told("dev")[2], "FR-1") {
			t.Errorf("dev is told what came while all was muted: %s", w.told("dev")[2])
		}
		w.ended()
	})
}

func TestALineInSomebodysDirectMessagesCanBeMutedToo(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("sam")
		w.types("sam", "#atlas", "/request Dark mode for the dashboard")
		w.alignsWith("FR-1", "Happy eyes")
		w.sees("sam", "@tandem", "↳ @priya aligned FR-1 with “Happy eyes”", "[Mute]")
		w.presses("sam", "@tandem", "Mute", "FR-1")
		w.sees("sam", "@tandem", "[Unmute]")
		w.seesNot("sam", "@tandem", "[Mute]")
		w.ranks("FR-1", "5", "1")
		w.seesNot("sam", "@tandem", "@omar prioritized FR-1")
		w.sees("sam", "@tandem", "*Backlog*") // the receipt is as it stands
		w.ended()
	})
}

func TestWhoMayNotReadAPrivateRequestHearsNoTitleAndNoReason(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "priya"}, BotIn: true})
		w.setUp()
		w.types("sam", "#leads", "/request")
		w.submits("sam", "Title: Acme threatens to leave us", "Customer: Acme")
		w.update(func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddSupporter(ctx, "FR-1", ritual.Supporter{Person: w.sim.Person("dev").ID(), Words: "me too", At: tx.Now})
			return err
		})
		w.declines("FR-1", "Acme does not pay enough")
		w.until("2026-03-03 09:01") // until Slack said where dev is, it is nine in UTC
		w.heard("dev", 1, "*FR-1*  (private)\n*Declined* by @priya\nIf something has changed")
		w.heard("sam", 1, "For *Acme*, ready to send on:", "decided not to do it. It still helps us")
		for who, not := range map[string][]string{"dev": {"threatens", "pay enough", "Acme"}, "sam": {"The reason:"}} {
			for _, words := range not {
				if strings.Contains(w.told(who)[0], words) {
					t.Errorf("%s reads %q: %s", who, words, w.told(who)[0])
				}
			}
		}
		w.ended()
	})
}

func TestOutcomesWaitForADayThatHasRoom(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.wish("dev", "sam", "We need an export to CSV for the audits")
		w.declines("FR-1", "Not ours")
		spend := func() {
			w.update(func(ctx context.Context, tx *store.Tx) error {
				for i := range ritual.PerDay {
					if _, _, err := tx.AddMessage(ctx, store.Message{Kind: "spent", Subject: fmt.Sprint(tx.Now.Day(), "/", i), To: w.sim.Person("dev").ID(),
						State: store.MessagePosted, Class: string(ritual.ClassCard), Sent: tx.Now}); err != nil {
						return err
					}
				}
				return nil
			})
		}
		w.until("2026-03-03 07:00")
		spend()
		w.until("2026-03-03 20:00")
		w.heard("dev", 0)
		w.heard("sam", 1)
		w.until("2026-03-04 08:01")
		w.heard("dev", 1, "*FR-1*", "4 Mar 2026")
		w.ended()
	})
}

func TestOutcomesBeyondWhatAMessageTakesComeTheNextDay(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for i := range linesMost + 2 {
			w.wish("dev", "dev", fmt.Sprintf("Wish number %d of many for the dashboard", i+1))
			w.declines(ritual.RequestID(int64(i+1)), "Not ours")
		}
		w.until("2026-03-03 08:01")
		w.heard("dev", 1, "*FR-1*", "*FR-12*")
		w.until("2026-03-03 20:00")
		w.heard("dev", 1)
		w.until("2026-03-04 08:01")
		w.heard("dev", 2, "*FR-13*", "*FR-14*")
		w.until("2026-03-06 20:00")
		w.heard("dev", 2)
		for i := range 8 { // few, with much to say
			w.wish("dev", "dev", fmt.Sprintf("Another wish, %d, %s", i, strings.Repeat("long ", 20)))
			w.declines(ritual.RequestID(int64(linesMost+3+i)), worst(600))
		}
		w.until("2026-03-09 08:01")
		w.heard("dev", 3, "*FR-15*", "*FR-18*")
		w.until("2026-03-10 08:01")
		w.heard("dev", 4, "*FR-22*")
		for n := 15; n <= 22; n++ {
			if all := strings.Join(w.told("dev"), "\n"); strings.Count(all, fmt.Sprintf("*FR-%d*", n)) != 1 {
				t.Errorf("FR-%d is not told once", n)
			}
		}
		for _, all := range w.told("dev") {
			if strings.Contains(all, "more:") {
				t.Errorf("something is left out: %s", all)
			}
		}
		w.ended()
	})
}

func TestWhoWithdrewIsNotToldAndWhoJoinedIs(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.wish("sam", "sam", "We need an export to CSV for the audits")
		w.captures("dev", "#atlas", w.request("FR-1").Source.TS)
		w.presses("sam", "#atlas", "Withdraw", "FR-1")
		w.until("2026-03-03 08:01")
		w.heard("sam", 0)
		w.heard("dev", 1, "*FR-1*", "*Withdrawn* by @sam\nIf you still want it, `/request` and a few words record it anew.")
		w.ended()
	})
}

func TestWhoAskedForWhatWasMergedHearsWhatBecomesOfItThere(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.wish("sam", "sam", "We need an export to CSV for the audits")
		w.wish("dev", "sam", "Let me download the table as a spreadsheet")
		w.update(func(ctx context.Context, tx *store.Tx) error {
			m, err := request.Of(ctx, tx, "FR-2")
			if err != nil {
				return err
			}
			after, merge, d, err := ritual.MergeInto(m.Request, w.request("FR-1"), m.Product, m.Product.PM, tx.Now)
			return errors.Join(err, tx.AddMerge(ctx, merge), request.Advance(ctx, tx, m, after, d))
		})
		w.until("2026-03-03 08:01")
		w.heard("dev", 1, "*FR-2*  Let me download the table as a spreadsheet\n*Merged* by @priya into *FR-1* “We need an export to CSV for the audits”\nWhat you said is kept")
		w.heard("sam", 1, "*FR-2*")
		w.declines("FR-1", "Not ours")
		w.until("2026-03-04 08:01")
		w.heard("dev", 2, "*FR-1*  We need an export to CSV for the audits (you asked for *FR-2*, which was merged into it)\n*Declined* by @priya\n> Not ours")
		w.heard("sam", 2, "*FR-1*  We need an export to CSV for the audits\n*Declined*")
		w.ended()
	})
}

func TestNobodyWhoHasLeftIsTold(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.wish("dev", "sam", "We need an export to CSV for the audits")
		w.declines("FR-1", "Not ours")
		w.quits("dev")
		w.until("2026-03-03 12:00")
		w.heard("dev", 0)
		w.heard("sam", 1)
		w.opensHome("priya")
		w.seesNot("priya", "home", "Could not be posted")
		w.ended()
	})
}

// TestOutcomesAreToldOnceWhateverHappens has Tandem down at nine, Slack lose its answer, and two replicas at work.
func TestOutcomesAreToldOnceWhateverHappens(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.wish("dev", "sam", "We need an export to CSV for the audits")
		w.alignsWith("FR-1", "Happy eyes")
		w.stop()
		w.clock.Set(time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)) // down until eleven in Berlin
		w.start()
		w.settle()
		w.heard("dev", 1, "*Aligned*")

		w.challenges("FR-1", "Is it ours?")
		w.failing = true
		dev := w.sim.Person("dev").ID()
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.ResetAfter, Count: 1,
			When: func(c slacksim.Call) bool { return fmt.Sprint(c.Args["channel"]) == dev }})
		w.until("2026-03-04 08:05")
		w.heard("dev", 2, "*Looked at again*")
		w.failing = false

		w.declines("FR-1", "Not ours")
		w.runsTwiceAt(time.Date(2026, 3, 5, 8, 0, 1, 0, time.UTC))
		w.heard("dev", 3, "*Declined*")
		w.heard("sam", 3, "*Declined*")
		w.ended()
	})
}
