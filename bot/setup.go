package bot

import (
	"cmp"
	"context"
	"errors"
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
)

func setupRitual() ritualRoutes {
	return ritualRoutes{
		commands: []command{{name: "/tandem", word: "setup", does: "set up a product in this channel", needs: needPerson | needPlace, do: openSetup}},
		actions:  []action{{id: setupOpen, needs: needPerson, do: openSetup}, {id: notMe, needs: needPerson, do: sayNotMe}},
		submits:  []submit{{id: setupForm, needs: needPerson | needPlace, people: []string{"pm", "po"}, places: []string{"stakeholders"}, do: submitSetup}},
		events:   []event{{kind: "member_joined_channel", own: true, do: joinedChannel}},
		jobs:     []jobKind{{kind: jobInvited, run: runInvited}, {kind: jobCards, run: runCards}},
		messages: []messageKind{
			{kind: setupAnnounce, view: announcedView}, {kind: namedKind, view: namedView},
			{kind: relievedKind, view: relievedView}, {kind: notMeKind, view: notMeView},
		},
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
	if err := errors.Join(announce(ctx, tx, p, in.place), tellNamed(ctx, tx, ritual.Product{}, p, in.by)); err != nil {
		return reply{}, err
	}
	for _, one := range p.People() {
		if err := refreshHome(ctx, tx, one); err != nil {
			return reply{}, err
		}
	}
	return open(setUpModal(p, in.place, in.places["stakeholders"])), nil
}

// setupProduct is the product that the form describes.
func setupProduct(ctx context.Context, tx *store.Tx, in input) (ritual.Product, error) {
	f := in.fields
	p, err := ritual.NewProduct(ritual.Product{
		ID: store.NewID(), Name: f.one("name"), Channel: cmp.Or(in.data.Channel, f.one("channel")), Stakeholders: f.one("stakeholders"),
		PM: f.one("pm"), PO: f.one("po"), Team: f.all("team"), Framework: ritual.FrameworkID(f.one("framework")), SetUpBy: in.by, Created: tx.Now,
	})
	field := "channel"
	if in.data.Channel != "" { // the form does not ask for it
		field = ""
	}
	var unknown []error // whom the form does not name, it does not have to know
	for _, head := range []string{"pm", "po"} {
		if in.fields.one(head) != "" {
			unknown = append(unknown, ritual.CheckHead(head, in.people[head]))
		}
	}
	return p, errors.Join(err, errors.Join(unknown...), free(ctx, tx, p.Channel, field), nameFree(ctx, tx, p))
}

// nameFree refuses the name of another product.
func nameFree(ctx context.Context, tx *store.Tx, p ritual.Product) error {
	all, err := tx.Products(ctx)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.ID != p.ID && strings.EqualFold(other.Name, p.Name) {
			return ritual.RefuseField("name", "There is a product named %s already. Choose another name.", other.Name)
		}
	}
	return nil
}
