package slacksim

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// problem is one thing wrong with a payload, in Slack's words and with Slack's pointer to it.
type problem struct{ at, says string }

func (p problem) String() string { return fmt.Sprintf("[ERROR] %s [json-pointer:%s]", p.says, p.at) }

// checker walks one payload and keeps what is wrong with it.
type checker struct {
	kinds    map[string]kind
	surface  string // "message", "modal", "home"
	newer    bool   // blocks that not every workspace has are taken
	file     func(id string) bool
	scope    func(string) bool
	problems []problem
	blockIDs map[string]bool
	focused  int
	inputs   int
	tables   int
	markdown int // code points in all markdown blocks
}

func (c *checker) say(at, format string, args ...any) {
	c.problems = append(c.problems, problem{at: at, says: fmt.Sprintf(format, args...)})
}

// want is what a field has to be.
type want func(c *checker, at string, v any)

// field is a rule for one field of an object.
type field struct {
	name string
	must bool
	want want
}

// law is a rule for several fields of an object together.
type law struct {
	name  string
	check func(c *checker, at string, o Block)
}

// kind is the rules for one type of object. A field that it does not name is refused.
type kind struct {
	fields []field
	laws   []law
}

// object checks an object against a kind.
func (c *checker) object(name, at string, v any) {
	o, ok := v.(map[string]any)
	if !ok {
		c.say(at, "must provide an object")
		return
	}
	k := c.kinds[name]
	for key := range o {
		if key != "type" && !slices.ContainsFunc(k.fields, func(f field) bool { return f.name == key }) {
			c.say(at, "invalid additional property: %s", key)
		}
	}
	for _, f := range k.fields {
		value, there := o[f.name]
		switch {
		case there:
			f.want(c, at+"/"+f.name, value)
		case f.must:
			c.say(at, "missing required field: %s", f.name)
		}
	}
	for _, l := range k.laws {
		l.check(c, at, o)
	}
}

// typed checks an object whose type has to be one of these.
func (c *checker) typed(allowed []string, at string, v any) {
	o, ok := v.(map[string]any)
	if !ok {
		c.say(at, "must provide an object")
		return
	}
	name, _ := o["type"].(string)
	switch {
	case name == "":
		c.say(at, "missing required field: type")
	case slices.Contains(allowed, name):
		c.object(name, at, v)
	case slices.Contains(allowed, name+" element"): // an image has other fields as a block
		c.object(name+" element", at, v)
	default:
		c.say(at, "unsupported type: %s", name)
	}
}

func str(least, most int) want {
	return func(c *checker, at string, v any) {
		s, ok := v.(string)
		switch {
		case !ok:
			c.say(at, "must provide a string")
		case runes(s) < least:
			c.say(at, "must be more than %d characters", least-1)
		case runes(s) > most:
			c.say(at, "must be less than %d characters", most+1)
		}
	}
}

func boolean(c *checker, at string, v any) {
	if _, ok := v.(bool); !ok {
		c.say(at, "must provide a boolean")
	}
}

func whole(least, most int) want {
	return func(c *checker, at string, v any) {
		n, ok := v.(float64)
		switch {
		case !ok || n != float64(int(n)):
			c.say(at, "must provide an integer")
		case int(n) < least:
			c.say(at, "must be greater than %d", least-1)
		case int(n) > most:
			c.say(at, "must be less than %d", most+1)
		}
	}
}

func oneOf(words ...string) want {
	return func(c *checker, at string, v any) {
		if s, ok := v.(string); !ok || !slices.Contains(words, s) {
			c.say(at, "must be a valid enum value: %s", strings.Join(words, ", "))
		}
	}
}

func matching(pattern, says string) want {
	re := regexp.MustCompile(pattern)
	return func(c *checker, at string, v any) {
		if s, ok := v.(string); !ok || !re.MatchString(s) {
			c.say(at, "%s", says)
		}
	}
}

// text is a text object of at most that many code points.
func text(most int, types ...string) want {
	return func(c *checker, at string, v any) {
		c.typed(types, at, v)
		if o, ok := v.(map[string]any); ok && o["text"] != nil {
			if s, ok := o["text"].(string); ok && runes(s) > most && most < 3000 {
				c.say(at+"/text", "must be less than %d characters", most+1)
			}
		}
	}
}

func plain(most int) want { return text(most, "plain_text") }
func words(most int) want { return text(most, "plain_text", "mrkdwn") }

func obj(name string) want { return func(c *checker, at string, v any) { c.object(name, at, v) } }

func typed(allowed ...string) want {
	return func(c *checker, at string, v any) { c.typed(allowed, at, v) }
}

func list(least, most int, each want) want {
	return func(c *checker, at string, v any) {
		items, ok := v.([]any)
		switch {
		case !ok:
			c.say(at, "must provide an array")
			return
		case len(items) < least:
			c.say(at, "no fewer than %d items allowed", least)
		case len(items) > most:
			c.say(at, "no more than %d items allowed", most)
		}
		for i, item := range items {
			each(c, fmt.Sprintf("%s/%d", at, i), item)
		}
	}
}

// checkBlocks checks a message's blocks.
func (w *Workspace) checkBlocks(blocks []any) []problem {
	c := w.checker("message")
	list(0, 50, surfaceBlock)(c, "/blocks", blocks)
	return c.problems
}

func (w *Workspace) checker(surface string) *checker {
	return &checker{
		kinds: kinds, surface: surface, newer: w.cfg.Newer, file: w.hasFile, blockIDs: map[string]bool{},
		scope: func(s string) bool { return w.manifest.has(s) },
	}
}

// surfaceBlock is a block that the surface takes.
func surfaceBlock(c *checker, at string, v any) {
	allowed := blocksOf[c.surface]
	if c.newer {
		allowed = append(slices.Clone(allowed), newerBlocksOf[c.surface]...)
	}
	c.typed(allowed, at, v)
}

// checkView checks a modal or a Home tab.
func (w *Workspace) checkView(v any, surface string) []problem {
	c := w.checker(surface)
	o, ok := v.(map[string]any)
	if !ok {
		c.say("/view", "must provide an object")
		return c.problems
	}
	if o["type"] != surface {
		c.say("/view/type", "must be a valid enum value: %s", surface)
		return c.problems
	}
	c.object(surface, "/view", v)
	return c.problems
}

// has tells whether an object has a field.
func has(o Block, name string) bool { _, ok := o[name]; return ok }
