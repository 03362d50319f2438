package prompts

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tandem/bot/ritual"
)

// An AlignAsk is what an objective is to be suggested from.
type AlignAsk struct {
	Request    ritual.Request
	Said       []ritual.Evidence  // in the order in which it was said
	Before     ritual.Story       // its answers are used
	Objectives []ritual.Objective // the roadmap, the nearest first
	People     map[string]string  // the names of people by their ids: of all whom the texts may name
}

// AlignMost is how many objectives a model is shown at most.
const AlignMost = 40

// The limits of the reason of a suggestion: the most characters, and the least words, where words have blanks between them.
const (
	becauseMax   = 160
	becauseWords = 3
)

// A goal is an objective as the model may read it.
type goal struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Outcome string `json:"outcome,omitempty"`
	Measure string `json:"measure,omitempty"`
	Horizon string `json:"horizon"`
}

type alignShape struct {
	Objective string `json:"objective"`
	Source    string `json:"source"`
	Quote     string `json:"quote"`
	Because   string `json:"because"`
}

// Align asks the model which objective a request seems to serve, and why. The zero suggestion is none: that is an answer,
// too. The reason uses what was said and what the objective says, and nothing else; where the model's own sentence does
// more, the words that it quotes take its place. The error is an ErrNonsense, ErrAway or ErrRejected; the usage is what was
// spent all the same. Where nobody said anything, or there is no objective, there is none, which costs no call.
func (m *Model) Align(ctx context.Context, a AlignAsk) (ritual.Suggestion, Usage, error) {
	var u Usage
	t := newTask(Ask{Request: a.Request, Said: a.Said, Before: a.Before, People: a.People})
	have := a.Objectives[:min(len(a.Objectives), AlignMost)]
	if len(have) == 0 || t.idle {
		return ritual.Suggestion{}, u, nil
	}
	about := struct {
		Title      string  `json:"title"`
		Evidence   []heard `json:"evidence"`
		Objectives []goal  `json:"objectives"`
	}{t.brief.Title, t.brief.Evidence, t.goals(have)}
	system := filled("align.tmpl", map[string]any{"Label": t.mask.letter, "Customer": t.mask.label, "Shape": shapeOf(alignShape{}),
		"Language": cmp.Or(languages[t.draft.tongue.name], languages["en"])})
	c := conversation{model: m, usage: &u, spare: 1}
	var s ritual.Suggestion
	err := c.hold(ctx, "align", system, data(about), schemaOf("alignment", alignShape{}), func(text string) (err error) {
		s, err = t.readAlign(text, have, about.Objectives)
		return err
	})
	if err != nil {
		return ritual.Suggestion{}, u, err
	}
	return s, u, nil
}

// goalLabel stands before the number of an objective.
const goalLabel = "O"

// goals are objectives as the model may read them.
func (t *task) goals(have []ritual.Objective) []goal {
	all := make([]goal, 0, len(have))
	for i, o := range have {
		all = append(all, goal{goalLabel + strconv.Itoa(i+1), t.told(o.Name, ritual.ObjectiveMax), t.told(o.Outcome, ritual.OutcomeMax),
			t.told(o.Measure, ritual.MeasureMax), o.Horizon.String()})
	}
	return all
}

// readAlign reads an answer, and keeps of it what the rules let pass.
func (t *task) readAlign(text string, have []ritual.Objective, goals []goal) (none ritual.Suggestion, err error) {
	var a alignShape
	if err := readJSON(text, &a); err != nil {
		return none, err
	}
	if strings.EqualFold(strings.TrimSpace(a.Objective), "none") {
		return none, nil
	}
	at := slices.IndexFunc(goals, func(o goal) bool { return o.ID == strings.TrimSpace(a.Objective) })
	if at < 0 {
		return none, nonsense("its objective is none of the ids that it was given, nor none")
	}
	i, known := t.mask.evidence(a.Source)
	if !known || !t.says(i, a.Quote) {
		return none, nonsense("its quote does not stand in the evidence that it names")
	}
	quote := t.clean(a.Quote)
	b := t.bearing(i, a.Quote, a.Quote)
	if t.withdrawn(i, b) || t.misplaced(b, "see") || placeholder.MatchString(quote) || !t.usable(quote, becauseMax) {
		return none, nil // what it rests on was taken back, is said to a model, or is not to be shown
	}
	s := ritual.Suggestion{Objective: have[at].ID, Because: t.mask.show(quote), Quoted: true}
	if because := t.clean(a.Because); t.reasons(i, b, because, goals[at]) {
		s.Because, s.Quoted = strings.TrimRight(t.mask.show(because), ". 。"), false
	}
	return s, nil
}

// reasons reports whether a text may stand as the reason of a suggestion: one short sentence that says what its source and
// the objective say, without a number or a name of its own, and with the sense that it has there.
func (t *task) reasons(i int, b bearing, text string, o goal) bool {
	both := t.brief.Evidence[i].Text + "\n" + o.Name + "\n" + o.Outcome + "\n" + o.Measure
	claimed := contentOf(text)
	switch {
	case len(words(text)) < becauseWords && tongueOf(text, t.draft.tongue).name != "ja", !t.usable(text, becauseMax), placeholder.MatchString(text), len(cutSentences(text)) != 1, strings.Contains(text, goalLabel+o.ID[1:]):
		return false
	case t.invented(text), t.turned(b, "so_that", text), namesMore(text, both):
		return false
	}
	return overlap(claimed, contentOf(t.brief.Evidence[i].Text)) > 0 && 2*overlap(claimed, contentOf(both)) >= len(claimed)
}

// namesMore reports whether a text has a capital letter within it that begins a word of its own: a name, or what is one in
// German.
func namesMore(text, source string) bool {
	source = strings.ToLower(source)
	for i, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		first, _ := utf8.DecodeRuneInString(w)
		if i > 0 && unicode.IsUpper(first) && !strings.Contains(source, strings.ToLower(w)) {
			return true
		}
	}
	return false
}
