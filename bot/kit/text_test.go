package kit

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

func TestPeoplesWordsCannotPingLinkOrReorder(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain words stay", "dark mode, please", "dark mode, please"},
		{"a ping becomes words", "<!channel> now", "&lt;!channel&gt; now"},
		{"a forged link becomes words", "<http://evil|bank>", "&lt;http://evil|bank&gt;"},
		{"escaping is not skipped for what looks escaped", "&lt;", "&amp;lt;"},
		{"newline and tab stay", "a\n\tb", "a\n\tb"},
		{"line ends become newlines", "a\r\nb\rc\u2028d", "a\nb\nc\nd"},
		{"other controls go", "a\x00b\x1bc\u0085d", "abc\nd"},
		{"overrides and embeddings go", "a\u202eb\u202dc\u2066d\u2069", "abcd"},
		{"Hebrew is isolated", "שלום", "\u2068שלום\u2069"},
		{"Arabic is isolated, with its line only", "one\nمرحبا 2\nthree", "one\n\u2068مرحبا 2\u2069\nthree"},
		{"a right-to-left mark counts as right-to-left", "a\u200fb", "\u2068a\u200fb\u2069"},
		{"broken UTF-8 is marked", "a\xffb", "a\ufffdb"},
		{"Chinese and emoji stay", "暗色模式 👩‍💻", "暗色模式 👩‍💻"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(T(tt.in)); got != tt.want {
				t.Errorf("T(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestFormatEscapesArgumentsButNotItsMarkup(t *testing.T) {
	for _, tt := range []struct {
		name string
		got  Text
		want string
	}{
		{"the format is markup", F("*%s* is in", "<b>"), "*&lt;b&gt;* is in"},
		{"Text goes in as it is", F("%s asked", User("U1")), "<@U1> asked"},
		{"numbers keep their verbs", F("%d of %.1f, %5d|%-3d|", 2, 3.14159, 7, 8), "2 of 3.1,     7|8  |"},
		{"quoting verbs are escaped after formatting", F("%q", "<&>"), "\"&lt;&amp;&gt;\""},
		{"an error is people's words", F("%v", testError("<x>")), "&lt;x&gt;"},
		{"nil does not slip through", F("%v", nil), "&lt;nil&gt;"},
		{"right-to-left letters are isolated inside our line", F("FR-1 %s (3)", "שלום"), "FR-1 \u2068שלום\u2069 (3)"},
		{"positions work", F("%[2]s %[1]s", "a", Raw("<b>")), "<b> a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if string(tt.got) != tt.want {
				t.Errorf("got %q, want %q", tt.got, tt.want)
			}
		})
	}
}

type testError string

func (e testError) Error() string { return string(e) }

func TestMentionsLinksAndDates(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		got  Text
		want string
	}{
		{"a person", User("U1"), "<@U1>"},
		{"no person", User(""), "nobody"},
		{"an id cannot break out", User("U1> <!channel"), "<@U1channel>"},
		{"a channel", Channel("C1"), "<#C1>"},
		{"no channel", Channel(""), "no channel"},
		{"a link", Link("https://a.b/c?d=1&e=2", T("a & b")), "<https://a.b/c?d=1&amp;e=2|a &amp; b>"},
		{"a link without a label", Link("https://a.b", ""), "<https://a.b>"},
		{"an address cannot break out", Link("https://a.b|x> <!channel>", T("l")), "<https://a.b%7Cx%3E%20%3C!channel%3E|l>"},
		{"a script is no link", Link("javascript:alert(1)", T("l")), "l"},
		{"a mention in a label is flattened", Link("https://a.b", F("%s\n%s", User("U1"), Link("https://c", T("c")))), "<https://a.b|@U1 c>"},
		{"a date", Date(at, "{date_short} at {time}", "2 March"), "<!date^1772443800^{date_short} at {time}|2 March>"},
		{"a date without a fallback", Date(at, "{date}", ""), "<!date^1772443800^{date}|2026-03-02 09:30 UTC>"},
		{"no date", Date(time.Time{}, "{date}", "never"), "never"},
		{"joined, without the empty", Join(", ", T("a"), "", T("b")), "a, b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if string(tt.got) != tt.want {
				t.Errorf("got %q, want %q", tt.got, tt.want)
			}
		})
	}
}

func TestQuoteMarksEveryLineWithinItsLength(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		max      int
		want     string
	}{
		{"every line", "a\n\n<b>\n", 100, "> a\n>\n> &lt;b&gt;"},
		{"cut", "abcdef", 6, "> abc…"},
		{"nothing", "", 100, ">"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(Quote(tt.in, tt.max)); got != tt.want {
				t.Errorf("Quote(%q, %d) = %q, want %q", tt.in, tt.max, got, tt.want)
			}
		})
	}
}

