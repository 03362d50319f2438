package sprint

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/store"
)

// The board of a sprint: what stands where, and what can be done about it. A snapshot for one person, shown anew in its place when
// they press something there.

// The ids of the board. Old messages carry them: they are never renamed.
const (
	TakeOver   = "sprint.take_over" // Take over; its value is the request, as that of the next ones
	OwnerOpen  = "sprint.owner"     // Owner…
	UndoneOpen = "sprint.undone"    // Not done yet

	ownerForm  = "sprint.owner.form"
	undoneForm = "sprint.undone.form"

	boardIn       = "sprint.product"
	boardNext     = "sprint.next"
	boardPrevious = "sprint.previous"
	boardLook     = "sprint.look" // another sprint
	boardShow     = "sprint.show"
	boardShown    = "sprint_shown"
)

// boardPage is how many stories the board shows at once to one person.
const boardPage = 12

// boardDoes is what /sprint does, for the help.
const boardDoes = "show the sprint: its goal, who works on what, and how far it is; `/sprint 2`, `/sprint last` and `/sprint next` show another one"

// boardRoutes are those by which a sprint is looked at.
func boardRoutes(help Help) engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{{Name: "/sprint", Does: boardDoes, Needs: engine.NeedPerson, Do: boardCommand(help)}},
		Actions: []engine.Action{
			{ID: boardIn, Needs: engine.NeedPerson, Do: request.ChosenProduct(boardReply)},
			{ID: boardNext, Needs: engine.NeedPerson, Do: turnBoard},
			{ID: boardPrevious, Needs: engine.NeedPerson, Do: turnBoard},
			{ID: boardLook, Needs: engine.NeedPerson, Do: turnBoard},
			{ID: boardShow, Needs: engine.NeedPerson | engine.NeedPlace, Do: shown.InChannel(boardShown)},
		},
		Messages: []engine.MessageKind{{Kind: boardShown, View: boardShownView}},
	}
}

// Words after /sprint that name another sprint than the one that is on.
const (
	wordLast = "last" // closed
	wordNext = "next" // planned
)

// boardCommand shows the sprint that is on, or the one that was named.
func boardCommand(help Help) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		if _, known := sprintMeant(in.Words); !known {
			return help("/sprint", in.Words), nil
		}
		return request.InProduct(ctx, tx, in, boardIn, boardReply)
	}
}

// sprintMeant is the number of the sprint that somebody names: 0 for the present one, and for the one that a word stands for.
func sprintMeant(words string) (number int, known bool) {
	words = strings.ToLower(strings.TrimSpace(words))
	if words == "" || words == wordLast || words == wordNext {
		return 0, true
	}
	number, err := strconv.Atoi(strings.TrimPrefix(words, "#"))
	return number, err == nil && number > 0 && number < 1_000_000
}

// boardReply is the board for one person.
func boardReply(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	if err := ritual.MayRead(in.Who, p, in.Channel); err != nil {
		return engine.Reply{}, err
	}
	number, err := numberOf(ctx, tx, p, in.Words)
	if err != nil {
		return engine.Reply{}, err
	}
	m, err := boardFor(ctx, tx, p, in, place{product: p.ID, number: number}, "")
	return engine.Reply{Say: &m}, err
}

// numberOf is the number of the sprint that somebody names; 0 for the one that is on, or is to come.
func numberOf(ctx context.Context, tx *store.Tx, p ritual.Product, words string) (int, error) {
	words = strings.ToLower(strings.TrimSpace(words))
	state := map[string]ritual.SprintState{wordLast: ritual.SprintClosed, wordNext: ritual.SprintPlanned}[words]
	if state == "" {
		number, _ := sprintMeant(words)
		return number, nil
	}
	s, err := tx.SprintIn(ctx, p.ID, state)
	if errors.Is(err, store.ErrNotFound) {
		if state == ritual.SprintPlanned {
			return 0, ritual.Refuse("No sprint of %s is planned. `/sprint plan` plans the next.", p.Name)
		}
		return 0, ritual.Refuse("No sprint of %s has been closed yet. `/sprint` shows the one that is on.", p.Name)
	}
	return s.Number, err
}

// A place is what of the sprints of a product somebody looks at. It comes back with what they press there, in the block's id.
type place struct {
	product string
	number  int // of the sprint; 0 for the one that is on
	offset  int // how many stories stand before the first that is shown
}

// keep is the id of a block that keeps the place. Every block needs an id of its own: row tells them apart.
func (l place) keep(row string) string {
	return engine.WordsKept + strings.Join([]string{"board", row, l.product, strconv.Itoa(l.number), strconv.Itoa(l.offset)}, "|")
}

// readPlace reads what keep wrote. What comes from Slack may be anything.
func readPlace(words string) (l place, ok bool) {
	f := strings.Split(words, "|")
	if len(f) != 5 || f[0] != "board" {
		return l, false
	}
	number, _ := strconv.Atoi(f[3]) // else the one that is on
	offset, _ := strconv.Atoi(f[4]) // else the beginning
	return place{product: f[2], number: max(number, 0), offset: max(offset, 0)}, true
}

// turnBoard shows another page, or another sprint: the button's value is the number of the sprint and of the stories before the page.
func turnBoard(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	at, ok := readPlace(in.Words)
	if !ok {
		return engine.Outdated(ctx, tx, in)
	}
	number, offset, _ := strings.Cut(in.Subject, "/")
	at.number, _ = strconv.Atoi(number) // else the one that is on
	at.offset, _ = strconv.Atoi(offset) // else the beginning
	at.number, at.offset = max(at.number, 0), max(at.offset, 0)
	return turned(ctx, tx, in, at, "")
}

// turned shows a place in place of the one in which somebody pressed, with what there is to say about that.
func turned(ctx context.Context, tx *store.Tx, in engine.Input, at place, says kit.Text) (engine.Reply, error) {
	in.Subject = at.product
	p, err := request.ProductRead(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	m, err := boardFor(ctx, tx, p, in, at, says)
	return engine.Reply{Say: &m, Instead: true}, err
}

// boardShownView is a sprint that somebody showed to a channel. Its subject names the sprint after the nonce.
func boardShownView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	return shown.View(ctx, tx, m, func(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader) (kit.Message, error) {
		_, rest, _ := strings.Cut(m.Subject, ":")
		kept, _, _ := strings.Cut(rest, "/")
		number, _ := strconv.Atoi(kept) // else the one that is on
		return boardToAll(ctx, tx, p, rd, number)
	})
}
