package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tandem/bot/ritual"
	"tandem/store"
)

// logged keeps decisions of atlas and returns the ids of the log with a filter, newest first.
func logged(w world, f store.LogFilter) []string {
	w.Helper()
	var ids []string
	if err := w.db.View(ctx, func(tx *store.Tx) error {
		all, err := tx.DecisionLog(ctx, "atlas", f, store.LogPlace{}, false, 100)
		for _, l := range all {
			if l.Of.ID != l.Request || l.Product != "atlas" {
				w.Errorf("%s comes with %s of %s", l.ID, l.Of.ID, l.Product)
			}
			ids = append(ids, l.ID)
		}
		return err
	}); err != nil {
		w.Fatal(err)
	}
	return ids
}

// decides keeps decisions, each an hour after the one before.
func decides(w world, ds ...ritual.Decision) {
	w.Helper()
	w.do(func(tx *store.Tx) error {
		for i, d := range ds {
			d.Product = "atlas"
			if d.At.IsZero() {
				d.At = day.Add(time.Duration(i) * time.Hour)
			}
			if _, err := tx.AddDecision(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestTheLogHasWhatWasDecidedNewestFirst(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(addObjective)
		one, two := request(1), request(2)
		two.Objective = "o1"
		w.add(one, two)
		decides(w,
			ritual.Decision{Request: "FR-1", Topic: ritual.Scope, Verdict: ritual.NeedMore, By: "ana"},
			ritual.Decision{Request: "FR-1", Topic: ritual.Scope, Verdict: ritual.Answered, By: "rob"},
			ritual.Decision{Request: "FR-1", Topic: ritual.Alignment, Verdict: ritual.Aligned, By: "ana", Objective: "Win"},  // FR-1/3
			ritual.Decision{Request: "FR-2", Topic: ritual.Alignment, Verdict: ritual.Aligned, By: "eve", Objective: "Else"}, // FR-2/1
			ritual.Decision{Request: "FR-1", Topic: ritual.Alignment, Verdict: ritual.Decline, By: "ana"},                    // FR-1/4
			ritual.Decision{Request: "FR-2", Topic: ritual.Priority, Verdict: ritual.Prioritized, By: "ben"},                 // FR-2/2
			ritual.Decision{Request: "FR-2", Topic: ritual.Scope, Verdict: ritual.Divided, By: "ben"},                        // FR-2/3
			ritual.Decision{Request: "FR-2", Topic: ritual.Sizing, Verdict: ritual.Estimated, By: "ben"},                     // FR-2/4
		)
		for _, x := range []struct {
			name string
			f    store.LogFilter
			want []string
		}{
			{"all", store.LogFilter{}, []string{"FR-2/4", "FR-2/3", "FR-2/2", "FR-1/4", "FR-2/1", "FR-1/3"}},
			{"one's own", store.LogFilter{By: "ana"}, []string{"FR-1/4", "FR-1/3"}},
			{"nobody's", store.LogFilter{By: "rob"}, nil},
			{"what serves it or did", store.LogFilter{Objective: "o1", Names: []string{"Won", "Win"}}, []string{"FR-2/4", "FR-2/3", "FR-2/2", "FR-1/4", "FR-2/1", "FR-1/3"}},
			{"what serves it", store.LogFilter{Objective: "o1", Names: []string{"Other"}}, []string{"FR-2/4", "FR-2/3", "FR-2/2", "FR-2/1"}},
			{"of somebody, what served it", store.LogFilter{Objective: "o2", Names: []string{"Win"}, By: "ana"}, []string{"FR-1/4", "FR-1/3"}},
			{"since and before", store.LogFilter{From: day.Add(3 * time.Hour), Before: day.Add(5 * time.Hour)}, []string{"FR-1/4", "FR-2/1"}},
			{"on some topics", store.LogFilter{Only: []ritual.Topic{ritual.Priority, ritual.Scope}}, []string{"FR-2/3", "FR-2/2"}},
			{"but on some", store.LogFilter{But: []ritual.Topic{ritual.Sizing, ritual.Alignment}}, []string{"FR-2/3", "FR-2/2"}},
		} {
			if diff := cmp.Diff(x.want, logged(w, x.f)); diff != "" {
				t.Errorf("%s: -want +got:\n%s", x.name, diff)
			}
		}
		w.do(func(tx *store.Tx) (err error) {
			for i, c := range []ritual.Change{{Turn: ritual.TurnDropped, By: "ana", Reason: "Why"}, {Turn: ritual.TurnMoved, By: "ana"}, {Turn: ritual.TurnBack, By: "ben"}} {
				c.Objective, c.At = "o1", day.Add(time.Duration(20+i)*time.Hour)
				_, added := tx.AddChange(ctx, c)
				err = errors.Join(err, added)
			}
			return err
		})
		for _, x := range []struct {
			f    store.LogFilter
			want string
		}{
			{store.LogFilter{From: day.Add(19 * time.Hour)}, "Win back by ben | Win dropped by ana, back by ben | "},
			{store.LogFilter{By: "ben", Objective: "o1"}, "Win back by ben | "},
			{store.LogFilter{Objective: "o2"}, ""},
			{store.LogFilter{Before: day.Add(21 * time.Hour), By: "ana"}, "Win dropped by ana, back by ben | "},
			{store.LogFilter{Only: []ritual.Topic{ritual.Scope}}, ""},
		} {
			same(w, x.want, func(tx *store.Tx) (got string, err error) {
				all, err := tx.DecisionLog(ctx, "atlas", x.f, store.LogPlace{}, false, 100)
				for _, l := range all {
					switch c := l.Turned; {
					case c.Objective == "":
					case c.Next.Turn == "":
						got += fmt.Sprintf("%s %s by %s | ", c.Name, c.Turn, c.By)
					default:
						got += fmt.Sprintf("%s %s by %s, %s by %s | ", c.Name, c.Turn, c.By, c.Next.Turn, c.Next.By)
					}
				}
				return got, err
			})
		}
		same(w, day.Add(22*time.Hour), func(tx *store.Tx) (time.Time, error) {
			return tx.DecidedBefore(ctx, "atlas", day.Add(24*time.Hour))
		})
		same(w, day.Add(7*time.Hour), func(tx *store.Tx) (time.Time, error) {
			return tx.DecidedBefore(ctx, "atlas", day.Add(20*time.Hour))
		})
		missing(w, func(tx *store.Tx) (time.Time, error) { return tx.DecidedBefore(ctx, "other", day.Add(24*time.Hour)) })
		missing(w, func(tx *store.Tx) (time.Time, error) { return tx.DecidedBefore(ctx, "atlas", day.Add(2*time.Hour)) })
		same(w, []string{"", "", "FR-1/4", "", "", "", "", ""}, func(tx *store.Tx) ([]string, error) {
			on, err := tx.DecisionsOn(ctx, []string{"FR-1", "FR-2"})
			var by []string
			for _, d := range append(on["FR-1"], on["FR-2"]...) {
				by = append(by, d.SupersededBy)
			}
			return by, err
		})
	})
}

func TestTheLogIsReadInPagesBothWaysAlsoAtOneInstant(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for i := int64(1); i <= 12; i++ {
			w.add(request(i))
		}
		var all []string
		for i := int64(12); i >= 1; i-- { // two on each at one instant; four requests an hour
			id := ritual.RequestID(i)
			t := day.Add(time.Duration(i/4) * time.Hour)
			decides(w, ritual.Decision{Request: id, Topic: ritual.Alignment, Verdict: ritual.Aligned, By: "ana", At: t},
				ritual.Decision{Request: id, Topic: ritual.Priority, Verdict: ritual.Prioritized, By: "ana", At: t})
			all = append(all, id+"/2", id+"/1")
			if i == 8 { // what was decided about an objective then stands below: it led to the others
				all = append(all, "o1/4", "o1/3")
			}
		}
		all = append(all, "o1/1")
		w.do(addObjective)
		w.do(func(tx *store.Tx) (err error) {
			for i, turn := range []ritual.Turn{ritual.TurnAchieved, ritual.TurnEdited, ritual.TurnDropped, ritual.TurnBack} {
				_, added := tx.AddChange(ctx, ritual.Change{Objective: "o1", Turn: turn, By: "ana", At: day.Add(time.Duration(i/2*2) * time.Hour)})
				err = errors.Join(err, added)
			}
			return err
		})
		page := func(from store.LogPlace, newer bool, n int) (ids []string, places []store.LogPlace) {
			if err := w.db.View(ctx, func(tx *store.Tx) error {
				ls, err := tx.DecisionLog(ctx, "atlas", store.LogFilter{}, from, newer, n)
				for _, l := range ls {
					back, read := store.ReadLogPlace(l.Place.String())
					if err = errors.Join(err, read); back != l.Place {
						t.Errorf("%v is read as %v", l.Place, back)
					}
					if l.Turned.Objective != "" {
						l.ID = fmt.Sprint(l.Turned.Objective, "/", l.Turned.Number)
					}
					ids, places = append(ids, l.ID), append(places, back)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return ids, places
		}
		var older []string
		var at store.LogPlace
		for {
			ids, places := page(at, false, 5)
			older = append(older, ids...)
			if len(ids) < 5 {
				break
			}
			at = places[4]
		}
		if diff := cmp.Diff(all, older); diff != "" {
			t.Errorf("read on: -want +got:\n%s", diff)
		}
		_, last := page(store.LogPlace{}, false, 100)
		newer, _ := page(last[len(last)-1], true, 100)
		slices.Reverse(newer)
		if diff := cmp.Diff(all[:len(all)-1], newer); diff != "" {
			t.Errorf("read back: -want +got:\n%s", diff)
		}
	})
}

func TestHowLongARequestStoodWhereIsKept(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		r := request(1)
		w.add(r)
		hour := func(n int) time.Time { return request(1).Since.Add(time.Duration(n) * time.Hour) }
		for _, m := range []struct {
			to   ritual.Status
			when time.Time
		}{
			{ritual.AwaitingAlignment, hour(1)}, {ritual.AwaitingAlignment, hour(2)}, {ritual.AwaitingPriority, hour(4)}, {ritual.Backlog, hour(4)},
			{ritual.AwaitingPriority, hour(3)}, // taken back, with the time that it had
			{ritual.Backlog, hour(9)},
		} {
			r = r.MoveTo(m.to, m.when)
			w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, r) })
		}
		same(w, []store.Stay{
			{ritual.New, request(1).Since, hour(1)}, {ritual.AwaitingAlignment, hour(1), hour(4)}, {ritual.AwaitingPriority, hour(3), hour(9)},
		}, func(tx *store.Tx) ([]store.Stay, error) { return tx.Stays(ctx, "FR-1") })
	})
}

