package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// A delivery is one envelope on its way to a handler.
type delivery struct {
	key     string // the same for the same delivery, however often it comes
	needs   Needs
	rooms   Rooms
	named   []string // fields that name people who are to be known
	places  []string // fields that name channels that are to be known
	do      Handler
	live    Action // set instead of do for an action that redraws a form
	in      Input
	trigger string // for opening a form
	reply   string // response URL
	inAck   bool   // the acknowledgment may carry an answer
	kind    deliveryKind
	acts    string  // action_ts
	told    learned // what the payload itself says about people
}

type deliveryKind int

const (
	aCommand deliveryKind = iota
	anAction
	aShortcut
	aSubmit
	anEvent
)

// fromCommand reads a slash command.
func (r *routes) fromCommand(c slack.SlashCommand, envelope string) (delivery, bool) {
	route, rest, ok := r.command(c.Command, strings.TrimSpace(kit.Plain(c.Text, unnamed)))
	if !ok {
		return delivery{}, false
	}
	return delivery{
		key: envelope, needs: route.Needs, rooms: route.Rooms, do: route.Do, trigger: c.TriggerID, reply: c.ResponseURL, kind: aCommand,
		in: Input{By: c.UserID, Channel: c.ChannelID, Words: rest, Cites: kit.Mentioned(c.Text), Opened: InCommand},
	}, true
}

// Outdated answers what an old message or an open form still carries, but this version does not know.
func Outdated(context.Context, *store.Tx, Input) (Reply, error) {
	return Reply{}, ritual.Refuse("That is from another version of mine, and I do not know it any more. `/tandem` says what I can do.")
}

// unnamed names nobody: in a command's text Slack itself puts the names.
func unnamed(string) string { return "" }

// fromInteraction reads a click, a shortcut or a submitted form.
func (r *routes) fromInteraction(c slack.InteractionCallback, envelope string) (delivery, bool) {
	d := delivery{key: envelope, trigger: c.TriggerID, reply: c.ResponseURL, in: Input{By: c.User.ID, Channel: c.Channel.ID}}
	switch c.Type {
	case slack.InteractionTypeShortcut, slack.InteractionTypeMessageAction:
		s, ok := r.shortcuts[c.CallbackID]
		d.kind, d.needs, d.do, d.in.Opened = aShortcut, s.Needs, s.Do, inShortcut
		if c.Type == slack.InteractionTypeMessageAction {
			d.in.Message = heardIn(c)
		}
		if !ok {
			d.do = Outdated
		}
		return d, true
	case slack.InteractionTypeViewSubmission:
		s, ok := r.Submits[c.View.CallbackID]
		d.kind, d.needs, d.named, d.places, d.do = aSubmit, s.Needs, s.People, s.Places, s.Do
		d.key = "form:" + c.View.ID + ":" + c.View.CallbackID
		d.in.fromView(c.View)
		if !ok {
			d.do = Outdated
		}
		return d, true
	case slack.InteractionTypeBlockActions:
		return r.fromAction(c, d)
	}
	return d, false
}

// fromAction reads a click on a button or another control.
func (r *routes) fromAction(c slack.InteractionCallback, d delivery) (delivery, bool) {
	if len(c.ActionCallback.BlockActions) == 0 {
		return d, false
	}
	act := c.ActionCallback.BlockActions[0]
	id, v := act.ActionID, valueOf(*act)
	if id == MoreMenu && len(v) > 0 {
		id, v[0], _ = strings.Cut(v[0], " ")
	}
	a, ok := r.Actions[id]
	d.kind, d.needs, d.rooms, d.do, d.acts = anAction, a.Needs, a.Rooms, a.Do, act.ActionTs
	if a.Live != nil {
		d.live = a
	}
	switch c.View.Type {
	case slack.VTModal:
		d.in.fromView(c.View)
	case slack.VTHomeTab:
		d.in.Opened = OnHome
	default:
		d.in.Opened = inMessage
		if d.in.Channel == "" {
			d.in.Channel = c.Container.ChannelID
		}
	}
	if words, ok := strings.CutPrefix(act.BlockID, WordsKept); ok {
		d.in.Words = kit.Clean(words)
	}
	if len(v) > 0 {
		d.in.Value = v[0]
		if d.in.Opened != inForm { // what a form is about, it carries along
			d.in.Subject = v[0]
		}
	}
	if !ok && (act.Type == "button" || act.ActionID == MoreMenu) {
		d.do, ok = Outdated, true
	}
	return d, ok
}

