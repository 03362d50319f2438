package bot

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/slacksim"
	"tandem/store"
)

// left are the jobs that wait, with how often each was tried.
func (w *world) left(kind, key string) store.Job {
	w.t.Helper()
	job, ok, err := w.db.Claim(context.Background(), "test", engine.Lease)
	if err != nil || !ok || job.Kind != kind || job.Key != key {
		w.t.Fatalf("claimed %+v, %t, %v; want %s %s", job, ok, err, kind, key)
	}
	w.update(func(ctx context.Context, tx *store.Tx) error { return tx.PutBack(ctx, job) })
	return job
}

// isOut returns when the bot knows that Slack does not let it in.
func (w *world) isOut() {
	w.t.Helper()
	w.soon(func() bool { _, _, away := w.bot.Away(); return away && w.sim.Sockets() == 0 })
}

func TestAnUninstalledAppKeepsWhatWaitsAndPostsItOnceWhenItIsInstalledAgain(t *testing.T) {
	t.Parallel()
	ways := map[string]func(w *world){
		"uninstalled": func(w *world) { w.sim.Uninstall() },
		"revoked":     func(w *world) { w.sim.RevokeTokens() },
	}
	for name, goAway := range ways {
		for _, again := range []string{"it is let in", "it is started again"} {
			t.Run(name+", "+again, func(t *testing.T) {
				inWorlds(t, func(w *world) {
					w.probed()
					w.failing = true // it says so in the log
					one, two, three := w.leaves(store.Message{To: "dev", Subject: "one"}), w.leaves(store.Message{To: "dev", Subject: "two"}), w.leaves(store.Message{To: "#atlas", Subject: "three"})
					goAway(w)
					w.isOut()
					posts := len(w.sim.Calls("chat.postMessage"))
					w.passes(3 * time.Hour)
					if got := len(w.sim.Calls("chat.postMessage")); got != posts {
						t.Errorf("it tried to post %d times", got-posts)
					}
					if n := w.logged.with("does not let Tandem in"); n != 1 {
						t.Errorf("it said so %d times", n)
					}
					for _, m := range []store.Message{one, two, three} {
						is := w.message(m.ID)
						if is.State != store.MessageWaiting {
							t.Errorf("%s is %s", m.Subject, is.State)
						}
					}
					status, says := w.asks("/readyz")
					if status != http.StatusServiceUnavailable || strings.Count(says, "\n") != 1 || !strings.Contains(says, "everything is kept") || !strings.Contains(says, "Slack refuses SLACK_BOT_TOKEN") {
						t.Errorf("it is ready: %d %s", status, says)
					}
					w.sim.Reinstall()
					if again == "it is started again" {
						w.stop()
						w.start()
					}
					w.passes(engine.LastKnock)
					w.awaits(func() bool { return w.sim.Sockets() == 2 })
					w.passes(time.Minute)
					for _, m := range []store.Message{one, two, three} {
						where := map[bool]string{true: "#atlas", false: "@tandem"}[m.Subject == "three"]
						if n := w.there("dev", where, m); n != 1 {
							t.Errorf("%s is there %d times", m.Subject, n)
						}
					}
					if !ordered(w.reads("dev", "@tandem"), "a probe one", "a probe two") {
						t.Errorf("they are out of order:\n%s", w.reads("dev", "@tandem"))
					}
					w.hasOpen(2)
					w.answers("/readyz", http.StatusOK, "ready\n")
					w.types("sam", "#atlas", "/tandem") // it hears again
				})
			})
		}
	}
}

