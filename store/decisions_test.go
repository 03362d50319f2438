package store_test

import (
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestALaterDecisionSupersedesTheEarlierOneOnTheSameTopic(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2))
		all := []ritual.Decision{
			{Topic: ritual.Alignment, Verdict: ritual.NeedMore, Reason: "who is it for?"},
			{Topic: ritual.Scope, Verdict: ritual.Answered},
			{Topic: ritual.Alignment, Verdict: ritual.NotNow, Reason: "later", Revisit: "2026-05-01"},
			{Topic: ritual.Priority, Verdict: ritual.Prioritized, Score: "7 ÷ 3 = 2.3"},
			{Topic: ritual.Scope, Verdict: ritual.Answered},
			{Topic: ritual.Alignment, Verdict: ritual.Aligned, Objective: "Win"},
			{Topic: ritual.Order, Verdict: ritual.Moved, Before: "FR-2", Reason: "a customer waits"},
			{Topic: ritual.Order, Verdict: ritual.Unpinned, Before: "FR-2"},
		}
		same(w, ritual.Decision{}, func(tx *store.Tx) (ritual.Decision, error) { return tx.LastDecision(ctx, "FR-1") })
		for i := range all {
			all[i].Request, all[i].Product, all[i].By, all[i].At = "FR-1", "atlas", "ana", day.Add(time.Duration(-i)*time.Hour)
			w.do(func(tx *store.Tx) error {
				d, err := tx.AddDecision(ctx, all[i])
				all[i].ID = d.ID
				return err
			})
			same(w, all[i], func(tx *store.Tx) (ritual.Decision, error) { return tx.LastDecision(ctx, "FR-1") })
		}
		all[0].SupersededBy, all[2].SupersededBy, all[6].SupersededBy = all[2].ID, all[5].ID, all[7].ID
		same(w, all, func(tx *store.Tx) ([]ritual.Decision, error) { return tx.Decisions(ctx, "FR-1") })
		same(w, nil, func(tx *store.Tx) ([]ritual.Decision, error) { return tx.Decisions(ctx, "FR-2") })
	})
}

func TestDecisionsAndStoriesCannotBeChangedOrRemoved(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1))
		w.do(func(tx *store.Tx) error {
			if _, err := tx.AddStory(ctx, ritual.Story{Request: "FR-1"}); err != nil {
				return err
			}
			_, err := tx.AddDecision(ctx, ritual.Decision{Request: "FR-1", Product: "atlas"})
			return err
		})
		for _, statement := range []string{
			`UPDATE decisions SET reason = 'other'`, `DELETE FROM decisions`, `UPDATE stories SET body = '{}'`, `DELETE FROM stories`,
		} {
			if err := w.db.Update(ctx, func(tx *store.Tx) error { return tx.Exec(ctx, statement) }); err == nil {
				t.Errorf("%s went through", statement)
			}
		}
	})
}
