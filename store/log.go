package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"tandem/bot/ritual"
)

// A LogFilter says which decisions of a product's log are wanted. The zero filter takes all that decide something.
type LogFilter struct {
	By           string         // only this person's
	Objective    string         // only on requests that serve this one, by its id,
	Names        []string       // or were aligned with it, by any of its names
	From, Before time.Time      // only since and before these instants; zero: any
	Only, But    []ritual.Topic // only on these topics, and on none of these
}

// A LogPlace is a place in the log: that of a decision. The zero place is the log's newest end.
type LogPlace struct {
	At     time.Time
	Story  int64 // the request's number; 0 for what was decided about an objective
	Number int64 // the decision's among those on the request or the objective
}

// A Logged is a decision with the request that it is on, or what was decided about an objective: then its change is there instead.
type Logged struct {
	ritual.Decision
	Of     ritual.Request
	Turned Turned
	Place  LogPlace
}

func readLogged(row scanner) (l Logged, err error) {
	d := &l.Decision
	err = row.Scan(append([]any{&d.Request, &l.Place.Number, &d.Product, &d.Topic, &d.Verdict, &d.By, at(&d.At), &d.Reason, &d.Objective,
		&d.Revisit, &d.Score, &d.Before, &d.Lead, &d.Sprint}, requestFields(&l.Of)...)...)
	d.ID, l.Place.At, l.Place.Story = decisionID(d.Request, l.Place.Number), d.At, l.Of.Number
	return l, err
}

// logged is the condition that a decision decides something, as ritual.Decision.Decides says.
var logged = func() string {
	var verdicts []string
	for _, v := range ritual.ScopeDecisions() {
		verdicts = append(verdicts, "'"+string(v)+"'")
	}
	return `(d.topic <> 'scope' OR d.verdict IN (` + strings.Join(verdicts, ", ") + `))`
}()

// DecisionLog returns at most limit decisions of a product's log from a place on, without the one there: older ones, the newest
// first, or newer ones, the oldest first. Those at one instant stand in the order of their requests. It is read in the order of
// an index; filters that match little look at much.
func (tx *Tx) DecisionLog(ctx context.Context, product string, f LogFilter, from LogPlace, newer bool, limit int) ([]Logged, error) {
	where := f.where(product).and(`d.at >= $%d`, ms(f.From))
	if !f.Before.IsZero() {
		where = where.and(`d.at < $%d`, ms(f.Before))
	}
	sign, order := "<", "DESC"
	if newer {
		sign, order = ">", "ASC"
	}
	if from != (LogPlace{}) {
		t := ms(from.At)
		where = where.and(`d.at `+sign+`= $%d`, t).
			and(`(d.at `+sign+` $%d OR r.number `+sign+` $%d OR r.number = $%d AND d.number `+sign+` $%d)`, t, from.Story, from.Story, from.Number)
	}
	all, err := many(ctx, tx, readLogged, `
		SELECT `+decisionColumns+`, `+requestColumns+` FROM decisions d CROSS JOIN requests r
		WHERE r.id = d.request AND `+logged+where.where(2)+`
		ORDER BY d.at `+order+`, r.number `+order+`, d.number `+order+` LIMIT $1`, append([]any{limit}, where.args...)...)
	if err != nil || len(f.Only) > 0 {
		return all, err
	}
	turns, err := tx.turnLog(ctx, product, f, from, newer, limit)
	return woven(all, turns, newer, limit), err
}

// where is the filter as conditions on decisions d and their requests r, without the time.
func (f LogFilter) where(product string) condition {
	c := condition{}.and(`d.product = $%d`, product).and(`r.product = $%d`, product)
	if f.By != "" {
		c = c.and(`d.by_whom = $%d`, f.By)
	}
	if f.Objective != "" {
		// The sign keeps SQLite from going through all of them: the newest few are wanted.
		of, args := `SELECT number FROM requests WHERE product = $%d AND objective = $%d`, []any{product, f.Objective}
		if len(f.Names) > 0 {
			of += ` UNION SELECT q.number FROM decisions o JOIN requests q ON q.id = o.request
				WHERE o.product = $%d AND o.objective <> '' AND o.objective IN ($%d` + strings.Repeat(`, $%d`, len(f.Names)-1) + `)`
			args = append(args, product)
			for _, name := range f.Names {
				args = append(args, name)
			}
		}
		c = c.and(`+r.number IN (`+of+`)`, args...)
	}
	for _, of := range []struct {
		topics []ritual.Topic
		in     string
	}{{f.Only, `IN`}, {f.But, `NOT IN`}} {
		if len(of.topics) == 0 {
			continue
		}
		args := make([]any, len(of.topics))
		for i, t := range of.topics {
			args[i] = string(t)
		}
		c = c.and(`d.topic `+of.in+` ($%d`+strings.Repeat(`, $%d`, len(args)-1)+`)`, args...)
	}
	return c
}

// DecidedBefore returns when the last decision of a product's log before an instant was taken, or ErrNotFound.
func (tx *Tx) DecidedBefore(ctx context.Context, product string, before time.Time) (time.Time, error) {
	return one(ctx, tx, func(row scanner) (t time.Time, err error) {
		err = row.Scan(at(&t))
		return t, err
	}, `SELECT t FROM (
			SELECT t FROM (SELECT d.at AS t FROM decisions d WHERE d.product = $1 AND d.at < $2 AND `+logged+` ORDER BY d.at DESC LIMIT 1) AS latest
			UNION ALL SELECT MAX(c.at) FROM objectives o JOIN objective_changes c ON c.objective = o.id WHERE o.product = $1 AND c.at < $2 AND c.`+turned+`
		) AS lasts WHERE t IS NOT NULL ORDER BY t DESC LIMIT 1`, product, ms(before))
}

// DecisionsOn returns what was decided on some requests, by their ids, oldest first. Each that was superseded says by which.
func (tx *Tx) DecisionsOn(ctx context.Context, requests []string) (map[string][]ritual.Decision, error) {
	on := map[string][]ritual.Decision{}
	if len(requests) == 0 {
		return on, nil
	}
	in, args := listed(requests, 1)
	all, err := many(ctx, tx, readDecision, `
		SELECT `+decisionColumns+` FROM decisions d WHERE d.request IN `+in+` ORDER BY d.number`, args...)
	for _, d := range all {
		on[d.Request] = append(on[d.Request], d)
	}
	for _, ds := range on {
		ritual.Supersede(ds)
	}
	return on, err
}

// String is the place as a button carries it.
func (p LogPlace) String() string { return fmt.Sprintf("%d.%d.%d", ms(p.At), p.Story, p.Number) }

// ReadLogPlace reads what String wrote, or is an error.
func ReadLogPlace(s string) (p LogPlace, err error) {
	var t int64
	if n, err := fmt.Sscanf(s, "%d.%d.%d", &t, &p.Story, &p.Number); err != nil || n != 3 {
		return LogPlace{}, errors.New("no place in the log: " + s)
	}
	p.At = fromMS(t)
	return p, nil
}
