package kit

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"tandem/bot/ritual"
)

// entity is one of Slack's marks in a text: a mention, a channel, a broadcast, a date or a link.
var entity = regexp.MustCompile(`<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>`)

// Mentioned are the people whom a text mentions, each once.
func Mentioned(markup string) (ids []string) {
	for _, m := range entity.FindAllStringSubmatch(markup, -1) {
		if m[1] == "@" && !slices.Contains(ids, m[2]) {
			ids = append(ids, m[2])
		}
	}
	return ids
}

// Plain turns Slack's markup into the words that people see. What pinged or linked there is plain words here. name is
// somebody's name; who has none is "somebody".
func Plain(markup string, name func(id string) string) string {
	s := entity.ReplaceAllStringFunc(markup, func(m string) string {
		p := entity.FindStringSubmatch(m)
		sign, target, label := p[1], p[2], p[3]
		switch {
		case sign == "@":
			return "@" + strings.TrimLeft(cmp.Or(label, name(target), "somebody"), "@")
		case sign == "#":
			return "#" + strings.TrimLeft(cmp.Or(label, "a-channel"), "#")
		case sign == "!" && label != "":
			return label
		case sign == "!":
			return "@" + strings.SplitN(target, "^", 2)[0]
		case label != "" && label != target && !strings.HasSuffix(target, label):
			return label + " (" + target + ")"
		}
		return strings.TrimPrefix(target, "mailto:")
	})
	return Clean(strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s))
}

// Sentence turns a rule's sentence into text for a message: the people in it become mentions, all else is escaped.
func Sentence(s string) Text {
	var parts Text
	for s != "" {
		before, rest, found := strings.Cut(s, ritual.NameStart)
		parts += T(before)
		if !found {
			break
		}
		id, after, _ := strings.Cut(rest, ritual.NameEnd)
		parts += User(id)
		s = after
	}
	return parts
}

// Named turns a rule's sentence into plain words for a place that shows no mentions, such as the line under a field.
func Named(s string, name func(id string) string) string {
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

// Clean makes people's words safe to keep: valid UTF-8, no control characters but newline and tab, none of the
// characters that turn a line's direction for everything after it, and none of our own marks.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < 0x20 || r >= 0x7f && r <= 0x9f:
			return -1
		case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return -1
		case string(r) == ritual.NameStart || string(r) == ritual.NameEnd:
			return -1
		}
		return r
	}, s)
}
