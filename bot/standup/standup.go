// Package standup asks a team the same few questions on the same days, each in their own morning, and tells their channel what they
// said: once a day, in one message. The rules are in ritual/standup*.go and ritual/impediment.go.
//
// A run is a standup on one civil date. It is opened when the first of its roster are asked, keeps the setup that it began with, and
// everybody's turn in it is a row: whom it has asked, who is away, whom it missed. Nobody has a timer: one job of each standup (tick.go)
// does what is due of all its runs, and is due again when the next thing is. Messages say how the rows stand (read.go).
//
//	standup.go  its ids and routes
//	setup.go    /standup setup: its form, with setup_view.go; setup_keep.go what follows from it, setup_list.go the list, setup_changes.go what differs
//	roster.go   who is on a roster, and what follows when they move, are away or leave
//	tick.go     what is due: opens runs, asks and reminds; tick_end.go posts and closes
//	ask.go      the question to each, with ask_view.go, and Skip today; pace.go how many a minute
//	answer.go   Answer and /standup; answer_day.go for which day, answer_form.go the form
//	day.go      the message of the day and the answers in its thread, with day_view.go; themes.go what a model finds in them
//	week.go     the digest of the week
//	blocker.go  what is in somebody's way, with blocker_view.go; blocker_said.go makes items of what is said
//	home.go     what of it stands on Home
package standup

import (
	"strings"

	"tandem/bot/engine"
	"tandem/bot/ritual"
)

// The ids of the standup. Old messages carry them: they are never renamed. The value of a button is what it is about: a run (its
// standup, a slash and its day), a standup, or an impediment.
const (
	answerOpen = "standup.answer" // Answer; Edit; its value is the run
	earlyOpen  = "standup.early"  // Answer … early; the same, beside Edit
	answerForm = "standup.answer.form"
	skipDo     = "standup.skip" // Skip today

	setupOpen  = "standup.setup"  // Set up a standup; its value is the product
	changeOpen = "standup.change" // Change; its value is the standup
	endDo      = "standup.end"    // End
	setupForm  = "standup.setup.form"
	inProduct  = "standup.product" // which product is meant, for setup
	ofProduct  = "standup.of"      // which product is meant, to answer

	helpDo    = "blocker.help" // I'll help; its value is the impediment
	resolveDo = "blocker.resolved"
	reopenDo  = "blocker.reopen"
)

// The kinds of messages. Their names are kept in the database and never renamed. The subject of each is a run, but for those about an
// impediment; that of an answer is a run, a slash and the person.
const (
	promptKind   = "standup_prompt"
	reminderKind = "standup_reminder"
	dayKind      = "standup"
	answerKind   = "standup_answer"
	weekKind     = "standup_week"
	askedKind    = "blocker_asked"  // to whoever is to help
	helpedKind   = "blocker_helped" // to whoever is blocked; its subject is the impediment, a slash and who helps
	raisedKind   = "blocker_raised" // to the PO
)

// The kinds of jobs. Their names are kept in the database and never renamed.
const (
	jobTick   = "standup"        // does what is due of a standup; its key is the standup
	jobMeet   = "standup_meet"   // has Slack describe those on a roster whom it did not yet; its key is the standup
	jobThemes = "standup_themes" // asks a model about a run; its key is the run
	jobRaise  = "blocker"        // raises an impediment with the PO; its key is the impediment
)

// Ritual is all routes of the standup, of its parts: a line each.
func Ritual(help Help, themes Finder) engine.Ritual {
	return engine.Join(
		setupRoutes(help),
		answerRoutes(help),
		askRoutes(),
		tickRoutes(),
		rosterRoutes(),
		dayRoutes(),
		themesRoutes(themes),
		weekRoutes(),
		blockerRoutes(),
	)
}

// Help explains a command. words are what was typed after it that it does not know.
type Help func(name, words string) engine.Reply

// subjectOf is what messages and buttons about a run are about.
func subjectOf(r ritual.StandupRun) string { return r.Standup + "/" + r.Day }

// aboutRun is the run that a subject names: its standup and its day.
func aboutRun(subject string) (standup, day string) {
	standup, day, _ = strings.Cut(subject, "/")
	return standup, day
}
