package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/prompts/modelsim"
	"tandem/store"
)

// sleepsUntil has Tandem not run until an instant, "2026-03-04 11:00" in UTC.
func (w *world) sleepsUntil(at string) {
	w.t.Helper()
	when, err := time.Parse("2006-01-02 15:04", at)
	if err != nil {
		w.t.Fatal(err)
	}
	w.stop()
	w.clock.Set(when)
	w.start()
	w.settle()
}

func TestTheMessageOfTheDaySaysWhomTandemDidNotAskAsItWasDown(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.berliner("ana")
		w.gathers(nil, "dev", "ana")
		w.comes("2026-03-03 08:00")
		w.sleepsUntil("2026-03-03 11:00")
		w.tellsOfDay("Standup Tue 3 Mar · 0 of 2 in\n", "Nobody has answered yet.", "I was not running when it was time to ask dev and ana, so I did not. `/standup` takes their answers all the same.")
		w.tellsNotOfDay("Not yet", "There was no standup")
		w.types("dev", "#atlas", "/standup")
		w.submits("dev", ritual.AskNext+": Files")
		w.settle()
		w.tellsOfDay("1 of 2 in\n", "*In (1)*  dev\n", "time to ask ana, so I did not.")

		// Whole days are told of by the next one.
		w.comes("2026-03-04 08:00")
		w.sleepsUntil("2026-03-06 11:00")
		w.tellsOfDay("Standup Fri 6 Mar · 0 of 2 in\n", "There was no standup on Wed 4 Mar and Thu 5 Mar: I was not running.")
		if n := w.daysPosted(); n != 2 {
			t.Errorf("%d messages of the day", n)
		}
		w.inThread("*This week*\nTue 1 of 2 · Wed no standup · Thu no standup · Fri 0 of 2\nNothing was in the way.\n")

		// They were asked, and nobody was there to tell.
		w.comes("2026-03-09 08:31")
		w.sleepsUntil("2026-03-10 08:20")
		w.comes("2026-03-10 10:31")
		w.tellsOfDay("Standup Tue 10 Mar")
		w.tellsNotOfDay("There was no standup")
		w.ended()
	})
}

func TestWhoIsAwayIsListedApartWithUntilWhen(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.clock.Set(time.Date(2026, 3, 30, 6, 0, 0, 0, time.UTC))
		w.berliner("ana", "bo")
		w.gathers(nil, "dev", "ana", "bo", "priya")
		w.comes("2026-03-31 07:31")
		w.presses("ana", "@tandem", "I'm away")
		w.submits("ana", "Away from: 2026-03-31", "Away until: 2026-04-02")
		w.closes("ana")
		w.comes("2026-03-31 15:31")
		w.tellsOfDay("Standup Tue 31 Mar · 0 of 3 in\n", "*Away (1)*  ana (until Thu 2 Apr)\n", "*Not yet (3)*  dev, bo, priya\n")
		w.comes("2026-04-03 16:00") // Good Friday in Berlin, and no holiday in New York
		w.tellsOfDay("Standup Fri 3 Apr · 0 of 1 in\n", "*Away (3)*  dev (holiday), ana (holiday), bo (holiday)\n", "*Not yet (1)*  priya\n")
		w.inThread("*This week*\nTue 0 of 3 · Wed 0 of 3 · Thu 0 of 3 · Fri 0 of 1\nNothing was in the way.\n")
		w.ended()
	})
}

func TestTheDigestComesOnThursdayWhereFridayIsAHoliday(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.clock.Set(time.Date(2026, 3, 30, 6, 0, 0, 0, time.UTC))
		w.berliner("ana")
		w.gathers(nil, "dev", "ana")
		w.comes("2026-04-01 10:31")
		w.tellsOfDay("Standup Wed 1 Apr")
		w.inThread()
		w.comes("2026-04-02 08:31")
		w.tells("dev", ritual.AskMoved+": Files")
		w.comes("2026-04-02 10:31")
		w.tellsOfDay("Standup Thu 2 Apr · 1 of 2 in\n")
		w.inThread("*dev*", "*This week*\nTue 0 of 2 · Wed 0 of 2 · Thu 1 of 2\n")
		w.comes("2026-04-06 12:00")
		w.tellsOfDay("Standup Thu 2 Apr")
		w.ended()
	})
}

