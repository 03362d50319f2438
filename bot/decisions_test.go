package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

func TestTheLogTellsWhoDecidedWhatWhenAndWhy(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("dev", "#atlas", "/tandem decisions")
		w.hears("dev", "#atlas", "Decisions about Atlas", "as of", "Nothing is decided yet. When @priya says whether a request serves the roadmap")
		w.types("sam", "#atlas", "/request Dark mode")
		w.types("sam", "#atlas", "/request Export to CSV")
		w.needsMore("FR-1", "Which screens?")
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.submits("sam", "Which screens?: All")
		w.aligns("FR-1", "Happy eyes")
		w.presses("omar", "@tandem", "Challenge", "FR-1")
		w.submits("omar", "Reason: Nobody asked twice <!channel>")
		w.passes(31 * 24 * time.Hour) // April
		w.presses("priya", "@tandem", "Not now", "FR-2")
		w.submits("priya", "Revisit on: 2026-06-01", "Reason: After the audit")
		w.presses("priya", "@tandem", "Aligned", "FR-1")
		w.submits("priya", "Objective: Happy eyes", "Reason: Two did")
		w.ranks("FR-1", "7", "3")
		w.clock.Set(w.clock.Now().Add(time.Hour))

		w.types("dev", "#atlas", "/tandem decisions")
		readsInOrder(t, w.last("dev", "#atlas"), "Decisions about Atlas", "the newest first", "as of",
			"*FR-1*  Dark mode\n@omar prioritized FR-1: value 7 ÷ effort 3 = 2.3 · ", "*FR-1*  Dark mode\n@priya aligned FR-1 with “Happy eyes” · ",
			"*FR-2*  Export to CSV\n@priya parked FR-2 until 1 Jun 2026 · ", "> After the audit",
			"*FR-1*  Dark mode\n@omar challenged the alignment of FR-1 · ", "_answered by @priya, ", "> Nobody asked twice &lt;!channel&gt;",
			"~@priya aligned FR-1 with “Happy eyes”~", "_challenged by @omar, ", "[Show to channel]", "`/tandem decisions by:@ana")
		w.seesNot("dev", "#atlas", "answered the", "asked a question", "Older", "Newer", "Clear filters")

		for line, x := range map[string]struct{ has, not []string }{
			"by:@omar": {[]string{"only by @omar", "prioritized", "challenged", "[Clear filters]"}, []string{"parked"}}, "by:me": {[]string{"No decision matches"}, nil},
			"by: omar month: april": {[]string{"only by @omar · only in April 2026", "prioritized"}, []string{"challenged"}},
			"month:2026-03":         {[]string{"challenged"}, []string{"prioritized", "parked"}},
			"objective:happy":       {[]string{"only what serves *Happy eyes*, or did", "aligned", "prioritized"}, []string{"parked"}},
			"topic:priority":        {[]string{"only priority and order", "prioritized"}, []string{"aligned"}},
			"month:1999-01":         {[]string{"No decision matches"}, nil}, "by:nobody-here": {[]string{"I know nobody named “nobody-here”"}, nil},
			"objective:narwhals": {[]string{"Atlas has no objective with the words “narwhals”. `/roadmap` shows all."}, nil},
			"month:someday":      {[]string{"“someday” is not a month. One looks like `month:2026-04`."}, nil},
			"topic:weather":      {[]string{"“weather” is not a topic"}, nil},
			`BY:"@omar" topic:“Priority and order” objective: happy eyes`: {[]string{"only by @omar", "only what serves *Happy eyes*", "prioritized"}, []string{"aligned", "parked"}},
			"by:@omar @priya":     {[]string{"I know nobody named “@omar @priya”"}, nil},
			"by: month:2026-03":   {[]string{"`by:` has no value. It goes as in `/tandem decisions by:@ana"}, nil},
			"by:me by:@omar":      {[]string{"`by:` is there twice"}, nil},
			"who:@omar":           {[]string{"There is no filter `who:`. There are `by:`, `objective:`, `month:` and `topic:`, as in `/tandem decisions by:"}, nil},
			"frobnicate by:@omar": {[]string{"I do not know “/tandem decisions frobnicate by:@omar”"}, nil},
			"frobnicate":          {[]string{"I do not know “/tandem decisions frobnicate”", "`/tandem decisions`"}, nil},
		} {
			w.types("dev", "#atlas", "/tandem decisions "+line)
			w.hears("dev", "#atlas", x.has...)
			for _, no := range x.not {
				if got := w.last("dev", "#atlas"); strings.Contains(got, no) {
					t.Errorf("%s shows %q: %s", line, no, got)
				}
			}
		}

		w.types("dev", "#atlas", "/tandem decisions")
		w.choosesIn("dev", "#atlas", decisionsBy, "priya")
		w.choosesIn("dev", "#atlas", decisionsMonth, "April 2026")
		w.choosesIn("dev", "#atlas", decisionsObjective, "Happy eyes")
		w.hears("dev", "#atlas", "only by @priya · only what serves *Happy eyes*, or did · only in April 2026", "aligned")
		w.presses("dev", "#atlas", "Clear filters")
		w.hears("dev", "#atlas", "parked FR-2", "challenged")
		w.choosesIn("dev", "#atlas", decisionsTopic, "Scope and merges")
		w.hears("dev", "#atlas", "No decision matches")
		w.choosesIn("dev", "#atlas", decisionsTopic, "Alignment")
		w.presses("dev", "#atlas", "Show to channel")
		w.hears("gwen", "#atlas", "only alignment", "@priya aligned FR-1", "shown by @dev")

		w.presses("priya", "@tandem", "Reopen", "FR-2")
		w.submits("priya", "Reason: The audit is over")
		w.aligns("FR-2", "Happy eyes")
		w.types("dev", "#atlas", "/tandem decisions")
		readsInOrder(t, w.last("dev", "#atlas"), "\n@priya aligned FR-2 with “Happy eyes” · ", "\n@priya reopened FR-2 · ", "_decided again by @priya, ", "> The audit is over",
			"~@priya parked FR-2 until 1 Jun 2026~ · ", "_reopened by @priya, ")
		w.ended()
	})
}

