package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/recap"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/bot/sprint"
	"tandem/store"
)

// Who sees what of a private request: every command, button, form, message and tab, for everybody that somebody can be to
// it, at every status. A word of the request that comes out where it must not fails the test, wherever it stands.

// The words of the private request. Those of title and story can be shared; the others never are.
var (
	shareable  = []string{"quetzal", "walrus", "pangolin", "ocelot"} // two of the title, the story and its criterion
	neverTold  = []string{"narwhal", "axolotl", "okapi", "wombat", "lemur", "gecko", "tapir", "ibis", "dugong"}
	titleWords = "The quetzal and the walrus"
)

// viewers are all that somebody can be to the private request.
var viewers = []struct {
	who   string
	is    string
	whole bool // may read all of it
}{
	{"sam", "the reporter", true},
	{"rita", "the requester", true},
	{"carl", "the author of the message", true},
	{"kim", "an author kept in the evidence", true},
	{"priya", "the PM", true},
	{"omar", "the PO", true},
	{"paul", "the PM's stand-in", true},
	{"pia", "the PO's stand-in", true},
	{"mia", "a member of the channel, read ten minutes ago", true},
	{"mona", "a member of another private channel, read two hours ago", false},
	{"olga", "another member of the workspace", false},
	{"dev", "of the product's team", false},
	{"gwen", "a guest", false},
	{"stan", "somebody of another organization", false},
}

// notTold are the people of the request, whom the others do not learn of from it.
var notTold = []string{"sam", "rita", "carl", "kim", "sue"}

// commandWords are the commands, with what is typed after each. A new command is named here.
var commandWords = map[string][]string{
	"/tandem": {"", "quetzal"}, "/tandem show": {"FR-1", "FR-2"}, "/tandem report": {""}, "/tandem export": {"", "csv", "json"}, "/tandem decisions": {"", "topic:all", "objective:Happy", "by:sam", "by:rita", "by:priya"}, "/tandem setup": {""}, "/tandem settings": {""},
	"/request": {"", "quetzal and more of it"}, "/request help": {""},
	"/demo":    {""},
	"/standup": {"", "quetzal"}, "/standup setup": {""},
	"/roadmap": {"", "quetzal"}, "/roadmap add": {"", "quetzal"},
	"/backlog": {"", "customer:axolotl", "objective:Happy"}, "/backlog find": {"FR-1", "quetzal", "narwhal", "axolotl"}, "/sprint": {"", "2", "last", "next", "quetzal"}, "/sprint plan": {""}, "/sprint start": {""}, "/sprint add": {"FR-1"}, "/sprint defect": {"", "The quetzal is in FR-1"}, "/demo recap": {"", "2", "3"}, "/sprint close": {""},
}

