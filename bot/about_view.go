package bot

import (
	"cmp"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
)

// The words for a request that several views share.

// wanted says who wants a request: "asked by @sam for Acme · Important". Of a private one only those learn it who may read
// all of it.
func wanted(m matter) kit.Text {
	r := m.r
	if !m.whole() {
		return ""
	}
	by := kit.F("asked by %s", kit.User(cmp.Or(r.Requester, r.Reporter)))
	if r.Requester != "" && r.Requester != r.Reporter {
		by = kit.F("asked by %s, recorded by %s", kit.User(r.Requester), kit.User(r.Reporter))
	}
	if r.Customer != "" {
		by += kit.F(" for %s", r.Customer)
	}
	return kit.Join(" · ", by, kit.T(r.Importance.String()))
}

// when is an instant in the reader's own zone.
func when(t time.Time) kit.Text {
	return kit.Date(t, "{date_short_pretty} at {time}", t.UTC().Format("2 Jan 15:04 UTC"))
}

// dotted puts small facts on one line.
func dotted(facts ...kit.Text) kit.Text { return kit.Join(" · ", facts...) }

// formAbout is a form about one request, which it names on top and carries along.
func formAbout(r ritual.Request, id, title, submit string, blocks ...slack.Block) kit.Modal {
	return kit.Modal{ID: id, Title: title, Submit: submit, Close: "Cancel", Data: engine.FormData{Subject: r.ID}.Encode(),
		Blocks: append([]slack.Block{kit.Section(titled(r.ID, r.Title))}, blocks...)}
}

// titled is a request's id with its title.
func titled(id, title string) kit.Text { return kit.F("*%s*  %s", id, title) }
