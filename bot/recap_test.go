package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
	"tandem/store/dbtest"
)

// freezes closes the active sprint of Atlas with its result: what is left over goes where this says, else to the backlog.
func (w *world) freezes(s ritual.Sprint, carried ...string) ritual.Sprint {
	w.t.Helper()
	now := w.clock.Now()
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		in, err := tx.SprintStories(ctx, s.ID)
		if err != nil {
			return err
		}
		next := ritual.Sprint{ID: store.NewID(), Product: s.Product, Number: s.Number + 1, Goal: "Audits take minutes", State: ritual.SprintPlanned, Starts: "2026-03-16", Ends: "2026-03-27",
			DemoDay: "2026-03-27", DemoTime: "15:00", Zone: s.Zone, PlannedBy: s.PlannedBy, Planned: now}
		if len(carried) > 0 {
			if err := tx.AddSprint(ctx, next); err != nil {
				return err
			}
		}
		if _, err := tx.AddSprintEvent(ctx, ritual.SprintEvent{Sprint: s.ID, Kind: ritual.SprintEnded, By: s.StartedBy}); err != nil {
			return err
		}
		facts := ritual.SprintFacts{Stories: in, Objectives: map[string]string{}, Names: map[string]string{}, Found: 3, Fixed: 2}
		for i, one := range in {
			r, err := tx.Request(ctx, one.Request)
			if err != nil {
				return err
			}
			if r.Objective != "" {
				o, err := tx.Objective(ctx, r.Objective)
				if err != nil {
					return err
				}
				facts.Objectives[r.ID], facts.Names[o.ID] = o.ID, o.Name
			}
			if one.Work == ritual.WorkDone {
				continue
			}
			e := ritual.SprintEvent{Sprint: s.ID, Kind: ritual.BackToBacklog, Request: r.ID, By: s.StartedBy, Reason: "the <!here> keys came late"}
			for _, id := range carried {
				if id == r.ID {
					e.Kind, e.Detail, e.Reason = ritual.CarriedOver, next.ID, ""
					if err := tx.KeepSprintStory(ctx, next.ID, ritual.SprintStory{Request: r.ID, Place: i}); err != nil {
						return err
					}
				}
			}
			if _, err := tx.AddSprintEvent(ctx, e); err != nil {
				return err
			}
			if err := tx.KeepRequest(ctx, r.MoveTo(ritual.Backlog, now)); err != nil {
				return err
			}
		}
		events, err := tx.SprintEvents(ctx, s.ID)
		if err != nil {
			return err
		}
		s.State, s.Closed, s.ClosedBy, s.Result = ritual.SprintClosed, now, s.StartedBy, ritual.ResultOf(events, facts)
		return tx.KeepSprint(ctx, s)
	})
	return s
}

// closedSprint has Atlas close its first sprint: FR-1 (5 points) and FR-2 (8) are done, FR-3 (without points) too, which came later;
// FR-4 (3) is carried over, FR-5 (2) goes back, FR-6 (13) was taken out.
func (w *world) closedSprint() ritual.Sprint {
	w.t.Helper()
	w.sim.AddChannel(channelNamed("boss"))
	w.ranked(9, 8, 7, 6, 5, 4)
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		p := w.product("Atlas")
		boss, _ := w.sim.Channel("#boss")
		p.Stakeholders = boss.ID
		return errors.Join(tx.KeepProduct(ctx, p), tx.KeepPerson(ctx, w.as("sam").Who), tx.KeepPerson(ctx, w.as("dev").Who))
	})
	w.sized(5, 8, 0, 3, 2, 13)
	s := w.runs(inSprint{"FR-1", "dev", ritual.WorkDone}, inSprint{"FR-2", "dev", ritual.WorkDone}, inSprint{id: "FR-4"}, inSprint{"FR-5", "dev", ritual.WorkStarted}, inSprint{id: "FR-6"})
	w.steps("FR-3", func(m request.Matter) (ritual.SprintMove, error) {
		return s.Join(m.Request, ritual.SprintStory{Place: 9}, ritual.Added, s.StartedBy, w.clock.Now())
	})
	w.begins("dev", "FR-3")
	w.finishes("dev", "FR-3")
	w.steps("FR-6", func(m request.Matter) (ritual.SprintMove, error) {
		_, st := w.inIt("FR-6")
		return s.TakeOut(m.Request, st, "too <!channel> large", s.StartedBy, w.clock.Now())
	})
	return w.freezes(s, "FR-4")
}

