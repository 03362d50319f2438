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

func TestWhoActsInSomebodysPlaceIsWaitedForToo(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		p := atlas
		p.Settings = ritual.Settings{PMStandIn: "ivy", POStandIn: "jo"}
		is := func(id string, kind ritual.PersonKind, status string) {
			w.do(func(tx *store.Tx) error {
				return tx.KeepPerson(ctx, ritual.Person{ID: id, Kind: kind, Status: status, Zone: "UTC", Read: day})
			})
		}
		w.do(func(tx *store.Tx) error { return tx.KeepProduct(ctx, p) })
		for i, days := range []int{0, 2, 5, 10} { // ten and twenty days ago is more than four working days
			r := request(int64(i + 1))
			r.Status, r.Since = ritual.AwaitingAlignment, day.AddDate(0, 0, -2*days)
			w.add(r)
		}
		same(w, waits{[]string{"FR-4", "FR-3"}, 2}, waitingFor("ivy", 10))
		same(w, waits{[]string{"FR-4"}, 2}, waitingFor("ivy", 1))
		same(w, waits{}, waitingFor("jo", 10)) // for the PO
		is("ana", ritual.Member, "palm_tree")
		same(w, 4, func(tx *store.Tx) (int, error) { _, n, err := tx.Waiting(ctx, "ivy", 1); return n, err })
		is("ana", ritual.Gone, "")
		is("ivy", ritual.Gone, "")
		same(w, 4, func(tx *store.Tx) (int, error) { _, n, err := tx.Waiting(ctx, "ben", 1); return n, err })
		is("ben", ritual.Gone, "")
		same(w, []string{"FR-1", "FR-2", "FR-3", "FR-4"}, func(tx *store.Tx) ([]string, error) { return tx.Asking(ctx, "atlas") })
	})
}

func TestTheCardsOfWhatMayBeBroughtBackAreFoundWithTheirLists(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error { return tx.KeepProduct(ctx, atlas) })
		posted, waiting := store.MessagePosted, store.MessageWaiting
		add := func(id, kind, subject, to, inside string, state store.MessageState, left int) {
			w.do(func(tx *store.Tx) error {
				_, _, err := tx.AddMessage(ctx, store.Message{ID: id, Kind: kind, Subject: subject, To: to, Inside: inside, State: state, Left: day.Add(time.Duration(left) * time.Second)})
				return err
			})
		}
		for i, s := range []ritual.Status{ritual.Declined, ritual.Parked, ritual.Backlog, ritual.AwaitingAlignment, ritual.Merged} {
			r := request(int64(i + 1))
			r.Status = s
			w.add(r)
		}
		add("today", "list", "2026-03-02", "ana", "", posted, 1)
		add("next", "list", "2026-03-03", "ana", "", waiting, 2)
		add("one", "pm_card", "FR-1", "ana", "", posted, 3)
		add("of ben", "pm_card", "FR-1", "ben", "", posted, 4)
		add("receipt", "receipt", "FR-1", "ana", "", posted, 5)
		add("two", "po_card", "FR-2", "ana", "today", waiting, 6)
		add("three", "both_card", "FR-3", "ana", "today", waiting, 2)
		add("four", "pm_card", "FR-4", "ana", "", posted, 7)
		add("five", "pm_card", "FR-5", "ana", "next", waiting, 8)
		same(w, []string{"today", "one"}, func(tx *store.Tx) ([]string, error) { return tx.Decided(ctx, "atlas", "ana") })
		same(w, nil, func(tx *store.Tx) ([]string, error) { return tx.Decided(ctx, "borealis", "ana") })
	})
}

func TestAQuestionToWhoHasLeftWaitsForWhoIsAskedInstead(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		r := request(1)
		r.Status, r.Reporter, r.Requester = ritual.NeedsInfo, "rob", "ria"
		w.add(r)
		left := func(id string) {
			w.do(func(tx *store.Tx) error {
				return tx.KeepPerson(ctx, ritual.Person{ID: id, Kind: ritual.Gone, Read: day})
			})
		}
		same(w, waits{}, waitingFor("rob", 10))
		left("ria")
		same(w, waits{[]string{"FR-1"}, 1}, waitingFor("rob", 10))
		same(w, waits{}, waitingFor("ana", 10))
		left("rob")
		same(w, waits{[]string{"FR-1"}, 1}, waitingFor("ana", 10))
		same(w, waits{}, waitingFor("ben", 10))
	})
}
