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
	elsewhere := map[string]bool{"unique block_id": true, "focus": true, "counted": true} // have tests below, or only count
	for name, k := range kinds {
		for _, l := range k.laws {
			if !elsewhere[l.name] && !tested[name+": "+l.name] {
				t.Errorf("%s: %s has no row", name, l.name)
			}
		}
	}
}

func TestASurfaceTakesOnlyItsBlocks(t *testing.T) {
	w, _ := start(t)
	input := sound["input"]
	twice := func(a, b string) []any {
		return []any{with(sound["divider"], "block_id", a), with(sound["divider"], "block_id", b)}
	}
	cases := []struct {
		name      string
		good, bad []problem
	}{
		{"50 blocks in a message", w.checkBlocks(normal(times(50, sound["divider"])).([]any)), w.checkBlocks(normal(times(51, sound["divider"])).([]any))},
		{"no input in a message", w.checkView(normal(Block{"type": "home", "blocks": []any{input}}), "home"), w.checkBlocks(normal([]any{input}).([]any))},
		{"block ids are unique", w.checkBlocks(normal(twice("a", "b")).([]any)), w.checkBlocks(normal(twice("a", "a")).([]any))},
		{"no title on a Home tab", w.checkView(normal(sound["home"]), "home"), w.checkView(normal(with(sound["home"], "title", plainText("x"))), "home")},
		{"no submit on a Home tab", w.checkView(normal(sound["home"]), "home"), w.checkView(normal(with(sound["home"], "submit", plainText("x"))), "home")},
		{"a modal is opened as a modal", w.checkView(normal(sound["modal"]), "modal"), w.checkView(normal(sound["home"]), "modal")},
		{"only blocks that every workspace has", nil, w.checkBlocks(normal([]any{Block{"type": "card"}}).([]any))},
	}
	for _, c := range cases {
		if len(c.good) > 0 {
			t.Errorf("%s: refused what is fine: %v", c.name, c.good)
		}
		if len(c.bad) == 0 {
			t.Errorf("%s: took what is not", c.name)
		}
	}
}
