package ritual

import "testing"

func TestACauseIsToldFromAPurpose(t *testing.T) {
	for text, want := range map[string]bool{
		"because we lose two hours": true, "Otherwise we lose Acme": true, "weil wir Zeit verlieren": true,
		"um Fehler zu finden": true, "監査で必要なので": true,
		"": false, "I can sleep": false, "we can see why": false, "become rich": false, "unsere Prüfer es sehen": false, "umlauts work": false,
	} {
		if got := (Story{SoThat: text}).SaysBecause(); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
