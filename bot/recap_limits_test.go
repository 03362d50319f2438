package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/bot/sprint"
	"tandem/store"
)

// blocksOf are the blocks of a view, as Slack gets them.
func blocksOf(v kit.Message) (blocks []slacksim.Block) {
	if err := json.Unmarshal([]byte(dump(v.Blocks)), &blocks); err != nil {
		panic(err) // they were made of the same
	}
	return blocks
}

func TestARecapOfVeryManyStoriesIsTwelveLinesLongAndLeavesNoneOut(t *testing.T) {
	inWorlds(t, func(w *world) {
		const stories, objectives = 120, 40
		w.setUp()
		p, sam := w.product("Atlas"), w.sim.Person("sam").ID()
		s := ritual.Sprint{ID: store.NewID(), Product: p.ID, Number: 1234, Goal: wordy(600, 1), Starts: "2026-02-16", Ends: "2026-02-27", DemoDay: "2026-02-27", DemoTime: "15:00",
			Zone: "UTC", State: ritual.SprintClosed, Started: monday.AddDate(0, 0, -14), Closed: monday}
		var views []kit.Message
		var texts []string
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			views, texts = nil, nil
			var err error
			closed := s
			half := ritual.SprintCount{Stories: stories / 2, Unsized: stories / 2, Points: 999}
			closed.Result.Figures = ritual.Figures{Committed: half, Added: half, Removed: ritual.SprintCount{}, Done: half, Left: half, Found: 99, Fixed: 99}
			for i := range objectives {
				o := ritual.Objective{ID: fmt.Sprint("O", i), Product: p.ID, Name: wordy(75, i), Horizon: ritual.Now, By: sam, Created: tx.Now}
				err = errors.Join(err, tx.AddObjective(ctx, o))
				closed.Result.Objectives = append(closed.Result.Objectives, ritual.ObjectiveResult{Objective: o.ID, Name: o.Name, Done: half, DoneEver: half, Scope: half})
			}
			for i := range stories {
				n := int64(i + 1)
				r := ritual.Request{ID: ritual.RequestID(n), Number: n, Product: p.ID, Title: wordy(150, i), Kind: ritual.Feature, Customer: wordy(60, i), Reporter: sam, Requester: sam,
					Status: ritual.Done, Since: tx.Now, Created: tx.Now, Objective: fmt.Sprint("O", i%objectives)}
				end := ritual.StoryResult{Request: r.ID, Points: 13, End: ritual.EndDone}
				if i >= stories/2 {
					end.End, end.Reason = ritual.EndBack, wordy(600, i)
				}
				closed.Result.Stories = append(closed.Result.Stories, end)
				err = errors.Join(err, tx.AddRequest(ctx, r))
			}
			err = errors.Join(err, tx.AddSprint(ctx, closed))
			for i := range 5 {
				err = errors.Join(err, tx.AddDemoTurn(ctx, s.ID, sam, ritual.RequestID(int64(i+1))),
					tx.KeepDemoShow(ctx, s.ID, ritual.Show{Request: ritual.RequestID(int64(i + 1)), Answer: ritual.ShowIt, Place: i, By: sam, At: tx.Now, Says: wordy(ritual.ShowMost, i),
						Link: "https://" + strings.Repeat("example.", 20) + "com/" + strings.Repeat("&", 200)}))
			}
			if err != nil {
				return err
			}
			click := func(id, subject string, f engine.Fields) (*kit.Modal, error) {
				in := w.as("omar")
				in.Subject, in.Fields = subject, f
				do := w.bot.Routes.Actions[id].Do
				if f != nil {
					do = w.bot.Routes.Submits[id].Do
				}
				rep, err := do(ctx, tx, in)
				return rep.Form, err
			}
			checks := func(m *kit.Modal, err error) error {
				if err != nil {
					return err
				}
				return m.Check()
			}
			look := func(kind, subject, to string) error {
				v, err := w.bot.Routes.Messages[kind].View(ctx, tx, store.Message{ID: "M1", Kind: kind, Subject: subject, To: to})
				if err != nil {
					return err
				}
				views, texts = append(views, v), append(texts, wordsOf(blocksOf(v)))
				return nil
			}
			_, drafted := click(sprint.RecapDraft, p.ID, nil)
			err = errors.Join(drafted, look("recap_draft", s.ID, p.PO), checks(click("recap.edit", s.ID, nil)))
			_, edited := click("recap.form", s.ID, engine.Fields{"met": {"partly"}, "sentence": {wordy(600, 2)}, "focus": {wordy(600, 3)}, "challenges": {wordy(600, 4)},
				"demos": {"FR-1", "FR-2", "FR-3", "FR-4", "FR-5"}})
			err = errors.Join(err, edited, checks(click("recap.edit", s.ID, nil)), look("recap_draft", s.ID, p.PO), look("recap", s.ID, p.Channel))
			r, read := tx.Recap(ctx, s.ID)
			for _, page := range r.Pages {
				err = errors.Join(err, look("recap_part", s.ID+"/"+page.Name, p.Channel))
			}
			return errors.Join(err, read)
		})
		for i, v := range views {
			if err := errors.Join(v.Check(), judge(t.Context(), w.sim.APIURL(), v)); err != nil {
				t.Errorf("%v:\n%s", err, texts[i])
			}
		}
		lines := 0
		top, _, _ := strings.Cut(texts[2], "[Give feedback]")
		for line := range strings.Lines(top) {
			seen := kit.Plain(linked.ReplaceAllString(strings.TrimSuffix(line, "\n"), "$1"), func(string) string { return "somebody" })
			lines += (ritual.Columns(strings.Trim(seen, "*")) + ritual.RecapColumns - 1) / ritual.RecapColumns
		}
		if lines > ritual.RecapLinesMost {
			t.Errorf("%d lines:\n%s", lines, top)
		}
		thread := strings.Join(texts[3:], "\n")
		for i := range stories {
			if !strings.Contains(thread, fmt.Sprintf("*%s*  ", ritual.RequestID(int64(i+1)))) {
				t.Errorf("story %d is left out", i+1)
			}
		}
		if n := strings.Count(thread, "\n• "); n < 2*objectives {
			t.Errorf("objectives are left out: %d lines", n)
		}
		w.ended()
	})
}
