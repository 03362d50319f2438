package ritual

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Standup asks a product's people the same few questions on the same days, each in their own morning, and tells their channel
// what they said: once a day, in one message.
type Standup struct {
	ID      string
	Product string
	Setup   StandupSetup
	By      string // who set it up
	Created time.Time
	Ended   time.Time // zero while it goes on

	Last   string    // the day of the run that was opened last; empty before the first
	Next   string    // that of the next one
	NextAt time.Time // when it asks the first; zero where that is to be computed
}

// A StandupSetup is what the form of a standup says. What is changed counts from the next run: each run keeps the one that it began
// with.
type StandupSetup struct {
	Name       string            `json:"name"`
	Days       Weekdays          `json:"days"`
	Time       string            `json:"time"`           // HH:MM, when people are asked
	Zone       string            `json:"zone,omitempty"` // IANA name, whose time that is; empty: each person's own
	Summary    string            `json:"summary"`        // HH:MM in the team's zone
	People     []string          `json:"people"`         // whose answers are waited for
	Optional   []string          `json:"optional,omitempty"`
	Channel    string            `json:"channel"`
	Holidays   string            `json:"holidays,omitempty"` // ISO 3166, whose public holidays are off for all; NoCountry: none are; empty: each person's own
	Questions  []StandupQuestion `json:"questions"`
	NoReminder bool              `json:"no_reminder,omitempty"`
}

// A StandupQuestion is one of a standup's questions.
type StandupQuestion struct {
	Text string       `json:"text"`
	Kind QuestionKind `json:"kind,omitempty"`
}

// A QuestionKind says what is particular to a question. Its text is kept in the database and never renamed.
type QuestionKind string

// The kinds of questions; the empty one is answered in words alone.
const (
	AsksWords   QuestionKind = ""
	AsksPlan    QuestionKind = "plan"    // offers the stories of the sprint as ticks; stands in the first answer the next time
	AsksBlocker QuestionKind = "blocker" // what is said is an open item until somebody resolves it
)

// The questions where nobody wrote others. They are about the Sprint Goal, as the Scrum Guide of 2020 has it.
const (
	AskMoved   = "What moved us toward the sprint goal?"
	AskNext    = "What next?"
	AskBlocker = "Anything in the way?"
)

// The defaults of a standup.
const (
	StandupName    = "Standup"
	StandupTime    = "09:30"
	StandupSummary = "11:30"
)

// The marks that begin the line of a question which is not one of the usual ones, for what is particular to it.
const (
	planMark    = "+"
	blockerMark = "!"
)

var markOf = map[QuestionKind]string{AsksPlan: planMark, AsksBlocker: blockerMark}

// The fields of the form of a standup. Open forms carry them: they are never renamed.
const (
	FieldStandupName  = "name"
	FieldStandupDays  = "days"
	FieldStandupTime  = "time"
	FieldStandupZone  = "zone"
	FieldSummaryAt    = "summary"
	FieldStandupWho   = "people"
	FieldOptional     = "optional"
	FieldStandupWhere = "channel"
	FieldHolidays     = "holidays"
	FieldStandupAsks  = "questions"
	FieldReminder     = "reminder"
)

// UsualQuestions are the questions where nobody wrote others.
func UsualQuestions() []StandupQuestion {
	return []StandupQuestion{{Text: AskMoved}, {Text: AskNext, Kind: AsksPlan}, {Text: AskBlocker, Kind: AsksBlocker}}
}

// UsualStandup is a standup's setup before anybody chose anything, for a team.
func UsualStandup(channel string, team []string) StandupSetup {
	return StandupSetup{Name: StandupName, Days: MondayToFriday, Time: StandupTime, Summary: StandupSummary, People: team, Channel: channel, Questions: UsualQuestions()}
}

// Limits of a standup.
const (
	standupNameMost  = 40  // characters
	questionsMost    = 10  // of one standup
	questionMost     = 150 // characters
	answerTime       = 2 * time.Hour
	summaryLatest    = 4 * time.Hour // how much later than it is set up a summary waits for those who were asked late
	remindBeforeHand = time.Hour
)

