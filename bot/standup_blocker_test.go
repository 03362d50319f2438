package bot

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

const (
	inTheWay = ritual.AskBlocker + ": "
	whose    = "Whose help do you need?: "
	stuck    = "I need the keys of staging"
)

// blockers are all that is in anybody's way in a standup, and whose names they have who help.
func (w *world) blockers(s ritual.Standup) []ritual.Impediment {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Impediment, error) {
		return tx.OpenImpediments(ctx, s.ID)
	})
}

// blocker is the only one.
func (w *world) blocker(s ritual.Standup) ritual.Impediment {
	w.t.Helper()
	all := w.blockers(s)
	if len(all) != 1 {
		w.t.Fatalf("%d blockers are open: %+v", len(all), all)
	}
	return all[0]
}

// stuckOn has Dev say on Tuesday what is in their way, with others looking on.
func (w *world) stuckOn(fields ...string) ritual.Standup {
	w.t.Helper()
	s := w.gathers(nil, "dev", "sam")
	for _, who := range []string{"dev", "sam", "omar"} {
		w.opensHome(who)
	}
	w.comes("2026-03-03 08:31")
	w.tells("dev", fields...)
	return s
}

// letters are the messages by themselves that somebody got with some words.
func (w *world) letters(who, words string) (n int) {
	w.t.Helper()
	for _, m := range w.sim.Person(who).Sees("@tandem") {
		if m.User == w.sim.BotUser() && strings.Contains(w.byName(wordsOf(m.Blocks)), words) {
			n++
		}
	}
	return n
}

// changesAnswer is somebody changing what they said today.
func (w *world) changesAnswer(who string, fields ...string) {
	w.t.Helper()
	w.presses(who, "@tandem", "Edit")
	w.submits(who, fields...)
	w.hasNoForm(who)
}

func TestABlockerIsOpenUntilItIsResolved(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.stuckOn(inTheWay + stuck)
		b := w.blocker(s)
		if b.Person != w.sim.Person("dev").ID() || b.Text != stuck || b.Day != "2026-03-03" || b.Product != s.Product {
			t.Errorf("%+v", b)
		}
		w.sees("dev", "home", "Blockers", stuck+" · since today\n[Resolved]")
		w.seesNot("dev", "home", "[I'll help]")
		w.seesNot("sam", "home", "Blockers")
		w.comes("2026-03-04 08:31")
		w.tells("dev", ritual.AskMoved+": I read a lot") // it is still in the way, though they do not say so again
		if got := w.blocker(s); got.ID != b.ID {
			t.Errorf("%+v", got)
		}
		w.presses("dev", "home", "Resolved")
		w.sees("dev", "form", "Resolved: "+stuck, "[Open again]")
		w.seesNot("dev", "home", "Blockers")
		if n := len(w.blockers(s)); n != 0 {
			t.Errorf("%d are open", n)
		}
		w.presses("dev", "form", "Open again", b.ID)
		w.sees("dev", "form", "It is open again: "+stuck)
		w.closes("dev")
		w.sees("dev", "home", stuck+" · 1 day")
		click := w.as("dev")
		click.Subject = b.ID
		_, err := w.clicks("blocker.reopen", click)
		w.refuses(err, "It is open already.")
		w.ended()
	})
}

func TestABlockerIsHelpedWithAndResolvedFromTheMessageOfTheDay(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.stuckOn(inTheWay+stuck, whose+"omar")
		w.tells("sam", ritual.AskMoved+": The importer reads files")
		b := w.blocker(s)
		w.sees("priya", "#atlas", "1 blocker", "*dev*: "+stuck+" · since today · asks omar\n[I'll help] [Resolved]")
		w.presses("gwen", "#atlas", "I'll help", b.ID) // a guest, in its channel
		w.sees("priya", "#atlas", stuck+" · since today · gwen helps · asks omar\n[I'll help] [Resolved]")
		w.sees("dev", "@tandem", "*gwen* helps you with this:")
		w.presses("sam", "#atlas", "Resolved", b.ID)
		w.hears("sam", "#atlas", "Only @dev, whoever helps, and the product's PM and PO can say that this is resolved.")
		w.comes("2026-03-04 08:31")
		w.tells("dev", inTheWay+stuck)
		w.comes("2026-03-04 10:31")
		w.sees("priya", "#atlas", stuck+" · 1 day · gwen helps · asks omar")
		w.presses("dev", "#atlas", "Resolved", b.ID)
		w.hears("dev", "#atlas", "Resolved: "+stuck, "[Open again]")
		w.seesNot("priya", "#atlas", "[I'll help]")
		w.presses("dev", "#atlas", "Open again", b.ID)
		w.hears("dev", "#atlas", "It is open again: "+stuck)
		w.sees("priya", "#atlas", "[I'll help] [Resolved]")
		w.ended()
	})
}

