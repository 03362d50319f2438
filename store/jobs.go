package store

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Job is something to be done outside of the database, as a worker has claimed it.
type Job struct {
	ID        int64
	Kind, Key string // together they name the job; Key is usually the id of what it is about
	Lane      string // jobs of one lane run one at a time, in the order of Due and ID
	Attempts  int    // how many times it was put off with Retry
	Due       time.Time
	Left      time.Time // when it was left
	Why       string    // what was said at the last Retry

	// Interrupted: a worker claimed it before and was not heard of again, so some or all of it may have been
	// done already. It stays true until the job has ended.
	Interrupted bool

	once   bool
	wanted int64  // how many times it had been asked for when it was claimed
	lease  string // what shows that the lane is still ours
}

// Once leaves a job that is to be done once, at due. The name (kind, key) stays taken after the job has ended:
// leaving it a second time changes nothing, ever.
func (tx *Tx) Once(ctx context.Context, kind, key, lane string, due time.Time) error {
	return tx.leave(ctx, `
		INSERT INTO jobs (kind, key, lane, state, once, wanted, attempts, interrupted, why, due, left_at, ended_at)
		VALUES ($1, $2, $3, 'due', 1, 1, 0, 0, '', $4, $5, 0)
		ON CONFLICT (kind, key) DO NOTHING`, kind, key, lane, ms(due), ms(tx.Now))
}

// Refresh leaves a job that brings something up to date, due now. While it waits or runs, asking again changes
// nothing but this: a run that began before the last time of asking is followed by another. One that had failed
// for good is tried anew.
func (tx *Tx) Refresh(ctx context.Context, kind, key, lane string) error {
	return tx.RefreshAt(ctx, kind, key, lane, tx.Now)
}

// RefreshAt is Refresh for a job that is due later. What is due sooner already stays so.
func (tx *Tx) RefreshAt(ctx context.Context, kind, key, lane string, due time.Time) error {
	return tx.leave(ctx, refreshInto+`($1, $2, $3, 'due', 0, 1, 0, 0, '', $4, $5, 0)`+refreshed, kind, key, lane, ms(due), ms(tx.Now))
}

// What RefreshAt says before and after the rows that it leaves.
const (
	refreshInto = `
		INSERT INTO jobs (kind, key, lane, state, once, wanted, attempts, interrupted, why, due, left_at, ended_at)
		VALUES `
	refreshed = `
		ON CONFLICT (kind, key) DO UPDATE SET
			wanted = jobs.wanted + 1,
			due = CASE WHEN jobs.state = 'due' AND jobs.due < excluded.due THEN jobs.due ELSE excluded.due END,
			attempts = CASE WHEN jobs.state = 'due' THEN jobs.attempts ELSE 0 END,
			state = 'due',
			ended_at = 0
		WHERE jobs.once = 0`
)

// A Later is one of the jobs that RefreshEach leaves.
type Later struct {
	Key, Lane string
	Due       time.Time
}

// laterAtOnce is how many jobs one statement leaves.
const laterAtOnce = 40

