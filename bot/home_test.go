package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

func TestAnEmptyHomeSaysWhatToDo(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.opensHome("dev")
		w.sees("dev", "home", "[New request] [Set up a product]", "Waiting on me", "Nothing waits for you.", "My requests",
			"You have not asked for anything yet. `/request` and a few words do it, in any channel.", "`/tandem` explains the commands")
		w.seesNot("dev", "home", "Could not be posted")
		w.setUp()
		w.opensHome("dev")
		w.sees("dev", "home", "Atlas in #atlas")
		w.ended()
	})
}

func TestHomeIsAnswerableOldestFirstAndLive(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for _, who := range []string{"sam", "priya", "omar"} {
			w.opensHome(who)
		}
		w.types("sam", "#atlas", "/request Dark mode")
		w.passes(time.Hour)
		w.types("sam", "#atlas", "/request Light mode")
		readsInOrder(t, w.reads("priya", "home"), "Waiting on me", "*FR-1*  Dark mode\nAtlas · does it serve the roadmap? · since", "[Aligned] [Not now] [Decline] [Need more]", "*FR-2*  Light mode", "My requests")
		readsInOrder(t, w.reads("sam", "home"), "Nothing waits for you.", "My requests", "*FR-2*  Light mode\n*Awaiting alignment* · next: @priya", "*FR-1*  Dark mode")

		w.presses("priya", "home", "Need more", "FR-1")
		w.submits("priya", "Question: Which screens?")
		w.seesNot("priya", "home", "*FR-1*")
		w.sees("sam", "home", "Atlas · a question for you", "> Which screens?", "[Answer questions] [Skip questions]")
		w.presses("sam", "home", "Answer questions", "FR-1")
		w.submits("sam", "Which screens?: All")
		w.sees("sam", "home", "Nothing waits for you.")
		readsInOrder(t, w.reads("priya", "home"), "*FR-2*", "*FR-1*") // it has waited less long now

		w.presses("priya", "home", "Aligned", "FR-2")
		w.submits("priya", "Objective: Happy eyes")
		w.sees("omar", "home", "*FR-2*  Light mode\nAtlas · where does it stand in the backlog?", "[Prioritize]")
		w.sees("sam", "home", "*Awaiting priority* · next: @omar says where it stands in the backlog")
		w.presses("omar", "home", "Prioritize", "FR-2")
		w.submits("omar", "Value: 5", "Effort: 5")
		w.sees("omar", "home", "Nothing waits for you.")
		w.sees("sam", "home", "*Backlog* · next: @omar picks it into a sprint")

		w.presses("priya", "home", "Decline", "FR-1")
		w.submits("priya", "Reason: No")
		w.sees("priya", "home", "Nothing waits for you.")
		w.sees("sam", "home", "*FR-1*  Dark mode\n*Declined*")
		w.ended()
	})
}

func TestARefusalOnHomeIsShownOnHome(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("priya")
		w.types("sam", "#atlas", "/request Dark mode")
		at, action, value, ok := w.button("priya", "home", "Decline", "FR-1")
		if !ok {
			t.Fatal("no button")
		}
		w.presses("sam", "@tandem", "Withdraw")
		w.seesNot("priya", "home", "[Decline]")
		_ = at
		click := w.as("priya")
		click.Subject = value
		_, err := w.does(w.bot.Routes.Actions[action].Do, click)
		w.refuses(err, "FR-1 has moved on: @sam withdrew FR-1.")
		w.ended()
	})
}

func TestHomeStaysWithinSlacksLimits(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("priya")
		w.opensHome("sam")
		place := ritual.Place{Read: w.clock.Now(), Joined: true}
		for i := range 50 {
			click := w.as("sam")
			click.Place, click.Channel, click.Words = place, w.product("Atlas").Channel, fmt.Sprintf("%2d %s", i, strings.Repeat("<", 147))
			if _, err := w.does(requestCommand, click); err != nil {
				t.Fatal(err)
			}
		}
		w.passes(3 * time.Minute)
		w.sees("priya", "home", "*FR-1*", "*FR-10*", "and 40 more, once these are done")
		w.seesNot("priya", "home", "*FR-11*")
		w.sees("sam", "home", "*FR-50*", "*FR-36*")
		for _, line := range strings.Split(w.reads("priya", "home"), "\n") {
			if strings.Contains(line, "*FR-1*") && !strings.Contains(line, "&lt;") {
				t.Errorf("the title is not in its line: %s", line)
			}
		}
		w.ended()
	})
}

