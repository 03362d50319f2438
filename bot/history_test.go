package bot

import (
	"fmt"
	"strings"
	"testing"

	"tandem/bot/ritual"
)

func TestHistoryShowsWhatChangedAndRestoresAVersion(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.submits("omar", "I want: an export to *Excel*", "Acceptance criteria: It must hold all rows of the list\nIt opens in Excel")
		w.closes("omar")
		w.presses("dev", "#atlas", "Answer questions", "FR-1")
		w.submits("dev", "What should happen when it goes wrong, for example when there are too many rows?: It says so")
		w.presses("omar", "@tandem", "History", "FR-1")
		w.hasForm("omar", "History")
		w.sees("omar", "form", "*Version 3* · Answers by @dev", "> It says so", "*Version 2* · Edited by @omar", "*Version 1* · Template draft", "[Restore]")
		v, _ := w.sim.Person("omar").View()
		if got := styledIn(v.Blocks); got != "~CSV~**Excel***It opens in Excel*" {
			t.Errorf("what changed: %s", got)
		}
		w.presses("omar", "form", "Restore") // the last of them: version 1
		w.sees("omar", "form", "The story of *FR-1* reads as in version 1 again. That is version 4 now, and yours.")
		w.closes("omar")
		w.sees("omar", "@tandem", "Version 1 restored by @omar, version 4", "an export to CSV", "> It says so")
		s := w.story("FR-1")
		if s.Want != "an export to CSV" || len(s.Criteria) != 1 || s.Origin != ritual.FromPerson || s.Restored != 1 || s.Criteria[0].Source == "" {
			t.Errorf("%+v", s)
		}
		w.presses("omar", "@tandem", "History", "FR-1")
		if n := strings.Count(w.reads("omar", "form"), "[Restore]"); n != 2 { // not at version 1, as which it reads already
			t.Errorf("%d versions can be restored:\n%s", n, w.reads("omar", "form"))
		}
		w.ended()
	})
}

// styledIn are the words in rich text that are struck out or bold.
func styledIn(v any) (s string) {
	switch x := v.(type) {
	case []map[string]any:
		for _, b := range x {
			s += styledIn(b)
		}
	case []any:
		for _, e := range x {
			s += styledIn(e)
		}
	case map[string]any:
		if style, ok := x["style"].(map[string]any); ok {
			switch {
			case style["strike"] == true:
				return fmt.Sprintf("~%s~", x["text"])
			case style["bold"] == true:
				return fmt.Sprintf("*%s*", x["text"])
			}
			return ""
		}
		s += styledIn(x["elements"])
	}
	return s
}

func TestHistoryIsReadByWhoeverMayReadTheRequestAndRestoredByThePO(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.submits("omar", "I want: a download")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.presses("dev", "#atlas", "History")
		w.sees("dev", "form", "*Version 2* · Edited by @omar")
		w.seesNot("dev", "form", "[Restore]")
		for words, says := range map[string]string{"version 2": "The story of FR-1 reads as in version 2 already.", "version 9": "The story of FR-1 has no version 9.", "x": "The story of FR-1 has no version 0."} {
			click := w.as("omar")
			click.Subject, click.Words = "FR-1", words
			_, err := w.clicks(storyRestore, click)
			w.refuses(err, says)
		}
		w.ended()
	})
}

func TestTheHistoryOfWhatWasSaidInPrivateIsPrivate(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("dev", "@sam", "As a support agent I want SSO so that Acme stays")
		w.captures("sam", "@dev", ts)
		w.submits("sam")
		w.closes("sam")
		click := w.as("gwen")
		click.Subject = "FR-1"
		_, err := w.clicks(historyOpen, click)
		w.refuses(err, "FR-1 came from a private conversation.")
		click = w.as("omar")
		click.Subject = "FR-1"
		if rep, err := w.clicks(historyOpen, click); err != nil || rep.Form == nil {
			t.Errorf("%+v %v", rep, err)
		}
		w.ended()
	})
}

func TestALongHistoryIsReadPageByPage(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		for i := range 9 {
			w.presses("omar", "@tandem", "Edit story", "FR-1")
			w.submits("omar", fmt.Sprintf("I want: the export number %d", i))
			w.closes("omar")
		}
		w.presses("omar", "@tandem", "History", "FR-1")
		w.sees("omar", "form", "*Version 10*", "*Version 7*", "page 1 of 3", "[Older versions]")
		w.seesNot("omar", "form", "*Version 6*", "[Newer versions]")
		w.presses("omar", "form", "Older versions")
		w.eventually("omar", "form", "*Version 6*", "page 2 of 3", "[Newer versions]")
		w.presses("omar", "form", "Older versions")
		w.eventually("omar", "form", "*Version 1* · Template draft", "page 3 of 3")
		w.seesNot("omar", "form", "[Older versions]")
		w.presses("omar", "form", "Newer versions")
		w.eventually("omar", "form", "page 2 of 3")
		w.ended()
	})
}
