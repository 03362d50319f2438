package kit

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Text is mrkdwn that is safe to send. It is made only by the functions of this package.
//
// Escaping takes the power from &, < and >, so nobody's words can ping, mention or link. Slack has no
// escape for *, _, ~ and `: words that must stand exactly as written belong in [RichQuote].
type Text string

const (
	ellipsis = "…"
	isolate  = '\u2068' // first strong isolate: what follows orders itself, not its surroundings
	release  = '\u2069' // pop directional isolate
	joiner   = '\u200d' // zero width joiner, inside emoji of several parts
)

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// T is people's words: &, < and > are escaped, control characters removed, and lines with
// right-to-left letters isolated, so that they do not reorder what stands around them.
func T(s string) Text {
	return Text(escapes.Replace(isolated(clean(s, false))))
}

// Raw is our own markup, sent as it is.
func Raw(s string) Text { return Text(s) }

// F formats as [fmt.Sprintf] does. The format is our markup; an argument of type Text goes in as it
// is, any other is formatted and then treated by [T]. A width given as * is not possible.
func F(format string, args ...any) Text {
	if false {
		_ = fmt.Sprintf(format, args...) // so that go vet checks the calls of F
	}
	safe := make([]any, len(args))
	for i, a := range args {
		if _, ok := a.(Text); ok {
			safe[i] = a
		} else {
			safe[i] = words{a}
		}
	}
	return Text(fmt.Sprintf(format, safe...))
}

// words is a value on its way into a Text: formatted first, escaped after.
type words struct{ v any }

func (w words) Format(s fmt.State, verb rune) {
	_, _ = s.Write([]byte(T(fmt.Sprintf(fmt.FormatString(s, verb), w.v))))
}

// Join puts sep, which is our markup, between the parts. Empty parts are left out.
func Join(sep string, parts ...Text) Text {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(sep)
		}
		b.WriteString(string(p))
	}
	return Text(b.String())
}

// User mentions a person. An empty id is "nobody".
func User(id string) Text { return mention("@", id, "nobody") }

// Channel names a channel with a link to it. An empty id is "no channel".
func Channel(id string) Text { return mention("#", id, "no channel") }

func mention(sign, id, none string) Text {
	id = strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, id)
	if id == "" {
		return Text(none)
	}
	return Text("<" + sign + id + ">")
}

var address = strings.NewReplacer("&", "&amp;", "<", "%3C", ">", "%3E", "|", "%7C", " ", "%20")

// Link shows label as a link. Only http, https and mailto addresses become links; of any other
// address the label is left, because it came from somebody who is up to something.
func Link(url string, label Text) Text {
	label = Text(strings.Join(strings.Fields(string(label.unmarked())), " "))
	url = strings.TrimSpace(strings.ReplaceAll(clean(url, false), "\n", ""))
	scheme, _, _ := strings.Cut(url, ":")
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto":
	default:
		return label
	}
	if label == "" {
		return Text("<" + address.Replace(url) + ">")
	}
	return Text("<" + address.Replace(url) + "|" + string(label) + ">")
}

// unmarked is t without angle brackets, which cannot stand inside a link: of a link or mention
// its label is left, or else what it points at.
func (t Text) unmarked() Text {
	var b strings.Builder
	for s := string(t); s != ""; {
		n := markupLen(s)
		if token := s[:n]; token[0] == '<' && n > 1 {
			target, label, ok := strings.Cut(token[1:n-1], "|")
			if !ok {
				label = target
			}
			b.WriteString(label)
		} else if token != "<" && token != ">" {
			b.WriteString(token)
		}
		s = s[n:]
	}
	return Text(b.String())
}

// Date shows an instant in the reader's own time zone. The token is Slack's, for example
// "{date_short_pretty} at {time}"; fallback is for clients that cannot show dates.
func Date(t time.Time, token, fallback string) Text {
	fallback = OneLine(fallback)
	if fallback == "" {
		fallback = t.UTC().Format("2006-01-02 15:04 MST")
	}
	if t.IsZero() {
		return T(fallback)
	}
	return Text(fmt.Sprintf("<!date^%d^%s|%s>", t.Unix(), token, T(fallback)))
}

// Quote is people's words as a mrkdwn quote, every line marked, at most max code points in all.
func Quote(s string, max int) Text {
	lines := strings.Split(strings.TrimSpace(clean(s, false)), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight("> "+string(T(line)), " ")
	}
	return Text(strings.Join(lines, "\n")).Cut(max)
}

// OneLine is people's words for a place that has one line: line breaks and runs of spaces become one
// space. What [T] does about control characters and right-to-left letters is done too, but nothing
// is escaped, so the result also fits plain text: a header, a button, an option.
func OneLine(s string) string {
	return isolated(strings.Join(strings.Fields(clean(s, false)), " "))
}

// clean makes s valid UTF-8 with plain newlines, and removes control characters and those that
// override or embed a direction. With isolates, well-paired isolates stay, as OneLine made them.
func clean(s string, isolates bool) string {
	var b strings.Builder
	open := 0
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n")
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			b.WriteByte('\n')
		case r == isolate && isolates:
			open++
			b.WriteRune(r)
		case r == release && open > 0:
			open--
			b.WriteRune(r)
		case unicode.IsControl(r), '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + strings.Repeat(string(release), open)
}

// isolated wraps every line that has right-to-left letters. A line each, because the end of a
// line ends all isolates (Unicode Annex 9, rule X8).
func isolated(s string) string {
	if !strings.ContainsFunc(s, rightToLeft) {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if strings.ContainsFunc(line, rightToLeft) {
			lines[i] = string(isolate) + line + string(release)
		}
	}
	return strings.Join(lines, "\n")
}

// rightToLeft tells whether r lies in one of the blocks that Unicode keeps for right-to-left
// scripts, or is a right-to-left mark.
func rightToLeft(r rune) bool {
	switch {
	case r < 0x0590:
		return false
	case r <= 0x08ff, r == 0x200f:
		return true
	case 0xfb1d <= r && r <= 0xfdff, 0xfe70 <= r && r <= 0xfefe:
		return true
	case 0x10800 <= r && r <= 0x10fff, 0x1e800 <= r && r <= 0x1efff:
		return true
	}
	return false
}
