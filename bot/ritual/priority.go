package ritual

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A FrameworkID names a way to prioritize. Its text is kept in the database and never renamed.
type FrameworkID string

// The frameworks.
const (
	ValueEffort FrameworkID = "value_effort"
	RICE        FrameworkID = "rice"
)

// A Framework is a way to turn a few judgments into a score. A higher score comes first.
type Framework struct {
	ID      FrameworkID
	Name    string
	Inputs  []Input
	Formula string // with the inputs' labels, for people
	Source  string // where the formula comes from
	score   func(v map[string]float64) float64
	why     string // the score as a calculation; %[n]s is the n-th input's value
}

// An Input is one judgment that a framework asks for.
type Input struct {
	ID    string
	Label string
	Hint  string
	Scale []Choice // a fixed scale is a menu; without one, a number is typed
	Start string   // what the form starts with
	Min   float64  // for a typed number: the least and the most, so that every score can be ordered
	Max   float64
}

// A Choice is one value of a fixed scale.
type Choice struct{ Value, Label string }

// Frameworks are all frameworks by id.
var Frameworks = map[FrameworkID]Framework{
	ValueEffort: {
		ID: ValueEffort, Name: "Value / effort", Formula: "Value ÷ Effort",
		Source: "the value and effort matrix, as a quotient",
		Inputs: []Input{
			{ID: "value", Label: "Value", Hint: "1 is little, 10 is most", Scale: oneTo(10)},
			{ID: "effort", Label: "Effort", Hint: "1 is little, 10 is most", Scale: oneTo(10)},
		},
		score: func(v map[string]float64) float64 { return v["value"] / v["effort"] },
		why:   "value %[1]s ÷ effort %[2]s",
	},
	RICE: {
		ID: RICE, Name: "RICE", Formula: "Reach × Impact × Confidence ÷ Effort",
		Source: "Sean McBride, RICE: simple prioritization for product managers, Intercom",
		Inputs: []Input{
			{ID: "reach", Label: "Reach", Hint: "People a quarter", Min: 0, Max: 1e9},
			{ID: "impact", Label: "Impact", Start: "1", Scale: []Choice{
				{"3", "3 massive"}, {"2", "2 high"}, {"1", "1 medium"}, {"0.5", "0.5 low"}, {"0.25", "0.25 minimal"}}},
			{ID: "confidence", Label: "Confidence", Start: "80", Scale: []Choice{
				{"100", "100 % high"}, {"80", "80 % medium"}, {"50", "50 % low"}}},
			{ID: "effort", Label: "Effort", Hint: "Person-weeks", Min: 0.01, Max: 10_000},
		},
		score: func(v map[string]float64) float64 {
			return v["reach"] * v["impact"] * v["confidence"] / 100 / v["effort"]
		},
		why: "reach %[1]s × impact %[2]s × confidence %[3]s % ÷ effort %[4]s",
	},
}

// FrameworkList are all frameworks in the order of the setup form; the first is the default.
var FrameworkList = []FrameworkID{ValueEffort, RICE}

func oneTo(n int) []Choice {
	cs := make([]Choice, n)
	for i := range cs {
		cs[i] = Choice{strconv.Itoa(i + 1), strconv.Itoa(i + 1)}
	}
	return cs
}

// A Score is what a framework makes of a person's judgments.
type Score struct {
	Framework FrameworkID
	Inputs    map[string]string // as typed, by input id
	Milli     int64             // the score in thousandths, by which the backlog is ordered
}

// String is the score with one decimal, as people read it.
func (s Score) String() string {
	return strings.TrimSuffix(strconv.FormatFloat(float64(s.Milli)/1000, 'f', 1, 64), ".0")
}

// Why is the score as a calculation: "value 7 ÷ effort 3 = 2.3".
func (s Score) Why() string {
	f := Frameworks[s.Framework]
	text := f.why
	for i, in := range f.Inputs {
		text = strings.ReplaceAll(text, fmt.Sprintf("%%[%d]s", i+1), s.Inputs[in.ID])
	}
	return text + " = " + s.String()
}

// Compute scores the inputs. It refuses, field by field, what is missing, not a number or off the scale.
func (f Framework) Compute(in map[string]string) (Score, error) {
	s := Score{Framework: f.ID, Inputs: map[string]string{}}
	v := map[string]float64{}
	var bad []error
	for _, i := range f.Inputs {
		raw := strings.TrimSpace(in[i.ID])
		n, err := i.read(raw)
		if err != nil {
			bad = append(bad, err)
		}
		s.Inputs[i.ID], v[i.ID] = raw, n
	}
	if len(bad) > 0 {
		return Score{}, join(bad...)
	}
	s.Milli = int64(math.Round(f.score(v) * 1000))
	return s, nil
}

// typedMax is how many digits a typed number may have: it is shown as it was typed.
const typedMax = 20

// read turns what was typed or chosen into a number.
func (i Input) read(raw string) (float64, error) {
	if len(i.Scale) > 0 {
		if !slices.ContainsFunc(i.Scale, func(c Choice) bool { return c.Value == raw }) {
			return 0, RefuseField(i.ID, "Choose %s from the list.", i.Label)
		}
		return strconv.ParseFloat(raw, 64)
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
	return n, nil
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// Begun reports whether any input was given beyond what the form starts with.
func (f Framework) Begun(in map[string]string) bool {
	return slices.ContainsFunc(f.Inputs, func(i Input) bool {
		given := strings.TrimSpace(in[i.ID])
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

// Preview is the score as far as the inputs go: the calculation, or what is still missing.
func (f Framework) Preview(in map[string]string) string {
	s, err := f.Compute(in)
	if err == nil {
		return s.Why()
	}
	var missing []string
	for _, i := range f.Inputs {
		if _, err := i.read(strings.TrimSpace(in[i.ID])); err != nil {
			missing = append(missing, i.Label)
		}
	}
	return f.Formula + ". Still open: " + strings.Join(missing, ", ") + "."
}

// Prioritize scores a request and puts it into the backlog. The caller has asked May.
func Prioritize(r Request, f Framework, in map[string]string, by string, now time.Time) (Request, Score, Decision, error) {
	s, err := f.Compute(in)
	if err != nil {
		return r, s, Decision{}, err
	}
	d := decide(r, Prioritized, by, now)
	d.Score = s.Why()
	return r.MoveTo(Backlog, now), s, d, nil
}

// Before is the order of the backlog but for its pins: what the product's framework scored, then what earlier ones did,
// each in its old order: the higher score the earlier, ties older first. frameworks are the product's, the present one
// first and then the earlier ones, the latest first. Below stand the scores of other frameworks, and last what nobody
// scored. Scores of two frameworks are never mixed.
func Before(a, b Ranked, frameworks ...FrameworkID) bool {
	return cmp.Or(
		cmp.Compare(blockOf(a.Score.Framework, frameworks), blockOf(b.Score.Framework, frameworks)),
		strings.Compare(string(a.Score.Framework), string(b.Score.Framework)),
		cmp.Compare(b.Score.Milli, a.Score.Milli),
		cmp.Compare(a.Request.Number, b.Request.Number)) < 0
}

// blockOf is the place of a framework's scores among those of the others.
func blockOf(f FrameworkID, frameworks []FrameworkID) int {
	i := slices.Index(frameworks, f)
	switch {
	case f == "":
		return len(frameworks) + 1
	case i < 0:
		return len(frameworks)
	}
	return i
}

// A Ranked is a request in the backlog with its score and, where somebody put it elsewhere, its pin.
type Ranked struct {
	Request Request
	Score   Score
	Pin     Pin
}
