package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// What people do in the scenarios of the rituals, beyond world_test.go.

// says is somebody writing a message; it answers the message's timestamp.
func (w *world) says(who, channel, text string) string {
	w.t.Helper()
	ts := w.sim.Person(who).Say(channel, text)
	if ts == "" {
		w.t.Fatalf("%s could not write in %s: %v", who, channel, w.sim.Person(who).Notices())
	}
	return ts
}

// captures is somebody using Capture feedback in a message's menu.
func (w *world) captures(who, channel, ts string) {
	w.t.Helper()
	if err := w.sim.Person(who).MessageShortcut(captureShortcut, channel, ts); err != nil {
		w.t.Fatalf("%s captures: %v", who, err)
	}
	w.settle()
}

// opensHome is somebody opening Tandem's Home tab.
func (w *world) opensHome(who string) {
	w.t.Helper()
	if err := w.sim.Person(who).OpenHome(); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

// shortcut is somebody using a global shortcut.
func (w *world) shortcut(who, id string) {
	w.t.Helper()
	if err := w.sim.Person(who).GlobalShortcut(id); err != nil {
		w.t.Fatalf("%s uses %s: %v", who, id, err)
	}
	w.settle()
}

// fails is somebody sending a form that comes back with these words beside its fields.
func (w *world) fails(who string, words []string, answers ...string) {
	w.t.Helper()
	w.fills(who, answers...)
	if err := w.sim.Person(who).Submit(); !errors.Is(err, slacksim.ErrFields) {
		w.t.Errorf("%s could send the form: %v\n%s", who, err, w.reads(who, "form"))
	}
	w.settle()
	w.sees(who, "form", words...)
}

// hasForm fails unless somebody has a form with that title open.
func (w *world) hasForm(who, title string) {
	w.t.Helper()
	if v, ok := w.sim.Person(who).View(); !ok || v.Title != title {
		w.t.Errorf("%s has not the form %q open, but: %s", who, title, w.reads(who, "form"))
	}
}

// hasNoForm fails when somebody has a form open.
func (w *world) hasNoForm(who string) {
	w.t.Helper()
	if _, ok := w.sim.Person(who).View(); ok {
		w.t.Errorf("%s has a form open:\n%s", who, w.reads(who, "form"))
	}
}

// in reads from the database.
func in[T any](w *world, read func(ctx context.Context, tx *store.Tx) (T, error)) T {
	w.t.Helper()
	ctx := context.Background()
	var v T
	if err := w.db.View(ctx, func(tx *store.Tx) (err error) {
		v, err = read(ctx, tx)
		return err
	}); err != nil {
		w.t.Fatal(err)
	}
	return v
}

// request is a request as it is kept.
func (w *world) request(id string) ritual.Request {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) (ritual.Request, error) { return tx.Request(ctx, id) })
}

// decisions are what was decided on a request.
func (w *world) decisions(id string) []ritual.Decision {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Decision, error) { return tx.Decisions(ctx, id) })
}

// is fails unless a request has that status.
func (w *world) is(id string, want ritual.Status) {
	w.t.Helper()
	if got := w.request(id).Status; got != want {
		w.t.Errorf("%s is %s, want %s", id, got, want)
	}
}

// requests is how many requests were recorded.
func (w *world) requests() int {
	w.t.Helper()
	n := 0
	for ; ; n++ {
		if _, err := tryRequest(w, n+1); err != nil {
			return n
		}
	}
}

func tryRequest(w *world, n int) (r ritual.Request, err error) {
	ctx := context.Background()
	err = w.db.View(ctx, func(tx *store.Tx) error {
		r, err = tx.Request(ctx, ritual.RequestID(int64(n)))
		return err
	})
	return r, err
}

// product is the product of that name.
func (w *world) product(name string) ritual.Product {
	w.t.Helper()
	all := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Product, error) { return tx.Products(ctx) })
	for _, p := range all {
		if p.Name == name {
			return p
		}
	}
	w.t.Fatalf("there is no product %s", name)
	return ritual.Product{}
}

