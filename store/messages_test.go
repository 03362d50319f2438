package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestThereIsOneMessageOfAKindAboutASubjectToSomebody(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		var card store.Message
		add := func(m store.Message, want bool) (got store.Message) {
			t.Helper()
			w.do(func(tx *store.Tx) error {
				var added bool
				var err error
				got, added, err = tx.AddMessage(ctx, m)
				if added != want {
					t.Errorf("added is %v", added)
				}
				return err
			})
			return got
		}
		card = add(store.Message{Kind: "card", Subject: "FR-1", Product: "atlas", To: "ana"}, true)
		if card.ID == "" || card.State != store.MessageWaiting || !card.Left.Equal(day) {
			t.Errorf("it is %+v", card)
		}
		if again := add(store.Message{ID: "other", Kind: "card", Subject: "FR-1", To: "ana", Thread: "17.1"}, false); again != card {
			t.Errorf("it is %+v", again)
		}
		other := add(store.Message{ID: "m2", Kind: "card", Subject: "FR-1", To: "ben", State: store.MessagePosted}, true)
		line := add(store.Message{ID: "m3", Kind: "line", Subject: "FR-1", To: "ana", Under: card.ID, Left: day.Add(-time.Hour)}, true)
		same(w, []store.Message{line, card, other}, func(tx *store.Tx) ([]store.Message, error) { return tx.MessagesAbout(ctx, "FR-1") })
		same(w, other, func(tx *store.Tx) (store.Message, error) { return tx.MessageOf(ctx, "card", "FR-1", "ben") })
		missing(w, func(tx *store.Tx) (store.Message, error) { return tx.MessageOf(ctx, "card", "FR-2", "ben") })
		same(w, map[string]store.Message{"FR-1": other}, func(tx *store.Tx) (map[string]store.Message, error) {
			return tx.MessagesOf(ctx, "card", "ben", "FR-2", "FR-1")
		})
		same(w, nil, func(tx *store.Tx) (map[string]store.Message, error) { return tx.MessagesOf(ctx, "card", "ben") })

		// One that was set aside makes room for another, as often as it may be.
		for range 2 {
			was := card
			w.do(func(tx *store.Tx) error { return tx.SetAside(ctx, was.ID) })
			card = add(store.Message{Kind: "card", Subject: "FR-1", Product: "atlas", To: "ana"}, true)
			w.do(func(tx *store.Tx) error {
				aside, err := tx.Message(ctx, was.ID)
				if was.Past = true; aside != was {
					t.Errorf("it is %+v", aside)
				}
				return err
			})
		}
		same(w, card, func(tx *store.Tx) (store.Message, error) { return tx.MessageOf(ctx, "card", "FR-1", "ana") })
	})
}

func TestAMessageIsKeptWhole(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		m := store.Message{ID: "m1", Kind: "card", Subject: "FR-1", To: "ana"}
		w.do(func(tx *store.Tx) error {
			if _, _, err := tx.AddMessage(ctx, m); err != nil {
				return err
			}
			_, _, err := tx.AddMessage(ctx, store.Message{ID: "m0", Kind: "receipt", Subject: "FR-1", To: "rob"})
			return err
		})
		m.Product, m.Thread, m.Under, m.Channel, m.TS = "atlas", "17.1", "m0", "D1", "17.2"
		m.State, m.Why, m.Left, m.Sent = store.MessageUnknown, "timeout", day.Add(1e9), day.Add(2e9)
		m.Class, m.Inside = "card", "m0"
		w.do(func(tx *store.Tx) error { return tx.KeepMessage(ctx, m) })
		same(w, m, func(tx *store.Tx) (store.Message, error) { return tx.Message(ctx, "m1") })
		over := m
		over.Over = day.Add(3e9)
		w.do(func(tx *store.Tx) error {
			return errors.Join(tx.KeepOver(ctx, "m1", over.Over), tx.KeepMessage(ctx, m))
		}) // whoever posts it read it before
		same(w, over, func(tx *store.Tx) (store.Message, error) { return tx.Message(ctx, "m1") })
		missing(w, func(tx *store.Tx) (store.Message, error) { return tx.Message(ctx, "none") })
		missing(w, func(tx *store.Tx) (int, error) {
			return 0, tx.KeepMessage(ctx, store.Message{ID: "none", State: "failed"})
		})
	})
}

func TestAListKnowsTheMessagesThatItShows(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		inside := func(id string) func(tx *store.Tx) ([]store.Message, error) {
			return func(tx *store.Tx) ([]store.Message, error) { return tx.MessagesInside(ctx, id) }
		}
		list := store.Message{ID: "list", Kind: "list", Subject: "ana", To: "ana"}
		first := store.Message{ID: "m2", Kind: "card", Subject: "FR-1", To: "ana", Class: "card", Inside: "list",
			State: store.MessageWaiting, Left: day.Add(-time.Hour)}
		second := store.Message{ID: "m1", Kind: "card", Subject: "FR-2", To: "ana", Class: "card", Inside: "list",
			State: store.MessageWaiting, Left: day}
		w.do(func(tx *store.Tx) error {
			for _, m := range []store.Message{list, second, first, {Kind: "card", Subject: "FR-3", To: "ana"}} {
				if _, _, err := tx.AddMessage(ctx, m); err != nil {
					return err
				}
			}
			return nil
		})
		same(w, []store.Message{first, second}, inside("list"))
		same(w, nil, inside("m1"))
		first.Inside = ""
		w.do(func(tx *store.Tx) error { return tx.KeepMessage(ctx, first) })
		same(w, []store.Message{second}, inside("list"))
	})
}

