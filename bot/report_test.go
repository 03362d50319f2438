package bot

import (
	"testing"
	"time"

	"tandem/bot/chart"
	"tandem/bot/ritual"
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
