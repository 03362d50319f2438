package slacksim

import (
	"fmt"
	"strings"
)

// writable is the conversation that the app may write to under that name: an id, a name, or a user's id. mu is held.
func (w *Workspace) writable(target string) (*channel, *refusal) {
	if u := w.userByID(target); u != nil {
		switch {
		case u.Deleted || u.Bot || u.ID == slackbot || u.Stranger:
			return nil, refuse("channel_not_found")
		case !w.manifest.Features.Home.MessagesTab:
			return nil, refuse("messages_tab_disabled")
		}
		return w.direct(botUser, u.ID), nil
	}
	c := w.channel(target)
	switch {
	case c == nil || target == "":
		return nil, refuse("channel_not_found")
	case !c.has(botUser) && !c.public():
		return nil, refuse("channel_not_found")
	case c.Archived:
		return nil, refuse("is_archived")
	case !c.has(botUser) && !w.manifest.has("chat:write.public"):
		return nil, refuse("not_in_channel")
	case c.Locked:
		return nil, refuse("restricted_action")
	case c.Direct && !w.manifest.Features.Home.MessagesTab:
		return nil, refuse("messages_tab_disabled")
	}
	return c, nil
}

// post puts a message into a conversation and tells the app's events of it. mu is held.
func (w *Workspace) post(c *channel, m *message) {
	m.Channel, m.TS = c.ID, w.stamp()
	if m.Raw == nil {
		m.Raw = []byte("[]")
	}
	if root := c.find(m.ThreadTS); root != nil {
		if root.ThreadTS != "" {
			m.ThreadTS = root.ThreadTS // a reply to a reply goes to the thread
			root = c.find(m.ThreadTS)
		}
		if root != nil && m.ForUser == "" {
			root.ThreadTS = root.TS
			root.Replies++
		}
	}
	w.notePings(m)
	if m.ForUser != "" {
		c.whispers = append(c.whispers, m)
		return
	}
	c.messages = append(c.messages, m)
	w.messageEvents(c, m)
}

func postMessage(c *call) (Block, *refusal) {
	m, r := c.content()
	if r != nil {
		return nil, r
	}
	if m.empty() {
		return nil, refuse("no_text")
	}
	var out Block
	c.events = c.w.change(func() {
		var ch *channel
		if ch, r = c.w.writable(c.str("channel")); r != nil {
			return
		}
		m.User, m.BotID, m.ThreadTS = botUser, botID, c.str("thread_ts")
		if m.ThreadTS != "" && ch.find(m.ThreadTS) == nil {
			r = refuse("invalid_thread_ts")
			return
		}
		m.Broadcast = c.yes("reply_broadcast") && m.ThreadTS != ""
		stored := &message{Message: *m}
		c.w.post(ch, stored)
		out = Block{"channel": ch.ID, "ts": stored.TS, "message": c.w.messageJSON(ch, stored, true)}
	})
	return out, r
}

func postEphemeral(c *call) (Block, *refusal) {
	m, r := c.privateContent()
	if r != nil {
		return nil, r
	}
	if m.empty() {
		return nil, refuse("no_text")
	}
	var out Block
	c.events = c.w.change(func() {
		var ch *channel
		if ch, r = c.w.writable(c.str("channel")); r != nil {
			return
		}
		if user := c.str("user"); user == "" || !ch.has(user) {
			r = refuse("user_not_in_channel")
			return
		}
		m.User, m.BotID, m.ThreadTS, m.ForUser = botUser, botID, c.str("thread_ts"), c.str("user")
		stored := &message{Message: *m}
		c.w.post(ch, stored)
		out = Block{"message_ts": stored.TS}
	})
	return out, r
}

// own is the app's own message that it wants to change or delete. mu is held.
func (c *call) own(cannot string) (*channel, *message, *refusal) {
	ch := c.w.channelByID(c.str("channel"))
	if ch == nil || !ch.has(botUser) && !ch.public() {
		return nil, nil, refuse("channel_not_found")
	}
	m := ch.find(c.str("ts"))
	switch {
	case m == nil || m.Subtype == tombstone:
		return nil, nil, refuse("message_not_found")
	case m.BotID != botID:
		return nil, nil, refuse(cannot)
	case ch.Archived:
		return nil, nil, refuse("is_archived")
	}
	return ch, m, nil
}

