package store_test

import (
	"errors"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

// reader fails unless this is what is known of who rob is now.
func (w world) reader(want ritual.Reader) {
	w.Helper()
	same(w, want, func(tx *store.Tx) (ritual.Reader, error) { return tx.Reader(ctx, want.Person, want.Place) })
}

func TestTheMembersOfAChannelAreThoseThatSlackNamedLast(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		get := func(tx *store.Tx) (ritual.Members, error) { return tx.Members(ctx, "C1") }
		read := func(tx *store.Tx) (time.Time, error) { return tx.MembersRead(ctx, "C1") }
		missing(w, get)
		same(w, time.Time{}, read)
		for i, people := range [][]string{{"ana", "rob"}, {"cleo", "rob"}, nil, {"ana"}} {
			m := ritual.Members{Channel: "C1", People: people, Read: day.Add(time.Duration(i) * time.Minute)}
			w.do(func(tx *store.Tx) error { return tx.KeepMembers(ctx, m) })
			same(w, m, get)
			same(w, m.Read, read)
		}
		w.do(func(tx *store.Tx) error { // an older answer that comes late
			return tx.KeepMembers(ctx, ritual.Members{Channel: "C1", People: []string{"rob"}, Read: day.Add(time.Minute)})
		})
		same(w, []string{"ana"}, func(tx *store.Tx) ([]string, error) { m, err := get(tx); return m.People, err })
	})
}

func TestAMemberIsKnownForAnHour(t *testing.T) {
	for _, x := range []struct {
		ago   time.Duration
		rooms []string
	}{{0, []string{"C1"}}, {10 * time.Minute, []string{"C1"}}, {time.Hour, []string{"C1"}}, {time.Hour + time.Millisecond, nil}, {2 * time.Hour, nil}} {
		t.Run(x.ago.String(), func(t *testing.T) {
			records(t, func(t *testing.T, w world) {
				w.do(func(tx *store.Tx) error {
					return tx.KeepMembers(ctx, ritual.Members{Channel: "C1", People: []string{"rob", "ana"}, Read: day.Add(-x.ago)})
				})
				w.reader(ritual.Reader{Person: "rob", Place: "C9", Rooms: x.rooms})
				w.reader(ritual.Reader{Person: "stranger"})
				w.reader(ritual.Reader{Place: "C1"}) // everybody there
			})
		})
	}
}

func TestAnAuthorIsKnownByTheirWordsInPrivateRequestsOnly(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		public, private, lead := request(1), request(2), request(3)
		private.Private, private.Source = true, ritual.Source{Channel: "C1"}
		lead.Private, lead.Source = true, ritual.Source{Channel: "C2"}
		w.add(public, private, lead)
		for _, x := range []struct {
			request string
			e       ritual.Evidence
		}{
			{"FR-1", ritual.Evidence{ID: "0", Author: "ana", Text: "open"}},
			{"FR-1", ritual.Evidence{ID: "1", Author: "ana", Private: true, Channel: "C1", TS: "1.1", Text: "merged in"}},
			{"FR-2", ritual.Evidence{ID: "0", Author: "ana", Text: "by a command"}},
			{"FR-2", ritual.Evidence{ID: "1", Author: "ana", Channel: "C1", TS: "1.2", Text: "in the channel"}},
			{"FR-3", ritual.Evidence{ID: "1", Author: "ana", Private: true, Channel: "C1", TS: "1.3", Text: "merged in"}},
			{"FR-3", ritual.Evidence{ID: "2", Author: "dan", Text: "their own"}},
		} {
			w.do(func(tx *store.Tx) error { return tx.AddEvidence(ctx, x.request, x.e) })
		}
		w.reader(ritual.Reader{Person: "ana", Kept: []string{"FR-2"}})
		w.reader(ritual.Reader{Person: "dan", Kept: []string{"FR-3"}})
		w.do(func(tx *store.Tx) error { // FR-3 was returned, and FR-4 goes on with it
			next := request(4)
			next.Private, next.Source = true, lead.Source
			_, err := tx.AddDecision(ctx, ritual.Decision{Request: "FR-3", Product: next.Product, Topic: ritual.Acceptance, Verdict: ritual.ReturnedAs, By: "omar", At: day, Lead: "FR-4"})
			return errors.Join(tx.AddRequest(ctx, next), err)
		})
		w.reader(ritual.Reader{Person: "dan", Kept: []string{"FR-3", "FR-4"}})
		w.reader(ritual.Reader{Person: "ana", Kept: []string{"FR-2"}})
		for id, want := range map[string][]bool{"FR-1": {false, true}, "FR-2": {true, true}, "FR-3": {true, true}} {
			same(w, want, func(tx *store.Tx) (are []bool, err error) {
				said, err := tx.Evidence(ctx, id)
				for _, e := range said {
					are = append(are, e.Private)
				}
				return are, err
			})
		}
	})
}

func TestWhatSomebodySaysOfAPrivateRequestIsPrivate(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		private := request(2)
		private.Private = true
		w.add(request(1), private)
		for _, x := range []struct {
			request   string
			said, are bool
		}{{"FR-1", false, false}, {"FR-1", true, true}, {"FR-2", false, true}, {"FR-2", true, true}} {
			s := ritual.Supporter{Person: "dan", Words: "me too", Private: x.said, Channel: "C1", At: day}
			if x.said {
				s.Person = "eve"
			}
			w.do(func(tx *store.Tx) error { _, err := tx.AddSupporter(ctx, x.request, s); return err })
			s.Private = x.are
			same(w, s, func(tx *store.Tx) (ritual.Supporter, error) {
				all, err := tx.Supporters(ctx, x.request)
				return all[len(all)-1], err
			})
		}
	})
}

func TestWhoSetAProductUpReadsForTheHeadsWhoHaveLeft(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		gone := func(id string) {
			w.do(func(tx *store.Tx) error {
				return tx.KeepPerson(ctx, ritual.Person{ID: id, Kind: ritual.Gone, Read: day})
			})
		}
		w.reader(ritual.Reader{Person: "eve"})
		gone("ana")
		w.reader(ritual.Reader{Person: "eve"}) // the PO acts
		gone("ben")
		w.reader(ritual.Reader{Person: "eve", Acts: []string{"atlas"}})
		w.reader(ritual.Reader{Person: "cleo"}) // of the team
	})
}

func TestATitleIsKeptAsShared(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		r, part := request(1), request(2)
		r.Private, part.Private, part.Shared = true, true, true
		w.add(r, part)
		for _, shared := range []bool{true, false} {
			r.Shared = shared
			w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, r) })
			same(w, r, func(tx *store.Tx) (ritual.Request, error) { return tx.Request(ctx, "FR-1") })
		}
		same(w, part, func(tx *store.Tx) (ritual.Request, error) { return tx.Request(ctx, "FR-2") })
	})
}

func TestATitleIsFoundByItsOwnWordsOnly(t *testing.T) {
	r := request(12)
	r.Title, r.Problem, r.Customer = "Exporting the audits to CSV", "The regulator asks for it by May", "Acme"
	for query, want := range map[string]bool{
		"csv": true, "CSV audit": true, "export": true, "exports csv": true, "to csv exp": true, "FR-12": true, "12": true,
		"regulator": false, "csv regulator": false, "acme": false, "May": false, "": false, "...": false, "FR-1": false,
	} {
		if got := store.TitleMatches(r, query); got != want {
			t.Errorf("%q: %v", query, got)
		}
	}
}
