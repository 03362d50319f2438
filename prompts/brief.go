package prompts

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"maps"
	"strings"
	"text/template"
	"unicode/utf8"

	"tandem/bot/ritual"
)

// An Ask is what a story is to be drafted from.
type Ask struct {
	Request   ritual.Request
	Said      []ritual.Evidence // in the order in which it was said
	Before    ritual.Story      // the previous version, or the zero story: its answers are used
	Note      string            // what is to be different about the previous version
	Checklist bool              // criteria as a checklist rather than as Given, when, then
	Frame     string            // the product's own sentence, with {who}, {want} and {why}; empty: As a …, I want … so that …
	Examples  []ritual.Story    // stories of the product that were accepted, at most two: how its people write, not what they want
	People    map[string]string // the names of people by their ids: of all whom the texts may name
}

// NoteSource is the source of a criterion that rests on the note of an Ask.
const NoteSource = "note"

// How much of what was said a model is shown, in characters.
const (
	heardMax    = 4000
	heardAllMax = 24_000
)

// How much is shown of what says how a story is to be written.
const (
	examplesMax = 2
	frameMax    = 300 // characters
	fileMax     = 120 // characters of a file's name
)

// A brief is what the model is told of a request: everything in it went through the mask.
type brief struct {
	Kind     string    `json:"kind"`
	Title    string    `json:"title"`
	Customer string    `json:"customer,omitempty"`
	Evidence []heard   `json:"evidence"`
	Open     []string  `json:"open,omitempty"`
	Frame    string    `json:"frame,omitempty"`
	Examples []written `json:"examples,omitempty"`
	Previous *written  `json:"previous,omitempty"`
	Change   string    `json:"change,omitempty"` // the evidence that says what is to be different
}

// A heard is one thing that was said.
type heard struct {
	ID      string `json:"id"`
	By      string `json:"by,omitempty"`
	Asks    bool   `json:"asks,omitempty"`
	Answers string `json:"answers,omitempty"` // the question
	Text    string `json:"text"`

	Files []string `json:"files,omitempty"` // the names of files that went with it
}

// A written is a story that stands already: the draft that is to be changed, or an example.
type written struct {
	As       string   `json:"as,omitempty"`
	Want     string   `json:"want,omitempty"`
	SoThat   string   `json:"so_that,omitempty"`
	Happens  string   `json:"happens,omitempty"`
	Should   string   `json:"should,omitempty"`
	See      string   `json:"see,omitempty"`
	Criteria []string `json:"criteria,omitempty"`
}

// A task is an ask with all that is needed to put it to a model and to read what comes back.
type task struct {
	ask   Ask
	draft *draft       // what the built-in drafter makes of it
	base  ritual.Story // its story
	idle  bool         // there is nothing to draft
	mask  *mask
	brief brief
	heard string // all that the model was shown of what was said

	numbers   map[string]bool // that were said
	sentences [][]sentence    // of each evidence, once they were needed
}

func newTask(a Ask) *task {
	a.Note = strings.TrimSpace(a.Note)
	t := &task{ask: a, draft: newDraft(a.Request, a.Said)}
	t.base = t.draft.template(a)
	t.idle = t.draft.idle() != ""
	said := a.Said
	if t.draft.bare {
		said = t.draft.said
	}
	texts := []string{a.Request.Title, a.Note, a.Frame}
	for _, e := range said {
		texts = append(texts, e.Text)
	}
	t.mask = newMask(a.Request, a.People, texts)
	t.mask.person(a.Request.Asked())
	kind := "feature"
	if a.Request.Kind == ritual.Problem {
		kind = "problem"
	}
	t.brief = brief{Kind: kind, Title: t.mask.hide(a.Request.Title), Customer: t.mask.label}
	t.listen(said)
	t.answers()
	t.change()
	t.manner()
	t.heard = t.brief.Title
	for _, h := range t.brief.Evidence {
		t.heard += "\n" + h.Text
	}
	t.sentences = make([][]sentence, len(t.brief.Evidence))
	t.numbers = numbers(t.heard)
	maps.Copy(t.numbers, numbers(apart.ReplaceAllString(t.heard, "$1$2"))) // 10 000 is one number, or two
	return t
}

