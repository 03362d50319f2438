package prompts

import (
	"regexp"
	"strings"
)

// A figure is a number with what it counts, where that is a known unit, and whether it is a limit: "most" or "least".
type figure struct{ number, unit, limit string }

var (
	mostBefore  = rx(`(?:at most|up to|within|less than|fewer than|under|max(?:imum)?(?: of)?|höchstens|maximal|bis zu|innerhalb(?: von)?|weniger als|unter|最大)[\s€$]*$`)
	leastBefore = rx(`(?:at least|more than|minimum(?: of)?|over|mindestens|wenigstens|mehr als|最低)[\s€$]*$`)
	mostAfter   = regexp.MustCompile(`^[^\s、。\d]{0,6}(?:以下|以内|未満|まで)`)
	leastAfter  = regexp.MustCompile(`^[^\s、。\d]{0,6}(?:以上|超)`)
)

// units are what numbers count, by the ways of writing it. Words that come first are looked for first.
var units = []struct {
	name string
	as   *regexp.Regexp
}{
	{"ms", rx(`^(?:ms|milli\w*)(?:$|[^\p{L}])`)},
	{"second", rx(`^(?:s|sec|secs|seconds?|sek|sekunden?|秒)(?:$|[^\p{Latin}])`)},
	{"minute", rx(`^(?:min|mins|minutes?|minuten?|分)(?:$|[^\p{Latin}])`)},
	{"hour", rx(`^(?:h|hrs?|hours?|stunden?|std|時間)(?:$|[^\p{Latin}])`)},
	{"day", rx(`^(?:working |business )?(?:d|days?|tage?|tagen|werktage?n?|日)(?:$|[^\p{Latin}])`)},
	{"week", rx(`^(?:weeks?|wochen?|週間?)(?:$|[^\p{Latin}])`)},
	{"month", rx(`^(?:months?|monate?n?|(?:か|ヶ|カ|ケ)?月)(?:$|[^\p{Latin}])`)},
	{"year", rx(`^(?:years?|jahre?n?|年)(?:$|[^\p{Latin}])`)},
	{"kb", rx(`^k(?:i)?b(?:$|[^\p{Latin}])`)},
	{"mb", rx(`^m(?:i)?b(?:$|[^\p{Latin}])`)},
	{"gb", rx(`^g(?:i)?b(?:$|[^\p{Latin}])`)},
	{"percent", rx(`^(?:%|％|percent|prozent)`)},
	{"euro", rx(`^(?:€|eur|euros?)(?:$|[^\p{Latin}])`)},
	{"dollar", rx(`^(?:\$|usd|dollars?)(?:$|[^\p{Latin}])`)},
	{"yen", rx(`^(?:万)?(?:円|yen|jpy)`)},
}

// besideMax is how much of what stands beside a number is looked at for its unit and its limit, in bytes.
const besideMax = 40

// figures are the numbers of a text, written in digits or as words, with their units.
func figures(s string) []figure {
	s = apart.ReplaceAllString(bounded(numeral.ReplaceAllString(s, " ")), "$1$2")
	var all []figure
	add := func(number string, start, end int) {
		f := figure{number: number}
		before, after := s[max(0, start-besideMax):start], s[end:min(len(s), end+besideMax)]
		after = strings.TrimLeft(after, " -\u00a0\u202f")
		for _, u := range units {
			if u.as.MatchString(after) {
				f.unit = u.name
				break
			}
		}
		if f.unit == "" && strings.HasSuffix(before, "$") {
			f.unit = "dollar"
		} else if f.unit == "" && strings.HasSuffix(before, "€") {
			f.unit = "euro"
		}
		switch {
		case mostBefore.MatchString(before) || mostAfter.MatchString(after):
			f.limit = "most"
		case leastBefore.MatchString(before) || leastAfter.MatchString(after):
			f.limit = "least"
		}
		all = append(all, f)
	}
	for _, at := range digitRun.FindAllStringIndex(s, -1) {
		add(strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, s[at[0]:at[1]]), at[0], at[1])
	}
	for _, at := range wordMark.FindAllStringIndex(s, -1) {
		if n := numberWords[strings.ToLower(s[at[0]:at[1]])]; n != "" {
			add(n, at[0], at[1])
		}
	}
	return all
}

// figuresIn reports whether a source has every number of a text, in the same unit and as the same limit where both name one.
func figuresIn(text, source string) bool {
	told := figures(text)
	if len(told) == 0 {
		return true
	}
	said := figures(source)
	for _, f := range told {
		found := false
		for _, g := range said {
			found = found || f.number == g.number && agree(f.unit, g.unit) && agree(f.limit, g.limit)
		}
		if !found {
			return false
		}
	}
	return true
}

// counted reports whether a source has every number of a text. The numbers of labels are none.
func (t *task) counted(text, source string) bool {
	return figuresIn(t.mask.bare(text), t.mask.bare(source))
}

// agree reports whether two texts are the same, or one is not known.
func agree(a, b string) bool { return a == b || a == "" || b == "" }
