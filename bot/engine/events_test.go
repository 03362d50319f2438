package engine

import (
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/slack-go/slack/slackevents"

	"tandem/store"
	"tandem/store/dbtest"
)

// hearing is a bot, known as U0TANDEM, that hears mentions and those reactions that are bulbs.
func hearing(t testing.TB) *Bot {
	t.Helper()
	rs, err := newRoutes([]Ritual{{Events: []Event{
		{Kind: "app_mention", Needs: NeedPerson | NeedPlace, Do: Ignored},
		{Kind: "reaction_added", Heeds: func(in Input) bool { return in.Reacted != nil && in.Reacted.Emoji == "bulb" }, Needs: NeedPerson | NeedPlace, Do: Ignored},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), dbtest.SQLite(t), store.Frozen(time.Unix(1772442000, 0)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &Bot{DB: db, Log: slog.New(slog.DiscardHandler), Routes: rs, Me: identity{User: "U0TANDEM"}}
}

// happened is what Slack sends of something that happened.
func happened(kind, inner string) slackevents.EventsAPIEvent {
	raw := json.RawMessage(inner)
	return slackevents.EventsAPIEvent{Data: &slackevents.EventsAPICallbackEvent{EventID: "Ev1", InnerEvent: &raw}, InnerEvent: slackevents.EventsAPIInnerEvent{Type: kind}}
}

func TestAReactionIsHeardWhereItIsHeeded(t *testing.T) {
	b := hearing(t)
	const item = `"item":{"type":"message","channel":"C1","ts":"17.5"},"event_ts":"17.9"`
	d, ok := b.fromEvent(happened("reaction_added", `{"user":"U1","reaction":"bulb","item_user":"U2",`+item+`}`))
	if want := (Reacted{Emoji: "bulb", TS: "17.5", Author: "U2", At: "17.9"}); !ok || d.in.Reacted == nil || *d.in.Reacted != want || d.in.Channel != "C1" || d.in.By != "U1" || d.in.Message != nil {
		t.Errorf("heard as %+v", d.in)
	}
	for what, inner := range map[string]string{
		"another emoji":     `{"user":"U1","reaction":"eyes",` + item + `}`,
		"Tandem's own":      `{"user":"U0TANDEM","reaction":"bulb",` + item + `}`,
		"on Tandem's words": `{"user":"U1","reaction":"bulb","item_user":"U0TANDEM",` + item + `}`,
		"a file":            `{"user":"U1","reaction":"bulb","item":{"type":"file","file":"F1"}}`,
		"nothing":           `{}`,
		"another shape":     `{"user":"U1","reaction":"bulb","item":"C1"}`,
	} {
		if d, ok := b.fromEvent(happened("reaction_added", inner)); ok {
			t.Errorf("%s is heeded: %+v", what, d.in)
		}
	}
}

func FuzzAnEventIsReadOrIgnored(f *testing.F) {
	for _, inner := range []string{
		`{"type":"reaction_added","user":"U1","reaction":"bulb","item":{"type":"message","channel":"C1","ts":"17.5"},"event_ts":"17.9"}`,
		`{"type":"app_mention","user":"U1","channel":"C1","ts":"17.5","text":"<@U0TANDEM>, record this: <@U0TANDEM> \u0000 <!channel>","edited":{}}`,
		`{"user":{"id":"U1","profile":null}}`, `{"user":[]}`, `{"item":null}`, `[]`, ``, `{"reaction":5}`,
	} {
		f.Add("reaction_added", inner)
		f.Add("app_mention", inner)
	}
	b := hearing(f)
	f.Fuzz(func(t *testing.T, kind, inner string) {
		d, ok := b.fromEvent(happened(kind, inner))
		if !ok {
			return
		}
		if kind == "reaction_added" && (d.in.Reacted == nil || d.in.By == b.Me.User || d.in.Reacted.Author == b.Me.User) {
			t.Errorf("%s is heeded as %+v", inner, d.in)
		}
		if d.in.Message != nil && (d.in.Message.App || d.in.By == b.Me.User) {
			t.Errorf("%s is somebody's word", inner)
		}
	})
}
