package demo

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// Slack takes ten ticks in one group, and not many groups in a form.
const (
	perGroup  = 10
	ticksMost = 39 // criteria that have a tick of their own; the others have one together
	allOthers = "others"
)

// groupID is the field of a group of ticks. That of another version is another field: Slack keeps what is ticked in a field while
// the form around it changes.
func groupID(s ritual.Story, group int) string {
	return fmt.Sprintf("criteria.%d.%d", s.Version, group)
}

// labelMost is how long a criterion may be beside its tick; a longer one stands above, whole.
const labelMost = 70

// acceptModal asks of each criterion whether it is met, or of a story without any whether it is what was wanted.
func acceptModal(r ritual.Request, s ritual.Story, ticks []ritual.Tick, before ...slack.Block) kit.Modal {
	blocks := append(before[:len(before):len(before)], criteriaBlocks(s, ticks)...)
	submit := "Save"
	if len(s.Criteria) == 0 {
		submit = "Accept"
		blocks = append(blocks, kit.Section(kit.Raw("This story has no acceptance criteria. Is it what was wanted?")))
	} else {
		blocks = append(blocks, kit.Context(kit.Raw("With all of them ticked the story is accepted. What is open stays open, and you can come back to it.")))
	}
	form := request.Form(r, acceptForm, "Accept", submit, blocks...)
	form.Data = engine.FormData{Subject: r.ID, Version: s.Version}.Encode()
	return form
}

// acceptAgainModal is the form anew, where the criteria have changed since it was opened.
func acceptAgainModal(r ritual.Request, s ritual.Story, ticks []ritual.Tick) kit.Modal {
	return acceptModal(r, s, ticks, kit.Section(kit.Raw("*The criteria were changed meanwhile.* These are the ones that count now. What you ticked and still reads the same is ticked here.")))
}

// criteriaBlocks are the ticks, ten by ten, each group under those of its criteria that are too long to stand beside a tick.
func criteriaBlocks(s ritual.Story, ticks []ritual.Tick) []slack.Block {
	var blocks []slack.Block
	shown := s.Criteria
	if len(shown) > ticksMost {
		shown = shown[:ticksMost]
	}
	for first := 0; first < len(shown); first += perGroup {
		end := min(first+perGroup, len(shown))
		var long []kit.Text
		var opts []kit.Option
		var chosen []string
		for i := first; i < end; i++ {
			label := fmt.Sprintf("%d. %s", i+1, kit.OneLine(shown[i].Text))
			if utf8.RuneCountInString(label) > labelMost {
				long = append(long, kit.F("*%d.* %s", i+1, kit.OneLine(shown[i].Text)))
			}
			if ticks[i].By != "" {
				chosen = append(chosen, strconv.Itoa(i))
			}
			opts = append(opts, kit.Option{Value: strconv.Itoa(i), Label: kit.Cut(label, labelMost)})
		}
		if end == len(shown) && len(s.Criteria) > len(shown) {
			left := len(s.Criteria) - len(shown)
			opts = append(opts, kit.Option{Value: allOthers, Label: "and " + ritual.Figure(left, "other", "others") + " of the story"})
			if allMet(ticks[len(shown):]) {
				chosen = append(chosen, allOthers)
			}
		}
		blocks = append(blocks, kit.Sections(long)...)
		id := groupID(s, first/perGroup)
		blocks = append(blocks, kit.Input(id, groupLabel(first, end, len(s.Criteria)), kit.Checks(id, opts, chosen), kit.Optional()))
	}
	if who := tickedWords(ticks); who != "" {
		blocks = append(blocks, kit.Context(who))
	}
	return blocks
}

func groupLabel(first, end, all int) string {
	if all <= perGroup {
		return "Which of these are met?"
	}
	return fmt.Sprintf("Which of %d to %d are met?", first+1, end)
}

func allMet(ticks []ritual.Tick) bool {
	for _, t := range ticks {
		if t.By == "" {
			return false
		}
	}
	return true
}

// tickedWords say who ticked what was ticked before, and when the latest was.
func tickedWords(ticks []ritual.Tick) kit.Text {
	var last ritual.Tick
	n := 0
	for _, t := range ticks {
		if t.By == "" {
			continue
		}
		if n++; t.At.After(last.At) {
			last = t
		}
	}
	if n == 0 {
		return ""
	}
	return kit.F("%d of %d ticked, the latest by %s, %s", n, len(ticks), kit.User(last.By), request.When(last.At))
}

// openModal says what is open after some criteria were ticked, and what can be done about it.
func openModal(r ritual.Request, s ritual.Story, open []ritual.Criterion) kit.Modal {
	lines := []kit.Text{kit.F("%d of %s are ticked, and kept. Still open:", len(s.Criteria)-len(open), ritual.Figure(len(s.Criteria), "criterion", "criteria"))}
	for _, c := range open {
		lines = append(lines, kit.F("• %s", kit.OneLine(c.Text)))
	}
	blocks := append([]slack.Block{kit.Section(request.Titled(r.ID, r.Title))}, kit.Sections(lines)...)
	blocks = kit.Within(blocks, 9000)
	note := engine.Note("Not accepted yet", append(blocks,
		kit.Context(kit.F("*%s* stays Done until you accept it. If something is left to do, `Return` sends it back with the reason.", r.ID)),
		kit.Actions("", request.Button(r.ID, request.ReturnOpen, "Return")))...)
	note.Data = engine.FormData{Subject: r.ID}.Encode() // a button in a form is about what the form is about
	return note
}
