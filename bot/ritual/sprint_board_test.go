package ritual

import (
	"slices"
	"testing"
	"time"
)

// onBoard is a story of a board, as a test says it in short.
func onBoard(n int64, s Status, w Work, owner string) BoardStory {
	return BoardStory{Request{ID: RequestID(n), Number: n, Status: s}, SprintStory{Request: RequestID(n), Place: int(n), Work: w, Owner: owner}}
}

func TestTheBoardHasWhatIsUnderWayFirst(t *testing.T) {
	all := []BoardStory{
		onBoard(1, Shipped, WorkDone, "bo"), onBoard(2, InSprint, WorkTodo, ""), onBoard(3, Done, WorkDone, "bo"),
		onBoard(4, InSprint, WorkStarted, "ann"), onBoard(5, Accepted, WorkDone, "bo"), onBoard(6, InSprint, WorkTodo, "ann"),
		onBoard(7, InSprint, WorkStarted, ""), onBoard(8, InSprint, WorkDone, "ann"), // as no story should be: it is not Done
	}
	short := func(all []BoardStory) (words []string) {
		for _, b := range all {
			words = append(words, b.Request.ID+" "+b.Lane().String())
		}
		return words
	}
	for _, c := range []struct {
		name      string
		got, want []string
	}{
		{"all", short(OnBoard(all)), []string{"FR-4 In progress", "FR-7 In progress", "FR-2 To do", "FR-6 To do", "FR-8 To do", "FR-3 Done", "FR-5 Accepted", "FR-1 Shipped"}},
		{"Ann's", short(Owned(OnBoard(all), "ann")), []string{"FR-4 In progress", "FR-6 To do", "FR-8 To do"}},
		{"nobody owns nothing", short(Owned(OnBoard(all), "")), nil},
		{"nobody's", short(Unowned(OnBoard(all))), []string{"FR-7 In progress", "FR-2 To do"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
	for id, want := range map[int]bool{1: false, 2: true, 3: false, 4: false, 6: true, 7: true} {
		if b := all[id-1]; b.Free() != want {
			t.Errorf("%s is free: %v", b.Request.ID, b.Free())
		}
	}
}

func TestASprintIsDueOnItsFirstDayAndOnceItsLastIsOver(t *testing.T) {
	at := func(s string) time.Time {
		when, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	s := Sprint{Starts: "2026-03-09", Ends: "2026-03-20", Zone: "Asia/Tokyo"} // nine hours ahead of UTC
	for _, c := range []struct {
		state SprintState
		now   string
		want  bool
	}{
		{SprintPlanned, "2026-03-08 14:59", false},
		{SprintPlanned, "2026-03-08 15:00", true},
		{SprintPlanned, "2026-03-30 00:00", true},
		{SprintActive, "2026-03-09 12:00", false},
		{SprintActive, "2026-03-20 14:59", false},
		{SprintActive, "2026-03-20 15:00", true},
		{SprintClosed, "2026-03-30 00:00", false},
	} {
		s.State = c.state
		if got := s.Due(at(c.now)); got != c.want {
			t.Errorf("a sprint that is %s is due at %s: %v", c.state, c.now, got)
		}
	}
}

func TestWhoIsLateReadsWhoWasQuickerAndWhen(t *testing.T) {
	now := time.Date(2026, 3, 2, 22, 30, 0, 0, time.UTC)
	d := Decision{Request: "FR-12", Verdict: Finished, By: "U1", At: now.Add(-10 * time.Minute)}
	done := Request{ID: "FR-12", Status: Done}
	for _, c := range []struct {
		name string
		r    Request
		last Decision
		zone string
		want string
	}{
		{"done", done, d, "UTC", Name("U1") + " finished FR-12 at 22:20. Its status is Done now."},
		{"where they are", done, d, "Asia/Tokyo", Name("U1") + " finished FR-12 at 07:20. Its status is Done now."},
		{"earlier", done, Decision{Request: "FR-12", Verdict: Finished, By: "U1", At: now.Add(-30 * time.Hour)}, "UTC",
			Name("U1") + " finished FR-12 on 1 Mar at 16:30. Its status is Done now."},
		{"begun", Request{ID: "FR-12", Status: InSprint}, Decision{Request: "FR-12", Verdict: Begun, By: "U1", At: now.Add(-time.Minute)}, "UTC",
			Name("U1") + " started FR-12 at 22:29."},
	} {
		if got := Late(c.r, c.last, now, c.zone).Says; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestProgressIsSaidInPointsAndWhatHasNoneApart(t *testing.T) {
	count := func(stories, unsized, points int) SprintCount {
		return SprintCount{Stories: stories, Unsized: unsized, Points: points}
	}
	for _, c := range []struct {
		f         Figures
		want, sum string
	}{
		{Figures{}, "no stories in it", "committed: 0 points · done: 0 points"},
		{Figures{Committed: count(1, 0, 5), Removed: count(1, 0, 5)}, "no stories in it · taken out: 5 points", "committed: 5 points · taken out: 5 points · done: 0 points"},
		{Figures{Committed: count(3, 0, 8), Done: count(1, 0, 5), Left: count(2, 0, 3)}, "5 of 8 points done", "committed: 8 points · done: 5 points · left: 3 points"},
		{Figures{Committed: count(1, 0, 1), Left: count(1, 0, 1)}, "0 of 1 point done", "committed: 1 point · done: 0 points · left: 1 point"},
		{Figures{Committed: count(3, 1, 8), Left: count(3, 1, 8)}, "0 of 8 points done · 1 story without points",
			"committed: 8 points (+1 story without points) · done: 0 points · left: 8 points (+1 story without points)"},
		{Figures{Committed: count(6, 2, 29), Added: count(1, 0, 5), Removed: count(1, 0, 3), Done: count(4, 1, 21), Left: count(2, 1, 10)},
			"21 of 31 points done · 2 stories without points, 1 of them done · added since: 5 points · taken out: 3 points",
			"committed: 29 points (+2 stories without points) · added: 5 points · taken out: 3 points · done: 21 points (+1 story without points) · left: 10 points (+1 story without points)"},
		{Figures{Committed: count(3, 3, 0), Done: count(1, 1, 0), Left: count(2, 2, 0)}, "1 of 3 stories done, without points",
			"committed: 3 stories without points · done: 1 story without points · left: 2 stories without points"},
	} {
		if got := c.f.Progress(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.f, got, c.want)
		}
		if got := c.f.Sum(); got != c.sum {
			t.Errorf("%+v: %q, want %q", c.f, got, c.sum)
		}
	}
}

func TestAStoryIsHandedToTheTeamItsPOOrNobody(t *testing.T) {
	p := Product{PO: "omar", PM: "priya", Team: []string{"dev", "bo"}}
	for _, c := range []struct {
		to, now string
		ok      bool
	}{{"dev", "bo", true}, {"omar", "", true}, {"", "bo", true}, {"priya", "bo", false}, {"gone", "bo", false}, {"gone", "gone", true}} {
		if err := p.HandTo(c.to, c.now); (err == nil) != c.ok {
			t.Errorf("%s to %q: %v", c.now, c.to, err)
		}
	}
	if got := p.Workers(); !slices.Equal(got, []string{"dev", "bo", "omar"}) {
		t.Error(got)
	}
	p.Team = append(p.Team, "omar")
	if got := p.Workers(); !slices.Equal(got, []string{"dev", "bo", "omar"}) {
		t.Error(got)
	}
}
