package prompts

import (
	"regexp"
	"strings"
)

// sentencesOf are the sentences of the i-th evidence as the model read it. A bullet is read behind the line that it stands
// under: "It must not:" belongs to all of them.
func (t *task) sentencesOf(i int) []sentence {
	if t.sentences[i] != nil {
		return t.sentences[i]
	}
	var all []sentence
	code, under := false, ""
	for line := range strings.Lines(t.brief.Evidence[i].Text) {
		line = strings.TrimSpace(quoteMark.ReplaceAllString(line, ""))
		bullet := bulletMark.MatchString(line)
		line = strings.TrimSpace(placeholder.ReplaceAllString(bulletMark.ReplaceAllString(line, ""), ""))
		if !bullet {
			under = ""
		}
		fenced := code || strings.Contains(line, "```")
		code = code != (strings.Count(line, "```")%2 == 1)
		for _, text := range cutSentences(emphasis.ReplaceAllString(line, "$1")) {
			if text == "" {
				continue
			}
			s := sentence{text: trimEnds(strings.TrimSpace(under + " " + text)), tongue: tongueOf(text, t.draft.tongue), code: fenced}
			s.question = asksFor.MatchString(text)
			if strings.HasSuffix(text, ":") || strings.HasSuffix(text, "：") {
				under = strings.TrimRight(text, ":：")
			}
			all = append(all, s.read())
		}
	}
	t.sentences[i] = all
	return all
}

// asksFor is how a question ends.
var asksFor = regexp.MustCompile(`[?？؟]$|(?:ます|です|でしょう)か[。？]?$`)
