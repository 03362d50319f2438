package store

import (
	"context"

	"tandem/bot/ritual"
)

const answerColumns = `a.standup, a.day, a.person, a.skipped, a.said, a.at, a.edited`

func readAnswer(row scanner) (a ritual.StandupAnswer, err error) {
	err = row.Scan(&a.Standup, &a.Day, &a.Person, &a.Skipped, document{&a.Said}, at(&a.At), at(&a.Edited))
	return a, err
}

// KeepAnswer keeps what somebody says in a run of a standup, in place of what they said before.
func (tx *Tx) KeepAnswer(ctx context.Context, a ritual.StandupAnswer) error {
	_, err := tx.exec(ctx, `
		INSERT INTO standup_answers (standup, day, person, skipped, said, at, edited) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (standup, day, person) DO UPDATE
		SET skipped = excluded.skipped, said = excluded.said, at = excluded.at, edited = excluded.edited`,
		a.Standup, a.Day, a.Person, bit(a.Skipped), asJSON(a.Said), ms(a.At), ms(a.Edited))
	return err
}

// CarryAnswers has what was said early of a day that got no run, as the standup was changed meanwhile, count in the run that begins instead.
func (tx *Tx) CarryAnswers(ctx context.Context, standup, day string) error {
	_, err := tx.exec(ctx, `
		UPDATE standup_answers SET day = $2
		WHERE standup = $1 AND day < $2 AND skipped = 0
			AND day > COALESCE((SELECT MAX(r.day) FROM standup_runs r WHERE r.standup = $1 AND r.day < $2), '')
			AND NOT EXISTS (
				SELECT 1 FROM standup_answers a
				WHERE a.standup = $1 AND a.person = standup_answers.person AND a.day > standup_answers.day AND a.day <= $2)`, standup, day)
	return err
}

// Answer returns what somebody says in a run, or ErrNotFound.
func (tx *Tx) Answer(ctx context.Context, standup, day, person string) (ritual.StandupAnswer, error) {
	return one(ctx, tx, readAnswer, `SELECT `+answerColumns+` FROM standup_answers a WHERE a.standup = $1 AND a.day = $2 AND a.person = $3`, standup, day, person)
}

// Answered returns those of some people who have said something in a run, or that they skip it.
func (tx *Tx) Answered(ctx context.Context, standup, day string, people ...string) ([]string, error) {
	if len(people) == 0 {
		return nil, nil
	}
	in, args := listed(people, 3)
	return many(ctx, tx, readText, `SELECT a.person FROM standup_answers a WHERE a.standup = $1 AND a.day = $2 AND a.person IN `+in+` ORDER BY a.person`,
		append([]any{standup, day}, args...)...)
}

// Answers returns what everybody says in a run, the first first.
func (tx *Tx) Answers(ctx context.Context, standup, day string) ([]ritual.StandupAnswer, error) {
	return many(ctx, tx, readAnswer, `
		SELECT `+answerColumns+` FROM standup_answers a WHERE a.standup = $1 AND a.day = $2 ORDER BY a.at, a.person`, standup, day)
}

// AnswerBefore returns what somebody said last in a standup before a day, which they did not skip, or ErrNotFound.
func (tx *Tx) AnswerBefore(ctx context.Context, standup, person, day string) (ritual.StandupAnswer, error) {
	return one(ctx, tx, readAnswer, `
		SELECT `+answerColumns+` FROM standup_answers a
		WHERE a.person = $2 AND a.standup = $1 AND a.day < $3 AND a.skipped = 0 ORDER BY a.day DESC LIMIT 1`, standup, person, day)
}
