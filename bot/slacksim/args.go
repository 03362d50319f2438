package slacksim

import (
	"bytes"
	"encoding/json"
	"strconv"
)

func itoa(n int) string { return strconv.Itoa(n) }

// str is a text argument. A number is taken as its digits, as forms do.
func (c *call) str(name string) string {
	switch v := c.args[name].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// yes is a boolean argument: true, "true" or "1".
func (c *call) yes(name string) bool {
	v := c.str(name)
	return v == "true" || v == "1"
}

// limit is the argument limit: within 1 and most, or what is usual when it is absent.
func (c *call) limit(usual, most int) (int, *refusal) {
	text := c.str("limit")
	if text == "" || text == "0" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most {
		return 0, refuse("invalid_limit")
	}
	return n, nil
}

// structure decodes an argument that is JSON, in a form or in a JSON body. There is none when it is absent or empty.
func (c *call) structure(name string, into any) (present bool, err error) {
	v, ok := c.args[name]
	if !ok || v == nil {
		return false, nil
	}
	text, isText := v.(string)
	if !isText {
		raw, err := json.Marshal(v)
		if err != nil {
			return true, err
		}
		text = string(raw)
	}
	if text == "" {
		return false, nil
	}
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	return true, dec.Decode(into)
}

// page cuts a list at the cursor: Slack's cursors are opaque, so ours is too.
func page[T any](c *call, all []T, usual, most int) (part []T, cursor string, r *refusal) {
	n, r := c.limit(usual, most)
	if r != nil {
		return nil, "", r
	}
	from := 0
	if text := c.str("cursor"); text != "" {
		from = readCursor(text)
		if from < 0 || from > len(all) {
			return nil, "", refuse("invalid_cursor")
		}
	}
	to := min(from+n, len(all))
	if to < len(all) {
		cursor = makeCursor(to)
	}
	return all[from:to], cursor, nil
}
