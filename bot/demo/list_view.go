package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/store"
)

// perPage is how many stories stand on a page: each takes up to three blocks, and Slack takes 50.
const perPage = 10

// listMessage is a page of the demo for one person, with what they can do: whoever works on a story says whether they show it, or the
// PO where nobody of them is there; the PO changes the order before the demo, and accepts or returns from when the running order is posted.
func listMessage(ctx context.Context, tx *store.Tx, a agenda, rd ritual.Reader, offset int) (kit.Message, error) {
	rd, err := a.informed(ctx, tx, rd)
	if err != nil {
		return kit.Message{}, err
	}
	all := a.All()
	offset = ritual.LastPage(offset, len(all), perPage)
	end := min(offset+perPage, len(all))
	blocks := []slack.Block{kit.Header("Demo of " + a.s.SprintName()), kit.Section(a.goalWords()), kit.Context(request.Dotted(a.timeWords(tx), kit.T(a.p.Name)))}
	if len(all) == 0 {
		blocks = append(blocks, kit.Section(kit.Raw("Nothing is started yet, so there is nothing to show.")))
	}
	part := ""
	for i := offset; i < end; i++ {
		one := all[i]
		if now := a.partOf(i); now != part {
			part = now
			blocks = append(blocks, kit.Section(kit.F("*%s*", part)))
		}
		row, err := a.rowOf(ctx, tx, one, i, rd)
		if err != nil {
			return kit.Message{}, err
		}
		blocks = append(blocks, row...)
	}
	page := request.Page{Offset: offset, Shown: end - offset, All: len(all)}
	buttons := append(page.Turns(previousID, nextID, perPage, func(offset int) string { return fmt.Sprint(a.s.ID, "/", offset) }), shown.Button(shareID, a.p))
	blocks = append(blocks, kit.Context(request.Dotted(page.Among(), request.AsOf(tx))), kit.Actions("", buttons...))
	return kit.Fitted("", blocks...), nil
}

// timeWords say when the demo is, or was.
func (a agenda) timeWords(tx *store.Tx) kit.Text {
	switch {
	case a.s.State == ritual.SprintClosed:
		return kit.F("%s · the sprint is closed", a.overWords(tx.Now))
	case !tx.Now.Before(a.s.DemoAt()):
		return kit.F("since %s", whenWords(a))
	}
	return whenWords(a)
}

// partOf is the heading of the part in which the nth story stands.
func (a agenda) partOf(n int) string {
	switch {
	case n < len(a.Order):
		return "Running order"
	case n < len(a.Order)+len(a.Also):
		return "Also done"
	}
	return "Not on the list"
}

// rowOf is a story with what was said of it, how far the PO has come with its criteria, and what the reader can do.
func (a agenda) rowOf(ctx context.Context, tx *store.Tx, one ritual.Shown, n int, rd ritual.Reader) ([]slack.Block, error) {
	at := a.matter(one, rd, tx.Now)
	head := a.headWords(one, rd, tx)
	if n < len(a.Order) {
		head = kit.F("*%d.* %s", n+1, head)
	}
	ticked, err := a.tickedOf(ctx, tx, at)
	if err != nil {
		return nil, err
	}
	stands := one.Story.Lane().String()
	if !a.open() {
		stands = at.Request.Standing().String() // it went on since
	}
	lines := []kit.Text{head, request.Dotted(kit.T(stands), ticked, a.whyWords(one, tx.Now))}
	if one.Show.Answer == ritual.ShowIt {
		lines = append(lines, wordsTo(one, at, saysMost))
	}
	blocks := []slack.Block{kit.Section(kit.Join("\n", lines...))}
	if buttons := a.buttonsFor(one, n, at, tx); len(buttons) > 0 {
		blocks = append(blocks, kit.Actions("", buttons...))
	}
	return blocks, nil
}

// whyWords say why a story is not on the list.
func (a agenda) whyWords(one ritual.Shown, now time.Time) kit.Text {
	asked := a.asked[one.Story.Request.ID]
	switch {
	case one.Show.Answer == ritual.NotThisTime:
		return kit.F("not this time, says %s", a.people.Name(one.Show.By))
	case one.Show.Answer == ritual.LeftOut:
		return kit.Raw("left out")
	case one.Show.Answer == ritual.ShowIt || !a.open():
		return ""
	case a.people.Of(one.Story.In.Owner).Kind == ritual.Gone:
		return kit.F("%s has left", a.people.Name(one.Story.In.Owner))
	case asked != "":
		return kit.F("%s was asked", a.people.Name(asked))
	case a.away(one.Story.In.Owner, now):
		return kit.F("%s is away", a.people.Name(one.Story.In.Owner))
	}
	return ""
}

// tickedOf says how many criteria of a story that is done are ticked.
func (a agenda) tickedOf(ctx context.Context, tx *store.Tx, at request.Matter) (kit.Text, error) {
	if at.Request.Status != ritual.Done || !at.Seen() {
		return "", nil
	}
	s, err := request.StoryOf(ctx, tx, at.Request.ID)
	if err != nil || len(s.Criteria) == 0 {
		return "", err
	}
	kept, err := tx.Ticks(ctx, at.Request.ID)
	return kit.F("%d of %d ticked", len(s.Criteria)-len(s.OpenCriteria(s.Ticked(kept))), len(s.Criteria)), err
}

// answers reports whether a reader may say if a story is shown: its owner, whoever said so before, and the PO where no owner is
// there.
func (a agenda) answers(one ritual.Shown, at request.Matter, now time.Time) bool {
	owner := one.Story.In.Owner
	if at.By != "" && (at.By == owner || at.By == one.Show.By) {
		return true
	}
	absent := owner == "" || a.people.Of(owner).Kind == ritual.Gone || a.away(owner, now)
	return absent && a.steers(at.By, now)
}

// buttonsFor are what a reader can do about a story.
func (a agenda) buttonsFor(one ritual.Shown, n int, at request.Matter, tx *store.Tx) (buttons []slack.BlockElement) {
	who, id := at.People.Of(at.By), one.Story.Request.ID
	began, posted := !tx.Now.Before(a.s.DemoAt()), !tx.Now.Before(a.s.AnnounceAt()) // people begin early
	if s, ok := request.StepOf(at.Request.Status); ok && s.Buttons != nil && at.Decides(s, at.By) && (posted || !a.open()) {
		buttons = append(buttons, s.Buttons(at)...)
	}
	if !a.open() {
		return buttons
	}
	if a.answers(one, at, tx.Now) && at.May(ritual.ToShow, who) == nil {
		buttons = append(buttons, showButtons(one, skipID)...)
	}
	if began || !a.steers(at.By, tx.Now) {
		return buttons
	}
	switch one.Show.Answer {
	case ritual.ShowIt:
		if n > 0 {
			buttons = append(buttons, request.Button(id, upID, "Up"))
		}
		if n < len(a.Order)-1 {
			buttons = append(buttons, request.Button(id, downID, "Down"))
		}
		buttons = append(buttons, request.Button(id, outID, "Leave out"))
	case ritual.LeftOut:
		buttons = append(buttons, request.Button(id, backID, "Put back"))
	}
	return buttons
}
