package bot

import (
	"regexp"
	"slices"
	"strings"

	"tandem/bot/kit"
	"tandem/bot/ritual"
)

// entity is one of Slack's marks in a text: a mention, a channel, a broadcast, a date or a link.
var entity = regexp.MustCompile(`<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>`)

// mentioned are the people whom a text mentions, each once.
func mentioned(markup string) (ids []string) {
	for _, m := range entity.FindAllStringSubmatch(markup, -1) {
		if m[1] == "@" && !slices.Contains(ids, m[2]) {
			ids = append(ids, m[2])
		}
	}
	return ids
}

// plain turns Slack's markup into the words that people see. What pinged or linked there is plain words here. name is
// somebody's name; who has none is "somebody".
func plain(markup string, name func(id string) string) string {
	s := entity.ReplaceAllStringFunc(markup, func(m string) string {
		p := entity.FindStringSubmatch(m)
		sign, target, label := p[1], p[2], p[3]
		switch {
		case sign == "@":
			return "@" + strings.TrimLeft(or(label, or(name(target), "somebody")), "@")
		case sign == "#":
			return "#" + strings.TrimLeft(or(label, "a-channel"), "#")
		case sign == "!" && label != "":
			return label
		case sign == "!":
			return "@" + strings.SplitN(target, "^", 2)[0]
		case label != "" && label != target && !strings.HasSuffix(target, label):
			return label + " (" + target + ")"
		}
		return strings.TrimPrefix(target, "mailto:")
	})
	return clean(strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s))
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// sentence turns a rule's sentence into text for a message: the people in it become mentions, all else is escaped.
func sentence(s string) kit.Text {
	var parts kit.Text
	for s != "" {
		before, rest, found := strings.Cut(s, ritual.NameStart)
		parts += kit.T(before)
		if !found {
			break
		}
		id, after, _ := strings.Cut(rest, ritual.NameEnd)
		parts += kit.User(id)
		s = after
	}
	return parts
}

// named turns a rule's sentence into plain words for a place that shows no mentions, such as the line under a field.
func named(s string, name func(id string) string) string {
	var b strings.Builder
	for s != "" {
		before, rest, found := strings.Cut(s, ritual.NameStart)
		b.WriteString(before)
		if !found {
			break
		}
		id, after, _ := strings.Cut(rest, ritual.NameEnd)
		b.WriteString(name(id))
		s = after
	}
	return b.String()
}
