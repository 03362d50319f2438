package slacksim

import (
	"encoding/json"
	"strings"
	"testing"
)

// normal is a value as JSON brings it.
func normal(v any) any {
	var out any
	if err := json.Unmarshal(must(v), &out); err != nil {
		panic(err)
	}
	return out
}

func x(n int) string { return strings.Repeat("ä", n) }

func times(n int, each any) []any {
	out := []any{}
	for range n {
		out = append(out, each)
	}
	return out
}

func mrk(text string) Block { return Block{"type": "mrkdwn", "text": text} }

func opt(label, value string) Block { return Block{"text": plainText(label), "value": value} }

// with is a copy of an object with fields set; nil takes one away.
func with(o Block, more ...any) Block {
	out := Block{}
	for key, v := range o {
		out[key] = v
	}
	for i := 0; i < len(more); i += 2 {
		if more[i+1] == nil {
			delete(out, more[i].(string))
		} else {
			out[more[i].(string)] = more[i+1]
		}
	}
	return out
}

// sound are objects with nothing wrong, one for each kind.
var sound = map[string]Block{
	"modal":                      {"type": "modal", "title": plainText("t"), "blocks": []any{}},
	"home":                       {"type": "home", "blocks": []any{}},
	"section":                    {"type": "section", "text": mrk("x")},
	"header":                     {"type": "header", "text": plainText("x")},
	"divider":                    {"type": "divider"},
	"context":                    {"type": "context", "elements": []any{mrk("x")}},
	"actions":                    {"type": "actions", "elements": []any{button("a", "1")}},
	"image":                      {"type": "image", "image_url": "https://x", "alt_text": "x"},
	"input":                      {"type": "input", "label": plainText("x"), "element": Block{"type": "plain_text_input"}},
	"rich_text":                  {"type": "rich_text", "elements": []any{leafed("rich_text_section")}},
	"button":                     {"type": "button", "text": plainText("x")},
	"overflow":                   {"type": "overflow", "options": []any{opt("x", "1")}},
	"checkboxes":                 {"type": "checkboxes", "options": []any{opt("x", "1")}},
	"radio_buttons":              {"type": "radio_buttons", "options": []any{opt("x", "1")}},
	"datepicker":                 {"type": "datepicker"},
	"timepicker":                 {"type": "timepicker"},
	"datetimepicker":             {"type": "datetimepicker"},
	"image element":              {"type": "image", "image_url": "https://x", "alt_text": "x"},
	"static_select":              {"type": "static_select", "options": []any{opt("x", "1")}},
	"multi_static_select":        {"type": "multi_static_select", "options": []any{opt("x", "1")}},
	"users_select":               {"type": "users_select"},
	"multi_users_select":         {"type": "multi_users_select"},
	"conversations_select":       {"type": "conversations_select"},
	"multi_conversations_select": {"type": "multi_conversations_select"},
	"channels_select":            {"type": "channels_select"},
	"multi_channels_select":      {"type": "multi_channels_select"},
	"plain_text_input":           {"type": "plain_text_input"},
	"number_input":               {"type": "number_input", "is_decimal_allowed": false},
	"email_text_input":           {"type": "email_text_input"},
	"url_text_input":             {"type": "url_text_input"},
	"plain_text":                 plainText("x"),
	"mrkdwn":                     mrk("x"),
	"option":                     opt("x", "1"),
	"marked option":              opt("x", "1"),
	"overflow option":            opt("x", "1"),
	"option_group":               {"label": plainText("x"), "options": []any{opt("x", "1")}},
	"confirm":                    {"title": plainText("x"), "text": mrk("x"), "confirm": plainText("x"), "deny": plainText("x")},
	"dispatch_action_config":     {"trigger_actions_on": []any{"on_enter_pressed"}},
	"filter":                     {"include": []any{"public"}},
	"slack_file":                 {"id": "F1"},
	"rich_text_section":          leafed("rich_text_section"),
	"rich_text_quote":            leafed("rich_text_quote"),
	"rich_text_preformatted":     leafed("rich_text_preformatted"),
	"rich_text_list":             {"type": "rich_text_list", "style": "bullet", "elements": []any{leafed("rich_text_section")}},
	"text":                       {"type": "text", "text": "x"},
	"link":                       {"type": "link", "url": "https://x"},
	"user":                       {"type": "user", "user_id": "U1"},
	"channel":                    {"type": "channel", "channel_id": "C1"},
	"usergroup":                  {"type": "usergroup", "usergroup_id": "S1"},
	"broadcast":                  {"type": "broadcast", "range": "here"},
	"date":                       {"type": "date", "timestamp": 1, "format": "{date}"},
	"emoji":                      {"type": "emoji", "name": "bulb"},
	"color":                      {"type": "color", "value": "#aabbcc"},
	"rich style":                 {"bold": true},
	"markdown":                   {"type": "markdown", "text": "x"},
	"video":                      {"type": "video", "alt_text": "x", "title": plainText("x"), "video_url": "https://x", "thumbnail_url": "https://x"},
	"table":                      {"type": "table", "rows": grid(1, 1)},
	"column":                     {"align": "left"},
	"raw_text":                   {"type": "raw_text", "text": "x"},
	"raw_number":                 {"type": "raw_number", "value": 1},
	"data_table":                 {"type": "data_table", "caption": "x", "rows": grid(2, 1)},
	"card":                       {"type": "card", "title": mrk("x")},
	"carousel":                   {"type": "carousel", "elements": []any{Block{"type": "card", "title": mrk("x")}}},
	"container":                  {"type": "container", "title": plainText("x"), "child_blocks": []any{Block{"type": "divider"}}},
	"layout":                     {"type": "layout", "label": "x", "rows": []any{layoutRow(1)}},
	"layout row":                 layoutRow(1),
	"layout item":                {"block": Block{"type": "divider"}},
	"alert":                      {"type": "alert", "text": mrk("x")},
	"context_actions":            {"type": "context_actions", "elements": []any{trash("a")}},
	"feedback_buttons":           {"type": "feedback_buttons", "positive_button": thumb, "negative_button": thumb},
	"feedback":                   thumb,
	"icon_button":                trash("a"),
	"plan":                       {"type": "plan", "title": "x"},
	"task_card":                  {"type": "task_card", "task_id": "1", "title": "x"},
	"url":                        {"type": "url", "url": "https://x", "text": "x"},
	"data_visualization":         {"type": "data_visualization", "title": "x", "chart": Block{"type": "pie", "segments": []any{slice}}},
	"pie":                        {"type": "pie", "segments": []any{slice}},
	"bar":                        plot("bar"),
	"area":                       plot("area"),
	"line":                       plot("line"),
	"segment":                    slice,
	"series":                     {"name": "x", "data": []any{slice}},
	"point":                      slice,
	"axes":                       {"categories": []any{"x"}},
	"external_select":            {"type": "external_select"},
	"multi_external_select":      {"type": "multi_external_select"},
	"file_input":                 {"type": "file_input"},
	"rich_text_input":            {"type": "rich_text_input"},
	"workflow_button":            {"type": "workflow_button", "text": plainText("x"), "workflow": Block{"trigger": Block{"url": "https://x"}}},
	"workflow":                   {"trigger": Block{"url": "https://x"}},
	"workflow trigger":           {"url": "https://x"},
	"workflow parameter":         {"name": "x", "value": "x"},
	"suggestions":                {"options": []any{opt("x", "1")}},
}

