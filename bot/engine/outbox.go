package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// The outbox posts messages and rewrites them in place. A message is a row that says what it is about and whom it is
// for; what it says is made from the state by its kind's view, when it is posted and again whenever the state changed.
// So a message is never older than its state, and posting is the same job as rewriting.
//
// It is posted once. Every post carries the row's id in its metadata. When Slack certainly did not get it, it is tried
// again. When the answer was lost, Tandem looks for the id where it may read, in its direct messages; where it may not,
// it does not post again, and Home says so.

// pace is Slack's limit for messages in one conversation: one a second.
const pace = time.Second

// JobMessage is the job that shows a message as it should look now; its key is the message's id.
const JobMessage = "message"

// metadataType names Tandem's key in a message's metadata.
const metadataType = "tandem_message"

// Core are what no ritual owns.
func Core() Ritual {
	return Ritual{
		Events: []Event{{Kind: "app_uninstalled", Do: tokensGone}, {Kind: "tokens_revoked", Do: tokensGone}},
		Jobs: []JobKind{{Kind: JobMessage, Run: runMessage}, {Kind: jobWhisper, Run: runWhisper}, {Kind: jobAdmission, Run: runAdmission},
			{Kind: jobHousekeeping, Run: runHousekeeping}, {Kind: jobMembers, Run: runMembers},
			{Kind: jobFiles, Run: runFiles, Limit: filesLimit}},
		Messages: []MessageKind{{Kind: filesLost, Class: ritual.ClassAnswer, Says: sayFilesLost}},
	}
}

// Post leaves a message to be posted. A message of the same kind, about the same subject, for the same conversation is
// the same message: it is shown anew instead.
func Post(ctx context.Context, tx *store.Tx, m store.Message) (store.Message, error) {
	return PostAt(ctx, tx, m, tx.Now)
}

// PostAt is post for a message that may wait: what shows it anew before then has it posted at once.
func PostAt(ctx context.Context, tx *store.Tx, m store.Message, due time.Time) (store.Message, error) {
	m, _, err := tx.AddMessage(ctx, m)
	if err != nil {
		return m, err
	}
	return m, tx.RefreshAt(ctx, JobMessage, m.ID, m.To, due)
}

// Refresh has all messages about a subject shown anew.
func Refresh(ctx context.Context, tx *store.Tx, subject string) error {
	ms, err := tx.MessagesAbout(ctx, subject)
	if err != nil {
		return err
	}
	for _, m := range ms {
		if err := ShowMessage(ctx, tx, m); err != nil {
			return err
		}
	}
	return nil
}

// showTries is how often a message that cannot be made is tried. All others of its conversation wait behind it.
const showTries = 5

// runMessage posts a message, or rewrites it in place.
func runMessage(ctx context.Context, b *Bot, job store.Job) error {
	var m store.Message
	var view kit.Message
	var over bool
	err := b.DB.View(ctx, func(tx *store.Tx) (err error) {
		if m, err = tx.Message(ctx, job.Key); err != nil || m.Inside != "" {
			return err
		}
		if m.State == store.MessageWaiting || m.State == store.MessagePosted {
			err = b.safely(func() (err error) { view, err = b.Look(ctx, tx, m); return err })
		}
		if m.State == store.MessageWaiting && err == nil {
			err = b.safely(func() (err error) { over, err = b.over(ctx, tx, m); return err })
		}
		return err
	})
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && (m.Inside != "" || over):
		return b.Finish(ctx, job, 0, nil) // what it was about is gone, or was answered meanwhile, or a list shows it
	case err != nil && m.State == store.MessageWaiting && (IsPermanent(err) || job.Attempts >= showTries):
		b.Log.Error("a message cannot be shown", "kind", m.Kind, "about", m.Subject, "err", err)
		return b.giveUp(ctx, job, m, store.MessageFailed, "invalid_blocks")
	case err != nil && job.Attempts >= showTries:
		return Permanent(err)
	case err != nil:
		return err
	case m.State == store.MessagePosted:
		return b.rewrite(ctx, job, m, view)
	case m.State == store.MessageSending:
		return b.reconcile(ctx, job, m)
	case m.State == store.MessageWaiting && m.Kind == ListKind:
		return b.postList(ctx, job, m)
	case m.State == store.MessageWaiting && len(view.Blocks) == 0:
		return b.Finish(ctx, job, 0, nil) // nothing is left to say
	case m.State == store.MessageWaiting:
		if held, err := b.hold(ctx, job, m); held || err != nil {
			return err
		}
		return b.postWhereAllowed(ctx, job, m, view)
	}
	return b.Finish(ctx, job, 0, nil)
}

// over reports whether what a message was to ask or tell was answered or taken back before it was posted. It stays unposted
// then, until it is asked anew.
func (b *Bot) over(ctx context.Context, tx *store.Tx, m store.Message) (bool, error) {
	row := b.Routes.Messages[m.Kind].Row
	if row == nil {
		return false, nil
	}
	one, err := row(ctx, tx, m)
	return one.Over, err
}

// Look is what a message should look like now.
func (b *Bot) Look(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	kind, ok := b.Routes.Messages[m.Kind]
	if !ok {
		return kit.Message{}, Permanent(fmt.Errorf("nothing here shows messages of the kind %q", m.Kind))
	}
	view, err := kind.View(ctx, tx, m)
	if err != nil {
		return view, err
	}
	if view.Thread, err = thread(ctx, tx, m); err != nil {
		return view, err
	}
	if len(view.Blocks) == 0 && (m.Kind == ListKind || m.State == store.MessageWaiting) { // nothing is left to say
		return view, nil
	}
	if err := view.Check(); err != nil {
		return view, Permanent(fmt.Errorf("message %s: %w", m.Kind, err))
	}
	return view, nil
}

