package ritual

import (
	"fmt"
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

// An End is how an objective came off the roadmap. Its text is kept in the database and never renamed.
type End string

// The ends; that of an objective on the roadmap is empty.
const (
	Achieved End = "achieved"
	Dropped  End = "dropped"
)

// String is the end as people read it.
func (e End) String() string {
	if e == Achieved {
		return "Achieved"
	}
	return "Dropped"
}

// An Objective is an item of the roadmap.
type Objective struct {
	ID      string
	Product string
	Name    string
	Outcome string
	Measure string // how one would see that the outcome is there
	Horizon Horizon
	Place   int64 // among those of its horizon: the lower stands first
	End     End   // empty while it is on the roadmap
	Ended   time.Time
	By      string
	Created time.Time
}

// Standing is where an objective stands, as people read it: its horizon, or how it came off the roadmap.
func (o Objective) Standing() string {
	if o.End != "" {
		return o.End.String()
	}
	return o.Horizon.String()
}

// The limits of an objective's texts: its name is as long as a menu shows it whole.
const (
	ObjectiveMax = 75
	OutcomeMax   = 500
	MeasureMax   = 200
)

// NewObjective checks what the form said. Its fields are named as in the form; have is the product's roadmap.
func NewObjective(o Objective, have []Objective) (Objective, error) {
	o, err := checkObjective(o, have)
	if !slices.Contains(Horizons, o.Horizon) {
		err = join(err, RefuseField("horizon", "Choose Now, Next or Later."))
	}
	return o, err
}

// checkObjective checks an objective's texts, and tidies them up. have are the others.
func checkObjective(o Objective, have []Objective) (Objective, error) {
	o.Name = strings.Join(strings.Fields(o.Name), " ")
	o.Outcome, o.Measure = strings.TrimSpace(o.Outcome), strings.TrimSpace(o.Measure)
	return o, join(objectiveName("name", o.Name, have), atMost("outcome", o.Outcome, OutcomeMax), atMost("measure", o.Measure, MeasureMax))
}

// atMost refuses a text that is too long.
func atMost(field, text string, most int) error {
	if n := utf8.RuneCountInString(text); n > most {
		return RefuseField(field, "Keep it to %d characters; this has %d.", most, n)
	}
	return nil
}

// objectiveName checks a name for an objective.
func objectiveName(field, name string, have []Objective) error {
	if !hasWord(name) {
		return RefuseField(field, "Name the objective, such as “Win larger customers”.")
	}
	if n := utf8.RuneCountInString(name); n > ObjectiveMax {
		return RefuseField(field, "Keep the name to %d characters; this one has %d.", ObjectiveMax, n)
	}
	same := func(o Objective) bool { return strings.EqualFold(o.Name, name) }
	if slices.ContainsFunc(have, same) {
		return RefuseField(field, "“%s” is on the roadmap already. Choose another name.", short(name))
	}
	return nil
}

// without are objectives but for one.
func without(have []Objective, id string) []Objective {
	return slices.DeleteFunc(slices.Clone(have), func(o Objective) bool { return o.ID == id })
}

// NamedObjective is the objective that somebody means who types its name, or enough of it that it is the only one.
func NamedObjective(field, words string, have []Objective) (Objective, error) {
	words = strings.Join(strings.Fields(words), " ")
	var fit []Objective
	for _, o := range have {
		if strings.EqualFold(o.Name, words) {
			return o, nil
		}
		if strings.Contains(strings.ToLower(o.Name), strings.ToLower(words)) {
			fit = append(fit, o)
		}
	}
	switch len(fit) {
	case 0:
		return Objective{}, RefuseField(field, "No objective has the words “%s”. `/roadmap` shows them all.", short(words))
	case 1:
		return fit[0], nil
	}
	names := []string{"“" + short(fit[0].Name) + "”", "“" + short(fit[1].Name) + "”"}
	if len(fit) > 2 {
		names = append(names, fmt.Sprintf("%d more", len(fit)-2))
	}
	return Objective{}, RefuseField(field, "“%s” fits %s. Write more of its name.", short(words), And(names))
}

// OnRoadmap refuses what is done to an objective that has come off the roadmap.
func OnRoadmap(o Objective) error {
	if o.End != "" {
		return Refuse("“%s” is off the roadmap: it was %s. `Bring back` puts it there again.", short(o.Name), strings.ToLower(o.End.String()))
	}
	return nil
}

// Load is what hangs on an objective, by where it stands.
type Load struct {
	Objective Objective
	Open      int // all that is not over: what is to decide, in the backlog and in a sprint
	Deciding  int // waits for the PM, the PO or whoever asked
	Ranked    int // in the backlog
	Building  int // in a sprint, or done in one
	Shipped   int
	Parked    int
	Praise    int // linked to it
	Solved    Satisfaction
}