// counted are the numbers in the head of a message of the day, and those of its lists.
var counted = regexp.MustCompile(`(\d+) of (\d+) in|\*(In|Skipped today|Away|Not yet) \((\d+)\)\*`)

func TestTheCountsOfADayAddUpWhateverItsPeopleDid(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		p := w.product("Atlas")
		set := ritual.UsualStandup(p.Channel, []string{"U0"})
		run := ritual.StandupRun{Standup: "S1", Team: "UTC", Setup: set, Opened: monday, SummaryAt: monday, Posted: monday}
		var all []ritual.StandupTurn
		for _, state := range []ritual.TurnState{ritual.TurnDue, ritual.TurnAsked, ritual.TurnEarly, ritual.TurnOff, ritual.TurnMissed, ritual.TurnGone, ritual.TurnJoined} {
			for i := range 6 { // with an answer, skipped or without, waited for or not
				all = append(all, ritual.StandupTurn{Person: fmt.Sprint("U0", len(all)), State: state, Optional: i < 3, Place: len(all)})
			}
		}
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			err := tx.AddStandup(ctx, ritual.Standup{ID: "S1", Product: p.ID, Setup: set, By: p.PO, Created: tx.Now})
			for n := range 2 * len(all) { // each by itself, then more and more together
				turns := all[n%len(all) : n%len(all)+1]
				if n >= len(all) {
					turns = all[:n-len(all)+1]
				}
				run.Day = monday.AddDate(0, 0, n).Format(time.DateOnly)
				err = errors.Join(err, tx.OpenRun(ctx, run, turns))
				in, rest, missed := 0, 0, 0
				for _, one := range turns {
					if one.Place%3 < 2 {
						err = errors.Join(err, tx.KeepAnswer(ctx, ritual.StandupAnswer{Standup: "S1", Day: run.Day, Person: one.Person, Skipped: one.Place%3 == 1, At: tx.Now, Said: []ritual.StandupSaid{{Text: "Files"}}}))
					}
					switch {
					case one.Place%3 == 0:
						in++
					case one.Place%3 == 1:
						rest++
					case one.State == ritual.TurnMissed && !one.Optional:
						missed++
					}
				}
				v, viewed := w.bot.Routes.Messages["standup"].View(ctx, tx, store.Message{Kind: "standup", Subject: "S1/" + run.Day, To: p.Channel})
				err = errors.Join(err, viewed, v.Check())
				got := map[string]int{}
				for _, m := range counted.FindAllStringSubmatch(string(v.Text), -1) {
					number := func(i int) int { n, _ := strconv.Atoi(m[i]); return n }
					if m[3] != "" {
						got[m[3]] = number(4)
					} else {
						got["in"], got["of"] = number(1), number(2)
					}
				}
				if got["in"] != in || got["In"] != in || got["Skipped today"] != rest || got["of"] != got["In"]+got["Skipped today"]+got["Not yet"]+missed || got["Away"] > 2 {
					t.Errorf("%d people, %d in, %d not asked: %v\n%s", len(turns), in, missed, got, v.Text)
				}
			}
			return err
		})
		w.ended()
	})
}