// messageSubjects are the kinds of messages, with what each is about: the request, a decision on it, or the product. A new
// kind is named here. What stands in a list is shown by its own row.
var messageSubjects = map[string][]string{
	request.ReceiptKind: {"FR-1"}, request.PMCard: {"FR-1"}, request.POCard: {"FR-1"}, request.BothCard: {"FR-1"}, problemTold: {"FR-1"},
	request.LineKind: decisionSubjects, request.QuestionKind: decisionSubjects, answeredKind: decisionSubjects,
	request.ChallengedKind: decisionSubjects, request.RealignedKind: decisionSubjects, reopenedKind: decisionSubjects, unansweredKind: decisionSubjects,
	roadmapShown: {"PRODUCT/1/WHO"}, roadmapPicture: {"PRODUCT/1/WHO"}, reportShown: {"PRODUCT/1/WHO"}, reportPicture: {"PRODUCT/1/WHO"}, backlogShown: {"PRODUCT/1/WHO"}, decisionsShown: {"PRODUCT/1/WHO"},
	exportKind:    {"PRODUCT/csv/1", "PRODUCT/jira/1", "PRODUCT/json/1", "PRODUCT/markdown/1"},
	setupAnnounce: {"PRODUCT"}, namedKind: {"PRODUCT/WHO/WHO/pm/1"}, relievedKind: {"PRODUCT/WHO/WHO/pm/1"}, notMeKind: {"PRODUCT/WHO/WHO/pm/1"},
	outcomesKind: {"2026-03-02"}, satisfactionKind: {"2026-03-02", "2026-03-03"}, request.NudgeKind: {"2026-03-02"}, kindTold: decisionSubjects,
	clearedKind: {"C1"}, achievedKind: {"C1"},
	leftKind: {"PRODUCT/left/WHO"}, estimateKind: {"E1"}, redraftTold: {"FR-1/redraft/1/2", "FR-1/redraft/1/edited"},
	"returned":        decisionSubjects,
	"sprint_to_start": {"SPRINT1"}, "sprint_to_close": {"SPRINT1"}, "sprint_started": {"SPRINT1"}, "sprint_scope": {"SPRINT1/C1", "SPRINT1/C2"},
	sprint.PictureKind: {"PRODUCT/1/WHO"}, "sprint_shown": {"PRODUCT/1:1/WHO", "PRODUCT/1:2/WHO", "PRODUCT/1:3/WHO", "PRODUCT/1/WHO"},
	repliesKind: {"SPRINT2"}, "recap_draft": {"SPRINT2"}, recap.Kind: {"SPRINT2"}, "recap_part": {"SPRINT2/done.1", "SPRINT2/left.1", "SPRINT2/heard.1", "SPRINT2/numbers.1", "SPRINT2/burndown.1", "SPRINT2/burnup.1", "SPRINT2/changes.1"},
	"files_lost":    {"M1/missing_scope", "M1/some_new_word"},
	"blocker_asked": {"I1"}, "blocker_helped": {"I1/WHO"}, "blocker_raised": {"I1"},
	"demo_question": {"SPRINT1"}, "demo_reminder": {"SPRINT1"}, "demo_order": {"SPRINT1"}, "demo_none": {"SPRINT1"}, "demo_shown": {"PRODUCT/1/WHO"},
	"standup_prompt": {"STANDUP1/2026-03-02"}, "standup_reminder": {"STANDUP1/2026-03-02"}, "standup": {"STANDUP1/2026-03-02"}, "standup_answer": {"STANDUP1/2026-03-02/WHO"}, "standup_week": {"STANDUP1/2026-03-02"},
}

// decisionSubjects are the decisions on the private request.
var decisionSubjects = []string{"FR-1/1", "FR-1/2", "FR-1/3", "FR-1/4", "FR-1/5", "FR-1/6", "FR-1/7", "FR-1/8"}

func TestEveryCommandAndEveryKindOfMessageIsLookedAt(t *testing.T) {
	for _, r := range append(rituals(newDrafter(Config{})), engine.Core()) {
		for _, c := range r.Commands {
			if name := strings.TrimSpace(c.Name + " " + c.Word); len(commandWords[name]) == 0 {
				t.Errorf("nobody looks at what %s tells of a private request: name it in commandWords", name)
			}
		}
		for _, m := range r.Messages {
			if len(messageSubjects[m.Kind]) == 0 {
				t.Errorf("nobody looks at who may read messages of the kind %s: name it in messageSubjects", m.Kind)
			}
		}
	}
}

func TestNobodyReadsOfAPrivateRequestWhatIsNotForThem(t *testing.T) {
	inWorlds(t, func(w *world) {
		m := w.whispers()
		for _, shared := range []bool{false, true} {
			for i, status := range allStatuses {
				if w.db.Kind() == "postgres" && shared == (i%2 == 0) {
					continue // every status once, in turn shared and not: what else differs is not the database's
				}
				m.stands(status, shared)
				for _, v := range viewers {
					if v.whole {
						m.reads(v.who)
						continue
					}
					m.looks(v.who, v.is, i%5 == 0 || v.who == "olga" && i%2 == 0)
				}
			}
		}
		w.ended()
	})
}

