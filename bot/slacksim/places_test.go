package slacksim

import (
	"slices"
	"strings"
	"testing"
)

// placeRows are the rules for blocks together on a surface: blocks that pass and blocks that do not.
var placeRows = []struct {
	place, surface string
	good, bad      []any
}{
	{"50 blocks in a message", "message", times(50, sound["divider"]), times(51, sound["divider"])},
	{"unique block_id", "message", named("a", "b"), named("a", "a")},
	{"unique block_id", "modal", named("a", "b"), named("a", "a")},
	{"unique block_id", "home", named("a", "b"), named("a", "a")},
	{"one table", "message", []any{sound["table"]}, []any{sound["table"], sound["table"]}},
	{"12,000 characters in all", "message", []any{longMarkdown(6000), longMarkdown(6000)}, []any{longMarkdown(6000), longMarkdown(6001)}},
	{"files go into forms only", "modal", []any{with(sound["input"], "element", sound["file_input"])}, []any{with(sound["input"], "element", sound["file_input"], "dispatch_action", true)}},
	{"files go into forms only", "home", []any{sound["input"]}, []any{with(sound["input"], "element", sound["file_input"])}},
	{"one focus", "modal", []any{focused(), sound["input"]}, []any{focused(), focused()}},
	{"one focus", "home", []any{focused()}, []any{focused(), focused()}},
}

func named(ids ...string) (blocks []any) {
	for _, id := range ids {
		blocks = append(blocks, with(sound["divider"], "block_id", id))
	}
	return blocks
}

func longMarkdown(n int) Block { return Block{"type": "markdown", "text": x(n)} }

// wrongWith is what is wrong with blocks on a surface of a workspace.
func wrongWith(w *Workspace, surface string, blocks []any) []problem {
	if surface == "message" {
		return w.checkBlocks(normal(blocks).([]any))
	}
	return w.checkView(normal(with(sound[surface], "blocks", blocks, "submit", map[string]any{"modal": plainText("x")}[surface])), surface)
}

func TestBlocksTogetherKeepTheRules(t *testing.T) {
	w, _ := start(t)
	for _, r := range placeRows {
		if p := wrongWith(w, r.surface, r.good); len(p) > 0 {
			t.Errorf("%s: a %s refuses what is fine: %v", r.place, r.surface, p)
		}
		if len(wrongWith(w, r.surface, r.bad)) == 0 {
			t.Errorf("%s: a %s takes what is not", r.place, r.surface)
		}
	}
}

// surfacesOf are the surfaces that take each block, by hand; those in the second group only where the workspace has
// newer blocks.
var surfacesOf = [2]map[string]string{{
	"section": "message modal home", "header": "message modal home", "context": "message modal home", "actions": "message modal home",
	"divider": "message modal home", "image": "message modal home", "rich_text": "message modal home", "video": "message modal home",
	"input": "modal home", "markdown": "message", "table": "message",
}, {
	"context_actions": "message", "data_table": "message", "card": "message", "carousel": "message", "container": "message", "layout": "message",
	"plan": "message", "task_card": "message", "data_visualization": "message", "alert": "modal",
}}

func TestASurfaceTakesOnlyItsBlocks(t *testing.T) {
	embeds := func(c *Config) {
		c.Manifest = []byte(strings.Replace(testManifest, "files:write]", "files:write, links.embed:write]", 1))
	}
	usual, _ := start(t, embeds)
	newer, _ := start(t, embeds, func(c *Config) { c.Newer = true })
	for _, surface := range []string{"message", "modal", "home"} {
		for name := range kinds {
			block := []any{sound[name]}
			if sound[name]["type"] != name {
				continue // it has no type, and stands in others only
			}
			old := slices.Contains(strings.Fields(surfacesOf[0][name]), surface)
			late := slices.Contains(strings.Fields(surfacesOf[1][name]), surface)
			if took := len(wrongWith(usual, surface, block)) == 0; took != old {
				t.Errorf("a %s takes %s: %v", surface, name, took)
			}
			if took := len(wrongWith(newer, surface, block)) == 0; took != (old || late) {
				t.Errorf("a %s takes %s where there are newer blocks: %v", surface, name, took)
			}
		}
	}
}

func TestAVideoNeedsItsScope(t *testing.T) {
	w, _ := start(t)
	p := wrongWith(w, "message", []any{sound["video"]})
	if !says(p, "missing scope: links.embed:write") {
		t.Errorf("the problems are %v", p)
	}
}

func TestAViewIsOfItsOwnType(t *testing.T) {
	w, _ := start(t)
	for _, c := range []struct {
		view    Block
		surface string
		good    bool
	}{
		{sound["modal"], "modal", true}, {sound["home"], "home", true}, {sound["home"], "modal", false}, {sound["modal"], "home", false},
		{with(sound["home"], "title", plainText("x")), "home", false}, {with(sound["home"], "submit", plainText("x")), "home", false},
		{with(sound["home"], "close", plainText("x")), "home", false},
	} {
		if took := len(w.checkView(normal(c.view), c.surface)) == 0; took != c.good {
			t.Errorf("%v as a %s: %v", c.view, c.surface, took)
		}
	}
}

// placesOf are the places that each element has, by hand.
var placesOf = map[string]string{
	"button": "actions accessory", "workflow_button": "actions accessory", "overflow": "actions accessory",
	"checkboxes": "actions accessory input", "radio_buttons": "actions accessory input", "datepicker": "actions accessory input",
	"timepicker": "actions accessory input", "static_select": "actions accessory input", "external_select": "actions accessory input",
	"users_select": "actions accessory input", "conversations_select": "actions accessory input", "channels_select": "actions accessory input",
	"multi_static_select": "actions accessory input", "multi_external_select": "actions accessory input", "multi_users_select": "actions accessory input",
	"multi_conversations_select": "actions accessory input", "multi_channels_select": "actions accessory input",
	"datetimepicker": "actions input", "rich_text_input": "actions input",
	"plain_text_input": "input", "number_input": "input", "email_text_input": "input", "url_text_input": "input", "file_input": "input",
	"image element": "accessory context", "plain_text": "context", "mrkdwn": "context",
	"feedback_buttons": "context_actions", "icon_button": "context_actions",
}

func TestEveryElementHasItsPlaces(t *testing.T) {
	for name := range kinds {
		e := sound[name]
		if e["type"] == nil {
			continue
		}
		for place, block := range map[string]Block{
			"actions":         {"type": "actions", "elements": []any{e}},
			"accessory":       {"type": "section", "text": mrk("x"), "accessory": e},
			"input":           {"type": "input", "label": plainText("x"), "element": e},
			"context":         {"type": "context", "elements": []any{e}},
			"context_actions": {"type": "context_actions", "elements": []any{e}},
		} {
			kind := block["type"].(string)
			want := slices.Contains(strings.Fields(placesOf[name]), place)
			if name == "image" {
				want = place == "accessory" || place == "context" // its source is the same as a block's
			}
			if took := len(judge(kind, block)) == 0; took != want {
				t.Errorf("%s takes %s: %v", place, name, took)
			}
		}
	}
	for _, name := range interactive {
		if placesOf[name] == "" {
			t.Errorf("%s has no place", name)
		}
	}
}