// choosesIn is somebody choosing from the newest control of that id which they see somewhere.
func (w *world) choosesIn(who, where, action, what string) {
	w.t.Helper()
	ms := w.sim.Person(who).Sees(where)
	for i := len(ms) - 1; i >= 0; i-- {
		for _, e := range elements(ms[i].Blocks) {
			if e["action_id"] == action {
				if err := w.sim.Person(who).Choose(slacksim.At(ms[i].Channel, ms[i].TS), action, what); err != nil {
					w.t.Fatalf("%s chooses %s: %v", who, what, err)
				}
				w.settle()
				return
			}
		}
	}
	w.t.Fatalf("%s sees no %s in %s:\n%s", who, action, where, w.reads(who, where))
}

func TestTheLogTellsWhatBecameOfObjectives(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.steered("Now: Happy eyes")
		w.types("sam", "#atlas", "/request Dark mode")
		w.aligns("FR-1", "Happy eyes")
		w.passes(31 * 24 * time.Hour) // April
		w.types("priya", "#atlas", "/roadmap")
		w.aims("priya", "#atlas", "Happy eyes", "Achieved")
		w.submits("priya", "Reason: Eyes are happy <!channel>")
		w.closes("priya")
		for _, who := range []string{"priya", "dev"} {
			w.types(who, "#atlas", "/roadmap")
			w.hears(who, "#atlas", "Every objective is achieved or dropped. @priya adds the next with `/roadmap add`, or brings one back: `Achieved and dropped` has them.", "[Achieved and dropped]")
		}
		w.types("dev", "#atlas", "/tandem decisions")
		readsInOrder(t, w.last("dev", "#atlas"), "Objective *Happy eyes*\n@priya marked it as achieved; its request stayed where it was · ", "> Eyes are happy &lt;!channel&gt;",
			"*FR-1*  Dark mode\n@priya aligned FR-1 with “Happy eyes”")

		w.presses("priya", "#atlas", "Achieved and dropped")
		w.presses("priya", "#atlas", "Open", w.objective("Happy eyes").ID)
		w.presses("priya", "#atlas", "Bring back")
		w.submits("priya", "Reason: They are tired again")
		w.closes("priya")
		w.types("dev", "#atlas", "/tandem decisions by:@priya month:april objective:happy")
		readsInOrder(t, w.last("dev", "#atlas"), "Objective *Happy eyes*\n@priya brought it back to Now · ", "> They are tired again",
			"Objective *Happy eyes*\n~@priya marked it as achieved; its request stayed where it was~ · ", "_taken back by @priya, ")
		if got := w.last("dev", "#atlas"); strings.Contains(got, "aligned FR-1") {
			t.Errorf("what was aligned in March is shown: %s", got)
		}
		for _, none := range []string{"by:@omar", "month:2026-02", "topic:priority"} {
			w.types("dev", "#atlas", "/tandem decisions "+none)
			w.hears("dev", "#atlas", "No decision matches")
		}

		w.steered("Next: Keep customers")
		w.types("priya", "#atlas", "/roadmap")
		w.aims("priya", "#atlas", "Happy eyes", "Edit")
		w.submits("priya", "Objective: Sharp eyes")
		w.closes("priya")
		w.types("priya", "#atlas", "/tandem show FR-1")
		w.presses("priya", "#atlas", "Change objective")
		w.submits("priya", "Objective: Keep customers")
		w.types("dev", "#atlas", "/tandem decisions objective:sharp month:march") // under another name, and not any more
		w.hears("dev", "#atlas", "only what serves *Sharp eyes*, or did", "@priya aligned FR-1 with “Happy eyes”", "_replaced by @priya, ")
		w.ended()
	})
}

