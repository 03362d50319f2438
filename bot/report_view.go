package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/chart"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/store"
)

// reportMessage is the report of a product as it stands now. It tells numbers only, so it tells everybody the same.
func reportMessage(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader) (kit.Message, error) {
	journeys, more, err := tx.Journeys(ctx, p.ID, tx.Now.Add(-ritual.FlowFor))
	if err != nil {
		return kit.Message{}, err
	}
	flow := flowChart(p.Name, ritual.FlowOf(journeys), len(journeys), more)
	lines := []kit.Text{kit.Raw("*From asked to shipped*"), kit.T(flow.Note)}
	for _, s := range flow.Steps {
		line := kit.F("• *%s*  %s", s.Name, ritual.Thousands(s.Reached))
		if s.Share != "" {
			line += kit.F(" (%s)", s.Share)
		}
		lines = append(lines, request.Dotted(line, kit.T(s.Took)))
	}
	blocks := []slack.Block{kit.Header("Report of " + p.Name), kit.Section(kit.Join("\n", lines...))}
	if flow.Foot != "" {
		blocks = append(blocks, kit.Section(kit.T(flow.Foot)))
	}
	closed, err := tx.ClosedSprints(ctx, p.ID, reportSprints)
	if err != nil {
		return kit.Message{}, err
	}
	drawing := chart.Sheet{flow}
	if len(closed) > 0 {
		blocks = append(blocks, kit.Section(velocityWords(closed)))
		drawing = append(drawing, velocityChart(p.Name, closed))
	}
	blocks = append(blocks, kit.Context(request.Dotted(kit.Raw("Praise is not counted, nor is what was merged; of what was split, its parts are"), request.AsOf(tx))))
	if rd.Person != "" {
		buttons, err := shown.PictureButtons(ctx, tx, reportAsPicture, p)
		if err != nil {
			return kit.Message{}, err
		}
		blocks = append(blocks, kit.Actions("", append(buttons, shown.Button(reportShow, p))...))
	}
	m := kit.Fitted(kit.F("Report of %s.", p.Name), blocks...)
	if rd.Person == "" {
		m.Picture = &kit.Picture{Name: "report.png", Alt: drawing.Alt(), Draw: drawing.PNG}
	}
	return m, nil
}

// reportShownView is the report as somebody showed it to a channel.
func reportShownView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	return shown.View(ctx, tx, m, reportMessage)
}

// reportPictureView is the report as somebody had it sent to themselves.
func reportPictureView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	return shown.Sent(ctx, tx, m, reportMessage)
}

// reportSprints is of how many closed sprints the report tells, at most.
const reportSprints = 8

// velocityWords tell what was done in closed sprints, the latest first.
func velocityWords(closed []ritual.Sprint) kit.Text {
	lines := []kit.Text{kit.Raw("*Velocity*"), kit.Raw("What was done in each closed sprint, as it was estimated when it joined.")}
	for _, s := range closed {
		f := s.Result.Figures
		lines = append(lines, kit.F("• *Sprint %d*  %s · committed: %s", s.Number, f.Done, f.Committed))
	}
	if mean, ok := ritual.MeanVelocity(closed); ok {
		lines = append(lines, kit.F("Mean of the last three: %s", ritual.Figure(mean, "point", "points")))
	}
	return kit.Join("\n", lines...)
}

// velocityChart is the velocity of closed sprints, the latest first, as a picture.
func velocityChart(product string, closed []ritual.Sprint) chart.Velocity {
	v := chart.Velocity{Title: "Velocity", Mean: -1}
	if name, ok := chart.Drawable(product); ok {
		v.Title += " of " + name
	}
	if mean, ok := ritual.MeanVelocity(closed); ok {
		v.Mean = mean
	}
	for _, s := range slices.Backward(closed) {
		v.Sprints = append(v.Sprints, chart.SprintDone{Number: s.Number, Committed: s.Result.Figures.Committed, Done: s.Result.Figures.Done})
	}
	return v
}

// flowChart is a product's flow as a picture: counted is of how many requests, more that there are others.
func flowChart(product string, f ritual.Flow, counted int, more bool) chart.Flow {
	days := int(ritual.FlowFor.Hours() / 24)
	c := chart.Flow{Title: "From asked to shipped"}
	if name, ok := chart.Drawable(product); ok {
		c.Title += ": " + name
	}
	switch {
	case counted == 0:
		c.Note = fmt.Sprintf("Nothing was asked for in the last %d days.", days)
	case more:
		c.Note = fmt.Sprintf("Of the latest %s requests of the last %d days.", ritual.Thousands(counted), days)
	default:
		c.Note = fmt.Sprintf("Of %s of the last %d days.", ritual.Figure(counted, "request", "requests"), days)
	}
	for i, s := range f.Steps {
		step := chart.FlowStep{Name: s.Name, Reached: s.Reached, Took: s.Median()}
		if i > 0 && counted > 0 {
			step.Share = chart.Share(s.Reached, counted)
		}
		c.Steps = append(c.Steps, step)
	}
	var off []string
	for _, o := range f.Off {
		off = append(off, ritual.Thousands(o.N)+" "+strings.ToLower(o.Status.String()))
	}
	if len(off) > 0 {
		c.Foot = "No longer on the way: " + ritual.And(off) + "."
	}
	return c
}
