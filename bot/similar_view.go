package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// A similarRow is a request that may be the same, as somebody may read it.
type similarRow struct {
	id    string
	words kit.Text
}

// similarRows are requests that may be the same: their title, status and who wants them.
func similarRows(ctx context.Context, tx *store.Tx, found []ritual.Alike, p ritual.Product, rd ritual.Reader) ([]similarRow, error) {
	rows := make([]similarRow, 0, len(found))
	for _, a := range found {
		who, err := supportWords(ctx, tx, a.Request, p, rd)
		if err != nil {
			return nil, err
		}
		rows = append(rows, similarRow{a.ID, kit.Join("\n", request.Titled(a.ID, kit.OneLine(a.TitleTo(rd, p))), request.Dotted(kit.T(a.Standing().String()), who))})
	}
	return rows, nil
}

// similarModal asks whether what was typed into the form is one of the requests that are there.
func similarModal(r ritual.Request, data engine.FormData, rows []similarRow) kit.Modal {
	m := kit.Modal{ID: similarForm, Title: "Is it one of these?", Submit: "Record it anyway", Close: "Cancel", Data: data.Encode()}
	m.Blocks = append(m.Blocks, kit.Section(kit.Raw("Somebody asked for something similar. If it is the same, add your voice: what you wrote is kept with it, and no second request is made.")))
	for _, row := range rows {
		m.Blocks = append(m.Blocks, kit.SectionWith(row.words, request.Button(row.id, voiceTyped, "Add my voice")))
	}
	m.Blocks = append(m.Blocks, kit.Divider(), kit.Section(kit.F("*You wrote:* %s", r.Title)))
	if r.Problem != "" {
		m.Blocks = append(m.Blocks, kit.RichQuote(r.Problem))
	}
	return m
}

// receiptSimilar offers, with a receipt, to join what is similar. Everybody who reads the receipt reads it.
func receiptSimilar(ctx context.Context, tx *store.Tx, m request.Matter) ([]slack.Block, error) {
	if m.Request.Kind == ritual.Praise || m.May(ritual.ToJoin, ritual.Person{ID: m.Request.Reporter, Kind: ritual.Member}) != nil {
		return nil, nil //nolint:nilerr // it is too late to join another
	}
	rd, err := tx.Reader(ctx, m.Reader.Person, m.Reader.Place)
	if err != nil {
		return nil, err
	}
	found, err := similarTo(ctx, tx, m, rd, false)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	rows, err := similarRows(ctx, tx, found, m.Product, rd)
	blocks := []slack.Block{kit.Section(kit.Raw("*Is it one of these?* Then add your voice, and both go on as one."))}
	for _, row := range rows {
		button := kit.Aloud(kit.Button(mergeJoin, "Add my voice", m.Request.ID+" "+row.id), "Add my voice "+row.id)
		blocks = append(blocks, kit.SectionWith(row.words, button))
	}
	return blocks, err
}

// similarBlocks name, on a card, the open requests that are similar, of those that whoever looks may see.
func similarBlocks(found []ritual.Alike, p ritual.Product, rd ritual.Reader) []slack.Block {
	var names []kit.Text
	for _, a := range found {
		names = append(names, kit.F("*%s* %s (%s)", a.ID, kit.OneLine(a.TitleTo(rd, p)), a.Standing().String()))
	}
	if len(names) == 0 {
		return nil
	}
	return []slack.Block{kit.Context(kit.F("Similar: %s", kit.Join(", ", names...)))}
}

// voiceWords say what a voice came to. joined is the request that joined by it, if one did.
func voiceWords(m request.Matter, rd ritual.Reader, who kit.Text, joined string) kit.Text {
	words := kit.F("Your voice is with *%s* “%s” now. It is %s.", m.Request.ID, m.Request.TitleTo(rd, m.Product), who)
	if joined != "" {
		words = kit.F("*%s* goes on with *%s* “%s” now. It is %s.", joined, m.Request.ID, m.Request.TitleTo(rd, m.Product), who)
	}
	words = kit.Join("\n", words, request.StatusWords(m))
	if joined != "" {
		words = kit.Join("\n", words, kit.F("If that was a mistake, %s can press `Unmerge` at `/tandem show %s`.", heads(m), joined))
	}
	return words
}

// heads name those who steer the product.
func heads(m request.Matter) kit.Text {
	if m.Product.OneHead() {
		return kit.User(m.Acting(ritual.RolePM))
	}
	return kit.F("%s or %s", kit.User(m.Acting(ritual.RolePM)), kit.User(m.Acting(ritual.RolePO)))
}