func TestTheSameWordsTheNextDayAreTheSameBlocker(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.stuckOn(inTheWay+stuck, whose+"sam")
		b := w.blocker(s)
		w.comes("2026-03-04 08:31")
		w.tells("dev", inTheWay+"  i need the\nKEYS of   staging ")
		got := w.blocker(s)
		if got.ID != b.ID || got.Day != b.Day || !got.Opened.Equal(b.Opened) || got.Help != b.Help {
			t.Errorf("%+v is not %+v", got, b)
		}
		if n := w.letters("sam", "asks for your help"); n != 1 {
			t.Errorf("sam is asked %d times", n)
		}
		w.changesAnswer("dev", inTheWay+"", ritual.AskMoved+": I read a lot") // it was said yesterday, and stays
		if got := w.blocker(s); got.ID != b.ID {
			t.Errorf("%+v", got)
		}
		w.changesAnswer("dev", inTheWay+"Something else")
		if all := w.blockers(s); len(all) != 2 || all[0].ID != b.ID || all[1].Text != "Something else" || all[1].Day != "2026-03-04" {
			t.Errorf("%+v", all)
		}
		w.changesAnswer("dev", inTheWay+strings.ToUpper(stuck)) // it was this one after all
		if got := w.blocker(s); got.ID != b.ID {
			t.Errorf("%+v", got)
		}
		w.ended()
	})
}

func TestAnEditRewordsABlockerOrTakesItBack(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.stuckOn(inTheWay+stuck, whose+"sam")
		b := w.blocker(s)
		w.passes(time.Hour)
		w.changesAnswer("dev", inTheWay+"I need the keys of production")
		got := w.blocker(s)
		if got.ID != b.ID || got.Text != "I need the keys of production" || !got.Opened.Equal(b.Opened) {
			t.Errorf("%+v", got)
		}
		w.sees("sam", "@tandem", "*dev* asks for your help:\n> I need the keys of production\nnobody helps yet · Standup of Atlas\n[I'll help] [Resolved]")
		w.changesAnswer("dev", whose+"omar") // whoever is asked instead hears of it
		w.sees("omar", "@tandem", "*dev* asks for your help:\n> I need the keys of production")
		w.sees("sam", "@tandem", "*dev* asked for your help, and does not any more:")
		w.seesNot("sam", "@tandem", "[I'll help]")
		w.seesNot("sam", "home", "Blockers")
		w.sees("omar", "home", "Blockers", "*dev*: I need the keys of production · since today · asks you\n[I'll help] [Resolved]")
		w.changesAnswer("dev", inTheWay+"", ritual.AskMoved+": Found them", whose+"")
		if n := len(w.blockers(s)); n != 0 {
			t.Errorf("%d are open", n)
		}
		w.sees("omar", "@tandem", "This was taken back: it is in nobody's way any more.")
		w.seesNot("omar", "@tandem", "[I'll help]", "keys of production")
		w.seesNot("omar", "home", "Blockers")
		click := w.as("omar")
		click.Subject = b.ID
		_, err := w.clicks("blocker.help", click)
		w.refuses(err, "has taken it back")

		w.changesAnswer("dev", inTheWay+"A new thing")
		b = w.blocker(s)
		click = w.as("sam")
		click.Subject = b.ID
		if _, err := w.clicks("blocker.help", click); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.changesAnswer("dev", inTheWay+"", ritual.AskMoved+": It came by itself") // somebody helps: it is not forgotten, but over
		got = in(w, func(ctx context.Context, tx *store.Tx) (ritual.Impediment, error) { return tx.Impediment(ctx, b.ID) })
		if got.Open() || got.ResolvedBy != w.sim.Person("dev").ID() {
			t.Errorf("%+v", got)
		}
		w.ended()
	})
}

