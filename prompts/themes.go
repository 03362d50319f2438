package prompts

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"tandem/bot/ritual"
)

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
	Blocker  bool // it tells what is in the way; a text such as "nothing" does not, whatever stands here
}

// A StandupTheme is what the answers of several people are about, in words of one of them.
type StandupTheme struct {
	Words   string   // verbatim from one of the answers
	By      []string // the ids of the people whose answers they are, in the order of the answers
	Blocker bool     // something is in the way there
}

// The limits of the themes of a standup.
const (
	themesMost    = 3
	themesAnswers = 3  // there are at least, or there is nothing to sum up
	themesShown   = 60 // answers that a model is shown at most
	themeWords    = 12
	themeWordsMin = 2
	themeMax      = 80 // characters
	saidMost      = 800
	saidLeast     = 80
)

// A themesTask is what the themes of one day are asked with.
type themesTask struct {
	mask    *mask
	names   map[string]bool // parts of names, in plain small letters
	brief   themesBrief
	answers []shownAnswer // by their id: A1 is the first
}

// A shownAnswer is what one person said, as it was shown to a model and as they wrote it.
type shownAnswer struct {
	by   string
	said []saidText
}

type saidText struct {
	told    string   // masked
	lines   []string // as it was written
	blocker bool
}

// A themesBrief is what a model is told: everything in it went through the mask.
type themesBrief struct {
	Goal    string         `json:"sprint_goal,omitempty"`
	Answers []themesAnswer `json:"answers"`
}

type themesAnswer struct {
	ID   string       `json:"id"`
	Said []themesSaid `json:"said"`
}

type themesSaid struct {
	Question string `json:"question"`
	Text     string `json:"text"`
	Blocker  bool   `json:"in_the_way,omitempty"`
}

type themesShape struct {
	Themes []themeShape `json:"themes"`
}

type themeShape = struct {
	Answers []string `json:"answers"`
	Words   string   `json:"words"`
}

// answerLetter stands before the number of an answer.
const answerLetter = "A"

// Themes asks a model for at most three themes in the answers of a day's standup. That there are none is an answer, too.
//
// Whatever it answers, nothing comes out that nobody said: of its answer ids are taken, which code turns into people, and
// words that stand in one of these answers and keep the sense of their sentence there. Who shares no word with them is not named.
// An answer with anything else is asked for once more and is an ErrNonsense then; other errors are ErrAway and ErrRejected.
// The usage is what was spent all the same. Fewer than three answers have no themes, which costs no call.
func (m *Model) Themes(ctx context.Context, f StandupFacts) ([]StandupTheme, Usage, error) {
	var u Usage
	t := newThemesTask(f)
	if len(t.answers) < themesAnswers {
		return nil, u, nil
	}
	shape := themesShape{Themes: []themeShape{{Answers: []string{""}}}}
	system := filled("themes.tmpl", map[string]any{"Most": themesMost, "Least": themeWordsMin, "Words": themeWords, "Max": themeMax,
		"Label": t.mask.letter, "Goal": t.brief.Goal != "", "Shape": shapeOf(shape)})
	c := conversation{model: m, usage: &u, spare: 1}
	var found []StandupTheme
	err := c.hold(ctx, "themes", system, data(t.brief), schemaOf("themes", shape), func(text string) (err error) {
		found, err = t.read(text)
		return err
	})
	if err != nil {
		return nil, u, err
	}
	return found, u, nil
}