// RefreshEach is RefreshAt for many jobs of a kind, no two of which have one key.
func (tx *Tx) RefreshEach(ctx context.Context, kind string, all []Later) error {
	for len(all) > 0 {
		n := 1 // statements of two sizes are all there are to prepare
		if len(all) >= laterAtOnce {
			n = laterAtOnce
		}
		var rows []string
		args := []any{kind, ms(tx.Now)}
		for _, j := range all[:n] {
			i := len(args)
			rows = append(rows, fmt.Sprintf("($1, $%d, $%d, 'due', 0, 1, 0, 0, '', $%d, $2, 0)", i+1, i+2, i+3))
			args = append(args, j.Key, j.Lane, ms(j.Due))
		}
		if err := tx.leave(ctx, refreshInto+strings.Join(rows, ", ")+refreshed, args...); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

// A job found by its name may be in any state. Said like this no index of only the due or only the failed jobs
// fits, and the server does not walk through one of them instead of looking the name up.
const (
	unfinished = `state NOT IN ('done', 'failed')`
	hasFailed  = `state NOT IN ('due', 'done')`
)

// Sooner moves an unfinished job forward to due, never back.
func (tx *Tx) Sooner(ctx context.Context, kind, key string, due time.Time) error {
	return tx.leave(ctx, `
		UPDATE jobs SET due = $3 WHERE kind = $1 AND key = $2 AND due > $3 AND `+unfinished, kind, key, ms(due))
}

// SoonerAll moves all unfinished jobs of a kind forward to due, never back.
func (tx *Tx) SoonerAll(ctx context.Context, kind string, due time.Time) error {
	return tx.leave(ctx, `
		UPDATE jobs SET due = $2 WHERE kind = $1 AND due > $2 AND `+unfinished, kind, ms(due))
}

// Move moves an unfinished job to due, forward or back.
func (tx *Tx) Move(ctx context.Context, kind, key string, due time.Time) error {
	return tx.leave(ctx, `
		UPDATE jobs SET due = $3 WHERE kind = $1 AND key = $2 AND due <> $3 AND `+unfinished, kind, key, ms(due))
}

// Cancel removes an unfinished job, and its name is free again. A worker that is at it already is not stopped;
// its Finish finds nothing to do.
func (tx *Tx) Cancel(ctx context.Context, kind, key string) error {
	_, err := tx.exec(ctx, `DELETE FROM jobs WHERE kind = $1 AND key = $2 AND `+unfinished, kind, key)
	return err
}

// leave runs a statement that may leave a job or change when one is due.
func (tx *Tx) leave(ctx context.Context, query string, args ...any) error {
	n, err := tx.count(ctx, query, args...)
	if n > 0 {
		tx.wakes = true
	}
	return err
}

// Every statement below that ends or puts off a job changes the job first and its lane after, and only while the
// lane is still held with the job's lease. A claim takes them in the same order, so the two never deadlock.

// Finish ends a job that is done, and frees its lane from pace after now on. A refresh that was asked for again
// since it was claimed stays due. It returns ErrLeaseLost, and the transaction must not be committed, when the lease ran out
// and another worker has claimed the lane.
func (tx *Tx) Finish(ctx context.Context, j Job, pace time.Duration) error {
	var err error
	if j.once {
		_, err = tx.exec(ctx, `
			UPDATE jobs SET state = 'done', ended_at = $3
			WHERE id = $1 AND `+leased, j.ID, j.lease, ms(tx.Now))
	} else {
		var gone int64
		gone, err = tx.count(ctx, `DELETE FROM jobs WHERE id = $1 AND wanted = $3 AND `+leased, j.ID, j.lease, j.wanted)
		if err == nil && gone == 0 {
			_, err = tx.exec(ctx, `UPDATE jobs SET attempts = 0, interrupted = 0, why = '' WHERE id = $1 AND `+leased, j.ID, j.lease)
		}
	}
	if err != nil {
		return err
	}
	return tx.free(ctx, j, tx.Now.Add(pace))
}

// Retry puts a job off for wait, and holds its whole lane until then, so that the order within the lane stays.
// Why is for people. ErrLeaseLost as in Finish.
func (tx *Tx) Retry(ctx context.Context, j Job, wait time.Duration, why string) error {
	_, err := tx.exec(ctx, `
		UPDATE jobs SET attempts = attempts + 1, interrupted = $3, why = $4
		WHERE id = $1 AND `+leased, j.ID, j.lease, bit(j.Interrupted), why)
	if err != nil {
		return err
	}
	return tx.free(ctx, j, tx.Now.Add(wait))
}

// Hold lengthens a job's lease, which ends so long from now on. ErrLeaseLost as in Finish.
func (tx *Tx) Hold(ctx context.Context, j Job, lease time.Duration) error {
	n, err := tx.count(ctx, `UPDATE lanes SET leased_until = $3 WHERE lane = $1 AND lease = $2`, j.Lane, j.lease, ms(tx.Now.Add(lease)))
	if err == nil && n == 0 {
		return ErrLeaseLost
	}
	return err
}

// PutBack gives a job back as if it had not been claimed: nothing was tried, so it does not count as a try. It stays
// where it is in its lane. ErrLeaseLost as in Finish.
func (tx *Tx) PutBack(ctx context.Context, j Job) error {
	_, err := tx.exec(ctx, `UPDATE jobs SET interrupted = $3 WHERE id = $1 AND `+leased, j.ID, j.lease, bit(j.Interrupted))
	if err != nil {
		return err
	}
	return tx.free(ctx, j, tx.Now)
}

// Fail ends a job that cannot be done. It is kept: see Failed. Why is for people. ErrLeaseLost as in Finish.
func (tx *Tx) Fail(ctx context.Context, j Job, why string) error {
	_, err := tx.exec(ctx, `
		UPDATE jobs SET state = 'failed', interrupted = $3, why = $4, ended_at = $5
		WHERE id = $1 AND `+leased, j.ID, j.lease, bit(j.Interrupted), why, ms(tx.Now))
	if err != nil {
		return err
	}
	return tx.free(ctx, j, tx.Now)
}

// leased is true of a job whose lane is held with the lease $2.
const leased = `EXISTS (SELECT 1 FROM lanes WHERE lanes.lane = jobs.lane AND lanes.lease = $2)`

// free gives a job's lane back, for anyone to claim from a time on.
func (tx *Tx) free(ctx context.Context, j Job, from time.Time) error {
	n, err := tx.count(ctx, `
		UPDATE lanes SET leased_by = '', lease = '', job = 0, leased_until = 0, free_at = $3
		WHERE lane = $1 AND lease = $2`, j.Lane, j.lease, ms(from))
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrLeaseLost
	}
	tx.wakes = true // whatever waits in the lane
	return nil
}
