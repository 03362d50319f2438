package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
	"tandem/store/dbtest"
)

// crowds are how many entries everything that lists something has.
var crowds = []int{0, 1, 50, 5000}

// A listing is a view that grows with what there is.
type listing struct {
	name string
	of   func(ctx context.Context, tx *store.Tx, c crowd) (view, error)
	more bool // of thousands, it says that there are more than it shows
}

// listings are all that lists. A new list is a row here.
var listings = []listing{
	{"Home of the PM", homeFor("priya"), true},
	{"Home of who asked", homeFor("sam"), true},
	{"the message of the day", func(ctx context.Context, tx *store.Tx, c crowd) (view, error) { return c.w.bot.Look(ctx, tx, c.list) }, true},
	{"the PM's card", cardFor(request.PMCard, "priya", "FR-1"), true},
	{"the PO's card", cardFor(request.POCard, "omar", "FR-2"), false},
	{"a receipt", cardFor(request.ReceiptKind, "sam", "FR-1"), false},
	{"/roadmap", func(ctx context.Context, tx *store.Tx, c crowd) (view, error) {
		return roadmapMessage(ctx, tx, c.product, c.reader("priya"))
	}, true},
	{"the end of /roadmap", func(ctx context.Context, tx *store.Tx, c crowd) (view, error) {
		return roadmapPage(ctx, tx, c.product, c.reader("priya"), max(0, min(c.n, fewer)-1))
	}, false},
	{"what is off the roadmap", func(ctx context.Context, tx *store.Tx, c crowd) (view, error) {
		return endedPage(ctx, tx, c.product, c.reader("priya"), 0)
	}, true},
	{"what hangs on an objective", aimed(func(ctx context.Context, tx *store.Tx, c crowd, a aim) (view, error) {
		return objectiveMessage(ctx, tx, a, c.reader("priya"), 0)
	}), true},
	{"Move of an objective", aimed(func(_ context.Context, _ *store.Tx, _ crowd, a aim) (view, error) { return placeModal(a), nil }), true},
	{"Drop of an objective", aimed(func(ctx context.Context, tx *store.Tx, c crowd, a aim) (view, error) {
		rep, err := openEnd(ritual.Dropped)(ctx, tx, c.w.as("priya"), a)
		return shownIn(rep), err
	}), true},
	{"/backlog", backlogFor(func(*part, crowd) {}), true},
	{"/backlog of an objective", backlogFor(func(l *part, c crowd) { l.objective = c.objective }), true},
	{"/backlog for a customer", backlogFor(func(l *part, _ crowd) { l.customer = "Acme" }), true},
	{"the end of /backlog", backlogFor(func(l *part, c crowd) { l.offset = max(0, c.n-3) }), false},
	{"/backlog find", answered(findCommand, "priya", "export"), true},
	{"/tandem show", answered(showCommand, "priya", "FR-1"), true},
	{"/tandem decisions", answered(decisionsCommand, "priya", ""), true},
	{"Move…", opened(openMove, "omar", "FR-3"), true},
	{"Aligned", opened(openAligned, "priya", "FR-1"), true},
	{"Merge…", opened(openMerge, "omar", "FR-1"), false},
	{"History", opened(openHistory, "omar", "FR-1"), true},
	{"Link to…", opened(openLink, "priya", "FR-4"), false},
	{"Report a defect", opened(openDefect, "priya", "FR-3"), true},
	{"Give feedback", answered(func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		in.Subject = crowdedSprint
		return openFeedback(ctx, tx, in)
	}, "priya", ""), true},
	{"Plan sprint", asked(sprint.PlanOpen), true},
	{"Add a story", asked(sprint.AddOpen), true},
	{"/sprint", asked("sprint.product"), true},
	{"Close sprint", asked(sprint.CloseOpen), true},
	{"a sprint that has begun", func(ctx context.Context, tx *store.Tx, c crowd) (view, error) {
		return c.w.bot.Look(ctx, tx, store.Message{ID: "m", Kind: "sprint_started", Subject: crowdedSprint, Product: c.product.ID, To: c.product.Channel})
	}, true},
	{"/demo", func(ctx context.Context, tx *store.Tx, c crowd) (view, error) {
		in := c.w.as("omar")
		in.Subject = crowdedSprint + "/0"
		rep, err := c.w.bot.Routes.Actions["demo.next"].Do(ctx, tx, in)
		return shownIn(rep), err
	}, true},
	{"the running order", cardFor("demo_order", "sam", crowdedSprint), true},
	{"the question for the demo", cardFor("demo_question", "priya", crowdedSprint), true},
	{"Settings", func(ctx context.Context, tx *store.Tx, c crowd) (view, error) {
		rep, err := settingsOf(ctx, tx, c.w.as("sam"), c.product)
		return shownIn(rep), err
	}, false},
}

