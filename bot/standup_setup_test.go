package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// standups are the standups of Atlas that go on.
func (w *world) standups() []ritual.Standup {
	w.t.Helper()
	p := w.product("Atlas")
	return in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Standup, error) { return tx.StandupsOf(ctx, p.ID) })
}

// ids are people's ids.
func (w *world) ids(names ...string) (ids []string) {
	for _, name := range names {
		ids = append(ids, w.sim.Person(name).ID())
	}
	return ids
}

// choosesAll is somebody choosing several in a field of the open form, in place of what stood there.
func (w *world) choosesAll(who, field string, values ...string) {
	w.t.Helper()
	if err := w.sim.Person(who).Fill(field, values); err != nil {
		w.t.Fatalf("%s chooses in %s: %v", who, field, err)
	}
}

func TestAStandupIsSetUpWithOneLook(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("dev", "#atlas", "/tandem standup setup")
		w.hasForm("dev", "Standup")
		w.sees("dev", "form", "For *Atlas*. It works as it is", "In Asia/Tokyo, the team's zone", "1 to 10, one a line")
		w.submits("dev")
		w.sees("dev", "form", "*Standup* asks 1 person, Mon to Fri at 09:30 where each of them is, and posts the summary in #atlas at 11:30 (Asia/Tokyo).",
			"First: *Tue 3 Mar*. As some are asked late, its summary comes at 19:30.")
		s := w.standups()[0]
		if dev := w.ids("dev"); s.By != dev[0] || !slices.Equal(s.Setup.People, dev) || s.Setup.Days != ritual.MondayToFriday || s.Setup.Channel != w.product("Atlas").Channel ||
			len(s.Setup.Questions) != 3 || s.Setup.NoReminder || s.Setup.Holidays != "" || s.Next != "2026-03-03" {
			t.Errorf("kept: %s", dump(s))
		}
		if n := w.prompts(s, "2026-03-02", "dev"); n != 0 {
			t.Error("dev is asked about a day whose time is over")
		}
		w.comes("2026-03-03 08:31")
		w.sees("dev", "@tandem", "*Standup of Atlas* · Tue 3 Mar", ritual.AskMoved)
		w.ended()
	})
}

func TestWhoeverOpensItIsAskedWhereAProductHasNoTeam(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUpIn("sam", "#atlas", "Atlas")
		w.types("omar", "#atlas", "/standup setup")
		w.submits("omar")
		if s := w.standups()[0]; !slices.Equal(s.Setup.People, w.ids("omar")) {
			t.Errorf("asked are %v", s.Setup.People)
		}
		w.types("sam", "#atlas", "/standup setup now")
		w.hears("sam", "#atlas", "I do not know “/standup setup now”", "`/standup setup`  set up a standup")
		w.ended()
	})
}

func TestOnlyThoseOfAProductSetItsStandupUp(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.sim.AddUser(slacksim.User{Name: "olga"})
		w.sim.Invite("#atlas", "olga")
		for _, who := range []string{"olga", "gwen"} {
			w.types(who, "#atlas", "/standup setup")
			w.hears(who, "#atlas", "Only @sam, @priya, @omar and the team can change the standups of Atlas.")
			w.hasNoForm(who)
		}
		w.types("sam", "#atlas", "/standup setup") // who set the product up
		w.submits("sam")
		w.closes("sam")
		s, p := w.standups()[0], w.product("Atlas")
		for id, subject := range map[string]string{"standup.setup": p.ID, "standup.product": p.ID, "standup.change": s.ID, "standup.end": s.ID, "standup.setup.form": s.ID} {
			click := w.as("olga")
			click.Subject, click.Data.Subject = subject, subject
			_, err := w.clicks(id, click)
			w.refuses(err, "Only @sam, @priya, @omar and the team can change the standups of Atlas.")
		}
		if w.standups()[0].ID != s.ID {
			t.Error("somebody else ended it")
		}
		for id, says := range map[string]string{"standup.change": "not here any more", "standup.setup.form": "This product is not here any more."} {
			click := w.as("sam")
			click.Subject = "nothing"
			_, err := w.clicks(id, click)
			w.refuses(err, says)
		}
		w.ended()
	})
}

