package store

import (
	"context"
	"errors"
	"time"
)

// NextDue returns when a job could next be claimed: now or earlier when one can be claimed at once, later when
// the next is not due yet, or its lane is held. It is false when there are no jobs.
func (db *DB) NextDue(ctx context.Context) (next time.Time, any bool, err error) {
	err = db.View(ctx, func(tx *Tx) error {
		next, any, err = tx.nextDue(ctx)
		return err
	})
	return next, any, err
}

// Quiet returns when the next job is due, and that no worker is at any job and none can be claimed now. Whoever winds the clock
// on from one job to the next asks it.
func (db *DB) Quiet(ctx context.Context) (next time.Time, any, quiet bool, err error) {
	err = db.View(ctx, func(tx *Tx) error {
		var leased int
		if next, any, err = tx.nextDue(ctx); err != nil {
			return err
		}
		err = tx.found(tx.row(ctx, `SELECT COUNT(*) FROM lanes WHERE leased_until > $1`, ms(tx.Now)).Scan(&leased))
		quiet = leased == 0 && (!any || next.After(tx.Now))
		return err
	})
	return next, any, quiet, err
}

func (tx *Tx) nextDue(ctx context.Context) (next time.Time, any bool, err error) {
	consider := func(t time.Time) {
		if !any || t.Before(next) {
			next, any = t, true
		}
	}
	var due int64
	err = tx.found(tx.row(ctx, `
		SELECT j.due FROM jobs j
		WHERE j.state = 'due' AND NOT EXISTS (
			SELECT 1 FROM lanes l WHERE l.lane = j.lane AND (l.leased_until > $1 OR l.free_at > $1))
		ORDER BY j.due, j.id LIMIT 1`, ms(tx.Now)).Scan(&due))
	switch {
	case err == nil:
		consider(fromMS(due))
	case !errors.Is(err, ErrNotFound):
		return next, any, err
	}
	rows, err := tx.query(ctx, `
		SELECT l.leased_until, l.free_at, min(j.due) FROM lanes l JOIN jobs j ON j.lane = l.lane AND j.state = 'due'
		WHERE l.leased_until > $1 OR l.free_at > $1
		GROUP BY l.lane, l.leased_until, l.free_at`, ms(tx.Now))
	if err != nil {
		return next, any, err
	}
	defer rows.Close()
	for rows.Next() {
		var leased, held int64
		if err := rows.Scan(&leased, &held, &due); err != nil {
			return next, any, err
		}
		consider(fromMS(max(leased, held, due)))
	}
	return next, any, rows.Err()
}

// OldestDue returns for how long the oldest due job has been due. It is false when none is.
func (db *DB) OldestDue(ctx context.Context) (age time.Duration, any bool, err error) {
	err = db.View(ctx, func(tx *Tx) error {
		var due int64
		err := tx.found(tx.row(ctx, `
			SELECT due FROM jobs WHERE state = 'due' AND due <= $1 ORDER BY due, id LIMIT 1`, ms(tx.Now)).Scan(&due))
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		age, any = tx.Now.Sub(fromMS(due)), err == nil
		return err
	})
	return age, any, err
}

// FailedJob is a job that ended without being done.
type FailedJob struct {
	ID              int64
	Kind, Key, Lane string
	Attempts        int
	Why             string
	Interrupted     bool // see Job
	Left, Failed    time.Time
}

// Failed returns the jobs that failed for good, the latest first, at most limit of them.
func (tx *Tx) Failed(ctx context.Context, limit int) ([]FailedJob, error) {
	rows, err := tx.query(ctx, `
		SELECT id, kind, key, lane, attempts, why, interrupted, left_at, ended_at FROM jobs
		WHERE state = 'failed' ORDER BY ended_at DESC, id DESC LIMIT $1`, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []FailedJob
	for rows.Next() {
		var j FailedJob
		var interrupted, left, failed int64
		err := rows.Scan(&j.ID, &j.Kind, &j.Key, &j.Lane, &j.Attempts, &j.Why, &interrupted, &left, &failed)
		if err != nil {
			return nil, err
		}
		j.Interrupted, j.Left, j.Failed = interrupted == 1, fromMS(left), fromMS(failed)
		all = append(all, j)
	}
	return all, rows.Err()
}

// Revive makes a failed job due now, as if it had never been tried. ErrNotFound when no such job has failed.
func (tx *Tx) Revive(ctx context.Context, kind, key string) error {
	n, err := tx.count(ctx, `
		UPDATE jobs SET state = 'due', due = $3, attempts = 0, interrupted = 0, why = '', ended_at = 0
		WHERE kind = $1 AND key = $2 AND `+hasFailed, kind, key, ms(tx.Now))
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrNotFound
	}
	tx.wakes = true
	return nil
}

// ForgetDone forgets the names of the jobs that were done before a time; they could be left anew.
func (tx *Tx) ForgetDone(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, `DELETE FROM jobs WHERE state = 'done' AND ended_at < $1`, ms(before))
	return err
}
