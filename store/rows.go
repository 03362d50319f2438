package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// scanner is a row of one or of many.
type scanner interface{ Scan(dest ...any) error }

// one runs a statement that returns at most one row, and reads it. No row is ErrNotFound.
func one[T any](ctx context.Context, tx *Tx, read func(scanner) (T, error), query string, args ...any) (T, error) {
	v, err := read(tx.row(ctx, query, args...))
	if err = tx.found(err); err != nil {
		var none T
		return none, err
	}
	return v, nil
}

// many runs a statement that returns rows, and reads them all.
func many[T any](ctx context.Context, tx *Tx, read func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := read(rows)
		if err != nil {
			return nil, tx.failed(err)
		}
		all = append(all, v)
	}
	return all, tx.failed(rows.Err())
}

// listed is a list of values, of which there is at least one, as statements take it, and its arguments, the first of
// which is $from. It has four, or as many as a multiple of 16, the last several times, so that there are few statements to
// prepare.
func listed[T any](values []T, from int) (in string, args []any) {
	step := 16
	if len(values) <= 4 {
		step = 4
	}
	var b strings.Builder
	for i := 0; i < len(values) || i%step != 0; i++ {
		fmt.Fprintf(&b, ", $%d", from+i)
		args = append(args, values[min(i, len(values)-1)])
	}
	return "(" + b.String()[2:] + ")", args
}

// change runs a statement that changes one row. No row is ErrNotFound.
func (tx *Tx) change(ctx context.Context, query string, args ...any) error {
	n, err := tx.count(ctx, query, args...)
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// add runs a statement that adds a row unless it is there already, and reports whether it did.
func (tx *Tx) add(ctx context.Context, query string, args ...any) (bool, error) {
	n, err := tx.count(ctx, query, args...)
	return n > 0, err
}

// instant reads an instant from the milliseconds that the database keeps.
type instant struct{ t *time.Time }

func (i instant) Scan(from any) error {
	n, ok := from.(int64)
	if !ok {
		return fmt.Errorf("an instant is kept as %T", from)
	}
	*i.t = fromMS(n)
	return nil
}

// at has a column read as an instant.
func at(t *time.Time) instant { return instant{t} }

// document reads a value from the JSON that the database keeps. Empty lists and maps come back as nil.
type document struct{ v any }

func (d document) Scan(from any) error {
	s, ok := from.(string)
	if !ok {
		return fmt.Errorf("a document is kept as %T", from)
	}
	return json.Unmarshal([]byte(s), d.v)
}

// asJSON returns the value as the database keeps it. Our nouns are always JSON.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("store: " + err.Error())
	}
	return string(b)
}
