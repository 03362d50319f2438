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