func TestTheRecapTellsASprintInTwelveLinesAndTheRestInItsThread(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.closedSprint()
		w.types("dev", "#atlas", "/tandem demo recap")
		w.hears("dev", "#atlas", "Only the product owner, @omar, can write the recap of Atlas.")
		w.types("omar", "#atlas", "/tandem demo recap")
		w.passes(time.Minute) // its thread comes, one message a second
		w.hears("omar", "#atlas", "The draft of the recap of sprint 1 is on its way to your direct messages with me.")
		w.sees("omar", "@tandem", "*Draft, only you see it* · Template draft · as of", "*Sprint 1 recap: Customers can look at night*", "❔ Was the goal met?",
			"Done: <", "|13 of 18 points>, ", "|3 of 5 stories> (", "|+1 without points>) · committed: ", "|31 points, 5 stories>",
			"▸ FR-1 Wish number 1", "▸ FR-2 Wish number 2", "Not done: ", "|5 points, 2 stories>", "Next: Audits take minutes. It starts with “Wish number 4”",
			"`Post recap` posts it in #boss", "|Figures come from the closed sprint and cannot be edited>",
			"*What changes in the backlog*  1 story carried over to sprint 2 · 1 story back in the backlog · 3 defects found", "[Edit recap] [Post recap]",
			"  ↳ Done: 3 stories, 13 points, 1 of them without points", "  ↳ Numbers")
		w.seesNot("sam", "#boss", "recap")

		w.presses("omar", "@tandem", "Post recap") // nobody said whether the goal was met
		w.sees("omar", "form", "Say first whether the Sprint Goal was met", "Was the Sprint Goal met?", "In a sentence", "Demos", "Next focus", "Open challenges")
		w.submits("omar", "Was the Sprint Goal met?: Partly", "In a sentence: Night is here; <!channel> & charts are not", "Demos: FR-2 Wish number 2", "Next focus: Finish the charts", "Open challenges: Old phones")
		w.sees("omar", "@tandem", "edited by @omar", "🚧 Goal partly met. Night is here; &lt;!channel&gt; &amp; charts are not", "▸ FR-2 Wish number 2", "Next: Finish the charts", "*Open challenges*  Old phones")
		w.seesNot("omar", "@tandem", "▸ FR-1")

		w.presses("omar", "@tandem", "Post recap")
		w.passes(time.Minute)
		w.sees("omar", "@tandem", "*Posted in #boss* by @omar", "|Go there>")
		w.sees("sam", "#boss", "*Sprint 1 recap: Customers can look at night*\n🚧 Goal partly met. Night is here; &lt;!channel&gt; &amp; charts are not\n",
			"▸ FR-2 Wish number 2\nNot done: <", "[Give feedback] [Collect replies]",
			"  ↳ Done: 3 stories, 13 points, 1 of them without points\n*FR-1*  Wish number 1 · 5 points · asked by sam\n*FR-2*  Wish number 2 · 8 points · asked by sam\n*FR-3*  Wish number 3 · without points · asked by sam",
			"  ↳ Not done: 2 stories, 5 points\n*FR-4*  Wish number 4 · 3 points · carried over to sprint 2\n*FR-5*  Wish number 5 · 2 points · back in the backlog · why: the &lt;!here&gt; keys came late\n*Taken out during the sprint: 1 story, 13 points*\n*FR-6*  Wish number 6 · 13 points · taken out during the sprint · why: too &lt;!channel&gt; large\n*Open challenges*  Old phones",
			"  ↳ Feedback heard\nNothing was said so far.",
			"  ↳ Numbers\n*Points*  31 committed + 0 added − 13 removed = *13 done* + 5 left",
			"*Stories*  5 committed + 1 added − 1 removed = *3 done* + 2 left\n*Of these, without points*  0 committed + 1 added − 0 removed = *1 done* + 0 left\n*Velocity*  13 points (+1 story without points)\n*Mean of the last three sprints*  known once three sprints are closed\n*Defects*  3 found, 2 fixed\n*Done per objective*\n• Happy eyes: 13 points (+1 story without points), 100 % of the points",
			"  ↳ Burndown", "  ↳ How far each objective has come\n", "  ↳ What changes in the backlog\n1 story carried over to sprint 2 · 1 story back in the backlog · 3 defects found\n*First in sprint 2*\n*FR-4*  Wish number 4 · 3 points")
		w.numbersLink("#boss")
		if n := w.pages("#boss"); n != 7 {
			t.Errorf("the thread has %d messages", n)
		}

		w.presses("omar", "#boss", "Collect replies")
		w.hears("omar", "#boss", "I may not read messages here", "`channels:history`", "`Give feedback` works always.")

		// It is posted once, and stays as it was; only the PO's own words can be put right.
		before := w.reads("sam", "#boss")
		w.refuses(second(w.clicks("recap.post", w.about("omar", w.closedOne()))), "This recap was posted by now.")
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			r, err := tx.Request(ctx, "FR-2")
			r.Title = "Another title"
			if err != nil {
				return err
			}
			return tx.KeepRequest(ctx, r)
		})
		w.presses("omar", "@tandem", "Edit recap")
		w.sees("omar", "form", "The recap is posted: your own sentences can be put right")
		w.seesNot("omar", "form", "Was the Sprint Goal met?", "Demos")
		w.submits("omar", "In a sentence: Night is here; the charts are not")
		if got := strings.Replace(w.reads("sam", "#boss"), "Night is here; the charts are not", "Night is here; &lt;!channel&gt; &amp; charts are not", 1); got != before {
			t.Errorf("the recap did not stay:\n%s\nbefore:\n%s", got, before)
		}
		w.types("omar", "#atlas", "/tandem demo recap")
		w.hears("omar", "#atlas", "The recap of sprint 1 was posted in #boss.", "|Go there>")
		w.ended()
	})
}