// A crowd is a world in which everything has n entries.
type crowd struct {
	w         *world
	n         int
	product   ritual.Product
	objective string // that of the backlog
	list      store.Message
}

func (c crowd) reader(who string) ritual.Reader {
	return ritual.Reader{Person: c.w.sim.Person(who).ID()}
}

func homeFor(who string) func(context.Context, *store.Tx, crowd) (view, error) {
	return func(ctx context.Context, tx *store.Tx, c crowd) (view, error) {
		h, err := readHome(ctx, tx, c.w.sim.Person(who).ID())
		return homeView(h), err
	}
}

func cardFor(kind, who, id string) func(context.Context, *store.Tx, crowd) (view, error) {
	return func(ctx context.Context, tx *store.Tx, c crowd) (view, error) {
		return c.w.bot.Look(ctx, tx, store.Message{ID: "m", Kind: kind, Subject: id, Product: c.product.ID, To: c.w.sim.Person(who).ID()})
	}
}

func backlogFor(narrow func(*part, crowd)) func(context.Context, *store.Tx, crowd) (view, error) {
	return func(ctx context.Context, tx *store.Tx, c crowd) (view, error) {
		l := part{product: c.product.ID}
		narrow(&l, c)
		return backlogPart(ctx, tx, c.product, c.reader("omar"), l)
	}
}

// aimed is what is shown of the objective of the backlog; nothing while there is none.
func aimed(show func(context.Context, *store.Tx, crowd, aim) (view, error)) func(context.Context, *store.Tx, crowd) (view, error) {
	return func(ctx context.Context, tx *store.Tx, c crowd) (view, error) {
		a, err := aimOf(ctx, tx, c.objective)
		if err != nil {
			return nil, err
		}
		return show(ctx, tx, c, a)
	}
}

func answered(do engine.Handler, who, words string) func(context.Context, *store.Tx, crowd) (view, error) {
	return func(ctx context.Context, tx *store.Tx, c crowd) (view, error) {
		in := c.w.as(who)
		in.Words = words
		if home, ok := c.w.sim.Channel("#atlas"); ok {
			in.Channel = home.ID
		}
		rep, err := do(ctx, tx, in)
		return shownIn(rep), err
	}
}

func opened(do request.Handler, who, id string) func(context.Context, *store.Tx, crowd) (view, error) {
	return func(ctx context.Context, tx *store.Tx, c crowd) (view, error) {
		in := c.w.as(who)
		in.Subject = id
		m, err := request.Of(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		m.By = in.By
		if err := m.ReadBy(ctx, tx, ritual.Reader{Person: in.By}); err != nil {
			return nil, err
		}
		rep, err := do(ctx, tx, in, m)
		return shownIn(rep), err
	}
}

// asked is what a button of the product answers to the PO.
func asked(button string) func(context.Context, *store.Tx, crowd) (view, error) {
	return func(ctx context.Context, tx *store.Tx, c crowd) (view, error) {
		in := c.w.as("omar")
		in.Subject = c.product.ID
		rep, err := c.w.bot.Routes.Actions[button].Do(ctx, tx, in)
		return shownIn(rep), err
	}
}

// shownIn is the view of a reply.
func shownIn(rep engine.Reply) view {
	switch {
	case rep.Form != nil:
		return *rep.Form
	case rep.Say != nil:
		return *rep.Say
	}
	return nil
}

// tells is how a view says that there is more.
var tells = regexp.MustCompile(`(?i)\bmore\b|\bmany\b|1,000\+|\bof [0-9]{2,}|\bearlier\b|\bolder\b|\blatest\b|Any other`)

func TestWhateverListsIsWithinSlacksLimitsAndSaysHowManyMoreThereAre(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		w := newWorld(t, open)
		w.setUp()
		c := crowd{w: w, product: w.product("Atlas")}
		for _, n := range crowds {
			if n > 50 && w.db.Kind() != "sqlite" {
				break // what is read is the same, by the same statements, and so is what is shown
			}
			c.grows(n)
			for _, l := range listings {
				var v view
				err := w.db.View(t.Context(), func(tx *store.Tx) (err error) { v, err = l.of(t.Context(), tx, c); return err })
				empty, _ := v.(kit.Message)
				if n == 0 && (ritual.Refusals(err) != nil || v != nil && l.name == "the message of the day" && len(empty.Blocks) == 0) {
					continue // it says that there is nothing, or is not posted
				}
				if v == nil || err != nil {
					t.Fatalf("%s with %d entries: %v", l.name, n, err)
				}
				if err := errors.Join(v.Check(), judge(t.Context(), w.sim.APIURL(), v)); err != nil {
					t.Errorf("%s with %d entries: %v", l.name, n, err)
				}
				if n == crowds[len(crowds)-1] && l.more && !tells.MatchString(dump(v)) {
					t.Errorf("%s with %d entries does not say that there are more:\n%s", l.name, n, dump(v))
				}
			}
		}
		w.ended()
	})
}

