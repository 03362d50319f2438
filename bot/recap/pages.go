package recap

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// The pages of a recap's thread, in their order. Their names are kept in the database: never renamed. A list that is too long for
// one message goes on in the next: "done.1", "done.2".
const (
	pageDone     = "done"
	pageLeft     = "left"
	pageHeard    = "heard"
	pageNumbers  = "numbers"
	pageBurndown = "burndown"
	pageBurnup   = "burnup"
	pageChanges  = "changes"
)

// pages are the recap's thread.
func (t *teller) pages(ctx context.Context) (all []ritual.RecapPage, err error) {
	for _, of := range []struct {
		name string
		tell func(context.Context) (title string, lines []ritual.RecapLine, err error)
	}{
		{pageDone, t.done}, {pageLeft, t.left}, {pageHeard, t.heard}, {pageNumbers, t.numbers},
		{pageBurndown, t.burndown}, {pageBurnup, t.burnup}, {pageChanges, t.changes},
	} {
		title, lines, err := of.tell(ctx)
		if err != nil {
			return nil, fmt.Errorf("the recap's page %s: %w", of.name, err)
		}
		all = append(all, cutPages(of.name, title, lines)...)
	}
	return all, nil
}

// pageMost is how many characters the lines of one page have at most.
const pageMost = 2800

// cutPages spreads lines over as many pages as they need; no line is left out. Without lines there is no page.
func cutPages(name, title string, lines []ritual.RecapLine) (pages []ritual.RecapPage) {
	long := pageMost
	for _, l := range lines {
		n := 1 + max(utf8.RuneCountInString(l.Says), utf8.RuneCountInString(l.Hidden))
		if long += n; long > pageMost {
			long = n
			pages = append(pages, ritual.RecapPage{Name: fmt.Sprintf("%s.%d", name, len(pages)+1), Title: title})
		}
		last := &pages[len(pages)-1]
		last.Lines = append(last.Lines, l)
	}
	if len(pages) > 1 {
		for i := range pages {
			pages[i].Title = fmt.Sprintf("%s (%d of %d)", title, i+1, len(pages))
		}
	}
	return pages
}

// lineMost is how many characters one line has at most.
const lineMost = 1300

// plainLine is a line without a title in it.
func plainLine(t kit.Text) ritual.RecapLine { return ritual.RecapLine{Says: string(t.Cut(lineMost))} }

// lineOf is a line about a request: its title, and facts that everybody may know. own are facts for those who may know the title.
func (t *teller) lineOf(r ritual.Request, facts, own []kit.Text) ritual.RecapLine {
	says, hidden := t.titled(r)
	for _, f := range facts {
		says, hidden = request.Dotted(says, f), request.Dotted(hidden, f)
	}
	l := ritual.RecapLine{Request: r.ID, Hidden: string(hidden.Cut(lineMost))}
	if t.title(r) == "" {
		own = nil
	}
	l.Says = string(request.Dotted(append([]kit.Text{says}, own...)...).Cut(lineMost))
	return l
}

// amount is a count as the heads of pages say it: "8 stories, 29 points, 1 of them without points".
func amount(c ritual.SprintCount) string {
	s := ritual.Figure(c.Stories, "story", "stories")
	if c.Points > 0 {
		s += ", " + ritual.Figure(c.Points, "point", "points")
	}
	if c.Unsized > 0 && c.Points > 0 {
		s += ", " + ritual.Thousands(c.Unsized) + " of them without points"
	}
	return s
}

// done tells the stories that are done.
func (t *teller) done(ctx context.Context) (title string, lines []ritual.RecapLine, err error) {
	f := t.sprint.Result.Figures
	for _, s := range t.sprint.Result.Stories {
		if s.End != ritual.EndDone {
			continue
		}
		r, err := t.request(ctx, s.Request)
		if err != nil {
			return "", nil, err
		}
		asked, err := t.asked(ctx, r)
		if err != nil {
			return "", nil, err
		}
		lines = append(lines, t.lineOf(r, []kit.Text{kit.T(ritual.PointsOrNone(s.Points)), asked}, nil))
	}
	if len(lines) == 0 {
		return "Done", []ritual.RecapLine{plainLine(kit.Raw("No story was done in this sprint."))}, nil
	}
	return "Done: " + amount(f.Done), lines, nil
}

// reasonMax is how much of a reason stands in a recap.
const reasonMax = 300

