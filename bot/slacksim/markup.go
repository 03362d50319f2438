package slacksim

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	typed1 = regexp.MustCompile(`<@[UW][A-Z0-9]+(?:\|[^>]*)?>|<#C[A-Z0-9]+(?:\|[^>]*)?>|https?://[^\s<>|]+|@[\p{L}\p{N}._-]+|#[\p{L}\p{N}_-]+|[&<>]`)
	escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

// markup turns what a person typed into Slack's markup, as Slack's client does: names become mentions,
// links get brackets, the rest is escaped. "<@U…>" of a member and "<#C…>" of a channel are taken as
// picked from the client's menu. With labels, mentions carry names, as in a command with should_escape. mu is held.
func (w *Workspace) markup(typed string, labels bool) string {
	return typed1.ReplaceAllStringFunc(typed, func(s string) string {
		ref := strings.Trim(s, "<>")
		ref, _, _ = strings.Cut(ref, "|")
		switch {
		case strings.HasPrefix(s, "http"):
			return "<" + escape.Replace(s) + ">"
		case strings.HasPrefix(ref, "@"):
			return w.mention(s, ref[1:], labels)
		case strings.HasPrefix(ref, "#"):
			return w.channelLink(s, ref[1:], labels)
		}
		return escape.Replace(s)
	})
}

func (w *Workspace) mention(typed, name string, labels bool) string {
	if name == "channel" || name == "here" || name == "everyone" {
		return "<!" + name + ">"
	}
	trimmed := strings.TrimRight(name, ".")
	rest := name[len(trimmed):]
	u := w.user(trimmed)
	switch {
	case u == nil:
		return escape.Replace(typed)
	case labels:
		return fmt.Sprintf("<@%s|%s>%s", u.ID, u.Name, rest)
	}
	return fmt.Sprintf("<@%s>%s", u.ID, rest)
}

func (w *Workspace) channelLink(typed, name string, labels bool) string {
	c := w.channel(name)
	switch {
	case c == nil || c.Direct || c.Group:
		return escape.Replace(typed)
	case labels:
		return fmt.Sprintf("<#%s|%s>", c.ID, c.Name)
	}
	return fmt.Sprintf("<#%s>", c.ID)
}

var tokens = regexp.MustCompile(`<([@#!])?([^|>]+)(?:\|([^>]*))?>`)

// rich is the rich-text block that Slack adds to what a person wrote. mu is held.
func (w *Workspace) rich(markup string) []Block {
	var leaves []any
	plain := func(s string) {
		if s != "" {
			leaves = append(leaves, Block{"type": "text", "text": unescape(s)})
		}
	}
	last := 0
	for _, at := range tokens.FindAllStringSubmatchIndex(markup, -1) {
		plain(markup[last:at[0]])
		last = at[1]
		ref := markup[at[4]:at[5]]
		sign := ""
		if at[2] >= 0 {
			sign = markup[at[2]:at[3]]
		}
		switch sign {
		case "@":
			leaves = append(leaves, Block{"type": "user", "user_id": ref})
		case "#":
			leaves = append(leaves, Block{"type": "channel", "channel_id": ref})
		case "!":
			leaves = append(leaves, Block{"type": "broadcast", "range": ref})
		default:
			leaves = append(leaves, Block{"type": "link", "url": unescape(ref)})
		}
	}
	plain(markup[last:])
	section := Block{"type": "rich_text_section", "elements": leaves}
	return []Block{{"type": "rich_text", "block_id": fmt.Sprintf("sim%d", w.next()), "elements": []any{section}}}
}

func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}
