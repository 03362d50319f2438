package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Estimate has the team say how large a story is: each by themselves, then all at once. The product owner sets the points.

// The ids of an estimation. Old messages carry them: they are never renamed.
const (
	estimateStart  = "estimate.start"
	estimateVote   = "estimate.vote." // and the size; its value, as that of the next two: request and round
	estimateReveal = "estimate.reveal"
	estimateAgain  = "estimate.again"
	estimatePoints = "estimate.points"
	estimateForm   = "estimate.form"
	estimateKind   = "estimate" // its subject is the estimation's id
)

func estimateRitual() engine.Ritual {
	r := engine.Ritual{
		Actions: []engine.Action{
			request.Click(estimateStart, ritual.ToEstimate, startEstimate),
			clickRound(estimateReveal, ritual.ToReveal, reveal),
			clickRound(estimateAgain, ritual.ToReveal, voteAgain),
			request.Click(estimatePoints, ritual.ToSetPoints, openPoints),
		},
		Submits:  []engine.Submit{request.Submit(estimateForm, ritual.ToSetPoints, submitPoints)},
		Messages: []engine.MessageKind{{Kind: estimateKind, View: estimateView}},
	}
	for _, size := range ritual.Scale {
		r.Actions = append(r.Actions, clickRound(estimateVote+size, ritual.ToVote, vote(size)))
	}
	return r
}

// estimateButtons offer an estimation to somebody who may start one.
func estimateButtons(m request.Matter, who string) []slack.BlockElement {
	if m.May(ritual.ToEstimate, m.People.Of(who)) != nil {
		return nil
	}
	return []slack.BlockElement{request.Button(m.Request.ID, estimateStart, "Estimate")}
}

// startEstimate asks the team in the product's home channel. Where it was asked already, it says where.
func startEstimate(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	if err := ritual.Estimable(m.Request, m.Product); err != nil {
		return engine.Reply{}, err
	}
	e, err := tx.OpenEstimate(ctx, m.Request.ID)
	if err == nil {
		return underWay(ctx, tx, m, e)
	}
	if !errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, err
	}
	s, err := request.StoryOf(ctx, tx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	e = ritual.Estimation{ID: store.NewID(), Request: m.Request.ID, Round: 1, Version: s.Version, By: in.By, Started: tx.Now}
	if err := tx.AddEstimate(ctx, e); err != nil {
		return engine.Reply{}, err
	}
	_, err = engine.Post(ctx, tx, store.Message{Kind: estimateKind, Subject: e.ID, Product: m.Product.ID, To: m.Product.Channel})
	err = errors.Join(err, engine.Refresh(ctx, tx, m.Request.ID)) // what led here cannot be taken back any more
	return engine.Say(kit.F("The team of %s is asked in %s how large *%s* is.", m.Product.Name, kit.Channel(m.Product.Channel), m.Request.ID)), err
}

// underWay says where an estimation is open.
func underWay(ctx context.Context, tx *store.Tx, m request.Matter, e ritual.Estimation) (engine.Reply, error) {
	asks, err := tx.MessageOf(ctx, estimateKind, e.ID, m.Product.Channel)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, err
	}
	link, err := request.Permalink(ctx, tx, asks.Channel, asks.TS, "")
	words := kit.F("The team is voting on *%s* in %s already.", m.Request.ID, kit.Channel(m.Product.Channel))
	if link != "" {
		words = kit.Join(" ", words, kit.Link(link, kit.Raw("Go there")))
	}
	return engine.Say(words), err
}

// A roundHandler is a handler for what is done to the open estimation of a request. round is the one whose button it was.
type roundHandler func(ctx context.Context, tx *store.Tx, in engine.Input, e ritual.Estimation, round int) (engine.Reply, error)

