package slacksim

import (
	"fmt"
	"slices"
)

// newerBlocksOf are the types of blocks that not every workspace takes: Slack's own libraries have refused some of
// them in messages. Config.Newer lets them in.
var newerBlocksOf = map[string][]string{
	"message": {"context_actions", "data_table", "card", "carousel", "container", "layout", "plan", "task_card", "data_visualization"},
	"modal":   {"alert"},
}

// inContainer are the blocks that a container or a layout takes.
var inContainer = []string{"section", "header", "context", "actions", "divider", "image", "rich_text", "table", "video"}

// amount is any number.
func amount(c *checker, at string, v any) {
	if _, ok := v.(float64); !ok {
		c.say(at, "must provide a number")
	}
}

// newerKinds are the blocks that show much at once, and what is in them.
func newerKinds() map[string]kind {
	heading := func(most int) field { return field{"title", false, words(most)} }
	icon := field{"icon", false, typed("image element")}
	return joined(tableKinds(), taskKinds(), chartKinds(), map[string]kind{
		"markdown": block([]law{{"12,000 characters in all", allMarkdown}}, field{"text", true, str(1, 12000)}),
		"video": block([]law{{"the scope for it", embedScope}},
			field{"alt_text", true, str(1, 2000)}, field{"title", true, plain(199)}, field{"description", false, plain(200)},
			field{"thumbnail_url", true, str(1, 3000)}, field{"video_url", true, str(1, 3000)}, field{"title_url", false, str(1, 3000)},
			field{"author_name", false, str(1, 49)}, field{"provider_name", false, str(1, 49)}, field{"provider_icon_url", false, str(1, 3000)}),
		"card": block([]law{{"something to show", somethingToShow}},
			heading(150), field{"subtitle", false, words(150)}, field{"body", false, words(200)}, field{"subtext", false, words(200)},
			field{"hero_image", false, typed("image element")}, icon, field{"actions", false, list(1, 3, typed("button"))}),
		"carousel": block(nil, field{"elements", true, list(1, 10, typed("card"))}),
		"container": block([]law{{"a title", oneTitle}},
			field{"title", false, plain(150)}, field{"rich_text_title", false, typed("rich_text")}, field{"subtitle", false, words(150)}, icon,
			field{"width", false, oneOf("narrow", "standard", "wide", "full")}, field{"is_collapsible", false, boolean},
			field{"default_collapsed", false, boolean}, field{"has_header_divider", false, boolean},
			field{"child_blocks", true, list(1, 10, typed(inContainer...))}),
		"layout": block(nil, field{"label", true, str(1, 150)}, field{"rows", true, list(1, 5, obj("layout row"))},
			field{"is_label_visible", false, boolean}, field{"grid_lines", false, oneOf("none", "rows", "outer")},
			field{"fallback", false, list(0, 50, typed(blocksOf["message"]...))}),
		"layout row": {fields: []field{{"items", true, list(1, 3, obj("layout item"))}}},
		"layout item": {fields: []field{{"block", true, typed(inContainer...)}, {"width", false, oneOf("narrow", "standard", "wide")},
			{"horizontal_alignment", false, oneOf("start", "center", "end")}}},
		"alert": block(nil, field{"text", true, words(200)}, field{"level", false, oneOf("default", "info", "warning", "error", "success")}),
		"context_actions": block([]law{{"unique action_id", uniqueActions}},
			field{"elements", true, list(1, 5, typed("feedback_buttons", "icon_button"))}),
		"feedback_buttons": element(nil, field{"positive_button", true, obj("feedback")}, field{"negative_button", true, obj("feedback")}),
		"feedback":         {fields: []field{{"text", true, plain(75)}, {"value", true, str(1, 2000)}, {"accessibility_label", false, str(1, 75)}}},
		"icon_button": element(nil, field{"icon", true, oneOf("trash")}, field{"text", true, plain(75)}, field{"value", false, str(0, 2000)},
			field{"confirm", false, obj("confirm")}, field{"accessibility_label", false, str(1, 75)},
			field{"visible_to_user_ids", false, list(1, 1000, str(1, 255))}),
	})
}

func allMarkdown(c *checker, at string, o Block) {
	s, _ := o["text"].(string)
	if c.markdown += runes(s); c.markdown > 12000 {
		c.say(at+"/text", "must be less than 12001 characters in all markdown blocks")
	}
}

func embedScope(c *checker, at string, _ Block) {
	if !c.scope("links.embed:write") {
		c.say(at, "missing scope: links.embed:write")
	}
}

func somethingToShow(c *checker, at string, o Block) {
	if !has(o, "hero_image") && !has(o, "title") && !has(o, "actions") && !has(o, "body") {
		c.say(at, "must define `hero_image`, `title`, `actions` or `body`")
	}
}

func oneTitle(c *checker, at string, o Block) {
	if !has(o, "title") && !has(o, "rich_text_title") {
		c.say(at, "must define either `title` or `rich_text_title`")
	}
}

