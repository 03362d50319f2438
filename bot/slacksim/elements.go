package slacksim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// holds says in which field of its state each element keeps what it holds, and which of its own fields
// says what it holds at first.
var holds = map[string]struct{ state, initial string }{
	"plain_text_input":           {"value", "initial_value"},
	"number_input":               {"value", "initial_value"},
	"email_text_input":           {"value", "initial_value"},
	"url_text_input":             {"value", "initial_value"},
	"static_select":              {"selected_option", "initial_option"},
	"radio_buttons":              {"selected_option", "initial_option"},
	"multi_static_select":        {"selected_options", "initial_options"},
	"external_select":            {"selected_option", "initial_option"},
	"multi_external_select":      {"selected_options", "initial_options"},
	"rich_text_input":            {"rich_text_value", "initial_value"},
	"file_input":                 {"files", ""},
	"checkboxes":                 {"selected_options", "initial_options"},
	"users_select":               {"selected_user", "initial_user"},
	"multi_users_select":         {"selected_users", "initial_users"},
	"conversations_select":       {"selected_conversation", "initial_conversation"},
	"multi_conversations_select": {"selected_conversations", "initial_conversations"},
	"channels_select":            {"selected_channel", "initial_channel"},
	"multi_channels_select":      {"selected_channels", "initial_channels"},
	"datepicker":                 {"selected_date", "initial_date"},
	"timepicker":                 {"selected_time", "initial_time"},
	"datetimepicker":             {"selected_date_time", "initial_date_time"},
}

// checkedOnly are the elements whose rules are simulated, and nothing that happens when they are pressed.
var checkedOnly = []string{"feedback_buttons", "icon_button", "workflow_button"}

// many tells whether the element holds a list.
func many(kind string) bool { return kind == "checkboxes" || strings.HasPrefix(kind, "multi_") }

// states are what all elements of a surface hold: what they held before where they are the same, else what they hold at first.
func states(blocks []Block, before map[string]map[string]Block, current string) map[string]map[string]Block {
	out := map[string]map[string]Block{}
	for _, b := range blocks {
		block, _ := b["block_id"].(string)
		for _, e := range elementsOf(b) {
			kind, _ := e["type"].(string)
			h, ok := holds[kind]
			if !ok {
				continue
			}
			action, _ := e["action_id"].(string)
			if out[block] == nil {
				out[block] = map[string]Block{}
			}
			old := before[block][action]
			if old == nil || old["type"] != kind || !stillThere(e, old[h.state]) {
				old = Block{"type": kind, h.state: initially(e, h.initial, current)}
			}
			out[block][action] = old
		}
	}
	return out
}

// initially is what an element holds before anybody touched it: nothing is null, or an empty list.
func initially(e Block, name, current string) any {
	kind, _ := e["type"].(string)
	if v, ok := e[name]; ok && v != "" {
		return deep(v)
	}
	switch {
	case e["default_to_current_conversation"] == true && current != "" && kind == "conversations_select":
		return current
	case e["default_to_current_conversation"] == true && current != "":
		return []any{current}
	case many(kind):
		return []any{}
	}
	return nil
}

// stillThere tells whether the options that were chosen are still offered.
func stillThere(e Block, held any) bool {
	options := optionsOf(e)
	if len(options) == 0 {
		return true
	}
	chosen, isList := held.([]any)
	if !isList && held != nil {
		chosen = []any{held}
	}
	for _, c := range chosen {
		if !slices.ContainsFunc(options, func(o Block) bool { return sameOption(o, c) }) {
			return false
		}
	}
	return true
}

