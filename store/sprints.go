package store

import (
	"context"
	"math"

	"tandem/bot/ritual"
)

const sprintColumns = `id, product, number, goal, starts, ends, demo_day, demo_time, zone, capacity, state,
	planned_by, planned_at, started_by, started_at, closed_by, closed_at, result`

// sprintFields are where sprintColumns are read into.
func sprintFields(s *ritual.Sprint) []any {
	return []any{
		&s.ID, &s.Product, &s.Number, &s.Goal, &s.Starts, &s.Ends, &s.DemoDay, &s.DemoTime, &s.Zone, &s.Capacity, &s.State,
		&s.PlannedBy, at(&s.Planned), &s.StartedBy, at(&s.Started), &s.ClosedBy, at(&s.Closed), document{&s.Result},
	}
}

func readSprint(row scanner) (s ritual.Sprint, err error) {
	err = row.Scan(sprintFields(&s)...)
	return s, err
}

// AddSprint adds a sprint. A second one with its number is an *ErrExists of sprints (product, number); a second planned or
// active one of its product, of sprints (product).
func (tx *Tx) AddSprint(ctx context.Context, s ritual.Sprint) error {
	_, err := tx.exec(ctx, `
		INSERT INTO sprints (`+sprintColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		s.ID, s.Product, s.Number, s.Goal, s.Starts, s.Ends, s.DemoDay, s.DemoTime, s.Zone, s.Capacity, string(s.State),
		s.PlannedBy, ms(s.Planned), s.StartedBy, ms(s.Started), s.ClosedBy, ms(s.Closed), asJSON(s.Result))
	return err
}

// KeepSprint keeps all of a sprint but its product and number, or returns ErrNotFound. A closed one is frozen: it is not found.
func (tx *Tx) KeepSprint(ctx context.Context, s ritual.Sprint) error {
	return tx.change(ctx, `
		UPDATE sprints
		SET goal = $2, starts = $3, ends = $4, demo_day = $5, demo_time = $6, zone = $7, capacity = $8, state = $9,
			planned_by = $10, planned_at = $11, started_by = $12, started_at = $13, closed_by = $14, closed_at = $15, result = $16
		WHERE id = $1 AND state <> 'closed'`,
		s.ID, s.Goal, s.Starts, s.Ends, s.DemoDay, s.DemoTime, s.Zone, s.Capacity, string(s.State),
		s.PlannedBy, ms(s.Planned), s.StartedBy, ms(s.Started), s.ClosedBy, ms(s.Closed), asJSON(s.Result))
}

// Sprint returns a sprint, or ErrNotFound.
func (tx *Tx) Sprint(ctx context.Context, id string) (ritual.Sprint, error) {
	return one(ctx, tx, readSprint, `SELECT `+sprintColumns+` FROM sprints WHERE id = $1`, id)
}

// SprintIn returns the sprint of a product that is planned or active, as the state says, or ErrNotFound. Of the closed ones it
// is the latest.
func (tx *Tx) SprintIn(ctx context.Context, product string, state ritual.SprintState) (ritual.Sprint, error) {
	return one(ctx, tx, readSprint, `
		SELECT `+sprintColumns+` FROM sprints WHERE product = $1 AND state = $2 ORDER BY number DESC LIMIT 1`, product, string(state))
}

// SprintsOf returns the sprints of a product, the latest first, at most limit.
func (tx *Tx) SprintsOf(ctx context.Context, product string, limit int) ([]ritual.Sprint, error) {
	return many(ctx, tx, readSprint, `
		SELECT `+sprintColumns+` FROM sprints WHERE product = $1 ORDER BY number DESC LIMIT $2`, product, limit)
}

// ClosedSprints returns the closed sprints of a product, the latest first, at most limit.
func (tx *Tx) ClosedSprints(ctx context.Context, product string, limit int) ([]ritual.Sprint, error) {
	return tx.ClosedUntil(ctx, product, math.MaxInt32, limit)
}

// ClosedUntil returns the closed sprints of a product up to the one with a number, the latest first, at most limit.
func (tx *Tx) ClosedUntil(ctx context.Context, product string, number, limit int) ([]ritual.Sprint, error) {
	return many(ctx, tx, readSprint, `
		SELECT `+sprintColumns+` FROM sprints WHERE product = $1 AND state = 'closed' AND number <= $2 ORDER BY number DESC LIMIT $3`, product, number, limit)
}

