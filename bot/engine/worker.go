package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"tandem/store"
)

const (
	Lease    = time.Minute      // a worker that died gives its jobs back after this
	jobLimit = 45 * time.Second // a job that takes longer has failed, unless its kind has another limit: it must end before its lease does
	keepIn   = 3 * time.Second  // for keeping what came of a job, also when its own time is over
	Poll     = 2 * time.Second  // how often another replica's jobs are looked for
	lastJobs = 5 * time.Second  // for the jobs under way when Tandem is being stopped

	complainEvery = time.Minute // while the database gives no jobs, which is tried at every poll
)

// Work runs due jobs until ctx ends. One loop claims, so that the order of the lanes is kept; what it claimed runs
// beside it. A job that is under way at the end gets lastJobs; what was cut off is taken up again by the next start.
func (b *Bot) Work(ctx context.Context) error {
	jobs, cutOff := context.WithCancel(context.WithoutCancel(ctx))
	defer cutOff()
	again := make(chan struct{}, 1)
	ring := func() {
		select {
		case again <- struct{}{}:
		default:
		}
	}
	var wg sync.WaitGroup
	defer func() {
		late := time.AfterFunc(lastJobs, cutOff)
		defer late.Stop()
		wg.Wait()
	}()
	wg.Go(func() { forward(ctx, b.DB.Woken(), ring) })
	slots := make(chan struct{}, b.cfg.Workers)
	for {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if _, knock, away := b.away.is(); away {
			<-slots
			b.stayAway(ctx, knock)
			continue
		}
		b.calm.await(ctx)
		job, ok, err := b.DB.Claim(ctx, b.name(), Lease)
		if err != nil || !ok {
			<-slots
			b.rest(ctx, err, again)
			continue
		}
		wg.Go(func() {
			b.do(jobs, job)
			<-slots
			ring()
		})
	}
}

// rest waits until a job is due, or until somebody rings.
func (b *Bot) rest(ctx context.Context, err error, again <-chan struct{}) {
	if err != nil {
		b.room.heard(err)
	}
	b.lookForRoom(ctx)
	until := b.DB.Now().Add(Poll)
	if err == nil {
		due, ok, dueErr := b.DB.NextDue(ctx)
		if ok && due.Before(until) {
			until = due
		}
		err = dueErr
	}
	if err != nil && ctx.Err() == nil && b.DB.Now().Sub(b.complained) >= complainEvery {
		b.complained = b.DB.Now()
		b.Log.Error("the database did not give a job", "err", err)
	}
	// The end of ctx is seen by the caller.
	_ = b.DB.Clock().Wait(ctx, until, again)
}

// forward rings for every signal on c until ctx ends.
func forward(ctx context.Context, c <-chan struct{}, ring func()) {
	for {
		select {
		case <-c:
			ring()
		case <-ctx.Done():
			return
		}
	}
}

// name tells this process's claims from another's: who looks into the database finds the process by its number.
func (b *Bot) name() string { return fmt.Sprintf("%s@%d/%p", b.Me.User, os.Getpid(), b) }

// Drain runs what is due now, one after the other, and returns when nothing is, or while Slack does not let Tandem in.
func (b *Bot) Drain(ctx context.Context) error {
	for {
		if _, _, away := b.away.is(); away {
			return nil
		}
		job, ok, err := b.DB.Claim(ctx, b.name(), Lease)
		if err != nil || !ok {
			return err
		}
		b.do(ctx, job)
	}
}

// do runs one job. The job finishes itself in the transaction that keeps what came of it; what is left for here is a
// job that could not.
func (b *Bot) do(ctx context.Context, job store.Job) {
	kind, known := b.Routes.jobs[job.Kind]
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(kind.Limit, jobLimit))
	defer cancel()
	b.metrics.running.Inc()
	defer b.metrics.running.Dec()
	err := b.safely(func() error {
		if !known {
			return Permanent(fmt.Errorf("nothing here does %q", job.Kind))
		}
		if kind.Limit > jobLimit {
			err := b.DB.Update(ctx, func(tx *store.Tx) error { return tx.Hold(ctx, job, kind.Limit+Lease-jobLimit) })
			if err != nil {
				return err
			}
		}
		return kind.Run(ctx, b, job)
	})
	b.metrics.ran(job.Kind, known, err)
	switch {
	case err == nil || errors.Is(err, store.ErrLeaseLost):
		return
	case isAway(err):
		b.putBack(ctx, job)
		return
	}
	keep, done := keeping(ctx)
	defer done()
	kept := b.DB.Update(keep, func(tx *store.Tx) error {
		if IsPermanent(err) {
			return tx.Fail(keep, job, err.Error())
		}
		return tx.Retry(keep, job, waitFor(err, job.Attempts), err.Error())
	})
	if IsPermanent(err) {
		b.Log.Error("a job failed", "job", job.Kind, "key", job.Key, "err", errors.Join(err, kept))
		return
	}
	b.Log.Warn("a job is put off", "job", job.Kind, "key", job.Key, "attempt", job.Attempts+1, "err", errors.Join(err, kept))
}

// keeping is a context for keeping what came of a job: it outlives the job's own, because what Slack has done is done.
func keeping(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), keepIn)
}
