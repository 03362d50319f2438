package bot

import (
	"context"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/bot/sprint"
	"tandem/store"
)

// feedback is what a request is feedback on.
func (w *world) feedback(id string) ritual.Concern {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) (ritual.Concern, error) { return tx.FeedbackBy(ctx, id) })
}

// recaps has a message in a channel with the button by which feedback on a sprint is given.
func (w *world) recaps(s ritual.Sprint, channel string) {
	w.t.Helper()
	const kind = "a_recap"
	w.with(engine.Ritual{Messages: []engine.MessageKind{{Kind: kind, View: func(context.Context, *store.Tx, store.Message) (kit.Message, error) {
		return kit.Fitted("A recap.", kit.Section(kit.Raw("A recap")), kit.Actions("", kit.Button(sprint.FeedbackOpen, "Give feedback", s.ID))), nil
	}}}})
	c, _ := w.sim.Channel(channel)
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		_, err := engine.Post(ctx, tx, store.Message{Kind: kind, Subject: s.ID, Product: s.Product, To: c.ID})
		return err
	})
	w.settle()
}

func TestFeedbackIsARequestLinkedToItsStoryAndSprint(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8, 7)
		s := w.sprints(3, ritual.SprintClosed, map[string]ritual.Status{"FR-1": ritual.Shipped, "FR-2": ritual.Done, "FR-3": ritual.Backlog})
		w.recaps(s, "atlas")

		w.presses("sam", "#atlas", "Give feedback")
		w.hasForm("sam", "New request")
		w.sees("sam", "form", "For *Atlas, sprint 3*", "About")
		if _, ok := optionsOf(w, "sam", "About")["FR-3"]; ok || len(optionsOf(w, "sam", "About")) != 2 {
			t.Errorf("it may be about %v", optionsOf(w, "sam", "About"))
		}
		w.submits("sam", "Title: Exports need a date column", "About: FR-1 Wish number 1")
		if c := w.feedback("FR-4"); c.Sprint != s.ID || c.Story != "FR-1" || c.By != w.sim.Person("sam").ID() || w.request("FR-4").Kind != ritual.Feature {
			t.Errorf("it is feedback on %+v", c)
		}
		w.is("FR-4", ritual.AwaitingAlignment)
		w.sees("sam", "@tandem", "*FR-4*  Exports need a date column", "Feedback on *FR-1* after sprint 3")
		w.sees("priya", "@tandem", "FR-4 Exports need a date column", "Feedback on *FR-1* after sprint 3", "[Aligned]")

		w.presses("dev", "#atlas", "Give feedback")
		w.submits("dev", "Title: Everybody loves it", "Kind: Praise", "About: FR-1 Wish number 1")
		w.is("FR-5", ritual.Noted)
		w.sees("dev", "@tandem", "Thank you. It is kept with the product, and there is nothing to decide.\nAbout *FR-1* Wish number 1 · Feedback on *FR-1* after sprint 3")
		w.presses("sam", "#atlas", "Give feedback")
		w.submits("sam", "Title: More demos like this one please")
		w.sees("sam", "@tandem", "*FR-6*  More demos like this one please", "Feedback after sprint 3")

		w.types("sam", "#atlas", "/tandem show FR-1")
		w.sees("sam", "#atlas", "*1 praise*\n• *FR-5*  Everybody loves it", "*1 piece of feedback*\n• *FR-4*  Exports need a date column · Awaiting alignment")
		w.types("sam", "#atlas", "/tandem show FR-4")
		w.sees("sam", "#atlas", "Feedback on *FR-1* after sprint 3")
		w.turns("priya", "FR-4", "Praise") // a head says what it is: it is praise of the same story
		w.types("sam", "#atlas", "/tandem show FR-1")
		w.hears("sam", "#atlas", "*2 praises*\n• *FR-4*  Exports need a date column\n• *FR-5*  Everybody loves it")
		w.seesNot("sam", "#atlas", "*0 pieces")
		if all := in(w, func(ctx context.Context, tx *store.Tx) ([]store.Finding, error) { return tx.FeedbackOf(ctx, s.ID) }); len(all) != 3 || all[0].Story != "FR-1" || all[2].Request.ID != "FR-6" {
			t.Errorf("of the sprint was said %+v", all)
		}
		w.ended()
	})
}