func TestTheLogIsTurnedPageByPage(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		p := w.product("Atlas")
		decide := func(from, to int) {
			if err := w.db.Update(context.Background(), func(tx *store.Tx) error {
				for i := from; i <= to; i++ {
					if _, err := tx.AddDecision(context.Background(), ritual.Decision{Request: "FR-1", Product: p.ID, Topic: ritual.Topic(fmt.Sprint("t", i)),
						Verdict: ritual.Prioritized, By: p.PO, Score: fmt.Sprintf("step %d.", i), Reason: sayings["extreme"].reason, At: monday.Add(time.Duration(i/3) * time.Minute)}); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		seen := func() string {
			var steps []string
			for _, line := range strings.Split(w.last("dev", "#atlas"), "\n") {
				if _, rest, ok := strings.Cut(line, ": step "); ok {
					n, _, _ := strings.Cut(rest, ".")
					steps = append(steps, n)
				}
			}
			if len(steps) == 0 {
				return ""
			}
			return fmt.Sprint(len(steps), ": ", steps[0], "…", steps[len(steps)-1])
		}
		shows := func(want string) {
			t.Helper()
			w.soon(func() bool { return seen() == want })
		}
		decide(1, 50)
		w.types("dev", "#atlas", "/tandem decisions")
		shows("12: 50…39")
		w.presses("dev", "#atlas", "Older")
		shows("12: 38…27")
		decide(51, 5000)
		w.presses("dev", "#atlas", "Older")
		shows("12: 26…15")
		w.presses("dev", "#atlas", "Newer")
		shows("12: 38…27")
		w.presses("dev", "#atlas", "Newer")
		shows("12: 50…39")
		w.presses("dev", "#atlas", "Newer")
		shows("12: 62…51")
		w.types("dev", "#atlas", "/tandem decisions")
		shows("12: 5000…4989")
		w.presses("dev", "#atlas", "Older")
		w.presses("dev", "#atlas", "Older")
		shows("12: 4976…4965")
		w.presses("dev", "#atlas", "Show to channel")
		w.hears("gwen", "#atlas", "step 4976.", "shown by @dev")
		w.ended()
	})
}

func TestTheLogTellsNothingOfPrivateRequestsByItsFilters(t *testing.T) {
	inWorlds(t, func(w *world) {
		m := w.whispers()
		m.stands(ritual.Backlog, false)
		logs := func(who, words string) string {
			in := m.as(who)
			in.Words = words
			if name, ok := strings.CutPrefix(words, "by:@"); ok {
				in.Cites = []string{w.sim.Person(name).ID()}
			}
			return w.byName(m.tries(decisionsCommand, in))
		}
		for _, x := range []struct {
			who, words string
			has        []string
			not        []string
		}{
			{"olga", "", []string{"*FR-1*  (private)", "@priya aligned FR-1 ·", "@omar challenged the alignment of FR-1"}, []string{"Happy eyes”", "tapir", "@rita"}},
			{"olga", "objective:happy", []string{"No decision matches"}, []string{"FR-1*"}},
			{"olga", "by:@rita", []string{"No decision matches"}, []string{"FR-1*"}},
			{"olga", "by:@omar", []string{"FR-1*  (private)", "prioritized FR-1"}, []string{"ibis"}},
			{"gwen", "", []string{"*FR-1*  (private)"}, []string{"Happy eyes”", "tapir"}},
			{"mia", "objective:happy", []string{"*FR-1*  " + titleWords, "“Happy eyes”", "tapir"}, nil},
			{"kim", "", []string{titleWords, "ibis"}, nil},
			{"pia", "objective:happy", []string{titleWords, "tapir"}, nil},
			{"stan", "", []string{"Only full members"}, []string{"FR-1"}},
		} {
			got := logs(x.who, x.words)
			for _, want := range x.has {
				if !strings.Contains(got, want) {
					t.Errorf("%s does not read %q of %q: %s", x.who, want, x.words, got)
				}
			}
			for _, no := range x.not {
				if strings.Contains(got, no) {
					t.Errorf("%s reads %q of %q: %s", x.who, no, x.words, got)
				}
			}
		}
		m.stands(ritual.Backlog, true)
		if got := logs("olga", "objective:happy"); !strings.Contains(got, titleWords) || strings.Contains(got, "tapir") {
			t.Errorf("olga reads of what is shared: %s", got)
		}
		in := m.as("olga")
		in.Words = "nonsense|||"
		if got := m.tries(w.bot.Routes.Actions[decisionsOlder].Do, in); !strings.Contains(got, "not here any more") {
			t.Errorf("a forged block gets: %s", got)
		}
		in.Words = strings.TrimPrefix(logPart{product: m.p.ID, month: "x", topic: "y", by: "z", objective: "o"}.keep(""), engine.WordsKept)
		in.Subject = "1.2"
		if got := m.tries(w.bot.Routes.Actions[decisionsOlder].Do, in); !strings.Contains(got, "No decision matches") {
			t.Errorf("a forged part gets: %s", got)
		}
		w.ended()
	})
}
