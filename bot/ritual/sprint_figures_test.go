package ritual

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The kinds of events as the ledgers of these tests write them.
var eventSigns = map[string]SprintEventKind{
	"start": SprintStarted, "commit": Committed, "add": Added, "remove": Removed, "begin": WorkBegun, "done": WorkFinished, "undone": WorkReopened,
	"own": OwnerChanged, "close": SprintEnded, "carry": CarriedOver, "back": BackToBacklog,
}

// ledger reads events, one minute after another: "commit A 5, add B, done A". By is who it is named after, as in "begin A ana".
func ledger(t *testing.T, words string) (events []SprintEvent) {
	t.Helper()
	at := instant(t, "2026-03-02T09:00:00Z")
	for line := range strings.SplitSeq(words, ",") {
		f := append(strings.Fields(line), "", "", "")
		kind, ok := eventSigns[f[0]]
		if !ok {
			if len(events) > 0 || f[0] != "" {
				t.Fatalf("%q is no event", line)
			}
			continue
		}
		e := SprintEvent{Sprint: "s", Seq: len(events) + 1, At: at.Add(time.Duration(len(events)) * time.Minute), Kind: kind, Request: f[1]}
		switch kind {
		case Committed, Added:
			e.Points, _ = strconv.Atoi(f[2])
		case OwnerChanged:
			e.Detail = f[2]
		case WorkBegun, WorkFinished:
			e.By = f[2]
		case Removed, WorkReopened, CarriedOver, BackToBacklog:
			e.Reason = f[2]
		}
		events = append(events, e)
	}
	return events
}

// short is a count as "stories/unsized/points".
func (c SprintCount) short() string { return fmt.Sprintf("%d/%d/%d", c.Stories, c.Unsized, c.Points) }

func (f Figures) short() string {
	return fmt.Sprintf("%s + %s - %s = %s + %s", f.Committed.short(), f.Added.short(), f.Removed.short(), f.Done.short(), f.Left.short())
}

func TestTheFiguresOfASprintFollowFromItsLedger(t *testing.T) {
	for _, x := range []struct{ what, ledger, want string }{
		{"nothing", "", "0/0/0 + 0/0/0 - 0/0/0 = 0/0/0 + 0/0/0"},
		{"a commitment", "start, commit A 5, commit B", "2/1/5 + 0/0/0 - 0/0/0 = 0/0/0 + 2/1/5"},
		{"done", "commit A 5, commit B, done A, done B", "2/1/5 + 0/0/0 - 0/0/0 = 2/1/5 + 0/0/0"},
		{"added", "commit A 5, add B 3, add C, done C", "1/0/5 + 2/1/3 - 0/0/0 = 1/1/0 + 2/0/8"},
		{"removed", "commit A 5, commit B, remove A, remove B", "2/1/5 + 0/0/0 - 2/1/5 = 0/0/0 + 0/0/0"},
		{"removed and added again", "commit A 5, remove A, add A 5, done A", "1/0/5 + 1/0/5 - 1/0/5 = 1/0/5 + 0/0/0"},
		{"removed, estimated and added again", "commit A, remove A, add A 8", "1/1/0 + 1/0/8 - 1/1/0 = 0/0/0 + 1/0/8"},
		{"removed twice", "commit A 5, remove A, add A 5, remove A", "1/0/5 + 1/0/5 - 2/0/10 = 0/0/0 + 0/0/0"},
		{"done, not done, done", "commit A 5, done A, undone A, done A", "1/0/5 + 0/0/0 - 0/0/0 = 1/0/5 + 0/0/0"},
		{"returned", "commit A 5, done A, undone A", "1/0/5 + 0/0/0 - 0/0/0 = 0/0/0 + 1/0/5"},
		{"removed after it was returned", "commit A 5, done A, undone A, remove A", "1/0/5 + 0/0/0 - 1/0/5 = 0/0/0 + 0/0/0"},
		{"removed though it is done", "commit A 5, done A, remove A", "1/0/5 + 0/0/0 - 1/0/5 = 0/0/0 + 0/0/0"},
		{"done before it came again", "commit A 5, done A, remove A, add A 5", "1/0/5 + 1/0/5 - 1/0/5 = 0/0/0 + 1/0/5"},
		{"the same twice", "commit A 5, commit A 5, add A 5, done A, done A, add B 3, add B 3, remove B, remove B, undone B", "1/0/5 + 1/0/3 - 1/0/3 = 1/0/5 + 0/0/0"},
		{"what is not in it", "commit A 5, done B, undone B, remove B, begin B, carry B", "1/0/5 + 0/0/0 - 0/0/0 = 0/0/0 + 1/0/5"},
		{"work and owners", "commit A 5, begin A ana, own A ben", "1/0/5 + 0/0/0 - 0/0/0 = 0/0/0 + 1/0/5"},
		{"the close", "commit A 5, commit B 3, done A, carry B, close", "2/0/8 + 0/0/0 - 0/0/0 = 1/0/5 + 1/0/3"},
		{"after the close", "commit A 5, commit B 3, done A, close, back B, undone A, done B, add C 1, remove B", "2/0/8 + 0/0/0 - 0/0/0 = 1/0/5 + 1/0/3"},
	} {
		if got := FiguresOf(ledger(t, x.ledger)).short(); got != x.want {
			t.Errorf("%s: %s, not %s", x.what, got, x.want)
		}
	}
}