func newThemesTask(f StandupFacts) *themesTask {
	texts, count := []string{f.Goal}, 0
	for _, a := range f.Answers {
		for _, s := range a.Said {
			texts = append(texts, head(s.Question, heardMax), head(s.Text, heardMax))
			count++
		}
	}
	t := &themesTask{mask: newMask(ritual.Request{}, f.People, texts), names: map[string]bool{}}
	for part := range namesIn(RecapFacts{People: f.People}) {
		t.names[part] = nameable(part, nameMin)
	}
	told := func(s string, n int) string { return cut(t.mask.hide(seen(head(s, heardMax))), n) }
	t.brief.Goal = strings.Join(strings.Fields(told(f.Goal, fieldMax)), " ")
	left, share := heardAllMax, max(saidLeast, min(saidMost, heardAllMax/max(1, count))) // everybody is heard alike
	for _, a := range f.Answers {
		if len(t.answers) == themesShown {
			break
		}
		is, shown := shownAnswer{by: a.By}, themesAnswer{ID: answerLetter + strconv.Itoa(len(t.answers)+1)}
		for _, s := range a.Said {
			text := told(s.Text, share)
			if left < share || nothing.MatchString(text) {
				continue
			}
			left -= len([]rune(text))
			is.said = append(is.said, saidText{text, linesOf(s.Text), s.Blocker})
			shown.Said = append(shown.Said, themesSaid{strings.Join(strings.Fields(told(s.Question, fieldMax)), " "), text, s.Blocker})
		}
		if len(is.said) > 0 {
			t.answers, t.brief.Answers = append(t.answers, is), append(t.brief.Answers, shown)
		}
	}
	return t
}

// nothing is an answer that says nothing, or that nothing is in the way.
var nothing = rx(`^[^\p{L}\p{N}]*(?:(?:no|none|nope|nah|nothing|not really|not (?:now|today|yet)|all (?:good|clear|fine|ok|okay)|same|n/?a|nein|nichts|keine?r?s?|nö|alles gut|(?:特に)?(?:なし|無し|ありません|ない(?:です)?)|没有|无|無)` +
	`(?:[\s,]+(?:blockers?|blocked|blocking|impediments?|issues?|problems?|obstacles?|so far|today|at the moment|right now|for now|now|in (?:the|my) way|to report|thanks|thank you|yet|much|new|at all|for me|from me|im weg|heute|hindernisse|probleme|danke))*)?[^\p{L}\p{N}]*$`)

// seen is a text without the letters in it that cannot be seen, such as those that turn its direction. Those that join
// and part letters stay: some scripts need them.
func seen(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' {
			return -1
		}
		return r
	}, s)
}

// linesOf are the lines of a text as people read them.
func linesOf(s string) []string {
	var all []string
	for line := range strings.Lines(plain(seen(head(s, heardMax)))) {
		all = append(all, strings.Join(strings.Fields(line), " "))
	}
	return all
}

// generic are words of every standup, which say nothing about this one.
var generic = strings.Fields("work works worked working continue continues continued continuing start starts started starting finish finishes finished finishing fix fixes fixed fixing bug bugs bugfix bugfixes bugfixing " +
	"ship ships shipped shipping feature features product products project projects task tasks ticket tickets story stories item items issue issues problem problems sprint sprints goal goals team teams " +
	"meeting meetings standup daily review reviews reviewed reviewing code coding pr prs pull request requests merge merged merging test tests tested testing thing things stuff something everything progress " +
	"same yesterday today tomorrow week day days next now soon going go good fine well done do doing make making made more other others various several different few lot lots new old back first last " +
	"block blocks blocked blocker blockers blocking wait waits waited waiting way help helped helping talk sync support improve improved improving improvement improvements update updates updated updating develop developing development implement implementing implementation " +
	"arbeite arbeiten arbeit weiter weitermachen gearbeitet fertig fehler beheben behoben aufgabe aufgaben thema themen heute gestern morgen wie warte warten hilfe besprechung termine tests testen läuft gut " +
	"対応 対応中 作業 作業中 進捗 確認 確認中 続き 昨日 今日 明日 待 待ち レビュー テスト タスク バグ 修正 工作 进行 完成 继续 修复 今天 昨天 明天")

// unparted are the scripts that put no blanks between words.
var unparted = regexp.MustCompile(`[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]`)