// setUpIn sets up a product in a channel, as somebody.
func (w *world) setUpIn(who, channel, name string, answers ...string) {
	w.t.Helper()
	w.types(who, channel, "/tandem setup")
	w.submits(who, append([]string{"Product name: " + name, "Product manager: priya", "Product owner: omar"}, answers...)...)
	w.closes(who)
}

// aligns is the PM saying yes, with the first objective of the roadmap or the only one.
func (w *world) aligns(id, objective string) {
	w.t.Helper()
	w.presses("priya", "@tandem", "Aligned", id)
	w.submits("priya", "Objective: "+objective)
}

// ranks is the PO scoring by value and effort.
func (w *world) ranks(id, value, effort string) {
	w.t.Helper()
	w.presses("omar", "@tandem", "Prioritize", id)
	w.submits("omar", "Value: "+value, "Effort: "+effort)
}

// does runs a handler as the router would, with what Slack sent made by the test: a forged click or form.
func (w *world) does(do engine.Handler, in engine.Input) (engine.Reply, error) {
	w.t.Helper()
	ctx := context.Background()
	var rep engine.Reply
	err := w.db.Update(ctx, func(tx *store.Tx) (err error) {
		if rep, err = do(ctx, tx, in); err != nil {
			return err
		}
		return tx.MarkSeen(ctx, store.NewID(), nil) // as the router does
	})
	return rep, err
}

// clicks runs the handler of a button or a form, as the router does, with what somebody sends.
func (w *world) clicks(id string, in engine.Input) (engine.Reply, error) {
	w.t.Helper()
	do := w.bot.Routes.Actions[id].Do
	if s, ok := w.bot.Routes.Submits[id]; ok {
		do = s.Do
	}
	return w.does(do, in)
}

// alignmentForms are the PM's forms.
var alignmentForms = map[ritual.Verdict]string{
	ritual.Aligned: alignedForm, ritual.NotNow: notNowForm, ritual.Decline: declineForm, ritual.NeedMore: needMoreForm}

// as is what somebody who is a member of the workspace sends.
func (w *world) as(who string) engine.Input {
	id := w.sim.Person(who).ID()
	return engine.Input{By: id, Who: ritual.Person{ID: id, Name: who, Zone: "UTC", Kind: ritual.Member, Read: w.clock.Now()}}
}

// refuses fails unless err is a refusal for people that has these words.
func (w *world) refuses(err error, words ...string) {
	w.t.Helper()
	rs := ritual.Refusals(err)
	if len(rs) == 0 {
		w.t.Errorf("not refused: %v", err)
		return
	}
	var says []string
	for _, r := range rs {
		says = append(says, w.byName(string(kit.Sentence(r.Says))))
	}
	for _, want := range words {
		if !strings.Contains(strings.Join(says, "\n"), want) {
			w.t.Errorf("the refusal does not say %q, but: %s", want, says)
		}
	}
}

// unchanged runs something and fails when it changed anything of a request.
func (w *world) unchanged(id string, do func()) {
	w.t.Helper()
	before := dump([]any{w.request(id), w.decisions(id)})
	do()
	if after := dump([]any{w.request(id), w.decisions(id)}); after != before {
		w.t.Errorf("%s changed:\n%s\n%s", id, before, after)
	}
}

// last is the last message that somebody reads somewhere from Tandem.
func (w *world) last(who, where string) string {
	ms := w.sim.Person(who).Sees(where)
	for i := len(ms) - 1; i >= 0; i-- {
		if ms[i].User == w.sim.BotUser() {
			if words := wordsOf(ms[i].Blocks); words != "" {
				return w.byName(words)
			}
			return w.byName(ms[i].Text)
		}
	}
	return ""
}

// hears fails unless the last thing that Tandem told somebody there has these words. What answers a click is sent after
// the click is acknowledged, so it is waited for.
func (w *world) hears(who, where string, words ...string) {
	w.t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	all := func() bool {
		got := w.last(who, where)
		return !slices.ContainsFunc(words, func(want string) bool { return !strings.Contains(got, want) })
	}
	if w.sim.WaitFor(ctx, all) != nil {
		w.t.Errorf("%s does not hear %q in %s, but:\n%s", who, words, where, w.last(who, where))
	}
}

