package sprint

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// A board is a sprint with all that is shown of it, for somebody or for all in a place.
type board struct {
	p       ritual.Product
	s       ritual.Sprint
	stories []ritual.BoardStory // as the board has them
	events  []ritual.SprintEvent
	added   map[string]bool // the stories that came in after the start, by their ids
	crew    request.Crew    // the heads, and whoever owns a story
	rd      ritual.Reader
	who     ritual.Person // who looks; nobody in particular where the reader is a place
	at      place
	tx      *store.Tx
}

// boardFor is what somebody looks at: the sprint with a number or, without one, that which is on, else what is to come. says stands
// on top.
func boardFor(ctx context.Context, tx *store.Tx, p ritual.Product, in engine.Input, at place, says kit.Text) (kit.Message, error) {
	m, err := sprintMessage(ctx, tx, &board{p: p, rd: ritual.Reader{Person: in.By, Place: in.Channel}, who: in.Who, at: at, tx: tx})
	if err != nil || says == "" {
		return m, err
	}
	return kit.Fitted(m.Text, append([]slack.Block{kit.Section(says)}, m.Blocks...)...), nil
}

// boardToAll is a sprint as everybody in a place may read it.
func boardToAll(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, number int) (kit.Message, error) {
	return sprintMessage(ctx, tx, &board{p: p, rd: rd, at: place{product: p.ID, number: number}, tx: tx})
}

// sprintMessage is the sprint that a board is of.
func sprintMessage(ctx context.Context, tx *store.Tx, b *board) (m kit.Message, err error) {
	if b.crew, err = request.HeadsOf(ctx, tx, b.p); err != nil {
		return m, err
	}
	if b.at.number > 0 {
		b.s, err = tx.SprintNumbered(ctx, b.p.ID, b.at.number)
	} else {
		b.s, err = current(ctx, tx, b.p)
	}
	if errors.Is(err, store.ErrNotFound) {
		return b.none(ctx, tx)
	}
	if err != nil {
		return m, err
	}
	if b.s.State == ritual.SprintClosed {
		return b.closed(ctx, tx)
	}
	if err := b.read(ctx, tx); err != nil {
		return m, err
	}
	if b.s.State == ritual.SprintPlanned {
		return b.planned(ctx, tx)
	}
	return b.active(ctx, tx)
}

// current is the sprint of a product that is on, else the one that is planned.
func current(ctx context.Context, tx *store.Tx, p ritual.Product) (ritual.Sprint, error) {
	s, err := tx.SprintIn(ctx, p.ID, ritual.SprintActive)
	if errors.Is(err, store.ErrNotFound) {
		return tx.SprintIn(ctx, p.ID, ritual.SprintPlanned)
	}
	return s, err
}

// read reads the stories of a sprint that is on or planned, what happened in it, and who works on them.
func (b *board) read(ctx context.Context, tx *store.Tx) error {
	all, err := tx.SprintRequests(ctx, b.s.ID)
	if err != nil {
		return err
	}
	if b.events, err = tx.SprintEvents(ctx, b.s.ID); err != nil {
		return err
	}
	b.added = map[string]bool{}
	for _, e := range b.events {
		if e.Kind == ritual.Added {
			b.added[e.Request] = true
		}
	}
	var owners []string
	var rs []ritual.Request
	for _, one := range all {
		owners, rs = append(owners, one.In.Owner), append(rs, one.Request)
	}
	if b.stories = all; b.s.State == ritual.SprintActive {
		b.stories = ritual.OnBoard(all)
	}
	return errors.Join(b.crew.Meet(ctx, tx, owners...), b.informed(ctx, tx, rs))
}

// informed has the board know what its reader may know of its requests.
func (b *board) informed(ctx context.Context, tx *store.Tx, rs []ritual.Request) (err error) {
	if b.rd, err = request.Informed(ctx, tx, b.rd, rs...); err != nil {
		return err
	}
	return request.LearnMembers(ctx, tx, b.rd, b.p, rs...)
}

// mayPlan reports whether whoever looks steers the sprints.
func (b *board) mayPlan() bool {
	return b.rd.Person != "" && ritual.May(ritual.ToPlan, ritual.Case{Who: b.who, Product: b.p, People: b.crew, Now: b.tx.Now}) == nil
}

// active is the sprint that is on: its goal, how far it has come in time and in stories, and each story with what can be done
// about it.
func (b *board) active(ctx context.Context, tx *store.Tx) (kit.Message, error) {
	figures := ritual.FiguresOf(b.events)
	blocks := append(b.head(""), kit.Context(request.Dotted(kit.T(ritual.TimeLeft(b.s, tx.Now, Workplace(b.p, b.s))), b.demo())),
		kit.Context(kit.T(figures.Progress())))
	if b.s.Due(tx.Now) {
		blocks = append(blocks, kit.Section(kit.F("Its last day was %s. %s closes it: what is not done goes back to the backlog or to the next sprint, story by story.",
			ritual.Day(b.s.Ends), kit.User(request.Matter{Product: b.p, People: b.crew, Now: tx.Now}.Acting(ritual.RolePO)))))
	}
	page := boardPage
	if b.rd.Person == "" {
		page = shownMost
	}
	b.at.offset = ritual.LastPage(b.at.offset, len(b.stories), page)
	end := min(b.at.offset+page, len(b.stories))
	blocks = append(blocks, b.lanes(b.at.offset, end)...)
	next, err := b.upcoming(ctx, tx)
	if err != nil {
		return kit.Message{}, err
	}
	return b.footed(ctx, tx, append(blocks, next...), end, page)
}

