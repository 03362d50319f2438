package prompts

import (
	"path/filepath"
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

func BenchmarkTemplateOnTheCorpus(b *testing.B) {
	paths, err := filepath.Glob("testdata/corpus/*.txt")
	if err != nil {
		b.Fatal(err)
	}
	var asks []Ask
	for _, path := range paths {
		asks = append(asks, readSpecimen(b, path).ask)
	}
	for b.Loop() {
		for _, a := range asks {
			Template(a)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(asks)), "µs/draft")
}
