package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/prompts/modelsim"
	"tandem/store"
)

// A sprint as people play it, from its plan to what whoever asked hears of it, in a channel that is not open to Tandem at first.
func TestASprintIsToldToStakeholdersAndToWhoeverAsked(t *testing.T) {
	inWorlds(t, func(world *world) {
		w := audit{world}
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "dev"}, BotIn: true})
		w.setUp("Stakeholder channel: #sales")
		w.objectives("Export")
		w.wishes(wish{"Export as CSV", "Export", 5}, wish{"Offline <!channel> mode", "Export", 8})
		w.types("sam", "#leads", "/request Acme leaves without SSO")
		w.aligns("FR-3", "Export")
		w.ranks("FR-3", "1", "9")
		w.plans("Customers can export & print", "03-02", "03-13", "FR-1", "FR-2", "FR-3")
		w.types("omar", "#atlas", "/sprint start")
		w.works("dev", "Start", "FR-1")
		w.works("dev", "Start", "FR-3")
		w.berlin("03-11 12:00")
		w.presses("dev", "@tandem", "Show it", "FR-1")
		w.submits("dev", "What can a user do now?: Download their <!here> list", "Link: https://example.com/csv?a=1&b=2")
		w.closes("dev")
		w.works("dev", "Done", "FR-1")
		w.works("dev", "Done", "FR-3")
		w.types("sam", "#atlas", "/request Sync with my phone") // it has no place in the sprint
		w.berlin("03-13 15:10")
		w.types("omar", "#atlas", "/demo")
		w.presses("omar", "#atlas", "Accept", "FR-1")
		w.submits("omar")
		w.closes("omar")
		w.types("omar", "#atlas", "/sprint close")
		w.submits("omar", "FR-2 Offline <!channel> mode: To the backlog", "Why was FR-2 not done?: The <!here> phones came late")
		w.presses("omar", "form", "Draft recap")
		w.closes("omar")
		w.passes(time.Minute)

		// Nobody learns who asked in private, unless the PO ticks it; and the draft says that it cannot be posted yet.
		w.sees("omar", "@tandem", "*Sprint 1 recap: Customers can export &amp; print*", "▸ FR-1 Export as CSV: Download their &lt;!here&gt; list · <https://example.com/csv?a=1&amp;b=2|example.com>",
			"I am not in #sales yet: type `/invite @Tandem` there first", "*FR-1*  Export as CSV · 5 points · asked by sam\n*FR-3*  (private) · without points\n")
		w.seesNot("omar", "@tandem", "▸ FR-3")
		w.presses("omar", "@tandem", "Edit recap")
		w.fills("omar", "Was the Sprint Goal met?: Yes", "In a sentence: Lists can be taken along, *all* of them")
		w.picks("omar", "Name who asked", "FR-3")
		w.submits("omar")
		w.sees("omar", "@tandem", "✅ Goal met. Lists can be taken along", "*FR-3*  (private) · without points · asked by sam\n")
		w.presses("omar", "@tandem", "Post recap")
		w.passes(time.Minute)
		w.sees("omar", "@tandem", "*On its way to #sales*, sent by @omar. Where it cannot be posted, my Home tab says why, with `Post again`")
		w.opensHome("omar")
		w.sees("omar", "home", "To #sales: I am not in that channel.", "[Post again]")
		w.sim.Share("#sales", true)
		w.sim.Invite("sales", w.sim.BotUser())
		w.settle()
		w.presses("omar", "home", "Post again")
		w.opensHome("omar")
		w.sees("omar", "home", "To #sales: The channel is shared with another organization", "[Post again]")
		w.seesNot("sam", "#sales", "recap")
		w.sim.Share("#sales", false)
		w.passes(2 * time.Hour) // for an hour, a channel is believed to be shared
		w.presses("omar", "home", "Post again")
		w.passes(time.Minute) // its thread and the links to it follow
		w.sees("omar", "@tandem", "*Posted in #sales* by @omar", "|Go there>")
		w.sees("sam", "#sales", "✅ Goal met. Lists can be taken along", "▸ FR-1 Export as CSV: Download their &lt;!here&gt; list", "  ↳ Done: 2 stories, 5 points, 1 of them without points\n*FR-1*  Export as CSV · 5 points · asked by sam\n*FR-3*  (private) · without points · asked by sam\n",
			"*FR-2*  Offline &lt;!channel&gt; mode · 8 points · back in the backlog · why: The &lt;!here&gt; phones came late", "*Velocity*  5 points (+1 story without points)")
		w.numbersLink("#sales")
		w.seesNot("sam", "#sales", "SSO")

		// Whoever asked for what is shipped hears it; and the recap stays, whatever becomes of what it tells.
		posted := w.raw("#sales")
		w.sized("FR-2", 3)
		w.types("omar", "#atlas", "/tandem show FR-3")
		w.presses("omar", "#atlas", "Return", "FR-3")
		w.submits("omar", "Reason: It asks twice")
		w.closes("omar")
		w.types("priya", "#atlas", "/roadmap")
		w.aims("priya", "#atlas", "Export", "Edit")
		w.submits("priya", "Objective: Getting data out")
		w.closes("priya")
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			r, err := tx.Request(ctx, "FR-1")
			r.Title = "Something else"
			if err != nil {
				return err
			}
			return tx.KeepRequest(ctx, r)
		})
		w.passes(4 * 24 * time.Hour)
		if n := strings.Count(w.reads("sam", "@tandem"), "@omar shipped FR-1."); n != 1 {
			t.Errorf("Sam is told %d times that it is shipped", n)
		}
		w.looksAnew(1)
		if now := w.raw("#sales"); now != posted {
			t.Errorf("the recap was:\n%s\nnow it is:\n%s", posted, now)
		}
		w.types("omar", "#atlas", "/demo recap 1")
		w.hears("omar", "#atlas", "The recap of sprint 1 was posted in #sales.")
		w.ended()
	})
}

