package ritual

import (
	"strings"
	"testing"
)

func TestTheTitleIsTheFirstLineOrTheFirstSentenceOfALongOne(t *testing.T) {
	tail := strings.Repeat(" It must work with 10,000 rows.", 4)
	for words, want := range map[string]string{
		"dark mode":                              "dark mode",
		"Dark mode. It hurts.":                   "Dark mode. It hurts.",
		"CSV export\nIt must work.":              "CSV export",
		"Export to CSV for our auditors." + tail: "Export to CSV for our auditors",
		"Can we get SSO for the shop?" + tail:    "Can we get SSO for the shop?",
		"Hi all. We need SSO for Acme." + tail:   "Hi all. We need SSO for Acme",
		"Export lists, e.g. open ones." + tail:   "Export lists, e.g. open ones",
		"Mail Dr. Kim when v1.2 is out." + tail:  "Mail Dr. Kim when v1.2 is out",
		"CSV出力がほしいです。監査で毎月使うので。" + tail:          "CSV出力がほしいです",
		strings.Repeat("very ", 40) + "long":     strings.TrimSpace(strings.Repeat("very ", 29)) + "…",
		strings.Repeat("long ", 20) + "title":    strings.Repeat("long ", 20) + "title",
	} {
		r := FromWords(words)
		if r.Title != want {
			t.Errorf("%q: title %q, not %q", words, r.Title, want)
		}
		if whole := r.Title == words; whole != (r.Problem == "") || !whole && r.Problem != words {
			t.Errorf("%q: problem %q", words, r.Problem)
		}
	}
}

func TestATitleIsTheFirstLineThatSaysAnything(t *testing.T) {
	for words, want := range map[string]Request{
		"...\n---\nDark mode":       {Title: "Dark mode", Problem: "...\n---\nDark mode"},
		"\u200b\nDark mode\nplease": {Title: "Dark mode", Problem: "\u200b\nDark mode\nplease"},
		"dark   mode":               {Title: "dark mode"}, // blanks are no further words
		"???":                       {Title: "???"},       // refused later, with the words
	} {
		want.Kind = Feature
		if got := FromWords(words); got != want {
			t.Errorf("%q: %+v", words, got)
		}
	}
}

func TestATitleHasSomethingToRead(t *testing.T) {
	for title, ok := range map[string]bool{
		"Dark mode": true, "מצב כהה": true, "ダーク": true, "7": true, "🎉": true, "→": true, "€": true, "🏳️‍🌈": true, ":tada:": true,
		"": false, "  ": false, "???": false, "。、": false, "…": false, "-_*~`": false, "\u200b\u2060\ufeff": false, "\u3164": false, "\u2800": false, "\u00ad": false,
	} {
		if _, err := NewRequest(Request{Title: title}); (err == nil) != ok {
			t.Errorf("%q: %v", title, err)
		}
	}
}

func TestWhoIsNamedCanBeAsked(t *testing.T) {
	for kind, ok := range map[PersonKind]bool{Member: true, Guest: true, Unknown: true, Machine: false, Gone: false, Stranger: false} {
		if err := CheckRequester("requester", Person{Name: "x", Kind: kind}); (err == nil) != ok {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
