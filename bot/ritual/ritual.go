// Package ritual is what Tandem knows about steering a product, and nothing else.
//
// It holds the nouns (a request, its story, an objective, a decision, a product and the people around it) and the
// rules that move a request from the chat message to the backlog and on. Every rule is a pure function: it gets what
// was read, and answers what is to be written or why not. It knows no database, no Slack, no clock but the instant it
// is handed. It imports the standard library only; a test keeps it so.
//
// Where to look:
//
//	request.go   a request, its statuses and who owns the next step
//	rights.go    the one table of who may do what, and when
//	capture.go   from words to a request
//	story.go     a story and its open questions; check.go what is wrong with one, vague.go words that cannot be tested
//	frame.go     the sentence in which a story is told
//	edit.go      a story as somebody types it, lines.go its lists, alike.go which line is which; version.go what came before
//	align.go     the PM's decision
//	undo.go      taking it back, reopening, and questions that nobody answers
//	priority.go  the PO's decision and the order of the backlog; framework.go scores, frameworks.go the ways to score;
//	             musts.go how much of the backlog is a Must
//	move.go      a place in the backlog by hand; pin.go what pins make of its order
//	split.go     a request in parts, and where they stand together; parts.go what a part takes of the whole
//	estimate.go  how large the team takes a story to be
//	challenge.go back from the PO to the PM
//	kind.go      what is particular to problems and praise, and changing a kind
//	sprint.go    a sprint and its ledger; sprint_work.go a story's steps in it; sprint_figures.go its figures and days, sprint_result.go what
//	             it came to
//	standup.go   a standup and what it asks; standup_calendar.go whom on which day, standup_turn.go whether now; standup_answer.go what they
//	             say; impediment.go what is in their way
//	outcome.go   who hears what became of a request, and when
//	decision.go  who decided what, when and why
//	similar.go   what may be the same; merge.go one request made of several; voices.go who wants it
//	objective.go what the roadmap is made of; objective_change.go what was done to it, clearing.go what becomes of what hangs on one
//	product.go   a product and the rules of setting one up; person.go people and channels, absence.go the days that they are away
//	heads.go     who steers a product, and who acts in their place; settings.go what a product's people chose
//	budget.go    how many messages a person gets in a day
//	calendar.go  civil dates, working days and working hours
//
// A rule that says no returns a *Refusal: a whole sentence for the person who tried, and the form's field at fault
// where there is one.
package ritual

import (
	"errors"
	"fmt"
)

// A Refusal is a rule's no. Says is a whole sentence that tells the person what would be right instead.
type Refusal struct {
	Field string // the form field at fault; empty when it is the whole action
	Says  string
}

func (r *Refusal) Error() string { return r.Says }

// Refuse makes a refusal of the whole action.
func Refuse(format string, args ...any) *Refusal {
	return &Refusal{Says: fmt.Sprintf(format, args...)}
}

// RefuseField makes a refusal that belongs to one field of a form.
func RefuseField(field, format string, args ...any) *Refusal {
	return &Refusal{Field: field, Says: fmt.Sprintf(format, args...)}
}

// join puts refusals of several fields together, so that the form shows all of them at once.
func join(errs ...error) error { return errors.Join(errs...) }

// Refusals are all refusals in err; nil when err is something else.
func Refusals(err error) []*Refusal {
	switch e := err.(type) { //nolint:errorlint // it unwraps the error itself, to find them all
	case nil:
		return nil
	case *Refusal:
		return []*Refusal{e}
	case interface{ Unwrap() []error }:
		var all []*Refusal
		for _, one := range e.Unwrap() {
			all = append(all, Refusals(one)...)
		}
		return all
	case interface{ Unwrap() error }:
		return Refusals(e.Unwrap())
	}
	return nil
}