func TestWhatWasNotPostedIsShownToThoseWhoCanMendIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for _, who := range []string{"priya", "omar", "sam"} {
			w.opensHome(who)
		}
		var id string
		lost := func(state store.MessageState, why string) {
			ctx := context.Background()
			if err := w.db.Update(ctx, func(tx *store.Tx) error {
				p, err := tx.ProductIn(ctx, w.product("Atlas").Channel)
				if err != nil {
					return err
				}
				m, _, err := tx.AddMessage(ctx, store.Message{Kind: roadmapShown, Subject: p.ID + "/" + string(state) + "/" + p.PM, Product: p.ID, To: p.Channel})
				if err != nil {
					return err
				}
				m.State, m.Why = state, why
				id = m.ID
				return tx.KeepMessage(ctx, m)
			}); err != nil {
				t.Fatal(err)
			}
			for _, who := range []string{"priya", "omar", "sam"} {
				w.opensHome(who)
			}
		}
		lost(store.MessageFailed, "not_in_channel")
		w.sees("priya", "home", "Could not be posted", "To #atlas: I am not in that channel. Type `/invite @Tandem` there, then press the button.", "[Post again]")
		w.sees("omar", "home", "[Post again]")
		w.seesNot("sam", "home", "[Post again]", "Could not be posted")
		click := w.as("sam")
		click.Subject = id
		_, err := w.does(repost, click)
		w.refuses(err, "Only @priya and @omar can post this again.")
		w.presses("omar", "home", "Post again")
		w.sees("dev", "#atlas", "Roadmap of Atlas")
		w.seesNot("priya", "home", "[Post again]")
		click = w.as("omar")
		click.Subject = id
		_, err = w.does(repost, click)
		w.refuses(err, "This has been posted by now.")
		click.Subject = "nothing"
		_, err = w.does(repost, click)
		w.refuses(err, "This message is not here any more.")

		lost(store.MessageUnknown, "")
		w.sees("priya", "home", "*May not have been posted.* Slack's answer was lost. Look there first.")
		w.ended()
	})
}

// TestWhatWaitsForSomebodyIsAnswerableOnHome holds that whatever the store lists as waiting has its row and its buttons.
func TestWhatWaitsForSomebodyIsAnswerableOnHome(t *testing.T) {
	seen := map[ritual.Status]bool{}
	for _, s := range request.Steps() {
		if seen[s.Status] {
			t.Errorf("%s has two steps", s.Status)
		}
		seen[s.Status] = true
		if s.Row != "" && s.Buttons == nil || s.Card != "" && (s.Row == "" || s.Asks == nil) {
			t.Errorf("%s asks without a row or buttons", s.Status)
		}
	}
	for _, waits := range []ritual.Status{ritual.AwaitingAlignment, ritual.NeedsInfo, ritual.AwaitingPriority} {
		if s, ok := request.StepOf(waits); !ok || s.Row == "" {
			t.Errorf("%s waits for somebody, and Home does not ask", waits)
		}
	}
}

func TestNobodyIsAskedToInviteTandemToADirectMessage(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("priya")
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.Error("channel_not_found"), Count: 1})
		w.types("dev", "#atlas", "/request Dark mode")
		w.sees("priya", "home", "To @dev: Slack does not let me write to them.", "[Post again]")
		w.seesNot("priya", "home", "/invite")
		w.presses("priya", "home", "Post again")
		w.sees("dev", "@tandem", "*FR-1*  Dark mode")
		w.ended()
	})
}

func TestAPrivateAnswerToAClickOnHomeIsShown(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("priya")
		route := w.bot.Routes.Actions[requestOpen]
		route.Do = func(context.Context, *store.Tx, engine.Input) (engine.Reply, error) {
			return engine.Say(kit.Raw("It is done.")), nil
		}
		w.bot.Routes.Actions[requestOpen] = route
		w.presses("priya", "home", "New request")
		w.sees("priya", "form", "It is done.")
		w.closes("priya")
		w.ended()
	})
}

func TestAGuestsHomeOffersWhatGuestsMay(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("gwen")
		w.sees("gwen", "home", "You are a guest here, and no product takes requests from guests so far.", "Nothing waits for you.", "My requests")
		w.seesNot("gwen", "home", "[New request]", "[Set up a product]", "[Settings]", "You have not asked for anything yet")
		w.types("sam", "#atlas", "/tandem settings")
		w.submits("sam", "Allow: Guests may ask")
		w.closes("sam")
		w.opensHome("gwen")
		w.sees("gwen", "home", "[New request]", "You are a guest here. You can ask for something in *Atlas*.")
		w.seesNot("gwen", "home", "[Set up a product]", "[Settings]")
		w.presses("gwen", "home", "New request")
		w.submits("gwen", "Title: Dark mode")
		w.sees("gwen", "home", "*FR-1*  Dark mode")
		w.ended()
	})
}
