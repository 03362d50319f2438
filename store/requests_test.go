package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tandem/bot/ritual"
	"tandem/store"
)

// full is a request with every field set.
func full(n int64) ritual.Request {
	return ritual.Request{
		ID: ritual.RequestID(n), Number: n, Product: "atlas", Title: "Export as CSV", Problem: "We copy by hand.\nEvery week.",
		Customer: "Acme", Kind: ritual.Problem, Importance: ritual.Blocker, Requester: "ria", Reporter: "rob",
		Status: ritual.NeedsInfo, Since: day.Add(time.Minute),
		Source: ritual.Source{Channel: "C1", TS: "1700000000.000100", Thread: "1700000000.000001", Author: "al"},
		Thread: ritual.Thread{Channel: "C2", TS: "1700000001.000100"}, Private: true, Objective: "o1",
		Reason: "not yet", Revisit: "2026-05-01", Question: "who?", Created: day,
	}
}

func addObjective(tx *store.Tx) error {
	return tx.AddObjective(ctx, ritual.Objective{ID: "o1", Product: "atlas", Name: "Win", Horizon: ritual.Now, Created: day})
}

func TestARequestIsKeptWhole(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(addObjective)
		get := func(tx *store.Tx) (ritual.Request, error) { return tx.Request(ctx, "FR-7") }
		missing(w, get)
		w.add(full(7))
		same(w, full(7), get)

		r := full(7)
		r.Title, r.Problem, r.Customer = "Another", "", "Other"
		r.Kind, r.Importance, r.Requester = ritual.Feature, "", ""
		r.Status, r.Since = ritual.Parked, day.Add(time.Hour)
		r.Thread = ritual.Thread{Channel: "D1"}
		r.Private, r.Objective, r.Reason, r.Revisit, r.Question = false, "", "later", "", ""
		r.Points = 8
		w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, r) })
		same(w, r, get)
		missing(w, func(tx *store.Tx) (int, error) { return 0, tx.KeepRequest(ctx, request(8)) })
	})
}

func TestAMessageIsCapturedOnce(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		first, second := request(1), request(2)
		first.Source = ritual.Source{Channel: "C1", TS: "17.5", Author: "al"}
		second.Source = ritual.Source{Channel: "C1", TS: "17.5", Author: "al"}
		w.add(first)
		exists(w, "requests", []string{"source_channel", "source_ts"}, func(tx *store.Tx) error { return tx.AddRequest(ctx, second) })
		same(w, first, func(tx *store.Tx) (ritual.Request, error) { return tx.RequestFrom(ctx, "C1", "17.5") })
		missing(w, func(tx *store.Tx) (ritual.Request, error) { return tx.RequestFrom(ctx, "C2", "17.5") })
		missing(w, func(tx *store.Tx) (ritual.Request, error) { return tx.RequestFrom(ctx, "", "") })

		w.add(request(3), request(4)) // without a message there is nothing to be captured twice
		exists(w, "requests", []string{"id"}, func(tx *store.Tx) error {
			r := request(3)
			r.Number = 5
			return tx.AddRequest(ctx, r)
		})
		exists(w, "requests", []string{"number"}, func(tx *store.Tx) error {
			r := request(5)
			r.Number = 3
			return tx.AddRequest(ctx, r)
		})
	})
}

func TestTheRequestsOfAThreadAreFoundByIt(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		later, first, elsewhere, none := request(3), request(1), request(2), request(4)
		later.Thread, first.Thread = ritual.Thread{Channel: "C1", TS: "17.5"}, ritual.Thread{Channel: "C1", TS: "17.5"}
		elsewhere.Thread, none.Thread = ritual.Thread{Channel: "C2", TS: "17.5"}, ritual.Thread{Channel: "C1"}
		w.add(later, elsewhere, none, first)
		in := func(channel, ts string) func(tx *store.Tx) ([]ritual.Request, error) {
			return func(tx *store.Tx) ([]ritual.Request, error) { return tx.RequestsIn(ctx, channel, ts) }
		}
		same(w, []ritual.Request{first, later}, in("C1", "17.5"))
		same(w, nil, in("C1", "17.6"))
		same(w, nil, in("C1", ""))
	})
}

func TestARequestNeedsItsProductAndObjective(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for _, change := range []func(*ritual.Request){
			func(r *ritual.Request) { r.Product = "none" },
			func(r *ritual.Request) { r.Objective = "none" },
		} {
			r := request(1)
			change(&r)
			if err := w.db.Update(ctx, func(tx *store.Tx) error { return tx.AddRequest(ctx, r) }); err == nil {
				t.Errorf("%+v was kept", r)
			}
		}
	})
}

