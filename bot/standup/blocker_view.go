package standup

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// An item is an impediment with all that is needed to show it, or to change it.
type item struct {
	i      ritual.Impediment
	s      ritual.Standup
	p      ritual.Product
	people request.Crew // whom it names; to change it, the product's heads, too
	zone   string       // the team's, by whose days it is as old as it is
	now    time.Time
	reader string // who reads of it; empty where a channel does
}

// itemOf reads an impediment for a reader.
func itemOf(ctx context.Context, tx *store.Tx, id, reader string) (x item, err error) {
	x.now, x.reader = tx.Now, reader
	if x.i, err = tx.Impediment(ctx, id); err != nil {
		return x, err
	}
	if x.s, err = tx.Standup(ctx, x.i.Standup); err != nil {
		return x, err
	}
	if x.p, err = tx.Product(ctx, x.i.Product); err != nil {
		return x, err
	}
	if x.zone, err = request.TeamZone(ctx, tx, x.p); err != nil {
		return x, err
	}
	if x.people, err = request.HeadsOf(ctx, tx, x.p); err != nil {
		return x, err
	}
	return x, x.people.Meet(ctx, tx, append([]string{x.i.Person, x.i.Help, x.i.ResolvedBy}, x.i.Helpers...)...)
}

// steeredBy reports whether somebody decides about the product now.
func (x item) steeredBy(who string) bool {
	for _, role := range []ritual.Role{ritual.RolePM, ritual.RolePO} {
		if who == request.HeadOf(x.p, role) || who == ritual.Acting(x.p, role, x.people, x.now) {
			return true
		}
	}
	return false
}

// itemRow is what is in somebody's way, as it stands among others in a channel, with the buttons that help.
func (x sight) itemRow(i ritual.Impediment, now time.Time) kit.Row {
	one := item{i: i, s: x.s, p: x.p, people: x.people, zone: x.run.Team, now: now}
	return one.row()
}

// lineMost is how many characters of what is in the way stand in a line among others.
const lineMost = 300

// line is what is in the way in a line, of whom where it is somebody else than the reader.
func (x item) line() kit.Text {
	words := kit.F("%s", kit.OneLine(x.i.Text)).Cut(lineMost)
	if x.i.Person == x.reader {
		return words
	}
	return kit.F("*%s*: %s", x.people.Name(x.i.Person), words)
}

// row is the line with how it stands and what can be done.
func (x item) row() kit.Row {
	words := request.Dotted(x.line(), kit.T(x.i.Age(x.now, x.zone)), x.helpWords(""), x.asksWords())
	if !x.i.Open() {
		return kit.Row{kit.Section(request.Dotted(x.line(), x.resolvedWords()))}
	}
	return kit.Row{kit.Section(words), kit.Actions("", x.buttons()...)}
}

// name is somebody's name, which pings nobody; to themselves it is "you".
func (x item) name(who string) string {
	if who == x.reader {
		return "you"
	}
	return x.people.Name(who)
}

// helpWords say who helps: "Ana helps", "you and Ben help"; nobody is none.
func (x item) helpWords(none kit.Text) kit.Text {
	var names []string
	for _, who := range x.i.Helpers {
		names = append(names, x.name(who))
	}
	switch {
	case len(names) == 0:
		return none
	case len(names) > helpersMost:
		names = append(names[:helpersMost], ritual.HowManyMore(len(x.i.Helpers), helpersMost)+" more")
	case len(names) == 1 && x.i.Helpers[0] != x.reader:
		return kit.F("%s helps", names[0])
	}
	return kit.F("%s help", ritual.And(names))
}

// helpersMost is how many of those who help are named.
const helpersMost = 5

// asksWords say whose help is asked for, while they do not help yet.
func (x item) asksWords() kit.Text {
	if x.i.Help == "" || slices.Contains(x.i.Helpers, x.i.Help) {
		return ""
	}
	return kit.F("asks %s", x.name(x.i.Help))
}

// resolvedWords say who resolved it, and when.
func (x item) resolvedWords() kit.Text {
	return kit.F("resolved by %s %s", x.name(x.i.ResolvedBy), request.When(x.i.Resolved))
}

// buttons are those that fit its reader; in a channel, all.
func (x item) buttons() (all []slack.BlockElement) {
	if !x.i.Open() {
		return nil
	}
	if x.reader == "" || x.reader != x.i.Person && !slices.Contains(x.i.Helpers, x.reader) {
		all = append(all, x.button(helpDo, "I'll help"))
	}
	return append(all, x.button(resolveDo, "Resolved"))
}

