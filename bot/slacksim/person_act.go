package slacksim

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Command types a slash command: "/request dark mode". What the app acknowledges with is shown to the person.
func (p *Person) Command(channel, line string) error {
	w := p.w
	name, text, _ := strings.Cut(strings.TrimSpace(line), " ")
	var payload Block
	var err error
	w.change(func() {
		u, c := w.userByID(p.id), w.reach(p.id, channel)
		spec, known := w.manifest.command(name)
		switch {
		case c == nil:
			err = fmt.Errorf("%w: conversation %q", ErrNotThere, channel)
			return
		case !known || u.Team != TeamID:
			err = fmt.Errorf("%s is not a valid command", name)
			w.notice(p.id, err.Error())
			return
		}
		text = strings.TrimSpace(text)
		if spec.ShouldEscape {
			text = w.markup(text, true)
		}
		payload = w.commandPayload(u, c, name, text)
	})
	if err != nil {
		return err
	}
	o := w.hub.deliver(delivery{kind: "slash_commands", what: name, payload: payload, accepts: true})
	return p.commandAnswer(name, payload["channel_id"].(string), o)
}

func (p *Person) commandAnswer(name, channel string, o outcome) error {
	w := p.w
	err := o.err()
	says := name + " failed because the app did not respond"
	if o.state == nobody {
		says = name + ` failed with the error "dispatch_failed"`
	}
	if err == nil {
		if err = w.answerCommand(p.id, channel, o.payload); err == nil {
			return nil
		}
		w.wrong("%s was acknowledged with a message that is refused: %v", name, err)
		says = name + ` failed with the error "` + err.Error() + `"`
	}
	w.change(func() { w.notice(p.id, says) })
	return fmt.Errorf("%s: %w", name, err)
}

// answerCommand shows the message in a command's acknowledgment.
func (w *Workspace) answerCommand(user, channel string, payload json.RawMessage) error {
	if len(payload) == 0 {
		return nil
	}
	c := &call{w: w, name: "the acknowledgment of a command"}
	if err := json.Unmarshal(payload, &c.args); err != nil {
		return refuse("invalid_command_response")
	}
	m, r := c.privateContent()
	if r != nil {
		return fmt.Errorf("%w %v", r, r.more)
	}
	if m.empty() {
		return refuse("no_text")
	}
	w.deliverLater(w.change(func() {
		m.User, m.BotID, m.ForUser = botUser, botID, user
		if c.str("response_type") == "in_channel" {
			m.ForUser = ""
		}
		w.post(w.channelByID(channel), &message{Message: *m})
	}))
	return nil
}

// GlobalShortcut runs a global shortcut.
func (p *Person) GlobalShortcut(callbackID string) error {
	return p.shortcut("global", callbackID, func(u *User) (Block, error) {
		payload := p.w.payload("shortcut", u)
		payload["trigger_id"] = p.w.newTrigger(u.ID, "", false)
		return payload, nil
	})
}

// MessageShortcut runs a message shortcut on a message.
func (p *Person) MessageShortcut(callbackID, channel, ts string) error {
	w := p.w
	return p.shortcut("message", callbackID, func(u *User) (Block, error) {
		c := w.reach(p.id, channel)
		if c == nil || c.find(ts) == nil {
			return nil, fmt.Errorf("%w: message %s in %q", ErrNotThere, ts, channel)
		}
		m := c.find(ts)
		payload := w.payload("message_action", u)
		payload["trigger_id"], payload["channel"], payload["message_ts"] = w.newTrigger(u.ID, c.ID, false), c.place(), ts
		payload["message"] = copied(w.messageJSON(c, m, false))
		payload["response_url"] = w.newResponseURL(&responseURL{channel: c.ID, user: u.ID, ts: ts, thread: m.ThreadTS})
		return payload, nil
	})
}

func (p *Person) shortcut(kind, callbackID string, build func(*User) (Block, error)) error {
	w := p.w
	var payload Block
	var err error
	w.change(func() {
		u := w.userByID(p.id)
		if !w.manifest.shortcut(kind, callbackID) || u.Team != TeamID {
			err = fmt.Errorf("%w: %s shortcut %q", ErrNotThere, kind, callbackID)
			return
		}
		if payload, err = build(u); err == nil {
			payload["callback_id"], payload["action_ts"] = callbackID, w.actionTime()
		}
	})
	if err != nil {
		return err
	}
	o := w.hub.deliver(delivery{kind: "interactive", what: "shortcut " + callbackID, payload: payload})
	if err := o.err(); err != nil {
		w.change(func() { w.notice(p.id, "The shortcut failed: "+err.Error()) })
		return fmt.Errorf("shortcut %s: %w", callbackID, err)
	}
	return nil
}

// Invite brings others, the app too by its handle, into a channel that the person is in: member_joined_channel.
func (p *Person) Invite(channel string, who ...string) (err error) {
	p.w.deliverEvents(p.w.change(func() {
		c := p.w.reach(p.id, channel)
		if c == nil || !c.has(p.id) || c.Direct || c.Group || c.Archived {
			err = fmt.Errorf("%w: a channel %q to invite somebody to", ErrNotThere, channel)
			return
		}
		p.w.invite(c, p.id, who)
	}))
	return err
}

// OpenHome opens the app's Home tab: app_home_opened.
func (p *Person) OpenHome() error {
	if !p.w.HomeEnabled() {
		return fmt.Errorf("%w: the app has no Home tab", ErrNotThere)
	}
	return p.open("home")
}

// OpenChat opens the app's Messages tab: app_home_opened.
func (p *Person) OpenChat() error { return p.open("messages") }

func (p *Person) open(tab string) error {
	w := p.w
	w.deliverEvents(w.change(func() {
		event := Block{"user": p.id, "channel": w.direct(botUser, p.id).ID, "tab": tab}
		if home := w.client(p.id).home; home != nil && tab == "home" {
			event["view"] = home.json()
		}
		w.event("app_home_opened", event)
	}))
	return nil
}
