package standup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/holiday"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Setup says whom a standup asks what, and when; a product may have several. What is changed counts from the next run: a run that is
// open keeps what it began with, but for whom it waits for.

func setupRoutes(help Help) engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{{Name: "/standup", Word: "setup", Does: "set up a standup, change or end one (team, product manager, product owner)",
			Needs: engine.NeedPerson, Do: setupCommand(help)}},
		Actions: []engine.Action{
			{ID: inProduct, Needs: engine.NeedPerson, Do: request.ChosenProduct(setting(showSetups))},
			{ID: setupOpen, Needs: engine.NeedPerson, Do: request.ChosenProduct(setting(openSetup))},
			{ID: changeOpen, Needs: engine.NeedPerson, Do: onStandup(openChange)},
			{ID: endDo, Needs: engine.NeedPerson, Do: onStandup(end)},
		},
		Submits: []engine.Submit{{ID: setupForm, Needs: engine.NeedPerson, Places: []string{ritual.FieldStandupWhere}, Do: submitSetup}},
	}
}

// A productHandler is a handler of what is done to the standups of a product.
type productHandler func(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error)

// setting checks at the click whether somebody may change the standups of a product.
func setting(do productHandler) productHandler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
		if err := request.MayIn(ctx, tx, ritual.ToStandup, in.Who, p); err != nil {
			return engine.Reply{}, err
		}
		return do(ctx, tx, in, p)
	}
}

// onStandup is the handler of what is done to the standup that a button names, by whoever may.
func onStandup(do func(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, s ritual.Standup) (engine.Reply, error)) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		s, err := tx.Standup(ctx, in.Subject)
		if errors.Is(err, store.ErrNotFound) {
			return engine.Reply{}, ritual.Refuse("This standup is not here any more. `/standup setup` shows those that are.")
		}
		if err != nil {
			return engine.Reply{}, err
		}
		p, err := tx.Product(ctx, s.Product)
		if err != nil {
			return engine.Reply{}, err
		}
		return setting(func(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
			if !s.Ended.IsZero() {
				return engine.Reply{}, ritual.Refuse("%s has ended. `/standup setup` shows those that go on, and sets another one up.", s.Setup.Name)
			}
			return do(ctx, tx, in, p, s)
		})(ctx, tx, in, p)
	}
}

// setupCommand answers `/standup setup`.
func setupCommand(help Help) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		if strings.TrimSpace(in.Words) != "" {
			return help("/standup", "setup "+in.Words), nil
		}
		return request.InProduct(ctx, tx, in, inProduct, setting(showSetups))
	}
}

// showSetups opens the form where a product has no standup yet, and lists those that it has.
func showSetups(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	all, err := tx.StandupsOf(ctx, p.ID)
	if err != nil || len(all) == 0 {
		rep, bad := openSetup(ctx, tx, in, p)
		return rep, errors.Join(err, bad)
	}
	m, err := listed(ctx, tx, p, all, "")
	return engine.Say(m.Text, m), err
}

// openSetup opens the form of a new standup.
func openSetup(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	f, err := newForm(ctx, tx, in, p)
	return engine.Open(f.modal()), err
}

// openChange opens the form of one that goes on. Who has left meanwhile stands in it no more.
func openChange(ctx context.Context, tx *store.Tx, _ engine.Input, p ritual.Product, s ritual.Standup) (engine.Reply, error) {
	f, err := formOf(ctx, tx, p, s)
	if err != nil {
		return engine.Reply{}, err
	}
	if f.typed.People, err = answering(ctx, tx, s.Setup.People); err == nil {
		f.typed.Optional, err = answering(ctx, tx, s.Setup.Optional)
	}
	return engine.Open(f.modal()), err
}

// answering are those of some people who can answer questions: no apps, and nobody who has left.
func answering(ctx context.Context, tx *store.Tx, ids []string) ([]string, error) {
	known := request.Crew{}
	err := known.Meet(ctx, tx, ids...)
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return known.Of(id).Kind == ritual.Gone || known.Of(id).Kind == ritual.Machine
	}), err
}

// A form is that of a standup, as it is drawn.
type form struct {
	p         ritual.Product
	s         ritual.Standup // as it is kept; without an id where it is a new one
	others    []ritual.Standup
	team      string              // the zone of the summary
	typed     ritual.StandupSetup // what stands in its fields
	questions string
	mark      string // how it was when the form opened
	note      []kit.Text
}