// allStatuses are the statuses of a request.
var allStatuses = []ritual.Status{ritual.New, ritual.AwaitingAlignment, ritual.NeedsInfo, ritual.AwaitingPriority, ritual.Backlog, ritual.InSprint,
	ritual.Done, ritual.Accepted, ritual.Shipped, ritual.Parked, ritual.Declined, ritual.Merged, ritual.Noted, ritual.Withdrawn, ritual.Split}

// A whispered is a workspace with one private request.
type whispered struct {
	w      *world
	p      ritual.Product
	r      ritual.Request
	shared bool
	leaks  map[string]bool // those that were told already, by surface and word
}

// whispers sets up Atlas with a private request whose every word is known.
func (w *world) whispers() *whispered {
	w.t.Helper()
	for _, name := range []string{"rita", "carl", "kim", "paul", "pia", "mia", "mona", "olga", "sue", "boss"} {
		w.sim.AddUser(slacksim.User{Name: name})
	}
	w.sim.AddUser(slacksim.User{Name: "stan", Team: "T0OTHER01"})
	w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "mia", "carl", "kim"}, BotIn: true})
	w.sim.Invite("#atlas", "boss", "olga")
	w.setUpIn("boss", "#atlas", "Atlas", "Team: dev")
	m := &whispered{w: w, p: w.product("Atlas"), leaks: map[string]bool{}}
	leads, _ := w.sim.Channel("leads")
	id := func(who string) string { return w.sim.Person(who).ID() }
	now := w.clock.Now()
	m.r = ritual.Request{ID: "FR-1", Number: 1, Product: m.p.ID, Title: titleWords, Problem: "What the narwhal wrote", Customer: "Axolotl Inc", Kind: ritual.Feature,
		Importance: ritual.Blocker, Requester: id("rita"), Reporter: id("sam"), Status: ritual.New, Since: now, Created: now, Private: true,
		Source: ritual.Source{Channel: leads.ID, TS: "1772442000.000100", Author: id("carl")}, Thread: ritual.Thread{Channel: leads.ID, TS: "1772442000.000100"}}
	open := ritual.Request{ID: "FR-2", Number: 2, Product: m.p.ID, Title: "Something else", Kind: ritual.Feature, Reporter: id("boss"), Status: ritual.Backlog, Since: now, Created: now}
	ctx := context.Background()
	if err := w.db.Update(ctx, func(tx *store.Tx) error {
		m.p.Settings.PMStandIn, m.p.Settings.POStandIn = id("paul"), id("pia")
		for range 2 { // the two numbers are taken
			if _, err := tx.NextNumber(ctx); err != nil {
				return err
			}
		}
		err := errors.Join(tx.KeepProduct(ctx, m.p),
			tx.AddObjective(ctx, ritual.Objective{ID: "O1", Product: m.p.ID, Name: "Happy eyes", Horizon: ritual.Now, By: m.p.PM, Created: now}),
			tx.KeepClearing(ctx, ritual.Clearing{ID: "C1", Objective: "O1", Product: m.p.ID, End: ritual.Dropped, Fate: ritual.FateAsk, By: m.p.PM, At: now}),
			tx.AddRequest(ctx, m.r), tx.AddWords(ctx, m.r), tx.AddRequest(ctx, open), tx.AddWords(ctx, open),
			tx.AddSprint(ctx, ritual.Sprint{ID: "SPRINT1", Product: m.p.ID, Number: 1, Goal: "Customers can export", State: ritual.SprintActive, Starts: "2026-03-02", Ends: "2026-03-13", DemoDay: "2026-03-13", DemoTime: "15:00", Zone: "UTC", StartedBy: m.p.PO, Started: now}),
			tx.AddSprint(ctx, ritual.Sprint{ID: "SPRINT0", Product: m.p.ID, Number: 2, Goal: "Export", State: ritual.SprintClosed, Starts: "2026-02-02", Ends: "2026-02-13", Zone: "UTC", ClosedBy: m.p.PO, Closed: now,
				Result: ritual.Result{Stories: []ritual.StoryResult{{Request: "FR-1", Points: 3, Owner: id("dev"), End: ritual.EndRemoved, Reason: "Because of the dugong"}}}}),
			tx.AddDemoTurn(ctx, "SPRINT1", id("dev"), "FR-1"),
			tx.KeepDemoShow(ctx, "SPRINT1", ritual.Show{Request: "FR-1", Answer: ritual.ShowIt, By: m.p.PO, At: now, Says: "See the quetzal", Link: "https://walrus.example"}),
			tx.KeepSprintStory(ctx, "SPRINT1", ritual.SprintStory{Request: "FR-1", Owner: id("dev"), Work: ritual.WorkDone}),
			tx.AddFeedback(ctx, ritual.Concern{Request: "FR-1", Sprint: "SPRINT1", Story: "FR-2", By: id("sam")}),
			tx.AddSprint(ctx, ritual.Sprint{ID: "SPRINT2", Product: m.p.ID, Number: 3, Goal: "Customers can print", State: ritual.SprintClosed, Starts: "2026-02-16", Ends: "2026-02-27", Zone: "UTC", Started: now,
				Result: ritual.Result{Stories: []ritual.StoryResult{{Request: "FR-1", End: ritual.EndDone}, {Request: "FR-2", End: ritual.EndBack}}, Figures: ritual.Figures{Done: ritual.SprintCount{Stories: 1, Unsized: 1}}}}),
			tx.AddDefect(ctx, ritual.Concern{Request: "FR-1", Sprint: "SPRINT2", Story: "FR-2", By: id("sam")}),
			tx.KeepMembers(ctx, ritual.Members{Channel: leads.ID, People: []string{id("mia"), id("sam")}, Read: now.Add(-10 * time.Minute)}),
			tx.KeepMembers(ctx, ritual.Members{Channel: "C0OLD", People: []string{id("mona")}, Read: now.Add(-2 * time.Hour)}),
			tx.AddEvidence(ctx, "FR-1", ritual.Evidence{ID: "0", Author: id("carl"), Channel: leads.ID, TS: m.r.Source.TS, Text: "Says the okapi", At: now}),
			tx.AddEvidence(ctx, "FR-1", ritual.Evidence{ID: "1", Author: id("kim"), Channel: leads.ID, TS: "1772442000.000200", Text: "and the okapi again", At: now}))
		_, supported := tx.AddSupporter(ctx, "FR-1", ritual.Supporter{Person: id("sue"), Words: "me, said the wombat", At: now})
		for _, v := range viewers {
			err = errors.Join(err, tx.AddOutcomeLine(ctx, store.OutcomeLine{Person: id(v.who), Day: "2026-03-02", Request: "FR-1", SendOn: []string{"Axolotl Inc"}, InPlace: id("sue"),
				Became: ritual.Became{Outcome: ritual.OutcomeDeclined, By: id("sam"), Reason: "Because of the dugong"}}),
				tx.WantOpinion(ctx, id(v.who), "FR-1"), tx.KeepOpinion(ctx, ritual.Opinion{Request: "FR-1", Person: id(v.who), Day: "2026-03-02", Rating: 2, Comment: map[string]string{"sam": "Says the okapi"}[v.who], At: now}),
				tx.WantOpinion(ctx, id(v.who), "FR-2"), tx.KeepOpinion(ctx, ritual.Opinion{Request: "FR-2", Person: id(v.who), Day: "2026-03-03"}),
				tx.AddNudge(ctx, store.Nudge{Person: id(v.who), Request: "FR-1", Asked: now.Add(-time.Hour), Nth: 2, Day: "2026-03-02"}))
		}
		_, written := tx.AddStory(ctx, ritual.Story{Request: "FR-1", Origin: ritual.FromModel, As: "keeper", Want: "a pangolin", SoThat: "it sleeps", Need: "okapi", NeedSource: "0",
			Criteria:  []ritual.Criterion{{Text: "The ocelot purrs", Source: "0"}, {Text: "and eats", Source: "answer:why"}},
			Questions: []ritual.Question{{ID: "why", Text: "Why a lemur?", Answer: "For the gecko", By: id("rita"), Closed: true}, {ID: "done", Text: "Is the lemur done?"}}})
		return errors.Join(err, supported, written, m.decide(ctx, tx),
			m.moves(ctx, tx), m.stoodUp(ctx, tx),
			tx.AddEstimate(ctx, ritual.Estimation{ID: "E1", Request: "FR-1", Round: 1, Version: 1, By: m.p.PO, Started: now}))
	}); err != nil {
		w.t.Fatal(err)
	}
	m.recapped()
	return m
}

