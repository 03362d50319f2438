package prompts

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/sashabaranov/go-openai/jsonschema"
)

// The shapes of answers are flat: structs, slices and strings only, which is what every server's schemas can do. The
// inner structs have no name, so that the schema needs no references.

type featureShape struct {
	As           string           `json:"as"`
	AsSource     string           `json:"as_source"`
	Want         string           `json:"want"`
	WantSource   string           `json:"want_source"`
	SoThat       string           `json:"so_that"`
	SoThatSource string           `json:"so_that_source"`
	Criteria     []criterionShape `json:"criteria"`
	Questions    []questionShape  `json:"questions"`
}

type problemShape struct {
	Happens       string           `json:"happens"`
	HappensSource string           `json:"happens_source"`
	Should        string           `json:"should"`
	ShouldSource  string           `json:"should_source"`
	See           string           `json:"see"`
	SeeSource     string           `json:"see_source"`
	Criteria      []criterionShape `json:"criteria"`
	Questions     []questionShape  `json:"questions"`
}

type criterionShape = struct {
	Text   string `json:"text"`
	Source string `json:"source"`
	Quote  string `json:"quote"`
	Path   string `json:"path" enum:"main,failure"`
}

type questionShape = struct {
	About string `json:"about" enum:"who,why,done,failure,see,other"`
	Text  string `json:"text"`
}

type judgmentShape struct {
	Verdicts []verdictShape `json:"verdicts"`
}

type verdictShape = struct {
	Claim     string `json:"claim"`
	Supported string `json:"supported" enum:"yes,no"`
}

// blank is the shape that a draft has, empty.
func (t *task) blank() any {
	if t.brief.Kind == "problem" {
		return problemShape{Criteria: []criterionShape{{}}, Questions: []questionShape{{}}}
	}
	return featureShape{Criteria: []criterionShape{{}}, Questions: []questionShape{{}}}
}

// shapeOf is an empty answer as the prompt shows it, for servers that know no schemas.
func shapeOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // structs of strings
	}
	return string(b)
}

// schemaOf is the schema of a shape. It panics on a type that has none, which the first test of it shows.
func schemaOf(name string, v any) *schema {
	def, err := jsonschema.GenerateSchemaForType(v)
	if err != nil {
		panic(fmt.Sprintf("prompts: the schema of %s: %v", name, err))
	}
	return &schema{name, def}
}

// spokenMax is how long an answer may be that is read at all, in bytes.
const spokenMax = 100_000

// thought is what some models say to themselves first.
var thought = regexp.MustCompile(`(?s)^\s*<think(?:ing)?>.*?</think(?:ing)?>`)

// readJSON reads an answer that is one JSON object, whatever stands around it: a fence, a greeting, a thought.
func readJSON(text string, into any) error {
	if len(text) > spokenMax {
		return nonsense("it is far too long")
	}
	text = thought.ReplaceAllString(text, "")
	at := strings.Index(text, "{")
	if at < 0 {
		return nonsense("it is no JSON object")
	}
	if err := json.NewDecoder(strings.NewReader(text[at:])).Decode(into); err != nil {
		return nonsense("it is no whole JSON object of the shape that was asked for")
	}
	return nil
}

// A spoken is a draft as the model gave it, before anything is believed.
type spoken struct {
	lines     []line
	criteria  []criterionShape
	questions []questionShape
}

// A line is one field of the story.
type line struct {
	name, text, source string
}

// readDraft reads a draft of either kind.
func (t *task) readDraft(text string) (spoken, error) {
	if t.brief.Kind == "problem" {
		var p problemShape
		if err := readJSON(text, &p); err != nil {
			return spoken{}, err
		}
		return spoken{[]line{{"happens", p.Happens, p.HappensSource}, {"should", p.Should, p.ShouldSource}, {"see", p.See, p.SeeSource}}, p.Criteria, p.Questions}, nil
	}
	var f featureShape
	if err := readJSON(text, &f); err != nil {
		return spoken{}, err
	}
	return spoken{[]line{{"as", f.As, f.AsSource}, {"want", f.Want, f.WantSource}, {"so_that", f.SoThat, f.SoThatSource}}, f.Criteria, f.Questions}, nil
}
