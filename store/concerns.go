package store

import (
	"context"
	"errors"

	"tandem/bot/ritual"
)

// A Finding is a defect or a piece of feedback with the story that it is about.
type Finding struct {
	Request ritual.Request
	Story   string // the request's id; empty where nobody said
}

// AddDefect keeps in which story and sprint a problem was found, as of this transaction. What is known already stays.
func (tx *Tx) AddDefect(ctx context.Context, c ritual.Concern) error {
	return tx.addConcern(ctx, `defects`, c)
}

// AddFeedback keeps about which story and after which sprint something was said, as of this transaction. What is known
// already stays.
func (tx *Tx) AddFeedback(ctx context.Context, c ritual.Concern) error {
	return tx.addConcern(ctx, `feedback`, c)
}

func (tx *Tx) addConcern(ctx context.Context, table string, c ritual.Concern) error {
	_, err := tx.exec(ctx, `
		INSERT INTO `+table+` (request, sprint, story, by_whom, at) VALUES ($1, NULLIF($2, ''), NULLIF($3, ''), $4, $5)
		ON CONFLICT (request) DO UPDATE
		SET sprint = COALESCE(`+table+`.sprint, excluded.sprint), story = COALESCE(`+table+`.story, excluded.story)`,
		c.Request, c.Sprint, c.Story, c.By, ms(tx.Now))
	return err
}

// DefectOf returns in what a problem was found, the zero Concern where it was not reported as a defect.
func (tx *Tx) DefectOf(ctx context.Context, request string) (ritual.Concern, error) {
	return tx.concern(ctx, `defects`, request)
}

// FeedbackBy returns what a request is feedback on, the zero Concern where it is none.
func (tx *Tx) FeedbackBy(ctx context.Context, request string) (ritual.Concern, error) {
	return tx.concern(ctx, `feedback`, request)
}

func (tx *Tx) concern(ctx context.Context, table, request string) (ritual.Concern, error) {
	read := func(row scanner) (c ritual.Concern, err error) {
		err = row.Scan(&c.Request, &c.Sprint, &c.Story, &c.By, at(&c.At))
		return c, err
	}
	c, err := one(ctx, tx, read, `
		SELECT request, COALESCE(sprint, ''), COALESCE(story, ''), by_whom, at FROM `+table+` WHERE request = $1`, request)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return c, err
}

// DefectsOf returns what was reported as a defect while a sprint was active, oldest first. What of it counts,
// ritual.Counted says.
func (tx *Tx) DefectsOf(ctx context.Context, sprint string) ([]Finding, error) {
	return tx.findings(ctx, `defects`, sprint)
}

// FeedbackOf returns what was said about a sprint and its stories, oldest first, with what was withdrawn since.
func (tx *Tx) FeedbackOf(ctx context.Context, sprint string) ([]Finding, error) {
	return tx.findings(ctx, `feedback`, sprint)
}

func (tx *Tx) findings(ctx context.Context, table, sprint string) ([]Finding, error) {
	read := func(row scanner) (f Finding, err error) {
		err = row.Scan(append(requestFields(&f.Request), &f.Story)...)
		return f, err
	}
	return many(ctx, tx, read, `
		SELECT `+requestColumns+`, COALESCE(c.story, '') FROM `+table+` c JOIN requests r ON r.id = c.request
		WHERE c.sprint = $1 ORDER BY c.at, r.number`, sprint)
}

// DefectsIn returns the problems that were found in a story and are problems still, oldest first, at most limit, and how many
// there are in all.
func (tx *Tx) DefectsIn(ctx context.Context, story string, limit int) ([]ritual.Request, int, error) {
	return tx.about(ctx, `defects`, `r.kind = 'problem' AND r.status <> 'withdrawn'`, story, limit)
}

// FeedbackOn returns what was said about a story, oldest first, at most limit, and how much there is in all. Praise is not
// among it: PraiseOf has that.
func (tx *Tx) FeedbackOn(ctx context.Context, story string, limit int) ([]ritual.Request, int, error) {
	return tx.about(ctx, `feedback`, `r.kind <> 'praise' AND r.status <> 'withdrawn'`, story, limit)
}

// about returns those requests which a table says to be about a story, as far as a condition holds for them.
func (tx *Tx) about(ctx context.Context, table, condition, story string, limit int) ([]ritual.Request, int, error) {
	these := ` FROM ` + table + ` c JOIN requests r ON r.id = c.request WHERE c.story = $1 AND ` + condition
	var total int
	err := tx.found(tx.row(ctx, `SELECT COUNT(*)`+these, story).Scan(&total))
	if err != nil || total == 0 {
		return nil, 0, err
	}
	all, err := many(ctx, tx, readRequest, `SELECT `+requestColumns+these+` ORDER BY r.number LIMIT $2`, story, limit)
	return all, total, err
}
