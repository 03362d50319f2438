package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

func TestTheQuestionStandsWithItsButtonsInTheListOfTheDayAndOnlyInOne(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8)
		w.runs(inSprint{"FR-1", "dev", ritual.WorkDone}, inSprint{"FR-2", "dev", ritual.WorkDone})
		w.comes("2026-03-06 14:00")
		w.shipsAll("FR-1", "FR-2")
		w.comes("2026-03-23 06:00")
		w.spends("sam", ritual.PerDay)
		w.comes("2026-03-24 10:00")
		if n := len(w.surveyed("sam")); n != 0 {
			t.Errorf("sam is asked %d times beyond the budget", n)
		}
		list := w.last("sam", "@tandem")
		for _, want := range []string{"*2 more wait for your answer*", "*FR-1*  Wish number 1", "*FR-2*  Wish number 2"} {
			if !strings.Contains(list, want) {
				t.Errorf("the list does not say %q:\n%s", want, list)
			}
		}
		if n := strings.Count(list, "*Did this solve it?* You asked for this, and it has been there for two weeks or more."); n != 2 {
			t.Errorf("the list has the question %d times:\n%s", n, list)
		}
		w.presses("sam", "@tandem", "4", "FR-2")
		w.sees("sam", "@tandem", "*1 more waits for your answer*", "You said *4 of 5: mostly*. Thank you.")

		// The next list does not ask once more.
		w.asksFor(3, ritual.PerDay+1)
		for i := 3; i <= ritual.PerDay+3; i++ {
			click := w.as("priya")
			click.Subject, click.Fields = ritual.RequestID(int64(i)), engine.Fields{"reason": {"It serves no objective of ours"}}
			if _, err := w.clicks(declineForm, click); err != nil {
				t.Fatal(err)
			}
			w.settle()
		}
		w.passes(24 * time.Hour)
		list = w.last("sam", "@tandem")
		if !strings.Contains(list, "*For you to know*") || strings.Contains(list, "FR-1") {
			t.Errorf("the next list:\n%s", list)
		}
		w.presses("sam", "@tandem", "2", "FR-1") // the first one is still there to answer
		w.sees("sam", "@tandem", "You said *2 of 5: hardly*. Thank you.")
		w.ended()
	})
}

func TestWhatShippedAnewIsAskedAboutTwoWeeksAfterThat(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8)
		w.runs(inSprint{"FR-1", "dev", ritual.WorkDone}, inSprint{"FR-2", "dev", ritual.WorkDone})
		w.comes("2026-03-06 14:00")
		w.shipsAll("FR-1", "FR-2")
		w.comes("2026-03-16 14:00")
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			r, err := tx.Request(ctx, "FR-1")
			return errors.Join(err, tx.KeepRequest(ctx, r.MoveTo(ritual.Backlog, tx.Now).MoveTo(ritual.Shipped, tx.Now)))
		})
		w.comes("2026-03-23 16:00")
		w.asksOnce("sam", []string{"FR-2"}, []string{"FR-1"})
		w.comes("2026-03-31 10:00")
		if all := w.surveyed("sam"); len(all) != 2 || !strings.Contains(wordsOf(all[1].Blocks), "FR-1") {
			t.Errorf("sam is asked %d times", len(all))
		}
		w.ended()
	})
}

func TestWhoWantsItIsAskedAndNotWhoWroteItDownForThem(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8)
		w.runs(inSprint{"FR-1", "dev", ritual.WorkDone}, inSprint{"FR-2", "dev", ritual.WorkDone})
		w.types("gwen", "#atlas", "/backlog") // Slack says who she is
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			r, err := tx.Request(ctx, "FR-1")
			r.Requester = w.sim.Person("dev").ID()
			_, joined := tx.AddSupporter(ctx, "FR-2", ritual.Supporter{Person: w.sim.Person("priya").ID(), At: tx.Now})
			_, spoke := tx.AddSupporter(ctx, "FR-2", ritual.Supporter{Customer: "Globex", By: w.sim.Person("gwen").ID(), At: tx.Now})
			return errors.Join(err, tx.KeepRequest(ctx, r), joined, spoke)
		})
		w.quits("gwen")
		w.comes("2026-03-06 14:00")
		w.shipsAll("FR-1", "FR-2")
		w.comes("2026-03-23 15:00")
		w.asksOnce("dev", []string{"FR-1"}, []string{"FR-2"})
		w.asksOnce("sam", []string{"FR-2"}, []string{"FR-1"})
		w.asksOnce("priya", []string{"FR-2"}, []string{"FR-1"}) // for herself, though she hears in place of Gwen, who left, too
		w.ended()
	})
}

func TestWhoJoinedOthersCanTurnOffWhatTheyHear(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9)
		w.opensHome("dev")
		w.seesNot("dev", "home", "Mute all")
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddSupporter(ctx, "FR-1", ritual.Supporter{Person: w.sim.Person("dev").ID(), At: tx.Now})
			return err
		})
		w.runs(inSprint{"FR-1", "dev", ritual.WorkDone})
		w.comes("2026-03-06 14:00")
		w.shipsAll("FR-1")
		w.opensHome("dev")
		w.presses("dev", "home", "Mute all")
		w.comes("2026-03-24 15:00")
		if n := len(w.surveyed("dev")); n != 0 {
			t.Errorf("dev is asked %d times", n)
		}
		w.ended()
	})
}

func TestTenLongQuestionsAllHaveTheirButtons(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		day := "2026-03-20"
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			p := w.product("Atlas")
			sam := w.as("sam").Who
			err := tx.KeepPerson(ctx, sam)
			for i := range questionsMost {
				number, taken := tx.NextNumber(ctx)
				r := ritual.Request{ID: ritual.RequestID(number), Number: number, Product: p.ID, Title: strings.Repeat("& ", ritual.TitleMax/2), Kind: ritual.Feature,
					Reporter: sam.ID, Requester: sam.ID, Status: ritual.Shipped, Since: tx.Now, Created: tx.Now}
				o := ritual.Opinion{Request: r.ID, Person: sam.ID, Day: day, Place: i}
				err = errors.Join(err, taken, tx.AddRequest(ctx, r), tx.WantOpinion(ctx, sam.ID, r.ID), tx.KeepOpinion(ctx, o))
				for c := range 40 {
					_, joined := tx.AddSupporter(ctx, r.ID, ritual.Supporter{Customer: fmt.Sprintf("Customer number %d of many", c), By: sam.ID, At: tx.Now})
					err = errors.Join(err, joined)
				}
			}
			return err
		})
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			m := store.Message{ID: "M1", Kind: satisfactionKind, Subject: day, To: w.sim.Person("sam").ID()}
			v, err := satisfactionView(ctx, tx, m)
			if n := strings.Count(dump(v), "1 not at all"); n != questionsMost || !strings.Contains(dump(v), " of many* and 37 more") {
				t.Errorf("%d of %d questions have buttons, or all customers are named", n, questionsMost)
			}
			all, listed := tx.OpinionsAsked(ctx, m.To, day)
			for _, o := range all {
				o.Rating, o.Comment, o.At = 3, strings.Repeat("<", ritual.CommentMax), tx.Now
				listed = errors.Join(listed, tx.KeepOpinion(ctx, o))
			}
			v, answered := satisfactionView(ctx, tx, m)
			if n := strings.Count(dump(v), "3 of 5: partly"); n < questionsMost {
				t.Errorf("%d of %d answers are there", n, questionsMost)
			}
			return errors.Join(err, listed, answered)
		})
	})
}