func TestTheDayOfTwoThousandPeopleFitsIntoAMessage(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		p := w.product("Atlas")
		set := ritual.UsualStandup(p.Channel, []string{"U0"})
		run := ritual.StandupRun{Standup: "S1", Day: "2026-03-02", Team: "UTC", Setup: set, Opened: monday, SummaryAt: monday, Posted: monday}
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			var turns []ritual.StandupTurn
			err := tx.AddStandup(ctx, ritual.Standup{ID: "S1", Product: p.ID, Setup: set, By: p.PO, Created: tx.Now})
			for i := range 2000 {
				id := fmt.Sprint("U0", i)
				err = errors.Join(err, tx.KeepPerson(ctx, ritual.Person{ID: id, Name: worst(80), Kind: ritual.Member, Read: tx.Now}))
				turns = append(turns, ritual.StandupTurn{Person: id, Place: i, State: []ritual.TurnState{ritual.TurnAsked, ritual.TurnAsked, ritual.TurnOff, ritual.TurnMissed, ritual.TurnAsked}[i%5], Why: ritual.OffHoliday})
				if i%5 < 2 {
					err = errors.Join(err, tx.KeepAnswer(ctx, ritual.StandupAnswer{Standup: "S1", Day: run.Day, Person: id, Skipped: i%5 == 1, At: tx.Now, Said: []ritual.StandupSaid{{Text: worst(1500)}}}))
				}
				if i < 100 {
					err = errors.Join(err, tx.AddImpediment(ctx, ritual.Impediment{ID: id, Standup: "S1", Product: p.ID, Person: id, Day: run.Day, Text: worst(1500), Opened: tx.Now}))
				}
			}
			err = errors.Join(err, tx.OpenRun(ctx, run, turns))
			for _, kind := range []string{"standup", "standup_week"} {
				v, viewed := w.bot.Routes.Messages[kind].View(ctx, tx, store.Message{Kind: kind, Subject: "S1/" + run.Day, To: p.Channel})
				err = errors.Join(err, viewed, v.Check())
				if kind != "standup" {
					continue
				}
				for _, want := range []string{"Standup Mon 2 Mar · 400 of 1,600 in · 100 blockers", " more in the way", "*In (400)*", "*Skipped today (400)*", "*Away (400)*", "*Not yet (400)*", " and 395 more", "late answers, too"} {
					if !strings.Contains(asJSON(t, v), want) {
						t.Errorf("it does not say %q", want)
					}
				}
				if n := strings.Count(asJSON(t, v), "blocker.help"); n < 2 {
					t.Errorf("%d blockers are shown", n)
				}
			}
			v, viewed := w.bot.Routes.Messages["standup_answer"].View(ctx, tx, store.Message{Kind: "standup_answer", Subject: "S1/" + run.Day + "/U00", To: p.Channel})
			return errors.Join(err, viewed, v.Check())
		})
		w.ended()
	})
}

func TestWhatIsResolvedIsOpenInNoMessageOfAnEarlierDay(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.gathers(nil, "dev", "sam")
		w.comes("2026-03-03 08:31")
		w.tells("dev", ritual.AskMoved+": Files", ritual.AskBlocker+": The keys of staging")
		w.comes("2026-03-05 10:31")
		all := w.reads("sam", "#atlas")
		if n := strings.Count(all, "*dev*: The keys of staging · "); n != 3 || strings.Count(all, "[I'll help] [Resolved]") != 1 {
			t.Errorf("it has its buttons in the latest message alone:\n%s", all)
		}
		w.sees("sam", "#atlas", "Standup Tue 3 Mar · 1 of 2 in · 1 blocker\n*dev*: The keys of staging · since today\n*In", "Standup Wed 4 Mar · 0 of 2 in · 1 blocker\n*dev*: The keys of staging · 1 day\nNobody answered.\n")
		w.seesNot("sam", "#atlas", "2 did not answer", "No answer") // it is said once
		w.presses("dev", "#atlas", "Resolved")
		w.sees("sam", "#atlas", "Standup Tue 3 Mar · 1 of 2 in\n*Resolved (1)*\n• *dev*  The keys of staging\n", "Standup Wed 4 Mar · 0 of 2 in\n", "Standup Thu 5 Mar · 0 of 2 in\n")
		w.seesNot("sam", "#atlas", "*dev*: The keys of staging", "1 blocker")
		w.ended()
	})
}

func TestWhatIsResolvedIsSaidInTheMessageInWhichItStood(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.gathers(nil, "dev", "sam")
		w.opensHome("dev")
		w.comes("2026-03-03 08:31")
		w.tells("dev", ritual.AskBlocker+": The keys of staging")
		w.comes("2026-03-04 10:31")
		w.tellsOfDay("Standup Wed 4 Mar · 0 of 2 in · 1 blocker\n*dev*: The keys of staging · 1 day\n")
		w.presses("dev", "home", "Resolved")
		w.closes("dev")
		w.tellsOfDay("Standup Wed 4 Mar · 0 of 2 in\n*Resolved (1)*\n• *dev*  The keys of staging\n")
		w.comes("2026-03-05 10:31")
		w.tellsOfDay("Standup Thu 5 Mar · 0 of 2 in\nNobody")
		w.sees("sam", "#atlas", "Standup Wed 4 Mar · 0 of 2 in\n*Resolved (1)*\n• *dev*  The keys of staging\n")
		w.ended()
	})
}

