package bot

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// berlin has dev, ana and ben, who all live in Berlin, have a standup; the summary is posted at 11:30, which is 10:30 in UTC.
func (w *world) berlin(change func(s *ritual.StandupSetup)) ritual.Standup {
	w.t.Helper()
	w.setUp()
	for _, name := range []string{"ana", "ben"} {
		w.joins(name, "Europe/Berlin")
	}
	return w.gathers(change, "dev", "ana", "ben")
}

func TestTheStandupAsksEachPersonAtTheirOwnHour(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.gathers(nil, "dev", "priya", "omar") // Berlin, New York, Tokyo
		w.comes("2026-03-03 00:29")
		w.seesNot("omar", "@tandem", "*Standup of Atlas*")
		w.comes("2026-03-03 00:31")
		w.sees("omar", "@tandem", "*Standup of Atlas* · Tue 3 Mar", "[Answer] [Skip today] [I'm away]")
		w.comes("2026-03-03 08:29")
		w.seesNot("dev", "@tandem", "*Standup of Atlas*")
		w.comes("2026-03-03 08:31")
		w.sees("dev", "@tandem", "*Standup of Atlas* · Tue 3 Mar")
		w.tells("dev", ritual.AskMoved+": The importer reads files", ritual.AskNext+": Write its docs")
		w.sees("dev", "@tandem", "The importer reads files", "Write its docs", "[Edit]")
		w.comes("2026-03-03 14:31")
		w.sees("priya", "@tandem", "*Standup of Atlas* · Tue 3 Mar")
		w.comes("2026-03-06 23:00")
		for _, day := range []string{"03", "04", "05", "06"} {
			for _, who := range []string{"dev", "priya", "omar"} {
				if n := w.prompts(s, "2026-03-"+day, who); n != 1 {
					t.Errorf("%s was asked %d times on March %s", who, n, day)
				}
			}
		}
		w.ended()
	})
}

func TestAnAnswerIsFilledWithWhatWasPlannedAndWithOnesStories(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7)
		w.runs(inSprint{"FR-1", "dev", ritual.WorkStarted}, inSprint{"FR-2", "dev", ritual.WorkTodo}, inSprint{"FR-3", "sam", ritual.WorkStarted})
		w.gathers(nil, "dev", "sam")
		w.comes("2026-03-03 08:31")
		w.presses("dev", "@tandem", "Answer")
		w.sees("dev", "form", "*Goal:* Customers can look at night", "My stories in the sprint", "What next?", "Whose help do you need?")
		w.seesNot("dev", "form", "FR-3", "Still in your way")
		w.submits("dev", "What moved us toward the sprint goal?: Colors <!channel> are chosen", "What next?: And lunch") // FR-1, which is started, is ticked
		w.sees("dev", "@tandem", "Colors &lt;!channel&gt; are chosen", "• *FR-1*  Wish number 1\nAnd lunch", "[Edit]")
		w.seesNot("dev", "@tandem", "*FR-2*  Wish")

		// It is theirs to change, and to read again.
		w.presses("dev", "@tandem", "Edit")
		w.sees("dev", "form", "My stories in the sprint")
		w.holds("dev", ritual.AnswerField(1), "And lunch")
		w.submits("dev", "What next?: And an early lunch")
		w.sees("dev", "@tandem", "And an early lunch", "edited")

		// The next day: what was planned stands where one says what came of it.
		w.comes("2026-03-04 08:31")
		w.presses("dev", "@tandem", "Answer")
		w.holds("dev", ritual.AnswerField(0), "FR-1 Wish number 1\nAnd an early lunch")
		w.holds("dev", ritual.AnswerField(1), "")
		w.closes("dev")
		w.ended()
	})
}

// holds fails unless a field of the open form begins with some words.
func (w *world) holds(who, field, want string) {
	w.t.Helper()
	v, ok := w.sim.Person(who).View()
	if !ok {
		w.t.Fatalf("%s has no form open", who)
	}
	for _, b := range v.Blocks {
		if b["block_id"] == field {
			el, _ := b["element"].(slacksim.Block)
			if got, _ := el["initial_value"].(string); got != want {
				w.t.Errorf("%s of %s's form holds %q, want %q", field, who, got, want)
			}
			return
		}
	}
	w.t.Errorf("%s's form has no field %s", who, field)
}

