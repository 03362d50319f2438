package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
	"tandem/store/dbtest"
)

// Two people who answer the same question at the same moment.

// A side is what one of the two does: they have pressed a button and filled its form, and now they send it; or they
// press a button that asks for no form.
type side struct {
	who     string
	card    string // the kind of message on which the button stands; empty where it is what /tandem show answers
	action  string
	fills   []string // field, what it says, and so on; none where the button opens no form
	verdict ritual.Verdict
}

// A duel is two sides that meet.
type duel struct {
	from ritual.Status
	a, b side
	both bool // the second can do theirs after the first, too, where a was the first
}

const raceRevisit = "2027-06-01"

// duels are all that meet. Priya is away, so that Dev answers beside her, and so is Omar, for whom Sam stands in.
var duels = []duel{
	{ritual.AwaitingAlignment, alignedBy("priya", "Fewer clicks"), declinedBy("dev"), false},
	{ritual.AwaitingAlignment, side{"priya", request.PMCard, request.AlignNotNow, []string{"revisit", raceRevisit, "reason", "Not this year"}, ritual.NotNow},
		side{"dev", request.PMCard, request.AlignMore, []string{"question", "How often?"}, ritual.NeedMore}, false},
	{ritual.AwaitingAlignment, alignedBy("priya", "Fewer clicks"), alignedBy("dev", "Happy eyes"), false},
	{ritual.AwaitingPriority, prioritizedBy("omar", "9"), prioritizedBy("sam", "3"), false},
	{ritual.AwaitingPriority, side{"omar", request.POCard, request.ChallengeOpen, []string{"reason", "Who needs it?"}, ritual.Challenged}, prioritizedBy("sam", "5"), false},
	{ritual.AwaitingAlignment, declinedBy("priya"), withdrawnBy("sam"), false},
	{ritual.AwaitingAlignment, alignedBy("dev", "Happy eyes"), withdrawnBy("sam"), true},
	{ritual.AwaitingAlignment, declinedBy("dev"), side{"priya", "", mergeOpen, []string{mergeOther, "FR-1"}, ritual.MergedInto}, false},
	{ritual.AwaitingAlignment, alignedBy("dev", "Happy eyes"), side{"omar", "", mergeOpen, []string{mergeOther, "FR-1"}, ritual.MergedInto}, true},
}

func alignedBy(who, objective string) side {
	return side{who, request.PMCard, request.AlignYes, []string{"objective", objective}, ritual.Aligned}
}

func declinedBy(who string) side {
	return side{who, request.PMCard, request.AlignDecline, []string{"reason", "It serves nothing"}, ritual.Decline}
}

func prioritizedBy(who, value string) side {
	return side{who, request.POCard, request.PrioritizeOpen, []string{"value_effort.value", value, "value_effort.effort", "2"}, ritual.Prioritized}
}

func withdrawnBy(who string) side {
	return side{who, request.ReceiptKind, requestWithdraw, nil, ritual.Withdrew}
}

// leadsTo is the status of a request after a decision.
var leadsTo = map[ritual.Verdict]ritual.Status{ritual.Aligned: ritual.AwaitingPriority, ritual.NotNow: ritual.Parked, ritual.Decline: ritual.Declined,
	ritual.NeedMore: ritual.NeedsInfo, ritual.Prioritized: ritual.Backlog, ritual.Challenged: ritual.AwaitingAlignment,
	ritual.Withdrew: ritual.Withdrawn, ritual.MergedInto: ritual.Merged}

// There are a thousand races: on each of so many days, everybody meets over so many requests, so many times over each.
const (
	raceDays     = 4
	raceRequests = 18
	raceLaps     = 14
)

func TestTwoWhoAnswerAtTheSameMomentDecideOnceAndTheOtherIsToldWhy(t *testing.T) {
	t.Parallel()
	run := make(chan *races, 2*raceDays)
	t.Run("days", func(t *testing.T) {
		for day := range raceDays {
			t.Run(fmt.Sprint(day+1), func(t *testing.T) {
				t.Parallel()
				dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) { run <- raced(t, open, uint64(day)) })
			})
		}
	})
	close(run)
	if t.Failed() {
		return
	}
	won := map[string]map[string]int{} // who was first, by database, duel and side
	for r := range run {
		kind := r.w.db.Kind()
		if won[kind] == nil {
			won[kind] = map[string]int{}
		}
		for side, n := range r.won {
			won[kind][side] += n
		}
	}
	for kind, first := range won {
		for i, d := range duels {
			for _, s := range []side{d.a, d.b} {
				if first[sideOf(i, s)] == 0 {
					t.Errorf("%s: %s was never the first of %v", kind, sideOf(i, s), first)
				}
			}
		}
		t.Logf("%s: who was first: %v", kind, first)
	}
}

