package bot

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/recap"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

const (
	repliesPage  = 50  // replies in one form
	repliesPages = 10  // buttons for forms
	ticksMost    = 10  // in one group, as Slack has it
	replyMax     = 150 // characters that are shown of a reply
	tickMax      = 75  // of them beside a tick; the rest stands below
)

// repliesGroup is the block of a group of ticks.
func repliesGroup(n int) string { return fmt.Sprint("replies.", n) }

// repliesView is what people said in the thread of a recap, as it was read last.
func repliesView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	r, err := tx.Recap(ctx, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	s, err := tx.Sprint(ctx, r.Sprint)
	if err != nil {
		return kit.Message{}, err
	}
	all, err := repliesTo(ctx, tx, r.Sprint, r.Channel)
	if err != nil {
		return kit.Message{}, err
	}
	top, err := tx.MessageOf(ctx, recap.Kind, r.Sprint, r.Channel)
	if err != nil {
		return kit.Message{}, err
	}
	link, err := request.Permalink(ctx, tx, top.Channel, top.TS, "")
	if err != nil {
		return kit.Message{}, err
	}
	title := fmt.Sprintf("Replies to the recap of sprint %d", s.Number)
	about := kit.Join(" ", kit.F("in %s", kit.Channel(r.Channel)), kit.Link(link, kit.Raw("Go there")))
	if len(all) == 0 {
		return kit.Fitted("", kit.Header(title), kit.Section(kit.Raw("Nobody has said anything in its thread so far.")), kit.Context(about)), nil
	}
	kept := 0
	var rows []kit.Row
	for _, one := range all {
		if one.kept.ID != "" {
			kept++
		}
		rows = append(rows, kit.Row{kit.Section(replyLine(one))})
	}
	head := []slack.Block{kit.Header(title), kit.Context(kit.T(kit.Count(len(all), "reply", "replies")), kit.F("%d recorded", kept), about)}
	var tail []slack.Block
	if kept < len(all) {
		tail = append(tail, kit.Context(kit.Raw("What you tick becomes a request of whoever said it. The others stay as they are.")), kit.Actions("", replyButtons(s, len(all))...))
	}
	blocks := kit.Rows(head, rows, tail, 50, kit.MessageMost, func(left int) kit.Text {
		return kit.F("and %s, which the form has", kit.Count(left, "more reply", "more replies"))
	})
	return kit.Fitted("", blocks...), nil
}

// replyLine is a reply in a list.
func replyLine(one reply) kit.Text {
	line := kit.F("*%s*  %s", kit.OneLine(one.name), kit.Cut(kit.OneLine(one.Text), replyMax))
	if one.kept.ID != "" {
		return request.Dotted(line, kit.F("✓ recorded as *%s*", one.kept.ID))
	}
	return line
}

// replyButtons open the forms in which replies are ticked.
func replyButtons(s ritual.Sprint, n int) (buttons []slack.BlockElement) {
	for from := 0; from < n && len(buttons) < repliesPages; from += repliesPage {
		label := "Choose what to record"
		if n > repliesPage {
			label = fmt.Sprintf("Choose from %d–%d", from+1, min(from+repliesPage, n))
		}
		buttons = append(buttons, kit.Aloud(kit.Button(collectChoose, label, fmt.Sprint(s.ID, "/", from)), fmt.Sprintf("%s of the replies to the recap of sprint %d", label, s.Number)))
	}
	return buttons
}

// repliesModal ticks the replies that become requests, from one of them on. What is a request already is shown as that.
func repliesModal(s ritual.Sprint, channel string, all []reply, from int) kit.Modal {
	m := kit.Modal{ID: collectForm, Title: fmt.Sprintf("Replies, sprint %d", s.Number), Submit: "Record", Close: "Cancel", Data: engine.FormData{Subject: s.ID, Channel: channel}.Encode()}
	m.Blocks = []slack.Block{kit.Section(kit.Raw("Tick what is to become a request of whoever said it."))}
	var group []kit.Option
	groups := 0
	flush := func() {
		if len(group) > 0 {
			id := repliesGroup(groups)
			m.Blocks = append(m.Blocks, kit.Input(id, "Replies", kit.Checks(id, group, nil), kit.Optional()))
			group, groups = nil, groups+1
		}
	}
	var kept []kit.Text
	for _, one := range all[from:min(from+repliesPage, len(all))] {
		if one.kept.ID != "" {
			kept = append(kept, replyLine(one))
			continue
		}
		if group = append(group, tick(one)); len(group) == ticksMost {
			flush()
		}
	}
	flush()
	if groups == 0 {
		m.Submit = ""
		m.Blocks[0] = kit.Section(kit.Raw("All of these are requests already."))
	}
	if len(kept) > 0 {
		m.Blocks = append(m.Blocks, kit.Divider())
		m.Blocks = append(m.Blocks, kit.Sections(kept)...)
	}
	return m
}

// tick is a reply beside a tick: whoever said it, and what, on two lines.
func tick(one reply) kit.Option {
	words := []rune(kit.Cut(kit.OneLine(one.name)+": "+kit.OneLine(one.Text), replyMax))
	o := kit.Option{Value: one.TS, Label: string(words)}
	if len(words) > tickMax {
		cut := tickMax
		for i := tickMax; i > tickMax/2; i-- { // between words, where there is a blank
			if words[i-1] == ' ' {
				cut = i
				break
			}
		}
		o.Label, o.Help = string(words[:cut]), string(words[cut:])
	}
	return o
}

// repliesRecordedModal says what became of the replies that were ticked. there says whether Tandem may write where they stand.
func repliesRecordedModal(made []ritual.Request, there bool) kit.Modal {
	if len(made) == 0 {
		return engine.Note("Nothing recorded", kit.Section(kit.Raw("No reply was ticked that is not a request already.")))
	}
	where := "Whoever said it hears what becomes of it."
	if there {
		where = "Each is talked about where it was said, and whoever said it hears what becomes of it."
	}
	lines := []kit.Text{kit.F("Recorded %s. %s", kit.Count(len(made), "request", "requests"), where)}
	for _, r := range made {
		lines = append(lines, request.Titled(r.ID, kit.OneLine(r.Title)))
	}
	return engine.Note("Recorded", kit.Sections(lines)...)
}