// newForm is the form of a new standup of a product. Whoever opens it is asked where the product has no team.
func newForm(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (f form, err error) {
	if f, err = formOf(ctx, tx, p, ritual.Standup{Product: p.ID}); err != nil {
		return f, err
	}
	team, err := answering(ctx, tx, p.Team)
	if err != nil {
		return f, err
	}
	if len(team) == 0 {
		team = []string{in.By}
	}
	f.typed = ritual.UsualStandup(p.Channel, team)
	f.questions = ritual.WrittenQuestions(f.typed.Questions)
	return f, nil
}

// formOf is the form of a standup as it is kept.
func formOf(ctx context.Context, tx *store.Tx, p ritual.Product, s ritual.Standup) (f form, err error) {
	f = form{p: p, s: s, typed: s.Setup, questions: ritual.WrittenQuestions(s.Setup.Questions)}
	if f.team, err = request.TeamZone(ctx, tx, p); err != nil {
		return f, err
	}
	all, err := tx.StandupsOf(ctx, p.ID)
	f.others = slices.DeleteFunc(slices.Clone(all), func(o ritual.Standup) bool { return o.ID == s.ID })
	f.mark = markOf(s, all)
	return f, err
}

// markOf stands for how a standup is set up, and where it is a new one, for which others the product has: it is another one once
// somebody has saved a form about them.
func markOf(s ritual.Standup, all []ritual.Standup) string {
	var of any = s.Setup
	if s.ID == "" {
		var ids []string
		for _, o := range all {
			ids = append(ids, o.ID)
		}
		of = ids
	}
	raw, _ := json.Marshal(of) // texts and numbers always marshal
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}

// meantForm is the form that was sent, as it would be drawn now with what was typed.
func meantForm(ctx context.Context, tx *store.Tx, in engine.Input) (f form, err error) {
	s, err := tx.Standup(ctx, in.Subject)
	product := s.Product
	if errors.Is(err, store.ErrNotFound) {
		s, product, err = ritual.Standup{Product: in.Subject}, in.Subject, nil
	}
	if err != nil {
		return f, err
	}
	p, err := tx.Product(ctx, product)
	if errors.Is(err, store.ErrNotFound) {
		return f, ritual.Refuse("This product is not here any more.")
	}
	if err != nil {
		return f, err
	}
	if f, err = formOf(ctx, tx, p, s); err != nil {
		return f, err
	}
	f.typed, f.questions = typedSetup(in.Fields), in.Fields.One(ritual.FieldStandupAsks)
	return f, request.MayIn(ctx, tx, ritual.ToStandup, in.Who, p)
}

// ownHolidays is the choice by which everybody has their own. Open forms carry it.
const ownHolidays = "own"

// remindThem is the tick by which people are reminded. Open forms carry it.
const remindThem = "remind"

// typedSetup is what a form says, but for its questions.
func typedSetup(f engine.Fields) ritual.StandupSetup {
	s := ritual.StandupSetup{Name: f.One(ritual.FieldStandupName), Time: f.One(ritual.FieldStandupTime), Zone: f.One(ritual.FieldStandupZone),
		Summary: f.One(ritual.FieldSummaryAt), People: f.All(ritual.FieldStandupWho), Optional: f.All(ritual.FieldOptional),
		Channel: f.One(ritual.FieldStandupWhere), Holidays: f.One(ritual.FieldHolidays),
		NoReminder: !slices.Contains(f.All(ritual.FieldReminder), remindThem)}
	if s.Holidays == ownHolidays {
		s.Holidays = ""
	}
	for _, d := range week() {
		if slices.Contains(f.All(ritual.FieldStandupDays), d.String()) {
			s.Days |= 1 << d
		}
	}
	return s
}

// submitSetup keeps a standup that is new, or what was changed of one.
func submitSetup(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	f, err := meantForm(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	if !f.s.Ended.IsZero() {
		return engine.Reply{}, ritual.Refuse("%s was ended while you had this form open. `/standup setup` sets another one up.", f.s.Setup.Name)
	}
	people := request.Crew{}
	if err := people.Meet(ctx, tx, append(f.s.Setup.All(), f.typed.All()...)...); err != nil {
		return engine.Reply{}, err
	}
	if in.Data.Last != f.mark {
		return engine.Reply{}, f.savedMeanwhile(people)
	}
	place := in.Places[ritual.FieldStandupWhere]
	after, err := ritual.NewStandup(f.typed, f.questions, people, f.team)
	if err := errors.Join(err, f.checkName(after.Name), checkPlace(place), checkCountry(after.Holidays)); err != nil {
		return engine.Reply{}, err
	}
	if f.s.ID == "" {
		return f.add(ctx, tx, in.By, after, place)
	}
	return f.change(ctx, tx, after, people, place)
}

// checkName refuses the name of another standup of the product: people could not tell them apart.
func (f form) checkName(name string) error {
	for _, o := range f.others {
		if strings.EqualFold(o.Setup.Name, name) {
			return ritual.RefuseField(ritual.FieldStandupName, "%s has a standup named %s already. Choose another name.", f.p.Name, o.Setup.Name)
		}
	}
	return nil
}

// checkPlace refuses a channel in which nothing can be posted any more.
func checkPlace(place ritual.Place) error {
	switch {
	case place.Archived:
		return ritual.RefuseField(ritual.FieldStandupWhere, "#%s is archived, so nothing can be posted there. Choose another channel.", place.Name)
	case place.Direct:
		return ritual.RefuseField(ritual.FieldStandupWhere, "Choose a channel: the team reads the summary there.")
	}
	return nil
}

// checkCountry refuses a country whose holidays are not known.
func checkCountry(code string) error {
	if code == "" || code == ritual.NoCountry || holiday.Name(code) != "" {
		return nil
	}
	return ritual.RefuseField(ritual.FieldHolidays, "I do not know the holidays of that country. Choose one of the list, or None.")
}

// savedMeanwhile is the form again, over whose opening somebody else has changed the same standup, or set another one up: with what
// was typed, and what is kept by now.
func (f form) savedMeanwhile(people request.Crew) error {
	says := "Somebody else changed this standup while you had the form open"
	f.note = []kit.Text{kit.F("*%s, so nothing was saved yet.* The fields hold what you wrote. Save again to put it in place of what is there now:",
		says)}
	if f.s.ID == "" {
		says = "The standups of " + f.p.Name + " are others than when you opened the form"
		f.note = []kit.Text{kit.F("*%s, so nothing was saved yet.* Save again to have this one beside them:", says)}
		for _, o := range f.others {
			f.note = append(f.note, request.Dotted(kit.F("• *%s*", o.Setup.Name), timesWords(o.Setup), kit.Channel(o.Setup.Channel)))
		}
	} else {
		typed := f.typed
		typed.Questions, _ = ritual.ParseQuestions(f.questions)
		f.note = append(f.note, changes(typed, f.s.Setup, people)...)
	}
	return engine.Again{Refusal: ritual.Refuse("%s.", says), Form: f.modal()}
}