// raced are the races of a day.
func raced(t *testing.T, open func(*store.Clock) *store.DB, day uint64) *races {
	w := newWorld(t, open)
	r := &races{w: w, rng: rand.New(rand.NewPCG(5, 1000+day)), won: map[string]int{}}
	r.begin()
	if w.db.Kind() == "postgres" {
		r.second(open(w.clock))
	}
	if r.day(); !t.Failed() {
		w.ended()
	}
	r.seldomWaited()
	return r
}

// seldomWaited fails when two often waited for each other in the database: each of them waits a second for nothing.
func (r *races) seldomWaited() {
	all, deadlocks := r.w.db.Conflicts()
	if r.other != nil {
		more, others := r.other.DB.Conflicts()
		all, deadlocks = all+more, deadlocks+others
	}
	if deadlocks > raceRequests*raceLaps/100 {
		r.w.t.Errorf("%d transactions waited for each other, of %d that lost a conflict", deadlocks, all)
	}
	r.w.t.Logf("%d transactions lost a conflict, %d of them in a deadlock", all, deadlocks)
}

// sideOf names a side of a duel.
func sideOf(duel int, s side) string { return fmt.Sprintf("%d: %s by %s", duel, s.verdict, s.who) }

// races are those of a day, in a world of their own.
type races struct {
	w          *world
	rng        *rand.Rand
	product    ritual.Product
	objectives map[string]string // by name
	channel    string            // #atlas
	other      *engine.Bot       // a second replica
	won        map[string]int    // who was first, by duel and side
}

// A meeting is one round: a duel about a request.
type meeting struct {
	id     string
	duel   int
	first  side // who was quicker
	other  side
	before int      // how many decisions there were
	both   bool     // the other could decide, too
	stands []string // what was decided, as people read it
}

// begin sets Atlas up, with two who are away and two who stand in for them. FR-1 is what others are merged into.
func (r *races) begin() {
	w := r.w
	w.setUp()
	w.standIns()
	for _, who := range []string{"priya", "omar"} {
		w.goesAway(who)
	}
	for _, who := range []string{"priya", "omar", "dev", "sam"} {
		w.opensHome(who)
	}
	r.product, r.objectives = w.product("Atlas"), map[string]string{}
	c, _ := w.sim.Channel("#atlas")
	r.channel = c.ID
	w.changes(func(ctx context.Context, tx *store.Tx) (err error) {
		for _, name := range []string{"Fewer clicks", "Happy eyes"} {
			o := ritual.Objective{ID: store.NewID(), Product: r.product.ID, Name: name, Horizon: ritual.Now, By: r.product.PM, Created: tx.Now}
			r.objectives[name] = o.ID
			err = errors.Join(err, tx.AddObjective(ctx, o))
		}
		_, kept := r.keeps(ctx, tx, ritual.Backlog)
		return errors.Join(err, kept)
	})
}

