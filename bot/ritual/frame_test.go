package ritual

import (
	"strings"
	"testing"
)

// read is a sentence with the frame's words in brackets.
func read(lines [][]Run) string {
	var all []string
	for _, runs := range lines {
		line := ""
		for _, r := range runs {
			if r.Said {
				line += r.Text
			} else {
				line += "[" + r.Text + "]"
			}
		}
		all = append(all, line)
	}
	return strings.Join(all, "|")
}

func TestAStoryIsToldInTheProductsSentence(t *testing.T) {
	for name, x := range map[string]struct {
		frame string
		s     Story
		want  string
	}{
		"whole":              {"", Story{As: "admin", Want: "to see a log", SoThat: "I know"}, "[As an ]admin[, I want ]to see a log[ so that ]I know"},
		"a consonant":        {"", Story{As: "support agent", Want: "x"}, "[As a ]support agent[, I want ]x"},
		"a user":             {"", Story{As: "user", Want: "x"}, "[As a ]user[, I want ]x"},
		"several people":     {"", Story{As: "nurses", Want: "x"}, "[As ]nurses[, I want ]x"},
		"a name":             {"", Story{As: "Acme", Want: "x"}, "[As ]Acme[, I want ]x"},
		"an article already": {"", Story{As: "the team", Want: "x"}, "[As ]the team[, I want ]x"},
		"nobody":             {"", Story{Want: "x", SoThat: "y"}, "[I want ]x[ so that ]y"},
		"a cause":            {"", Story{Want: "x", SoThat: "because we lose hours"}, "[I want ]x[ ]because we lose hours"},
		"nothing wanted":     {"", Story{As: "nurses", SoThat: "they sleep"}, "[For ]nurses|[So that ]they sleep"},
		"nothing":            {"", Story{}, ""},
		"German":             {"", Story{As: "Admin", Want: "ein Protokoll", SoThat: "ich es weiß"}, "[Als ]Admin[ möchte ich ]ein Protokoll[, damit ]ich es weiß"},
		"German, a cause":    {"", Story{Want: "ein Protokoll", SoThat: "weil wir es nicht wissen"}, "[Ich möchte ]ein Protokoll[, ]weil wir es nicht wissen"},
		"Japanese":           {"", Story{As: "営業", Want: "CSVで出力したい"}, "[誰が：]営業|[何を：]CSVで出力したい"},
		"Japanese, no wish":  {"", Story{As: "営業チームの"}, "[誰が：]営業チームの"},
		"its own":            {"Who: {who}\nWhat: {want}\nWhy: {why}.", Story{As: "admin", Want: "a log"}, "[Who: ]admin|[What: ]a log"},
		"its own, whole":     {"*{want}* for {who}, as {why}.\nOur promise.", Story{As: "admin", Want: "a log", SoThat: "so"}, "[*]a log[* for ]admin[, as ]so[.]|[Our promise.]"},
		"its own, no wish":   {"{want} ({who})", Story{As: "admin"}, "[For ]admin"},
		"braces in words":    {"", Story{As: "{want}", Want: "{why} {who}"}, "[As ]{want}[, I want ]{why} {who}"},
		"lines in words":     {"", Story{Want: "a\nb"}, "[I want ]a b"},
	} {
		if got := read(x.s.Sentence(x.frame)); got != x.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, x.want)
		}
	}
}

func TestAProductsSentenceIsCheckedBesideItsField(t *testing.T) {
	for text, want := range map[string]string{
		"": "",
		" As a {who}, I want  {want} so that {why}\n": "",
		"What: {want}\n\n Who: {who}":                 "What: {want}\nWho: {who}",
		"I want it":                                   "There is no {want} in it, which stands for what is wanted. Write it like this: As a {who}, I want {want} so that {why}.",
		"{want} by {when}":                            "I know {who}, {want} and {why}, and not {when}.",
		"{want} {Who}":                                "I know {who}, {want} and {why}, and not {Who}.",
		"{want} {}":                                   "I know {who}, {want} and {why}, and not {}.",
		"{want} or {want}":                            "{want} stands there twice.",
		"{want} }":                                    "There is a brace too many. Write it like this: As a {who}, I want {want} so that {why}.",
		"{want" + "\n}":                               "There is a brace too many. Write it like this: As a {who}, I want {want} so that {why}.",
		"{want}" + strings.Repeat("a", 295):           "Keep it to 300 characters; this has 301.",
		"{want}\na\nb\nc\nd\ne\nf":                    "Keep it to 6 lines; these are 7.",
	} {
		got, err := NewFrame("frame", text)
		if err != nil {
			if rs := Refusals(err); len(rs) != 1 || rs[0].Field != "frame" {
				t.Fatalf("%q: %v", text, err)
			}
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q:\ngot  %q\nwant %q", text, got, want)
		}
	}
}

func FuzzFrame(f *testing.F) {
	f.Add("As a {who}, I want {want} so that {why}", "admin", "a log", "we know")
	f.Add("{want}", "", "", "")
	f.Add("{who}{want}{why}", "{who}", "{", "because")
	f.Add("a {want} ü\n {who}", "\xff", "行", "ので")
	f.Fuzz(func(t *testing.T, frame, who, want, why string) {
		kept, err := NewFrame("frame", frame)
		if err != nil {
			if len(Refusals(err)) != 1 {
				t.Errorf("%v", err)
			}
			return
		}
		if again, err := NewFrame("frame", kept); err != nil || again != kept {
			t.Errorf("%q is kept as %q, then as %q: %v", frame, kept, again, err)
		}
		s := Story{As: who, Want: want, SoThat: why}
		said := map[string]bool{}
		for _, runs := range s.Sentence(kept) {
			if len(runs) == 0 {
				t.Error("a line of nothing")
			}
			for _, r := range runs {
				if r.Said {
					said[r.Text] = true
				}
			}
		}
		if w := oneLine(want); w != "" && !said[w] {
			t.Errorf("%q is not said in %q", w, kept)
		}
	})
}