func TestTheWeekHasOneDigestThoughTwoDaysArePostedAtOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.gathers(nil, "dev", "sam")
		w.comes("2026-03-05 08:31")
		w.tells("dev", ritual.AskMoved+": Files")
		w.sleepsUntil("2026-03-06 08:45")
		w.tells("dev", ritual.AskMoved+": More files")
		w.comes("2026-03-06 12:45")
		if all := w.reads("sam", "#atlas"); strings.Count(all, "*This week*") != 1 {
			t.Errorf("not one digest:\n%s", all)
		}
		w.inThread("*dev*", "*This week*\nTue 0 of 2 · Wed 0 of 2 · Thu 1 of 2 · Fri 1 of 2\n")
		w.ended()
	})
}

func TestADayThatIsOverNamesNobodyWhoDidNotAnswer(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.berliner("ana", "bo", "cy")
		w.gathers(nil, "dev", "ana", "bo", "cy")
		w.comes("2026-03-03 08:31")
		w.tells("dev", ritual.AskMoved+": Files")
		w.presses("ana", "@tandem", "Skip today")
		w.comes("2026-03-03 10:31")
		w.tellsOfDay("Standup Tue 3 Mar · 1 of 4 in\n", "*Not yet (2)*  bo, cy\n")
		w.comes("2026-03-04 09:00") // the next one is on
		w.tellsOfDay("Standup Tue 3 Mar · 1 of 4 in\n", "*In (1)*  dev\n*Skipped today (1)*  ana\n2 did not answer.\n")
		w.tellsNotOfDay("bo", "cy")
		w.ended()
	})
}

func TestWhereTheChannelDoesNotTakeTheDayNoAnswerIsPostedByItself(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.gathers(nil, "dev", "sam")
		w.comes("2026-03-03 08:31")
		w.tells("dev", ritual.AskMoved+": Files")
		w.comes("2026-03-03 10:29")
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.Error("restricted_action"), Count: 1})
		w.comes("2026-03-03 10:31")
		w.tells("sam", ritual.AskMoved+": Talks")
		w.passes(time.Minute)
		w.seesNot("sam", "#atlas", "Files", "Talks", "Standup")
		w.ended()
	})
}

// themesAsked is how often a model was asked for the themes of a day.
func themesAsked(s *modelsim.Server) (n int) {
	for _, q := range s.Asked() {
		if q.Schema == "themes" {
			n++
		}
	}
	return n
}

