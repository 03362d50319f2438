package store_test

import (
	"errors"
	"testing"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestWhatSomebodyAskedAboutAMessageIsKept(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		of := func(who string, way ritual.Way) func(tx *store.Tx) (ritual.Pick, error) {
			return func(tx *store.Tx) (ritual.Pick, error) { return tx.Pick(ctx, "C1", "17.5", who, way) }
		}
		missing(w, of("ana", ritual.ByEmoji))
		first := ritual.Pick{Channel: "C1", TS: "17.5", By: "ana", Way: ritual.ByEmoji, Product: "atlas", At: "1772442000.000200"}
		second := ritual.Pick{Channel: "C1", TS: "17.5", By: "ana", Way: ritual.ByMention, Product: "atlas", Title: "Dark", Thread: "17.1", At: "1772442000.000300"}
		other := ritual.Pick{Channel: "C1", TS: "17.5", By: "ben", Way: ritual.ByEmoji, Product: "atlas", At: "1772442000.000100"}
		elsewhere := ritual.Pick{Channel: "C2", TS: "17.5", By: "ben", Way: ritual.ByEmoji, Product: "atlas", At: "1772442000.000100"}
		w.do(func(tx *store.Tx) error {
			return errors.Join(tx.KeepPick(ctx, first), tx.KeepPick(ctx, second), tx.KeepPick(ctx, other), tx.KeepPick(ctx, elsewhere))
		})
		same(w, second, of("ana", ritual.ByMention))
		first.Away, first.Effect, first.Request = "1772442001.000100", ritual.PickMade, "FR-1"
		w.do(func(tx *store.Tx) error { return tx.KeepPick(ctx, first) })
		same(w, first, of("ana", ritual.ByEmoji))
		same(w, []ritual.Pick{other, first, second}, func(tx *store.Tx) ([]ritual.Pick, error) { return tx.Picks(ctx, "C1", "17.5") })
		same(w, nil, func(tx *store.Tx) ([]ritual.Pick, error) { return tx.Picks(ctx, "C1", "17.6") })
	})
}

func TestWhoWasRefusedInAChannelIsKnown(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		refused := func(channel, who string) func(tx *store.Tx) (bool, error) {
			return func(tx *store.Tx) (bool, error) { return tx.RefusedBefore(ctx, channel, who) }
		}
		pick := ritual.Pick{Channel: "C1", TS: "17.5", By: "gwen", Way: ritual.ByEmoji, Product: "atlas", At: "17.6", Effect: ritual.PickUnread}
		w.do(func(tx *store.Tx) error { return tx.KeepPick(ctx, pick) })
		same(w, false, refused("C1", "gwen"))
		pick.Effect = ritual.PickRefused
		w.do(func(tx *store.Tx) error { return tx.KeepPick(ctx, pick) })
		same(w, true, refused("C1", "gwen"))
		same(w, false, refused("C2", "gwen"))
		same(w, false, refused("C1", "ana"))
	})
}

func TestTheMarkUnderAMessageIsKeptUntilItIsTakenAway(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		mark := func(tx *store.Tx) (string, error) { return tx.PickMark(ctx, "C1", "17.5") }
		same(w, "", mark)
		for _, emoji := range []string{"eyes", "white_check_mark", "", ""} {
			w.do(func(tx *store.Tx) error { return tx.KeepPickMark(ctx, "C1", "17.5", emoji) })
			same(w, emoji, mark)
		}
	})
}

func TestEvidenceIsMadeWholeAndItsThreadIsKnownToBeRead(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1))
		reading := func(tx *store.Tx) (ritual.Reading, error) { return tx.Reading(ctx, "FR-1") }
		same(w, ritual.Reading{}, reading)
		cut := ritual.Evidence{ID: "0", Author: "al", Channel: "C1", TS: "17.2", Text: "we ne…", At: day}
		whole := cut
		whole.Thread, whole.Text, whole.Files = "17.1", "we need it", []string{"a.csv", "b, c.png"}
		reply := ritual.Evidence{ID: "1", Author: "ben", Channel: "C1", TS: "17.3", Thread: "17.1", Text: "me too", At: day}
		w.do(func(tx *store.Tx) error {
			return errors.Join(tx.AddEvidence(ctx, "FR-1", cut), tx.KeepEvidence(ctx, "FR-1", whole), tx.KeepEvidence(ctx, "FR-1", reply))
		})
		same(w, []ritual.Evidence{whole, reply}, func(tx *store.Tx) ([]ritual.Evidence, error) { return tx.Evidence(ctx, "FR-1") })
		reply.ID = "2"
		exists(w, "evidence", []string{"request", "channel", "ts"}, func(tx *store.Tx) error { return tx.KeepEvidence(ctx, "FR-1", reply) })
		for _, read := range []ritual.Reading{{At: day, Left: 7}, {At: day.AddDate(0, 0, 1)}} {
			w.do(func(tx *store.Tx) error { return tx.KeepReading(ctx, "FR-1", read) })
			same(w, read, reading)
		}
	})
}

func TestARequestIsHandedToAnotherReporter(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		r := request(1)
		w.add(r)
		w.do(func(tx *store.Tx) error {
			_, err := tx.AddSupporter(ctx, r.ID, ritual.Supporter{Person: "ana", At: day})
			return err
		})
		r.Reporter = "ana"
		w.do(func(tx *store.Tx) error {
			return errors.Join(tx.KeepReporter(ctx, r), tx.RemoveSupporter(ctx, r.ID, "ana"))
		})
		same(w, r, func(tx *store.Tx) (ritual.Request, error) { return tx.Request(ctx, r.ID) })
		same(w, r, func(tx *store.Tx) (ritual.Request, error) { return tx.SameWords(ctx, "ana", "atlas", r.Title, day) })
		same(w, nil, func(tx *store.Tx) ([]ritual.Supporter, error) { return tx.Supporters(ctx, r.ID) })
		missing(w, func(tx *store.Tx) (int, error) { return 0, tx.RemoveSupporter(ctx, r.ID, "ana") })
		missing(w, func(tx *store.Tx) (int, error) { return 0, tx.KeepReporter(ctx, request(2)) })
	})
}
