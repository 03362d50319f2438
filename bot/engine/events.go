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
		in: Input{By: h.User.id, Channel: h.Channel, Tab: h.Tab}}
	d.in.Key = d.key
	if h.TS != "" {
		d.in.Message = &heard{TS: h.TS, Thread: h.Thread, Author: cmp.Or(h.User.id, h.Bot), Text: b.unmentioned(h.Text), App: h.Bot != "", Edited: len(h.Edited) > 0}
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

// unmentioned is a message without the mentions of Tandem around it; inside a sentence, its name stays.
func (b *Bot) unmentioned(text string) string {
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