// postsRecap has the PO draft the recap of the sprint that was closed last, say that its goal was met, and post it with its thread.
func (w *world) postsRecap() {
	w.t.Helper()
	w.types("omar", "#atlas", "/demo recap")
	w.presses("omar", "@tandem", "Post recap")
	w.submits("omar", "Was the Sprint Goal met?: Yes")
	w.presses("omar", "@tandem", "Post recap")
	w.passes(time.Minute)
}

// second is the error of a call.
func second[T any](_ T, err error) error { return err }

// closedOne is the id of the sprint of Atlas that was closed last.
func (w *world) closedOne() string { return w.sprint(ritual.SprintClosed).ID }

// linked is a link with its label.
var linked = regexp.MustCompile(`<[^|>]*\|([^>]*)>`)

// recapIn is the first message of the recap in a channel, as somebody sees it, and the timestamps of its thread.
func (w *world) recapIn(channel string) (top slacksim.Message, replies []string) {
	w.t.Helper()
	for _, m := range w.sim.Person("sam").Sees(channel) {
		switch {
		case m.User != w.sim.BotUser(), m.Ephemeral():
		case m.ThreadTS == "" || m.ThreadTS == m.TS:
			top = m
		case m.ThreadTS == top.TS:
			replies = append(replies, m.TS)
		}
	}
	return top, replies
}

// pages counts the messages in the thread of the recap.
func (w *world) pages(channel string) int { _, all := w.recapIn(channel); return len(all) }

// numbersLink fails unless every number on top of the recap is a link to a message of its thread, and the top has no more than
// twelve lines as people see them.
func (w *world) numbersLink(channel string) {
	w.t.Helper()
	top, replies := w.recapIn(channel)
	lines := 0
	for i, line := range strings.Split(strings.Join(marked(top.Blocks), "\n"), "\n") {
		seen := kit.Plain(linked.ReplaceAllString(line, "$1"), func(string) string { return "somebody" })
		lines += (ritual.Columns(strings.Trim(seen, "*")) + ritual.RecapColumns - 1) / ritual.RecapColumns
		if i < 2 || strings.HasPrefix(line, "▸") || strings.HasPrefix(line, "Next:") {
			continue // words of people
		}
		bare := line
		for {
			from := strings.Index(bare, "<http")
			if from < 0 {
				break
			}
			to := from + strings.Index(bare[from:], ">")
			leads := false
			for _, ts := range replies {
				leads = leads || strings.Contains(bare[from:to], "/p"+strings.ReplaceAll(ts, ".", ""))
			}
			if !leads {
				w.t.Errorf("a link of the top leads elsewhere than to its thread: %s", bare[from:to])
			}
			bare = bare[:from] + bare[to+1:]
		}
		if strings.ContainsAny(bare, "0123456789") {
			w.t.Errorf("a number on top is no link: %s", line)
		}
	}
	if lines > ritual.RecapLinesMost {
		w.t.Errorf("the top has %d lines:\n%s", lines, w.byName(strings.Join(marked(top.Blocks), "\n")))
	}
}

