package slacksim

import (
	"encoding/json"
	"fmt"
)

// leastQuery is how much has to be typed into a menu of the app's own before it is asked, when the menu does not say.
const leastQuery = 3

// Suggest types into a menu whose options the app brings (external_select): block_suggestion. It returns the options
// that the app answers with; Choose and Fill then take these.
func (p *Person) Suggest(where Where, actionID, typed string) ([]Block, error) {
	w := p.w
	var payload, element Block
	var err error
	w.change(func() {
		var s *surface
		if s, err = p.surface(where); err != nil {
			return
		}
		err = fmt.Errorf("%s: %w", actionID, ErrNotThere)
		for _, b := range s.blocks {
			for _, e := range elementsOf(b) {
				if e["action_id"] == actionID && external(e) && (where.block == "" || b["block_id"] == where.block) {
					element, payload, err = e, p.query(s, b, e, typed), nil
				}
			}
		}
	})
	if err != nil {
		return nil, err
	}
	least := leastQuery
	if n, ok := element["min_query_length"].(float64); ok {
		least = int(n)
	}
	if runes(typed) < least {
		return nil, fmt.Errorf("%s: %w: type at least %d characters", actionID, ErrNotThere, least)
	}
	o := w.hub.deliver(delivery{kind: "interactive", what: "block_suggestion " + actionID, payload: payload, accepts: true})
	if err := o.err(); err != nil {
		return nil, fmt.Errorf("%s: %w", actionID, err)
	}
	offered, err := w.readSuggestions(o.payload)
	if err != nil {
		w.wrong("the acknowledgment of block_suggestion %s %v", actionID, err)
		return nil, fmt.Errorf("%s: %w: the acknowledgment %w", actionID, ErrTrouble, err)
	}
	w.change(func() {
		client := w.client(p.id)
		if client.offers == nil {
			client.offers = map[string]Block{}
		}
		client.offers[actionID] = offered
	})
	return clone(optionsOf(offered)), nil
}

// external tells whether the app brings the element's options.
func external(e Block) bool {
	return e["type"] == "external_select" || e["type"] == "multi_external_select"
}

// query is the payload of block_suggestion. mu is held.
func (p *Person) query(s *surface, block, element Block, typed string) Block {
	u := p.w.userByID(p.id)
	payload := p.w.payload("block_suggestion", u)
	s.describe(p.w, u, payload)
	delete(payload, "trigger_id") // there is nothing to open and nobody to answer
	delete(payload, "response_url")
	payload["action_id"], payload["block_id"], payload["value"] = element["action_id"], block["block_id"], typed
	return payload
}

// readSuggestions checks the options that the app answers with.
func (w *Workspace) readSuggestions(payload json.RawMessage) (Block, error) {
	var v any
	if err := json.Unmarshal(payload, &v); err != nil {
		return nil, fmt.Errorf("is not JSON with options: %w", err)
	}
	c := w.checker("modal")
	c.object("suggestions", "", v)
	if len(c.problems) > 0 {
		return nil, fmt.Errorf("is refused: %v", c.problems)
	}
	return v.(map[string]any), nil
}