// button is one of its buttons. Screen readers say which, because the label stands in many rows.
func (x item) button(action, label string) slack.BlockElement {
	return kit.Aloud(kit.Button(action, label, x.i.ID), label+", for "+x.people.Name(x.i.Person)+": "+kit.OneLine(x.i.Text))
}

// of names its standup: "Standup of Atlas".
func (x item) of() kit.Text {
	return kit.F("%s of %s", kit.OneLine(x.s.Setup.Name), kit.OneLine(x.p.Name))
}

// words are what is in the way as a message says it, and in a line.
func (x item) words() (quote, line kit.Text) {
	return kit.Quote(x.i.Text, 2500), kit.F("%s", kit.OneLine(x.i.Text)).Cut(lineMost)
}

// standing says how it stands: who helps, or who resolved it. The message that somebody helps has said so.
func (x item) standing(m store.Message) kit.Text {
	switch {
	case !x.i.Open():
		return x.resolvedWords()
	case m.Kind == helpedKind && len(x.i.Helpers) == 1:
		return ""
	}
	return x.helpWords("nobody helps yet")
}

// takenBack stands where there was a message about what was taken back since.
const takenBack = kit.Text("This was taken back: it is in nobody's way any more.")

// told reads what a message is about. gone reports that it was taken back.
func told(ctx context.Context, tx *store.Tx, m store.Message) (x item, gone bool, err error) {
	id, _, _ := strings.Cut(m.Subject, "/")
	x, err = itemOf(ctx, tx, id, m.To)
	if errors.Is(err, store.ErrNotFound) {
		return x, true, nil
	}
	return x, false, err
}

// A telling is what a kind of message says of an item before its words. over says that it asks its reader nothing any more, and is
// no news to them either; free that they have no part in it any more, and so no button.
type telling func(x item, m store.Message) (says kit.Text, over, free bool)

// view shows a message by what it says of its item.
func (t telling) view(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	x, gone, err := told(ctx, tx, m)
	if err != nil || gone {
		return kit.Told(takenBack), err
	}
	says, _, free := t(x, m)
	quote, line := x.words()
	blocks := []slack.Block{kit.Section(kit.Join("\n", says, quote)), kit.Context(request.Dotted(x.standing(m), x.of()))}
	if buttons := x.buttons(); len(buttons) > 0 && !free {
		blocks = append(blocks, kit.Actions("", buttons...))
	}
	return kit.Fitted(kit.Join(" ", says, line), blocks...), nil
}

// row is the same as it stands in a list.
func (t telling) row(ctx context.Context, tx *store.Tx, m store.Message) (engine.Row, error) {
	x, gone, err := told(ctx, tx, m)
	if err != nil || gone {
		return engine.Row{Words: takenBack, Over: true}, err
	}
	says, over, _ := t(x, m)
	_, line := x.words()
	row := engine.Row{Words: request.Dotted(kit.Join(" ", says, line), x.standing(m)), Over: over}
	if !over && m.Kind != helpedKind {
		row.Buttons = x.buttons()
	}
	return row, nil
}

// asked tells somebody that their help is needed.
func asked(x item, m store.Message) (says kit.Text, over, free bool) {
	name, helps := x.people.Name(x.i.Person), slices.Contains(x.i.Helpers, m.To)
	switch {
	case !x.i.Open():
		return kit.F("*%s* asked for your help:", name), true, true
	case x.i.Help != m.To && !helps:
		return kit.F("*%s* asked for your help, and does not any more:", name), true, true
	}
	return kit.F("*%s* asks for your help:", name), helps, false
}

// helped tells whoever is blocked that somebody helps.
func helped(x item, m store.Message) (says kit.Text, over, free bool) {
	_, helper, _ := strings.Cut(m.Subject, "/")
	if x.i.Open() {
		return kit.F("*%s* helps you with this:", x.people.Name(helper)), false, false
	}
	return kit.F("*%s* helped you with this:", x.people.Name(helper)), true, true
}

// raised tells the PO what has been in the way for long.
func raised(x item, _ store.Message) (says kit.Text, over, free bool) {
	name, age := x.people.Name(x.i.Person), x.i.Age(x.now, x.zone)
	if x.i.Open() {
		return kit.F("This has been in *%s*'s way for %s:", name, age), false, false
	}
	return kit.F("This was in *%s*'s way for %s:", name, age), true, true
}
