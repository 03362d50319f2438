package engine

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/store"
)

// Files go to Slack in three calls: one says where the bytes go, one brings them, and one completes the upload and says
// who sees the file. Until then nobody does, so what was left half way harms nobody and is given anew.

// A File is what is given to Slack.
type File struct {
	Name string // with its extension, by which Slack knows its type
	Alt  string // what a picture says, for who does not see it; cut by Slack's limit
	Data []byte // at least one byte
}

const (
	filesWrite = "files:write" // the scope
	maxAlt     = 1000          // code points of a file's alternative text
	// uploadWithin bounds an upload, so that the message which it belongs to is posted within the same run of its job.
	uploadWithin = 15 * time.Second
)

// The calls, as the gate knows them. The address that takes the bytes is no method, and has a limit of its own.
const (
	fileAddress  = "files.getUploadURLExternal"
	fileBytes    = "upload"
	fileComplete = "files.completeUploadExternal"
)

// MayUpload reports whether Slack lets Tandem upload files, as far as is known before it is tried: an app that was
// installed before Tandem had files lacks the scope until it is installed again.
func MayUpload(ctx context.Context, tx *store.Tx) (bool, error) {
	has, err := Granted(ctx, tx)
	return len(has) == 0 || has[filesWrite], err
}

// mayUpload is MayUpload for jobs.
func (b *Bot) mayUpload() bool { return len(b.Me.Scopes) == 0 || b.Me.Scopes[filesWrite] }

// sayWithoutFiles logs, at the start and once, that nothing is uploaded.
func (b *Bot) sayWithoutFiles() {
	if !b.mayUpload() {
		b.Log.Warn("messages go without their pictures, and nothing is sent as a file: update the app from manifest.yml in its settings, and install it again", "lacks", filesWrite)
	}
}

// upload gives Slack the bytes of a file and returns its id. Nobody sees it before it is shared.
func (b *Bot) upload(ctx context.Context, f File) (id string, err error) {
	if len(f.Data) == 0 {
		return "", Permanent(fmt.Errorf("%s is empty", f.Name))
	}
	var to *slack.GetUploadURLExternalResponse
	err = b.Gate.Through(fileAddress, func() (err error) {
		to, err = b.API.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{
			FileName: f.Name, FileSize: len(f.Data), AltTxt: kit.Cut(f.Alt, maxAlt)})
		return err
	})
	if err != nil {
		return "", err
	}
	return to.FileID, b.Gate.Through(fileBytes, func() error {
		return b.API.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: to.UploadURL, Reader: bytes.NewReader(f.Data), Filename: f.Name})
	})
}

// share completes the upload of files, by their ids and names: in a thread of a conversation, or where both are empty for Tandem only.
func (b *Bot) share(ctx context.Context, files []slack.FileSummary, channel, thread string) error {
	return b.Gate.Through(fileComplete, func() error {
		_, err := b.API.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{Files: files, Channel: channel, ThreadTimestamp: thread})
		return err
	})
}

// passes reports whether trouble with a file may mend by itself when all of it is done again. A file that is not found when
// its upload is to be completed is one whose bytes were lost on the way: what takes them says so to nobody.
func passes(err error) bool {
	return !IsPermanent(err) || SlackSays(err, "file_not_found")
}
