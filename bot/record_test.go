package bot

import (
	"fmt"
	"strings"
	"testing"

	"tandem/bot/engine"
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
		for i := 1; i <= 30; i++ {
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
		}
		w.passes(settleFor * 60)
		w.sees("priya", "@tandem", "[Aligned]")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "FR-1 Dark mode", "Awaiting alignment", "Who needs this?", "earlier steps are left out", " 30?", "as of")
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
