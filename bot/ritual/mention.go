package ritual

import (
	"slices"
	"strings"
)

// A Mention is what somebody means who mentions Tandem.
type Mention int

// The mentions.
const (
	MentionAsks    Mention = iota // help, a greeting, a question or nothing at all: it wants an explanation
	MentionPoints                 // “record this”: at what was said before, under the title that follows, if one does
	MentionRecords                // its words are to be recorded, or answer what was asked
)

var (
	// greetings are nothing to be recorded.
	greetings = []string{"help", "help me", "hi", "hello", "hey", "hallo", "hilfe", "thanks", "thank you", "danke", "ok", "okay", "test", "ping"}
	// pointers say to record what was said before; what follows one after a colon is what to call it, or where nothing was
	// said before, what to record.
	pointers = []string{"record", "record this", "record that", "record it", "capture", "capture this", "capture that", "capture it",
		"note", "note this", "note that", "save this", "add this"}
	// askingWords begin a question, also one without its mark.
	askingWords = []string{"what", "what's", "whats", "how", "who", "why", "when", "where", "which"}
)

// ReadMention says what a mention's words, without the mention, mean, and which of them are to be recorded. It goes by
// plain signs: a question ends with a question mark or begins with a word such as “what” or “how”.
func ReadMention(words string) (Mention, string) {
	words = strings.TrimSpace(words)
	if head, rest, found := strings.Cut(words, ":"); found && hasWord(rest) && slices.Contains(pointers, bare(head)) {
		return MentionPoints, strings.TrimSpace(rest)
	}
	all := strings.Fields(bare(words))
	switch {
	case len(all) == 0, slices.Contains(greetings, bare(words)):
		return MentionAsks, ""
	case slices.Contains(pointers, bare(words)):
		return MentionPoints, ""
	case strings.HasSuffix(words, "?"), strings.HasSuffix(words, "？"), slices.Contains(askingWords, all[0]):
		return MentionAsks, words
	}
	return MentionRecords, words
}

// bare are words without their case, politeness and the punctuation around them; nothing where there is nothing to read.
func bare(words string) string {
	if !hasWord(words) {
		return ""
	}
	s := strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(words, "’", "'"))), " ")
	s = strings.Trim(s, " .,:;!?-–—")
	s = strings.TrimSuffix(strings.TrimPrefix(s, "please "), " please")
	return strings.Trim(s, " .,:;!?-–—")
}
