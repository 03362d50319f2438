package store_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

// merge merges a request into another as a handler does, and reports whether the rule let it.
func merge(tx *store.Tx, id, into string) (bool, error) {
	r, err := tx.Request(ctx, id)
	if err != nil {
		return false, err
	}
	lead, err := tx.Request(ctx, into)
	if err != nil {
		return false, err
	}
	if lead, err = tx.Lead(ctx, lead); err != nil {
		return false, err
	}
	after, m, _, err := ritual.MergeInto(r, lead, atlas, "ana", tx.Now)
	if len(ritual.Refusals(err)) > 0 {
		return false, nil
	}
	return true, errors.Join(err, tx.KeepRequest(ctx, after), tx.AddMerge(ctx, m))
}

// takeOut undoes it.
func takeOut(tx *store.Tx, id string) error {
	r, err := tx.Request(ctx, id)
	if err != nil {
		return err
	}
	m, err := tx.Merge(ctx, id)
	if err != nil {
		return err
	}
	after, _ := ritual.TakeOut(r, m, "ana", tx.Now)
	return errors.Join(tx.KeepRequest(ctx, after), tx.DropMerge(ctx, id))
}

// A forest is what the store is compared with: what was merged into what, and who wants what by itself.
type forest struct {
	into  map[string]string
	wants map[string]map[string]bool
	was   map[string]ritual.Request
}

func (f forest) lead(id string) string {
	for f.into[id] != "" {
		id = f.into[id]
	}
	return id
}