func TestWhatTheRecordTellsBesidesDecisionsIsFound(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2))
		first := ritual.Estimation{ID: "E9", Request: "FR-1", Round: 1, By: "ben", Started: day, Revealed: day.Add(time.Minute), RevealedBy: "ana", Ended: day.Add(time.Hour)}
		second := ritual.Estimation{ID: "E1", Request: "FR-1", Round: 1, By: "ana", Started: day.Add(2 * time.Hour)}
		receipt := store.Message{ID: "M1", Kind: "receipt", Subject: "FR-1", To: "CATLAS", Channel: "CATLAS", TS: "1.2", State: store.MessagePosted, Left: day, Sent: day}
		w.do(func(tx *store.Tx) error {
			err := errors.Join(tx.AddEstimate(ctx, second), tx.AddEstimate(ctx, first), tx.AddEstimate(ctx, ritual.Estimation{ID: "E2", Request: "FR-2"}))
			for _, m := range []store.Message{receipt,
				{ID: "M2", Kind: "outcomes", Subject: "2026-03-03", To: "rob", Sent: day.Add(25 * time.Hour)}, {ID: "M3", Kind: "outcomes", Subject: "2026-03-03", To: "ria", Sent: day.Add(24 * time.Hour)},
				{ID: "M4", Kind: "outcomes", Subject: "2026-03-04", To: "rob", Sent: day.Add(48 * time.Hour)}, {ID: "M5", Kind: "outcomes", Subject: "2026-03-05", To: "rob"}} {
				_, _, added := tx.AddMessage(ctx, m)
				err = errors.Join(err, added)
			}
			for _, l := range []store.OutcomeLine{{Person: "rob", Day: "2026-03-03"}, {Person: "ria", Day: "2026-03-03"}, {Person: "rob", Day: "2026-03-04"}, {Person: "rob", Day: "2026-03-05"}} {
				l.Request = "FR-1"
				err = errors.Join(err, tx.AddOutcomeLine(ctx, l))
			}
			return err
		})
		same(w, []ritual.Estimation{first, second}, func(tx *store.Tx) ([]ritual.Estimation, error) { return tx.EstimatesOf(ctx, "FR-1") })
		same(w, receipt, func(tx *store.Tx) (store.Message, error) { return tx.MessageAt(ctx, "CATLAS", "1.2") })
		missing(w, func(tx *store.Tx) (store.Message, error) { return tx.MessageAt(ctx, "CATLAS", "") })
		same(w, []store.ToldDay{{At: day.Add(24 * time.Hour), People: 2}, {At: day.Add(48 * time.Hour), People: 1}},
			func(tx *store.Tx) ([]store.ToldDay, error) { return tx.ToldOf(ctx, "FR-1") })
	})
}
