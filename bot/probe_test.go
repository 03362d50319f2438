package bot

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync/atomic"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// A probe is a ritual that does what the router has to withstand. Its commands are words after /tandem; its message has
// buttons, and so has its form.
type probe struct {
	ran  atomic.Int64             // how often a handler ran to its end
	view func() (kit.Text, error) // what its message says; "a probe" when nil
	job  func(context.Context, *engine.Bot, store.Job) error

	posted  func(context.Context, *store.Tx, store.Message) error // what follows its message; may be nil
	picture *kit.Picture                                          // of its message; may be nil
	files   func() ([]engine.File, error)                         // of its message with files
}

// probeJob is the probe's job.
const probeJob = "probe.job"

// probeKind is the probe's message, filesKind the one with files.
const (
	probeKind = "probe"
	filesKind = "probe_files"
)

var errBroken = errors.New("the disk is on fire")

func (p *probe) routes() engine.Ritual {
	count := func(r engine.Reply, err error) engine.Handler {
		return func(context.Context, *store.Tx, engine.Input) (engine.Reply, error) { p.ran.Add(1); return r, err }
	}
	boom := func(context.Context, *store.Tx, engine.Input) (engine.Reply, error) { panic("boom") }
	refuse := count(engine.Reply{}, ritual.Refuse("This is not for %s.", ritual.Name("U1")))
	long := kit.T(strings.Repeat("long <<< ", 2900/18))
	return engine.Ritual{
		Commands: []engine.Command{
			{Name: "/tandem", Word: "boom", Do: boom},
			{Name: "/tandem", Word: "busy", Do: count(engine.Reply{}, store.ErrBusy)},
			{Name: "/tandem", Word: "broken", Do: count(engine.Reply{}, errBroken)},
			{Name: "/tandem", Word: "refuse", Do: refuse},
			{Name: "/tandem", Word: "form", Do: count(engine.Open(probeForm("probe.form", "")), nil)},
			{Name: "/tandem", Word: "lost", Do: count(engine.Open(probeForm("no.such.form", "")), nil)},
			{Name: "/tandem", Word: "who", Needs: engine.NeedPerson, Do: func(_ context.Context, _ *store.Tx, in engine.Input) (engine.Reply, error) {
				p.ran.Add(1)
				return engine.Say(kit.F("You are %s.", in.Who.Name)), nil
			}},
			{Name: "/tandem", Word: "long", Do: count(engine.Say("long", kit.Message{Blocks: []slack.Block{
				kit.Section(long), kit.Section(long), kit.Section(long), kit.Section(long), kit.Section("the end")}}), nil)},
		},
		Actions: []engine.Action{
			{ID: "probe.ran", Do: count(engine.Reply{}, nil)},
			{ID: "probe.refuse", Do: refuse},
			{ID: "probe.boom", Do: boom},
			{ID: "probe.busy", Do: count(engine.Reply{}, store.ErrBusy)},
			{ID: "probe.open", Do: count(engine.Open(probeForm("probe.form", "")), nil)},
		},
		Submits: []engine.Submit{{ID: "probe.form", Do: func(_ context.Context, _ *store.Tx, in engine.Input) (engine.Reply, error) {
			p.ran.Add(1)
			switch in.Fields.One("word") {
			case "refuse":
				return engine.Reply{}, ritual.Refuse("Not today.")
			case "boom":
				panic("boom")
			case "field":
				return engine.Reply{}, ritual.RefuseField("word", "%s has that word.", ritual.Name(in.Fields.One("who")))
			case "long":
				return engine.Open(probeForm("probe.form", long)), nil
			}
			return engine.Reply{}, nil
		}, People: []string{"who"}}},
		Jobs: []engine.JobKind{{Kind: probeJob, Run: func(ctx context.Context, b *engine.Bot, job store.Job) error { return p.job(ctx, b, job) }}},
		Messages: []engine.MessageKind{{Kind: probeKind, View: func(_ context.Context, _ *store.Tx, m store.Message) (kit.Message, error) {
			text := kit.F("a probe %s", m.Subject)
			if p.view != nil && m.Subject != "plain" {
				var err error
				if text, err = p.view(); err != nil {
					return kit.Message{}, err
				}
			}
			return kit.Message{Text: text, Blocks: append([]slack.Block{kit.Section(text)}, probeButtons()), Picture: p.picture}, nil
		}, Posted: func(ctx context.Context, tx *store.Tx, m store.Message) error {
			if p.posted == nil {
				return nil
			}
			return p.posted(ctx, tx, m)
		}}, {Kind: filesKind, Class: ritual.ClassAnswer, Says: func(context.Context, *store.Tx, store.Message) (kit.Text, error) {
			return "Your files follow.", nil
		}, Files: func(context.Context, *store.Tx, store.Message) ([]engine.File, error) { return p.files() }}},
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
	m.Kind = cmp.Or(m.Kind, probeKind)
	if c, ok := w.sim.Channel(m.To); ok {
		m.To = c.ID
	} else if u, ok := w.sim.User(m.To); ok {
		m.To = u.ID
	}
	w.update(func(ctx context.Context, tx *store.Tx) (err error) { m, err = engine.Post(ctx, tx, m); return err })
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
