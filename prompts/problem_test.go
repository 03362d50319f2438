package prompts

import (
	"testing"

	"tandem/bot/ritual"
)

func TestAProblemIsReadFromWhatWasSaidBesideItsTitle(t *testing.T) {
	const title = "The export loses rows"
	for _, tt := range []struct{ problem, happens, should, see string }{
		{"", title, "", ""},
		{"Since Tuesday the export stops at row 500. It should have all rows. Open the list, press Export.",
			"Since Tuesday the export stops at row 500", "It should have all rows", "Open the list, press Export"},
		{"The export crashes. Steps: open the list, press Export. Expected: a file with all rows.", "The export crashes", "a file with all rows", "open the list, press Export"},
		{"We should have tested it. It stops at row 500.", "We should have tested it", "", ""},
		{"Expected: a file with all rows.", title, "a file with all rows", ""},
		{"Seit Dienstag endet der Export nach 500 Zeilen. Er sollte alle Zeilen haben. Öffne die Liste und drücke Export.",
			"Seit Dienstag endet der Export nach 500 Zeilen", "Er sollte alle Zeilen haben", "Öffne die Liste und drücke Export"},
	} {
		s := Template(Ask{Request: ritual.Request{ID: "FR-1", Title: title, Problem: tt.problem, Kind: ritual.Problem}})
		if s.Happens != tt.happens || s.Should != tt.should || s.See != tt.see {
			t.Errorf("%q: happens %q, should %q, see %q", tt.problem, s.Happens, s.Should, s.See)
		}
	}
}
