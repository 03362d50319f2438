package ritual

import (
	"strings"
	"testing"
)

// pinned is a story of the backlog that stands before another one.
func pinned(id, before string) Ranked {
	return Ranked{Request: Request{ID: id, Product: "P", Status: Backlog}, Pin: Pin{Before: before}}
}

func TestAStoryIsMovedOnlyWhereItCanStand(t *testing.T) {
	at := func(id string) Request { return Request{ID: id, Product: "P", Status: Backlog} }
	elsewhere, done := at("FR-9"), at("FR-9")
	elsewhere.Product, done.Status = "Q", Done
	for name, x := range map[string]struct {
		before Request
		pins   []Ranked
		reason string
		want   string // refusals as field: words; empty when it is moved
	}{
		"good":                  {at("FR-2"), nil, " a customer waits ", ""},
		"moved again":           {at("FR-2"), []Ranked{pinned("FR-1", "FR-3")}, "x1", ""},
		"before a pinned one":   {at("FR-2"), []Ranked{pinned("FR-2", "FR-3")}, "x1", ""},
		"nothing chosen":        {Request{}, nil, "x1", "before: Choose the story"},
		"nothing at all":        {Request{}, nil, " ", "before: Choose the story|reason: Say why"},
		"itself":                {at("FR-1"), nil, "x1", "before: FR-1 cannot stand before itself."},
		"another product's":     {elsewhere, nil, "x1", "before: FR-9 is not in this backlog."},
		"no longer there":       {done, nil, "x1", "before: FR-9 is not in this backlog."},
		"no reason":             {at("FR-2"), nil, "…", "reason: Say why"},
		"reason too long":       {at("FR-2"), nil, strings.Repeat("a", 601), "reason: Keep it to 600 characters; this has 601."},
		"one before the other":  {at("FR-2"), []Ranked{pinned("FR-2", "FR-1")}, "x1", "before: FR-2 is pinned before FR-1, so it moves along."},
		"round by three":        {at("FR-2"), []Ranked{pinned("FR-3", "FR-1"), pinned("FR-2", "FR-3")}, "x1", "before: FR-3 is pinned before FR-1, so it moves along."},
		"others' circle":        {at("FR-2"), []Ranked{pinned("FR-2", "FR-3"), pinned("FR-3", "FR-2")}, "x1", ""},
		"its own circle is cut": {at("FR-4"), []Ranked{pinned("FR-1", "FR-2"), pinned("FR-2", "FR-1")}, "x1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			pin, d, err := Move(at("FR-1"), x.before, x.pins, x.reason, "omar", noon)
			if x.want != "" {
				checkRefusals(t, err, x.want)
				if pin != (Pin{}) || d != (Decision{}) {
					t.Errorf("%+v %+v", pin, d)
				}
				return
			}
			if want := (Pin{x.before.ID, strings.TrimSpace(x.reason), "omar", noon}); err != nil || pin != want {
				t.Errorf("%+v %v", pin, err)
			}
			if d.Verdict != Moved || d.Before != x.before.ID || d.Reason != pin.Reason || d.Request != "FR-1" {
				t.Errorf("%+v", d)
			}
		})
	}
}

func TestWhatMoveAllowsIsHeldInItsPlace(t *testing.T) {
	ids := []string{"FR-1", "FR-2", "FR-3", "FR-4"}
	tries := []string{"FR-1>FR-2", "FR-2>FR-3", "FR-3>FR-1", "FR-3>FR-4", "FR-4>FR-1", "FR-2>FR-4", "FR-1>FR-3", "FR-4>FR-2"}
	pins := map[string]Pin{}
	for _, try := range tries {
		id, before, _ := strings.Cut(try, ">")
		var have []Ranked
		for _, one := range ids {
			if pins[one].Before != "" {
				have = append(have, pinned(one, pins[one].Before))
			}
		}
		pin, _, err := Move(pinned(id, "").Request, pinned(before, "").Request, have, "x1", "omar", noon)
		if err == nil {
			pins[id] = pin
		}
		var after []Ranked
		for _, one := range ids {
			if pins[one].Before != "" {
				after = append(after, pinned(one, pins[one].Before))
			}
		}
		if held := Held(after); len(held) != len(after) {
			t.Fatalf("after %s (%v), %d of %d pins hold: %v", try, err, len(held), len(after), pins)
		}
	}
	if len(pins) == 0 {
		t.Error("nothing was moved")
	}
}

func TestAStoryIsUnpinnedOnce(t *testing.T) {
	r := Request{ID: "FR-1", Product: "P"}
	d, err := Unpin(r, Pin{Before: "FR-2"}, "omar", noon)
	if err != nil || d.Verdict != Unpinned || d.Before != "FR-2" || d.By != "omar" {
		t.Errorf("%+v %v", d, err)
	}
	d, err = Unpin(r, Pin{}, "omar", noon)
	checkRefusals(t, err, ": FR-1 is not pinned: it stands by its score.")
	if d != (Decision{}) {
		t.Errorf("%+v", d)
	}
}
