package slacksim

import (
	"slices"
	"time"
)

// AddUser adds somebody who was always there (no event) and returns their id.
func (w *Workspace) AddUser(u User) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.touch()
	return w.addUser(u)
}

func (w *Workspace) addUser(u User) string {
	if u.ID == "" {
		u.ID = w.mint("U", u.Name)
	}
	if u.RealName == "" {
		u.RealName = u.Name
	}
	if u.Zone == "" {
		u.Zone = "UTC"
	}
	if u.Locale == "" {
		u.Locale = "en-US"
	}
	if u.Team == "" {
		u.Team = TeamID
	}
	w.users = append(w.users, &u)
	return u.ID
}

// JoinTeam adds somebody now: team_join.
func (w *Workspace) JoinTeam(u User) string {
	var id string
	w.deliverEvents(w.change(func() {
		id = w.addUser(u)
		w.event("team_join", Block{"user": w.userJSON(w.userByID(id), true)})
	}))
	return id
}

// ChangeUser changes somebody: user_change.
func (w *Workspace) ChangeUser(name string, change func(*User)) {
	w.deliverEvents(w.change(func() {
		u := w.user(name)
		if u == nil {
			return
		}
		change(u)
		w.event("user_change", Block{"user": w.userJSON(u, true), "cache_ts": w.nowLocked().Unix()})
	}))
}

// User is a member by handle or id.
func (w *Workspace) User(name string) (User, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u := w.user(name); u != nil {
		return *u, true
	}
	return User{}, false
}

// Users are all members, the app's own user too, in the order they were added.
func (w *Workspace) Users() []User {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []User
	for _, u := range w.users {
		if u.ID != slackbot {
			all = append(all, *u)
		}
	}
	return all
}

// AddChannel adds a channel that was always there (no event) and returns its id.
func (w *Workspace) AddChannel(c Channel) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c.ID == "" {
		c.ID = w.mint("C", c.Name)
	}
	if c.Created.IsZero() {
		c.Created = w.nowLocked().Add(-24 * time.Hour)
	}
	var members []string
	for _, name := range c.Members {
		if u := w.user(name); u != nil && !slices.Contains(members, u.ID) {
			members = append(members, u.ID)
		}
	}
	if c.BotIn && !slices.Contains(members, botUser) {
		members = append(members, botUser)
	}
	c.Members = members
	if c.Creator == "" && len(members) > 0 {
		c.Creator = members[0]
	}
	w.channels = append(w.channels, &channel{Channel: c})
	w.touch()
	return c.ID
}

// copy is the channel as it is told to the outside.
func (c *channel) copy() Channel {
	out := c.Channel
	out.Members = slices.Clone(c.Members)
	out.BotIn = c.has(botUser)
	return out
}

// Channel is a conversation by name or id.
func (w *Workspace) Channel(ref string) (Channel, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c := w.channel(ref); c != nil {
		return c.copy(), true
	}
	return Channel{}, false
}

// Channels are all public and private channels, no direct or group messages.
func (w *Workspace) Channels() []Channel {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []Channel
	for _, c := range w.channels {
		if !c.Direct && !c.Group {
			all = append(all, c.copy())
		}
	}
	return all
}

// Invite adds members (the app too, by its handle): member_joined_channel.
func (w *Workspace) Invite(channel string, who ...string) {
	w.deliverEvents(w.change(func() {
		if c := w.channel(channel); c != nil {
			w.invite(c, c.Creator, who)
		}
	}))
}

// invite adds members in somebody's name. mu is held.
func (w *Workspace) invite(c *channel, inviter string, who []string) {
	for _, name := range who {
		if u := w.user(name); u != nil && !c.has(u.ID) {
			c.Members = append(c.Members, u.ID)
			w.membership("member_joined_channel", c, u, inviter)
		}
	}
}

// Kick removes members: member_left_channel, or channel_left and group_left for the app itself.
func (w *Workspace) Kick(channel string, who ...string) {
	w.deliverEvents(w.change(func() {
		c := w.channel(channel)
		for _, name := range who {
			u := w.user(name)
			if c == nil || u == nil || !c.has(u.ID) {
				continue
			}
			w.membership("member_left_channel", c, u, "")
			c.Members = slices.DeleteFunc(c.Members, func(id string) bool { return id == u.ID })
		}
	}))
}

// membership is an event of somebody who came into a channel or left it. inviter is "" where nobody invited them. mu is held.
func (w *Workspace) membership(event string, c *channel, u *User, inviter string) {
	kind, left := "C", "channel_left"
	if c.Private {
		kind, left = "G", "group_left"
	}
	if u.ID == botUser && event == "member_left_channel" {
		w.event(left, Block{"channel": c.ID, "actor_id": c.Creator})
		return
	}
	if c.has(botUser) && w.manifest.has(c.scope()+":read") {
		e := Block{"user": u.ID, "channel": c.ID, "channel_type": kind, "team": u.Team}
		if inviter != "" {
			e["inviter"] = inviter
		}
		w.event(event, e)
	}
}

// Archive archives a channel: channel_archive.
func (w *Workspace) Archive(channel string) {
	w.deliverEvents(w.change(func() {
		if c := w.channel(channel); c != nil && !c.Archived {
			c.Archived = true
			w.about("archive", c, Block{"channel": c.ID, "user": c.Creator})
		}
	}))
}

// Unarchive takes a channel back: channel_unarchive.
func (w *Workspace) Unarchive(channel string) {
	w.deliverEvents(w.change(func() {
		if c := w.channel(channel); c != nil && c.Archived {
			c.Archived = false
			w.about("unarchive", c, Block{"channel": c.ID, "user": c.Creator})
		}
	}))
}

// Rename renames a channel: channel_rename.
func (w *Workspace) Rename(channel, name string) {
	w.deliverEvents(w.change(func() {
		if c := w.channel(channel); c != nil {
			c.Name = name
			w.about("rename", c, Block{"channel": Block{"id": c.ID, "name": name, "created": c.Created.Unix()}})
		}
	}))
}

// about is an event of a channel: channel_… for public ones, group_… for private ones the app is in.
func (w *Workspace) about(what string, c *channel, event Block) {
	switch {
	case c.public():
		w.event("channel_"+what, event)
	case c.has(botUser):
		w.event("group_"+what, event)
	}
}

// Share makes a channel shared with another organization, or takes that back.
func (w *Workspace) Share(channel string, shared bool) {
	w.deliverEvents(w.change(func() {
		c := w.channel(channel)
		if c == nil || c.Shared == shared {
			return
		}
		c.Shared = shared
		word := "channel_unshared"
		if shared {
			word = "channel_shared"
		}
		if c.has(botUser) {
			w.event(word, Block{"channel": c.ID, "connected_team_id": "T0OTHER01"})
		}
	}))
}
