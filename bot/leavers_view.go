package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// leftView tells an administrator that somebody has left, and who is asked until they choose somebody else. Once they have,
// or when the person is back, it says that.
func leftView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	product, left, _ := strings.Cut(m.Subject, "/left/")
	p, err := tx.Product(ctx, product)
	if err != nil {
		return kit.Message{}, err
	}
	people, err := request.HeadsOf(ctx, tx, p)
	if err == nil {
		err = people.Meet(ctx, tx, left)
	}
	if err != nil {
		return kit.Message{}, err
	}
	held := partsOf(p, left)
	switch {
	case people.Of(left).Kind != ritual.Gone:
		return kit.Told(kit.F("%s is back in *%s*.", kit.User(left), p.Name)), nil
	case len(held) == 0:
		return kit.Told(kit.F("%s has left, and has no part in *%s* any more. PM is %s, PO is %s.", kit.User(left), p.Name, kit.User(p.PM), kit.User(p.PO))), nil
	}
	words := kit.F("%s has left. They are still %s of *%s*: choose somebody else.", kit.User(left), partWords(held), p.Name)
	at := request.Matter{Product: p, People: people, Now: tx.Now}
	var until []kit.Text
	for _, role := range held {
		if who := at.Acting(role); role == ritual.RolePM || role == ritual.RolePO {
			until = append(until, kit.F("Until then %s is asked what waits for the %s.", kit.User(who), string(role)))
		}
	}
	blocks := []slack.Block{kit.Section(kit.Join(" ", append([]kit.Text{words}, until...)...)), kit.Actions("", settingsButton(p))}
	return kit.Fitted(words, blocks...), nil
}