func TestWhatIsWrongInAStandupStandsBesideItsFields(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.sim.AddUser(slacksim.User{Name: "lena", RealName: "Lena"})
		w.sim.AddChannel(channelNamed("old"))
		w.types("lena", "#sales", "/backlog") // Slack says who she is
		w.types("dev", "#atlas", "/standup setup")
		w.choosesAll("dev", ritual.FieldStandupWho, "dev", "lena")
		w.sim.ChangeUser("lena", func(u *slacksim.User) { u.Deleted = true })
		w.settle()
		w.fails("dev", []string{"! name: Keep the name to 40 characters; this one has 45.", "! zone: “Mars/Olympus” is not a time zone that I know. One looks like Europe/Berlin",
			"! questions: Keep it to 10 questions; these are 11.", "! people: Take out lena, who left the workspace."},
			"Name: "+strings.Repeat("Daily", 9), "Time zone: Mars/Olympus", "Questions: "+questionsOf(11))
		w.sim.Archive("#old")
		w.choosesAll("dev", ritual.FieldStandupWho, "dev")
		w.fails("dev", []string{"! summary: Choose 12:00 or later: people are asked at 10:00, and get two hours to answer.", "! questions: Only one question can begin with +."},
			"Name: Daily", "Time zone: ", "Time: 10:00", "Questions: + One?\n+ Two?")
		w.submits("dev", "Time zone: Europe/Berlin", "Questions: "+questionsOf(10)) // another zone than the team's
		w.closes("dev")

		sent := func(change func(f engine.Fields, places map[string]ritual.Place)) error {
			click := w.as("dev")
			p := w.product("Atlas")
			click.Subject, click.Places = p.ID, map[string]ritual.Place{}
			click.Fields = engine.Fields{"name": {"Other"}, "days": {"Monday"}, "time": {"09:30"}, "summary": {"11:30"}, "people": w.ids("dev"), "channel": {p.Channel},
				"holidays": {"own"}, "questions": {ritual.AskMoved}}
			rep, err := w.clicks("standup.setup", click)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(rep.Form.Data), &click.Data); err != nil {
				t.Fatal(err)
			}
			change(click.Fields, click.Places)
			_, err = w.clicks("standup.setup.form", click)
			return err
		}
		for says, change := range map[string]func(f engine.Fields, places map[string]ritual.Place){
			"Atlas has a standup named Daily already.": func(f engine.Fields, _ map[string]ritual.Place) { f["name"] = []string{" daily"} },
			"Tick the days of the standup":             func(f engine.Fields, _ map[string]ritual.Place) { delete(f, "days") },
			"Choose a time, such as 09:30.":            func(f engine.Fields, _ map[string]ritual.Place) { f["time"] = []string{"25:99"} },
			"Choose a time, such as 11:30.":            func(f engine.Fields, _ map[string]ritual.Place) { delete(f, "summary") },
			"Choose a time before 22:00":               func(f engine.Fields, _ map[string]ritual.Place) { f["time"] = []string{"22:00"} },
			"Choose whom to ask":                       func(f engine.Fields, _ map[string]ritual.Place) { delete(f, "people") },
			"Choose the channel":                       func(f engine.Fields, _ map[string]ritual.Place) { delete(f, "channel") },
			"#old is archived": func(_ engine.Fields, at map[string]ritual.Place) {
				at["channel"] = ritual.Place{Name: "old", Archived: true, Read: monday}
			},
			"Choose a channel: the team reads": func(_ engine.Fields, at map[string]ritual.Place) {
				at["channel"] = ritual.Place{Direct: true, Read: monday}
			},
			"the holidays of that country": func(f engine.Fields, _ map[string]ritual.Place) { f["holidays"] = []string{"XX"} },
			"Write at least one question":  func(f engine.Fields, _ map[string]ritual.Place) { delete(f, "questions") },
		} {
			w.refuses(sent(change), says)
		}
		if n := len(w.standups()); n != 1 {
			t.Errorf("%d standups", n)
		}
		if err := sent(func(engine.Fields, map[string]ritual.Place) {}); err != nil {
			t.Error(err)
		}
		w.ended()
	})
}

// questionsOf are so many questions.
func questionsOf(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("What about part %d?", i+1))
	}
	return strings.Join(all, "\n")
}

