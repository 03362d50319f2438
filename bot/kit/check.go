package kit

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// Check finds the first thing in the message that Slack would refuse, and names its path. It also refuses
// what Tandem never does: a message without words for screen readers, and one that pings everybody.
func (m Message) Check() error {
	c := checker{surface: "message", most: maxMessageBlocks}
	c.words("text", string(m.Text), MaxText)
	c.pings("text", string(m.Text))
	if p := m.Picture; p != nil {
		c.want(strings.TrimSpace(p.Alt) != "", "picture.alt", "is empty")
		c.want(strings.HasSuffix(p.Name, ".png"), "picture.name", "is %q, and not that of a PNG", p.Name)
		c.most -= 2 // it is a block, and its legend another one
	}
	c.blocks(m.Blocks)
	if !surelyWithin(m.Blocks, blocksMax) {
		n := 0
		for _, b := range m.Blocks {
			n += wordsIn(b)
		}
		c.want(n <= blocksMax, "blocks", "have %d characters together, and Slack takes %d", n, blocksMax)
	}
	return c.err
}

// Check finds the first thing in the modal that Slack would refuse, and names its path.
func (m Modal) Check() error {
	c := checker{surface: fmt.Sprintf("modal %q", m.ID), view: true, most: maxViewBlocks}
	view := m.Request()
	c.want(strings.TrimSpace(m.Title) != "", "title", "is empty")
	c.atMost("callback_id", m.ID, maxID)
	c.atMost("private_metadata", m.Data, maxData)
	c.blocks(m.Blocks)
	c.want(len(m.Blocks) > 0, "blocks", "are none")
	c.want(view.Submit != nil || c.inputs == 0, "submit", "is missing although there are inputs")
	c.size(view)
	return c.err
}

// Check finds the first thing in the Home tab that Slack would refuse, and names its path.
func (h Home) Check() error {
	c := checker{surface: "home", view: true, most: maxViewBlocks}
	c.blocks(h.Blocks)
	c.want(len(h.Blocks) > 0, "blocks", "are none")
	c.size(h.Request())
	return c.err
}

// A checker walks through a surface and keeps the first offense.
type checker struct {
	surface string
	view    bool // a modal or a Home tab
	most    int  // blocks
	inputs  int
	focus   int
	err     error
}

func (c *checker) want(ok bool, path, format string, args ...any) {
	if !ok && c.err == nil {
		c.err = fmt.Errorf("%s: %s: %s", c.surface, path, fmt.Sprintf(format, args...))
	}
}

func (c *checker) atMost(path, s string, max int) {
	n := utf8.RuneCountInString(s)
	c.want(n <= max, path, "has %d code points, at most %d", n, max)
	c.want(utf8.ValidString(s), path, "is not valid UTF-8")
}

func (c *checker) words(path, s string, max int) {
	c.want(strings.TrimSpace(s) != "", path, "is empty")
	c.atMost(path, s, max)
}

// id is a block_id, an action_id or a value: ours, needed, and never cut.
func (c *checker) id(path, s string, max int) {
	c.want(s != "", path, "is empty")
	c.atMost(path, s, max)
}

func (c *checker) pings(path, s string) {
	for _, p := range []string{"<!channel", "<!here", "<!everyone"} {
		c.want(!strings.Contains(s, p), path, "pings everybody with %s>", p)
	}
}

func (c *checker) plain(path string, t *slack.TextBlockObject, max int) {
	c.text(path, t, slack.PlainTextType, max)
}

func (c *checker) plainOrNone(path string, t *slack.TextBlockObject, max int) {
	if t != nil {
		c.text(path, t, slack.PlainTextType, max)
	}
}

func (c *checker) text(path string, t *slack.TextBlockObject, kind string, max int) {
	if t == nil {
		c.want(false, path, "is missing")
		return
	}
	c.want(t.Type == kind, path, "is %s, not %s", t.Type, kind)
	c.words(path, t.Text, max)
	if kind == slack.MarkdownType {
		c.pings(path, t.Text)
		c.want(t.Emoji == nil, path, "is mrkdwn and has emoji")
	} else {
		c.want(!t.Verbatim, path, "is plain_text and verbatim")
	}
}

func (c *checker) size(view any) {
	b, err := json.Marshal(view)
	c.want(err == nil, "view", "cannot be written as JSON: %v", err)
	c.want(len(b) <= maxViewBytes, "view", "has %d bytes, at most %d", len(b), maxViewBytes)
}

func (c *checker) blocks(bs []slack.Block) {
	c.want(len(bs) <= c.most, "blocks", "are %d, at most %d", len(bs), c.most)
	seen := map[string]bool{}
	for i, b := range bs {
		path := fmt.Sprintf("blocks[%d]", i)
		if b == nil {
			c.want(false, path, "is nil")
			continue
		}
		c.block(path, b)
		if id := b.ID(); id != "" {
			c.atMost(path+".block_id", id, maxID)
			c.want(!seen[id], path+".block_id", "%q is there twice", id)
			seen[id] = true
		}
	}
	c.want(c.focus <= 1, "blocks", "have focus_on_load on %d elements, at most 1", c.focus)
}

