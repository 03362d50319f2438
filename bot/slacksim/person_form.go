package slacksim

import (
	"errors"
	"fmt"
)

const trouble = "We had some trouble connecting. Try again?"

// top is the form on top of a person's stack. mu is held.
func (p *Person) top() *view {
	stack := p.w.client(p.id).stack
	if len(stack) == 0 {
		return nil
	}
	return stack[len(stack)-1]
}

// Submit presses the open form's submit button. ErrFields: there are sentences beside fields, see View.
func (p *Person) Submit() error {
	w := p.w
	var v *view
	var payload Block
	var form string // its callback_id as it is submitted: the app may change it meanwhile
	var err error
	w.change(func() {
		switch v = p.top(); {
		case v == nil:
			err = fmt.Errorf("%w: no form is open", ErrNotThere)
		case v.SubmitText == "":
			err = fmt.Errorf("%w: the form has no submit button", ErrNotThere)
		default:
			v.Trouble = ""
			if v.Errors = v.unfit(); len(v.Errors) > 0 {
				err = fmt.Errorf("%w: %v", ErrFields, v.Errors)
				return
			}
			form, payload = v.CallbackID, p.submission(v)
		}
	})
	if err != nil {
		return err
	}
	o := w.hub.deliver(delivery{kind: "interactive", what: "view_submission " + form, payload: payload, accepts: true})
	if err := o.err(); err != nil {
		p.stuck(v)
		return fmt.Errorf("%s: %w: %w", form, ErrTrouble, err)
	}
	return p.submitted(v, form, o)
}

func (p *Person) submitted(v *view, form string, o outcome) error {
	w := p.w
	a, err := w.readAnswer(v, o.payload)
	if err == nil {
		w.change(func() { err = w.apply(v, a) })
		if errors.Is(err, ErrFields) {
			return fmt.Errorf("%w: %v", err, a.Errors)
		}
	}
	if err != nil {
		w.wrong("the acknowledgment of view_submission %s %v", form, err)
		p.stuck(v)
		return fmt.Errorf("%s: %w: the acknowledgment %w", form, ErrTrouble, err)
	}
	return nil
}

// stuck leaves a form open with the notice that Slack's client shows.
func (p *Person) stuck(v *view) {
	p.w.change(func() {
		v.Trouble = trouble
		p.w.notice(p.id, trouble)
	})
}

// submission is the payload of view_submission. mu is held.
func (p *Person) submission(v *view) Block {
	w := p.w
	payload := w.payload("view_submission", w.userByID(p.id))
	payload["view"], payload["trigger_id"] = v.json(), w.newTrigger(p.id, v.current, true)
	urls := []any{}
	for _, b := range v.Blocks {
		for _, e := range elementsOf(b) {
			block, action := fmt.Sprint(b["block_id"]), fmt.Sprint(e["action_id"])
			if e["response_url_enabled"] != true {
				continue
			}
			kind := fmt.Sprint(e["type"])
			if id, ok := v.Values[block][action][holds[kind].state].(string); ok {
				url := w.newResponseURL(&responseURL{channel: id, user: p.id})
				urls = append(urls, Block{"block_id": block, "action_id": action, "channel_id": id, "response_url": url})
			}
		}
	}
	payload["response_urls"] = urls
	return payload
}

// CloseView closes the form on top, back to the one below; all of them when it has clear_on_close.
func (p *Person) CloseView() error { return p.close(false) }

// CloseAll closes the whole stack of forms.
func (p *Person) CloseAll() error { return p.close(true) }

func (p *Person) close(all bool) error {
	w := p.w
	var payloads []Block
	var err error
	w.change(func() {
		v := p.top()
		if v == nil {
			err = fmt.Errorf("%w: no form is open", ErrNotThere)
			return
		}
		all = all || v.ClearOnClose
		client := w.client(p.id)
		keep := len(client.stack) - 1
		if all {
			keep = 0
		}
		for _, gone := range client.stack[keep:] {
			if gone.NotifyOnClose {
				payload := w.payload("view_closed", w.userByID(p.id))
				payload["view"], payload["is_cleared"] = gone.json(), all
				payloads = append(payloads, payload)
			}
		}
		w.forget(client.stack[keep:]...)
		client.stack = client.stack[:keep]
	})
	for _, payload := range payloads {
		if err := w.hub.deliver(delivery{kind: "interactive", what: "view_closed", payload: payload}).err(); err != nil {
			return err
		}
	}
	return err
}

// View is the form on top.
func (p *Person) View() (*View, bool) {
	views := p.Views()
	if len(views) == 0 {
		return nil, false
	}
	return views[len(views)-1], true
}

// Views is the whole stack of forms, the top one last.
func (p *Person) Views() []*View {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	var all []*View
	for _, v := range p.w.client(p.id).stack {
		all = append(all, v.copy())
	}
	return all
}

// Home is what the app published on this person's Home tab.
func (p *Person) Home() (*View, bool) {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	if home := p.w.client(p.id).home; home != nil {
		return home.copy(), true
	}
	return nil, false
}

// copy is the view as it is told to the outside.
func (v *view) copy() *View {
	out := v.View
	out.Blocks = clone(v.Blocks)
	out.Values = map[string]map[string]Block{}
	for block, actions := range v.Values {
		out.Values[block] = map[string]Block{}
		for action, state := range actions {
			out.Values[block][action] = copied(state)
		}
	}
	out.Errors, out.Warnings = map[string]string{}, map[string]string{}
	for block, says := range v.Errors {
		out.Errors[block] = says
	}
	for action, says := range v.Warnings {
		out.Warnings[action] = says
	}
	return &out
}
