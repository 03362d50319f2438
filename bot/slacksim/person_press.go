package slacksim

import (
	"fmt"
	"slices"
	"strings"
)

// In narrows a surface to one block, where several have elements with the same action id.
func (w Where) In(blockID string) Where {
	w.block = blockID
	return w
}

// Press presses a button: value picks one of several with the same action id by value or label, "" is the
// first. It also picks an option of an overflow menu or a select, by value or label.
func (p *Person) Press(where Where, actionID, value string) error {
	return p.act(where, actionID, func(s *surface) (Block, Block, any, error) {
		var err error = ErrNotThere
		for _, b := range s.blocks {
			for _, e := range elementsOf(b) {
				if e["action_id"] != actionID || where.block != "" && b["block_id"] != where.block {
					continue
				}
				if e["type"] == "button" {
					if value == "" || e["value"] == value || labelOf(e) == value {
						return b, e, nil, nil
					}
					continue
				}
				var held any
				if held, err = p.w.entered(p.id, e, value); err == nil {
					return b, e, held, nil
				}
			}
		}
		return nil, nil, nil, err
	})
}

// Choose sets an element of any kind: an option's value or label, a handle or id, "2006-01-02", "15:04",
// a time.Time, text, or a []string of these; nil clears. It is sent as a block action unless the
// element sits in an input block without dispatch_action.
func (p *Person) Choose(where Where, actionID string, value any) error {
	return p.act(where, actionID, func(s *surface) (Block, Block, any, error) {
		for _, b := range s.blocks {
			for _, e := range elementsOf(b) {
				if e["action_id"] == actionID && (where.block == "" || b["block_id"] == where.block) {
					held, err := p.w.entered(p.id, e, value)
					return b, e, held, err
				}
			}
		}
		return nil, nil, nil, ErrNotThere
	})
}

// Fill sets the input block of the open form, with the same values as Choose. The app hears of it when
// the block has dispatch_action.
func (p *Person) Fill(blockID string, value any) error {
	return p.act(Form, blockID, func(s *surface) (Block, Block, any, error) {
		for _, b := range s.blocks {
			if e, ok := b["element"].(map[string]any); ok && b["block_id"] == blockID {
				held, err := p.w.entered(p.id, e, value)
				return b, e, held, err
			}
		}
		return nil, nil, nil, fmt.Errorf("%w: the form's input blocks are %s", ErrNotThere, strings.Join(inputsOf(s), ", "))
	})
}

func inputsOf(s *surface) (ids []string) {
	for _, b := range s.blocks {
		if b["type"] == "input" {
			ids = append(ids, fmt.Sprint(b["block_id"]))
		}
	}
	return ids
}

func labelOf(e Block) any {
	t, _ := e["text"].(map[string]any)
	return t["text"]
}

// act finds an element, sets it, and tells the app if Slack would.
func (p *Person) act(where Where, name string, find func(*surface) (block, element Block, held any, err error)) error {
	w := p.w
	var s *surface
	var payload, element Block
	var err error
	w.change(func() {
		if s, err = p.surface(where); err != nil {
			return
		}
		var block Block
		var held any
		if block, element, held, err = find(s); err != nil {
			err = fmt.Errorf("%s: %w; there are %s", name, err, strings.Join(actionsOf(s), ", "))
			return
		}
		payload = p.set(s, block, element, held)
	})
	if err != nil || payload == nil {
		return err
	}
	action := fmt.Sprint(element["action_id"])
	o := w.hub.deliver(delivery{kind: "interactive", what: "block_actions " + action, payload: payload})
	if err := o.err(); err != nil {
		w.change(func() {
			s.warn(action, err.Error())
			w.notice(p.id, fmt.Sprintf("A warning on %s: %s", action, err))
		})
		return fmt.Errorf("%s: %w", action, err)
	}
	return nil
}

func actionsOf(s *surface) (ids []string) {
	for _, b := range s.blocks {
		for _, e := range elementsOf(b) {
			if id, ok := e["action_id"].(string); ok && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// set keeps what an element now holds and makes the payload, nil when the app does not hear of it. mu is held.
func (p *Person) set(s *surface, block, element Block, held any) Block {
	w := p.w
	kind, action := fmt.Sprint(element["type"]), fmt.Sprint(element["action_id"])
	h, keeps := holds[kind]
	done := Block{"type": kind, "action_id": action, "block_id": block["block_id"], "action_ts": w.actionTime()}
	switch {
	case kind == "button":
		for _, key := range []string{"text", "value", "style", "url"} {
			if v, ok := element[key]; ok {
				done[key] = v
			}
		}
	case kind == "overflow":
		done["selected_option"] = held
	case keeps:
		s.values[fmt.Sprint(block["block_id"])][action] = Block{"type": kind, h.state: held}
		done[h.state] = held
		if v, ok := element[h.initial]; ok {
			done[h.initial] = v
		}
	}
	if s.v != nil {
		delete(s.v.Errors, fmt.Sprint(block["block_id"]))
	}
	s.warn(action, "")
	if block["type"] == "input" && block["dispatch_action"] != true {
		return nil
	}
	u := w.userByID(p.id)
	payload := w.payload("block_actions", u)
	payload["actions"] = []any{done}
	s.describe(w, u, payload)
	return payload
}
