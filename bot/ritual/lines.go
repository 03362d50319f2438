package ritual

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The lists of a story as people edit them: one item a line.

// Limits of what is typed into the form of a story.
const (
	FieldMax = 1000 // characters of a field of one sentence, and of a line of a list
	linesMax = 30   // lines of a list
)

// assumptionMark ends the line of a criterion that nobody said. Taking it off makes the criterion the person's.
const assumptionMark = "[assumption]"

var (
	bullet     = regexp.MustCompile(`^(?:(?:[-*–—]|\d{1,2}[.)])(?:\s+|$)|(?:[•◦‣☐☑✓✔・]|\[[ xX]?\])\s*)+`)
	assumed    = regexp.MustCompile(`(?i)\s*[\[(_*]+assumption[\])_*]+[.。]?$`)
	given      = regexp.MustCompile(`(?i)^(?:given|angenommen|gegeben|前提)(?:$|[\s:、,])`)
	whenOrThen = regexp.MustCompile(`(?i)^(?:when|then|and|but|wenn|dann|und|aber|もし|ならば|かつ)(?:$|[\s:、,])`)
	failing    = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:errors?|fail\w*|invalid|wrong\w*|incorrect|missing|empty|offline|time[sd]?[- ]?out|too (?:large|big|long|many|short|old)|` +
		`limits?|exceed\w*|expired?|denied|refus\w*|reject\w*|cannot|can['’]t|unavailable|unreachable|broken|lost|duplicates?|without (?:permission|access|connection)|not (?:found|allowed|permitted|available)|` +
		`fehler\p{L}*|fehlgeschlagen|fehlschlägt|schlägt|ungültig\p{L}*|falsch\p{L}*|fehlt|fehlen\p{L}*|leere?[rnms]?|zeitüberschreitung|zu (?:groß|lang|viele|kurz|alt)|abgelaufen|verweigert|abgelehnt|` +
		`nicht (?:erlaubt|erreichbar|verfügbar|gefunden)|abst[uü]rz\p{L}*|kaputt|abgebrochen|unbekannt|ohne (?:netz|verbindung|berechtigung))(?:$|[^\p{L}])|` +
		`エラー|失敗|オフライン|タイムアウト|上限|無効|不正|間違|できない|見つから|存在しない|権限がない|超え|不足|空の|壊れ`)
)

// Lines are the items of a list as somebody typed it, without their bullets. A criterion in several lines, "Given", "When"
// and "Then", is one. Lines without a word are none.
func Lines(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.Join(strings.Fields(bullet.ReplaceAllString(strings.TrimSpace(line), "")), " ")
		if !hasWord(line) {
			continue
		}
		if last := len(lines) - 1; last >= 0 && given.MatchString(lines[last]) && whenOrThen.MatchString(line) {
			lines[last] = strings.TrimRight(lines[last], ",.;、。 ") + ", " + lowerFirst(line)
			continue
		}
		lines = append(lines, line)
	}
	return lines
}

// lowerFirst is a text with a small first letter.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return strings.ToLower(string(r)) + s[n:]
}

// checkLines refuses a list that is too long, beside its field.
func checkLines(field string, lines []string) error {
	if len(lines) > linesMax {
		return RefuseField(field, "Keep it to %d lines; these are %d.", linesMax, len(lines))
	}
	for i, line := range lines {
		if n := utf8.RuneCountInString(line); n > FieldMax {
			return RefuseField(field, "Keep each line to %d characters; line %d has %d.", FieldMax, i+1, n)
		}
	}
	return nil
}

// typedCriterion is a line as the form of a story shows it.
func (c Criterion) typed() string {
	if c.Assumption() {
		return c.Text + " " + assumptionMark
	}
	return c.Text
}

// criteria reads a list of criteria that somebody typed over earlier ones. A line that is as it was, or was changed lightly,
// keeps what it rests on. Any other is theirs, unless they marked it as an assumption.
func criteria(lines []string, before []Criterion, by string) []Criterion {
	match := matched(lines, func(line string) string { return assumed.ReplaceAllString(line, "") }, before, func(c Criterion) string { return c.Text })
	var cs []Criterion
	for i, line := range lines {
		text := assumed.ReplaceAllString(line, "")
		if !hasWord(text) {
			continue
		}
		c := Criterion{By: by, Failure: failing.MatchString(text)}
		if j := match[i]; j >= 0 {
			c = before[j]
			if c.Assumption() {
				c.By = by
			}
		}
		if text != line {
			c.Source, c.By = "", ""
		}
		c.Text = text
		cs = append(cs, c)
	}
	return cs
}

// questions reads the open questions that somebody typed over earlier ones. One that is gone is closed, so that no drafter
// asks it again; a new one is asked as it stands.
func questions(lines []string, before []Question, by string) []Question {
	qs := slices.Clone(before)
	var open []int
	for i, q := range qs {
		if !q.Closed {
			open = append(open, i)
		}
	}
	match := matched(lines, func(line string) string { return line }, open, func(i int) string { return qs[i].Text })
	kept := map[int]bool{}
	for i, line := range lines {
		if j := match[i]; j >= 0 {
			qs[open[j]].Text = line
			kept[open[j]] = true
			continue
		}
		n := len(qs) + 1
		for slices.ContainsFunc(qs, func(q Question) bool { return q.ID == fmt.Sprintf("own%d", n) }) {
			n++
		}
		qs = append(qs, Question{ID: fmt.Sprintf("own%d", n), Text: line})
	}
	for _, i := range open {
		if !kept[i] {
			qs[i].Closed, qs[i].By = true, by
		}
	}
	return qs
}

// matched finds for each line the earlier item that it was: the same one, else the likest of those that were but changed
// lightly, else -1. No item is found twice.
func matched[T any](lines []string, text func(string) string, before []T, of func(T) string) []int {
	match, taken := make([]int, len(lines)), map[int]bool{}
	for i, line := range lines {
		match[i] = slices.IndexFunc(before, func(t T) bool { return oneLine(of(t)) == text(line) })
		if j := match[i]; j >= 0 && taken[j] {
			match[i] = -1
		} else if j >= 0 {
			taken[j] = true
		}
	}
	for i, line := range lines {
		if match[i] >= 0 {
			continue
		}
		best := 0.0
		for j, t := range before {
			if l := likeness(of(t), text(line)); !taken[j] && l > best && reworded(of(t), text(line)) {
				match[i], best = j, l
			}
		}
		if match[i] >= 0 {
			taken[match[i]] = true
		}
	}
	return match
}

// oneLine is a text on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
