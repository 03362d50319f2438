package slacksim

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	appID    = "A0SIM0001"
	botUser  = "U0SIMBOT1"
	botID    = "B0SIMBOT1"
	slackbot = "USLACKBOT"
)

// channel is a conversation with what was said in it.
type channel struct {
	Channel
	messages []*message // by timestamp
	whispers []*message // ephemeral ones, by timestamp
}

// message is a stored message: states holds what each person set its elements to.
type message struct {
	Message
	states map[string]map[string]map[string]Block
}

// person is what one person's client shows.
type person struct {
	stack   []*view
	home    *view
	notices []string
	offers  map[string]Block // what the app offered last in a menu of its own, by action_id
}

func runes(s string) int { return utf8.RuneCountInString(s) }

// next makes a serial number. mu is held.
func (w *Workspace) next() int64 {
	w.serial++
	return w.serial
}

// nowLocked is Now for the holder of mu.
func (w *Workspace) nowLocked() time.Time {
	now := w.cfg.Now()
	if w.cfg.OnWind == nil {
		now = now.Add(w.wound)
	}
	return now
}

// stamp makes a message timestamp: the workspace's time, never twice the same. mu is held.
func (w *Workspace) stamp() string {
	w.lastTS = max(w.nowLocked().UnixMicro(), w.lastTS+1)
	return fmt.Sprintf("%d.%06d", w.lastTS/1e6, w.lastTS%1e6)
}

// mint makes an id that can be read: prefix "U" and name "ana" is U0ANA. mu is held.
func (w *Workspace) mint(prefix, name string) string {
	letters := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToUpper(name))
	id := prefix + "0" + letters
	for letters == "" || w.userByID(id) != nil || w.channelByID(id) != nil {
		id = fmt.Sprintf("%s0%s%03d", prefix, letters, w.next())
		letters += "X"
	}
	return id
}

func (w *Workspace) userByID(id string) *User {
	for _, u := range w.users {
		if u.ID == id {
			return u
		}
	}
	return nil
}

// user is a user by id, handle or @handle. mu is held.
func (w *Workspace) user(ref string) *User {
	if u := w.userByID(ref); u != nil {
		return u
	}
	ref = strings.TrimPrefix(ref, "@")
	for _, u := range w.users {
		if u.Name == ref && ref != "" {
			return u
		}
	}
	return nil
}

func (w *Workspace) channelByID(id string) *channel {
	for _, c := range w.channels {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// channel is a conversation by id, name or #name. mu is held.
func (w *Workspace) channel(ref string) *channel {
	if c := w.channelByID(ref); c != nil {
		return c
	}
	ref = strings.TrimPrefix(ref, "#")
	for _, c := range w.channels {
		if c.Name == ref && ref != "" {
			return c
		}
	}
	return nil
}

// direct is the direct conversation of two, made when there is none. mu is held.
func (w *Workspace) direct(a, b string) *channel {
	for _, c := range w.channels {
		if c.Direct && c.has(a) && c.has(b) && (a != b || len(c.Members) == 1) {
			return c
		}
	}
	members := []string{a}
	if a != b {
		members = append(members, b)
	}
	c := &channel{Channel: Channel{
		ID: fmt.Sprintf("D0SIM%04d", w.next()), Direct: true, Private: true, Members: members, Created: w.nowLocked(),
	}}
	w.channels = append(w.channels, c)
	return c
}

// group is the group message of these people, made when there is none. mu is held.
func (w *Workspace) group(members []string) *channel {
	slices.Sort(members)
	members = slices.Compact(members)
	for _, c := range w.channels {
		if c.Group && slices.Equal(c.Members, members) {
			return c
		}
	}
	names := make([]string, 0, len(members))
	for _, id := range members {
		names = append(names, w.userByID(id).Name)
	}
	slices.Sort(names)
	c := &channel{Channel: Channel{
		ID: fmt.Sprintf("G0SIM%04d", w.next()), Group: true, Private: true, Members: members, Created: w.nowLocked(),
		Name: "mpdm-" + strings.Join(names, "--") + "-1",
	}}
	w.channels = append(w.channels, c)
	return c
}

func (c *channel) has(user string) bool { return slices.Contains(c.Members, user) }

// public tells whether everybody of the workspace may read it.
func (c *channel) public() bool { return !c.Private && !c.Direct && !c.Group }

// scope is the middle word of the scopes for this type of conversation: "channels", "groups", "im", "mpim".
func (c *channel) scope() string {
	switch {
	case c.Direct:
		return "im"
	case c.Group:
		return "mpim"
	case c.Private:
		return "groups"
	}
	return "channels"
}

// find is a message that everybody there sees.
func (c *channel) find(ts string) *message {
	for _, m := range c.messages {
		if m.TS == ts {
			return m
		}
	}
	return nil
}

// seen is a message that this person sees, an ephemeral one too.
func (c *channel) seen(ts, user string) *message {
	if m := c.find(ts); m != nil {
		return m
	}
	for _, m := range c.whispers {
		if m.TS == ts && m.ForUser == user {
			return m
		}
	}
	return nil
}

// remove takes a message away.
func (c *channel) remove(m *message) {
	gone := func(o *message) bool { return o == m }
	c.messages = slices.DeleteFunc(c.messages, gone)
	c.whispers = slices.DeleteFunc(c.whispers, gone)
	if root := c.find(m.ThreadTS); root != nil && root != m && m.ForUser == "" {
		root.Replies--
	}
}

// client is what this person's client shows. mu is held.
func (w *Workspace) client(id string) *person {
	p := w.people[id]
	if p == nil {
		p = &person{}
		w.people[id] = p
	}
	return p
}

// notice tells a person something outside messages. mu is held.
func (w *Workspace) notice(id, says string) {
	p := w.client(id)
	p.notices = append(p.notices, says)
	w.touch()
}

// change runs fn with the lock held, tells everybody who watches, and returns the events that fn caused.
func (w *Workspace) change(fn func()) []Block {
	w.mu.Lock()
	defer w.mu.Unlock()
	fn()
	events := w.outbox
	w.outbox = nil
	w.touch()
	return events
}
