package chart

import "testing"

// flows are the flows that were looked at.
func flows() map[string]Flow {
	note := "Of 124 requests that were made in the last 90 days."
	return map[string]Flow{
		"none": {Title: "From asked to shipped: Atlas", Note: "Nothing was asked in the last 90 days.", Steps: []FlowStep{{Name: "Asked"}, {Name: "With the PO"}, {Name: "In the backlog"}}},
		"plain": {Title: "From asked to shipped: Atlas", Note: note, Foot: "Not on the way any more: 12 parked, 9 declined, 3 withdrawn.", Steps: []FlowStep{
			{"Asked", 124, "", ""}, {"With the PO", 77, "62%", "median 1.5 days"}, {"In the backlog", 58, "47%", "median 3 days"}}},
		"whole": {Title: "From asked to shipped: Удержать крупных клиентов", Note: "Of the latest 5,000 requests that were made in the last 90 days.", Steps: []FlowStep{
			{"Asked", 5000, "", ""}, {"With the PO", 4100, "82%", "median 2 hours"}, {"In the backlog", 3999, "80%", "median 12 days"},
			{"In a sprint", 800, "16%", "median 31 days"}, {"Done", 640, "13%", ""}, {"Shipped", 1, "under 1%", "median 14 days"}}},
	}
}

func TestAFlowIsSaidInWords(t *testing.T) {
	for name, want := range map[string]string{
		"none": "From asked to shipped: Atlas. Nothing was asked in the last 90 days. Asked: 0; With the PO: 0; In the backlog: 0.",
		"plain": "From asked to shipped: Atlas. Of 124 requests that were made in the last 90 days. Asked: 124; With the PO: 77 (62%), median 1.5 days; " +
			"In the backlog: 58 (47%), median 3 days. Not on the way any more: 12 parked, 9 declined, 3 withdrawn.",
	} {
		if got := flows()[name].Alt(); got != want {
			t.Errorf("%s says\n%s\nand not\n%s", name, got, want)
		}
	}
}
