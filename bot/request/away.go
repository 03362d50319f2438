package request

import (
	"github.com/slack-go/slack"

	"tandem/bot/kit"
)

// The ids of being away. Old messages carry them: they are never renamed. What a button is about does not matter.
const (
	AwayOpen = "away.open" // opens the form in which somebody says how long they are away
	BackDo   = "away.back"
)

// AwayButton is for somebody who is about to be away.
func AwayButton() *slack.ButtonBlockElement { return kit.Button(AwayOpen, "I'm away", "") }

// BackButton is for somebody who is away, or said that they will be.
func BackButton() *slack.ButtonBlockElement { return kit.Button(BackDo, "I'm back", "") }
