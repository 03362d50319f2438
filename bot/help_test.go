package bot

import (
	"strings"
	"testing"
)

func TestTandemExplainsTheCommands(t *testing.T) {
	inWorlds(t, func(w *world) {
		for _, line := range []string{"/tandem", "/tandem help", "/tandem HELP"} {
			w.types("gwen", "#sales", line)
			w.hears("gwen", "#sales", "a request from chat to the backlog", "`/tandem setup`", "`/tandem show FR-12`", "`/request &lt;what is wanted&gt;`", "`/roadmap`", "`/roadmap add`", "`/backlog`", "`/backlog find &lt;words&gt;`", "*Capture feedback*")
		}
		w.ended()
	})
}

func TestTheHelpHasTheCommandsOfANameTogetherAndFirstWhatItDoesAlone(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.types("gwen", "#sales", "/tandem")
		said := w.reads("gwen", "#sales")
		at := 0
		for _, line := range []string{"`/tandem`  ", "`/tandem export csv`", "`/request ", "`/roadmap`  ", "`/backlog`  ", "`/sprint`  ", "`/sprint plan`", "`/sprint defect ", "`/demo`  ", "`/demo recap`  "} {
			next := strings.Index(said, line)
			if next < at {
				t.Errorf("%s is not where it belongs:\n%s", line, said)
			}
			at = next
		}
		w.setUp()
		w.types("dev", "#atlas", "/sprint frobnicate")
		w.hears("dev", "#atlas", "I do not know “/sprint frobnicate”. This is how it goes:\n`/sprint`  ", "`/sprint defect &lt;what happens&gt;`", "`/tandem` explains all commands.")
		w.ended()
	})
}

func TestAnUnknownWordGetsTheHelpOfItsCommand(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for line, words := range map[string][]string{
			"/tandem frobnicate":         {"I do not know “frobnicate”. This is what I know:", "`/tandem setup`"},
			"/tandem <!channel> *x*":     {"I do not know “&lt;!channel&gt; *x*”."},
			"/tandem " + long(3000):      {"I do not know “word word", "…”"},
			"/roadmap remove everything": {"I do not know “/roadmap remove everything”. This is how it goes:", "`/roadmap add`"},
			"/roadmap help":              {"This is how it goes:", "`/roadmap`"},
			"/backlog 12":                {"I do not know “/backlog 12”.", "`/backlog find &lt;words&gt;`"},
			"/backlog help":              {"This is how it goes:"},
			"/backlog " + long(3000):     {"I do not know “/backlog word"},
			"/tandem roadmap nonsense":   {"I do not know “/roadmap nonsense”."},
			"/tandem backlog find dark":  {"Nothing matches “dark”."},
			"/tandem setups":             {"I do not know “setups”."},
			"/roadmap \u202eadd":         {""},
			"/tandem tandem":             {"I do not know “tandem”."},
		} {
			w.types("dev", "#atlas", line)
			w.hears("dev", "#atlas", words...)
		}
		w.ended()
	})
}

// long are many words of n characters in all.
func long(n int) string { return strings.Repeat("word ", n/5) }
