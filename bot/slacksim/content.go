package slacksim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

const (
	maxText       = 4000   // code points; Slack splits or refuses longer text, here it is refused
	maxBlocksText = 12000  // code points in all blocks of a message together; measured by others between 11,300 and 13,200
	maxMetadata   = 8000   // bytes; Slack names no number
	maxView       = 250000 // bytes
)

// content reads what a message says: text, blocks, attachments and metadata. Fields that are absent stay nil or empty.
func (c *call) content() (*Message, *refusal) {
	m := &Message{Text: c.str("text")}
	if md := c.str("markdown_text"); md != "" {
		if m.Text != "" || c.args["blocks"] != nil {
			return nil, refuse("markdown_text_conflict")
		}
		if runes(md) > 12000 {
			return nil, refuse("msg_too_long")
		}
		m.Text = md
	} else if runes(m.Text) > maxText {
		return nil, refuse("msg_too_long")
	}
	if r := c.readBlocks(m); r != nil {
		return nil, r
	}
	if r := c.readAttachments(m); r != nil {
		return nil, r
	}
	if r := c.readMetadata(m); r != nil {
		return nil, r
	}
	c.mind(m)
	return m, nil
}

// privateContent is content of a message that only one person sees, or that stands where an answer does.
func (c *call) privateContent() (*Message, *refusal) {
	m, r := c.content()
	if r == nil {
		r = m.noFiles()
	}
	return m, r
}

// empty tells whether there is nothing to show.
func (m *Message) empty() bool {
	return m.Text == "" && len(m.Blocks) == 0 && len(m.Attachments) == 0
}

func (c *call) readBlocks(m *Message) *refusal {
	var raw any
	present, err := c.structure("blocks", &raw)
	if err != nil {
		return refuse("invalid_blocks_format")
	}
	if !present || raw == nil {
		return nil
	}
	list, ok := raw.([]any)
	if !ok {
		return refuse("invalid_blocks_format")
	}
	if problems := c.w.checkBlocks(list); len(problems) > 0 {
		return invalidBlocks("invalid_blocks", problems)
	}
	if textLength(list) > maxBlocksText {
		return refuse("msg_blocks_too_long")
	}
	m.Blocks = c.w.finished(list)
	m.Raw, _ = json.Marshal(m.Blocks)
	return nil
}

func invalidBlocks(word string, problems []problem) *refusal {
	var messages, errors []string
	for _, p := range problems {
		messages = append(messages, p.String())
		errors = append(errors, strings.TrimPrefix(p.String(), "[ERROR] "))
	}
	return &refusal{word: word, more: Block{"errors": errors, "response_metadata": Block{"messages": messages}}}
}

func (c *call) readAttachments(m *Message) *refusal {
	var list []Block
	present, err := c.structure("attachments", &list)
	switch {
	case err != nil:
		return refuse("invalid_attachments")
	case !present:
		return nil
	case len(list) > 100:
		return refuse("too_many_attachments")
	}
	for i, a := range list {
		if fallback, _ := a["fallback"].(string); runes(fallback) > 300 {
			return refuse("invalid_attachments")
		}
		blocks, _ := a["blocks"].([]any)
		if problems := c.w.checkBlocks(blocks); len(problems) > 0 {
			for j := range problems {
				problems[j].at = fmt.Sprintf("/attachments/%d%s", i, problems[j].at)
			}
			return invalidBlocks("invalid_blocks", problems)
		}
		if blocks != nil {
			a["blocks"] = c.w.finished(blocks)
		}
	}
	m.Attachments = list
	return nil
}

func (c *call) readMetadata(m *Message) *refusal {
	var meta map[string]any
	present, err := c.structure("metadata", &meta)
	switch {
	case err != nil:
		return refuse("invalid_metadata_format")
	case !present || len(meta) == 0:
		return nil
	}
	kind, _ := meta["event_type"].(string)
	payload, isObject := meta["event_payload"].(map[string]any)
	if kind == "" && meta["event_payload"] == nil {
		return nil // some libraries always send the field
	}
	if kind == "" || !isObject {
		return refuse("invalid_metadata_schema")
	}
	if raw, _ := json.Marshal(meta); len(raw) > maxMetadata {
		return refuse("metadata_too_large")
	}
	m.Metadata = &Metadata{EventType: kind, EventPayload: payload}
	return nil
}

// textLength counts the code points of every text in a tree of blocks.
func textLength(v any) int {
	n := 0
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			n += textLength(item)
		}
	case map[string]any:
		for key, item := range v {
			if text, ok := item.(string); ok && key == "text" {
				n += runes(text)
			}
			n += textLength(item)
		}
	}
	return n
}

// finished gives every block and element the ids that Slack makes when the app left them out.
func (w *Workspace) finished(list []any) []Block {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := []Block{}
	for _, item := range list {
		b, ok := item.(map[string]any)
		if !ok {
			continue
		}
		if id, _ := b["block_id"].(string); id == "" {
			b["block_id"] = fmt.Sprintf("sim%d", w.next())
		}
		for _, e := range elementsOf(b) {
			if id, _ := e["action_id"].(string); id == "" && slices.Contains(interactive, fmt.Sprint(e["type"])) {
				e["action_id"] = fmt.Sprintf("sim%d", w.next())
			}
		}
		out = append(out, b)
	}
	return out
}

// elementsOf are the elements of a block: of actions and context, an input's element, a section's accessory.
func elementsOf(b Block) []Block {
	var out []Block
	for _, key := range []string{"element", "accessory"} {
		if e, ok := b[key].(map[string]any); ok {
			out = append(out, e)
		}
	}
	if list, ok := b["elements"].([]any); ok && b["type"] != "rich_text" {
		for _, item := range list {
			if e, ok := item.(map[string]any); ok {
				out = append(out, e)
			}
		}
	}
	return out
}