// NextSprintNumber returns the number that a product's next sprint has.
func (tx *Tx) NextSprintNumber(ctx context.Context, product string) (n int, err error) {
	err = tx.found(tx.row(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM sprints WHERE product = $1`, product).Scan(&n))
	return n, err
}

const sprintStoryColumns = `request, place, owner, work`

func readSprintStory(row scanner) (s ritual.SprintStory, err error) {
	err = row.Scan(&s.Request, &s.Place, &s.Owner, &s.Work)
	return s, err
}

// SprintStories returns the stories that are picked for a sprint, or are in it, in their order.
func (tx *Tx) SprintStories(ctx context.Context, sprint string) ([]ritual.SprintStory, error) {
	return many(ctx, tx, readSprintStory, `
		SELECT `+sprintStoryColumns+` FROM sprint_stories WHERE sprint = $1 ORDER BY place, request`, sprint)
}

// SprintStory returns one story of a sprint, or ErrNotFound.
func (tx *Tx) SprintStory(ctx context.Context, sprint, request string) (ritual.SprintStory, error) {
	return one(ctx, tx, readSprintStory, `
		SELECT `+sprintStoryColumns+` FROM sprint_stories WHERE sprint = $1 AND request = $2`, sprint, request)
}

// KeepSprintStory keeps a story in a sprint, in place of how it stood there.
func (tx *Tx) KeepSprintStory(ctx context.Context, sprint string, s ritual.SprintStory) error {
	_, err := tx.exec(ctx, `
		INSERT INTO sprint_stories (sprint, request, place, owner, work) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (sprint, request) DO UPDATE SET place = excluded.place, owner = excluded.owner, work = excluded.work`,
		sprint, s.Request, s.Place, s.Owner, string(s.Work))
	return err
}

// DropSprintStory takes a story out of a sprint, or returns ErrNotFound.
func (tx *Tx) DropSprintStory(ctx context.Context, sprint, request string) error {
	return tx.change(ctx, `DELETE FROM sprint_stories WHERE sprint = $1 AND request = $2`, sprint, request)
}

// SprintWith returns the sprint that a story was in last, or is picked for, or ErrNotFound.
func (tx *Tx) SprintWith(ctx context.Context, request string) (ritual.Sprint, error) {
	return one(ctx, tx, readSprint, `
		SELECT `+sprintColumns+` FROM sprints WHERE id = (
			SELECT s.id FROM sprint_stories i JOIN sprints s ON s.id = i.sprint WHERE i.request = $1 ORDER BY s.number DESC LIMIT 1)`, request)
}

// AddSprintEvent keeps what happened in a sprint for good, as of this transaction, and returns it with its number.
func (tx *Tx) AddSprintEvent(ctx context.Context, e ritual.SprintEvent) (ritual.SprintEvent, error) {
	e.At = tx.Now
	err := tx.found(tx.row(ctx, `
		INSERT INTO sprint_events (sprint, seq, at, by_whom, kind, request, points, reason, detail)
		SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM sprint_events WHERE sprint = $1
		RETURNING seq`,
		e.Sprint, ms(e.At), e.By, string(e.Kind), e.Request, e.Points, e.Reason, e.Detail).Scan(&e.Seq))
	return e, err
}

const sprintEventColumns = `sprint, seq, at, by_whom, kind, request, points, reason, detail`

func readSprintEvent(row scanner) (e ritual.SprintEvent, err error) {
	err = row.Scan(&e.Sprint, &e.Seq, at(&e.At), &e.By, &e.Kind, &e.Request, &e.Points, &e.Reason, &e.Detail)
	return e, err
}

// SprintEvents returns what happened in a sprint, in its order.
func (tx *Tx) SprintEvents(ctx context.Context, sprint string) ([]ritual.SprintEvent, error) {
	return many(ctx, tx, readSprintEvent, `
		SELECT `+sprintEventColumns+` FROM sprint_events WHERE sprint = $1 ORDER BY seq`, sprint)
}

// SprintEventsOf returns what happened to a story in sprints, in its order.
func (tx *Tx) SprintEventsOf(ctx context.Context, request string) ([]ritual.SprintEvent, error) {
	return many(ctx, tx, readSprintEvent, `
		SELECT `+sprintEventColumns+` FROM sprint_events WHERE request = $1 AND request <> '' ORDER BY at, sprint, seq`, request)
}

// KeepSprintDay keeps how a sprint stood at the end of a day. A day that is kept already stays as it is.
func (tx *Tx) KeepSprintDay(ctx context.Context, sprint string, d ritual.SprintDay) error {
	_, err := tx.exec(ctx, `
		INSERT INTO sprint_days (sprint, day, left_stories, left_unsized, left_points, scope_stories, scope_unsized, scope_points)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (sprint, day) DO NOTHING`,
		sprint, d.Day, d.Left.Stories, d.Left.Unsized, d.Left.Points, d.Scope.Stories, d.Scope.Unsized, d.Scope.Points)
	return err
}

// SprintDays returns how a sprint stood at the end of each of its days that are kept, the earliest first.
func (tx *Tx) SprintDays(ctx context.Context, sprint string) ([]ritual.SprintDay, error) {
	read := func(row scanner) (d ritual.SprintDay, err error) {
		err = row.Scan(&d.Day, &d.Left.Stories, &d.Left.Unsized, &d.Left.Points, &d.Scope.Stories, &d.Scope.Unsized, &d.Scope.Points)
		return d, err
	}
	return many(ctx, tx, read, `
		SELECT day, left_stories, left_unsized, left_points, scope_stories, scope_unsized, scope_points
		FROM sprint_days WHERE sprint = $1 ORDER BY day`, sprint)
}

// ToDoByObjective returns what is still to do of a product by its objectives' ids, "" for what has none: the stories in Awaiting
// priority, Backlog and In sprint.
func (tx *Tx) ToDoByObjective(ctx context.Context, product string) (map[string]ritual.SprintCount, error) {
	type row struct {
		objective string
		ritual.SprintCount
	}
	read := func(from scanner) (r row, err error) {
		err = from.Scan(&r.objective, &r.Stories, &r.Unsized, &r.Points)
		return r, err
	}
	rows, err := many(ctx, tx, read, `
		SELECT COALESCE(objective, ''), COUNT(*), SUM(CASE WHEN points = 0 THEN 1 ELSE 0 END), SUM(points)
		FROM requests
		WHERE product = $1 AND status IN ('awaiting_priority', 'backlog', 'in_sprint')
		GROUP BY objective`, product)
	todo := map[string]ritual.SprintCount{}
	for _, r := range rows {
		todo[r.objective] = r.SprintCount
	}
	return todo, err
}
