package ritual

import (
	"slices"
	"testing"
	"time"
)

func TestTheWeekBeginsOnMondayWhereTheTeamIs(t *testing.T) {
	for _, tt := range []struct{ now, zone, want string }{
		{"2026-03-02T00:00:00Z", "UTC", "2026-03-02T00:00:00Z"},
		{"2026-03-08T23:59:59Z", "UTC", "2026-03-02T00:00:00Z"},
		{"2026-03-08T23:59:59Z", "Europe/Berlin", "2026-03-08T23:00:00Z"}, // Monday there
		{"2026-03-09T02:00:00Z", "America/New_York", "2026-03-02T05:00:00Z"},
		{"2026-03-29T12:00:00Z", "Europe/Berlin", "2026-03-22T23:00:00Z"}, // the day of the change of the clocks
		{"2026-03-30T12:00:00Z", "Europe/Berlin", "2026-03-29T22:00:00Z"},
		{"2026-03-04T12:00:00Z", "Nowhere/Land", "2026-03-02T00:00:00Z"},
	} {
		now, err := time.Parse(time.RFC3339, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := Monday(now, tt.zone).UTC().Format(time.RFC3339); got != tt.want {
			t.Errorf("%s in %s: %s, want %s", tt.now, tt.zone, got, tt.want)
		}
	}
}

func TestOnlyTheLatestWordOnAPlaceCounts(t *testing.T) {
	since := noon.Add(-time.Hour)
	rank := func(id string, v Verdict, age time.Duration) Reranking {
		return Reranking{Decision: Decision{Request: id, Verdict: v, Topic: verdicts[v].topic, By: "omar", At: noon}, Since: noon.Add(-age)}
	}
	old, fresh := 24*time.Hour, time.Minute
	moved, scored := Reranked([]Reranking{ // the latest first
		rank("FR-1", Moved, old), rank("FR-1", Prioritized, old), rank("FR-1", Moved, old), rank("FR-1", Prioritized, old),
		rank("FR-2", Unpinned, old), rank("FR-2", Moved, old),
		rank("FR-3", Prioritized, fresh), // it came in
		rank("FR-4", Moved, fresh), rank("FR-4", Prioritized, fresh),
		rank("FR-5", WontDo, old), rank("FR-5", Prioritized, old), // it was parked, and came back another way
	}, since)
	ids := func(c WeekChanges) (all []string) {
		for _, one := range c.First {
			all = append(all, one.Request)
		}
		return all
	}
	if got := ids(moved); !slices.Equal(got, []string{"FR-1", "FR-4"}) || moved.Count != 2 {
		t.Errorf("moved %v of %d", got, moved.Count)
	}
	if got := ids(scored); !slices.Equal(got, []string{"FR-1"}) || scored.Count != 1 {
		t.Errorf("scored %v of %d", got, scored.Count)
	}
	for n, want := range map[int]int{0: 0, 3: 3, 200: 200, 201: 1001, 5000: 1001} {
		if c := NewWeekChanges(make([]WeekChange, n)); c.Count != want || len(c.First) > 8 {
			t.Errorf("of %d there are %d, and %d are named", n, c.Count, len(c.First))
		}
	}
}

func TestAWeekNamesWhoDecidedWhereThatTellsNobodyWhoAsked(t *testing.T) {
	p := Product{PM: "priya", PO: "omar"}
	left := func(by string, to Status, private bool) WeekChange {
		return WeekChange{Request: "FR-1", By: by, To: to, Private: private}
	}
	w := Week{Left: NewWeekChanges([]WeekChange{
		left("sam", Withdrawn, false), left("sam", Withdrawn, true), left("sam", Merged, true), left("priya", Declined, true), left("omar", InSprint, true),
		left("sam", AwaitingAlignment, false), left("priya", AwaitingAlignment, false), left("", Parked, false),
	})}
	var got []string
	for _, c := range w.Known(p).Left.First {
		got = append(got, c.By)
	}
	if want := []string{"sam", "", "", "priya", "omar", "", "priya", ""}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if w.Left.First[1].By != "sam" {
		t.Error("the week itself was changed")
	}
}
