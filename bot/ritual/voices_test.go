package ritual

import (
	"slices"
	"testing"
)

func TestPeopleAndCustomersAreCountedOnce(t *testing.T) {
	said := func(person, customer string) Supporter { return Supporter{Person: person, Customer: customer} }
	for _, x := range []struct {
		r                 Request
		others            []Supporter
		people, customers []string
	}{
		{Request{Reporter: "sam"}, nil, []string{"sam"}, nil},
		{Request{Reporter: "sam", Customer: "Acme"}, nil, nil, []string{"Acme"}},
		{Request{Reporter: "sam", Requester: "dev", Customer: "Acme"}, nil, []string{"dev"}, []string{"Acme"}},
		{Request{Reporter: "sam"}, []Supporter{said("dev", "Acme"), said("sam", " ACME "), said("", "acme"), said("", "Globex")},
			[]string{"sam", "dev"}, []string{"Acme", "Globex"}},
		{Request{Reporter: "sam", Requester: "acme", Customer: "Acme"}, []Supporter{said("acme", "")}, []string{"acme"}, []string{"Acme"}},
	} {
		people, customers := Wanting(x.r, x.others)
		if !slices.Equal(people, x.people) || !slices.Equal(customers, x.customers) || UniqueRequesters(x.r, x.others) != len(x.people)+len(x.customers) {
			t.Errorf("%+v, %+v: %v, %v", x.r, x.others, people, customers)
		}
	}
}

func TestARequestsOwnVoiceHasItsWords(t *testing.T) {
	r := Request{ID: "FR-1", Title: "Dark mode", Reporter: "sam", Requester: "dev", Private: true, Importance: Blocker, Source: Source{Channel: "C", TS: "1"}}
	s := OwnVoice(r)
	if s.Words != "Dark mode" || s.SaidBy() != "sam" || s.Person != "dev" || !s.Private || s.Importance != Blocker || s.TS != "1" {
		t.Errorf("%+v", s)
	}
	r.Problem = "It is too bright."
	if s := OwnVoice(r); s.Words != "It is too bright." {
		t.Errorf("%+v", s)
	}
	if by := (Supporter{Person: "dev"}).SaidBy(); by != "dev" {
		t.Error(by)
	}
}

func TestAVoiceInsteadOfARequestHasAllThatWasWritten(t *testing.T) {
	from := Source{Channel: "C", TS: "1", Author: "dev"}
	was := Request{ID: "FR-1", Reporter: "dev", Requester: "dev", Customer: "Acme", Source: from}
	for _, x := range []struct {
		r    Request
		by   string
		want Supporter
		adds bool
	}{
		{Request{Title: "Dark", Requester: "dev", Source: from}, "sam", Supporter{Person: "sam", By: "sam", Words: "Dark"}, true},
		{Request{Title: "Dark", Problem: "Dark mode"}, "sam", Supporter{Person: "sam", By: "sam", Words: "Dark mode"}, true},
		{Request{Title: "Dark", Problem: "Bright", Requester: "gwen", Customer: "Globex", Importance: Blocker}, "sam",
			Supporter{Person: "gwen", Customer: "Globex", By: "sam", Words: "Dark\nBright", Importance: Blocker}, true},
		{Request{Title: "Dark", Private: true, Source: from}, "sam", Supporter{Person: "sam", By: "sam", Words: "Dark", Private: true, Channel: "C"}, true},
		{Request{Title: "Dark", Requester: "dev", Customer: " ACME ", Source: from}, "dev", Supporter{Person: "dev", Customer: " ACME ", By: "dev", Words: "Dark"}, false},
		{Request{Title: "Dark", Customer: "Globex"}, "dev", Supporter{Person: "dev", Customer: "Globex", By: "dev", Words: "Dark"}, true},
		{Request{Title: "Dark", Requester: "gwen"}, "dev", Supporter{Person: "gwen", By: "dev", Words: "Dark"}, true},
	} {
		x.want.At = noon
		if got := VoiceFrom(x.r, x.by, noon); got != x.want || got.Adds(was) != x.adds {
			t.Errorf("%+v: %+v, which adds %v", x.r, got, got.Adds(was))
		}
	}
}
