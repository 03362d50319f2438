package page_test

import "fmt"

func plain(s string) obj { return obj{"type": "plain_text", "text": s} }
func mark(s string) obj  { return obj{"type": "mrkdwn", "text": s} }

func options(labels ...string) []any {
	var out []any
	for i, l := range labels {
		out = append(out, obj{"text": plain(l), "value": fmt.Sprintf("v%d", i+1)})
	}
	return out
}

func btn(action, label, style string) obj {
	b := obj{"type": "button", "action_id": action, "text": plain(label), "value": action + "-value"}
	if style != "" {
		b["style"] = style
	}
	return b
}

// everyBlock is a message with every block of Block Kit's core that a message may have.
func everyBlock() []any {
	leaf := func(s string, style ...string) obj {
		l := obj{"type": "text", "text": s}
		if len(style) > 0 {
			st := obj{}
			for _, x := range style {
				st[x] = true
			}
			l["style"] = st
		}
		return l
	}
	decline := btn("story.decline", "Decline", "danger")
	decline["confirm"] = obj{"title": plain("Decline FR-12?"), "text": mark("Sam will be *told* why."), "confirm": plain("Decline"), "deny": plain("Keep it"), "style": "danger"}
	return []any{
		obj{"type": "header", "text": plain("FR-12 Dark mode for the dashboard :bulb:")},
		obj{"type": "section", "text": mark("*As a* night-shift nurse _I want_ a ~light~ dark dashboard `so that` I can read it.\n> It hurts my eyes at 3 am &lt;really&gt;\n> every night\nAsked by <@U0SAM> in <#C0ATLAS>, <!date^1772442000^{date_short_pretty} at {time}^https://example.com/x|2 March>. See <https://example.com/a_b|the *call*>.")},
		obj{"type": "section", "fields": []any{mark("*Status*\nAwaiting alignment"), mark("*Next step*\n<@U0PRIYA>"), mark("*Importance*\nImportant"), mark("*Supporters*\n3")}},
		obj{"type": "section", "text": mark("*Sprint 14* has room for 5 more points."), "accessory": btn("sprint.open", "Open", "")},
		obj{"type": "section", "text": mark("A menu beside a text:"), "accessory": obj{"type": "static_select", "action_id": "pick.one", "placeholder": plain("Objective"), "options": options("Fewer clicks", "Night shift", "Faster reports")}},
		obj{"type": "section", "text": mark("More, behind three dots:"), "accessory": obj{"type": "overflow", "action_id": "story.more", "options": options("Edit story", "History", "Withdraw")}},
		obj{"type": "divider"},
		obj{"type": "rich_text", "elements": []any{
			obj{"type": "rich_text_section", "elements": []any{leaf("Rich text with "), leaf("bold", "bold"), leaf(", "), leaf("italic", "italic"), leaf(", "), leaf("struck", "strike"), leaf(", "), leaf("code", "code"), leaf(" and "), obj{"type": "user", "user_id": "U0ANA"}, leaf(" "), obj{"type": "emoji", "name": "tada"}}},
			obj{"type": "rich_text_list", "style": "bullet", "elements": []any{obj{"type": "rich_text_section", "elements": []any{leaf("one")}}, obj{"type": "rich_text_section", "elements": []any{leaf("two")}}}},
			obj{"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": []any{obj{"type": "rich_text_section", "elements": []any{leaf("first")}}, obj{"type": "rich_text_section", "elements": []any{leaf("second")}}}},
			obj{"type": "rich_text_quote", "elements": []any{leaf("A quote that nobody can turn into <b>markup</b>")}},
			obj{"type": "rich_text_preformatted", "elements": []any{leaf("line 1\nline 2")}},
		}},
		obj{"type": "actions", "elements": []any{btn("story.align", "Aligned", "primary"), btn("story.later", "Not now", ""), decline, btn("slow", "Never answers", "")}},
		obj{"type": "actions", "elements": []any{
			obj{"type": "users_select", "action_id": "who", "placeholder": plain("Whose help?")},
			obj{"type": "datepicker", "action_id": "when", "initial_date": "2026-03-09"},
			obj{"type": "timepicker", "action_id": "at", "initial_time": "09:30"},
			obj{"type": "checkboxes", "action_id": "done", "options": []any{obj{"text": mark("*Given* a dark room"), "description": mark("criterion 1"), "value": "c1"}, obj{"text": mark("Then it is dark"), "value": "c2"}}},
			obj{"type": "radio_buttons", "action_id": "points", "options": options("3", "5", "8")},
		}},
		obj{"type": "image", "image_url": "https://example.com/burndown.png", "alt_text": "Burndown of sprint 14", "title": plain("Burndown")},
		obj{"type": "context", "elements": []any{mark("As of 10:42 · <https://example.com|permalink> · :white_check_mark: drafted")}},
	}
}

