package ritual

import (
	"strings"
	"testing"
)

func TestAMentionIsReadByPlainSigns(t *testing.T) {
	for words, want := range map[string]struct {
		is    Mention
		words string
	}{
		"":                                 {MentionAsks, ""},
		" \n…!":                            {MentionAsks, ""},
		"help":                             {MentionAsks, ""},
		"Help!":                            {MentionAsks, ""},
		"help me please":                   {MentionAsks, ""},
		"Thank you.":                       {MentionAsks, ""},
		"what can you do":                  {MentionAsks, "what can you do"},
		"What’s this":                      {MentionAsks, "What’s this"},
		"Can we have a dark mode?":         {MentionAsks, "Can we have a dark mode?"},
		"何ができますか？":                         {MentionAsks, "何ができますか？"},
		"record this":                      {MentionPoints, ""},
		"Please record this!":              {MentionPoints, ""},
		"capture this, please":             {MentionPoints, ""},
		"note this":                        {MentionPoints, ""},
		"record":                           {MentionPoints, ""},
		"record this:":                     {MentionPoints, ""},
		"record this: dark mode":           {MentionPoints, "dark mode"},
		"Please record:\ndark mode":        {MentionPoints, "dark mode"},
		"dark mode: for the dashboard":     {MentionRecords, "dark mode: for the dashboard"},
		"record player for the lobby":      {MentionRecords, "record player for the lobby"},
		"help texts for the form":          {MentionRecords, "help texts for the form"},
		"  dark mode ":                     {MentionRecords, "dark mode"},
		"Dark mode. Is it hard? I hope no": {MentionRecords, "Dark mode. Is it hard? I hope no"},
		"whatever Acme asked for":          {MentionRecords, "whatever Acme asked for"},
		"🌙 mode":                           {MentionRecords, "🌙 mode"},
	} {
		if is, got := ReadMention(words); is != want.is || got != want.words {
			t.Errorf("%q is %d %q, want %d %q", words, is, got, want.is, want.words)
		}
	}
}

func FuzzAMentionIsRead(f *testing.F) {
	for _, words := range []string{"record this: dark mode", "please record:", "what?", ":::", "\u2800", "note this:\n\nx", "ſave this: x"} {
		f.Add(words)
	}
	f.Fuzz(func(t *testing.T, words string) {
		is, rest := ReadMention(words)
		switch {
		case !strings.Contains(words, rest) || rest != strings.TrimSpace(rest):
			t.Errorf("%q: the words are %q", words, rest)
		case is == MentionRecords && !hasWord(rest):
			t.Errorf("%q: there is nothing to record", words)
		case is == MentionPoints && rest != "" && !hasWord(rest):
			t.Errorf("%q: the title is %q", words, rest)
		}
	})
}
