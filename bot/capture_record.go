package bot

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// What all ways of capture end in: one record, whatever way it came.

// receiptWaits is how long a receipt waits for its story at most, so that it is not posted and rewritten at once.
const receiptWaits = 2 * time.Second

// sameWithin is how long the same words of the same person are the same request.
const sameWithin = time.Minute

// sameRequestAs reports whether two requests with the same title say the same.
func sameRequestAs(a, b ritual.Request) bool {
	return wordsDigest(a.Problem) == wordsDigest(b.Problem) && a.Customer == b.Customer && a.Asked() == b.Asked() && a.Kind == b.Kind
}

// wordsDigest tells whether two texts have the same words. Case and blanks do not count.
func wordsDigest(s string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.Join(strings.Fields(s), " "))))
	return hex.EncodeToString(sum[:8])
}

// recorded says what became of words that were to be recorded.
type recorded int

const (
	newRequest  recorded = iota
	sameRequest          // the same words of the same person a moment ago
	joined               // the message had been captured already
)

// record keeps a request with its evidence, and leaves what follows from it to a job. Where nothing else is said, its
// own words are the evidence. The same message, or the same words from the same person within a minute, is the request
// that is there already.
func record(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, r ritual.Request, said ...ritual.Evidence) (ritual.Request, recorded, error) {
	r, is, err := keepRequest(ctx, tx, in, p, r, said)
	return followed(tx, r, is, err)
}

// followed leaves to a job what follows from a request that is new.
func followed(tx *store.Tx, r ritual.Request, is recorded, err error) (ritual.Request, recorded, error) {
	if err == nil && is == newRequest {
		tx.Follow(jobRecorded, roundOf(r), draftLane(r))
	}
	return r, is, err
}

// roundOf names the jobs about a request that are done once, each time that it is new: it is when it was recorded, and when
// it was recorded again after it had been withdrawn.
func roundOf(r ritual.Request) string {
	if r.Since.Equal(r.Created) {
		return r.ID
	}
	return fmt.Sprintf("%s/%d", r.ID, r.Since.UnixMilli())
}

// inRound is the id of the request that a job of a round is about.
func inRound(job store.Job) string {
	id, _, _ := strings.Cut(job.Key, "/")
	return id
}

// keepRequest is record without what follows.
func keepRequest(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, r ritual.Request, said []ritual.Evidence) (ritual.Request, recorded, error) {
	if err := ritual.May(ritual.ToAsk, ritual.Case{Who: in.Who, Product: p}); err != nil {
		return r, 0, err
	}
	return keepAllowed(ctx, tx, in, p, r, said)
}

// keepAllowed is keepRequest for somebody who may record it.
func keepAllowed(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, r ritual.Request, said []ritual.Evidence) (ritual.Request, recorded, error) {
	r, err := ritual.NewRequest(r)
	if err != nil {
		return r, 0, err
	}
	was, is, err := known(ctx, tx, in, p, r)
	switch {
	case err != nil || is != newRequest:
		return was, is, err
	case was.Status == ritual.Withdrawn:
		return again(ctx, tx, in, p, was, r, said)
	}
	if r.Number, err = tx.NextNumber(ctx); err != nil {
		return r, 0, err
	}
	r.ID, r.Product, r.Reporter = ritual.RequestID(r.Number), p.ID, in.By
	r.Status, r.Since, r.Created = ritual.New, tx.Now, tx.Now
	r.Thread = ritual.PlaceOf(r, in.Place, p.Settings.Shared)
	if err := tx.AddRequest(ctx, r); err != nil {
		return r, 0, err
	}
	for _, e := range said {
		if e.At.IsZero() {
			e.At = tx.Now
		}
		if err := tx.AddEvidence(ctx, r.ID, e); err != nil {
			return r, 0, err
		}
	}
	return r, newRequest, nil
}

