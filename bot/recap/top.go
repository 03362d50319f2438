package recap

import (
	"fmt"
	"net/url"
	"strings"

	"tandem/bot/kit"
	"tandem/bot/ritual"
)

// A bit is a piece of a line of the top that is always there. Where its page of the thread stands in Slack, it is a link to it.
type bit struct {
	says string
	page string // empty: it is no link
}

// A line of the top of a recap: what is always there, and between it words of people, which are cut.
type line struct {
	before []bit
	words  string
	after  []bit
	link   string // where the after leads, instead of a page: somebody's http address
	most   int    // lines that it may take
	bold   bool
}

// top is the top of a recap, at most ritual.RecapLinesMost lines as people see them.
func top(s ritual.Sprint, r ritual.Recap) []line {
	lines := []line{
		{before: []bit{{says: fmt.Sprintf("Sprint %d recap: ", s.Number)}}, words: kit.OneLine(s.Goal), most: 2, bold: true},
		{before: []bit{{says: metWords(r.Own.Met) + " "}}, words: kit.OneLine(r.Sentence()), most: 3},
		doneLine(s.Result.Figures),
	}
	for _, d := range r.Demos {
		lines = append(lines, demoLine(d))
	}
	lines = append(lines, leftLine(s.Result.Figures))
	if focus := kit.OneLine(r.Focus()); focus != "" {
		lines = append(lines, line{before: []bit{{says: "Next: "}}, words: focus, most: 3})
	}
	return lines
}

// metWords say whether the goal was met: a mark, and the same in words.
func metWords(g ritual.GoalMet) string {
	switch g {
	case ritual.GoalYes:
		return "✅ Goal met."
	case ritual.GoalPartly:
		return "🚧 Goal partly met."
	case ritual.GoalNo:
		return "❌ Goal not met."
	}
	return "❔ Was the goal met? `Edit recap` asks."
}

// doneLine says how much is done of what was in the sprint at its end, so that it adds up with what is not done; and what was
// committed, where that is something else.
func doneLine(f ritual.Figures) line {
	all := f.Done.Plus(f.Left)
	if all.Stories == 0 {
		return line{before: []bit{{says: "Done: "}, {"none", pageNumbers}}, most: 1}
	}
	bits := []bit{{says: "Done: "}}
	if all.Points > 0 {
		bits = append(bits, bit{ritual.Thousands(f.Done.Points) + " of " + ritual.Figure(all.Points, "point", "points"), pageNumbers}, bit{says: ", "})
	}
	bits = append(bits, bit{ritual.Thousands(f.Done.Stories) + " of " + ritual.Figure(all.Stories, "story", "stories"), pageDone})
	if f.Done.Unsized > 0 && all.Points > 0 {
		bits = append(bits, bit{says: " ("}, bit{"+" + ritual.Thousands(f.Done.Unsized) + " without points", pageNumbers}, bit{says: ")"})
	}
	if f.Added.Stories > 0 || f.Removed.Stories > 0 {
		bits = append(bits, bit{says: " · committed: "}, bit{countWords(f.Committed), pageNumbers})
	}
	return line{before: bits, most: 2}
}

// countWords are a count in a line of the top: "10 points, 2 stories".
func countWords(c ritual.SprintCount) string {
	words := ritual.Figure(c.Stories, "story", "stories")
	if c.Points > 0 {
		words = ritual.Figure(c.Points, "point", "points") + ", " + words
	}
	return words
}

// leftLine says how much is not done.
func leftLine(f ritual.Figures) line {
	if f.Left.Stories == 0 {
		return line{before: []bit{{says: "Not done: "}, {"none", pageLeft}}, most: 1}
	}
	bits := []bit{{says: "Not done: "}, {countWords(f.Left), pageLeft}}
	if f.Left.Unsized > 0 && f.Left.Points > 0 {
		bits = append(bits, bit{says: " ("}, bit{"+" + ritual.Thousands(f.Left.Unsized) + " without points", pageLeft}, bit{says: ")"})
	}
	return line{before: bits, most: 1}
}

// How many columns of a demo its title takes where more is said of it.
const demoTitle = 34

// demoLine is a story on top, with what a user can do now.
func demoLine(d ritual.RecapDemo) line {
	l := line{before: []bit{{says: "▸ " + d.Request + " "}}, words: ritual.Hidden, most: 2}
	if d.Title == "" {
		return l
	}
	l.words = kit.OneLine(d.Title)
	if can := kit.OneLine(d.Can); can != "" {
		l.words = strings.TrimRight(cutColumns(l.words, demoTitle), " :") + ": " + can
	}
	if host := hostOf(d.Link); host != "" {
		l.after, l.link = []bit{{says: host}}, d.Link
	}
	return l
}

// linkMost is how long an address may be that a recap links to.
const linkMost = 500

// hostOf is the name of the server that an address leads to, as the recap shows it; empty where it is none that it links to.
func hostOf(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || len(address) > linkMost {
		return ""
	}
	return kit.Cut(kit.OneLine(u.Hostname()), 30)
}

// fixed is how wide what is always there is.
func (l line) fixed() (n int) {
	for _, b := range l.before {
		n += ritual.Columns(b.says)
	}
	for _, b := range l.after {
		n += len(" · ") + ritual.Columns(b.says)
	}
	return n
}

// topTexts are the lines of a recap's top, cut to what fits. urls are where the pages of its thread stand.
func topTexts(lines []line, urls map[string]string) (texts []kit.Text) {
	all := make([]ritual.TopLine, 0, len(lines))
	for _, l := range lines {
		all = append(all, ritual.TopLine{Fixed: l.fixed(), Words: l.words, Most: l.most})
	}
	for i, columns := range ritual.FitTop(all) {
		l := lines[i]
		var t kit.Text
		for _, b := range l.before {
			if url := urls[b.page]; url != "" {
				t += kit.Link(url, kit.T(b.says))
			} else {
				t += kit.T(b.says)
			}
		}
		t += kit.T(cutColumns(l.words, columns))
		if l.bold {
			t = "*" + t + "*"
		}
		for _, b := range l.after {
			t += " · " + kit.Link(l.link, kit.T(b.says))
		}
		texts = append(texts, t)
	}
	return texts
}

// cutColumns is a text of at most so many columns. What was cut ends in an ellipsis.
func cutColumns(s string, most int) string {
	if ritual.Columns(s) <= most {
		return s
	}
	n := most
	for n > 0 && ritual.Columns(kit.Cut(s, n)) > most {
		n--
	}
	return kit.Cut(s, n)
}
