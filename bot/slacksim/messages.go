package slacksim

import (
	"encoding/json"
	"fmt"
	"strings"
)

// channelType is the word that message events use for a conversation's type.
func (c *channel) channelType() string {
	return map[string]string{"im": "im", "mpim": "mpim", "groups": "group", "channels": "channel"}[c.scope()]
}

// messageKind is the manifest's name for message events of a conversation.
func (c *channel) messageKind() string {
	return map[string]string{"im": "message.im", "mpim": "message.mpim", "groups": "message.groups", "channels": "message.channels"}[c.scope()]
}

// messageEvents are what the app hears of a new message: its own, too. mu is held.
func (w *Workspace) messageEvents(c *channel, m *message) {
	if !c.has(botUser) {
		return
	}
	e := w.messageJSON(c, m, w.manifest.has("metadata.message:read"))
	for _, key := range []string{"reply_count", "reply_users", "reply_users_count", "latest_reply", "is_locked", "subscribed"} {
		delete(e, key)
	}
	e["channel"], e["channel_type"], e["event_ts"] = c.ID, c.channelType(), m.TS
	w.event(c.messageKind(), e)
	if !c.Direct && m.BotID == "" && strings.Contains(m.Text, "<@"+botUser) {
		mention := Block{}
		for key, v := range e {
			mention[key] = v
		}
		delete(mention, "channel_type")
		mention["type"] = "app_mention"
		w.event("app_mention", mention)
	}
}

// changedEvent tells of an edit. mu is held.
func (w *Workspace) changedEvent(c *channel, m *message, before Block) {
	if c.has(botUser) {
		w.event(c.messageKind(), Block{
			"type": "message", "subtype": "message_changed", "hidden": true, "channel": c.ID, "channel_type": c.channelType(), "ts": w.stamp(),
			"message": w.messageJSON(c, m, w.manifest.has("metadata.message:read")), "previous_message": before,
		})
	}
}

func (w *Workspace) deletedEvent(c *channel, m *message, before Block) {
	if c.has(botUser) {
		w.event(c.messageKind(), Block{
			"type": "message", "subtype": "message_deleted", "hidden": true, "channel": c.ID, "channel_type": c.channelType(), "ts": w.stamp(),
			"deleted_ts": m.TS, "previous_message": before,
		})
	}
}

// copy is the message as it is told to the outside.
func (m *message) copy() Message {
	out := m.Message
	out.Blocks = clone(m.Blocks)
	out.Attachments = clone(m.Attachments)
	out.Reactions = nil
	for _, r := range m.Reactions {
		r.Users = append([]string(nil), r.Users...)
		out.Reactions = append(out.Reactions, r)
	}
	out.Warnings = map[string]string{}
	for key, says := range m.Warnings {
		out.Warnings[key] = says
	}
	return out
}

// clone copies blocks deeply.
func clone(blocks []Block) []Block {
	if blocks == nil {
		return nil
	}
	out := make([]Block, 0, len(blocks))
	for _, b := range blocks {
		out = append(out, copied(b))
	}
	return out
}

// copied is a block of which nothing is shared.
func copied(b Block) Block { return deep(b).(Block) }

// deep copies a value of JSON. What Go has in other types, such as a list of blocks, becomes what JSON would bring.
func deep(v any) any {
	switch v := v.(type) {
	case nil, string, bool, float64, int, int64:
		return v
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, item := range v {
			out[key] = deep(item)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = deep(item)
		}
		return out
	}
	var out any
	if text, err := json.Marshal(v); err != nil || json.Unmarshal(text, &out) != nil {
		panic(fmt.Sprintf("%T is not of JSON", v))
	}
	return out
}

// Messages are all messages of a channel that everybody there sees, by time, threads included.
func (w *Workspace) Messages(channel string) []Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.channel(channel)
	if c == nil {
		return nil
	}
	var all []Message
	for _, m := range c.messages {
		all = append(all, m.copy())
	}
	return all
}
