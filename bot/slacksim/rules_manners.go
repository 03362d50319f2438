package slacksim

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// manner is a rule whose breach Slack takes in silence, though people then get something worse: it is kept in Errors.
type manner struct {
	name   string                           // as the documentation tells it
	breach func(c *call, m *Message) string // what is wrong, "" for nothing
}

// manners are the rules for messages that Slack does not enforce.
var manners = []manner{
	{"a message with blocks has words too, for screen readers and notifications", func(_ *call, m *Message) string {
		if len(m.Blocks) > 0 && strings.TrimSpace(m.Text) == "" {
			return "has blocks and no text, which is what screen readers and notifications read"
		}
		return ""
	}},
	{"`&`, `<` and `>` are escaped where they are not Slack's markup, in messages and views", func(c *call, m *Message) string {
		texts := marked([]any{m.Blocks, m.Attachments})
		if c.str("markdown_text") == "" {
			texts = append(texts, m.Text)
		}
		return unescaped(texts)
	}},
	{"neither `link_names` nor `parse=full` makes mentions of people's words", func(c *call, _ *Message) string {
		if c.yes("link_names") || c.str("parse") == "full" {
			return "has link_names or parse=full, which make mentions of people's words"
		}
		return ""
	}},
	{"a post with a link says that no page is shown below it", func(c *call, m *Message) string {
		if c.name == "chat.postMessage" && linked([]any{m.Text, m.Blocks}) && (c.str("unfurl_links") != "false" || c.str("unfurl_media") != "false") {
			return "has a link without unfurl_links and unfurl_media false, so the page is shown below it"
		}
		return ""
	}},
	{"a `response_type` is `ephemeral` or `in_channel`", func(c *call, _ *Message) string {
		if kind := c.str("response_type"); kind != "" && kind != "ephemeral" && kind != "in_channel" {
			return fmt.Sprintf("has the response_type %q, which is read as ephemeral", kind)
		}
		return ""
	}},
}

// mind keeps what is ill-mannered about a message that is well-formed.
func (c *call) mind(m *Message) {
	for _, rule := range manners {
		if says := rule.breach(c, m); says != "" {
			c.w.wrong("%s %s", c.name, says)
		}
	}
}

// controls are what may stand between < and > in Slack's markup.
var controls = []*regexp.Regexp{
	regexp.MustCompile(`^@[UWB][A-Z0-9]+(\|[^|]*)?$`),
	regexp.MustCompile(`^#[CDG][A-Z0-9]+(\|[^|]*)?$`),
	regexp.MustCompile(`^!subteam\^S[A-Z0-9]+(\|[^|]*)?$`),
	regexp.MustCompile(`^!(here|channel|everyone)(\|[^|]*)?$`),
	regexp.MustCompile(`^!date\^\d+\^[^^|]*\{\w+\}[^^|]*(\^https?://[^|]+)?\|[^|]+$`),
	regexp.MustCompile(`^(https?://|mailto:|tel:|slack://)[^|\s]+(\|[^|]+)?$`),
}

// dateTokens are the tokens of a date's format. What is no token is shown as it stands.
var dateTokens = []string{
	"date_num", "date", "date_short", "date_long", "date_pretty", "date_short_pretty", "date_long_pretty", "time", "time_secs", "ago",
}

var (
	control = regexp.MustCompile(`<([^<>]*)>`)
	token1  = regexp.MustCompile(`\{(\w*)\}`)
	entity  = regexp.MustCompile(`^&(amp|lt|gt);`)
	quotes  = regexp.MustCompile(`(?m)^\s*>{1,3}`)
)

// unescaped names the first of these texts in which a sign that is Slack's own stands for itself.
func unescaped(texts []string) string {
	for _, text := range texts {
		if says := unescapedIn(text); says != "" {
			return fmt.Sprintf("%s: %.80q", says, text)
		}
	}
	return ""
}

func unescapedIn(text string) string {
	for _, found := range control.FindAllStringSubmatch(text, -1) {
		inner := found[1]
		if !slices.ContainsFunc(controls, func(re *regexp.Regexp) bool { return re.MatchString(inner) }) {
			return "has <" + inner + ">, which is no mention, date or link"
		}
		if format, isDate := strings.CutPrefix(inner, "!date^"); isDate {
			for _, t := range token1.FindAllStringSubmatch(format, -1) {
				if !slices.Contains(dateTokens, t[1]) {
					return "has a date with the unknown token {" + t[1] + "}"
				}
			}
		}
	}
	rest := quotes.ReplaceAllString(control.ReplaceAllString(text, ""), "")
	if strings.ContainsAny(rest, "<>") {
		return "has < or > that is not escaped"
	}
	for at := strings.IndexByte(rest, '&'); at >= 0; {
		if !entity.MatchString(rest[at:]) {
			return "has & that is not escaped"
		}
		next := strings.IndexByte(rest[at+1:], '&')
		if next < 0 {
			break
		}
		at += next + 1
	}
	return ""
}

// marked are the texts of all mrkdwn objects in a tree.
func marked(v any) (out []string) {
	walk(v, func(o Block) {
		if s, ok := o["text"].(string); ok && o["type"] == "mrkdwn" {
			out = append(out, s)
		}
	})
	return out
}

var webLink = regexp.MustCompile(`https?://`)

// linked tells whether there is a link to the web in a message's text, its mrkdwn or its rich text.
func linked(v []any) bool {
	found := false
	for _, text := range append(marked(v), fmt.Sprint(v[0])) {
		found = found || webLink.MatchString(text)
	}
	walk(v, func(o Block) { found = found || o["type"] == "link" })
	return found
}

// walk visits every object in a tree.
func walk(v any, visit func(Block)) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			walk(item, visit)
		}
	case []Block:
		for _, item := range v {
			walk(item, visit)
		}
	case map[string]any:
		visit(v)
		for _, item := range v {
			walk(item, visit)
		}
	}
}
