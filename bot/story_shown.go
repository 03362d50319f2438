package bot

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/prompts"
	"tandem/store"
)

// How a story is shown: on a card what matters to decide, in the record all of it.

// What a card shows of a story at most. The record has the rest.
const (
	cardCriteria = 6
	cardFindings = 3
)

// storyBlocks show a story: its sentence, the criteria with what each rests on, what is out of scope and what is open. Of a
// private request whose story is shared, what people asked and answered is left out.
func storyBlocks(ctx context.Context, tx *store.Tx, at request.Matter, s ritual.Story, whole bool) ([]slack.Block, error) {
	if !at.Seen() {
		return nil, nil
	}
	var blocks []slack.Block
	if words := storyWords(at, s); words != "" {
		blocks = append(blocks, kit.Section(words))
	}
	done, err := criteriaWords(ctx, tx, at, s, whole)
	if err != nil {
		return nil, err
	}
	blocks = append(blocks, kit.Sections(done)...)
	if len(s.OutOfScope) > 0 {
		blocks = append(blocks, kit.Sections(append([]kit.Text{kit.Raw("*Out of scope*")}, bullets(s.OutOfScope)...))...)
	}
	if !at.Whole() {
		return blocks, nil
	}
	var known []kit.Text
	for _, q := range s.Questions {
		if q.Answer != "" {
			known = append(known, kit.F("*%s*\n%s", q.Text, kit.Join("\n", kit.Quote(q.Answer, 600), answeredBy(q))))
		}
	}
	blocks = append(blocks, kit.Sections(known)...)
	var found []slack.Block
	open := openQuestionsOf(at.Request, s)
	if whole {
		found, err = checked(ctx, tx, at, s)
		s.Questions = withQuestion(at.Request, s)
		open = s.OpenQuestions()
	} else {
		found, err = checkedOnCard(ctx, tx, at, s, open)
	}
	if err != nil {
		return nil, err
	}
	if !whole && at.Request.Unanswered() { // it stands by itself
		open = slices.DeleteFunc(open, func(q ritual.Question) bool { return q.ID == askedByPM })
	}
	if len(open) > 0 {
		blocks = append(blocks, kit.Sections(append([]kit.Text{kit.Raw("*Still open*")}, numberedLines(open)...))...)
	}
	wish, err := waitingRedraft(ctx, tx, at.Request)
	return append(append(blocks, found...), wish...), err
}

// answeredBy says who answered a question, and when.
func answeredBy(q ritual.Question) kit.Text {
	if q.By == "" {
		return ""
	}
	if q.At.IsZero() {
		return kit.F("_answered by %s_", kit.User(q.By))
	}
	return kit.F("_answered by %s, %s_", kit.User(q.By), request.When(q.At))
}

// storyButtons are what somebody can do with a story beside deciding about it. Where the product does not draft by itself,
// and there is none, they can have it drafted.
func storyButtons(at request.Matter, s ritual.Story, who ritual.Person) []slack.BlockElement {
	var buttons []slack.BlockElement
	for _, b := range []struct {
		right      ritual.Action
		id, label  string
		impossible bool
	}{
		{ritual.ToDraft, draftStory, "Draft story", s.Drafted() || !at.Product.Settings.NoDraft || at.Request.Kind == ritual.Praise},
		{ritual.ToEditStory, editStory, "Edit story", at.Request.Kind == ritual.Praise},
		{ritual.ToRedraft, redraftOpen, "Redraft", !s.Drafted()},
		{ritual.ToHistory, historyOpen, "History", s.Version == 0},
	} {
		if !b.impossible && at.May(b.right, who) == nil {
			buttons = append(buttons, request.Button(at.Request.ID, b.id, b.label))
		}
	}
	return buttons
}

// bullets are a list of people's words.
func bullets(items []string) []kit.Text {
	var lines []kit.Text
	for _, i := range items {
		lines = append(lines, kit.F("• %s", i))
	}
	return lines
}

// criteriaWords are the criteria, a line each under their heading.
func criteriaWords(ctx context.Context, tx *store.Tx, at request.Matter, s ritual.Story, whole bool) ([]kit.Text, error) {
	if len(s.Criteria) == 0 {
		return nil, nil
	}
	said, err := tx.AllEvidence(ctx, at.Request.ID)
	if err != nil {
		return nil, err
	}
	sign := "•"
	if at.Product.Settings.Checklist {
		sign = "☐"
	}
	may := at.Request.EvidenceTo(at.Reader, at.Product, said)
	lines := []kit.Text{kit.Raw("*Done when*")}
	for i, c := range s.Criteria {
		if !whole && i == cardCriteria && len(s.Criteria) > cardCriteria {
			lines = append(lines, kit.F("_and %s in `/tandem show %s`_", kit.Raw(fmt.Sprint(len(s.Criteria)-i, " more")), at.Request.ID))
			break
		}
		mark, err := criterionMark(ctx, tx, at.Request, s, said, c)
		if err != nil {
			return nil, err
		}
		if secretSource(at, c, said, may) {
			mark = kit.Raw("said in private")
		}
		lines = append(lines, kit.F("%s %s  _(%s)_", kit.Raw(sign), c.Text, mark))
	}
	return lines, nil
}