// stoodUp has everybody say in a standup that the request comes next, of which a model found a theme while its title was shared.
func (m *whispered) stoodUp(ctx context.Context, tx *store.Tx) error {
	set := ritual.UsualStandup(m.p.Channel, nil)
	for _, v := range viewers {
		set.People = append(set.People, m.w.sim.Person(v.who).ID())
	}
	s := ritual.Standup{ID: "STANDUP1", Product: m.p.ID, Setup: set, By: m.p.PO, Created: tx.Now, Last: "2026-03-02", Next: "2026-03-03", NextAt: tx.Now.AddDate(0, 0, 1)}
	run := ritual.StandupRun{Standup: s.ID, Day: s.Last, Setup: set, Team: "UTC", Opened: tx.Now, SummaryAt: tx.Now, Posted: tx.Now, Themes: []ritual.Theme{{Words: titleWords, By: set.People[:2]}}}
	var turns []ritual.StandupTurn
	for i, id := range set.People {
		turns = append(turns, ritual.StandupTurn{Person: id, Due: tx.Now, State: ritual.TurnAsked, Asked: tx.Now, Place: i})
	}
	_, ended := tx.AddSprintEvent(ctx, ritual.SprintEvent{Sprint: "SPRINT1", Kind: ritual.WorkFinished, Request: "FR-1", By: m.p.PO})
	err := errors.Join(ended, tx.AddStandup(ctx, s), tx.OpenRun(ctx, run, turns))
	for _, id := range set.People {
		err = errors.Join(err, tx.KeepAnswer(ctx, ritual.StandupAnswer{Standup: s.ID, Day: run.Day, Person: id, At: tx.Now,
			Said: []ritual.StandupSaid{{Question: ritual.StandupQuestion{Text: ritual.AskNext, Kind: ritual.AsksPlan}, Ticks: []string{"FR-1"}}}}))
	}
	return err
}

