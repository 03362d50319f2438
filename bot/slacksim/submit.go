package slacksim

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
)

// unfit are the sentences that Slack's client shows beside fields before it sends a form at all.
func (v *view) unfit() map[string]string {
	out := map[string]string{}
	for _, b := range v.Blocks {
		e, ok := b["element"].(map[string]any)
		if b["type"] != "input" || !ok {
			continue
		}
		kind := e["type"].(string)
		block, action := b["block_id"].(string), e["action_id"].(string)
		held := v.Values[block][action][holds[kind].state]
		items, isList := held.([]any)
		switch {
		case held != nil && held != "" && (!isList || len(items) > 0):
			if says := unfitValue(kind, e, held); says != "" {
				out[block] = says
			}
		case b["optional"] != true:
			out[block] = "Please complete this required field."
		}
	}
	return out
}

func unfitValue(kind string, e Block, held any) string {
	s, _ := held.(string)
	least, hasLeast := e["min_length"].(float64)
	most, hasMost := e["max_length"].(float64)
	switch kind {
	case "plain_text_input":
		switch {
		case hasLeast && runes(s) < int(least):
			return fmt.Sprintf("Please enter at least %v characters.", least)
		case hasMost && runes(s) > int(most):
			return fmt.Sprintf("Please enter at most %v characters.", most)
		case runes(s) > 3000:
			return "Please enter at most 3000 characters."
		}
	case "email_text_input":
		if _, err := mail.ParseAddress(s); err != nil {
			return "Please enter a valid email address."
		}
	case "url_text_input":
		if u, err := url.Parse(s); err != nil || u.Host == "" {
			return "Please enter a valid URL."
		}
	case "number_input":
		return unfitNumber(e, s)
	}
	return ""
}

func unfitNumber(e Block, s string) string {
	n, err := strconv.ParseFloat(s, 64)
	least, _ := e["min_value"].(string)
	most, _ := e["max_value"].(string)
	switch {
	case err != nil:
		return "Please enter a number."
	case e["is_decimal_allowed"] == false && n != float64(int64(n)):
		return "Please enter a whole number."
	}
	if low, err := strconv.ParseFloat(least, 64); err == nil && n < low {
		return "Please enter a number of at least " + least + "."
	}
	if high, err := strconv.ParseFloat(most, 64); err == nil && n > high {
		return "Please enter a number of at most " + most + "."
	}
	return ""
}

// answered is what the app's acknowledgment of a submission says.
type answered struct {
	Action string            `json:"response_action"`
	Errors map[string]string `json:"errors"`
	View   any               `json:"view"`
	body   Block
}

// readAnswer checks the acknowledgment of a submission; it says what is wrong with it.
func (w *Workspace) readAnswer(v *view, payload json.RawMessage) (*answered, error) {
	a := &answered{}
	if len(payload) == 0 {
		return a, nil
	}
	if err := json.Unmarshal(payload, a); err != nil {
		return nil, fmt.Errorf("is not an object of the right shape: %w", err)
	}
	switch a.Action {
	case "clear":
	case "errors":
		if len(a.Errors) == 0 {
			return nil, fmt.Errorf("has response_action errors without errors")
		}
		for block, says := range a.Errors {
			if !w.hasInput(v, block) {
				return nil, fmt.Errorf("has an error for %q, which is not an input block of the view", block)
			}
			if says == "" {
				return nil, fmt.Errorf("has an empty error for %q", block)
			}
		}
	case "update", "push":
		body, r := w.goodView(a.View, "modal")
		if r != nil {
			return nil, fmt.Errorf("has a view that is refused: %s %v", r.word, r.more)
		}
		a.body = body
	default:
		return nil, fmt.Errorf("has the unknown response_action %q", a.Action)
	}
	return a, nil
}

func (w *Workspace) hasInput(v *view, block string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.ContainsFunc(v.Blocks, func(b Block) bool { return b["block_id"] == block && b["type"] == "input" })
}

// apply does what the acknowledgment says. mu is held.
func (w *Workspace) apply(v *view, a *answered) error {
	p := w.client(v.owner)
	at := slices.Index(p.stack, v)
	if at < 0 {
		return nil // the app replaced it meanwhile
	}
	switch a.Action {
	case "errors":
		v.Errors = a.Errors
		return ErrFields
	case "clear":
		w.forget(p.stack...)
		p.stack = nil
	case "update":
		if w.taken(a.body, v) {
			return fmt.Errorf("duplicate_external_id")
		}
		v.fill(w, a.body)
	case "push":
		if w.taken(a.body, nil) {
			return fmt.Errorf("duplicate_external_id")
		}
		if len(p.stack) >= 3 {
			return fmt.Errorf("push_limit_reached")
		}
		w.push(v.owner, v.current, a.body)
	default:
		w.forget(p.stack[at:]...)
		p.stack = p.stack[:at]
	}
	return nil
}