func TestPointsAreThoseWithWhichAStoryJoined(t *testing.T) {
	events := ledger(t, "commit A 5, commit B 3, done A, remove B")
	events[2].Points, events[3].Points = 8, 13
	if got, want := FiguresOf(events).short(), "2/0/8 + 0/0/0 - 1/0/3 = 1/0/5 + 0/0/0"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

func TestASprintStandsAtAnInstantAsItDidBeforeIt(t *testing.T) {
	events := ledger(t, "commit A 5, commit B, done A, add C 3, remove B, undone A")
	for i, want := range []string{"0/0/0 of 0/0/0", "1/0/5 of 1/0/5", "2/1/5 of 2/1/5", "1/1/0 of 2/1/5", "2/1/3 of 3/1/8", "1/0/3 of 2/0/8", "2/0/8 of 2/0/8"} {
		at := events[0].At.Add(time.Duration(i) * time.Minute) // at which the next thing happens
		d := SprintAt(events, at)
		if got := d.Left.short() + " of " + d.Scope.short(); got != want || d.Day != "" {
			t.Errorf("after %d events: %s, not %s", i, got, want)
		}
	}
}

func TestTheDayOfASprintEndsWhereTheNextBegins(t *testing.T) {
	for _, x := range []struct{ zone, day, want string }{
		{"UTC", "2026-03-29", "2026-03-30T00:00:00Z"},
		{"Europe/Berlin", "2026-03-28", "2026-03-29T00:00:00+01:00"},
		{"Europe/Berlin", "2026-03-29", "2026-03-30T00:00:00+02:00"},       // 23 hours
		{"Europe/Berlin", "2026-10-25", "2026-10-26T00:00:00+01:00"},       // 25 hours
		{"Australia/Lord_Howe", "2026-10-04", "2026-10-05T00:00:00+11:00"}, // 23½ hours
		{"Australia/Lord_Howe", "2026-04-05", "2026-04-06T00:00:00+10:30"}, // 24½ hours
		{"Atlantic/Azores", "2026-03-29", "2026-03-30T00:00:00Z"},          // begins at one
		{"Atlantic/Azores", "2026-03-28", "2026-03-29T01:00:00Z"},          // and ends where it does
		{"Atlantic/Azores", "2026-10-24", "2026-10-25T00:00:00Z"},          // midnight comes twice: the first
		{"Asia/Beirut", "2026-03-28", "2026-03-29T01:00:00+03:00"},         // no midnight
		{"Asia/Beirut", "2026-10-24", "2026-10-25T00:00:00+02:00"},         // its last hour comes twice
		{"America/Sao_Paulo", "2018-11-03", "2018-11-04T01:00:00-02:00"},   // no midnight
		{"Pacific/Apia", "2011-12-29", "2011-12-31T00:00:00+14:00"},        // the next day was left out
		{"Pacific/Apia", "2011-12-31", "2012-01-01T00:00:00+14:00"},
		{"No/Where", "2026-03-29", "2026-03-30T00:00:00Z"},
	} {
		s := Sprint{Zone: x.zone}
		ends := DayEnds(s, x.day)
		sameInstant(t, x.zone+" "+x.day, ends, x.want, x.zone)
		sameInstant(t, x.zone+" "+x.day+", a moment before", NextDayEnd(s, ends.Add(-time.Millisecond)), x.want, x.zone)
		if next := NextDayEnd(s, ends); !next.After(ends) || next.Sub(ends) > 26*time.Hour {
			t.Errorf("%s: the day after %s ends at %s", x.zone, x.day, next)
		}
	}
}

func TestEachDayOfASprintIsOneThatHasEnded(t *testing.T) {
	for _, x := range []struct{ what, zone, started, closed, now, want string }{
		{"not started", "UTC", "", "", "2026-03-04T12:00:00Z", ""},
		{"today is not over", "UTC", "2026-03-02T09:00:00Z", "", "2026-03-02T23:59:59Z", ""},
		{"the instant at which it is", "UTC", "2026-03-02T09:00:00Z", "", "2026-03-03T00:00:00Z", "02"},
		{"days later", "UTC", "2026-03-02T09:00:00Z", "", "2026-03-05T12:00:00Z", "02 03 04"},
		{"closed", "UTC", "2026-03-02T09:00:00Z", "2026-03-04T12:00:00Z", "2026-03-04T12:00:00Z", "02 03 04"},
		{"closed long ago", "UTC", "2026-03-02T09:00:00Z", "2026-03-04T12:00:00Z", "2026-05-01T12:00:00Z", "02 03 04"},
		{"closed at midnight", "UTC", "2026-03-02T09:00:00Z", "2026-03-04T00:00:00Z", "2026-03-09T12:00:00Z", "02 03 04"},
		{"closed on its first day", "UTC", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "2026-03-09T12:00:00Z", "02"},
		{"in its own zone", "America/New_York", "2026-03-03T02:00:00Z", "", "2026-03-04T04:59:00Z", "02"},
		{"an hour of the night left out", "Europe/Berlin", "2026-03-28T12:00:00Z", "", "2026-03-30T22:00:00Z", "28 29 30"},
		{"half an hour twice", "Australia/Lord_Howe", "2026-04-04T00:00:00Z", "", "2026-04-05T13:30:00Z", "04 05"},
		{"midnight left out", "Atlantic/Azores", "2026-03-28T12:00:00Z", "", "2026-03-30T00:00:00Z", "28 29"},
		{"a day left out", "Pacific/Apia", "2011-12-28T12:00:00Z", "", "2012-01-01T12:00:00Z", "28 29 31 01"},
		{"a minute after midnight, back to the day before", "America/St_Johns", "2010-11-05T12:00:00Z", "", "2010-11-07T03:00:00Z", "05 06"},
		{"the same, and closed in the hour that comes again", "America/St_Johns", "2010-11-05T12:00:00Z", "2010-11-07T03:00:00Z", "2010-11-09T03:00:00Z", "05 06 07"},
	} {
		s := Sprint{Zone: x.zone, State: SprintActive}
		if x.started == "" {
			s.State = SprintPlanned
		} else {
			s.Started = instant(t, x.started)
		}
		if x.closed != "" {
			s.State, s.Closed = SprintClosed, instant(t, x.closed)
		}
		var days []string
		for _, d := range SprintDays(s, nil, instant(t, x.now)) {
			days = append(days, d.Day[len("2026-03-"):])
		}
		if got := strings.Join(days, " "); got != x.want {
			t.Errorf("%s: %q, not %q", x.what, got, x.want)
		}
	}
}

func TestCountsReadAsPeopleSayThem(t *testing.T) {
	for _, x := range []struct {
		count SprintCount
		want  string
	}{
		{SprintCount{}, "0 points"},
		{SprintCount{Stories: 1, Points: 1}, "1 point"},
		{SprintCount{Stories: 4, Points: 21}, "21 points"},
		{SprintCount{Stories: 6, Unsized: 2, Points: 21}, "21 points (+2 stories without points)"},
		{SprintCount{Stories: 6, Unsized: 1, Points: 21}, "21 points (+1 story without points)"},
		{SprintCount{Stories: 2, Unsized: 2}, "2 stories without points"},
	} {
		if got := x.count.String(); got != x.want {
			t.Errorf("%q, not %q", got, x.want)
		}
	}
}

// history is a random ledger of a sprint, most of which could happen and some of which could not. What happens is minutes or days apart.
func history(r *rand.Rand, s Sprint) (events []SprintEvent) {
	kinds := []SprintEventKind{Added, Added, Removed, WorkBegun, WorkFinished, WorkFinished, WorkFinished, WorkReopened, OwnerChanged, SprintChanged}
	at := s.Started
	happens := func(kind SprintEventKind, request string, points int) {
		events = append(events, SprintEvent{Sprint: "s", Seq: len(events) + 1, At: at, Kind: kind, Request: request, Points: points,
			By: "U" + strconv.Itoa(r.IntN(3)), Detail: "U" + strconv.Itoa(r.IntN(3)), Reason: strconv.Itoa(len(events))})
	}
	story := func() string { return "FR-" + strconv.Itoa(r.IntN(9)) }
	points := func() int { return []int{0, 1, 2, 3, 5, 8, 13}[r.IntN(7)] }
	happens(SprintStarted, "", 0)
	for range r.IntN(8) {
		happens(Committed, story(), points())
	}
	for range r.IntN(40) {
		at = at.Add(time.Duration(r.Int64N(int64(12 * time.Hour)))).Truncate(time.Millisecond)
		happens(kinds[r.IntN(len(kinds))], story(), points())
	}
	return events
}

// naive is a second opinion: it looks for each story's own events, and knows nothing of a tally.
func naive(events []SprintEvent) (f Figures) {
	of := map[string][]SprintEvent{}
	for _, e := range events {
		of[e.Request] = append(of[e.Request], e)
	}
	add := func(to *SprintCount, points int) {
		to.Stories++
		to.Points += points
		if points == 0 {
			to.Unsized++
		}
	}
	delete(of, "")
	for _, own := range of {
		for in := false; len(own) > 0; own = own[1:] { // from each time it joined to when it was taken out
			joined := own[0]
			if in || joined.Kind != Committed && joined.Kind != Added {
				continue
			}
			add(map[SprintEventKind]*SprintCount{Committed: &f.Committed, Added: &f.Added}[joined.Kind], joined.Points)
			out := slices.IndexFunc(own, func(e SprintEvent) bool { return e.Kind == Removed })
			if out >= 0 {
				add(&f.Removed, joined.Points)
				own = own[out:]
				continue
			}
			in = true
			last := slices.DeleteFunc(slices.Clone(own), func(e SprintEvent) bool { return e.Kind != WorkFinished && e.Kind != WorkReopened })
			if len(last) > 0 && last[len(last)-1].Kind == WorkFinished {
				add(&f.Done, joined.Points)
			} else {
				add(&f.Left, joined.Points)
			}
		}
	}
	return f
}

// balances reports whether figures add up, and none of them is less than nothing.
func balances(f Figures) bool {
	sum := func(a, b SprintCount) [3]int {
		return [3]int{a.Stories + b.Stories, a.Unsized + b.Unsized, a.Points + b.Points}
	}
	for _, c := range []SprintCount{f.Committed, f.Added, f.Removed, f.Done, f.Left} {
		if c.Unsized < 0 || c.Points < 0 || c.Stories < c.Unsized {
			return false
		}
	}
	in, out := sum(f.Committed, f.Added), sum(f.Done, f.Left)
	for i, removed := range sum(f.Removed, SprintCount{}) {
		if in[i]-removed != out[i] {
			return false
		}
	}
	return true
}

// apart puts two neighbors that are about different stories in the other order, many times: who joins when keeps its turn.
func apart(r *rand.Rand, events []SprintEvent) []SprintEvent {
	events = slices.Clone(events)
	for range 4 * len(events) {
		if i := r.IntN(len(events)); i > 0 && events[i].Request != events[i-1].Request {
			events[i], events[i-1] = events[i-1], events[i]
		}
	}
	return events
}

func TestTheFiguresAddUpWhateverHappensInWhateverOrder(t *testing.T) {
	zones := []string{"UTC", "Europe/Berlin", "Australia/Lord_Howe", "Atlantic/Azores", "Asia/Beirut", "Pacific/Apia", "America/New_York"}
	starts := []string{"2026-03-20T09:00:00Z", "2026-10-18T21:30:00Z", "2011-12-24T12:00:00Z", "2026-04-01T13:10:00Z"}
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 6))
		s := Sprint{ID: "s", Zone: zones[r.IntN(len(zones))], State: SprintActive, Started: instant(t, starts[r.IntN(len(starts))])}
		events := history(r, s)
		f := FiguresOf(events)
		if !balances(f) || f != naive(events) {
			t.Fatalf("history %d: %s, by another way %s", seed, f.short(), naive(events).short())
		}
		if other := FiguresOf(apart(r, events)); other != f {
			t.Fatalf("history %d: in another order of stories %s, not %s", seed, other.short(), f.short())
		}
		if random := slices.Clone(events); true {
			r.Shuffle(len(random), func(i, j int) { random[i], random[j] = random[j], random[i] })
			if f := FiguresOf(random); !balances(f) {
				t.Fatalf("history %d, shuffled: %s", seed, f.short())
			}
		}
		s.State, s.Closed = SprintClosed, events[len(events)-1].At
		checkDays(t, seed, s, events)
		checkResult(t, seed, r, events, f)
	}
}