// recapped has the PO draft a recap while the title is shared: it is told of later, too, by what may be read then.
func (m *whispered) recapped() {
	m.w.t.Helper()
	m.w.changes(func(ctx context.Context, tx *store.Tx) error {
		r := m.r
		r.Shared = true
		if err := tx.KeepRequest(ctx, r); err != nil {
			return err
		}
		in := m.as("omar")
		in.Subject = m.p.ID
		_, err := m.w.bot.Routes.Actions[sprint.RecapDraft].Do(ctx, tx, in)
		return errors.Join(err, tx.KeepRequest(ctx, m.r))
	})
}

// moves has the request join a sprint, leave it and join it again, with a reason each time.
func (m *whispered) moves(ctx context.Context, tx *store.Tx) (err error) {
	for _, e := range []ritual.SprintEvent{{Kind: ritual.SprintStarted}, {Kind: ritual.Committed, Request: "FR-1"},
		{Kind: ritual.Removed, Request: "FR-1", Reason: "The tapir sleeps", Detail: "C1"}, {Kind: ritual.Added, Request: "FR-1", Reason: "The ibis first", Detail: "C2"}} {
		e.Sprint, e.By = "SPRINT1", m.p.PO
		_, kept := tx.AddSprintEvent(ctx, e)
		err = errors.Join(err, kept)
	}
	return err
}

