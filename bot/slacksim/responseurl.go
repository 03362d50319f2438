package slacksim

import (
	"encoding/json"
	"io"
	"net/http"
)

// serveResponseURL takes an answer to an interaction.
func (w *Workspace) serveResponseURL(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	var args map[string]any
	err := json.Unmarshal(body, &args)
	record := Call{Method: "response_url", Args: args, At: w.Now(), Status: http.StatusOK}
	fault := w.fault(record)
	if fault != nil && !fault.lets() {
		w.fail(rw, r, fault, record)
		return
	}
	c := &call{w: w, name: record.Method, args: args}
	var no *refusal
	if err != nil {
		no = refuse("invalid_payload")
	} else {
		no = c.respond(r.PathValue("key"))
	}
	w.deliverLater(c.events)
	if fault != nil {
		w.fail(rw, r, fault, record)
		return
	}
	record.Answer = Block{"ok": true}
	if no != nil {
		record.Error = no.word
		record.Answer = Block{"ok": false, "error": no.word}
		for key, v := range no.more {
			record.Answer[key] = v
		}
		record.Status = http.StatusBadRequest
		if no.word == "used_url" || no.word == "expired_url" {
			record.Status = http.StatusNotFound
		}
	}
	w.record(record)
	writeJSON(rw, record.Status, record.Answer)
}

// respond does what an answer asks for.
func (c *call) respond(key string) *refusal {
	m, r := c.privateContent()
	if r != nil {
		return r
	}
	c.events = c.w.change(func() { r = c.respondLocked(key, m) })
	return r
}

func (c *call) respondLocked(key string, m *Message) *refusal {
	w := c.w
	url := w.answers[key]
	switch {
	case url == nil || !w.nowLocked().Before(url.until):
		return refuse("expired_url")
	case url.uses >= responseUses:
		return refuse("used_url")
	}
	url.uses++
	ch := w.channelByID(url.channel)
	clicked := ch.seen(url.ts, url.user)
	switch {
	case c.yes("delete_original"):
		return w.deleteClicked(ch, clicked)
	case m.empty():
		return refuse("no_text")
	case c.yes("replace_original") && url.ts != "":
		return w.replaceClicked(ch, clicked, m)
	}
	m.User, m.BotID, m.ThreadTS = botUser, botID, c.str("thread_ts")
	if c.str("response_type") != "in_channel" {
		m.ForUser = url.user
	}
	if m.ThreadTS != "" && ch.find(m.ThreadTS) == nil {
		return refuse("invalid_thread_ts")
	}
	w.post(ch, &message{Message: *m})
	return nil
}

func (w *Workspace) deleteClicked(ch *channel, clicked *message) *refusal {
	switch {
	case clicked == nil:
		return refuse("message_not_found")
	case clicked.BotID != botID:
		return refuse("cant_delete_message")
	}
	w.erase(ch, clicked)
	return nil
}

func (w *Workspace) replaceClicked(ch *channel, clicked *message, m *Message) *refusal {
	switch {
	case clicked == nil:
		return refuse("message_not_found")
	case clicked.BotID != botID:
		return refuse("cant_update_message")
	}
	if m.Blocks == nil {
		m.Blocks, m.Raw = []Block{}, []byte("[]") // an answer replaces the whole message
	}
	w.rewrite(ch, clicked, m)
	return nil
}