// wordy is a text with words that need escaping and words without blanks.
func wordy(n, i int) string {
	if i > fewer && i < crowds[len(crowds)-1]-fewer { // what is shown comes first or last
		n = min(n, 60)
	}
	return kit.Cut(fmt.Sprintf("%d <!channel> & *Export* der <Rechnungsaufbewahrungsfristenübersicht> 請求書をPDFでも出力したい ", i)+strings.Repeat("日本語と<&>の長い言葉 ", n/12), n)
}

// grows fills the database until everything has n entries.
func (c *crowd) grows(n int) {
	w := c.w
	sam, priya := w.sim.Person("sam").ID(), w.sim.Person("priya").ID()
	const atOnce = 500
	for from := c.n; from < n; from = min(n, from+atOnce) {
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			for i := from; i < min(n, from+atOnce); i++ {
				if err := c.adds(ctx, tx, i, sam, priya); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if n == 0 { // what the lists are about: FR-1 to FR-4, and a sprint
		w.changes(func(ctx context.Context, tx *store.Tx) (err error) {
			err = tx.AddSprint(ctx, ritual.Sprint{ID: crowdedSprint, Product: c.product.ID, Number: 1, State: ritual.SprintActive, Zone: "UTC"})
			for _, at := range []ritual.Status{ritual.AwaitingAlignment, ritual.AwaitingPriority, ritual.Backlog, ritual.Noted} {
				_, added := c.keeps(ctx, tx, at, 0)
				err = errors.Join(err, added)
			}
			list, _, added := tx.AddMessage(ctx, store.Message{Kind: engine.ListKind, Subject: "2026-03-02", Product: c.product.ID, To: priya, State: store.MessagePosted})
			c.list = list
			return errors.Join(err, added)
		})
	}
	c.product.Team, c.product.Settings.Holidays = nil, nil
	for i := range min(n, 100) {
		c.product.Team = append(c.product.Team, fmt.Sprintf("UTEAM%04d", i))
		c.product.Settings.Holidays = append(c.product.Settings.Holidays, monday.AddDate(0, 0, i).Format(time.DateOnly))
	}
	w.changes(func(ctx context.Context, tx *store.Tx) error { return tx.KeepProduct(ctx, c.product) })
	c.n = n
}

// keeps adds a request of a status.
func (c *crowd) keeps(ctx context.Context, tx *store.Tx, at ritual.Status, i int) (ritual.Request, error) {
	n, err := tx.NextNumber(ctx)
	sam := c.w.sim.Person("sam").ID()
	r := ritual.Request{ID: ritual.RequestID(n), Number: n, Product: c.product.ID, Title: wordy(150, i), Problem: wordy(200, i), Customer: "Acme " + wordy(40, i), Kind: ritual.Feature,
		Reporter: sam, Requester: sam, Status: at, Since: tx.Now.Add(time.Duration(i) * time.Second), Created: tx.Now.Add(time.Duration(i) * time.Second), Thread: ritual.Thread{Channel: sam}}
	if at == ritual.Noted {
		r.Kind = ritual.Praise
	}
	if at == ritual.Backlog {
		r.Objective = c.objective
	}
	return r, errors.Join(err, tx.AddRequest(ctx, r), c.found(ctx, tx, r, i))
}

// crowdedSprint is the id of the sprint that everything is in.
const crowdedSprint = "SPRINT1"

// fewer is how many there are of what nobody has thousands of: objectives, and versions of a story.
const fewer = 300

// found has a request be found by its words, unless enough are.
func (c *crowd) found(ctx context.Context, tx *store.Tx, r ritual.Request, i int) error {
	if i > fewer {
		return nil
	}
	return tx.AddWords(ctx, r)
}

// adds adds the i-th entry of everything.
func (c *crowd) adds(ctx context.Context, tx *store.Tx, i int, sam, priya string) error {
	at := tx.Now.Add(time.Duration(i) * time.Second)
	o := ritual.Objective{ID: store.NewID(), Product: c.product.ID, Name: kit.Cut(fmt.Sprintf("%d %s", i, wordy(70, i)), 75), Outcome: wordy(300, i), Measure: wordy(150, i),
		Horizon: ritual.Horizons[i%3], By: priya, Created: at}
	var err error
	if i < fewer { // as many again are off the roadmap
		off := o
		off.ID, off.End, off.Ended = store.NewID(), ritual.Achieved, at
		err = errors.Join(tx.AddObjective(ctx, o), tx.AddObjective(ctx, off))
	}
	if c.objective == "" {
		c.objective = o.ID
	}
	waits, waitsErr := c.keeps(ctx, tx, ritual.AwaitingAlignment, i)
	ranked, rankedErr := c.keeps(ctx, tx, ritual.Backlog, i)
	if i < fewer {
		err = errors.Join(err, tx.AddDemoTurn(ctx, crowdedSprint, priya, ranked.ID),
			tx.KeepDemoShow(ctx, crowdedSprint, ritual.Show{Request: ranked.ID, Answer: ritual.ShowIt, Place: i, By: priya, At: at, Says: wordy(ritual.ShowMost, i), Link: "https://example.com/" + strings.Repeat("a", 250)}),
			tx.KeepSprintStory(ctx, crowdedSprint, ritual.SprintStory{Request: ranked.ID, Place: i, Work: ritual.WorkStarted}),
			tx.AddDefect(ctx, ritual.Concern{Request: waits.ID, Sprint: crowdedSprint, Story: "FR-1", By: sam}), tx.AddFeedback(ctx, ritual.Concern{Request: waits.ID, Sprint: crowdedSprint, Story: "FR-1", By: sam}))
	}
	if err = errors.Join(err, waitsErr, rankedErr); err != nil {
		return err
	}
	score := ritual.Score{Framework: ritual.ValueEffort, Inputs: map[string]string{"value_effort.value": "3", "value_effort.effort": "2"}, Milli: int64(i)}
	_, scored := tx.AddDecision(ctx, ritual.Decision{Request: ranked.ID, Product: c.product.ID, Topic: ritual.Priority, Verdict: ritual.Prioritized, By: priya, At: at, Score: "3 ÷ 2 = 1.5"})
	_, said := tx.AddDecision(ctx, ritual.Decision{Request: "FR-1", Product: c.product.ID, Topic: ritual.Scope, Verdict: ritual.NeedMore, By: priya, At: at, Reason: wordy(600, i)})
	_, joined := tx.AddSupporter(ctx, "FR-1", ritual.Supporter{Person: fmt.Sprintf("UFAN%05d", i), Customer: wordy(60, i), Words: wordy(300, i), At: at})
	story := ritual.Story{Request: "FR-1", Author: priya, At: at, Origin: ritual.FromPerson, As: wordy(150, i), Want: wordy(300, i), SoThat: wordy(300, i)}
	for k := range min(i, 10) {
		story.Criteria = append(story.Criteria, ritual.Criterion{Text: wordy(300, i+k), Source: fmt.Sprint(k)})
		story.OutOfScope = append(story.OutOfScope, wordy(200, k))
		story.Questions = append(story.Questions, ritual.Question{ID: fmt.Sprint("q", k), Text: wordy(200, k)})
	}
	var written error
	if i < fewer {
		_, written = tx.AddStory(ctx, story)
	}
	_, _, inList := tx.AddMessage(ctx, store.Message{Kind: request.PMCard, Subject: waits.ID, Product: c.product.ID, To: priya, Inside: c.list.ID, Left: at})
	_, _, failed := tx.AddMessage(ctx, store.Message{Kind: request.ReceiptKind, Subject: ranked.ID, Product: c.product.ID, To: sam, State: store.MessageFailed, Why: "channel_not_found", Left: at})
	err = errors.Join(scored, said, joined, written, inList, failed, tx.KeepScore(ctx, ranked.ID, score, priya), tx.Mute(ctx, sam, waits.ID),
		tx.AddEvidence(ctx, "FR-1", ritual.Evidence{ID: fmt.Sprint(i), Author: fmt.Sprintf("UFAN%05d", i), Text: wordy(500, i), At: at}))
	if i < 50 {
		err = errors.Join(err, tx.AddProduct(ctx, ritual.Product{ID: store.NewID(), Name: wordy(60, i), Channel: fmt.Sprintf("C%08d", i), PM: priya, PO: priya, SetUpBy: sam, Framework: ritual.ValueEffort, Created: at}))
	}
	return err
}