// NewStandup checks what the form of a standup said. Its fields are named as in the form; people are those on the roster as far as
// they are known, and team is the zone of the summary. What is wrong is refused all at once.
func NewStandup(s StandupSetup, questions string, people map[string]Person, team string) (StandupSetup, error) {
	s.Name = cmp.Or(strings.Join(strings.Fields(s.Name), " "), StandupName)
	s.Zone = strings.TrimSpace(s.Zone)
	var bad []error
	wrong := func(yes bool, field, format string, args ...any) {
		if yes {
			bad = append(bad, RefuseField(field, format, args...))
		}
	}
	n := utf8.RuneCountInString(s.Name)
	wrong(n > standupNameMost, FieldStandupName, "Keep the name to %d characters; this one has %d.", standupNameMost, n)
	wrong(s.Days == 0, FieldStandupDays, "Tick the days of the standup, at least one.")
	_, known := time.LoadLocation(s.Zone)
	wrong(known != nil || s.Zone == "Local", FieldStandupZone, "“%s” is not a time zone that I know. One looks like Europe/Berlin; leave it empty for each person's own.", short(s.Zone))
	wrong(s.Channel == "", FieldStandupWhere, "Choose the channel that gets the summary.")
	bad = append(bad, s.checkTimes(team), s.checkRoster(people))
	qs, err := ParseQuestions(questions)
	s.Questions, bad = qs, append(bad, err)
	s.Optional = slices.DeleteFunc(slices.Clone(s.Optional), func(id string) bool { return slices.Contains(s.People, id) })
	return s, join(bad...)
}

// checkTimes checks when people are asked and when the summary is posted. Where both are times of one zone, people get two hours.
func (s StandupSetup) checkTimes(team string) error {
	at, ok := clock(s.Time)
	sum, ok2 := clock(s.Summary)
	var bad []error
	switch {
	case !ok:
		bad = append(bad, RefuseField(FieldStandupTime, "Choose a time, such as 09:30."))
	case at+answerTime >= 24*time.Hour:
		bad = append(bad, RefuseField(FieldStandupTime, "Choose a time before 22:00: people get two hours to answer."))
	}
	switch {
	case !ok2:
		bad = append(bad, RefuseField(FieldSummaryAt, "Choose a time, such as 11:30."))
	case len(bad) == 0 && s.oneClock(team) && sum < at+answerTime:
		bad = append(bad, RefuseField(FieldSummaryAt, "Choose %s or later: people are asked at %s, and get two hours to answer.", clockWords(at+answerTime), clockWords(at)))
	}
	return join(bad...)
}

// oneClock reports whether the time of the questions and that of the summary can be compared: both are the team's, or the one is each
// person's own.
func (s StandupSetup) oneClock(team string) bool { return s.Zone == "" || s.Zone == team }

// clockWords are a time of the day as it is written.
func clockWords(since time.Duration) string { return time.Time{}.Add(since).Format(clockLayout) }

// checkRoster refuses a roster of nobody, and apps and those who have left on it. Whom Slack did not describe yet may stand on it.
func (s StandupSetup) checkRoster(people map[string]Person) error {
	var bad []error
	if len(s.People) == 0 {
		bad = append(bad, RefuseField(FieldStandupWho, "Choose whom to ask, at least one person. Whose answers are welcome and not waited for stand below."))
	}
	for _, field := range []string{FieldStandupWho, FieldOptional} {
		var apps, gone []string
		for _, id := range map[string][]string{FieldStandupWho: s.People, FieldOptional: s.Optional}[field] {
			switch who := people[id]; who.Kind {
			case Machine:
				apps = append(apps, cmp.Or(short(who.Name), "one of them"))
			case Gone:
				gone = append(gone, cmp.Or(short(who.Name), "one of them"))
			}
		}
		if len(apps) > 0 {
			bad = append(bad, RefuseField(field, "Take out %s: an app answers no questions.", And(named(apps))))
		} else if len(gone) > 0 {
			bad = append(bad, RefuseField(field, "Take out %s, who left the workspace.", And(named(gone))))
		}
	}
	return join(bad...)
}

