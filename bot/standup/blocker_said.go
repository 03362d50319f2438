package standup

import (
	"context"
	"errors"
	"slices"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// What people say is in their way becomes an item. While they say the same it stays that one, in the answers of the days after, too;
// an edit rewords it, or takes it back.

// keepSaid has what somebody says is in their way kept as an item: a new one, or the one that their earlier answer of the day, was, had
// become, reworded. resolved are the ids of those that they ticked as resolved. It returns the answer with the item's id in it.
func keepSaid(ctx context.Context, tx *store.Tx, s ritual.Standup, was, a ritual.StandupAnswer, resolved []string) (ritual.StandupAnswer, error) {
	if a.Skipped {
		return a, nil
	}
	o := obstacle{s: s, person: a.Person, day: a.Day}
	if err := o.settle(ctx, tx, resolved); err != nil {
		return a, err
	}
	if err := o.remember(ctx, tx, was); err != nil {
		return a, err
	}
	said, ok := a.Blocked()
	if !ok {
		return a, o.takeBack(ctx, tx)
	}
	id, err := o.keep(ctx, tx, said)
	if err != nil {
		return a, err
	}
	a.Said = slices.Clone(a.Said)
	for n, one := range a.Said {
		if a.Said[n].Impediment = ""; one.Question.Kind == ritual.AsksBlocker && one.Text != "" {
			a.Said[n].Impediment = id
		}
	}
	return a, nil
}

// An obstacle is what somebody says of a day is in their way, with what of it is known.
type obstacle struct {
	s           ritual.Standup
	person, day string
	open        []ritual.Impediment // what else is in their way, the oldest first
	gone        []ritual.Impediment // what they ticked as resolved just now
	said        ritual.StandupSaid  // by their earlier answer of the day
	was         ritual.Impediment   // what that had become; none where its ID is empty
}

// settle resolves what somebody ticked. What is not theirs, or was resolved meanwhile, is left as it is.
func (o *obstacle) settle(ctx context.Context, tx *store.Tx, resolved []string) error {
	mine, err := tx.ImpedimentsOf(ctx, o.s.ID, o.person)
	if err != nil {
		return err
	}
	for _, i := range mine {
		if !slices.Contains(resolved, i.ID) {
			o.open = append(o.open, i)
			continue
		}
		if i, err = i.Resolve(o.person, false, tx.Now); err != nil {
			return err
		}
		if err := keepItem(ctx, tx, i); err != nil {
			return err
		}
		o.gone = append(o.gone, i)
	}
	return nil
}

// remember finds what the earlier answer of the day had become.
func (o *obstacle) remember(ctx context.Context, tx *store.Tx, was ritual.StandupAnswer) error {
	n := slices.IndexFunc(was.Said, func(one ritual.StandupSaid) bool { return one.Impediment != "" })
	if n < 0 {
		return nil
	}
	i, err := tx.Impediment(ctx, was.Said[n].Impediment)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	o.said, o.was = was.Said[n], i
	return err
}

// keep keeps what is said as the item that it is, or as a new one.
func (o *obstacle) keep(ctx context.Context, tx *store.Tx, said ritual.StandupSaid) (id string, err error) {
	if err := mayHelp(ctx, tx, said.Help); err != nil {
		return "", err
	}
	i, ok := o.is(said)
	if !ok {
		i = ritual.Impediment{ID: store.NewID(), Standup: o.s.ID, Product: o.s.Product, Person: o.person, Day: o.day, Opened: tx.Now}.Reworded(said.Text, said.Help)
		if err := errors.Join(tx.AddImpediment(ctx, i), raiseLater(ctx, tx, i), showItem(ctx, tx, i)); err != nil {
			return "", err
		}
		return i.ID, o.ask(ctx, tx, i)
	}
	if i.ID != o.was.ID {
		if err := o.takeBack(ctx, tx); err != nil {
			return "", err
		}
	}
	before := i
	if said.Help != o.said.Help { // what another day's answer says of it stays otherwise
		i.Help = said.Help
	}
	i = i.Reworded(said.Text, i.Help)
	switch {
	case !i.Open(), i.Text == before.Text && i.Help == before.Help:
		return i.ID, nil
	case i.Help != before.Help:
		err = o.ask(ctx, tx, i)
	}
	return i.ID, errors.Join(err, keepItem(ctx, tx, i, before.Help))
}

// mayHelp refuses to ask somebody for help who cannot answer.
func mayHelp(ctx context.Context, tx *store.Tx, person string) error {
	who, err := tx.Person(ctx, person)
	if errors.Is(err, store.ErrNotFound) { // nobody, or somebody whom Slack did not describe yet
		return nil
	}
	return errors.Join(err, ritual.CheckHelp(ritual.FieldHelp, who))
}

// is finds the item that some words are: what they were in the earlier answer of the day, one that was just ticked as resolved, as the
// words may still stand in the form, or one that is open. Other words than before reword what is open.
func (o *obstacle) is(said ritual.StandupSaid) (i ritual.Impediment, ok bool) {
	same := func(i ritual.Impediment) bool { return i.Says(said.Text) }
	if o.was.ID != "" && same(o.was) {
		return o.was, true
	}
	for _, all := range [][]ritual.Impediment{o.gone, o.open} {
		if n := slices.IndexFunc(all, same); n >= 0 {
			return all[n], true
		}
	}
	return o.was, o.was.ID != "" && o.was.Open()
}

// takeBack has what the earlier answer of the day had become forgotten, where nobody has begun to care for it. What was said on another
// day first stays: only that it is resolved ends that.
func (o *obstacle) takeBack(ctx context.Context, tx *store.Tx) error {
	i := o.was
	switch {
	case i.ID == "", !i.Open(), i.Day != o.day:
		return nil
	case len(i.Helpers) == 0 && i.Raised.IsZero():
		return errors.Join(tx.DropImpediment(ctx, i.ID), showItem(ctx, tx, i))
	}
	i, err := i.Resolve(o.person, false, tx.Now)
	if err != nil {
		return err
	}
	return keepItem(ctx, tx, i)
}

// ask asks for the help that somebody needs, of each person once.
func (o *obstacle) ask(ctx context.Context, tx *store.Tx, i ritual.Impediment) error {
	if i.Help == "" {
		return nil
	}
	_, err := engine.Post(ctx, tx, store.Message{Kind: askedKind, Subject: i.ID, Product: i.Product, To: i.Help})
	return err
}
