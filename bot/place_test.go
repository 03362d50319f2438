package bot

import (
	"strings"
	"testing"

	"tandem/bot/slacksim"
)

// aloud are Tandem's messages in a channel that everybody there reads: those in threads, and those that are not.
func (w *world) aloud(who, channel string) (inThreads, inChannel []string) {
	w.t.Helper()
	w.idles()
	for _, m := range w.sim.Person(who).Sees(channel) {
		switch words := w.byName(wordsOf(m.Blocks)); {
		case m.User != w.sim.BotUser() || m.Ephemeral():
		case m.ThreadTS != "" && m.ThreadTS != m.TS:
			inThreads = append(inThreads, words)
		default:
			inChannel = append(inChannel, words)
		}
	}
	return inThreads, inChannel
}

// TestTheReceiptAndWhatFollowsStandInTheRequestsPlaceByEveryWayIn has Sam ask by each way in, and follows the request until
// the PM declines it: all of it stands in one thread, and nothing ever in a channel itself.
func TestTheReceiptAndWhatFollowsStandInTheRequestsPlaceByEveryWayIn(t *testing.T) {
	const wish = "We need an export to CSV for the audits"
	captured := func(w *world, channel, ts string) {
		w.captures("sam", channel, ts)
		w.submits("sam")
	}
	for name, x := range map[string]struct {
		ask   func(w *world)
		place string // the channel in whose thread it stands; empty: the direct messages with Sam
		told  string // what Sam reads where they asked, because the receipt is elsewhere
	}{
		"command":             {func(w *world) { w.types("sam", "#atlas", "/request "+wish) }, "", ""},
		"form of the command": {func(w *world) { w.types("sam", "#atlas", "/request"); w.submits("sam", "Title: "+wish) }, "", ""},
		"global shortcut":     {func(w *world) { w.shortcut("sam", requestShortcut); w.submits("sam", "Title: "+wish) }, "", ""},
		"Home": {func(w *world) {
			w.opensHome("sam")
			w.presses("sam", "home", "New request")
			w.submits("sam", "Title: "+wish)
		}, "", ""},
		"shortcut": {func(w *world) { captured(w, "#atlas", w.says("dev", "#atlas", wish)) }, "#atlas", ""},
		"mention":  {func(w *world) { w.mentions("sam", "#atlas", wish) }, "#atlas", ""},
		"shortcut in a thread": {func(w *world) {
			captured(w, "#atlas", w.sim.Person("dev").Reply("#atlas", w.says("dev", "#atlas", "News?"), wish))
		}, "#atlas", ""},
		"mention in a thread":      {func(w *world) { w.repliesTo("sam", "#atlas", w.says("dev", "#atlas", "News?"), wish) }, "#atlas", ""},
		"shortcut where I am not":  {func(w *world) { captured(w, "#sales", w.says("dev", "#sales", wish)) }, "", "I am not in #sales, so I keep you posted in our direct messages. Type `/invite @Tandem` there"},
		"shortcut between people":  {func(w *world) { captured(w, "@dev", w.says("dev", "@sam", wish)) }, "", "It is a direct message, so I keep you posted in ours."},
		"shortcut where it shared": {func(w *world) { captured(w, "#acme", w.says("dev", "#acme", wish)) }, "", "#acme is shared with another organization, so I post nothing there"},
		"shortcut in private":      {func(w *world) { captured(w, "#leads", w.says("dev", "#leads", wish)) }, "#leads", ""},
	} {
		t.Run(name, func(t *testing.T) {
			inWorlds(t, func(w *world) {
				w.sim.AddChannel(slacksim.Channel{Name: "acme", Shared: true, Members: []string{"sam", "dev"}, BotIn: true})
				w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "dev"}, BotIn: true})
				w.setUp()
				_, announced := w.aloud("sam", "#atlas")
				x.ask(w)
				if x.told != "" {
					w.sees("sam", "form", "Recorded as *FR-1*", x.told)
				} else if v, open := w.sim.Person("sam").View(); open {
					t.Errorf("sam has a form open: %s", v.Title)
				}
				w.closes("sam")
				w.declines("FR-1", "It serves no objective of ours")
				where := x.place
				if where == "" {
					where = "@tandem"
				}
				var place []string // as it was, and as it stands
				for _, m := range w.sim.Person("sam").Sees(where) {
					if words := w.byName(wordsOf(m.Blocks)); m.User == w.sim.BotUser() && strings.Contains(words, "FR-1") && !m.Ephemeral() {
						place = append(place, words)
					}
				}
				all := strings.Join(place, "\n")
				for _, words := range []string{"*FR-1*  " + wish + "\n*Declined*", "@priya declined FR-1.\n> It serves no objective of ours"} {
					if !strings.Contains(all, words) {
						t.Errorf("sam does not read %q in %s, but:\n%s", words, where, all)
					}
				}
				for _, channel := range []string{"#atlas", "#sales", "#acme", "#leads"} {
					threads, top := w.aloud("sam", channel)
					if channel == "#atlas" {
						top = top[len(announced):]
					}
					if len(top) > 0 || channel != x.place && len(threads) > 0 {
						t.Errorf("I spoke up in %s: %q %q", channel, top, threads)
					}
				}
				w.ended()
			})
		})
	}
}

// TestEveryReceiptNamesTheStatusWhoIsNextAndHowToWithdraw goes through the statuses in which a reporter can withdraw.
func TestEveryReceiptNamesTheStatusWhoIsNextAndHowToWithdraw(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for _, x := range []struct {
			kind, status string
			then         func(id string)
		}{
			{"Feature", "*Awaiting alignment* · next: @priya checks it against the roadmap", func(string) {}},
			{"Feature", "*Needs info* · next: @sam answers a question", func(id string) { w.needsMore(id, "Which columns?") }},
			{"Feature", "*Awaiting priority* · next: @omar says where it stands in the backlog", func(id string) { w.alignsWith(id, "Happy eyes") }},
			{"Problem", "*Awaiting priority* · next: @omar says where it stands in the backlog", func(string) {}},
			{"Praise", "*Noted*", func(string) {}},
		} {
			n := w.requests() + 1
			id := "FR-" + string(rune('0'+n))
			w.records("Something about the export, number "+string(rune('0'+n)), x.kind)
			x.then(id)
			w.sees("sam", "@tandem", "*"+id+"*  Something about the export", x.status)
			w.presses("sam", "@tandem", "Withdraw", id)
			w.sees("sam", "@tandem", "*Withdrawn*")
			if _, _, _, still := w.button("sam", "@tandem", "Withdraw", id); still {
				t.Errorf("%s can be withdrawn again", id)
			}
		}
		w.records("An export that is planned already", "Feature")
		w.alignsWith("FR-6", "Happy eyes")
		w.ranks("FR-6", "5", "1")
		if _, _, _, still := w.button("sam", "@tandem", "Withdraw", "FR-6"); still {
			t.Error("what is in the backlog can be withdrawn")
		}
		w.ended()
	})
}
