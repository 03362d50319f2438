package bot

import (
	"fmt"
	"time"

	"tandem/bot/kit"
	"tandem/bot/ritual"
)

// The words for a request that several views share.

// nextWords says who owns the next step, for people.
func nextWords(p ritual.Product, r ritual.Request) kit.Text {
	switch r.Status.NextStep() {
	case ritual.StepTandem:
		return kit.Raw("I am drafting the story")
	case ritual.StepPM:
		return kit.F("%s checks it against the roadmap", kit.User(p.PM))
	case ritual.StepPO:
		if r.Status == ritual.Backlog {
			return kit.F("%s picks it into a sprint", kit.User(p.PO))
		}
		return kit.F("%s says where it stands in the backlog", kit.User(p.PO))
	case ritual.StepRequester:
		return kit.F("%s answers a question", kit.User(r.Asked()))
	case ritual.StepTeam:
		return kit.Raw("the team is at it")
	}
	return ""
}

// statusWords are a request's status with the next step: "*Awaiting alignment*, @Priya checks it against the roadmap".
func statusWords(p ritual.Product, r ritual.Request) kit.Text {
	status := kit.F("*%s*", r.Status.String())
	if r.Status == ritual.Parked && r.Revisit != "" {
		status = kit.F("*%s* until %s", r.Status.String(), ritual.Day(r.Revisit))
	}
	return kit.Join(" · next: ", status, nextWords(p, r))
}

// wanted says who wants a request: "asked by @sam for Acme · Important".
func wanted(r ritual.Request) kit.Text {
	by := kit.F("asked by %s", kit.User(or(r.Requester, r.Reporter)))
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

// count is a number with its noun: "1 person", "3 people".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
