package bot

import (
	"context"
	"testing"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

func TestWhoIsAwayWhenTheirHourComesAfterTheSummaryIsNotMissing(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.joins("lee", "America/Los_Angeles")
		w.gathers(nil, "dev", "lee")
		w.comes("2026-03-03 08:31")
		w.tells("dev", "What next?: Docs")
		w.comes("2026-03-03 15:00")
		w.sees("sam", "#atlas", "1 of 2 in", "*Not yet (1)*")
		w.goesAway("lee")
		w.comes("2026-03-03 18:00")
		w.sees("sam", "#atlas", "1 of 1 in", "*Away (1)*", "lee")
		w.seesNot("sam", "#atlas", "*Not yet (1)*")
		w.ended()
	})
}

func TestWhoTravelsPastTheirHourBeforeTheFirstAreAskedIsAskedOnArrival(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.joins("mila", "Europe/Berlin")
		s := w.gathers(nil, "mila")
		w.comes("2026-03-03 03:00")
		w.travels("mila", "Asia/Tokyo") // where it is noon
		w.comes("2026-03-03 03:05")
		if n := w.prompts(s, "2026-03-03", "mila"); n != 1 {
			t.Errorf("mila was asked %d times", n)
		}
		w.comes("2026-03-03 23:00")
		w.seesNot("sam", "#atlas", "I was not running")
		w.ended()
	})
}

func TestWhatIsAnsweredInANewStandupIsForADayThatItAsksAbout(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.joins("lee", "America/Los_Angeles")
		w.gathers(nil, "dev", "lee")
		w.comes("2026-03-03 10:00")
		w.types("omar", "#atlas", "/standup setup")
		w.presses("omar", "#atlas", "Set up another")
		w.choosesAll("omar", ritual.FieldStandupWho, "dev", "lee")
		w.submits("omar", "Name: Ops")
		w.closes("omar")
		s := in(w, func(ctx context.Context, tx *store.Tx) (ritual.Standup, error) {
			all, err := tx.StandupsOf(ctx, w.product("Atlas").ID)
			return all[len(all)-1], err
		})
		w.types("lee", "#atlas", "/standup")
		w.hears("lee", "#atlas", "Which standup do you mean?", "*Ops of Atlas* · Wed 4 Mar")
		w.presses("lee", "#atlas", "Answer", s.ID+"/2026-03-04")
		w.submits("lee", "What next?: Watch the graphs")
		w.comes("2026-03-05 10:00")
		w.sees("sam", "#atlas", "Watch the graphs")
		w.ended()
	})
}

func TestAnAnswerForADayThatIsTakenOutCountsForTheNext(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.berlin(nil)
		w.comes("2026-03-03 17:00")
		w.types("dev", "#atlas", "/standup")
		w.submits("dev", "What next?: Late on Tuesday")
		w.closes("dev")
		w.types("dev", "#atlas", "/standup")
		w.presses("dev", "#atlas", "Answer Wed 4 Mar early")
		w.submits("dev", "What next?: Early for Wednesday", "Anything in the way?: No key")
		w.closes("dev")
		w.types("omar", "#atlas", "/standup setup")
		w.presses("omar", "#atlas", "Change", s.ID)
		w.choosesAll("omar", ritual.FieldStandupDays, "Thursday", "Friday")
		w.submits("omar")
		w.closes("omar")
		w.comes("2026-03-05 10:40")
		w.sees("sam", "#atlas", "Thu 5 Mar · 1 of 3 in", "Early for Wednesday", "No key")
		w.sees("sam", "#atlas", "Late on Tuesday")
		if w.prompts(s, "2026-03-05", "dev") != 0 || w.prompts(s, "2026-03-05", "ana") != 1 {
			t.Error("who has answered is asked, or who has not is not")
		}
		w.ended()
	})
}

func TestWhatSomebodySaysIsShownToThemWhereTheyPressed(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.berlin(nil)
		w.gathers(func(s *ritual.StandupSetup) { s.Name = "Ops" }, "dev")
		w.comes("2026-03-03 08:31")
		w.types("dev", "#atlas", "/standup")
		w.presses("dev", "#atlas", "Answer")
		w.submits("dev", "What next?: Docs")
		w.sees("dev", "form", "thank you", "Docs")
		w.closes("dev")
		w.ended()
	})
}

