package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

func TestTenLongQuestionsOfAnyCharactersAreAskedAndAnswered(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.gathers(nil, "dev", "sam")
		var lines, fields []string
		for i := range 10 {
			q := fmt.Sprint(i, strings.Repeat(`<&>`, 49), "?")
			lines = append(lines, map[int]string{1: "+ ", 2: "! "}[i]+q)
			fields = append(fields, q+": "+strings.Repeat("<&", ritual.AnswerMost/2))
		}
		w.types("omar", "#atlas", "/standup setup")
		w.presses("omar", "#atlas", "Change", s.ID)
		w.submits("omar", "Questions: "+strings.Join(lines, "\n"))
		w.closes("omar")
		w.comes("2026-03-03 08:31")
		w.tells("dev", fields...)
		w.comes("2026-03-03 10:31")
		w.tellsOfDay("Standup Tue 3 Mar · 1 of 2 in · 1 blocker\n")
		_, replies := w.dayThread()
		if len(replies) != 1 || !strings.Contains(replies[0], "9&lt;&amp;&gt;") {
			t.Errorf("in the thread stands %q", replies)
		}
		w.presses("dev", "@tandem", "Edit")
		w.submits("dev")
		w.hasNoForm("dev")
		w.ended()
	})
}

// aloof is a standup of Dev and Ana whose summary goes to #late, in which Tandem is not.
func (w *world) aloof() ritual.Standup {
	w.t.Helper()
	w.berliner("ana")
	w.sim.AddChannel(slacksim.Channel{ID: "C0LATE", Name: "late", Members: []string{"dev", "ana", "sam"}})
	return w.gathers(func(s *ritual.StandupSetup) { s.Channel = "C0LATE" }, "dev", "ana")
}

// daysIn are the messages of the day and their threads in a channel.
func (w *world) daysIn(channel string) (days, replies int) {
	w.t.Helper()
	w.idles()
	for _, m := range w.sim.Person("sam").Sees(channel) {
		switch words := wordsOf(m.Blocks); {
		case m.User != w.sim.BotUser() || m.Ephemeral():
		case m.ThreadTS != "" && m.ThreadTS != m.TS:
			replies++
		case strings.HasPrefix(words, "Standup "):
			days++
		}
	}
	return days, replies
}

func TestWhoeverInvitesTandemLateIsNotFloodedWithDaysThatAreOver(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aloof()
		w.opensHome("omar")
		w.opensHome("dev")
		for _, day := range []string{"03", "04", "05", "06", "09"} {
			w.comes("2026-03-" + day + " 08:31")
			w.tells("dev", ritual.AskMoved+": Files", ritual.AskBlocker+": The keys of "+day)
			w.tells("ana", ritual.AskMoved+": Docs")
		}
		w.passes(time.Minute)
		if n := strings.Count(w.reads("omar", "home"), "[Post again]"); n != 2 {
			t.Errorf("Home shows %d, not the last two:\n%s", n, w.reads("omar", "home"))
		}
		w.presses("dev", "home", "Resolved") // has the days shown anew in which it stands
		w.sim.Invite("#late", "tandem")
		w.passes(time.Minute)
		if days, replies := w.daysIn("#late"); days != 2 || replies != 5 { // the digest of the week stands under Friday
			t.Errorf("%d days and %d replies:\n%s", days, replies, w.reads("sam", "#late"))
		}
		w.sees("sam", "#late", "Standup Fri 6 Mar · 2 of 2 in", "Standup Mon 9 Mar · 2 of 2 in")
		w.seesNot("omar", "home", "Could not be posted")
		w.ended()
	})
}

func TestADayThatIsPostedAgainHasItsThreadAndTakesLaterAnswers(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.gathers(nil, "dev", "sam")
		w.opensHome("omar")
		w.comes("2026-03-03 08:31")
		w.tells("dev", ritual.AskMoved+": Files")
		w.comes("2026-03-03 10:29")
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.Error("restricted_action"), Count: 1})
		w.comes("2026-03-03 10:31")
		w.sees("omar", "home", "Could not be posted", "[Post again]")
		for _, who := range []string{"dev", "sam"} {
			click := w.as(who)
			click.Subject = in(w, func(ctx context.Context, tx *store.Tx) (string, error) {
				m, err := tx.MessageOf(ctx, "standup", s.ID+"/2026-03-03", s.Setup.Channel)
				return m.ID, err
			})
			_, err := w.clicks("post.again", click)
			w.refuses(err, "can post this again")
		}
		w.presses("omar", "home", "Post again")
		w.settle()
		w.tellsOfDay("Standup Tue 3 Mar · 1 of 2 in\n")
		w.inThread("*dev*")
		w.tells("sam", ritual.AskMoved+": Talks")
		w.settle()
		w.tellsOfDay("2 of 2 in\n", "*In (2)*  dev, sam\n")
		w.inThread("*dev*", "*sam*")
		if days, _ := w.daysIn("#atlas"); days != 1 {
			t.Errorf("%d messages of the day", days)
		}
		w.ended()
	})
}
