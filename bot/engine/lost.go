package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"tandem/store"
)

// A post whose answer was lost stands in Slack or does not. Tandem looks for it by its key, where it may read, and posts
// it again only when it is certainly not there.

const (
	// lostFor is how long a call may still arrive at Slack after its answer was lost: until then, what is not there is
	// only not there yet. Tandem itself gives up a call after slackTimeout.
	lostFor = 20 * time.Second
	// lookBack is how much earlier than by our clock a message may stand in Slack.
	lookBack = time.Hour
)

// reconcile decides about a message whose post was not answered.
func (b *Bot) reconcile(ctx context.Context, job store.Job, m store.Message) error {
	if !b.mayRead(m.To) {
		return b.giveUp(ctx, job, m, store.MessageUnknown, answerLost)
	}
	channel, ts, err := b.findPost(ctx, m)
	switch {
	case IsPermanent(err), errors.Is(err, errTooMany): // the conversation cannot be read after all
		return b.giveUp(ctx, job, m, store.MessageUnknown, answerLost)
	case err != nil:
		return err
	case ts != "":
		m.Channel, m.TS, m.State = channel, ts, store.MessagePosted
		return b.again(ctx, job, m, pace, "found; its state may have changed since it was sent")
	}
	if left := m.Sent.Add(lostFor).Sub(b.DB.Now()); left > 0 {
		return b.again(ctx, job, m, left, "not there yet")
	}
	m.State = store.MessageWaiting
	return b.again(ctx, job, m, pace, "not there, posting it again")
}

const answerLost = "Slack's answer was lost"

// mayRead reports whether Tandem may look for its messages in a conversation: in its direct messages always, elsewhere
// where an optional scope was granted. Where that one does not reach, Slack says so.
func (b *Bot) mayRead(to string) bool {
	return IsPerson(to) || to != "" && (b.Me.Scopes["channels:history"] || b.Me.Scopes["groups:history"] || b.Me.Scopes["mpim:history"])
}

// findPost looks for a message by its key. ts is empty when it is not there.
func (b *Bot) findPost(ctx context.Context, m store.Message) (channel, ts string, err error) {
	if channel, err = b.conversation(ctx, m.To); err != nil {
		return "", "", err
	}
	found, err := b.messagesSince(ctx, channel, m)
	if err != nil {
		return "", "", err
	}
	for _, one := range found {
		if one.Metadata.EventType == metadataType && one.Metadata.EventPayload["key"] == m.ID {
			return channel, one.Timestamp, nil
		}
	}
	return channel, "", nil
}

// conversation is the id of the conversation that a message goes to: for a person, that of the direct messages.
func (b *Bot) conversation(ctx context.Context, to string) (string, error) {
	if to[0] != 'U' && to[0] != 'W' {
		return to, nil
	}
	var dm *slack.Channel
	err := b.Gate.Through("conversations.open", func() (err error) {
		dm, _, _, err = b.API.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{to}, ReturnIM: true})
		return err
	})
	if err != nil {
		return "", err
	}
	return dm.ID, nil
}

// messagesSince are the newest messages of a conversation, and of the thread that m belongs to.
func (b *Bot) messagesSince(ctx context.Context, channel string, m store.Message) (found []slack.Message, err error) {
	oldest := fmt.Sprintf("%d.000000", m.Sent.Add(-lookBack).Unix())
	if found, err = b.history(ctx, channel, oldest); err != nil {
		return nil, err
	}
	var root string
	if err := b.DB.View(ctx, func(tx *store.Tx) (err error) { root, err = thread(ctx, tx, m); return err }); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return found, nil
		}
		return nil, err
	}
	if root == "" {
		return found, nil
	}
	replies, err := b.replies(ctx, channel, root, oldest)
	if SlackSays(err, threadGone...) {
		return found, nil // who deleted the thread deleted the reply with it
	}
	return append(found, replies...), err
}

// A conversation is looked through page by page, so far and no farther: in a busy channel, what is not on these pages
// may still be there.
const (
	lookPage  = 200
	lookPages = 5
)

var errTooMany = errors.New("too many messages to look through")

// history are the messages of a conversation since oldest.
func (b *Bot) history(ctx context.Context, channel, oldest string) ([]slack.Message, error) {
	return b.pages("conversations.history", func(cursor string) ([]slack.Message, string, error) {
		h, err := b.API.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
			ChannelID: channel, Oldest: oldest, Cursor: cursor, Limit: lookPage, IncludeAllMetadata: true})
		if err != nil {
			return nil, "", err
		}
		return h.Messages, h.ResponseMetaData.NextCursor, nil
	})
}

// replies are the messages of a thread since oldest.
func (b *Bot) replies(ctx context.Context, channel, root, oldest string) ([]slack.Message, error) {
	return b.pages("conversations.replies", func(cursor string) ([]slack.Message, string, error) {
		found, _, next, err := b.API.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: channel, Timestamp: root, Oldest: oldest, Cursor: cursor, Limit: lookPage, IncludeAllMetadata: true})
		return found, next, err
	})
}

// pages reads a list to its end, or as far as it goes.
func (b *Bot) pages(method string, page func(cursor string) ([]slack.Message, string, error)) (all []slack.Message, err error) {
	cursor := ""
	for range lookPages {
		var found []slack.Message
		if err := b.Gate.Through(method, func() (err error) { found, cursor, err = page(cursor); return err }); err != nil {
			return nil, err
		}
		if all = append(all, found...); cursor == "" {
			return all, nil
		}
	}
	return all, errTooMany
}
