package bot

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// A pick points at a message that Tandem has to read before it can record it: by an emoji, in channels that opted in, or by
// “record this” in its thread. What happened is kept by the handler; a job reads the message, records it as every other way
// does, and shows by emoji of its own how far it is.

// jobPick reads a message that was picked; its key is the channel with the message's timestamp. Run again, it changes nothing.
const jobPick = "pick"

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
	m, err := request.Of(ctx, tx, pick.Request)
	if err != nil || m.Request.Status == ritual.Withdrawn {
		return pick, nil, err
	}
	pick.Effect = ritual.PickUndone
	if m.Request.Reporter != in.By {
		err := tx.RemoveSupporter(ctx, m.Request.ID, in.By)
		if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		return pick, nil, errors.Join(err, request.ShowAnew(ctx, tx, m.Product, m.Request))
	}
	if says := m.May(ritual.ToWithdraw, in.Who); says != nil {
		pick.Effect = ritual.PickHad
		return pick, says, nil
	}
	return pick, nil, giveUp(ctx, tx, m)
}

// giveUp takes the voice of whoever recorded a request from it, and hands it to who wants it, too, if anybody does.
func giveUp(ctx context.Context, tx *store.Tx, m request.Matter) error {
	others, err := tx.Supporters(ctx, m.Request.ID)
	if err != nil {
		return err
	}
	after, d := ritual.GiveUp(m.Request, others, tx.Now)
	if after.Reporter == m.Request.Reporter {
		return errors.Join(request.Advance(ctx, tx, m, after, d), letGo(ctx, tx, after, m.Request.Reporter))
	}
	err = tx.RemoveSupporter(ctx, m.Request.ID, after.Reporter)
	err = errors.Join(err, tx.KeepReporter(ctx, after), request.Advance(ctx, tx, m, after, d), engine.RefreshHome(ctx, tx, m.Request.Reporter))
	if err != nil || after.Thread == m.Request.Thread {
		return err
	}
	receipt, err := request.Placed(ctx, tx, after, request.ReceiptKind, after.ID)
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
