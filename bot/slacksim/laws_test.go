package slacksim

import "testing"

// lawRows are the rules for several fields together: an object that passes and one that fails.
var lawRows = []struct {
	law       string // kind: law
	good, bad Block
}{
	{"modal: submit with inputs", modal("x", sound["input"]), with(modal("x", sound["input"]), "submit", nil)},
	{"modal: one focus", modal("x", focused(), sound["input"]), modal("x", focused(), focused())},
	{"home: one focus", Block{"type": "home", "blocks": []any{focused()}}, Block{"type": "home", "blocks": []any{focused(), focused()}}},
	{"section: text or fields", Block{"type": "section", "fields": []any{mrk("x")}}, Block{"type": "section"}},
	{"actions: unique action_id", Block{"type": "actions", "elements": []any{button("a", "1"), button("b", "1")}}, Block{"type": "actions", "elements": []any{button("a", "1"), button("a", "2")}}},
	{"image: one source", Block{"type": "image", "alt_text": "x", "slack_file": Block{"id": "F1"}}, with(sound["image"], "slack_file", Block{"id": "F1"})},
	{"image element: one source", Block{"type": "image", "alt_text": "x", "slack_file": Block{"id": "F1"}}, with(sound["image"], "image_url", nil)},
	{"checkboxes: initial_options", with(sound["checkboxes"], "initial_options", []any{opt("x", "1")}), with(sound["checkboxes"], "initial_options", []any{opt("y", "1")})},
	{"radio_buttons: initial_option", with(sound["radio_buttons"], "initial_option", opt("x", "1")), with(sound["radio_buttons"], "initial_option", opt("x", "2"))},
	{"static_select: options or option_groups", Block{"type": "static_select", "option_groups": []any{sound["option_group"]}}, with(sound["static_select"], "option_groups", []any{sound["option_group"]})},
	{"static_select: options or option_groups", Block{"type": "static_select", "option_groups": times(100, sound["option_group"])}, Block{"type": "static_select", "option_groups": times(101, sound["option_group"])}},
	{"static_select: initial_option", Block{"type": "static_select", "option_groups": []any{sound["option_group"]}, "initial_option": opt("x", "1")}, with(sound["static_select"], "initial_option", opt("x", "2"))},
	{"multi_static_select: options or option_groups", sound["multi_static_select"], Block{"type": "multi_static_select"}},
	{"multi_static_select: initial_options", with(sound["multi_static_select"], "initial_options", []any{opt("x", "1")}), with(sound["multi_static_select"], "initial_options", []any{opt("x", "2")})},
	{"plain_text_input: lengths", with(sound["plain_text_input"], "min_length", 2, "max_length", 2), with(sound["plain_text_input"], "min_length", 3, "max_length", 2)},
	{"plain_text_input: lengths", with(sound["plain_text_input"], "max_length", 2, "initial_value", "ää"), with(sound["plain_text_input"], "max_length", 2, "initial_value", "äää")},
	{"number_input: range", with(sound["number_input"], "min_value", "1", "max_value", "1"), with(sound["number_input"], "min_value", "2", "max_value", "1")},
	{"number_input: range", with(sound["number_input"], "max_value", "1", "initial_value", "1"), with(sound["number_input"], "max_value", "1", "initial_value", "2")},
	{"number_input: range", with(sound["number_input"], "is_decimal_allowed", true, "initial_value", "1.5"), with(sound["number_input"], "initial_value", "1.5")},
	{"filter: not empty", Block{"exclude_bot_users": true}, Block{}},
	{"slack_file: one that is there", Block{"url": "https://x"}, Block{"id": "F1", "url": "https://x"}},
	{"section: text or fields", sound["section"], Block{"type": "section", "accessory": button("a", "1")}},
	{"context_actions: unique action_id", Block{"type": "context_actions", "elements": []any{trash("a"), trash("b")}}, Block{"type": "context_actions", "elements": []any{trash("a"), trash("a")}}},
	{"table: 10,000 characters", with(sound["table"], "rows", times(2, cells(x(5000)))), with(sound["table"], "rows", times(2, cells(x(5001))))},
	{"data_table: equal rows", with(sound["data_table"], "rows", []any{cells("a", "b"), cells("1", "2")}), with(sound["data_table"], "rows", []any{cells("a", "b"), cells("1")})},
	{"data_table: a header of raw_text", with(sound["data_table"], "rows", []any{cells("a"), []any{sound["raw_number"]}}), with(sound["data_table"], "rows", []any{[]any{sound["raw_number"]}, cells("a")})},
	{"card: something to show", Block{"type": "card", "hero_image": sound["image element"]}, Block{"type": "card", "subtitle": mrk("x")}},
	{"card: something to show", Block{"type": "card", "actions": []any{button("a", "1")}}, Block{"type": "card"}},
	{"card: something to show", Block{"type": "card", "body": mrk("x")}, Block{"type": "card", "subtext": mrk("x")}},
	{"container: a title", with(sound["container"], "title", nil, "rich_text_title", sound["rich_text"]), with(sound["container"], "title", nil)},
	{"segment: more than nothing", Block{"label": "x", "value": 0.1}, Block{"label": "x", "value": 0}},
	{"bar: a point for each category", plot("bar"), with(plot("bar"), "axis_config", Block{"categories": []any{"x", "y"}})},
	{"area: a point for each category", plot("area"), with(plot("area"), "axis_config", Block{"categories": []any{"y"}})},
	{"line: a point for each category", plot("line"), with(plot("line"), "series", []any{Block{"name": "x", "data": []any{slice, slice}}})},
	{"suggestions: options or option_groups", Block{"option_groups": []any{sound["option_group"]}}, with(sound["suggestions"], "option_groups", []any{sound["option_group"]})},
	{"input: where files go", with(sound["input"], "element", sound["file_input"]), with(sound["input"], "element", sound["file_input"], "dispatch_action", true)},
}

// cells are a row of a table.
func cells(texts ...string) (row []any) {
	for _, s := range texts {
		row = append(row, Block{"type": "raw_text", "text": s})
	}
	return row
}

func focused() Block {
	return Block{"type": "input", "label": plainText("x"), "element": Block{"type": "plain_text_input", "focus_on_load": true}}
}

func TestEveryLawHolds(t *testing.T) {
	tested := map[string]bool{}
	for _, r := range lawRows {
		tested[r.law] = true
		for name := range kinds {
			if len(r.law) > len(name) && r.law[:len(name)+1] == name+":" {
				if p := judge(name, r.good); len(p) > 0 {
					t.Errorf("%s refuses what is fine: %v", r.law, p)
				}
				if p := judge(name, r.bad); len(p) == 0 {
					t.Errorf("%s takes %v", r.law, r.bad)
				}
			}
		}
	}
	elsewhere := map[string]bool{
		"focus": true, "counted": true, // only count, for rules that have rows
		"the scope for it": true, // TestAVideoNeedsItsScope
	}
	for _, r := range placeRows {
		elsewhere[r.place] = true
	}
	for name, k := range kinds {
		for _, l := range k.laws {
			if !elsewhere[l.name] && !tested[name+": "+l.name] {
				t.Errorf("%s: %s has no row", name, l.name)
			}
		}
	}
}
