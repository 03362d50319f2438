package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/bot/sprint"
	"tandem/store"
)

// comes lets time go by until an instant, "2026-03-11 08:00" in UTC.
func (w *world) comes(at string) {
	w.t.Helper()
	when, err := time.Parse("2006-01-02 15:04", at)
	if err != nil {
		w.t.Fatal(err)
	}
	w.passes(when.Sub(w.clock.Now()))
}

// joins has somebody be of the team of Atlas, in #atlas, in a time zone.
func (w *world) joins(name, zone string) {
	w.t.Helper()
	w.sim.AddUser(slacksim.User{Name: name, RealName: strings.ToUpper(name[:1]) + name[1:], Zone: zone})
	w.sim.Invite("#atlas", name)
	p := w.product("Atlas")
	p.Team = append(p.Team, w.sim.Person(name).ID())
	w.changes(func(ctx context.Context, tx *store.Tx) error { return tx.KeepProduct(ctx, p) })
	w.types(name, "#atlas", "/backlog") // Slack says who they are
}

// posted is how many messages of a kind were left about a sprint.
func (w *world) posted(s ritual.Sprint, kind string) (n int) {
	w.t.Helper()
	for _, m := range in(w, func(ctx context.Context, tx *store.Tx) ([]store.Message, error) { return tx.MessagesAbout(ctx, s.ID) }) {
		if m.Kind == kind {
			n++
		}
	}
	return n
}

const whatToShow = "*What did you ship this sprint that is important to share?*"

