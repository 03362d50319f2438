package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// aims is the PM choosing from the menu of an objective in the newest roadmap that they see somewhere.
func (w *world) aims(who, where, name, label string) {
	w.t.Helper()
	ms := w.sim.Person(who).Sees(where)
	for i := len(ms) - 1; i >= 0; i-- {
		for _, b := range ms[i].Blocks {
			block, _ := b["block_id"].(string)
			if e, ok := b["accessory"].(slacksim.Block); ok && e["type"] == "overflow" && strings.Contains(wordsOf([]slacksim.Block{b}), name) {
				if err := w.sim.Person(who).Press(slacksim.At(ms[i].Channel, ms[i].TS).In(block), roadmapRow, label); err != nil {
					w.t.Fatalf("%s picks %s of %s: %v", who, label, name, err)
				}
				w.settle()
				return
			}
		}
	}
	w.t.Fatalf("%s sees no menu of %s in %s:\n%s", who, name, where, w.reads(who, where))
}

// steered adds objectives to Atlas: "Now: Win larger customers".
func (w *world) steered(all ...string) {
	w.t.Helper()
	p := w.product("Atlas")
	for _, one := range all {
		horizon, name, _ := strings.Cut(one, ": ")
		w.update(func(ctx context.Context, tx *store.Tx) error {
			return tx.AddObjective(ctx, ritual.Objective{ID: store.NewID(), Product: p.ID, Name: name, Horizon: ritual.Horizon(strings.ToLower(horizon)), By: p.PM, Created: tx.Now})
		})
	}
}

// objective is an objective of Atlas by its name, on the roadmap or off it.
func (w *world) objective(name string) ritual.Objective {
	w.t.Helper()
	for _, o := range in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Objective, error) {
		on, err := tx.Objectives(ctx, w.product("Atlas").ID)
		off, _, bad := tx.EndedObjectives(ctx, w.product("Atlas").ID, 0, 50)
		return append(on, off...), errors.Join(err, bad)
	}) {
		if o.Name == name {
			return o
		}
	}
	w.t.Fatalf("there is no objective %s", name)
	return ritual.Objective{}
}

// hangOn has requests of Atlas stand at statuses and serve an objective, from FR-1 on.
func (w *world) hangOn(objective string, statuses ...ritual.Status) {
	w.t.Helper()
	p, o := w.product("Atlas"), w.objective(objective)
	w.update(func(ctx context.Context, tx *store.Tx) error {
		for i, s := range statuses {
			n, err := tx.NextNumber(ctx)
			if err != nil {
				return err
			}
			r := ritual.Request{ID: ritual.RequestID(n), Number: n, Product: p.ID, Title: fmt.Sprintf("Wish number %d", i+1), Kind: ritual.Feature, Reporter: w.sim.Person("sam").ID(),
				Status: s, Since: tx.Now, Created: tx.Now, Objective: o.ID, Thread: ritual.Thread{Channel: w.sim.Person("sam").ID()}}
			added := tx.AddRequest(ctx, r)
			_, decided := tx.AddDecision(ctx, ritual.Decision{Request: r.ID, Product: p.ID, Topic: ritual.Alignment, Verdict: ritual.Aligned, By: p.PM, Objective: o.Name})
			if err := errors.Join(added, decided); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestAnObjectiveIsEditedMovedAndOpenedWithItsHistory(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.steered("Now: Win larger customers", "Now: Keep customers", "Later: Work offline")
		w.hangOn("Keep customers", ritual.Backlog, ritual.AwaitingPriority, ritual.Shipped, ritual.InSprint)
		w.types("priya", "#atlas", "/roadmap")
		w.hears("priya", "#atlas", "*Keep customers*  3 open requests: 1 to decide, 1 in the backlog, 1 in a sprint or done · 1 shipped")

		w.aims("priya", "#atlas", "Win larger", "Edit")
		w.fails("priya", []string{"“keep customers” is on the roadmap already. Choose another name."}, "Objective: keep customers")
		w.submits("priya", "Objective: Win the largest", "Outcome: They renew", "Reason: Small ones are enough")
		w.sees("priya", "form", "@priya changed the name from “Win larger customers” to “Win the largest” and the outcome.", "They renew")
		w.closes("priya")
		w.aims("priya", "#atlas", "Work offline", "Move to…")
		w.fails("priya", []string{"It stands there already. Choose another place."}, "Place: Last of Later")
		w.submits("priya", "Place: Before Keep customers")
		w.sees("priya", "form", "@priya moved it from Later to Now, before “Keep customers”.")
		w.closes("priya")
		w.types("dev", "#atlas", "/roadmap")
		readsInOrder(t, w.last("dev", "#atlas"), "*Now*", "*Win the largest*", "[Open]", "*Work offline*", "*Keep customers*")
		w.seesNot("dev", "#atlas", "[New objective]", "*Later*")

		w.types("dev", "#sales", "/roadmap")
		w.presses("dev", "#sales", "Open", w.objective("Win the largest").ID)
		w.hears("dev", "#sales", "They renew", "What hangs on it:* 0 open requests", "*History*", "changed the name from “Win larger customers” to “Win the largest” and the outcome: Small ones are enough", "@priya added it")
		w.seesNot("dev", "#sales", "[Edit]", "[Drop]")
		w.types("dev", "#sales", "/roadmap")
		w.presses("dev", "#sales", "Open", w.objective("Keep customers").ID)
		w.hears("dev", "#sales", "*FR-2*  Wish number 2 · Awaiting priority", "*FR-1*  Wish number 1 · Backlog", "*FR-4*", "*FR-3*  Wish number 3 · Shipped")

		click := w.as("dev") // on a page of when there was more
		click.Subject = withOffset(w.objective("Keep customers").ID, hangingAtOnce)
		if rep, err := w.clicks(objectiveNext, click); err != nil || !strings.Contains(string(rep.Say.Text), "Wish number 2") {
			t.Errorf("behind the last page stands, %v: %v", err, rep.Say)
		}

		for _, id := range []string{objectiveEdit, objectivePlace, objectiveAchieved, objectiveDrop, objectiveBack, objectiveEditForm, objectiveMoveForm, objectiveBackForm, achievedForm, dropForm} {
			forged := w.as("omar")
			forged.Subject = w.objective("Work offline").ID
			_, err := w.clicks(id, forged)
			w.refuses(err, "Only the product manager, @priya, can change the roadmap.")
		}
		w.ended()
	})
}

func TestTwoWhoEditOneObjectiveLoseNothing(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.steered("Now: Win larger customers")
		w.standIns()
		w.goesAway("priya")
		o := w.objective("Win larger customers")
		edits := func(who string, version int, fields engine.Fields) (engine.Reply, error) {
			form := w.as(who)
			form.Subject, form.Data.Version, form.Fields = o.ID, version, fields
			return w.clicks(objectiveEditForm, form)
		}
		w.types("priya", "#atlas", "/roadmap")
		w.aims("priya", "#atlas", "Win larger", "Edit")
		if _, err := edits("dev", 0, engine.Fields{"name": {o.Name}, "measure": {"Three of them"}}); err != nil {
			t.Fatal(err)
		}
		w.submits("priya", "Outcome: They renew") // what only Dev changed is theirs
		if o = w.objective(o.Name); o.Outcome != "They renew" || o.Measure != "Three of them" {
			t.Errorf("one of the edits is lost: %+v", o)
		}
		w.closes("priya")
		w.aims("priya", "#atlas", "Win larger", "Edit")
		if _, err := edits("dev", 2, engine.Fields{"name": {"Win them all"}, "outcome": {"They renew"}, "measure": {"Three of them"}}); err != nil {
			t.Fatal(err)
		}
		w.submits("priya", "Objective: Win the largest")
		w.sees("priya", "form", "Somebody else changed it while you had this form open", "Now the name is:", "Win them all")
		w.submits("priya")
		w.sees("priya", "form", "changed the name from “Win them all” to “Win the largest”.")
		w.ended()
	})
}

