package store

import (
	"context"

	"tandem/bot/ritual"
)

const opinionColumns = `s.request, s.person, s.day, s.place, s.rating, s.comment, s.at`

func readOpinion(row scanner) (o ritual.Opinion, err error) {
	err = row.Scan(&o.Request, &o.Person, &o.Day, &o.Place, &o.Rating, &o.Comment, at(&o.At))
	return o, err
}

// WantOpinion notes that somebody is to be asked about a request. Who was noted before is not noted again.
func (tx *Tx) WantOpinion(ctx context.Context, person, request string) error {
	_, err := tx.exec(ctx, `
		INSERT INTO satisfaction (request, person, day, place, rating, comment, at) VALUES ($1, $2, '', 0, 0, '', 0)
		ON CONFLICT (request, person) DO NOTHING`, request, person)
	return err
}

// OpinionsAsked returns what a message of a day asks somebody for, in its order; what is still to be asked where day is empty.
func (tx *Tx) OpinionsAsked(ctx context.Context, person, day string) ([]ritual.Opinion, error) {
	return many(ctx, tx, readOpinion, `
		SELECT `+opinionColumns+` FROM satisfaction s JOIN requests r ON r.id = s.request
		WHERE s.person = $1 AND s.day = $2 ORDER BY s.place, r.number`, person, day)
}

// Opinion returns what somebody says of a request. ErrNotFound when nobody is to ask them.
func (tx *Tx) Opinion(ctx context.Context, request, person string) (ritual.Opinion, error) {
	o, err := readOpinion(tx.row(ctx, `SELECT `+opinionColumns+` FROM satisfaction s WHERE s.request = $1 AND s.person = $2`, request, person))
	return o, tx.found(err)
}

// KeepOpinion keeps when somebody is asked and what they answer. ErrNotFound as in Opinion.
func (tx *Tx) KeepOpinion(ctx context.Context, o ritual.Opinion) error {
	return tx.change(ctx, `
		UPDATE satisfaction SET day = $3, place = $4, rating = $5, comment = $6, at = $7 WHERE request = $1 AND person = $2`,
		o.Request, o.Person, o.Day, o.Place, o.Rating, o.Comment, ms(o.At))
}

// DropOpinion forgets that somebody was to be asked. ErrNotFound as in Opinion.
func (tx *Tx) DropOpinion(ctx context.Context, request, person string) error {
	return tx.change(ctx, `DELETE FROM satisfaction WHERE request = $1 AND person = $2`, request, person)
}

// OpinionsOn returns what was answered about requests, the latest first, by their ids.
func (tx *Tx) OpinionsOn(ctx context.Context, requests ...string) (map[string][]ritual.Opinion, error) {
	if len(requests) == 0 {
		return nil, nil
	}
	in, args := listed(requests, 1)
	all, err := many(ctx, tx, readOpinion, `
		SELECT `+opinionColumns+` FROM satisfaction s WHERE s.rating > 0 AND s.request IN `+in+` ORDER BY s.at DESC, s.person`, args...)
	by := map[string][]ritual.Opinion{}
	for _, o := range all {
		by[o.Request] = append(by[o.Request], o)
	}
	return by, err
}

// rated adds what was answered about the requests under each objective.
func (tx *Tx) rated(ctx context.Context, loads []ritual.Load) error {
	if len(loads) == 0 {
		return nil
	}
	ids := make([]string, 0, len(loads))
	for _, l := range loads {
		ids = append(ids, l.Objective.ID)
	}
	in, args := listed(ids, 1)
	type count struct {
		objective string
		is        ritual.Satisfaction
	}
	read := func(row scanner) (c count, err error) {
		err = row.Scan(&c.objective, &c.is.Answers, &c.is.Sum)
		return c, err
	}
	counts, err := many(ctx, tx, read, `
		SELECT r.objective, COUNT(*), CAST(SUM(s.rating) AS BIGINT) FROM satisfaction s JOIN requests r ON r.id = s.request
		WHERE s.rating > 0 AND r.objective IN `+in+` GROUP BY r.objective`, args...)
	for _, c := range counts {
		for i := range loads {
			if loads[i].Objective.ID == c.objective {
				loads[i].Solved = c.is
			}
		}
	}
	return err
}
