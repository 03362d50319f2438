package store

import (
	"context"
	"time"

	"tandem/bot/ritual"
)

// DemoShows returns what was said of the stories of a sprint for its demo, in the running order.
func (tx *Tx) DemoShows(ctx context.Context, sprint string) ([]ritual.Show, error) {
	read := func(row scanner) (s ritual.Show, err error) {
		err = row.Scan(&s.Request, &s.Answer, &s.Place, &s.By, at(&s.At), &s.Says, &s.Link)
		return s, err
	}
	return many(ctx, tx, read, `
		SELECT request, answer, place, by_whom, at, says, link FROM demo_shows
		WHERE sprint = $1 ORDER BY place, at, request`, sprint)
}

// KeepDemoShow keeps what was said of a story for the demo of a sprint, in place of what was said before.
func (tx *Tx) KeepDemoShow(ctx context.Context, sprint string, s ritual.Show) error {
	_, err := tx.exec(ctx, `
		INSERT INTO demo_shows (sprint, request, answer, place, by_whom, at, says, link) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (sprint, request) DO UPDATE SET answer = excluded.answer, place = excluded.place, by_whom = excluded.by_whom,
			at = excluded.at, says = excluded.says, link = excluded.link`,
		sprint, s.Request, string(s.Answer), s.Place, s.By, ms(s.At), s.Says, s.Link)
	return err
}

// AddDemoTurn keeps that it was somebody's turn to be asked what they show in a sprint, with the stories that they are asked about;
// none where they had none, or could not be asked.
func (tx *Tx) AddDemoTurn(ctx context.Context, sprint, person string, requests ...string) error {
	if _, err := tx.exec(ctx, `
		INSERT INTO demo_turns (sprint, person, at) VALUES ($1, $2, $3) ON CONFLICT (sprint, person) DO NOTHING`,
		sprint, person, ms(tx.Now)); err != nil {
		return err
	}
	for _, id := range requests {
		if _, err := tx.exec(ctx, `
			INSERT INTO demo_questions (sprint, request, person) VALUES ($1, $2, $3) ON CONFLICT (sprint, request) DO NOTHING`,
			sprint, id, person); err != nil {
			return err
		}
	}
	return nil
}

// DemoTurns returns whose turn it was to be asked what they show in a sprint, and when.
func (tx *Tx) DemoTurns(ctx context.Context, sprint string) (map[string]time.Time, error) {
	type turn struct {
		person string
		at     time.Time
	}
	read := func(row scanner) (t turn, err error) {
		err = row.Scan(&t.person, at(&t.at))
		return t, err
	}
	all, err := many(ctx, tx, read, `SELECT person, at FROM demo_turns WHERE sprint = $1`, sprint)
	turns := map[string]time.Time{}
	for _, t := range all {
		turns[t.person] = t.at
	}
	return turns, err
}

// DemoQuestions returns who was asked about which stories of a sprint, by the ids of the stories.
func (tx *Tx) DemoQuestions(ctx context.Context, sprint string) (map[string]string, error) {
	read := func(row scanner) (q [2]string, err error) {
		err = row.Scan(&q[0], &q[1])
		return q, err
	}
	all, err := many(ctx, tx, read, `SELECT request, person FROM demo_questions WHERE sprint = $1`, sprint)
	asked := map[string]string{}
	for _, q := range all {
		asked[q[0]] = q[1]
	}
	return asked, err
}
