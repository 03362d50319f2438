package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestAStoryIsEstimatedOnceAtATime(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2))
		open := func(id string) func(*store.Tx) (ritual.Estimation, error) {
			return func(tx *store.Tx) (ritual.Estimation, error) { return tx.OpenEstimate(ctx, id) }
		}
		missing(w, open("FR-1"))
		e := ritual.Estimation{ID: "e1", Request: "FR-1", Round: 1, Version: 2, By: "ben", Started: day}
		second, other := e, e
		second.ID, other.ID, other.Request = "e2", "e3", "FR-2"
		w.do(func(tx *store.Tx) error { return tx.AddEstimate(ctx, e) })
		w.do(func(tx *store.Tx) error { return tx.AddEstimate(ctx, other) })
		exists(w, "estimates", []string{"request"}, func(tx *store.Tx) error { return tx.AddEstimate(ctx, second) })
		same(w, e, open("FR-1"))

		e.Round, e.Version, e.Revealed, e.RevealedBy, e.Ended = 3, 4, day.Add(time.Minute), "cleo", day.Add(time.Hour)
		w.do(func(tx *store.Tx) error { return tx.KeepEstimate(ctx, e) })
		same(w, e, func(tx *store.Tx) (ritual.Estimation, error) { return tx.Estimate(ctx, "e1") })
		missing(w, open("FR-1"))
		w.do(func(tx *store.Tx) error { return tx.AddEstimate(ctx, second) })
		same(w, second, open("FR-1"))
		missing(w, func(tx *store.Tx) (int, error) { return 0, tx.KeepEstimate(ctx, ritual.Estimation{ID: "none"}) })
	})
}

func TestEachRoundKeepsTheLatestVoteOfEachPerson(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1))
		vote := func(who, size string, minute int) ritual.Vote {
			return ritual.Vote{Person: who, Size: size, At: day.Add(time.Duration(minute) * time.Minute)}
		}
		w.do(func(tx *store.Tx) error {
			return tx.AddEstimate(ctx, ritual.Estimation{ID: "e1", Request: "FR-1", Round: 1, Started: day})
		})
		for _, v := range []struct {
			round int
			v     ritual.Vote
		}{{1, vote("dan", "5", 1)}, {1, vote("cleo", "8", 2)}, {1, vote("dan", "13", 3)}, {2, vote("dan", "?", 4)}} {
			w.do(func(tx *store.Tx) error { return tx.KeepVote(ctx, "e1", v.round, v.v) })
		}
		votes := func(round int) func(*store.Tx) ([]ritual.Vote, error) {
			return func(tx *store.Tx) ([]ritual.Vote, error) { return tx.Votes(ctx, "e1", round) }
		}
		same(w, []ritual.Vote{vote("cleo", "8", 2), vote("dan", "13", 3)}, votes(1))
		same(w, []ritual.Vote{vote("dan", "?", 4)}, votes(2))
		same(w, nil, votes(3))
	})
}

func TestVotesAtOnceAreAllKept(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1))
		w.do(func(tx *store.Tx) error {
			return tx.AddEstimate(ctx, ritual.Estimation{ID: "e1", Request: "FR-1", Round: 1, Started: day})
		})
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				w.do(func(tx *store.Tx) error {
					return tx.KeepVote(ctx, "e1", 1, ritual.Vote{Person: fmt.Sprintf("p%02d", i/2), Size: "5", At: day})
				})
			})
		}
		all.Wait()
		same(w, 10, func(tx *store.Tx) (int, error) {
			votes, err := tx.Votes(ctx, "e1", 1)
			return len(slices.CompactFunc(votes, func(a, b ritual.Vote) bool { return a.Person == b.Person })), err
		})
	})
}