// wanting are the different ones who want what leads or was merged into it.
func (f forest) wanting(lead string) []string {
	all := map[string]bool{}
	for id, wants := range f.wants {
		for at := id; at != ""; at = f.into[at] {
			if at == lead {
				maps.Copy(all, wants)
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

func TestHoweverRequestsAreMergedAndTakenOutNoVoiceIsLostOrCountedTwice(t *testing.T) {
	const most = 7
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			records(t, func(t *testing.T, w world) {
				rng := rand.New(rand.NewPCG(seed, 11))
				f := forest{into: map[string]string{}, wants: map[string]map[string]bool{}, was: map[string]ritual.Request{}}
				statuses := []ritual.Status{ritual.New, ritual.AwaitingAlignment, ritual.NeedsInfo, ritual.AwaitingPriority, ritual.Backlog}
				for i := range int64(most) {
					r := request(i + 1)
					r.Status, r.Question = statuses[rng.IntN(len(statuses))], "Which?"
					r.Requester = []string{"", "ria", "al"}[rng.IntN(3)]
					r.Customer = []string{"", "Acme", "ACME ", "Globex"}[rng.IntN(4)]
					w.add(r)
					f.wants[r.ID] = map[string]bool{}
					f.note(r.ID, ritual.OwnVoice(r))
				}
				for range 60 {
					f.step(w, rng, most)
					f.compare(w, most)
				}
			})
		})
	}
}

func (f forest) note(id string, s ritual.Supporter) {
	if s.Person != "" {
		f.wants[id][s.Person] = true
	}
	if s.Customer != "" {
		f.wants[id]["customer "+ritual.FoldCustomer(s.Customer)] = true
	}
}

// step merges, takes out or adds a voice, as chance has it.
func (f forest) step(w world, rng *rand.Rand, most int) {
	w.Helper()
	id, other := ritual.RequestID(rng.Int64N(int64(most))+1), ritual.RequestID(rng.Int64N(int64(most))+1)
	w.do(func(tx *store.Tx) error {
		r, err := tx.Request(ctx, id)
		if err != nil {
			return err
		}
		switch is := rng.IntN(4); {
		case is == 0:
			s := ritual.Supporter{Person: []string{"", "ria", "al", "uma"}[rng.IntN(4)], By: "uma", Customer: []string{"acme", "Initech"}[rng.IntN(2)], At: tx.Now}
			f.note(id, s)
			_, err := tx.AddSupporter(ctx, id, s)
			return err
		case f.into[id] != "":
			if is == 1 {
				delete(f.into, id)
				return takeOut(tx, id)
			}
		default:
			did, err := merge(tx, id, other)
			if want := f.lead(other) != id; err != nil || did != want {
				w.Errorf("%s into %s: %v, %v", id, other, did, err)
			}
			if did {
				f.was[id], f.into[id] = r, f.lead(other)
			}
		}
		return nil
	})
}

// compare compares what the store says of each request with the forest.
func (f forest) compare(w world, most int) {
	w.Helper()
	w.do(func(tx *store.Tx) error {
		for i := range int64(most) {
			r, err := tx.Request(ctx, ritual.RequestID(i+1))
			if err != nil {
				return err
			}
			lead, err := tx.Lead(ctx, r)
			if err != nil || lead.ID != f.lead(r.ID) || (r.Status == ritual.Merged) != (f.into[r.ID] != "") {
				w.Fatalf("%s leads %s (%s): %v", lead.ID, r.ID, r.Status, err)
			}
			if was, ok := f.was[r.ID]; ok && f.into[r.ID] == "" && r != was {
				w.Fatalf("%+v\nwas %+v", r, was)
			}
			others, err := tx.Supporters(ctx, r.ID)
			if err != nil {
				return err
			}
			people, customers := ritual.Wanting(r, others)
			for _, c := range customers {
				people = append(people, "customer "+ritual.FoldCustomer(c))
			}
			slices.Sort(people)
			if want := f.wanting(r.ID); !slices.Equal(people, want) || ritual.UniqueRequesters(r, others) != len(want) {
				w.Fatalf("%s is wanted by %v, not by %v", r.ID, people, want)
			}
		}
		return nil
	})
}

func TestSomebodyMaySpeakForSeveralAndTakeItBack(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		r := request(1)
		w.add(r)
		add := func(s ritual.Supporter, want bool) {
			w.do(func(tx *store.Tx) error {
				s.At = tx.Now
				added, err := tx.AddSupporter(ctx, "FR-1", s)
				if added != want {
					t.Errorf("%+v: added is %v", s, added)
				}
				return err
			})
		}
		add(ritual.Supporter{Person: "uma", Customer: "Acme", Words: "one", Importance: ritual.Blocker, Channel: "C", TS: "1.2"}, true)
		add(ritual.Supporter{Person: "uma", Customer: "ACME", Words: "two", Private: true, Channel: "G"}, false)
		add(ritual.Supporter{Person: "uma", Customer: "acme", Words: "one"}, false)
		add(ritual.Supporter{Person: "uma", Customer: "Globex"}, true)
		add(ritual.Supporter{By: "al", Customer: "Globex"}, true)
		said := func(tx *store.Tx) ([]string, error) {
			others, err := tx.Supporters(ctx, "FR-1")
			var all []string
			for _, s := range others {
				all = append(all, fmt.Sprintf("%s|%s|%s|%q|%v|%s%s%s", s.SaidBy(), s.Person, s.Customer, s.Words, s.Private, string(s.Importance), s.Channel, s.TS))
			}
			return all, err
		}
		same(w, []string{`al||Globex|""|false|`, `uma|uma|Acme|"one\ntwo"|true|blocker-C1.2`, `uma|uma|Globex|""|false|`}, said)
		same(w, r, func(tx *store.Tx) (ritual.Request, error) { return tx.RequestFrom(ctx, "C", "1.2") })
		missing(w, func(tx *store.Tx) (ritual.Request, error) { return tx.RequestFrom(ctx, "C2", "1.2") })
		missing(w, func(tx *store.Tx) (ritual.Request, error) { return tx.RequestFrom(ctx, "C", "1.3") })
		w.do(func(tx *store.Tx) error { return tx.RemoveSupporter(ctx, "FR-1", "uma") })
		missing(w, func(tx *store.Tx) (any, error) { return nil, tx.RemoveSupporter(ctx, "FR-1", "uma") })
		same(w, []string{`al||Globex|""|false|`}, said)
	})
}

