package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
)

func TestShowTellsTheWholeStoryOfARequest(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("dev", "#atlas", "As a support agent I want CSV export so that audits take minutes. It must work with 10,000 rows.")
		w.captures("sam", "#atlas", ts)
		w.submits("sam", "Customer: Acme", "Importance: Blocker")
		w.needsMore("FR-1", "Which columns?")
		w.presses("dev", "#atlas", "Answer questions")
		w.submits("dev", "Which columns?: All of them")
		w.aligns("FR-1", "Happy auditors")
		w.ranks("FR-1", "7", "3")
		w.types("gwen", "#atlas", "/tandem show fr1")
		readsInOrder(t, w.last("gwen", "#atlas"), "FR-1 As a support agent", "*Backlog* · next: @omar picks it into a sprint", "Atlas",
			"asked by @dev, recorded by @sam for Acme · Blocker", "wanted by 1 person", "Template draft", "> As a support agent", "open the message",
			"*Done when*", "10,000 rows", "*Which columns?*\n> All of them",
			"@sam recorded it", "@priya asked a question about FR-1\n> Which columns?", "@dev answered the questions about FR-1",
			"@priya aligned FR-1 with “Happy auditors”", "@omar prioritized FR-1: value 7 ÷ effort 3 = 2.3", "as of")
		w.ended()
	})
}

func TestShowDoesNotTellWhoAskedInPrivate(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("dev", "@sam", "Between us: Acme will leave without SSO")
		w.captures("sam", "@dev", ts)
		w.submits("sam")
		w.closes("sam")
		w.needsMore("FR-1", "By when?")
		w.types("gwen", "#atlas", "/tandem show FR-1")
		w.hears("gwen", "#atlas", "FR-1 (private)", "*Needs info*")
		w.seesNot("gwen", "#atlas", "@dev answers", "@sam answers", "By when?")
		w.ended()
	})
}

func TestShowUnderstandsIdsAsPeopleWriteThem(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		for _, id := range []string{"FR-1", "fr-1", "fr 1", "FR1", "#1", "1", " FR - 1 "} {
			w.types("dev", "#atlas", "/tandem show "+id)
			w.hears("dev", "#atlas", "FR-1 Dark mode")
		}
		for typed, says := range map[string]string{
			"FR-0": "“FR-0” is not a request. An id looks like FR-12, or FR-12.1 for a part of it.", "FR-99999999999999999999": "is not a request. An id looks like FR-12, or FR-12.1 for a part of it.",
			"FR--1": "is not a request", "-1": "is not a request", "dark mode": "“dark mode” is not a request.",
			"<!channel>": "“&lt;!channel&gt;” is not a request.", "FR-12": "There is no FR-12. `/backlog find` and a word or two may find it.",
			strings.Repeat("x", 3000): "xxx…” is not a request.", "💥": "“💥” is not a request.", "9223372036854775807": "There is no FR-9223372036854775807.",
		} {
			w.types("dev", "#atlas", "/tandem show "+typed)
			w.hears("dev", "#atlas", says)
		}
		w.types("dev", "#atlas", "/tandem show")
		w.hears("dev", "#atlas", "Which one? Type `/tandem show FR-12`.")
		w.ended()
	})
}

func TestALongRecordShowsItsLatestSteps(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		long := strings.Repeat("&", 590)
		for i := 1; i <= 8; i++ {
			click := w.as("priya")
			click.Subject, click.Fields = "FR-1", engine.Fields{"question": {fmt.Sprintf("%s %d?", long, i)}}
			if _, err := w.clicks(needMoreForm, click); err != nil {
				t.Fatal(err)
			}
			click = w.as("sam")
			click.Subject, click.Fields = "FR-1", engine.Fields{askedByPM: {fmt.Sprintf("%s answer %d", long, i)}}
			if _, err := w.clicks(questionsForm, click); err != nil {
				t.Fatal(err)
			}
			w.clock.Set(w.clock.Now().Add(time.Minute))
		}
		w.passes(settleFor * 60)
		w.sees("priya", "@tandem", "[Aligned]")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "FR-1 Dark mode", "Awaiting alignment", "Who needs this?", "17 steps before that_ [Earlier]", "Now: *Awaiting alignment*", "as of")
		w.presses("dev", "#atlas", "Earlier")
		w.hears("dev", "#atlas", " of 19", "[Earlier] [Later] [Back to the whole]")
		for range 20 {
			if _, _, _, more := w.button("dev", "#atlas", "Earlier"); more {
				w.presses("dev", "#atlas", "Earlier")
				w.idles()
			}
		}
		w.hears("dev", "#atlas", "steps 1 to ", "@sam recorded it", "[Later] [Back to the whole]")
		w.seesNot("dev", "#atlas", "[Earlier]")
		w.presses("dev", "#atlas", "Later")
		w.hears("dev", "#atlas", " of 19", "[Earlier] [Later]")
		w.presses("dev", "#atlas", "Back to the whole")
		w.hears("dev", "#atlas", "Who needs this?", "17 steps before that_ [Earlier]")
		w.ended()
	})
}

