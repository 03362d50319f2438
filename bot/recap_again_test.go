package bot

import (
	"context"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
	"tandem/store/dbtest"
)

// beginsNext begins the sprint of Atlas that is planned.
func (w *world) beginsNext() ritual.Sprint {
	w.t.Helper()
	s := w.sprint(ritual.SprintPlanned)
	s.State, s.Started, s.StartedBy = ritual.SprintActive, w.clock.Now(), s.PlannedBy
	w.changes(func(ctx context.Context, tx *store.Tx) error { return tx.KeepSprint(ctx, s) })
	return s
}

func TestFeedbackThatCameWhileARecapWasADraftIsToldByTheNext(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.closedSprint()
		w.recaps(s, "atlas")
		gives := func(title string) {
			w.presses("sam", "#atlas", "Give feedback")
			w.submits("sam", "Title: "+title)
			w.closes("sam")
		}
		gives("Exports need a date column")
		w.types("omar", "#atlas", "/demo recap")
		w.presses("omar", "@tandem", "Edit recap")
		w.submits("omar", "Was the Sprint Goal met?: Yes")
		gives("Print what we see")
		w.presses("omar", "@tandem", "Post recap")
		w.passes(time.Minute)
		gives("Bigger letters")
		w.sees("sam", "#boss", "*FR-7*  Exports need a date column", " · 1 request from feedback · ")
		w.seesNot("sam", "#boss", "Print what we see") // the recap stays as the PO read it

		w.freezes(w.beginsNext())
		w.postsRecap()
		w.sees("sam", "#boss", "  ↳ Feedback heard\n*FR-8*  Print what we see", "*FR-9*  Bigger letters", "2 requests from feedback")
		w.ended()
	})
}

func TestARecapSaysWhatTheNextSprintBeginsWithOnlyWhereStoriesArePicked(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7)
		w.sized(3, 5, 2)
		s := w.runs(inSprint{"FR-1", "dev", ritual.WorkDone})
		w.freezes(s)
		w.plannedWith("Customers can print")
		w.types("omar", "#atlas", "/demo recap")
		w.passes(time.Minute)
		w.sees("omar", "@tandem", "\nNext: Customers can print.\n", "*On top of the backlog now*\n*FR-2*  Wish number 2 · 5 points")
		w.seesNot("omar", "@tandem", "First in sprint 2")
		w.ended()
	})
}

func TestARecapThatItsChannelDidNotTakeIsToldAnewForAnother(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.closedSprint()
		w.types("omar", "#atlas", "/demo recap")
		w.presses("omar", "@tandem", "Edit recap")
		w.submits("omar", "Was the Sprint Goal met?: Yes", "In a sentence: Night is here")
		w.sim.Archive("boss")
		w.presses("omar", "@tandem", "Post recap")
		w.passes(time.Minute)
		w.opensHome("omar")
		w.sees("omar", "home", "To #boss: The channel is archived. [Post again]")
		w.types("omar", "#atlas", "/demo recap")
		w.hears("omar", "#atlas", "The recap of sprint 1 is on its way to #boss. Where it cannot be posted, my Home tab says why.")

		w.changes(func(ctx context.Context, tx *store.Tx) error {
			p := w.product("Atlas")
			sales, _ := w.sim.Channel("#sales")
			p.Stakeholders = sales.ID
			return tx.KeepProduct(ctx, p)
		})
		w.sim.Invite("sales", w.sim.BotUser())
		w.settle()
		w.presses("omar", "home", "Post again")
		w.sees("omar", "form", "Recaps of Atlas go to another channel now, where others read them. `/demo recap 1` tells this one anew for them.")
		w.closes("omar")
		w.types("omar", "#atlas", "/demo recap 1")
		w.hears("omar", "#atlas", "The draft of the recap of sprint 1 is in your direct messages with me, told anew. What you wrote stays.")
		w.sees("omar", "@tandem", "✅ Goal met. Night is here", "`Post recap` posts it in #sales")
		w.seesNot("omar", "home", "Could not be posted")
		w.presses("omar", "@tandem", "Post recap")
		w.passes(time.Minute)
		w.sees("omar", "@tandem", "*Posted in #sales* by @omar")
		w.sees("sam", "#sales", "✅ Goal met. Night is here", "[Give feedback] [Collect replies]")
		w.numbersLink("#sales")
		w.sim.Unarchive("boss")
		w.presses("omar", "@tandem", "Edit recap")
		w.submits("omar", "In a sentence: Night is here for good")
		w.passes(2 * time.Hour)
		w.sees("sam", "#sales", "✅ Goal met. Night is here for good")
		w.seesNot("sam", "#boss", "recap")
		w.ended()
	})
}

