package slacksim

import (
	"fmt"
	"time"
)

const token = "sim-verification-token"

// payload is what every interaction carries. mu is held.
func (w *Workspace) payload(kind string, u *User) Block {
	return Block{
		"type": kind, "token": token, "api_app_id": appID,
		"team":                  Block{"id": TeamID, "domain": "sim"},
		"user":                  Block{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": u.Team},
		"is_enterprise_install": false, "enterprise": nil,
	}
}

// place is the channel as interactions name it.
func (c *channel) place() Block { return Block{"id": c.ID, "name": c.placeName()} }

func (c *channel) placeName() string {
	switch {
	case c.Direct:
		return "directmessage"
	case c.Private && !c.Group:
		return "privategroup"
	}
	return c.Name
}

// actionTime is a timestamp of an action: the workspace's seconds and a serial number. mu is held.
func (w *Workspace) actionTime() string {
	return fmt.Sprintf("%d.%06d", w.nowLocked().Unix(), w.next()%1e6)
}

// commandPayload is a slash command's. mu is held.
func (w *Workspace) commandPayload(u *User, c *channel, command, text string) Block {
	return Block{
		"token": token, "team_id": TeamID, "team_domain": "sim", "channel_id": c.ID, "channel_name": c.placeName(),
		"user_id": u.ID, "user_name": u.Name, "command": command, "text": text, "api_app_id": appID, "is_enterprise_install": "false",
		"response_url": w.newResponseURL(&responseURL{channel: c.ID, user: u.ID}), "trigger_id": w.newTrigger(u.ID, c.ID, false),
	}
}

// surface is where an element was found: a message or a view.
type surface struct {
	c      *channel
	m      *message
	v      *view
	blocks []Block
	values map[string]map[string]Block
}

// surface finds what a Where means for this person. mu is held.
func (p *Person) surface(where Where) (*surface, error) {
	client := p.w.client(p.id)
	switch where.surface {
	case "modal":
		if len(client.stack) == 0 {
			return nil, fmt.Errorf("%w: no form is open", ErrNotThere)
		}
		v := client.stack[len(client.stack)-1]
		return &surface{v: v, blocks: v.Blocks, values: v.Values}, nil
	case "home":
		if client.home == nil {
			return nil, fmt.Errorf("%w: the Home tab is empty", ErrNotThere)
		}
		return &surface{v: client.home, blocks: client.home.Blocks, values: client.home.Values}, nil
	}
	c := p.w.reach(p.id, where.channel)
	if c == nil {
		return nil, fmt.Errorf("%w: conversation %q", ErrNotThere, where.channel)
	}
	m := c.seen(where.ts, p.id)
	if m == nil {
		return nil, fmt.Errorf("%w: message %s in %s", ErrNotThere, where.ts, where.channel)
	}
	if m.states == nil {
		m.states = map[string]map[string]map[string]Block{}
	}
	m.states[p.id] = states(m.Blocks, m.states[p.id], c.ID)
	return &surface{c: c, m: m, blocks: m.Blocks, values: m.states[p.id]}, nil
}

// describe adds to a payload where the action was. mu is held.
func (s *surface) describe(w *Workspace, u *User, out Block) {
	if s.v != nil {
		out["container"] = Block{"type": "view", "view_id": s.v.ID}
		out["view"] = s.v.json()
		out["trigger_id"] = w.newTrigger(u.ID, s.v.current, s.v.Type == "modal")
		return
	}
	private := s.m.ForUser != ""
	container := Block{"type": "message", "message_ts": s.m.TS, "channel_id": s.c.ID, "is_ephemeral": private}
	if s.m.ThreadTS != "" {
		container["thread_ts"] = s.m.ThreadTS
	}
	out["container"], out["channel"] = container, s.c.place()
	out["trigger_id"] = w.newTrigger(u.ID, s.c.ID, false)
	out["state"] = copied(Block{"values": s.values})
	out["response_url"] = w.newResponseURL(&responseURL{channel: s.c.ID, user: u.ID, ts: s.m.TS, thread: s.m.ThreadTS})
	if !private {
		out["message"] = copied(w.messageJSON(s.c, s.m, false))
	}
}

// warn shows or takes away the warning on an element. mu is held.
func (s *surface) warn(action, says string) {
	var warnings *map[string]string
	if s.v != nil {
		warnings = &s.v.Warnings
	} else {
		warnings = &s.m.Warnings
	}
	if *warnings == nil {
		*warnings = map[string]string{}
	}
	delete(*warnings, action)
	if says != "" {
		(*warnings)[action] = says
	}
}

// responseURL is one way to answer an interaction: five times, for half an hour.
type responseURL struct {
	channel, user string
	ts            string // the message that was clicked, if there was one
	thread        string
	uses          int
	until         time.Time
}

const (
	responseUses = 5
	responseFor  = 30 * time.Minute
)

// newResponseURL makes the address. mu is held.
func (w *Workspace) newResponseURL(r *responseURL) string {
	key := fmt.Sprintf("%d-51a1", w.next())
	r.until = w.nowLocked().Add(responseFor)
	w.answers[key] = r
	return w.URL() + "/hooks/" + key
}