func TestTheDemoIsAskedAboutOrderedAndPosted(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7, 6, 5)
		w.joins("yui", "Asia/Tokyo")
		w.joins("bob", "America/New_York")
		s := w.runs(inSprint{"FR-1", "dev", ritual.WorkDone}, inSprint{"FR-2", "dev", ritual.WorkStarted}, inSprint{"FR-3", "yui", ritual.WorkDone},
			inSprint{"FR-4", "bob", ritual.WorkStarted}, inSprint{"FR-5", "", ritual.WorkTodo})
		w.doneWhen("FR-1", "It is dark", "It prints")

		// Two working days before, each in their own morning, once and in one message.
		w.comes("2026-03-10 23:59")
		if n := w.posted(s, "demo_question"); n != 0 {
			t.Fatalf("%d are asked early", n)
		}
		w.comes("2026-03-11 00:05")
		w.sees("yui", "@tandem", whatToShow, "*FR-3*  Wish number 3", "The demo of sprint 1 in Atlas is", "the running order is posted in #atlas", "[Show it] [Not this time]")
		w.seesNot("yui", "@tandem", "*FR-1*")
		w.seesNot("dev", "@tandem", whatToShow)
		w.comes("2026-03-11 08:05")
		w.sees("dev", "@tandem", whatToShow, "*FR-1*  Wish number 1", "*FR-2*  Wish number 2")
		w.comes("2026-03-11 13:05")
		w.sees("bob", "@tandem", whatToShow, "*FR-4*  Wish number 4")
		w.begins("dev", "FR-5") // later: it is not asked about
		w.comes("2026-03-11 17:00")
		w.seesNot("dev", "@tandem", "*FR-5*")

		// Answers, and what is wrong with some.
		w.presses("dev", "@tandem", "Show it", "FR-2")
		w.fails("dev", []string{"! says: Say in a sentence", "! link: A link begins with https://"}, "What can a user do now?: ?", "Link: javascript:alert(1)")
		w.fails("dev", []string{"! link: A link begins with https://"}, "What can a user do now?: Read at <!here> night", "Link: https://evil.example/|x")
		w.submits("dev", "Link: https://example.com/night?a=1&b=2")
		w.hasNoForm("dev")
		w.sees("dev", "@tandem", "You show it.\n> Read at &lt;!here&gt; night", "https://example.com/night?a=1&amp;b=2", "[Change] [Not this time]")
		w.presses("yui", "@tandem", "Show it", "FR-3")
		w.submits("yui", "What can a user do now?: Print what they read")
		w.closes("yui")

		// One reminder the day before, for who has answered nothing.
		w.comes("2026-03-12 20:00")
		if n := w.posted(s, "demo_reminder"); n != 1 {
			t.Errorf("%d are reminded", n)
		}
		w.sees("bob", "@tandem", "*The demo is near.*")
		w.presses("bob", "@tandem", "Not this time", "FR-4")
		w.sees("bob", "@tandem", "Not this time.\n[Show it]")

		// /demo: everybody sees it, the PO changes the order, whoever works on a story says what they show.
		w.types("sam", "#atlas", "/demo")
		w.hears("sam", "#atlas", "Demo of sprint 1", "*Goal:* Customers can look at night", "*Running order*", "*1.* *FR-2*  Wish number 2 · dev", "*2.* *FR-3*  Wish number 3 · yui",
			"*Also done*", "*FR-1*  Wish number 1 · dev", "Done · 0 of 2 ticked · dev was asked", "*Not on the list*", "*FR-5*  Wish number 5 · dev", "not this time, says bob", "[Show to channel]")
		w.seesNot("sam", "#atlas", "[Up]", "[Leave out]", "[Show it]", "[Accept]")
		w.types("omar", "#atlas", "/tandem demo")
		w.hears("omar", "#atlas", "[Down] [Leave out]", "[Up] [Leave out]")
		w.seesNotLast("omar", "#atlas", "[Accept]")
		w.presses("omar", "#atlas", "Up", "FR-3")
		w.hears("omar", "#atlas", "*1.* *FR-3*", "*2.* *FR-2*")
		w.presses("omar", "#atlas", "Leave out", "FR-2")
		w.hears("omar", "#atlas", "left out", "[Put back]")
		w.sees("dev", "@tandem", "The product owner left it out this time.")
		w.presses("omar", "#atlas", "Put back", "FR-2")
		w.types("dev", "#atlas", "/demo")
		w.presses("dev", "#atlas", "Show it", "FR-5")
		w.submits("dev", "What can a user do now?: Rest their eyes")
		w.sees("dev", "form", "*FR-5* is number 3 of 3 in the demo")
		w.closes("dev")
		for _, who := range []string{"sam", "dev"} {
			click := w.as(who)
			click.Subject = "FR-2"
			_, err := w.clicks("demo.up", click)
			w.refuses(err, "Only the product owner, @omar, can change the demo of Atlas.")
		}

		// An hour before, the order is posted once, and follows what changes.
		w.comes("2026-03-13 12:59")
		w.seesNot("sam", "#atlas", "*Demo of sprint 1*")
		w.comes("2026-03-13 13:05")
		w.sees("sam", "#atlas", "*Demo of sprint 1* · ", "*1.* *FR-3*  Wish number 3 · yui\n> Print what they read", "*2.* *FR-2*  Wish number 2 · dev\n> Read at &lt;!here&gt; night",
			"*3.* *FR-5*", "*Also done*\n• *FR-1*  Wish number 1 · dev", "[Give feedback]")
		w.types("omar", "@tandem", "/demo")
		w.presses("omar", "@tandem", "Up", "FR-5")
		w.sees("sam", "#atlas", "*2.* *FR-5*", "*3.* *FR-2*")
		if n := w.posted(s, "demo_order"); n != 1 {
			t.Errorf("%d orders", n)
		}

		// From then on the PO accepts and returns: people begin early.
		w.types("omar", "#atlas", "/demo")
		w.hears("omar", "#atlas", "[Accept] [Return]", "[Up] [Leave out]", "0 of 2 ticked")
		w.presses("omar", "#atlas", "Accept", "FR-3")
		w.submits("omar")
		w.is("FR-3", ritual.Accepted)
		w.types("yui", "#atlas", "/demo")
		w.seesNotLast("yui", "#atlas", "[Accept]")
		w.comes("2026-03-13 14:01")
		w.types("omar", "#atlas", "/demo")
		w.hears("omar", "#atlas", "[Accept] [Return]", "0 of 2 ticked")
		w.seesNotLast("omar", "#atlas", "[Up]")
		w.presses("omar", "#atlas", "Accept", "FR-1")
		w.ticks("omar", 2, "0")
		w.submits("omar")
		w.closes("omar")
		w.types("omar", "#atlas", "/demo")
		w.hears("omar", "#atlas", "1 of 2 ticked", "[Shipped] [Return]")
		w.sees("dev", "@tandem", "`/demo` shows what it was about.")
		w.comes("2026-03-20 12:00")
		for kind, want := range map[string]int{"demo_question": 3, "demo_reminder": 1, "demo_order": 1, "demo_none": 0} {
			if n := w.posted(s, kind); n != want {
				t.Errorf("%d of %s, want %d", n, kind, want)
			}
		}
		w.ended()
	})
}

