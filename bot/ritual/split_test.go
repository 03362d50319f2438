package ritual

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestIdsStandInTheOrderOfRequestsAndTheirParts(t *testing.T) {
	ids := []string{"FR-100", "FR-12.10", "FR-12.2", "FR-13", "FR-12", "FR-9.1", "FR-9", "odd", "FR-12.1"}
	slices.SortFunc(ids, CompareIDs)
	want := "odd FR-9 FR-9.1 FR-12 FR-12.1 FR-12.2 FR-12.10 FR-13 FR-100"
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestASplitRequestStandsWhereItsLeastAdvancedPartDoes(t *testing.T) {
	for _, x := range []struct{ parts, want string }{
		{"", ""},
		{"P P", "P"}, {"P B", "P"}, {"B S", "B"}, {"S D C", "S"}, {"D C X", "D"}, {"C X", "C"}, {"X X", "X"},
		{"A B", "A"}, {"I A", "I"}, {"N I", "N"}, // a part that was challenged, or asked about
		{"L P", "P"}, {"L S", "S"}, {"L X", "X"}, {"L L", "L"}, // what is declined does not count, unless all is
		{"K P", "P"}, {"K C", "C"}, {"K X", "K"}, {"K K", "K"}, {"K L", "K"}, // what is parked is not shipped, and holds nothing else back
		{"W P", "P"}, {"W X", "X"}, {"W W", "W"}, {"W L", "L"}, {"W K", "K"},
		{"M P", "P"}, {"M X", "X"}, {"M L", "L"}, {"M W", "W"}, {"O M", "O"}, {"M M", "M"}, // another part goes on with what was returned
	} {
		letter := func(s string) Status {
			for status, l := range statusLetters {
				if l == s {
					return status
				}
			}
			return ""
		}
		var parts []Request
		for _, l := range strings.Fields(x.parts) {
			parts = append(parts, Request{Status: letter(l)})
		}
		for range parts { // whatever their order
			if got := StandTogether(Request{Status: Split}, parts); got.Together != letter(x.want) {
				t.Errorf("%s: %s, want %s", x.parts, got.Together, letter(x.want))
			}
			parts = append(parts[1:], parts[0])
		}
	}
	if len(together) != len(statuses)-1 { // a part is not split again
		t.Errorf("%d of %d statuses have a place", len(together), len(statuses))
	}
}

func TestASplitRequestSaysWhyItsPartsAreOver(t *testing.T) {
	part := func(s Status, reason, revisit string, minute int) Request {
		return Request{Status: s, Reason: reason, Revisit: revisit, Since: noon.Add(time.Duration(minute) * time.Minute)}
	}
	may, june := part(Parked, "Later", "2026-05-01", 2), part(Parked, "Much later", "2026-06-01", 3)
	no, never := part(Declined, "No", "", 4), part(Declined, "Never", "", 5)
	backlog := part(Backlog, "Old words", "2026-04-01", 1)
	for _, x := range []struct {
		parts           []Request
		reason, revisit string
	}{
		{nil, "", ""}, {[]Request{backlog, may, no}, "", ""}, {[]Request{june, may, no}, "Later", "2026-05-01"}, {[]Request{may, june}, "Later", "2026-05-01"},
		{[]Request{no, never}, "Never", ""}, {[]Request{never, no}, "Never", ""}, {[]Request{part(Shipped, "x", "y", 1), no}, "", ""},
	} {
		got := StandTogether(Request{ID: "FR-1", Status: Split, Reason: "old", Revisit: "old", Together: InSprint}, x.parts)
		if got.Reason != x.reason || got.Revisit != x.revisit || got.ID != "FR-1" || len(x.parts) == 0 && got.Together != "" {
			t.Errorf("%+v: %+v", x.parts, got)
		}
	}
}

func TestARequestIsShownAsItsPartsStand(t *testing.T) {
	for _, x := range []struct {
		r    Request
		want Status
	}{
		{Request{Status: Backlog}, Backlog}, {Request{Status: Split, Together: InSprint}, InSprint}, {Request{Status: Split}, Split},
		{Request{Status: Backlog, Together: InSprint}, Backlog},
	} {
		if got := x.r.Standing(); got != x.want {
			t.Errorf("%+v: %s", x.r, got)
		}
	}
}

func TestPartsInheritWhatWasDecidedAndWaitForTheirPriority(t *testing.T) {
	r := Request{ID: "FR-12", Number: 12, Product: "P", Title: "Exports", Problem: "All by hand", Customer: "Acme", Kind: Problem, Importance: Blocker,
		Requester: "ria", Reporter: "rob", Status: Backlog, Since: noon.Add(-time.Hour), Source: Source{Channel: "C", TS: "1.2", Author: "al"},
		Thread: Thread{Channel: "C", TS: "1.2"}, Private: true, Objective: "o", Points: 13, Created: noon.Add(-time.Hour)}
	whole, parts, d, err := Divide(r, " - Export to CSV\n\n2. Export  to Excel \n", "omar", noon)
	if err != nil {
		t.Fatal(err)
	}
	want := r
	want.Status, want.Since, want.Together = Split, noon, AwaitingPriority
	if whole != want {
		t.Errorf("the whole is %+v", whole)
	}
	for i, title := range []string{"Export to CSV", "Export to Excel"} {
		want := r
		want.ID, want.Number, want.Parent, want.Part = PartID("FR-12", i+1), 0, "FR-12", i+1
		want.Title, want.Problem, want.Points, want.Status, want.Since, want.Created = title, "", 0, AwaitingPriority, noon, noon
		want.Source = Source{Channel: "C", Thread: "1.2", Author: "al"}
		if parts[i] != want {
			t.Errorf("got  %+v\nwant %+v", parts[i], want)
		}
	}
	if len(parts) != 2 || d.Verdict != Divided || d.Request != "FR-12" || d.Reason != "FR-12.1  Export to CSV\nFR-12.2  Export to Excel" {
		t.Errorf("%d parts, %+v", len(parts), d)
	}
	if _, _, _, err := Divide(parts[0], "one\ntwo", "omar", noon); err == nil || !strings.Contains(err.Error(), "FR-12.1 is a part of FR-12 already") {
		t.Errorf("a part is split again: %v", err)
	}
}

func TestWhatIsWrongWithThePartsIsSaid(t *testing.T) {
	for lines, want := range map[string]string{
		"":                                      "Write at least two parts, each on a line of its own.",
		"only one":                              "Write at least two parts, each on a line of its own.",
		"one\n...\n-":                           "Write at least two parts, each on a line of its own.",
		"a\nb\nc\nd\ne\nf\ng\nh\ni":             "Keep it to 8 parts; these are 9. Small ones may go together.",
		"Export\n- export":                      "“export” is there twice. Give each part a title of its own.",
		"one\n" + strings.Repeat("x", 151):      "Keep each part to 150 characters; “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…” has 151.",
		"one\ntwo":                              "",
		"2 factors\n3) third":                   "",
		"a\nb\nc\nd\ne\nf\ng\nh":                "",
		"one\n" + strings.Repeat("x", TitleMax): "",
	} {
		_, parts, _, err := Divide(Request{ID: "FR-1"}, lines, "omar", noon)
		if (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("%q: got  %v\nwant %s", lines, err, want)
		}
		if err != nil && Refusals(err)[0].Field != "parts" {
			t.Errorf("%q: at no field", lines)
		}
		if lines == "2 factors\n3) third" && (parts[0].Title != "2 factors" || parts[1].Title != "third") {
			t.Errorf("%+v", parts)
		}
	}
}
