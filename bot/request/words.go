package request

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// Wanted says who wants a request: "asked by @sam for Acme · Important". Of a private one only those learn it who may read
// all of it.
func Wanted(m Matter) kit.Text {
	r := m.Request
	if !m.Whole() {
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

// When is an instant in the reader's own zone.
func When(t time.Time) kit.Text {
	return kit.Date(t, "{date_short_pretty} at {time}", t.UTC().Format("2 Jan 15:04 UTC"))
}

// Dotted puts small facts on one line.
func Dotted(facts ...kit.Text) kit.Text { return kit.Join(" · ", facts...) }

// Form is a form about one request, which it names on top and carries along.
func Form(r ritual.Request, id, title, submit string, blocks ...slack.Block) kit.Modal {
	return kit.Modal{ID: id, Title: title, Submit: submit, Close: "Cancel", Data: engine.FormData{Subject: r.ID}.Encode(),
		Blocks: append([]slack.Block{kit.Section(Titled(r.ID, r.Title))}, blocks...)}
}

// Titled is a request's id with its title.
func Titled(id, title string) kit.Text { return kit.F("*%s*  %s", id, title) }

// StatusWords are a request's status with the next step: "*Awaiting alignment* · next: @Priya checks it against the roadmap".
func StatusWords(m Matter) kit.Text {
	status := kit.F("*%s*", m.Request.Standing().String())
	if m.Request.Standing() == ritual.Parked && m.Request.Revisit != "" {
		status = kit.F("*%s* until %s", m.Request.Standing().String(), ritual.Day(m.Request.Revisit))
	}
	if m.Request.Status == ritual.InSprint && m.Sprint.Number > 0 {
		status = kit.F("*In %s*", m.Sprint.SprintName())
	}
	if m.Request.Status == ritual.Split {
		return Dotted(status, kit.Raw("split into parts"))
	}
	if m.Request.Status == ritual.Merged && m.Lead.ID != "" {
		status = kit.F("*%s* into *%s*, which is %s", m.Request.Status.String(), m.Lead.ID, m.Lead.Standing().String())
	}
	return kit.Join(" · next: ", status, NextWords(m))
}

// NextWords says who owns a request's next step, for people.
func NextWords(m Matter) kit.Text {
	s, ok := StepOf(m.Request.Status)
	switch who := m.Owner(); {
	case !ok, m.Request.Status.NextStep() == ritual.StepRequester && !m.Whole(): // who asked is private, too
		return ""
	case m.Request.Status == ritual.InSprint:
		return workWords(m, who)
	case who == "":
		return kit.T(s.next)
	default:
		if in := m.InPlaceOf(who); in != "" {
			return kit.F("%s, %s, %s", kit.User(who), in, s.next)
		}
		return kit.F("%s %s", kit.User(who), s.next)
	}
}

// workWords say who of the team has a story that is in a sprint, or is to have it.
func workWords(m Matter, who string) kit.Text {
	switch {
	case who == "" && m.Work.Owner != "":
		return kit.F("the team takes it over from %s, who has left", kit.User(m.Work.Owner))
	case who == "" && m.Work.Work == ritual.WorkStarted:
		return kit.Raw("the team goes on with it")
	case who == "":
		return kit.Raw("the team starts it")
	case m.Work.Work == ritual.WorkTodo:
		return kit.F("%s starts it", kit.User(who))
	}
	return kit.F("%s works on it", kit.User(who))
}

// Button is a button about one request. Screen readers say which, because the label stands on many cards.
func Button(id, action, label string) *slack.ButtonBlockElement {
	return kit.Aloud(kit.Button(action, label, id), label+" "+id)
}

// Permalink is the address of a message, or empty where there is none.
func Permalink(ctx context.Context, tx *store.Tx, channel, ts, thread string) (string, error) {
	if channel == "" || ts == "" {
		return "", nil
	}
	url, err := tx.Meta(ctx, engine.MetaURL)
	if errors.Is(err, store.ErrNotFound) || url == "" {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return LinkTo(url, channel, ts, thread), nil
}

// LinkTo is the address of a message in the workspace at url, or empty where it is not known.
func LinkTo(url, channel, ts, thread string) string {
	if url == "" || channel == "" || ts == "" {
		return ""
	}
	link := fmt.Sprintf("%s/archives/%s/p%s", strings.TrimRight(url, "/"), channel, strings.ReplaceAll(ts, ".", ""))
	if thread != "" && thread != ts {
		link += fmt.Sprintf("?thread_ts=%s&cid=%s", thread, channel)
	}
	return link
}

// AsOf marks a snapshot with its time.
func AsOf(tx *store.Tx) kit.Text {
	return kit.F("as of %s", kit.Date(tx.Now, "{time}", tx.Now.Format("15:04 UTC")))
}
