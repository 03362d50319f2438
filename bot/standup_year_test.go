package bot

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/holiday"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// A year is a world in which a year goes by: twelve people in six zones, two replicas, restarts at random moments, and days on which
// Tandem is down. What should have been asked is worked out from the calendar alone, and held against what Slack got.
type year struct {
	*world
	rnd     *rand.Rand
	second  *engine.Bot // the other replica
	standup ritual.Standup
	people  []*colleague
	down    []span // when Tandem was not there
}

type span struct{ from, until time.Time }

func (s span) has(t time.Time) bool { return !t.Before(s.from) && t.Before(s.until) }

// A colleague is somebody on the roster with when they are away.
type colleague struct {
	name, id string
	zones    []moved
	away     []span // by their status in Slack
	days     []days // their own days off
	left     time.Time
}

// moved is where somebody lives from an instant on.
type moved struct {
	at   time.Time
	zone string
}

type days struct{ from, until string }

// halfPastNine is when the clocks of a zone show that on a day.
func halfPastNine(day time.Time, zone string) time.Time {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 9, 30, 0, 0, loc)
}

// due is when somebody is to be asked about a day; ok is false where they are not.
func (c *colleague) due(day time.Time) (at time.Time, ok bool) {
	zone := ""
	for _, m := range c.zones { // whoever moves before they are asked is asked where they are then
		if there := halfPastNine(day, m.zone); zone == "" || !m.at.After(at) {
			zone, at = m.zone, there
		}
	}
	date := day.Format(time.DateOnly)
	if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday || !c.left.IsZero() && !at.Before(c.left) {
		return at, false
	}
	for _, off := range holiday.Days(holiday.Of(zone), day.Year(), day.Year()) {
		if off == date {
			return at, false
		}
	}
	for _, d := range c.days {
		if d.from <= date && date <= d.until {
			return at, false
		}
	}
	for _, s := range c.away {
		if s.has(at) {
			return at, false
		}
	}
	return at, true
}

// replica is another process on the same database. It does jobs, and hears nothing.
func (y *year) replica() *engine.Bot {
	y.t.Helper()
	b, err := engine.New(engine.Config{BotToken: y.sim.BotToken(), AppToken: y.sim.AppToken(), APIURL: y.sim.APIURL(),
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), AckWithin: patience}, y.db, rituals(newDrafter(Config{})))
	if err == nil {
		err = b.Start(context.Background())
	}
	if err != nil {
		y.t.Fatal(err)
	}
	return b
}

// goesOn lets time go by until an instant; both replicas do what is due, at the same time.
func (y *year) goesOn(until time.Time) {
	y.t.Helper()
	for {
		y.drains()
		due, ok, err := y.db.NextDue(context.Background())
		if err != nil {
			y.t.Fatal(err)
		}
		if !ok || due.After(until) {
			y.clock.Set(later(until, y.clock.Now()))
			return
		}
		y.clock.Set(later(due, y.clock.Now()))
	}
}

// drains has both replicas do what is due now. Now and then one was just started anew, and the answer to what it posts next is lost, whether it
// reached Slack or not, as when a process is killed in the middle of it.
func (y *year) drains() {
	y.t.Helper()
	switch y.rnd.IntN(80) {
	case 0:
		y.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.ResetBefore, Count: 1})
		y.second = y.anew(y.second)
	case 1:
		y.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.ResetAfter, Count: 1})
		y.second = y.anew(y.second)
	}
	var wg sync.WaitGroup
	for _, b := range []*engine.Bot{y.bot, y.second} {
		wg.Go(func() {
			if err := b.Drain(context.Background()); err != nil {
				y.t.Error(err)
			}
		})
	}
	wg.Wait()
}

// anew is a replica in the place of one that has ended.
func (y *year) anew(was *engine.Bot) *engine.Bot {
	was.HTTP.CloseIdleConnections()
	return y.replica()
}

// isDown has Tandem not be there for a time.
func (y *year) isDown(d time.Duration) {
	y.stop()
	from := y.clock.Now().Truncate(time.Millisecond) // as the database keeps instants
	s := span{from, from.Add(d).Add(time.Millisecond)}
	y.down = append(y.down, s)
	y.clock.Set(s.until)
	y.start()
	y.second = y.anew(y.second)
}