func TestTheRecordSaysHowLongItStoodWhereAndWhoHasItNow(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "priya"}, BotIn: true})
		w.setUp()
		ts := w.says("dev", "#atlas", "We need an export to CSV")
		w.captures("sam", "#atlas", ts)
		w.submits("sam")
		w.closes("sam")
		w.passes(2 * 24 * time.Hour)
		w.needsMore("FR-1", "Which columns?")
		w.passes(25 * time.Hour)
		w.presses("dev", "#atlas", "Answer questions")
		w.submits("dev", "Which columns?: All of them")
		w.presses("priya", "@tandem", "Not now", "FR-1")
		w.submits("priya", "Revisit on: 2026-03-12", "Reason: After the audit")
		w.passes(8 * 24 * time.Hour)
		w.aligns("FR-1", "Happy auditors")
		w.presses("omar", "@tandem", "Challenge", "FR-1")
		w.submits("omar", "Reason: Nobody asked twice")
		w.passes(3 * time.Hour)
		w.presses("priya", "@tandem", "Aligned", "FR-1")
		w.submits("priya", "Objective: Happy auditors", "Reason: Two did")
		w.passes(26 * time.Hour)
		w.types("dev", "#atlas", "/tandem show fr-1.")
		readsInOrder(t, w.last("dev", "#atlas"), "FR-1 We need an export to CSV", "@sam recorded it", "Template draft, version 1",
			"I asked @priya whether it serves the roadmap",
			"@priya asked a question about FR-1 · after 2 days with the PM", "> Which columns?",
			"@dev answered the questions about FR-1 · after 25 hours with who asked", "_Which columns?_\n> All of them",
			"~@priya parked FR-1 until 12 Mar 2026~ _(replaced by @priya, ", "> After the audit",
			"it came back, as its date had come · after 7 days parked",
			"~@priya aligned FR-1 with “Happy auditors”~ _(challenged by @omar, ", "I asked @omar what is next: its priority",
			"@omar challenged the alignment of FR-1 _(answered by @priya, ", "> Nobody asked twice",
			"@priya aligned FR-1 with “Happy auditors” · after 3 hours with the PM", "> Two did",
			"Now: *Awaiting priority* · next: @omar says where it stands in the backlog · for 26 hours so far", "as of")
		w.sees("dev", "#atlas", "I told ")

		link := func(ts string) string {
			ch, _ := w.sim.Channel("atlas")
			return "https://tandem.slack.com/archives/" + ch.ID + "/p" + strings.ReplaceAll(ts, ".", "")
		}
		w.types("gwen", "#atlas", "/tandem show "+link(ts))
		w.hears("gwen", "#atlas", "FR-1 We need an export to CSV", "Now:")
		for _, m := range w.sim.Person("gwen").Sees("#atlas") {
			if strings.Contains(wordsOf(m.Blocks), "*FR-1*") && m.ThreadTS == ts { // the receipt, and what else was said about it
				w.types("gwen", "#atlas", "/tandem show "+link(m.TS)+"?thread_ts="+ts+"&cid=C1")
				w.hears("gwen", "#atlas", "FR-1 We need an export to CSV", "Now:")
			}
		}
		other := w.says("dev", "#atlas", "Nothing to do with it")
		w.types("gwen", "#atlas", "/tandem show "+link(other))
		w.hears("gwen", "#atlas", "I know of no request by that link.")

		secret := w.says("priya", "#leads", "Acme will leave without SSO")
		w.captures("sam", "#leads", secret)
		w.submits("sam")
		w.closes("sam")
		leads, _ := w.sim.Channel("leads")
		private := strings.Replace(link(secret), "/archives/C0ATLAS", "/archives/"+leads.ID, 1)
		w.types("gwen", "#atlas", "/tandem show "+private)
		w.hears("gwen", "#atlas", "I know of no request by that link.")
		w.types("omar", "#atlas", "/tandem show "+private)
		w.hears("omar", "#atlas", "FR-2 Acme will leave", "@sam recorded it")
		w.ended()
	})
}

func TestTheRecordSaysWhereAStoryFallsShort(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request We need a faster dashboard")
		w.types("sam", "#atlas", "/tandem show FR-1")
		w.hears("sam", "#atlas", "Worth a look", "_Valuable:_ There is no “so that”")
		w.ended()
	})
}

func TestWhoeverDecidesCanDoSoOnTheRecord(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode for the dashboard so that eyes rest")
		w.types("sam", "#atlas", "/tandem show FR-1")
		w.seesNot("sam", "#atlas", "[Decline]")
		w.types("priya", "#atlas", "/tandem show FR-1")
		w.sees("priya", "#atlas", "[Aligned] [Not now] [Decline] [Need more]")
		w.presses("priya", "#atlas", "Decline", "FR-1")
		w.submits("priya", "Reason: Our themes cover it")
		w.is("FR-1", ritual.Declined)
		w.types("priya", "#atlas", "/tandem show FR-1")
		w.presses("priya", "#atlas", "Undo")
		w.decides("FR-1", ritual.Aligned, engine.Fields{"new_objective": {"Happy eyes"}})
		w.types("omar", "#atlas", "/tandem show FR-1")
		w.sees("omar", "#atlas", "[Prioritize] [Challenge] [Split]")
	})
}
