package ritual

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The recap of a sprint is what stakeholders see of it: drafted from the frozen result, worded and approved by the PO, posted once.
// What was posted stays; only the PO's own sentences may be put right.

// GoalMet is what the PO says of the Sprint Goal. Its text is kept in the database and never renamed.
type GoalMet string

// Whether a Sprint Goal was met; the empty one is "not said".
const (
	GoalYes    GoalMet = "yes"
	GoalPartly GoalMet = "partly"
	GoalNo     GoalMet = "no"
)

// GoalAnswers are all answers, in the order of the form.
var GoalAnswers = []GoalMet{GoalYes, GoalPartly, GoalNo}

// String is the answer as the form offers it.
func (g GoalMet) String() string {
	switch g {
	case GoalYes:
		return "Yes"
	case GoalPartly:
		return "Partly"
	case GoalNo:
		return "No"
	}
	return ""
}

// A Recap is how a sprint is told to its stakeholders.
type Recap struct {
	Sprint    string // its id
	Product   string
	Words     RecapWords
	Wording   bool // a model is asked for better ones
	Own       RecapOwn
	DraftedBy string
	Drafted   time.Time
	Channel   string // where it was posted
	PostedBy  string
	Posted    time.Time   // zero until it is
	Demos     []RecapDemo // as they were posted
	Pages     []RecapPage // its thread, as it was posted
}

// RecapWords are what a template or a model proposes.
type RecapWords struct {
	Why   string `json:"why,omitempty"`   // why the goal was met or not
	Focus string `json:"focus,omitempty"` // what comes next
	Model bool   `json:"model,omitempty"` // a model worded them
}

// RecapOwn is what the PO made of a draft. Once they have, it stands in place of what was proposed, also where it is empty.
type RecapOwn struct {
	Met        GoalMet   `json:"met,omitempty"`
	Sentence   string    `json:"sentence,omitempty"`
	Focus      string    `json:"focus,omitempty"`
	Challenges string    `json:"challenges,omitempty"`
	Demos      []string  `json:"demos,omitempty"` // ids of stories, in the order of the sprint
	Named      []string  `json:"named,omitempty"` // ids of the private stories of which it is said who asked
	By         string    `json:"by,omitempty"`
	At         time.Time `json:"at,omitzero"` // zero while nobody edited it
}

// Edited reports whether the PO has made the draft theirs.
func (o RecapOwn) Edited() bool { return !o.At.IsZero() }

// A RecapDemo is a story that the recap shows on top.
type RecapDemo struct {
	Request string `json:"request"`
	Title   string `json:"title,omitempty"` // empty: whoever reads the recap may not know it
	Can     string `json:"can,omitempty"`   // what a user can do now
	Link    string `json:"link,omitempty"`  // http or https
}

// A RecapPage is one message of the recap's thread.
type RecapPage struct {
	Name  string      `json:"name"` // such as done.2
	Title string      `json:"title"`
	Lines []RecapLine `json:"lines,omitempty"`
}

// A RecapLine is a line of the thread. Says and Hidden are Slack's markup.
type RecapLine struct {
	Request string `json:"request,omitempty"` // the story whose title stands in it, where one does
	Says    string `json:"says"`
	Hidden  string `json:"hidden,omitempty"` // what stands there for whoever may not know the title
}

// The limits of what the PO writes.
const (
	RecapSentenceMax = 600
	RecapDemosMost   = 5
	RecapNamedMost   = 10
)

// Sentence is what is said of why the goal was met or not.
func (r Recap) Sentence() string {
	if r.Own.Edited() {
		return r.Own.Sentence
	}
	return r.Words.Why
}

// Focus is what is said of what comes next.
func (r Recap) Focus() string {
	if r.Own.Edited() {
		return r.Own.Focus
	}
	return r.Words.Focus
}

// Propose has a template or a model word a draft. What the PO made of it stays, and what was posted. A template does not take the
// place of a model.
func (r Recap) Propose(w RecapWords) Recap {
	if r.Posted.IsZero() && !r.Own.Edited() && (w.Model || !r.Words.Model) {
		r.Words = w
	}
	return r
}

// Edit takes what the PO wrote. Its fields are named as in the form; stories are those that the sprint had. Once the recap is
// posted, only their own sentences change: what people have read of stories, demos and the goal stays.
func (r Recap) Edit(own RecapOwn, stories []StoryResult, by string, now time.Time) (Recap, error) {
	tidy := func(field string, s *string) error {
		*s = strings.Join(strings.Fields(*s), " ")
		if n := utf8.RuneCountInString(*s); n > RecapSentenceMax {
			return RefuseField(field, "Keep it to %d characters; this has %d.", RecapSentenceMax, n)
		}
		return nil
	}
	bad := []error{tidy("sentence", &own.Sentence), tidy("focus", &own.Focus), tidy("challenges", &own.Challenges)}
	if !r.Posted.IsZero() {
		kept := r.Own
		if own.Met != "" { // the form was opened before
			const stays = "The recap was posted meanwhile, so this stays as people have read it."
			if own.Met != kept.Met {
				bad = append(bad, RefuseField("met", stays+" Choose “%s”.", kept.Met))
			}
			if own.Challenges != kept.Challenges {
				bad = append(bad, RefuseField("challenges", stays))
			}
			if !slices.Equal(inOrderOf(stories, own.Demos), kept.Demos) {
				bad = append(bad, RefuseField("demos", stays))
			}
			if !slices.Equal(inOrderOf(stories, own.Named), kept.Named) {
				bad = append(bad, RefuseField("named", stays))
			}
		}
		kept.Sentence, kept.Focus = own.Sentence, own.Focus
		own = kept
	} else {
		if !slices.Contains(GoalAnswers, own.Met) {
			bad = append(bad, RefuseField("met", "Say whether the Sprint Goal was met: nobody else can."))
		}
		if len(own.Demos) > RecapDemosMost {
			bad = append(bad, RefuseField("demos", "Choose up to %d: the others stand in the thread.", RecapDemosMost))
		}
		own.Demos, own.Named = inOrderOf(stories, own.Demos), inOrderOf(stories, own.Named)
	}
	own.By, own.At = by, now
	r.Own = own
	return r, join(bad...)
}

