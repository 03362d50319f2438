package bot

import (
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
)

// explained says what a mention does, to whoever asked or said nothing. Words that were taken for a question can be
// recorded all the same.
func explained(key, words string) engine.Reply {
	lead := kit.Raw("Mention me with what is wanted, and I record it: `@Tandem dark mode for the dashboard`.")
	more := kit.Raw("To record what somebody said, open that message's menu (⋮) and choose *Capture feedback*. `/tandem` explains all that I do.")
	if words == "" {
		return whisperOf(kit.Fitted(kit.Join("\n", lead, more), kit.Section(kit.Join("\n", lead, more))))
	}
	heard := kit.F("I took this for a question:\n%s", kit.Quote(words, 300))
	return whisperOf(kit.Fitted("", kit.Section(heard), kit.Section(kit.Join("\n", lead, more)), recordIt(key)))
}

// typeInstead says how to ask for what a mention names. It can be recorded all the same.
func typeInstead(key, words, line string) engine.Reply {
	lead := kit.F("To see that, type `%s`: I answer you alone, so I do it by command only.", line)
	return whisperOf(kit.Fitted("", kit.Section(lead), kit.Section(kit.F("If “%s” is what you want to ask for, record it:", kit.Cut(kit.OneLine(words), 100))), recordIt(key)))
}

// recordIt is the button by which a mention's words are recorded after all.
func recordIt(key string) slack.Block {
	return kit.Actions("", kit.Button(mentionRecord, "Record it", key))
}

// useShortcut says how a message of somebody's is recorded. reads is whether Tandem can read what is said where it is mentioned.
func useShortcut(reads bool) engine.Reply {
	why := kit.Raw("I cannot read threads here.")
	if reads {
		why = kit.Raw("Mention me with `record this` in a thread, and I record the thread.")
	}
	text := kit.Join("\n",
		why+kit.Raw(" Open the menu (⋮) of the message that says it and choose *Capture feedback*: you see what is recorded before it is."),
		kit.Raw("Or say it in your words: `@Tandem dark mode for the dashboard`."))
	return whisperOf(kit.Fitted(text, kit.Section(text)))
}

// recordedByMention says that a mention is recorded where no receipt in its thread says so.
func recordedByMention(in engine.Input, p ritual.Product, r ritual.Request, is recorded) engine.Reply {
	if is == sameRequest {
		return recordedReply(p, r, is)
	}
	text := kit.Join("\n", kit.F("Recorded for %s as *%s*: %s", p.Name, r.ID, r.Title), whyElsewhere(r, in.Place))
	return whisperOf(kit.Fitted(text, kit.Section(text)))
}

// answerTaken says what a mention was taken for. Where it comes late, it may have been meant for something new.
func answerTaken(key string, q hereAsked) engine.Reply {
	text := kit.F("Thank you. I took that as the answer about *%s*:\n%s", q.m.Request.ID, kit.Quote(q.text, 600))
	if q.late == "" {
		return whisperOf(kit.Fitted(text, kit.Section(text)))
	}
	return whisperOf(kit.Fitted(text, kit.Section(text), kit.Section(orNew), recordIt(key)))
}

// answerTooLate says why an answer is of no use any more.
func answerTooLate(key, why string) engine.Reply {
	text := kit.Sentence(why)
	return whisperOf(kit.Fitted(text, kit.Section(text), kit.Section(orNew), recordIt(key)))
}

// orNew goes before the button by which a mention's words are recorded after all.
const orNew = kit.Text("If you asked for something new, record it:")

// whichQuestion says that more is asked than one mention can answer.
func whichQuestion(key string, asked []hereAsked) engine.Reply {
	var about []string
	for _, q := range asked {
		about = append(about, q.m.Request.ID)
	}
	lead := kit.F("*%s about %s.* Which one you answer I cannot tell: press *Answer questions* under it.", kit.Count(len(asked), "question is open", "questions are open"), ritual.And(slices.Compact(about)))
	return whisperOf(kit.Fitted("", kit.Section(lead), kit.Section(orNew), recordIt(key)))
}

// notFollowed says that an edit changes nothing in a request's thread.
func notFollowed(r ritual.Request) engine.Reply {
	text := kit.F("I do not follow edits in the thread of %s, so this changed nothing. Write it in a new message that mentions me.", r.ID)
	return whisperOf(kit.Fitted(text, kit.Section(text)))
}

// whisperOf is a reply of one private message.
func whisperOf(m kit.Message) engine.Reply { return engine.Reply{Say: &m} }