func TestAMessageIsTheRequestThatItJoinedOnceItsOwnIsWithdrawn(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		own, joined := request(1), request(2)
		own.Source.Channel, own.Source.TS = "C", "1.2"
		w.add(own, joined)
		from := func(tx *store.Tx) (string, error) {
			r, err := tx.RequestFrom(ctx, "C", "1.2")
			return r.ID, err
		}
		w.do(func(tx *store.Tx) error {
			_, err := tx.AddSupporter(ctx, "FR-2", ritual.Supporter{Person: "uma", Words: "me too", Channel: "C", TS: "1.2", At: tx.Now})
			return err
		})
		same(w, "FR-1", from)
		own.Status = ritual.Withdrawn
		w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, own) })
		same(w, "FR-2", from)
		w.do(func(tx *store.Tx) error { return tx.RemoveSupporter(ctx, "FR-2", "uma") })
		same(w, "FR-1", from)
	})
}

func TestWordsThatWereSaidInSeveralPrivatePlacesAreShownInNone(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1))
		for i, x := range []struct {
			words, channel string
			private        bool
			want           string // the channel that is kept
		}{
			{"", "", false, ""}, {"one", "G1", true, "G1"}, {"two", "G1", true, "G1"}, {"public", "", false, "G1"}, {"three", "G2", true, "-G1"},
			{"four", "G1", true, "-G1"}, {"five", "G2", true, "-G1"},
		} {
			w.do(func(tx *store.Tx) error {
				_, err := tx.AddSupporter(ctx, "FR-1", ritual.Supporter{Person: "uma", Words: x.words, Private: x.private, Channel: x.channel, At: tx.Now})
				return err
			})
			same(w, fmt.Sprintf("%v %s", i > 0, x.want), func(tx *store.Tx) (string, error) {
				all, err := tx.Supporters(ctx, "FR-1")
				if err != nil || len(all) != 1 {
					return "", err
				}
				return fmt.Sprintf("%v %s", all[0].Private, all[0].Channel), nil
			})
		}
	})
}

func TestWhatWasSaidForTheMergedIsKnownToComeByThem(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		lead, joined := request(1), request(2)
		joined.Private, joined.Source.Channel, joined.Customer, joined.Requester = true, "G1", "Acme", "ria"
		w.add(lead, joined)
		w.do(func(tx *store.Tx) error {
			_, err := tx.AddSupporter(ctx, "FR-2", ritual.Supporter{Person: "uma", Words: "me too", At: day.Add(time.Hour)})
			_, merged := merge(tx, "FR-2", "FR-1")
			return errors.Join(err, merged)
		})
		same(w, []ritual.Supporter{
			{Of: "FR-2", By: "rob", Person: "ria", Customer: "Acme", Words: "Dark mode", Private: true, Channel: "G1", At: joined.Created},
			{Of: "FR-2", Person: "uma", Words: "me too", Private: true, Channel: "G1", At: day.Add(time.Hour)},
		}, func(tx *store.Tx) ([]ritual.Supporter, error) { return tx.Supporters(ctx, "FR-1") })
	})
}