func TestAnswersComeEarlyAndLate(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.berlin(nil)
		w.types("sam", "#atlas", "/standup")
		w.hears("sam", "#atlas", "You are not on the roster of the standup of Atlas.")

		// Early: the evening before, and in the morning.
		w.comes("2026-03-02 17:00")
		w.types("dev", "#atlas", "/standup")
		w.sees("dev", "form", "*Standup of Atlas* · Tue 3 Mar · early")
		w.submits("dev", "What next?: Write the docs")
		w.sees("dev", "form", "thank you", "Write the docs", "It goes to #atlas")
		w.closes("dev")
		w.types("dev", "#atlas", "/standup")
		w.hears("dev", "#atlas", "*Standup of Atlas* · Tue 3 Mar · your answer", "[Edit]")
		w.comes("2026-03-03 08:40")
		if w.prompts(s, "2026-03-03", "dev") != 0 || w.prompts(s, "2026-03-03", "ana") != 1 {
			t.Error("who has answered is asked, or who has not is not")
		}
		w.tells("ana", "What next?: Test it")
		w.comes("2026-03-03 10:35")
		w.sees("sam", "#atlas", "2 of 3 in", "*In (2)*", "dev", "ana", "*Not yet (1)*", "ben")

		// Late, and in the evening: it is added.
		w.comes("2026-03-03 19:00")
		w.presses("ben", "@tandem", "Answer")
		w.sees("ben", "form", "the summary is posted, and your answer is added to it")
		w.submits("ben", "What next?: Deploy")
		w.sees("sam", "#atlas", "3 of 3 in", "Deploy")
		w.seesNot("sam", "#atlas", "*Not yet")

		w.types("ben", "#atlas", "/standup")
		w.hears("ben", "#atlas", "*Standup of Atlas* · Tue 3 Mar · your answer", "Deploy", "[Edit] [Answer Wed 4 Mar early]")

		// Until they are asked the next time. What they wrote then is not lost.
		w.presses("ben", "@tandem", "Edit")
		w.fills("ben", "What next?: Deploy twice")
		w.comes("2026-03-04 08:31")
		if err := w.sim.Person("ben").Submit(); err != nil {
			t.Fatal(err)
		}
		w.sees("ben", "form", "The standup of Tue 3 Mar is over: your next one has begun.", "Deploy twice")
		w.closes("ben")
		w.seesNot("sam", "#atlas", "Deploy twice")
		w.ended()
	})
}

func TestWhoeverSkipsIsNotMissing(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.berlin(nil)
		w.comes("2026-03-03 08:31")
		w.presses("dev", "@tandem", "Skip today")
		w.sees("dev", "@tandem", "You skip this day.", "[Answer after all]")
		w.tells("ana", "What next?: Test it")
		w.tells("ben", "What next?: Deploy")
		w.sees("sam", "#atlas", "2 of 3 in", "*Skipped today (1)*", "dev") // all have answered: it comes at once
		w.presses("dev", "@tandem", "Answer after all")
		w.submits("dev", "What next?: Write docs")
		w.sees("sam", "#atlas", "3 of 3 in")
		w.seesNot("sam", "#atlas", "*Skipped today")
		click := w.as("dev")
		click.Subject = w.lastRun()
		_, err := w.clicks("standup.skip", click)
		w.refuses(err, "You have answered already")
		w.ended()
	})
}

// lastRun is the run whose question dev got last.
func (w *world) lastRun() (subject string) {
	w.t.Helper()
	open := in(w, func(ctx context.Context, tx *store.Tx) ([]store.TurnIn, error) {
		return tx.OpenTurns(ctx, w.sim.Person("dev").ID())
	})
	if len(open) == 0 {
		w.t.Fatal("dev is in no run")
	}
	last := open[len(open)-1].Run
	return last.Standup + "/" + last.Day
}

func TestOneReminderGoesToThoseWhoAreWaitedFor(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.berlin(func(s *ritual.StandupSetup) {
			w.joins("eve", "Europe/Berlin")
			s.Optional = []string{w.sim.Person("eve").ID()}
		})
		w.comes("2026-03-03 08:31")
		w.tells("ana", "What next?: Test it")
		w.comes("2026-03-03 09:29")
		w.goesAway("ben")
		w.comes("2026-03-03 09:31")
		w.sees("dev", "@tandem", "The summary is posted", "and your answer is still to come")
		w.comes("2026-03-03 23:00")
		for who, want := range map[string]int{"dev": 1, "ana": 0, "ben": 0, "eve": 0} {
			if n := w.reminders(s, "2026-03-03", who); n != want {
				t.Errorf("%s was reminded %d times, want %d", who, n, want)
			}
		}
		w.sees("sam", "#atlas", "1 of 2 in", "*Away (1)*", "ben", "*Not yet (1)*", "dev")
		w.seesNot("sam", "#atlas", "eve")
		w.presses("dev", "@tandem", "Answer")
		w.submits("dev", "What next?: Write docs")
		w.sees("dev", "@tandem", "Thank you: your answer to the standup of Atlas is in.")
		w.ended()
	})
}

