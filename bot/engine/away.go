package engine

import (
	"context"
	"errors"
	"sync"
	"time"

	"tandem/store"
)

// Slack may cease to let a running Tandem in: the app was taken out of the workspace, or its tokens were revoked. That
// mends outside of Tandem, so it stays where it is. It says so once, claims no jobs, loses none and counts no tries, and
// knocks again and again until it is let in. At the start a token that is refused ends it instead: see Start and listen.

// How long Tandem waits before it knocks: longer each time.
const (
	firstKnock = time.Minute
	LastKnock  = 10 * time.Minute
)

// TurnsAway are Slack's words for a token that does not let Tandem in any more.
var TurnsAway = []string{"account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed"}

// An awayError stands for a call that was not made, or was turned away, while Slack does not let Tandem in.
type awayError struct{ why string }

func (e awayError) Error() string { return e.why }

// isAway reports whether err says that Slack does not let Tandem in.
func isAway(err error) bool {
	var a awayError
	return errors.As(err, &a)
}

// An absence is the time in which Slack does not let Tandem in.
type absence struct {
	clock *store.Clock
	mu    sync.Mutex
	why   string        // empty while Slack lets Tandem in
	knock time.Time     // when to try again
	wait  time.Duration // how long the last wait was
	back  chan struct{} // closed when it is over
}

// Away says why Slack does not let Tandem in and when it is tried again, while it does not.
func (b *Bot) Away() (why string, knock time.Time, away bool) { return b.away.is() }

// begin begins an absence, unless one is under way.
func (a *absence) begin(why string) (begun bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.why != "" {
		return false
	}
	a.why, a.wait, a.knock, a.back = why, firstKnock, a.clock.Now().Add(firstKnock), make(chan struct{})
	return true
}

// last has the absence last until a later knock.
func (a *absence) last() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.wait = min(2*a.wait, LastKnock)
	a.knock = a.clock.Now().Add(a.wait)
}

// end ends an absence.
func (a *absence) end() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.why != "" {
		a.why = ""
		close(a.back)
	}
}

// is says why Slack does not let Tandem in, and when it knocks again; away is false while there is nothing to say.
func (a *absence) is() (why string, knock time.Time, away bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.why, a.knock, a.why != ""
}

// closed is an awayError during an absence.
func (a *absence) closed() error {
	if why, _, away := a.is(); away {
		return awayError{why}
	}
	return nil
}

// await returns when the absence is over, or when ctx ends.
func (a *absence) await(ctx context.Context) {
	a.mu.Lock()
	back := a.back
	a.mu.Unlock()
	if back == nil {
		return
	}
	select {
	case <-back:
	case <-ctx.Done():
	}
}

// turnedAway begins an absence, and says so once.
func (b *Bot) turnedAway(err error) {
	if b.away.begin(err.Error()) {
		b.Log.Error("Slack does not let Tandem in any more: nothing is posted, and everything is kept. It goes on by itself when it is let in again; new tokens need a new start", "err", err)
	}
}

// shutOut begins an absence because no socket opens any more. Where Slack refuses the bot token too, the app is gone, and
// that is what to mend.
func (b *Bot) shutOut(ctx context.Context, err error) {
	why := tokenError("SLACK_APP_TOKEN", err)
	if _, too := b.API.AuthTestContext(ctx); refusesToken(too) {
		why = tokenError("SLACK_BOT_TOKEN", too)
	}
	b.turnedAway(why)
}

// admitted is what a call's error means for the whole of Tandem: where Slack turned the call away for its token, it is
// asked whether that is so, because some of the words are also said of the person whom a call is about. Where Slack does
// not answer that, the token is taken for refused: nothing is lost by knocking.
func (b *Bot) admitted(err error) error {
	if !SlackSays(err, TurnsAway...) {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), slackTimeout)
	defer cancel()
	if _, again := b.API.AuthTestContext(ctx); again == nil {
		return err
	}
	b.turnedAway(tokenError("SLACK_BOT_TOKEN", err))
	return awayError{err.Error()}
}

// stayAway waits until it is time to knock, and knocks.
func (b *Bot) stayAway(ctx context.Context, knock time.Time) {
	if b.DB.Clock().Wait(ctx, knock, nil) == nil {
		b.Knock(ctx)
	}
}

// Knock asks Slack whether both tokens are good again. What is opened for a socket is left unused: it is good once, and
// ends by itself.
func (b *Bot) Knock(ctx context.Context) {
	_, err := b.API.AuthTestContext(ctx)
	if err == nil {
		_, _, err = b.socketAPI().StartSocketModeContext(ctx)
	}
	if err != nil {
		b.away.last()
		b.Log.Debug("Slack does not let Tandem in yet", "err", err)
		return
	}
	b.Log.Info("Slack lets Tandem in again")
	b.away.end()
}

// putBack gives a job back that was not done because Slack does not let Tandem in.
func (b *Bot) putBack(ctx context.Context, job store.Job) {
	ctx, done := keeping(ctx)
	defer done()
	if err := b.DB.Update(ctx, func(tx *store.Tx) error { return tx.PutBack(ctx, job) }); err != nil && !errors.Is(err, store.ErrLeaseLost) {
		b.Log.Warn("a job was not put back, and is taken up when its lease is over", "job", job.Kind, "err", err)
	}
}

// jobAdmission asks Slack whether its tokens are still good: it was told that they may not be.
const jobAdmission = "admission"

// tokensGone hears that the app was taken out, or that tokens were revoked. They may be others, or the event may be late,
// so Slack is asked.
func tokensGone(ctx context.Context, tx *store.Tx, _ Input) (Reply, error) {
	return Reply{}, tx.Refresh(ctx, jobAdmission, jobAdmission, jobAdmission)
}

func runAdmission(ctx context.Context, b *Bot, job store.Job) error {
	err := b.Gate.Through("auth.test", func() error { _, err := b.API.AuthTestContext(ctx); return err })
	if err != nil {
		return err
	}
	return b.Finish(ctx, job, 0, nil)
}
