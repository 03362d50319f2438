package bot

import (
	"strings"
	"testing"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
)

// dayThread are the message of the day that was posted last in #atlas, as people see it, and the messages in its thread.
func (w *world) dayThread() (top string, replies []string) {
	w.t.Helper()
	w.idles()
	at := ""
	for _, m := range w.sim.Person("sam").Sees("#atlas") {
		words := w.byName(wordsOf(m.Blocks))
		switch {
		case m.User != w.sim.BotUser() || m.Ephemeral():
		case m.ThreadTS == "" || m.ThreadTS == m.TS:
			if strings.HasPrefix(words, "Standup ") {
				at, top, replies = m.TS, words, nil
			}
		case m.ThreadTS == at:
			replies = append(replies, words)
		}
	}
	return top, replies
}

// tellsOfDay fails unless the message of the day that was posted last says all the words.
func (w *world) tellsOfDay(words ...string) {
	w.t.Helper()
	top, _ := w.dayThread()
	top = linked.ReplaceAllString(top, "$1")
	for _, want := range words {
		if !strings.Contains(top, want) {
			w.t.Errorf("the message of the day does not say %q, but:\n%s", want, top)
		}
	}
}

// tellsNotOfDay fails where it says any of them.
func (w *world) tellsNotOfDay(words ...string) {
	w.t.Helper()
	top, _ := w.dayThread()
	for _, not := range words {
		if strings.Contains(top, not) {
			w.t.Errorf("the message of the day says %q:\n%s", not, top)
		}
	}
}

// inThread fails unless the thread of the message of the day that was posted last has so many messages, each with its words.
func (w *world) inThread(words ...string) {
	w.t.Helper()
	_, replies := w.dayThread()
	if len(replies) != len(words) {
		w.t.Fatalf("%d messages in the thread, not %d:\n%s", len(replies), len(words), strings.Join(replies, "\n"))
	}
	for i, want := range words {
		for part := range strings.SplitSeq(want, " … ") {
			if !strings.Contains(replies[i], part) {
				w.t.Errorf("message %d of the thread does not say %q:\n%s", i+1, part, replies[i])
			}
		}
	}
}

// daysPosted is how many messages Tandem posted into #atlas that are in no thread.
func (w *world) daysPosted() (n int) {
	w.t.Helper()
	for _, m := range w.sim.Person("sam").Sees("#atlas") {
		if m.User == w.sim.BotUser() && !m.Ephemeral() && (m.ThreadTS == "" || m.ThreadTS == m.TS) && strings.HasPrefix(wordsOf(m.Blocks), "Standup ") {
			n++
		}
	}
	return n
}

// berliner adds somebody to #atlas who lives as the team does.
func (w *world) berliner(names ...string) {
	w.t.Helper()
	for _, name := range names {
		w.sim.AddUser(slacksim.User{Name: name, RealName: strings.ToUpper(name[:1]) + name[1:], Zone: "Europe/Berlin"})
		w.sim.Invite("#atlas", name)
	}
}

func TestTheMessageOfTheDayComesAtItsTimeAndIsEditedInPlace(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.berliner("ana", "bo")
		w.gathers(nil, "dev", "ana", "bo")
		w.comes("2026-03-03 08:31")
		w.tells("dev", ritual.AskMoved+": The importer <!channel> reads files", ritual.AskBlocker+": The keys of <@UADMIN> staging")
		w.presses("bo", "@tandem", "Skip today")
		w.comes("2026-03-03 10:29")
		if n := w.daysPosted(); n != 0 {
			t.Fatalf("%d messages of the day before its time", n)
		}
		w.comes("2026-03-03 10:31")
		w.tellsOfDay("Standup Tue 3 Mar · 1 of 3 in · 1 blocker\n", "*dev*: The keys of &lt;@UADMIN&gt; staging · since today", "[I'll help] [Resolved]",
			"*In (1)*  dev\n", "*Skipped today (1)*  bo\n", "*Not yet (1)*  ana\n", "`/standup` takes late answers, too")
		w.inThread("*dev* · … The importer &lt;!channel&gt; reads files … *Anything in the way?*")
		top, _ := w.dayThread()
		if !strings.Contains(top, "?thread_ts=") {
			t.Errorf("dev's name does not lead to the answer:\n%s", top)
		}

		// What comes late, and what is said otherwise.
		w.tells("ana", ritual.AskNext+": Write the docs")
		w.settle()
		w.settle()
		w.tellsOfDay("Standup Tue 3 Mar · 2 of 3 in · 1 blocker\n", "*In (2)*  dev, ana\n")
		w.tellsNotOfDay("Not yet")
		w.inThread("*dev*", "*ana* · … Write the docs")
		w.presses("ana", "@tandem", "Edit")
		w.submits("ana", ritual.AskNext+": Write the examples")
		w.inThread("*dev*", "*ana* · … , edited … Write the examples")
		w.presses("bo", "@tandem", "Answer after all")
		w.submits("bo", ritual.AskNext+": Sleep")
		w.settle()
		w.tellsOfDay("3 of 3 in · 1 blocker\n", "*In (3)*  dev, ana, bo\n")
		w.tellsNotOfDay("Skipped")
		w.inThread("*dev*", "*ana*", "*bo* · … Sleep")

		// Somebody helps, and it is gone.
		w.presses("ana", "#atlas", "I'll help")
		w.tellsOfDay("*dev*: The keys of &lt;@UADMIN&gt; staging · since today · ana helps")
		w.presses("ana", "#atlas", "Resolved")
		w.tellsOfDay("Standup Tue 3 Mar · 3 of 3 in\n", "*Resolved (1)*\n• *dev*  The keys of &lt;@UADMIN&gt; staging · thanks to ana\n")
		if n := w.daysPosted(); n != 1 {
			t.Errorf("%d messages of the day", n)
		}
		w.ended()
	})
}

