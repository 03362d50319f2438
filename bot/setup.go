package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tandem/bot/ritual"
	"tandem/store"
)

// Setup names a product, its people and its way to prioritize, with one form.

// The ids of setup. Old messages carry them: they are never renamed.
const (
	setupOpen     = "setup.open"
	setupForm     = "setup.form"
	setupAnnounce = "setup_announced"
	namedKind     = "named"
)

func setupRitual() ritualRoutes {
	return ritualRoutes{
		commands: []command{{name: "/tandem", word: "setup", does: "set up a product in this channel", needs: needPerson | needPlace, do: openSetup}},
		actions:  []action{{id: setupOpen, needs: needPerson, do: openSetup}},
		submits:  []submit{{id: setupForm, needs: needPerson | needPlace, people: []string{"pm", "po"}, do: submitSetup}},
		messages: []messageKind{{kind: setupAnnounce, view: announcedView}, {kind: namedKind, view: namedView}},
	}
}

func openSetup(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	if err := ritual.May(ritual.ToSetUp, ritual.Case{Who: in.who}); err != nil {
		return reply{}, err
	}
	channel := in.channel
	if in.place.Direct || strings.HasPrefix(channel, "D") {
		channel = "" // the form asks for it
	}
	if channel != "" {
		if err := free(ctx, tx, channel, ""); err != nil {
			return reply{}, err
		}
	}
	return open(setupModal(ritual.Product{PM: in.by, Channel: channel, Framework: ritual.FrameworkList[0]}, in.place)), nil
}

// free refuses a channel that is another product's home. field is where the form asks for the channel, if it does.
func free(ctx context.Context, tx *store.Tx, channel, field string) error {
	p, err := tx.ProductIn(ctx, channel)
	if errors.Is(err, store.ErrNotFound) || err == nil && p.Channel != channel {
		return nil
	}
	if err != nil {
		return err
	}
	return ritual.RefuseField(field, "%s is at home in this channel already. Set a second product up in another channel.", p.Name)
}

// submitSetup keeps the product, tells its channel and the people who were named.
func submitSetup(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	if err := ritual.May(ritual.ToSetUp, ritual.Case{Who: in.who}); err != nil {
		return reply{}, err
	}
	p, err := setupProduct(ctx, tx, in)
	if err != nil {
		return reply{}, err
	}
	if err := tx.AddProduct(ctx, p); err != nil {
		return reply{}, err
	}
	if in.place.Bar(p.Settings.Shared) == "" {
		if _, err := post(ctx, tx, store.Message{Kind: setupAnnounce, Subject: p.ID, Product: p.ID, To: p.Channel}); err != nil {
			return reply{}, err
		}
	}
	for _, named := range slices.Compact([]string{p.PM, p.PO}) {
		if named == in.by {
			continue
		}
		if _, err := post(ctx, tx, store.Message{Kind: namedKind, Subject: p.ID, Product: p.ID, To: named}); err != nil {
			return reply{}, err
		}
	}
	for _, one := range p.People() {
		if err := refreshHome(ctx, tx, one); err != nil {
			return reply{}, err
		}
	}
	return open(setUpModal(p, in.place)), nil
}

// setupProduct is the product that the form describes.
func setupProduct(ctx context.Context, tx *store.Tx, in input) (ritual.Product, error) {
	f := in.fields
	p, err := ritual.NewProduct(ritual.Product{
		ID: store.NewID(), Name: f.one("name"), Channel: or(in.data.Channel, f.one("channel")), Stakeholders: f.one("stakeholders"),
		PM: f.one("pm"), PO: f.one("po"), Team: f.all("team"), Framework: ritual.FrameworkID(f.one("framework")), SetUpBy: in.by, Created: tx.Now,
	})
	if err != nil {
		return p, err
	}
	field := "channel"
	if in.data.Channel != "" { // the form does not ask for it
		field = ""
	}
	return p, errors.Join(ritual.CheckHead("pm", in.people["pm"]), ritual.CheckHead("po", in.people["po"]), free(ctx, tx, p.Channel, field), nameFree(ctx, tx, p))
}

// nameFree refuses the name of another product.
func nameFree(ctx context.Context, tx *store.Tx, p ritual.Product) error {
	all, err := tx.Products(ctx)
	if err != nil {
		return err
	}
	for _, other := range all {
		if strings.EqualFold(other.Name, p.Name) {
			return ritual.RefuseField("name", "There is a product named %s already. Choose another name.", other.Name)
		}
	}
	return nil
}
