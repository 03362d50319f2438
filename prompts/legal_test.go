package prompts

import (
	"strings"
	"testing"

	"tandem/bot/ritual"
)

func TestACompanyIsHiddenWithAndWithoutItsLegalForm(t *testing.T) {
	for name, want := range map[string]string{
		"Acme GmbH": "Acme", "Acme GmbH & Co. KG": "Acme", "Globex, Inc.": "Globex", "Acme": "Acme", "トヨタ株式会社": "トヨタ",
		"AG": "AG", "BP plc": "BP plc", "Contoso Pty Ltd": "Contoso",
	} {
		if got := withoutForm(name); got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
}

func TestWhatPeopleCallTheCustomerDoesNotReachAModel(t *testing.T) {
	h := newMask(ritual.Request{Customer: "Acme GmbH"}, nil, nil)
	if got := h.hide("acme waits for it, and Acme GmbH pays; Acmeology does not"); strings.Contains(strings.ToLower(got), "acme ") || !strings.Contains(got, "Acmeology") {
		t.Error(got)
	}
}