// shownMost is how many stories are shown at once where there is nothing to press.
const shownMost = 30

// head is the name of a sprint and its goal.
func (b *board) head(state string) []slack.Block {
	title := fmt.Sprintf("Sprint %d of %s%s", b.s.Number, b.p.Name, state)
	if b.s.Goal == "" {
		return []slack.Block{kit.Header(title), kit.Section(kit.Raw("_No goal yet._"))}
	}
	return []slack.Block{kit.Header(title), kit.Section(kit.F("*Goal:* %s", kit.OneLine(b.s.Goal)))}
}

// demo says when the demo is, where the reader is.
func (b *board) demo() kit.Text {
	at := b.s.DemoAt()
	if at.Before(b.tx.Now) {
		return ""
	}
	return kit.F("demo %s", request.When(at))
}

// lanes are stories under the names of their lanes.
func (b *board) lanes(from, to int) (blocks []slack.Block) {
	count := map[ritual.Lane]int{}
	for _, one := range b.stories {
		count[one.Lane()]++
	}
	for i, one := range b.stories[from:to] {
		if lane := one.Lane(); i == 0 || lane != b.stories[from+i-1].Lane() {
			blocks = append(blocks, kit.Section(kit.F("*%s* · %d", lane.String(), count[lane])))
		}
		blocks = append(blocks, b.row(one)...)
	}
	if len(b.stories) == 0 {
		blocks = append(blocks, kit.Section(kit.Raw("There are no stories in it.")))
	}
	return blocks
}

// upcoming names the sprint that is planned while another one is on.
func (b *board) upcoming(ctx context.Context, tx *store.Tx) ([]slack.Block, error) {
	s, err := tx.SprintIn(ctx, b.p.ID, ritual.SprintPlanned)
	if errors.Is(err, store.ErrNotFound) || b.rd.Person == "" {
		return nil, nil
	}
	return []slack.Block{b.look(kit.F("Sprint %d is planned: it starts on %s.", s.Number, ritual.Day(s.Starts)), s)}, err
}

// look is a line about another sprint, with a button that shows it.
func (b *board) look(words kit.Text, s ritual.Sprint) slack.Block {
	if b.rd.Person == "" {
		return kit.Section(words)
	}
	label := "Sprint " + strconv.Itoa(s.Number)
	return identified(kit.SectionWith(words, kit.Aloud(kit.Button(boardLook, label, strconv.Itoa(s.Number)), "Show s"+label[1:])), b.at.keep("look"))
}

// identified is a block with an id.
func identified(block slack.Block, id string) slack.Block {
	if s, ok := block.(*slack.SectionBlock); ok {
		s.BlockID = id
	}
	return block
}

// footed is the board with what can be done about all of it, and when it was so.
func (b *board) footed(ctx context.Context, tx *store.Tx, blocks []slack.Block, end, size int) (kit.Message, error) {
	page := request.Page{Offset: b.at.offset, Shown: end - b.at.offset, All: len(b.stories)}
	blocks = append(blocks, kit.Context(request.Dotted(page.AmongFor(b.rd, "/sprint"), request.AsOf(tx))))
	if b.rd.Person == "" {
		return b.pictured(ctx, tx, blocks)
	}
	turns := page.Turns(boardPrevious, boardNext, size, b.pageAt)
	if b.at.number > 0 && b.s.State != ritual.SprintActive {
		turns = append(turns, kit.Button(boardLook, "Current sprint", "0"))
	}
	if len(turns) > 0 {
		blocks = append(blocks, kit.Actions(b.at.keep("turn"), turns...))
	}
	buttons := b.steering()
	may, err := engine.MayUpload(ctx, tx)
	if err != nil {
		return kit.Message{}, err
	}
	if may && b.s.State != ritual.SprintPlanned {
		buttons = append(buttons, kit.Button(AsPicture, "As a picture", b.p.ID+"/"+b.s.ID+"."+store.NewID()))
	}
	buttons = append(buttons, kit.Button(boardShow, "Show to channel", b.p.ID+"/"+store.NewID()+":"+strconv.Itoa(b.s.Number)))
	return kit.Fitted("", append(blocks, kit.Actions("", buttons...))...), nil
}

// pageAt is what a button carries that turns to a page.
func (b *board) pageAt(offset int) string {
	return strconv.Itoa(b.at.number) + "/" + strconv.Itoa(offset)
}

// steering are the buttons by which the PO changes the sprint.
func (b *board) steering() []slack.BlockElement {
	if !b.mayPlan() {
		return nil
	}
	button := func(action, label string) *slack.ButtonBlockElement { return kit.Button(action, label, b.p.ID) }
	switch b.s.State {
	case ritual.SprintPlanned:
		return dueButtons(toStartKind, b.s, b.tx.Now)
	case ritual.SprintActive:
		end := button(CloseOpen, "Close sprint")
		if b.s.Due(b.tx.Now) {
			end = kit.Primary(end)
		}
		return []slack.BlockElement{button(AddOpen, "Add a story"), button(EditOpen, "Edit sprint"), end}
	}
	return nil
}
