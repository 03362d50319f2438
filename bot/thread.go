package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/recap"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Evidence is read by a job: after a message was captured, and whenever it is captured again, its thread is read, and what
// people said there is kept with the request. That takes an optional scope, and Tandem in the channel. Without, a request
// keeps what brought it.

// jobThread reads the thread of a request; its key is the request's id.
const jobThread = "thread"

// A thread is read page by page, so far and no farther.
const (
	threadPage  = 200
	threadPages = 50
)

func threadRitual() engine.Ritual {
	return engine.Ritual{Jobs: []engine.JobKind{{Kind: jobThread, Run: runThread}}}
}

// mayRead reports whether Tandem can read what people say in a place, by the scopes that Slack granted.
func mayRead(ctx context.Context, tx *store.Tx, place ritual.Place) (bool, error) {
	granted, err := engine.Granted(ctx, tx)
	return place.Known() && place.Joined && !place.Direct && granted[historyScope(place)], err
}

// historyScope is the scope that reading in a place takes.
func historyScope(place ritual.Place) string {
	if place.Private {
		return "groups:history"
	}
	return "channels:history"
}

// threadIsRead reports whether there is a thread of a request that Tandem can read.
func threadIsRead(ctx context.Context, tx *store.Tx, r ritual.Request) (bool, error) {
	if r.Source.TS == "" {
		return false, nil
	}
	place, err := tx.Place(ctx, r.Source.Channel)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if is, err := underRecap(ctx, tx, r.Source); is || err != nil {
		return false, err // everybody talks of something else there: a reply is its own evidence
	}
	return mayRead(ctx, tx, place)
}

// underRecap reports whether a message stands in the thread of a recap.
func underRecap(ctx context.Context, tx *store.Tx, from ritual.Source) (bool, error) {
	if from.Thread == "" {
		return false, nil
	}
	root, err := tx.MessageAt(ctx, from.Channel, from.Thread)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return root.Kind == recap.Kind, err
}

// readThenDraft leaves the reading of a new request's thread, and where there is nothing to read, its draft.
func readThenDraft(ctx context.Context, tx *store.Tx, r ritual.Request) error {
	reads, err := threadIsRead(ctx, tx, r)
	if err != nil {
		return err
	}
	if reads {
		return tx.Refresh(ctx, jobThread, r.ID, threadLane(r))
	}
	return goAhead(ctx, tx, r)
}

func threadLane(r ritual.Request) string { return jobThread + ":" + r.ID }

// readAgain has a request's thread read once more: it was captured again, and more may have been said.
func readAgain(ctx context.Context, tx *store.Tx, r ritual.Request) error {
	reads, err := threadIsRead(ctx, tx, r)
	if err != nil || !reads {
		return err
	}
	return tx.Refresh(ctx, jobThread, r.ID, threadLane(r))
}

// goAhead leaves the draft of a request that is new, or was when it was merged.
func goAhead(ctx context.Context, tx *store.Tx, r ritual.Request) error {
	status := r.Status
	if status == ritual.Merged {
		mg, err := tx.Merge(ctx, r.ID)
		if err != nil {
			return err
		}
		status = mg.Was.Status
	}
	if status != ritual.New {
		return nil
	}
	return tx.Once(ctx, jobDraft, roundOf(r), draftLane(r), tx.Now)
}

