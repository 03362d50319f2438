package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/bot"
	"tandem/bot/slacksim"
	"tandem/store/dbtest"
)

// patience is how long a test waits for what a machine with nothing else to do does in a moment. What takes longer hangs;
// how quick Tandem is, benchmarks tell.
const patience = time.Minute

// A process is Tandem as its users run it: the real program, with a process of its own.
type process struct {
	t    testing.TB
	cmd  *exec.Cmd
	out  printed
	errs printed
	done chan struct{}
	err  error // how it ended, once done is closed

	temporary string // its folder for temporary files
}

// printed is what a process has printed so far.
type printed struct {
	mu    sync.Mutex
	b     bytes.Buffer
	lines chan string // each whole line, where somebody waits for them
	rest  string
}

func (p *printed) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.b.Write(text)
	p.rest += string(text)
	for {
		line, rest, whole := strings.Cut(p.rest, "\n")
		if !whole {
			return len(text), nil
		}
		p.rest = rest
		select {
		case p.lines <- line:
		default:
		}
	}
}

func (p *printed) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.b.String()
}

// launch starts the program with nothing in its environment but vars and what every program needs.
func launch(t testing.TB, vars []string, args ...string) *process {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, cmd: exec.Command(path, args...), done: make(chan struct{}), temporary: t.TempDir()}
	p.out.lines, p.errs.lines = make(chan string, 100), make(chan string, 100)
	p.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "TMPDIR=" + p.temporary}, vars...)
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.errs
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	t.Cleanup(p.kill)
	return p
}

// kill is kill -9. It returns when the process is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended by itself
	<-p.done
}

// ends asks the process to end, and fails unless it does, as asked, with exit code 0.
func (p *process) ends(with os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(with); err != nil {
		p.t.Fatalf("it had ended already: %v\n%s", p.err, &p.errs)
	}
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case <-p.done:
	case <-late.C:
		p.t.Fatalf("it did not end within %s of %s:\n%s", patience, with, &p.errs)
	}
	if p.err != nil {
		p.t.Errorf("%s ended it with %v:\n%s", with, p.err, &p.errs)
	}
}

// running reports whether the process has not ended by itself.
func (p *process) running() error {
	select {
	case <-p.done:
		return fmt.Errorf("it ended by itself: %w\n%s", p.err, &p.errs)
	default:
		return nil
	}
}

// onEach runs a test with the address of a new database on each engine, side by side: most of the time they wait.
func onEach(t *testing.T, test func(t *testing.T, engine, address string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, "sqlite", dbtest.SQLite(t))
	})
	onPostgres(t, func(t *testing.T, address string) { test(t, "pgx", address) })
}

// onPostgres runs a test with the address of a new database on PostgreSQL, where a server is given.
func onPostgres(t *testing.T, test func(t *testing.T, address string)) {
	t.Helper()
	address := dbtest.Postgres(t)
	switch {
	case address != "":
		t.Run("pgx", func(t *testing.T) {
			t.Parallel()
			test(t, address)
		})
	case os.Getenv("CI") != "":
		t.Error("in CI every test runs on PostgreSQL too; run it under .ci/postgres")
	}
}

// A house is a simulated workspace in real time, a database, and the process between them.
type house struct {
	t       testing.TB
	sim     *slacksim.Workspace
	engine  string
	address string
	db      *sql.DB // the process's database, seen from outside by one connection
	p       *process
	steady  *process // the replica that is never killed, where there are two
	vars    []string // that it starts with, beside those it needs
}

// newHouse has products products; the first is at home in #p0, its PM is pm0, its PO po0. Its reporters are r0, r1, ….
func newHouse(t testing.TB, engine, address string, products, reporters int) *house {
	t.Helper()
	manifest, err := json.Marshal(bot.Manifest())
	if err != nil {
		t.Fatal(err)
	}
	// Slack's limits for a whole app, some a minute, would make a long test of a short one. Its three seconds would make
	// one of how busy the machine is.
	h := &house{t: t, engine: engine, address: address}
	if h.sim, err = slacksim.Start(slacksim.Config{Manifest: manifest, Now: time.Now, RateLimits: slacksim.Unlimited, AckWithin: patience}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.sim.Close)
	var everybody []string
	for i := range max(products, reporters) {
		for _, name := range []string{"pm", "po", "r"} {
			everybody = append(everybody, fmt.Sprint(name, i))
			h.sim.AddUser(slacksim.User{Name: fmt.Sprint(name, i)})
		}
	}
	for i := range products {
		h.sim.AddChannel(slacksim.Channel{Name: fmt.Sprint("p", i), Members: everybody, BotIn: true})
	}
	if h.db, err = sql.Open(engine, address); err != nil {
		t.Fatal(err)
	}
	h.db.SetMaxOpenConns(1)
	t.Cleanup(func() { h.db.Close() })
	h.start()
	for i := range products {
		err := h.setUp(i)
		for begun := time.Now(); err != nil && time.Since(begun) < patience; { // "Slack does not answer just now": people try again
			err = h.setUp(i)
		}
		if err != nil {
			t.Fatalf("setting up a product: %v\n%s", err, &h.p.errs)
		}
	}
	h.settles()
	return h
}