// checkDays holds the days of a closed sprint against its events.
func checkDays(t *testing.T, seed uint64, s Sprint, events []SprintEvent) {
	t.Helper()
	f := FiguresOf(events)
	if at := SprintAt(events, s.Closed.Add(time.Millisecond)); at.Left != f.Left || at.Scope != f.Done.Plus(f.Left) {
		t.Fatalf("history %d: at the close %+v, not %s", seed, at, f.short())
	}
	days := SprintDays(s, events, s.Closed)
	if last := days[len(days)-1]; last.Left != f.Left || last.Scope != f.Done.Plus(f.Left) || last.Day != Today(s.Closed, s.Zone) {
		t.Fatalf("history %d: on its last day %+v, not %s", seed, last, f.short())
	}
	byDay := map[string][]SprintEvent{}
	for _, e := range events {
		byDay[Today(e.At, s.Zone)] = append(byDay[Today(e.At, s.Zone)], e)
	}
	var until []SprintEvent
	for i, d := range days {
		if i > 0 && d.Day <= days[i-1].Day {
			t.Fatalf("history %d: %s comes after %s", seed, d.Day, days[i-1].Day)
		}
		until = append(until, byDay[d.Day]...)
		delete(byDay, d.Day)
		if f := naive(until); d.Left != f.Left || d.Scope != f.Done.Plus(f.Left) {
			t.Fatalf("history %d: on %s %+v, by the events of each day %s", seed, d.Day, d, f.short())
		}
	}
	if len(byDay) > 0 {
		t.Fatalf("history %d: days without an end: %v", seed, byDay)
	}
}

