package bot

import (
	"context"
	"errors"
	"testing"

	"tandem/prompts"
	"tandem/prompts/modelsim"
)

func TestTheThemesOfAStandupCostOfTheDaysBudget(t *testing.T) {
	inWorlds(t, func(w *world) {
		ctx := context.Background()
		day := prompts.StandupFacts{}
		for _, a := range [][2]string{{"sam", "Refunds time out"}, {"priya", "Looked at refunds"}, {"dev", "Mails in German"}} {
			day.Answers = append(day.Answers, prompts.StandupAnswer{By: a[0], Said: []prompts.StandupSaid{{Question: "What next?", Text: a[1]}}})
		}
		w.setUp()
		if themes, err := w.drafter.standupThemes(ctx, w.bot, day); themes != nil || err != nil {
			t.Errorf("without a model: %+v, %v", themes, err)
		}
		s := modelsim.Start(t)
		w.tokens = 2000
		w.startsWith(s)
		s.Always(modelsim.JSON(`{"themes":[{"answers":["A1","A2"],"words":"Refunds time out"}]}`))
		themes, err := w.drafter.standupThemes(ctx, w.bot, day)
		if err != nil || len(themes) != 1 || themes[0].Words != "Refunds time out" || len(themes[0].By) != 2 {
			t.Errorf("%+v, %v", themes, err)
		}
		if calls, tokens := w.usage(); calls != 1 || tokens < 100 {
			t.Errorf("%d calls, %d tokens", calls, tokens)
		}

		w.failing = true
		s.Always(modelsim.JSON(`{"themes":[{"answers":["A1","A2"],"words":"Product is shipping features"}]}`))
		if themes, err := w.drafter.standupThemes(ctx, w.bot, day); themes != nil || !errors.Is(err, prompts.ErrNonsense) {
			t.Errorf("%+v, %v", themes, err)
		}
		calls, tokens := w.usage()
		if calls != 3 || tokens < w.tokens {
			t.Errorf("%d calls, %d tokens: what cannot be used has its price, too", calls, tokens)
		}
		if themes, err := w.drafter.standupThemes(ctx, w.bot, day); themes != nil || !errors.Is(err, errSpent) {
			t.Errorf("%+v, %v", themes, err)
		}
		if again, _ := w.usage(); again != calls || len(s.Asked()) != 3 {
			t.Errorf("asked %d times, %d calls", len(s.Asked()), again)
		}
		w.ended()
	})
}
