package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"tandem/prompts/modelsim"
	"tandem/store/dbtest"
)

func TestItDraftsWithTheModelThatItsEnvironmentNames(t *testing.T) {
	h := newHouse(t, "sqlite", dbtest.SQLite(t), 1, 1)
	h.p.ends(os.Interrupt)
	model := modelsim.Start(t)
	h.vars = []string{"OPENAI_BASE_URL=" + model.URL, "OPENAI_MODEL=small", "OPENAI_API_KEY=sk-secret"}
	h.start()
	h.connected()
	if err := h.sim.Person("r0").Command("#p0", "/request An export to CSV"); err != nil {
		t.Fatal(err)
	}
	h.settles()
	if asked := model.Asked(); len(asked) != 2 || asked[0].Model != "small" || asked[0].Key != "sk-secret" {
		t.Errorf("asked %+v", asked)
	}
	cards, err := json.Marshal(h.sim.Person("pm0").Sees("@tandem"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(cards), "Drafted by the model, version 1") {
		t.Errorf("the PM reads %s", cards)
	}
	h.p.ends(os.Interrupt)
	log := h.p.errs.String()
	if !strings.Contains(log, "model=small") || !strings.Contains(log, "asked the model") {
		t.Errorf("the log does not tell of the model:\n%s", log)
	}
	for _, secret := range []string{"sk-secret", "export", "CSV"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q:\n%s", secret, log)
		}
	}
}
