package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
)

// quits is somebody being deactivated.
func (w *world) quits(who string) {
	w.t.Helper()
	w.sim.ChangeUser(who, func(u *slacksim.User) { u.Deleted = true })
	w.settle()
}

// goesAway is somebody setting the status of a holiday.
func (w *world) goesAway(who string) {
	w.t.Helper()
	w.sim.ChangeUser(who, func(u *slacksim.User) { u.StatusEmoji = ":palm_tree:" })
	w.settle()
}

// standIns has dev stand in for the PM and sam for the PO.
func (w *world) standIns() {
	w.t.Helper()
	w.settings("sam")
	w.submits("sam", "Stand-in for the PM: dev", "Stand-in for the PO: sam")
	w.closes("sam")
}

func TestWhoIsAwayHasAStandInWhoIsAskedAndDecides(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		for _, who := range []string{"dev", "priya"} {
			w.opensHome(who)
		}
		w.types("sam", "#atlas", "/request Dark mode")
		w.seesNot("dev", "@tandem", "[Aligned]")
		click := w.as("dev")
		click.Subject = "FR-1"
		_, err := w.clicks(request.AlignYes, click)
		w.refuses(err, "You stand in for @priya: you can decide on the alignment of FR-1 while they are away, or once it has waited for 4 working days.")
		w.goesAway("priya")
		w.sees("dev", "@tandem", "*Does this serve the roadmap?*", "for @priya, who is away · asked by @sam", "[Aligned]")
		w.sees("dev", "home", "*FR-1*  Dark mode\nAtlas · does it serve the roadmap?", "[Aligned]")
		w.sees("sam", "@tandem", "*Awaiting alignment* · next: @dev, for @priya, who is away, checks it against the roadmap")
		w.sees("priya", "@tandem", "[Aligned]") // it is hers all the same
		w.presses("dev", "@tandem", "Aligned", "FR-1")
		w.submits("dev", "Objective: Happy eyes")
		w.is("FR-1", ritual.AwaitingPriority)
		if ds := w.decisions("FR-1"); len(ds) != 1 || ds[0].By != w.sim.Person("dev").ID() {
			t.Errorf("%+v", ds)
		}
		w.sees("priya", "@tandem", "@dev aligned FR-1 with “Happy eyes”")
		w.sees("omar", "@tandem", "[Prioritize]") // he is there
		w.seesNot("dev", "home", "[Aligned]")
		w.ended()
	})
}

func TestWhoIsBackIsAskedAgain(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.opensHome("dev")
		w.opensHome("sam")
		w.goesAway("priya")
		w.types("sam", "#atlas", "/request Dark mode")
		w.sees("dev", "@tandem", "[Aligned]")
		w.sees("dev", "home", "[Aligned]")
		w.seesNot("priya", "@tandem", "[Aligned]")
		w.sim.ChangeUser("priya", func(u *slacksim.User) { u.StatusEmoji = "" })
		w.settle()
		w.sees("priya", "@tandem", "[Aligned]")
		w.seesNot("dev", "@tandem", "[Aligned]")
		w.seesNot("dev", "home", "[Aligned]")
		w.sees("dev", "@tandem", "*Awaiting alignment* · next: @priya checks it against the roadmap")
		w.sees("sam", "home", "*Awaiting alignment* · next: @priya checks it against the roadmap")
		w.ended()
	})
}

func TestWhoseStatusRunsOutIsAskedAgainWithoutAWordFromSlack(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.types("sam", "#atlas", "/request Dark mode")
		until := func(h time.Duration) func(*slacksim.User) {
			return func(u *slacksim.User) { u.StatusEmoji, u.StatusExpires = ":palm_tree:", w.clock.Now().Add(h) }
		}
		w.sim.ChangeUser("priya", until(3*time.Hour))
		w.settle()
		w.sees("dev", "@tandem", "for @priya, who is away", "[Aligned]")
		w.sim.ChangeUser("priya", until(5*time.Hour)) // she stays longer
		w.settle()
		w.passes(4 * time.Hour)
		w.sees("dev", "@tandem", "for @priya, who is away", "[Aligned]")
		w.passes(time.Hour)
		w.seesNot("dev", "@tandem", "[Aligned]")
		w.sees("dev", "@tandem", "next: @priya checks it against the roadmap")
		if at := w.request("FR-1").AskedAt(); w.clock.Now().Sub(at) > time.Minute {
			t.Errorf("she is asked since %s", at)
		}
		w.ended()
	})
}

func TestWhatWaitsTooLongIsTheStandInsToo(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.types("dev", "#atlas", "/request Dark mode")
		w.passes(4*24*time.Hour - time.Hour) // Friday, eight in the morning
		w.opensHome("dev")
		w.sees("dev", "home", "Nothing waits for you.")
		w.passes(8 * time.Hour)
		w.opensHome("dev")
		w.sees("dev", "home", "*FR-1*  Dark mode", "[Aligned]")
		w.presses("dev", "home", "Decline", "FR-1")
		w.submits("dev", "Reason: No")
		w.is("FR-1", ritual.Declined)
		w.ended()
	})
}

