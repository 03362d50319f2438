package engine

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// The message budget: nobody gets more than a few messages a day from all rituals together. What a message costs stands
// beside its kind; the rules are ritual.Spend and ritual.SingleCards. What has to wait, and the cards beyond the first
// few, stand as rows in one message of the day, which is edited in place.

// ListKind is the message of the day. Its subject is the reader's local day, YYYY-MM-DD.
const ListKind = "list"

// A Row is a message as it stands in a list.
type Row struct {
	Words   kit.Text
	Buttons []slack.BlockElement // those that answer; none where nothing is asked
	Over    bool                 // it was answered meanwhile, so that it is no news either
	Beside  slack.BlockElement   // a button beside the words that answers nothing, such as Mute; may be nil
	More    []Row                // further rows of the same message
}

// all are a row and those that follow it. What says nothing is none.
func (r Row) all() (rows []Row) {
	if r.Words != "" {
		rows = append(rows, r)
	}
	for _, more := range r.More {
		rows = append(rows, more.all()...)
	}
	return rows
}

// hold has a message wait inside a list, where its reader's budget says so. It is asked when the message is about to be
// posted: the lane of its reader is held then, so nobody else spends the same.
func (b *Bot) hold(ctx context.Context, job store.Job, m store.Message) (held bool, err error) {
	if b.Routes.Messages[m.Kind].Class == ritual.ClassAnswer || m.Kind == ListKind || !IsPerson(m.To) {
		return false, nil
	}
	return held, b.DB.Update(ctx, func(tx *store.Tx) error {
		held = false
		list, err := b.listFor(ctx, tx, m)
		if err != nil || list.ID == "" {
			return err
		}
		held = true
		m.Inside = list.ID
		return errors.Join(tx.KeepMessage(ctx, m), ShowMessage(ctx, tx, list), tx.Finish(ctx, job, 0))
	})
}

// listFor is the list in which a message has to stand; none where it may stand by itself.
func (b *Bot) listFor(ctx context.Context, tx *store.Tx, m store.Message) (list store.Message, err error) {
	at, err := workplace(ctx, tx, m)
	if err != nil {
		return list, err
	}
	class := b.Routes.Messages[m.Kind].Class
	today, err := tx.MessageOf(ctx, ListKind, ritual.Today(tx.Now, at.Zone), m.To)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return list, err
	}
	spent, err := tx.SentSince(ctx, m.To, ritual.LocalDay(tx.Now, at.Zone))
	if err != nil {
		return list, err
	}
	if today.State == store.MessageWaiting {
		spent++ // it comes later today
	}
	send, next := ritual.Spend(class, spent, tx.Now, at)
	if send && class != ritual.ClassCard {
		return list, nil
	}
	if send {
		if single, err := b.singles(ctx, tx, m.To); err != nil || single < ritual.SingleCards {
			return list, err
		}
		next = tx.Now
	}
	switch {
	case today.State == store.MessageFailed, today.State == store.MessageUnknown:
		next = at.MorningAfter(tx.Now)
	case today.State != "" && class == ritual.ClassCard: // it is edited in place
		return today, nil
	}
	list, _, err = tx.AddMessage(ctx, store.Message{Kind: ListKind, Subject: ritual.Today(next, at.Zone), Product: m.Product, To: m.To, Left: next})
	return list, err
}

// workplace is where whoever a message is for works, in the product that it is about.
func workplace(ctx context.Context, tx *store.Tx, m store.Message) (at ritual.Workplace, err error) {
	who, err := tx.Person(ctx, m.To)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return at, err
	}
	p, err := tx.Product(ctx, m.Product)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return p.Settings.Workplace(who), err
}

// singles counts the cards of somebody's that stand by themselves and wait for an answer.
func (b *Bot) singles(ctx context.Context, tx *store.Tx, person string) (n int, err error) {
	for _, r := range b.Routes.all {
		if r.Singles == nil {
			continue
		}
		of, err := r.Singles(ctx, tx, person)
		if err != nil {
			return 0, err
		}
		n += of
	}
	return n, nil
}

// ShowMessage has a message shown as it should look now: by itself, or in the list that it stands in. One that is to
// wait for its time does.
func ShowMessage(ctx context.Context, tx *store.Tx, m store.Message) error {
	if m.State == store.MessageFailed || m.State == store.MessageUnknown {
		return nil
	}
	if m.Inside != "" {
		list, err := tx.Message(ctx, m.Inside)
		if err != nil {
			return err
		}
		return ShowMessage(ctx, tx, list)
	}
	due := tx.Now
	if m.Kind == ListKind && m.State == store.MessageWaiting && m.Left.After(due) {
		due = m.Left
	}
	return tx.RefreshAt(ctx, JobMessage, m.ID, m.To, due)
}

