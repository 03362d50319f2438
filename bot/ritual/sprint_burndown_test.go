package ritual

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// short is a burndown as a line for each day: "04 left 1/0/5 +1/0/3", with "off" and what is not over.
func (b Burndown) short() string {
	var all []string
	for _, d := range b.Days {
		says := d.Day[len("2026-03-"):]
		if d.Off {
			says += " off"
		}
		if d.Is == ToCome {
			all = append(all, says)
			continue
		}
		says += " left " + d.Left.short()
		if d.Added != (SprintCount{}) {
			says += " +" + d.Added.short()
		}
		if d.Removed != (SprintCount{}) {
			says += " -" + d.Removed.short()
		}
		if d.Is == Running {
			says += " so far"
		}
		all = append(all, says)
	}
	return fmt.Sprintf("%s; late %d, extra %d: %s", b.Committed.short(), b.Late, b.Extra, strings.Join(all, ", "))
}

func TestTheBurndownOfASprintFollowsFromItsLedger(t *testing.T) {
	events := ledger(t, "start, commit A 5, commit B, commit C 3, add D 2, remove C, done A, remove D, add D 2") // on Monday, and as below
	for i, at := range map[int]string{4: "2026-03-03T23:59:59Z", 5: "2026-03-04T00:00:00Z", 6: "2026-03-04T10:00:00Z", 7: "2026-03-05T08:00:00Z", 8: "2026-03-05T08:30:00Z"} {
		events[i].At = instant(t, at)
	}
	active := Sprint{Zone: "UTC", Starts: "2026-03-02", Ends: "2026-03-08", State: SprintActive, Started: instant(t, "2026-03-02T09:00:00Z")}
	planned := Sprint{Zone: "UTC", Starts: "2026-03-05", Ends: "2026-03-06", State: SprintPlanned}
	late, closed := active, active
	late.Starts, late.Ends = "2026-02-27", "2026-03-03"
	closed.State, closed.Closed = SprintClosed, instant(t, "2026-03-05T16:00:00Z")
	east := active
	east.Zone = "Pacific/Kiritimati" // 14 hours ahead
	const before = "3/1/8; late 0, extra 0: 02 left 3/1/8, 03 left 4/1/10 +1/0/2, "
	for _, x := range []struct {
		what      string
		of        Sprint
		now, want string
	}{
		{"planned", planned, "2026-03-02T10:00:00Z", "3/1/8; late 0, extra 0: 05, 06"},
		{"on a day", active, "2026-03-05T12:00:00Z", before + "04 left 2/1/2 -1/0/3, 05 left 2/1/2 +1/0/2 -1/0/2 so far, 06, 07 off, 08 off"},
		{"as it ends", active, "2026-03-06T00:00:00Z", before + "04 left 2/1/2 -1/0/3, 05 left 2/1/2 +1/0/2 -1/0/2, 06 left 2/1/2 so far, 07 off, 08 off"},
		{"closed", closed, "2026-04-05T12:00:00Z", before + "04 left 2/1/2 -1/0/3, 05 left 2/1/2 +1/0/2 -1/0/2, 06, 07 off, 08 off"},
		{"started late, and still on", late, "2026-03-05T12:00:00Z",
			"3/1/8; late 3, extra 2: 27 left 0/0/0, 28 off left 0/0/0, 01 off left 0/0/0, 02 left 3/1/8, 03 left 4/1/10 +1/0/2, 04 left 2/1/2 -1/0/3, 05 left 2/1/2 +1/0/2 -1/0/2 so far"},
		{"far in the east", east, "2026-03-05T09:00:00Z",
			"3/1/8; late 0, extra 0: 02 left 3/1/8, 03 left 3/1/8, 04 left 3/1/7 +1/0/2 -1/0/3, 05 left 2/1/2 +1/0/2 -1/0/2 so far, 06, 07 off, 08 off"},
	} {
		if got := BurndownOf(x.of, events, instant(t, x.now), Workplace{}).short(); got != x.want {
			t.Errorf("%s:\n%s, not\n%s", x.what, got, x.want)
		}
	}
	if days := BurndownOf(active, events, instant(t, "2026-03-02T10:00:00Z"), Workplace{Holidays: []string{"2026-03-03"}}).Days; days[0].Off || !days[1].Off {
		t.Error("a holiday is not off, or another day is")
	}
}

func TestABurndownAddsUpWhateverHappens(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		s := Sprint{ID: "s", Zone: []string{"UTC", "Europe/Berlin", "Pacific/Apia", "America/St_Johns"}[r.IntN(4)], State: SprintActive,
			Started: instant(t, []string{"2026-03-20T09:00:00Z", "2011-12-24T12:00:00Z", "2010-11-05T12:00:00Z"}[r.IntN(3)])}
		s.Starts, s.Ends = Today(s.Started.AddDate(0, 0, r.IntN(5)-2), s.Zone), Today(s.Started.AddDate(0, 0, 2+r.IntN(20)), s.Zone)
		events := history(r, s)
		f, now := FiguresOf(events), events[len(events)-1].At.Add(time.Duration(r.IntN(48))*time.Hour)
		if r.IntN(2) == 0 {
			s.State, s.Closed = SprintClosed, now
		}
		b := BurndownOf(s, events, now, Workplace{})
		last, sum := b.Committed, Figures{}
		for _, d := range b.Days {
			sum.Added, sum.Removed = sum.Added.Plus(d.Added), sum.Removed.Plus(d.Removed)
			if d.Is != ToCome {
				last = d.Left
			}
		}
		if b.Committed != f.Committed || sum.Added != f.Added || sum.Removed != f.Removed || last != f.Left {
			t.Fatalf("history %d: %s is no burndown of %s", seed, b.short(), f.short())
		}
		day, of, _ := WorkingDaysLeft(s, now, Workplace{})
		over, all := 0, 0
		for _, d := range b.Days[:len(b.Days)-b.Extra] {
			if !d.Off {
				all++
				if d.Is != ToCome {
					over++
				}
			}
		}
		leftOut := s.Zone == "Pacific/Apia" // and a day in 2011, which a workplace knows nothing of
		if !leftOut && (all != of || over != day && !b.Closed) {
			t.Fatalf("history %d: %d of %d working days of %s, not %d of %d", seed, over, all, b.short(), day, of)
		}
	}
}
