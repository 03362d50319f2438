package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

// roundly is a number above a thousand that is not said as people write it, or not exactly.
var roundly = regexp.MustCompile(`\b[1-9]\d{3,} (?:points?|stor|of |→|done|left|committed)|1,000\+`)

// exactly fails unless somebody reads these words somewhere, and no figure that is cut or written in one piece.
func (w *world) exactly(who, where string, words ...string) {
	w.t.Helper()
	w.sees(who, where, words...)
	if wrong := roundly.FindString(w.reads(who, where)); wrong != "" {
		w.t.Errorf("%s reads %q in %s", who, wrong, where)
	}
}

// drawnAs fails unless the last picture that somebody sees says these words.
func (w *world) drawnAs(who, where string, words ...string) {
	w.t.Helper()
	all := append([]string{""}, w.pictures(who, where)...)
	alt := all[len(all)-1]
	for _, want := range words {
		if !strings.Contains(alt, want) || roundly.MatchString(alt) {
			w.t.Errorf("%s does not see a picture of %q, but %q", who, want, alt)
		}
	}
}

// A team that estimates in large numbers: its sprint, and what its stories serve, come to more than a thousand points.
func TestFiguresAboveAThousandAreExactFromThePlanToTheReport(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.closedSprints(1, 1200, 1400, 1600)
		_, ids := w.sprintStarts(usually, slices.Repeat([]int{100}, 24)...)
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			p := w.product("Atlas")
			err := tx.AddObjective(ctx, ritual.Objective{ID: "O1", Product: p.ID, Name: "Win larger customers", Horizon: ritual.Now, By: p.PM, Created: tx.Now})
			for _, id := range ids {
				r, read := tx.Request(ctx, id)
				r.Objective = "O1"
				err = errors.Join(err, read, tx.KeepRequest(ctx, r))
			}
			return err
		})
		for _, id := range ids[:13] {
			w.finishes("dev", id)
		}
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			_, err := w.backlogged(ctx, tx, w.product("Atlas"), 100)
			return err
		})

		w.types("omar", "#atlas", "/sprint add FR-25")
		w.exactly("omar", "form", "*2,400 → 2,500 points · 24 → 25 stories*")
		w.submits("omar", "Reason: It sells")
		w.exactly("dev", "#atlas", "2,400 → 2,500 points · 24 → 25 stories")
		w.types("dev", "#atlas", "/sprint")
		w.exactly("dev", "#atlas", "1,300 of 2,500 points done · added since: 100 points")
		w.presses("dev", "#atlas", "As a picture")
		w.exactly("dev", "@tandem", "• 2,400 points committed", "• 1,200 points left")
		w.drawnAs("dev", "@tandem", "2,400 points committed", "1,200 points left")

		w.types("omar", "#atlas", "/sprint close")
		w.exactly("omar", "form", "• Committed: 24 stories, 2,400 points\n• Added: 1 story, 100 points · removed: nothing\n• Done: 13 stories, 1,300 points\n• Not done: 12 stories, 1,200 points\n"+
			"• Velocity: 1,300 points · the mean of the last three was 1,400")
		var on []string
		for n := 14; n <= 25; n++ {
			on = append(on, fmt.Sprintf("FR-%d Wish number %d: To sprint 5", n, n))
		}
		w.submits("omar", on...)
		w.exactly("omar", "form", "*Sprint 4 is closed.* 1,300 of 2,500 points done.")
		w.presses("omar", "form", "Draft recap")
		w.closes("omar")
		w.passes(time.Minute)

		w.exactly("omar", "@tandem", "|1,300 of 2,500 points>", "committed: ", "|2,400 points, 24 stories>", "|1,200 points, 12 stories>",
			"Done: 13 stories, 1,300 points", "Not done: 12 stories, 1,200 points", "*Points*  2,400 committed + 100 added − 0 removed = *1,300 done* + 1,200 left",
			"*Velocity*  1,300 points\n*Mean of the last three sprints*  1,433 points", "• Win larger customers: 1,300 points, 100 % of the points",
			"In the end: 1,200 points.", "• Win larger customers: 1,300 points of 2,400 points done so far")
		w.drawnAs("omar", "@tandem", "Win larger customers: 1,300 of 2,400 points")
		w.types("omar", "#atlas", "/sprint plan")
		w.exactly("omar", "form", "Mean of the last three sprints: 1,433.", "*12 stories · 1,200 of 1,433 points*")
		w.submits("omar", "Sprint goal: Calm", "Capacity: 1100")
		w.closes("omar")
		w.types("omar", "#atlas", "/sprint next")
		w.exactly("omar", "#atlas", "12 stories: 1,200 points · 100 more than the capacity of 1,100")
		w.types("omar", "#atlas", "/tandem report")
		w.exactly("omar", "#atlas", "• *Sprint 4*  1,300 points · committed: 2,400 points\n• *Sprint 3*  1,600 points", "Mean of the last three: 1,433 points")
		w.presses("omar", "#atlas", "As a picture")
		w.drawnAs("omar", "@tandem", "sprint 4: 1,300 points (committed: 2,400 points). Mean of the last three: 1,433 points.")
		w.ended()
	})
}

// More stories than a sprint takes, as a ledger with very many changes of its scope adds up to.
func TestThousandsOfStoriesAreSaidExactly(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		p := w.product("Atlas")
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			err := sprinted(ctx, tx, ritual.Sprint{ID: "S1", Product: p.ID, Number: 1, Goal: "Export", Starts: "2026-03-02", Ends: "2026-03-13"}, "commit FR-1 5")
			s, read := tx.Sprint(ctx, "S1")
			s.State, s.Closed, s.ClosedBy = ritual.SprintClosed, tx.Now, p.PO
			s.Result.Figures = ritual.Figures{
				Committed: ritual.SprintCount{Stories: 4000, Points: 3000, Unsized: 3500}, Added: ritual.SprintCount{Stories: 1500, Points: 2500, Unsized: 1100},
				Removed: ritual.SprintCount{Stories: 1400, Points: 1200, Unsized: 1050}, Found: 1234, Fixed: 1233,
				Done: ritual.SprintCount{Stories: 2100, Points: 2300, Unsized: 1850}, Left: ritual.SprintCount{Stories: 2000, Points: 2000, Unsized: 1700}}
			return errors.Join(err, read, tx.KeepSprint(ctx, s))
		})
		w.types("omar", "#atlas", "/sprint 1")
		w.exactly("omar", "#atlas", "committed: 3,000 points (+3,500 stories without points)", "taken out: 1,200 points (+1,050 stories without points)")
		w.types("omar", "#atlas", "/demo recap")
		w.passes(time.Minute)
		w.exactly("omar", "@tandem", "|2,300 of 4,300 points>", "|2,100 of 4,100 stories> (", "|+1,850 without points>", "|3,000 points, 4,000 stories>", "|2,000 points, 2,000 stories> (", "|+1,700 without points>",
			"*Points*  3,000 committed + 2,500 added − 1,200 removed = *2,300 done* + 2,000 left", "*Stories*  4,000 committed + 1,500 added − 1,400 removed = *2,100 done* + 2,000 left",
			"*Of these, without points*  3,500 committed + 1,100 added − 1,050 removed = *1,850 done* + 1,700 left", "*Defects*  1,234 found, 1,233 fixed", "1,234 defects found")
		w.types("omar", "#atlas", "/tandem report")
		w.exactly("omar", "#atlas", "• *Sprint 1*  2,300 points (+1,850 stories without points) · committed: 3,000 points (+3,500 stories without points)")
		w.ended()
	})
}
