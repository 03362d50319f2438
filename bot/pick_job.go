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
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// A picked is a message with what is asked of it.
type picked struct {
	channel, ts string
	picks       []ritual.Pick
	place       ritual.Place
	was         ritual.Request // that it is already, withdrawn or not; without an id where it is none
	mark        string         // that stands under it, as far as is known
	marks       bool           // whether Tandem may put any there
}

// load reads what is known of the message.
func (at *picked) load(ctx context.Context, tx *store.Tx) (err error) {
	if at.picks, err = tx.Picks(ctx, at.channel, at.ts); err != nil {
		return err
	}
	if at.mark, err = tx.PickMark(ctx, at.channel, at.ts); err != nil {
		return err
	}
	if at.place, err = tx.Place(ctx, at.channel); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if at.was, err = tx.RequestFrom(ctx, at.channel, at.ts); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	at.marks = false
	for _, p := range at.picks {
		if p.Way != ritual.ByEmoji {
			continue
		}
		product, err := tx.Product(ctx, p.Product)
		if err != nil {
			return err
		}
		at.marks = at.place.Bar(product.Settings.Shared) == ""
	}
	return nil
}

// live reports whether the message is a request that was not withdrawn.
func (at *picked) live() bool { return at.was.ID != "" && at.was.Status != ritual.Withdrawn }

// waits reports whether the message is still to be read for anybody, and whether an emoji asks for it.
func (at *picked) waits() (any, emoji bool) {
	for _, p := range at.picks {
		if p.Waits() {
			any, emoji = true, emoji || p.Way == ritual.ByEmoji
		}
	}
	return any, emoji
}

// wants is the mark that is to stand under the message.
func (at *picked) wants() string {
	kept := func(p ritual.Pick) bool { return p.Way == ritual.ByEmoji && p.Request == at.was.ID }
	if at.marks && at.live() && slices.ContainsFunc(at.picks, kept) {
		return markKept
	}
	return ""
}

// runPick reads a message that was picked and records it, or joins whoever picked it to the request that it is; then it marks
// the message accordingly.
func runPick(ctx context.Context, b *engine.Bot, job store.Job) error {
	at := &picked{}
	at.channel, at.ts, _ = strings.Cut(job.Key, "/")
	if err := b.DB.View(ctx, func(tx *store.Tx) error { return at.load(ctx, tx) }); err != nil {
		return err
	}
	var read *slack.Message
	looking := job.Interrupted || job.Attempts > 0 // a try before this one may have put the first mark there
	if any, emoji := at.waits(); any && !at.live() {
		if emoji && at.marks {
			looking = true
			if err := mark(ctx, b, at, markReading); err != nil { // it is read all the same
				b.Log.Warn("a message was not marked", "err", err)
			}
		}
		var err error
		if read, err = readMessage(ctx, b, at.channel, at.ts); err != nil {
			return err
		}
	}
	if err := b.DB.Update(ctx, func(tx *store.Tx) error { return at.settle(ctx, tx, b, read) }); err != nil {
		return err
	}
	if err := at.show(ctx, b, looking); err != nil {
		return err
	}
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.KeepPickMark(ctx, at.channel, at.ts, at.wants()), tx.Finish(ctx, job, 0))
	})
}

// readMessage reads one message, which may stand in a thread. It is nil where Slack does not show it.
func readMessage(ctx context.Context, b *engine.Bot, channel, ts string) (*slack.Message, error) {
	var found []slack.Message
	err := b.Gate.Through(methodReplies, func() (err error) {
		found, _, _, err = b.API.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: channel, Timestamp: ts, Oldest: ts, Latest: ts, Inclusive: true, Limit: 10})
		return err
	})
	if engine.IsPermanent(err) {
		b.Log.Warn("a message was not read", "channel", channel, "err", err)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(found, func(m slack.Message) bool { return m.Timestamp == ts })
	if i < 0 || found[i].User == b.Me.User || found[i].SubType == "tombstone" {
		return nil, nil
	}
	return &found[i], nil
}

// settle records the message for all who picked it and still want it, and keeps what came of it.
func (at *picked) settle(ctx context.Context, tx *store.Tx, b *engine.Bot, read *slack.Message) error {
	waited, _ := at.waits()
	was := at.live()
	if err := at.load(ctx, tx); err != nil {
		return err
	}
	any, _ := at.waits()
	if any && !at.live() && (!waited || was) { // it was picked, or withdrawn, while this job looked: it looks again
		return readPicked(ctx, tx, at.picks[0])
	}
	for i, p := range at.picks {
		if !p.Waits() {
			continue
		}
		p, err := at.take(ctx, tx, b, p, read)
		if err == nil {
			err = tx.KeepPick(ctx, p)
		}
		if err != nil {
			return err
		}
		at.picks[i] = p
		if p.Request != "" && at.was.ID == "" {
			at.was, err = tx.Request(ctx, p.Request)
		}
		if err != nil {
			return err
		}
	}
	return at.load(ctx, tx)
}

