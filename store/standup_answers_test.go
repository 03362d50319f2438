package store_test

import (
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

// answer is what somebody says in s1 on a day, some minutes from now.
func answer(date, person string, minutes int) ritual.StandupAnswer {
	return ritual.StandupAnswer{Standup: "s1", Day: date, Person: person, At: day.Add(time.Duration(minutes) * time.Minute)}
}

func (w world) answer(all ...ritual.StandupAnswer) {
	w.Helper()
	w.do(func(tx *store.Tx) error {
		for _, a := range all {
			if err := tx.KeepAnswer(ctx, a); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestAnAnswerIsKeptWholeAlsoBeforeItsRun(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.addStandups(standup("s1"))
		get := func(tx *store.Tx) (ritual.StandupAnswer, error) { return tx.Answer(ctx, "s1", "2026-03-02", "cleo") }
		missing(w, get)
		a := answer("2026-03-02", "cleo", 0)
		a.Edited = day.Add(time.Hour)
		a.Said = []ritual.StandupSaid{
			{Question: ritual.StandupQuestion{Text: "What next?", Kind: ritual.AsksPlan}, Text: "<@U1> & “that”\n🙂", Ticks: []string{"FR-1", "FR-2"}},
			{Question: ritual.StandupQuestion{Text: "Blocked?", Kind: ritual.AsksBlocker}, Text: "No access", Help: "dan", Impediment: "i1"},
			{Question: ritual.StandupQuestion{Text: "Mood?"}},
		}
		w.answer(a, answer("2026-03-02", "dan", 1), answer("2026-03-03", "cleo", 2))
		same(w, a, get)
		a.Skipped, a.Said, a.At, a.Edited = true, nil, day.Add(2*time.Hour), time.Time{}
		w.answer(a) // in place of the other
		same(w, a, get)
		same(w, answer("2026-03-03", "cleo", 2), func(tx *store.Tx) (ritual.StandupAnswer, error) { return tx.Answer(ctx, "s1", "2026-03-03", "cleo") })
	})
}

func TestAnswersStandAsTheyCame(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.addStandups(standup("s1"), standup("s2"))
		other := answer("2026-03-02", "zoe", 0)
		other.Standup = "s2"
		w.answer(answer("2026-03-02", "zoe", 3), answer("2026-03-02", "dan", 1), answer("2026-03-02", "cleo", 3), answer("2026-03-03", "dan", 0), other)
		same(w, []ritual.StandupAnswer{answer("2026-03-02", "dan", 1), answer("2026-03-02", "cleo", 3), answer("2026-03-02", "zoe", 3)},
			func(tx *store.Tx) ([]ritual.StandupAnswer, error) { return tx.Answers(ctx, "s1", "2026-03-02") })
		same(w, nil, func(tx *store.Tx) ([]ritual.StandupAnswer, error) { return tx.Answers(ctx, "s1", "2026-03-04") })
	})
}

func TestTheAnswerBeforeIsTheLastThatWasNotSkipped(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.addStandups(standup("s1"), standup("s2"))
		skipped, other := answer("2026-03-03", "cleo", 0), answer("2026-03-03", "cleo", 0)
		skipped.Skipped, other.Standup = true, "s2"
		w.answer(answer("2025-12-31", "cleo", 0), answer("2026-03-02", "cleo", 0), skipped, other, answer("2026-03-03", "dan", 0), answer("2026-03-05", "cleo", 0))
		for before, want := range map[string]string{"2026-03-04": "2026-03-02", "2026-03-05": "2026-03-02", "2026-03-06": "2026-03-05", "2026-03-02": "2025-12-31"} {
			same(w, want, func(tx *store.Tx) (string, error) {
				a, err := tx.AnswerBefore(ctx, "s1", "cleo", before)
				return a.Day, err
			})
		}
		missing(w, func(tx *store.Tx) (ritual.StandupAnswer, error) {
			return tx.AnswerBefore(ctx, "s1", "cleo", "2025-12-31")
		})
	})
}