// listen takes what was said. Where it is too much, the words of who asks come first, then the earlier ones.
func (t *task) listen(said []ritual.Evidence) {
	left, room, size := heardAllMax, map[string]int{}, map[string]int{}
	for _, e := range said {
		size[e.ID] = utf8.RuneCountInString(e.Text)
	}
	for _, e := range t.draft.said {
		n := min(size[e.ID], heardMax, left)
		room[e.ID] = n
		left -= n
	}
	for _, e := range said {
		if room[e.ID] == 0 {
			continue
		}
		if text := t.told(e.Text, room[e.ID]); text != "" {
			h := heard{ID: t.mask.source(e.ID), By: t.mask.person(e.Author), Asks: e.Author == t.ask.Request.Asked(), Text: text}
			for _, f := range e.Files {
				h.Files = append(h.Files, t.told(f, fileMax))
			}
			t.brief.Evidence = append(t.brief.Evidence, h)
		}
	}
}

// told is at most n characters of a text as the model may read it. It is cut last: half a key is not known for one.
func (t *task) told(text string, n int) string { return cut(t.mask.hide(head(text, 4*heardMax)), n) }

// answers takes what was answered to earlier questions as said, and tells what is still open.
func (t *task) answers() {
	for _, q := range t.ask.Before.Questions {
		answer := strings.TrimSpace(q.Answer)
		switch {
		case !q.Closed:
			t.brief.Open = append(t.brief.Open, t.mask.hide(q.Text))
		case answer != "" && !t.draft.tongue.dunno.MatchString(strings.TrimRight(answer, ".! ")):
			t.brief.Evidence = append(t.brief.Evidence, heard{ID: t.mask.source(AnswerSource + q.ID), By: t.mask.person(q.By),
				Asks: q.By == t.ask.Request.Asked(), Answers: t.mask.hide(q.Text), Text: t.told(answer, heardMax)})
		}
	}
}

// change takes the note and the draft that it is about.
func (t *task) change() {
	if t.ask.Note == "" {
		return
	}
	t.brief.Change = t.mask.source(NoteSource)
	t.brief.Evidence = append(t.brief.Evidence, heard{ID: t.brief.Change, Text: t.told(t.ask.Note, heardMax)})
	t.brief.Previous = t.written(t.ask.Before)
}

// written is a story as the model may read it.
func (t *task) written(s ritual.Story) *written {
	hide := func(text string) string { return t.told(text, fieldMax) }
	w := &written{As: hide(s.As), Want: hide(s.Want), SoThat: hide(s.SoThat), Happens: hide(s.Happens), Should: hide(s.Should), See: hide(s.See)}
	for _, c := range s.Criteria {
		w.Criteria = append(w.Criteria, hide(c.Text))
	}
	return w
}

// manner takes what says how a story is to be written, and nothing of what it is to say.
func (t *task) manner() {
	if t.brief.Kind == "feature" && strings.Contains(t.ask.Frame, "{want}") {
		t.brief.Frame = t.told(t.ask.Frame, frameMax)
	}
	for _, e := range t.ask.Examples[:min(examplesMax, len(t.ask.Examples))] {
		t.brief.Examples = append(t.brief.Examples, *t.written(e))
	}
}

//go:embed draft.tmpl judge.tmpl align.tmpl recap.tmpl themes.tmpl
var files embed.FS

var templates = template.Must(template.ParseFS(files, "*.tmpl"))

// languages are the tongues as a model knows them.
var languages = map[string]string{"en": "the language of the evidence, most likely English", "de": "German", "ja": "Japanese"}

// system is the prompt for the draft.
func (t *task) system() string {
	return filled("draft.tmpl", map[string]any{
		"Problem": t.brief.Kind == "problem", "Label": t.mask.letter, "Change": t.brief.Change != "", "Checklist": t.ask.Checklist,
		"Customer": t.mask.label, "Frame": t.brief.Frame != "", "Examples": len(t.brief.Examples) > 0, "Shape": shapeOf(t.blank()),
		"Language": cmp.Or(languages[t.draft.tongue.name], languages["en"]),
	})
}

// filled is a prompt with its blanks filled in. It panics on a prompt that does not fit, which its golden file shows.
func filled(name string, data any) string {
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		panic(err)
	}
	return strings.TrimSpace(b.String())
}

// data is what a model is told, as JSON, in lines that people can read in a golden file.
func data(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		panic(err) // structs of strings
	}
	return strings.TrimSpace(b.String())
}
