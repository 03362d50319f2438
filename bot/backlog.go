package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/store"
)

// Backlog shows the order of the stories and why each stands where it does.

// The ids of the backlog. Old messages carry them: they are never renamed.
const (
	backlogShow      = "backlog.show"
	backlogShown     = "backlog_shown"
	backlogIn        = "backlog.product"
	backlogNext      = "backlog.next"
	backlogPrevious  = "backlog.previous"
	backlogObjective = "backlog.objective"
	backlogRow       = "backlog.row"
	backlogAll       = "backlog.all"
)

// What the menu of a row offers: the beginning of its values, before the request's id.
const (
	rowPrioritize = "prioritize"
	rowMove       = "move"
	rowUnpin      = "unpin"
)

// backlogPage is how many stories are shown at once, findMax how many finds.
const (
	backlogPage = 15
	findMax     = 15
)

// backlogDoes is what /backlog does, for the help.
const backlogDoes = "show the ranked stories and why each stands where it does; " + backlogExample + " shows some of them"

func backlogRitual() engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{
			{Name: "/backlog", Does: backlogDoes, Needs: engine.NeedPerson, Do: backlogCommand},
			{Name: "/backlog", Word: "find", Usage: "<words>", Does: "search all requests", Needs: engine.NeedPerson, Rooms: request.RoomsOf, Do: findCommand},
		},
		Actions: []engine.Action{
			{ID: backlogShow, Needs: engine.NeedPerson | engine.NeedPlace, Do: shown.InChannel(backlogShown)},
			{ID: backlogIn, Needs: engine.NeedPerson, Do: request.ChosenProduct(backlogReply)},
			{ID: backlogNext, Needs: engine.NeedPerson, Do: turnBacklog},
			{ID: backlogPrevious, Needs: engine.NeedPerson, Do: turnBacklog},
			{ID: backlogObjective, Needs: engine.NeedPerson, Do: narrowBacklog},
			{ID: backlogAll, Needs: engine.NeedPerson, Do: showWholeBacklog},
			{ID: backlogRow, Needs: engine.NeedPerson, Do: pressRow},
		},
		Messages: []engine.MessageKind{{Kind: backlogShown, View: backlogShownView}},
	}
}

// turnTo shows another part of the backlog in place of the one in which somebody pressed.
func turnTo(ctx context.Context, tx *store.Tx, in engine.Input, to func(*part)) (engine.Reply, error) {
	l := readPart(in.Words)
	to(&l)
	in.Subject = l.product
	p, err := request.ProductRead(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	m, err := backlogPart(ctx, tx, p, ritual.Reader{Person: in.By, Place: in.Channel}, l)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{Say: &m, Instead: true}, nil
}

// turnBacklog turns to the page that the button names.
func turnBacklog(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	return turnTo(ctx, tx, in, func(l *part) {
		offset, _ := strconv.Atoi(in.Subject) // else the beginning
		l.offset = max(offset, 0)
	})
}

// allObjectives stands in the menu for no filter.
const allObjectives = "all"

// narrowBacklog shows what serves the objective that was chosen.
func narrowBacklog(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	return turnTo(ctx, tx, in, func(l *part) {
		l.objective, l.offset = in.Subject, 0
		if in.Subject == allObjectives {
			l.objective = ""
		}
	})
}

// showWholeBacklog lets all filters go.
func showWholeBacklog(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	return turnTo(ctx, tx, in, func(l *part) { *l = part{product: l.product} })
}

// pressRow does what somebody chose in the menu of a row.
func pressRow(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	var what string
	what, in.Subject, _ = strings.Cut(in.Subject, " ")
	switch what {
	case rowPrioritize:
		return request.On(ritual.ToPrioritize, openPrioritize)(ctx, tx, in)
	case rowMove:
		return request.On(ritual.ToMove, openMove)(ctx, tx, in)
	case rowUnpin:
		return request.On(ritual.ToUnpin, unpin)(ctx, tx, in)
	}
	return engine.Outdated(ctx, tx, in)
}

// findCommand searches the product that the place means, or all of them.
func findCommand(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Words == "" {
		return commandHelp("/backlog", ""), nil
	}
	p, ok, err := request.ProductFor(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	in1 := []ritual.Product{p}
	if !ok {
		if in1, err = tx.Products(ctx); err != nil {
			return engine.Reply{}, err
		}
	}
	rd, err := tx.Reader(ctx, in.By, in.Channel)
	if err != nil {
		return engine.Reply{}, err
	}
	var finds []find
	for _, p := range in1 {
		if err := ritual.MayRead(in.Who, p, in.Channel); err != nil && ok {
			return engine.Reply{}, err
		} else if err != nil {
			continue
		}
		var hidden []ritual.Request
		rs, err := tx.FindRequests(ctx, p.ID, in.Words, findMax+1, func(r ritual.Request) bool { // one more tells that there are more
			if !r.WholeTo(rd, p) && !slices.ContainsFunc(hidden, func(h ritual.Request) bool { return h.Source.Channel == r.Source.Channel }) {
				hidden = append(hidden, r)
			}
			return findable(r, rd, p, in.Words)
		})
		if err != nil {
			return engine.Reply{}, err
		}
		for _, r := range rs {
			finds = append(finds, find{r, p, r.TitleTo(rd, p)})
		}
		if err := request.LearnMembers(ctx, tx, rd, p, hidden...); err != nil {
			return engine.Reply{}, err
		}
	}
	m := findMessage(tx, in, finds)
	return engine.Reply{Say: &m}, nil
}

// findable reports whether somebody may find a request by what they typed. Words must not tell what was said in private:
// those who may not read it find it by its id, or by the title alone where that was shared.
func findable(r ritual.Request, rd ritual.Reader, p ritual.Product, words string) bool {
	id, _ := ritual.ParseRequestID(words)
	return r.WholeTo(rd, p) || r.ID == id || r.Shared && store.TitleMatches(r, words)
}

// A find is a request that a search found, with its product and its title as whoever looks may know it.
type find struct {
	r     ritual.Request
	p     ritual.Product
	title string
}
