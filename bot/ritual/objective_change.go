package ritual

import (
	"slices"
	"strings"
	"time"
)

// A Turn is what was done to an objective. Its text is kept in the database and never renamed.
type Turn string

// The turns.
const (
	TurnEdited   Turn = "edited"
	TurnMoved    Turn = "moved"
	TurnAchieved Turn = "achieved"
	TurnDropped  Turn = "dropped"
	TurnBack     Turn = "back" // on the roadmap again
)

// A Change is who did what to an objective, when and why. It is kept for good.
type Change struct {
	Objective string
	Number    int64 // counted within the objective
	Turn      Turn
	By        string
	At        time.Time
	Reason    string // the person's own words; may be empty
	Details   ChangeDetails
}

// ChangeDetails are what was changed. Which of them count depends on the turn.
type ChangeDetails struct {
	Fields  []FieldChange `json:"fields,omitempty"`  // edited
	From    Horizon       `json:"from,omitempty"`    // moved
	To      Horizon       `json:"to,omitempty"`      // moved, back
	Before  string        `json:"before,omitempty"`  // moved: the name of what it stands before now; empty for the last place
	Fate    Fate          `json:"fate,omitempty"`    // achieved, dropped: what becomes of what hangs on it
	Target  string        `json:"target,omitempty"`  // the name of the objective to which that goes
	Hanging int           `json:"hanging,omitempty"` // how much that is
}

// A FieldChange is a text of an objective that was changed.
type FieldChange struct {
	Field string `json:"field"` // as in the form
	Was   string `json:"was,omitempty"`
	Is    string `json:"is,omitempty"`
}

// objectiveFields name an objective's texts, in the order of the form.
var objectiveFields = []struct{ field, words string }{{"name", "the name"}, {"outcome", "the outcome"}, {"measure", "the success measure"}}

// FieldWords name a text of an objective: "the success measure".
func FieldWords(field string) string {
	for _, f := range objectiveFields {
		if f.field == field {
			return f.words
		}
	}
	return field
}

// Sentence tells the change in one line, without its reason.
func (c Change) Sentence() string {
	by := Name(c.By)
	switch d := c.Details; c.Turn {
	case TurnEdited:
		var all []string
		for _, f := range d.Fields {
			words := FieldWords(f.Field)
			if f.Field == "name" {
				words += " from “" + f.Was + "” to “" + f.Is + "”"
			}
			all = append(all, words)
		}
		return by + " changed " + And(all)
	case TurnMoved:
		switch {
		case d.Before != "" && d.From == d.To:
			return by + " placed it before “" + d.Before + "”"
		case d.Before != "":
			return by + " moved it from " + d.From.String() + " to " + d.To.String() + ", before “" + d.Before + "”"
		case d.From == d.To:
			return by + " placed it last"
		}
		return by + " moved it from " + d.From.String() + " to " + d.To.String()
	case TurnAchieved:
		return by + " marked it as achieved" + d.afterwards()
	case TurnDropped:
		return by + " dropped it" + d.afterwards()
	case TurnBack:
		return by + " brought it back to " + d.To.String()
	}
	return by + " changed it"
}

// afterwards say what was to become of what hung on it.
func (d ChangeDetails) afterwards() string {
	if d.Hanging == 0 {
		return ""
	}
	what := "; its " + HowMany(d.Hanging) + " requests "
	if d.Hanging == 1 {
		what = "; its request "
	}
	switch d.Fate {
	case FateMove:
		return what + "moved to “" + d.Target + "”"
	case FateAsk:
		return what + "came back to be aligned again"
	case FatePark:
		if d.Hanging == 1 {
			return what + "was parked"
		}
		return what + "were parked"
	}
	if d.Hanging == 1 {
		return what + "stayed where it was"
	}
	return what + "stayed where they were"
}