// postList posts the message of the day, unless all of it was answered before its time came.
func (b *Bot) postList(ctx context.Context, job store.Job, list store.Message) error {
	var view kit.Message
	err := b.DB.Update(ctx, func(tx *store.Tx) (err error) {
		if err := errors.Join(b.takeOver(ctx, tx, list), b.letGo(ctx, tx, list)); err != nil {
			return err
		}
		view, err = b.Look(ctx, tx, list)
		return err
	})
	switch {
	case err != nil:
		return err
	case len(view.Blocks) == 0:
		return b.Finish(ctx, job, 0, nil)
	}
	return b.postWhereAllowed(ctx, job, list, view)
}

// takeOver moves what still waits in a reader's earlier list into the one that is about to be posted, so that all of it
// stands in one message. What asks once stays: it was said.
func (b *Bot) takeOver(ctx context.Context, tx *store.Tx, list store.Message) error {
	before, err := tx.ListBefore(ctx, list)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	all, err := tx.MessagesInside(ctx, before.ID)
	if err != nil {
		return err
	}
	for _, m := range all {
		kind := b.Routes.Messages[m.Kind]
		if kind.Class.Once() && before.State == store.MessagePosted {
			continue
		}
		one, err := kind.Row(ctx, tx, m)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(one.all(), func(r Row) bool { return len(r.Buttons) > 0 }) {
			continue
		}
		m.Inside = list.ID
		if err := tx.KeepMessage(ctx, m); err != nil {
			return err
		}
	}
	return ShowMessage(ctx, tx, before)
}

// letGo takes out of a list that is about to be posted what was answered before its time came: nobody saw it there, so that if
// it is asked anew, it is posted.
func (b *Bot) letGo(ctx context.Context, tx *store.Tx, list store.Message) error {
	all, err := tx.MessagesInside(ctx, list.ID)
	if err != nil {
		return err
	}
	for _, m := range all {
		over, err := b.over(ctx, tx, m)
		if err != nil {
			return err
		}
		if !over {
			continue
		}
		m.Inside = ""
		if err := tx.KeepMessage(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// listView is the message of the day: what waits for an answer, then what is news. While there is neither, it is empty.
func (rs *routes) listView(ctx context.Context, tx *store.Tx, list store.Message) (kit.Message, error) {
	all, err := tx.MessagesInside(ctx, list.ID)
	if err != nil {
		return kit.Message{}, err
	}
	slices.SortStableFunc(all, func(a, b store.Message) int {
		return cmp.Or(cmp.Compare(rs.Messages[a.Kind].Class.Rank(), rs.Messages[b.Kind].Class.Rank()), a.Left.Compare(b.Left),
			cmp.Compare(len(a.Subject), len(b.Subject)), cmp.Compare(a.Subject, b.Subject)) // FR-9 before FR-10, where both were left at once
	})
	var asked, news []Row
	for _, m := range all {
		if len(asked) > listCounted {
			return listMessage(asked, nil, true), nil
		}
		first, err := rs.Messages[m.Kind].Row(ctx, tx, m)
		if err != nil {
			return kit.Message{}, err
		}
		for _, one := range first.all() {
			switch {
			case len(one.Buttons) > 0:
				asked = append(asked, one)
			case !one.Over || list.State != store.MessageWaiting:
				news = append(news, one)
			}
		}
	}
	return listMessage(asked, news, false), nil
}

// listMessage shows what is asked, with the buttons that answer it, and then what is news or over. many says that not all rows
// were made: there are more than stand here.
func listMessage(asked, news []Row, many bool) kit.Message {
	if len(asked)+len(news) == 0 {
		return kit.Message{}
	}
	head := kit.Raw("*For you to know*")
	if len(asked) > 0 {
		head = kit.F("*%s for your answer*", kit.Count(len(asked), "more waits", "more wait"))
	}
	if many {
		head = kit.F("*More than %d wait for your answer*", listCounted)
	}
	var rows []kit.Row
	for _, r := range asked {
		rows = append(rows, kit.Row{kit.Section(r.Words), kit.Actions("", r.Buttons...)})
	}
	for i, r := range news {
		if i == 0 && len(asked) > 0 {
			rows = append(rows, kit.Row{kit.Divider(), r.told()})
		} else {
			rows = append(rows, kit.Row{r.told()})
		}
	}
	tail := []slack.Block{kit.Context(kit.Raw("`/tandem show FR-…` tells the whole of one"))}
	return kit.Fitted(head, kit.Rows([]slack.Block{kit.Section(head)}, rows, tail, listBlocks, kit.MessageMost,
		func(left int) kit.Text {
			if many {
				return kit.Raw("and many more: my Home tab has what waits for you")
			}
			if left <= len(news) {
				return kit.F("and %d more that ask nothing of you", left)
			}
			return kit.F("and %d more: my Home tab has what waits for you", left-len(news))
		})...)
}

// told is a row that asks nothing.
func (r Row) told() slack.Block {
	if r.Beside == nil {
		return kit.Section(r.Words)
	}
	return kit.SectionWith(r.Words, r.Beside)
}

// listBlocks is how many blocks a list has at most; Slack takes 50. listCounted is how far the rows that ask something are made
// and counted: more of them than are shown, as each takes two blocks.
const (
	listBlocks  = 48
	listCounted = 100
)
