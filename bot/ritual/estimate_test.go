package ritual

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestVotesAreCountedAndSizesFollowFromThem(t *testing.T) {
	for _, x := range []struct {
		votes, sizes, first string
		agreed              bool
		points              int
	}{
		{"", "", "", false, 0},
		{"ana:5", "5 ana", "", true, 5},
		{"ana:5 ben:5", "5 ana ben", "", true, 5},
		{"ana:5 ben:8", "5 ana, 8 ben", "ben ana", false, 8},   // 6.5
		{"ana:2 ben:3", "2 ana, 3 ben", "ben ana", false, 3},   // 2.5
		{"ana:3 ben:5", "3 ana, 5 ben", "ben ana", false, 5},   // 4
		{"ana:1 ben:3", "1 ana, 3 ben", "ben ana", false, 2},   // 2 is on the scale
		{"ana:1 ben:13", "1 ana, 13 ben", "ben ana", false, 8}, // 7
		{"ana:3 ben:3 cle:13", "3 ana ben, 13 cle", "cle ana ben", false, 3},
		{"ana:13 ben:1 cle:5 dan:2", "1 ben, 2 dan, 5 cle, 13 ana", "ana ben", false, 5}, // 3.5
		{"ana:? ben:5", "5 ben, ? ana", "", false, 5},
		{"ana:? ben:5 cle:8", "5 ben, 8 cle, ? ana", "cle ben", false, 8},
		{"ana:? ben:?", "? ana ben", "", false, 0},
		{"ben:13 ana:13", "13 ben ana", "", true, 13},
	} {
		var votes []Vote
		for i, v := range strings.Fields(x.votes) {
			who, size, _ := strings.Cut(v, ":")
			votes = append(votes, Vote{Person: who, Size: size, At: noon.Add(time.Duration(i) * time.Second)})
		}
		slices.Reverse(votes) // however they were read
		got := Count(votes)
		var sizes []string
		for _, s := range got.Sizes {
			sizes = append(sizes, s.Size+" "+strings.Join(s.People, " "))
		}
		if s := strings.Join(sizes, ", "); s != x.sizes || strings.Join(got.First, " ") != x.first || got.Agreed != x.agreed || got.Points != x.points {
			t.Errorf("%s: %+v", x.votes, got)
		}
	}
}

func TestWhatComesOfARoundDependsOnHowFarItIs(t *testing.T) {
	open := Estimation{Request: "FR-1", Round: 2, Version: 3}
	shown, ended := open, open
	shown.Revealed, shown.RevealedBy = noon, "omar"
	ended.Revealed, ended.Ended = noon, noon
	votes := []Vote{{Person: "ana", Size: "5"}}
	for _, x := range []struct {
		name string
		do   func() (Estimation, error)
		then Estimation
		says string
	}{
		{"vote", func() (Estimation, error) { return open, open.Take("13") }, open, ""},
		{"vote of no size", func() (Estimation, error) { return open, open.Take("4") }, open, "A vote is one of 1 2 3 5 8 13 ?."},
		{"vote late", func() (Estimation, error) { return shown, shown.Take("5") }, shown, "The votes on FR-1 are shown already. `Vote again` starts another round."},
		{"vote at the end", func() (Estimation, error) { return ended, ended.Take("5") }, ended, "FR-1 has its points already. `Estimate` on its record starts anew."},
		{"reveal", func() (Estimation, error) { return open.Reveal(votes, "omar", noon) }, shown, ""},
		{"reveal again", func() (Estimation, error) { return shown.Reveal(votes, "dev", noon.Add(time.Hour)) }, shown, ""},
		{"reveal nothing", func() (Estimation, error) { return open.Reveal(nil, "omar", noon) }, open, "Nobody has voted on FR-1 yet."},
		{"reveal at the end", func() (Estimation, error) { return ended.Reveal(votes, "omar", noon) }, ended, "FR-1 has its points already."},
		{"another round", func() (Estimation, error) { return shown.Again(2, 4) }, Estimation{Request: "FR-1", Round: 3, Version: 4}, ""},
		{"another round, pressed twice", func() (Estimation, error) { return shown.Again(1, 4) }, shown, ""},
		{"another round too early", func() (Estimation, error) { return open.Again(2, 4) }, open, "The votes on FR-1 are still hidden. `Reveal` shows them."},
		{"another round too late", func() (Estimation, error) { return ended.Again(2, 4) }, ended, "FR-1 has its points already. `Estimate` on its record starts anew."},
	} {
		got, err := x.do()
		if got != x.then || (err == nil) != (x.says == "") || err != nil && err.Error() != x.says {
			t.Errorf("%s: %+v, %v", x.name, got, err)
		}
	}
}

