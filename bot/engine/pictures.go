package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/store"
)

// A message's picture is uploaded before the message is posted, without a channel, so that only the message shows it. It is
// kept by its bytes: what looks the same is uploaded once, for all messages and rewrites.
//
// For a moment after its upload Slack calls it invalid. That, and what else passes by itself, is waited out by the job's next
// tries, but for no longer than pictureWait since the message was due: then the words go alone. They say all of it, so a
// message is never lost, late or doubled because of its picture. A picture that Slack has and no message shows is harmless.

// pictureWait is how long after it was due a message may still wait for its picture. The first try always takes place.
const pictureWait = 30 * time.Second

// keepPictures is how long it is known which pictures Slack has. One that a message still shows is given to Slack again
// when it is rewritten later.
const keepPictures = 90 * 24 * time.Hour

// A pictured is a message as it is sent.
type pictured struct {
	kit.Message
	key  string        // of the picture in it; empty where there is none
	wait time.Duration // above zero: do not send it yet, its picture is worth waiting for
}

// withPicture is a message with its picture, which is given to Slack first where Slack does not have it.
func (b *Bot) withPicture(ctx context.Context, job store.Job, view kit.Message) pictured {
	if view.Picture == nil || !b.mayUpload() {
		return pictured{Message: view}
	}
	key, kept, err := b.pictureFile(ctx, *view.Picture)
	if err != nil {
		wait := b.waitForPicture(job, err)
		b.Log.Warn("a picture is not in Slack", "picture", view.Picture.Name, "waits", wait, "err", err)
		return pictured{Message: view, wait: wait}
	}
	return pictured{Message: view.WithPicture(kept.File, key), key: key}
}

// pictureFile is the file that shows a picture, and the key of its bytes.
func (b *Bot) pictureFile(ctx context.Context, p kit.Picture) (key string, kept store.KeptPicture, err error) {
	var png []byte
	if err := b.safely(func() (err error) { png, err = p.Draw(); return err }); err != nil {
		return "", kept, Permanent(fmt.Errorf("drawing %s: %w", p.Name, err))
	}
	sum := sha256.Sum256(png)
	key = hex.EncodeToString(sum[:12])
	err = b.DB.View(ctx, func(tx *store.Tx) (err error) { kept, err = tx.Picture(ctx, key); return err })
	if !errors.Is(err, store.ErrNotFound) {
		return key, kept, err
	}
	within, cancel := context.WithTimeout(ctx, uploadWithin)
	defer cancel()
	id, err := b.upload(within, File{Name: p.Name, Alt: p.Alt, Data: png})
	if err != nil {
		return key, kept, err
	}
	if err := b.share(within, []slack.FileSummary{{ID: id, Title: p.Name}}, "", ""); err != nil {
		return key, kept, err
	}
	return key, kept, b.DB.Update(ctx, func(tx *store.Tx) (err error) {
		if err := tx.KeepPicture(ctx, key, id); err != nil {
			return err
		}
		kept, err = tx.Picture(ctx, key)
		return err
	})
}

// refusesPicture reports whether Slack refused a message because of its picture alone.
func refusesPicture(err error) bool {
	var said slack.SlackErrorResponse
	if !errors.As(err, &said) || said.Err != "invalid_blocks" {
		return false
	}
	for _, m := range said.ResponseMetadata.Messages {
		if strings.Contains(m, "invalid slack file") {
			return true
		}
	}
	return false
}

// pictureRefused is how long a message whose picture Slack calls invalid is to wait for its next try; zero: it goes without.
func (b *Bot) pictureRefused(ctx context.Context, job store.Job, key string) (wait time.Duration, err error) {
	err = b.DB.Update(ctx, func(tx *store.Tx) error {
		kept, err := tx.Picture(ctx, key)
		if errors.Is(err, store.ErrNotFound) || err == nil && tx.Now.Before(kept.At.Add(pictureWait)) {
			return nil
		}
		return errors.Join(err, tx.DropPicture(ctx, key)) // it is not new: somebody deleted it
	})
	wait = b.waitForPicture(job, errInvalidPicture)
	b.Log.Warn("Slack does not show a picture", "waits", wait)
	return wait, err
}

var errInvalidPicture = errors.New("invalid slack file")

// waitForPicture is how long it is worth waiting before a picture is tried once more.
func (b *Bot) waitForPicture(job store.Job, err error) time.Duration {
	left := job.Due.Add(pictureWait).Sub(b.DB.Now())
	wait := waitFor(err, job.Attempts)
	var limited *slack.RateLimitedError
	var closed closedError
	if (errors.As(err, &limited) || errors.As(err, &closed)) && wait > left || isAway(err) || !passes(err) || left <= 0 {
		return 0
	}
	return min(wait, left)
}
