package prompts

import "context"

// StandupFacts is what the themes of a day's standup are found in.
type StandupFacts struct {
	Goal    string            // the Sprint Goal; empty where no sprint is on
	Answers []StandupAnswer   // in the order in which they came
	People  map[string]string // the names of people by their ids: of all whom the texts may name
}

// A StandupAnswer is what one person answered.
type StandupAnswer struct {
	By   string // the person's id
	Said []StandupSaid
}

// A StandupSaid is the answer to one question.
type StandupSaid struct {
	Question string
	Text     string
	Blocker  bool // the question is what is in the way
}

// A StandupTheme is what the answers of several people are about, in words of one of them.
type StandupTheme struct {
	Words   string   // verbatim from one of the answers
	By      []string // the ids of the people whose answers they are, in the order of the answers
	Blocker bool     // something is in the way there
}

// Themes finds at most three themes in the answers of a day's standup.
func (m *Model) Themes(context.Context, StandupFacts) ([]StandupTheme, Usage, error) {
	return nil, Usage{}, nil
}
