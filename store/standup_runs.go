package store

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"tandem/bot/ritual"
)

const runColumns = `r.standup, r.day, r.setup, r.team, r.opened, r.summary_at, r.posted, r.closed, r.themes`

func readRun(row scanner) (r ritual.StandupRun, err error) {
	err = row.Scan(&r.Standup, &r.Day, document{&r.Setup}, &r.Team, at(&r.Opened), at(&r.SummaryAt), at(&r.Posted), at(&r.Closed), document{&r.Themes})
	return r, err
}

// OpenRun adds a run of a standup with everybody's turn in it.
func (tx *Tx) OpenRun(ctx context.Context, r ritual.StandupRun, turns []ritual.StandupTurn) error {
	_, err := tx.exec(ctx, `
		INSERT INTO standup_runs (standup, day, setup, team, opened, summary_at, posted, closed, themes)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		r.Standup, r.Day, asJSON(r.Setup), r.Team, ms(r.Opened), ms(r.SummaryAt), ms(r.Posted), ms(r.Closed), asJSON(r.Themes))
	return errors.Join(err, tx.KeepTurns(ctx, r, turns))
}

// KeepRun keeps how far a run has come, or returns ErrNotFound.
func (tx *Tx) KeepRun(ctx context.Context, r ritual.StandupRun) error {
	return tx.change(ctx, `
		UPDATE standup_runs SET summary_at = $3, posted = $4, closed = $5, themes = $6 WHERE standup = $1 AND day = $2`,
		r.Standup, r.Day, ms(r.SummaryAt), ms(r.Posted), ms(r.Closed), asJSON(r.Themes))
}

// Run returns the run of a standup on a day, or ErrNotFound.
func (tx *Tx) Run(ctx context.Context, standup, day string) (ritual.StandupRun, error) {
	return one(ctx, tx, readRun, `SELECT `+runColumns+` FROM standup_runs r WHERE r.standup = $1 AND r.day = $2`, standup, day)
}

// OpenRuns returns the runs of a standup whose answers count, in the order of their days.
func (tx *Tx) OpenRuns(ctx context.Context, standup string) ([]ritual.StandupRun, error) {
	return many(ctx, tx, readRun, `SELECT `+runColumns+` FROM standup_runs r WHERE r.standup = $1 AND r.closed = 0 ORDER BY r.day`, standup)
}

// RunsBetween returns the runs of a standup from a day to another, in their order.
func (tx *Tx) RunsBetween(ctx context.Context, standup, from, to string) ([]ritual.StandupRun, error) {
	return many(ctx, tx, readRun, `
		SELECT `+runColumns+` FROM standup_runs r WHERE r.standup = $1 AND r.day >= $2 AND r.day <= $3 ORDER BY r.day`, standup, from, to)
}

// RunBefore returns the latest run of a standup before a day, or ErrNotFound.
func (tx *Tx) RunBefore(ctx context.Context, standup, day string) (ritual.StandupRun, error) {
	return one(ctx, tx, readRun, `
		SELECT `+runColumns+` FROM standup_runs r WHERE r.standup = $1 AND r.day < $2 ORDER BY r.day DESC LIMIT 1`, standup, day)
}

const turnColumns = `t.person, t.optional, t.due, t.remind_at, t.state, t.why, t.asked, t.reminded, t.place`

// turnFields are where turnColumns are read into.
func turnFields(t *ritual.StandupTurn) []any {
	return []any{&t.Person, &t.Optional, at(&t.Due), at(&t.RemindAt), &t.State, &t.Why, at(&t.Asked), at(&t.Reminded), &t.Place}
}

func readTurn(row scanner) (t ritual.StandupTurn, err error) {
	err = row.Scan(turnFields(&t)...)
	return t, err
}

// KeepTurn keeps somebody's turn in a run, in place of how it was.
func (tx *Tx) KeepTurn(ctx context.Context, r ritual.StandupRun, t ritual.StandupTurn) error {
	return tx.KeepTurns(ctx, r, []ritual.StandupTurn{t})
}

// turnsAtOnce is how many turns one statement keeps: of a large roster, a statement for each would take long.
const turnsAtOnce = 40

// KeepTurns keeps the turns of some people in a run, in place of how they were. Nobody has two.
func (tx *Tx) KeepTurns(ctx context.Context, r ritual.StandupRun, turns []ritual.StandupTurn) error {
	for len(turns) > 0 {
		n := 1 // statements of two sizes are all there are to prepare
		if len(turns) >= turnsAtOnce {
			n = turnsAtOnce
		}
		if err := tx.keepTurns(ctx, r, turns[:n]); err != nil {
			return err
		}
		turns = turns[n:]
	}
	return nil
}

func (tx *Tx) keepTurns(ctx context.Context, r ritual.StandupRun, turns []ritual.StandupTurn) error {
	var rows []string
	args := []any{r.Standup, r.Day}
	for _, t := range turns {
		row := "($1, $2"
		for _, v := range []any{t.Person, bit(t.Optional), ms(t.Due), ms(t.RemindAt), string(t.State), string(t.Why), ms(t.Asked), ms(t.Reminded), t.Place} {
			args = append(args, v)
			row += ", $" + strconv.Itoa(len(args))
		}
		rows = append(rows, row+")")
	}
	_, err := tx.exec(ctx, `
		INSERT INTO standup_turns (standup, day, person, optional, due, remind_at, state, why, asked, reminded, place)
		VALUES `+strings.Join(rows, ", ")+`
		ON CONFLICT (standup, day, person) DO UPDATE
		SET due = excluded.due, remind_at = excluded.remind_at, state = excluded.state, why = excluded.why, asked = excluded.asked, reminded = excluded.reminded`,
		args...)
	return err
}

// Turns returns everybody's turn in a run, in the order of the roster.
func (tx *Tx) Turns(ctx context.Context, standup, day string) ([]ritual.StandupTurn, error) {
	return many(ctx, tx, readTurn, `SELECT `+turnColumns+` FROM standup_turns t WHERE t.standup = $1 AND t.day = $2 ORDER BY t.place, t.person`, standup, day)
}

// Turn returns somebody's turn in a run, or ErrNotFound.
func (tx *Tx) Turn(ctx context.Context, standup, day, person string) (ritual.StandupTurn, error) {
	return one(ctx, tx, readTurn, `SELECT `+turnColumns+` FROM standup_turns t WHERE t.standup = $1 AND t.day = $2 AND t.person = $3`, standup, day, person)
}

// DueTurns returns those of a run whose turn it is to be asked, the first first, at most limit.
func (tx *Tx) DueTurns(ctx context.Context, standup, day string, limit int) ([]ritual.StandupTurn, error) {
	return many(ctx, tx, readTurn, `
		SELECT `+turnColumns+` FROM standup_turns t
		WHERE t.standup = $1 AND t.day = $2 AND t.state = 'due' AND t.due <= $3 ORDER BY t.due, t.place LIMIT $4`, standup, day, ms(tx.Now), limit)
}

// TurnsSince returns how many of a run were asked or reminded since an instant.
func (tx *Tx) TurnsSince(ctx context.Context, standup, day string, since time.Time) (n int, err error) {
	err = tx.row(ctx, `
		SELECT COUNT(*) FROM standup_turns WHERE standup = $1 AND day = $2 AND (asked > $3 OR reminded > $3)`, standup, day, ms(since)).Scan(&n)
	return n, tx.found(err)
}

// Awaited reports whether the answer of anybody on the roster of a run is still waited for.
func (tx *Tx) Awaited(ctx context.Context, standup, day string) (bool, error) {
	var n int
	err := tx.row(ctx, `
		SELECT COUNT(*) FROM (
			SELECT 1 FROM standup_turns t
			WHERE t.standup = $1 AND t.day = $2 AND t.optional = 0 AND t.state IN ('due', 'asked', 'missed') AND NOT EXISTS (
				SELECT 1 FROM standup_answers a WHERE a.standup = t.standup AND a.day = t.day AND a.person = t.person)
			LIMIT 1) AS first`, standup, day).Scan(&n)
	return n > 0, tx.found(err)
}

// NextTurn returns when the next turn of a run is due; the zero instant where none is.
func (tx *Tx) NextTurn(ctx context.Context, standup, day string) (time.Time, error) {
	return tx.instantOf(ctx, `SELECT due FROM standup_turns WHERE standup = $1 AND day = $2 AND state = 'due' ORDER BY due LIMIT 1`, standup, day)
}

// LastTurn returns when the last turn of a run is, or was, due; the zero instant where nobody had one.
func (tx *Tx) LastTurn(ctx context.Context, standup, day string) (time.Time, error) {
	return tx.instantOf(ctx, `SELECT due FROM standup_turns WHERE standup = $1 AND day = $2 ORDER BY due DESC LIMIT 1`, standup, day)
}

// instantOf is the instant that a statement finds, or the zero one.
func (tx *Tx) instantOf(ctx context.Context, query string, args ...any) (t time.Time, err error) {
	err = tx.found(tx.row(ctx, query, args...).Scan(at(&t)))
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return t, err
}

const toRemind = `t.standup = $1 AND t.day = $2 AND t.state = 'asked' AND t.reminded = 0 AND t.remind_at > 0`

// TurnsToRemind returns those of a run who are to be reminded now unless they answered, the first first, at most limit.
func (tx *Tx) TurnsToRemind(ctx context.Context, standup, day string, limit int) ([]ritual.StandupTurn, error) {
	return many(ctx, tx, readTurn, `SELECT `+turnColumns+` FROM standup_turns t WHERE `+toRemind+` AND t.remind_at <= $3 ORDER BY t.remind_at, t.place LIMIT $4`,
		standup, day, ms(tx.Now), limit)
}

// NextReminder returns when the next of a run are to be reminded; the zero instant where nobody is.
func (tx *Tx) NextReminder(ctx context.Context, standup, day string) (time.Time, error) {
	return tx.instantOf(ctx, `SELECT t.remind_at FROM standup_turns t WHERE `+toRemind+` ORDER BY t.remind_at LIMIT 1`, standup, day)
}

// A TurnIn is somebody's turn with the run that it is in.
type TurnIn struct {
	Run  ritual.StandupRun
	Turn ritual.StandupTurn
}

// OpenTurns returns somebody's turns in the runs whose answers count, in the order of their days.
func (tx *Tx) OpenTurns(ctx context.Context, person string) ([]TurnIn, error) {
	read := func(row scanner) (t TurnIn, err error) {
		r := &t.Run
		err = row.Scan(append([]any{&r.Standup, &r.Day, document{&r.Setup}, &r.Team, at(&r.Opened), at(&r.SummaryAt), at(&r.Posted), at(&r.Closed), document{&r.Themes}},
			turnFields(&t.Turn)...)...)
		return t, err
	}
	return many(ctx, tx, read, `
		SELECT `+runColumns+`, `+turnColumns+` FROM standup_turns t JOIN standup_runs r ON r.standup = t.standup AND r.day = t.day
		WHERE t.person = $1 AND r.closed = 0 ORDER BY t.day, t.standup`, person)
}
