package bot

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// textLabels are what people read beside the fields of a story.
var textLabels = map[string]string{
	"as": "As a", "want": "I want", "so_that": "So that",
	"happens": "What happens", "should": "What should happen", "see": "How to see it",
	ritual.FieldCriteria: "Acceptance criteria", ritual.FieldOutOfScope: "Out of scope", ritual.FieldQuestions: "Open questions",
}

// textPlaceholders are what stands in the empty fields.
var textPlaceholders = map[string]string{
	"as": "support agent", "want": "to export the list as CSV", "so_that": "an audit takes minutes",
	"happens": "The export stops after 1,000 rows", "should": "It holds all rows", "see": "Open a list of 1,001 rows and press Export",
	ritual.FieldOutOfScope: "What it is not, one a line", ritual.FieldQuestions: "What nobody has said yet, one a line",
}

// editModal is the form for a story, as it stood in a version.
func editModal(m request.Matter, version int, text ritual.Text, before ...slack.Block) kit.Modal {
	form := request.Form(m.Request, editForm, "Edit story", "Save", before...)
	form.Data = engine.FormData{Subject: m.Request.ID, Version: version}.Encode()
	for _, f := range ritual.TextFields(m.Request.Kind) {
		if value, asked := text[f]; asked {
			form.Blocks = append(form.Blocks, textInputs(m, f, value)...)
		}
	}
	return form
}

// textInputs are the inputs of a field: several where Slack takes no text so long in one.
func textInputs(m request.Matter, field, value string) []slack.Block {
	switch field {
	case ritual.FieldCriteria, ritual.FieldOutOfScope, ritual.FieldQuestions:
	default:
		return []slack.Block{kit.Input(field, textLabels[field], kit.Area(field, value, textPlaceholders[field], ritual.FieldMax), kit.Optional())}
	}
	var blocks []slack.Block
	for i, part := range inParts(value) {
		id, label, opts := partOf(field, i+1), textLabels[field], []kit.InputOption{kit.Optional()}
		if i > 0 {
			label += fmt.Sprintf(" (part %d)", i+1)
		} else if field == ritual.FieldCriteria {
			opts = append(opts, kit.Hint(criteriaHint(m.Product)))
		}
		blocks = append(blocks, kit.Input(id, label, kit.Area(id, part, criteriaExample(m.Product, field), 0), opts...))
	}
	return blocks
}

// partMost is how many characters of a list stand in one field, so that there is room to write in it.
const partMost = 2000

// inParts cuts a list, between lines, into what one field holds.
func inParts(text string) []string {
	parts := []string{""}
	for line := range strings.Lines(text) {
		last := len(parts) - 1
		if parts[last] != "" && utf8.RuneCountInString(parts[last]+line) > partMost {
			parts = append(parts, line)
			continue
		}
		parts[last] += line
	}
	return parts
}

func criteriaHint(p ritual.Product) string {
	as := "One a line, as “Given …, when …, then …”; a plain rule may stay one."
	if p.Settings.Checklist {
		as = "One a line, as a checklist: each is true or false."
	}
	return as + " What you leave or only reword keeps the message it rests on; what is new is yours. Take [assumption] off what is certain."
}

func criteriaExample(p ritual.Product, field string) string {
	switch {
	case field != ritual.FieldCriteria:
		return textPlaceholders[field]
	case p.Settings.Checklist:
		return "The file has all rows"
	}
	return "Given a list of 1,001 rows, when I export it, then the file has all of them"
}

// editAgainModal is the form again, where somebody else changed the same meanwhile. It has what was typed, and says what is
// there now.
func editAgainModal(m request.Matter, now ritual.Story, e ritual.Edit, typed ritual.Text) kit.Modal {
	was, is := ritual.Text{}, now.Text(m.Request.Kind)
	for _, f := range slices.Concat(e.Mine, e.Both) {
		was[f] = typed[f]
	}
	before := []slack.Block{kit.Section(kit.F("*%s meanwhile.* The fields hold what you wrote. Save again to have yours take its place.", writtenBy(now)))}
	for _, f := range e.Both {
		before = append(before, kit.Section(kit.F("*%s* is now\n%s", textLabels[f], quoted(is[f]))))
	}
	return editModal(m, now.Version, was, append(before, theirsBlocks(now, m.Request.Kind, e.Theirs)...)...)
}

// quoted is a text as a quote, or that there is none.
func quoted(text string) kit.Text {
	if strings.TrimSpace(text) == "" {
		return kit.Raw("_empty_")
	}
	return kit.Quote(text, 2500)
}

// theirsBlocks say what somebody else changed meanwhile, which stays.
func theirsBlocks(now ritual.Story, k ritual.Kind, theirs []string) []slack.Block {
	var blocks []slack.Block
	is := now.Text(k)
	for _, f := range theirs {
		blocks = append(blocks, kit.Section(kit.F("*%s* was changed meanwhile (_%s_), and stays\n%s", textLabels[f], writtenBy(now), quoted(is[f]))))
	}
	return blocks
}

// editedModal says what was kept, what somebody else had changed until now, and what is worth a look.
func editedModal(r ritual.Request, kept, now ritual.Story, theirs []string, found []slack.Block) kit.Modal {
	blocks := []slack.Block{kit.Section(kit.F("The story of *%s* is kept as version %d, edited by you. `History` has the earlier ones.", r.ID, kept.Version))}
	blocks = append(blocks, theirsBlocks(now, r.Kind, theirs)...)
	return engine.Note("Story saved", append(blocks, found...)...)
}

// unchangedModal says that nothing was changed in the form.
func unchangedModal(r ritual.Request, now ritual.Story, theirs []string) kit.Modal {
	blocks := []slack.Block{kit.Section(kit.F("You changed nothing of the story of *%s*.", r.ID))}
	return engine.Note("Edit story", append(blocks, theirsBlocks(now, r.Kind, theirs)...)...)
}