// checkResult holds what a sprint came to against its figures.
func checkResult(t *testing.T, seed uint64, r *rand.Rand, events []SprintEvent, f Figures) {
	t.Helper()
	facts := SprintFacts{Objectives: map[string]string{}, ToDo: map[string]SprintCount{}}
	for i := range 9 {
		facts.Objectives["FR-"+strconv.Itoa(i)] = []string{"", "O1", "O2"}[r.IntN(3)]
	}
	res := ResultOf(events, facts)
	facts.Before = []Result{res, res}
	res = ResultOf(events, facts)
	if Velocity(res) != f.Done.Points || res.Figures != f {
		t.Fatalf("history %d: %+v, not %s", seed, res.Figures, f.short())
	}
	var done, ever SprintCount
	for _, o := range res.Objectives {
		done, ever = done.Plus(o.Done), ever.Plus(o.DoneEver)
		if o.Scope != o.DoneEver {
			t.Fatalf("history %d: %+v where nothing is to do", seed, o)
		}
	}
	if three := f.Done.Plus(f.Done).Plus(f.Done); done != f.Done || ever != three {
		t.Fatalf("history %d: the objectives' shares are %s, of %s", seed, done.short(), f.Done.short())
	}
	byEnd := map[StoryEnd]SprintCount{}
	for _, s := range res.Stories {
		byEnd[s.End] = byEnd[s.End].and(s.Points)
	}
	if byEnd[EndDone] != f.Done || byEnd[EndBack] != f.Left || !reflect.DeepEqual(res, ResultOf(events, facts)) {
		t.Fatalf("history %d: the stories are %v, of %s", seed, byEnd, f.short())
	}
}