func TestABlockerIsTickedAsResolvedInTheNextAnswer(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.stuckOn(inTheWay + stuck)
		b := w.blocker(s)
		w.comes("2026-03-04 08:31")
		w.presses("dev", "@tandem", "Answer")
		w.sees("dev", "form", "Still in your way: tick what is resolved")
		if err := w.sim.Person("dev").Fill(ritual.FieldResolved, b.ID); err != nil {
			t.Fatal(err)
		}
		w.submits("dev")
		w.hasNoForm("dev")
		if n := len(w.blockers(s)); n != 0 {
			t.Errorf("%d are open", n)
		}
		w.comes("2026-03-05 08:31")
		w.tells("dev", inTheWay+stuck) // again: that is another one
		if got := w.blocker(s); got.ID == b.ID || got.Day != "2026-03-05" {
			t.Errorf("%+v", got)
		}
		w.ended()
	})
}

func TestWhoIsAskedForHelpHearsItOnceWithinTheBudget(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.gathers(nil, "dev", "sam")
		w.comes("2026-03-03 08:31")
		w.spends("sam", ritual.PerDay)
		w.tells("dev", inTheWay+stuck, whose+"sam")
		w.seesNot("sam", "@tandem", "asks for your help")
		w.changesAnswer("dev", inTheWay+stuck+", please")
		w.changesAnswer("dev", inTheWay+stuck+", please", whose+"omar")
		w.changesAnswer("dev", inTheWay+stuck+", please", whose+"sam")
		w.comes("2026-03-04 08:02") // nine in the morning of Berlin
		w.sees("sam", "@tandem", "*1 more waits for your answer*\n*dev* asks for your help: "+stuck+", please · nobody helps yet\n[I'll help] [Resolved]")
		w.comes("2026-03-04 08:35")
		w.tells("dev", inTheWay+stuck+", please", whose+"sam")
		if n := w.letters("sam", "asks for your help"); n != 1 {
			t.Errorf("sam is asked %d times:\n%s", n, w.reads("sam", "@tandem"))
		}
		b := w.blocker(s)
		w.presses("sam", "@tandem", "I'll help", b.ID)
		w.seesNot("sam", "@tandem", "[I'll help]")
		w.sees("dev", "@tandem", "*sam* helps you with this:\n> "+stuck+", please\nStandup of Atlas\n[Resolved]")
		w.ended()
	})
}

func TestWhoCannotBeAskedForHelp(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddUser(slacksim.User{Name: "robo", RealName: "Robo", Bot: true})
		w.sim.AddUser(slacksim.User{Name: "lena", RealName: "Lena", Deleted: true})
		s := w.gathers(nil, "dev")
		w.comes("2026-03-03 08:31")
		w.presses("dev", "@tandem", "Answer")
		w.fails("dev", []string{"! help:"}, inTheWay+stuck, whose+"robo")
		w.fails("dev", []string{"! help:"}, whose+"lena")
		w.fails("dev", []string{"! help: Choose somebody else, or nobody."}, whose+"dev")
		if n := len(w.blockers(s)); n != 0 {
			t.Errorf("%d are open", n)
		}
		w.submits("dev", whose+"gwen")
		w.hasNoForm("dev")
		w.sees("gwen", "@tandem", "*dev* asks for your help:")
		w.presses("gwen", "@tandem", "I'll help")
		if b := w.blocker(s); !slices.Equal(b.Helpers, []string{w.sim.Person("gwen").ID()}) {
			t.Errorf("%+v", b)
		}
		w.ended()
	})
}