// decide keeps one decision of each kind that has words of its own.
func (m *whispered) decide(ctx context.Context, tx *store.Tx) error {
	asked := ritual.Decision{Request: "FR-1", Product: m.p.ID, Topic: ritual.Scope, At: tx.Now}
	var err error
	for _, d := range []ritual.Decision{
		{Verdict: ritual.NeedMore, By: m.p.PM, Reason: "What of the tapir?"},
		{Verdict: ritual.Answered, By: m.r.Requester},
		{Topic: ritual.Alignment, Verdict: ritual.Aligned, By: m.p.PM, Objective: "Happy eyes"},
		{Topic: ritual.Alignment, Verdict: ritual.Challenged, By: m.p.PO, Reason: "I doubt the tapir"},
		{Topic: ritual.Alignment, Verdict: ritual.NotNow, By: m.p.PM, Reason: "The tapir sleeps", Revisit: "2026-06-01"},
		{Topic: ritual.Priority, Verdict: ritual.Prioritized, By: m.p.PO, Score: "7 ÷ 1 = 7"},
		{Topic: ritual.Order, Verdict: ritual.Moved, By: m.p.PO, Reason: "The ibis first", Before: "FR-2"},
		{Topic: ritual.Alignment, Verdict: ritual.Aligned, By: m.p.PM, Objective: "Happy eyes"},
	} {
		d.Request, d.Product, d.At = asked.Request, asked.Product, asked.At
		if d.Topic == "" {
			d.Topic = asked.Topic
		}
		_, kept := tx.AddDecision(ctx, d)
		err = errors.Join(err, kept)
	}
	return err
}

// stands has the request stand at a status, with its title shared or not.
func (m *whispered) stands(s ritual.Status, shared bool) {
	m.w.t.Helper()
	m.r.Status, m.r.Shared, m.shared = s, shared, shared
	m.r.Objective, m.r.Reason, m.r.Revisit, m.r.Question = "O1", "Because of the dugong", "2026-06-01", "What of the tapir?"
	ctx := context.Background()
	if err := m.w.db.Update(ctx, func(tx *store.Tx) error {
		pin := ritual.Pin{}
		if s == ritual.Backlog {
			pin = ritual.Pin{Before: "FR-2", Reason: "The ibis first", By: m.p.PO, At: tx.Now}
		}
		return errors.Join(tx.KeepRequest(ctx, m.r), tx.KeepPin(ctx, "FR-1", pin))
	}); err != nil {
		m.w.t.Fatal(err)
	}
}

// as is somebody who acts in the product's channel.
func (m *whispered) as(who string) engine.Input {
	in := m.w.as(who)
	in.Channel = m.p.Channel
	in.Place = ritual.Place{ID: m.p.Channel, Name: "atlas", Joined: true, Read: m.w.clock.Now()}
	switch who {
	case "gwen":
		in.Who.Kind = ritual.Guest
	case "stan":
		in.Who.Kind = ritual.Stranger
	}
	return in
}

