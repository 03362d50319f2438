package request

import (
	"cmp"
	"context"
	"errors"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// Which product somebody means: the channel's, the only one, or the one that they choose when asked.

// ProductFor is the product that somebody means where they are. ok is false when they have to be asked. Without any
// product it is a refusal that says how to set one up.
func ProductFor(ctx context.Context, tx *store.Tx, in engine.Input) (p ritual.Product, ok bool, err error) {
	if in.Channel != "" {
		found, err := tx.ProductIn(ctx, in.Channel)
		if err == nil {
			return found, true, nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return p, false, err
		}
	}
	mine, err := tx.ProductsOf(ctx, in.By)
	if err != nil {
		return p, false, err
	}
	all, err := tx.Products(ctx)
	if err != nil {
		return p, false, err
	}
	if len(all) == 0 {
		return p, false, ritual.Refuse("No product is set up here yet. Go to the product's channel and type `/tandem setup`: it takes one form.")
	}
	p, ok = ritual.ChooseProduct(mine, all)
	return p, ok, nil
}

// ProductNamed is the product that a button or a choice names. A button in a form that is about nothing names it by its value.
func ProductNamed(ctx context.Context, tx *store.Tx, in engine.Input) (ritual.Product, error) {
	p, err := tx.Product(ctx, cmp.Or(in.Subject, in.Value))
	if errors.Is(err, store.ErrNotFound) {
		return p, ritual.Refuse("This product is not here any more.")
	}
	return p, err
}

// ProductRead is the same where whoever pressed may read of it where they are.
func ProductRead(ctx context.Context, tx *store.Tx, in engine.Input) (ritual.Product, error) {
	p, err := ProductNamed(ctx, tx, in)
	if err != nil {
		return p, err
	}
	return p, ritual.MayRead(in.Who, p, in.Channel)
}

// InProduct answers for the product that the place means, or asks which one is meant.
func InProduct(ctx context.Context, tx *store.Tx, in engine.Input, choose string, answer func(context.Context, *store.Tx, engine.Input, ritual.Product) (engine.Reply, error)) (engine.Reply, error) {
	p, ok, err := ProductFor(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	if ok {
		return answer(ctx, tx, in, p)
	}
	all, err := tx.Products(ctx)
	if err != nil {
		return engine.Reply{}, err
	}
	return WhichProduct(choose, all, in.Words), nil
}

// ChosenProduct answers for the product that somebody chose.
func ChosenProduct(answer func(context.Context, *store.Tx, engine.Input, ritual.Product) (engine.Reply, error)) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		p, err := ProductNamed(ctx, tx, in)
		if err != nil {
			return engine.Reply{}, err
		}
		return answer(ctx, tx, in, p)
	}
}

// WhichProduct asks which product somebody means. What they had typed waits in the block's id, from where it comes back
// with their choice.
func WhichProduct(action string, products []ritual.Product, words string) engine.Reply {
	menu := kit.Menu(action, ProductOptions(products[:min(len(products), 100)]), "", "Choose a product")
	return engine.Say(kit.Raw("Which product do you mean?"), kit.Message{
		Blocks: []slack.Block{kit.Section(kit.Raw("Which product do you mean?")), kit.Actions(keptWords(words), menu)}})
}

// wordsKeptMax is how many characters the id of a block has room for.
const wordsKeptMax = 200

// keptWords is the id of a block that keeps words; empty when there are none.
func keptWords(words string) string {
	if words == "" {
		return ""
	}
	return engine.WordsKept + kit.Cut(kit.OneLine(words), wordsKeptMax)
}

func ProductOptions(products []ritual.Product) []kit.Option {
	opts := make([]kit.Option, 0, len(products))
	for _, p := range products {
		opts = append(opts, kit.Option{Value: p.ID, Label: p.Name})
	}
	return opts
}
