package ritual

import "testing"

func TestADefectIsAboutAStoryOfItsProduct(t *testing.T) {
	for _, x := range []struct {
		story Request
		can   bool
	}{
		{Request{ID: "FR-1", Product: "P", Kind: Feature, Status: Done}, true},
		{Request{ID: "FR-1.2", Product: "P", Kind: Problem, Status: Shipped}, true},
		{Request{ID: "FR-1", Product: "Q", Kind: Feature}, false},
		{Request{ID: "FR-1", Product: "P", Kind: Praise}, false},
		{Request{}, false},
	} {
		err := Concerns("story", x.story, "P")
		if rs := Refusals(err); (err == nil) != x.can || !x.can && (len(rs) != 1 || rs[0].Field != "story") {
			t.Errorf("%+v: %v", x.story, err)
		}
	}
}

func TestADefectCountsUntilItIsTakenBack(t *testing.T) {
	not := map[Status]bool{Withdrawn: true, Declined: true, Merged: true}
	for _, row := range statuses {
		if got := Counted(Request{Kind: Problem, Status: row.status}); got == not[row.status] {
			t.Errorf("one that is %s counts: %v", row.words, got)
		}
		if Counted(Request{Kind: Feature, Status: row.status}) || Counted(Request{Kind: Praise, Status: row.status}) {
			t.Errorf("what was made another kind counts while it is %s", row.words)
		}
	}
}

func TestTheStoryOfADefectIsTheFirstThatItsWordsName(t *testing.T) {
	for words, want := range map[string]string{
		"FR-7 crashes": "FR-7", "Export stops (fr-12.1), see FR-7": "FR-12.1", "the “FR-3” of today": "FR-3", "FR-3.": "FR-3", "FR-3. It stops": "FR-3", "FR-3.2.": "FR-3.2",
		"": "", "FR7 crashes": "", "FR-0": "", "FR-01": "", "XFR-3": "", "FR-3x": "", "FR-99999999999999999999": "", "7 rows": "",
	} {
		if got := NamedIn(words); got != want {
			t.Errorf("%q names %q, not %q", words, got, want)
		}
	}
}

func TestADefectIsAProblemInTheWordsOfWhoFoundIt(t *testing.T) {
	r, err := NewDefect("happens", "Export stops\nafter 1,000 rows")
	if err != nil || r != (Request{Title: "Export stops", Problem: "Export stops\nafter 1,000 rows", Kind: Problem}) {
		t.Errorf("%+v, %v", r, err)
	}
	for _, empty := range []string{"", " \n", "...", "\u200b"} {
		_, err := NewDefect("happens", empty)
		if rs := Refusals(err); len(rs) != 1 || rs[0].Field != "happens" {
			t.Errorf("%q: %v", empty, err)
		}
	}
}
