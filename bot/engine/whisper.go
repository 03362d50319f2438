package engine

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// A whisper is a private answer to an event. An event has no response URL and its acknowledgment carries no words, so
// the answer is kept with the delivery's mark, and a job shows it where the event happened, to that person only.
//
// It is shown at most once: a message that only one person sees cannot be looked for. Where Slack's answer was lost, or
// this process ended while it asked, it is not shown again: whatever was changed is in the request's place and on Home.

// jobWhisper is the job; its key is the delivery's.
const jobWhisper = "whisper"

// whisper is what is kept of an answer.
type whisper struct {
	To      string       `json:"to"`
	Channel string       `json:"channel"`
	Thread  string       `json:"thread,omitempty"`
	Text    kit.Text     `json:"text"`
	Blocks  slack.Blocks `json:"blocks"`
	Heard   *Heard       `json:"heard,omitempty"` // the message that is answered, for a button under the answer
}

// Privately turns an event's refusals into private answers. They come before anything is written.
func Privately(do Handler) Handler {
	return func(ctx context.Context, tx *store.Tx, in Input) (Reply, error) {
		rep, err := do(ctx, tx, in)
		if rs := ritual.Refusals(err); len(rs) > 0 {
			return Say(kit.Sentence(rs[0].Says)), nil
		}
		return rep, err
	}
}

// whispered is what is kept of the answer to an event.
func whispered(d delivery, m kit.Message) whisper {
	w := whisper{To: d.in.By, Channel: d.in.Channel, Text: m.Text, Blocks: slack.Blocks{BlockSet: m.Blocks}, Heard: d.in.Message}
	if d.in.Message != nil {
		w.Thread = d.in.Message.Thread
	}
	return w
}

// leaveWhisper leaves a reply to an event to be shown, if it says anything.
func leaveWhisper(ctx context.Context, tx *store.Tx, d delivery, rep Reply) error {
	if d.kind != anEvent || rep.Say == nil {
		return nil
	}
	return tx.Once(ctx, jobWhisper, d.key, jobWhisper+":"+d.in.By, tx.Now)
}

// Tell leaves something to be shown to one person only, in a channel or a thread of it, by a job that found out what an
// event could not be told. It is shown once for each key.
func Tell(ctx context.Context, tx *store.Tx, key, to, channel, thread string, m kit.Message) error {
	key = jobWhisper + ":" + key
	if _, seen, err := tx.Seen(ctx, key); seen || err != nil {
		return err
	}
	raw, err := json.Marshal(whisper{To: to, Channel: channel, Thread: thread, Text: m.Text, Blocks: slack.Blocks{BlockSet: m.Blocks}})
	if err != nil {
		return err
	}
	return errors.Join(tx.MarkSeen(ctx, key, raw), tx.Once(ctx, jobWhisper, key, jobWhisper+":"+to, tx.Now))
}

// KeptWhisper is the answer to a delivery, if it is still kept.
func KeptWhisper(ctx context.Context, tx *store.Tx, key string) (w whisper, ok bool, err error) {
	raw, seen, err := tx.Seen(ctx, key)
	if err != nil || !seen {
		return w, false, err
	}
	return w, json.Unmarshal(raw, &w) == nil && w.To != "", nil
}

// runWhisper shows an answer to an event.
func runWhisper(ctx context.Context, b *Bot, job store.Job) error {
	var w whisper
	var ok bool
	err := b.DB.View(ctx, func(tx *store.Tx) (err error) {
		w, ok, err = KeptWhisper(ctx, tx, job.Key)
		return err
	})
	if err != nil {
		return err
	}
	if ok && !job.Interrupted {
		err = b.whisper(ctx, w)
	}
	switch {
	case err != nil && neverLeft(err) && !IsPermanent(err):
		return err
	case err != nil || !ok || job.Interrupted:
		b.Log.Warn("a private answer was not shown, or may not have been", "to", w.To, "err", err)
	}
	return b.Finish(ctx, job, 0, nil)
}

// whisper shows an answer where the event happened, or, where Slack does not let it, in direct messages with the person.
func (b *Bot) whisper(ctx context.Context, w whisper) error {
	m := kit.Message{Text: w.Text, Blocks: w.Blocks.BlockSet, Thread: w.Thread}
	err := b.Gate.Through("chat.postEphemeral", func() error {
		_, err := b.API.PostEphemeralContext(ctx, w.Channel, w.To, privateOptions(m)...)
		return err
	})
	if err == nil || !IsPermanent(err) {
		return err
	}
	m.Thread = ""
	return b.Gate.Through(chatPost, func() error {
		_, _, err := b.API.PostMessageContext(ctx, w.To, privateOptions(m)...)
		return err
	})
}

// privateOptions are an answer as slack-go sends it.
func privateOptions(m kit.Message) []slack.MsgOption {
	opts := []slack.MsgOption{slack.MsgOptionText(string(m.Text), false), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}
	if len(m.Blocks) > 0 {
		opts = append(opts, slack.MsgOptionBlocks(m.Blocks...))
	}
	if m.Thread != "" {
		opts = append(opts, slack.MsgOptionTS(m.Thread))
	}
	return opts
}