func TestTheSameWordsAreFoundAgain(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		older, newer := request(1), request(2)
		w.add(older, newer)
		find := func(reporter, product, title string, since time.Time) func(*store.Tx) (ritual.Request, error) {
			return func(tx *store.Tx) (ritual.Request, error) { return tx.SameWords(ctx, reporter, product, title, since) }
		}
		same(w, newer, find("rob", "atlas", "Dark mode", older.Created))
		same(w, newer, find("rob", "atlas", " dark \n MODE ", newer.Created))
		missing(w, find("rob", "atlas", "Dark mode", newer.Created.Add(time.Millisecond)))
		missing(w, find("rob", "atlas", "Dark mode!", older.Created))
		missing(w, find("rob", "other", "Dark mode", older.Created))
		missing(w, find("ria", "atlas", "Dark mode", older.Created))
	})
}

func TestASupporterIsCountedOnce(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2))
		ria := ritual.Supporter{Person: "ria", Words: "me too", At: day.Add(time.Hour)}
		al := ritual.Supporter{Person: "al", At: day}
		for _, add := range []struct {
			request string
			s       ritual.Supporter
			want    bool
		}{
			{"FR-1", ria, true}, {"FR-1", ritual.Supporter{Person: "ria", Words: "again", At: day}, false},
			{"FR-1", al, true}, {"FR-2", ria, true},
		} {
			w.do(func(tx *store.Tx) error {
				added, err := tx.AddSupporter(ctx, add.request, add.s)
				if added != add.want {
					t.Errorf("%v of %s: added is %v", add.s, add.request, added)
				}
				return err
			})
		}
		ria.Words = "me too\nagain"
		same(w, []ritual.Supporter{al, ria}, func(tx *store.Tx) ([]ritual.Supporter, error) { return tx.Supporters(ctx, "FR-1") })
	})
}

func TestEvidenceIsKeptOnceAndInOrder(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1))
		own := ritual.Evidence{ID: "0", Author: "rob", Text: "we need it", At: day}
		two := ritual.Evidence{ID: "2", Author: "al", Channel: "C1", TS: "17.2", Text: "yes", At: day.Add(-time.Hour)}
		ten := ritual.Evidence{ID: "10", Author: "al", Channel: "C1", TS: "17.9", Text: "please", At: day}
		again := two
		again.ID = "11"
		w.do(func(tx *store.Tx) error {
			var all error
			for _, e := range []ritual.Evidence{ten, two, own, two, again, {ID: "0", Text: "other"}} {
				all = errors.Join(all, tx.AddEvidence(ctx, "FR-1", e))
			}
			return all
		})
		same(w, []ritual.Evidence{own, two, ten}, func(tx *store.Tx) ([]ritual.Evidence, error) { return tx.Evidence(ctx, "FR-1") })
	})
}

func TestEveryVersionOfAStoryIsKept(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2))
		drafted := ritual.Story{
			Request: "FR-1", At: day, Origin: ritual.FromTemplate, As: "analyst", Want: "a file", SoThat: "I can count",
			Happens: "h", Should: "s", See: "e", Need: "“we need it”", NeedSource: "0",
			Criteria:   []ritual.Criterion{{Text: "it is there", Source: "0"}, {Text: "it fails well", Failure: true}},
			OutOfScope: []string{"Excel"},
			Questions:  []ritual.Question{{ID: "who", Text: "Who?", Answer: "me", By: "rob", Closed: true}, {ID: "why", Text: "Why?"}},
		}
		edited := ritual.Story{Request: "FR-1", Author: "ben", At: day.Add(time.Hour), Origin: ritual.FromPerson, Want: "two files"}
		other := ritual.Story{Request: "FR-2", At: day, Origin: ritual.FromModel}
		versions := []int{1, 2, 1}
		for i, s := range []*ritual.Story{&drafted, &edited, &other} {
			w.do(func(tx *store.Tx) error {
				got, err := tx.AddStory(ctx, *s)
				s.Version = versions[i]
				if diff := cmp.Diff(*s, got); diff != "" {
					t.Error(diff)
				}
				return err
			})
		}
		same(w, edited, func(tx *store.Tx) (ritual.Story, error) { return tx.Story(ctx, "FR-1") })
		same(w, []ritual.Story{drafted, edited}, func(tx *store.Tx) ([]ritual.Story, error) { return tx.Stories(ctx, "FR-1") })
		missing(w, func(tx *store.Tx) (ritual.Story, error) { return tx.Story(ctx, "FR-3") })
	})
}
