package engine

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/store"
)

// Files for a person follow a message: it is posted first, and says that they come; then they are shared in its thread, all
// in one reply. They are shared once: before Slack is asked it is kept which files these are, and where the answer was lost
// they are looked for in the thread, which Tandem may read in its direct messages. Files that were given to Slack and not
// shared are seen by nobody.

// jobFiles shares a message's files; its key is the message's id.
const jobFiles = "files"

// filesTries is how often files are tried before their reader is told that they did not come: some minutes.
const filesTries = 8

// filesLimit is how long the job of files may take: what is sent may have to be made of all that there is.
const filesLimit = 5 * time.Minute

// runFiles shares a message's files in its thread.
func runFiles(ctx context.Context, b *Bot, job store.Job) error {
	var m store.Message
	var asked store.SentFiles
	err := b.DB.View(ctx, func(tx *store.Tx) (err error) {
		if m, err = tx.Message(ctx, job.Key); err != nil {
			return err
		}
		if asked, err = tx.SentFiles(ctx, m.ID); errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return b.Finish(ctx, job, 0, nil) // what they were about is gone
	case err != nil:
		return b.filesFailed(ctx, job, m, err)
	}
	if len(asked.IDs) > 0 {
		there, err := b.filesThere(ctx, m, asked)
		if left := asked.At.Add(lostFor).Sub(b.DB.Now()); err == nil && !there && left > 0 {
			return b.DB.Update(ctx, func(tx *store.Tx) error { return tx.Retry(ctx, job, left, "not there yet") })
		}
		if there || err != nil && IsPermanent(err) { // what cannot be looked for is not sent twice
			return b.filesDone(ctx, job, m)
		}
		if err != nil {
			return err
		}
	}
	files, err := b.makeFiles(ctx, m)
	if err == nil && len(files) > 0 {
		err = b.shareFiles(ctx, m, files)
	}
	if err != nil {
		return b.filesFailed(ctx, job, m, err)
	}
	return b.filesDone(ctx, job, m)
}

// makeFiles makes a message's files, of what its reader may see; none where what they were about is gone.
func (b *Bot) makeFiles(ctx context.Context, m store.Message) (files []File, err error) {
	kind := b.Routes.Messages[m.Kind]
	if kind.Files == nil || !IsPerson(m.To) {
		return nil, Permanent(errors.New("only what is sent to a person has files: " + m.Kind))
	}
	if kind.Rooms != nil {
		var unknown []string
		err := b.DB.View(ctx, func(tx *store.Tx) error {
			all, err := kind.Rooms(ctx, tx, m)
			if err == nil {
				unknown, err = unknownRooms(ctx, tx, all)
			}
			return err
		})
		if err == nil {
			err = b.meet(ctx, unknown)
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
	}
	err = b.DB.View(ctx, func(tx *store.Tx) error {
		return b.safely(func() (err error) { files, err = kind.Files(ctx, tx, m); return err })
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return files, err
}

// shareFiles uploads files and shares them in a message's thread. When it fails, it is known whether they may be there.
func (b *Bot) shareFiles(ctx context.Context, m store.Message, files []File) error {
	var ids []string
	var given []slack.FileSummary
	for _, f := range files {
		id, err := b.upload(ctx, f)
		if err != nil {
			return err
		}
		ids, given = append(ids, id), append(given, slack.FileSummary{ID: id, Title: f.Name})
	}
	if err := b.DB.Update(ctx, func(tx *store.Tx) error { return tx.KeepSentFiles(ctx, m.ID, ids) }); err != nil {
		return err
	}
	err := b.share(ctx, given, m.Channel, m.TS)
	if err != nil && neverLeft(err) {
		keep, done := keeping(ctx)
		defer done()
		err = errors.Join(err, b.DB.Update(keep, func(tx *store.Tx) error { return tx.DropSentFiles(keep, m.ID) }))
	}
	return err
}

// filesThere looks for files in a message's thread.
func (b *Bot) filesThere(ctx context.Context, m store.Message, asked store.SentFiles) (bool, error) {
	replies, err := b.replies(ctx, m.Channel, m.TS, m.TS)
	if SlackSays(err, threadGone...) {
		return true, nil // who deleted the message wants nothing below it
	}
	return slices.ContainsFunc(replies, func(r slack.Message) bool {
		return slices.ContainsFunc(r.Files, func(f slack.File) bool { return slices.Contains(asked.IDs, f.ID) })
	}), err
}

// filesDone ends the job of files that are there.
func (b *Bot) filesDone(ctx context.Context, job store.Job, m store.Message) error {
	ctx, done := keeping(ctx)
	defer done()
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.DropSentFiles(ctx, m.ID), tx.Finish(ctx, job, pace))
	})
}

// filesFailed has files tried again, or tells their reader below the message why they do not come.
func (b *Bot) filesFailed(ctx context.Context, job store.Job, m store.Message, err error) error {
	lost := err != nil && !neverLeft(err) // then they are looked for first
	switch again := (passes(err) || lost) && job.Attempts < filesTries; {
	case isAway(err):
		return err
	case again:
		b.Log.Warn("files are sent again", "kind", m.Kind, "attempt", job.Attempts+1, "err", err)
		return b.DB.Update(ctx, func(tx *store.Tx) error { return tx.Retry(ctx, job, waitFor(err, job.Attempts), err.Error()) })
	}
	b.Log.Warn("files were not sent", "kind", m.Kind, "to", m.To, "err", err)
	keep, done := keeping(ctx)
	defer done()
	return b.DB.Update(keep, func(tx *store.Tx) error {
		_, unsaid := Post(keep, tx, store.Message{Kind: filesLost, Subject: m.ID + "/" + fileWord(err), Product: m.Product, To: m.To, Under: m.ID})
		return errors.Join(unsaid, tx.DropSentFiles(keep, m.ID), tx.Finish(keep, job, pace))
	})
}

// filesLost is the message that says why files did not come. Its subject is the message that they belong to, and Slack's
// word.
const filesLost = "files_lost"

// fileWord is Slack's word for why it does not take files; where it may yet, that it was tried for too long.
func fileWord(err error) string {
	var said slack.SlackErrorResponse
	if errors.As(err, &said) && !passes(err) {
		return said.Err
	}
	return "unreachable"
}

// fileWords are what their reader is told.
var fileWords = map[string]kit.Text{
	"missing_scope":               "I may not send files here yet. Whoever runs Tandem can change that: update the app from `manifest.yml` in its settings, and install it again.",
	"file_uploads_disabled":       "This workspace does not take files, so I could not send this. A workspace admin can change that.",
	"storage_limit_reached":       "This workspace has no room for files left, so I could not send this. A workspace admin can make some.",
	"file_upload_size_restricted": "This workspace does not take files of this size, so I could not send this. A workspace admin can change that.",
	"file_type_not_allowed":       "This workspace does not take files of this type, so I could not send this. A workspace admin can change that.",
	"unreachable":                 "Slack did not take the files, or did not say that it did, though I tried for some minutes. Please ask for them once more.",
}

func sayFilesLost(_ context.Context, _ *store.Tx, m store.Message) (kit.Text, error) {
	_, word, _ := strings.Cut(m.Subject, "/")
	if says, ok := fileWords[word]; ok {
		return says, nil
	}
	return kit.F("Slack did not take the files (%s). Please ask for them once more later.", word), nil
}
