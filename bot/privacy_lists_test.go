package bot

import (
	"strings"
	"testing"

	"tandem/bot/ritual"
)

// What lists tell of a private request beside its id and where it stands: nothing by which somebody could learn who asked for it,
// or what it is about.

func TestListsDoNotTellWhatAPrivateRequestServesNorWhoAskedForIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.leads()
		w.aligns("FR-1", "Happy eyes")
		w.ranks("FR-1", "9", "1")
		w.types("dev", "#atlas", "/request Dark mode for the dashboard")
		w.aligns("FR-2", "Happy eyes")
		w.ranks("FR-2", "3", "1")
		objective := w.request("FR-1").Objective

		open := w.as("olga")
		open.Subject = objective
		rep, err := w.clicks(objectiveOpen, open)
		if err != nil {
			t.Fatal(err)
		}
		if got := asJSON(t, rep.Say); !strings.Contains(got, "2 open requests") || !strings.Contains(got, "FR-2") || strings.Contains(got, "FR-1") || !strings.Contains(got, "1 request from a private conversation") {
			t.Errorf("olga reads of the objective: %s", got)
		}
		w.types("olga", "#atlas", "/backlog objective:happy")
		w.hears("olga", "#atlas", "*Filtered: 1 story*", "*2.*  *FR-2*")
		w.seesNotLast("olga", "#atlas", "FR-1")
		for _, who := range []string{"dev", "priya"} { // in #leads, and the PM
			w.types(who, "#atlas", "/backlog objective:happy")
			w.hears(who, "#atlas", "*Filtered: 2 stories*", "*1.*  *FR-1*  Acme leaves without SSO")
		}

		w.types("sam", "#leads", "/request Dark mode for the dashboard of Acme")
		w.presses("sam", "@tandem", "Add my voice", "FR-3 FR-2")
		w.is("FR-3", ritual.Merged)
		w.types("olga", "#atlas", "/tandem show FR-2")
		w.hears("olga", "#atlas", "Merged into it: *FR-3*  (private)")
		w.seesNotLast("olga", "#atlas", "@sam")
		w.types("dev", "#atlas", "/tandem show FR-2")
		w.hears("dev", "#atlas", "@sam merged FR-3 into FR-2")

		w.types("priya", "#atlas", "/tandem show FR-1")
		w.presses("priya", "#atlas", "Reopen")
		w.submits("priya", "Reason: Is it still so?")
		w.types("olga", "#atlas", "/backlog")
		w.hears("olga", "#atlas", "left: FR-1 back to the PM by @priya")
		w.needsMore("FR-1", "Which Acme?")
		w.presses("sam", "@tandem", "Skip questions", "FR-1")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.types("olga", "#atlas", "/backlog")
		w.hears("olga", "#atlas", "left: FR-1 back to the PM")
		w.seesNotLast("olga", "#atlas", "@sam")
		w.presses("sam", "@tandem", "Withdraw", "FR-1")
		w.types("olga", "#atlas", "/backlog")
		w.hears("olga", "#atlas", "left: FR-1 withdrawn")
		w.seesNotLast("olga", "#atlas", "@sam")
		w.ended()
	})
}
