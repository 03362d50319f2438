package bot

import (
	"context"
	"fmt"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// changesOf is what was done to an objective, the latest first.
func (w *world) changesOf(name string) []ritual.Change {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Change, error) {
		return tx.Changes(ctx, w.objective(name).ID, 10)
	})
}

func TestADroppedObjectiveHasItsRequestsAskedAboutAgain(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.steered("Now: Happy eyes", "Next: Keep customers")
		for i, title := range []string{"Dark mode", "Larger letters", "Fewer colors"} {
			id := ritual.RequestID(int64(i) + 1)
			w.types("sam", "#atlas", "/request "+title)
			w.aligns(id, "Happy eyes")
		}
		w.ranks("FR-2", "5", "1")
		w.stands("FR-3", ritual.InSprint)
		w.types("priya", "#atlas", "/roadmap")
		w.aims("priya", "#atlas", "Happy eyes", "Drop")
		w.sees("priya", "form", "*3 requests hang on it*", "*FR-1*  Dark mode · Awaiting priority", "*FR-2*  Larger letters · Backlog", "1 of them is in a sprint or done, and can only be moved.")
		w.fails("priya", []string{"Say why: it is kept with the objective, and with each request."}, "What becomes of them?: Ask again", "Reason: ...")
		w.submits("priya", "Reason: We can see well enough")
		w.sees("priya", "form", "*Happy eyes* was dropped.", "2 requests wait for your answer again: they are on my Home tab", "1 request is in a sprint or done, and goes on for it")
		w.closes("priya")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.is("FR-2", ritual.AwaitingAlignment)
		w.is("FR-3", ritual.InSprint)
		if r := w.request("FR-2"); r.Objective != "" {
			t.Errorf("FR-2 still serves %s", r.Objective)
		}
		w.sees("omar", "@tandem", "*Awaiting alignment* · next: @priya checks it against the roadmap")
		w.types("sam", "#atlas", "/tandem show FR-1")
		w.hears("sam", "#atlas", "@priya asked again whether FR-1 serves the roadmap, now without “Happy eyes”", "We can see well enough")
		w.sees("priya", "@tandem", "[Aligned]")
		w.aligns("FR-1", "Keep customers")
		w.is("FR-1", ritual.AwaitingPriority)

		w.types("dev", "#atlas", "/roadmap")
		w.seesNot("dev", "#atlas", "*Happy eyes*")
		w.presses("dev", "#atlas", "Without an objective")
		w.hears("dev", "#atlas", "*FR-2*  Larger letters · Awaiting alignment")
		w.types("priya", "#atlas", "/roadmap")
		w.presses("priya", "#atlas", "Without an objective")
		w.presses("priya", "#atlas", "Aligned", "FR-2")
		w.submits("priya", "Objective: Keep customers")
		w.is("FR-2", ritual.AwaitingPriority)
		w.types("priya", "#atlas", "/roadmap")
		w.presses("priya", "#atlas", "Achieved and dropped")
		w.presses("priya", "#atlas", "Open")
		w.hears("priya", "#atlas", "*Dropped*", "*FR-3*  Fewer colors · In sprint", "@priya dropped it; its 3 requests came back to be aligned again: We can see well enough", "[Bring back]")
		w.presses("priya", "#atlas", "Bring back")
		w.submits("priya", "Horizon: Later", "Reason: We cannot after all")
		w.sees("priya", "form", "@priya brought it back to Later.", "1 open request: 1 in a sprint or done")
		w.ended()
	})
}

func TestAnAchievedObjectiveIsGoodNewsAndWhatHangsOnItMovesOn(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.steered("Now: Happy eyes", "Next: Keep customers")
		w.hangOn("Happy eyes", ritual.Backlog, ritual.InSprint, ritual.Shipped, ritual.Shipped)
		w.types("priya", "#atlas", "/roadmap")
		w.aims("priya", "#atlas", "Happy eyes", "Achieved")
		w.fills("priya", "What becomes of them?: Move to")
		w.submits("priya", "Move to: Keep customers", "Reason: Nobody squints any more")
		w.sees("priya", "form", "*Happy eyes* is achieved.", "2 requests go on under “Keep customers”")
		w.closes("priya")
		w.sees("sam", "#atlas", "Good news: *Happy eyes* is achieved, says @priya. 2 requests were shipped for it.", "Nobody squints any more")
		for _, id := range []string{"FR-1", "FR-2"} {
			ds := w.decisions(id)
			if r, d := w.request(id), ds[len(ds)-1]; r.Objective != w.objective("Keep customers").ID || d.Verdict != ritual.Reassigned || ds[0].SupersededBy != d.ID {
				t.Errorf("%s serves %s by %+v", id, r.Objective, d)
			}
		}
		w.is("FR-1", ritual.Backlog)
		w.types("dev", "#atlas", "/roadmap")
		w.hears("dev", "#atlas", "*Keep customers*  2 open requests: 1 in the backlog, 1 in a sprint or done")

		w.types("priya", "#atlas", "/tandem show FR-1")
		w.presses("priya", "#atlas", "Change objective")
		w.hears("priya", "#atlas", "“Keep customers” is the only objective of Atlas, and FR-1 serves it already. `/roadmap add` adds another one.")
		w.types("priya", "#atlas", "/roadmap")
		w.presses("priya", "#atlas", "Achieved and dropped")
		w.presses("priya", "#atlas", "Open")
		w.presses("priya", "#atlas", "Bring back")
		w.submits("priya")
		w.closes("priya")
		w.sees("sam", "#atlas", "*Happy eyes* is not finished after all: it is open again.")
		w.ended()
	})
}

