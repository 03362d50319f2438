package sprint

import (
	"context"
	"errors"
	"fmt"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Start begins a sprint that is planned: what is picked is committed to, and the team reads it in its channel.

// startedKind is the one message about a sprint in its product's channel; its subject is the sprint. It is kept up to date there.
const startedKind = "sprint_started"

// startRoutes are those by which a sprint is started.
func startRoutes() engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{{Name: "/sprint", Word: "start", Does: "start the sprint that is planned (product owner)", Needs: engine.NeedPerson, Do: inProduct(StartOpen, start)}},
		Actions:  []engine.Action{{ID: StartOpen, Needs: engine.NeedPerson, Do: pressed(start)}},
		Messages: []engine.MessageKind{{Kind: startedKind, View: startedView}},
	}
}

// sprintIn is the sprint of a product that is planned or active, as the state says; none where there is none.
func sprintIn(ctx context.Context, tx *store.Tx, p ritual.Product, state ritual.SprintState) (ritual.Sprint, error) {
	s, err := tx.SprintIn(ctx, p.ID, state)
	if errors.Is(err, store.ErrNotFound) {
		return ritual.Sprint{}, nil
	}
	return s, err
}

// start starts the sprint that is planned.
func start(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	active, err := sprintIn(ctx, tx, p, ritual.SprintActive)
	if err != nil {
		return engine.Reply{}, err
	}
	s, err := sprintIn(ctx, tx, p, ritual.SprintPlanned)
	switch {
	case err != nil:
		return engine.Reply{}, err
	case s.ID == "" && active.ID != "": // pressed twice
		return engine.Reply{}, ritual.Refuse("Sprint %d has begun already. `/sprint` shows it.", active.Number)
	case s.ID == "":
		return engine.Reply{}, ritual.Refuse("No sprint of %s is planned yet. `/sprint plan` plans one.", p.Name)
	}
	s, begun, err := s.Start(active, in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := tx.KeepSprint(ctx, s); err != nil {
		return engine.Reply{}, err
	}
	if _, err := tx.AddSprintEvent(ctx, begun); err != nil {
		return engine.Reply{}, err
	}
	in1, out, err := commit(ctx, tx, s, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	if _, err := engine.Post(ctx, tx, store.Message{Kind: startedKind, Subject: s.ID, Product: p.ID, To: p.Channel}); err != nil {
		return engine.Reply{}, err
	}
	rep := engine.Say(begunWords(p, s, in1, out))
	rep.Instead = in.Channel == "" // the note that it is planned holds no more
	return rep, errors.Join(Scheduled(ctx, tx, s), Refresh(ctx, tx, s))
}

// commit has what is picked for a sprint join it. What is not in the backlog any more is left out, and named with why.
func commit(ctx context.Context, tx *store.Tx, s ritual.Sprint, by string) (joined []ritual.Request, out []string, err error) {
	picked, err := tx.SprintStories(ctx, s.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, one := range picked {
		m, err := request.Of(ctx, tx, one.Request)
		if err != nil {
			return nil, nil, err
		}
		m.By = by
		mv, err := s.Join(m.Request, one, ritual.Committed, by, tx.Now)
		if ritual.Refusals(err) != nil {
			out = append(out, fmt.Sprintf("%s (%s)", m.Request.ID, m.Request.Standing()))
			if err := tx.DropSprintStory(ctx, s.ID, one.Request); err != nil {
				return nil, nil, err
			}
			continue
		}
		if err := Keep(ctx, tx, m, s, mv); err != nil {
			return nil, nil, err
		}
		joined = append(joined, mv.Request)
	}
	return joined, out, nil
}

// begunWords tell whoever started a sprint what came of it.
func begunWords(p ritual.Product, s ritual.Sprint, joined []ritual.Request, out []string) kit.Text {
	words := kit.F("*Sprint %d has begun*: %s. The team reads it in %s.", s.Number, ritual.PlanTotal(ritual.CountOf(joined...), 0), kit.Channel(p.Channel))
	if len(joined) == 0 {
		words = kit.F("*Sprint %d has begun*, without a story yet: `Add a story` in `/sprint` adds them. The team reads its goal in %s.", s.Number, kit.Channel(p.Channel))
	}
	if len(out) > 0 {
		words = kit.Join("\n", words, kit.F("Not in the backlog any more, so left out: %s.", ritual.And(out)))
	}
	return words
}
