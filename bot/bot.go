// Package bot is Tandem in Slack: what it hears, what it decides and what it says.
//
// # The law
//
// A handler is a function of a transaction, its input and declared facts. It reads state, asks the pure rules of
// package ritual for a decision, writes state and leaves jobs. It cannot reach Slack or a model. The router commits,
// then acknowledges. Only a job talks to Slack or the model. From it follow: what was acknowledged is never lost, there
// is no message without its state, doing it again is safe, a refusal can ride in the acknowledgment, and tests need no
// sleeps, because when a click returns its state is there.
//
//	Slack ─ socket ─> router ─ facts ─ BEGIN ─ seen before? ─ handler: read → rule decides → write, leave jobs
//	                     └─ COMMIT ─ show the form, if any ─ acknowledge
//	worker ─ claim a due job ─ load state ─ build the message ─ Slack ─ BEGIN keep what came back, finish ─ COMMIT
//
// # Where things are
//
// The list of rituals is in this file, a line each. A ritual is three files: name.go has its routes, handlers and
// jobs, name_view.go what people see of it, name_test.go what it promises. Its rules are in ritual/name.go.
//
//	route.go    what a ritual registers, and what a handler gets and answers
//	about.go    what every ritual does with a request: load it, check rights, show it
//	draft.go    drafts stories, with draft_model.go, by which a model is asked
//	step.go     what Tandem does about a request at each status; advance, by which it moves on
//	card.go     the card by which a decision is asked for
//	acting.go   who is asked, and in whose place
//	socket.go   two Socket Mode connections and the loop that reads them
//	decode.go   Slack's payloads → input
//	router.go   input → facts, transaction, handler, acknowledgment
//	live.go     redraws an open form while somebody types
//	answer.go   how a reply reaches the person: in the acknowledgment, as a form, by response URL
//	worker.go   runs due jobs
//	slots.go    how much is under way at once
//	calm.go     lets deliveries go before jobs
//	whisper.go  answers an event privately
//	outbox.go   posts messages once and rewrites them in place; lost.go looks for those whose answer was lost
//	away.go     waits where Slack does not let Tandem in any more
//	errors.go   what an error of Slack's means for what was asked
//	product.go  which product somebody means
//	shown.go    what somebody saw privately, shown to a channel
//	people.go   who somebody is and what a channel is, from the store or from Slack
//	memory.go   the same, while it is not old
//	room.go     knows whether the disk is full
//	health.go   answers whoever watches Tandem; metrics.go is what it counts
package bot

import (
	"tandem/prompts"
	"tandem/store"
)

// rituals are all that Tandem does, a line each; d drafts their stories, and may be nil where nothing is run. To add one,
// see CONTRIBUTING.md.
func rituals(d *drafter) []ritualRoutes {
	return []ritualRoutes{
		helpRitual(),
		setupRitual(),
		settingsRitual(),
		leaversRitual(),
		captureRitual(),
		mentionRitual(),
		storyRitual(d),
		alignmentRitual(),
		roadmapRitual(),
		priorityRitual(),
		challengeRitual(),
		backlogRitual(),
		moveRitual(),
		recordRitual(),
		homeRitual(),
		cardRitual(),
	}
}

// steps are what Tandem does about a request at each of its statuses, in the order of its life.
func steps() []step {
	return []step{
		draftStep(),
		alignmentStep(),
		infoStep(),
		priorityStep(),
		backlogStep(),
		parkedStep(),
	}
}

// Config is what a bot needs to reach Slack, and a model where there is one.
type Config struct {
	engineConfig

	Model       *prompts.Model // drafts stories; nil: they are drafted by template
	DailyTokens int64          // that the model may read and write a day (UTC)
}

// New makes a bot on an open store. It reaches nobody before Start.
func New(cfg Config, db *store.DB) (*Engine, error) {
	d := newDrafter(cfg)
	cfg.Metrics = append(cfg.Metrics, d.metrics()...)
	return newEngine(cfg.engineConfig, db, rituals(d))
}