func TestTheBudgetCountsWhatReachedSomebodySince(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			for subject, m := range map[string]store.Message{
				"posted":         {To: "ana", Class: "card", State: store.MessagePosted, Sent: day},
				"perhaps":        {To: "ana", Class: "nudge", State: store.MessageUnknown, Sent: day.Add(time.Hour)},
				"earlier":        {To: "ana", Class: "card", State: store.MessagePosted, Sent: day.Add(-1e6)},
				"free":           {To: "ana", State: store.MessagePosted, Sent: day},
				"somebody's":     {To: "ben", Class: "card", State: store.MessagePosted, Sent: day},
				"refused":        {To: "ana", Class: "card", State: store.MessageFailed, Sent: day},
				"not yet":        {To: "ana", Class: "card"},
				"not yet, again": {To: "ana", Class: "card", State: store.MessageWaiting, Sent: day},
			} {
				m.Kind, m.Subject = "card", subject
				if _, _, err := tx.AddMessage(ctx, m); err != nil {
					return err
				}
			}
			return nil
		})
		for since, want := range map[time.Time]int{day: 2, day.Add(1e6): 1, day.Add(-1e6): 3, day.Add(2 * time.Hour): 0} {
			same(w, want, func(tx *store.Tx) (int, error) { return tx.SentSince(ctx, "ana", since) })
		}
	})
}

func TestWhatCouldNotBePostedIsListed(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		var want []string
		w.do(func(tx *store.Tx) error {
			for i, state := range []store.MessageState{
				store.MessageUnknown, store.MessageWaiting, store.MessageSending, store.MessagePosted, store.MessageFailed, store.MessageFailed,
			} {
				m := store.Message{Kind: string(rune('a' + i)), Subject: "s", Product: "atlas", State: state, Left: day.Add(-time.Duration(i) * time.Hour)}
				if _, _, err := tx.AddMessage(ctx, m); err != nil {
					return err
				}
			}
			_, _, err := tx.AddMessage(ctx, store.Message{Kind: "z", Subject: "s", State: store.MessageFailed})
			return err
		})
		kinds := func(limit int, products ...string) func(tx *store.Tx) ([]string, error) {
			return func(tx *store.Tx) (all []string, err error) {
				ms, err := tx.Unposted(ctx, products, limit)
				for _, m := range ms {
					all = append(all, m.Kind)
				}
				return all, err
			}
		}
		same(w, []string{"a", "e", "f"}, kinds(10, "atlas", "other"))
		same(w, []string{"a", "e"}, kinds(2, "other", "atlas"))
		same(w, want, kinds(2, "other"))
	})
}

func TestCardsThatStandByThemselvesAreCountedWhileTheirRequestsWait(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for n := int64(1); n <= 6; n++ {
			r := request(n)
			r.Status, r.Since = ritual.AwaitingPriority, day
			if n == 6 {
				r.Status = ritual.Backlog
			}
			w.add(r)
		}
		w.do(func(tx *store.Tx) error {
			list, _, err := tx.AddMessage(ctx, store.Message{Kind: "list", Subject: "2026-03-02", To: "ben"})
			for _, m := range []store.Message{
				{Kind: "po_card", Subject: "FR-1", To: "ben"}, {Kind: "both_card", Subject: "FR-2", To: "ben"}, {Kind: "po_card", Subject: "FR-2", To: "ben"},
				{Kind: "pm_card", Subject: "FR-3", To: "ben"}, {Kind: "po_card", Subject: "FR-4", To: "ana"}, {Kind: "po_card", Subject: "FR-5", To: "ben", Inside: list.ID},
				{Kind: "po_card", Subject: "FR-6", To: "ben"}, {Kind: "po_card", Subject: "FR-3", To: "ben", State: store.MessageWaiting},
			} {
				m.State = cmp.Or(m.State, store.MessagePosted)
				_, _, more := tx.AddMessage(ctx, m)
				err = errors.Join(err, more)
			}
			return err
		})
		same(w, 2, func(tx *store.Tx) (int, error) {
			return tx.Singles(ctx, "atlas", ritual.AwaitingPriority, "ben", "po_card", "both_card")
		})
		same(w, 0, func(tx *store.Tx) (int, error) {
			return tx.Singles(ctx, "other", ritual.AwaitingPriority, "ben", "po_card", "both_card")
		})
	})
}

func TestWhatFailedInAChannelIsFoundByItsReason(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			for i, m := range []store.Message{
				{To: "C1", State: store.MessageFailed, Why: "not_in_channel"}, {To: "C1", State: store.MessageFailed, Why: "is_archived"},
				{To: "C1", State: store.MessageUnknown, Why: "not_in_channel"}, {To: "C2", State: store.MessageFailed, Why: "not_in_channel"},
				{To: "C1", State: store.MessageFailed, Why: "channel_not_found"}, {To: "C1"},
			} {
				m.ID, m.Kind, m.Subject, m.Left = fmt.Sprint(i), "line", fmt.Sprint(i), day.Add(-time.Duration(i)*time.Hour)
				if _, _, err := tx.AddMessage(ctx, m); err != nil {
					return err
				}
			}
			return nil
		})
		same(w, []string{"4", "0"}, func(tx *store.Tx) ([]string, error) {
			ms, err := tx.UnpostedIn(ctx, "C1", "not_in_channel", "channel_not_found")
			var all []string
			for _, m := range ms {
				all = append(all, m.ID)
			}
			return all, err
		})
	})
}