// tries runs a handler, takes back what it wrote, and returns all that it answers.
func (m *whispered) tries(do engine.Handler, in engine.Input) string {
	m.w.t.Helper()
	ctx := context.Background()
	back := errors.New("as it was")
	var rep engine.Reply
	err := m.w.db.Update(ctx, func(tx *store.Tx) (err error) {
		if rep, err = do(ctx, tx, in); err != nil {
			return err
		}
		return back
	})
	if rs := ritual.Refusals(err); len(rs) > 0 {
		return asJSON(m.w.t, rs)
	}
	if err != nil && !errors.Is(err, back) && !errors.Is(err, store.ErrNotFound) {
		m.w.t.Errorf("%v", err)
	}
	return asJSON(m.w.t, []any{rep.Say, rep.Form})
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// reads fails unless somebody who may read all of the request does, wherever they look for it.
func (m *whispered) reads(who string) {
	m.w.t.Helper()
	in := m.as(who)
	in.Words = "FR-1"
	if got := m.tries(showCommand, in); !strings.Contains(got, titleWords) || !strings.Contains(got, "okapi") || !strings.Contains(got, "gecko") || !strings.Contains(got, "tapir") {
		m.w.t.Errorf("%s, who may, does not read all of it while it is %s: %s", who, m.r.Status, got)
	}
	in.Words = "narwhal"
	if got := m.tries(findCommand, in); !strings.Contains(got, titleWords) {
		m.w.t.Errorf("%s does not find it while it is %s: %s", who, m.r.Status, got)
	}
	in.Words = ""
	if got := m.tries(backlogCommand, in); m.r.Status == ritual.Backlog && (!strings.Contains(got, titleWords) || !strings.Contains(got, "ibis")) {
		m.w.t.Errorf("%s does not read it in the backlog: %s", who, got)
	}
}

// randomID is an id that the store made: a word in it says nothing.
var randomID = regexp.MustCompile(`[A-Z2-7]{26}`)

// looks has somebody who may not read the request look everywhere.
func (m *whispered) looks(who, is string, everything bool) {
	m.w.t.Helper()
	in := m.as(who)
	in.Words = "FR-1"
	was := m.tries(showCommand, in)
	refused := who == "stan"
	if got := strings.Contains(was, "FR-1 (private)"); got != (!refused && !m.shared) {
		m.w.t.Errorf("%s, %s, reads of one that is %s, shared %v: %s", who, is, m.r.Status, m.shared, was)
	}
	if got := strings.Contains(was, titleWords) && strings.Contains(was, "pangolin") && strings.Contains(was, "ocelot"); got != (!refused && m.shared) {
		m.w.t.Errorf("%s, %s, reads of one that is %s, shared %v: %s", who, is, m.r.Status, m.shared, was)
	}
	all := map[string]string{"/tandem show FR-1": was}
	m.watches(who, all)
	if everything {
		m.types(who, all)
		m.clicks(who, all)
	}
	told := neverTold
	if !m.shared {
		told = slices.Concat(shareable, neverTold)
	}
	for _, one := range notTold {
		told = append(told, strings.ToLower(m.w.sim.Person(one).ID()))
	}
	told = append(told, strings.ToLower(m.r.Source.Channel))
	for surface, got := range all {
		got = randomID.ReplaceAllString(got, "ID")
		for _, word := range told {
			if !strings.Contains(strings.ToLower(got), word) || strings.Contains(surface, word) {
				continue // it is not there, or they typed it themselves
			}
			if leak := strings.TrimSuffix(surface, m.w.sim.Person(who).ID()) + word; !m.leaks[leak] {
				m.leaks[leak] = true
				m.w.t.Errorf("%s, %s, reads %q at %s, while it is %s, shared %v: %s", who, is, word, surface, m.r.Status, m.shared, m.w.byName(got))
			}
		}
	}
}

// watches adds what somebody, and everybody in the product's channel, would read in messages and on Home.
func (m *whispered) watches(who string, all map[string]string) {
	m.w.t.Helper()
	ctx := context.Background()
	id := m.w.sim.Person(who).ID()
	fill := strings.NewReplacer("PRODUCT", m.p.ID, "WHO", m.p.PM)
	if err := m.w.db.View(ctx, func(tx *store.Tx) error {
		for name, kind := range m.w.bot.Routes.Messages {
			for _, subject := range messageSubjects[name] {
				for _, to := range []string{id, m.p.Channel} {
					msg := store.Message{ID: "M1", Kind: name, Subject: fill.Replace(subject), Product: m.p.ID, To: to}
					v, err := kind.View(ctx, tx, msg)
					if err != nil && !errors.Is(err, store.ErrNotFound) {
						return fmt.Errorf("%s of %s: %w", name, subject, err)
					}
					all[name+" of "+subject+" to "+to] = asJSON(m.w.t, drawn(v))
					if kind.Files != nil {
						files, err := kind.Files(ctx, tx, msg)
						if err != nil {
							return fmt.Errorf("files of %s of %s: %w", name, subject, err)
						}
						for _, f := range files {
							all["file of "+name+" of "+subject+" to "+to] += string(f.Data)
						}
					}
					if kind.Row == nil {
						continue
					}
					row, err := kind.Row(ctx, tx, msg)
					if err != nil && !errors.Is(err, store.ErrNotFound) {
						return fmt.Errorf("%s of %s: %w", name, subject, err)
					}
					all["row of "+name+" of "+subject+" to "+to] = asJSON(m.w.t, []any{row.Words, row.Buttons, row.More})
				}
			}
		}
		page, err := readHome(ctx, tx, id)
		all["home"] = asJSON(m.w.t, homeView(page))
		return err
	}); err != nil {
		m.w.t.Fatal(err)
	}
}

// types adds what commands, shortcuts and events answer.
func (m *whispered) types(who string, all map[string]string) {
	m.w.t.Helper()
	heard := &engine.Heard{TS: "1772449999.000100", Author: m.w.sim.Person(who).ID(), Text: "<@U0TANDEM> quetzal, please"}
	for _, r := range append(rituals(m.w.drafter), engine.Core()) {
		for _, c := range r.Commands {
			name := strings.TrimSpace(c.Name + " " + c.Word)
			for _, words := range commandWords[name] {
				in := m.as(who)
				in.Words = words
				all[name+" "+words] = m.tries(c.Do, in)
			}
		}
		for _, s := range r.Shortcuts {
			in := m.as(who)
			in.Message = heard
			all["shortcut "+s.ID+" on quetzal"] = m.tries(s.Do, in)
		}
		for _, e := range r.Events {
			in := m.as(who)
			in.Message, in.Key, in.Reacted = heard, "event:1", &engine.Reacted{Emoji: "bulb", TS: heard.TS, At: heard.TS}
			all["event "+e.Kind+" quetzal"] = m.tries(e.Do, in)
		}
	}
}

// clicks adds what buttons and forms answer, whoever they were for: they can be forged.
func (m *whispered) clicks(who string, all map[string]string) {
	m.w.t.Helper()
	for id, a := range m.w.bot.Routes.Actions {
		for _, subject := range []string{"FR-1", "FR-2", "SPRINT1", "SPRINT2", m.p.ID, m.p.ID + "/1", rowMove + " FR-1", "O1", rowOpen + " O1"} {
			in := m.as(who)
			in.Subject, in.Data.Subject = subject, "FR-1"
			in.Words = part{product: m.p.ID}.keep("")
			if strings.HasPrefix(id, "decisions.") {
				in.Words = logPart{product: m.p.ID, topic: ritual.LogAll}.keep("")
			}
			if strings.HasPrefix(id, "sprint.") {
				in.Words = "board|FR-1|" + m.p.ID + "|0|0"
			}
			if a.Live == nil {
				all["press "+id+" "+subject] = m.tries(a.Do, in)
				continue
			}
			ctx := context.Background()
			if err := m.w.db.View(ctx, func(tx *store.Tx) error {
				v, err := a.Live(ctx, tx, in)
				all["live "+id] = asJSON(m.w.t, v)
				return err
			}); err != nil {
				all["live "+id] = err.Error()
			}
		}
	}
	for id, s := range m.w.bot.Routes.Submits {
		for _, subject := range []string{"FR-1", m.p.ID, "O1", "SPRINT2"} {
			in := m.as(who)
			in.Channel = ""
			in.Subject, in.Data.Subject = subject, subject
			in.Fields = engine.Fields{"title": {"quetzal again"}, "kind": {"feature"}}
			all["send "+id+" quetzal "+subject] = m.tries(s.Do, in)
		}
	}
}
