package slacksim

import (
	"reflect"
	"strconv"
)

// elementKinds are the interactive elements and the image element.
func elementKinds() map[string]kind {
	out := map[string]kind{
		"button": element(nil,
			field{"text", true, plain(75)},
			field{"value", false, str(0, 2000)},
			field{"url", false, str(1, 3000)},
			field{"style", false, oneOf("primary", "danger")},
			field{"confirm", false, obj("confirm")},
			field{"accessibility_label", false, str(1, 75)}),
		"overflow": element(nil,
			field{"options", true, list(1, 5, obj("overflow option"))},
			field{"confirm", false, obj("confirm")}),
		"checkboxes": chosen([]law{{"initial_options", initialAmong("initial_options")}},
			field{"options", true, list(1, 10, obj("marked option"))},
			field{"initial_options", false, list(1, 10, obj("marked option"))}),
		"radio_buttons": chosen([]law{{"initial_option", initialAmong("initial_option")}},
			field{"options", true, list(1, 10, obj("marked option"))},
			field{"initial_option", false, obj("marked option")}),
		"datepicker":     held(field{"initial_date", false, matching(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`, "must be a date: YYYY-MM-DD")}),
		"timepicker":     held(field{"initial_time", false, matching(`^([01]\d|2[0-3]):[0-5]\d$`, "must be a time: HH:mm")}, field{"timezone", false, str(1, 100)}),
		"datetimepicker": chosen(nil, field{"initial_date_time", false, whole(1_000_000_000, 9_999_999_999)}),
		"image element": {
			fields: []field{{"alt_text", true, str(1, 2000)}, {"image_url", false, str(1, 3000)}, {"slack_file", false, obj("slack_file")}},
			laws:   []law{{"one source", oneSource}},
		},
	}
	for _, group := range []map[string]kind{selectKinds(), textKinds()} {
		for name, k := range group {
			out[name] = k
		}
	}
	return out
}

// element is an element with an action_id.
func element(laws []law, fields ...field) kind {
	return kind{fields: append(fields, field{"action_id", false, str(1, 255)}), laws: laws}
}

// chosen is an element that can be confirmed and focused.
func chosen(laws []law, fields ...field) kind {
	fields = append(fields, field{"confirm", false, obj("confirm")}, field{"focus_on_load", false, boolean})
	return element(append([]law{{"focus", focus}}, laws...), fields...)
}

// held is a chosen element with a placeholder.
func held(fields ...field) kind { return heldLaws(nil, fields...) }

func heldLaws(laws []law, fields ...field) kind {
	return chosen(laws, append(fields, field{"placeholder", false, plain(150)})...)
}

func focus(c *checker, _ string, o Block) {
	if o["focus_on_load"] == true {
		c.focused++
	}
}

func selectKinds() map[string]kind {
	most := field{"max_selected_items", false, whole(1, 1000)}
	id := str(1, 255)
	ids := list(0, 1000, id)
	options := []field{
		{"options", false, list(1, 100, obj("option"))},
		{"option_groups", false, list(1, 100, obj("option_group"))},
	}
	conversation := []field{{"default_to_current_conversation", false, boolean}, {"filter", false, obj("filter")}}
	with := func(base []field, more ...field) []field { return append(append([]field{}, base...), more...) }
	return map[string]kind{
		"static_select": heldLaws([]law{{"options or option_groups", oneOptions}, {"initial_option", initialAmong("initial_option")}},
			with(options, field{"initial_option", false, obj("option")})...),
		"multi_static_select": heldLaws([]law{{"options or option_groups", oneOptions}, {"initial_options", initialAmong("initial_options")}},
			with(options, field{"initial_options", false, list(1, 100, obj("option"))}, most)...),
		"users_select":       held(field{"initial_user", false, id}),
		"multi_users_select": held(field{"initial_users", false, ids}, most),
		"conversations_select": held(with(conversation, field{"initial_conversation", false, id},
			field{"response_url_enabled", false, boolean})...),
		"multi_conversations_select": held(with(conversation, field{"initial_conversations", false, ids}, most)...),
		"channels_select":            held(field{"initial_channel", false, id}, field{"response_url_enabled", false, boolean}),
		"multi_channels_select":      held(field{"initial_channels", false, ids}, most),
	}
}

func oneOptions(c *checker, at string, o Block) {
	if has(o, "options") == has(o, "option_groups") {
		c.say(at, "must define either `options` or `option_groups`")
	}
}

// initialAmong is the rule that what is chosen at first equals one of the options exactly.
func initialAmong(name string) func(*checker, string, Block) {
	return func(c *checker, at string, o Block) {
		wanted, isList := o[name].([]any)
		if !isList && o[name] != nil {
			wanted = []any{o[name]}
		}
		for _, w := range wanted {
			found := false
			for _, option := range optionsOf(o) {
				found = found || sameOption(option, w)
			}
			if !found {
				c.say(at+"/"+name, "must match one of the provided options")
			}
		}
	}
}

// sameOption compares text and value, and description if there is one.
func sameOption(a Block, v any) bool {
	b, ok := v.(map[string]any)
	return ok && reflect.DeepEqual(a["value"], b["value"]) && reflect.DeepEqual(wording(a["text"]), wording(b["text"])) &&
		reflect.DeepEqual(wording(a["description"]), wording(b["description"]))
}

// wording is a text object's type and text, without what only changes its looks.
func wording(v any) [2]any {
	o, _ := v.(map[string]any)
	return [2]any{o["type"], o["text"]}
}

// optionsOf are all options of an element, those in groups too.
func optionsOf(e Block) []Block {
	var out []Block
	add := func(v any) {
		items, _ := v.([]any)
		for _, item := range items {
			if o, ok := item.(map[string]any); ok {
				out = append(out, o)
			}
		}
	}
	add(e["options"])
	groups, _ := e["option_groups"].([]any)
	for _, g := range groups {
		if o, ok := g.(map[string]any); ok {
			add(o["options"])
		}
	}
	return out
}

func textKinds() map[string]kind {
	dispatch := field{"dispatch_action_config", false, obj("dispatch_action_config")}
	typedText := func(laws []law, fields ...field) kind {
		fields = append(fields, dispatch, field{"placeholder", false, plain(150)}, field{"focus_on_load", false, boolean})
		return element(append([]law{{"focus", focus}}, laws...), fields...)
	}
	number := matching(`^-?\d+(\.\d+)?$`, "must be a number in a string")
	return map[string]kind{
		"plain_text_input": typedText([]law{{"lengths", textLengths}},
			field{"initial_value", false, str(0, 3000)},
			field{"multiline", false, boolean},
			field{"min_length", false, whole(0, 3000)},
			field{"max_length", false, whole(1, 3000)}),
		"number_input": typedText([]law{{"range", numberRange}},
			field{"is_decimal_allowed", true, boolean},
			field{"initial_value", false, number},
			field{"min_value", false, number},
			field{"max_value", false, number}),
		"email_text_input": typedText(nil, field{"initial_value", false, str(0, 3000)}),
		"url_text_input":   typedText(nil, field{"initial_value", false, str(0, 3000)}),
	}
}

func textLengths(c *checker, at string, o Block) {
	least, hasLeast := o["min_length"].(float64)
	most, hasMost := o["max_length"].(float64)
	if hasLeast && hasMost && least > most {
		c.say(at+"/min_length", "must be less than max_length")
	}
	if initial, ok := o["initial_value"].(string); ok && initial != "" {
		if n := float64(runes(initial)); hasLeast && n < least || hasMost && n > most {
			c.say(at+"/initial_value", "must obey min_length and max_length")
		}
	}
}

func numberRange(c *checker, at string, o Block) {
	num := func(name string) (float64, bool) {
		s, _ := o[name].(string)
		n, err := strconv.ParseFloat(s, 64)
		return n, err == nil
	}
	least, hasLeast := num("min_value")
	most, hasMost := num("max_value")
	initial, hasInitial := num("initial_value")
	switch {
	case hasLeast && hasMost && least > most:
		c.say(at+"/min_value", "must be less than max_value")
	case hasInitial && (hasLeast && initial < least || hasMost && initial > most):
		c.say(at+"/initial_value", "must be within min_value and max_value")
	case hasInitial && o["is_decimal_allowed"] == false && initial != float64(int64(initial)):
		c.say(at+"/initial_value", "must be an integer")
	}
}

// objectKinds are the composition objects.
func objectKinds() map[string]kind {
	option := func(label want, more ...field) kind {
		return kind{fields: append([]field{{"text", true, label}, {"value", true, str(1, 75)}}, more...)}
	}
	return map[string]kind{
		"plain_text":      {fields: []field{{"text", true, str(1, 3000)}, {"emoji", false, boolean}}},
		"mrkdwn":          {fields: []field{{"text", true, str(1, 3000)}, {"verbatim", false, boolean}}},
		"option":          option(plain(75), field{"description", false, plain(75)}),
		"marked option":   option(words(75), field{"description", false, words(75)}),
		"overflow option": option(plain(75), field{"description", false, plain(75)}, field{"url", false, str(1, 3000)}),
		"option_group":    {fields: []field{{"label", true, plain(75)}, {"options", true, list(1, 100, obj("option"))}}},
		"confirm": {fields: []field{
			{"title", true, plain(100)}, {"text", true, words(300)}, {"confirm", true, plain(30)}, {"deny", true, plain(30)}, {"style", false, oneOf("primary", "danger")},
		}},
		"dispatch_action_config": {fields: []field{{"trigger_actions_on", true, list(1, 2, oneOf("on_enter_pressed", "on_character_entered"))}}},
		"filter": {
			fields: []field{
				{"include", false, list(1, 4, oneOf("im", "mpim", "private", "public"))},
				{"exclude_external_shared_channels", false, boolean}, {"exclude_bot_users", false, boolean},
			},
			laws: []law{{"not empty", func(c *checker, at string, o Block) {
				if len(o) == 0 {
					c.say(at, "must define at least one filter")
				}
			}}},
		},
		"slack_file": {
			fields: []field{{"id", false, str(1, 255)}, {"url", false, str(1, 3000)}},
			laws:   []law{{"one that is there", knownFile}},
		},
	}
}

func knownFile(c *checker, at string, o Block) {
	ref, hasID := o["id"].(string)
	if !hasID {
		ref, _ = o["url"].(string)
	}
	if hasID == has(o, "url") {
		c.say(at, "must define either `id` or `url`")
	} else if !c.file(ref) || c.surface == "home" { // that Home shows private files is said nowhere
		c.say(at, "invalid slack file")
	}
}
