package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"tandem/bot"
	"tandem/bot/slacksim"
)

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
		if err := h.insistsOn(i); err != nil {
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

// slow is what Tandem says when it, or Slack, was too slow: nothing was changed, and people try again.
var slow = regexp.MustCompile(`Slack did not say who|Slack did not open the form in time|I am busy just now`)

// insistsOn sets up a product, again while Slack or Tandem is slow.
func (h *house) insistsOn(i int) error {
	again := time.NewTicker(pause)
	defer again.Stop()
	for begun := time.Now(); ; <-again.C {
		err := h.setUp(i)
		if err == nil {
			return nil
		}
		said := h.saidTo(fmt.Sprint("pm", i), fmt.Sprint("#p", i))
		if !slow.MatchString(said) || time.Since(begun) > patience {
			return fmt.Errorf("%w: %s", err, said)
		}
	}
}

// saidTo is the last thing that Tandem told somebody: in the form, or in the channel.
func (h *house) saidTo(who, channel string) string {
	p := h.sim.Person(who)
	if v, open := p.View(); open {
		return fmt.Sprint(v.Errors, v.Trouble)
	}
	return lastWords(p, channel)
}

// lastWords is the last answer that only one person reads in a channel.
func lastWords(p *slacksim.Person, channel string) (said string) {
	for _, m := range p.Sees(channel) {
		if m.Ephemeral() {
			said = m.Text
		}
	}
	return said
}

// setUp sets up the product i as its product manager.
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
	undone   = `FROM jobs WHERE state <> 'done' AND kind NOT IN ('housekeeping', 'roster') AND NOT (kind IN ('message', 'tell', 'nudge', 'undo', 'sprint_day', 'sprint_due', 'demo', 'recap_words', 'satisfaction', 'ask_satisfaction', 'standup', 'standup_meet', 'standup_themes', 'blocker') AND due > $1)`
	unposted = `FROM messages m WHERE state <> 'posted' AND inside IS NULL
		AND NOT (kind = 'list' AND EXISTS (SELECT 1 FROM jobs j WHERE j.kind = 'message' AND j.key = m.id AND j.due > $1))`
)

// settles returns when nothing is left to be done, and fails when for two minutes nothing has been done: a lease and a
// retry may take one.
func (h *house) settles() {
	h.t.Helper()
	had, since := "", time.Now()
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
		if has := h.progress(left); has != had {
			had, since = has, time.Now()
		}
		if left > 0 && time.Since(since) > 2*patience {
			h.t.Fatalf("for %s, %d jobs or messages have not been done:\n%s%s", 2*patience, left,
				h.rows(`SELECT kind, key, lane, state, attempts, why, due `+undone, soon),
				h.rows(`SELECT kind, subject, recipient, state, why `+unposted, soon))
		}
	}
}

// progress differs whenever something was done.
func (h *house) progress(left int) string {
	done, posted := h.count(`SELECT count(*) FROM jobs WHERE state = 'done'`), h.count(`SELECT count(*) FROM messages WHERE state = 'posted'`)
	return fmt.Sprint(left, done, posted)
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

// count is the number that a query finds.
func (h *house) count(query string, args ...any) (n int) {
	h.t.Helper()
	if err := h.db.QueryRow(query, args...).Scan(&n); err != nil {
		h.t.Error(err)
	}
	return n
}