func TestFeedbackThatIsLikeAnotherRequestIsFeedbackAllTheSame(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.unsure = true
		w.ranked(9)
		s := w.sprints(1, ritual.SprintActive, map[string]ritual.Status{"FR-1": ritual.InSprint})
		w.types("sam", "#atlas", "/request Export invoices as PDF for auditors")
		w.recaps(s, "atlas")
		w.presses("dev", "#atlas", "Give feedback")
		w.submits("dev", "Title: Export invoices as PDF for auditors, too", "About: FR-1 Wish number 1") // it is shown at the demo
		w.hasForm("dev", askedBack)
		w.submits("dev")
		if c := w.feedback("FR-3"); c.Sprint != s.ID || c.Story != "FR-1" {
			t.Errorf("it is feedback on %+v", c)
		}
		w.sees("dev", "@tandem", "Feedback on *FR-1* in sprint 1")

		w.presses("dev", "#atlas", "Give feedback")
		w.submits("dev", "Title: Export my invoices as PDF for auditors")
		w.presses("dev", "form", "Add my voice", "FR-2")
		if c := w.feedback("FR-2"); c != (ritual.Concern{}) || w.requests() != 3 {
			t.Errorf("what Sam asked for is feedback on %+v", c)
		}
		w.ended()
	})
}

func TestFeedbackIsGivenByWhoeverMayAskAndAboutTheSprintsProduct(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"dev", "sam"}, BotIn: true})
		w.ranked(9)
		s := w.sprints(1, ritual.SprintClosed, map[string]ritual.Status{"FR-1": ritual.Done})
		w.recaps(s, "leads")
		w.presses("dev", "#leads", "Give feedback")
		w.submits("dev", "Title: Acme is angry about it")
		if !w.request("FR-2").Private {
			t.Error("what was said in private is for everybody")
		}
		click := w.as("gwen")
		click.Who.Kind, click.Subject = ritual.Guest, s.ID
		_, err := w.clicks(sprint.FeedbackOpen, click)
		w.refuses(err, "Only full members of this workspace can record a request.")
		click = w.as("sam")
		click.Subject = "nowhere"
		_, err = w.clicks(sprint.FeedbackOpen, click)
		w.refuses(err, "This sprint is not here any more.")

		w.sim.AddChannel(channelNamed("borealis"))
		w.setUpIn("sam", "#borealis", "Borealis")
		forged := w.as("sam")
		for _, x := range []struct{ product, sprint, about, says string }{
			{"Borealis", s.ID, "", "This sprint belongs to another product."},
			{"Atlas", "nowhere", "", "This sprint is not here any more."},
			{"Atlas", s.ID, "FR-99", "Choose one of the stories in the list."},
		} {
			forged.Data = engine.FormData{Subject: w.product(x.product).ID, Sprint: x.sprint}
			forged.Fields = engine.Fields{"title": {"Something"}, "about": {x.about}}
			_, err := w.clicks(requestForm, forged)
			w.refuses(err, x.says)
		}
		if n := w.requests(); n != 2 {
			t.Errorf("%d requests", n)
		}
		w.ended()
	})
}

// optionsOf are the values and labels that somebody can choose from in a field of the open form.
func optionsOf(w *world, who, label string) map[string]string {
	w.t.Helper()
	v, _ := w.sim.Person(who).View()
	all := map[string]string{}
	for _, b := range v.Blocks {
		if l, _ := b["label"].(slacksim.Block); l["text"] != label {
			continue
		}
		e, _ := b["element"].(slacksim.Block)
		opts, _ := e["options"].([]any)
		for _, o := range opts {
			o, _ := o.(slacksim.Block)
			value, _ := o["value"].(string)
			text, _ := o["text"].(slacksim.Block)
			all[value], _ = text["text"].(string)
		}
	}
	return all
}