func TestAJobThatFindsItsTokenRefusedIsNotTriedNorFailed(t *testing.T) {
	t.Parallel()
	for _, word := range engine.TurnsAway {
		t.Run(word, func(t *testing.T) {
			inWorlds(t, func(w *world) {
				w.probed()
				w.failing = true
				m := w.leaves(store.Message{To: "dev", Subject: "one"})
				for _, method := range []string{"chat.postMessage", "auth.test"} {
					w.sim.InjectFault(slacksim.Fault{Method: method, Kind: slacksim.Error(word), Count: -1})
				}
				w.passes(30 * time.Second)
				if job := w.left(engine.JobMessage, m.ID); job.Attempts != 0 {
					t.Errorf("it was tried %d times", job.Attempts)
				}
				if got := len(w.sim.Calls("chat.postMessage")); got != 1 {
					t.Errorf("it was called %d times", got)
				}
				knocks := w.knocks(2 * time.Hour)
				if want := []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 10 * time.Minute, 10 * time.Minute}; len(knocks) < 6 || !slices.Equal(knocks[:6], want) {
					t.Errorf("it knocked after %v", knocks)
				}
				w.sim.ClearFaults()
				w.passes(engine.LastKnock + time.Minute)
				if n := w.there("dev", "@tandem", m); n != 1 {
					t.Errorf("it is there %d times", n)
				}
			})
		})
	}
}

// knocks are the pauses between one knock and the next, within a while from the beginning of an absence.
func (w *world) knocks(within time.Duration) (pauses []time.Duration) {
	w.t.Helper()
	last := w.clock.Now().Add(-30 * time.Second)
	for end := w.clock.Now().Add(within); w.clock.Now().Before(end); {
		_, next, away := w.bot.Away()
		if !away {
			w.t.Fatal("it is let in")
		}
		pauses = append(pauses, next.Sub(last))
		last = next
		w.passes(next.Sub(w.clock.Now()))
	}
	return pauses
}

func TestAPersonWhoIsInactiveIsNotTakenForTandem(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.probed()
		m := w.leaves(store.Message{To: "dev", Subject: "one"})
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.Error("account_inactive")})
		w.settle()
		if is := w.message(m.ID); is.State != store.MessageFailed {
			t.Errorf("it is %s", is.State)
		}
		if _, _, away := w.bot.Away(); away {
			t.Error("Tandem takes itself for turned away")
		}
	})
}

func TestTokensOfOthersThatAreRevokedChangeNothing(t *testing.T) {
	inWorlds(t, func(w *world) {
		if err := w.sim.Emit(`{"type":"tokens_revoked","tokens":{"oauth":["U0SAM"],"bot":[]}}`); err != nil {
			t.Fatal(err)
		}
		w.settle()
		if _, _, away := w.bot.Away(); away || len(w.sim.Calls("auth.test")) != 2 {
			t.Errorf("it is away, or asked %d times", len(w.sim.Calls("auth.test")))
		}
		w.ended()
	})
}

func TestARunningBotWhoseAppTokenIsRefusedStaysUpAndGoesOn(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"invalid_auth", "missing_scope"} { // socketmode gives up on the one, and tries the other on and on
		t.Run(word, func(t *testing.T) {
			inWorlds(t, func(w *world) {
				w.failing = true
				stop, ended := running(t, w, func(*engine.Config) {})
				w.awaits(func() bool { return w.sim.Sockets() == 2 })
				w.hasOpen(2)
				w.sim.InjectFault(slacksim.Fault{Method: ofSockets, Kind: slacksim.Error(word), Count: -1})
				w.sim.DropSockets()
				w.isOut()
				_, first, _ := w.bot.Away()
				w.clock.Set(first)
				w.soon(func() bool { _, next, away := w.bot.Away(); return away && next.After(first) })
				w.sim.ClearFaults()
				_, next, _ := w.bot.Away()
				w.clock.Set(next)
				w.hasOpen(2)
				select {
				case err := <-ended:
					t.Fatalf("it ended: %v", err)
				default:
				}
				stop()
				if err := arrives(t, ended); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func TestABotThatIsTurnedAwayCanBeStopped(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.failing = true
		stop, ended := running(t, w, func(*engine.Config) {})
		w.awaits(func() bool { return w.sim.Sockets() == 2 })
		w.hasOpen(2)
		w.sim.Uninstall()
		w.isOut()
		stop()
		if err := arrives(t, ended); err != nil {
			t.Error(err)
		}
	})
}