func TestWithNothingStartedThereIsNoDemo(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(5)
		s := w.runs(inSprint{"FR-1", "", ritual.WorkTodo})
		w.comes("2026-03-13 13:30")
		w.sees("omar", "@tandem", "Nothing in sprint 1 of Atlas is started, so there is nothing to show", "I posted no running order in #atlas.")
		w.seesNot("sam", "#atlas", "*Demo of sprint 1*")
		w.comes("2026-03-16 12:00")
		if n := w.posted(s, "demo_none"); n != 1 || w.posted(s, "demo_order")+w.posted(s, "demo_question") != 0 {
			t.Errorf("the PO is told %d times", n)
		}
		w.ended()
	})
}

// TestTheDemoIsMadeUpForWhileItIsNotOver has Tandem be down when something of the demo is due.
func TestTheDemoIsMadeUpForWhileItIsNotOver(t *testing.T) {
	for _, x := range []struct {
		name, back                 string
		asked, reminded, announced int
	}{
		{"for the question", "2026-03-12 14:00", 1, 0, 1}, // and who is asked on Thursday is not reminded
		{"until an hour before", "2026-03-13 13:10", 1, 0, 1},
		{"until it is over", "2026-03-13 14:00", 0, 0, 0},
	} {
		t.Run(x.name, func(t *testing.T) {
			inWorlds(t, func(w *world) {
				w.ranked(5)
				s := w.runs(inSprint{"FR-1", "dev", ritual.WorkStarted})
				w.comes("2026-03-10 12:00")
				back, err := time.Parse("2006-01-02 15:04", x.back)
				if err != nil {
					t.Fatal(err)
				}
				w.clock.Set(back) // nothing has run meanwhile
				w.settle()
				w.comes("2026-03-16 12:00")
				if a, r, o := w.posted(s, "demo_question"), w.posted(s, "demo_reminder"), w.posted(s, "demo_order"); a != x.asked || r != x.reminded || o != x.announced {
					t.Errorf("%d asked, %d reminded, %d announced", a, r, o)
				}
				w.ended()
			})
		})
	}
}

func TestTheDemoFollowsItsSprint(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(5, 4)
		w.joins("yui", "Asia/Tokyo")
		s := w.runs(inSprint{"FR-1", "dev", ritual.WorkStarted}, inSprint{"FR-2", "yui", ritual.WorkStarted})
		move := func(day, clock string) {
			t.Helper()
			s.DemoDay, s.DemoTime = day, clock
			w.changes(func(ctx context.Context, tx *store.Tx) error {
				if err := tx.KeepSprint(ctx, s); err != nil {
					return err
				}
				return sprint.Scheduled(ctx, tx, s)
			})
			w.settle()
		}
		// Later, so that nobody is asked when they would have been; then earlier.
		w.comes("2026-03-10 12:00")
		move("2026-03-20", "11:00")
		w.comes("2026-03-16 12:00")
		if n := w.posted(s, "demo_question"); n != 0 {
			t.Errorf("%d are asked", n)
		}
		// Who is away or has left is not asked, and the PO sees it.
		w.quits("yui")
		w.runsTwiceAt(time.Date(2026, 3, 18, 8, 0, 0, 0, time.UTC))
		if n := w.posted(s, "demo_question"); n != 1 || strings.Count(w.reads("dev", "@tandem"), whatToShow) != 1 {
			t.Errorf("%d are asked", n)
		}
		w.types("omar", "#atlas", "/demo")
		w.hears("omar", "#atlas", "yui has left", "dev was asked")
		// Taken out of the sprint, a story is part of its demo no more.
		_, st := w.inIt("FR-1")
		w.steps("FR-1", func(m request.Matter) (ritual.SprintMove, error) {
			return s.TakeOut(m.Request, st, "It has to wait", s.StartedBy, w.clock.Now())
		})
		click := w.as("dev")
		click.Subject = "FR-1"
		_, err := w.clicks("demo.not", click)
		w.refuses(err, "FR-1 has moved on")
		// A sprint that is closed before has no demo.
		w.shuts(s)
		w.comes("2026-03-23 12:00")
		if w.posted(s, "demo_order")+w.posted(s, "demo_none") != 0 {
			t.Error("the order of a closed sprint was posted")
		}
		w.types("omar", "#atlas", "/demo")
		w.hears("omar", "#atlas", "the sprint is closed")
		w.ended()
	})
}

