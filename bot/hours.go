package bot

import (
	"cmp"
	"context"
	"errors"
	"time"

	"tandem/bot/engine"
	"tandem/bot/holiday"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/standup"
	"tandem/store"
)

// Working hours are each person's own: nudges and what became of requests wait for them. Until somebody chooses, they follow
// from the product and from their time zone.

// The ids of working hours. Old tabs carry them: they are never renamed.
const (
	hoursOpen = "hours.open"
	hoursForm = "hours.form"
)

func hoursRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{{ID: hoursOpen, Needs: engine.NeedPerson, Do: openHours}},
		Submits: []engine.Submit{{ID: hoursForm, Needs: engine.NeedPerson, Do: submitHours}},
	}
}

// An hours is when somebody works, and what of it they chose.
type hours struct {
	who   ritual.Person
	own   ritual.Own
	usual ritual.Own // what is so where they choose nothing
	at    ritual.Workplace
}

// hoursOf reads when somebody works. Where their products have other hours, it is those of the first by name.
func hoursOf(ctx context.Context, tx *store.Tx, person string) (h hours, err error) {
	if h.who, err = tx.Person(ctx, person); err != nil && !errors.Is(err, store.ErrNotFound) {
		return h, err
	}
	if h.own, err = tx.Own(ctx, person); err != nil {
		return h, err
	}
	products, err := tx.ProductsOf(ctx, person)
	if err != nil {
		return h, err
	}
	var s ritual.Settings
	if len(products) > 0 {
		s = products[0].Settings
	}
	h.at = s.Workplace(h.who)
	usual := s.Workplace(ritual.Person{Zone: h.who.Zone, Work: holiday.Work(h.who.Zone, ritual.Own{}, tx.Now.Year())})
	h.usual = ritual.OwnOf(usual)
	h.usual.Country = cmp.Or(holiday.Of(h.who.Zone), ritual.NoCountry)
	return h, nil
}

// country is the one whose holidays somebody has.
func (h hours) country() string { return cmp.Or(h.own.Country, h.usual.Country) }

// words say when somebody works.
func (h hours) words(now time.Time) kit.Text {
	zone := cmp.Or(h.at.Zone, "UTC")
	var off []kit.Text
	if name := holiday.Name(h.country()); name != "" {
		off = append(off, kit.F("the holidays of %s", name))
	}
	today, mine := ritual.Today(now, h.at.Zone), 0
	for _, day := range h.own.Off {
		if day >= today {
			mine++
		}
	}
	if mine > 0 {
		off = append(off, kit.F("%s of your own", kit.Count(mine, "day off", "days off")))
	}
	with := kit.Raw("without holidays")
	if len(off) > 0 {
		with = kit.Raw("with ") + kit.Join(" and ", off...)
	}
	return kit.F("You work %s %s, %s, %s.", h.at.Days.Written(), h.at.Hours(), zone, with)
}

func openHours(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	h, err := hoursOf(ctx, tx, in.By)
	return engine.Open(hoursModal(h)), err
}

// submitHours keeps when somebody works, and has what waits for their working hours looked at anew.
func submitHours(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	f := in.Fields
	own, err := ritual.NewOwn(f.One("from"), f.One("until"), f.All("days"), f.One("country"), f.One("off"))
	if err != nil {
		return engine.Reply{}, err
	}
	if own.Country != ritual.NoCountry && holiday.Name(own.Country) == "" {
		return engine.Reply{}, ritual.RefuseField("country", "I do not know the holidays of that country. Choose one of the list, or None, and write the days below.")
	}
	h, err := hoursOf(ctx, tx, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := tx.KeepOwn(ctx, in.By, own.Beyond(h.usual)); err != nil {
		return engine.Reply{}, err
	}
	if h, err = hoursOf(ctx, tx, in.By); err != nil {
		return engine.Reply{}, err
	}
	saved := engine.Note("My working hours", kit.Section(h.words(tx.Now)), kit.Context(hoursFor))
	return engine.Open(saved), errors.Join(request.NudgeAt(ctx, tx, in.By, tx.Now), standup.Moved(ctx, tx, in.By), engine.RefreshHome(ctx, tx, in.By))
}

// hoursFor says what they are for.
var hoursFor = kit.Raw("I remind you of what waits, and tell you what became of your requests, within these hours only. Days off do not count.")