func TestWhoStandsInIsNamedWhereWorkGoesToThem(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		w.standIns()
		w.goesAway("priya")
		w.presses("omar", "@tandem", "Challenge", "FR-1")
		w.sees("omar", "form", "It goes back to @dev, who decides again")
		w.closes("omar")
		w.goesAway("omar")
		w.types("dev", "#atlas", "/request")
		w.submits("dev", "Title: Export loses rows", "Kind: Problem")
		w.sees("priya", "@tandem", "is a problem, so it went straight to @sam.")
		w.quits("priya")
		w.opensHome("omar")
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Import loses rows", "Kind: Problem")
		w.sees("sam", "@tandem", "Import loses rows", "[Prioritize]")
		w.seesNot("omar", "home", "Could not be posted")
		w.ended()
	})
}

func TestOneWhoStandsInForHalfOfOneHeadAnswersOneQuestion(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp("Product owner: priya")
		w.settings("sam")
		w.submits("sam", "Stand-in for the PM: dev")
		w.goesAway("priya")
		w.types("sam", "#atlas", "/request Dark mode")
		w.sees("dev", "@tandem", "*Does this serve the roadmap?*", "for @priya, who is away")
		w.presses("dev", "@tandem", "Aligned", "FR-1")
		w.seesNot("dev", "form", "Where does it stand?")
		w.submits("dev", "Objective: Happy eyes")
		w.is("FR-1", ritual.AwaitingPriority)
		w.sees("priya", "@tandem", "*Where does this stand in the backlog?*", "[Prioritize]")
		w.ended()
	})
}

func TestWhoLeavesIsReplacedAtOnceAndTheAdministratorsAreTold(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.opensHome("omar")
		w.quits("priya")
		w.quits("priya") // Slack says so again
		for _, who := range []string{"sam", "omar"} {
			w.sees(who, "@tandem", "@priya has left. They are still PM of *Atlas*: choose somebody else. Until then @omar is asked what waits for the PM.", "[Settings]")
			if n := strings.Count(w.reads(who, "@tandem"), "has left. They are"); n != 1 {
				t.Errorf("%s was told %d times", who, n)
			}
		}
		w.sees("omar", "@tandem", "*Does this serve the roadmap?*", "for @priya, who has left · asked by @sam", "[Aligned]")
		w.sees("omar", "home", "*FR-1*  Dark mode", "[Aligned]")
		w.types("sam", "#atlas", "/request Light mode")
		w.sees("omar", "@tandem", "FR-2 Light mode")
		w.presses("omar", "@tandem", "Settings")
		w.submits("omar", "Product manager: dev")
		w.sees("dev", "@tandem", "@omar named you PM of *Atlas*", "FR-1 Dark mode", "FR-2 Light mode", "[Aligned]")
		w.seesNot("omar", "@tandem", "[Aligned]", "[Settings]")
		w.sees("omar", "@tandem", "@priya has left, and has no part in *Atlas* any more. PM is @dev, PO is @omar.")
		w.ended()
	})
}

func TestWhoSetUpIsAskedWhenBothHeadsHaveLeft(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.opensHome("sam")
		w.quits("priya")
		w.sees("sam", "@tandem", "Until then @omar is asked what waits for the PM.")
		w.quits("omar")
		w.sees("sam", "@tandem", "Until then @sam is asked what waits for the PM.", "Until then @sam is asked what waits for the PO.", "[Aligned]")
		w.sees("sam", "home", "[Aligned]", "next: @sam, for @priya, who has left, checks it against the roadmap")
		w.seesNot("sam", "@tandem", "@omar is asked", "@priya is asked")
		w.presses("sam", "@tandem", "Aligned", "FR-1")
		w.submits("sam", "Objective: Happy eyes")
		w.is("FR-1", ritual.AwaitingPriority)
		w.ended()
	})
}

func TestWhoIsBackIsToldOf(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.quits("priya")
		w.sim.ChangeUser("priya", func(u *slacksim.User) { u.Deleted = false })
		w.settle()
		w.sees("omar", "@tandem", "@priya is back in *Atlas*.")
		w.types("sam", "#atlas", "/request Dark mode")
		w.sees("priya", "@tandem", "[Aligned]")
		w.ended()
	})
}

