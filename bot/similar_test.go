package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

func TestTheCardNamesWhatIsSimilar(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode <!channel> for the dashboard")
		w.types("sam", "#atlas", "/request Export to CSV")
		w.types("dev", "#atlas", "/request Dark mode, dashboard")
		w.sees("priya", "@tandem", "Similar: *FR-1* Dark mode &lt;!channel&gt; for the dashboard (Awaiting alignment)\n")
		w.seesNot("priya", "@tandem", "*FR-2* Export to CSV (")
		for _, words := range []string{"dashboard in dark mode", "dark mode in the dashboard", "mode for a dashboard: dark"} {
			w.types("sam", "#atlas", "/request "+words)
			w.passes(time.Minute)
		}
		if found := kit.Spoken(w.similarTo("FR-3", "priya")); strings.Count(string(found), "FR-") != ritual.SimilarMost {
			t.Errorf("%s", found)
		}
		w.ended()
	})
}

// similarTo is what is said of requests that are similar to one, to somebody.
func (w *world) similarTo(id, who string) []slack.Block {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) ([]slack.Block, error) {
		at, err := request.Of(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		rd, err := tx.Reader(ctx, w.sim.Person(who).ID(), "")
		if err != nil {
			return nil, err
		}
		found, err := similarTo(ctx, tx, at, rd, true)
		return similarBlocks(found, at.Product, rd), err
	})
}

func TestWhatIsPrivateIsNamedOnlyToWhoMaySeeIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "priya"}, BotIn: true})
		w.setUp()
		w.types("sam", "#leads", "/request")
		w.submits("sam", "Title: Dark mode for the dashboard")
		w.types("sam", "#atlas", "/request Dashboard in dark mode")
		w.sees("priya", "@tandem", "Similar: *FR-1* Dark mode for the dashboard")
		for by, want := range map[string]int{"priya": 1, "sam": 1, "dev": 0} {
			found := w.similarTo("FR-2", by)
			if len(found) != want {
				t.Errorf("%s sees %q", by, kit.Spoken(found))
			}
		}
		w.ended()
	})
}

func TestTheCardSuggestsAnObjectiveAndChoosesNone(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("priya", "#atlas", "/roadmap add")
		w.submits("priya", "Objective: Happy <!here> eyes", "Outcome: People work in the dark", "Success measure: Fewer headaches", "Horizon: Now")
		w.types("sam", "#atlas", "/request Dark mode, because my eyes hurt")
		w.sees("priya", "@tandem", "_Suggestion (shared words: eyes, dark):_ *Happy &lt;!here&gt; eyes*")
		w.presses("priya", "@tandem", "Aligned", "FR-1")
		w.fails("priya", []string{"Objective"}) // none is chosen yet
		w.closes("priya")
		w.types("sam", "#atlas", "/request Export to CSV")
		if n := strings.Count(w.reads("priya", "@tandem"), "_Suggestion (shared words: "); n != 1 {
			t.Errorf("%d suggestions", n)
		}
		w.ended()
	})
}

func TestTheReasonForASuggestionNamesOnlyWhatBothSpeakOf(t *testing.T) {
	for said, want := range map[string][2]string{
		"請求書をPDFでも出力したい": {"請求書の処理を速くする", "請求書"},
		"Invoice export": {"Faster invoices", "invoices"},
	} {
		o, because := ritual.Suggest(said, []ritual.Objective{{Name: "Something else"}, {Name: want[0]}}, store.Telling)
		if got := strings.Join(because, ", "); o.Name != want[0] || got != want[1] {
			t.Errorf("%s: %q because of %q", said, o.Name, got)
		}
	}
}
