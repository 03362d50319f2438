package prompts

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tandem/bot/ritual"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// A told is one file of testdata: a request and what was said.
type told struct {
	request ritual.Request
	said    []ritual.Evidence
	before  ritual.Story
}

// readTold reads a file: headings, and after each "--- id author" a message.
func readTold(t *testing.T, path string) told {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	x := told{request: ritual.Request{ID: "FR-1", Kind: ritual.Feature, Reporter: "ana"}}
	for line := range strings.Lines(string(b)) {
		if mark, ok := strings.CutPrefix(line, "--- "); ok {
			id, author, _ := strings.Cut(strings.TrimSpace(mark), " ")
			x.said = append(x.said, ritual.Evidence{ID: id, Author: author})
			continue
		}
		if n := len(x.said); n > 0 {
			x.said[n-1].Text += line
			continue
		}
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		value = strings.ReplaceAll(strings.TrimSpace(value), `\n`, "\n")
		question := ritual.Question{Text: "?", Answer: value, By: "ana", Closed: true}
		switch word, id, _ := strings.Cut(key, " "); word {
		case "title":
			x.request.Title = value
		case "kind":
			x.request.Kind = ritual.Kind(value)
		case "customer":
			x.request.Customer = value
		case "reporter":
			x.request.Reporter = value
		case "answered", "skipped":
			question.ID = id
			x.before.Questions = append(x.before.Questions, question)
		default:
			t.Fatalf("%s: unknown heading %q", path, key)
		}
	}
	return x
}

// show is a story as the golden files have it.
func show(s ritual.Story) string {
	var b strings.Builder
	line := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "%-8s %s\n", name, strings.ReplaceAll(text, "\n", "\n         "))
		}
	}
	line("as", s.As)
	line("want", s.Want)
	line("so that", s.SoThat)
	line("happens", s.Happens)
	line("should", s.Should)
	line("see", s.See)
	for _, c := range s.Criteria {
		name := "done"
		if c.Failure {
			name = "failure"
		}
		line(name, c.Text+"  ["+c.Source+"]")
	}
	for _, o := range s.OutOfScope {
		line("not", o)
	}
	for _, q := range s.Questions {
		state := ""
		if q.Closed {
			state = " (closed) " + q.Answer
		}
		line("ask", q.ID+": "+q.Text+state)
	}
	line("need", s.Need+"  ["+s.NeedSource+"]")
	return b.String()
}

