package bot

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// History shows the versions of a story with what changed in each, and brings an earlier one back.

// The ids of the history. Open forms carry them: they are never renamed.
const (
	historyOpen  = "story.history"
	historyTurn  = "story.history.turn"
	storyRestore = "story.restore"
)

func historyRitual() engine.Ritual {
	return engine.Ritual{Actions: []engine.Action{
		request.Click(historyOpen, ritual.ToHistory, openHistory),
		{ID: historyTurn, Needs: engine.NeedPerson, Live: turnHistory},
		request.Click(storyRestore, ritual.ToRestore, restoreVersion),
	}}
}

// openHistory opens the latest versions.
func openHistory(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	page, err := historyPage(ctx, tx, in, m, 0)
	return engine.Open(page), err
}

// turnHistory shows another page of the versions in the same form.
func turnHistory(ctx context.Context, tx *store.Tx, in engine.Input) (kit.Modal, error) {
	m, err := request.Of(ctx, tx, in.Subject)
	if err != nil {
		return kit.Modal{}, err
	}
	if in.Who, err = tx.Person(ctx, in.By); err != nil { // a form is redrawn without asking Slack
		return kit.Modal{}, err
	}
	if err := m.May(ritual.ToHistory, in.Who); err != nil {
		return kit.Modal{}, err
	}
	n, err := strconv.Atoi(strings.TrimPrefix(in.Words, pageMark))
	if err != nil || n < 0 {
		n = 0
	}
	return historyPage(ctx, tx, in, m, n)
}

// The marks before a page's and a version's number in the id of a button's block.
const (
	pageMark    = "page "
	versionMark = "version "
)

// historyPage is a page of the versions, for somebody who may read what the request says.
func historyPage(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter, page int) (kit.Modal, error) {
	channel := cmp.Or(in.Channel, in.Data.Channel)
	if err := m.ReadBy(ctx, tx, ritual.Reader{Person: in.By, Place: channel}); err != nil {
		return kit.Modal{}, err
	}
	if !m.Seen() {
		return kit.Modal{}, ritual.Refuse("%s came from a private conversation. Whoever was there, the PM and the PO can read its history.", m.Request.ID)
	}
	all, err := tx.Stories(ctx, m.Request.ID)
	if err != nil {
		return kit.Modal{}, err
	}
	if len(all) == 0 {
		return kit.Modal{}, ritual.Refuse("%s has no story yet, and no history.", m.Request.ID)
	}
	return historyModal(m, all, page, channel, m.May(ritual.ToRestore, in.Who) == nil), nil
}

// restoreVersion makes an earlier version the newest one, as somebody's own.
func restoreVersion(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	all, err := tx.Stories(ctx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	n, _ := strconv.Atoi(strings.TrimPrefix(in.Words, versionMark))
	i := slices.IndexFunc(all, func(s ritual.Story) bool { return s.Version == n })
	if i < 0 {
		return engine.Reply{}, ritual.Refuse("The story of %s has no version %d.", m.Request.ID, n)
	}
	after, err := ritual.Restore(m.Request, all[i], all[len(all)-1], in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	kept, err := keepVersion(ctx, tx, m, after)
	return engine.Open(restoredModal(m.Request, kept)), err
}
