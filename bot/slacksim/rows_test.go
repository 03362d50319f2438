package slacksim

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// row is one rule with a value that passes and one that fails.
type row struct {
	rule      string // kind.field, or several of them
	good, bad any
}

// fieldRows are the limits of Block Kit, once more and by hand. Required fields, unknown fields and
// booleans have tests of their own.
var fieldRows = []row{
	{"modal.title modal.submit modal.close", plainText(x(24)), plainText(x(25))},
	{"modal.title modal.submit modal.close", plainText("x"), mrk("x")},
	{"modal.blocks home.blocks", times(100, sound["divider"]), times(101, sound["divider"])},
	{"modal.private_metadata home.private_metadata", x(3000), x(3001)},
	{"modal.callback_id home.callback_id modal.external_id home.external_id", x(255), x(256)},
	{"section.block_id header.block_id divider.block_id context.block_id actions.block_id image.block_id input.block_id rich_text.block_id", x(255), x(256)},
	{"section.text", mrk(x(3000)), mrk(x(3001))},
	{"section.text", mrk(strings.Repeat("&amp;", 600)), mrk(strings.Repeat("&amp;", 601))}, // it is measured as it is escaped
	{"section.text", plainText("x"), "x"},
	{"section.fields", times(10, mrk(x(2000))), times(11, mrk("x"))},
	{"section.fields", times(1, mrk("x")), times(1, mrk(x(2001)))},
	{"section.fields", times(1, plainText("x")), []any{}},
	{"section.accessory", button("a", "1"), Block{"type": "datetimepicker"}},
	{"section.accessory", sound["image element"], sound["plain_text_input"]},
	{"header.text", plainText(x(150)), plainText(x(151))},
	{"header.text", plainText("x"), mrk("x")},
	{"context.elements", times(10, mrk("x")), times(11, mrk("x"))},
	{"context.elements", []any{plainText("x"), sound["image element"]}, []any{button("a", "1")}},
	{"actions.elements", numbered(25), numbered(26)},
	{"actions.elements", []any{sound["datetimepicker"], sound["radio_buttons"]}, []any{sound["plain_text_input"]}},
	{"image.alt_text image element.alt_text", x(2000), x(2001)},
	{"image.image_url image element.image_url", x(3000), x(3001)},
	{"image.title", plainText(x(2000)), plainText(x(2001))},
	{"input.label input.hint", plainText(x(2000)), plainText(x(2001))},
	{"input.label input.hint", plainText("x"), mrk("x")},
	{"input.element", sound["number_input"], button("a", "1")},
	{"rich_text.elements", []any{sound["rich_text_list"]}, []any{sound["text"]}},
	{"button.text", plainText(x(75)), plainText(x(76))},
	{"button.text", plainText("x"), mrk("x")},
	{"button.value", x(2000), x(2001)},
	{"button.url", x(3000), x(3001)},
	{"button.style confirm.style", "danger", "green"},
	{"button.accessibility_label", x(75), x(76)},
	{withField("action_id"), x(255), x(256)},
	{withField("action_id"), "x", ""},
	{withField("confirm"), sound["confirm"], Block{"title": plainText("x")}},
	{"overflow.options", times(5, opt("x", "1")), times(6, opt("x", "1"))},
	{"overflow.options", times(1, with(opt("x", "1"), "url", "https://x")), []any{}},
	{"checkboxes.options radio_buttons.options", times(10, opt("x", "1")), times(11, opt("x", "1"))},
	{"checkboxes.options radio_buttons.options", times(1, Block{"text": mrk("x"), "value": "1"}), []any{}},
	{"checkboxes.initial_options multi_static_select.initial_options", []any{opt("x", "1")}, []any{}},
	{"radio_buttons.initial_option static_select.initial_option", opt("x", "1"), "x"},
	{"static_select.options multi_static_select.options option_group.options", times(100, opt("x", "1")), times(101, opt("x", "1"))},
	{"static_select.options multi_static_select.options", times(1, opt("x", "1")), times(1, with(opt("x", "1"), "url", "https://x"))},
	{"static_select.option_groups multi_static_select.option_groups", nil, []any{}},
	{"option.text overflow option.text", plainText(x(75)), plainText(x(76))},
	{"option.text overflow option.text", plainText("x"), mrk("x")},
	{"marked option.text", mrk(x(75)), mrk(x(76))},
	{"option.value marked option.value overflow option.value", x(75), x(76)},
	{"option.description overflow option.description", plainText(x(75)), plainText(x(76))},
	{"marked option.description", mrk(x(75)), mrk(x(76))},
	{"overflow option.url", x(3000), x(3001)},
	{"option_group.label", plainText(x(75)), plainText(x(76))},
	{withField("placeholder"), plainText(x(150)), plainText(x(151))},
	{"datepicker.initial_date", "2026-03-02", "2026-3-2"},
	{"timepicker.initial_time", "09:30", "9:30 am"},
	{"timepicker.timezone", "Europe/Lisbon", ""},
	{"datetimepicker.initial_date_time", 1772442000, 1772442000000},
	{"users_select.initial_user conversations_select.initial_conversation channels_select.initial_channel", "U1", ""},
	{"multi_users_select.initial_users multi_conversations_select.initial_conversations multi_channels_select.initial_channels", []any{"U1"}, "U1"},
	{withField("max_selected_items"), 1, 0},
	{withField("filter"), sound["filter"], Block{}},
	{"plain_text_input.initial_value", x(3000), x(3001)},
	{"email_text_input.initial_value url_text_input.initial_value", x(3000), x(3001)},
	{"plain_text_input.min_length", 0, -1},
	{"plain_text_input.min_length", 3000, 3001},
	{"plain_text_input.max_length", 1, 0},
	{"plain_text_input.max_length", 3000, 3001},
	{"number_input.initial_value number_input.min_value number_input.max_value", "10", 10},
	{withField("dispatch_action_config"), sound["dispatch_action_config"], Block{"trigger_actions_on": []any{"blur"}}},
	{"dispatch_action_config.trigger_actions_on", []any{"on_character_entered"}, []any{}},
	{"plain_text.text mrkdwn.text", x(3000), x(3001)},
	{"plain_text.text mrkdwn.text", "x", ""},
	{"confirm.title", plainText(x(100)), plainText(x(101))},
	{"confirm.text", mrk(x(300)), mrk(x(301))},
	{"confirm.confirm confirm.deny", plainText(x(30)), plainText(x(31))},
	{"filter.include", []any{"im", "mpim", "private", "public"}, []any{"secret"}},
	{"filter.include", []any{"im"}, []any{}},
	{"image.slack_file image element.slack_file", nil, Block{"id": "F2"}},
	{"slack_file.id", "F1", "F2"},
	{"slack_file.url", nil, "https://x"},
	{"rich_text_section.elements rich_text_quote.elements rich_text_preformatted.elements", []any{sound["link"], sound["emoji"]}, []any{mrk("x")}},
	{"rich_text_list.elements", []any{leafed("rich_text_section")}, []any{sound["text"]}},
	{"rich_text_list.style", "ordered", "numbered"},
	{"rich_text_list.indent", 8, 9},
	{"rich_text_list.offset", 3, -1},
	{"rich_text_list.border rich_text_quote.border rich_text_preformatted.border", 1, 2},
	{"rich_text_preformatted.language", "go", ""},
	{"text.text", "x", ""},
	{"link.url date.url", "https://x", ""},
	{"link.text", "x", ""},
	{"text.style link.style user.style channel.style usergroup.style broadcast.style date.style emoji.style", Block{"bold": true}, Block{"blink": true}},
	{"user.user_id channel.channel_id usergroup.usergroup_id emoji.name emoji.unicode", "x", ""},
	{"broadcast.range", "everyone", "all"},
	{"date.timestamp", 1772442000, "now"},
	{"date.format date.fallback", "{date}", ""},
	{"emoji.skin_tone", 6, 7},
	{"color.value", "#AABBCC", "red"},
	{"markdown.text", x(12000), x(12001)},
	{"video.alt_text", x(2000), x(2001)},
	{"video.title", plainText(x(199)), plainText(x(200))},
	{"video.description", plainText(x(200)), plainText(x(201))},
	{"video.author_name video.provider_name", x(49), x(50)},
	{"video.thumbnail_url video.video_url video.title_url video.provider_icon_url", x(3000), x(3001)},
	{"table.rows", grid(100, 20), grid(101, 1)},
	{"table.rows", []any{[]any{leafedCell}}, grid(1, 21)},
	{"table.rows", grid(1, 1), []any{[]any{sound["raw_number"]}}},
	{"table.column_settings", times(20, sound["column"]), times(21, sound["column"])},
	{"column.align", "center", "middle"},
	{"raw_text.text raw_number.text", x(10000), x(10001)},
	{"raw_text.text raw_number.text", "x", ""},
	{"raw_number.value segment.value point.value", 1.5, "1"},
	{"data_table.caption", x(3000), ""},
	{"data_table.rows", grid(100, 20), grid(101, 1)},
	{"data_table.rows", grid(2, 1), grid(1, 1)},
	{"data_table.page_size", 100, 101},
	{"data_table.page_size", 1, 0},
	{"data_table.row_header_column_index", 19, 20},
	{"card.title card.subtitle container.subtitle", mrk(x(150)), mrk(x(151))},
	{"card.body card.subtext", mrk(x(200)), mrk(x(201))},
	{"card.hero_image card.icon container.icon", sound["image element"], button("a", "1")},
	{"card.actions", times(3, button("a", "1")), times(4, button("a", "1"))},
	{"card.actions", []any{button("a", "1")}, []any{sound["overflow"]}},
	{"carousel.elements", times(10, sound["card"]), times(11, sound["card"])},
	{"carousel.elements", times(1, sound["card"]), []any{}},
	{"container.title", plainText(x(150)), plainText(x(151))},
	{"container.rich_text_title", sound["rich_text"], mrk("x")},
	{"container.width", "full", "huge"},
	{"container.child_blocks", times(10, sound["divider"]), times(11, sound["divider"])},
	{"container.child_blocks", times(1, sound["section"]), []any{}},
	{"layout.label", x(150), x(151)},
	{"layout.rows", times(5, layoutRow(1)), times(6, layoutRow(1))},
	{"layout.rows", times(1, layoutRow(3)), []any{}},
	{"layout.grid_lines", "outer", "all"},
	{"layout.fallback", []any{sound["section"]}, []any{sound["input"]}},
	{"layout row.items", layoutRow(3)["items"], layoutRow(4)["items"]},
	{"layout item.block", sound["divider"], sound["input"]},
	{"layout item.width", "wide", "full"},
	{"layout item.horizontal_alignment", "end", "left"},
	{"alert.text", mrk(x(200)), mrk(x(201))},
	{"alert.level", "success", "fatal"},
	{"markdown.block_id video.block_id table.block_id data_table.block_id card.block_id carousel.block_id container.block_id layout.block_id alert.block_id", x(255), x(256)},
	{"context_actions.block_id plan.block_id task_card.block_id data_visualization.block_id", x(255), x(256)},
	{"context_actions.elements", []any{trash("1"), trash("2"), trash("3"), trash("4"), trash("5")}, []any{trash("1"), trash("2"), trash("3"), trash("4"), trash("5"), trash("6")}},
	{"context_actions.elements", []any{sound["feedback_buttons"]}, []any{button("a", "1")}},
	{"feedback_buttons.positive_button feedback_buttons.negative_button", thumb, with(thumb, "value", nil)},
	{"feedback.text icon_button.text workflow_button.text", plainText(x(75)), plainText(x(76))},
	{"feedback.value icon_button.value", x(2000), x(2001)},
	{"feedback.accessibility_label icon_button.accessibility_label workflow_button.accessibility_label", x(75), x(76)},
	{"icon_button.icon", "trash", "heart"},
	{"icon_button.visible_to_user_ids", []any{"U1"}, "U1"},
	{"plan.title task_card.title", x(3000), ""},
	{"plan.tasks", []any{sound["task_card"]}, []any{sound["card"]}},
	{"task_card.task_id", x(255), x(256)},
	{"task_card.status", "in_progress", "done"},
	{"task_card.details task_card.output", sound["rich_text"], mrk("x")},
	{"task_card.sources", []any{sound["url"]}, []any{sound["link"]}},
	{"url.url url.text", "https://x", ""},
	{"data_visualization.title", x(50), x(51)},
	{"data_visualization.chart", plot("line"), plot("radar")},
	{"pie.segments", times(6, slice), times(7, slice)},
	{"bar.series area.series line.series", times(6, plot("bar")["series"].([]any)[0]), times(7, plot("bar")["series"].([]any)[0])},
	{"bar.axis_config area.axis_config line.axis_config", sound["axes"], Block{}},
	{"segment.label point.label series.name", x(20), x(21)},
	{"series.data", times(20, slice), times(21, slice)},
	{"axes.categories", times(20, x(20)), times(21, "x")},
	{"axes.categories", []any{x(20)}, []any{x(21)}},
	{"axes.x_label axes.y_label", x(50), x(51)},
	{"external_select.initial_option", opt("x", "1"), opt("x", "")},
	{"multi_external_select.initial_options", []any{opt("x", "1")}, []any{}},
	{"external_select.min_query_length multi_external_select.min_query_length", 0, -1},
	{"suggestions.options", times(100, opt("x", "1")), times(101, opt("x", "1"))},
	{"suggestions.option_groups", nil, times(101, sound["option_group"])},
	{"file_input.max_files", 10, 11},
	{"file_input.max_files", 1, 0},
	{"file_input.filetypes", []any{"png"}, "png"},
	{"rich_text_input.initial_value", sound["rich_text"], "x"},
	{"workflow_button.workflow", sound["workflow"], Block{}},
	{"workflow_button.style", "primary", "green"},
	{"workflow.trigger", sound["workflow trigger"], Block{}},
	{"workflow trigger.url", x(3000), x(3001)},
	{"workflow trigger.customizable_input_parameters", []any{sound["workflow parameter"]}, []any{}},
	{"workflow parameter.name", x(255), x(256)},
	{"workflow parameter.value", x(3000), x(3001)},
}