// take does for one person what they picked the message for.
func (at *picked) take(ctx context.Context, tx *store.Tx, b *engine.Bot, p ritual.Pick, read *slack.Message) (ritual.Pick, error) {
	in := engine.Input{By: p.By, Channel: at.channel, Place: at.place}
	var err error
	if in.Who, err = tx.Person(ctx, p.By); err != nil && !errors.Is(err, store.ErrNotFound) {
		return p, err
	}
	in.Who.ID = p.By
	product, err := tx.Product(ctx, p.Product)
	if err != nil {
		return p, err
	}
	tell := func(m kit.Message) error {
		return engine.Tell(ctx, tx, strings.Join([]string{p.Channel, p.TS, p.By, string(p.Way), p.At}, "/"), p.By, p.Channel, p.Thread, m)
	}
	if read == nil && !at.live() {
		p.Effect = ritual.PickUnread
		return p, tell(unreadable(p, at.place))
	}
	r, is, err := at.record(ctx, tx, b, in, product, p, read)
	if rs := ritual.Refusals(err); len(rs) > 0 {
		p.Effect = ritual.PickRefused
		return p, tell(kit.Told(kit.Sentence(rs[0].Says)))
	}
	if err != nil {
		return p, err
	}
	p.Request = r.ID
	switch {
	case is == newRequest && r.Thread.TS == "":
		p.Effect = ritual.PickMade
		return p, tell(*recordedByMention(in, product, r, is).Say)
	case is == newRequest:
		p.Effect = ritual.PickMade
		return p, nil
	case is == joined:
		p.Effect = ritual.PickJoined
	default:
		p.Effect = ritual.PickHad
		if p.Way == ritual.ByEmoji {
			return p, nil
		}
	}
	m := request.Matter{Request: r, Product: product}
	if err := m.ReadBy(ctx, tx, ritual.Reader{Person: p.By, Place: at.channel}); err != nil {
		return p, err
	}
	return p, tell(kit.Told(joinedWords(m)))
}

// record records the message for one person, or joins them to the request that it is; sameRequest is what they wanted already.
func (at *picked) record(ctx context.Context, tx *store.Tx, b *engine.Bot, in engine.Input, product ritual.Product, p ritual.Pick, read *slack.Message) (ritual.Request, recorded, error) {
	if at.live() {
		had, err := wantsAlready(ctx, tx, at.was, p.By)
		if err != nil {
			return at.was, 0, err
		}
		m, err := joinIn(ctx, tx, in, at.was, cmp.Or(p.Title, at.was.Title))
		if had {
			return m.Request, sameRequest, err
		}
		return m.Request, joined, err
	}
	said, _ := saidBy(b, at.channel, *read, true)
	names, err := namesIn(ctx, tx, []ritual.Evidence{said})
	if err != nil {
		return at.was, 0, err
	}
	said.ID, said.Text = "0", kit.Cut(strings.TrimSpace(kit.Plain(said.Text, names)), ritual.EvidenceMax)
	if said.Text == "" {
		return at.was, 0, ritual.Refuse("That message has no words to record. Use `/request` and write what is wanted.")
	}
	r := fromMessage(said.Text, said.Author, read.BotID != "")
	author, err := tx.Person(ctx, said.Author)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return r, 0, err
	}
	if ritual.CheckRequester("requester", author) != nil { // who cannot be asked anything
		r.Requester = ""
	}
	all := []ritual.Evidence{said}
	if p.Title != "" {
		r.Title = ritual.FromWords(p.Title).Title
		all = append(all, ritual.Evidence{ID: "1", Author: p.By, Text: p.Title})
	}
	r.Private = at.place.Secret()
	r.Source = ritual.Source{Channel: at.channel, TS: at.ts, Thread: read.ThreadTimestamp, Author: said.Author}
	r, is, err := keepRequest(ctx, tx, in, product, r, all)
	if err != nil || is != newRequest {
		return r, is, err
	}
	return r, is, tx.Once(ctx, jobRecorded, roundOf(r), draftLane(r), tx.Now)
}

// wantsAlready reports whether somebody recorded a request or joined it before.
func wantsAlready(ctx context.Context, tx *store.Tx, r ritual.Request, who string) (bool, error) {
	others, err := tx.Supporters(ctx, r.ID)
	return who == r.Reporter || slices.ContainsFunc(others, func(s ritual.Supporter) bool { return s.Of == "" && s.SaidBy() == who }), err
}