func TestARecapThatSomebodyElseSavedMeanwhileIsNotLostNorIsTheirs(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.closedSprint()
		w.changes(func(ctx context.Context, tx *store.Tx) error { // Dev is Omar's stand-in, and Omar away
			p := w.product("Atlas")
			p.Settings.POStandIn = w.sim.Person("dev").ID()
			return tx.KeepProduct(ctx, p)
		})
		w.sim.ChangeUser("omar", func(u *slacksim.User) { u.StatusEmoji = ":palm_tree:" })
		w.types("omar", "#atlas", "/tandem demo recap")
		w.types("dev", "#atlas", "/tandem demo recap")
		w.passes(time.Minute)
		w.presses("omar", "@tandem", "Edit recap")
		w.fills("omar", "Was the Sprint Goal met?: Yes", "In a sentence: Omar's words", "Demos: FR-2 Wish number 2", "Next focus: Omar's focus")
		w.presses("dev", "@tandem", "Edit recap")
		w.submits("dev", "Was the Sprint Goal met?: No", "In a sentence: Dev's words", "Next focus: ")
		if err := w.sim.Person("omar").Submit(); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.sees("omar", "form", "*@dev saved this recap while you wrote.* Yours stands below; `Save` puts it in place of theirs:\nGoal met: no\nIn a sentence: Dev's words")
		if is := w.recapOf(s.ID); is.Own.Sentence != "Dev's words" {
			t.Errorf("it was saved: %+v", is.Own)
		}
		w.submits("omar")
		if is := w.recapOf(s.ID); is.Own.Met != ritual.GoalYes || is.Own.Sentence != "Omar's words" || is.Own.Focus != "Omar's focus" || !slices.Equal(is.Own.Demos, []string{"FR-2"}) {
			t.Errorf("it was not saved: %+v", is.Own)
		}
		w.ended()
	})
}

func TestWithoutAClosedSprintNoRecapIsDrafted(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9)
		w.types("omar", "#atlas", "/tandem demo recap")
		w.hears("omar", "#atlas", "No sprint of *Atlas* was closed so far", "`/sprint plan`")
		w.runs(inSprint{"FR-1", "dev", ritual.WorkDone})
		w.types("omar", "#atlas", "/tandem demo recap")
		w.hears("omar", "#atlas", "Close sprint 1 first: its figures are frozen then.", "[Close sprint]")
		w.types("omar", "#atlas", "/tandem demo recap 7")
		w.hears("omar", "#atlas", "Atlas has no closed sprint 7.")
		w.types("omar", "#atlas", "/tandem demo recap please <!here>")
		w.hears("omar", "#atlas", "I do not understand")
		w.passes(time.Minute)
		w.ended()
	})
}

