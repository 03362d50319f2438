package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
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

// jobMessage is the job that shows a message as it should look now; its key is the message's id.
const jobMessage = "message"

// metadataType names Tandem's key in a message's metadata.
const metadataType = "tandem_message"

// coreRoutes are the outbox's own.
func coreRoutes() ritualRoutes {
	return ritualRoutes{jobs: []jobKind{{kind: jobMessage, run: runMessage}}}
}

// post leaves a message to be posted. A message of the same kind, about the same subject, for the same conversation is
// the same message: it is shown anew instead.
func post(ctx context.Context, tx *store.Tx, m store.Message) (store.Message, error) {
	return postAt(ctx, tx, m, tx.Now)
}

// postAt is post for a message that may wait: what shows it anew before then has it posted at once.
func postAt(ctx context.Context, tx *store.Tx, m store.Message, due time.Time) (store.Message, error) {
	m, _, err := tx.AddMessage(ctx, m)
	if err != nil {
		return m, err
	}
	return m, tx.RefreshAt(ctx, jobMessage, m.ID, m.To, due)
}

// refresh has all messages about a subject shown anew.
func refresh(ctx context.Context, tx *store.Tx, subject string) error {
	ms, err := tx.MessagesAbout(ctx, subject)
	if err != nil {
		return err
	}
	for _, m := range ms {
		if m.State == store.MessageFailed || m.State == store.MessageUnknown {
			continue
		}
		if err := tx.Refresh(ctx, jobMessage, m.ID, m.To); err != nil {
			return err
		}
	}
	return nil
}

// runMessage posts a message, or rewrites it in place.
func runMessage(ctx context.Context, b *Bot, job store.Job) error {
	var m store.Message
	var view kit.Message
	err := b.db.View(ctx, func(tx *store.Tx) error { return b.load(ctx, tx, job.Key, &m, &view) })
	switch {
	case errors.Is(err, store.ErrNotFound):
		return b.finish(ctx, job, 0, nil) // what it was about is gone
	case err != nil:
		return err
	case m.State == store.MessagePosted:
		return b.rewrite(ctx, job, m, view)
	case m.State == store.MessageSending:
		return b.reconcile(ctx, job, m)
	case m.State == store.MessageWaiting:
		return b.postOnce(ctx, job, m, view)
	}
	return b.finish(ctx, job, 0, nil)
}

// load reads a message and makes what it should look like now.
func (b *Bot) load(ctx context.Context, tx *store.Tx, id string, m *store.Message, view *kit.Message) (err error) {
	if *m, err = tx.Message(ctx, id); err != nil {
		return err
	}
	kind, ok := b.routes.messages[m.Kind]
	if !ok {
		return permanent(fmt.Errorf("nothing here shows messages of the kind %q", m.Kind))
	}
	if *view, err = kind.view(ctx, tx, *m); err != nil {
		return err
	}
	view.Thread = m.Thread
	if m.Under != "" {
		first, err := tx.Message(ctx, m.Under)
		if err != nil {
			return err
		}
		view.Thread = first.TS
	}
	if err := view.Check(); err != nil {
		return permanent(fmt.Errorf("message %s: %w", m.Kind, err))
	}
	return nil
}

// postOnce posts a message that was never sent. Before it leaves, the row says so: after a crash the next try looks
// before it posts.
func (b *Bot) postOnce(ctx context.Context, job store.Job, m store.Message, view kit.Message) error {
	m.State, m.Sent = store.MessageSending, b.db.Now()
	if err := b.db.Update(ctx, func(tx *store.Tx) error { return tx.KeepMessage(ctx, m) }); err != nil {
		return err
	}
	var channel, ts string
	err := b.gate.through("chat.postMessage", func() (err error) {
		channel, ts, err = b.api.PostMessageContext(ctx, m.To, messageOptions(view, m.ID)...)
		return err
	})
	if err == nil {
		m.Channel, m.TS, m.State, m.Digest = channel, ts, store.MessagePosted, digest(view)
		return b.finish(ctx, job, pace, &m)
	}
	if !neverLeft(err) {
		return err // the answer was lost: the next try looks for it
	}
	m.State, m.Why = store.MessageWaiting, err.Error()
	if isPermanent(err) {
		m.State = store.MessageFailed
		return b.finish(ctx, job, 0, &m)
	}
	if kept := b.db.Update(ctx, func(tx *store.Tx) error { return tx.KeepMessage(ctx, m) }); kept != nil {
		return kept
	}
	return err
}

