package ritual

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWhatIsShownIsASentenceAndALink(t *testing.T) {
	shows := []Show{{Request: "FR-1", Answer: LeftOut, Place: 4}, {Request: "FR-2", Answer: ShowIt, Place: 2}}
	for name, x := range map[string]struct {
		says, link string
		fields     []string
	}{
		"a sentence":          {"Look  at night\n", "", nil},
		"with a link":         {"Look at night", " https://example.com/a?b=c#d ", nil},
		"plain http":          {"Look at night", "http://example.com", nil},
		"nothing":             {" ?! ", "", []string{"says"}},
		"too much":            {strings.Repeat("é", ShowMost+1), "", []string{"says"}},
		"as much as there is": {strings.Repeat("é", ShowMost), "", nil},
		"a forged link":       {"Look", "javascript:alert(1)", []string{"link"}},
		"no host":             {"Look", "https://", []string{"link"}},
		"just words":          {"Look", "see the wiki", []string{"link"}},
		"markup":              {"Look", "https://example.com|<!channel>", []string{"link"}},
		"a long link":         {"Look", "https://example.com/" + strings.Repeat("a", 1000), []string{"link"}},
		"both":                {"", "wiki", []string{"says", "link"}},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := NewShow(Request{ID: "FR-3"}, x.says, x.link, shows, "dev", noon)
			var fields []string
			for _, r := range Refusals(err) {
				fields = append(fields, r.Field)
			}
			if !slices.Equal(fields, x.fields) {
				t.Fatalf("refused are %v: %v", fields, err)
			}
			if err == nil && (s.Answer != ShowIt || s.Place != 5 || s.By != "dev" || s.Says != strings.Join(strings.Fields(x.says), " ") || s.Link != strings.TrimSpace(x.link)) {
				t.Errorf("%+v", s)
			}
		})
	}
	if s, err := NewShow(Request{ID: "FR-1"}, "Look", "", shows, "dev", noon); err != nil || s.Place != 4 || s.Answer != ShowIt {
		t.Errorf("what was said before: %+v, %v", s, err)
	}
	if s := NotShown(Request{ID: "FR-2"}, shows, "dev", noon); s != (Show{Request: "FR-2", Answer: NotThisTime, Place: 2, By: "dev", At: noon}) {
		t.Errorf("%+v", s)
	}
}

// demoStory is a story as it stands in a sprint.
func demoStory(n int64, s Status, w Work) BoardStory {
	return BoardStory{Request: Request{ID: RequestID(n), Number: n, Status: s}, In: SprintStory{Request: RequestID(n), Place: int(n), Owner: "dev", Work: w}}
}

// short is an agenda in a line.
func (a Agenda) short() string {
	part := func(all []Shown) string {
		var ids []string
		for _, s := range all {
			ids = append(ids, strings.TrimPrefix(s.Story.Request.ID, "FR-"))
		}
		return strings.Join(ids, " ")
	}
	return part(a.Order) + " / " + part(a.Also) + " / " + part(a.Rest)
}

func TestTheRunningOrderIsThatOfTheAnswersUntilThePOMovesThem(t *testing.T) {
	stories := []BoardStory{
		demoStory(1, InSprint, WorkTodo), demoStory(2, InSprint, WorkStarted), demoStory(3, Done, WorkDone), demoStory(4, Accepted, WorkDone),
		demoStory(5, Done, WorkDone), demoStory(6, Shipped, WorkDone), demoStory(7, InSprint, WorkStarted), demoStory(8, Done, WorkDone), demoStory(9, Merged, WorkDone),
	}
	show := func(n int64, answer ShowAnswer, place int) Show {
		return Show{Request: RequestID(n), Answer: answer, Place: place, At: noon.Add(time.Duration(n))}
	}
	shows := []Show{show(5, ShowIt, 0), show(2, ShowIt, 1), show(4, ShowIt, 2), show(8, NotThisTime, 3), show(6, LeftOut, 4), show(99, ShowIt, 5)}
	a := AgendaOf(stories, shows)
	if got := a.short(); got != "5 2 4 / 9 3 / 7 8 6" {
		t.Error(got)
	}
	for _, x := range []struct {
		id   string
		by   int
		want string
	}{{"FR-2", -1, "2 5 4 / 9 3 / 7 8 6"}, {"FR-5", 1, "2 5 4 / 9 3 / 7 8 6"}, {"FR-5", -1, "5 2 4 / 9 3 / 7 8 6"}, {"FR-4", -9, "4 5 2 / 9 3 / 7 8 6"}, {"FR-4", 1, "5 2 4 / 9 3 / 7 8 6"}, {"FR-3", -1, "5 2 4 / 9 3 / 7 8 6"}} {
		moved := slices.Clone(shows)
		for _, s := range a.Move(x.id, x.by) {
			moved[slices.IndexFunc(moved, func(was Show) bool { return was.Request == s.Request })] = s
		}
		if got := AgendaOf(stories, moved).short(); got != x.want {
			t.Errorf("%s by %d: %s", x.id, x.by, got)
		}
	}
	out := a.Order[0].Show.LeaveOut()
	if out.Answer != LeftOut || out.PutBack() != a.Order[0].Show || shows[3].PutBack() != shows[3] {
		t.Errorf("%+v", out)
	}
	if none := AgendaOf(stories[:1], nil); !none.Nothing() || a.Nothing() {
		t.Error("what is not started is no demo")
	}
}