// thread is the thread that a message belongs to. Where its first message was not posted there is none: the message
// then stands by itself.
func thread(ctx context.Context, tx *store.Tx, m store.Message) (string, error) {
	if m.Under == "" {
		return m.Thread, nil
	}
	first, err := tx.Message(ctx, m.Under)
	if err == nil && first.Inside != "" {
		first, err = tx.Message(ctx, first.Inside)
	}
	return first.TS, err
}

// postOnce posts a message that was never sent. Before it leaves, the row says so: after a crash the next try looks
// before it posts.
func (b *Bot) postOnce(ctx context.Context, job store.Job, m store.Message, view kit.Message) error {
	if err := b.Gate.open(chatPost); err != nil {
		return err
	}
	shown := b.withPicture(ctx, job, view)
	if shown.wait > 0 {
		return b.again(ctx, job, m, shown.wait, "its picture is not in Slack yet")
	}
	m.State, m.Sent, m.Digest = store.MessageSending, b.DB.Now(), digest(shown.Message)
	if IsPerson(m.To) {
		m.Class = string(b.Routes.Messages[m.Kind].Class)
	}
	if err := b.DB.Update(ctx, func(tx *store.Tx) error {
		is, err := tx.Message(ctx, m.ID)
		if err == nil && is.State != store.MessageWaiting {
			err = store.ErrLeaseLost // this process was held up, and another one has taken the job
		}
		if err != nil {
			return err
		}
		return tx.KeepMessage(ctx, m)
	}); err != nil {
		return err
	}
	var channel, ts string
	err := b.Gate.Through(chatPost, func() (err error) {
		channel, ts, err = b.API.PostMessageContext(ctx, m.To, messageOptions(shown.Message, m.ID)...)
		return err
	})
	switch {
	case err == nil && ts != "":
		m.Channel, m.TS, m.State = channel, ts, store.MessagePosted
		return b.Finish(ctx, job, pace, &m)
	case err == nil:
		return errors.New("posted, but without a word from Slack where")
	case !neverLeft(err):
		return err // the answer was lost: the next try looks for it
	case SlackSays(err, threadGone...) && view.Thread != "":
		m.State, m.Thread, m.Under = store.MessageWaiting, "", ""
		return b.again(ctx, job, m, pace, "its thread is gone, posting it by itself")
	case shown.key != "" && refusesPicture(err):
		m.State = store.MessageWaiting
		return b.laterOrWithout(ctx, job, m, view, shown.key)
	case IsPermanent(err):
		return b.giveUp(ctx, job, m, store.MessageFailed, wordOf(err))
	}
	m.State = store.MessageWaiting
	if isAway(err) {
		return errors.Join(err, b.keep(ctx, m))
	}
	b.Log.Warn("a message was not taken, trying again", "kind", m.Kind, "attempt", job.Attempts+1, "err", err)
	return b.again(ctx, job, m, waitFor(err, job.Attempts), err.Error())
}

// laterOrWithout has a message whose picture Slack does not show tried again later, or shown now without.
func (b *Bot) laterOrWithout(ctx context.Context, job store.Job, m store.Message, view kit.Message, key string) error {
	wait, err := b.pictureRefused(ctx, job, key)
	if err != nil {
		return errors.Join(err, b.keep(ctx, m))
	}
	if wait > 0 {
		return b.again(ctx, job, m, wait, "Slack does not show its picture yet")
	}
	if err := b.keep(ctx, m); err != nil {
		return err
	}
	view.Picture = nil
	if m.State == store.MessagePosted {
		return b.rewrite(ctx, job, m, view)
	}
	return b.postOnce(ctx, job, m, view)
}

// chatPost is the method that posts.
const chatPost = "chat.postMessage"

// threadGone are Slack's words for a thread whose first message was deleted.
var threadGone = []string{"invalid_thread_ts", "thread_not_found", "message_not_found", "cannot_reply_to_message"}

// wordOf is Slack's word for what went wrong, as Home shows it.
func wordOf(err error) string {
	var said slack.SlackErrorResponse
	if errors.As(err, &said) {
		return said.Err
	}
	return err.Error()
}

// rewrite shows a posted message as it should look now. What looks the same is left alone.
func (b *Bot) rewrite(ctx context.Context, job store.Job, m store.Message, view kit.Message) error {
	view.Thread = "" // it stays where it is
	shown := b.withPicture(ctx, job, view)
	if shown.wait > 0 {
		return b.again(ctx, job, m, shown.wait, "its picture is not in Slack yet")
	}
	d := digest(shown.Message)
	if d == m.Digest {
		return b.Finish(ctx, job, 0, nil)
	}
	err := b.Gate.Through("chat.update", func() error {
		_, _, _, err := b.API.UpdateMessageContext(ctx, m.Channel, m.TS, messageOptions(shown.Message, m.ID)...)
		return err
	})
	if shown.key != "" && refusesPicture(err) {
		return b.laterOrWithout(ctx, job, m, view, shown.key)
	}
	// Where somebody deleted it, or Slack no longer lets us, it stays as it is: its state is on Home.
	if err != nil && !SlackSays(err, "message_not_found", "cant_update_message", "edit_window_closed") {
		return err
	}
	m.Digest = d
	return b.Finish(ctx, job, 0, &m)
}
