package bot

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheReadmesTableIsWhatTheCommandsSay(t *testing.T) {
	raw, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var table []string
	for _, row := range regexp.MustCompile("(?m)^\\| `(/[^`]+)` \\| (.+) \\|$").FindAllStringSubmatch(string(raw), -1) {
		table = append(table, row[1]+": "+row[2])
	}
	var said []string
	for _, r := range rituals(nil) {
		for _, c := range r.Commands {
			if c.Word != "help" {
				said = append(said, strings.Join(strings.Fields(c.Name+" "+c.Word+" "+c.Usage), " ")+": "+c.Does)
			}
		}
	}
	slices.Sort(table)
	slices.Sort(said)
	if diff := cmp.Diff(said, table); diff != "" {
		t.Errorf("the README's table (+) is not what the commands say (-):\n%s", diff)
	}
}