// left tells the stories that are not done, where they went and why, what was taken out meanwhile, and the open challenges.
func (t *teller) left(ctx context.Context) (title string, lines []ritual.RecapLine, err error) {
	f := t.sprint.Result.Figures
	to, err := t.carriedTo(ctx)
	if err != nil {
		return "", nil, err
	}
	var out []ritual.RecapLine
	for _, s := range t.sprint.Result.Stories {
		went := map[ritual.StoryEnd]kit.Text{ritual.EndCarried: to, ritual.EndBack: kit.Raw("back in the backlog"), ritual.EndRemoved: kit.Raw("taken out during the sprint")}[s.End]
		if went == "" {
			continue
		}
		r, err := t.request(ctx, s.Request)
		if err != nil {
			return "", nil, err
		}
		var why []kit.Text
		if s.Reason != "" && r.WholeTo(t.reader, t.product) {
			why = append(why, kit.F("why: %s", kit.Cut(kit.OneLine(s.Reason), reasonMax)))
		}
		l := t.lineOf(r, []kit.Text{kit.T(ritual.PointsOrNone(s.Points)), went}, why)
		if s.End == ritual.EndRemoved {
			out = append(out, l)
			continue
		}
		lines = append(lines, l)
	}
	title = "Not done: " + amount(f.Left)
	if len(lines) == 0 {
		title, lines = "Not done", []ritual.RecapLine{plainLine(kit.Raw("All that was in the sprint is done."))}
	}
	if len(out) > 0 {
		lines = append(append(lines, plainLine(kit.F("*Taken out during the sprint: %s*", amount(f.Removed)))), out...)
	}
	if c := t.recap.Own.Challenges; c != "" {
		lines = append(lines, plainLine(kit.F("*Open challenges*  %s", c)))
	}
	return title, lines, nil
}

// carriedTo says to which sprint stories were carried.
func (t *teller) carriedTo(ctx context.Context) (kit.Text, error) {
	events, err := t.tx.SprintEvents(ctx, t.sprint.ID)
	if err != nil {
		return "", err
	}
	for _, e := range events {
		if e.Kind != ritual.CarriedOver {
			continue
		}
		next, err := t.tx.Sprint(ctx, e.Detail)
		if errors.Is(err, store.ErrNotFound) {
			break
		}
		return kit.F("carried over to sprint %d", next.Number), err
	}
	return kit.Raw("carried over to the next sprint"), nil
}

// heard tells what people said of the sprint and of its stories, and what was found to be wrong: since the last recap was posted.
func (t *teller) heard(ctx context.Context) (title string, lines []ritual.RecapLine, err error) {
	said, err := t.said(ctx)
	if err != nil {
		return "", nil, err
	}
	for _, f := range said {
		lines = append(lines, t.finding(f, kit.T(f.Request.Kind.String())))
	}
	found, err := t.tx.DefectsOf(ctx, t.sprint.ID)
	if err != nil {
		return "", nil, err
	}
	for _, f := range found {
		if f.Request.Status != ritual.Withdrawn && f.Request.Kind == ritual.Problem { // else it was none after all
			lines = append(lines, t.finding(f, kit.Raw("Defect")))
		}
	}
	if len(lines) == 0 {
		lines = []ritual.RecapLine{plainLine(kit.Raw("Nothing was said so far. `Give feedback` above records what you think: it goes into the backlog, and you hear what becomes of it."))}
	}
	return "Feedback heard", lines, nil
}

// said is the feedback on a sprint, and that on the one before that its recap did not tell; not what was withdrawn.
func (t *teller) said(ctx context.Context) (all []store.Finding, err error) {
	before, err := t.tx.SprintNumbered(ctx, t.product.ID, t.sprint.Number-1)
	if err == nil {
		all, err = t.saidLater(ctx, before)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) { // there is none before the first
		return nil, err
	}
	of, err := t.tx.FeedbackOf(ctx, t.sprint.ID)
	if err != nil {
		return nil, err
	}
	var heard []store.Finding
	for _, f := range append(all, of...) {
		if f.Request.Status != ritual.Withdrawn {
			heard = append(heard, f)
		}
	}
	return heard, nil
}

// saidLater is the feedback on a sprint that its recap did not tell, as it came after that was drafted, or none was posted.
func (t *teller) saidLater(ctx context.Context, s ritual.Sprint) (later []store.Finding, err error) {
	r, err := t.tx.Recap(ctx, s.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && r.Posted.IsZero() {
		r, err = ritual.Recap{}, nil
	}
	if err != nil {
		return nil, err
	}
	of, err := t.tx.FeedbackOf(ctx, s.ID)
	for _, f := range of {
		if !tells(r, f.Request.ID) {
			later = append(later, f)
		}
	}
	return later, err
}

// tells reports whether a recap told a piece of feedback.
func tells(r ritual.Recap, id string) bool {
	return slices.ContainsFunc(r.Pages, func(p ritual.RecapPage) bool {
		return strings.HasPrefix(p.Name, pageHeard+".") && slices.ContainsFunc(p.Lines, func(l ritual.RecapLine) bool { return l.Request == id })
	})
}

// finding is a line about feedback or a defect, with where it stands.
func (t *teller) finding(f store.Finding, kind kit.Text) ritual.RecapLine {
	t.known[f.Request.ID] = f.Request
	about := kit.Text("")
	if f.Story != "" {
		about = kit.F("about *%s*", f.Story)
	}
	return t.lineOf(f.Request, []kit.Text{kind, about, kit.F("now: %s", f.Request.Standing().String())}, nil)
}