// EditObjective changes an objective's texts. have is the product's roadmap. There is no change where nothing is different.
func EditObjective(is, to Objective, have []Objective, reason, by string, now time.Time) (Objective, Change, error) {
	c := Change{Objective: is.ID, Turn: TurnEdited, By: by, At: now}
	if err := OnRoadmap(is); err != nil {
		return is, c, err
	}
	after := is
	after.Name, after.Outcome, after.Measure = to.Name, to.Outcome, to.Measure
	after, err := checkObjective(after, without(have, is.ID))
	c.Reason = strings.TrimSpace(reason)
	if err = join(err, atMost("reason", c.Reason, reasonMax)); err != nil {
		return is, c, err
	}
	was, typed := is.texts(), after.texts()
	for _, f := range objectiveFields {
		if was[f.field] != typed[f.field] {
			c.Details.Fields = append(c.Details.Fields, FieldChange{f.field, was[f.field], typed[f.field]})
		}
	}
	if len(c.Details.Fields) == 0 {
		return is, c, Refuse("Nothing is different from what “%s” says already.", short(is.Name))
	}
	return after, c, nil
}

// texts are an objective's, by field.
func (o Objective) texts() map[string]string {
	return map[string]string{"name": o.Name, "outcome": o.Outcome, "measure": o.Measure}
}

// PlaceObjective puts an objective into a horizon, before another one of the roadmap, whose horizon is then its own, or last.
func PlaceObjective(o Objective, h Horizon, before string, have []Objective, reason, by string, now time.Time) (Objective, Change, error) {
	c := Change{Objective: o.ID, Turn: TurnMoved, By: by, At: now, Reason: strings.TrimSpace(reason)}
	if err := join(OnRoadmap(o), atMost("reason", c.Reason, reasonMax)); err != nil {
		return o, c, err
	}
	c.Details.From = o.Horizon
	if before != "" {
		i := slices.IndexFunc(have, func(one Objective) bool { return one.ID == before && one.ID != o.ID })
		if i < 0 {
			return o, c, RefuseField("place", "What it should stand before has left the roadmap meanwhile. Choose another place.")
		}
		h, c.Details.Before = have[i].Horizon, have[i].Name
	}
	if !slices.Contains(Horizons, h) {
		return o, c, RefuseField("place", "Choose one of the places in the list.")
	}
	if o.standsAt(h, before, have) {
		return o, c, RefuseField("place", "It stands there already. Choose another place.")
	}
	o.Horizon, c.Details.To = h, h
	return o, c, nil
}

// standsAt reports whether an objective stands in a horizon before another one, or last where that is none.
func (o Objective) standsAt(h Horizon, before string, have []Objective) bool {
	if o.Horizon != h {
		return false
	}
	next := ""
	for i, one := range have {
		if one.ID == o.ID && i+1 < len(have) && have[i+1].Horizon == h {
			next = have[i+1].ID
		}
	}
	return next == before
}

// BringBack puts an objective on the roadmap again. Its name may be a new one, as its own may be taken meanwhile.
func BringBack(o Objective, name string, h Horizon, have []Objective, reason, by string, now time.Time) (Objective, Change, error) {
	c := Change{Objective: o.ID, Turn: TurnBack, By: by, At: now, Reason: strings.TrimSpace(reason)}
	if o.End == "" {
		return o, c, Refuse("“%s” is on the roadmap already.", short(o.Name))
	}
	was := o.Name
	o.Name, o.Horizon = name, h
	o, err := NewObjective(o, have)
	if err = join(err, atMost("reason", c.Reason, reasonMax)); err != nil {
		return o, c, err
	}
	if o.Name != was {
		c.Details.Fields = []FieldChange{{"name", was, o.Name}}
	}
	o.End, o.Ended, c.Details.To = "", time.Time{}, h
	return o, c, nil
}

// Together puts an edit of an objective's texts and the changes that others made since its form was opened, the latest
// first, together: what only they changed is theirs. both are the fields in which that is not possible, by what they say now.
func Together(is, typed Objective, since []Change) (to Objective, both []string) {
	opened := is.texts() // what the form began with
	theirs := map[string]bool{}
	for _, c := range since {
		for _, f := range c.Details.Fields {
			opened[f.Field], theirs[f.Field] = f.Was, true
		}
	}
	now, mine := is.texts(), typed.texts()
	for _, f := range objectiveFields {
		text := strings.TrimSpace(mine[f.field])
		switch {
		case !theirs[f.field] || text == now[f.field]:
		case text == opened[f.field]:
			mine[f.field] = now[f.field]
		default:
			both = append(both, f.field)
		}
	}
	typed.Name, typed.Outcome, typed.Measure = mine["name"], mine["outcome"], mine["measure"]
	return typed, both
}
