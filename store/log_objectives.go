package store

import (
	"cmp"
	"context"
	"slices"

	"tandem/bot/ritual"
)

// A Turned is that an objective was achieved, dropped or brought back.
type Turned struct {
	ritual.Change
	Name string        // the objective's, as it is now
	Next ritual.Change // what of these was done to it next; its turn is empty where the change holds
}

func readTurned(row scanner) (l Logged, err error) {
	c, next := &l.Turned, &l.Turned.Next
	err = row.Scan(&c.Objective, &c.Number, &c.Turn, &c.By, at(&c.At), &c.Reason, document{&c.Details}, &c.Name, &next.Turn, &next.By, at(&next.At))
	l.Place = LogPlace{At: c.At, Number: c.Number}
	return l, err
}

// turned is the condition that a change of an objective decides whether it is on the roadmap.
const turned = `turn IN ('achieved', 'dropped', 'back')`

// turnLog is the part of DecisionLog that is about objectives.
func (tx *Tx) turnLog(ctx context.Context, product string, f LogFilter, from LogPlace, newer bool, limit int) ([]Logged, error) {
	where := condition{}.and(`o.product = $%d`, product).and(`c.at >= $%d`, ms(f.From))
	if !f.Before.IsZero() {
		where = where.and(`c.at < $%d`, ms(f.Before))
	}
	if f.By != "" {
		where = where.and(`c.by_whom = $%d`, f.By)
	}
	if f.Objective != "" {
		where = where.and(`o.id = $%d`, f.Objective)
	}
	sign, order := "<", "DESC"
	if newer {
		sign, order = ">", "ASC"
	}
	switch t := ms(from.At); {
	case from == (LogPlace{}):
	case from.Story == 0:
		where = where.and(`(c.at `+sign+` $%d OR c.at = $%d AND c.number `+sign+` $%d)`, t, t, from.Number)
	case newer:
		where = where.and(`c.at > $%d`, t)
	default:
		where = where.and(`c.at <= $%d`, t)
	}
	return many(ctx, tx, readTurned, `
		SELECT c.objective, c.number, c.turn, c.by_whom, c.at, c.reason, c.details, o.name,
			COALESCE(n.turn, ''), COALESCE(n.by_whom, ''), COALESCE(n.at, 0)
		FROM objectives o JOIN objective_changes c ON c.objective = o.id
		LEFT JOIN objective_changes n ON n.objective = c.objective AND n.number = (
			SELECT MIN(l.number) FROM objective_changes l
			WHERE l.objective = c.objective AND l.number > c.number AND l.`+turned+`)
		WHERE c.`+turned+where.where(2)+`
		ORDER BY c.at `+order+`, c.number `+order+` LIMIT $1`, append([]any{limit}, where.args...)...)
}

// woven are parts of a log, each in order, as one of at most limit.
func woven(a, b []Logged, newer bool, limit int) []Logged {
	all := append(a, b...)
	slices.SortStableFunc(all, func(a, b Logged) int {
		c := cmp.Or(a.Place.At.Compare(b.Place.At), cmp.Compare(a.Place.Story, b.Place.Story), cmp.Compare(a.Place.Number, b.Place.Number))
		if newer {
			return c
		}
		return -c
	})
	return all[:min(limit, len(all))]
}