var leafedCell = Block{"type": "rich_text", "elements": []any{leafed("rich_text_section")}}

func numbered(n int) []any {
	out := []any{}
	for i := range n {
		out = append(out, button(fmt.Sprint("a", i), "1"))
	}
	return out
}

// withField are the rules of all kinds that have a field.
func withField(name string) string {
	var rules []string
	for kind, k := range kinds {
		for _, f := range k.fields {
			if f.name == name && !(kind == "confirm" && name == "confirm") {
				rules = append(rules, kind+"."+name)
			}
		}
	}
	return strings.Join(rules, " ")
}

// rulesOf are the rules of a row; names of kinds may have a blank in them.
func rulesOf(names string) (rules [][2]string) {
	kind := ""
	for _, word := range strings.Fields(names) {
		name, field, ok := strings.Cut(word, ".")
		kind = strings.TrimSpace(kind + " " + name)
		if ok {
			rules = append(rules, [2]string{kind, field})
			kind = ""
		}
	}
	return rules
}

func TestEveryFieldHasItsLimit(t *testing.T) {
	tested := map[string]bool{}
	for _, r := range fieldRows {
		for _, rule := range rulesOf(r.rule) {
			kind, name := rule[0], rule[1]
			tested[kind+"."+name] = true
			if p := judge(kind, with(sound[kind], name, r.good)); len(p) > 0 {
				t.Errorf("%s.%s refuses %.60v: %v", kind, name, r.good, p)
			}
			if p := judge(kind, with(sound[kind], name, r.bad)); len(p) == 0 {
				t.Errorf("%s.%s takes %.60v", kind, name, r.bad)
			}
		}
	}
	isBoolean := reflect.ValueOf(boolean).Pointer()
	for kind, k := range kinds {
		for _, f := range k.fields {
			if reflect.ValueOf(f.want).Pointer() == isBoolean {
				if len(judge(kind, with(sound[kind], f.name, "true"))) == 0 || len(judge(kind, with(sound[kind], f.name, true))) > 0 {
					t.Errorf("%s.%s is not a boolean", kind, f.name)
				}
			} else if !tested[kind+"."+f.name] {
				t.Errorf("%s.%s has no row", kind, f.name)
			}
		}
	}
}