// second starts another replica on the same database. Either of them gets what people do.
func (r *races) second(db *store.DB) {
	w := r.w
	log := slog.New(slog.NewTextHandler(testWriter{w}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	var err error
	if r.other, err = engine.New(engine.Config{BotToken: w.sim.BotToken(), AppToken: w.sim.AppToken(), APIURL: w.sim.APIURL(), Log: log, AckWithin: patience}, db, rituals(newDrafter(Config{}))); err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if err := r.other.Start(ctx); err != nil {
		w.t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = r.other.Listen(ctx) // it ends with ctx
	}()
	w.t.Cleanup(func() { cancel(); <-done; r.other.HTTP.CloseIdleConnections() })
	if err := w.sim.AwaitSockets(ctx, 4); err != nil {
		w.t.Fatal(err)
	}
}

// keeps records a request that has come to a status, as the handlers leave it. Both who could answer have been asked.
func (r *races) keeps(ctx context.Context, tx *store.Tx, at ritual.Status) (ritual.Request, error) {
	n, err := tx.NextNumber(ctx)
	if err != nil {
		return ritual.Request{}, err
	}
	sam := r.w.sim.Person("sam").ID()
	one := ritual.Request{ID: ritual.RequestID(n), Number: n, Product: r.product.ID, Title: fmt.Sprintf("Wish number %d", n), Kind: ritual.Feature,
		Reporter: sam, Requester: sam, Status: at, Since: tx.Now, Created: tx.Now, Thread: ritual.Thread{Channel: r.channel}}
	if at == ritual.AwaitingPriority {
		one.Objective = r.objectives["Fewer clicks"]
	}
	if err := errors.Join(tx.AddRequest(ctx, one), keepOwnWords(ctx, tx, one)); err != nil {
		return one, err
	}
	receipt, err := request.Placed(ctx, tx, one, request.ReceiptKind, one.ID)
	if err != nil {
		return one, err
	}
	if _, err := engine.Post(ctx, tx, receipt); err != nil {
		return one, err
	}
	m, err := request.Of(ctx, tx, one.ID)
	if err != nil {
		return one, err
	}
	if s, ok := request.StepOf(at); ok && s.Card != "" {
		head := request.HeadOf(m.Product, request.RoleOf(at.NextStep()))
		if _, err := engine.Post(ctx, tx, store.Message{Kind: s.Card, Subject: one.ID, Product: m.Product.ID, To: head}); err != nil {
			return one, err
		}
	}
	return one, request.Enter(ctx, tx, m)
}

// day is a day on which people meet. Between laps, a request is what it was, and their cards ask as before.
func (r *races) day() {
	w := r.w
	asked := make([]ritual.Request, raceRequests)
	w.changes(func(ctx context.Context, tx *store.Tx) (err error) {
		for i := range asked {
			if asked[i], err = r.keeps(ctx, tx, duels[i%len(duels)].from); err != nil {
				return err
			}
		}
		return nil
	})
	w.passes(time.Minute)
	var met []meeting
	for range raceLaps {
		for i, one := range asked {
			m := meeting{id: one.ID, duel: i % len(duels), before: len(w.decisions(one.ID))}
			w.changes(func(ctx context.Context, tx *store.Tx) error {
				err := tx.KeepRequest(ctx, one)
				if gone := tx.DropMerge(ctx, one.ID); !errors.Is(gone, store.ErrNotFound) {
					err = errors.Join(err, gone)
				}
				return err
			})
			if r.meet(&m, i); w.t.Failed() {
				return
			}
			met = append(met, m)
		}
	}
	w.passes(5 * time.Minute) // a line a second in #atlas
	r.oneStory(met)
}

// meet has both answer at the same moment.
func (r *races) meet(m *meeting, i int) {
	w, d := r.w, duels[m.duel]
	w.clock.Wind(2 * time.Second) // Slack opens only so many forms a minute
	a, b := r.ready(d.a, m.id), r.ready(d.b, m.id)
	if w.t.Failed() {
		return
	}
	if i%5 == 0 {
		w.sim.DuplicateNext(1 + r.rng.IntN(2))
	}
	sides := []func() error{a, b}
	if r.rng.IntN(2) == 0 {
		slices.Reverse(sides)
	}
	start := make(chan struct{})
	var both sync.WaitGroup
	for _, do := range sides {
		both.Go(func() {
			<-start
			if err := do(); err != nil {
				w.t.Errorf("%s: %v", m.id, err)
			}
		})
	}
	close(start)
	both.Wait()
	r.idles()
	r.judged(m, d)
}

// ready has somebody open and fill their form, and returns what sends it; or what presses the button.
func (r *races) ready(s side, id string) func() error {
	w, p := r.w, r.w.sim.Person(s.who)
	at, err := r.where(s, id)
	if err != nil {
		w.t.Errorf("%s: %v", id, err)
		return nil
	}
	press := func() error { return p.Press(at, s.action, id) }
	if s.fills == nil {
		return press
	}
	if err := press(); err != nil {
		w.t.Errorf("%s: %s presses %s: %v", id, s.who, s.action, err)
		return nil
	}
	for i := 0; i < len(s.fills); i += 2 {
		says := s.fills[i+1]
		if err := p.Fill(s.fills[i], says); err != nil {
			w.t.Errorf("%s: %s fills %s: %v", id, s.who, s.fills[i], err)
		}
	}
	r.idles() // the score has been shown
	return p.Submit
}

// idles returns when neither replica is doing anything.
func (r *races) idles() {
	r.w.idles()
	if r.other != nil {
		r.other.Pause(time.Minute)()
	}
}

// where is the message on which somebody presses: their card, the list in which it stands, or what shows the request.
func (r *races) where(s side, id string) (slacksim.Where, error) {
	w, p := r.w, r.w.sim.Person(s.who)
	if s.card == "" {
		if err := p.Command("#sales", "/tandem show "+id); err != nil {
			return slacksim.Where{}, err
		}
		ms := p.Sees("#sales")
		last := ms[len(ms)-1]
		return slacksim.At(last.Channel, last.TS), nil
	}
	to := p.ID()
	if s.card == request.ReceiptKind {
		to = r.channel
	}
	m := in(w, func(ctx context.Context, tx *store.Tx) (store.Message, error) {
		m, err := tx.MessageOf(ctx, s.card, id, to)
		if err == nil && m.Inside != "" {
			m, err = tx.Message(ctx, m.Inside)
		}
		return m, err
	})
	return slacksim.At(m.Channel, m.TS), nil
}

// judged fails unless one of the two decided and the other was told why not, or both could.
func (r *races) judged(m *meeting, d duel) {
	w := r.w
	ds := w.decisions(m.id)[m.before:]
	at := func(s side) int {
		return slices.IndexFunc(ds, func(d ritual.Decision) bool { return d.By == w.sim.Person(s.who).ID() && d.Verdict == s.verdict })
	}
	a, b := at(d.a), at(d.b)
	m.first, m.other = d.a, d.b
	if a < 0 || b >= 0 && b < a {
		m.first, m.other = d.b, d.a
	}
	m.both = a >= 0 && b >= 0
	r.won[sideOf(m.duel, m.first)]++
	if want := 1; len(ds) != want && !(len(ds) == 2 && m.both && d.both && a < b) {
		w.t.Errorf("%s: %d decisions:\n%s", m.id, len(ds), dump(ds))
		return
	}
	last := ds[len(ds)-1]
	if is := w.request(m.id); is.Status != leadsTo[last.Verdict] {
		w.t.Errorf("%s is %s after %s", m.id, is.Status, last.Sentence())
	} else if is.Objective != "" && last.Verdict == ritual.Aligned && last.Objective != m.first.fills[1] {
		w.t.Errorf("%s serves %s, but %s chose %s", m.id, last.Objective, m.first.who, m.first.fills[1])
	}
	for _, d := range ds {
		m.stands = append(m.stands, w.byName(string(kit.Sentence(d.Sentence()))))
	}
	r.explained(*m, m.first, false)
	r.explained(*m, m.other, !m.both)
}

// explained fails unless somebody was told once why they came too late, where they did.
func (r *races) explained(m meeting, s side, late bool) {
	w, p, why := r.w, r.w.sim.Person(s.who), m.stands[0]
	_, open := p.View()
	if s.fills == nil {
		return // the answer stands beside the button: see oneStory
	}
	switch {
	case !open && late:
		w.t.Errorf("%s: %s came too late and has no explanation, where %s", m.id, s.who, why)
	case open && !late:
		w.t.Errorf("%s: %s decided and has a form open: %s", m.id, s.who, w.reads(s.who, "form"))
	case open:
		if says := w.reads(s.who, "form"); strings.Count(says, why) != 1 {
			w.t.Errorf("%s: %s is not told that %s, but:\n%s", m.id, s.who, why, says)
		}
	}
	w.closes(s.who)
}

// answers are the buttons by which a decision is asked for.
var answers = []string{request.AlignYes, request.AlignNotNow, request.AlignDecline, request.AlignMore, request.PrioritizeOpen, request.ChallengeOpen, request.SplitOpen}

// oneStory fails unless everything that people see tells of what was decided, and of nothing else.
func (r *races) oneStory(met []meeting) {
	w := r.w
	asked := map[string]map[string]int{} // by person, request and button: how many there are
	read := map[string]string{}
	for _, who := range []string{"priya", "omar", "dev", "sam"} {
		asked[who] = map[string]int{}
		for _, m := range w.sim.Person(who).Sees("@tandem") {
			for _, e := range elements(m.Blocks) {
				id, _ := e["value"].(string)
				action, _ := e["action_id"].(string)
				asked[who][id+" "+action]++
			}
		}
		read[who] = w.reads(who, "@tandem")
	}
	read["#atlas"] = w.reads("sam", "#atlas")
	lines := map[string]int{} // that tell of a decision
	for _, m := range met {
		for i, says := range m.stands {
			if []side{m.first, m.other}[i].verdict.Told() == ritual.ToldLine {
				lines[says]++
				lines[m.id]++
			}
		}
	}
	for _, one := range met[:raceRequests] {
		late := 0
		for _, m := range met {
			if m.id == one.id && !m.both && m.other.fills == nil {
				late++
			}
		}
		if n := strings.Count(read["#atlas"], "(only you) "+one.id+" has moved on: @"); n != late {
			w.t.Errorf("%s: it was said %d times that it has moved on, want %d", one.id, n, late)
		}
	}
	for _, m := range met[len(met)-raceRequests:] {
		r.atHome(m)
		for who := range asked {
			for _, action := range answers {
				want := 0
				if r.asks(m, who, action) {
					want = 1
				}
				if n := asked[who][m.id+" "+action]; n != want {
					w.t.Errorf("%s: %s has %d buttons %s after %s, want %d", m.id, who, n, action, m.stands, want)
				}
			}
		}
		all := regexp.MustCompile(`(?m)^  ↳ @\w+ (?:aligned|parked|declined|prioritized|merged) `+m.id+`\b`).FindAllString(read["#atlas"], -1)
		if len(all) != lines[m.id] {
			w.t.Errorf("%s: #atlas tells of %d decisions, want %d: %q", m.id, len(all), lines[m.id], all)
		}
		for _, says := range m.stands {
			if n := strings.Count(read["#atlas"], "↳ "+says); n != lines[says] {
				w.t.Errorf("%s: #atlas says %d times that %s, want %d", m.id, n, says, lines[says])
			}
		}
		r.shown(m, read)
	}
}

// atHome fails where somebody's Home tab asks for what was decided.
func (r *races) atHome(m meeting) {
	status := r.w.request(m.id).Status
	for _, who := range []string{"priya", "omar", "dev", "sam"} {
		v, _ := r.w.sim.Person(who).Home()
		n := 0
		for _, e := range elements(v.Blocks) {
			if action, _ := e["action_id"].(string); e["value"] == m.id && slices.Contains(answers, action) {
				n++
			}
		}
		waits := status == ritual.AwaitingAlignment && (who == "priya" || who == "dev") || status == ritual.AwaitingPriority && (who == "omar" || who == "sam")
		if n > 0 && !waits {
			r.w.t.Errorf("%s is %s, and on %s's Home are %d buttons", m.id, status, who, n)
		}
	}
}

// shown fails unless the cards and the receipt say what was decided last.
func (r *races) shown(m meeting, read map[string]string) {
	w, last := r.w, m.stands[len(m.stands)-1]
	for _, s := range []side{m.first, m.other} {
		switch {
		case s.card == request.PMCard && !strings.Contains(read[s.who], last), s.card == request.POCard && !strings.Contains(read[s.who], last):
			w.t.Errorf("%s: %s does not read that %s", m.id, s.who, last)
		}
	}
	status := w.request(m.id).Status.String()
	if at := strings.LastIndex(read["#atlas"], "*"+m.id+"*"); at < 0 || !strings.Contains(read["#atlas"][at:min(len(read["#atlas"]), at+300)], status) {
		w.t.Errorf("%s: its receipt does not say %s", m.id, status)
	}
}

// asks reports whether somebody is to be asked by a button, as things stand.
func (r *races) asks(m meeting, who, action string) bool {
	last := m.first
	if m.both {
		last = m.other
	}
	switch leadsTo[last.verdict] {
	case ritual.AwaitingPriority: // Omar is asked for the first time, and so is who stands in for him
		return who == "sam" && slices.Contains([]string{request.PrioritizeOpen, request.ChallengeOpen, request.SplitOpen}, action)
	case ritual.AwaitingAlignment:
		return who == "dev" && slices.Contains([]string{request.AlignYes, request.AlignNotNow, request.AlignDecline, request.AlignMore}, action)
	}
	return false
}