func TestAYearOfStandupsAsksEverybodyOnceAWorkingDayAtTheirOwnHour(t *testing.T) {
	inWorlds(t, func(w *world) {
		y := &year{world: w, rnd: rand.New(rand.NewPCG(26, 11))}
		y.settlesIn()
		begin := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
		for n := range 365 {
			y.lives(begin.AddDate(0, 0, n))
		}
		y.holdsAgainstTheCalendar(begin)
		w.ended()
	})
}

// settlesIn has twelve people in six zones have a standup.
func (y *year) settlesIn() {
	y.t.Helper()
	var names []string
	for _, zone := range []string{"America/Los_Angeles", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney"} {
		for range 2 {
			name := fmt.Sprintf("p%d", len(names)+1)
			y.sim.AddUser(slacksim.User{Name: name, RealName: strings.ToUpper(name), Zone: zone})
			y.sim.Invite("#atlas", name)
			names = append(names, name)
			y.people = append(y.people, &colleague{name: name, id: y.sim.Person(name).ID(), zones: []moved{{time.Time{}, zone}}})
		}
	}
	y.second = y.replica()
	y.standup = y.gathers(func(s *ritual.StandupSetup) { s.NoReminder = true }, names...) // half the messages: reminders have tests of their own
}

// lives has a day go by, on which something may happen to somebody.
func (y *year) lives(day time.Time) {
	y.t.Helper()
	end := day.AddDate(0, 0, 1)
	if !end.After(y.clock.Now()) {
		return
	}
	someTime := func() time.Time {
		at := day.Add(time.Duration(y.rnd.IntN(24*60*60)) * time.Second)
		return later(at, y.clock.Now())
	}
	who := y.people[y.rnd.IntN(len(y.people))]
	switch n := int(day.Sub(monday.Truncate(24*time.Hour)).Hours() / 24); {
	case n == 100: // somebody moves from Berlin to New York
		y.goesOn(someTime())
		one := y.people[4]
		one.zones = append(one.zones, moved{y.clock.Now(), "America/New_York"})
		y.sim.ChangeUser(one.name, func(u *slacksim.User) { u.Zone = "America/New_York" })
		y.hears()
	case n == 200: // and somebody leaves
		y.goesOn(someTime())
		one := y.people[11]
		one.left = y.clock.Now()
		y.sim.ChangeUser(one.name, func(u *slacksim.User) { u.Deleted = true })
		y.hears()
	case n%9 == 4 && who.left.IsZero(): // a holiday, by a status that is set and taken away
		y.goesOn(someTime())
		y.sets(who, ":palm_tree:")
	case n%9 == 7:
		y.goesOn(someTime())
		for _, one := range y.people {
			if k := len(one.away); k > 0 && one.away[k-1].until.Year() > 2100 && one.left.IsZero() {
				y.sets(one, "")
			}
		}
	case n%17 == 3 && who.left.IsZero() && y.clock.Now().Before(day.Add(10*time.Hour)): // days of their own, which begin the day after tomorrow
		from, until := day.AddDate(0, 0, 2).Format(time.DateOnly), day.AddDate(0, 0, 2+y.rnd.IntN(8)).Format(time.DateOnly)
		if len(who.days) == 0 || who.days[len(who.days)-1].until < from {
			who.days = append(who.days, days{from, until})
			y.changes(func(ctx context.Context, tx *store.Tx) error {
				return tx.KeepAbsence(ctx, who.id, ritual.Absence{From: from, Until: until})
			})
		}
	case n%13 == 5: // from before somebody is to be asked
		at, _ := who.due(day)
		y.goesOn(later(at.Add(-time.Duration(1+y.rnd.IntN(30))*time.Minute), y.clock.Now()))
		y.isDown(time.Duration(y.rnd.IntN(115)) * time.Minute)
	case n%61 == 40: // for longer than anybody is asked late
		y.goesOn(someTime())
		y.isDown(time.Duration(3+y.rnd.IntN(40)) * time.Hour)
	case n%11 == 1:
		y.goesOn(someTime())
		y.stop()
		y.start()
	}
	y.goesOn(later(end, y.clock.Now()))
}

