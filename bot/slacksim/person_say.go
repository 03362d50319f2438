package slacksim

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// reach is the conversation that somebody names: "#atlas", "atlas", an id, "@ben", "@ben,@tandem" for the group message with
// both. Direct messages, and group messages without the app, are made on demand; private conversations are reached by
// their members only. mu is held.
func (w *Workspace) reach(who, ref string) *channel {
	if strings.HasPrefix(ref, "@") && strings.Contains(ref, ",") {
		return w.together(who, strings.Split(ref, ","))
	}
	c := w.channelByID(ref)
	if c == nil && !strings.HasPrefix(ref, "@") {
		c = w.channel(ref)
	}
	if c == nil {
		u := w.user(ref)
		if u == nil || strings.HasPrefix(ref, "#") {
			return nil
		}
		return w.direct(who, u.ID)
	}
	if !w.opens(who, c) {
		return nil
	}
	return c
}

// together is somebody's group message with others. Only the app makes one with itself in it. mu is held.
func (w *Workspace) together(who string, others []string) *channel {
	members := []string{who}
	for _, name := range others {
		u := w.user(strings.TrimSpace(name))
		if u == nil {
			return nil
		}
		members = append(members, u.ID)
	}
	slices.Sort(members)
	members = slices.Compact(members)
	i := slices.IndexFunc(w.channels, func(c *channel) bool { return c.Group && slices.Equal(c.Members, members) })
	switch {
	case i >= 0:
		return w.channels[i]
	case slices.Contains(members, botUser) || len(members) < 3 || len(members) > 9:
		return nil
	}
	return w.group(members)
}

// opens tells whether somebody can open a conversation: members can, and public ones everybody but guests and people from elsewhere. mu is held.
func (w *Workspace) opens(who string, c *channel) bool {
	u := w.userByID(who)
	return c.has(who) || c.public() && !u.Guest && !u.UltraGuest && u.Team == TeamID
}

// Say writes a message in a channel: "<@U…>" and "@name" are mentions, "#name" is a channel. A person who
// says something in a public channel joins it. The timestamp is "" where they cannot write; a notice says why.
func (p *Person) Say(channel, text string) (ts string) { return p.write(channel, "", text, nil) }

// Reply writes in a thread.
func (p *Person) Reply(channel, thread, text string) (ts string) {
	return p.write(channel, thread, text, nil)
}

// Upload writes a message with a file.
func (p *Person) Upload(channel, thread, text, name string, data []byte) (ts string) {
	return p.write(channel, thread, text, &File{Name: name, Title: name, User: p.id, Data: data, Mime: http.DetectContentType(data)})
}

func (p *Person) write(channel, thread, text string, f *File) (ts string) {
	w := p.w
	w.deliverEvents(w.change(func() {
		c := w.reach(p.id, channel)
		if says := p.barred(c, thread); says != "" {
			w.notice(p.id, says)
			return
		}
		if !c.has(p.id) {
			c.Members = append(c.Members, p.id)
			w.membership("member_joined_channel", c, w.userByID(p.id), "")
		}
		m := &message{Message: Message{User: p.id, BotID: w.userByID(p.id).botID(), Text: w.markup(text, false), ThreadTS: thread}}
		m.Blocks = w.rich(m.Text)
		var files []*File
		if f != nil {
			w.store(f)
			w.complete(f, "")
			f.Shared, m.Subtype, files = []string{c.ID}, "file_share", []*File{f}
		}
		w.shareFiles(c, m, files)
		ts = m.TS
	}))
	return ts
}

// barred says why somebody cannot write there. mu is held.
func (p *Person) barred(c *channel, thread string) string {
	home := p.w.manifest.Features.Home
	switch {
	case c == nil:
		return "There is no such conversation."
	case c.Archived:
		return "This channel is archived."
	case c.Locked && !p.w.userByID(p.id).Admin:
		return "Only admins can post in this channel."
	case c.Direct && c.has(botUser) && (!home.MessagesTab || home.ReadOnly):
		return "Sending messages to this app has been turned off."
	case thread != "" && c.find(thread) == nil:
		return "There is no such thread."
	}
	return ""
}