func TestALeadRestsOnAllThatWasSaidForWhatWasMergedIntoIt(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for i := range int64(3) {
			r := request(i + 1)
			if i == 2 {
				r.Private, r.Source.Channel = true, "G1"
			}
			w.add(r)
			w.do(func(tx *store.Tx) error {
				return tx.AddEvidence(ctx, r.ID, ritual.Evidence{ID: "0", Author: "rob", Text: "said for " + r.ID, At: day})
			})
		}
		restsOn := func(tx *store.Tx) (string, error) {
			said, err := tx.AllEvidence(ctx, "FR-1")
			var all []string
			for _, e := range said {
				all = append(all, strings.TrimSpace(e.ID+" "+e.Channel))
			}
			return strings.Join(all, ", "), err
		}
		for _, step := range []struct {
			do   func(tx *store.Tx) (bool, error)
			want string
		}{
			{func(tx *store.Tx) (bool, error) { return merge(tx, "FR-3", "FR-2") }, "0"},
			{func(tx *store.Tx) (bool, error) { return merge(tx, "FR-2", "FR-1") }, "0, FR-2:0, FR-3:0 G1"},
			{func(tx *store.Tx) (bool, error) { return true, takeOut(tx, "FR-3") }, "0, FR-2:0"},
			{func(tx *store.Tx) (bool, error) { return true, takeOut(tx, "FR-2") }, "0"},
		} {
			w.do(func(tx *store.Tx) error {
				did, err := step.do(tx)
				if !did {
					t.Errorf("before %q: not merged", step.want)
				}
				return err
			})
			same(w, step.want, restsOn)
		}
	})
}

func TestWhereAMergedRequestStoodCanMoveOn(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2))
		w.do(func(tx *store.Tx) error { _, err := merge(tx, "FR-1", "FR-2"); return err })
		was := ritual.Standing{Status: ritual.AwaitingAlignment, Since: day.Add(time.Hour)}
		w.do(func(tx *store.Tx) error { return tx.KeepStanding(ctx, "FR-1", was) })
		same(w, was, func(tx *store.Tx) (ritual.Standing, error) { m, err := tx.Merge(ctx, "FR-1"); return m.Was, err })
		missing(w, func(tx *store.Tx) (ritual.Merge, error) { return tx.Merge(ctx, "FR-2") })
		missing(w, func(tx *store.Tx) (any, error) { return nil, tx.DropMerge(ctx, "FR-2") })
	})
}

func TestWhatIsDecidedOnTheMergedIsToldOfTheirLead(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2), request(3))
		w.do(func(tx *store.Tx) error {
			for _, d := range []ritual.Decision{{Request: "FR-2", Lead: "FR-1", At: day.Add(time.Hour)}, {Request: "FR-3", Lead: "FR-1", At: day}, {Request: "FR-1", Lead: "FR-3", At: day}} {
				d.Product, d.Topic, d.Verdict, d.By = "atlas", ritual.Union, ritual.MergedInto, "ana"
				if _, err := tx.AddDecision(ctx, d); err != nil {
					return err
				}
			}
			return nil
		})
		same(w, []string{"FR-3/1", "FR-2/1"}, func(tx *store.Tx) ([]string, error) {
			ds, err := tx.LedDecisions(ctx, "FR-1")
			var ids []string
			for _, d := range ds {
				ids = append(ids, d.ID)
			}
			return ids, err
		})
	})
}

func TestWhatWasTypedIsKeptForWhoTypedItUntilItIsSentOrOld(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		typed := request(1)
		var id string
		w.do(func(tx *store.Tx) (err error) { id, err = tx.KeepUnsent(ctx, "uma", typed); return err })
		read := func(by string) func(tx *store.Tx) (ritual.Request, error) {
			return func(tx *store.Tx) (r ritual.Request, err error) { return r, tx.Unsent(ctx, id, by, &r) }
		}
		for range 2 {
			w.do(func(tx *store.Tx) error { return tx.ForgetUnsent(ctx, day) })
			same(w, typed, func(tx *store.Tx) (r ritual.Request, err error) { err = tx.Unsent(ctx, id, "uma", &r); return r, err })
		}
		missing(w, read("al"))
		w.do(func(tx *store.Tx) error { return tx.DropUnsent(ctx, id) })
		missing(w, read("uma"))
		w.do(func(tx *store.Tx) (err error) { id, err = tx.KeepUnsent(ctx, "uma", typed); return err })
		w.do(func(tx *store.Tx) error { return tx.ForgetUnsent(ctx, day.Add(time.Second)) })
		missing(w, read("uma"))
	})
}
