package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/slacksim"
	"tandem/prompts"
	"tandem/store"
	"tandem/store/dbtest"
)

// A world is a simulated workspace with the bot at work in it, on a real socket and a real database. Its clock stands
// still unless it is wound; jobs run when somebody has done something, so a test needs no sleeps.
//
//	#atlas  the product's home: everybody is a member, Tandem too
//	#sales  a public channel in which Tandem is not
//	sam     a salesperson; priya, the PM; omar, the PO; dev, of the team; gwen, a guest
type world struct {
	t       *testing.T
	sim     *slacksim.Workspace
	bot     *engine.Bot
	drafter *drafter
	db      *store.DB
	clock   *store.Clock
	stop    func()

	slackWaits time.Duration // for an acknowledgment; three seconds when zero

	model   *prompts.Model  // nil: stories are drafted by template
	tokens  int64           // its budget
	failing bool            // the test makes things fail
	extra   []engine.Ritual // what only this test registers
	unsure  bool            // people look at what is similar before they record
	logged  lines
	alias   []string // ids that are others in each run, each followed by what the golden files call it
}

// lines are what the bot logged.
type lines struct {
	mu  sync.Mutex
	all []string
}

func (l *lines) add(s string) { l.mu.Lock(); defer l.mu.Unlock(); l.all = append(l.all, s) }

// with counts the lines that have the words.
func (l *lines) with(words string) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.all {
		if strings.Contains(s, words) {
			n++
		}
	}
	return n
}

// inWorlds runs a scenario on each engine, beside other scenarios: most of their time is spent waiting for disks and
// sockets.
func inWorlds(t *testing.T, scenario func(w *world)) {
	t.Helper()
	t.Parallel()
	alone(t, scenario)
}

// alone is inWorlds for a scenario that nothing may run beside.
func alone(t *testing.T, scenario func(w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) { scenario(newWorld(t, open)) })
}

// monday is the morning on which every scenario begins.
var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func newWorld(t *testing.T, open func(*store.Clock) *store.DB) *world {
	t.Helper()
	return newWorldWith(t, open, func(*slacksim.Config) {})
}

// patience is how long Slack waits for an acknowledgment in most worlds, and tests for what takes a moment: a machine that
// is busy with other tests is no failure. How quick Tandem is, benchmarks tell.
const patience = 30 * time.Second

// hurry is how long it waits in worlds in which its calls hang: not as long as they may.
const hurry = 8 * time.Second

// inHurry is inWorlds for a scenario in which Slack hangs.
func inHurry(t *testing.T, scenario func(w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) { scenario(newWorldWith(t, open, asSlackWaits)) })
}

func asSlackWaits(c *slacksim.Config) { c.AckWithin = hurry }

// newWorldWith is a world whose workspace is a little different.
func newWorldWith(t *testing.T, open func(*store.Clock) *store.DB, different func(*slacksim.Config)) *world {
	t.Helper()
	manifest, err := os.ReadFile("../manifest.yml")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, clock: store.Frozen(monday)}
	cfg := slacksim.Config{Manifest: manifest, Now: w.clock.Now, Without: readingScopes(), AckWithin: patience}
	different(&cfg)
	if cfg.AckWithin == patience || cfg.AckWithin == hurry {
		w.slackWaits = cfg.AckWithin
	}
	w.sim, err = slacksim.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.sim.Close)
	for _, u := range []slacksim.User{
		{Name: "sam", RealName: "Sam", Title: "Sales", Zone: "Europe/Berlin"},
		{Name: "priya", RealName: "Priya", Title: "Product manager", Zone: "America/New_York"},
		{Name: "omar", RealName: "Omar", Title: "Product owner", Zone: "Asia/Tokyo"},
		{Name: "dev", RealName: "Dev", Title: "Developer", Zone: "Europe/Berlin"},
		{Name: "gwen", RealName: "Gwen", Title: "Guest", Guest: true},
	} {
		w.sim.AddUser(u)
	}
	everybody := []string{"sam", "priya", "omar", "dev", "gwen"}
	w.sim.AddChannel(slacksim.Channel{Name: "atlas", Members: everybody, BotIn: true})
	w.sim.AddChannel(slacksim.Channel{Name: "sales", Members: everybody})
	w.db = open(w.clock)
	w.start()
	t.Cleanup(func() { w.stop() })
	return w
}

