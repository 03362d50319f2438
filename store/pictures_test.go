package store_test

import (
	"testing"
	"time"

	"tandem/store"
)

func TestAPictureIsKeptByWhatItShowsUntilItIsOld(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		kept := func(key string) func(*store.Tx) (store.KeptPicture, error) {
			return func(tx *store.Tx) (store.KeptPicture, error) { return tx.Picture(ctx, key) }
		}
		missing(w, kept("k1"))
		for _, file := range []string{"F1", "F2"} {
			w.do(func(tx *store.Tx) error { return tx.KeepPicture(ctx, "k1", file) })
		}
		w.do(func(tx *store.Tx) error { return tx.KeepPicture(ctx, "k2", "F3") })
		same(w, store.KeptPicture{File: "F1", At: day}, kept("k1"))
		w.do(func(tx *store.Tx) error { return tx.DropPicture(ctx, "k2") })
		missing(w, kept("k2"))
		w.do(func(tx *store.Tx) error { return tx.ForgetPictures(ctx, day) })
		same(w, store.KeptPicture{File: "F1", At: day}, kept("k1"))
		w.do(func(tx *store.Tx) error { return tx.ForgetPictures(ctx, day.Add(time.Millisecond)) })
		missing(w, kept("k1"))
	})
}

func TestWhatWasAskedToBeSharedIsKeptUntilItIsKnown(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			_, _, err := tx.AddMessage(ctx, store.Message{ID: "m1", Kind: "export", Subject: "1", To: "ana"})
			return err
		})
		sent := func(tx *store.Tx) (store.SentFiles, error) { return tx.SentFiles(ctx, "m1") }
		missing(w, sent)
		w.do(func(tx *store.Tx) error { return tx.KeepSentFiles(ctx, "m1", []string{"F1"}) })
		w.do(func(tx *store.Tx) error { return tx.KeepSentFiles(ctx, "m1", []string{"F2", "F3"}) })
		same(w, store.SentFiles{IDs: []string{"F2", "F3"}, At: day}, sent)
		w.do(func(tx *store.Tx) error { return tx.DropSentFiles(ctx, "m1") })
		missing(w, sent)
	})
}
