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

// does says what somebody does in a part.
var does = map[ritual.Role]kit.Text{
	ritual.RolePM: "You decide whether a request serves the roadmap.",
	ritual.RolePO: "You say where each story stands in the backlog.",
}

// partWords name the parts of somebody: "PM and PO".
func partWords(roles []ritual.Role) string {
	words := make([]string, 0, len(roles))
	for _, r := range roles {
		words = append(words, string(r))
	}
	return strings.Join(words, " and ")
}

// doesWords say what somebody with these parts does.
func doesWords(p ritual.Product, roles []ritual.Role) kit.Text {
	var words []kit.Text
	for _, r := range roles {
		switch r {
		case ritual.RolePMStandIn:
			words = append(words, kit.F("While %s is away, or when a decision waits for four working days, you say whether a request serves the roadmap.", kit.User(p.PM)))
		case ritual.RolePOStandIn:
			words = append(words, kit.F("While %s is away, or when a decision waits for four working days, you say where a story stands in the backlog.", kit.User(p.PO)))
		default:
			words = append(words, does[r])
		}
	}
	return kit.Join(" ", append(words, kit.Raw("I ask you here, one card a decision."))...)
}

// aboutNaming is what a message about a naming is about.
func aboutNaming(ctx context.Context, tx *store.Tx, m store.Message) (naming, ritual.Product, error) {
	n, _ := readNaming(m.Subject) // I wrote it
	p, err := tx.Product(ctx, n.product)
	return n, p, err
}

// namedView tells somebody that they were named. Once they are it no more, it says who is.
func namedView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	n, p, err := aboutNaming(ctx, tx, m)
	if err != nil {
		return kit.Message{}, err
	}
	held := n.held(p)
	if len(held) == 0 {
		words := kit.F("%s named you %s of *%s*.", kit.User(n.by), partWords(n.roles()), p.Name)
		return kit.Fitted(words, kit.Section(words), kit.Context(noLongerWords(p, n))), nil
	}
	words := kit.F("%s named you %s of *%s*, at home in %s.", kit.User(n.by), partWords(held), p.Name, kit.Channel(p.Channel))
	return kit.Fitted(words, kit.Section(words), kit.Context(doesWords(p, held)), kit.Actions("", kit.Aloud(kit.Button(notMe, "Not me", m.Subject), "I am not "+partWords(held)+" of "+p.Name))), nil
}

// noLongerWords say who has the parts of a naming now.
func noLongerWords(p ritual.Product, n naming) kit.Text {
	var words []kit.Text
	for _, r := range n.roles() {
		if who := request.HeadOf(p, r); who != "" {
			words = append(words, kit.F("%s is %s now.", kit.User(who), string(r)))
		} else {
			words = append(words, kit.F("Nobody is %s now.", string(r)))
		}
	}
	return kit.Join(" ", words...)
}

// relievedView tells who was PM or PO that somebody else is now.
func relievedView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	n, p, err := aboutNaming(ctx, tx, m)
	if err != nil {
		return kit.Message{}, err
	}
	words := kit.F("%s changed who steers *%s*. %s What waited for you waits for them.", kit.User(n.by), p.Name, noLongerWords(p, n))
	return kit.Told(words), nil
}

// notMeView tells who named somebody that it is not them.
func notMeView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	n, p, err := aboutNaming(ctx, tx, m)
	if err != nil {
		return kit.Message{}, err
	}
	words := kit.F("%s says: not me. You had named them %s of *%s*. %s", kit.User(n.who), partWords(n.roles()), p.Name, noLongerWords(p, n))
	if m.To != n.by {
		words = kit.F("%s says: not me. %s had named them %s of *%s*. %s", kit.User(n.who), kit.User(n.by), partWords(n.roles()), p.Name, noLongerWords(p, n))
	}
	blocks := []slack.Block{kit.Section(words)}
	if p.Administers(m.To) {
		blocks = append(blocks, kit.Actions("", settingsButton(p)))
	}
	return kit.Fitted(words, blocks...), nil
}

// settingsButton opens a product's settings.
func settingsButton(p ritual.Product) slack.BlockElement {
	return kit.Aloud(kit.Button(settingsOpen, "Settings", p.ID), "Settings of "+p.Name)
}