func TestAQuestionToWhoHasLeftGoesToWhoRecordedItElseToThePM(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Dark mode", "Who needs it?: dev")
		w.needsMore("FR-1", "Which screens?")
		w.sees("dev", "@tandem", "@dev, @priya has a question about *FR-1*", "[Answer questions]")
		w.quits("dev")
		w.sees("sam", "@tandem", "@sam, @priya has a question about *FR-1*", "[Answer questions]")
		w.opensHome("sam")
		w.sees("sam", "home", "a question for you", "> Which screens?")
		w.quits("sam")
		w.sees("priya", "@tandem", "Whoever could answer your question about *FR-1* “Dark mode” has left.", "> Which screens?", "[Answer questions]")
		w.opensHome("priya")
		w.sees("priya", "home", "a question for you", "> Which screens?")
		w.seesNot("priya", "home", "[Skip questions]")
		w.seesNot("priya", "@tandem", "[Skip questions]")
		w.opensHome("omar")
		w.seesNot("omar", "home", "a question for you")
		w.quits("priya")
		w.sees("omar", "@tandem", "> Which screens?", "[Answer questions]")
		w.sees("omar", "home", "a question for you", "> Which screens?")
		w.sim.ChangeUser("priya", func(u *slacksim.User) { u.Deleted = false })
		w.settle()
		w.presses("priya", "home", "Answer questions", "FR-1")
		w.submits("priya", "Which screens?: All")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.ended()
	})
}

func TestAQuestionThatFellToThePMStaysTheirsOnceItIsGivenUp(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.needsMore("FR-1", "Which screens?")
		w.quits("sam")
		w.until("2026-03-06 15:00")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("priya", "@tandem", "*No answer after three working days*", "Whoever could answer your question about *FR-1* “Dark mode” has left.", "A late one still helps")
		w.seesNot("priya", "@tandem", "@sam, @priya has a question", "[Skip questions]")
		w.ended()
	})
}

func TestMessagesToWhoHasLeftEndOnTheHomeOfThoseWhoCanMend(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("priya")
		w.types("dev", "#atlas", "/request Dark mode")
		w.quits("dev")
		before := len(w.sim.Calls("chat.postMessage"))
		w.presses("priya", "@tandem", "Decline", "FR-1")
		w.submits("priya", "Reason: No")
		w.sees("priya", "home", "Could not be posted", "To @dev: They have left the workspace, so nobody read it.")
		w.seesNot("priya", "home", "[Post again]")
		if got := len(w.sim.Calls("chat.postMessage")); got != before {
			t.Errorf("%d messages were sent", got-before)
		}
		w.ended()
	})
}

func TestWhatCanBeMendedIsNotHiddenByWhatCannot(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("priya")
		for i := range 5 {
			w.types("dev", "#atlas", fmt.Sprintf("/request Thing number %d", i))
		}
		w.quits("dev")
		for i := range 5 {
			w.presses("priya", "@tandem", "Decline", ritual.RequestID(int64(i+1)))
			w.submits("priya", "Reason: No")
		}
		ts := w.says("omar", "#atlas", "A light mode, please")
		w.sim.Kick("atlas", w.sim.BotUser())
		w.captures("omar", "#atlas", ts)
		w.submits("omar")
		w.sees("priya", "home", "To @dev: They have left the workspace", "To #atlas: I am not in that channel.", "[Post again]")
		w.ended()
	})
}

func TestThatSomebodyHasLeftIsHeardWhereverSlackSaysIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.callsNoRoll()
		w.sim.Hold("user_change") // the event never comes
		w.quits("priya")
		w.passes(25 * time.Hour)
		w.settings("sam")
		w.submits("sam", "Team: omar") // Slack is asked who the PM in the form is
		w.sees("omar", "@tandem", "@priya has left. They are still PM of *Atlas*", "[Aligned]")
		w.sim.Release(slacksim.InOrder)
		w.ended()
	})
}

func TestThePeopleAreReadOnceADayPageByPage(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for i := range 450 {
			w.sim.AddUser(slacksim.User{Name: fmt.Sprintf("user%d", i), Deleted: i%100 == 7})
		}
		w.types("dev", "#atlas", "/request Dark mode")
		w.sim.Hold("user_change") // and an event that never came
		w.sim.ChangeUser("priya", func(u *slacksim.User) { u.Deleted = true })
		w.sim.InjectFault(slacksim.Fault{Method: "users.list", Kind: slacksim.RateLimit(time.Minute)})
		w.passes(19 * time.Hour) // past three in the morning
		if n := len(w.sim.Calls("users.list")); n != 4 {
			t.Errorf("%d calls", n)
		}
		w.sees("omar", "@tandem", "@priya has left. They are still PM of *Atlas*", "[Aligned]")
		asked := len(w.sim.Calls("users.info"))
		w.types("omar", "#atlas", "/request Light mode")
		if n := len(w.sim.Calls("users.info")); n != asked {
			t.Errorf("asked %d times about who was on the roll", n-asked)
		}
		w.passes(24 * time.Hour)
		if n := len(w.sim.Calls("users.list")); n != 7 {
			t.Errorf("%d calls after two days", n)
		}
		w.sim.Release(slacksim.InOrder)
		w.ended()
	})
}
