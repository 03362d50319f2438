package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// matrixMethods are the calls that go wrong in the matrix. Those that only look for a lost post have posts lost too.
var matrixMethods = []struct {
	name  string
	looks bool
}{
	{"chat.postMessage", false}, {"chat.update", false}, {"views.open", false}, {"views.publish", false}, {"conversations.info", false},
	{"conversations.history", true}, {"conversations.replies", true},
}

// TestWhicheverCallGoesWrongWhileSeveralPeopleActNothingIsLostOrSaidTwice has every other call of a method go wrong, in
// each of the ways, for half an hour in which several people ask and decide at once. With -v it prints a table.
func TestWhicheverCallGoesWrongWhileSeveralPeopleActNothingIsLostOrSaidTwice(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	table := map[string]string{} // engine, trouble and method → what came of it
	t.Run("with", func(t *testing.T) {
		for _, method := range matrixMethods {
			t.Run(method.name, func(t *testing.T) {
				outboxWorld(t, func(w *world, _ *probe, product string) {
					for i, trouble := range matrixTroubles(method.name) {
						w.passes(24 * time.Hour) // what is known of people and channels is old, and nobody has had a message today
						m := matrix{w: w, method: method.name, looks: method.looks, name: trouble.name, round: i, product: product}
						came := m.run(trouble.fault)
						mu.Lock()
						table[w.db.Kind()+trouble.name+method.name] = came
						mu.Unlock()
					}
				})
			})
		}
	})
	for _, engine := range []string{"sqlite", "postgres"} {
		if table[engine+"500"+"chat.postMessage"] == "" {
			continue // there is no server to test with
		}
		t.Logf("%s: calls that went wrong/all of them, messages that stand+those that were shown on Home and posted again\n%s", engine,
			matrixTable(func(trouble, method string) string { return table[engine+trouble+method] }))
	}
}

// matrixTroubles are those whose ends differ: the tests of the outbox go through all, one call at a time.
func matrixTroubles(method string) []trouble {
	return slices.DeleteFunc(troubles(method), func(t trouble) bool {
		return !slices.Contains([]string{"429", "500", "reset before", "reset after", "hang", "garbage"}, t.name)
	})
}

func matrixTable(cell func(trouble, method string) string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-25s", "")
	for _, method := range matrixMethods {
		fmt.Fprintf(&b, "%-22s", method.name)
	}
	for _, trouble := range matrixTroubles("") {
		fmt.Fprintf(&b, "\n%-25s", trouble.name)
		for _, method := range matrixMethods {
			fmt.Fprintf(&b, "%-22s", cell(trouble.name, method.name))
		}
	}
	return b.String()
}

// A matrix is one of its cells at work.
type matrix struct {
	w       *world
	method  string
	looks   bool
	name    string
	round   int
	product string
	began   time.Time

	mu       sync.Mutex
	acked    map[string]string // what was asked for → who asked, where Tandem said that it is recorded
	declined []string          // where Tandem took the form
}

// run has everybody act while calls go wrong, lets it come to rest and checks everything.
func (m *matrix) run(fault slacksim.Fault) string {
	w := m.w
	w.failing = true // what cannot be shown is logged
	m.acked, m.began = map[string]string{}, w.clock.Now()
	for _, who := range []string{"priya", "omar"} {
		if err := w.sim.Person(who).OpenHome(); err != nil {
			w.t.Fatal(err)
		}
	}
	before := len(w.sim.Calls(m.method))
	var calls, wrong, posts atomic.Int64
	fault.Count, fault.When = -1, func(slacksim.Call) bool {
		if calls.Add(1)%2 == 0 {
			return false
		}
		wrong.Add(1)
		return true
	}
	w.sim.InjectFault(fault)
	if m.looks {
		threads := m.method == "conversations.replies"
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.ResetAfter, Count: -1, When: func(c slacksim.Call) bool {
			person := engine.IsPerson(fmt.Sprint(c.Args["channel"]))
			return person && (!threads || c.Args["thread_ts"] != nil) && posts.Add(1)%3 == 1
		}})
	}
	m.together(func() {}, "sam", "dev", "priya")
	m.storms(10 * time.Minute)
	m.together(m.declines, "dev")
	m.storms(20 * time.Minute)
	w.sim.ClearFaults()
	m.storms(20 * time.Minute)
	all := len(w.sim.Calls(m.method)) - before
	if wrong.Load() == 0 {
		w.t.Errorf("%s: nothing went wrong", m.name)
	}
	if all > 150 {
		w.t.Errorf("%s: called %d times", m.name, all)
	}
	stand, was := m.check()
	w.failing = false
	return fmt.Sprintf("%d/%d %d+%d", wrong.Load(), all, stand, was)
}

