package store_test

import (
	"errors"
	"testing"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestTheStoriesOfASprintAreReadWithTheirRequests(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		first, second, other := request(1), request(2), request(3)
		first.Status, second.Status, second.Private = ritual.Done, ritual.InSprint, true
		w.add(first, second, other)
		sprint := func(id string, number int, state ritual.SprintState) ritual.Sprint {
			return ritual.Sprint{ID: id, Product: "atlas", Number: number, Goal: "Export", Starts: "2026-03-02", Ends: "2026-03-13", Zone: "UTC", State: state}
		}
		closed, active, planned := sprint("s1", 1, ritual.SprintClosed), sprint("s2", 2, ritual.SprintActive), sprint("s3", 3, ritual.SprintPlanned)
		begun := ritual.SprintStory{Request: "FR-2", Place: 0, Owner: "cleo", Work: ritual.WorkStarted}
		done := ritual.SprintStory{Request: "FR-1", Place: 1, Owner: "dan", Work: ritual.WorkDone}
		w.do(func(tx *store.Tx) error {
			return errors.Join(tx.AddSprint(ctx, closed), tx.AddSprint(ctx, active), tx.AddSprint(ctx, planned),
				tx.KeepSprintStory(ctx, "s1", ritual.SprintStory{Request: "FR-2", Work: ritual.WorkTodo}),
				tx.KeepSprintStory(ctx, "s2", done), tx.KeepSprintStory(ctx, "s2", begun),
				tx.KeepSprintStory(ctx, "s3", ritual.SprintStory{Request: "FR-3", Work: ritual.WorkTodo}),
				tx.KeepSprintStory(ctx, "s3", ritual.SprintStory{Request: "FR-2", Work: ritual.WorkTodo}))
		})
		board := func(sprint string) func(*store.Tx) ([]ritual.BoardStory, error) {
			return func(tx *store.Tx) ([]ritual.BoardStory, error) { return tx.SprintRequests(ctx, sprint) }
		}
		same(w, []ritual.BoardStory{{Request: second, In: begun}, {Request: first, In: done}}, board("s2")) // as they were picked
		same(w, nil, board("none"))

		named := func(ids ...string) func(*store.Tx) (map[string]ritual.Request, error) {
			return func(tx *store.Tx) (map[string]ritual.Request, error) { return tx.RequestsNamed(ctx, ids...) }
		}
		same(w, map[string]ritual.Request{"FR-1": first, "FR-3": other}, named("FR-3", "FR-1", "FR-1", "FR-99"))
		same(w, nil, named())

		numbered := func(product string, n int) func(*store.Tx) (ritual.Sprint, error) {
			return func(tx *store.Tx) (ritual.Sprint, error) { return tx.SprintNumbered(ctx, product, n) }
		}
		same(w, closed, numbered("atlas", 1))
		missing(w, numbered("atlas", 4))
		missing(w, numbered("other", 1))

		type where struct {
			Sprint ritual.Sprint
			In     ritual.SprintStory
		}
		in := func(id string) func(*store.Tx) (where, error) {
			return func(tx *store.Tx) (where, error) {
				s, story, err := tx.InSprint(ctx, id)
				return where{s, story}, err
			}
		}
		same(w, where{active, begun}, in("FR-2")) // neither where it was before nor where it may be next
		same(w, where{active, done}, in("FR-1"))
		missing(w, in("FR-3"))
	})
}

func TestOfSomePeopleThoseWithAHomeAreKnown(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for _, who := range []string{"dan", "ana", "eve"} {
			w.do(func(tx *store.Tx) error {
				_, err := tx.HomeOpened(ctx, who)
				return err
			})
		}
		homes := func(people ...string) func(*store.Tx) ([]string, error) {
			return func(tx *store.Tx) ([]string, error) { return tx.Homes(ctx, people...) }
		}
		same(w, []string{"ana", "dan"}, homes("dan", "ben", "ana", "dan", ""))
		same(w, nil, homes())
	})
}
