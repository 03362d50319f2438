package sprint

import (
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// rowMost is how many characters a story takes on the board, so that a page is one message.
const rowMost = 420

// row is one story of the board: what it is, who works on it, and what whoever looks can do about it.
func (b *board) row(one ritual.BoardStory) []slack.Block {
	words := kit.Join("\n     ", b.title(one.Request), b.facts(one)).Cut(rowMost)
	buttons, menu := b.presses(one)
	if len(menu) > 0 {
		buttons = append(buttons, engine.More(menu...))
	}
	switch {
	case len(buttons) == 0:
		return []slack.Block{kit.Section(words)}
	case len(buttons) == 1:
		return []slack.Block{identified(kit.SectionWith(words, buttons[0]), b.at.keep(one.Request.ID))}
	}
	return []slack.Block{kit.Section(words), kit.Actions(b.at.keep(one.Request.ID), buttons...)}
}

// title is a story's id with its title, as far as the reader may know it.
func (b *board) title(r ritual.Request) kit.Text {
	return kit.F("*%s*  %s", r.ID, kit.Cut(kit.OneLine(r.TitleTo(b.rd, b.p)), 200))
}

// facts are how large a story is, that it came in later, and who works on it.
func (b *board) facts(one ritual.BoardStory) kit.Text {
	added := kit.Text("")
	if b.added[one.Request.ID] {
		added = kit.Raw("added")
	}
	return request.Dotted(kit.T(ritual.PointsOrNone(one.Request.Points)), added, b.owner(one))
}

// owner says who works on a story, by name: nobody is pinged for being looked at.
func (b *board) owner(one ritual.BoardStory) kit.Text {
	id, over := one.In.Owner, one.Request.Status != ritual.InSprint
	switch {
	case id == "" && one.Lane() == ritual.LaneDoing:
		return kit.Raw("nobody works on it now")
	case id == "":
		return ""
	case id == b.rd.Person:
		return kit.Raw("you")
	case over:
		return kit.F("by %s", b.crew.Name(id))
	case b.crew.Of(id).Kind == ritual.Gone:
		return kit.F("was %s’s, who has left", b.crew.Name(id))
	case !slices.Contains(b.p.People(), id):
		return kit.F("%s, who is not on the team any more", b.crew.Name(id))
	}
	return kit.T(b.crew.Name(id))
}

// presses are what whoever looks can do about a story: what is next beside it, the rest in a menu. Everything is checked once more
// when it is pressed.
func (b *board) presses(one ritual.BoardStory) (buttons []slack.BlockElement, menu []kit.Option) {
	r := one.Request
	if b.rd.Person == "" {
		return nil, nil
	}
	may := func(a ritual.Action) bool {
		return ritual.May(a, ritual.Case{Who: b.who, Product: b.p, Request: r, People: b.crew, Now: b.tx.Now}) == nil
	}
	option := func(ok bool, action, label string) {
		if ok {
			menu = append(menu, engine.Does(action, label, r.ID))
		}
	}
	mine := one.In.Owner == b.rd.Person
	at := request.Matter{Request: r, Product: b.p, People: b.crew, By: b.rd.Person, Reader: b.rd, Now: b.tx.Now}
	step, ok := request.StepOf(r.Status)
	switch {
	case ok && at.Decides(step, b.rd.Person):
		buttons = append(buttons, step.Buttons(at)...)
	case one.Free() && may(ritual.ToBegin):
		buttons = append(buttons, startButton(r))
	case !one.Free() && may(ritual.ToFinish):
		done := doneButton(r)
		if mine {
			done = kit.Primary(done)
		}
		buttons = append(buttons, done)
	}
	option(!one.Free() && !mine && may(ritual.ToBegin), TakeOver, "Take over")
	option(one.Free() && may(ritual.ToFinish), FinishWork, "Done")
	option(may(ritual.ToUnfinish), UndoneOpen, "Not done yet")
	option(may(ritual.ToOwn), OwnerOpen, "Owner…")
	option(may(ritual.ToDefect), DefectOpen, "Report a defect")
	option(may(ritual.ToTakeOut), TakeOutOpen, "Take out…")
	return buttons, menu
}

// startButton and doneButton are the buttons by which the team works.
func startButton(r ritual.Request) *slack.ButtonBlockElement {
	return request.Button(r.ID, StartWork, "Start")
}

func doneButton(r ritual.Request) *slack.ButtonBlockElement {
	return request.Button(r.ID, FinishWork, "Done")
}
