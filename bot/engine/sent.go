package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
)

// What is sent to Slack for a message.

// messageOptions are a message as slack-go sends it. Links in it are not unfolded, and nothing in it is parsed anew.
func messageOptions(m kit.Message, key string) []slack.MsgOption {
	opts := []slack.MsgOption{
		slack.MsgOptionText(string(m.Text), false),
		slack.MsgOptionBlocks(m.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl(),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: metadataType, EventPayload: map[string]any{"key": key}}),
	}
	if m.Thread != "" {
		opts = append(opts, slack.MsgOptionTS(m.Thread))
	}
	return opts
}

// digest tells whether two messages look the same, wherever they stand.
func digest(m kit.Message) string {
	m.Thread = ""
	raw, err := json.Marshal(m)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}