func TestAProductHasSeveralStandups(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		p := w.product("Atlas")
		p.Settings.Zone = "Europe/Berlin"
		w.changes(func(ctx context.Context, tx *store.Tx) error { return tx.KeepProduct(ctx, p) })
		w.types("dev", "#atlas", "/standup setup")
		w.submits("dev")
		w.closes("dev")
		w.types("omar", "#atlas", "/standup setup")
		w.hears("omar", "#atlas", "*1 standup of Atlas*", "*Standup* · Mon to Fri at 09:30 where each of them is · summary in #atlas at 11:30 (Europe/Berlin)",
			"1 person · next Tue 3 Mar · set up by dev", "[Change] [End]", "[Set up another]")
		w.presses("omar", "#atlas", "Set up another")
		w.choosesAll("omar", ritual.FieldOptional, "dev", "gwen")
		w.choosesAll("omar", ritual.FieldStandupDays, "Wednesday", "Sunday")
		w.choosesAll("omar", ritual.FieldReminder)
		w.submits("omar", "Name: Mid week", "People: priya", "Time: 14:00", "Summary at: 16:30", "Time zone: Europe/Berlin", "Holidays: None", "Questions: ! What hurts?\nAnd + what else?")
		w.sees("omar", "form", "*Mid week* asks 1 person, and 2 without waiting for them, Wed and Sun at 14:00 (Europe/Berlin), and posts the summary in #atlas at 16:30 (Europe/Berlin).",
			"First: *Wed 4 Mar*.")
		w.closes("omar")
		s := w.standups()[1]
		if want := []ritual.StandupQuestion{{Text: "What hurts?", Kind: ritual.AsksBlocker}, {Text: "And + what else?"}}; !slices.Equal(s.Setup.Questions, want) || !s.Setup.NoReminder ||
			s.Setup.Holidays != ritual.NoCountry || !slices.Equal(s.Setup.Optional, w.ids("dev", "gwen")) {
			t.Errorf("kept: %s", dump(s.Setup))
		}
		w.types("dev", "#atlas", "/standup setup")
		w.hears("dev", "#atlas", "*2 standups of Atlas*", "*Mid week* · Wed and Sun at 14:00 (Europe/Berlin)", "1 person, and 2 without waiting for them · next Wed 4 Mar · set up by omar")

		w.changes(func(ctx context.Context, tx *store.Tx) error { // more than a message lists
			for i := range 12 {
				more := ritual.Standup{ID: fmt.Sprint("S", i), Product: p.ID, Setup: s.Setup, By: s.By, Created: w.clock.Now().Add(time.Duration(i+1) * time.Second), Last: s.Last}
				more.Setup.Name, more.Setup.Channel = fmt.Sprint("More ", i), "C0AWAY"
				if err := errors.Join(tx.AddStandup(ctx, more), tx.KeepPlace(ctx, ritual.Place{ID: "C0AWAY", Name: "away", Read: w.clock.Now()})); err != nil {
					return err
				}
			}
			return nil
		})
		w.types("dev", "#atlas", "/standup setup")
		w.hears("dev", "#atlas", "*14 standups of Atlas*", "*More 7*", "so its summary waits. Type `/invite @Tandem` there.", "and 4 more:")
		w.seesNotLast("dev", "#atlas", "*More 8*")
		w.chooses("dev", "#atlas", "More 11")
		w.hasForm("dev", "Standup")
		w.sees("dev", "form", "What you change counts from the next run on.")
		w.ended()
	})
}

