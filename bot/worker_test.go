package bot

import (
	"context"
	"errors"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/store"
)

func TestAJobThatFailsForGoodIsLoggedOnceAndKept(t *testing.T) {
	inWorlds(t, func(w *world) {
		p := w.probed()
		w.failing = true
		p.job = func(context.Context, *engine.Bot, store.Job) error { return engine.Permanent(errBroken) }
		w.update(func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.Once(ctx, probeJob, "1", "lane", tx.Now), tx.Once(ctx, "no.such.job", "1", "lane", tx.Now))
		})
		w.passes(time.Hour)
		if got := w.logged.with("a job failed"); got != 2 {
			t.Errorf("%d of 2 failures were logged", got)
		}
		w.update(func(ctx context.Context, tx *store.Tx) error {
			failed, err := tx.Failed(ctx, 10)
			if len(failed) != 2 {
				t.Errorf("%d of 2 failed jobs were kept", len(failed))
			}
			return err
		})
	})
}

func TestAJobThatFailsIsTriedAgainEverMoreRarely(t *testing.T) {
	inWorlds(t, func(w *world) {
		p := w.probed()
		var at []time.Time
		p.job = func(ctx context.Context, b *engine.Bot, job store.Job) error {
			at = append(at, w.clock.Now())
			if len(at) > 12 {
				return b.Finish(ctx, job, 0, nil)
			}
			if len(at)%2 == 0 {
				panic("boom")
			}
			return errBroken
		}
		w.update(func(ctx context.Context, tx *store.Tx) error { return tx.Once(ctx, probeJob, "1", "lane", tx.Now) })
		w.passes(5 * time.Hour)
		if len(at) != 13 {
			t.Fatalf("tried %d times", len(at))
		}
		last := time.Second
		for i := range at[1:] {
			gap := at[i+1].Sub(at[i])
			if gap < min(2*last, engine.MaxWait) || gap > engine.MaxWait {
				t.Errorf("try %d came after %s", i+2, gap)
			}
			last = gap
		}
	})
}

func TestDeliveriesThatWereSeenAreForgottenAfterTwoDays(t *testing.T) {
	inWorlds(t, func(w *world) {
		seen := func() (is bool) {
			w.update(func(ctx context.Context, tx *store.Tx) (err error) { _, is, err = tx.Seen(ctx, "delivery"); return err })
			return is
		}
		w.update(func(ctx context.Context, tx *store.Tx) error { return tx.MarkSeen(ctx, "delivery", nil) })
		w.passes(47 * time.Hour)
		if !seen() {
			t.Error("it was forgotten too early")
		}
		w.passes(24 * time.Hour)
		if seen() {
			t.Error("it was not forgotten")
		}
	})
}

func TestHousekeepingGoesOnEveryDayAlsoAfterTandemWasAway(t *testing.T) {
	inWorlds(t, func(w *world) {
		next := func() time.Time {
			t.Helper()
			due, ok, err := w.db.NextDue(context.Background())
			if err != nil || !ok {
				t.Fatalf("nothing is due: %v", err)
			}
			return due
		}
		at := func(day int) time.Time { return time.Date(2026, 3, day, 3, 0, 0, 0, time.UTC) }
		for day := 3; day < 6; day++ {
			if got := next(); !got.Equal(at(day)) {
				t.Errorf("housekeeping is due %s, not %s", got, at(day))
			}
			w.stop()
			w.start() // every start leaves it anew
			w.passes(24 * time.Hour)
		}
		w.stop()
		w.clock.Set(at(20).Add(time.Hour))
		w.start()
		w.settle()
		if got := next(); !got.Equal(at(21)) {
			t.Errorf("housekeeping is due %s, not %s", got, at(21))
		}
	})
}
