package slacksim

// blocksValidate says what is wrong with blocks, a message or a view, without doing anything.
func blocksValidate(c *call) (Block, *refusal) {
	for _, what := range []string{"blocks", "message", "view"} {
		var raw any
		if present, err := c.structure(what, &raw); err != nil {
			return nil, refuse("invalid_arguments")
		} else if !present {
			continue
		}
		var found []problem
		switch o, _ := raw.(map[string]any); {
		case what == "view" && o["type"] == "home":
			found = c.w.checkView(raw, "home")
		case what == "view":
			found = c.w.checkView(raw, "modal")
		case what == "message":
			raw = o["blocks"]
			fallthrough
		default:
			blocks, _ := raw.([]any)
			found = c.w.checkBlocks(blocks)
		}
		if len(found) == 0 {
			return nil, nil
		}
		var errs []any
		for _, p := range found {
			errs = append(errs, Block{"code": "failed_constraint", "pointer": p.at, "message": p.says})
		}
		return nil, &refusal{word: "invalid_" + what, more: Block{"errors": errs}}
	}
	return nil, refuse("invalid_arguments")
}
