package slacksim

import (
	"encoding/json"
	"fmt"
	"time"
)

// view is a modal or a Home tab that is open somewhere.
type view struct {
	View
	owner   string // the person who has it open
	body    Block  // as the app sent it, with the ids that Slack makes
	current string // the conversation in which the person was
}

// trigger is what a trigger_id stands for.
type trigger struct {
	user    string
	channel string // where the person was
	modal   bool   // it came out of a modal
	until   time.Time
	used    bool
}

// newTrigger makes a trigger_id. It lives as long as Slack waits for an acknowledgment: three seconds there. mu is held.
func (w *Workspace) newTrigger(user, channel string, modal bool) string {
	id := fmt.Sprintf("%d.%d.51a1", w.next(), w.nowLocked().UnixMilli())
	w.handles[id] = &trigger{user: user, channel: channel, modal: modal, until: w.nowLocked().Add(w.cfg.AckWithin)}
	return id
}

// trigger uses up the call's trigger_id. mu is held.
func (c *call) trigger() (*trigger, *refusal) {
	id := c.str("trigger_id")
	if id == "" {
		id = c.str("interactivity_pointer")
	}
	t := c.w.handles[id]
	switch {
	case t == nil:
		return nil, refuse("invalid_trigger_id")
	case t.used:
		return nil, refuse("exchanged_trigger_id")
	case !c.w.nowLocked().Before(t.until):
		return nil, refuse("expired_trigger_id")
	}
	t.used = true
	return t, nil
}

// readView reads and checks the argument view.
func (c *call) readView(surface string) (Block, *refusal) {
	var raw any
	if present, err := c.structure("view", &raw); err != nil || !present {
		return nil, &refusal{word: "invalid_arguments", more: Block{"response_metadata": Block{"messages": []string{"[ERROR] missing required field: view"}}}}
	}
	return c.w.goodView(raw, surface)
}

// goodView is a view with its ids made, or what is wrong with it.
func (w *Workspace) goodView(raw any, surface string) (Block, *refusal) {
	if text, _ := json.Marshal(raw); len(text) > maxView {
		return nil, refuse("view_too_large")
	}
	if problems := w.checkView(raw, surface); len(problems) > 0 {
		return nil, invalidBlocks("invalid_arguments", problems)
	}
	if says := unescaped(marked(raw)); says != "" {
		w.wrong("a view %s", says)
	}
	body := copied(raw.(Block))
	blocks, _ := body["blocks"].([]any)
	finished := w.finished(blocks)
	list := make([]any, 0, len(finished))
	for _, b := range finished {
		list = append(list, b)
	}
	body["blocks"] = list
	return body, nil
}

// taken tells whether another view of the team has the external_id. mu is held.
func (w *Workspace) taken(body Block, except *view) bool {
	id, _ := body["external_id"].(string)
	if id == "" {
		return false
	}
	for _, v := range w.views {
		if v != except && v.ExternalID == id {
			return true
		}
	}
	return false
}

// newView opens a view for somebody. mu is held.
func (w *Workspace) newView(owner, current string, body Block) *view {
	v := &view{owner: owner, current: current}
	v.ID = fmt.Sprintf("V0SIM%04d", w.next())
	v.RootID = v.ID
	v.fill(w, body)
	w.views[v.ID] = v
	return v
}

// fill puts new content into a view. What the person entered stays where block_id, action_id and type are the same. mu is held.
func (v *view) fill(w *Workspace, body Block) {
	v.body = body
	str := func(name string) string { s, _ := body[name].(string); return s }
	label := func(name string) string {
		o, _ := body[name].(map[string]any)
		s, _ := o["text"].(string)
		return s
	}
	v.Type, v.CallbackID, v.ExternalID, v.PrivateMetadata = str("type"), str("callback_id"), str("external_id"), str("private_metadata")
	v.Title, v.SubmitText, v.CloseText = label("title"), label("submit"), label("close")
	v.ClearOnClose, v.NotifyOnClose = body["clear_on_close"] == true, body["notify_on_close"] == true
	v.Hash = fmt.Sprintf("%d.51a1%d", w.nowLocked().Unix(), w.next())
	v.Blocks = nil
	for _, b := range body["blocks"].([]any) {
		v.Blocks = append(v.Blocks, b.(Block))
	}
	v.Values = states(v.Blocks, v.Values, v.current)
	v.Errors, v.Trouble, v.Warnings = map[string]string{}, "", map[string]string{}
	v.Raw, _ = json.Marshal(v.json())
}