var (
	thumb = Block{"text": plainText("x"), "value": "1"}
	slice = Block{"label": "x", "value": 1}
)

// grid are rows of cells.
func grid(rows, cells int) []any {
	return times(rows, times(cells, Block{"type": "raw_text", "text": "x"}))
}

func layoutRow(items int) Block {
	return Block{"items": times(items, Block{"block": Block{"type": "divider"}})}
}

func trash(id string) Block {
	return Block{"type": "icon_button", "icon": "trash", "text": plainText("x"), "action_id": id}
}

// plot is a chart with one point for its one category.
func plot(kind string) Block {
	return Block{"type": kind, "series": []any{Block{"name": "x", "data": []any{slice}}}, "axis_config": Block{"categories": []any{"x"}}}
}

func leafed(kind string) Block {
	return Block{"type": kind, "elements": []any{Block{"type": "text", "text": "x"}}}
}

// judging is a checker of a workspace in which there is one file, by id and address, and every scope.
func judging(surface string) *checker {
	return &checker{
		kinds: kinds, surface: surface, blockIDs: map[string]bool{},
		file: func(ref string) bool { return ref == "F1" || ref == "https://x" }, scope: func(string) bool { return true },
	}
}

// judge checks one object by itself.
func judge(name string, o Block) []problem {
	c := judging("modal")
	c.object(name, "", normal(o))
	return c.problems
}

func TestWhatIsSoundIsAccepted(t *testing.T) {
	for name := range kinds {
		if sound[name] == nil {
			t.Errorf("there is no example of %s", name)
		} else if p := judge(name, sound[name]); len(p) > 0 {
			t.Errorf("%s: %v", name, p)
		}
	}
}

func TestARequiredFieldThatIsMissingIsNamed(t *testing.T) {
	for name, k := range kinds {
		for _, f := range k.fields {
			if !f.must {
				continue
			}
			if p := judge(name, with(sound[name], f.name, nil)); !says(p, "missing required field: "+f.name) {
				t.Errorf("%s without %s: %v", name, f.name, p)
			}
		}
	}
}

func TestAFieldThatSlackDoesNotKnowIsRefused(t *testing.T) {
	for name := range kinds {
		if p := judge(name, with(sound[name], "nonsense", "x")); !says(p, "invalid additional property: nonsense") {
			t.Errorf("%s: %v", name, p)
		}
	}
}

func TestAFieldOfAnotherKindIsRefused(t *testing.T) {
	for _, r := range []struct {
		kind, field string
		value       any
		of          string // where it is right
	}{
		{"mrkdwn", "emoji", true, "plain_text"}, {"plain_text", "verbatim", true, "mrkdwn"}, {"header", "level", 2, ""},
		{"option", "url", "https://x", "overflow option"}, {"divider", "text", mrk("x"), "section"}, {"button", "placeholder", plainText("x"), "users_select"},
		{"home", "title", plainText("x"), "modal"}, {"file_input", "placeholder", plainText("x"), "users_select"},
	} {
		if p := judge(r.kind, with(sound[r.kind], r.field, r.value)); !says(p, "invalid additional property: "+r.field) {
			t.Errorf("%s takes %s: %v", r.kind, r.field, p)
		}
		if r.of == "" {
			continue
		}
		if p := judge(r.of, with(sound[r.of], r.field, r.value)); len(p) > 0 {
			t.Errorf("%s refuses %s: %v", r.of, r.field, p)
		}
	}
}

func says(problems []problem, words string) bool {
	for _, p := range problems {
		if strings.Contains(p.says, words) {
			return true
		}
	}
	return false
}