func TestAChangeCountsFromTheNextRun(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.gathers(func(s *ritual.StandupSetup) { s.Zone = "Europe/Berlin" }, "dev", "priya", "sam")
		w.sim.AddUser(slacksim.User{Name: "lena", RealName: "Lena", Zone: "Europe/Berlin"})
		w.comes("2026-03-03 08:31")
		w.sees("priya", "@tandem", "*Standup of Atlas* · Tue 3 Mar", "[Answer]")
		w.tells("dev", ritual.AskMoved+": The importer reads files")
		w.types("omar", "#atlas", "/standup setup")
		w.presses("omar", "#atlas", "Change", s.ID)
		w.submits("omar") // as it is
		w.sees("omar", "form", "You changed nothing of *Standup*.")
		w.closes("omar")
		w.presses("omar", "#atlas", "Change", s.ID)
		w.choosesAll("omar", ritual.FieldStandupWho, "sam", "lena")
		w.choosesAll("omar", ritual.FieldStandupDays, "Tuesday", "Thursday")
		w.submits("omar", "Name: Daily", "Questions: What now?", "Holidays: Germany", "Time: 08:30", "Time zone: ")
		w.sees("omar", "form", "*Daily* is changed. From the next run on, Thu 5 Mar:", "• Name: Daily", "• People: with lena, without dev and priya", "• Days: Tue and Thu",
			"• Time: 08:30", "• Questions: What now?", "• Time zone: each person's own", "• Holidays: those of Germany")
		w.seesNot("omar", "form", "• Channel", "• Reminder", "• Summary at", "• Optional people")

		// The run that is open keeps its questions and its hour, and waits for nobody who was taken out.
		w.sees("priya", "@tandem", "You are not on its roster any more, so nothing is asked of you.")
		w.seesNot("priya", "@tandem", "[Answer]")
		w.sees("dev", "@tandem", "The importer reads files")
		w.sees("sam", "@tandem", "[Answer]")
		run := in(w, func(ctx context.Context, tx *store.Tx) (ritual.StandupRun, error) {
			return tx.Run(ctx, s.ID, "2026-03-03")
		})
		if run.Setup.Name != "Standup" || run.Setup.Time != "09:30" || len(run.Setup.Questions) != 3 || !run.Closed.IsZero() {
			t.Errorf("the run is now: %s", dump(run))
		}
		states := map[string]ritual.TurnState{}
		for _, turn := range in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.StandupTurn, error) {
			return tx.Turns(ctx, s.ID, "2026-03-03")
		}) {
			states[turn.Person] = turn.State
		}
		if ids := w.ids("dev", "priya", "sam"); states[ids[0]] != ritual.TurnAsked || states[ids[1]] != ritual.TurnGone || states[ids[2]] != ritual.TurnAsked || len(states) != 3 {
			t.Errorf("the turns are now %v", states)
		}
		w.comes("2026-03-03 09:45")
		for _, who := range []string{"priya", "lena"} {
			if n := w.reminders(s, "2026-03-03", who) + w.prompts(s, "2026-03-04", who); n != 0 {
				t.Errorf("%s is reminded or asked", who)
			}
		}
		if w.reminders(s, "2026-03-03", "sam") != 1 {
			t.Error("sam is not reminded")
		}
		w.comes("2026-03-05 07:31")
		w.sees("lena", "@tandem", "*Daily of Atlas* · Thu 5 Mar", "What now?")
		if w.prompts(s, "2026-03-05", "dev")+w.prompts(s, "2026-03-05", "priya") != 0 || w.prompts(s, "2026-03-05", "sam") != 1 {
			t.Error("the wrong people are asked")
		}
		w.ended()
	})
}

func TestNobodyMissesADayThatWasOverBeforeItsTimeWasChanged(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.gathers(func(s *ritual.StandupSetup) { s.Time, s.Summary = "15:00", "17:00" }, "dev")
		w.comes("2026-03-03 12:00")
		w.types("dev", "#atlas", "/standup setup")
		w.presses("dev", "#atlas", "Change", s.ID)
		w.submits("dev", "Time: 09:30", "Summary at: 11:30")
		w.sees("dev", "form", "*Standup* is changed. From the next run on, Wed 4 Mar:")
		w.comes("2026-03-04 09:00")
		if days := w.runDays(s); !slices.Equal(days, []string{"2026-03-04"}) {
			t.Errorf("runs on %v", days)
		}
		w.ended()
	})
}

// runDays are the days of the runs of a standup so far.
func (w *world) runDays(s ritual.Standup) (days []string) {
	w.t.Helper()
	for _, r := range in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.StandupRun, error) {
		return tx.RunsBetween(ctx, s.ID, "2026-01-01", "2026-12-31")
	}) {
		days = append(days, r.Day)
	}
	return days
}

