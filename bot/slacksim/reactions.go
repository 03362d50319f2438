package slacksim

import (
	"regexp"
	"slices"
	"strings"
)

var (
	emojiName = regexp.MustCompile(`^[a-z0-9_+'-]+(::skin-tone-[2-6])?$`)
	aStamp    = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
)

// How many different emoji a message takes, and how many of them from one person.
const (
	emojiMost = 50
	mineMost  = 23
)

// readable is a conversation that the app may read. mu is held.
func (w *Workspace) readable(id string) (*channel, *refusal) {
	c := w.channelByID(id)
	switch {
	case c == nil || !c.has(botUser) && !c.public():
		return nil, refuse("channel_not_found")
	case !c.has(botUser):
		return nil, refuse("not_in_channel")
	}
	return c, nil
}

func reactionsAdd(c *call) (Block, *refusal) {
	return c.reaction(func(ch *channel, m *message, name string) *refusal {
		named := func(r Reaction) bool { return r.Name == name }
		mine := 0
		for _, r := range m.Reactions {
			if slices.Contains(r.Users, botUser) {
				mine++
			}
		}
		switch there := slices.ContainsFunc(m.Reactions, named); {
		case !there && len(m.Reactions) >= emojiMost:
			return refuse("too_many_emoji")
		case mine >= mineMost && !there:
			return refuse("too_many_reactions")
		}
		if !c.w.react(ch, m, botUser, name) {
			return refuse("already_reacted")
		}
		return nil
	})
}

func reactionsRemove(c *call) (Block, *refusal) {
	return c.reaction(func(ch *channel, m *message, name string) *refusal {
		if !c.w.unreact(ch, m, botUser, name) {
			return refuse("no_reaction")
		}
		return nil
	})
}

func (c *call) reaction(do func(*channel, *message, string) *refusal) (Block, *refusal) {
	name := strings.Trim(c.str("name"), ":")
	switch ts := c.str("timestamp"); {
	case !emojiName.MatchString(name):
		return nil, refuse("invalid_name")
	case c.str("channel") == "" || ts == "":
		return nil, refuse("no_item_specified")
	case !aStamp.MatchString(ts):
		return nil, refuse("bad_timestamp")
	}
	var r *refusal
	c.events = c.w.change(func() {
		var ch *channel
		if ch, r = c.w.readable(c.str("channel")); r != nil {
			return
		}
		m := ch.find(c.str("timestamp"))
		switch {
		case m == nil || m.Subtype == tombstone:
			r = refuse("message_not_found")
		case ch.Archived:
			r = refuse("is_archived")
		default:
			r = do(ch, m, name)
		}
	})
	return nil, r
}

// react adds a person's emoji; false when it was there. mu is held.
func (w *Workspace) react(c *channel, m *message, user, name string) bool {
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name })
	if i < 0 {
		m.Reactions = append(m.Reactions, Reaction{Name: name})
		i = len(m.Reactions) - 1
	}
	r := &m.Reactions[i]
	if slices.Contains(r.Users, user) {
		return false
	}
	r.Users = append(r.Users, user)
	r.Count++
	w.reactionEvent("reaction_added", c, m, user, name)
	return true
}

// unreact takes it away; false when it was not there. mu is held.
func (w *Workspace) unreact(c *channel, m *message, user, name string) bool {
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name })
	if i < 0 || !slices.Contains(m.Reactions[i].Users, user) {
		return false
	}
	r := &m.Reactions[i]
	r.Users = slices.DeleteFunc(slices.Clone(r.Users), func(id string) bool { return id == user })
	if r.Count--; r.Count == 0 {
		m.Reactions = slices.Delete(slices.Clone(m.Reactions), i, i+1)
	}
	w.reactionEvent("reaction_removed", c, m, user, name)
	return true
}

func (w *Workspace) reactionEvent(kind string, c *channel, m *message, user, name string) {
	if c.has(botUser) {
		w.event(kind, Block{
			"user": user, "reaction": name, "item_user": m.User, "item": Block{"type": "message", "channel": c.ID, "ts": m.TS},
		})
	}
}