// together has people ask at the same time, each by a command and by capturing a message, while somebody else does
// something too.
func (m *matrix) together(too func(), people ...string) {
	var wg sync.WaitGroup
	for _, who := range people {
		wg.Go(func() { m.asks(who); m.captures(who) })
	}
	wg.Go(func() { m.asks("omar") })
	wg.Go(too)
	wg.Wait()
	m.w.idles()
}

// perseverance is how often somebody tries what Tandem says did not go.
const perseverance = 10

// words are those of one more request.
func (m *matrix) words(who, how string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return fmt.Sprintf("%s %d for %s, %s %d.", m.name, m.round, who, how, len(m.acked))
}

func (m *matrix) told(words, who string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.acked[words] = who
}

// asks is somebody typing a request until Tandem says that it is recorded.
func (m *matrix) asks(who string) {
	p, words := m.w.sim.Person(who), m.words(who, "typed")
	for range perseverance {
		if err := p.Command("#atlas", "/request "+words); err != nil {
			m.w.t.Errorf("%s, %s: %s types: %v", m.name, m.method, who, err)
			return
		}
		for _, said := range p.Sees("#atlas") {
			if said.Ephemeral() && strings.Contains(said.Text, words) && strings.Contains(said.Text, "*FR-") {
				m.told(words, who)
				return
			}
		}
	}
	m.w.t.Errorf("%s, %s: nobody takes what %s types", m.name, m.method, who)
}

// captures is somebody capturing a message until the form was taken.
func (m *matrix) captures(who string) {
	p, words := m.w.sim.Person(who), m.words(who, "captured")
	ts := p.Say("#atlas", words)
	for range perseverance {
		if _, open := p.View(); !open {
			if err := p.MessageShortcut(captureShortcut, "#atlas", ts); err != nil {
				m.w.t.Errorf("%s, %s: %s captures: %v", m.name, m.method, who, err)
				return
			}
		}
		if _, open := p.View(); !open {
			continue // they were told to try again
		}
		err := p.Submit()
		if v, open := p.View(); err == nil && open && v.Title == askedBack {
			err = p.Submit() // Record it anyway
		}
		if _, open := p.View(); open {
			_ = p.CloseAll() // nobody hears of it
		}
		if err == nil {
			m.told(words, who)
			return
		}
	}
	m.w.t.Errorf("%s, %s: nobody takes what %s captures", m.name, m.method, who)
}

// declines is Priya declining what her Home shows, five at most.
func (m *matrix) declines() {
	p := m.w.sim.Person("priya")
	home, _ := p.Home()
	var ids []string
	for _, e := range elements(home.Blocks) {
		if e["action_id"] == request.AlignDecline && len(ids) < 5 {
			ids = append(ids, fmt.Sprint(e["value"]))
		}
	}
	for _, id := range ids {
		for try := 0; ; try++ {
			if try == perseverance {
				m.w.t.Errorf("%s, %s: nobody takes the decision on %s", m.name, m.method, id)
				break
			}
			if err := p.Press(slacksim.HomeTab, request.AlignDecline, id); err != nil {
				m.w.t.Errorf("%s, %s: %v", m.name, m.method, err)
				break
			}
			if p.Fill("reason", "It serves no objective") != nil || p.Submit() != nil {
				_ = p.CloseAll() // nothing may be open: they try again
				continue
			}
			m.declined = append(m.declined, id)
			break
		}
	}
	if len(ids) == 0 {
		m.w.t.Errorf("%s, %s: Home shows priya nothing to decide:\n%s", m.name, m.method, wordsOf(home.Blocks))
	}
}

