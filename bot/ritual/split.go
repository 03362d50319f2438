package ritual

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// How many parts a request is split into.
const (
	partsLeast = 2
	PartsMost  = 8
	partsEver  = 99 // with those that go on with a part that was returned
)

// together are the statuses of parts, the least advanced first. A parked part waits for nobody, so that it holds back
// nothing but the end; one that is over without being shipped counts only where nothing else is left. A part is merged when it was
// returned after its sprint, and the part that goes on with it counts in its place.
var together = []Status{New, NeedsInfo, AwaitingAlignment, AwaitingPriority, Backlog, InSprint, Done, Accepted, Parked, Shipped,
	Noted, Declined, Withdrawn, Merged}

// StandTogether returns a split request as its parts stand: where the least advanced one is that is not declined, and
// Declined where all are. Where they are parked it comes back with the first of them; where they are declined, the latest
// reason is why.
func StandTogether(whole Request, parts []Request) Request {
	whole.Together, whole.Reason, whole.Revisit = "", "", ""
	if len(parts) == 0 {
		return whole
	}
	last := slices.MinFunc(parts, func(a, b Request) int {
		return cmp.Or(cmp.Compare(slices.Index(together, a.Status), slices.Index(together, b.Status)), strings.Compare(a.Revisit, b.Revisit),
			b.Since.Compare(a.Since))
	})
	whole.Together = last.Status
	if last.Status == Parked || last.Status == Declined {
		whole.Reason, whole.Revisit = last.Reason, last.Revisit
	}
	return whole
}

// Standing is the status as people are shown it: that of a split request is where its parts stand together.
func (r Request) Standing() Status {
	if r.Status == Split && r.Together != "" {
		return r.Together
	}
	return r.Status
}

// Divide splits a request into parts, by their titles, one a line. The request stays as what was asked for; its parts are
// stories that wait for their priority, with all that was decided before. The parts' numbers are left to the caller, who
// has asked May.
func Divide(r Request, lines, by string, now time.Time) (whole Request, parts []Request, d Decision, err error) {
	if err := Divisible(r); err != nil {
		return r, nil, d, err
	}
	titles, err := partTitles(lines)
	if err != nil {
		return r, nil, d, err
	}
	d = decide(r, Divided, by, now)
	for i, title := range titles {
		part := r.MoveTo(AwaitingPriority, now)
		part.ID, part.Number, part.Parent, part.Part = PartID(r.ID, i+1), 0, r.ID, i+1
		part.Title, part.Problem, part.Points, part.Since, part.Created = title, "", 0, now, now
		part.Source.Thread, part.Source.TS = threadOf(r.Source), "" // one message is one request: the whole
		parts = append(parts, part)
		d.Reason += part.ID + "  " + title + "\n"
	}
	d.Reason = strings.TrimSpace(d.Reason)
	r = r.MoveTo(Split, now)
	r.Together = AwaitingPriority
	return r, parts, d, nil
}

// Divisible refuses to split what is a part already.
func Divisible(r Request) error {
	if r.Parent != "" {
		return Refuse("%s is a part of %s already, and parts are not split again. If it is too large, say in `Edit story` what is out of its scope, and record the rest with `/request`.", r.ID, r.Parent)
	}
	return nil
}

// threadOf is the thread that a source stands in, or that it begins.
func threadOf(s Source) string {
	if s.Thread == "" {
		return s.TS
	}
	return s.Thread
}

// partTitles reads the titles of parts, one a line, with or without a mark of a list before them.
func partTitles(lines string) ([]string, error) {
	var titles []string
	seen := map[string]bool{}
	for line := range strings.Lines(lines) {
		title := strings.Join(strings.Fields(unlisted(line)), " ")
		if !hasWord(title) {
			continue
		}
		if n := utf8.RuneCountInString(title); n > TitleMax {
			return nil, RefuseField("parts", "Keep each part to %d characters; “%s” has %d.", TitleMax, short(title), n)
		}
		if seen[strings.ToLower(title)] {
			return nil, RefuseField("parts", "“%s” is there twice. Give each part a title of its own.", short(title))
		}
		seen[strings.ToLower(title)] = true
		titles = append(titles, title)
	}
	switch n := len(titles); {
	case n < partsLeast:
		return nil, RefuseField("parts", "Write at least two parts, each on a line of its own.")
	case n > PartsMost:
		return nil, RefuseField("parts", "Keep it to %d parts; these are %d. Small ones may go together.", PartsMost, n)
	}
	return titles, nil
}

// unlisted is a line without the mark that makes it an item of a list: "- ", "• ", "2. ".
func unlisted(line string) string {
	line = strings.TrimSpace(line)
	for _, mark := range []string{"-", "*", "•", "–"} {
		if rest, ok := strings.CutPrefix(line, mark+" "); ok {
			return rest
		}
	}
	number, rest, ok := strings.Cut(line, " ")
	digits := strings.TrimRight(number, ".)")
	if _, is := counting(digits); ok && is && digits != number {
		return rest
	}
	return line
}
