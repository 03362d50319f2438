package ritual

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestARatingIsOneOfFive(t *testing.T) {
	for digit, want := range map[string]string{"1": "1 of 5: not at all", "2": "2 of 5: hardly", "3": "3 of 5: partly", "4": "4 of 5: mostly", "5": "5 of 5: completely"} {
		if r, err := ReadRating("rating", digit); err != nil || r.String() != want {
			t.Errorf("%s is read as %q, %v", digit, r, err)
		}
	}
	for _, bad := range []string{"", "0", "6", "-1", "4.5", "five", "99999999999999999999"} {
		r, err := ReadRating("rating", bad)
		refusals := Refusals(err)
		if r != 0 || len(refusals) != 1 || refusals[0].Field != "rating" || !strings.Contains(refusals[0].Error(), "from 1 (not at all) to 5 (completely)") {
			t.Errorf("%q is read as %d, %v", bad, r, err)
		}
	}
	for _, r := range []Rating{-1, 0, 6} {
		if r.String() != "" {
			t.Errorf("%d says %q", int(r), r)
		}
	}
}

func TestSatisfactionIsTheMeanOfWhatWasAnswered(t *testing.T) {
	for _, x := range []struct {
		ratings []Rating
		want    string
	}{
		{nil, ""},
		{[]Rating{0, 0}, ""},
		{[]Rating{4}, "4.0 of 5, 1 answer"},
		{[]Rating{5, 0, 4}, "4.5 of 5, 2 answers"},
		{[]Rating{5, 4, 4}, "4.3 of 5, 3 answers"},
		{[]Rating{5, 5, 4}, "4.7 of 5, 3 answers"},
		{[]Rating{1, 1, 1, 2}, "1.3 of 5, 4 answers"}, // 1.25, rounded half up
		{[]Rating{5, 5, 5, 5}, "5.0 of 5, 4 answers"},
		{slices.Repeat([]Rating{5, 4}, 600), "4.5 of 5, 1,200 answers"},
	} {
		var all []Opinion
		for _, r := range x.ratings {
			all = append(all, Opinion{Rating: r})
		}
		if got := SatisfactionOf(all).String(); got != x.want {
			t.Errorf("%v is %q, want %q", x.ratings, got, x.want)
		}
	}
}

func TestPeopleAreAskedInTheirFirstWorkingMorningAfterTwoWeeks(t *testing.T) {
	berlin := Workplace{Zone: "Europe/Berlin", Holidays: []string{"2026-04-06"}}
	for _, x := range []struct{ shipped, want string }{
		{"2026-03-02 08:00", "2026-03-16 08:00"}, // a Monday at nine there, to the minute
		{"2026-03-02 08:01", "2026-03-17 08:00"},
		{"2026-03-06 15:00", "2026-03-23 08:00"}, // not on a Saturday
		{"2026-03-20 14:00", "2026-04-07 07:00"}, // over the change to summer time, Good Friday worked, Easter Monday not
	} {
		utc := func(s string) time.Time {
			at, err := time.Parse("2006-01-02 15:04", s)
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
		if got := AskSatisfactionAt(utc(x.shipped), berlin); !got.Equal(utc(x.want)) {
			t.Errorf("shipped at %s, asked at %s, want %s", x.shipped, got, x.want)
		}
	}
}

func TestWhoWantsItJudgesAndOnlyElseWhoSpokeForThem(t *testing.T) {
	people := map[string]Person{"gone": {Kind: Gone}, "abroad": {Kind: Stranger}}
	for _, x := range []struct {
		name string
		r    Request
		with []Supporter
		want string
	}{
		{"whoever asked", Request{Reporter: "sam", Requester: "sam"}, nil, "sam"},
		{"somebody for whom it was written down", Request{Reporter: "sam", Requester: "ria"}, nil, "ria"},
		{"the same, and whoever wrote it down joined", Request{Reporter: "sam", Requester: "ria"}, []Supporter{{Person: "sam"}}, "ria sam"},
		{"a customer", Request{Reporter: "sam", Customer: "Acme"}, nil, "sam"},
		{"somebody for a customer", Request{Reporter: "sam", Requester: "ria", Customer: "Acme"}, nil, "ria sam"},
		{"somebody who has left", Request{Reporter: "sam", Requester: "gone"}, nil, "sam"},
		{"somebody of elsewhere", Request{Reporter: "sam", Requester: "abroad"}, nil, "sam"},
		{"a customer of who has left", Request{Reporter: "gone", Customer: "Acme"}, nil, ""},
		{"the same, and the PM joined", Request{Reporter: "gone", Customer: "Acme"}, []Supporter{{Person: "pm"}}, "pm"},
		{"nobody who is there", Request{Reporter: "gone"}, nil, ""},
	} {
		var judges []string
		for _, h := range Hearers(x.r, x.with, people, "pm") {
			if h.Judges {
				judges = append(judges, h.Person)
			}
		}
		if got := strings.Join(judges, " "); got != x.want {
			t.Errorf("%s: %q judge, want %q", x.name, got, x.want)
		}
	}
}