func TestManyRequestsAreDealtWithABatchAtATime(t *testing.T) {
	inWorlds(t, func(w *world) {
		const n = 2*clearedBatch + 4
		w.setUp()
		w.steered("Now: Happy eyes", "Next: Keep customers")
		statuses := make([]ritual.Status, n)
		for i := range statuses {
			statuses[i] = []ritual.Status{ritual.Backlog, ritual.AwaitingPriority}[i%2]
		}
		statuses[0] = ritual.Done
		w.hangOn("Happy eyes", statuses...)
		form := w.as("priya")
		form.Subject, form.Fields = w.objective("Happy eyes").ID, engine.Fields{ritual.FateField: {string(ritual.FateAsk)}, "reason": {"Enough of it"}}
		rep, err := w.clicks(dropForm, form)
		if err != nil {
			t.Fatal(err)
		}
		readsInOrder(t, asJSON(t, rep.Form), "I am at what hangs on it: 0 of 54 requests are done so far.", "I write to you when it is done.")
		back := w.as("priya")
		back.Subject = form.Subject
		_, err = w.clicks(objectiveBack, back)
		w.refuses(err, "I am still at the requests of “Happy eyes”: 0 are done so far.")
		c := in(w, func(ctx context.Context, tx *store.Tx) (ritual.Clearing, error) {
			return tx.ClearingOf(ctx, form.Subject)
		})
		for range 2 { // a batch whose job was cut off before it could say so
			w.update(func(ctx context.Context, tx *store.Tx) error {
				again := c
				if err := clearSome(ctx, tx, &again, 10); err != nil {
					return err
				}
				c = again
				return nil
			})
		}
		w.passes(2 * time.Minute)
		w.sees("priya", "@tandem", "*Happy eyes* was dropped.", fmt.Sprintf("%d requests wait for your answer again", n-1), "1 request is in a sprint or done")
		for i := 1; i <= n; i++ {
			id := ritual.RequestID(int64(i))
			if ds := w.decisions(id); len(ds) != 2 && i > 1 {
				t.Errorf("%s was decided %d times", id, len(ds))
			}
		}
		if cards := len(w.got("priya")); cards > ritual.PerDay+2 {
			t.Errorf("priya got %d messages", cards)
		}
		w.opensHome("priya")
		w.sees("priya", "home", "*FR-2*", "[Aligned]", "more, once these are done")

		_, err = w.clicks(objectiveBackForm, engine.Input{By: back.By, Who: back.Who, Subject: form.Subject, Fields: engine.Fields{"name": {"Happy eyes"}, "horizon": {"now"}}})
		if err != nil {
			t.Errorf("it does not come back: %v", err)
		}
		w.ended()
	})
}

func TestWhatIsParkedWithItsObjectiveComesBackAndWhatIsLeftIsListed(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.steered("Now: Happy eyes", "Next: Keep customers")
		w.types("sam", "#atlas", "/request Dark mode")
		w.aligns("FR-1", "Happy eyes")
		w.ends(ritual.Achieved, "Happy eyes", engine.Fields{ritual.FateField: {"park"}, "revisit": {"2026-03-10"}, "reason": {"Next quarter"}})
		w.is("FR-1", ritual.Parked)
		w.passes(24 * time.Hour)
		w.sees("sam", "@tandem", "*FR-1*", "10 Mar 2026", "Next quarter")
		w.until("2026-03-10 20:00")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.aligns("FR-1", "Keep customers")
		w.ranks("FR-1", "5", "1")
		w.ends(ritual.Dropped, "Keep customers", engine.Fields{ritual.FateField: {"leave"}, "reason": {"No money"}})
		w.is("FR-1", ritual.Backlog)
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "@priya dropped “Keep customers”; FR-1 goes on without an objective", "No money")

		w.types("priya", "#atlas", "/roadmap")
		w.presses("priya", "#atlas", "Without an objective")
		w.presses("priya", "#atlas", "Choose objective", "FR-1")
		w.hears("priya", "#atlas", "The roadmap of Atlas is empty. `/roadmap add` adds its first objective.")
		w.steered("Now: Sleep well")
		w.presses("priya", "#atlas", "Choose objective", "FR-1")
		w.submits("priya", "Objective: Sleep well")
		w.is("FR-1", ritual.Backlog)
		if r := w.request("FR-1"); r.Objective != w.objective("Sleep well").ID {
			t.Error("FR-1 still serves no objective")
		}
		if last := w.changesOf("Keep customers"); len(last) != 1 || last[0].Turn != ritual.TurnDropped || last[0].Reason != "No money" {
			t.Errorf("%+v", last)
		}
		w.ended()
	})
}

// ends is the PM taking an objective off the roadmap.
func (w *world) ends(end ritual.End, name string, f engine.Fields) {
	w.t.Helper()
	form := w.as("priya")
	form.Subject, form.Fields = w.objective(name).ID, f
	id := achievedForm
	if end == ritual.Dropped {
		id = dropForm
	}
	if _, err := w.clicks(id, form); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}
