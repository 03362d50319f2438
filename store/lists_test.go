package store_test

import (
	"slices"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestReportedIsWhatSomebodyRecordedOrWants(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for n, people := range [][2]string{{"rob", ""}, {"ria", "rob"}, {"rob", "rob"}, {"rob", "ria"}, {"ria", ""}} { // reporter, requester
			r := request(int64(n + 1))
			r.Reporter, r.Requester = people[0], people[1]
			w.add(r)
		}
		reported := func(person string, limit int) func(*store.Tx) ([]string, error) {
			return func(tx *store.Tx) ([]string, error) { rs, err := tx.Reported(ctx, person, limit); return ids(rs), err }
		}
		same(w, []string{"FR-4", "FR-3", "FR-2", "FR-1"}, reported("rob", 10))
		same(w, []string{"FR-4", "FR-3"}, reported("rob", 2))
		same(w, []string{"FR-5", "FR-4", "FR-2"}, reported("ria", 10))
		same(w, nil, reported("", 10))
	})
}

// waits is what waits for somebody: ids, and how many in all.
type waits struct {
	IDs   []string
	Total int
}

func waitingFor(person string, limit int) func(*store.Tx) (waits, error) {
	return func(tx *store.Tx) (waits, error) {
		rs, total, err := tx.Waiting(ctx, person, limit)
		return waits{ids(rs), total}, err
	}
}

func TestWaitingIsWhatSomebodyIsToMoveOn(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			return tx.AddProduct(ctx, ritual.Product{ID: "solo", Name: "Solo", Channel: "C2", PM: "ana", PO: "ana", Created: day})
		})
		for i, r := range []ritual.Request{
			{Product: "atlas", Status: ritual.AwaitingAlignment},
			{Product: "atlas", Status: ritual.AwaitingPriority},
			{Product: "solo", Status: ritual.AwaitingPriority},
			{Product: "solo", Status: ritual.AwaitingAlignment},
			{Product: "solo", Status: ritual.Backlog},
			{Product: "atlas", Status: ritual.NeedsInfo, Requester: "ana"},
			{Product: "atlas", Status: ritual.NeedsInfo},
			{Product: "atlas", Status: ritual.NeedsInfo, Requester: "ria"},
			{Product: "atlas", Status: ritual.New, Requester: "ana"},
		} {
			r.Number, r.ID = int64(i+1), ritual.RequestID(int64(i+1))
			r.Reporter, r.Created, r.Since = "rob", day, day.Add(-time.Duration(i)*time.Hour)
			w.add(r)
		}
		same(w, waits{[]string{"FR-6", "FR-4", "FR-3", "FR-1"}, 4}, waitingFor("ana", 10))
		same(w, waits{[]string{"FR-6", "FR-4"}, 4}, waitingFor("ana", 2))
		same(w, waits{[]string{"FR-2"}, 1}, waitingFor("ben", 10))
		same(w, waits{[]string{"FR-7"}, 1}, waitingFor("rob", 10))
		same(w, waits{[]string{"FR-8"}, 1}, waitingFor("ria", 1))
		same(w, waits{}, waitingFor("", 10))

		r := request(8)
		r.Status, r.Requester = ritual.NeedsInfo, ""
		w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, r) }) // who is asked changes with the requester
		same(w, waits{}, waitingFor("ria", 10))
		same(w, 2, func(tx *store.Tx) (int, error) { _, n, err := tx.Waiting(ctx, "rob", 1); return n, err })
	})
}

func TestTheLongestWaitingComesFirst(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for n := int64(1); n <= 3; n++ {
			r := request(n)
			r.Status, r.Since = ritual.AwaitingPriority, day
			w.add(r)
		}
		got := waits{}
		w.do(func(tx *store.Tx) (err error) {
			got, err = waitingFor("ben", 2)(tx)
			return err
		})
		if !slices.Equal(got.IDs, []string{"FR-1", "FR-2"}) || got.Total != 3 {
			t.Errorf("%+v", got)
		}
	})
}
