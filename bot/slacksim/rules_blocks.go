package slacksim

// blocksOf are the types of blocks that each surface takes in every workspace. An input in a message is disputed, so
// it is refused.
var blocksOf = map[string][]string{
	"message": {"section", "header", "context", "actions", "divider", "image", "rich_text", "video", "markdown", "table"},
	"modal":   {"section", "header", "context", "actions", "divider", "image", "rich_text", "video", "input"},
	"home":    {"section", "header", "context", "actions", "divider", "image", "rich_text", "video", "input"},
}

var (
	selects = []string{
		"static_select", "external_select", "users_select", "conversations_select", "channels_select",
		"multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
	}
	texting    = []string{"plain_text_input", "rich_text_input", "number_input", "email_text_input", "url_text_input"}
	pickers    = append([]string{"checkboxes", "radio_buttons", "datepicker", "timepicker"}, selects...)
	inActions  = append([]string{"button", "workflow_button", "overflow", "datetimepicker", "rich_text_input"}, pickers...)
	accessory  = append([]string{"button", "workflow_button", "overflow", "image element"}, pickers...)
	inInput    = append(append([]string{"datetimepicker", "file_input"}, texting...), pickers...)
	everywhere = []field{{"block_id", false, str(0, 255)}}
)

// interactive are the elements that have an action_id.
var interactive = append([]string{"button", "workflow_button", "overflow", "datetimepicker", "file_input", "feedback_buttons", "icon_button"}, append(texting, pickers...)...)

// kinds are the rules of Block Kit, for the blocks and elements that every workspace has.
var kinds = joined(viewKinds(), blockKinds(), newerKinds(), elementKinds(), inputKinds(), objectKinds(), richKinds())

func joined(groups ...map[string]kind) map[string]kind {
	out := map[string]kind{}
	for _, group := range groups {
		for name, k := range group {
			out[name] = k
		}
	}
	return out
}

func viewKinds() map[string]kind {
	common := []field{
		{"private_metadata", false, str(0, 3000)},
		{"callback_id", false, str(0, 255)},
		{"external_id", false, str(0, 255)},
	}
	return map[string]kind{
		"modal": {
			fields: append([]field{
				{"title", true, plain(24)},
				{"submit", false, plain(24)},
				{"close", false, plain(24)},
				{"blocks", true, list(0, 100, surfaceBlock)},
				{"clear_on_close", false, boolean},
				{"notify_on_close", false, boolean},
				{"submit_disabled", false, boolean},
			}, common...),
			laws: []law{{"submit with inputs", submitWithInputs}, {"one focus", oneFocus}},
		},
		"home": {
			fields: append([]field{{"blocks", true, list(0, 100, surfaceBlock)}}, common...),
			laws:   []law{{"one focus", oneFocus}},
		},
	}
}

func submitWithInputs(c *checker, at string, o Block) {
	if c.inputs > 0 && !has(o, "submit") {
		c.say(at, "missing required field: submit, because there is an input block")
	}
}

func oneFocus(c *checker, at string, _ Block) {
	if c.focused > 1 {
		c.say(at, "focus_on_load can only be set on one element")
	}
}

// block is a block: it has a block_id, which is there once.
func block(laws []law, fields ...field) kind {
	return kind{fields: append(fields, everywhere...), laws: append([]law{{"unique block_id", uniqueBlock}}, laws...)}
}

func blockKinds() map[string]kind {
	return map[string]kind{
		"section": block([]law{{"text or fields", textOrFields}},
			field{"text", false, words(3000)},
			field{"fields", false, list(1, 10, words(2000))},
			field{"accessory", false, typed(accessory...)},
			field{"expand", false, boolean}),
		"header":  block(nil, field{"text", true, plain(150)}),
		"divider": block(nil),
		"context": block(nil, field{"elements", true, list(1, 10, typed("plain_text", "mrkdwn", "image element"))}),
		"actions": block([]law{{"unique action_id", uniqueActions}}, field{"elements", true, list(1, 25, typed(inActions...))}),
		"image": block([]law{{"one source", oneSource}},
			field{"alt_text", true, str(1, 2000)},
			field{"image_url", false, str(1, 3000)},
			field{"slack_file", false, obj("slack_file")},
			field{"title", false, plain(2000)}),
		"input": block([]law{{"counted", func(c *checker, _ string, _ Block) { c.inputs++ }}, {"where files go", whereFilesGo}},
			field{"label", true, plain(2000)},
			field{"hint", false, plain(2000)},
			field{"element", true, typed(inInput...)},
			field{"dispatch_action", false, boolean},
			field{"optional", false, boolean}),
		"rich_text": block(nil, field{"elements", true, list(1, 100, typed("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"))}),
	}
}

