package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"tandem/bot/slacksim"
)

// check fails for whatever was lost, and for whatever was done or said twice.
func (c *crowd) check() {
	c.h.t.Helper()
	c.recordsAreWhole()
	c.decisionsAreWhole()
	c.messagesStandOnce()
	if errs := c.h.sim.Errors(); len(errs) > 0 {
		c.h.t.Errorf("Slack's rules were broken: %s", strings.Join(errs, "\n"))
	}
}

// recordsAreWhole compares what people were told with what is in the database.
func (c *crowd) recordsAreWhole() {
	found := map[string][]string{}
	for _, row := range c.h.list(`SELECT title, id, reporter FROM requests`) {
		found[row[0]] = append(found[row[0]], row[1])
		if by, ok := c.by[row[0]]; ok && c.h.sim.Person(by).ID() != row[2] {
			c.h.t.Errorf("%s: %q was asked by %s, not by %s", row[1], row[0], by, row[2])
		}
	}
	for words, id := range c.acked {
		if ids := found[words]; len(ids) != 1 || ids[0] != id {
			c.h.t.Errorf("%q was recorded as %s, and the database has %v", words, id, ids)
		}
	}
	for words, ids := range found {
		if c.acked[words] == "" || len(ids) != 1 {
			c.h.t.Errorf("%q is recorded as %v, and somebody was told %q", words, ids, c.acked[words])
		}
	}
	c.nothing("a request without its words, or with other ones", `SELECT r.id, r.title, e.text FROM requests r LEFT JOIN evidence e ON e.request = r.id WHERE e.text IS NULL OR e.text <> r.title`)
	c.nothing("a request without exactly one story", `SELECT r.id, count(s.request) FROM requests r LEFT JOIN stories s ON s.request = r.id GROUP BY r.id HAVING count(s.request) <> 1`)
	c.nothing("a job that failed or waits", `SELECT kind, key, state, why FROM jobs WHERE state = 'failed' OR kind IN ('message', 'home') OR (kind = 'draft' AND state <> 'done')`)
}

// decisionsAreWhole compares what the forms said with what is in the database.
func (c *crowd) decisionsAreWhole() {
	c.nothing("a decision taken twice", `SELECT request, topic, count(*) FROM decisions GROUP BY request, topic HAVING count(*) <> 1`)
	has := map[string]bool{}
	for _, row := range c.h.list(`SELECT request, topic FROM decisions`) {
		has[row[0]+" "+row[1]] = true
	}
	for id := range c.aligned {
		if !has[id+" alignment"] {
			c.h.t.Errorf("%s was aligned, and the database does not know", id)
		}
	}
	for id := range c.prioritized {
		if !has[id+" priority"] {
			c.h.t.Errorf("%s was prioritized, and the database does not know", id)
		}
	}
}

// nothing fails when a query finds anything.
func (c *crowd) nothing(what, query string) {
	if rows := c.h.rows(query); rows != "" {
		c.h.t.Errorf("%s:\n%s", what, rows)
	}
}

// messagesStandOnce compares the messages in the database with those that stand in Slack: by their keys, and by what they say.
func (c *crowd) messagesStandOnce() {
	stands := map[string][]string{} // a message's key → where it stands
	says := map[string][]string{}   // who reads it → what it says, for first messages only
	for _, u := range c.h.sim.Users() {
		if u.ID == c.h.sim.BotUser() {
			continue
		}
		c.read(c.h.sim.Person(u.Name).Sees("@"+c.h.sim.BotName()), u.ID, stands, says)
	}
	for _, ch := range c.h.sim.Channels() {
		c.read(c.h.sim.Messages(ch.ID), ch.ID, stands, says)
	}
	for _, row := range c.h.list(`SELECT id, channel, ts, kind, subject FROM messages`) {
		if at := stands[row[0]]; len(at) != 1 || at[0] != row[1]+" "+row[2] {
			c.h.t.Errorf("the %s about %s is at %s %s, and stands at %v", row[3], row[4], row[1], row[2], at)
		}
		delete(stands, row[0])
	}
	if len(stands) > 0 {
		c.h.t.Errorf("the database does not know the messages %v", stands)
	}
	for _, row := range c.h.list(`SELECT r.id, r.title, r.reporter, p.pm, p.po, r.status FROM requests r JOIN products p ON p.id = r.product`) {
		id, title, status := row[0], row[1], row[5]
		for _, reader := range row[2:4] {
			c.readsOnce(says, reader, id, title, 1)
		}
		wants := 0
		if status != "awaiting_alignment" {
			wants = 1
		}
		c.readsOnce(says, row[4], id, title, wants)
	}
}

// read notes Tandem's messages.
func (c *crowd) read(messages []slacksim.Message, reader string, stands, says map[string][]string) {
	for _, m := range messages {
		if m.User != c.h.sim.BotUser() || m.Ephemeral() {
			continue
		}
		key := "no key"
		if m.Metadata != nil {
			key = fmt.Sprint(m.Metadata.EventPayload["key"])
		}
		stands[key] = append(stands[key], m.Channel+" "+m.TS)
		if m.ThreadTS == "" || m.ThreadTS == m.TS {
			raw, err := json.Marshal(m.Blocks)
			if err != nil {
				c.h.t.Fatal(err)
			}
			says[reader] = append(says[reader], string(raw))
		}
	}
}

// readsOnce fails unless somebody has as many messages about a request.
func (c *crowd) readsOnce(says map[string][]string, reader, id, title string, wants int) {
	n := 0
	for _, m := range says[reader] {
		if strings.Contains(m, title) {
			n++
			if !strings.Contains(m, id) {
				c.h.t.Errorf("a message about %s to %s does not name it: %s", id, reader, m)
			}
		}
	}
	if n != wants {
		c.h.t.Errorf("%s has %d messages about %s %q, not %d", reader, n, id, title, wants)
	}
}
