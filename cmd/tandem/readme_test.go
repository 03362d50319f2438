package main

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheReadmesTableNamesEveryVariable(t *testing.T) {
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var table, read []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\|").FindAllStringSubmatch(string(raw), -1) {
		table = append(table, row[1])
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[environment]()) {
		read = append(read, f.Tag.Get("envconfig"))
	}
	slices.Sort(table)
	slices.Sort(read)
	if diff := cmp.Diff(read, table); diff != "" {
		t.Errorf("the README's table (+) is not what is read (-):\n%s", diff)
	}
}
