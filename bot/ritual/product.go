package ritual

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Product is one product or product area: its home channel, the people who steer it, and how they do.
type Product struct {
	ID           string
	Name         string
	Channel      string // its home channel
	Stakeholders string // the channel that gets the recaps; may be empty
	PM           string
	PO           string
	Team         []string
	SetUpBy      string
	Framework    FrameworkID
	Settings     Settings
	Created      time.Time
}

// OneHead reports whether one person is both PM and PO.
func (p Product) OneHead() bool { return p.PM == p.PO }

// Frameworks are those in whose order the backlog stands: the present one, then the earlier ones, the latest first.
func (p Product) Frameworks() []FrameworkID {
	var all []FrameworkID
	for _, f := range append([]FrameworkID{p.Framework}, p.Settings.Was...) {
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

// People are all who have a part in the product.
func (p Product) People() []string {
	all := append([]string{p.PM, p.PO, p.SetUpBy, p.Settings.PMStandIn, p.Settings.POStandIn}, p.Team...)
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(id string) bool { return id == "" })
}

// NewProduct checks what the setup form said. Its fields are named as in the form. What is wrong is refused all at once.
func NewProduct(p Product) (Product, error) {
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	var bad []error
	wrong := func(yes bool, field, format string, args ...any) {
		if yes {
			bad = append(bad, RefuseField(field, format, args...))
		}
	}
	n := utf8.RuneCountInString(p.Name)
	wrong(!hasWord(p.Name), "name", "Give the product a name, such as “Atlas”.")
	wrong(n > nameMost, "name", "Keep the name to %d characters; this one has %d.", nameMost, n)
	wrong(p.PM == "", "pm", "Choose who answers why: the product manager.")
	wrong(p.PO == "", "po", "Choose who answers what next: the product owner. It may be the same person.")
	wrong(p.Channel == "", "channel", "Choose the channel in which the product is at home.")
	_, known := Frameworks[p.Framework]
	wrong(!known, "framework", "Choose one of the ways to prioritize in the list.")
	p.Team = slices.Compact(slices.Sorted(slices.Values(p.Team)))
	return p, join(bad...)
}

// nameMost is how many characters a product's name may have.
const nameMost = 60

// CheckHead says whether somebody can be PM or PO: only full members of the workspace can.
func CheckHead(field string, who Person) error {
	switch who.Kind {
	case Member:
		return nil
	case Unknown:
		return RefuseField(field, "Slack did not say who this is just now. Press the button again in a moment.")
	case Stranger:
		return RefuseField(field, "%s belongs to another organization. Choose a full member of this workspace.", short(who.Name))
	case Machine:
		return RefuseField(field, "%s is an app. Choose a person.", short(who.Name))
	case Gone:
		return RefuseField(field, "%s has left the workspace. Choose somebody else.", short(who.Name))
	}
	return RefuseField(field, "%s is a guest here. Choose a full member of this workspace.", short(who.Name))
}
