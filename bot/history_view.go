package bot

import (
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// historyMost is how many versions stand on a page.
const historyMost = 4

// historyModal is a page of a story's versions, the newest first; all has the oldest first. channel is where it was opened.
func historyModal(m request.Matter, all []ritual.Story, page int, channel string, restores bool) kit.Modal {
	form := engine.Note("History", kit.Section(request.Titled(m.Request.ID, m.Title())))
	form.Data = engine.FormData{Subject: m.Request.ID, Channel: channel}.Encode()
	pages := (len(all) + historyMost - 1) / historyMost
	page = min(page, pages-1)
	newest := slices.Clone(all)
	slices.Reverse(newest)
	for i, s := range newest[page*historyMost : min(len(all), (page+1)*historyMost)] {
		at := page*historyMost + i
		before := ritual.Story{}
		if at+1 < len(newest) {
			before = newest[at+1]
		}
		form.Blocks = append(form.Blocks, kit.Divider())
		form.Blocks = append(form.Blocks, versionBlocks(m, s, before)...)
		if _, same := ritual.Restore(m.Request, s, newest[0], m.By); restores && at > 0 && s.Drafted() && same == nil {
			button := kit.Confirm(kit.Aloud(kit.Button(storyRestore, "Restore", fmt.Sprint(m.Request.ID, "/", s.Version)), fmt.Sprintf("Restore version %d", s.Version)),
				fmt.Sprintf("Restore version %d?", s.Version), "It becomes the newest version, as yours. The others stay in the history.", "Restore", "Not now")
			form.Blocks = append(form.Blocks, kit.Actions(engine.WordsKept+versionMark+fmt.Sprint(s.Version), button))
		}
	}
	turn := func(to int, label string) {
		if to >= 0 && to < pages {
			form.Blocks = append(form.Blocks, kit.Actions(engine.WordsKept+pageMark+fmt.Sprint(to), kit.Button(historyTurn, label, fmt.Sprint(m.Request.ID, "/", to))))
		}
	}
	turn(page-1, "Newer versions")
	turn(page+1, "Older versions")
	if pages > 1 {
		form.Blocks = append(form.Blocks, kit.Context(kit.F("page %d of %d", page+1, pages)))
	}
	return form
}

// versionBlocks are one version: who wrote it when, and what is different from the one before.
func versionBlocks(m request.Matter, s, before ritual.Story) []slack.Block {
	changed := ritual.Changed(m.Request.Kind, before, s)
	words := writtenBy(s)
	answers := s.Answers(before)
	note := s.Note
	if !m.Whole() { // what was said and asked stays with those who were there
		answers, note = nil, ""
		changed = slices.DeleteFunc(changed, func(f string) bool { return f == ritual.FieldQuestions })
	}
	if by := answeredOnly(before, s, changed, answers); by != "" {
		words, note = kit.F("Answers by %s", kit.User(by)), ""
	}
	if len(answers) > 0 { // they show what became of the questions
		changed = slices.DeleteFunc(changed, func(f string) bool { return f == ritual.FieldQuestions })
	}
	head := kit.Join(" · ", kit.F("*Version %d*", s.Version), words, request.When(s.At))
	if note != "" {
		head += kit.F("\n%s", kit.Quote(note, 600))
	}
	blocks := []slack.Block{kit.Section(head)}
	was, is := before.Text(m.Request.Kind), s.Text(m.Request.Kind)
	for _, f := range changed {
		if before.Version == 0 {
			blocks = append(blocks, kit.Section(kit.F("_%s_\n%s", textLabels[f], kit.T(is[f]).Cut(2500))))
			continue
		}
		blocks = append(blocks, kit.Changes(textLabels[f], was[f], is[f]))
	}
	for _, q := range answers {
		blocks = append(blocks, kit.Section(kit.F("_%s_\n%s", q.Text, kit.Quote(q.Answer, 600))))
	}
	if len(changed)+len(answers) == 0 {
		blocks = append(blocks, kit.Context(kit.Raw("The same words as before.")))
	}
	return blocks
}

// answeredOnly is who answered, where a version is the one before with answers beside it; empty where it is more.
func answeredOnly(before, s ritual.Story, changed []string, answers []ritual.Question) string {
	other := slices.ContainsFunc(changed, func(f string) bool { return f != ritual.FieldQuestions })
	if before.Version == 0 || other || len(answers) == 0 || s.Author != before.Author || s.Origin != before.Origin {
		return ""
	}
	return answers[0].By
}

// restoredModal says what was restored.
func restoredModal(r ritual.Request, kept ritual.Story) kit.Modal {
	return engine.Note("Restored", kit.Section(kit.F("The story of *%s* reads as in version %d again. That is version %d now, and yours.", r.ID, kept.Restored, kept.Version)))
}
