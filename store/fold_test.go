package store

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFoldCutsTextIntoWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"Export as CSV":                "export as csv",
		"exporting exports EXPORTED":   "export",
		"  Dark\tmode,\n(dashboards)!": "dark mode dashboard",
		"Zürich Zu\u0308rich ZURICH":   "zurich",
		"Straße STRASSE":               "strass", // an English stem, but the same one for both
		"São Tomé, Łódź, smørrebrød":   "sao tome lodz smorrebrod",
		"İstanbul ISTANBUL ıstanbul":   "istanbul",
		"ﬁle ＡＢＣ １２ ②":                 "file abc 12 2",
		"FR-12, #13":                   "fr 12 13",
		"user's can’t co\u00ADop":      "user s can t coop",
		"東京都":                          "東京 京都 都",
		"東":                            "東",
		"API連携を改善":                     "api 連携 携を を改 改善 善",
		"ﾃﾞｰﾀ データ":                     "デー ータ タ",
		"か が":                          "か が",
		"한국어 로그인":                      "한국 국어 어 로그 그인 인",
		"हिन्दी में":                   "हिन्दी में",
		"привет ПРИВЕТ ёж":             "привет еж",
		"👍🏽 ❤️ — “”":                   "",
		"\u0301 \u093F":                "",
		"snake_case a.b/c?d=e":         "snake case a b c d e",
		`" OR * ( NEAR`:                "or near",
		strings.Repeat("x", 200):       strings.Repeat("x", wordMax),
	} {
		if got := indexed(fold(text)); got != want {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestTheLastWordOfAQueryMayBeTheBeginningOfOne(t *testing.T) {
	for query, want := range map[string][]term{
		"":           nil,
		"running ex": {{stem: "run"}, {stem: "ex"}},
		"ex running": {{stem: "ex"}, {stem: "run", start: "running"}},
		"FR-1234":    {{stem: "fr"}, {stem: "1234"}},
		"東 京都":       {{start: "東"}, {stem: "京都"}},
		"csv csv x":  {{stem: "csv"}, {stem: "x"}},
	} {
		if got := queryTerms(query); !slices.Equal(got, want) {
			t.Errorf("%q: %v", query, got)
		}
	}
	if got := queryTerms(strings.Repeat("a b c d e f g h i j k l m n o p q r s t u v w ", 9)); len(got) != termsMax {
		t.Errorf("%d terms", len(got))
	}
}

func TestTheWordsOfARequestAreNotMoreThanPostgreSQLTakes(t *testing.T) {
	var b strings.Builder
	for r := rune(0x4E00); r < 0x9000; r++ {
		b.WriteString(string(r) + strings.Repeat("\uFDFA", 3))
	}
	if n := len(indexed(fold(b.String()))); n > wordsMax {
		t.Errorf("%d bytes", n)
	}
}

func FuzzTextIsFoundByItsOwnWords(f *testing.F) {
	for _, s := range []string{"Export as CSV", "Zürich東京データ", `" OR * ( NEAR`, "हिन्दी", "ﷺ ﬁ ½ ǆ", "a\u0301\u200Db", "가각\u1100\u1161"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		have := strings.Split(indexed(fold(text)), " ")
		for _, w := range have {
			if strings.ContainsAny(w, "\"'\\:&|!()<>*^ \t\n\x00") || !utf8.ValidString(w) || len(w) > 4*wordMax {
				t.Errorf("%q is no word", w)
			}
		}
		if len(indexed(fold(text))) > wordsMax/2 {
			return // some may be left out
		}
		for _, q := range queryTerms(text) {
			begins := func(w string) bool {
				return q.stem != "" && w == q.stem || q.start != "" && strings.HasPrefix(w, q.start)
			}
			if !slices.ContainsFunc(have, begins) {
				t.Errorf("%q is not found by %+v in %q", text, q, have)
			}
		}
	})
}
