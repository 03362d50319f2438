package bot

import (
	"context"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// Backlog shows the order of the stories and why each stands where it does.

// The ids of the backlog. Old messages carry them: they are never renamed.
const (
	backlogShow  = "backlog.show"
	backlogShown = "backlog_shown"
	backlogIn    = "backlog.product"
)

// backlogPage is how many stories are shown at once, findMax how many finds.
const (
	backlogPage = 15
	findMax     = 15
)

func backlogRitual() ritualRoutes {
	return ritualRoutes{
		commands: []command{
			{name: "/backlog", does: "show the ranked stories and why each stands where it does", do: backlogCommand},
			{name: "/backlog", word: "find", usage: "<words>", does: "search all requests", do: findCommand},
		},
		actions: []action{
			{id: backlogShow, needs: needPlace, do: showInChannel(backlogShown)},
			{id: backlogIn, do: chosenProduct(backlogReply)},
		},
		messages: []messageKind{{kind: backlogShown, view: func(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
			return shownView(ctx, tx, m, backlogMessage)
		}}},
	}
}

func backlogCommand(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	if in.words != "" {
		return commandHelp("/backlog", in.words), nil
	}
	return inProduct(ctx, tx, in, backlogIn, backlogReply)
}

// backlogReply is the backlog for one person.
func backlogReply(ctx context.Context, tx *store.Tx, in input, p ritual.Product) (reply, error) {
	m, err := backlogMessage(ctx, tx, p, reader{in.by, in.channel})
	if err != nil {
		return reply{}, err
	}
	return reply{say: &m}, nil
}

// findCommand searches the product that the place means, or all of them.
func findCommand(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	if in.words == "" {
		return commandHelp("/backlog", ""), nil
	}
	p, ok, err := productFor(ctx, tx, in)
	if err != nil {
		return reply{}, err
	}
	in1 := []ritual.Product{p}
	if !ok {
		if in1, err = tx.Products(ctx); err != nil {
			return reply{}, err
		}
	}
	var finds []find
	for _, p := range in1 {
		rs, err := tx.FindRequests(ctx, p.ID, in.words, findMax)
		if err != nil {
			return reply{}, err
		}
		for _, r := range rs {
			// Words must not tell what a private request says: those who may not read it find it by its id only.
			if id, _ := ritual.ParseRequestID(in.words); r.VisibleTo(in.by, p, in.channel) || r.ID == id {
				finds = append(finds, find{r, p})
			}
		}
	}
	m := findMessage(tx, in, finds)
	return reply{say: &m}, nil
}

// A find is a request that a search found, with its product.
type find struct {
	r ritual.Request
	p ritual.Product
}