// readingScopes are the optional scopes by which more is read: most scenarios go without.
func readingScopes() []string {
	return slices.DeleteFunc(slices.Clone(engine.Optional), func(s string) bool { return s == "files:write" })
}

// start starts the bot as a process would, but for the worker: jobs run in settle.
func (w *world) start() {
	w.t.Helper()
	log := slog.New(slog.NewTextHandler(testWriter{w}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	w.drafter = newDrafter(Config{Model: w.model, DailyTokens: w.tokens})
	b, err := engine.New(engine.Config{BotToken: w.sim.BotToken(), AppToken: w.sim.AppToken(), APIURL: w.sim.APIURL(), Log: log,
		Metrics: w.drafter.metrics(), AckWithin: w.slackWaits}, w.db, append(rituals(w.drafter), w.extra...))
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if err := b.Start(ctx); err != nil {
		w.t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = b.Listen(ctx)
	}()
	w.bot = b
	w.stop = func() {
		cancel()
		<-done
		b.HTTP.CloseIdleConnections()
		gone, end := context.WithTimeout(context.Background(), patience)
		defer end()
		_ = w.sim.WaitFor(gone, func() bool { return w.sim.Sockets() == 0 }) // Slack sees it a moment later
	}
	wait, end := context.WithTimeout(ctx, patience)
	defer end()
	if err := w.sim.AwaitSockets(wait, 2); err != nil {
		w.t.Fatal(err)
	}
}

// testWriter takes the errors that the bot logs: the test fails, unless it waits for some.
type testWriter struct{ w *world }

func (tw testWriter) Write(p []byte) (int, error) {
	line := strings.TrimSpace(string(p))
	tw.w.logged.add(line)
	if !tw.w.failing && strings.Contains(line, "level=ERROR") {
		tw.w.t.Errorf("the bot logged: %s", line)
	}
	return len(p), nil
}

// with starts the bot again with routes that only this test has.
func (w *world) with(extra engine.Ritual) {
	w.t.Helper()
	w.stop()
	w.extra = append(w.extra, extra)
	w.start()
}

// settleFor is how much time passes when people act: enough for the pauses between messages.
const settleFor = 5 * time.Second

// settle runs what is due now and within the next seconds.
func (w *world) settle() { w.t.Helper(); w.passes(settleFor) }

// passes lets time go by, and runs each job when it is due.
func (w *world) passes(d time.Duration) {
	w.t.Helper()
	w.idles()
	ctx := context.Background()
	end := w.clock.Now().Add(d)
	for {
		if err := w.bot.Drain(ctx); err != nil {
			w.t.Fatal(err)
		}
		if _, knock, away := w.bot.Away(); away && !knock.After(end) { // as the worker does
			w.clock.Set(later(knock, w.clock.Now()))
			w.bot.Knock(ctx)
			continue
		} else if away {
			w.clock.Set(end)
			return
		}
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

// idles returns when nothing is being handled any more: what is sent after an acknowledgment has been sent.
func (w *world) idles() { w.bot.Pause(time.Minute)() }

// soon returns when something has come true, of which the workspace does not hear.
func (w *world) soon(is func() bool) {
	w.t.Helper()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	late := time.NewTimer(patience)
	defer late.Stop()
	for !is() {
		select {
		case <-again.C:
		case <-late.C:
			w.t.Fatal("it did not come true")
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// setUp sets up the product Atlas in #atlas with one form, as Sam.
func (w *world) setUp(answers ...string) {
	w.t.Helper()
	w.types("sam", "#atlas", "/tandem setup")
	w.submits("sam", slices.Concat([]string{"Product name: Atlas", "Product manager: priya", "Product owner: omar", "Team: dev"}, answers)...)
	w.closes("sam")
}

// types is somebody typing a command in a channel.
func (w *world) types(who, channel, line string) {
	w.t.Helper()
	if err := w.sim.Person(who).Command(channel, line); err != nil {
		w.t.Fatalf("%s types %s: %v", who, line, err)
	}
	w.settle()
}

// presses is somebody pressing the newest button with that label, in their direct messages with Tandem, in a channel,
// on Home or in the open form. about, where given, is the request whose button it is.
func (w *world) presses(who, where, label string, about ...string) {
	w.t.Helper()
	if err := w.press(who, where, label, about...); err != nil {
		w.t.Fatalf("%s presses %s: %v", who, label, err)
	}
	w.settle()
}

// press presses and does not let time pass.
func (w *world) press(who, where, label string, about ...string) error {
	w.t.Helper()
	at, action, value, ok := w.button(who, where, label, about...)
	if !ok {
		return fmt.Errorf("%s sees no button %q in %s:\n%s", who, label, where, w.reads(who, where))
	}
	return w.sim.Person(who).Press(at, action, value)
}

// button finds the newest button with that label.
func (w *world) button(who, where, label string, about ...string) (at slacksim.Where, action, value string, ok bool) {
	p := w.sim.Person(who)
	is := func(e slacksim.Block) bool {
		text, _ := e["text"].(slacksim.Block)
		v, _ := e["value"].(string)
		return e["type"] == "button" && text["text"] == label && (len(about) == 0 || v == about[0])
	}
	look := func(blocks []slacksim.Block, found slacksim.Where) {
		for _, e := range elements(blocks) {
			if is(e) {
				at, ok = found, true
				action, _ = e["action_id"].(string)
				value, _ = e["value"].(string)
			}
		}
	}
	switch where {
	case "form":
		if v, open := p.View(); open {
			look(v.Blocks, slacksim.Form)
		}
	case "home":
		if v, open := p.Home(); open {
			look(v.Blocks, slacksim.HomeTab)
		}
	default:
		for _, m := range p.Sees(where) {
			look(m.Blocks, slacksim.At(m.Channel, m.TS))
		}
	}
	return at, action, value, ok
}

// elements are all controls in blocks.
func elements(blocks []slacksim.Block) []slacksim.Block {
	var all []slacksim.Block
	for _, b := range blocks {
		if es, ok := b["elements"].([]any); ok {
			for _, e := range es {
				if m, ok := e.(slacksim.Block); ok {
					all = append(all, m)
				}
			}
		}
		for _, key := range []string{"accessory", "element"} {
			if m, ok := b[key].(slacksim.Block); ok {
				all = append(all, m)
			}
		}
	}
	return all
}

// fills is somebody filling fields of the open form: "Title: Dark mode".
func (w *world) fills(who string, answers ...string) {
	w.t.Helper()
	v, ok := w.sim.Person(who).View()
	if !ok {
		w.t.Fatalf("%s has no form open; they read: %v", who, w.sim.Person(who).Notices())
	}
	for _, a := range answers {
		label, value, _ := strings.Cut(a, ": ")
		block := ""
		for _, b := range v.Blocks {
			if l, _ := b["label"].(slacksim.Block); b["type"] == "input" && l["text"] == label {
				block, _ = b["block_id"].(string)
			}
		}
		if block == "" {
			w.t.Fatalf("%s has no field %q in:\n%s", who, label, w.reads(who, "form"))
		}
		if err := w.sim.Person(who).Fill(block, value); err != nil {
			w.t.Fatalf("%s fills %s: %v", who, label, err)
		}
	}
	w.idles() // the form may have been drawn anew
}

// submits is somebody filling the open form and sending it, without errors.
func (w *world) submits(who string, answers ...string) {
	w.t.Helper()
	w.fills(who, answers...)
	if err := w.sim.Person(who).Submit(); err != nil {
		v, _ := w.sim.Person(who).View()
		w.t.Fatalf("%s submits: %v %v", who, err, v.Errors)
	}
	w.settle()
	if v, ok := w.sim.Person(who).View(); ok && v.Title == askedBack && !w.unsure {
		w.submits(who) // Record it anyway
	}
}

// askedBack is the title of the form that shows what is similar. Most scenarios mean what they write.
const askedBack = "Is it one of these?"

// closes is somebody closing the open form, if there is one.
func (w *world) closes(who string) {
	w.t.Helper()
	if _, ok := w.sim.Person(who).View(); ok {
		if err := w.sim.Person(who).CloseAll(); err != nil {
			w.t.Fatal(err)
		}
	}
}

// reads is what somebody can read somewhere: a channel, their direct messages ("@tandem"), "home" or "form".
func (w *world) reads(who, where string) string {
	w.idles()
	p := w.sim.Person(who)
	var b strings.Builder
	switch where {
	case "form":
		if v, ok := p.View(); ok {
			fmt.Fprintf(&b, "[%s]\n%s", v.Title, wordsOf(v.Blocks))
			for field, says := range v.Errors {
				fmt.Fprintf(&b, "! %s: %s\n", field, says)
			}
		}
	case "home":
		if v, ok := p.Home(); ok {
			b.WriteString(wordsOf(v.Blocks))
		}
	default:
		for _, m := range p.Sees(where) {
			if m.User != w.sim.BotUser() {
				continue
			}
			mark := ""
			if m.ThreadTS != "" && m.ThreadTS != m.TS {
				mark = "  ↳ "
			}
			if m.Ephemeral() {
				mark += "(only you) "
			}
			words := wordsOf(m.Blocks)
			if words == "" {
				words = m.Text + "\n"
			}
			b.WriteString(mark + words)
		}
	}
	return w.byName(b.String())
}

// byName puts people's handles and channels' names in the place of their ids.
func (w *world) byName(s string) string {
	for _, u := range w.sim.Users() {
		s = strings.ReplaceAll(s, "<@"+u.ID+">", "@"+u.Name)
	}
	for _, c := range w.sim.Channels() {
		s = strings.ReplaceAll(s, "<#"+c.ID+">", "#"+c.Name)
	}
	return s
}

// wordsOf are the words in blocks, a line a block; buttons stand in brackets.
func wordsOf(blocks []slacksim.Block) string {
	var b strings.Builder
	for _, block := range blocks {
		var words []string
		collect(block, &words)
		if line := strings.TrimSpace(strings.Join(words, " ")); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func collect(v any, words *[]string) {
	switch x := v.(type) {
	case []any:
		for _, e := range x {
			collect(e, words)
		}
	case slacksim.Block:
		if x["type"] == "button" {
			text, _ := x["text"].(slacksim.Block)
			*words = append(*words, fmt.Sprintf("[%v]", text["text"]))
			return
		}
		if s, ok := x["text"].(string); ok {
			*words = append(*words, s)
			return
		}
		for _, key := range []string{"label", "text", "fields", "elements", "accessory", "element", "hint"} {
			collect(x[key], words)
		}
	}
}

// sees fails unless somebody can read all the words there.
func (w *world) sees(who, where string, words ...string) {
	w.t.Helper()
	got := w.reads(who, where)
	for _, want := range words {
		if !strings.Contains(got, want) {
			w.t.Errorf("%s does not see %q in %s, but:\n%s", who, want, where, got)
		}
	}
}

// seesNot fails when somebody can read any of the words there.
func (w *world) seesNot(who, where string, words ...string) {
	w.t.Helper()
	got := w.reads(who, where)
	for _, not := range words {
		if strings.Contains(got, not) {
			w.t.Errorf("%s sees %q in %s:\n%s", who, not, where, got)
		}
	}
}

// ended fails when the bot broke Slack's rules or pinged anybody.
func (w *world) ended() {
	w.t.Helper()
	if errs := w.sim.Errors(); len(errs) > 0 {
		w.t.Errorf("Slack's rules were broken: %s", strings.Join(errs, "\n"))
	}
	if pings := w.sim.Pings(); len(pings) > 0 {
		w.t.Errorf("somebody was pinged: %v", pings)
	}
}

// dump is a value for a failure's message.
func dump(v any) string {
	raw, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(raw)
}
