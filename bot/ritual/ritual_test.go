package ritual

import (
	"errors"
	"fmt"
	"testing"
)

func TestAllRefusalsAreFoundHoweverTheyArePutTogether(t *testing.T) {
	a, b, c := RefuseField("a", "A %d.", 1), Refuse("B."), RefuseField("c", "C.")
	broken := errors.New("disk full")
	for name, x := range map[string]struct {
		err  error
		want string // fields and words, joined
	}{
		"none":              {nil, ""},
		"something else":    {broken, ""},
		"one":               {a, "a A 1.;"},
		"joined":            {join(a, b), "a A 1.; B.;"},
		"joined with nil":   {join(nil, a, nil), "a A 1.;"},
		"joined only nil":   {join(nil, nil), ""},
		"nested":            {join(join(a, b), c), "a A 1.; B.;c C.;"},
		"wrapped":           {fmt.Errorf("saving: %w", a), "a A 1.;"},
		"wrapped join":      {fmt.Errorf("saving: %w", join(a, c)), "a A 1.;c C.;"},
		"two wraps":         {fmt.Errorf("%w and %w", a, fmt.Errorf("then: %w", c)), "a A 1.;c C.;"},
		"with another":      {join(a, broken), "a A 1.;"},
		"another, wrapped":  {fmt.Errorf("saving: %w", broken), ""},
		"joined of nothing": {join(broken, broken), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			for _, r := range Refusals(x.err) {
				got += r.Field + " " + r.Says + ";"
			}
			if got != x.want {
				t.Errorf("got %q, not %q", got, x.want)
			}
		})
	}
}