func TestThePOSetsThePointsOnceTheVotesAreShown(t *testing.T) {
	r, shown := Request{ID: "FR-1", Product: "P", Points: 3}, Estimation{Request: "FR-1", Round: 1, Revealed: noon}
	for _, x := range []struct{ points, reason, says string }{
		{"5", "", ""}, {" 100 ", " We did one before. ", ""}, {"1", strings.Repeat("x", 600), ""},
		{"", "", "Points are a whole number from 1 to 100, such as 5."}, {"0", "", "Points are a whole number from 1 to 100, such as 5."},
		{"-5", "", "Points are a whole number from 1 to 100, such as 5."}, {"2.5", "", "Points are a whole number from 1 to 100, such as 5."},
		{"101", "", "Points are a whole number from 1 to 100, such as 5."}, {"five", "", "Points are a whole number from 1 to 100, such as 5."},
		{"5", strings.Repeat("x", 601), "Keep it to 600 characters; this has 601."},
	} {
		after, e, d, err := SetPoints(r, shown, x.points, x.reason, "omar", noon)
		if (err == nil) != (x.says == "") || err != nil && err.Error() != x.says {
			t.Errorf("%q: %v", x.points, err)
		}
		if err != nil {
			if after != r || e != shown {
				t.Errorf("%q: something was changed: %+v, %+v", x.points, after, e)
			}
			continue
		}
		if fmt.Sprint(after.Points) != strings.TrimSpace(x.points) || e.Ended != noon || d.Verdict != Estimated || d.Score != Points(after.Points) || d.Reason != strings.TrimSpace(x.reason) {
			t.Errorf("%q: %+v, %+v, %+v", x.points, after, e, d)
		}
	}
	hidden, ended := Estimation{Request: "FR-1"}, shown
	ended.Ended = noon
	for _, e := range []Estimation{hidden, ended} {
		if _, _, _, err := SetPoints(r, e, "5", "", "omar", noon); err == nil {
			t.Errorf("points were set on %+v", e)
		}
	}
	if Points(0) != "" || Points(1) != "1 point" || Points(13) != "13 points" {
		t.Error(Points(0), Points(1), Points(13))
	}
}

func TestTheTeamEstimatesWhatItCanRead(t *testing.T) {
	p := Product{Name: "Atlas", Channel: "C1", Team: []string{"dev"}}
	private := Request{ID: "FR-1", Private: true, Source: Source{Channel: "C2"}}
	here := private
	here.Source.Channel = "C1"
	for _, x := range []struct {
		r    Request
		p    Product
		says string
	}{
		{Request{ID: "FR-1"}, p, ""}, {here, p, ""},
		{private, p, "FR-1 is private, and the team cannot estimate what it cannot read. Press `Share title and story` on its record first."},
		{Request{ID: "FR-1"}, Product{Name: "Atlas"}, "Atlas has no team yet, and it is the team who votes. Name its members in `/tandem settings`."},
	} {
		if err := Estimable(x.r, x.p); (err == nil) != (x.says == "") || err != nil && err.Error() != x.says {
			t.Errorf("got  %v\nwant %s", err, x.says)
		}
	}
}