// tableKinds are both kinds of table. How many rows a data_table has is disputed: 100 with its header is the lower number.
func tableKinds() map[string]kind {
	cell := typed("raw_text", "raw_number", "rich_text")
	return map[string]kind{
		"table": block([]law{{"one table", oneTable}, {"10,000 characters", tableText}},
			field{"rows", true, list(1, 100, list(1, 20, typed("raw_text", "rich_text")))},
			field{"column_settings", false, list(1, 20, obj("column"))}),
		"column":     {fields: []field{{"align", false, oneOf("left", "center", "right")}, {"is_wrapped", false, boolean}}},
		"raw_text":   {fields: []field{{"text", true, str(1, 10000)}}},
		"raw_number": {fields: []field{{"value", true, amount}, {"text", false, str(1, 10000)}}},
		"data_table": block([]law{{"equal rows", equalRows}, {"a header of raw_text", rawHeader}},
			field{"caption", true, str(1, 3000)}, field{"rows", true, list(2, 100, list(1, 20, cell))},
			field{"page_size", false, whole(1, 100)}, field{"row_header_column_index", false, whole(0, 19)}),
	}
}

func oneTable(c *checker, at string, _ Block) {
	if c.tables++; c.tables > 1 {
		c.say(at, "only_one_table_allowed")
	}
}

func tableText(c *checker, at string, o Block) {
	if textLength(o["rows"]) > 10000 {
		c.say(at+"/rows", "must be less than 10001 characters in all cells")
	}
}

func equalRows(c *checker, at string, o Block) {
	rows, _ := o["rows"].([]any)
	for i, row := range rows {
		first, _ := rows[0].([]any)
		if cells, _ := row.([]any); len(cells) != len(first) {
			c.say(fmt.Sprintf("%s/rows/%d", at, i), "must have as many cells as the first row")
		}
	}
}

func rawHeader(c *checker, at string, o Block) {
	rows, _ := o["rows"].([]any)
	if len(rows) == 0 {
		return
	}
	cells, _ := rows[0].([]any)
	for i, cell := range cells {
		if b, _ := cell.(map[string]any); b["type"] != "raw_text" {
			c.say(fmt.Sprintf("%s/rows/0/%d/type", at, i), "must be a valid enum value: raw_text")
		}
	}
}

func taskKinds() map[string]kind {
	return map[string]kind{
		"plan": block(nil, field{"title", true, str(1, 3000)}, field{"tasks", false, list(1, 50, typed("task_card"))}),
		"task_card": block(nil, field{"task_id", true, str(1, 255)}, field{"title", true, str(1, 3000)},
			field{"status", false, oneOf("pending", "in_progress", "complete", "error")},
			field{"details", false, typed("rich_text")}, field{"output", false, typed("rich_text")},
			field{"sources", false, list(1, 50, typed("url"))}, field{"hide_title", false, boolean}),
		"url": {fields: []field{{"url", true, str(1, 3000)}, {"text", true, str(1, 3000)}}},
	}
}

func chartKinds() map[string]kind {
	label := str(1, 20)
	plotted := kind{
		fields: []field{{"series", true, list(1, 6, obj("series"))}, {"axis_config", true, obj("axes")}},
		laws:   []law{{"a point for each category", pointsOfAxes}},
	}
	return map[string]kind{
		"data_visualization": block(nil, field{"title", true, str(1, 50)}, field{"chart", true, typed("pie", "bar", "area", "line")}),
		"pie":                {fields: []field{{"segments", true, list(1, 6, obj("segment"))}}},
		"bar":                plotted,
		"area":               plotted,
		"line":               plotted,
		"segment":            {fields: []field{{"label", true, label}, {"value", true, amount}}, laws: []law{{"more than nothing", positive}}},
		"series":             {fields: []field{{"name", true, label}, {"data", true, list(1, 20, obj("point"))}}},
		"point":              {fields: []field{{"label", true, label}, {"value", true, amount}}},
		"axes":               {fields: []field{{"categories", true, list(1, 20, label)}, {"x_label", false, str(1, 50)}, {"y_label", false, str(1, 50)}}},
	}
}

func positive(c *checker, at string, o Block) {
	if n, ok := o["value"].(float64); ok && n <= 0 {
		c.say(at+"/value", "must be greater than 0")
	}
}

func pointsOfAxes(c *checker, at string, o Block) {
	axes, _ := o["axis_config"].(map[string]any)
	wanted, _ := axes["categories"].([]any)
	all, _ := o["series"].([]any)
	for i, item := range all {
		series, _ := item.(map[string]any)
		points, _ := series["data"].([]any)
		var labels []any
		for _, p := range points {
			point, _ := p.(map[string]any)
			labels = append(labels, point["label"])
		}
		missing := slices.ContainsFunc(wanted, func(v any) bool { return !slices.Contains(labels, v) })
		if missing || len(labels) != len(wanted) {
			c.say(fmt.Sprintf("%s/series/%d/data", at, i), "must have one point for each of the categories")
		}
	}
}
