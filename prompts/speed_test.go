package prompts

import (
	"strings"
	"testing"

	"tandem/bot/ritual"
)

func BenchmarkTemplate(b *testing.B) {
	for name, text := range map[string]string{
		"sentences": strings.Repeat("We must have it within 5 minutes. ", 1200),
		"run-on":    strings.Repeat("we must have it within 5 minutes and ", 1000),
		"dots":      strings.Repeat("a. ", 13000),
		"bullets":   strings.Repeat("- a b c\n", 5000),
		"commas":    strings.Repeat("when, ", 6600),
		"letters":   strings.Repeat("a", 40000),
		"kana":      strings.Repeat("ログが", 13000),
		"marks":     strings.Repeat("*_~<@", 8000),
	} {
		b.Run(name, func(b *testing.B) {
			r := ritual.Request{Kind: ritual.Feature, Title: text}
			for b.Loop() {
				listed(r, []ritual.Evidence{{ID: "0", Text: text}}, ritual.Story{})
			}
		})
	}
}