// rewrite shows a posted message as it should look now. What looks the same is left alone.
func (b *Bot) rewrite(ctx context.Context, job store.Job, m store.Message, view kit.Message) error {
	d := digest(view)
	if d == m.Digest {
		return b.finish(ctx, job, 0, nil)
	}
	err := b.gate.through("chat.update", func() error {
		_, _, _, err := b.api.UpdateMessageContext(ctx, m.Channel, m.TS, messageOptions(view, m.ID)...)
		return err
	})
	if slackSays(err, "message_not_found", "cant_update_message", "edit_window_closed") {
		// Somebody deleted it, or Slack no longer lets us: the message stays as it is, and its state is on Home.
		return b.finish(ctx, job, 0, nil)
	}
	if err != nil {
		return err
	}
	m.Digest = d
	return b.finish(ctx, job, 0, &m)
}

// reconcile decides about a message whose post was not answered: it is looked for by its key where Tandem may read.
func (b *Bot) reconcile(ctx context.Context, job store.Job, m store.Message) error {
	if !strings.HasPrefix(m.To, "U") && !strings.HasPrefix(m.To, "W") {
		m.State, m.Why = store.MessageUnknown, "Slack's answer was lost"
		return b.finish(ctx, job, 0, &m)
	}
	channel, ts, err := b.findPost(ctx, m)
	if err != nil {
		return err
	}
	if ts == "" {
		m.State = store.MessageWaiting
		if err := b.db.Update(ctx, func(tx *store.Tx) error {
			return errors.Join(tx.KeepMessage(ctx, m), tx.Retry(ctx, job, time.Second, "not there, posting again"))
		}); err != nil {
			return err
		}
		return nil
	}
	m.Channel, m.TS, m.State, m.Digest = channel, ts, store.MessagePosted, ""
	if err := b.db.Update(ctx, func(tx *store.Tx) error {
		// Shown once more, because the state may have changed since it was sent.
		return errors.Join(tx.KeepMessage(ctx, m), tx.Retry(ctx, job, time.Second, "found, showing it anew"))
	}); err != nil {
		return err
	}
	return nil
}

// findPost looks for a message by its key in Tandem's direct messages with somebody. ts is empty when it is not there.
func (b *Bot) findPost(ctx context.Context, m store.Message) (channel, ts string, err error) {
	var dm *slack.Channel
	err = b.gate.through("conversations.open", func() (err error) {
		dm, _, _, err = b.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{m.To}, ReturnIM: true})
		return err
	})
	if err != nil {
		return "", "", err
	}
	oldest := fmt.Sprintf("%d.000000", m.Sent.Add(-time.Minute).Unix())
	var found []slack.Message
	err = b.gate.through("conversations.history", func() error {
		h, err := b.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
			ChannelID: dm.ID, Oldest: oldest, Limit: 200, IncludeAllMetadata: true})
		if err == nil {
			found = h.Messages
		}
		return err
	})
	if err != nil {
		return "", "", err
	}
	if m.Under != "" || m.Thread != "" {
		replies, err := b.repliesOf(ctx, dm.ID, m, oldest)
		if err != nil {
			return "", "", err
		}
		found = append(found, replies...)
	}
	for _, one := range found {
		if one.Metadata.EventType == metadataType && one.Metadata.EventPayload["key"] == m.ID {
			return dm.ID, one.Timestamp, nil
		}
	}
	return dm.ID, "", nil
}

// repliesOf are the newest messages of the thread that a message belongs to.
func (b *Bot) repliesOf(ctx context.Context, channel string, m store.Message, oldest string) ([]slack.Message, error) {
	thread := m.Thread
	if m.Under != "" {
		if err := b.db.View(ctx, func(tx *store.Tx) error {
			first, err := tx.Message(ctx, m.Under)
			thread = first.TS
			return err
		}); err != nil {
			return nil, err
		}
	}
	if thread == "" {
		return nil, nil
	}
	var found []slack.Message
	err := b.gate.through("conversations.replies", func() (err error) {
		found, _, _, err = b.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: channel, Timestamp: thread, Oldest: oldest, Limit: 200, IncludeAllMetadata: true})
		return err
	})
	return found, err
}

// finish ends a job, keeps the message if there is one, and gives the conversation its pause.
func (b *Bot) finish(ctx context.Context, job store.Job, pause time.Duration, m *store.Message) error {
	return b.db.Update(ctx, func(tx *store.Tx) error {
		if m != nil {
			if err := tx.KeepMessage(ctx, *m); err != nil {
				return err
			}
		}
		return tx.Finish(ctx, job, pause)
	})
}

// messageOptions are a message as slack-go sends it. Links in it are not unfolded, and nothing in it is parsed anew.
func messageOptions(m kit.Message, key string) []slack.MsgOption {
	opts := []slack.MsgOption{
		slack.MsgOptionText(string(m.Text), false),
		slack.MsgOptionBlocks(m.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl(),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: metadataType, EventPayload: map[string]any{"key": key}}),
	}
	if m.Thread != "" {
		opts = append(opts, slack.MsgOptionTS(m.Thread))
	}
	return opts
}

// digest tells whether two messages look the same.
func digest(m kit.Message) string {
	raw, err := json.Marshal(m)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}
