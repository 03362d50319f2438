package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
	"tandem/store/dbtest"
)

func TestTheOperatorExportsEverythingOfAProduct(t *testing.T) {
	address := dbtest.SQLite(t)
	t.Setenv("TANDEM_DATABASE", address)
	runs := func(args ...string) (code int, out, errs string) {
		var o, e bytes.Buffer
		code = start(append([]string{"export"}, args...), &o, &e)
		return code, o.String(), e.String()
	}
	if code, _, errs := runs(); code != 1 || !strings.Contains(errs, "is of version 0") {
		t.Errorf("without a database it ends with %d: %s", code, errs)
	}
	ctx := context.Background()
	db, err := store.Open(ctx, address, store.Machine())
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	add := func(id, name, channel string) {
		t.Helper()
		if err := db.Update(ctx, func(tx *store.Tx) error {
			return tx.AddProduct(ctx, ritual.Product{ID: id, Name: name, Channel: channel, PM: "U1", PO: "U2", Created: day})
		}); err != nil {
			t.Fatal(err)
		}
	}
	if code, _, errs := runs("csv"); code != 1 || !strings.Contains(errs, "no product is set up yet") {
		t.Errorf("without a product it ends with %d: %s", code, errs)
	}
	add("p1", "Atlas", "C1")
	if err := db.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.NextNumber(ctx)
		return errors.Join(err, tx.AddRequest(ctx, ritual.Request{ID: "FR-1", Number: 1, Product: "p1", Title: "A secret", Kind: ritual.Feature, Reporter: "U3",
			Status: ritual.AwaitingAlignment, Since: day, Created: day, Private: true, Customer: "Acme"}))
	}); err != nil {
		t.Fatal(err)
	}
	code, out, errs := runs()
	var read struct {
		Product  string
		Requests []struct{ ID, Title, Customer, Recorded_at string }
	}
	if err := json.Unmarshal([]byte(out), &read); code != 0 || err != nil || read.Product != "Atlas" || len(read.Requests) != 1 || read.Requests[0].Title != "A secret" ||
		read.Requests[0].Customer != "Acme" || read.Requests[0].Recorded_at != "2026-03-02T09:00:00Z" {
		t.Errorf("it ends with %d %s %v and writes %s", code, errs, err, out)
	}
	add("p2", "Borealis", "C2")
	if code, _, errs := runs("markdown"); code != 1 || !strings.Contains(errs, "which product? Name one by --product: ") {
		t.Errorf("with two products it ends with %d: %s", code, errs)
	}
	if code, out, errs := runs("csv", "--product", "atlas"); code != 0 || !strings.Contains(out, "FR-1,,A secret,") {
		t.Errorf("it ends with %d %s and writes %s", code, errs, out)
	}
	if code, _, _ := runs("xml"); code != 2 {
		t.Errorf("a wrong format ends with %d", code)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
