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
	"tandem/bot/ritual"
	"tandem/store"
)

// A pick points at a message that Tandem has to read before it can record it: by an emoji, in channels that opted in, or by
// “record this” in its thread. What happened is kept by the handler; a job reads the message, records it as every other way
// does, and shows by emoji of its own how far it is.

// jobPick reads a message that was picked; its key is the channel with the message's timestamp. Run again, it changes nothing.
const jobPick = "pick"

// The marks that Tandem puts under a message.
const (
	markReading = "eyes"
	markKept    = "white_check_mark"
)

func pickRitual() engine.Ritual {
	heeds := func(in engine.Input) bool {
		return in.Reacted != nil && in.Reacted.TS != "" && in.Channel != "" && ritual.Captures(in.Reacted.Emoji)
	}
	return engine.Ritual{
		Events: []engine.Event{
			{Kind: "reaction_added", Heeds: heeds, Needs: engine.NeedPerson | engine.NeedPlace, Do: engine.Privately(emojiPut)},
			{Kind: "reaction_removed", Heeds: heeds, Needs: engine.NeedPerson, Do: engine.Privately(emojiTakenAway)},
		},
		Jobs: []engine.JobKind{{Kind: jobPick, Run: runPick}},
	}
}

// emojiPut keeps that somebody put the emoji under a message, and leaves it to be read. Who may not ask is told so once.
func emojiPut(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	all, err := tx.Products(ctx)
	if err != nil {
		return engine.Reply{}, err
	}
	p, opted := ritual.EmojiProduct(all, in.Channel)
	if !opted || in.Who.Kind == ritual.Machine {
		return engine.Reply{}, nil
	}
	pick, err := emojiOf(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	pick, news := pick.Put(in.Reacted.At)
	if !news {
		return engine.Reply{}, nil
	}
	pick.Product = p.ID
	if err := ritual.May(ritual.ToAsk, ritual.Case{Who: in.Who, Product: p}); err != nil {
		if in.Who.Kind == ritual.Unknown { // Slack did not say just now: putting it there again may help
			return engine.Reply{}, err
		}
		told, err2 := tx.RefusedBefore(ctx, in.Channel, in.By)
		pick.Effect = ritual.PickRefused
		if err2 = errors.Join(err2, tx.KeepPick(ctx, pick)); err2 != nil || told {
			return engine.Reply{}, err2
		}
		return engine.Reply{}, err
	}
	return engine.Reply{}, errors.Join(tx.KeepPick(ctx, pick), readPicked(ctx, tx, pick))
}

// emojiOf is what is known of somebody's emoji under a message.
func emojiOf(ctx context.Context, tx *store.Tx, in engine.Input) (ritual.Pick, error) {
	pick, err := tx.Pick(ctx, in.Channel, in.Reacted.TS, in.By, ritual.ByEmoji)
	if errors.Is(err, store.ErrNotFound) {
		return ritual.Pick{Channel: in.Channel, TS: in.Reacted.TS, By: in.By, Way: ritual.ByEmoji}, nil
	}
	return pick, err
}

// emojiTakenAway keeps that somebody took the emoji away, and takes back what it did if that was a moment ago. Slack may tell
// of this before it tells that the emoji was put there.
func emojiTakenAway(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	all, err := tx.Products(ctx)
	if err != nil {
		return engine.Reply{}, err
	}
	pick, err := emojiOf(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	if p, opted := ritual.EmojiProduct(all, in.Channel); pick.Product == "" && !opted {
		return engine.Reply{}, nil
	} else if pick.Product == "" {
		pick.Product = p.ID
	}
	after, back := pick.TakeAway(in.Reacted.At)
	var says error
	if back && !pick.Waits() {
		if after, says, err = takeBack(ctx, tx, in, after); err != nil {
			return engine.Reply{}, err
		}
	}
	if err := errors.Join(tx.KeepPick(ctx, after), readPicked(ctx, tx, after)); err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, says
}

// takeBack takes somebody's voice from the request that their emoji made or joined. says is why it stays, where it does.
func takeBack(ctx context.Context, tx *store.Tx, in engine.Input, pick ritual.Pick) (after ritual.Pick, says, err error) {
	if pick.Effect != ritual.PickMade && pick.Effect != ritual.PickJoined {
		return pick, nil, nil
	}
	m, err := matterOf(ctx, tx, pick.Request)
	if err != nil || m.r.Status == ritual.Withdrawn {
		return pick, nil, err
	}
	pick.Effect = ritual.PickUndone
	if m.r.Reporter != in.By {
		err := tx.RemoveSupporter(ctx, m.r.ID, in.By)
		if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		return pick, nil, errors.Join(err, showAnew(ctx, tx, m.p, m.r))
	}
	if says := m.may(ritual.ToWithdraw, in.Who); says != nil {
		pick.Effect = ritual.PickHad
		return pick, says, nil
	}
	return pick, nil, giveUp(ctx, tx, m)
}

// giveUp takes the voice of whoever recorded a request from it, and hands it to who wants it, too, if anybody does.
func giveUp(ctx context.Context, tx *store.Tx, m matter) error {
	others, err := tx.Supporters(ctx, m.r.ID)
	if err != nil {
		return err
	}
	after, d := ritual.GiveUp(m.r, others, tx.Now)
	if after.Reporter == m.r.Reporter {
		return advance(ctx, tx, m, after, d)
	}
	err = tx.RemoveSupporter(ctx, m.r.ID, after.Reporter)
	err = errors.Join(err, tx.KeepReporter(ctx, after), advance(ctx, tx, m, after, d), engine.RefreshHome(ctx, tx, m.r.Reporter))
	if err != nil || after.Thread == m.r.Thread {
		return err
	}
	receipt, err := placed(ctx, tx, after, receiptKind, after.ID)
	if err == nil {
		_, err = engine.Post(ctx, tx, receipt)
	}
	return err
}

// readPicked leaves a picked message to be read and marked.
func readPicked(ctx context.Context, tx *store.Tx, p ritual.Pick) error {
	key := p.Channel + "/" + p.TS
	return tx.Refresh(ctx, jobPick, key, jobPick+":"+key)
}

// markAnew has the mark under a request's message shown anew, where an emoji captured it.
func markAnew(ctx context.Context, tx *store.Tx, r ritual.Request) error {
	if r.Source.TS == "" {
		return nil
	}
	picks, err := tx.Picks(ctx, r.Source.Channel, r.Source.TS)
	if err != nil || len(picks) == 0 {
		return err
	}
	return readPicked(ctx, tx, picks[0])
}

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

// show puts the right mark under the message. The new one comes before the old one goes.
func (at *picked) show(ctx context.Context, b *engine.Bot, looking bool) error {
	wants := at.wants()
	if wants != "" && at.mark != wants {
		if err := mark(ctx, b, at, wants); err != nil {
			return err
		}
	}
	if looking {
		if err := unmark(ctx, b, at, markReading); err != nil {
			return err
		}
	}
	if at.mark != "" && at.mark != wants {
		return unmark(ctx, b, at, at.mark)
	}
	return nil
}

// mark puts an emoji under a message. Where Slack does not let it, there is none.
func mark(ctx context.Context, b *engine.Bot, at *picked, emoji string) error {
	err := b.Gate.Through("reactions.add", func() error {
		return b.API.AddReactionContext(ctx, emoji, slack.NewRefToMessage(at.channel, at.ts))
	})
	return unlessRefused(b, err, "already_reacted")
}

// unmark takes an emoji away.
func unmark(ctx context.Context, b *engine.Bot, at *picked, emoji string) error {
	err := b.Gate.Through("reactions.remove", func() error {
		return b.API.RemoveReactionContext(ctx, emoji, slack.NewRefToMessage(at.channel, at.ts))
	})
	return unlessRefused(b, err, "no_reaction")
}

// unlessRefused is err, unless Slack refused what trying again will not mend: the request stands without its mark.
func unlessRefused(b *engine.Bot, err error, fine string) error {
	if !engine.IsPermanent(err) {
		return err
	}
	if !engine.SlackSays(err, fine) {
		b.Log.Warn("a message was not marked", "err", err)
	}
	return nil
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
	m := matter{r: r, p: product}
	if err := m.readBy(ctx, tx, ritual.Reader{Person: p.By, Place: at.channel}); err != nil {
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
			return m.r, sameRequest, err
		}
		return m.r, joined, err
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
