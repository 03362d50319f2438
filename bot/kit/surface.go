// Package kit is Block Kit as functions: a surface is a struct, a block is a function.
//
// People's words become [Text] through [T] and [F], which escape them; what is too long for its place is
// cut, never refused, because a long title must not keep a message from being sent. Counts are code
// points after escaping, as Slack counts. Values and ids are ours and are never cut: when one of them
// breaks a limit, or a block is used where Slack does not allow it, Check on the surface says where.
package kit

import (
	"strings"

	"github.com/slack-go/slack"
)

// Limits in code points, and in elements where the name says so.
const (
	MaxText          = 4000 // a message's own text
	maxSection       = 3000
	maxField         = 2000
	maxFields        = 10 // elements
	maxHeader        = 150
	maxContext       = 10 // elements
	maxActions       = 25 // elements
	maxTitle         = 24 // a modal's title, submit and close
	maxData          = 3000
	maxID            = 255
	maxLabel         = 2000 // an input's label and hint; an image's title and alternative text
	maxButton        = 75
	maxValue         = 2000
	maxConfirmTitle  = 100
	maxConfirmText   = 300
	maxConfirmButton = 30
	maxURL           = 3000
	maxOption        = 75  // an option's text, value and description
	maxOptions       = 100 // elements
	maxTicks         = 10  // elements of radio buttons and checkboxes
	maxOverflow      = 5   // elements
	maxPlaceholder   = 150
	maxInput         = 3000
	maxMessageBlocks = 50
	maxViewBlocks    = 100
	maxViewBytes     = 250_000
)

// Message is what is posted in a conversation.
type Message struct {
	Text   Text // what notifications show and screen readers read: all that matters, never empty, at most MaxText
	Blocks []slack.Block
	Thread string // ts of the message that it answers, or empty

	Picture *Picture `json:"-"` // drawn above the words where Slack takes it; may be nil. A private answer shows none
}

// Modal is a form or an explanation over Slack's window. Title, Submit and Close are cut at 24.
type Modal struct {
	ID     string // callback_id
	Title  string
	Submit string // empty when there is nothing to submit
	Close  string // Slack writes Cancel when it is empty
	Data   string // private_metadata, at most 3000
	Blocks []slack.Block
}

// Home is a person's Home tab.
type Home struct {
	Blocks []slack.Block
}

// Request is the modal as Slack's methods take it.
func (m Modal) Request() slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type:            slack.VTModal,
		CallbackID:      m.ID,
		Title:           plain(m.Title, maxTitle),
		Submit:          plainOrNone(m.Submit, maxTitle),
		Close:           plainOrNone(m.Close, maxTitle),
		PrivateMetadata: m.Data,
		Blocks:          slack.Blocks{BlockSet: m.Blocks},
	}
}

// Request is the Home tab as Slack's methods take it.
func (h Home) Request() slack.HomeTabViewRequest {
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: h.Blocks}}
}

// nothing stands where a text turned out empty: Slack refuses empty texts, and an empty title
// must not keep a message from being sent.
const nothing = "—"

func plain(s string, max int) *slack.TextBlockObject {
	s = strings.Join(strings.Fields(clean(s, true)), " ")
	if s == "" {
		s = nothing
	}
	return slack.NewTextBlockObject(slack.PlainTextType, Cut(s, max), true, false)
}

func plainOrNone(s string, max int) *slack.TextBlockObject {
	if s == "" {
		return nil
	}
	return plain(s, max)
}

// mrkdwn is verbatim: Slack makes no links, channels or mentions of its own from the words.
func mrkdwn(t Text, max int) *slack.TextBlockObject {
	if strings.TrimSpace(string(t)) == "" {
		t = nothing
	}
	return slack.NewTextBlockObject(slack.MarkdownType, string(t.Cut(max)), false, true)
}
