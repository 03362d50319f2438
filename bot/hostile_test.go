package bot

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// hostile are n characters of what pings, links, mentions, marks up and turns the direction of a text where it is let.
func hostile(n int) string {
	r := []rune(strings.Repeat("<!channel> <@U0EVIL> <#C0EVIL> <!subteam^S1> <https://evil.example/archives/C1|Aligned> `c` *b* ~s~ _i_ &lt;!here&gt; \u202eleft\u202c \u2066in \u200fשלום ", n/40+2))
	return strings.TrimSpace(string(r[:n]))
}

// hostileWords are a scenario's words, all of them hostile.
var hostileWords = said{
	product: hostile(60), title: hostile(150), problem: hostile(3000), customer: hostile(80), question: hostile(600), answer: hostile(3000),
	reason: hostile(600), objective: hostile(75), outcome: hostile(500), measure: hostile(200),
}

// control is what Slack takes for more than text.
var control = regexp.MustCompile(`<[^>]*>?`)

// ours are the controls that Tandem writes: people and channels by their ids, dates, links to messages of the workspace, and the link
// that is asked for with what is shown in a demo, which says where it leads.
var ours = regexp.MustCompile(`^<(@[UW][A-Z0-9]+|#[CDG][A-Z0-9]+|!date\^[0-9]+\^[^<>|]*\|[^<>|]*|https?://[^<>|]+/archives/[^<>|]*\|[^<>|]*|https://example\.com/a+\|https://example\.com/a+…)>$`)

// TestNobodysWordsPingLinkOrTurnTheTextOnAnyView has everything that can be said said in the worst words, and looks at every
// view for what Slack would take for more than text and for marks that reorder what stands around them.
func TestNobodysWordsPingLinkOrTurnTheTextOnAnyView(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.lives(hostileWords)
		g := w.hangsAll(hostileWords)
		for file, views := range g {
			for name, v := range views {
				for _, text := range forgeable(w, v) {
					for _, c := range control.FindAllString(text, -1) {
						if !ours.MatchString(c) || strings.Contains(strings.ToLower(c), "evil") {
							t.Errorf("%s: %s says %s in: %s", file, name, c, text)
						}
					}
					if i := strings.IndexAny(text, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067"); i >= 0 || strings.Count(text, "\u2068") != strings.Count(text, "\u2069") {
						t.Errorf("%s: %s turns the text around it: %q", file, name, text)
					}
				}
			}
		}
		w.ended()
	})
}

// forgeable are the texts of a view that Slack reads as markup.
func forgeable(w *world, v view) (texts []string) {
	w.t.Helper()
	var was map[string]any
	if err := json.Unmarshal([]byte(asJSON(w.t, v)), &was); err != nil {
		w.t.Fatal(err)
	}
	var look func(x any)
	look = func(x any) {
		switch x := x.(type) {
		case []any:
			for _, e := range x {
				look(e)
			}
		case map[string]any:
			if s, ok := x["text"].(string); ok && x["type"] == "mrkdwn" {
				texts = append(texts, s)
			}
			if s, ok := x["Text"].(string); ok { // of a message, which is read as markup too
				texts = append(texts, s)
			}
			for _, e := range x {
				look(e)
			}
		}
	}
	look(was)
	return texts
}