func TestWhoHasLeftIsNotInTheFormThatChangesAStandup(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.berliner("lena", "ana")
		s := w.gathers(func(s *ritual.StandupSetup) { s.People, s.Optional = s.People[:2], s.People[2:] }, "dev", "lena", "ana")
		for _, who := range []string{"lena", "ana"} {
			w.sim.ChangeUser(who, func(u *slacksim.User) { u.Deleted = true })
		}
		w.settle()
		w.types("omar", "#atlas", "/standup setup")
		w.presses("omar", "#atlas", "Change", s.ID)
		w.submits("omar", "Name: Daily")
		w.sees("omar", "form", "• Name: Daily", "• People: without lena", "• Optional people: without ana")
		if got := w.standups()[0].Setup; !slices.Equal(got.All(), w.ids("dev")) {
			t.Errorf("on it are %v", got.All())
		}
		w.ended()
	})
}

func TestWhoIsOnNoRosterHearsWhoCanAddThem(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.gathers(nil, "dev")
		w.types("gwen", "#atlas", "/standup")
		w.hears("gwen", "#atlas", "You are not on the roster of the standup of Atlas. @omar, who decides about the backlog, or anybody on the team can add you with `/standup setup`.")
		w.types("gwen", "@tandem", "/standup")
		w.hears("gwen", "@tandem", "You are not on the roster of")
		w.comes("2026-03-03 08:31")
		w.presses("dev", "@tandem", "Answer") // and it ends meanwhile
		w.types("omar", "#atlas", "/standup setup")
		w.presses("omar", "#atlas", "End", s.ID)
		w.submits("dev", ritual.AskNext+": Files")
		w.sees("dev", "form", "This standup has ended, so it takes no more answers.", "Files")
		w.ended()
	})
}

func TestOfTwoWhoChangeAStandupAtOnceTheSecondIsTold(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for _, who := range []string{"dev", "omar"} {
			w.types(who, "#atlas", "/standup setup")
		}
		w.submits("dev", "Time: 10:00", "Summary at: 12:30")
		w.submits("omar", "Name: Daily", "Questions: What now?")
		w.sees("omar", "form", "*The standups of Atlas are others than when you opened the form, so nothing was saved yet.*", "• *Standup* · Mon to Fri at 10:00 where each of them is · #atlas", "Questions")
		if n := len(w.standups()); n != 1 {
			t.Errorf("%d standups", n)
		}
		w.submits("omar")
		w.sees("omar", "form", "*Daily* asks 1 person")
		if all := w.standups(); len(all) != 2 || len(all[1].Setup.Questions) != 1 {
			t.Errorf("kept: %s", dump(all))
		}
		w.closes("dev")
		w.closes("omar")

		s := w.standups()[0]
		for _, who := range []string{"dev", "omar"} {
			w.types(who, "#atlas", "/standup setup")
			w.presses(who, "#atlas", "Change", s.ID)
		}
		w.submits("dev", "Time: 10:30", "Name: First")
		w.submits("omar", "Time: 08:00", "Questions: What now?\nAnd then?")
		w.sees("omar", "form", "*Somebody else changed this standup while you had the form open, so nothing was saved yet.* The fields hold what you wrote.",
			"• Name: First", "• Time: 10:30", "• Questions: "+ritual.AskMoved)
		if got := w.standups()[0].Setup; got.Time != "10:30" || len(got.Questions) != 3 {
			t.Errorf("omar has overwritten it: %s", dump(got))
		}
		w.submits("omar")
		if got := w.standups()[0].Setup; got.Time != "08:00" || len(got.Questions) != 2 || got.Name != "Standup" {
			t.Errorf("what omar wrote is lost: %s", dump(got))
		}
		w.closes("dev")
		w.closes("omar")

		w.presses("omar", "#atlas", "Change", s.ID)
		w.types("dev", "#atlas", "/standup setup")
		w.presses("dev", "#atlas", "End", s.ID)
		w.submits("omar", "Time: 07:00", "Questions: My new questions?")
		w.sees("omar", "form", "Standup was ended while you had this form open. `/standup setup` sets another one up.", "My new questions?")
		w.ended()
	})
}