func TestTheMessageOfTheDayComesWithTheLastAnswerThatIsWaitedFor(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.berliner("ana", "bo")
		w.gathers(func(s *ritual.StandupSetup) {
			s.Name, s.People, s.Optional = "Standup of the importer", s.People[:2], s.People[2:]
		}, "dev", "ana", "bo")
		w.comes("2026-03-03 08:31")
		w.tells("ana", ritual.AskMoved+": Docs")
		w.tells("dev", ritual.AskMoved+": Files")
		w.settle()
		w.settle()
		w.tellsOfDay("Standup of the importer Tue 3 Mar · 2 of 2 in\n", "*In (2)*  ana, dev\n") // nobody waits for bo
		w.tellsNotOfDay("bo", "blocker")
		w.inThread("*ana*", "*dev*")
		w.tells("bo", ritual.AskMoved+": Also here")
		w.settle()
		w.tellsOfDay("3 of 3 in\n", "*In (3)*  ana, dev, bo\n")
		w.comes("2026-03-03 10:40")
		if n := w.daysPosted(); n != 1 {
			t.Errorf("%d messages of the day", n)
		}
		w.ended()
	})
}

func TestAnEmptyStandupIsSaidKindly(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.gathers(nil, "dev", "sam")
		w.comes("2026-03-03 10:31")
		w.tellsOfDay("Standup Tue 3 Mar · 0 of 2 in\n", "Nobody has answered yet. Answers that come later appear here.\n*Not yet (2)*  dev, sam\n")
		w.inThread()
		w.tells("dev", ritual.AskNext+": Files")
		w.settle()
		w.tellsOfDay("1 of 2 in\n", "*In (1)*  dev\n")
		w.inThread("*dev*")
		w.ended()
	})
}

func TestTheDigestOfTheWeekStandsInTheThreadOfItsLastDay(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8)
		w.runs(inSprint{"FR-1", "dev", ritual.WorkStarted}, inSprint{id: "FR-2"})
		w.berliner("ana")
		w.gathers(nil, "dev", "ana")
		w.comes("2026-03-03 08:31")
		w.tells("dev", ritual.AskMoved+": Files", ritual.AskBlocker+": The keys of staging")
		w.tells("ana", ritual.AskMoved+": Docs", ritual.AskBlocker+": The printer")
		w.settle()
		w.tellsOfDay("*Goal:* Customers can look at night · day 2 of ", " done")
		w.inThread("*dev*", "*ana*")
		w.presses("dev", "#atlas", "I'll help")
		w.presses("dev", "#atlas", "Resolved")
		w.finishes("dev", "FR-1")
		w.comes("2026-03-04 08:31")
		w.tells("dev", ritual.AskMoved+": More files")
		w.comes("2026-03-05 10:31")
		w.inThread()
		w.comes("2026-03-06 08:31")
		w.tells("dev", ritual.AskMoved+": Most files")
		w.comes("2026-03-06 10:31")
		w.inThread("*dev*", "*This week*\nTue 2 of 2 · Wed 1 of 2 · Thu 0 of 2 · Fri 1 of 2\n2 blockers came up this week\n*Resolved (1)*\n• *ana*  The printer · thanks to dev\n"+
			"*Still in the way (1)*\n• *dev*  The keys of staging · 3 days\n*Done (1)*\n• *FR-1*  Wish number 1\n")
		w.tells("ana", ritual.AskMoved+": All files")
		w.settle()
		w.inThread("*dev*", "Fri 2 of 2\n", "*ana*")
		w.ended()
	})
}