func TestWhoHelpsAndWhoResolves(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.stuckOn(inTheWay+stuck, whose+"sam")
		b := w.blocker(s)
		does := func(who, action string) error {
			click := w.as(who)
			click.Subject = b.ID
			_, err := w.clicks(action, click)
			w.settle()
			return err
		}
		w.refuses(does("dev", "blocker.help"), "This is in your own way.")
		click := w.as("gwen")
		click.Subject, click.Who.Kind = b.ID, ritual.Guest
		_, err := w.clicks("blocker.help", click)
		w.refuses(err, "Only full members of this workspace, and guests in the channel of the standup, can do that.")
		click.Channel = w.product("Atlas").Channel
		if _, err := w.clicks("blocker.help", click); err != nil {
			t.Error(err)
		}
		w.settle()
		w.refuses(does("gwen", "blocker.help"), "You help already.")
		w.sees("dev", "@tandem", "*gwen* helps you with this:")
		w.sees("sam", "@tandem", "gwen helps · Standup of Atlas")
		w.presses("sam", "@tandem", "I'll help", b.ID)
		w.sees("dev", "@tandem", "*sam* helps you with this:\n> "+stuck+"\ngwen and sam help")
		w.sees("sam", "@tandem", "gwen and you help")
		w.sees("sam", "home", "*dev*: "+stuck+" · since today · gwen and you help\n[Resolved]")
		if n := w.letters("dev", "helps you with this"); n != 2 {
			t.Errorf("dev hears %d times", n)
		}

		w.sim.AddUser(slacksim.User{Name: "olga", RealName: "Olga"})
		w.refuses(does("olga", "blocker.resolved"), "Only @dev, whoever helps, and the product's PM and PO can say that this is resolved.")
		w.refuses(does("olga", "blocker.reopen"), "It is open already.")
		for _, who := range []string{"gwen", "sam", "priya", "omar", "dev"} {
			if err := does(who, "blocker.resolved"); err != nil {
				t.Errorf("%s cannot resolve it: %v", who, err)
			}
			w.sees("sam", "@tandem", "*dev* asked for your help:", "resolved by")
			w.seesNot("sam", "@tandem", "[Resolved]", "[I'll help]")
			w.seesNot("dev", "@tandem", "[Resolved]")
			w.seesNot("sam", "home", "Blockers")
			for _, late := range []struct{ who, id string }{{"sam", "blocker.help"}, {"omar", "blocker.resolved"}} {
				says := "@" + who + " has said already that it is resolved."
				if who == late.who {
					says = "You have said already that it is resolved."
				}
				w.refuses(does(late.who, late.id), says)
			}
			w.refuses(does("olga", "blocker.reopen"), "can open it again.")
			if err := does("dev", "blocker.reopen"); err != nil {
				t.Error(err)
			}
			w.sees("sam", "@tandem", "[Resolved]")
		}
		w.presses("dev", "@tandem", "Resolved", b.ID)
		w.hears("dev", "@tandem", "Resolved: "+stuck, "[Open again]")
		w.presses("dev", "@tandem", "Open again", b.ID)
		w.blocker(s)
		w.ended()
	})
}

func TestThePOHearsOfABlockerAfterTwoDaysOnceAndInTheirWorkingHours(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.stuckOn(inTheWay + stuck) // on Tuesday; Omar is in Tokyo
		b := w.blocker(s)
		w.comes("2026-03-05 23:59")
		w.seesNot("omar", "@tandem", "in *dev*'s way")
		w.seesNot("omar", "home", "Blockers")
		w.comes("2026-03-06 00:01")
		w.sees("omar", "@tandem", "This has been in *dev*'s way for 3 days:\n> "+stuck+"\nnobody helps yet · Standup of Atlas\n[I'll help] [Resolved]")
		w.sees("omar", "home", "Blockers", "*dev*: "+stuck+" · 3 days\n[I'll help] [Resolved]")
		w.comes("2026-03-09 12:00")
		if n := w.letters("omar", "in *dev*'s way"); n != 1 {
			t.Errorf("omar hears %d times", n)
		}
		w.presses("omar", "@tandem", "Resolved", b.ID)
		w.sees("omar", "@tandem", "This was in *dev*'s way for 6 days:\n> "+stuck+"\nresolved by you")
		w.presses("omar", "@tandem", "Open again", b.ID)
		w.comes("2026-03-12 12:00")
		if n := w.letters("omar", "in *dev*'s way"); n != 1 {
			t.Errorf("omar hears %d times", n)
		}
		w.ended()
	})
}

func TestABlockerOfAThursdayIsRaisedAfterTheWeekend(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.gathers(nil, "dev")
		w.comes("2026-03-05 08:31")
		w.tells("dev", inTheWay+stuck)
		w.comes("2026-03-08 23:59")
		w.seesNot("omar", "@tandem", "in *dev*'s way")
		w.comes("2026-03-09 00:01")
		w.sees("omar", "@tandem", "This has been in *dev*'s way for 4 days:")
		w.ended()
	})
}

func TestABlockerThatIsResolvedIsNotRaised(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.stuckOn(inTheWay + stuck)
		b := w.blocker(s)
		w.presses("dev", "home", "Resolved", b.ID)
		w.closes("dev")
		w.comes("2026-03-07 00:01")
		w.seesNot("omar", "@tandem", "in *dev*'s way")
		click := w.as("dev")
		click.Subject = b.ID
		if _, err := w.clicks("blocker.reopen", click); err != nil { // it is as old as it was
			t.Fatal(err)
		}
		w.comes("2026-03-08 23:59")
		w.seesNot("omar", "@tandem", "in *dev*'s way")
		w.comes("2026-03-09 00:01")
		w.sees("omar", "@tandem", "This has been in *dev*'s way for 6 days:")
		w.ended()
	})
}

