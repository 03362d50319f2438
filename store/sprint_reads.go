package store

import (
	"context"

	"tandem/bot/ritual"
)

// SprintRequests returns the stories that are picked for a sprint, or are in it, with their requests, in their order.
func (tx *Tx) SprintRequests(ctx context.Context, sprint string) ([]ritual.BoardStory, error) {
	read := func(row scanner) (b ritual.BoardStory, err error) {
		err = row.Scan(append(requestFields(&b.Request), &b.In.Request, &b.In.Place, &b.In.Owner, &b.In.Work)...)
		return b, err
	}
	return many(ctx, tx, read, `
		SELECT `+requestColumns+`, i.request, i.place, i.owner, i.work FROM sprint_stories i JOIN requests r ON r.id = i.request
		WHERE i.sprint = $1 ORDER BY i.place, r.number`, sprint)
}

// RequestsNamed returns those of some requests that there are, by their ids.
func (tx *Tx) RequestsNamed(ctx context.Context, ids ...string) (map[string]ritual.Request, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := listed(ids, 1)
	found, err := many(ctx, tx, readRequest, `SELECT `+requestColumns+` FROM requests r WHERE r.id IN `+in, args...)
	named := make(map[string]ritual.Request, len(found))
	for _, r := range found {
		named[r.ID] = r
	}
	return named, err
}

// SprintNumbered returns the sprint of a product with a number, or ErrNotFound.
func (tx *Tx) SprintNumbered(ctx context.Context, product string, number int) (ritual.Sprint, error) {
	return one(ctx, tx, readSprint, `SELECT `+sprintColumns+` FROM sprints WHERE product = $1 AND number = $2`, product, number)
}

// InSprint returns the sprint that a request is in, or was in last, with how it stands there, or ErrNotFound. That it is picked
// for one that is only planned does not count.
func (tx *Tx) InSprint(ctx context.Context, request string) (ritual.Sprint, ritual.SprintStory, error) {
	var in ritual.SprintStory
	s, err := one(ctx, tx, func(row scanner) (s ritual.Sprint, err error) {
		err = row.Scan(append(sprintFields(&s), &in.Request, &in.Place, &in.Owner, &in.Work)...)
		return s, err
	}, `
		SELECT `+sprintColumns+`, i.request, i.place, i.owner, i.work FROM sprint_stories i JOIN sprints s ON s.id = i.sprint
		WHERE i.request = $1 AND s.state <> 'planned' ORDER BY s.number DESC LIMIT 1`, request)
	return s, in, err
}