func TestOneLineHasOneLine(t *testing.T) {
	for in, want := range map[string]string{
		" a\n b\tc\r\n": "a b c",
		"<a>":           "<a>",
		"a\n\u202eשלום": "\u2068a שלום\u2069",
		"\x00\n":        "",
	} {
		if got := OneLine(in); got != want {
			t.Errorf("OneLine(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCutKeepsCharactersWhole(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		n        int
		want     string
	}{
		{"short enough", "abc", 3, "abc"},
		{"cut", "abcd", 3, "ab…"},
		{"no space before the ellipsis", "ab cd", 4, "ab…"},
		{"an accent stays with its letter", "abe\u0301d", 4, "ab…"},
		{"an emoji of several parts goes whole", "ab👩‍💻d", 5, "ab…"},
		{"a skin tone stays with its hand", "ab👋🏽d", 4, "ab…"},
		{"one", "abcd", 1, "…"},
		{"none", "abcd", 0, ""},
		{"a tower of accents is cut somewhere", "a" + strings.Repeat("\u0301", 100), 50, "a" + strings.Repeat("\u0301", 48) + "…"},
		{"an opened isolate is closed", OneLine("שלוםשלום"), 6, "\u2068שלו…\u2069"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Cut(tt.in, tt.n); got != tt.want {
				t.Errorf("Cut(%q, %d) = %q, want %q", tt.in, tt.n, got, tt.want)
			}
		})
	}
}

func TestCutOfMarkupKeepsEntitiesWhole(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   Text
		n    int
		want string
	}{
		{"an escaped character goes whole", T("ab<cd"), 6, "ab…"},
		{"or stays whole", T("ab<cd"), 7, "ab&lt;…"},
		{"a mention goes whole", Join(" ", "hi", User("U1"), "there"), 8, "hi…"},
		{"a link goes whole", Join(" ", "see", Link("https://example.com", T("label"))), 20, "see…"},
		{"an isolate inside is closed", F("FR-1 %s", "שלוםשלום"), 10, "FR-1 \u2068של…\u2069"},
		{"markup that never closes is characters", Raw("a<bcd"), 3, "a<…"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(tt.in.Cut(tt.n)); got != tt.want {
				t.Errorf("Cut(%q, %d) = %q, want %q", tt.in, tt.n, got, tt.want)
			}
		})
	}
}

// FuzzWords throws words at everything that takes them.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "a", "<!channel>", "&amp;<@U1>", "שלום\u202e\nمرحبا", "👩‍💻e\u0301", "a\xff\x00\r\n", "%s%!d(", "\u2068\u2069\u2069"} {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		n &= 0x3ff
		for name, text := range map[string]Text{
			"T":        T(s),
			"F":        F("%s %q %v", s, s, s),
			"T.Cut":    T(s).Cut(n),
			"F.Cut":    F("%s %s", User("U1"), s).Cut(n),
			"OneLine":  T(OneLine(s)),
			"unmarked": T(s).unmarked(),
		} {
			if name == "F.Cut" {
				text = Text(strings.TrimPrefix(string(text), "<@U1>"))
			}
			safe(t, name, text)
		}
		for name, got := range map[string]string{
			"T.Cut": string(T(s).Cut(n)), "Cut": Cut(s, n), "Quote": string(Quote(s, n)),
			"Link": string(Link("https://a.b/"+s, T(s)).Cut(n)),
		} {
			if c := utf8.RuneCountInString(got); c > n || !utf8.ValidString(got) {
				t.Errorf("%s(%q, %d) = %q: %d code points", name, s, n, got, c)
			}
		}
		if link := string(Link("https://a.b/"+s, T(s))); strings.Count(link, "<") != 1 || !strings.HasSuffix(link, ">") || strings.Count(link, ">") != 1 {
			t.Errorf("Link with %q is %q", s, link)
		}
		if one := OneLine(s); strings.ContainsAny(one, "\n\t\r") {
			t.Errorf("OneLine(%q) = %q", s, one)
		}
		if err := everything(s).Check(); err != nil {
			t.Errorf("with %q: %v", s, err)
		}
	})
}

// safe wants text without a raw <, & or >, without controls, valid, its isolates in pairs on every line.
func safe(t *testing.T, name string, text Text) {
	t.Helper()
	if !utf8.ValidString(string(text)) {
		t.Errorf("%s: %q is not valid UTF-8", name, text)
	}
	bare := strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "").Replace(string(text))
	if strings.ContainsAny(bare, "<>&") {
		t.Errorf("%s: %q is not escaped", name, text)
	}
	open := 0
	for _, r := range text {
		switch {
		case r == isolate:
			open++
		case r == release:
			open--
		case r == '\n' && open != 0:
			t.Errorf("%s: %q has an isolate over a line's end", name, text)
		case r == '\n', r == '\t':
		case unicode.IsControl(r), '\u202a' <= r && r <= '\u202e', r == '\u2066', r == '\u2067':
			t.Errorf("%s: %q has %U", name, text, r)
		}
		if open < 0 || open > 1 {
			t.Errorf("%s: %q has isolates out of pairs", name, text)
		}
	}
	if open != 0 {
		t.Errorf("%s: %q leaves an isolate open", name, text)
	}
}
