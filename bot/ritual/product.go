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
	all := append([]string{p.PM, p.PO, p.SetUpBy}, p.Team...)
	slices.Sort(all)
	return slices.Compact(all)
}

// NewProduct checks what the setup form said. Its fields are named as in the form.
func NewProduct(p Product) (Product, error) {
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	switch {
	case !hasWord(p.Name):
		return p, RefuseField("name", "Give the product a name, such as “Atlas”.")
	case utf8.RuneCountInString(p.Name) > 60:
		return p, RefuseField("name", "Keep the name to 60 characters; this one has %d.", utf8.RuneCountInString(p.Name))
	case p.PM == "":
		return p, RefuseField("pm", "Choose who answers why: the product manager.")
	case p.PO == "":
		return p, RefuseField("po", "Choose who answers what next: the product owner. It may be the same person.")
	case p.Channel == "":
		return p, RefuseField("channel", "Choose the channel in which the product is at home.")
	}
	if _, ok := Frameworks[p.Framework]; !ok {
		return p, RefuseField("framework", "Choose one of the ways to prioritize in the list.")
	}
	p.Team = slices.Compact(slices.Sorted(slices.Values(p.Team)))
	return p, nil
}

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
