package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/slacksim"
	"tandem/prompts"
	"tandem/store"
)

// measures fails unless the metrics have all the lines.
func (w *world) measures(lines ...string) {
	w.t.Helper()
	_, says := w.asks("/metrics")
	for _, line := range lines {
		if !strings.Contains(says, "\n"+line+"\n") {
			w.t.Errorf("the metrics have no line %q:\n%s", line, strings.Join(regexp.MustCompile("(?m)^tandem_.*").FindAllString(says, -1), "\n"))
		}
	}
}

func TestWhoeverWaitsForAnotherInTheDatabaseIsCounted(t *testing.T) {
	inWorlds(t, func(w *world) {
		if w.db.Kind() == "postgres" { // SQLite has one writer at a time
			w.waitForEachOther()
		}
		all, deadlocks := w.db.Conflicts()
		if w.db.Kind() == "postgres" && deadlocks == 0 {
			t.Fatalf("there were %d conflicts and no deadlock", all)
		}
		w.measures(fmt.Sprint("tandem_database_conflicts_total ", all), fmt.Sprint("tandem_database_deadlocks_total ", deadlocks))
	})
}

// waitForEachOther has two transactions that each hold what the other one asks for.
func (w *world) waitForEachOther() {
	keys := [2]string{"one", "another"}
	var holds, done sync.WaitGroup
	holds.Add(2)
	for i := range keys {
		done.Go(func() {
			first := true
			err := w.db.Update(context.Background(), func(tx *store.Tx) error {
				if err := tx.SetMeta(context.Background(), keys[i], "x"); err != nil {
					return err
				}
				if first {
					first = false
					holds.Done()
					holds.Wait()
				}
				return tx.SetMeta(context.Background(), keys[1-i], "x")
			})
			if err != nil {
				w.t.Error(err)
			}
		})
	}
	done.Wait()
}

func TestWhatHappensIsCounted(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.RateLimit(2 * time.Second)})
		w.types("sam", "#atlas", "/request Purple unicorns for everybody")
		w.types("gwen", "#atlas", "/tandem setup") // guests may not
		w.sim.DuplicateNext(1)
		if err := w.sim.Person("sam").OpenHome(); err != nil {
			t.Fatal(err)
		}
		if err := w.sim.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.hasOpen(2)
		w.measures(
			`tandem_deliveries_total{kind="command",outcome="done"} 2`,
			`tandem_deliveries_total{kind="command",outcome="refused"} 1`,
			`tandem_deliveries_total{kind="submit",outcome="done"} 1`,
			`tandem_deliveries_total{kind="event",outcome="done"} 1`,
			`tandem_deliveries_total{kind="event",outcome="repeated"} 1`,
			`tandem_acknowledgment_seconds_count{kind="command"} 3`,
			`tandem_jobs_total{kind="draft",outcome="done"} 1`,
			`tandem_slack_calls_total{method="auth.test",outcome="ok"} 1`,
			`tandem_slack_calls_total{method="apps.connections.open",outcome="ok"} 2`,
			`tandem_slack_calls_total{method="chat.postMessage",outcome="rate_limited"} 1`,
			`tandem_open_sockets 2`,
			`tandem_running_jobs 0`,
			`tandem_oldest_due_job_seconds 0`,
			`tandem_info{database="`+w.db.Kind()+`"} 1`,
		)
	})
}

func TestMetricsNameNobodyAndNothingThatWasWritten(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Purple unicorns for everybody")
		w.presses("priya", "@tandem", "Not now") // its answer may go by a response URL
		_, says := w.asks("/metrics")
		if found := regexp.MustCompile(`(?i)unicorn|atlas|priya|FR-\d|\b[UCTD]0[A-Z0-9]+|hooks|127\.0`).FindAllString(says, -1); len(found) > 0 {
			t.Errorf("the metrics tell %q", found)
		}
	})
}

func TestAJobsEndIsCountedByWhatCameOfIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.failing = true
		w.probed()
		ends := map[string]error{"fine": nil, "reset": errors.New("a reset"), "never": engine.Permanent(errors.New("no such channel")), "taken": store.ErrLeaseLost}
		var jobs []engine.JobKind
		for kind, err := range ends {
			jobs = append(jobs, engine.JobKind{Kind: kind, Run: func(ctx context.Context, b *engine.Bot, job store.Job) error {
				if err == nil {
					return b.Finish(ctx, job, 0, nil)
				}
				return err
			}})
		}
		w.with(engine.Ritual{Jobs: jobs})
		w.update(func(ctx context.Context, tx *store.Tx) error {
			var err error
			for _, kind := range []string{"fine", "reset", "never", "taken", "whatever"} {
				err = errors.Join(err, tx.Once(ctx, kind, "1", kind, w.clock.Now()))
			}
			return err
		})
		w.types("dev", "#atlas", "/tandem broken")
		w.measures(
			`tandem_jobs_total{kind="fine",outcome="done"} 1`,
			`tandem_jobs_total{kind="reset",outcome="put_off"} 2`,
			`tandem_jobs_total{kind="never",outcome="failed"} 1`,
			`tandem_jobs_total{kind="taken",outcome="taken_over"} 1`,
			`tandem_jobs_total{kind="unknown",outcome="failed"} 1`,
			`tandem_deliveries_total{kind="command",outcome="failed"} 1`,
		)
	})
}

func TestWhatAModelWasAskedIsCountedWithItsCost(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.drafter.count(prompts.Usage{Calls: 1, Tokens: 900}, nil)
		w.drafter.count(prompts.Usage{Calls: 2, Tokens: 1100}, fmt.Errorf("drafting: %w", prompts.ErrNonsense))
		w.drafter.count(prompts.Usage{}, prompts.ErrAway)
		w.drafter.count(prompts.Usage{}, prompts.ErrRejected)
		w.drafter.count(prompts.Usage{}, context.Canceled)
		w.measures(
			`tandem_model_drafts_total{outcome="used"} 1`,
			`tandem_model_drafts_total{outcome="nonsense"} 1`,
			`tandem_model_drafts_total{outcome="away"} 1`,
			`tandem_model_drafts_total{outcome="rejected"} 1`,
			`tandem_model_drafts_total{outcome="failed"} 1`,
			`tandem_model_tokens_total 2000`,
		)
	})
}

func TestACallThatGoesWrongIsCountedByHow(t *testing.T) {
	inWorlds(t, func(w *world) {
		for _, c := range []struct {
			kind    slacksim.FaultKind
			outcome string
		}{
			{slacksim.Error("invalid_blocks"), "refused"},
			{slacksim.Status500, "error"},
			{slacksim.ResetBefore, "no_answer"},
			{slacksim.RateLimit(time.Second), "rate_limited"},
		} {
			w.sim.InjectFault(slacksim.Fault{Method: "users.info", Kind: c.kind})
			if _, err := w.bot.API.GetUserInfoContext(t.Context(), w.sim.BotUser()); err == nil {
				t.Errorf("%s: it went well", c.outcome)
			}
			w.measures(`tandem_slack_calls_total{method="users.info",outcome="` + c.outcome + `"} 1`)
		}
	})
}