func TestRepliesInAPrivateChannelStayThereAndWhatIsDeletedIsShownToNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		w := newWorldWith(t, open, func(c *slacksim.Config) { c.Without = nil })
		w.sim.AddChannel(slacksim.Channel{Name: "board", Private: true, Members: []string{"sam", "omar", "dev", "gwen"}, BotIn: true})
		w.closedSprint()
		w.changes(func(ctx context.Context, tx *store.Tx) error { // Dev is Omar's stand-in, and Omar away
			p := w.product("Atlas")
			board, _ := w.sim.Channel("#board")
			p.Stakeholders, p.Settings.POStandIn = board.ID, w.sim.Person("dev").ID()
			return tx.KeepProduct(ctx, p)
		})
		w.sim.ChangeUser("omar", func(u *slacksim.User) { u.StatusEmoji = ":palm_tree:" })
		w.settle()
		w.postsRecap()
		top, _ := w.recapIn("#board")
		deleted := w.replies("sam", "#board", top.TS, "Oops, the salaries")
		w.replies("gwen", "#board", top.TS, "Acme wants charts")

		// Two collect at once: what one of them has recorded is a request to the other.
		for _, who := range []string{"omar", "dev"} {
			if err := w.press(who, "#board", "Collect replies"); err != nil {
				t.Fatal(err)
			}
		}
		w.settle()
		for _, who := range []string{"omar", "dev"} {
			w.sees(who, "@tandem", "2 replies 0 recorded in #board", "*sam*  Oops, the salaries", "*gwen*  Acme wants charts")
			w.presses(who, "@tandem", "Choose what to record")
			w.ticksReply(who, 1)
		}
		w.submits("omar")
		w.sees("omar", "form", "Recorded 1 request. Each is talked about where it was said", "*FR-7*  Acme wants charts")
		w.submits("dev")
		w.sees("dev", "form", "No reply was ticked that is not a request already.")
		w.closes("omar")
		w.closes("dev")
		if r := w.request("FR-7"); !r.Private || r.Requester != w.sim.Person("gwen").ID() || w.requests() != 7 {
			t.Errorf("there are %d requests, and it is %+v", w.requests(), r)
		}
		w.sees("sam", "#board", "  ↳ *FR-7*  Acme wants charts")

		// A channel that was open when it was looked at last has become private meanwhile.
		board, _ := w.sim.Channel("#board")
		w.passes(3 * time.Hour)
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			return tx.KeepPlace(ctx, ritual.Place{ID: board.ID, Joined: true, Read: w.clock.Now().Add(-2 * time.Hour)})
		})
		w.sim.Share("#board", true)
		w.presses("omar", "@tandem", "Choose what to record")
		w.ticksReply("omar", 0)
		w.submits("omar")
		w.sees("omar", "form", "Recorded 1 request. Whoever said it hears what becomes of it.")
		w.closes("omar")
		w.seesNot("sam", "#board", "FR-8")
		if !w.request("FR-8").Private {
			t.Error("what was said in a private channel is for everybody")
		}

		if err := w.sim.Person("sam").Delete("#board", deleted); err != nil {
			t.Fatal(err)
		}
		w.presses("omar", "#board", "Collect replies")
		for _, who := range []string{"omar", "dev"} {
			w.sees(who, "@tandem", "1 reply 1 recorded in #board", "*gwen*  Acme wants charts · ✓ recorded as *FR-7*")
			w.seesNot(who, "@tandem", "*sam*  Oops") // in the list
		}
		w.sim.Kick("board", w.sim.BotUser())
		w.presses("omar", "#board", "Collect replies") // it does not know yet
		w.sees("omar", "@tandem", "Slack did not let me read the replies to the recap of sprint 1. `Give feedback` works always.")
		w.passes(2 * time.Hour)
		w.presses("omar", "#board", "Collect replies")
		w.hears("omar", "#board", "I am not in this channel any more, so I cannot read what was said.")
		w.ended()
	})
}