// fromView reads a form's state.
func (in *Input) fromView(v slack.View) {
	in.Opened, in.viewID = inForm, v.ID
	in.Data = readData(v.PrivateMetadata)
	in.Subject = in.Data.Subject
	in.Fields = Fields{}
	if v.State == nil {
		return
	}
	for block, actions := range v.State.Values {
		for _, a := range actions {
			in.Fields[block] = valueOf(a)
			if v := in.Fields.One(block); a.Type == slack.ActionType(slack.METPlainTextInput) && v != "" {
				in.typed = append(in.typed, v)
			}
		}
	}
	slices.Sort(in.typed) // Slack's object has no order
}

// valueOf is what a control holds.
func valueOf(a slack.BlockAction) []string {
	switch {
	case len(a.SelectedUsers) > 0:
		return a.SelectedUsers
	case len(a.SelectedConversations) > 0:
		return a.SelectedConversations
	case len(a.SelectedChannels) > 0:
		return a.SelectedChannels
	case len(a.SelectedOptions) > 0:
		vs := make([]string, len(a.SelectedOptions))
		for i, o := range a.SelectedOptions {
			vs[i] = o.Value
		}
		return vs
	}
	for _, v := range []string{a.SelectedOption.Value, a.SelectedUser, a.SelectedConversation, a.SelectedChannel, a.SelectedDate, a.SelectedTime} {
		if v != "" {
			return []string{v}
		}
	}
	if v := kit.Clean(a.Value); strings.TrimSpace(v) != "" {
		return []string{v}
	}
	return nil
}

// heardIn is the message whose menu was used.
func heardIn(c slack.InteractionCallback) *Heard {
	return &Heard{
		TS: c.Message.Timestamp, Thread: c.Message.ThreadTimestamp, Author: cmp.Or(c.Message.User, c.Message.BotID), Text: c.Message.Text,
		App:     c.Message.BotID != "",
		Private: c.Channel.Name == "privategroup" || c.Channel.Name == "directmessage" || strings.HasPrefix(c.Channel.ID, "D"),
	}
}

// FormData is what a form carries along in its private_metadata, which comes back from Slack: what it says is checked
// again like anything a person sends.
type FormData struct {
	Subject string `json:"subject,omitempty"` // a request's id, or a product's
	Channel string `json:"channel,omitempty"` // where the form was opened
	Source  Source `json:"source,omitzero"`   // the message that it was filled from
	Before  string `json:"before,omitempty"`  // what was judged by a framework that the product has left since
	Version int    `json:"version,omitempty"` // of the story that it is about
	Last    string `json:"last,omitempty"`    // the latest decision on what it decides, when it opened
	Sprint  string `json:"sprint,omitempty"`  // the id of the sprint that what is recorded is about

	Began map[string]string `json:"began,omitempty"` // digests of what its fields held when it opened
}

type Source struct {
	Channel string `json:"channel,omitempty"`
	TS      string `json:"ts,omitempty"`
	Thread  string `json:"thread,omitempty"`
	Author  string `json:"author,omitempty"`
	Words   string `json:"words,omitempty"` // the digest of its words as they went into the form
	Private bool   `json:"private,omitempty"`
}

// Encode is the private_metadata of a form. Slack takes 3,000 characters, so none is written as six.
func (d FormData) Encode() string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(d) // strings and booleans always marshal
	return strings.TrimSuffix(b.String(), "\n")
}

func readData(s string) FormData {
	var d FormData
	if json.Unmarshal([]byte(s), &d) != nil {
		return FormData{} // not ours: as good as empty
	}
	return d
}

// MoreMenu is a menu of which each option is as good as a button: its value is the id of an action and, after a space, the value
// that the action's button would have.
const MoreMenu = "more"

// More is such a menu; Does is one of its options.
func More(options ...kit.Option) slack.BlockElement { return kit.Overflow(MoreMenu, options...) }

// Does is an option of More.
func Does(action, label, value string) kit.Option {
	return kit.Option{Value: action + " " + value, Label: label}
}

// WordsKept begins the id of a block that keeps somebody's words, which come back with a click in it.
const WordsKept = "words:"