// json is the view as payloads and answers carry it.
func (v *view) json() Block {
	out := Block{
		"id": v.ID, "team_id": TeamID, "type": v.Type, "blocks": v.body["blocks"], "private_metadata": v.PrivateMetadata, "callback_id": v.CallbackID,
		"state": Block{"values": v.Values}, "hash": v.Hash, "title": v.body["title"], "close": v.body["close"], "submit": v.body["submit"],
		"clear_on_close": v.ClearOnClose, "notify_on_close": v.NotifyOnClose, "previous_view_id": nil, "root_view_id": v.RootID,
		"app_id": appID, "external_id": v.ExternalID, "app_installed_team_id": TeamID, "bot_id": botID,
	}
	if v.PreviousID != "" {
		out["previous_view_id"] = v.PreviousID
	}
	return copied(out)
}

func viewsOpen(c *call) (Block, *refusal) {
	return c.show(func(t *trigger, body Block) (*view, *refusal) {
		w := c.w
		p := w.client(t.user)
		w.forget(p.stack...)
		v := w.newView(t.user, t.channel, body)
		p.stack = []*view{v}
		return v, nil
	})
}

func viewsPush(c *call) (Block, *refusal) {
	return c.show(func(t *trigger, body Block) (*view, *refusal) {
		stack := c.w.client(t.user).stack
		switch {
		case !t.modal || len(stack) == 0:
			return nil, refuse("invalid_trigger_id")
		case len(stack) >= 3:
			return nil, refuse("push_limit_reached")
		}
		return c.w.push(t.user, t.channel, body), nil
	})
}

// push puts a view on top of a person's stack. mu is held.
func (w *Workspace) push(user, channel string, body Block) *view {
	p := w.client(user)
	top := p.stack[len(p.stack)-1]
	v := w.newView(user, channel, body)
	v.RootID, v.PreviousID = top.RootID, top.ID
	p.stack = append(p.stack, v)
	return v
}

func (c *call) show(put func(*trigger, Block) (*view, *refusal)) (Block, *refusal) {
	body, r := c.readView("modal")
	if r != nil {
		return nil, r
	}
	var out Block
	c.w.change(func() {
		var t *trigger
		if c.w.taken(body, nil) {
			r = refuse("duplicate_external_id")
			return
		}
		if t, r = c.trigger(); r != nil {
			return
		}
		var v *view
		if v, r = put(t, body); r == nil {
			out = Block{"view": v.json()}
		}
	})
	return out, r
}

// forget drops views that nobody sees any more. mu is held.
func (w *Workspace) forget(views ...*view) {
	for _, v := range views {
		delete(w.views, v.ID)
	}
}

func viewsUpdate(c *call) (Block, *refusal) {
	w := c.w
	w.mu.Lock()
	v := w.views[c.str("view_id")]
	if external := c.str("external_id"); external != "" && c.str("view_id") == "" {
		for _, other := range w.views {
			if other.ExternalID == external {
				v = other
			}
		}
	}
	surface := ""
	if v != nil {
		surface = v.Type
	}
	w.mu.Unlock()
	if v == nil {
		return nil, refuse("not_found")
	}
	body, r := c.readView(surface)
	if r != nil {
		return nil, r
	}
	var out Block
	w.change(func() {
		switch hash := c.str("hash"); {
		case w.views[v.ID] == nil:
			r = refuse("not_found")
		case hash != "" && hash != v.Hash:
			r = refuse("hash_conflict")
		case w.taken(body, v):
			r = refuse("duplicate_external_id")
		default:
			v.fill(w, body)
			out = Block{"view": v.json()}
		}
	})
	return out, r
}

func viewsPublish(c *call) (Block, *refusal) {
	w := c.w
	if !w.HomeEnabled() {
		return nil, refuse("not_enabled")
	}
	body, r := c.readView("home")
	if r != nil {
		return nil, r
	}
	var out Block
	w.change(func() {
		u := w.userByID(c.str("user_id"))
		if u == nil || u.Bot || u.Deleted {
			r = refuse("user_not_found")
			return
		}
		p := w.client(u.ID)
		hash := c.str("hash")
		switch {
		case hash != "" && (p.home == nil || p.home.Hash != hash):
			r = refuse("hash_conflict")
			return
		case w.taken(body, p.home):
			r = refuse("duplicate_external_id")
			return
		case p.home == nil:
			p.home = w.newView(u.ID, "", body)
		default:
			p.home.fill(w, body)
		}
		out = Block{"view": p.home.json()}
	})
	return out, r
}