func TestEverybodyIsAskedInTheirOwnWorkingHours(t *testing.T) {
	team := Workplace{Zone: "Europe/Berlin", Holidays: []string{"2026-03-12"}}
	s := Sprint{DemoDay: "2026-03-16", DemoTime: "15:00", Zone: "Europe/Berlin"} // a Monday
	utc := func(at string) time.Time {
		when, err := time.Parse("2006-01-02 15:04", at)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, x := range []struct{ zone, ask, remind string }{ // two working days before is Wednesday, one is Friday
		{"Europe/Berlin", "2026-03-11 08:00", "2026-03-13 08:00"},
		{"Asia/Tokyo", "2026-03-11 00:00", "2026-03-13 00:00"},
		{"America/New_York", "2026-03-11 13:00", "2026-03-13 13:00"}, // their clocks have changed
	} {
		at := Workplace{Zone: x.zone}
		if got := s.AskAt(team, at); !got.Equal(utc(x.ask)) {
			t.Errorf("%s is asked at %s", x.zone, got.UTC())
		}
		if got := s.RemindAt(team, at); !got.Equal(utc(x.remind)) {
			t.Errorf("%s is reminded at %s", x.zone, got.UTC())
		}
	}
	if off := (Workplace{Zone: "UTC", Holidays: []string{"2026-03-11", "2026-03-12", "2026-03-13"}}); !s.AskAt(team, off).Equal(utc("2026-03-16 09:00")) {
		t.Error("who is off is asked when they are back")
	}
	if got := s.AnnounceAt(); !got.Equal(utc("2026-03-16 13:00")) {
		t.Errorf("the order is posted at %s", got.UTC())
	}

	berlin := Workplace{Zone: "Europe/Berlin"}
	due := s.AskAt(team, berlin)
	const here, away = false, true
	for _, x := range []struct {
		name, now string
		away      bool
		ask       bool
		next      string
	}{
		{"it is early", "2026-03-10 12:00", here, false, "2026-03-11 08:00"},
		{"it is time", "2026-03-11 08:00", here, true, ""},
		{"it is late in the evening", "2026-03-11 19:00", here, false, "2026-03-12 08:00"},
		{"late, on the day itself", "2026-03-16 13:59", here, true, ""},
		{"away", "2026-03-11 08:00", away, false, "2026-03-12 08:00"},
		{"away on the day itself", "2026-03-16 09:00", away, false, ""},
		{"the demo has begun", "2026-03-16 14:00", here, false, ""},
		{"the demo is over", "2026-03-18 09:00", here, false, ""},
	} {
		ask, next := s.DemoTurn(due, utc(x.now), x.away, berlin)
		var want time.Time
		if x.next != "" {
			want = utc(x.next)
		}
		if ask != x.ask || !next.Equal(want) {
			t.Errorf("%s: %v, %s", x.name, ask, next.UTC())
		}
	}
	remind := s.RemindAt(team, berlin)
	if ask, _ := s.Remind(utc("2026-03-11 08:00"), remind, utc("2026-03-13 08:00"), here, berlin); !ask {
		t.Error("nobody is reminded")
	}
	if ask, next := s.Remind(utc("2026-03-11 08:00"), remind, utc("2026-03-16 09:00"), here, berlin); !ask || !next.IsZero() {
		t.Errorf("a late reminder: %v, %s", ask, next)
	}
	for _, asked := range []string{"2026-03-12 23:00", "2026-03-13 08:00", "2026-03-16 08:00"} { // in Berlin the first is Friday already
		if ask, next := s.Remind(utc(asked), remind, utc("2026-03-16 09:00"), here, berlin); ask || !next.IsZero() {
			t.Errorf("asked on %s and reminded: %v, %s", asked, ask, next)
		}
	}
	if diff := cmp.Diff(s.DemoAt(), utc("2026-03-16 14:00").In(s.DemoAt().Location())); diff != "" {
		t.Error(diff)
	}
}