// mine is one's own message.
func (p *Person) mine(channel, ts string) (*channel, *message, error) {
	c := p.w.reach(p.id, channel)
	if c == nil {
		return nil, nil, fmt.Errorf("%w: conversation %q", ErrNotThere, channel)
	}
	m := c.find(ts)
	if m == nil || m.User != p.id {
		return nil, nil, fmt.Errorf("%w: a message of one's own, %s", ErrNotThere, ts)
	}
	return c, m, nil
}

// Edit changes one's own message.
func (p *Person) Edit(channel, ts, text string) (err error) {
	p.w.deliverEvents(p.w.change(func() {
		c, m, no := p.mine(channel, ts)
		if err = no; no == nil {
			text = p.w.markup(text, false)
			p.w.rewrite(c, m, &Message{Text: text, Blocks: p.w.rich(text)})
		}
	}))
	return err
}

// Delete deletes one's own message.
func (p *Person) Delete(channel, ts string) (err error) {
	p.w.deliverEvents(p.w.change(func() {
		c, m, no := p.mine(channel, ts)
		if err = no; no == nil {
			p.w.erase(c, m)
		}
	}))
	return err
}

// React adds an emoji ("bulb" or ":bulb:") to a message.
func (p *Person) React(where, ts, emoji string) error {
	return p.onMessage(where, ts, func(c *channel, m *message) { p.w.react(c, m, p.id, strings.Trim(emoji, ":")) })
}

// Unreact takes it away.
func (p *Person) Unreact(where, ts, emoji string) error {
	return p.onMessage(where, ts, func(c *channel, m *message) { p.w.unreact(c, m, p.id, strings.Trim(emoji, ":")) })
}

func (p *Person) onMessage(where, ts string, do func(*channel, *message)) (err error) {
	p.w.deliverEvents(p.w.change(func() {
		c := p.w.reach(p.id, where)
		if c == nil || c.find(ts) == nil || c.find(ts).Subtype == tombstone {
			err = fmt.Errorf("%w: message %s in %q", ErrNotThere, ts, where)
			return
		}
		do(c, c.find(ts))
	}))
	return err
}

// Sees is what the person sees in a channel: its messages, threads included, by time, and their own
// ephemeral ones. Nothing where they are not a member of a private conversation.
func (p *Person) Sees(channel string) []Message {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	c := p.w.reach(p.id, channel)
	if c == nil {
		return nil
	}
	var all []Message
	for _, m := range c.messages {
		all = append(all, m.copy())
	}
	for _, m := range c.whispers {
		if m.ForUser == p.id {
			all = append(all, m.copy())
		}
	}
	slices.SortStableFunc(all, func(a, b Message) int { return strings.Compare(a.TS, b.TS) })
	return all
}

// Message is one message that the person sees.
func (p *Person) Message(channel, ts string) (Message, bool) {
	for _, m := range p.Sees(channel) {
		if m.TS == ts {
			return m, true
		}
	}
	return Message{}, false
}

// Channels are the conversations that the person can open: public ones, those they are in, direct and group messages.
func (p *Person) Channels() []Channel {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	var all []Channel
	for _, c := range p.w.channels {
		if p.w.opens(p.id, c) {
			all = append(all, c.copy())
		}
	}
	return all
}

// ChannelID is the id of a conversation as this person names it; direct messages are made on demand.
func (p *Person) ChannelID(ref string) (string, bool) {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	if c := p.w.reach(p.id, ref); c != nil {
		return c.ID, true
	}
	return "", false
}

// Notices are what Slack's client told the person outside messages, oldest first.
func (p *Person) Notices() []string {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return slices.Clone(p.w.client(p.id).notices)
}
