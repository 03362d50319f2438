package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/recap"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Collect replies shows the PO what people said in the thread of a recap; what they tick becomes requests. A job reads the thread,
// once somebody asks for it, as Tandem does not listen there.

// The ids of collecting. Old messages carry them: they are never renamed.
const (
	collectChoose = "recap.replies" // its value, as the subject of the form: the sprint, and the first reply that it shows
	collectForm   = "recap.replies.form"
	repliesKind   = "recap_replies" // its subject is the sprint's id
	jobReplies    = "recap_replies" // reads the thread; its key is the sprint's id and whoever asked
)

func collectRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			{ID: recap.CollectOpen, Needs: engine.NeedPerson | engine.NeedPlace, Do: collectReplies},
			{ID: collectChoose, Needs: engine.NeedPerson, Do: openReplies},
		},
		Submits:  []engine.Submit{{ID: collectForm, Needs: engine.NeedPerson | engine.NeedPlace, Do: submitReplies}}, // it may have become private
		Jobs:     []engine.JobKind{{Kind: jobReplies, Run: runReplies}},
		Messages: []engine.MessageKind{{Kind: repliesKind, Class: ritual.ClassAnswer, View: repliesView}},
	}
}

// A toldRecap is a recap that was posted, with what is needed to read its thread.
type toldRecap struct {
	sprint  ritual.Sprint
	product ritual.Product
	recap   ritual.Recap
	place   ritual.Place  // its channel
	top     store.Message // its first message
}

// toldBy loads a recap for somebody who may collect what was said about it.
func toldBy(ctx context.Context, tx *store.Tx, sprint string, who ritual.Person) (t toldRecap, err error) {
	if t.sprint, t.product, t.recap, err = recap.Of(ctx, tx, sprint); err != nil {
		return t, err
	}
	if err := request.MayIn(ctx, tx, ritual.ToRecap, who, t.product); err != nil {
		return t, err
	}
	if t.top, err = tx.MessageOf(ctx, recap.Kind, t.sprint.ID, t.recap.Channel); errors.Is(err, store.ErrNotFound) || err == nil && t.top.TS == "" {
		return t, ritual.Refuse("The recap of sprint %d is not posted yet.", t.sprint.Number)
	}
	if err != nil {
		return t, err
	}
	if t.place, err = tx.Place(ctx, t.recap.Channel); err != nil && !errors.Is(err, store.ErrNotFound) {
		return t, err
	}
	return t, nil
}

// collectReplies has the thread of a recap read, where Tandem can.
func collectReplies(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	t, err := toldBy(ctx, tx, in.Subject, in.Who)
	if err != nil {
		return engine.Reply{}, err
	}
	reads, err := mayRead(ctx, tx, t.place)
	switch {
	case err != nil:
		return engine.Reply{}, err
	case !t.place.Joined:
		return engine.Reply{}, ritual.Refuse("I am not in this channel any more, so I cannot read what was said. Type `/invite @Tandem` here and press it again. `Give feedback` works always.")
	case !reads:
		return engine.Reply{}, ritual.Refuse("I may not read messages here: whoever runs Tandem can grant `%s` in the app's settings and install it again. `Give feedback` works always.", historyScope(t.place))
	}
	key := t.sprint.ID + "/" + in.By
	return engine.Say(kit.Raw("I am reading the replies. What was said comes in your direct messages with me.")), tx.Refresh(ctx, jobReplies, key, jobReplies+":"+key)
}

// runReplies reads the thread of a recap for whoever asked, and shows them what people said there.
func runReplies(ctx context.Context, b *engine.Bot, job store.Job) error {
	sprint, by, _ := strings.Cut(job.Key, "/")
	var t toldRecap
	err := b.DB.View(ctx, func(tx *store.Tx) (err error) {
		t.sprint, t.product, t.recap, err = recap.Of(ctx, tx, sprint)
		if err == nil {
			t.top, err = tx.MessageOf(ctx, recap.Kind, sprint, t.recap.Channel)
		}
		return err
	})
	if err != nil {
		return err
	}
	said, failed := readThread(ctx, b, ritual.Source{Channel: t.top.Channel, TS: t.top.TS})
	if failed != nil && !engine.IsPermanent(failed) {
		return failed
	}
	var authors []string
	for _, e := range said {
		authors = append(authors, e.Author)
	}
	if err := b.Introduce(ctx, authors); err != nil { // to most of them, Tandem has not spoken yet
		return err
	}
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if failed != nil {
			words := kit.F("Slack did not let me read the replies to the recap of sprint %d. `Give feedback` works always.", t.sprint.Number)
			return errors.Join(engine.Tell(ctx, tx, job.Key+"/"+fmt.Sprint(job.Left.UnixMilli()), by, t.top.Channel, "", kit.Told(words)), tx.Finish(ctx, job, 0))
		}
		names, err := namesIn(ctx, tx, said)
		if err != nil {
			return err
		}
		var replies []ritual.Evidence
		for _, e := range said {
			e.Text = kit.Cut(strings.TrimSpace(kit.Plain(e.Text, names)), ritual.EvidenceMax)
			if e.TS == t.top.TS || e.Text == "" {
				continue
			}
			if err := keepCaptured(ctx, tx, t, e); err != nil {
				return err
			}
			replies = append(replies, e)
		}
		if err := tx.KeepReplies(ctx, sprint, replies); err != nil { // what was deleted since is not among them
			return err
		}
		_, err = engine.Post(ctx, tx, store.Message{Kind: repliesKind, Subject: sprint, Product: t.product.ID, To: by})
		return errors.Join(err, engine.Refresh(ctx, tx, sprint), tx.Finish(ctx, job, 0))
	})
}