// whereFilesGo is the rule that files are taken by forms only, and when they are submitted.
func whereFilesGo(c *checker, at string, o Block) {
	e, _ := o["element"].(map[string]any)
	switch {
	case e["type"] != "file_input":
	case c.surface != "modal":
		c.say(at+"/element", "unsupported type: file_input")
	case o["dispatch_action"] == true:
		c.say(at, "`dispatch_action` is not supported with a file_input")
	}
}

func uniqueBlock(c *checker, at string, o Block) {
	id, _ := o["block_id"].(string)
	if id == "" {
		return
	}
	if c.blockIDs[id] {
		c.say(at+"/block_id", "`block_id` %q already exists", id)
	}
	c.blockIDs[id] = true
}

func textOrFields(c *checker, at string, o Block) {
	if !has(o, "text") && !has(o, "fields") {
		c.say(at, "must define either `text` or `fields`")
	}
}

func uniqueActions(c *checker, at string, o Block) {
	seen := map[string]bool{}
	for _, e := range elementsOf(o) {
		id, _ := e["action_id"].(string)
		if id != "" && seen[id] {
			c.say(at, "`action_id` %q already exists in this block", id)
		}
		seen[id] = true
	}
}

func oneSource(c *checker, at string, o Block) {
	if has(o, "image_url") == has(o, "slack_file") {
		c.say(at, "must define either `image_url` or `slack_file`")
	}
}

func richKinds() map[string]kind {
	leaf := typed("text", "link", "user", "channel", "usergroup", "broadcast", "date", "emoji", "color")
	style := field{"style", false, obj("rich style")}
	leaves := field{"elements", true, list(1, 1000, leaf)}
	border := field{"border", false, whole(0, 1)}
	id := str(1, 255)
	return map[string]kind{
		"rich_text_section":      {fields: []field{leaves}},
		"rich_text_quote":        {fields: []field{leaves, border}},
		"rich_text_preformatted": {fields: []field{leaves, border, {"language", false, str(1, 100)}}},
		"rich_text_list": {fields: []field{
			{"elements", true, list(1, 1000, typed("rich_text_section"))},
			{"style", true, oneOf("bullet", "ordered")},
			{"indent", false, whole(0, 8)},
			{"offset", false, whole(0, 1<<30)},
			border,
		}},
		"text":      {fields: []field{{"text", true, str(1, 1<<20)}, style}},
		"link":      {fields: []field{{"url", true, str(1, 3000)}, {"text", false, str(1, 1<<20)}, {"unsafe", false, boolean}, style}},
		"user":      {fields: []field{{"user_id", true, id}, style}},
		"channel":   {fields: []field{{"channel_id", true, id}, style}},
		"usergroup": {fields: []field{{"usergroup_id", true, id}, style}},
		"broadcast": {fields: []field{{"range", true, oneOf("here", "channel", "everyone")}, style}},
		"date": {fields: []field{
			{"timestamp", true, whole(0, 1<<40)}, {"format", true, str(1, 1000)}, {"url", false, str(1, 3000)}, {"fallback", false, str(1, 3000)}, style,
		}},
		"emoji": {fields: []field{{"name", true, id}, {"unicode", false, id}, {"skin_tone", false, whole(1, 6)}, style}},
		"color": {fields: []field{{"value", true, matching("^#[0-9a-fA-F]{6}$", "must be a hex color")}}},
		"rich style": {fields: []field{
			{"bold", false, boolean}, {"italic", false, boolean}, {"strike", false, boolean}, {"code", false, boolean}, {"underline", false, boolean},
			{"highlight", false, boolean}, {"client_highlight", false, boolean}, {"unlink", false, boolean},
		}},
	}
}
