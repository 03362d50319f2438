package kit

import (
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// Picture is drawn above the words of a message. The words say all of it too: where Slack does not take a picture, the
// message goes without.
type Picture struct {
	Name   string // the file's, such as roadmap.png
	Alt    string // what the picture says, in plain words, for whoever does not see it; cut at 2,000
	Legend Text   // explains marks in it, below it; may be empty. Where there is no picture, there is none
	// Draw returns the picture as PNG: the same bytes for the same state, because what looks the same is not sent again.
	// It is called when the message is about to be posted, and reads no state.
	Draw func() ([]byte, error)
}

// WithPicture is the message with its picture, which Slack has as a file: below its heading where it has one, else on top.
// key is another one for each picture: a block that changes needs another id.
func (m Message) WithPicture(file, key string) Message {
	at := 0
	if len(m.Blocks) > 0 && m.Blocks[0].BlockType() == slack.MBTHeader {
		at = 1
	}
	image := Image(file, m.Picture.Alt, "")
	image.BlockID = "picture-" + key
	picture := []slack.Block{image}
	if m.Picture.Legend != "" {
		picture = append(picture, Context(m.Picture.Legend))
	}
	m.Blocks = Within(slices.Insert(slices.Clone(m.Blocks), at, picture...), MessageMost-utf8.RuneCountInString(image.AltText))
	return m
}
