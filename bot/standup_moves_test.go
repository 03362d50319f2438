package bot

import (
	"context"
	"testing"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// travels is somebody whose Slack shows the time of another zone from now on.
func (w *world) travels(who, zone string) {
	w.t.Helper()
	w.sim.ChangeUser(who, func(u *slacksim.User) { u.Zone = zone })
	if err := w.sim.Settle(context.Background()); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

func TestAHolidayThatSomebodyMovesAwayFromWasNotMissed(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.joins("mila", "Europe/Sofia") // where the 3rd of March is off
		s := w.gathers(nil, "mila")
		w.comes("2026-03-03 15:00")
		w.travels("mila", "Europe/Berlin") // where it is not, and half past nine is over
		w.comes("2026-03-04 10:40")
		runs := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.StandupRun, error) {
			return tx.RunsBetween(ctx, s.ID, "2026-03-01", "2026-03-04")
		})
		if len(runs) != 1 || runs[0].Day != "2026-03-04" {
			t.Errorf("the runs are %+v", runs)
		}
		if n := w.prompts(s, "2026-03-04", "mila"); n != 1 {
			t.Errorf("mila was asked %d times on Wednesday", n)
		}
		w.seesNot("sam", "#atlas", "I was not running")
		w.ended()
	})
}

func TestWhoTravelsPastTheirHourIsAskedOnArrival(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.gathers(nil, "dev", "priya") // Berlin, New York
		w.comes("2026-03-03 12:00")
		w.seesNot("priya", "@tandem", "*Standup of Atlas*")
		w.travels("priya", "Europe/Berlin") // where half past nine is over for longer than anybody is asked late
		w.sees("priya", "@tandem", "*Standup of Atlas* · Tue 3 Mar", "[Answer]")
		w.tells("priya", ritual.AskNext+": Sleep")
		w.comes("2026-03-03 15:00")
		w.sees("sam", "#atlas", "1 of 2 in", "*Not yet (1)*")
		w.seesNot("sam", "#atlas", "I was not running")
		w.comes("2026-03-04 12:00")
		for day, want := range map[string]int{"2026-03-03": 1, "2026-03-04": 1} {
			if n := w.prompts(s, day, "priya"); n != want {
				t.Errorf("priya was asked %d times about %s", n, day)
			}
		}
		w.ended()
	})
}

func TestTheStandupFollowsOnesOwnWorkingDays(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.joins("mila", "Europe/Sofia") // where the 3rd of March is off
		s := w.gathers(nil, "mila", "priya")
		alone := w.gathers(func(s *ritual.StandupSetup) { s.Name = "Alone" }, "mila")
		chooses := func(field, value string) {
			t.Helper()
			click := w.as("mila")
			click.Fields = map[string][]string{"from": {"09:00"}, "until": {"17:00"}, "days": {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"}, "country": {"BG"}, field: {value}}
			w.changes(func(ctx context.Context, tx *store.Tx) error {
				_, err := w.bot.Routes.Submits["hours.form"].Do(ctx, tx, click)
				return err
			})
			w.settle()
		}
		chooses("country", ritual.NoCountry) // the day before: Tuesday is a working day of hers after all
		w.comes("2026-03-03 12:00")
		if w.prompts(s, "2026-03-03", "mila") != 1 || w.prompts(alone, "2026-03-03", "mila") != 1 {
			t.Error("mila is not asked on a day on which she works")
		}
		w.comes("2026-03-04 02:00")
		chooses("off", "2026-03-04\n2026-03-05") // on the day, before she is asked
		w.comes("2026-03-06 12:00")
		for day, want := range map[string]int{"2026-03-04": 0, "2026-03-05": 0, "2026-03-06": 1} {
			if a, b := w.prompts(s, day, "mila"), w.prompts(alone, day, "mila"); a != want || b != want {
				t.Errorf("mila was asked %d and %d times about %s, want %d", a, b, day, want)
			}
		}
		w.ended()
	})
}