func TestWhoIsTakenOffARosterByMistakeIsPutBackIntoTheDay(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.berlin(nil)
		ben := w.sim.Person("ben").ID()
		out := func(ids []string) []string { return ids[:2] }
		in := func(ids []string) []string { return append(ids, ben) }
		w.comes("2026-03-03 08:31")
		w.changesRoster(s, out)
		w.sees("ben", "@tandem", "You are not on its roster any more")
		w.changesRoster(s, in)
		w.sees("ben", "@tandem", "[Answer] [Skip today] [I'm away]")
		w.seesNot("ben", "@tandem", "You are not on its roster any more")
		w.tells("dev", "What next?: Docs")
		w.tells("ana", "What next?: Tests")
		w.comes("2026-03-03 10:31")
		if n := w.reminders(s, "2026-03-03", "ben"); n != 1 {
			t.Errorf("ben was reminded %d times", n)
		}
		w.sees("sam", "#atlas", "2 of 3 in", "*Not yet (1)*", "ben")

		// Before they were asked, too.
		w.comes("2026-03-04 00:00")
		w.changesRoster(s, out)
		w.comes("2026-03-04 08:00")
		w.changesRoster(s, in)
		w.comes("2026-03-04 08:31")
		if n := w.prompts(s, "2026-03-04", "ben"); n != 1 {
			t.Errorf("ben was asked %d times on Wednesday", n)
		}
		w.ended()
	})
}

func TestAnAnswerStaysWithItsQuestionWhereTheirOrderChanges(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.berlin(func(s *ritual.StandupSetup) { s.Questions = []ritual.StandupQuestion{{Text: "One?"}, {Text: "Two?"}} })
		w.comes("2026-03-02 17:00")
		w.types("dev", "#atlas", "/standup")
		w.submits("dev", "One?: first", "Two?: second")
		w.closes("dev")
		w.types("omar", "#atlas", "/standup setup")
		w.presses("omar", "#atlas", "Change", s.ID)
		w.submits("omar", "Questions: Two?\nThree?")
		w.closes("omar")
		w.types("dev", "#atlas", "/standup")
		w.presses("dev", "#atlas", "Edit")
		w.holds("dev", ritual.AnswerField(0), "second")
		w.holds("dev", ritual.AnswerField(1), "")
		w.submits("dev", "Three?: third")
		w.comes("2026-03-03 10:40")
		w.sees("sam", "#atlas", "*One?*", "first", "*Two?*", "second", "*Three?*", "third") // nothing that was said is lost
		w.ended()
	})
}

func TestAPrivateStoryIsNotToldToTheChannelByTheWordsThatAnAnswerIsFilledWith(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "priya", "dev"}, BotIn: true})
		w.ranked(9)
		w.types("sam", "#leads", "/request Secret quetzal")
		w.aligns("FR-2", "Happy eyes")
		w.ranks("FR-2", "8", "1")
		w.runs(inSprint{"FR-1", "sam", ritual.WorkStarted}, inSprint{"FR-2", "sam", ritual.WorkStarted})
		w.gathers(nil, "sam")
		w.comes("2026-03-03 08:31")
		w.presses("sam", "@tandem", "Answer")
		w.submits("sam", "What next?: And lunch") // both stories are ticked
		w.sees("sam", "@tandem", "*FR-2*  Secret quetzal")
		w.sees("dev", "#atlas", "*FR-2*  (private)")
		w.comes("2026-03-04 08:31")
		w.presses("sam", "@tandem", "Answer")
		w.holds("sam", ritual.AnswerField(0), "FR-1 Wish number 1\nFR-2\nAnd lunch")
		w.submits("sam")
		w.sees("dev", "#atlas", "Wed 4 Mar", "FR-2\nAnd lunch")
		w.seesNot("dev", "#atlas", "quetzal")
		w.ended()
	})
}

func TestADayThatNobodyIsAskedAboutTakesNoAnswer(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.berlin(nil)
		w.comes("2026-03-03 08:31")
		for _, day := range []string{"", "x", "2026-02-30", "9999-12-31", "2025-01-01", "2026-03-04/x", "2026-03-07", "2026-03-05"} {
			click := w.as("dev")
			click.Subject = s.ID + "/" + day
			for _, id := range []string{"standup.answer", "standup.early", "standup.skip", "standup.answer.form"} {
				_, err := w.clicks(id, click)
				w.refuses(err, "standup")
			}
		}
		early := w.as("dev")
		early.Subject = s.ID + "/2026-03-04"
		if _, err := w.clicks("standup.early", early); err != nil {
			t.Error(err)
		}
		w.ended()
	})
}
