package bot

import (
	"tandem/bot/kit"
	"tandem/bot/ritual"
)

// unreadable says that a message that somebody picked could not be read, and what to do instead.
func unreadable(p ritual.Pick, place ritual.Place) kit.Message {
	does := kit.Raw("Open the menu (⋮) of the message and choose *Capture feedback*: that works everywhere.")
	says := kit.F("I could not read the message that you marked with :%s:, so nothing is recorded.", ritual.CaptureEmoji)
	if p.Way == ritual.ByMention {
		says = kit.Raw("I could not read what this thread began with, so nothing is recorded.")
	}
	if !place.Joined {
		does += kit.F(" Or type `/invite @Tandem` in %s first.", kit.Channel(p.Channel))
	}
	return kit.Told(kit.Join("\n", says, does))
}
