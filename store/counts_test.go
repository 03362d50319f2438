package store_test

import (
	"errors"
	"testing"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestLongListsAreCountedToAThousandAndReadToTheirEnd(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(addObjective)
		const n = ritual.Many + 10
		w.do(func(tx *store.Tx) (err error) {
			for i := int64(1); i <= 3*n; i++ {
				r := request(i)
				switch i % 3 {
				case 0:
					r.Status = ritual.AwaitingPriority
				case 1:
					r.Status, r.Objective = ritual.Backlog, "o1"
					err = errors.Join(err, tx.AddWords(ctx, r))
				case 2:
					r.Status, r.Requester = ritual.NeedsInfo, "ria"
				}
				err = errors.Join(err, tx.AddRequest(ctx, r))
			}
			return err
		})
		const many = ritual.Many + 1
		same(w, map[ritual.Status]int{ritual.AwaitingPriority: many, ritual.Backlog: many, ritual.NeedsInfo: many},
			func(tx *store.Tx) (map[ritual.Status]int, error) { return tx.CountByStatus(ctx, "atlas") })
		for _, person := range []string{"ben", "ria"} {
			same(w, many, func(tx *store.Tx) (int, error) { _, total, err := tx.Waiting(ctx, person, 5); return total, err })
		}
		same(w, [2]int{many, 2 * many}, func(tx *store.Tx) ([2]int, error) {
			loads, orphans, err := tx.Loads(ctx, "atlas")
			return [2]int{loads[0].Open, orphans}, err
		})
		last := request(3*n - 2)
		last.Status, last.Objective = ritual.Backlog, "o1"
		for _, f := range []store.Filter{{}, {Objective: "o1"}, {Text: last.Title}} { // what is left is known on every page
			of := func(offset int) func(*store.Tx) (page, error) {
				return func(tx *store.Tx) (page, error) {
					rs, total, err := tx.BacklogOf(ctx, "atlas", []ritual.FrameworkID{ritual.RICE}, f, offset, 5)
					return page{rs[:min(1, len(rs))], total}, err
				}
			}
			total := func(offset int) func(*store.Tx) (int, error) {
				return func(tx *store.Tx) (int, error) { p, err := of(offset)(tx); return p.Total, err }
			}
			same(w, many, total(0))
			same(w, n-1, total(n-7))
			same(w, n, total(n-5))
			same(w, page{[]ritual.Ranked{{Request: last}}, n}, of(n-1))
			same(w, page{nil, n}, of(n))
		}
	})
}