// TestTheRunningOrderIsPostedAnewWhereTheDemoIsMovedAfterIt is twice: to another day, and then to later on that day.
func TestTheRunningOrderIsPostedAnewWhereTheDemoIsMovedAfterIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(5, 4)
		s := w.runs(inSprint{"FR-1", "dev", ritual.WorkStarted}, inSprint{"FR-2", "dev", ritual.WorkDone})
		const running = "*Demo of sprint 1* · "
		orders := func(when string, standing, all int) {
			t.Helper()
			if n := strings.Count(w.reads("sam", "#atlas"), running); n != standing {
				t.Errorf("%s: %d running orders stand in the channel, want %d:\n%s", when, n, standing, w.reads("sam", "#atlas"))
			}
			if n := w.posted(s, "demo_order"); n != all {
				t.Errorf("%s: %d were left, want %d", when, n, all)
			}
		}
		edit := func(answers ...string) {
			t.Helper()
			w.types("omar", "#atlas", "/sprint")
			w.presses("omar", "#atlas", "Edit sprint")
			w.submits("omar", answers...)
			w.hasNoForm("omar")
		}
		w.comes("2026-03-13 13:30")
		orders("an hour before", 1, 1)
		edit("Ends: 2026-03-16", "Demo day: 2026-03-16")
		orders("moved", 0, 1)
		w.sees("sam", "#atlas", "The demo of sprint 1 in Atlas was moved to <!date^1773669600^", "16 Mar at 15:00", "the running order is posted in #atlas anew")
		w.presses("omar", "#atlas", "Edit sprint")
		w.submits("omar", "Sprint goal: Everybody can look at night")
		orders("after the old time", 0, 1)
		w.comes("2026-03-16 12:59")
		orders("before the new time", 0, 1)
		w.comes("2026-03-16 13:05")
		orders("an hour before the new time", 1, 2)
		edit("Demo at: 17:00")
		orders("moved again", 0, 2)
		if n := strings.Count(w.reads("sam", "#atlas"), "The demo of sprint 1 in Atlas was moved to"); n != 2 {
			t.Errorf("%d messages say that it was moved, want both", n)
		}
		w.comes("2026-03-16 15:05")
		orders("an hour before the last time", 1, 3)
		w.presses("dev", "@tandem", "Show it", "FR-2") // the one that stands follows what is said
		w.submits("dev", "What can a user do now?: Look at night")
		w.sees("sam", "#atlas", "*1.* *FR-2*  Wish number 2 · dev\n> Look at night")
		w.comes("2026-03-17 12:00")
		orders("at last", 1, 3)
		w.shuts(in(w, func(ctx context.Context, tx *store.Tx) (ritual.Sprint, error) { return tx.Sprint(ctx, s.ID) }))
		w.changes(func(ctx context.Context, tx *store.Tx) error { return sprint.Refresh(ctx, tx, s) })
		w.settle()
		w.sees("sam", "#atlas", "`/demo` shows what it was about.")
		w.seesNot("sam", "#atlas", "is posted in #atlas anew")
		w.ended()
	})
}

