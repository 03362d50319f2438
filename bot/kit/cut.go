package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tandem/bot/ritual"
)

// Cut is s with at most n code points. What was cut ends in an ellipsis, and no accent or part of
// an emoji is cut off from its letter.
func Cut(s string, n int) string {
	return cut(strings.ToValidUTF8(s, "\ufffd"), n, runeLen)
}

// Cut is t with at most n code points, as Slack counts them: after escaping. Mentions, links and
// escaped characters stay whole or go whole, and isolates that were opened are closed.
func (t Text) Cut(n int) Text {
	return Text(cut(strings.ToValidUTF8(string(t), "\ufffd"), n, markupLen))
}

// runeLen is the length in bytes of the first token of plain text.
func runeLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// markupLen is the length in bytes of the first token of mrkdwn: <…>, an escaped character, or a rune.
func markupLen(s string) int {
	switch s[0] {
	case '<':
		if end := strings.IndexAny(s[1:], "<>"); end >= 0 && s[1+end] == '>' {
			return end + 2
		}
	case '&':
		for _, e := range []string{"&amp;", "&lt;", "&gt;"} {
			if strings.HasPrefix(s, e) {
				return len(e)
			}
		}
	}
	return runeLen(s)
}

// A place is where a text could be cut: so many bytes and code points in, with so many isolates open.
type place struct{ bytes, runes, open int }

func cut(s string, n int, tokenLen func(string) int) string {
	if n <= 0 {
		return ""
	}
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	var at, hard, soft place // hard: between two tokens; soft: between two characters as people see them
	var last rune
	for at.bytes < len(s) {
		rest := s[at.bytes:]
		if at.runes+at.open+1 <= n {
			hard = at
			if r, _ := utf8.DecodeRuneInString(rest); !extends(r) && last != joiner {
				soft = at
			}
		}
		if at.runes > n {
			break
		}
		token := rest[:tokenLen(rest)]
		for _, r := range token {
			switch {
			case r == isolate:
				at.open++
			case r == release && at.open > 0:
				at.open--
			}
			at.runes++
			last = r
		}
		at.bytes += len(token)
	}
	end := soft
	if hard.runes-soft.runes > 32 { // a letter with a tower of accents: no reason to lose all the rest
		end = hard
	}
	return strings.TrimRight(s[:end.bytes], " \t\n") + ellipsis + strings.Repeat(string(release), end.open)
}

// extends tells whether r belongs to the character before it: an accent, a joiner, a skin tone.
func extends(r rune) bool {
	return r == joiner || unicode.Is(unicode.M, r) || 0x1f3fb <= r && r <= 0x1f3ff
}

// Count is how long a list is, with its noun: "1 person", "3 people", "1,000+ people". What is to be exact is a ritual.Figure.
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return ritual.HowMany(n) + " " + many
}
