package ritual

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Horizon says how near an objective is.
type Horizon string

// The horizons.
const (
	Now   Horizon = "now"
	Next  Horizon = "next"
	Later Horizon = "later"
)

// Horizons are all horizons, nearest first.
var Horizons = []Horizon{Now, Next, Later}

// String is the horizon as people read it.
func (h Horizon) String() string {
	switch h {
	case Now:
		return "Now"
	case Next:
		return "Next"
	}
	return "Later"
}

// An Objective is an item of the roadmap.
type Objective struct {
	ID      string
	Product string
	Name    string
	Outcome string
	Measure string // how one would see that the outcome is there
	Horizon Horizon
	By      string
	Created time.Time
}

// objectiveMax is how long an objective's name may be: as long as a menu shows it whole.
const objectiveMax = 75

// NewObjective checks what the form said. Its fields are named as in the form; have are the product's objectives.
func NewObjective(o Objective, have []Objective) (Objective, error) {
	o.Name = strings.Join(strings.Fields(o.Name), " ")
	o.Outcome, o.Measure = strings.TrimSpace(o.Outcome), strings.TrimSpace(o.Measure)
	if err := objectiveName("name", o.Name, have); err != nil {
		return o, err
	}
	if !slices.Contains(Horizons, o.Horizon) {
		return o, RefuseField("horizon", "Choose Now, Next or Later.")
	}
	return o, nil
}

// objectiveName checks a name for an objective.
func objectiveName(field, name string, have []Objective) error {
	if !hasWord(name) {
		return RefuseField(field, "Name the objective, such as “Win larger customers”.")
	}
	if n := utf8.RuneCountInString(name); n > objectiveMax {
		return RefuseField(field, "Keep the name to %d characters; this one has %d.", objectiveMax, n)
	}
	same := func(o Objective) bool { return strings.EqualFold(o.Name, name) }
	if slices.ContainsFunc(have, same) {
		return RefuseField(field, "“%s” is on the roadmap already. Choose another name.", short(name))
	}
	return nil
}

// Load is how many requests hang on an objective.
type Load struct {
	Objective Objective
	Open      int // aligned with it and not shipped
	Praise    int // linked to it
}