func TestTheStandInHearsOfABlockerWhileThePOIsAway(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		s := w.gathers(nil, "dev")
		w.comes("2026-03-03 08:31")
		w.tells("dev", inTheWay+stuck)
		w.goesAway("omar")
		w.comes("2026-03-05 08:32") // two days to the minute: Sam is at work in Berlin
		w.seesNot("omar", "@tandem", "in *dev*'s way")
		w.comes("2026-03-06 08:32")
		w.sees("sam", "@tandem", "This has been in *dev*'s way for", "[I'll help] [Resolved]")
		w.presses("sam", "@tandem", "Resolved", w.blocker(s).ID)
		if n := len(w.blockers(s)); n != 0 {
			t.Errorf("%d are open", n)
		}
		w.ended()
	})
}

func TestThePOIsNotToldOfWhatIsInTheirOwnWay(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.gathers(nil, "omar")
		w.comes("2026-03-03 00:31")
		w.tells("omar", inTheWay+stuck)
		w.comes("2026-03-06 08:00")
		w.seesNot("omar", "@tandem", "This has been in")
		if b := w.blocker(s); b.Raised.IsZero() {
			t.Errorf("%+v", b)
		}
		w.ended()
	})
}

func TestHomeShowsTheQuestionsThatWaitAndTakesTheirAnswers(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.gathers(nil, "dev", "sam")
		for _, who := range []string{"dev", "sam"} {
			w.opensHome(who)
		}
		w.sees("dev", "home", "Nothing waits for you.")
		w.comes("2026-03-03 08:31")
		w.sees("dev", "home", "Waiting on me\n*Standup of Atlas* · Tue 3 Mar\n[Answer] [Skip today]")
		w.seesNot("dev", "home", "Nothing waits for you.")
		w.presses("dev", "home", "Answer")
		w.submits("dev", ritual.AskMoved+": The importer reads files")
		w.closes("dev")
		w.sees("dev", "home", "Nothing waits for you.")
		w.presses("sam", "home", "Skip today")
		w.closes("sam")
		w.sees("sam", "home", "Nothing waits for you.")
		w.comes("2026-03-04 08:31")
		w.comes("2026-03-05 08:31")
		w.sees("dev", "home", "*Standup of Atlas* · Thu 5 Mar") // the latest alone
		w.seesNot("dev", "home", "Wed 4 Mar")
		w.ended()
	})
}

func TestHomeShowsTheOldestBlockersOnly(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.gathers(nil, "dev")
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			for n := range 10 {
				i := ritual.Impediment{ID: store.NewID(), Standup: s.ID, Product: s.Product, Person: w.sim.Person("dev").ID(), Day: "2026-03-02", Text: "Thing " + string(rune('a'+n)),
					Opened: tx.Now.AddDate(0, 0, n-10)}
				if err := tx.AddImpediment(ctx, i); err != nil {
					return err
				}
			}
			return nil
		})
		w.opensHome("dev")
		readsInOrder(t, w.reads("dev", "home"), "Blockers", "Thing a · 10 days\n[Resolved]", "Thing h · 3 days", "and 2 more, once these are resolved")
		w.seesNot("dev", "home", "Thing i")
		w.ended()
	})
}

func TestTwoWhoResolveABlockerAtTheSameMomentResolveItOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.stuckOn(inTheWay+stuck, whose+"sam")
		for range 20 {
			b := w.blocker(s)
			clicks := [2]error{}
			var both sync.WaitGroup
			for n, who := range []string{"dev", "sam"} {
				click := w.as(who)
				click.Subject = b.ID
				both.Go(func() { _, clicks[n] = w.clicks("blocker.resolved", click) })
			}
			both.Wait()
			first := slices.Index(clicks[:], nil)
			if first < 0 || clicks[1-first] == nil {
				t.Fatalf("%v", clicks)
			}
			who := []string{"dev", "sam"}[first]
			w.refuses(clicks[1-first], "@"+who+" has said already that it is resolved.")
			after := in(w, func(ctx context.Context, tx *store.Tx) (ritual.Impediment, error) { return tx.Impediment(ctx, b.ID) })
			if after.ResolvedBy != w.sim.Person(who).ID() {
				t.Errorf("%+v", after)
			}
			click := w.as("dev")
			click.Subject = b.ID
			if _, err := w.clicks("blocker.reopen", click); err != nil {
				t.Fatal(err)
			}
		}
		w.settle()
		w.ended()
	})
}