// storms lets time go by with four workers at once.
func (m *matrix) storms(d time.Duration) {
	w, ctx := m.w, context.Background()
	w.idles()
	for end := w.clock.Now().Add(d); ; {
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if err := w.bot.Drain(ctx); err != nil {
					w.t.Error(err)
				}
			})
		}
		wg.Wait()
		due, ok, err := w.db.NextDue(ctx)
		if err != nil {
			w.t.Fatal(err)
		}
		if !ok || due.After(end) {
			w.clock.Set(end)
			return
		}
		w.clock.Set(later(due, w.clock.Now()))
	}
}

// check fails for what was lost or said twice, has what may not have been posted posted again from Home, and returns
// how many messages stand, and how many of them only after that.
func (m *matrix) check() (stand, was int) {
	m.requestsAreThere()
	all := m.messages()
	places := m.places()
	for _, one := range all {
		at := places[one.ID]
		switch one.State {
		case store.MessagePosted:
			if len(at) != 1 || at[0].TS != one.TS {
				m.w.t.Errorf("%s, %s: the %s about %s stands %d times", m.name, m.method, one.Kind, one.Subject, len(at))
			}
		case store.MessageUnknown, store.MessageFailed:
			was++
			if len(at) > 1 {
				m.w.t.Errorf("%s, %s: the %s about %s stands %d times, and may not have been posted", m.name, m.method, one.Kind, one.Subject, len(at))
			}
		default:
			if one.Inside == "" && one.Kind != engine.ListKind {
				m.w.t.Errorf("%s, %s: the %s about %s is still %s", m.name, m.method, one.Kind, one.Subject, one.State)
			}
		}
	}
	if was > 0 {
		for _, who := range []string{"priya", "omar"} {
			m.w.sees(who, "home", "Could not be posted", "*May not have been posted.*")
		}
	}
	for left := was; left > 0; left-- {
		m.w.presses([]string{"priya", "omar"}[left%2], "home", "Post again")
	}
	m.w.seesNot("priya", "home", "Could not be posted")
	m.w.seesNot("omar", "home", "Could not be posted")
	now := m.places()
	for _, one := range m.messages() {
		if one.State == store.MessagePosted {
			stand++
			m.looksAsItShould(one, now[one.ID])
		}
	}
	for _, was := range all {
		wants := 1
		if was.State != store.MessagePosted {
			wants += len(places[was.ID]) // somebody posted it again without looking there
		}
		if got := len(now[was.ID]); was.Inside == "" && was.Kind != engine.ListKind && got != wants {
			m.w.t.Errorf("%s, %s: the %s about %s stands %d times after all, not %d", m.name, m.method, was.Kind, was.Subject, got, wants)
		}
	}
	m.homeIsTrue()
	return stand, was
}

// looksAsItShould fails unless a message says what its state says now.
func (m *matrix) looksAsItShould(one store.Message, at []slacksim.Message) {
	w := m.w
	w.update(func(ctx context.Context, tx *store.Tx) error {
		view, err := w.bot.Look(ctx, tx, one)
		if err != nil {
			return err
		}
		for _, there := range at {
			// Which other requests are similar changes without anybody deciding about this one.
			is, _, _ := strings.Cut(there.Text, "\nSimilar:")
			should, _, _ := strings.Cut(string(view.Text), "\nSimilar:")
			if there.TS == one.TS && is != should {
				w.t.Errorf("%s, %s: the %s about %s says %q, not %q", m.name, m.method, one.Kind, one.Subject, there.Text, view.Text)
			}
		}
		return nil
	})
}