// runThread keeps what is said in a request's thread. Where it cannot be read just now, the draft does not wait for it.
func runThread(ctx context.Context, b *engine.Bot, job store.Job) error {
	var r ritual.Request
	var reads bool
	err := b.DB.View(ctx, func(tx *store.Tx) (err error) {
		if r, err = tx.Request(ctx, job.Key); err != nil {
			return err
		}
		reads, err = threadIsRead(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	var read []ritual.Evidence
	if reads {
		read, err = readThread(ctx, b, r.Source)
	}
	if err != nil {
		b.Log.Warn("a thread was not read", "request", r.ID, "err", err)
	}
	if err != nil && !engine.IsPermanent(err) {
		return errors.Join(err, b.DB.Update(ctx, func(tx *store.Tx) error { return goAhead(ctx, tx, r) }))
	}
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		m, err := request.Of(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if len(read) > 0 {
			err = learn(ctx, tx, m, read)
		}
		return errors.Join(err, goAhead(ctx, tx, m.Request), tx.Finish(ctx, job, 0))
	})
}

// learn keeps what was read of a request's thread. A story that was drafted without it is drafted anew.
func learn(ctx context.Context, tx *store.Tx, m request.Matter, read []ritual.Evidence) error {
	kept, err := tx.Evidence(ctx, m.Request.ID)
	if err != nil {
		return err
	}
	names, err := namesIn(ctx, tx, read)
	if err != nil {
		return err
	}
	for i, e := range read {
		read[i].Text = kit.Cut(strings.TrimSpace(kit.Plain(e.Text, names)), ritual.EvidenceMax)
	}
	keep, left := ritual.Learn(kept, read, m.Request.Source.TS)
	known, err := storySays(ctx, tx, m.Lead)
	if err != nil {
		return err
	}
	for _, e := range keep {
		if err := tx.KeepEvidence(ctx, m.Request.ID, e); err != nil {
			return err
		}
	}
	if err := tx.KeepReading(ctx, m.Request.ID, ritual.Reading{At: tx.Now, Left: left}); err != nil {
		return err
	}
	if m.Lead.ID != "" { // whose story rests on it, too
		err = leadChanged(ctx, tx, m.Lead.ID, known)
	} else if len(keep) > 0 {
		err = redraftFrom(ctx, tx, m)
	}
	if m.Request.Status == ritual.New { // its receipt waits for the draft, which shows it
		return err
	}
	return errors.Join(err, request.ShowAnew(ctx, tx, m.Product, m.Request))
}

// namesIn are the names of those whom messages mention, as far as Slack said who they are.
func namesIn(ctx context.Context, tx *store.Tx, read []ritual.Evidence) (func(id string) string, error) {
	names := map[string]string{}
	for _, e := range read {
		for _, id := range kit.Mentioned(e.Text) {
			if _, asked := names[id]; asked {
				continue
			}
			who, err := tx.Person(ctx, id)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
			names[id] = who.Name
		}
	}
	return func(id string) string { return names[id] }, nil
}

// redraftFrom has a story drafted anew that does not know all of its evidence, or too much: by template at once, and by a model
// where there is one. What a person wrote stays.
func redraftFrom(ctx context.Context, tx *store.Tx, m request.Matter) error {
	s, err := request.StoryOf(ctx, tx, m.Request.ID)
	if err != nil || !s.Drafted() {
		return err
	}
	s.Stale = s.Stale || s.Origin == ritual.FromModel
	if !ritual.MayRedraft(m.Request, s) {
		return nil
	}
	if s.Origin == ritual.FromModel {
		s.Request, s.At = m.Request.ID, tx.Now
		_, err = tx.AddStory(ctx, s)
	} else {
		err = draft(ctx, tx, m.Request, s)
	}
	return errors.Join(err, redraft(ctx, tx, m.Request.ID))
}

// readThread are the messages of the thread that a message stands in, in Slack's markup and order: what people said, and
// the message itself whoever said it.
func readThread(ctx context.Context, b *engine.Bot, from ritual.Source) (said []ritual.Evidence, err error) {
	root := cmp.Or(from.Thread, from.TS)
	seen := map[string]bool{}
	cursor := ""
	for range threadPages {
		var found []slack.Message
		err := b.Gate.Through(methodReplies, func() (err error) {
			found, _, cursor, err = b.API.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
				ChannelID: from.Channel, Timestamp: root, Cursor: cursor, Limit: threadPage})
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			if e, ok := saidBy(b, from.Channel, m, m.Timestamp == from.TS); ok && !seen[m.Timestamp] {
				said = append(said, e)
			}
			seen[m.Timestamp] = true // Slack repeats a thread's first message on each page
		}
		if cursor == "" {
			break
		}
	}
	slices.SortFunc(said, func(a, b ritual.Evidence) int { return strings.Compare(a.TS, b.TS) })
	return said, nil
}

// methodReplies reads a thread.
const methodReplies = "conversations.replies"

// spoken are the subtypes of messages that people write.
var spoken = []string{"", "thread_broadcast", "file_share", "me_message"}

// filesMost and fileNameMax bound what is kept of the names of a message's files.
const (
	filesMost   = 10
	fileNameMax = 120
)

// saidBy is a message as evidence, in Slack's markup. ok is false for what tells nothing: what Tandem says and what is said
// to it alone, other apps, and who came and went. Of what was captured, only Tandem's own words are none.
func saidBy(b *engine.Bot, channel string, m slack.Message, captured bool) (e ritual.Evidence, ok bool) {
	if m.Timestamp == "" || m.User == b.Me.User || m.SubType == "tombstone" {
		return e, false
	}
	words := b.Unmentioned(m.Text)
	is, rest := ritual.ReadMention(kit.Plain(words, unnamed))
	toTandem := words != strings.TrimSpace(m.Text) && (is == ritual.MentionPoints || is == ritual.MentionAsks && rest == "")
	if !captured && (m.BotID != "" || toTandem || !slices.Contains(spoken, m.SubType)) {
		return e, false
	}
	e = ritual.Evidence{Author: cmp.Or(m.User, m.BotID), Channel: channel, TS: m.Timestamp, Thread: m.ThreadTimestamp, Text: words, At: postedAt(m.Timestamp)}
	for _, f := range m.Files[:min(len(m.Files), filesMost)] {
		if name := strings.Join(strings.Fields(kit.Clean(cmp.Or(f.Name, f.Title))), " "); name != "" {
			e.Files = append(e.Files, kit.Cut(name, fileNameMax))
		}
	}
	return e, strings.TrimSpace(words) != "" || len(e.Files) > 0
}

// unnamed names nobody.
func unnamed(string) string { return "" }
