package bot

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"tandem/bot/engine"
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

func setupRitual() engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{{Name: "/tandem", Word: "setup", Does: "set up a product in this channel", Needs: engine.NeedPerson | engine.NeedPlace, Do: openSetup}},
		Actions:  []engine.Action{{ID: setupOpen, Needs: engine.NeedPerson, Do: openSetup}, {ID: notMe, Needs: engine.NeedPerson, Do: sayNotMe}},
		Submits:  []engine.Submit{{ID: setupForm, Needs: engine.NeedPerson | engine.NeedPlace, People: []string{"pm", "po"}, Places: []string{"stakeholders"}, Do: submitSetup}},
		Events:   []engine.Event{{Kind: "member_joined_channel", Own: true, Do: joinedChannel}},
		Jobs:     []engine.JobKind{{Kind: jobInvited, Run: runInvited}, {Kind: jobCards, Run: runCards}},
		Messages: []engine.MessageKind{
			{Kind: setupAnnounce, View: announcedView}, {Kind: namedKind, View: namedView},
			{Kind: relievedKind, View: relievedView}, {Kind: notMeKind, View: notMeView},
		},
	}
}

func openSetup(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if err := ritual.May(ritual.ToSetUp, ritual.Case{Who: in.Who}); err != nil {
		return engine.Reply{}, err
	}
	channel := in.Channel
	if in.Place.Direct || strings.HasPrefix(channel, "D") {
		channel = "" // the form asks for it
	}
	if channel != "" {
		if err := free(ctx, tx, channel, ""); err != nil {
			return engine.Reply{}, err
		}
	}
	return engine.Open(setupModal(ritual.Product{PM: in.By, Channel: channel, Framework: ritual.FrameworkList[0]}, in.Place)), nil
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
func submitSetup(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if err := ritual.May(ritual.ToSetUp, ritual.Case{Who: in.Who}); err != nil {
		return engine.Reply{}, err
	}
	p, err := setupProduct(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := tx.AddProduct(ctx, p); err != nil {
		return engine.Reply{}, err
	}
	if err := errors.Join(announce(ctx, tx, p, in.Place), tellNamed(ctx, tx, ritual.Product{}, p, in.By)); err != nil {
		return engine.Reply{}, err
	}
	for _, one := range p.People() {
		if err := engine.RefreshHome(ctx, tx, one); err != nil {
			return engine.Reply{}, err
		}
	}
	return engine.Open(setUpModal(p, in.Place, in.Places["stakeholders"])), nil
}

// setupProduct is the product that the form describes.
func setupProduct(ctx context.Context, tx *store.Tx, in engine.Input) (ritual.Product, error) {
	f := in.Fields
	p, err := ritual.NewProduct(ritual.Product{
		ID: store.NewID(), Name: f.One("name"), Channel: cmp.Or(in.Data.Channel, f.One("channel")), Stakeholders: f.One("stakeholders"),
		PM: f.One("pm"), PO: f.One("po"), Team: f.All("team"), Framework: ritual.FrameworkID(f.One("framework")), SetUpBy: in.By, Created: tx.Now,
	})
	field := "channel"
	if in.Data.Channel != "" { // the form does not ask for it
		field = ""
	}
	var unknown []error // whom the form does not name, it does not have to know
	for _, head := range []string{"pm", "po"} {
		if in.Fields.One(head) != "" {
			unknown = append(unknown, ritual.CheckHead(head, in.People[head]))
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
