package bot

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// Settings are what a product's administrators change after setup: who steers it, and how. One form has them all.

// The ids of the settings. Old messages carry them: they are never renamed.
const (
	settingsOpen = "settings.open"
	settingsForm = "settings.form"
)

func settingsRitual() ritualRoutes {
	people, places := []string{"pm", "po", "pm_stand_in", "po_stand_in"}, []string{"stakeholders"}
	return ritualRoutes{
		commands: []command{{name: "/tandem", word: "settings", does: "change who steers a product, and how", needs: needPerson, do: openSettings}},
		actions:  []action{{id: settingsOpen, needs: needPerson, do: openSettings}},
		submits:  []submit{{id: settingsForm, needs: needPerson, people: people, places: places, do: submitSettings}},
	}
}

// openSettings opens the settings of the product that is meant, or asks which of their products somebody means.
func openSettings(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	in.subject = cmp.Or(in.subject, in.fields.one("product"))
	if in.subject != "" {
		return chosenProduct(settingsOf)(ctx, tx, in)
	}
	if p, err := tx.ProductIn(ctx, in.channel); !errors.Is(err, store.ErrNotFound) {
		if err != nil {
			return reply{}, err
		}
		return settingsOf(ctx, tx, in, p)
	}
	only, ok, err := productFor(ctx, tx, in)
	if err != nil {
		return reply{}, err
	}
	all, err := tx.Products(ctx)
	if err != nil {
		return reply{}, err
	}
	mine := slices.DeleteFunc(all, func(p ritual.Product) bool { return !p.Administers(in.by) })
	switch {
	case len(mine) == 1:
		return settingsOf(ctx, tx, in, mine[0])
	case len(mine) > 1 && in.opened == onHome:
		return open(whoseSettings(mine)), nil
	case len(mine) > 1:
		return whichProduct(settingsOpen, mine, ""), nil
	case ok:
		return settingsOf(ctx, tx, in, only) // which says who can
	}
	return reply{}, ritual.Refuse("You set up none of the products here, and are PM or PO of none. Those who are can change a product's settings.")
}

// settingsOf opens a product's settings for those who may change them.
func settingsOf(ctx context.Context, tx *store.Tx, in input, p ritual.Product) (reply, error) {
	if err := mayIn(ctx, tx, ritual.ToSettings, in.who, p); err != nil {
		return reply{}, err
	}
	model, err := hasModel(ctx, tx)
	return open(settingsModal(p, keptSettings(p, model), keptSettings(p, model), model, nil)), err
}

// submitSettings keeps what somebody changed in the form, and nothing else. What somebody else changed meanwhile stays; where
// both changed the same, the form comes back and says so.
func submitSettings(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	p, err := productNamed(ctx, tx, in)
	if err != nil {
		return reply{}, err
	}
	if err := mayIn(ctx, tx, ritual.ToSettings, in.who, p); err != nil {
		return reply{}, err
	}
	model, err := hasModel(ctx, tx)
	if err != nil {
		return reply{}, err
	}
	is := keptSettings(p, model)
	mine, theirs, both := compared(in.fields, is, in.data.Began)
	if len(both) > 0 {
		return reply{}, savedMeanwhile(in, p, is, model, mine, both)
	}
	after, err := changedBy(ctx, tx, in, p, mine, model)
	if err != nil {
		return reply{}, err
	}
	if len(mine) > 0 {
		if err := errors.Join(keepChanged(ctx, tx, p, after), tellNamed(ctx, tx, p, after, in.by), postMore(ctx, tx, p, after)); err != nil {
			return reply{}, err
		}
	}
	return open(settingsSavedModal(after, keptSettings(after, model), mine, theirs, in.places["stakeholders"])), nil
}

// savedMeanwhile is the form again, with what somebody wrote and what somebody else has saved since it was opened.
func savedMeanwhile(in input, p ritual.Product, is fields, model bool, mine, both []string) error {
	shown := fields{}
	for _, f := range slices.Concat(mine, both) {
		shown[f] = in.fields[f]
	}
	return again{refusal: ritual.Refuse("Somebody else saved the same settings."), form: settingsModal(p, shown, is, model, both)}
}

