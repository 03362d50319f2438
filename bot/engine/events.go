package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"tandem/store"
)

// A happening is what Tandem reads of an event, whatever its kind.
type happening struct {
	User    eventUser       `json:"user"`
	Channel string          `json:"channel"`
	Tab     string          `json:"tab"`
	Text    string          `json:"text"`
	TS      string          `json:"ts"`
	Thread  string          `json:"thread_ts"`
	Bot     string          `json:"bot_id"`
	Edited  json.RawMessage `json:"edited"`

	Reaction string `json:"reaction"`
	Author   string `json:"item_user"`
	At       string `json:"event_ts"`
	Item     struct {
		Type    string `json:"type"`
		Channel string `json:"channel"`
		TS      string `json:"ts"`
	} `json:"item"`
}

// reacted is the reaction to a message that the event tells of; nil where it tells of none.
func (h happening) reacted() *Reacted {
	if h.Reaction == "" || h.Item.Type != "message" {
		return nil
	}
	return &Reacted{Emoji: h.Reaction, TS: h.Item.TS, Author: h.Author, At: h.At}
}

// eventUser is somebody in an event: an id in most, all about them in user_change and team_join.
type eventUser struct {
	id   string
	full *slack.User
}

func (p *eventUser) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, &p.id) == nil {
		return nil
	}
	p.full = &slack.User{}
	if err := json.Unmarshal(raw, p.full); err != nil {
		return err
	}
	p.id = p.full.ID
	return nil
}

// fromEvent reads an event.
func (b *Bot) fromEvent(e slackevents.EventsAPIEvent) (delivery, bool) {
	outer, ok := e.Data.(*slackevents.EventsAPICallbackEvent)
	if !ok || outer.InnerEvent == nil {
		return delivery{}, false
	}
	route, ok := b.Routes.events[e.InnerEvent.Type]
	if !ok {
		return delivery{}, false
	}
	var h happening
	if err := json.Unmarshal(*outer.InnerEvent, &h); err != nil {
		b.Log.Error("an event was not read", "kind", e.InnerEvent.Type, "err", err)
		return delivery{}, false
	}
	if route.Own && h.User.id != b.Me.User {
		return delivery{}, false
	}
	d := delivery{key: "event:" + outer.EventID, kind: anEvent, needs: route.Needs, do: route.Do,
		in: Input{By: h.User.id, Channel: cmp.Or(h.Channel, h.Item.Channel), Tab: h.Tab, Reacted: h.reacted()}}
	d.in.Key = d.key
	if r := d.in.Reacted; r != nil && (h.User.id == b.Me.User || r.Author == b.Me.User) { // Tandem's own marks, and its own messages
		return delivery{}, false
	}
	if route.Heeds != nil && !route.Heeds(d.in) {
		return delivery{}, false
	}
	if h.TS != "" {
		d.in.Message = &Heard{TS: h.TS, Thread: h.Thread, Author: cmp.Or(h.User.id, h.Bot), Text: b.Unmentioned(h.Text), App: h.Bot != "", Edited: len(h.Edited) > 0}
		if h.Bot != "" || h.User.id == b.Me.User { // apps, and Tandem itself, ask for nothing
			d.needs, d.do, d.in.Message = 0, Ignored, nil
		}
	}
	if h.User.full != nil {
		d.told.people = append(d.told.people, b.Described(h.User.full))
	}
	return d, true
}

// Ignored does nothing about an event.
func Ignored(context.Context, *store.Tx, Input) (Reply, error) { return Reply{}, nil }

// Unmentioned is a message without the mentions of Tandem around it; inside a sentence, its name stays.
func (b *Bot) Unmentioned(text string) string {
	mention := "<@" + b.Me.User + ">"
	text = strings.TrimSpace(text)
	for found := true; found; {
		if text, found = strings.CutPrefix(text, mention); found {
			text = strings.TrimLeft(text, ",: \n")
		}
	}
	for found := true; found; {
		text, found = strings.CutSuffix(strings.TrimSpace(text), mention)
	}
	return strings.ReplaceAll(text, mention, "Tandem")
}
