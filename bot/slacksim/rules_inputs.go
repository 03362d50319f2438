package slacksim

// inputKinds are the elements that need more than a click: options that the app brings, files, rich text, a workflow.
func inputKinds() map[string]kind {
	least := field{"min_query_length", false, whole(0, 1000)}
	initial := list(1, 100, obj("option"))
	return map[string]kind{
		"external_select":       held(field{"initial_option", false, obj("option")}, least),
		"multi_external_select": held(field{"initial_options", false, initial}, field{"max_selected_items", false, whole(1, 1000)}, least),
		"file_input":            element(nil, field{"filetypes", false, list(1, 100, str(1, 20))}, field{"max_files", false, whole(1, 10)}),
		"rich_text_input": element([]law{{"focus", focus}},
			field{"initial_value", false, typed("rich_text")}, field{"placeholder", false, plain(150)},
			field{"dispatch_action_config", false, obj("dispatch_action_config")}, field{"focus_on_load", false, boolean}),
		"workflow_button": element(nil,
			field{"text", true, plain(75)}, field{"workflow", true, obj("workflow")},
			field{"style", false, oneOf("primary", "danger")}, field{"accessibility_label", false, str(1, 75)}),
		"workflow":           {fields: []field{{"trigger", true, obj("workflow trigger")}}},
		"workflow trigger":   {fields: []field{{"url", true, str(1, 3000)}, {"customizable_input_parameters", false, list(1, 100, obj("workflow parameter"))}}},
		"workflow parameter": {fields: []field{{"name", true, str(1, 255)}, {"value", true, str(1, 3000)}}},
		"suggestions": {
			fields: []field{{"options", false, list(0, 100, obj("option"))}, {"option_groups", false, list(1, 100, obj("option_group"))}},
			laws:   []law{{"options or option_groups", oneOptions}},
		},
	}
}