// named is a list of names that is not too long for a sentence.
func named(all []string) []string {
	if len(all) > wrongMost {
		return append(slices.Clone(all[:wrongMost]), fmt.Sprintf("%d more", len(all)-wrongMost))
	}
	return all
}

// ParseQuestions reads a standup's questions, one a line. The usual ones are known by their words; another one that begins with "+"
// offers the stories of the sprint, and one that begins with "!" asks what is in the way.
func ParseQuestions(text string) ([]StandupQuestion, error) {
	var all []StandupQuestion
	seen, first := map[string]bool{}, map[QuestionKind]string{}
	for line := range strings.Lines(text) {
		q := readQuestion(line)
		if q.Text == "" {
			continue
		}
		switch n := utf8.RuneCountInString(q.Text); {
		case !hasWord(q.Text):
			return nil, RefuseField(FieldStandupAsks, "“%s” is no question. Write one a line.", short(q.Text))
		case n > questionMost:
			return nil, RefuseField(FieldStandupAsks, "Keep each question to %d characters; “%s” has %d.", questionMost, short(q.Text), n)
		case seen[strings.ToLower(q.Text)]:
			return nil, RefuseField(FieldStandupAsks, "“%s” is there twice. Write each question once.", short(q.Text))
		case q.Kind != AsksWords && first[q.Kind] != "":
			return nil, RefuseField(FieldStandupAsks, "Only one question can begin with %s. “%s” counts as one, and so does “%s”: keep one of them.",
				markOf[q.Kind], short(first[q.Kind]), short(q.Text))
		}
		seen[strings.ToLower(q.Text)], first[q.Kind] = true, q.Text
		all = append(all, q)
	}
	switch n := len(all); {
	case n == 0:
		return nil, RefuseField(FieldStandupAsks, "Write at least one question, one a line.")
	case n > questionsMost:
		return nil, RefuseField(FieldStandupAsks, "Keep it to %d questions; these are %d. Fewer get better answers.", questionsMost, n)
	}
	return all, nil
}

// readQuestion reads the line of one question.
func readQuestion(line string) StandupQuestion {
	q := StandupQuestion{Text: strings.Join(strings.Fields(line), " ")}
	switch {
	case strings.EqualFold(q.Text, AskNext):
		q.Kind = AsksPlan
	case strings.EqualFold(q.Text, AskBlocker):
		q.Kind = AsksBlocker
	case strings.HasPrefix(q.Text, planMark):
		q.Kind, q.Text = AsksPlan, strings.TrimSpace(strings.TrimPrefix(q.Text, planMark))
	case strings.HasPrefix(q.Text, blockerMark):
		q.Kind, q.Text = AsksBlocker, strings.TrimSpace(strings.TrimPrefix(q.Text, blockerMark))
	}
	return q
}

// WrittenQuestions are questions as ParseQuestions reads them.
func WrittenQuestions(qs []StandupQuestion) string {
	var lines []string
	for _, q := range qs {
		line := q.Text
		if readQuestion(line) != q {
			line = markOf[q.Kind] + " " + line
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// On reports whether somebody is on the roster, and whether they are asked without being waited for.
func (s StandupSetup) On(person string) (on, optional bool) {
	if slices.Contains(s.People, person) {
		return true, false
	}
	optional = slices.Contains(s.Optional, person)
	return optional, optional
}

// All are all who stand on the roster, those who are waited for first.
func (s StandupSetup) All() []string { return slices.Concat(s.People, s.Optional) }

// Window is how late somebody is still asked: as long as there is between the time of the questions and that of the summary, two hours
// at least. team is the zone of the summary: where people are asked by the clocks of another one, the two are no times of one day.
func (s StandupSetup) Window(team string) time.Duration {
	if !s.oneClock(team) {
		return answerTime
	}
	at, _ := clock(s.Time)
	sum, _ := clock(s.Summary)
	return max(sum-at, answerTime)
}
