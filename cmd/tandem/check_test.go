package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"tandem/bot"
	"tandem/bot/slacksim"
	"tandem/prompts/modelsim"
	"tandem/store/dbtest"
)

func TestTheCheckMakesOneSmallCallToTheModel(t *testing.T) {
	manifest, err := json.Marshal(bot.Manifest())
	if err != nil {
		t.Fatal(err)
	}
	sim, err := slacksim.Start(slacksim.Config{Manifest: manifest})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	model := modelsim.Start(t)
	for _, v := range append(environ(sim, dbtest.SQLite(t)), "OPENAI_BASE_URL="+model.URL, "OPENAI_MODEL=small", "OPENAI_API_KEY=sk-secret") {
		name, value, _ := strings.Cut(v, "=")
		t.Setenv(name, value)
	}
	var out, errs bytes.Buffer
	if code := start([]string{"check"}, &out, &errs); code != 0 || !strings.Contains(out.String(), "ok    model        small answers; at most 200000 tokens a day\n") {
		t.Errorf("it ends with %d and says:\n%s%s", code, &out, &errs)
	}
	if n := len(model.Asked()); n != 1 {
		t.Errorf("it asked %d times", n)
	}
	model.Next(modelsim.Status(401, ""))
	out.Reset()
	if code := start([]string{"check"}, &out, &errs); code != 1 || !strings.Contains(out.String(), "fail  model        the model's server refuses the call: ") || strings.Contains(out.String(), "secret") {
		t.Errorf("with a wrong key it ends with %d and says:\n%s%s", code, &out, &errs)
	}
	if n := len(sim.Calls("chat.postMessage")); n != 0 {
		t.Errorf("it posted %d messages", n)
	}
}
