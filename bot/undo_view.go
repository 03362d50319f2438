package bot

import (
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// backButtons are how somebody brings back what was decided: Undo while that is there, and Reopen after it. Where they may do
// neither, there are none.
func backButtons(ctx context.Context, tx *store.Tx, at request.Matter, who ritual.Person) ([]slack.BlockElement, error) {
	of, can, err := undoNow(ctx, tx, at, who)
	if err != nil {
		return nil, err
	}
	if can {
		return []slack.BlockElement{kit.Aloud(kit.Button(undoPress, "Undo", of), "Undo "+at.Request.ID)}, nil
	}
	ds, err := tx.Decisions(ctx, at.Request.ID)
	if err != nil || at.May(ritual.ToReopen, who) != nil || !ritual.Reopenable(at.Request, ds) {
		return nil, err
	}
	return []slack.BlockElement{request.Button(at.Request.ID, reopenOpen, "Reopen")}, nil
}

// undoNow is the id of the decision that somebody could take back now; can is false where there is none.
func undoNow(ctx context.Context, tx *store.Tx, at request.Matter, who ritual.Person) (of string, can bool, err error) {
	of, _, err = tx.Prior(ctx, at.Request.ID)
	if errors.Is(err, store.ErrNotFound) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	d, err := tx.Decision(ctx, of)
	if err == nil {
		_, err = undoingOf(ctx, tx, at, d, who)
	}
	if len(ritual.Refusals(err)) > 0 {
		return "", false, nil
	}
	return of, err == nil, err
}

// reopenModal asks for the reason.
func reopenModal(m request.Matter) kit.Modal {
	goes := kit.F("%s is asked again whether it serves the roadmap.", kit.User(m.Acting(ritual.RolePM)))
	if m.Request.Status == ritual.Backlog {
		goes += kit.Raw(" It leaves the backlog until then; its score is kept.")
	}
	return request.Form(m.Request, reopenForm, "Reopen", "Reopen", kit.Context(goes),
		kit.Input("reason", "Reason", kit.Area("reason", "", "What has changed? Whoever asked will read it, and the product owner.", 600)))
}

// reopenedWords tell a head under their card that somebody else reopened something, and why.
func reopenedWords(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error) {
	d, at, instead, err := request.Readable(ctx, tx, m)
	if err != nil || instead != "" {
		return instead, err
	}
	return kit.F("%s. Next: %s checks it against the roadmap again.\n%s", kit.Sentence(d.Sentence()), kit.User(at.Acting(ritual.RolePM)), kit.Quote(d.Reason, 2500)), nil
}

// reopenedBlocks show the PM why they are asked again, where that is because somebody reopened it, or because the day has come
// until which it was parked.
func reopenedBlocks(ctx context.Context, tx *store.Tx, at request.Matter) ([]slack.Block, error) {
	if !at.Whole() {
		return nil, nil
	}
	ds, err := tx.Decisions(ctx, at.Request.ID)
	for _, d := range slices.Backward(ds) {
		switch {
		case d.SupersededBy != "":
		case d.Verdict == ritual.Reopened:
			return []slack.Block{kit.Section(kit.F("%s reopened it · %s\n%s", kit.User(d.By), request.When(d.At), kit.Quote(d.Reason, 2500)))}, err
		case d.Revisit != "":
			words := kit.F("It is back: %s.", kit.Sentence(d.Sentence()))
			if d.Reason != "" {
				words = kit.Join("\n", words, kit.Quote(d.Reason, 2500))
			}
			return []slack.Block{kit.Section(words)}, err
		case d.Topic == ritual.Alignment && !d.Verdict.TakesBack():
			return nil, err
		}
	}
	return nil, err
}

// takenBackWords are a decision that was told and was taken back since; none where it holds.
func takenBackWords(ctx context.Context, tx *store.Tx, d ritual.Decision) (kit.Text, error) {
	ds, err := tx.Decisions(ctx, d.Request)
	for _, one := range ds {
		if by, over := one.TakenBack(ds); over && one.ID == d.ID {
			return kit.F("%s\n%s took this back.", struck(kit.Sentence(d.Sentence())), kit.User(by.By)), err
		}
	}
	return "", err
}