// runRecorded does for a new request what nobody has to wait for: it is found by its words from now on, its receipt is
// left to be posted and its story to be drafted.
func runRecorded(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		r, err := tx.Request(ctx, inRound(job))
		if err != nil {
			return err
		}
		if err := keepOwnWords(ctx, tx, r); err != nil {
			return err
		}
		if job.Key == r.ID { // of what is recorded again, the words are there
			err = errors.Join(tx.AddWords(ctx, r), findSimilar(ctx, tx, r))
		}
		if err != nil {
			return err
		}
		receipt, err := request.Placed(ctx, tx, r, request.ReceiptKind, r.ID)
		if err != nil {
			return err
		}
		if _, err := engine.PostAt(ctx, tx, receipt, r.Since.Add(receiptWaits)); err != nil {
			return err
		}
		if r.Private { // those who are there may read it
			if err := engine.KnowMembers(ctx, tx, r.Source.Channel); err != nil {
				return err
			}
		}
		return errors.Join(
			readThenDraft(ctx, tx, r),
			engine.RefreshHome(ctx, tx, r.Reporter),
			tx.Finish(ctx, job, 0))
	})
}

// keepOwnWords makes a request's own words its evidence, where nothing else is.
func keepOwnWords(ctx context.Context, tx *store.Tx, r ritual.Request) error {
	said, err := tx.Evidence(ctx, r.ID)
	if err != nil || len(said) > 0 {
		return err
	}
	return tx.AddEvidence(ctx, r.ID, ritual.Evidence{ID: "0", Author: r.Reporter, Text: cmp.Or(r.Problem, r.Title), At: r.Created})
}

// known finds the request that the words are already, and makes a second person its supporter. Where the message's request
// was withdrawn, it is that one, to be recorded again.
func known(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, r ritual.Request) (ritual.Request, recorded, error) {
	if r.Source.TS != "" {
		was, err := tx.RequestFrom(ctx, r.Source.Channel, r.Source.TS)
		if err == nil && was.Status == ritual.Withdrawn {
			return was, newRequest, nil
		}
		if err == nil {
			err = readAgain(ctx, tx, was)
		}
		if v := ritual.VoiceFrom(r, in.By, tx.Now); err == nil && !v.Adds(was) {
			return was, joined, nil
		} else if err == nil {
			_, err = tx.AddSupporter(ctx, was.ID, v)
		}
		if !errors.Is(err, store.ErrNotFound) {
			return was, joined, err
		}
	}
	isNew, err := tx.NewWords(ctx, in.By, p.ID, r.Title, tx.Now.Add(-sameWithin))
	if err != nil || isNew {
		return r, newRequest, err
	}
	r.Reporter = in.By
	was, err := tx.SameWords(ctx, in.By, p.ID, r.Title, tx.Now.Add(-sameWithin))
	if errors.Is(err, store.ErrNotFound) || err == nil && (!sameRequestAs(was, r) || was.Status == ritual.Withdrawn) {
		return r, newRequest, nil // for somebody else under the same title, or what was taken back is asked for again
	}
	return was, sameRequest, err
}

// again records a request again that was withdrawn. What is said now stands beside what was kept then.
func again(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, was, r ritual.Request, said []ritual.Evidence) (ritual.Request, recorded, error) {
	r.Product, r.Reporter, r.Thread = p.ID, in.By, ritual.PlaceOf(r, in.Place, p.Settings.Shared)
	after, d := ritual.RecordAgain(was, r, tx.Now)
	if err := tx.RemoveSupporter(ctx, after.ID, in.By); err != nil && !errors.Is(err, store.ErrNotFound) {
		return r, 0, err
	}
	kept, err := tx.Evidence(ctx, after.ID)
	if err != nil {
		return r, 0, err
	}
	more := ritual.SaidAgain(kept, said, tx.Now)
	for _, e := range more {
		err = errors.Join(err, tx.AddEvidence(ctx, after.ID, e))
	}
	_, added := tx.AddDecision(ctx, d)
	return after, newRequest, errors.Join(err, tx.KeepReporter(ctx, after), tx.KeepRequest(ctx, after), added, request.ShowAnew(ctx, tx, p, after), markAnew(ctx, tx, after))
}