// keepCaptured links a reply that somebody captured by themselves to the sprint, as those that are ticked are.
func keepCaptured(ctx context.Context, tx *store.Tx, t toldRecap, e ritual.Evidence) error {
	r, err := tx.RequestFrom(ctx, t.recap.Channel, e.TS)
	if errors.Is(err, store.ErrNotFound) || err == nil && (r.Source.TS != e.TS || r.Product != t.product.ID || r.Status == ritual.Withdrawn) {
		return nil
	}
	if err != nil {
		return err
	}
	known, err := tx.FeedbackBy(ctx, r.ID)
	if err != nil || known.Sprint != "" {
		return err
	}
	return errors.Join(tx.AddFeedback(ctx, ritual.Concern{Request: r.ID, Sprint: t.sprint.ID, By: r.Reporter}), request.ShowAnew(ctx, tx, t.product, r))
}

// A reply is what somebody said in the thread of a recap, with the request that it has become; none where it has not.
type reply struct {
	ritual.Evidence
	name string // of the author, as words
	kept ritual.Request
}

// repliesTo are the replies to a recap, the first one first.
func repliesTo(ctx context.Context, tx *store.Tx, sprint, channel string) (all []reply, err error) {
	said, err := tx.Replies(ctx, sprint)
	if err != nil {
		return nil, err
	}
	for _, e := range said {
		r := reply{Evidence: e}
		r.At = postedAt(e.TS)
		if r.name, err = request.NameOf(ctx, tx, e.Author); err != nil {
			return nil, err
		}
		r.kept, err = tx.RequestFrom(ctx, channel, e.TS)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if r.kept.Status == ritual.Withdrawn {
			r.kept = ritual.Request{}
		}
		all = append(all, r)
	}
	return all, nil
}

// openReplies opens the form in which replies are ticked.
func openReplies(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	sprint, from, _ := strings.Cut(in.Subject, "/")
	t, err := toldBy(ctx, tx, sprint, in.Who)
	if err != nil {
		return engine.Reply{}, err
	}
	all, err := repliesTo(ctx, tx, sprint, t.recap.Channel)
	if err != nil {
		return engine.Reply{}, err
	}
	n, _ := strconv.Atoi(from) // else the first
	return engine.Open(repliesModal(t.sprint, t.recap.Channel, all, max(0, min(n, len(all))))), nil
}

// submitReplies records the replies that were ticked. One that is a request already, by whatever way, stays that.
func submitReplies(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	t, err := toldBy(ctx, tx, in.Subject, in.Who)
	if err != nil {
		return engine.Reply{}, err
	}
	all, err := repliesTo(ctx, tx, t.sprint.ID, t.recap.Channel)
	if err != nil {
		return engine.Reply{}, err
	}
	var ticked []string
	for group := range (repliesPage + ticksMost - 1) / ticksMost {
		ticked = append(ticked, in.Fields.All(repliesGroup(group))...)
	}
	var made []ritual.Request
	for _, one := range all {
		if one.kept.ID != "" || !slices.Contains(ticked, one.TS) {
			continue
		}
		r, err := recordReply(ctx, tx, in, t, one)
		if err != nil {
			return engine.Reply{}, err
		}
		made = append(made, r)
	}
	return engine.Open(repliesRecordedModal(made, t.place.Bar(t.product.Settings.Shared) == "")), engine.Refresh(ctx, tx, t.sprint.ID)
}

// recordReply records one reply as a request of whoever said it, linked to the sprint.
func recordReply(ctx context.Context, tx *store.Tx, in engine.Input, t toldRecap, one reply) (ritual.Request, error) {
	in.Channel, in.Place = t.recap.Channel, t.place
	r := fromMessage(one.Text, one.Author, false)
	author, err := tx.Person(ctx, one.Author)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return r, err
	}
	if ritual.CheckRequester("requester", author) != nil { // who cannot be asked anything
		r.Requester = ""
	}
	r.Private = t.place.Secret()
	r.Source = ritual.Source{Channel: t.recap.Channel, TS: one.TS, Thread: t.top.TS, Author: one.Author}
	r, _, err = record(ctx, tx, in, t.product, r, ritual.Evidence{Author: one.Author, Channel: t.recap.Channel, TS: one.TS, Thread: t.top.TS, Text: one.Text, At: one.At})
	if err != nil {
		return r, err
	}
	return r, tx.AddFeedback(ctx, ritual.Concern{Request: r.ID, Sprint: t.sprint.ID, By: in.By})
}
