package ritual

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestRestoringMakesAPersonsVersionThatReadsAsTheOldOne(t *testing.T) {
	r := Request{ID: "FR-1", Kind: Feature}
	old, now := drafted(), drafted()
	now.Version, now.Want, now.Criteria = 5, "a dashboard", nil
	now.Questions = []Question{now.Questions[0], {ID: "done", Text: "How would one see it?", Answer: "A line", Closed: true}, {ID: "own1", Text: "Which?"}}
	got, err := Restore(r, old, now, "omar")
	if err != nil {
		t.Fatal(err)
	}
	want := drafted()
	want.Version, want.Origin, want.Author, want.Restored = 0, FromPerson, "omar", 3
	want.Stale, want.AskedBy, want.Note, want.Questions = false, "", "", now.Questions
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if _, err := Restore(r, old, got, "omar"); err == nil || err.Error() != "The story of FR-1 reads as in version 3 already." {
		t.Errorf("again: %v", err)
	}
	now.Questions = nil
	if got, _ := Restore(r, old, now, "omar"); len(got.Questions) != 2 {
		t.Errorf("what was answered is lost: %+v", got.Questions)
	}
}

func TestChangedNamesTheFieldsInWhichVersionsDiffer(t *testing.T) {
	s := drafted()
	after := drafted()
	after.Want, after.Criteria = "x", after.Criteria[:1]
	after.Questions = []Question{after.Questions[0], {ID: "done", Text: "How would one see it?", Answer: "A line", Closed: true}}
	if got := Changed(Feature, s, after); !slices.Equal(got, []string{"want", "criteria", "questions"}) {
		t.Errorf("got %v", got)
	}
	if got := Changed(Feature, s, s); got != nil {
		t.Errorf("got %v", got)
	}
	if got := after.Answers(s); len(got) != 1 || got[0].Answer != "A line" {
		t.Errorf("got %+v", got)
	}
	by := drafted()
	by.Criteria = slices.Clone(by.Criteria)
	by.Criteria[1].By = "ana"
	if got := Changed(Feature, s, by); !slices.Equal(got, []string{"criteria"}) {
		t.Errorf("an assumption that somebody took on: %v", got)
	}
}

func TestARedraftIsAskedForAndNeverReplacesAPersonsVersionUnasked(t *testing.T) {
	r := Request{ID: "FR-1"}
	person := drafted()
	person.Origin, person.Author = FromPerson, "ana"
	for name, x := range map[string]struct {
		s           Story
		note        string
		sure, model bool
		want        string
	}{
		"by a model":              {drafted(), " shorter ", false, true, ""},
		"by template":             {drafted(), "", false, false, ""},
		"a note and no model":     {drafted(), "shorter", false, false, "note: Only a model can follow a note, and none is on. Leave this empty to have it drafted from what was said, or use `Edit story`."},
		"a note of nothing":       {drafted(), "?!", false, true, "note: “?!” says nothing. Leave it empty to have it drafted from what was said."},
		"a long note":             {drafted(), strings.Repeat("a", 601), false, true, "note: Keep it to 600 characters; this has 601."},
		"no story":                {Story{}, "", false, true, ": FR-1 has no story yet. `Draft story` makes one."},
		"a person's":              {person, "", false, true, "sure: " + Name("ana") + " wrote this version. Tick this if the draft may take its place."},
		"a person's, surely":      {person, "", true, true, ""},
		"a person's and the note": {person, "?", false, true, "note: “?” says nothing. Leave it empty to have it drafted from what was said.|sure: " + Name("ana") + " wrote this version. Tick this if the draft may take its place."},
	} {
		w, err := AskRedraft(r, x.s, x.note, x.sure, x.model, "omar", noon)
		var got []string
		for _, no := range Refusals(err) {
			got = append(got, no.Field+": "+no.Says)
		}
		if strings.Join(got, "|") != x.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, strings.Join(got, "|"), x.want)
		}
		if want := (Redraft{Request: "FR-1", Version: 3, By: "omar", Note: strings.TrimSpace(x.note), At: noon}); x.want == "" && w != want {
			t.Errorf("%s: %+v", name, w)
		}
	}
}

func TestARedraftStandsUntilSomebodyWritesMeanwhile(t *testing.T) {
	w := Redraft{Version: 3}
	then := drafted()
	mine := drafted()
	mine.Origin, mine.Author = FromPerson, "ana"
	answered, edited := mine, mine
	answered.Version, answered.Questions = 4, nil
	edited.Version, edited.Want = 4, "another"
	other := answered
	other.Author = "eve"
	model := drafted()
	model.Version, model.Want = 4, "another"
	for name, x := range map[string]struct {
		then, now Story
		want      bool
	}{
		"nothing happened": {then, then, true}, "drafted anew": {then, model, true}, "edited": {then, edited, false},
		"over a person's": {mine, mine, true}, "answered": {mine, answered, true}, "a person's, edited": {mine, edited, false}, "restored by another": {mine, other, false},
	} {
		if got := w.Stands(Feature, x.then, x.now); got != x.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWhatTheNoteAskedForIsWhoeverAsks(t *testing.T) {
	s := drafted()
	s.Criteria = []Criterion{{Text: "a", Source: "note"}, {Text: "b", Source: "1"}, {Text: "c"}}
	got := Redraft{By: "omar", Note: "shorter"}.Asked(s, "note")
	want := []Criterion{{Text: "a", By: "omar"}, {Text: "b", Source: "1"}, {Text: "c"}}
	if !slices.Equal(got.Criteria, want) || got.AskedBy != "omar" || got.Note != "shorter" || s.Criteria[0].Source != "note" {
		t.Errorf("%+v", got)
	}
}

func TestStoriesThatSayNearlyTheSameAreTheSame(t *testing.T) {
	for _, x := range []struct {
		a, b Story
		want bool
	}{
		{Story{Want: "to export the list as CSV"}, Story{Want: "to export the lists as CSV"}, true},
		{Story{Want: "to export the list as CSV"}, Story{Want: "to import the list from Excel"}, false},
		{Story{Want: "to export 10 rows"}, Story{Want: "to export 90 rows"}, false},
		{Story{Happens: "it hangs", Should: "it does not"}, Story{Happens: "it hangs", Should: "it does not."}, true},
		{Story{}, Story{}, false},
	} {
		if x.a.SameAs(x.b) != x.want {
			t.Errorf("%+v and %+v", x.a, x.b)
		}
	}
}