func TestNothingThatAModelInventsGetsIntoARecap(t *testing.T) {
	inWorlds(t, func(w *world) {
		id := w.closedSprint().ID
		s := modelsim.Start(t)
		w.tokens = 200_000
		edits := false
		w.startsWith(s, func() {
			if !edits {
				return
			}
			edits = false
			click := w.about("omar", id)
			click.Fields = engine.Fields{"met": {"partly"}, "sentence": {"Night is here"}}
			if _, err := w.clicks("recap.form", click); err != nil {
				t.Error(err)
			}
		})
		s.Always(modelsim.JSON(`{"done":["D1"],"open":[],"so":"customers can look at 500 charts","next":["X1"],"for":"Priya can look at night"}`))
		w.types("omar", "#atlas", "/tandem demo recap")
		for i, next := range []modelsim.Answer{
			modelsim.JSON(`{"done":["D1"],"open":[],"so":"Kunden sehen nachts mehr","next":["X1"],"for":""}`),
			modelsim.JSON(`{"done":["D9"],"open":["N1"],"so":"","next":["FR-99"],"for":""}`),
			modelsim.Status(500, "0"),
			modelsim.Good, // it is tried again
		} {
			w.passes(5 * time.Second)
			r := w.recapOf(id)
			w.sees("omar", "@tandem", "*Draft, only you see it* · Template draft; a model is looking for better words", r.Words.Focus)
			w.seesNot("omar", "@tandem", "500", "Priya can", "Kunden", "FR-99", "worded by a model")
			if asked := recapsAsked(s); r.Words.Model || r.Words.Why == "" || asked <= i {
				t.Errorf("answer %d, asked %d times: %+v", i, asked, r.Words)
			}
			s.Always(next)
			w.passes(time.Minute)
		}
		w.sees("omar", "@tandem", "worded by a model: please check")

		// What the PO writes while the model is asked stays.
		edits = true
		w.types("omar", "#atlas", "/tandem demo recap")
		w.passes(time.Minute)
		if edits {
			t.Error("the model was not asked")
		}
		w.sees("omar", "@tandem", "edited by @omar", "🚧 Goal partly met. Night is here\n")
		w.seesNot("omar", "@tandem", "worded by a model", "looking for better words")
		asked := recapsAsked(s)
		w.types("omar", "#atlas", "/tandem demo recap")
		w.hears("omar", "#atlas", "What you wrote stays.")
		w.passes(time.Minute)
		if recapsAsked(s) != asked {
			t.Error("the model was asked about what the PO has worded")
		}
		w.ended()
	})
}

// recapOf is the recap of a sprint.
func (w *world) recapOf(id string) ritual.Recap {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) (ritual.Recap, error) { return tx.Recap(ctx, id) })
}

// recapsAsked is how often a model was asked for the words of a recap.
func recapsAsked(s *modelsim.Server) (n int) {
	for _, q := range s.Asked() {
		if q.Schema == "recap" {
			n++
		}
	}
	return n
}