func (c *checker) block(path string, b slack.Block) {
	switch b := b.(type) {
	case *slack.SectionBlock:
		c.section(path, b)
	case *slack.HeaderBlock:
		c.plain(path+".text", b.Text, maxHeader)
		c.want(b.Level == 0, path+".level", "is not for every workspace")
	case *slack.ContextBlock:
		c.context(path, b)
	case *slack.ActionBlock:
		c.actions(path, b)
	case *slack.DividerBlock:
	case *slack.InputBlock:
		c.input(path, b)
	case *slack.ImageBlock:
		c.image(path, b)
	case *slack.RichTextBlock:
		c.richText(path, b)
	default:
		c.want(false, path, "is a %s block (%T), which kit does not make", b.BlockType(), b)
	}
}

func (c *checker) section(path string, b *slack.SectionBlock) {
	c.want(b.Text != nil || len(b.Fields) > 0, path, "has neither text nor fields")
	if b.Text != nil {
		c.text(path+".text", b.Text, slack.MarkdownType, maxSection)
	}
	c.want(len(b.Fields) <= maxFields, path+".fields", "are %d, at most %d", len(b.Fields), maxFields)
	for i, f := range b.Fields {
		c.text(fmt.Sprintf("%s.fields[%d]", path, i), f, slack.MarkdownType, maxField)
	}
	if b.Accessory != nil {
		c.element(path+".accessory", accessoryElement(b.Accessory), "accessory")
	}
}

func (c *checker) context(path string, b *slack.ContextBlock) {
	n := len(b.ContextElements.Elements)
	c.want(1 <= n && n <= maxContext, path+".elements", "are %d, 1 to %d", n, maxContext)
	for i, el := range b.ContextElements.Elements {
		path := fmt.Sprintf("%s.elements[%d]", path, i)
		t, ok := el.(*slack.TextBlockObject)
		c.want(ok, path, "is a %T, which kit does not make", el)
		if ok {
			c.text(path, t, slack.MarkdownType, maxSection)
		}
	}
}

func (c *checker) actions(path string, b *slack.ActionBlock) {
	if b.Elements == nil {
		c.want(false, path+".elements", "are none")
		return
	}
	els := b.Elements.ElementSet
	c.want(1 <= len(els) && len(els) <= maxActions, path+".elements", "are %d, 1 to %d", len(els), maxActions)
	seen := map[string]bool{}
	for i, el := range els {
		path := fmt.Sprintf("%s.elements[%d]", path, i)
		id := c.element(path, el, "actions")
		c.want(!seen[id], path+".action_id", "%q is there twice in its block", id)
		seen[id] = true
	}
}

func (c *checker) input(path string, b *slack.InputBlock) {
	c.inputs++
	c.want(c.view, path, "is an input, which messages do not have")
	c.id(path+".block_id", b.BlockID, maxID)
	c.plain(path+".label", b.Label, maxLabel)
	c.plainOrNone(path+".hint", b.Hint, maxLabel)
	action := c.element(path+".element", b.Element, "input")
	c.want(action == b.BlockID, path+".element.action_id", "is %q, and the block_id is %q", action, b.BlockID)
}

func (c *checker) image(path string, b *slack.ImageBlock) {
	c.want(c.surface != "home" || b.SlackFile == nil, path+".slack_file", "is a private file, which is not known to be shown on Home")
	c.words(path+".alt_text", b.AltText, maxLabel)
	c.plainOrNone(path+".title", b.Title, maxLabel)
	c.want((b.ImageURL == "") != (b.SlackFile == nil), path, "has not exactly one of image_url and slack_file")
	c.atMost(path+".image_url", b.ImageURL, maxURL)
	c.want(b.SlackFile == nil || (b.SlackFile.ID == "") != (b.SlackFile.URL == ""), path+".slack_file", "has not exactly one of id and url")
}

func (c *checker) richText(path string, b *slack.RichTextBlock) {
	c.want(len(b.Elements) > 0, path+".elements", "are none")
	for i, el := range b.Elements {
		path := fmt.Sprintf("%s.elements[%d]", path, i)
		var leaves []slack.RichTextSectionElement
		switch el := el.(type) {
		case *slack.RichTextQuote:
			leaves = el.Elements
		case *slack.RichTextSection:
			leaves = el.Elements
		default:
			c.want(false, path, "is a %T, which kit does not make", el)
			continue
		}
		c.want(len(leaves) > 0, path+".elements", "are none")
		for j, leaf := range leaves {
			path := fmt.Sprintf("%s.elements[%d]", path, j)
			t, ok := leaf.(*slack.RichTextSectionTextElement)
			c.want(ok, path, "is a %T, which kit does not make", leaf)
			if ok {
				c.want(t.Text != "", path+".text", "is empty")
				c.atMost(path+".text", t.Text, maxSection)
			}
		}
	}
}
