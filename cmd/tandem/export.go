package main

import (
	"context"
	"fmt"
	"io"

	"tandem/bot"
	"tandem/store"
)

// exportCmd writes the requests of a product, for whoever runs Tandem: all of them, private ones too.
type exportCmd struct {
	Format  string `arg:"" optional:"" default:"json" enum:"csv,jira,json,markdown" help:"One of csv, jira, json and markdown."`
	Product string `help:"The product's name; not needed where there is only one."`
}

// Run writes to standard output. The bot may run meanwhile; nothing is changed.
func (c exportCmd) Run(ctx context.Context, out io.Writer) error {
	e, err := readEnvironment()
	if e.Database == "" { // the tokens are not needed
		return err
	}
	has, err := store.Look(ctx, e.Database)
	if err != nil {
		return err
	}
	if has.Version != has.Newest {
		return fmt.Errorf("the database %s is of version %d, and this program knows version %d: let the program that uses it export", redacted(e.Database), has.Version, has.Newest)
	}
	db, err := store.Open(ctx, e.Database, store.Machine())
	if err != nil {
		return err
	}
	defer db.Close()
	return bot.Export(ctx, db, out, c.Product, c.Format)
}
