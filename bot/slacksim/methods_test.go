package slacksim

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the tables of the documentation")

// documentation is where people read what is simulated.
const documentation = "../../docs/simulated-workspace.md"

func TestTheDocumentationNamesEveryMethod(t *testing.T) {
	var b strings.Builder
	b.WriteString("| method | simulated | missing |\n| --- | --- | --- |\n")
	for _, m := range Methods() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", m.Name, m.Support, m.Lacks)
	}
	documented(t, "methods", b.String())
}

func TestTheDocumentationNamesWhatSlackTakesInSilence(t *testing.T) {
	var b strings.Builder
	for _, m := range manners {
		fmt.Fprintf(&b, "- %s\n", m.name)
	}
	documented(t, "manners", b.String())
}

// documented compares a table of the documentation, between its two marks, with what the code says.
func documented(t *testing.T, name, want string) {
	t.Helper()
	text, err := os.ReadFile(documentation)
	if err != nil {
		t.Fatal(err)
	}
	from, to := "<!-- "+name+": written by go test ./bot/slacksim -update -->\n", "<!-- end of "+name+" -->"
	before, rest, found := strings.Cut(string(text), from)
	is, after, ended := strings.Cut(rest, to)
	switch {
	case !found || !ended:
		t.Fatalf("%s has no place for %s", documentation, name)
	case is == want:
	case !*update:
		t.Errorf("%s is not what the code says; go test ./bot/slacksim -update, then read the diff", name)
	default:
		if err := os.WriteFile(documentation, []byte(before+from+want+to+after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMethodsThatAreAbsentAreRefused(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	for _, m := range Methods() {
		_, simulated := methods[m.Name]
		switch {
		case simulated == (m.Support == Absent):
			t.Errorf("%s is %s", m.Name, m.Support)
		case (m.Support == Partial) != (m.Lacks != ""):
			t.Errorf("%s is %s and lacks %q", m.Name, m.Support, m.Lacks)
		case m.Support == Absent:
			refused(t, a.call(m.Name, nil), "unknown_method")
		}
	}
	if len(w.Errors()) != len(absent) {
		t.Errorf("the violations are %q", w.Errors())
	}
}