func TestWhatPeopleReplyToARecapBecomesRequestsWhereThePOTicksIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		w := newWorldWith(t, open, func(c *slacksim.Config) { c.Without = nil })
		w.closedSprint()
		w.postsRecap()
		w.presses("sam", "#boss", "Collect replies")
		w.hears("sam", "#boss", "Only the product owner, @omar, can write the recap of Atlas.")
		w.presses("omar", "#boss", "Collect replies")
		w.sees("omar", "@tandem", "Replies to the recap of sprint 1", "Nobody has said anything in its thread so far.")
		top, _ := w.recapIn("#boss")
		w.replies("sam", "#boss", top.TS, "The charts are <!here> too dark at night, and "+strings.Repeat("so on ", 40))
		w.replies("dev", "#boss", top.TS, "thanks & bye")
		w.presses("omar", "#boss", "Collect replies")
		w.sees("omar", "@tandem", "2 replies 0 recorded in #boss", "*sam*  The charts are &lt;!here&gt; too dark at night, and so on", "*dev*  thanks &amp; bye", "[Choose what to record]")
		w.presses("omar", "@tandem", "Choose what to record")
		w.ticksReply("omar", 0)
		w.submits("omar")
		w.sees("omar", "form", "Recorded 1 request.", "*FR-7*  The charts are &lt;!here&gt; too dark at night")
		w.closes("omar")
		r := w.request("FR-7")
		if sam := w.sim.Person("sam").ID(); r.Requester != sam || r.Source.Thread != top.TS || r.Source.Author != sam {
			t.Errorf("%+v", r)
		}
		if c := in(w, func(ctx context.Context, tx *store.Tx) (ritual.Concern, error) { return tx.FeedbackBy(ctx, "FR-7") }); c.Sprint != w.closedOne() {
			t.Errorf("%+v", c)
		}
		if said := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Evidence, error) { return tx.Evidence(ctx, "FR-7") }); len(said) != 1 {
			t.Errorf("what others said in the thread is kept with it: %+v", said)
		}
		w.sees("omar", "@tandem", "2 replies 1 recorded", "✓ recorded as *FR-7*")
		w.presses("omar", "@tandem", "Choose what to record")
		w.sees("omar", "form", "✓ recorded as *FR-7*")
		w.submits("omar")
		w.sees("omar", "form", "No reply was ticked that is not a request already.")
		w.ended()
	})
}

func TestWhoSaysSomethingOfARecapIsCalledByTheirNameAndAskedOnlyWhileTheyAreThere(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		w := newWorldWith(t, open, func(c *slacksim.Config) { c.Without = nil })
		w.closedSprint()
		w.postsRecap()
		top, _ := w.recapIn("#boss")
		w.replies("gwen", "#boss", top.TS, "The charts need colors") // to whom Tandem has never spoken
		w.replies("dev", "#boss", top.TS, "The totals are wrong")
		w.sim.ChangeUser("dev", func(u *slacksim.User) { u.Deleted = true })
		w.settle()
		w.presses("omar", "#boss", "Collect replies")
		w.sees("omar", "@tandem", "*gwen*  The charts need colors", "*dev*  The totals are wrong")
		for range 2 {
			w.presses("omar", "@tandem", "Choose what to record")
			w.ticksReply("omar", 0)
			w.submits("omar")
			w.closes("omar")
		}
		if r := w.request("FR-7"); r.Requester != w.sim.Person("gwen").ID() {
			t.Errorf("gwen asks for %+v", r)
		}
		w.captures("sam", "#boss", w.replies("sam", "#boss", top.TS, "Please add a date column")) // by themselves
		w.submits("sam")
		w.presses("omar", "#boss", "Collect replies")
		w.sees("omar", "@tandem", "3 replies 3 recorded")
		if c := w.feedback("FR-9"); c.Sprint != w.closedOne() || c.By != w.sim.Person("sam").ID() {
			t.Errorf("what was captured is feedback on %+v", c)
		}
		w.sees("sam", "#boss", "*FR-9*  Please add a date column", "Feedback after sprint 1")
		if r := w.request("FR-8"); r.Requester != "" || r.Source.Author != w.sim.Person("dev").ID() {
			t.Errorf("who has left is to be asked about %+v", r)
		}
		w.ended()
	})
}

// ticksReply is somebody ticking the nth reply in the open form.
func (w *world) ticksReply(who string, n int) {
	w.t.Helper()
	p := w.sim.Person(who)
	v, _ := p.View()
	for _, b := range v.Blocks {
		e, _ := b["element"].(slacksim.Block)
		options, ok := e["options"].([]any)
		if !ok {
			continue
		}
		value, _ := options[n].(slacksim.Block)["value"].(string)
		if err := p.Fill(fmt.Sprint(b["block_id"]), []string{value}); err != nil {
			w.t.Fatal(err)
		}
		return
	}
	w.t.Fatalf("%s has nothing to tick:\n%s", who, w.reads(who, "form"))
}