// homeIsTrue fails unless Priya's Home shows exactly what waits for her.
func (m *matrix) homeIsTrue() {
	var waiting []ritual.Request
	priya := m.w.sim.Person("priya")
	m.w.update(func(ctx context.Context, tx *store.Tx) (err error) {
		waiting, _, err = tx.Waiting(ctx, priya.ID(), homeWaiting)
		return err
	})
	home, _ := priya.Home()
	var shows []string
	for _, e := range elements(home.Blocks) {
		if e["action_id"] == request.AlignDecline {
			shows = append(shows, fmt.Sprint(e["value"]))
		}
	}
	var wants []string
	for _, r := range waiting {
		wants = append(wants, r.ID)
	}
	if !slices.Equal(shows, wants) {
		m.w.t.Errorf("%s, %s: Home shows %v, and %v wait", m.name, m.method, shows, wants)
	}
}

// requestsAreThere fails unless what people were told is so.
func (m *matrix) requestsAreThere() {
	m.w.update(func(ctx context.Context, tx *store.Tx) error {
		for words, who := range m.acked {
			if _, err := tx.SameWords(ctx, m.w.sim.Person(who).ID(), m.product, words, monday); err != nil {
				m.w.t.Errorf("%s, %s: %q is not there: %v", m.name, m.method, words, err)
			}
		}
		for _, id := range m.declined {
			if r, err := tx.Request(ctx, id); err != nil || r.Status != ritual.Declined {
				m.w.t.Errorf("%s, %s: %s is %s, %v", m.name, m.method, id, r.Status, err)
			}
		}
		return nil
	})
}

// messages are all that were left about requests since it began, oldest request first.
func (m *matrix) messages() (all []store.Message) {
	m.w.update(func(ctx context.Context, tx *store.Tx) error {
		all = nil
		for n, gap := int64(1), 0; gap < 20; n++ {
			id := ritual.RequestID(n)
			if _, err := tx.Request(ctx, id); errors.Is(err, store.ErrNotFound) {
				gap++ // PostgreSQL's numbers have some
				continue
			}
			gap = 0
			subjects := []string{id}
			ds, err := tx.Decisions(ctx, id)
			if err != nil {
				return err
			}
			for _, d := range ds {
				subjects = append(subjects, d.ID)
			}
			for _, subject := range subjects {
				about, err := tx.MessagesAbout(ctx, subject)
				if err != nil {
					return err
				}
				for _, one := range about {
					if !one.Left.Before(m.began) {
						all = append(all, one)
					}
				}
			}
		}
		return nil
	})
	return all
}

// places are Tandem's messages in Slack, by their keys. It fails for one that the database does not know.
func (m *matrix) places() map[string][]slacksim.Message {
	w, found := m.w, map[string][]slacksim.Message{}
	add := func(messages []slacksim.Message) {
		for _, one := range messages {
			if one.User == w.sim.BotUser() && !one.Ephemeral() {
				key := ""
				if one.Metadata != nil {
					key = fmt.Sprint(one.Metadata.EventPayload["key"])
				}
				found[key] = append(found[key], one)
			}
		}
	}
	for _, u := range w.sim.Users() {
		if u.ID != w.sim.BotUser() {
			add(w.sim.Person(u.Name).Sees("@tandem"))
		}
	}
	for _, c := range w.sim.Channels() {
		add(w.sim.Messages(c.ID))
	}
	w.update(func(ctx context.Context, tx *store.Tx) error {
		for key, at := range found {
			if _, err := tx.Message(ctx, key); err != nil {
				w.t.Errorf("%s, %s: nobody knows %q: %v", m.name, m.method, at[0].Text, err)
			}
		}
		return nil
	})
	return found
}
