package bot

import (
	"context"
	"testing"
	"time"

	"tandem/bot/chart"
	"tandem/bot/ritual"
	"tandem/store"
)

func TestTheReportTellsHowFarRequestsCameAndHowLongThatTook(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("dev", "#atlas", "/tandem report")
		w.hears("dev", "#atlas", "Report of Atlas", "Nothing was asked for in the last 90 days.", "• *Asked*  0", "• *In the backlog*  0")
		for _, words := range []string{"Dark mode", "Light mode", "Invoices as one file", "Export to CSV"} {
			w.types("sam", "#atlas", "/request "+words)
		}
		w.passes(36 * time.Hour)
		w.aligns("FR-1", "Win larger customers")
		w.aligns("FR-2", "Win larger customers")
		w.passes(12 * time.Hour)
		w.ranks("FR-1", "7", "3")
		w.declines("FR-3", "It serves no objective of ours")
		w.types("dev", "#atlas", "/tandem report")
		want := []string{"Of 4 requests of the last 90 days.", "• *Asked*  4", "• *With the PO*  2 (50%) · median 1.5 days", "• *In the backlog*  1 (25%) · median 12 hours",
			"No longer on the way: 1 declined.", "Praise is not counted"}
		w.hears("dev", "#atlas", want...)
		w.seesNot("dev", "#atlas", "sprint", "Shipped", "elocity", "atisfaction")
		w.presses("dev", "#atlas", "As a picture")
		picture := "From asked to shipped: Atlas. Of 4 requests of the last 90 days. Asked: 4; With the PO: 2 (50%), median 1.5 days; In the backlog: 1 (25%), median 12 hours. " +
			"No longer on the way: 1 declined."
		if got := w.pictures("dev", "@tandem"); len(got) != 1 || got[0] != picture {
			t.Errorf("dev is sent %q", got)
		}
		w.sees("dev", "@tandem", want...)
		w.presses("dev", "#atlas", "Show to channel")
		if got := w.pictures("sam", "#atlas"); len(got) != 1 || got[0] != picture || w.uploads() != 1 {
			t.Errorf("the channel is shown %q after %d uploads", got, w.uploads())
		}
		w.sees("sam", "#atlas", "shown by @dev")

		w.types("dev", "#atlas", "/tandem report weekly")
		w.hears("dev", "#atlas", "I do not know “/tandem report weekly”.")
		w.passes(100 * 24 * time.Hour)
		w.types("dev", "#atlas", "/tandem report")
		w.hears("dev", "#atlas", "Nothing was asked for in the last 90 days.")
		w.ended()
	})
}

func TestTheReportTellsTheVelocityOfClosedSprintsAsItWasFrozen(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		p := w.product("Atlas")
		close := func(number int, happened string) {
			w.update(func(ctx context.Context, tx *store.Tx) error {
				return sprinted(ctx, tx, ritual.Sprint{Product: p.ID, Number: number, Goal: "Export", Starts: "2026-03-02", Ends: "2026-03-13"}, happened)
			})
		}
		close(1, "commit FR-1 5, commit FR-2 8, commit FR-3, done FR-1, done FR-3, close")
		close(2, "commit FR-2 8, add FR-4 2, done FR-2, done FR-4, close")
		w.types("dev", "#atlas", "/tandem report")
		w.hears("dev", "#atlas", "• *Sprint 2*  10 points · committed: 8 points\n• *Sprint 1*  5 points (+1 story without points) · committed: 13 points (+1 story without points)")
		w.seesNot("dev", "#atlas", "Mean of")
		close(3, "commit FR-5 13, done FR-5, close")
		close(4, "commit FR-6 13, done FR-6")
		w.types("dev", "#atlas", "/tandem report")
		w.hears("dev", "#atlas", "*Velocity*", "• *Sprint 3*  13 points", "Mean of the last three: 9 points")
		w.seesNot("dev", "#atlas", "Sprint 4")
		w.presses("dev", "#atlas", "As a picture")
		want := "From asked to shipped: Atlas. Nothing was asked for in the last 90 days. Asked: 0; With the PO: 0; In the backlog: 0. " +
			"Velocity of Atlas. Done in sprint 1: 5 points (+1 story without points) (committed: 13 points (+1 story without points)); sprint 2: 10 points (committed: 8 points); " +
			"sprint 3: 13 points (committed: 13 points). Mean of the last three: 9 points."
		if got := w.pictures("dev", "@tandem"); len(got) != 1 || got[0] != want {
			t.Errorf("dev is sent %q", got)
		}
		w.ended()
	})
}

func TestTheFlowIsDrawnWithItsSharesAndMedians(t *testing.T) {
	day := 24 * time.Hour
	f := ritual.Flow{Steps: []ritual.FlowStep{{Name: "Asked", Reached: 5000}, {Name: "With the PO", Reached: 2500, Took: 3 * day, Timed: 9}, {Name: "In the backlog", Reached: 1}},
		Off: []ritual.Off{{Status: ritual.Parked, N: 1200}, {Status: ritual.Declined, N: 2}}}
	want := chart.Flow{Title: "From asked to shipped", Note: "Of the latest 5,000 requests of the last 90 days.", Foot: "No longer on the way: 1,200 parked and 2 declined.", Steps: []chart.FlowStep{
		{Name: "Asked", Reached: 5000}, {Name: "With the PO", Reached: 2500, Share: "50%", Took: "median 3 days"}, {Name: "In the backlog", Reached: 1, Share: "under 1%"}}}
	if got := flowChart("製品", f, 5000, true); dump(got) != dump(want) {
		t.Errorf("the flow is %s", dump(got))
	}
}