// inOrderOf are those of the ids that stories of a sprint have, each once, in the order of the sprint.
func inOrderOf(stories []StoryResult, ids []string) (all []string) {
	for _, s := range stories {
		if slices.Contains(ids, s.Request) {
			all = append(all, s.Request)
		}
	}
	return all
}

// ErrGoalUnsaid is the refusal to post a recap before its PO said whether the goal was met.
var ErrGoalUnsaid = Refuse("Say first whether the Sprint Goal was met: nobody else can.")

// Post has a recap be posted. It is once.
func (r Recap) Post(channel, by string, now time.Time) (Recap, error) {
	switch {
	case !r.Posted.IsZero():
		return r, Refuse("This recap was posted by now.")
	case r.Own.Met == "":
		return r, ErrGoalUnsaid
	}
	r.Channel, r.PostedBy, r.Posted, r.Wording = channel, by, now, false
	return r, nil
}

// Unpost has a recap be a draft again that its channel did not take.
func (r Recap) Unpost() Recap {
	r.PostedBy, r.Posted = "", time.Time{}
	return r
}

// RecapDemosOf are the stories that a recap shows on top: those that the PO chose, else the first of those that were shown at the
// demo, and where nobody showed anything, of those that are done.
func RecapDemosOf(r Recap, stories []StoryResult, shown []string) []string {
	if r.Own.Edited() {
		return r.Own.Demos
	}
	var done []string
	for _, s := range stories {
		if s.End == EndDone {
			done = append(done, s.Request)
		}
	}
	if len(shown) > 0 {
		done = shown
	}
	return done[:min(len(done), RecapDemosMost)]
}

// Lines of the top of a recap, as people see them.
const (
	RecapLinesMost = 12
	RecapColumns   = 80 // of small letters in one line of Slack's window; wide letters and emoji take two
)

// A TopLine is a line of the top of a recap: what is always there, and words of people that are cut.
type TopLine struct {
	Fixed int    // columns
	Words string // may be empty
	Most  int    // lines that it may take at most, unless what is always there needs more
}

// FitTop is how many columns of its words each line may show, so that all of them together take no more than RecapLinesMost. Each
// has the lines that what is always there needs, at least one, and those above take what is left over first. What is always there
// must need no more than RecapLinesMost.
func FitTop(all []TopLine) []int {
	lines := func(columns int) int { return max(1, (columns+RecapColumns-1)/RecapColumns) }
	spare := RecapLinesMost
	for _, l := range all {
		spare -= lines(l.Fixed)
	}
	fits := make([]int, len(all))
	for i, l := range all {
		least := lines(l.Fixed)
		n := max(least, min(lines(l.Fixed+Columns(l.Words)), l.Most, least+max(spare, 0)))
		spare -= n - least
		fits[i] = n*RecapColumns - l.Fixed
	}
	return fits
}

// Columns is how wide a text is, at least, in small letters.
func Columns(s string) (n int) {
	for _, r := range s {
		n++
		if wide(r) {
			n++
		}
	}
	return n
}

// wide reports whether a letter takes two columns: those of East Asia, and emoji (Unicode Annex 11, in its broad lines).
func wide(r rune) bool {
	switch {
	case r < 0x1100:
		return false
	case r <= 0x115f, 0x2e80 <= r && r <= 0xa4cf, 0xac00 <= r && r <= 0xd7a3, 0xf900 <= r && r <= 0xfaff,
		0xfe30 <= r && r <= 0xfe6f, 0xff00 <= r && r <= 0xff60, 0xffe0 <= r && r <= 0xffe6,
		0x1f300 <= r && r <= 0x1faff, 0x20000 <= r && r <= 0x3fffd:
		return true
	}
	return false
}

// Shares are parts in percent, rounded so that they add up to 100 (largest remainder); all zero where the whole is.
func Shares(parts []int) []int {
	whole := 0
	for _, p := range parts {
		whole += p
	}
	shares := make([]int, len(parts))
	if whole == 0 {
		return shares
	}
	left, order := 100, make([]int, len(parts))
	for i, p := range parts {
		shares[i], order[i] = 100*p/whole, i
		left -= shares[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return 100*parts[b]%whole - 100*parts[a]%whole })
	for _, i := range order[:left] {
		shares[i]++
	}
	return shares
}
