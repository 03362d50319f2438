package ritual

import (
	"regexp"
	"strings"
	"time"
)

// A Concern is what a defect or a piece of feedback is about: a story, a sprint, or both.
type Concern struct {
	Request string // the defect or the feedback
	Sprint  string // the sprint's id: in which the defect was found, or after which the feedback was given; may be empty
	Story   string // the request's id; may be empty
	By      string
	At      time.Time
}

// Concerns checks that a defect or feedback of a product can be about a story: the field is where people named it.
func Concerns(field string, story Request, product string) error {
	if story.ID == "" || story.Product != product || story.Kind == Praise {
		return RefuseField(field, "Choose one of the stories in the list.")
	}
	return nil
}

// NewDefect is a problem by the words in which somebody told it. The field is where they did.
func NewDefect(field, words string) (Request, error) {
	if !hasWord(words) {
		return Request{}, RefuseField(field, "Say in a few words what happens, such as “The export stops after 1,000 rows”.")
	}
	r := FromWords(words)
	r.Kind = Problem
	return r, nil
}

// Counted reports whether a request that was reported as a defect counts as one: it is a problem still, and neither
// withdrawn nor declined nor the same as another.
func Counted(r Request) bool {
	return r.Kind == Problem && r.Status != Withdrawn && r.Status != Declined && r.Status != Merged
}

// namedID is the id of a request as people write it in a sentence.
var namedID = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(fr-[1-9]\d{0,17}(?:\.[1-9]\d{0,2})?)(?:$|[^\pL\pN])`)

// NamedIn is the id of the first request that a sentence names: FR-7 of "Export stops in FR-7". It is empty where it names none.
func NamedIn(words string) string {
	if m := namedID.FindStringSubmatch(words); m != nil {
		return strings.ToUpper(m[1])
	}
	return ""
}
