package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Claim takes the lane of the earliest due job whose lane is free, and returns that job. The lane is held until
// Finish, Retry or Fail, or until the lease, counted from now, has run out. It is false when there is nothing
// to do. By says who claims, for people who look into the database.
func (db *DB) Claim(ctx context.Context, by string, lease time.Duration) (Job, bool, error) {
	if err := db.takeUp(ctx); err != nil {
		return Job{}, false, err
	}
	for deadline := time.Now().Add(db.patience); ; {
		j, won, err := db.engine.claim(ctx, db, by, lease)
		switch {
		case errors.Is(err, ErrNotFound):
			return Job{}, false, db.sweep(ctx)
		case err == nil && won:
			return j, true, nil
		case err != nil && !db.lost(err):
			return Job{}, false, err
		}
		// Another worker was faster. There may be more.
		if time.Now().After(deadline) {
			return Job{}, false, fmt.Errorf("%w: every lane was taken by others", ErrBusy)
		}
	}
}

// A job as claims read it; j is its row in jobs. It was interrupted if its lane's last worker took this very job
// and never gave the lane back.
const jobColumns = `j.id, j.kind, j.key, j.lane, j.attempts, j.due, j.left_at, j.why, j.once, j.wanted,
	CASE WHEN j.interrupted = 1 OR EXISTS (
		SELECT 1 FROM lanes l WHERE l.lane = j.lane AND l.job = j.id AND l.lease <> '') THEN 1 ELSE 0 END AS interrupted`

// A job that is due at $1 and whose lane is free.
const claimable = `j.state = 'due' AND j.due <= $1 AND NOT EXISTS (
	SELECT 1 FROM lanes l WHERE l.lane = j.lane AND (l.leased_until > $1 OR l.free_at > $1))`

// Taking a lane with ON CONFLICT: only if it is still free.
const takeLane = `
	ON CONFLICT (lane) DO UPDATE SET
		leased_by = excluded.leased_by, lease = excluded.lease, job = excluded.job,
		leased_until = excluded.leased_until, free_at = excluded.free_at
	WHERE lanes.leased_until <= $1 AND lanes.free_at <= $1`

// claimSQLite claims in a transaction like any other: the one writer is alone. It is synced to disk as all are,
// so that Interrupted is true also after a power cut.
func claimSQLite(ctx context.Context, db *DB, by string, lease time.Duration) (j Job, won bool, err error) {
	err = db.Update(ctx, func(tx *Tx) error {
		j, err = scanJob(tx.row(ctx, `SELECT `+jobColumns+` FROM jobs j WHERE `+claimable+` ORDER BY j.due, j.id LIMIT 1`, ms(tx.Now)))
		if err != nil {
			return err
		}
		j.lease = rand.Text()
		n, err := tx.count(ctx, `
			INSERT INTO lanes (lane, leased_by, lease, job, leased_until, free_at) VALUES ($2, $3, $4, $5, $6, 0)`+takeLane,
			ms(tx.Now), j.Lane, by, j.lease, j.ID, ms(tx.Now.Add(lease)))
		won = n == 1
		return err
	})
	return j, won, err
}

// claimPostgres claims in one statement at READ COMMITTED. Claimers lock the first job of a lane, skipping those that others have
// locked, so each tries a lane of its own; the lanes' primary key decides. Only the first: past a job that
// someone holds, the lane goes on for nobody.
func claimPostgres(ctx context.Context, db *DB, by string, lease time.Duration) (Job, bool, error) {
	now, token := db.Now(), rand.Text()
	var won bool
	j, err := scanJob(db.claims.db.QueryRowContext(ctx, `
		WITH head AS (
			SELECT `+jobColumns+` FROM jobs j
			WHERE `+claimable+` AND NOT EXISTS (
				SELECT 1 FROM jobs e
				WHERE e.lane = j.lane AND e.state = 'due' AND (e.due, e.id) < (j.due, j.id))
			ORDER BY j.due, j.id LIMIT 1
			FOR UPDATE OF j SKIP LOCKED
		), taken AS (
			INSERT INTO lanes (lane, leased_by, lease, job, leased_until, free_at)
			SELECT head.lane, $2::text, $3::text, head.id, $4::bigint, 0 FROM head`+takeLane+`
			RETURNING lanes.lane
		)
		SELECT head.*, EXISTS (SELECT 1 FROM taken) FROM head`,
		ms(now), by, token, ms(now.Add(lease))), &won)
	j.lease = token
	return j, won, db.engine.explain(err)
}

// scanJob reads a row of jobColumns and whatever follows them. No row is ErrNotFound.
func scanJob(row *sql.Row, more ...any) (Job, error) {
	var j Job
	var due, left, once, interrupted int64
	err := row.Scan(append([]any{&j.ID, &j.Kind, &j.Key, &j.Lane, &j.Attempts, &due, &left, &j.Why, &once, &j.wanted, &interrupted}, more...)...)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	j.Due, j.Left, j.once, j.Interrupted = fromMS(due), fromMS(left), once == 1, interrupted == 1
	return j, err
}

// sweep removes the rows of lanes that nobody holds, at most once a minute. A lane whose worker died stays for as
// long as the job that was interrupted.
func (db *DB) sweep(ctx context.Context) error {
	now := db.Now()
	last := db.swept.Load()
	if ms(now)-last < time.Minute.Milliseconds() || !db.swept.CompareAndSwap(last, ms(now)) {
		return nil
	}
	c, err := db.claims.take(ctx, nil)
	if err != nil {
		return err
	}
	_, err = c.c.ExecContext(ctx, `
		DELETE FROM lanes WHERE leased_until <= $1 AND free_at <= $1 AND (
			lease = '' OR NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = lanes.job AND jobs.state = 'due'))`, ms(now))
	db.claims.give(c, err)
	if err = db.engine.explain(err); db.lost(err) {
		return nil // there will be another time
	}
	return err
}