// sets is somebody setting their status, or taking it away.
func (y *year) sets(who *colleague, emoji string) {
	y.t.Helper()
	now := y.clock.Now()
	if k := len(who.away); emoji == "" {
		who.away[k-1].until = now
	} else if k == 0 || who.away[k-1].until.Before(now) {
		who.away = append(who.away, span{now, now.AddDate(200, 0, 0)})
	}
	y.sim.ChangeUser(who.name, func(u *slacksim.User) { u.StatusEmoji = emoji })
	y.hears()
}

// hears has Tandem take in what Slack tells.
func (y *year) hears() {
	y.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := y.sim.Settle(ctx); err != nil {
		y.t.Fatal(err)
	}
	y.idles()
}

// asked are the instants at which questions about a day stand in Slack, by person and day.
func (y *year) asked() map[string][]time.Time {
	y.t.Helper()
	about, places := map[string]string{}, map[string]bool{} // by the key that a message carries
	for _, m := range in(y.world, func(ctx context.Context, tx *store.Tx) (all []store.Message, err error) {
		runs, err := tx.RunsBetween(ctx, y.standup.ID, "2026-01-01", "2027-12-31")
		for _, run := range runs {
			of, err := tx.MessagesAbout(ctx, run.Standup+"/"+run.Day)
			if err != nil {
				return nil, err
			}
			all = append(all, of...)
		}
		return all, err
	}) {
		if m.Kind == "standup_prompt" {
			about[m.ID], places[m.Channel] = m.To+" "+strings.TrimPrefix(m.Subject, y.standup.ID+"/"), true
		}
	}
	got := map[string][]time.Time{}
	for channel := range places {
		for _, m := range y.sim.Messages(channel) {
			if m.Metadata == nil {
				continue
			}
			key, _ := m.Metadata.EventPayload["key"].(string)
			if whom := about[key]; whom != "" {
				got[whom] = append(got[whom], instantOf(y.t, m.TS))
			}
		}
	}
	return got
}

// instantOf is when a message was posted.
func instantOf(t *testing.T, ts string) time.Time {
	t.Helper()
	secs, err := strconv.ParseFloat(ts, 64)
	if err != nil {
		t.Fatal(err)
	}
	return time.UnixMilli(int64(secs * 1000)).UTC()
}

// A question goes out within a moment of its time. Where a replica was cut off in the middle of it, the other one takes it up when its lease has ended.
const (
	aMoment   = 3 * time.Minute
	askedLate = 2 * time.Hour // as the setup says: the time between the question and the summary
)

// holdsAgainstTheCalendar compares who was asked about which day, and when, with who was to be.
func (y *year) holdsAgainstTheCalendar(begin time.Time) {
	y.t.Helper()
	got := y.asked()
	right, late, missed := 0, 0, 0
	for n := 1; n < 364; n++ {
		day := begin.AddDate(0, 0, n)
		for _, c := range y.people {
			whom := c.id + " " + day.Format(time.DateOnly)
			asked := got[whom]
			delete(got, whom)
			at, due := c.due(day)
			from, until := at, at.Add(aMoment)
			for _, s := range y.down {
				if s.has(at) {
					from, until = s.until, s.until.Add(aMoment)
				}
			}
			switch {
			case !due && len(asked) > 0:
				y.t.Errorf("%s was asked about %s at %v, and is not there", c.name, day.Format(time.DateOnly), asked)
			case !due:
			case from.Sub(at) >= askedLate:
				if missed++; len(asked) > 0 {
					y.t.Errorf("%s was asked about %s at %v, %s late", c.name, day.Format(time.DateOnly), asked, asked[0].Sub(at))
				}
			case len(asked) != 1 || asked[0].Before(from) || asked[0].After(until):
				y.t.Errorf("%s was asked about %s at %v, not once from %v on", c.name, day.Format(time.DateOnly), asked, from)
			case from.After(at):
				late++
			default:
				right++
			}
		}
	}
	over := begin.AddDate(0, 0, 364).Format(time.DateOnly)
	for whom, asked := range got {
		if _, day, _ := strings.Cut(whom, " "); day >= over {
			continue // the year is over in some zones only
		}
		y.t.Errorf("%s was asked at %v", whom, asked)
	}
	if right < 2500 || late < 10 || missed == 0 {
		y.t.Errorf("%d were asked in time, %d late, %d missed: the year was too quiet", right, late, missed)
	}
	y.t.Logf("%d questions in time, %d late after Tandem was down, %d not asked as it was down for too long", right, late, missed)
}
