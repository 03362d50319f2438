package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

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
		if by, ok := c.by[row[0]]; ok && by != row[2] {
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

// messagesStandOnce compares the messages in the database with those that stand in Slack: by their keys, and by what
// they say. Each stands by itself or in a list that stands.
func (c *crowd) messagesStandOnce() {
	seen := posted{stands: map[string][]string{}, says: map[string][]slacksim.Message{}}
	for _, u := range c.h.sim.Users() {
		if u.ID == c.h.sim.BotUser() {
			continue
		}
		seen.read(c.h.sim.Person(u.Name).Sees("@"+c.h.sim.BotName()), u.ID, c.h.sim.BotUser())
	}
	for _, ch := range c.h.sim.Channels() {
		seen.read(c.h.sim.Messages(ch.ID), ch.ID, c.h.sim.BotUser())
	}
	inside := map[string]int{} // a list's key → how many messages it shows
	for _, row := range c.h.list(`SELECT id, channel, ts, kind, subject, COALESCE(inside, '') FROM messages`) {
		at := seen.stands[row[0]]
		switch list := row[5]; {
		case list == "" && (len(at) != 1 || at[0] != row[1]+" "+row[2]):
			c.h.t.Errorf("the %s about %s is at %s %s, and stands at %v", row[3], row[4], row[1], row[2], at)
		case list != "" && len(at) > 0:
			c.h.t.Errorf("the %s about %s is in a list, and stands at %v too", row[3], row[4], at)
		case list != "":
			inside[list]++
		}
		delete(seen.stands, row[0])
	}
	if len(seen.stands) > 0 {
		c.h.t.Errorf("the database does not know the messages %v", seen.stands)
	}
	c.linesStandInOrder()
	c.picturesStand()
	hidden := c.hiddenRows(seen, inside)
	for _, row := range c.h.list(`SELECT r.id, r.title, r.reporter, p.pm, p.po, r.status FROM requests r JOIN products p ON p.id = r.product`) {
		id, title, status := row[0], row[1], row[5]
		c.readsOnce(seen, row[2], id, title, 1)
		c.readsOnce(seen, row[3], id, title, 1-c.isHidden(hidden, seen, id, title, "pm_card"))
		wants := 0
		if status != "awaiting_alignment" {
			wants = 1 - c.isHidden(hidden, seen, id, title, "po_card")
		}
		c.readsOnce(seen, row[4], id, title, wants)
	}
	for list, n := range hidden {
		if n != 0 {
			c.h.t.Errorf("the list %s says that it leaves out %d more than it does", list, n)
		}
	}
}

// picturesStand fails where nobody was shown a picture. That each of their messages stands once is seen as for all.
func (c *crowd) picturesStand() {
	shown := 0
	for _, m := range c.h.sim.Person("r0").Sees("@" + c.h.sim.BotName()) {
		for _, b := range m.Blocks {
			if b["type"] == "image" {
				shown++
			}
		}
	}
	if shown == 0 {
		c.h.t.Error("nobody was shown a picture")
	}
	c.h.t.Logf("%d pictures are shown, and %d uploads were completed of %d", shown, len(c.h.sim.Calls("files.completeUploadExternal")), len(c.h.sim.Calls("files.getUploadURLExternal")))
}

// ownLines are what was told of decisions in messages of their own.
const ownLines = `
	SELECT d.request, m.ts, m.under, r.ts AS below FROM messages m JOIN decisions d ON m.subject = d.request || '/' || d.number LEFT JOIN messages r ON r.id = m.under
	WHERE m.kind = 'line' AND m.inside IS NULL`

// linesStandInOrder fails where what became of a request is not told in the order in which it happened, below the receipt.
func (c *crowd) linesStandInOrder() {
	last, ordered := map[string]string{}, 0 // a request → where the last thing about it stands
	for _, row := range c.h.list(ownLines + ` ORDER BY d.request, d.number`) {
		request, ts, under, receipt := row[0], row[1], row[2], row[3]
		if under == "" || ts <= receipt || ts <= last[request] {
			c.h.t.Errorf("a line about %s stands at %s, the one before it at %q, and the receipt %q at %q", request, ts, last[request], under, receipt)
		}
		if last[request] != "" {
			ordered++
		}
		last[request] = ts
	}
	if ordered == 0 {
		c.h.t.Error("nobody was told of two decisions about one request")
	}
}

// hiddenRows are how many rows each list says that it has no room for. A list shows all others.
func (c *crowd) hiddenRows(seen posted, inside map[string]int) map[string]int {
	hidden := map[string]int{}
	for _, all := range seen.says {
		for _, m := range all {
			key := keyOf(m)
			if inside[key] == 0 {
				continue
			}
			rows := -1 // its first section is its head
			for _, b := range m.Blocks {
				if b["type"] == "section" {
					rows++
				}
			}
			if more := leftOut.FindStringSubmatch(blocksOf(c.h.t, m)); more != nil {
				hidden[key], _ = strconv.Atoi(more[1]) // they are digits
			}
			if rows+hidden[key] != inside[key] {
				c.h.t.Errorf("the list %s shows %d rows and leaves out %d of %d", key, rows, hidden[key], inside[key])
			}
			delete(inside, key)
		}
	}
	if len(inside) > 0 {
		c.h.t.Errorf("the lists %v stand nowhere", inside)
	}
	return hidden
}

// leftOut is how a list says that it has no room for all of its rows.
var leftOut = regexp.MustCompile(`and (\d+) more: my Home tab`)

// isHidden is 1 for a card that a list has no room for, which is taken off what the list leaves out, and 0 for others.
func (c *crowd) isHidden(hidden map[string]int, seen posted, id, title, kind string) int {
	for _, row := range c.h.list(`SELECT inside, recipient FROM messages WHERE subject = $1 AND kind = $2 AND inside IS NOT NULL`, id, kind) {
		if hidden[row[0]] > 0 && seen.about(c.h.t, row[1], title) == nil {
			hidden[row[0]]--
			return 1
		}
	}
	return 0
}

// posted are Tandem's messages as they stand in Slack.
type posted struct {
	stands map[string][]string           // a message's key → where it stands
	says   map[string][]slacksim.Message // who reads it → what it says, for first messages only
}

// read notes Tandem's messages.
func (p posted) read(messages []slacksim.Message, reader, bot string) {
	for _, m := range messages {
		if m.User != bot || m.Ephemeral() {
			continue
		}
		p.stands[keyOf(m)] = append(p.stands[keyOf(m)], m.Channel+" "+m.TS)
		if m.ThreadTS == "" || m.ThreadTS == m.TS {
			p.says[reader] = append(p.says[reader], m)
		}
	}
}

// about are somebody's messages, as text, in which words stand.
func (p posted) about(t testing.TB, reader, words string) (all []string) {
	for _, m := range p.says[reader] {
		if text := blocksOf(t, m); strings.Contains(text, words) {
			all = append(all, text)
		}
	}
	return all
}

func keyOf(m slacksim.Message) string {
	if m.Metadata == nil {
		return "no key"
	}
	return fmt.Sprint(m.Metadata.EventPayload["key"])
}

// blocksOf is a message as text, but for the blocks that name similar requests: they are not what it is about.
func blocksOf(t testing.TB, m slacksim.Message) string {
	t.Helper()
	var all []string
	for _, b := range m.Blocks {
		raw, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(raw), "Similar: ") && !strings.Contains(string(raw), "merge.join") {
			all = append(all, string(raw))
		}
	}
	return strings.Join(all, "\n")
}

// readsOnce fails unless somebody has as many messages about a request.
func (c *crowd) readsOnce(seen posted, reader, id, title string, wants int) {
	all := seen.about(c.h.t, reader, title)
	for _, m := range all {
		if !strings.Contains(m, id) {
			c.h.t.Errorf("a message about %s to %s does not name it: %s", id, reader, m)
		}
	}
	if len(all) != wants {
		c.h.t.Errorf("%s has %d messages about %s %q, not %d", reader, len(all), id, title, wants)
	}
}
