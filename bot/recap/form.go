package recap

import (
	"context"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// demosOffered is how many stories the form offers for the top.
const demosOffered = 100

// form is Edit recap. Once the recap is posted, it asks for the PO's own sentences only. says stands on top and may be empty.
func form(ctx context.Context, tx *store.Tx, s ritual.Sprint, p ritual.Product, r ritual.Recap, says kit.Text) (kit.Modal, error) {
	m := kit.Modal{ID: editForm, Title: fmt.Sprintf("Recap of sprint %d", s.Number), Submit: "Save", Close: "Cancel", Data: engine.FormData{Subject: s.ID, Last: savedAt(r)}.Encode()}
	if says != "" {
		m.Blocks = append(m.Blocks, kit.Section(says))
	}
	m.Blocks = append(m.Blocks, kit.Section(kit.F("*Sprint Goal*  %s", s.Goal)))
	sentence := kit.Input("sentence", "In a sentence", kit.Area("sentence", r.Sentence(), "Why it was met, or what was in the way", ritual.RecapSentenceMax), kit.Optional(),
		kit.Hint("Your own words. The recap shows as much of them as fits into twelve lines."))
	focus := kit.Input("focus", "Next focus", kit.Area("focus", r.Focus(), "What the team turns to next", ritual.RecapSentenceMax), kit.Optional())
	if !r.Posted.IsZero() {
		m.Blocks = append(m.Blocks, sentence, focus, kit.Context(kit.Raw("The recap is posted: your own sentences can be put right, and all else stays as people have read it.")))
		return m, nil
	}
	var answers []kit.Option
	for _, g := range ritual.GoalAnswers {
		answers = append(answers, kit.Option{Value: string(g), Label: g.String()})
	}
	m.Blocks = append(m.Blocks, kit.Input("met", "Was the Sprint Goal met?", kit.Radio("met", answers, string(r.Own.Met))), sentence)
	demos, err := demosField(ctx, tx, s, p, r)
	if err != nil {
		return m, err
	}
	m.Blocks = append(m.Blocks, demos...)
	m.Blocks = append(m.Blocks, focus, kit.Input("challenges", "Open challenges", kit.Area("challenges", r.Own.Challenges, "What is hard and still open", ritual.RecapSentenceMax), kit.Optional(),
		kit.Hint("Stands in the thread, below what is not done.")))
	named, err := namedField(ctx, tx, s, p, r)
	if err != nil {
		return m, err
	}
	m.Blocks = append(m.Blocks, named...)
	m.Blocks = append(m.Blocks, kit.Context(request.Dotted(kit.Raw("Figures come from the closed sprint and cannot be edited"), asOf(r))))
	return m, nil
}

// savedAt stands for how a recap was saved last: it is another one once somebody has saved it.
func savedAt(r ritual.Recap) string {
	if !r.Own.Edited() {
		return ""
	}
	return fmt.Sprint(r.Own.At.UnixMilli(), " ", r.Own.By)
}

// savedMeanwhile is the form as it was filled in, where somebody else saved theirs while it was open: both can be read.
func savedMeanwhile(ctx context.Context, tx *store.Tx, s ritual.Sprint, p ritual.Product, is ritual.Recap, typed ritual.RecapOwn) (kit.Modal, error) {
	says := []kit.Text{kit.F("*%s saved this recap while you wrote.* Yours stands below; `Save` puts it in place of theirs:", kit.User(is.Own.By)),
		kit.F("Goal met: %s", strings.ToLower(is.Own.Met.String()))}
	for _, one := range []struct{ name, theirs string }{{"In a sentence", is.Own.Sentence}, {"Next focus", is.Own.Focus}, {"Open challenges", is.Own.Challenges}} {
		if one.theirs != "" {
			says = append(says, kit.F("%s: %s", one.name, one.theirs))
		}
	}
	mine := is
	mine.Own, mine.Demos = typed, nil
	mine.Own.By, mine.Own.At = is.Own.By, is.Own.At // what the form is held against the next time
	if typed.Met == "" {
		mine.Own.Met = is.Own.Met
	}
	for _, id := range typed.Demos {
		mine.Demos = append(mine.Demos, ritual.RecapDemo{Request: id})
	}
	return form(ctx, tx, s, p, mine, kit.Join("\n", says...))
}

// demosField chooses the stories on top, as they are named there.
func demosField(ctx context.Context, tx *store.Tx, s ritual.Sprint, p ritual.Product, r ritual.Recap) ([]slack.Block, error) {
	var offered []kit.Option
	for _, one := range s.Result.Stories {
		if one.End == ritual.EndRemoved || len(offered) == demosOffered {
			continue
		}
		is, err := tx.Request(ctx, one.Request)
		if err != nil {
			return nil, err
		}
		offered = append(offered, kit.Option{Value: is.ID, Label: is.ID + " " + is.TitleTo(ritual.Reader{Place: r.Channel}, p)})
	}
	if len(offered) == 0 {
		return nil, nil
	}
	var chosen []string
	for _, d := range r.Demos {
		chosen = append(chosen, d.Request)
	}
	return []slack.Block{kit.Input("demos", "Demos", kit.Menus("demos", offered, chosen, "Choose up to five"), kit.Optional(),
		kit.Hint("They stand on top, with what was said of them for the demo."))}, nil
}

// namedField ticks the private stories of which the recap says who asked; none where there are no such stories.
func namedField(ctx context.Context, tx *store.Tx, s ritual.Sprint, p ritual.Product, r ritual.Recap) ([]slack.Block, error) {
	hidden, err := privates(ctx, tx, s, p, r)
	if err != nil || len(hidden) == 0 {
		return nil, err
	}
	var offered []kit.Option
	for _, is := range hidden {
		names, err := askers(ctx, tx, is)
		if err != nil {
			return nil, err
		}
		offered = append(offered, kit.Option{Value: is.ID, Label: is.ID + ": " + names})
	}
	return []slack.Block{kit.Input("named", "Name who asked", kit.Checks("named", offered, r.Own.Named), kit.Optional(),
		kit.Hint("These stories are private. Without a tick, nobody learns who asked for them."))}, nil
}