// compared says which fields of a form were changed in it since it began, which were changed elsewhere, and which in both
// ways at once and not to the same. Each field is in one list at most.
func compared(sent, is fields, began map[string]string) (mine, theirs, both []string) {
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
	for i, w := range words {
		words[i] = strings.Join(strings.Fields(w), " ")
	}
	slices.Sort(words)
	sum := sha256.Sum256([]byte(strings.Join(words, "\n")))
	return hex.EncodeToString(sum[:6])
}

// began are the digests of what is kept when a form opens, by the fields that it has: those that are shown, or all.
func began(shown, is fields, all bool) map[string]string {
	of := map[string]string{}
	for _, f := range settingsFields {
		if _, asked := shown[f]; asked || all {
			of[f] = fieldDigest(f, is[f])
		}
	}
	return of
}

// changedBy is the product with the fields that somebody changed. All that is wrong is refused at once.
func changedBy(ctx context.Context, tx *store.Tx, in input, p ritual.Product, mine []string, model bool) (ritual.Product, error) {
	f, after := in.fields, p
	var wrong []error
	set := func(field string, do func()) {
		if slices.Contains(mine, field) {
			do()
		}
	}
	handOver := func(role ritual.Role, field string) func() {
		return func() {
			to := in.people[field]
			to.ID = f.one(field)
			var err error
			after, err = ritual.HandOver(after, role, to)
			wrong = append(wrong, err)
		}
	}
	set("pm", handOver(ritual.RolePM, "pm"))
	set("po", handOver(ritual.RolePO, "po"))
	set("name", func() { after.Name = f.one("name") })
	set("team", func() { after.Team = f.all("team") })
	set("stakeholders", func() { after.Stakeholders = f.one("stakeholders") })
	s := after.Settings
	set("pm_stand_in", func() { s.PMStandIn = f.one("pm_stand_in") })
	set("po_stand_in", func() { s.POStandIn = f.one("po_stand_in") })
	set("allow", func() {
		s.Guests, s.Shared = slices.Contains(f.all("allow"), allowGuests), slices.Contains(f.all("allow"), allowShared)
	})
	set("stories", func() {
		s.NoDraft = !slices.Contains(f.all("stories"), storiesDraft)
		if model {
			s.NoModel = !slices.Contains(f.all("stories"), storiesModel)
		}
	})
	set("criteria", func() { s.Checklist = f.one("criteria") == criteriaList })
	set("zone", func() { s.Zone = f.one("zone") })
	set("from", func() { s.From = f.one("from") })
	set("until", func() { s.Until = f.one("until") })
	holidays := strings.Join(s.Holidays, "\n")
	set("holidays", func() { holidays = f.one("holidays") })

	people := crew{}
	for field, who := range in.people {
		if id := f.one(field); who.ID != "" && slices.Contains(mine, field) {
			people[id] = who
		}
	}
	if err := people.meet(ctx, tx, s.PMStandIn, s.POStandIn); err != nil {
		return p, err
	}
	s, err := ritual.NewSettings(s, after, people, holidays)
	wrong = append(wrong, err)
	after.Settings = s
	set("framework", func() { after = ritual.ChangeFramework(after, ritual.FrameworkID(f.one("framework"))) })
	after, err = ritual.NewProduct(after)
	return after, besideWhatIsThere(in, errors.Join(append(wrong, err, nameFree(ctx, tx, after))...))
}

// besideWhatIsThere makes refusals of fields that the form does not have into refusals of the whole form.
func besideWhatIsThere(in input, err error) error {
	rs := ritual.Refusals(err)
	if len(rs) == 0 {
		return err
	}
	var all []error
	for _, r := range rs {
		if _, there := in.data.Began[r.Field]; !there {
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

// metaModel is the key under which the store keeps whether a model is there to be switched off.
const metaModel = "model"

// hasModel reports whether Tandem has a model.
func hasModel(ctx context.Context, tx *store.Tx) (bool, error) {
	is, err := tx.Meta(ctx, metaModel)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return is == "on", err
}

// whoseSettings asks which product's settings are meant, where only a form can ask.
func whoseSettings(products []ritual.Product) kit.Modal {
	menu := kit.Menu(settingsOpen, productOptions(products[:min(len(products), 100)]), "", "Choose a product")
	return note("Settings", kit.Section(kit.Raw("Which product do you mean?")), kit.Actions("product", menu))
}