func TestAwayIsNotMissing(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.berlin(nil)
		w.goesAway("ben") // before they are asked
		w.comes("2026-03-03 08:31")
		w.presses("dev", "@tandem", "I'm away")
		w.submits("dev", "Away until: 2026-03-04")
		w.closes("dev")
		w.sees("dev", "@tandem", "You are away: nothing is asked of you, and nobody waits for you.", "[Answer after all] [I'm back]")
		w.tells("ana", "What next?: Test it")
		w.sees("sam", "#atlas", "1 of 1 in", "*Away (2)*", "dev", "until", "ben")
		if w.prompts(s, "2026-03-03", "ben") != 0 {
			t.Error("somebody who is away is asked")
		}
		// Back on the same day: they were asked, so they are waited for again.
		w.presses("dev", "@tandem", "I'm back")
		w.sees("dev", "@tandem", "[Answer] [Skip today] [I'm away]")
		w.sees("sam", "#atlas", "1 of 2 in", "*Not yet (1)*")
		w.presses("dev", "@tandem", "I'm away")
		w.submits("dev", "Away until: 2026-03-04")
		w.closes("dev")

		// Who answers while they are away is in.
		w.presses("dev", "@tandem", "Answer after all")
		w.submits("dev", "What next?: Write docs from the beach")
		w.sees("sam", "#atlas", "2 of 2 in", "*Away (1)*")
		w.comes("2026-03-04 12:00")
		if w.prompts(s, "2026-03-04", "dev") != 0 || w.prompts(s, "2026-03-04", "ana") != 1 {
			t.Error("the wrong ones are asked on Wednesday")
		}
		w.comes("2026-03-05 12:00")
		if w.prompts(s, "2026-03-05", "dev") != 1 {
			t.Error("who is back is not asked")
		}
		w.ended()
	})
}

func TestPeopleJoinAndLeaveInTheMiddleOfADay(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.berlin(nil)
		w.joins("eve", "Europe/Berlin")
		w.comes("2026-03-03 08:31")
		w.tells("ana", "What next?: Test it")

		// Eve joins, and may answer; ben leaves the workspace, and dev the roster: nobody waits for them.
		w.changesRoster(s, func(ids []string) []string { return append(ids, w.sim.Person("eve").ID()) })
		w.types("eve", "#atlas", "/standup")
		w.submits("eve", "What next?: Learn the ropes")
		w.closes("eve")
		w.quits("ben")
		w.comes("2026-03-03 10:31")
		w.sees("sam", "#atlas", "2 of 3 in", "eve", "*Not yet (1)*", "dev")
		w.seesNot("sam", "#atlas", "ben")
		w.comes("2026-03-04 12:00")
		for who, want := range map[string]int{"eve": 1, "ben": 0, "ana": 1, "dev": 1} {
			if n := w.prompts(s, "2026-03-04", who); n != want {
				t.Errorf("%s was asked %d times on Wednesday, want %d", who, n, want)
			}
		}
		w.ended()
	})
}

// changesRoster has the standup's form change whom it asks.
func (w *world) changesRoster(s ritual.Standup, change func([]string) []string) {
	w.t.Helper()
	is := in(w, func(ctx context.Context, tx *store.Tx) (ritual.Standup, error) { return tx.Standup(ctx, s.ID) })
	var names []string
	for _, id := range change(slices.Clone(is.Setup.People)) {
		for _, u := range w.sim.Users() {
			if u.ID == id {
				names = append(names, u.Name)
			}
		}
	}
	w.types("omar", "#atlas", "/standup setup")
	w.presses("omar", "#atlas", "Change", s.ID)
	w.choosesAll("omar", ritual.FieldStandupWho, names...)
	w.submits("omar")
	w.closes("omar")
}

func TestAQuestionThatIsALittleLateStillGoesOut(t *testing.T) {
	for _, x := range []struct {
		name, back string
		asked      int
		says       string
	}{
		{"by less than the standup's window", "2026-03-03 10:25", 1, "*Not yet (3)*"},
		{"by the window, on the same day", "2026-03-03 10:30", 0, "I was not running when it was time to ask"},
		{"the next day", "2026-03-04 07:00", 0, "There was no standup on Tue 3 Mar: I was not running."},
	} {
		t.Run(x.name, func(t *testing.T) {
			inWorlds(t, func(w *world) {
				s := w.berlin(nil)
				w.comes("2026-03-02 20:00")
				back, err := time.Parse("2006-01-02 15:04", x.back)
				if err != nil {
					t.Fatal(err)
				}
				w.clock.Set(back) // nothing has run meanwhile
				w.settle()
				for _, who := range []string{"dev", "ana", "ben"} {
					if n := w.prompts(s, "2026-03-03", who); n != x.asked {
						t.Errorf("%s was asked %d times, want %d", who, n, x.asked)
					}
				}
				w.comes("2026-03-04 10:40")
				w.sees("sam", "#atlas", x.says)
				for _, who := range []string{"dev", "ana", "ben"} {
					if n := w.prompts(s, "2026-03-04", who); n != 1 {
						t.Errorf("%s was asked %d times on Wednesday", who, n)
					}
				}
				w.ended()
			})
		})
	}
}