// storyWords are the story's sentence in the product's frame; for a problem, what happens and what should. What nobody
// said is left out.
func storyWords(at request.Matter, s ritual.Story) kit.Text {
	if at.Request.Kind == ritual.Problem {
		part := func(lead, words string) kit.Text {
			if words == "" {
				return ""
			}
			return kit.F("*%s* %s", lead, words)
		}
		return kit.Join("\n", part("Happens:", s.Happens), part("Should:", s.Should), part("To see it:", s.See))
	}
	var lines []kit.Text
	for _, runs := range s.Sentence(at.Product.Settings.Frame) {
		var line kit.Text
		for _, r := range runs {
			if r.Said {
				line += kit.T(r.Text)
			} else {
				line += strong(r.Text)
			}
		}
		lines = append(lines, line)
	}
	return kit.Join("\n", lines...)
}

// wordsInside are the words of a run, without the blanks and marks around them.
var wordsInside = regexp.MustCompile(`[\p{L}\p{N}](?:.*[\p{L}\p{N}])?`)

// strong is a run of a frame in bold, unless it has marks of its own: the blanks and marks around the words stay outside, or
// Slack would show the asterisks.
func strong(text string) kit.Text {
	at := wordsInside.FindStringIndex(text)
	if at == nil || strings.ContainsAny(text, "*_~`") {
		return kit.T(text)
	}
	return kit.F("%s*%s*%s", text[:at[0]], text[at[0]:at[1]], text[at[1]:])
}

// criterionMark says what a criterion rests on: a link to the message and who wrote it, the answer, the person who wrote it,
// or that it is an assumption.
func criterionMark(ctx context.Context, tx *store.Tx, r ritual.Request, s ritual.Story, said []ritual.Evidence, c ritual.Criterion) (kit.Text, error) {
	switch {
	case c.By != "":
		return kit.F("by %s", kit.User(c.By)), nil
	case c.Assumption():
		return kit.Raw("assumption"), nil
	case c.Source == prompts.NoteSource:
		return kit.Raw("asked for in a note"), nil
	}
	if id, ok := strings.CutPrefix(c.Source, prompts.AnswerSource); ok {
		for _, q := range s.Questions {
			if q.ID == id && q.By != "" {
				return kit.F("answered by %s", kit.User(q.By)), nil
			}
		}
		return kit.Raw("answered"), nil
	}
	for _, e := range said {
		if e.ID != c.Source {
			continue
		}
		link, err := request.Permalink(ctx, tx, e.Channel, e.TS, threadOf(r, e))
		if err != nil || link == "" {
			return kit.F("said by %s", kit.User(e.Author)), err
		}
		return kit.F("%s by %s", kit.Link(link, kit.Raw("said here")), kit.User(e.Author)), nil
	}
	return kit.Raw(lostSource), nil
}

// secretSource reports whether the reader may not know who said what a criterion rests on. may are the messages that they
// may read, of all that are kept.
func secretSource(at request.Matter, c ritual.Criterion, said, may []ritual.Evidence) bool {
	if c.By != "" || c.Assumption() || c.Source == prompts.NoteSource {
		return false
	}
	is := func(e ritual.Evidence) bool { return e.ID == c.Source }
	return !slices.ContainsFunc(may, is) && (slices.ContainsFunc(said, is) || !at.Whole())
}

// lostSource is the mark of a criterion whose message is not kept any more.
const lostSource = "its message is not kept any more"

// draftedBy says who wrote which version of a story.
func draftedBy(s ritual.Story) kit.Text {
	if !s.Drafted() {
		return ""
	}
	return kit.F("%s, version %d", writtenBy(s), s.Version)
}

// writtenBy says who wrote a version.
func writtenBy(s ritual.Story) kit.Text {
	words := kit.Raw("Template draft")
	switch {
	case s.Restored > 0:
		return kit.F("Version %d restored by %s", s.Restored, kit.User(s.Author))
	case s.Origin == ritual.FromPerson:
		return kit.F("Edited by %s", kit.User(s.Author))
	case s.Origin == ritual.FromModel:
		words = kit.Raw("Drafted by the model")
	}
	if s.AskedBy != "" {
		words += kit.F(" for %s", kit.User(s.AskedBy))
	}
	return words
}
