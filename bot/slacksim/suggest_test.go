package slacksim

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// suggester is an app with a form whose menu asks it for options; it answers with what offers returns.
func suggester(t *testing.T, w *Workspace, offers func(typed string) any) *app {
	form := modal("f", inputBlock("request", Block{"type": "external_select", "min_query_length": 2}),
		inputBlock("more", Block{"type": "multi_external_select"}, "optional", true))
	a := opener(t, w, form, nil)
	opens := a.answer
	a.answers(func(e envelope) any {
		if e.Payload["type"] == "block_suggestion" {
			return offers(fmt.Sprint(e.Payload["value"]))
		}
		return opens(e)
	})
	if err := w.Person("ana").GlobalShortcut("new_request"); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAMenuOfTheAppsOwnOffersWhatTheAppAnswers(t *testing.T) {
	w, _ := start(t)
	a := suggester(t, w, func(typed string) any {
		return Block{"option_groups": []any{Block{"label": plainText("Found"), "options": []any{opt(typed+" 1", "FR-1"), opt(typed+" 2", "FR-2")}}}}
	})
	ana := w.Person("ana")
	if err := ana.Fill("request", "FR-1"); !errors.Is(err, ErrNotThere) {
		t.Errorf("before anything was typed: %v", err)
	}
	if _, err := ana.Suggest(Form, "request", "d"); !errors.Is(err, ErrNotThere) {
		t.Errorf("with one letter: %v", err)
	}
	offered, err := ana.Suggest(Form, "request", "dark")
	if err != nil || len(offered) != 2 || labelOf(offered[1]) != "dark 2" {
		t.Fatalf("offered %v, %v", offered, err)
	}
	p := a.last("block_suggestion")
	if p["action_id"] != "request" || p["block_id"] != "request" || p["value"] != "dark" || p["view"] == nil || p["trigger_id"] != nil {
		t.Errorf("the payload is %v", p)
	}
	if _, err := ana.Suggest(Form, "more", "light"); err != nil {
		t.Fatal(err)
	}
	for block, value := range map[string]any{"request": "dark 2", "more": []string{"FR-1", "FR-2"}} {
		if err := ana.Fill(block, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := ana.Submit(); err != nil {
		t.Fatal(err)
	}
	got := toJSON(a.last("view_submission")["view"].(map[string]any)["state"])
	for _, part := range []string{`"text":"dark 2"`, `"text":"light 1"`} {
		if !strings.Contains(got, part) {
			t.Errorf("the state %s lacks %s", got, part)
		}
	}
	obeyed(t, w)
}

func TestOptionsThatSlackRefusesAreAViolation(t *testing.T) {
	for name, answer := range map[string]any{
		"none at all":     nil,
		"of another kind": Block{"response_action": "clear"},
		"too long":        Block{"options": []any{opt(x(76), "1")}},
	} {
		w, _ := start(t)
		suggester(t, w, func(string) any { return answer })
		if _, err := w.Person("ana").Suggest(Form, "request", "dark"); !errors.Is(err, ErrTrouble) || len(w.Errors()) != 1 {
			t.Errorf("%s: %v, %q", name, err, w.Errors())
		}
	}
}

func TestAFormTakesFilesAndRichText(t *testing.T) {
	w, _ := start(t)
	form := modal("f", inputBlock("files", Block{"type": "file_input", "max_files": 1}), inputBlock("words", Block{"type": "rich_text_input"}))
	a := opener(t, w, form, nil)
	ana := w.Person("ana")
	ana.Upload("#atlas", "", "", "plan.txt", []byte("x"))
	w.Person("ben").Upload("#atlas", "", "", "his.txt", []byte("x"))
	messages := w.Messages("#atlas")
	mine, his := messages[0].Files[0].ID, messages[1].Files[0].ID
	if err := ana.GlobalShortcut("new_request"); err != nil {
		t.Fatal(err)
	}
	if err := ana.Fill("files", []string{mine, mine}); err == nil {
		t.Error("two files were taken")
	}
	if err := ana.Fill("files", his); !errors.Is(err, ErrNotThere) {
		t.Errorf("ben's file: %v", err)
	}
	if err := ana.Submit(); !errors.Is(err, ErrFields) {
		t.Errorf("without a file: %v", err)
	}
	for block, value := range map[string]any{"files": mine, "words": "for <@U0BEN>"} {
		if err := ana.Fill(block, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := ana.Submit(); err != nil {
		t.Fatal(err)
	}
	got := toJSON(a.last("view_submission")["view"].(map[string]any)["state"])
	for _, part := range []string{`"id":"` + mine + `"`, `"user_id":"U0BEN"`, `"rich_text_value"`} {
		if !strings.Contains(got, part) {
			t.Errorf("the state %s lacks %s", got, part)
		}
	}
	obeyed(t, w)
}

func TestWhatCannotBePressedHereSaysSo(t *testing.T) {
	w, _ := start(t, func(c *Config) { c.Newer = true })
	a := connect(t, w, nil)
	blocks := []any{Block{"type": "context_actions", "elements": []any{trash("bin")}}, Block{"type": "actions", "elements": []any{with(sound["workflow_button"], "action_id", "flow")}}}
	ts := fine(t, a.call("chat.postMessage", Block{"channel": "C0ATLAS", "text": "x", "blocks": blocks}))["ts"].(string)
	for _, action := range []string{"bin", "flow"} {
		if err := w.Person("ana").Press(At("#atlas", ts), action, ""); !errors.Is(err, ErrNotThere) {
			t.Errorf("%s: %v", action, err)
		}
	}
}
