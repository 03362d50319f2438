package store

import (
	"context"
	"time"
)

// KeptPicture is a picture that Slack has.
type KeptPicture struct {
	File string    // Slack's id
	At   time.Time // when Slack had taken it
}

// Picture returns the picture with these bytes, by their key, or ErrNotFound.
func (tx *Tx) Picture(ctx context.Context, key string) (KeptPicture, error) {
	return one(ctx, tx, func(row scanner) (p KeptPicture, err error) {
		err = row.Scan(&p.File, at(&p.At))
		return p, err
	}, `SELECT file, at FROM pictures WHERE key = $1`, key)
}

// KeepPicture keeps that Slack has a picture. Of one that was given twice at once, the first is kept.
func (tx *Tx) KeepPicture(ctx context.Context, key, file string) error {
	_, err := tx.add(ctx, `INSERT INTO pictures (key, file, at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING`, key, file, ms(tx.Now))
	return err
}

// DropPicture forgets a picture, because Slack has it no more.
func (tx *Tx) DropPicture(ctx context.Context, key string) error {
	_, err := tx.exec(ctx, `DELETE FROM pictures WHERE key = $1`, key)
	return err
}

// ForgetPictures forgets the pictures that Slack was given before an instant. They stay in Slack.
func (tx *Tx) ForgetPictures(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, `DELETE FROM pictures WHERE at < $1`, ms(before))
	return err
}

// SentFiles are what Slack was asked to share in a message's thread.
type SentFiles struct {
	IDs []string
	At  time.Time // when it was asked
}

// SentFiles returns what Slack was asked to share in a message's thread and did not confirm, or ErrNotFound.
func (tx *Tx) SentFiles(ctx context.Context, message string) (SentFiles, error) {
	return one(ctx, tx, func(row scanner) (f SentFiles, err error) {
		err = row.Scan(document{&f.IDs}, at(&f.At))
		return f, err
	}, `SELECT files, at FROM sent_files WHERE message = $1`, message)
}

// KeepSentFiles keeps that Slack is asked now to share files in a message's thread.
func (tx *Tx) KeepSentFiles(ctx context.Context, message string, ids []string) error {
	_, err := tx.exec(ctx, `
		INSERT INTO sent_files (message, files, at) VALUES ($1, $2, $3)
		ON CONFLICT (message) DO UPDATE SET files = excluded.files, at = excluded.at`, message, asJSON(ids), ms(tx.Now))
	return err
}

// DropSentFiles forgets what Slack was asked to share, because it is known what became of it.
func (tx *Tx) DropSentFiles(ctx context.Context, message string) error {
	_, err := tx.exec(ctx, `DELETE FROM sent_files WHERE message = $1`, message)
	return err
}
