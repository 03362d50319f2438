package recap

import (
	"context"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// sum is how the figures add up, in one number of theirs: "34 committed + 8 added − 5 removed = 29 done + 8 left".
func sum(f ritual.Figures, of func(ritual.SprintCount) int) kit.Text {
	n := func(c ritual.SprintCount) string { return ritual.Thousands(of(c)) }
	return kit.F("%s committed + %s added − %s removed = *%s done* + %s left", n(f.Committed), n(f.Added), n(f.Removed), n(f.Done), n(f.Left))
}

// numbers tells the figures, each on a line of its own.
func (t *teller) numbers(ctx context.Context) (title string, lines []ritual.RecapLine, err error) {
	f := t.sprint.Result.Figures
	say := func(name string, words kit.Text) { lines = append(lines, plainLine(kit.F("*%s*  %s", name, words))) }
	say("Points", sum(f, func(c ritual.SprintCount) int { return c.Points }))
	say("Stories", sum(f, func(c ritual.SprintCount) int { return c.Stories }))
	if f.Committed.Unsized+f.Added.Unsized > 0 {
		say("Of these, without points", sum(f, func(c ritual.SprintCount) int { return c.Unsized }))
	}
	say("Velocity", kit.T(f.Done.String()))
	mean, err := t.mean(ctx)
	if err != nil {
		return "", nil, err
	}
	say("Mean of the last three sprints", mean)
	say("Defects", kit.F("%s found, %s fixed", ritual.Thousands(f.Found), ritual.Thousands(f.Fixed)))
	return "Numbers", append(lines, t.shares()...), nil
}

// mean is the mean velocity when the sprint was closed.
func (t *teller) mean(ctx context.Context) (kit.Text, error) {
	closed, err := t.tx.ClosedUntil(ctx, t.product.ID, t.sprint.Number, ritual.MeanOf)
	if err != nil {
		return "", err
	}
	if n, ok := ritual.MeanVelocity(closed); ok {
		return kit.T(ritual.Figure(n, "point", "points")), nil
	}
	return kit.Raw("known once three sprints are closed"), nil
}

// shares are the points that were done for each objective.
func (t *teller) shares() (lines []ritual.RecapLine) {
	var of []ritual.ObjectiveResult
	var parts []int
	for _, o := range t.sprint.Result.Objectives {
		if o.Done.Stories > 0 {
			of, parts = append(of, o), append(parts, o.Done.Points)
		}
	}
	if len(of) == 0 {
		return nil
	}
	lines = append(lines, plainLine(kit.Raw("*Done per objective*")))
	for i, share := range ritual.Shares(parts) {
		name := kit.T(kit.Cut(kit.OneLine(of[i].Name), titleMax))
		if of[i].Objective == "" {
			name = kit.Raw("_no objective_")
		}
		words := kit.T(of[i].Done.String())
		if parts[i] > 0 {
			words = kit.F("%s, %d %% of the points", of[i].Done.String(), share)
		}
		lines = append(lines, plainLine(kit.F("• %s: %s", name, words)))
	}
	return lines
}

// changes tells what became of the backlog: a review that changes nothing there was only a show.
func (t *teller) changes(ctx context.Context) (title string, lines []ritual.RecapLine, err error) {
	words, err := t.changed(ctx)
	if err != nil {
		return "", nil, err
	}
	lines = []ritual.RecapLine{plainLine(words)}
	planned, next, err := t.next(ctx)
	head := kit.F("*First in sprint %d*", planned.Number)
	if err == nil && len(next) == 0 {
		head = kit.Raw("*On top of the backlog now*")
		next, err = t.onTop(ctx)
	}
	if err != nil || len(next) == 0 {
		return "What changes in the backlog", lines, err
	}
	lines = append(lines, plainLine(head))
	for _, r := range next {
		lines = append(lines, t.lineOf(r, []kit.Text{kit.T(ritual.PointsOrNone(r.Points))}, nil))
	}
	return "What changes in the backlog", lines, nil
}

// changed counts what the sprint did to the backlog, in one line.
func (t *teller) changed(ctx context.Context) (kit.Text, error) {
	carried, back, returned := 0, 0, 0
	for _, s := range t.sprint.Result.Stories {
		switch s.End {
		case ritual.EndCarried:
			carried++
		case ritual.EndBack:
			back++
		case ritual.EndDone:
			r, err := t.request(ctx, s.Request)
			if err != nil {
				return "", err
			}
			if r.Status == ritual.Merged { // it came back as a new story
				returned++
			}
		}
	}
	to, err := t.carriedTo(ctx)
	if err != nil {
		return "", err
	}
	said, err := t.said(ctx)
	if err != nil {
		return "", err
	}
	var parts []kit.Text
	add := func(n int, words kit.Text) {
		if n > 0 {
			parts = append(parts, words)
		}
	}
	add(carried, kit.F("%s %s", ritual.Figure(carried, "story", "stories"), to))
	add(back, kit.F("%s back in the backlog", ritual.Figure(back, "story", "stories")))
	add(returned, kit.F("%s after the sprint", ritual.Figure(returned, "story was returned as a new one", "stories were returned as new ones")))
	add(len(said), kit.F("%s from feedback", ritual.Figure(len(said), "request", "requests")))
	add(t.sprint.Result.Figures.Found, kit.F("%s found", ritual.Figure(t.sprint.Result.Figures.Found, "defect", "defects")))
	if len(parts) == 0 {
		return kit.Raw("Nothing came back, and nothing was asked for: the backlog stays as it is."), nil
	}
	return request.Dotted(parts...), nil
}

// burndown and burnup tell which pictures follow; the pictures are drawn when they are posted.
func (t *teller) burndown(context.Context) (title string, lines []ritual.RecapLine, err error) {
	f := t.sprint.Result.Figures
	if f.Committed.Stories+f.Added.Stories == 0 {
		return "", nil, nil
	}
	return "Burndown", []ritual.RecapLine{plainLine(kit.F("What was left of sprint %d, day by day. In the end: %s.", t.sprint.Number, f.Left.String()))}, nil
}

func (t *teller) burnup(context.Context) (title string, lines []ritual.RecapLine, err error) {
	for _, o := range t.sprint.Result.Objectives {
		if o.Objective == "" {
			continue
		}
		lines = append(lines, plainLine(kit.F("• %s: %s of %s done so far", kit.Cut(kit.OneLine(o.Name), titleMax), o.DoneEver.String(), o.Scope.String())))
	}
	return "How far each objective has come", lines, nil
}