// marked are the texts in blocks that Slack reads as markup.
func marked(v any) (texts []string) {
	switch x := v.(type) {
	case []slacksim.Block:
		for _, b := range x {
			texts = append(texts, marked(b)...)
		}
	case []any:
		for _, e := range x {
			texts = append(texts, marked(e)...)
		}
	case slacksim.Block:
		if s, ok := x["text"].(string); ok && x["type"] == "mrkdwn" {
			texts = append(texts, s)
		}
		for _, e := range x {
			texts = append(texts, marked(e)...)
		}
	}
	return texts
}

// eventually fails unless somebody reads the words there soon: a live value follows the typing, and nobody waits for it.
func (w *world) eventually(who, where string, words ...string) {
	w.t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	all := func() bool {
		got := w.reads(who, where)
		return !slices.ContainsFunc(words, func(want string) bool { return !strings.Contains(got, want) })
	}
	if w.sim.WaitFor(ctx, all) != nil {
		w.t.Errorf("%s does not see %q in %s, but:\n%s", who, words, where, w.reads(who, where))
	}
}

// channelNamed is a public channel with everybody and Tandem in it.
func channelNamed(name string) slacksim.Channel {
	return slacksim.Channel{Name: name, Members: []string{"sam", "priya", "omar", "dev", "gwen"}, BotIn: true}
}

// chooses is somebody choosing from the newest menu that they see somewhere.
func (w *world) chooses(who, where, label string) {
	w.t.Helper()
	ms := w.sim.Person(who).Sees(where)
	for i := len(ms) - 1; i >= 0; i-- {
		for _, e := range elements(ms[i].Blocks) {
			if id, ok := e["action_id"].(string); ok && e["type"] == "static_select" {
				if err := w.sim.Person(who).Choose(slacksim.At(ms[i].Channel, ms[i].TS), id, label); err != nil {
					w.t.Fatalf("%s chooses %s: %v", who, label, err)
				}
				w.settle()
				return
			}
		}
	}
	w.t.Fatalf("%s sees no menu in %s:\n%s", who, where, w.reads(who, where))
}

// aligned sets up Atlas and has one aligned request wait for the PO.
func (w *world) aligned(setup ...string) {
	w.t.Helper()
	w.setUp(setup...)
	w.types("sam", "#atlas", "/request Dark mode")
	w.aligns("FR-1", "Happy eyes")
}

// asked sets up Atlas and has Sam ask for something that leaves questions open.
func (w *world) asked() {
	w.t.Helper()
	w.setUp()
	w.types("sam", "#atlas", "/request Dark mode")
}

// needsMore is the PM putting a question.
func (w *world) needsMore(id, question string) {
	w.t.Helper()
	w.presses("priya", "@tandem", "Need more", id)
	w.submits("priya", "Question: "+question)
}

// ranked has requests in the backlog, with these values by an effort of 1.
func (w *world) ranked(values ...int) {
	w.t.Helper()
	w.setUp()
	for i, v := range values {
		id := ritual.RequestID(int64(i + 1))
		w.types("sam", "#atlas", fmt.Sprintf("/request Wish number %d", i+1))
		w.aligns(id, "Happy eyes")
		w.ranks(id, fmt.Sprint(v), "1")
	}
}

// runsTwiceAt has another replica do what is due at an instant, at the same time as the first.
func (w *world) runsTwiceAt(at time.Time) {
	w.t.Helper()
	other, err := engine.New(engine.Config{BotToken: w.sim.BotToken(), AppToken: w.sim.AppToken(), APIURL: w.sim.APIURL(), Log: slog.New(slog.DiscardHandler), AckWithin: patience}, w.db, append(rituals(newDrafter(Config{})), w.extra...))
	if err == nil {
		err = other.Start(context.Background())
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.clock.Set(at)
	var wg sync.WaitGroup
	for _, b := range []*engine.Bot{w.bot, other} {
		wg.Go(func() {
			if err := b.Drain(context.Background()); err != nil {
				w.t.Error(err)
			}
		})
	}
	wg.Wait()
	w.settle()
}

// callsNoRoll keeps Slack from telling who everybody is, so that it is asked about each person.
func (w *world) callsNoRoll() {
	w.sim.InjectFault(slacksim.Fault{Method: "users.list", Kind: slacksim.Status500, Count: -1})
}
