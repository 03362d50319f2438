package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"tandem/bot/ritual"
)

const productColumns = `p.id, p.name, p.channel, p.stakeholders, p.pm, p.po, p.team, p.set_up_by, p.framework,
	p.settings, p.created`

func readProduct(row scanner) (p ritual.Product, err error) {
	err = row.Scan(&p.ID, &p.Name, &p.Channel, &p.Stakeholders, &p.PM, &p.PO, document{&p.Team}, &p.SetUpBy,
		&p.Framework, document{&p.Settings}, at(&p.Created))
	if len(p.Team) == 0 {
		p.Team = nil
	}
	return p, err
}

// AddProduct adds a product. A channel is the home of one product: a second one is an *ErrExists of products
// (channel).
func (tx *Tx) AddProduct(ctx context.Context, p ritual.Product) error {
	_, err := tx.exec(ctx, `
		INSERT INTO products (id, name, channel, stakeholders, pm, po, team, set_up_by, framework, settings, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		p.ID, p.Name, p.Channel, p.Stakeholders, p.PM, p.PO, asJSON(p.Team), p.SetUpBy, string(p.Framework),
		asJSON(p.Settings), ms(p.Created))
	return err
}

// KeepProduct keeps all fields of a product, or returns ErrNotFound. Errors are those of AddProduct.
func (tx *Tx) KeepProduct(ctx context.Context, p ritual.Product) error {
	return tx.change(ctx, `
		UPDATE products
		SET name = $2, channel = $3, stakeholders = $4, pm = $5, po = $6, team = $7, set_up_by = $8, framework = $9,
			settings = $10, created = $11
		WHERE id = $1`,
		p.ID, p.Name, p.Channel, p.Stakeholders, p.PM, p.PO, asJSON(p.Team), p.SetUpBy, string(p.Framework),
		asJSON(p.Settings), ms(p.Created))
}

// Product returns a product, or ErrNotFound.
func (tx *Tx) Product(ctx context.Context, id string) (ritual.Product, error) {
	return one(ctx, tx, readProduct, `SELECT `+productColumns+` FROM products p WHERE p.id = $1`, id)
}

// ProductIn returns the product whose home the channel is, else the oldest whose stakeholder channel it is, else
// ErrNotFound.
func (tx *Tx) ProductIn(ctx context.Context, channel string) (ritual.Product, error) {
	if channel == "" {
		return ritual.Product{}, ErrNotFound
	}
	p, err := one(ctx, tx, readProduct, `SELECT `+productColumns+` FROM products p WHERE p.channel = $1`, channel)
	if !errors.Is(err, ErrNotFound) {
		return p, err
	}
	return one(ctx, tx, readProduct, `
		SELECT `+productColumns+` FROM products p
		WHERE p.stakeholders = $1 ORDER BY p.created LIMIT 1`, channel)
}

// Products returns all products by name.
func (tx *Tx) Products(ctx context.Context) ([]ritual.Product, error) {
	all, err := many(ctx, tx, readProduct, `SELECT `+productColumns+` FROM products p`)
	slices.SortFunc(all, func(a, b ritual.Product) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), a.Created.Compare(b.Created),
			strings.Compare(a.ID, b.ID))
	})
	return all, err
}

// ProductsOf returns, by name, the products in which somebody has a part: as PM, PO, in the team, or as who set it up.
func (tx *Tx) ProductsOf(ctx context.Context, person string) ([]ritual.Product, error) {
	if person == "" {
		return nil, nil // nobody has no part in anything
	}
	all, err := tx.Products(ctx) // a workspace has few
	return slices.DeleteFunc(all, func(p ritual.Product) bool { return !slices.Contains(p.People(), person) }), err
}
