package demo

import (
	"context"
	"strconv"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// reasonMost is how long a reason may be.
const reasonMost = 600

// numberOf is a sprint's number as decisions name it; empty where there is no sprint.
func numberOf(s ritual.Sprint) string {
	if s.ID == "" {
		return ""
	}
	return strconv.Itoa(s.Number)
}

// returnModal asks why a story is returned, and says where it goes.
func returnModal(r ritual.Request, s ritual.Sprint) kit.Modal {
	where := kit.F("It goes back to work in %s. Whoever worked on it is told why.", s.SprintName())
	if s.State != ritual.SprintActive {
		where = kit.Raw("Its sprint is closed, and what that came to stays as it was. A new story goes on with it in the backlog, with the same text and criteria; whoever asked for it hears what becomes of that one.")
	}
	return request.Form(r, returnForm, "Return", "Return", kit.Section(where),
		kit.Input("reason", "Reason", kit.Area("reason", "", "What is left to do? Name the criterion that is not met.", reasonMost)))
}

// returnedLaterModal says which story goes on with one whose sprint is closed.
func returnedLaterModal(r, next ritual.Request) kit.Modal {
	return engine.Note("Returned", kit.Section(kit.F("*%s* goes on with *%s*. It is in the backlog, with the same text and criteria, and without points until the team estimates it.", next.ID, r.ID)),
		kit.Context(kit.F("`/tandem show %s` tells the whole story of it, `/backlog` where it stands", next.ID)))
}

// returnedView tells whoever did a story that it was returned, why, and where it is now.
func returnedView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	d, at, instead, err := request.Readable(ctx, tx, m)
	if err != nil {
		return kit.Message{}, err
	}
	head := kit.F("*%s*  %s", at.Request.ID, kit.OneLine(at.Title()))
	says := kit.Raw("The product owner had a look, and something is left to do.")
	if instead == "" || at.DecidedHere(d) {
		says = kit.F("%s had a look, and something is left to do.", kit.User(d.By))
	}
	if instead == "" {
		says = kit.Join("\n", says, kit.Quote(d.Reason, 1500))
	}
	next := kit.F("Its status is %s now.", at.Request.Status.String())
	var buttons []slack.BlockElement
	switch {
	case d.Verdict == ritual.ReturnedAs && d.Lead != "":
		next = kit.F("Its sprint is closed, so it goes on as *%s* in the backlog. There is nothing to do for you now.", d.Lead)
	case at.Request.Status == ritual.InSprint:
		next = kit.F("It is with you again in sprint %s.", d.Sprint)
		buttons = append(buttons, request.Button(at.Request.ID, sprint.FinishWork, "Done"))
	}
	blocks := []slack.Block{kit.Section(kit.Join("\n", head, says)), kit.Context(next)}
	if len(buttons) > 0 {
		blocks = append(blocks, kit.Actions("", buttons...))
	}
	return kit.Fitted(head, blocks...), nil
}
