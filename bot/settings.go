package bot

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Settings are what a product's administrators change after setup: who steers it, and how. One form has them all.

// The ids of the settings. Old messages carry them: they are never renamed.
const (
	settingsOpen = "settings.open"
	settingsForm = "settings.form"
)

func settingsRitual() engine.Ritual {
	people, places := []string{"pm", "po", "pm_stand_in", "po_stand_in"}, []string{"stakeholders", "emoji"}
	return engine.Ritual{
		Commands: []engine.Command{{Name: "/tandem", Word: "settings", Does: "change who steers a product, and how", Needs: engine.NeedPerson, Do: openSettings}},
		Actions:  []engine.Action{{ID: settingsOpen, Needs: engine.NeedPerson, Do: openSettings}},
		Submits:  []engine.Submit{{ID: settingsForm, Needs: engine.NeedPerson, People: people, Places: places, Do: submitSettings}},
	}
}

// openSettings opens the settings of the product that is meant, or asks which of their products somebody means.
func openSettings(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	in.Subject = cmp.Or(in.Subject, in.Fields.One("product"))
	if in.Subject != "" {
		return request.ChosenProduct(settingsOf)(ctx, tx, in)
	}
	if p, err := tx.ProductIn(ctx, in.Channel); !errors.Is(err, store.ErrNotFound) {
		if err != nil {
			return engine.Reply{}, err
		}
		return settingsOf(ctx, tx, in, p)
	}
	only, ok, err := request.ProductFor(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	all, err := tx.Products(ctx)
	if err != nil {
		return engine.Reply{}, err
	}
	mine := slices.DeleteFunc(all, func(p ritual.Product) bool { return !p.Administers(in.By) })
	switch {
	case len(mine) == 1:
		return settingsOf(ctx, tx, in, mine[0])
	case len(mine) > 1 && in.Opened == engine.OnHome:
		return engine.Open(whoseSettings(mine)), nil
	case len(mine) > 1:
		return request.WhichProduct(settingsOpen, mine, ""), nil
	case ok:
		return settingsOf(ctx, tx, in, only) // which says who can
	}
	return engine.Reply{}, ritual.Refuse("You set up none of the products here, and are PM or PO of none. Those who are can change a product's settings.")
}

// settingsOf opens a product's settings for those who may change them.
func settingsOf(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	if err := request.MayIn(ctx, tx, ritual.ToSettings, in.Who, p); err != nil {
		return engine.Reply{}, err
	}
	has, err := abilitiesOf(ctx, tx)
	return engine.Open(settingsModal(p, keptSettings(p, has), keptSettings(p, has), has, nil)), err
}

// submitSettings keeps what somebody changed in the form, and nothing else. What somebody else changed meanwhile stays; where
// both changed the same, the form comes back and says so.
func submitSettings(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	p, err := request.ProductNamed(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := request.MayIn(ctx, tx, ritual.ToSettings, in.Who, p); err != nil {
		return engine.Reply{}, err
	}
	has, err := abilitiesOf(ctx, tx)
	if err != nil {
		return engine.Reply{}, err
	}
	is := keptSettings(p, has)
	mine, theirs, both := compared(in.Fields, is, in.Data.Began)
	if len(both) > 0 {
		return engine.Reply{}, savedMeanwhile(in, p, is, has, mine, both)
	}
	after, err := changedBy(ctx, tx, in, p, mine, has)
	if err != nil {
		return engine.Reply{}, err
	}
	if len(mine) > 0 {
		if err := errors.Join(keepChanged(ctx, tx, p, after), tellNamed(ctx, tx, p, after, in.By), postMore(ctx, tx, p, after)); err != nil {
			return engine.Reply{}, err
		}
	}
	return engine.Open(settingsSavedModal(after, keptSettings(after, has), mine, theirs, in.Places)), nil
}

// savedMeanwhile is the form again, with what somebody wrote and what somebody else has saved since it was opened.
func savedMeanwhile(in engine.Input, p ritual.Product, is engine.Fields, has abilities, mine, both []string) error {
	was := engine.Fields{}
	for _, f := range slices.Concat(mine, both) {
		was[f] = in.Fields[f]
	}
	return engine.Again{Refusal: ritual.Refuse("Somebody else saved the same settings."), Form: settingsModal(p, was, is, has, both)}
}

// compared says which fields of a form were changed in it since it began, which were changed elsewhere, and which in both
// ways at once and not to the same. Each field is in one list at most.
func compared(sent, is engine.Fields, began map[string]string) (mine, theirs, both []string) {
	for _, f := range settingsFields {
		b, asked := began[f]
		s, i := fieldDigest(f, sent[f]), fieldDigest(f, is[f])
		switch {
		case !asked: // the form has no such field
		case s == i:
			if i != b {
				theirs = append(theirs, f)
			}
		case s == b:
			theirs = append(theirs, f)
		case i == b:
			mine = append(mine, f)
		default:
			both = append(both, f)
		}
	}
	return mine, theirs, both
}

// fieldDigest tells whether a field of the settings holds the same. Order and blanks do not count.
func fieldDigest(field string, values []string) string {
	words := slices.Clone(values)
	if field == "holidays" {
		words = strings.FieldsFunc(strings.Join(values, "\n"), func(r rune) bool { return r == ',' || r == '\n' || r == ' ' || r == '\t' })
	}
	if field == "away" {
		words = ritual.EmojiNames(strings.Join(values, "\n"))
	}
	for i, w := range words {
		words[i] = strings.Join(strings.Fields(w), " ")
		if field == "frame" {
			words[i] = strings.Join(ritual.Lines(w), "\n") // whose lines count
		}
	}
	slices.Sort(words)
	sum := sha256.Sum256([]byte(strings.Join(words, "\n")))
	return hex.EncodeToString(sum[:6])
}

// began are the digests of what is kept when a form opens, by the fields that it has: those that are shown, or all.
func began(was, is engine.Fields, all bool) map[string]string {
	of := map[string]string{}
	for _, f := range settingsFields {
		if _, asked := was[f]; asked || all {
			of[f] = fieldDigest(f, is[f])
		}
	}
	return of
}

// changedBy is the product with the fields that somebody changed. All that is wrong is refused at once.
func changedBy(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, mine []string, has abilities) (ritual.Product, error) {
	f, after := in.Fields, p
	var wrong []error
	set := func(field string, do func()) {
		if slices.Contains(mine, field) {
			do()
		}
	}
	handOver := func(role ritual.Role, field string) func() {
		return func() {
			to := in.People[field]
			to.ID = f.One(field)
			var err error
			after, err = ritual.HandOver(after, role, to)
			wrong = append(wrong, err)
		}
	}
	set("pm", handOver(ritual.RolePM, "pm"))
	set("po", handOver(ritual.RolePO, "po"))
	set("name", func() { after.Name = f.One("name") })
	set("team", func() { after.Team = f.All("team") })
	set("stakeholders", func() { after.Stakeholders = f.One("stakeholders") })
	s := after.Settings
	set("emoji", func() {
		s.Emoji = f.All("emoji")
		wrong = append(wrong, emojiFree(ctx, tx, p, s.Emoji, in.Places))
	})
	set("pm_stand_in", func() { s.PMStandIn = f.One("pm_stand_in") })
	set("po_stand_in", func() { s.POStandIn = f.One("po_stand_in") })
	set("allow", func() {
		s.Guests, s.Shared = slices.Contains(f.All("allow"), allowGuests), slices.Contains(f.All("allow"), allowShared)
	})
	set("stories", func() {
		s.NoDraft = !slices.Contains(f.All("stories"), storiesDraft)
		if has.model {
			s.NoModel = !slices.Contains(f.All("stories"), storiesModel)
		}
	})
	set("criteria", func() { s.Checklist = f.One("criteria") == criteriaList })
	set("frame", func() { s.Frame = f.One("frame") })
	set("zone", func() { s.Zone = f.One("zone") })
	set("from", func() { s.From = f.One("from") })
	set("until", func() { s.Until = f.One("until") })
	set("away", func() {
		var err error
		s.AwayEmoji, err = ritual.NewAwayEmoji("away", f.One("away"))
		wrong = append(wrong, err)
	})
	holidays := strings.Join(s.Holidays, "\n")
	set("holidays", func() { holidays = f.One("holidays") })

	people := request.Crew{}
	for field, who := range in.People {
		if id := f.One(field); who.ID != "" && slices.Contains(mine, field) {
			people[id] = who
		}
	}
	if err := people.Meet(ctx, tx, s.PMStandIn, s.POStandIn); err != nil {
		return p, err
	}
	s, err := ritual.NewSettings(s, after, people, holidays)
	wrong = append(wrong, err)
	after.Settings = s
	set("framework", func() { after = ritual.ChangeFramework(after, ritual.FrameworkID(f.One("framework"))) })
	after, err = ritual.NewProduct(after)
	return after, besideWhatIsThere(in, errors.Join(append(wrong, err, nameFree(ctx, tx, after))...))
}

// emojiFree refuses channels in which the emoji records for another product already.
func emojiFree(ctx context.Context, tx *store.Tx, p ritual.Product, channels []string, places map[string]ritual.Place) error {
	all, err := tx.Products(ctx)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(one ritual.Product) bool { return one.ID == p.ID })
	for _, channel := range channels {
		if other, taken := ritual.EmojiProduct(all, channel); taken {
			return ritual.RefuseField("emoji", "In #%s the emoji records for %s already. Leave that channel out here, or take it out there first.", places[channel].Name, other.Name)
		}
	}
	return nil
}

// besideWhatIsThere makes refusals of fields that the form does not have into refusals of the whole form.
func besideWhatIsThere(in engine.Input, err error) error {
	rs := ritual.Refusals(err)
	if len(rs) == 0 {
		return err
	}
	var all []error
	for _, r := range rs {
		if _, there := in.Data.Began[r.Field]; !there {
			r = ritual.Refuse("%s", r.Says)
		}
		all = append(all, r)
	}
	return errors.Join(all...)
}

// postMore posts what the product did not allow before.
func postMore(ctx context.Context, tx *store.Tx, before, after ritual.Product) error {
	if before.Settings.Shared || !after.Settings.Shared {
		return nil
	}
	home, err := tx.Place(ctx, after.Channel)
	if err == nil {
		err = announce(ctx, tx, after, home)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return errors.Join(postNow(ctx, tx, after.Channel, string(ritual.IsShared)), postNow(ctx, tx, after.Stakeholders, string(ritual.IsShared)))
}

// whoseSettings asks which product's settings are meant, where only a form can ask.
func whoseSettings(products []ritual.Product) kit.Modal {
	menu := kit.Menu(settingsOpen, request.ProductOptions(products[:min(len(products), 100)]), "", "Choose a product")
	return engine.Note("Settings", kit.Section(kit.Raw("Which product do you mean?")), kit.Actions("product", menu))
}