func field(id, label string, element obj, more ...obj) obj {
	element["action_id"] = id
	b := obj{"type": "input", "block_id": id, "label": plain(label), "element": element}
	for _, m := range more {
		for k, v := range m {
			b[k] = v
		}
	}
	return b
}

var optional = obj{"optional": true}

// everyField is a form with every input of Block Kit's core.
func everyField() obj {
	many := make([]string, 40)
	for i := range many {
		many[i] = fmt.Sprintf("Objective number %d", i+1)
	}
	return obj{"type": "modal", "callback_id": "sink", "title": plain("New request"), "submit": plain("Send"), "close": plain("Cancel"), "blocks": []any{
		obj{"type": "section", "block_id": "intro", "text": mark("What should Tandem *keep*?")},
		field("title", "Title", obj{"type": "plain_text_input", "max_length": 60, "placeholder": plain("In a few words"), "focus_on_load": true}),
		field("problem", "What is the problem?", obj{"type": "plain_text_input", "multiline": true}, optional, obj{"hint": plain("What happens today, and whom it hurts.")}),
		field("who", "Who needs it?", obj{"type": "users_select", "placeholder": plain("A person")}, optional),
		field("team", "Team", obj{"type": "multi_users_select", "initial_users": []string{"U0BEN"}}, optional),
		field("objective", "Objective", obj{"type": "static_select", "options": options(many...)}, optional),
		field("tags", "Tags", obj{"type": "multi_static_select", "options": options("Web", "Mobile", "Billing")}, optional),
		field("channel", "Channel", obj{"type": "conversations_select", "filter": obj{"include": []string{"public", "private"}, "exclude_bot_users": true}}, optional),
		field("rooms", "Public channels", obj{"type": "multi_channels_select"}, optional),
		field("kind", "Kind", obj{"type": "radio_buttons", "options": options("Feature", "Problem", "Praise"), "initial_option": options("Feature")[0]}),
		field("flags", "Flags", obj{"type": "checkboxes", "options": options("Blocks a deal", "Contract renewal")}, optional),
		field("day", "Revisit on", obj{"type": "datepicker"}, optional),
		field("hour", "Time", obj{"type": "timepicker", "initial_time": "09:30"}, optional),
		field("instant", "Demo at", obj{"type": "datetimepicker", "initial_date_time": 1772442000}, optional),
		field("effort", "Effort", obj{"type": "number_input", "is_decimal_allowed": true, "min_value": "0"}, optional),
		field("mail", "E-mail", obj{"type": "email_text_input"}, optional),
		field("link", "Link", obj{"type": "url_text_input"}, optional),
		obj{"type": "actions", "block_id": "similar", "elements": []any{btn("voice", "Add my voice", ""), btn("next", "Next page", "")}},
	}}
}

// scoring is a form whose score follows what is typed.
func scoring(score string) obj {
	live := func(id, label string) obj {
		return field(id, label, obj{"type": "number_input", "is_decimal_allowed": false, "dispatch_action_config": obj{"trigger_actions_on": []string{"on_character_entered"}}}, obj{"dispatch_action": true})
	}
	return obj{"type": "modal", "callback_id": "score", "title": plain("Prioritize FR-12"), "submit": plain("Prioritize"), "blocks": []any{
		obj{"type": "section", "block_id": "score", "text": mark("Score: *" + score + "*")},
		live("value", "Value"), live("effort", "Effort"),
		field("reason", "Reason", obj{"type": "plain_text_input"}, optional),
	}}
}

func home(name string) obj {
	return obj{"type": "home", "blocks": []any{
		obj{"type": "header", "text": plain("Waiting on you")},
		obj{"type": "section", "text": mark("*FR-12* Dark mode – aligned by <@U0PRIYA>, waits for your priority since yesterday."), "accessory": btn("home.prioritize", "Prioritize", "primary")},
		obj{"type": "context", "elements": []any{mark("Hello " + name + ", as of 10:42")}},
		obj{"type": "divider"},
		obj{"type": "actions", "elements": []any{btn("home.new", "New request", ""), btn("home.setup", "Set up a product", ""), btn("home.settings", "Settings", "")}},
	}}
}