func TestAFormDoesNotTakeAnObjectiveThatIsOffTheRoadmap(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.steered("Now: Win larger customers", "Next: Keep customers")
		w.types("sam", "#atlas", "/request Dark mode for larger customers")
		drops := func(name string) {
			form := w.as("priya")
			form.Subject, form.Fields = w.objective(name).ID, engine.Fields{"reason": {"No money"}}
			if _, err := w.clicks(dropForm, form); err != nil {
				t.Fatal(err)
			}
		}
		w.presses("priya", "@tandem", "Aligned", "FR-1")
		drops("Win larger customers")
		w.fails("priya", []string{"“Win larger customers” is off the roadmap since you opened this form. Choose another objective."}, "Objective: Win larger customers")
		drops("Keep customers")
		w.submits("priya", "Objective: Keep customers")
		w.sees("priya", "form", "Nothing was saved yet.", "it was the last one", "The roadmap is empty so far. Name its first objective")
		w.submits("priya", "Objective: Win larger customers") // the name is free again
		w.is("FR-1", ritual.AwaitingPriority)
		w.types("dev", "#atlas", "/roadmap")
		w.presses("dev", "#atlas", "Achieved and dropped")
		w.hears("dev", "#atlas", "*Keep customers*  Dropped", "_Why:_ No money", "*Win larger customers*  Dropped")
		w.ended()
	})
}

func TestARoadmapOfAnyLengthIsShownInPagesAndChosenFromByName(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		var all []string
		for i := 1; i <= 120; i++ {
			all = append(all, fmt.Sprintf("%s: Objective number %d", ritual.Horizons[i%3], i))
		}
		w.steered(all...)
		w.types("sam", "#atlas", "/request Dark mode")
		w.presses("priya", "@tandem", "Aligned", "FR-1")
		w.fails("priya", []string{"No objective has the words “nowhere”."}, "Or another one: nowhere")
		w.fails("priya", []string{"“number 11” fits", "Write more of its name."}, "Or another one: number 11")
		w.submits("priya", "Or another one: number 119")
		if r := w.request("FR-1"); r.Objective != w.objective("Objective number 119").ID {
			t.Errorf("it serves %q", r.Objective)
		}
		w.types("priya", "#atlas", "/roadmap")
		readsInOrder(t, w.last("priya", "#atlas"), "*Now*", "*Objective number 3*", "*Objective number 30*", "1 to 10 of 120", "[Next 10]")
		w.presses("priya", "#atlas", "Next 10")
		w.eventually("priya", "#atlas", "*Objective number 39*", "11 to 20 of 120", "[Previous 10]", "[Next 10]")
		w.aims("priya", "#atlas", "Objective number 39", "Move to…")
		w.submits("priya", "Or before another one: number 119")
		w.sees("priya", "form", "moved it from Now to Later, before “Objective number 119”")
		w.closes("priya")
		w.presses("priya", "#atlas", "Show to channel")
		w.sees("sam", "#atlas", "and 110 more: `/roadmap` shows them", "shown by @priya")
		w.ended()
	})
}