func TestWhatWasAnsweredBeforeADowntimeIsToldAfterIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.berlin(nil)
		w.comes("2026-03-03 08:31")
		w.tells("ana", "What next?: Test it")
		w.clock.Set(time.Date(2026, 3, 4, 13, 0, 0, 0, time.UTC)) // down from nine to one o'clock the next day
		w.settle()
		w.sees("sam", "#atlas", "Tue 3 Mar", "Test it", "1 of 3 in", "Wed 4 Mar", "I was not running when it was time to ask")
		w.ended()
	})
}

func TestSomebodyHasSeveralStandups(t *testing.T) {
	inWorlds(t, func(w *world) {
		first := w.berlin(nil)
		second := w.gathers(func(s *ritual.StandupSetup) { s.Name, s.Time = "Ops", "10:00" }, "dev")
		w.comes("2026-03-03 09:05")
		w.sees("dev", "@tandem", "*Standup of Atlas* · Tue 3 Mar", "*Ops of Atlas* · Tue 3 Mar")
		w.types("dev", "#atlas", "/standup")
		w.hears("dev", "#atlas", "Which standup do you mean?", "*Standup of Atlas* · Tue 3 Mar", "*Ops of Atlas* · Tue 3 Mar")
		w.presses("dev", "#atlas", "Answer", second.ID+"/2026-03-03")
		w.submits("dev", "What next?: Watch the graphs")
		w.closes("dev")
		w.types("dev", "#atlas", "/standup")
		w.hears("dev", "#atlas", "you have answered", "[Edit]")
		if w.prompts(first, "2026-03-03", "dev") != 1 || w.prompts(second, "2026-03-03", "dev") != 1 {
			t.Error("dev was not asked once by each")
		}
		w.ended()
	})
}

func TestQuestionsAreKeptWithTheirAnswers(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.berlin(func(s *ritual.StandupSetup) {
			s.Questions = []ritual.StandupQuestion{{Text: "Mood?"}, {Text: "Was kommt?", Kind: ritual.AsksPlan}}
		})
		w.comes("2026-03-03 08:31")
		w.presses("dev", "@tandem", "Answer")
		w.types("omar", "#atlas", "/standup setup")
		w.presses("omar", "#atlas", "Change", s.ID)
		w.submits("omar", "Questions: What did you learn?")
		w.closes("omar")
		w.submits("dev", "Mood?: Sunny", "Was kommt?: Regen")
		w.presses("ana", "@tandem", "Answer") // the run has the questions that it began with
		w.submits("ana", "Mood?: Fine")
		w.comes("2026-03-03 10:31")
		w.sees("sam", "#atlas", "*Mood?*", "Sunny", "Regen", "Fine")
		w.seesNot("sam", "#atlas", "What did you learn?")
		w.comes("2026-03-04 08:31")
		w.presses("dev", "@tandem", "Answer")
		w.holds("dev", ritual.AnswerField(0), "Regen")
		w.submits("dev", "What did you learn?: Umbrellas")
		w.comes("2026-03-04 10:31")
		w.sees("sam", "#atlas", "*Mood?*", "*What did you learn?*", "Umbrellas")
		w.ended()
	})
}

func TestAnEmptyAnswerIsAskedFor(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.berlin(nil)
		w.comes("2026-03-03 08:31")
		w.presses("dev", "@tandem", "Answer")
		w.fails("dev", []string{"! q0: A word or two will do."})
		w.fails("dev", []string{"! q2: Say what is in the way"}, "Whose help do you need?: ana")
		w.fails("dev", []string{"! help: Choose somebody else, or nobody."}, "Anything in the way?: Me", "Whose help do you need?: dev")
		w.fails("dev", []string{"! q1: Please enter at most 1500 characters."}, "What next?: "+strings.Repeat("x", 1600))
		w.submits("dev", "What next?: Sleep", "Whose help do you need?: ana")
		w.sees("dev", "@tandem", "Sleep", "Me", "asks ana to help")
		w.ended()
	})
}