func TestAStandupIsSavedAndWaitsWhereTandemIsNotInItsChannel(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.sim.AddChannel(slacksim.Channel{Name: "partners", Shared: true, Members: []string{"dev"}, BotIn: true})
		w.types("dev", "#atlas", "/standup setup")
		w.submits("dev", "Channel: #sales")
		w.sees("dev", "form", "One step is left: I am not in #sales yet. The setup is saved, and its summary waits. Type `/invite @Tandem` there.", "First: *Tue 3 Mar*.")
		w.closes("dev")
		w.types("dev", "#atlas", "/standup setup")
		w.hears("dev", "#atlas", "I am not in #sales, so its summary waits. Type `/invite @Tandem` there.")
		w.sim.Invite("#sales", "tandem")
		w.settle()
		w.types("dev", "#atlas", "/standup setup")
		w.seesNotLast("dev", "#atlas", "/invite")
		w.presses("dev", "#atlas", "Change")
		w.submits("dev", "Channel: #partners")
		w.sees("dev", "form", "• Channel: #partners", "#partners is shared with another organization. I post nothing there unless `/tandem settings` allows it.")
		w.closes("dev")
		p := w.product("Atlas")
		p.Settings.Shared = true
		w.changes(func(ctx context.Context, tx *store.Tx) error { return tx.KeepProduct(ctx, p) })
		w.types("dev", "#atlas", "/standup setup")
		w.seesNotLast("dev", "#atlas", "another organization")
		w.ended()
	})
}

func TestAStandupThatEndsAsksNobodyAnyMore(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.gathers(func(s *ritual.StandupSetup) { s.Zone = "Europe/Berlin" }, "dev", "priya")
		w.comes("2026-03-03 08:31")
		w.tells("dev", ritual.AskMoved+": The importer reads files", ritual.AskBlocker+": No test files")
		w.types("omar", "#atlas", "/standup setup")
		w.presses("omar", "#atlas", "End", s.ID)
		w.eventually("omar", "#atlas", "*Standup* has ended: nobody is asked any more. What was said stays in #atlas. 1 blocker stays open until it is resolved.", "[Set up another]")
		w.seesNot("omar", "#atlas", "[End]")
		w.sees("priya", "@tandem", "This standup has ended.")
		w.seesNot("priya", "@tandem", "[Answer]")
		w.sees("dev", "@tandem", "The importer reads files")
		w.sees("sam", "#atlas", "The importer reads files", "No test files") // it was to be posted later
		run := in(w, func(ctx context.Context, tx *store.Tx) (ritual.StandupRun, error) {
			return tx.Run(ctx, s.ID, "2026-03-03")
		})
		if run.Closed.IsZero() || len(w.standups()) != 0 {
			t.Errorf("it goes on: %s", dump(run))
		}
		for _, id := range []string{"standup.change", "standup.end"} {
			click := w.as("omar")
			click.Subject = s.ID
			_, err := w.clicks(id, click)
			w.refuses(err, "Standup has ended.")
		}
		w.comes("2026-03-06 20:00")
		if days := w.runDays(s); !slices.Equal(days, []string{"2026-03-03"}) {
			t.Errorf("runs on %v", days)
		}
		w.presses("omar", "#atlas", "Set up another")
		w.submits("omar") // of the same name
		w.ended()
	})
}

func TestAStandupFollowsTheSettingsOfItsProduct(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.gathers(func(s *ritual.StandupSetup) { s.Holidays = ritual.NoCountry }, "dev")
		if got := w.standups()[0]; got.Next != "2026-03-03" {
			t.Fatalf("next is %s", got.Next)
		}
		w.types("omar", "#atlas", "/tandem settings")
		w.submits("omar", "Holidays: 2026-03-03\n2026-03-04")
		w.closes("omar")
		if got := w.standups()[0]; got.Next != "2026-03-05" {
			t.Errorf("next is %s", got.Next)
		}
		w.comes("2026-03-04 20:00")
		w.types("omar", "#atlas", "/tandem settings")
		w.submits("omar", "Holidays: 2026-03-03")
		w.closes("omar")
		w.comes("2026-03-05 20:00")
		if days := w.runDays(s); !slices.Equal(days, []string{"2026-03-05"}) { // yesterday was over
			t.Errorf("runs on %v", days)
		}
		w.ended()
	})
}