// clickRound is a button of an estimation, with the right that pressing it takes.
func clickRound(id string, right ritual.Action, do roundHandler) engine.Action {
	return engine.Action{ID: id, Needs: engine.NeedPerson, Do: func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		id, round, _ := strings.Cut(in.Subject, " ")
		m, err := request.Of(ctx, tx, id)
		if err != nil {
			return engine.Reply{}, err
		}
		e, err := openEstimate(ctx, tx, m.Request)
		if err != nil {
			return engine.Reply{}, err
		}
		if err := ritual.May(right, ritual.Case{Who: in.Who, Product: m.Product, Request: m.Request, Last: m.Last, People: m.People, Now: m.Now, Starter: e.By}); err != nil {
			return engine.Reply{}, err
		}
		n, _ := strconv.Atoi(round) // else none
		rep, err := do(ctx, tx, in, e, n)
		if err != nil {
			return engine.Reply{}, err
		}
		return rep, engine.Refresh(ctx, tx, e.ID)
	}}
}

// openEstimate is the open estimation of a request.
func openEstimate(ctx context.Context, tx *store.Tx, r ritual.Request) (ritual.Estimation, error) {
	e, err := tx.OpenEstimate(ctx, r.ID)
	if errors.Is(err, store.ErrNotFound) {
		err = ritual.Refuse("%s has its points already. `Estimate` on its record starts anew.", r.ID)
	}
	return e, err
}

// vote keeps what somebody says. Only they learn that it was taken.
func vote(size string) roundHandler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, e ritual.Estimation, round int) (engine.Reply, error) {
		err := e.Take(size)
		if err == nil && round != e.Round {
			err = ritual.Refuse("Another round on %s has begun. Please vote once more.", e.Request)
		}
		if err == nil {
			err = tx.KeepVote(ctx, e.ID, e.Round, ritual.Vote{Person: in.By, Size: size, At: tx.Now})
		}
		return engine.Say(kit.F("Your vote on *%s* is *%s*. Nobody else sees it before `Reveal`; until then you can press another.", e.Request, size)), err
	}
}

// reveal shows the votes of the round.
func reveal(ctx context.Context, tx *store.Tx, in engine.Input, e ritual.Estimation, round int) (engine.Reply, error) {
	votes, err := tx.Votes(ctx, e.ID, e.Round)
	if err != nil || round != e.Round { // the button of an earlier round, which is shown already
		return engine.Reply{}, err
	}
	if e, err = e.Reveal(votes, in.By, tx.Now); err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, tx.KeepEstimate(ctx, e)
}

// voteAgain begins another round in the same message.
func voteAgain(ctx context.Context, tx *store.Tx, _ engine.Input, e ritual.Estimation, round int) (engine.Reply, error) {
	s, err := request.StoryOf(ctx, tx, e.Request)
	if err != nil {
		return engine.Reply{}, err
	}
	if e, err = e.Again(round, s.Version); err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, tx.KeepEstimate(ctx, e)
}

// openPoints opens the form with what follows from the votes.
func openPoints(ctx context.Context, tx *store.Tx, _ engine.Input, m request.Matter) (engine.Reply, error) {
	e, err := openEstimate(ctx, tx, m.Request)
	if err != nil {
		return engine.Reply{}, err
	}
	votes, err := tx.Votes(ctx, e.ID, e.Round)
	if err != nil {
		return engine.Reply{}, err
	}
	t := ritual.Count(votes)
	if _, _, _, err := ritual.SetPoints(m.Request, e, "1", "", "", tx.Now); err != nil {
		return engine.Reply{}, err // whatever the points
	}
	return engine.Open(pointsModal(m.Request, t)), nil
}

// submitPoints takes the points, with which the estimation ends.
func submitPoints(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	e, err := openEstimate(ctx, tx, m.Request)
	if err != nil {
		return engine.Reply{}, err
	}
	after, e, d, err := ritual.SetPoints(m.Request, e, in.Fields.One("points"), in.Fields.One("reason"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, errors.Join(tx.KeepEstimate(ctx, e), request.Advance(ctx, tx, m, after, d), engine.Refresh(ctx, tx, e.ID))
}
