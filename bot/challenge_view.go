package bot

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// challengeModal asks the PO for the reason, under what PM and PO said so far.
func challengeModal(m request.Matter, said []ritual.Decision) kit.Modal {
	decides := kit.User(m.Acting(ritual.RolePM))
	goes := kit.F("It goes back to %s, who decides again whether it serves the roadmap.", decides)
	if m.Request.Objective == "" {
		goes = kit.F("It goes to %s, who decides whether it serves the roadmap.", decides)
	}
	blocks := exchangeBlocks(m, said)
	if hint := ritual.TalkHint(ritual.Challenges(said) + 1); hint != "" {
		blocks = append(blocks, kit.Context(kit.T(hint)))
	}
	return request.Form(m.Request, challengeForm, "Challenge", "Send back", append(blocks, kit.Context(goes),
		kit.Input("reason", "Reason", kit.Area("reason", "", "Why do you doubt it? The product manager will read it.", 600)))...)
}

// answering is a form in which the PM answers a doubt: it shows what PM and PO said so far, asks whoever aligns all the same
// what they answer, and carries the doubt along. Where there is none, it is the form as it was.
func answering(ctx context.Context, tx *store.Tx, m request.Matter, v ritual.Verdict, form kit.Modal, data engine.FormData) (kit.Modal, error) {
	ds, err := tx.Decisions(ctx, m.Request.ID)
	doubt := ritual.Doubt(ds)
	if err != nil || doubt.ID == "" {
		return form, err
	}
	data.Last = doubt.ID
	form.Data = data.Encode()
	form.Blocks = slices.Insert(form.Blocks, 1, exchangeBlocks(m, ritual.Exchange(ds))...) // under the title
	if v != ritual.Aligned {
		return form, nil
	}
	opts := []kit.InputOption{kit.Hint("The product owner reads it under their card.")}
	if !ritual.MustAnswer(doubt, m.Product) {
		opts = append(opts, kit.Optional())
	}
	form.Blocks = append(form.Blocks, kit.Input("reason", "Reason", kit.Area("reason", "", "Why does it serve the roadmap all the same?", 600), opts...))
	return form, nil
}

// exchangeOf shows PM and PO what they said to each other about a request so far, and when it is time to talk instead.
func exchangeOf(ctx context.Context, tx *store.Tx, at request.Matter) ([]slack.Block, error) {
	ds, err := tx.Decisions(ctx, at.Request.ID)
	said := ritual.Exchange(ds)
	blocks := exchangeBlocks(at, said)
	if hint := ritual.TalkHint(ritual.Challenges(said)); hint != "" && ritual.Doubt(ds).ID != "" {
		blocks = append(blocks, kit.Context(kit.T(hint)))
	}
	return blocks, err
}

// exchangeMost is how many characters of an exchange are shown.
const exchangeMost = 2400

// exchangeBlocks are the latest words of an exchange, as far as they fit, a block each.
func exchangeBlocks(at request.Matter, said []ritual.Decision) []slack.Block {
	if !at.Whole() {
		return nil
	}
	from, long := len(said), 0
	var blocks []slack.Block
	for ; from > 0; from-- {
		words := turnWords(said[from-1])
		if long += utf8.RuneCountInString(string(words)); long > exchangeMost {
			break
		}
		blocks = append(blocks, kit.Section(words))
	}
	if from > 0 {
		blocks = append(blocks, kit.Context(kit.F("%s · `/tandem show %s` has the rest", kit.Count(from, "earlier challenge or answer", "earlier challenges and answers"), at.Request.ID)))
	}
	slices.Reverse(blocks)
	return blocks
}

// turnWords are one word of an exchange, with who said it and when.
func turnWords(d ritual.Decision) kit.Text {
	did := map[ritual.Verdict]kit.Text{
		ritual.Challenged:     "challenged",
		ritual.AskedAlignment: "asked whether it serves the roadmap",
		ritual.Aligned:        kit.F("answered: aligned with “%s”", kit.OneLine(d.Objective)),
		ritual.NotNow:         kit.F("answered: parked until %s", ritual.Day(d.Revisit)),
		ritual.Decline:        "answered: declined",
	}[d.Verdict]
	if did == "" {
		did = "took it up again"
	}
	head := kit.F("%s %s · %s", kit.User(d.By), did, request.When(d.At))
	if d.Reason == "" {
		return head
	}
	return kit.Join("\n", head, kit.Quote(d.Reason, 2500))
}

// challengeWords are who challenges, and why.
func challengeWords(d ritual.Decision) kit.Text {
	if d.Verdict == ritual.Reopened {
		return kit.F("%s reopened it:\n%s", kit.User(d.By), kit.Quote(d.Reason, 2500))
	}
	if d.Verdict == ritual.AskedAlignment {
		return kit.F("%s asks whether it serves the roadmap:\n%s", kit.User(d.By), kit.Quote(d.Reason, 2500))
	}
	return kit.F("%s challenges:\n%s", kit.User(d.By), kit.Quote(d.Reason, 2500))
}

// backWithYouWords tell the PM that the PO sent something back.
func backWithYouWords(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error) {
	d, _, instead, err := request.Readable(ctx, tx, m)
	if err != nil || instead != "" {
		return instead, err
	}
	return kit.F("*%s* is back with you. %s", d.Request, challengeWords(d)), nil
}

// realignedWords tell the PO what became of what they challenged, or whoever acted in their place, or of what was taken from them,
// and why.
func realignedWords(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error) {
	d, _, instead, err := request.Readable(ctx, tx, m)
	if err != nil || instead != "" {
		return instead, err
	}
	if over, err := takenBackWords(ctx, tx, d); over != "" || err != nil {
		return over, err
	}
	before, err := request.BackBefore(ctx, tx, d)
	what, after := "challenge", kit.Text("")
	switch before.Verdict {
	case ritual.Reopened:
		after = kit.Raw("it was reopened")
	case ritual.UndidAligned:
		after = kit.Raw("all")
	case ritual.AskedAlignment:
		what = "question"
	}
	switch {
	case after != "":
	case before.By == m.To:
		after = kit.F("your %s", what)
	default:
		after = kit.F("the %s by %s", what, kit.User(before.By))
	}
	words := kit.F("%s after %s.", kit.Sentence(d.Sentence()), after)
	if before.ID == "" { // it was parked meanwhile, or came as another kind
		words = kit.F("%s.", kit.Sentence(d.Sentence()))
	}
	if d.Verdict == ritual.Aligned {
		words += kit.Raw(" Its card asks you for its priority again.")
	}
	if d.Reason != "" {
		words += kit.F("\n%s", kit.Quote(d.Reason, 2500))
	}
	return words, err
}

// realignedRow is the same as it stands in a list.
func realignedRow(ctx context.Context, tx *store.Tx, m store.Message) (engine.Row, error) {
	words, err := realignedWords(ctx, tx, m)
	if err != nil {
		return engine.Row{}, err
	}
	d, err := tx.Decision(ctx, m.Subject)
	if err != nil {
		return engine.Row{}, err
	}
	over, err := takenBackWords(ctx, tx, d)
	return engine.Row{Words: words, Over: over != ""}, err
}