// start starts the process and does not wait for it.
func (h *house) start() { h.p = launch(h.t, append(environ(h.sim, h.address), h.vars...)) }

// connected returns when Tandem has a socket.
func (h *house) connected() {
	h.t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	if err := h.sim.AwaitSockets(ctx, 1); err != nil {
		h.t.Fatalf("it does not connect: %v\n%s", errors.Join(err, h.p.running()), &h.p.errs)
	}
}

func (h *house) setUp(i int) error {
	h.t.Helper()
	h.connected()
	pm := h.sim.Person(fmt.Sprint("pm", i))
	if _, open := pm.View(); open { // since the last try
		if err := pm.CloseAll(); err != nil {
			return err
		}
	}
	if err := pm.Command(fmt.Sprint("#p", i), "/tandem setup"); err != nil {
		return err
	}
	for _, f := range [][2]string{{"name", fmt.Sprint("Product ", i)}, {"pm", fmt.Sprint("pm", i)}, {"po", fmt.Sprint("po", i)}, {"framework", "value_effort"}} {
		if err := pm.Fill(f[0], f[1]); err != nil {
			return err
		}
	}
	return errors.Join(pm.Submit(), pm.CloseAll())
}

// What is still to be done: jobs, but for the nightly ones and what waits for its morning or its minutes, and messages that
// stand nowhere, by themselves or in a list.
const (
	undone   = `FROM jobs WHERE state <> 'done' AND kind NOT IN ('housekeeping', 'roster') AND NOT (kind IN ('message', 'tell', 'nudge', 'undo') AND due > $1)`
	unposted = `FROM messages m WHERE state <> 'posted' AND inside IS NULL
		AND NOT (kind = 'list' AND EXISTS (SELECT 1 FROM jobs j WHERE j.kind = 'message' AND j.key = m.id AND j.due > $1))`
)

// settles returns when nothing is left to be done, and fails when for two minutes no less is left: a lease and a
// retry may take one.
func (h *house) settles() {
	h.t.Helper()
	least, since := math.MaxInt, time.Now()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for left := -1; left != 0; <-again.C {
		if err := h.p.running(); err != nil {
			h.t.Fatal(err)
		}
		soon := time.Now().Add(time.Minute).UnixMilli()
		if err := h.db.QueryRow(`SELECT (SELECT count(*) `+undone+`) + (SELECT count(*) `+unposted+`) + (SELECT count(*) FROM seen WHERE follow_kind <> '')`, soon).Scan(&left); err != nil {
			h.t.Fatal(err)
		}
		if left < least {
			least, since = left, time.Now()
		}
		if left > 0 && time.Since(since) > 2*patience {
			h.t.Fatalf("for %s, %d jobs or messages have not been done:\n%s%s", 2*patience, left,
				h.rows(`SELECT kind, key, lane, state, attempts, why, due `+undone, soon),
				h.rows(`SELECT kind, subject, recipient, state, why `+unposted, soon))
		}
	}
}

// rows is what a query finds, a line each.
func (h *house) rows(query string, args ...any) string {
	h.t.Helper()
	var b strings.Builder
	for _, row := range h.list(query, args...) {
		fmt.Fprintln(&b, strings.Join(row, " | "))
	}
	return b.String()
}

// list is what a query finds, as words.
func (h *house) list(query string, args ...any) (all [][]string) {
	h.t.Helper()
	rows, err := h.db.Query(query, args...)
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		h.t.Fatal(err)
	}
	for rows.Next() {
		row, held, into := make([]string, len(columns)), make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range held {
			into[i] = &held[i]
		}
		if err := rows.Scan(into...); err != nil {
			h.t.Fatal(err)
		}
		for i := range held {
			row[i] = held[i].String
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		h.t.Fatal(err)
	}
	return all
}
