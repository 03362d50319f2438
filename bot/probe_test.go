package bot

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// A probe is a ritual that does what the router has to withstand. Its commands are words after /tandem; its message has
// buttons, and so has its form.
type probe struct {
	ran  atomic.Int64             // how often a handler ran to its end
	view func() (kit.Text, error) // what its message says; "a probe" when nil
	job  func(context.Context, *Engine, store.Job) error
}

// probeJob is the probe's job.
const probeJob = "probe.job"

// probeKind is the probe's message.
const probeKind = "probe"

var errBroken = errors.New("the disk is on fire")

func (p *probe) routes() ritualRoutes {
	count := func(r reply, err error) handler {
		return func(context.Context, *store.Tx, input) (reply, error) { p.ran.Add(1); return r, err }
	}
	boom := func(context.Context, *store.Tx, input) (reply, error) { panic("boom") }
	refuse := count(reply{}, ritual.Refuse("This is not for %s.", ritual.Name("U1")))
	long := kit.T(strings.Repeat("long <<< ", 2900/18))
	return ritualRoutes{
		commands: []command{
			{name: "/tandem", word: "boom", do: boom},
			{name: "/tandem", word: "busy", do: count(reply{}, store.ErrBusy)},
			{name: "/tandem", word: "broken", do: count(reply{}, errBroken)},
			{name: "/tandem", word: "refuse", do: refuse},
			{name: "/tandem", word: "form", do: count(open(probeForm("probe.form", "")), nil)},
			{name: "/tandem", word: "lost", do: count(open(probeForm("no.such.form", "")), nil)},
			{name: "/tandem", word: "who", needs: needPerson, do: func(_ context.Context, _ *store.Tx, in input) (reply, error) {
				p.ran.Add(1)
				return say(kit.F("You are %s.", in.who.Name)), nil
			}},
			{name: "/tandem", word: "long", do: count(say("long", kit.Message{Blocks: []slack.Block{
				kit.Section(long), kit.Section(long), kit.Section(long), kit.Section(long), kit.Section("the end")}}), nil)},
		},
		actions: []action{
			{id: "probe.ran", do: count(reply{}, nil)},
			{id: "probe.refuse", do: refuse},
			{id: "probe.boom", do: boom},
			{id: "probe.busy", do: count(reply{}, store.ErrBusy)},
			{id: "probe.open", do: count(open(probeForm("probe.form", "")), nil)},
		},
		submits: []submit{{id: "probe.form", do: func(_ context.Context, _ *store.Tx, in input) (reply, error) {
			p.ran.Add(1)
			switch in.fields.one("word") {
			case "refuse":
				return reply{}, ritual.Refuse("Not today.")
			case "boom":
				panic("boom")
			case "field":
				return reply{}, ritual.RefuseField("word", "%s has that word.", ritual.Name(in.fields.one("who")))
			case "long":
				return open(probeForm("probe.form", long)), nil
			}
			return reply{}, nil
		}, people: []string{"who"}}},
		jobs: []jobKind{{kind: probeJob, run: func(ctx context.Context, b *Engine, job store.Job) error { return p.job(ctx, b, job) }}},
		messages: []messageKind{{kind: probeKind, view: func(_ context.Context, _ *store.Tx, m store.Message) (kit.Message, error) {
			text := kit.F("a probe %s", m.Subject)
			if p.view != nil && m.Subject != "plain" {
				var err error
				if text, err = p.view(); err != nil {
					return kit.Message{}, err
				}
			}
			return kit.Message{Text: text, Blocks: append([]slack.Block{kit.Section(text)}, probeButtons())}, nil
		}}},
	}
}

func probeButtons() slack.Block {
	var buttons []slack.BlockElement
	for _, id := range []string{"probe.ran", "probe.refuse", "probe.boom", "probe.busy", "probe.open", "no.such"} {
		buttons = append(buttons, kit.Button(id, id, ""))
	}
	return kit.Actions("buttons", buttons...)
}

// probeForm is a form with a field for a word and one for a person.
func probeForm(id string, text kit.Text) kit.Modal {
	m := kit.Modal{ID: id, Title: "Probe", Submit: "Send", Close: "Close", Blocks: []slack.Block{
		kit.Input("word", "Word", kit.Line("word", "", "", 100), kit.Optional()),
		kit.Input("about", "About", kit.Area("about", "", "", 3000), kit.Optional()),
		kit.Input("who", "Who", kit.Person("who", ""), kit.Optional()),
		probeButtons(),
	}}
	for range 5 {
		if text != "" {
			m.Blocks = append(m.Blocks, kit.Section(text))
		}
	}
	if text != "" {
		m.Blocks = append(m.Blocks, kit.Section("the end"))
	}
	return m
}

// probed adds a probe to the world.
func (w *world) probed() *probe {
	p := &probe{}
	w.with(p.routes())
	return p
}

// posts has the probe's message posted to somebody or in a channel, and returns it.
func (w *world) posts(to, subject string) store.Message {
	w.t.Helper()
	m := w.leaves(store.Message{To: to, Subject: subject})
	w.settle()
	return w.message(m.ID)
}

// leaves leaves the probe's message.
func (w *world) leaves(m store.Message) store.Message {
	w.t.Helper()
	m.Kind = probeKind
	if c, ok := w.sim.Channel(m.To); ok {
		m.To = c.ID
	} else if u, ok := w.sim.User(m.To); ok {
		m.To = u.ID
	}
	w.update(func(ctx context.Context, tx *store.Tx) (err error) { m, err = post(ctx, tx, m); return err })
	return m
}

// update runs a transaction.
func (w *world) update(f func(context.Context, *store.Tx) error) {
	w.t.Helper()
	ctx := context.Background()
	if err := w.db.Update(ctx, func(tx *store.Tx) error { return f(ctx, tx) }); err != nil {
		w.t.Fatal(err)
	}
}

// message is a message as the store has it.
func (w *world) message(id string) (m store.Message) {
	w.t.Helper()
	w.update(func(ctx context.Context, tx *store.Tx) (err error) { m, err = tx.Message(ctx, id); return err })
	return m
}