// TestThePOSaysWhatIsShownOfAStoryWhoseOwnerIsNotThere is in /demo: nobody else is asked about it.
func TestThePOSaysWhatIsShownOfAStoryWhoseOwnerIsNotThere(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7, 6)
		w.joins("yui", "Asia/Tokyo")
		w.joins("bob", "America/New_York")
		s := w.runs(inSprint{"FR-1", "dev", ritual.WorkDone}, inSprint{"FR-2", "yui", ritual.WorkDone}, inSprint{"FR-3", "bob", ritual.WorkStarted}, inSprint{"FR-4", "dev", ritual.WorkDone})
		_, st := w.inIt("FR-4")
		st.Owner = ""
		w.changes(func(ctx context.Context, tx *store.Tx) error { return tx.KeepSprintStory(ctx, s.ID, st) })
		w.types("omar", "#atlas", "/demo")
		w.hears("omar", "#atlas", "Demo of sprint 1", "nobody yet")
		if n := strings.Count(w.last("omar", "#atlas"), "[Show it] [Not this time]"); n != 1 {
			t.Errorf("while all owners are there the PO can say it of %d stories, want that of nobody", n)
		}
		w.quits("yui")
		w.goesAway("bob")
		w.types("bob", "#atlas", "/backlog") // Slack says how they are
		w.types("omar", "#atlas", "/demo")
		w.hears("omar", "#atlas", "yui has left", "bob is away")
		if n := strings.Count(w.last("omar", "#atlas"), "[Show it] [Not this time]"); n != 3 {
			t.Errorf("the PO can say it of %d stories, want all but that of dev", n)
		}
		for _, id := range []string{"FR-2", "FR-3", "FR-4"} {
			w.presses("omar", "#atlas", "Show it", id)
			w.submits("omar", "What can a user do now?: More with "+id)
			w.closes("omar")
		}
		w.types("sam", "#atlas", "/demo")
		w.hears("sam", "#atlas", "*1.* *FR-2*  Wish number 2 · omar", "> More with FR-2", "*2.* *FR-3*  Wish number 3 · omar", "*3.* *FR-4*  Wish number 4 · omar")
		w.seesNotLast("sam", "#atlas", "[Show it]", "[Change]")
		w.types("omar", "#atlas", "/demo")
		w.presses("omar", "#atlas", "Not this time", "FR-3")
		w.hears("omar", "#atlas", "not this time, says omar")
		w.ended()
	})
}

func TestALargeDemoStandsOnPages(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked()
		for i := range 40 {
			id := ritual.RequestID(int64(i + 1))
			w.types("sam", "#atlas", fmt.Sprintf("/request %d %s", i+1, strings.Repeat("x", 90)))
			w.stands(id, ritual.Backlog)
		}
		var stories []inSprint
		for i := range 40 {
			stories = append(stories, inSprint{ritual.RequestID(int64(i + 1)), "dev", ritual.WorkStarted})
		}
		s := w.runs(stories...)
		for i := range 40 {
			w.changes(func(ctx context.Context, tx *store.Tx) error {
				return tx.KeepDemoShow(ctx, s.ID, ritual.Show{Request: ritual.RequestID(int64(i + 1)), Answer: ritual.ShowIt, Place: i, By: w.sim.Person("dev").ID(), At: tx.Now,
					Says: strings.Repeat("word ", 70), Link: "https://example.com/" + strings.Repeat("a", 250)})
			})
		}
		w.types("omar", "#atlas", "/demo")
		w.hears("omar", "#atlas", "1 to 10 of 40", "[Next 10]")
		w.presses("omar", "#atlas", "Next 10")
		w.hears("omar", "#atlas", "*11.* *FR-11*", "11 to 20 of 40", "[Previous 10] [Next 10]")
		w.presses("omar", "#atlas", "Up", "FR-11")
		w.hears("omar", "#atlas", "1 to 10 of 40", "*10.* *FR-11*")
		w.comes("2026-03-13 13:05")
		w.sees("sam", "#atlas", "*Demo of sprint 1*", "and more: `/demo` has all of it", "[Give feedback]")
		w.ended()
	})
}
