package ritual

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Framework is a way to turn a few judgments into a score. A higher score comes first.
type Framework struct {
	ID      FrameworkID
	Name    string
	Inputs  []Input
	Formula string // with the inputs' labels, for people
	Source  string // where the formula comes from
	score   func(v map[string]float64) float64
	why     string // the score as people read it; {1} is the first input's value, {score} the score
}

// An Input is one judgment that a framework asks for.
type Input struct {
	ID    string // the framework's id, a dot, and a name: no two inputs share one
	Label string
	Hint  string
	Scale []Choice // a fixed scale is a menu; without one, a number is typed
	Start string   // what the form starts with
	Min   float64  // for a typed number: the least and the most, so that every score can be ordered
	Max   float64
	Date  bool // it is a day, YYYY-MM-DD, that counts only for what is parked
}

// A Choice is one value of a fixed scale.
type Choice struct {
	Value string // kept in the database and never renamed
	Label string
	worth float64
}

// scale are choices that begin with their number: "3 massive".
func scale(labels ...string) []Choice {
	cs := make([]Choice, len(labels))
	for i, l := range labels {
		value, _, _ := strings.Cut(l, " ")
		worth, _ := strconv.ParseFloat(value, 64) // the labels are ours; a test reads them all
		cs[i] = Choice{value, l, worth}
	}
	return cs
}

// bare is the input's id without its framework, as scores were kept while it was an id of its own.
func (i Input) bare() string { return i.ID[strings.LastIndex(i.ID, ".")+1:] }

// of is what was typed or chosen for the input, also where it was kept under its bare name.
func (i Input) of(in map[string]string) string {
	raw, ok := in[i.ID]
	if !ok {
		raw = in[i.bare()]
	}
	return strings.TrimSpace(raw)
}

// A Score is what a framework makes of a person's judgments.
type Score struct {
	Framework FrameworkID
	Inputs    map[string]string // as chosen, or as plain numbers, by input id; older ones by its bare name
	Milli     int64             // the score in thousandths, by which the backlog is ordered
}

// String is the score with one decimal, as people read it.
func (s Score) String() string {
	return strings.TrimSuffix(strconv.FormatFloat(float64(s.Milli)/1000, 'f', 1, 64), ".0")
}

// Why is the score as people read it, with where it comes from: "value 7 ÷ effort 3 = 2.3", "Must".
func (s Score) Why() string {
	f := Frameworks[s.Framework]
	pairs := []string{"{score}", s.String()}
	for n, i := range f.Inputs {
		pairs = append(pairs, fmt.Sprintf("{%d}", n+1), i.of(s.Inputs))
	}
	return strings.NewReplacer(pairs...).Replace(f.why)
}

// Given are a score's judgments by input id, to start a form from. A day is left out: it has come when the form is
// opened again.
func (f Framework) Given(s Score) map[string]string {
	given := map[string]string{}
	for _, i := range f.Inputs {
		if i.Date {
			continue
		}
		raw := i.of(s.Inputs)
		if n, err := i.read(raw); err == nil {
			raw = i.plain(raw, n)
		}
		given[i.ID] = raw
	}
	return given
}

// Compute scores the inputs. It refuses, field by field, what is missing, not a number or off the scale.
func (f Framework) Compute(in map[string]string) (Score, error) {
	s := Score{Framework: f.ID, Inputs: map[string]string{}}
	v := map[string]float64{}
	var bad []error
	for _, i := range f.Inputs {
		raw := i.of(in)
		if i.Date && !f.Parks(in) {
			continue
		}
		n, err := i.read(raw)
		if err != nil {
			bad = append(bad, err)
		}
		s.Inputs[i.ID], v[i.ID] = i.plain(raw, n), n
	}
	if len(bad) > 0 {
		return Score{}, join(bad...)
	}
	s.Milli = int64(math.Round(f.score(v) * 1000))
	return s, nil
}

// Same reports whether two scores are the same judgments by the same framework.
func (s Score) Same(other Score) bool {
	return s.Framework == other.Framework && maps.Equal(s.Inputs, other.Inputs)
}

// Parks reports whether the judgments put a request off instead of ranking it.
func (f Framework) Parks(in map[string]string) bool {
	return f.ID == MoSCoW && f.Inputs[0].of(in) == Wont
}

// typedMax is how many digits a typed number may have, and finest how finely it counts: thousandths.
const (
	typedMax = 20
	finest   = 1000
)

// read turns what was typed or chosen into a number. A day has none.
func (i Input) read(raw string) (float64, error) {
	if i.Date {
		if raw == "" {
			return 0, RefuseField(i.ID, "Choose the date on which it comes back.")
		}
		return 0, nil
	}
	if len(i.Scale) > 0 {
		for _, c := range i.Scale {
			if c.Value == raw {
				return c.worth, nil
			}
		}
		return 0, RefuseField(i.ID, "Choose %s from the list.", i.Label)
	}
	n, err := strconv.ParseFloat(raw, 64)
	switch {
	case err != nil || math.IsNaN(n) || math.IsInf(n, 0) || len(raw) > typedMax || strings.ContainsAny(raw, "xX"):
		return 0, RefuseField(i.ID, "%s is a number, such as 2 or 0.5.", i.Label)
	case n < i.Min:
		return 0, RefuseField(i.ID, "%s must be at least %s.", i.Label, number(i.Min))
	case n > i.Max:
		return 0, RefuseField(i.ID, "%s can be %s at most.", i.Label, number(i.Max))
	}
	return math.Round(n*finest) / finest, nil
}

// plain is what was given as it is kept: of a typed number, which may read 1e3 or +5, its digits. Slack takes no other back
// into a form.
func (i Input) plain(raw string, n float64) string {
	if i.Date || len(i.Scale) > 0 {
		return raw
	}
	return number(max(n, i.Min)) // no -0
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// Begun reports whether any input was given beyond what the form starts with.
func (f Framework) Begun(in map[string]string) bool {
	return slices.ContainsFunc(f.Inputs, func(i Input) bool {
		given := i.of(in)
		return given != "" && given != i.Start
	})
}

// Starts are the judgments that a form begins with.
func (f Framework) Starts() map[string]string {
	start := map[string]string{}
	for _, i := range f.Inputs {
		start[i.ID] = i.Start
	}
	return start
}

// Preview is the score as far as the inputs go: where it comes from, or what is still missing.
func (f Framework) Preview(in map[string]string) string {
	s, err := f.Compute(in)
	if err == nil {
		return s.Why()
	}
	var missing []string
	for _, i := range f.Inputs {
		if i.Date && !f.Parks(in) {
			continue
		}
		if _, err := i.read(i.of(in)); err != nil {
			missing = append(missing, i.Label)
		}
	}
	return f.Formula + ". Still open: " + strings.Join(missing, ", ") + "."
}
