package kit

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

func TestWhatBlocksSayIsSpokenWithoutTheirControls(t *testing.T) {
	got := Spoken([]slack.Block{
		Header("FR-1 <b>"), Section(F("*%s*", "Dark & light")), Fields(Raw("one"), Raw("two")), Divider(),
		Context(Raw("asked by"), Raw("Sam")), Actions("", Button("go", "Aligned", "FR-1")),
	})
	if want := Text("FR-1 &lt;b&gt;\n*Dark &amp; light*\none\ntwo\nasked by\nSam"); got != want {
		t.Errorf("spoken:\n%s\nwant:\n%s", got, want)
	}
	if got := Spoken([]slack.Block{Divider()}); got != "" {
		t.Errorf("a line says %q", got)
	}
	if got := Spoken([]slack.Block{Section(T(strings.Repeat("&", 800))), Section(T(strings.Repeat("&", 800)))}); len([]rune(got)) > MaxText || strings.HasSuffix(string(got), "&am…") {
		t.Errorf("%d characters, ending in %q", len([]rune(got)), got[len(got)-8:])
	}
}