// entered is what an element holds once somebody entered value; the errors are what Slack's client would not let them do. mu is held.
func (w *Workspace) entered(who string, e Block, value any) (any, error) {
	kind, _ := e["type"].(string)
	if many(kind) {
		return w.enteredMany(who, e, value)
	}
	if slices.Contains(checkedOnly, kind) {
		return nil, fmt.Errorf("%w: a %s cannot be pressed here", ErrNotThere, kind)
	}
	if value == nil || value == "" {
		return nil, nil
	}
	switch kind {
	case "static_select", "radio_buttons", "overflow":
		return pick(e, fmt.Sprint(value))
	case "external_select":
		return pick(w.client(who).offers[fmt.Sprint(e["action_id"])], fmt.Sprint(value))
	case "rich_text_input":
		b := w.rich(w.markup(fmt.Sprint(value), false))[0]
		delete(b, "block_id")
		return b, nil
	case "file_input":
		return w.enclosed(who, e, value)
	case "users_select":
		u := w.user(fmt.Sprint(value))
		if u == nil {
			return nil, fmt.Errorf("%w: nobody is called %v", ErrNotThere, value)
		}
		return u.ID, nil
	case "conversations_select", "channels_select":
		return w.offered(who, e, fmt.Sprint(value))
	case "datepicker":
		return dated(value, "2006-01-02")
	case "timepicker":
		return dated(value, "15:04")
	case "datetimepicker":
		if t, ok := value.(time.Time); ok {
			return t.Unix(), nil
		}
		return strconv.ParseInt(fmt.Sprint(value), 10, 64)
	}
	return fmt.Sprint(value), nil
}

func (w *Workspace) enteredMany(who string, e Block, value any) (any, error) {
	values, _ := value.([]string)
	if s, ok := value.(string); ok && s != "" {
		values = []string{s}
	}
	out := []any{}
	single := Block{"type": strings.TrimPrefix(fmt.Sprint(e["type"]), "multi_")}
	if e["type"] == "checkboxes" {
		single["type"] = "static_select"
	}
	for key, v := range e {
		if key != "type" {
			single[key] = v
		}
	}
	for _, v := range values {
		one, err := w.entered(who, single, v)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	if most, ok := e["max_selected_items"].(float64); ok && len(out) > int(most) {
		return nil, fmt.Errorf("slacksim: only %v may be chosen", most)
	}
	return out, nil
}

// enclosed are the files, by id, that somebody uploaded and now gives to a form. mu is held.
func (w *Workspace) enclosed(who string, e Block, value any) (any, error) {
	ids, _ := value.([]string)
	if id, ok := value.(string); ok {
		ids = []string{id}
	}
	most := 10
	if n, ok := e["max_files"].(float64); ok {
		most = int(n)
	}
	if len(ids) > most {
		return nil, fmt.Errorf("slacksim: only %d files may be chosen", most)
	}
	out := []any{}
	for _, id := range ids {
		f := w.files[id]
		if f == nil || f.User != who {
			return nil, fmt.Errorf("%w: no file %q of one's own", ErrNotThere, id)
		}
		out = append(out, w.fileJSON(f))
	}
	return out, nil
}

// pick is the option with that value, else the one with that label.
func pick(e Block, value string) (any, error) {
	for _, field := range []string{"value", "text"} {
		for _, o := range optionsOf(e) {
			v := o[field]
			if t, ok := v.(map[string]any); ok {
				v = t["text"]
			}
			if v == value {
				return deep(o), nil
			}
		}
	}
	return nil, fmt.Errorf("%w: no option %q", ErrNotThere, value)
}

// offered is a conversation that a conversation select offers this person.
func (w *Workspace) offered(who string, e Block, ref string) (any, error) {
	c := w.reach(who, ref)
	if c == nil {
		return nil, fmt.Errorf("%w: no conversation %q", ErrNotThere, ref)
	}
	if e["type"] == "channels_select" && !c.public() {
		return nil, fmt.Errorf("%w: %q is not a public channel", ErrNotThere, ref)
	}
	filter, _ := e["filter"].(map[string]any)
	kinds, _ := filter["include"].([]any)
	word := map[string]string{"channels": "public", "groups": "private", "im": "im", "mpim": "mpim"}[c.scope()]
	switch {
	case len(kinds) > 0 && !slices.Contains(kinds, any(word)):
		return nil, fmt.Errorf("%w: the menu offers no %s conversations", ErrNotThere, word)
	case filter["exclude_external_shared_channels"] == true && c.Shared:
		return nil, fmt.Errorf("%w: the menu offers no shared channels", ErrNotThere)
	case filter["exclude_bot_users"] == true && c.Direct && c.has(botUser):
		return nil, fmt.Errorf("%w: the menu offers no direct messages with apps", ErrNotThere)
	}
	return c.ID, nil
}

func dated(value any, layout string) (any, error) {
	if t, ok := value.(time.Time); ok {
		return t.Format(layout), nil
	}
	t, err := time.Parse(layout, fmt.Sprint(value))
	if err != nil {
		return nil, fmt.Errorf("slacksim: %v is not like %s", value, layout)
	}
	return t.Format(layout), nil
}
