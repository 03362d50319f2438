package prompts

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tandem/bot/ritual"
)

// A RecapFacts is what the words of a sprint's recap are found from. Stories stand in it that everybody may read, and no
// others; those that matter most come first.
type RecapFacts struct {
	Goal string // the Sprint Goal, in the PO's words
	Met  Met

	Done, Open []RecapStory // of the sprint when it closed: Done or beyond, and not

	NextGoal string // of the sprint that is planned; empty where none is
	Next     []RecapStory

	People    map[string]string // the names of people by their ids: of all whom the texts may name
	Customers []string
}

// A RecapStory is a story as the recap may name it.
type RecapStory struct {
	Title     string
	Objective string // its name; empty where it has none
}

// A Met says whether a Sprint Goal was met.
type Met int

// The PO says whether the goal was met; until then it is not known.
const (
	MetUnknown Met = iota
	MetYes
	MetPartly
	MetNo
)

func (m Met) String() string { return [...]string{"unknown", "yes", "partly", "no"}[m] }

// RecapWords are the two things of a recap that may be worded by a model. Both are plain text for the PO to edit, at most
// RecapMax characters long, and empty where the facts name no story.
type RecapWords struct {
	Why   string // why the goal was met, or was not: without a yes or no of its own
	Focus string // what comes next
	Model bool   // a model chose the stories and worded the rest
}

// RecapMax is how long each of the words of a recap is at most, in characters.
const RecapMax = 600

// How many stories there are at most.
const (
	recapShown = 20 // that a model is shown, of each list
	recapNamed = 2  // that are named of the done, and of the open
	recapNext  = 3  // that are named of what comes next
)

// A recapTask is what one recap's words are asked with: what a model may read, and what it may write.
type recapTask struct {
	facts RecapFacts
	brief recapBrief
	lists map[string][]RecapStory // that ids mean, by their letter
	may   map[string]bool         // the words that may stand in a clause
	goal  map[string]bool         // those of them that the goals have
}

// A recapBrief is what a model is told: everything in it went through the mask.
type recapBrief struct {
	Goal     string       `json:"goal"`
	Met      string       `json:"met"`
	Done     []recapShort `json:"done"`
	Open     []recapShort `json:"open"`
	NextGoal string       `json:"next_goal,omitempty"`
	Next     []recapShort `json:"next"`
	Words    string       `json:"words"`
}

type recapShort struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Objective string `json:"objective,omitempty"`
}

type recapShape struct {
	Done []string `json:"done"`
	Open []string `json:"open"`
	So   string   `json:"so"`
	Next []string `json:"next"`
	For  string   `json:"for"`
}

// The letters that the ids of stories begin with, as the model knows them.
const (
	doneLetter = "D"
	openLetter = "N"
	nextLetter = "X"
)

// Recap asks a model which stories tell why the Sprint Goal was met or not, and what comes next, and for a clause on each.
//
// Whatever it answers, no number and no name comes out that code did not put there: of its answer only ids are taken, which
// code turns into titles, and two clauses in which every word is one of a fixed list, or stands in small letters in a
// goal and is no number, no name of anybody known, and turns nothing around. Which stories are done is said by code. An answer
// with anything else is asked for once more and is an ErrNonsense then; other errors are ErrAway and ErrRejected. The usage is
// what was spent all the same. Where there is no story, or no goal in words that a clause can be made of, the words are
// RecapTemplate's, which costs no call.
func (m *Model) Recap(ctx context.Context, f RecapFacts) (RecapWords, Usage, error) {
	var u Usage
	t := newRecapTask(f)
	if len(t.goal) == 0 || len(t.brief.Done)+len(t.brief.Open)+len(t.brief.Next) == 0 {
		return RecapTemplate(f), u, nil
	}
	shape := recapShape{Done: []string{""}, Open: []string{""}, Next: []string{""}}
	system := filled("recap.tmpl", map[string]any{"Missed": f.Met == MetNo, "Met": f.Met == MetYes, "Planned": f.NextGoal != "",
		"Shape": shapeOf(shape), "Words": clauseWords, "Named": recapNamed, "NextNamed": recapNext})
	c := conversation{model: m, usage: &u, spare: 1}
	var w RecapWords
	err := c.hold(ctx, "recap", system, data(t.brief), schemaOf("recap", shape), func(text string) (err error) {
		w, err = t.read(text)
		return err
	})
	if err != nil {
		return RecapWords{}, u, err
	}
	return w, u, nil
}

func newRecapTask(f RecapFacts) *recapTask {
	f.Done, f.Open, f.Next = shown(f.Done), shown(f.Open), shown(f.Next)
	texts := []string{f.Goal, f.NextGoal}
	for _, s := range slices.Concat(f.Done, f.Open, f.Next) {
		texts = append(texts, s.Title, s.Objective)
	}
	mask := newMask(ritual.Request{}, f.People, texts)
	customers := slices.Clone(f.Customers)
	slices.SortFunc(customers, func(a, b string) int { return len(b) - len(a) })
	told := func(s string) string {
		s = mask.hide(head(s, heardMax))
		for _, c := range customers {
			if c = strings.Join(strings.Fields(plain(c)), " "); c != "" {
				s = replaceName(replaceName(s, c, "[customer]"), withoutForm(c), "[customer]")
			}
		}
		return cut(strings.Join(strings.Fields(s), " "), fieldMax)
	}
	t := &recapTask{facts: f, lists: map[string][]RecapStory{doneLetter: f.Done, openLetter: f.Open, nextLetter: f.Next}}
	short := func(letter string) []recapShort {
		all := []recapShort{}
		for i, s := range t.lists[letter] {
			all = append(all, recapShort{letter + strconv.Itoa(i+1), told(s.Title), told(s.Objective)})
		}
		return all
	}
	t.brief = recapBrief{Goal: told(f.Goal), Met: f.Met.String(), Done: short(doneLetter), Open: short(openLetter), NextGoal: told(f.NextGoal), Next: short(nextLetter)}
	t.may, t.goal = vocabulary(t.brief.Goal+"\n"+t.brief.NextGoal, namesIn(f))
	t.brief.Words = strings.Join(slices.Sorted(maps.Keys(t.may)), " ")
	return t
}

// shown are the stories that a model is shown.
func shown(all []RecapStory) []RecapStory {
	all = titled(all)
	return all[:min(len(all), recapShown)]
}
