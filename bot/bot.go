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
// jobs, name_view.go what people see of it, name_test.go what it promises. Its rules are in ritual/name.go. What runs
// them, and nothing of what they mean, is in package engine.
//
//	card.go     the card by which a decision is asked for
//	draft.go    drafts stories, with draft_model.go, by which a model is asked
//
// What every ritual does with a request is in package request: load it, check rights, move it on. A ritual that no other needs
// may have a package of its own beside it.
package bot

import (
	"tandem/bot/demo"
	"tandem/bot/engine"
	"tandem/bot/recap"
	"tandem/bot/sprint"
	"tandem/bot/standup"
	"tandem/prompts"
	"tandem/store"
)

// rituals are all that Tandem does, a line each; d drafts their stories, and may be nil where nothing is run. To add one,
// see CONTRIBUTING.md.
func rituals(d *drafter) []engine.Ritual {
	all := []engine.Ritual{
		helpRitual(),
		setupRitual(),
		settingsRitual(),
		leaversRitual(),
		captureRitual(),
		mentionRitual(),
		pickRitual(),
		threadRitual(),
		storyRitual(d),
		meaningRitual(d),
		suggestRitual(d),
		editRitual(),
		historyRitual(),
		redraftRitual(),
		alignmentRitual(),
		undoRitual(),
		roadmapRitual(),
		objectiveRitual(),
		clearingRitual(),
		orphanRitual(),
		reportRitual(),
		priorityRitual(),
		challengeRitual(),
		splitRitual(),
		estimateRitual(),
		backlogRitual(),
		moveRitual(),
		recordRitual(),
		sprint.Ritual(commandHelp),
		demo.Ritual(commandHelp),
		recap.Ritual(d.recapWords),
		standup.Ritual(commandHelp, d.standupThemes),
		collectRitual(),
		defectRitual(),
		feedbackRitual(),
		decisionsRitual(),
		exportRitual(),
		voiceRitual(),
		mergeRitual(),
		privacyRitual(),
		outcomeRitual(),
		satisfactionRitual(),
		nudgeRitual(),
		hoursRitual(),
		kindRitual(),
		homeRitual(),
		cardRitual(),
	}
	return append(all, absenceRitual(all)) // which tells all others who is away
}

// Config is what a bot needs to reach Slack, and a model where there is one.
type Config struct {
	engine.Config

	Model       *prompts.Model // drafts stories; nil: they are drafted by template
	DailyTokens int64          // that the model may read and write a day (UTC)
}

// New makes a bot on an open store. It reaches nobody before Start.
func New(cfg Config, db *store.DB) (*engine.Bot, error) {
	d := newDrafter(cfg)
	cfg.Metrics = append(cfg.Metrics, d.metrics()...)
	return engine.New(cfg.Config, db, rituals(d))
}
