package prompts

import (
	"strings"
	"testing"

	"tandem/bot/ritual"
)

var crew = map[string]string{"U0ANA": "Ana Meier", "U0MARK": "Mark Twain", "U0TARO": "田中太郎", "U0ANNA": "Anna Schmidt", "U0ANNE": "Anne Schmidt", "U0LI": "Li", "U0SAM": "sam"}

func TestNamesOfPeopleWhoAreKnownDoNotReachAModel(t *testing.T) {
	for text, want := range map[string]string{
		"Ana Meier wants it":                "P1 wants it",
		"ask ana meier, or Meier":           "ask P1, or P1",
		"Ana's list":                        "P1's list",
		"banana and Anatol":                 "banana and Anatol",
		"Mark Twain says: mark it. Mark it": "P1 says: mark it. Mark it",
		"田中太郎さんに送る":                         "P1さんに送る",
		"Frau Schmidt, that is Anna":        "Frau Schmidt, that is P1", // there are two
		"Li and the list":                   "P1 and the list",
		"li, an HTML tag":                   "li, an HTML tag",
		"Sam or sam, not SAM or Samsung":    "P1 or P1, not SAM or Samsung",
		"<@U0ANA> is Ana":                   "P1 is P1",
	} {
		h := newMask(ritual.Request{}, crew, nil)
		if got := h.hide(text); got != want {
			t.Errorf("%q became %q, not %q", text, got, want)
		}
	}
}

func TestANameComesBackAsItWasWritten(t *testing.T) {
	h := newMask(ritual.Request{Customer: "Acme"}, crew, nil)
	hidden := h.hide("Ana approves before Acme pays, then <@U0TARO>, then <@U0NOBODY>")
	if hidden != "P3 approves before C1 pays, then P1, then P2" {
		t.Fatal(hidden)
	}
	if got := h.show("When P3 approves, P1 pays C1 (P2, P9)"); got != "When Ana approves, 田中太郎 pays Acme (P2, P9)" {
		t.Error(got)
	}
	if !h.labels("P2 pays") || h.labels("P1 pays P3") {
		t.Error("a label without a name is one, others are not")
	}
}

func TestNoNameIsSentWhereverItStands(t *testing.T) {
	a := Ask{People: crew, Note: "Ana wants it shorter", Frame: "As Ana's {who}, I want {want} so that {why}",
		Request:  ritual.Request{ID: "FR-1", Kind: ritual.Feature, Title: "A list for Ana", Customer: "Acme", Reporter: "U0ANA"},
		Said:     []ritual.Evidence{{ID: "0", Author: "U0ANA", Text: "A list for Ana Meier", Files: []string{"quote Ana Meier 030 1234567.pdf", "ana@example.com.csv"}}},
		Examples: []ritual.Story{{Want: "to call Ana at ana@example.com", Criteria: []ritual.Criterion{{Text: "Ana is called at 030 1234567"}}}},
		Before:   ritual.Story{Want: "to write to Ana", Questions: []ritual.Question{{ID: "m1", Text: "Does Ana need it?"}}},
	}
	task := newTask(a)
	if sent := task.system() + data(task.brief); strings.Contains(sent, "Ana") || strings.Contains(sent, "ana@") || strings.Contains(sent, "1234567") {
		t.Error(sent)
	}
}