func TestAModelFindsThemesOnlyInWhatWasSaid(t *testing.T) {
	inWorlds(t, func(w *world) {
		team := []string{"dev", "ana", "bo", "cy", "di", "ed"}
		w.berliner(team[1:]...)
		w.gathers(nil, team...)
		s := modelsim.Start(t)
		w.tokens = 200_000
		w.startsWith(s)
		s.Always(modelsim.JSON(`{"themes":[{"answers":["A1","A2"],"words":"keys of staging"}]}`))
		w.comes("2026-03-03 08:31")
		w.tells("dev", ritual.AskMoved+": I wait for the keys of staging & more")
		w.tells("ana", ritual.AskMoved+": The keys of staging are on paper")
		w.tells("bo", ritual.AskMoved+": Docs")
		w.comes("2026-03-03 10:31")
		w.tellsOfDay("*Themes*\n• *keys of staging* — dev, ana\nfound by a model in the answers\n*In (3)*  dev, ana, bo\n")
		if n := themesAsked(s); n != 1 {
			t.Errorf("asked %d times", n)
		}

		// What nobody says any more is no theme.
		w.presses("dev", "@tandem", "Edit")
		w.submits("dev", ritual.AskMoved+": The keys are here")
		w.tellsOfDay("• *keys of staging* — dev, ana\n")
		w.presses("ana", "@tandem", "Edit")
		w.submits("ana", ritual.AskMoved+": Docs, too")
		w.tellsNotOfDay("Themes", "keys of staging")

		// Three more came: it is asked again, a quarter of an hour later.
		before := themesAsked(s)
		s.Always(modelsim.JSON(`{"themes":[{"answers":["A4","A5"],"words":"Invoices in German"}]}`))
		for _, who := range team[3:] {
			w.tells(who, ritual.AskMoved+": Invoices in German")
		}
		w.tellsOfDay("6 of 6 in\n")
		w.tellsNotOfDay("Themes")
		if n := themesAsked(s); n != before {
			t.Errorf("asked %d times at once", n-before)
		}
		w.passes(16 * time.Minute)
		w.tellsOfDay("*Themes*\n• *Invoices in German* — cy, di\n")
		if n := themesAsked(s); n != before+1 {
			t.Errorf("asked %d times", n-before)
		}

		// Where the product switches it off, nothing of it is shown.
		set := w.product("Atlas").Settings
		set.NoModel = true
		w.sets(set)
		w.presses("dev", "@tandem", "Edit")
		w.submits("dev", ritual.AskNext+": Sleep")
		w.tellsNotOfDay("Themes")
		set.NoModel = false
		w.sets(set)

		// Once it lies, or is broken, the list is plain.
		for i, answer := range []modelsim.Answer{
			modelsim.JSON(`{"themes":[{"answers":["A1","A2"],"words":"Zoe broke the build"}]}`), modelsim.JSON(`{"themes":[{"answers":["A9"],"words":"Docs"}]}`), modelsim.Garbage, modelsim.Status(500, "0"),
		} {
			s.Always(answer)
			before := themesAsked(s)
			w.comes(fmt.Sprintf("2026-03-%02d 08:31", 4+i+i/3*2))
			for _, who := range team[:3] {
				w.tells(who, ritual.AskMoved+": Docs of the importer")
			}
			w.comes(fmt.Sprintf("2026-03-%02d 11:31", 4+i+i/3*2))
			w.tellsOfDay("3 of 6 in\n", "*In (3)*  dev, ana, bo\n")
			w.tellsNotOfDay("Themes", "Zoe", "model")
			if n := themesAsked(s) - before; n == 0 || n > 12 {
				t.Errorf("asked %d times", n)
			}
		}
		w.ended()
	})
}

func TestManyAnswersStandInTheirOrderAndLetOthersThrough(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		p := w.product("Atlas")
		var ids []string
		for i := range 45 {
			ids = append(ids, fmt.Sprintf("U0PERSON%02d", i))
		}
		set := ritual.UsualStandup(p.Channel, ids)
		s := ritual.Standup{ID: "S1", Product: p.ID, Setup: set, By: p.PO, Created: w.clock.Now(), Last: "2026-03-02", Next: "2026-03-03", NextAt: w.clock.Now().AddDate(0, 0, 1)}
		run := ritual.StandupRun{Standup: "S1", Day: s.Last, Team: "UTC", Setup: set, Opened: monday, SummaryAt: monday.Add(time.Hour)}
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			var turns []ritual.StandupTurn
			err := tx.AddStandup(ctx, s)
			for i, id := range ids {
				turns = append(turns, ritual.StandupTurn{Person: id, Place: i, State: ritual.TurnAsked, Asked: tx.Now})
				err = errors.Join(err, tx.KeepPerson(ctx, ritual.Person{ID: id, Name: fmt.Sprintf("Number %02d", i), Kind: ritual.Member, Read: tx.Now}),
					tx.KeepAnswer(ctx, ritual.StandupAnswer{Standup: "S1", Day: run.Day, Person: id, At: tx.Now.Add(-time.Duration(i) * time.Minute), Said: []ritual.StandupSaid{{Text: "Files"}}}))
			}
			return errors.Join(err, tx.OpenRun(ctx, run, turns), tx.Refresh(ctx, "standup", "S1", "standup:S1"))
		})
		w.passes(time.Second)
		w.tellsOfDay("45 of 45 in\n")
		w.types("sam", "#atlas", "/request Dark mode")
		w.passes(2 * time.Minute)
		_, replies := w.dayThread()
		if len(replies) != 45 || !slices.IsSortedFunc(replies, func(a, b string) int { return strings.Compare(b, a) }) {
			t.Errorf("%d answers: %s", len(replies), strings.Join(replies, "\n"))
		}
		if n := len(w.sim.Calls("chat.update")); n > 20 {
			t.Errorf("%d rewrites", n)
		}
		w.ended()
	})
}