func updateMessage(c *call) (Block, *refusal) {
	m, r := c.content()
	if r != nil {
		return nil, r
	}
	if m.empty() && c.args["blocks"] == nil && c.args["attachments"] == nil {
		return nil, refuse("no_text")
	}
	var out Block
	c.events = c.w.change(func() {
		ch, old, no := c.own("cant_update_message")
		if r = no; r != nil {
			return
		}
		if c.w.settled(old) {
			r = refuse("edit_window_closed")
			return
		}
		c.w.rewrite(ch, old, m)
		out = Block{"channel": ch.ID, "ts": old.TS, "text": old.Text, "message": c.w.messageJSON(ch, old, true)}
	})
	return out, r
}

// settled tells whether the workspace lets nobody edit the message any more. mu is held.
func (w *Workspace) settled(m *message) bool {
	return w.cfg.EditWithin > 0 && less(m.TS, fmt.Sprint(w.nowLocked().Add(-w.cfg.EditWithin).Unix()))
}

// rewrite replaces what a message says. Blocks, attachments and metadata that are not given stay. mu is held.
func (w *Workspace) rewrite(c *channel, old *message, m *Message) {
	before := w.messageJSON(c, old, true)
	old.Text = m.Text
	if m.Blocks != nil {
		old.Blocks, old.Raw, old.Warnings = m.Blocks, m.Raw, nil
	}
	if m.Attachments != nil {
		old.Attachments = m.Attachments
	}
	if m.Metadata != nil {
		old.Metadata = m.Metadata
	}
	w.notePings(old)
	if old.ForUser != "" {
		return
	}
	old.Edited = w.stamp()
	w.changedEvent(c, old, before)
}

func deleteMessage(c *call) (Block, *refusal) {
	var r *refusal
	out := Block{"channel": c.str("channel"), "ts": c.str("ts")}
	c.events = c.w.change(func() {
		ch, m, no := c.own("cant_delete_message")
		if r = no; r != nil {
			return
		}
		c.w.erase(ch, m)
	})
	return out, r
}

// erase deletes a message. Where others have replied to it, a tombstone stays. mu is held.
func (w *Workspace) erase(c *channel, m *message) {
	before := w.messageJSON(c, m, true)
	if m.Replies > 0 && m.ForUser == "" {
		m.Message = Message{Channel: m.Channel, TS: m.TS, ThreadTS: m.ThreadTS, Replies: m.Replies, User: slackbot, Subtype: tombstone,
			Text: "This message was deleted.", Raw: []byte("[]")}
	} else {
		c.remove(m)
	}
	if m.ForUser == "" {
		w.deletedEvent(c, m, before)
	}
}

// tombstone is the subtype of what stands in the place of a deleted message.
const tombstone = "tombstone"

func getPermalink(c *call) (Block, *refusal) {
	w := c.w
	w.mu.Lock()
	defer w.mu.Unlock()
	ch := w.channelByID(c.str("channel"))
	if ch == nil || !ch.has(botUser) && !ch.public() {
		return nil, refuse("channel_not_found")
	}
	m := ch.find(c.str("message_ts"))
	if m == nil {
		return nil, refuse("message_not_found")
	}
	return Block{"channel": ch.ID, "permalink": w.permalink(ch.ID, m.TS, m.ThreadTS)}, nil
}

// notePings keeps the app's texts that would notify a whole channel or user group. mu is held.
func (w *Workspace) notePings(m *message) {
	if m.BotID != botID {
		return
	}
	for _, text := range texts([]any{m.Text, m.Blocks, m.Attachments}) {
		for _, sign := range []string{"<!channel", "<!here", "<!everyone", "<!subteam^"} {
			if strings.Contains(text, sign) {
				w.pings = append(w.pings, fmt.Sprintf("%s %s: %s", m.Channel, m.TS, text))
				break
			}
		}
	}
}

// texts are the texts in a tree of blocks that are read as Slack's markup; a rich-text ping counts as its markup.
func texts(v any) (out []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, item := range v {
			if s, ok := item.(string); ok {
				out = append(out, s)
				continue
			}
			out = append(out, texts(item)...)
		}
	case []Block:
		for _, item := range v {
			out = append(out, texts(item)...)
		}
	case map[string]any:
		switch v["type"] {
		case "plain_text", "text":
			return nil
		case "broadcast":
			return []string{fmt.Sprintf("<!%v>", v["range"])}
		case "usergroup":
			return []string{fmt.Sprintf("<!subteam^%v>", v["usergroup_id"])}
		}
		for key, item := range v {
			if s, ok := item.(string); ok && (key == "text" || key == "pretext" || key == "fallback") {
				out = append(out, s)
				continue
			}
			if _, ok := item.(string); !ok {
				out = append(out, texts(item)...)
			}
		}
	}
	return out
}