// each runs a test on every file of testdata.
func each(t *testing.T, test func(t *testing.T, path string, x told)) {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(paths) < 25 {
		t.Fatalf("found %d files, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) { test(t, path, readTold(t, path)) })
	}
}

func TestDraftsReadAsTheyWereApproved(t *testing.T) {
	each(t, func(t *testing.T, path string, x told) {
		got := show(listed(x.request, x.said, x.before))
		golden := strings.TrimSuffix(path, ".txt") + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	})
}

func TestDraftsHoldNoWordThatNobodySaid(t *testing.T) {
	each(t, func(t *testing.T, _ string, x told) {
		s := listed(x.request, x.said, x.before)
		checkWords(t, x, s)
		checkShape(t, x, s)
	})
}

// checkWords wants every word of the story's fields in what was said or answered, but for glue.
func checkWords(t *testing.T, x told, s ritual.Story) {
	t.Helper()
	source := x.request.Customer
	for _, e := range x.said {
		source += "\n" + e.Text
	}
	for _, q := range x.before.Questions {
		source += "\n" + q.Answer
	}
	if len(x.said) == 0 {
		source += "\n" + x.request.Title + "\n" + x.request.Problem
	}
	said := append(words(plain(source)), words(source)...)
	fields := []string{s.As, s.Want, s.SoThat, s.Happens, s.Should, s.See, s.Need}
	for _, c := range s.Criteria {
		fields = append(fields, c.Text)
	}
	for _, f := range append(fields, s.OutOfScope...) {
		for _, w := range words(f) {
			part := slices.ContainsFunc(said, func(k string) bool { return strings.Contains(k, w) && !ascii(w) })
			if !slices.Contains(said, w) && !slices.Contains(glue, w) && !part {
				t.Errorf("nobody said %q, which stands in %q", w, f)
			}
		}
	}
}

// checkShape wants what holds of every draft, whatever was said.
func checkShape(t *testing.T, x told, s ritual.Story) {
	t.Helper()
	sources := []string{"answer:done", "answer:failure"}
	for _, e := range x.said {
		sources = append(sources, e.ID)
	}
	if len(x.said) == 0 {
		sources = append(sources, "0")
	}
	if len(s.Criteria) > 5 || len(s.Questions) > max(3, len(x.before.Questions)) {
		t.Errorf("%d criteria, %d questions", len(s.Criteria), len(s.Questions))
	}
	fields := []string{s.As, s.Want, s.SoThat, s.Happens, s.Should, s.See, s.Need}
	for _, c := range s.Criteria {
		fields = append(fields, c.Text)
		if !slices.Contains(sources, c.Source) {
			t.Errorf("criterion %q rests on %q, which nobody said", c.Text, c.Source)
		}
		if strings.TrimSpace(c.Text) == "" {
			t.Error("empty criterion")
		}
	}
	for _, q := range s.Questions {
		if !q.Closed {
			fields = append(fields, q.Text)
		}
	}
	for _, f := range append(fields, s.OutOfScope...) {
		if !utf8.ValidString(f) || utf8.RuneCountInString(f) > 3000 {
			t.Errorf("not fit to be kept: %q", f)
		}
	}
	if s.Origin != ritual.FromTemplate {
		t.Errorf("origin %q", s.Origin)
	}
}

// listed is a draft whose criteria are a checklist: sentences as they were said.
func listed(r ritual.Request, said []ritual.Evidence, before ritual.Story) ritual.Story {
	return Template(Ask{Request: r, Said: said, Before: before, Checklist: true})
}

func TestWhatSaysWhenIsPutAsWhenAndThen(t *testing.T) {
	for text, want := range map[string]string{
		"If the upload fails, show why":                       "When the upload fails, then show why",
		"As soon as I am back, then the list must be fresh":   "When I am back, then the list must be fresh",
		"When nothing was typed, don't warn":                  "When nothing was typed, then don't warn",
		"Wenn eine Zeile fehlt, soll der Import sie melden":   "Wenn eine Zeile fehlt, dann soll der Import sie melden",
		"Falls nichts gefunden wird, soll es dort stehen":     "Wenn nichts gefunden wird, dann soll es dort stehen",
		"If A, B or C happens, it must say so":                "If A, B or C happens, it must say so",
		"If possible, it must be blue":                        "If possible, it must be blue",
		"Given a draft, when I save it, then it is there":     "Given a draft, when I save it, then it is there",
		"Unless it is locked, it must open":                   "Unless it is locked, it must open",
		"It must be blue":                                     "It must be blue",
		"Even if it fails, it must say so":                    "Even if it fails, it must say so",
		"エラーの場合は、理由を表示してください":                                 "エラーの場合は、理由を表示してください",
		"Wenn möglich, soll es blau sein":                     "Wenn möglich, soll es blau sein",
		"If it is late, it must not ring, and never at night": "If it is late, it must not ring, and never at night",
	} {
		if got := tongueOf(text, nil).formed(text); got != want {
			t.Errorf("%q became %q, not %q", text, got, want)
		}
	}
}

func TestARuleThatSaysNoWhenStaysARuleAndAsksNothing(t *testing.T) {
	const rule = "It must be blue"
	r := ritual.Request{Kind: ritual.Feature, Title: "a title"}
	said := []ritual.Evidence{{ID: "0", Text: "As an admin I want a log so that I can sleep. " + rule + ". If it fails, it must say so"}}
	s := Template(Ask{Request: r, Said: said})
	if len(s.Questions) != 0 {
		t.Errorf("asked %+v", s.Questions)
	}
	if !slices.ContainsFunc(s.Criteria, func(c ritual.Criterion) bool { return c.Text == rule && c.Source == "0" }) {
		t.Errorf("the criteria are %+v", s.Criteria)
	}
}
