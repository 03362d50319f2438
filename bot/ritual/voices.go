package ritual

import (
	"strings"
	"time"
)

// A Supporter is somebody else who wants the same, or for whom somebody said so.
type Supporter struct {
	Person     string // who wants it; empty where only a customer's name is known
	Customer   string // whom they speak for
	By         string // who said so; empty stands for the person
	Words      string
	Importance Importance
	Private    bool   // they said so in a private channel or a direct message
	Channel    string // in that one; empty for the request's own
	TS         string // of the message that says so, where there is one
	Of         string // the id of the request that was merged into this one, where it was said of that
	At         time.Time
}

// OwnVoice is that of a request itself, as of somebody who wants it: of its requester, and of the customer. Where neither is
// known, it is the reporter's.
func OwnVoice(r Request) Supporter {
	s := Supporter{Person: r.Requester, Customer: r.Customer, By: r.Reporter, Words: r.Title, Importance: r.Importance,
		Private: r.Private, Channel: r.Source.Channel, TS: r.Source.TS, At: r.Created}
	if r.Problem != "" {
		s.Words = r.Problem
	}
	if s.Person == "" && s.Customer == "" {
		s.Person = r.Reporter
	}
	return s
}

// VoiceFrom is the voice that somebody gives instead of a request of their own, with all that they wrote. Whose message they
// captured wants it anyway: then it is theirs, as where they named nobody.
func VoiceFrom(r Request, by string, now time.Time) Supporter {
	s := Supporter{Person: r.Requester, Customer: r.Customer, By: by, Words: r.Title, Importance: r.Importance, Private: r.Private, At: now}
	if r.Private {
		s.Channel = r.Source.Channel
	}
	if s.Person == "" || s.Person == r.Source.Author {
		s.Person = by
	}
	switch {
	case strings.HasPrefix(r.Problem, r.Title):
		s.Words = r.Problem
	case r.Problem != "":
		s.Words = r.Title + "\n" + r.Problem
	}
	return s
}

// Adds reports whether a voice for a request says more than the request does: of its reporter, only for somebody else.
func (s Supporter) Adds(r Request) bool {
	others := FoldCustomer(s.Customer)
	return s.SaidBy() != r.Reporter || s.Person != r.Reporter && s.Person != r.Requester || others != "" && others != FoldCustomer(r.Customer)
}

// SaidBy is who gave the voice.
func (s Supporter) SaidBy() string {
	if s.By != "" {
		return s.By
	}
	return s.Person
}

// Wanting are the different people and customers who want a request: its own, and those of its supporters, each once, in
// the order in which they came. Case and blanks do not make another customer.
func Wanting(r Request, others []Supporter) (people, customers []string) {
	seen := map[string]bool{"": true}
	for _, s := range append([]Supporter{OwnVoice(r)}, others...) {
		if !seen[s.Person] {
			seen[s.Person] = true
			people = append(people, s.Person)
		}
		if folded := FoldCustomer(s.Customer); folded != "" && !seen["customer:"+folded] {
			seen["customer:"+folded] = true
			customers = append(customers, s.Customer)
		}
	}
	return people, customers
}

// FoldCustomer is a customer's name as it is compared.
func FoldCustomer(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(name), " "))
}

// UniqueRequesters counts who wants a request: different people and customers.
func UniqueRequesters(r Request, others []Supporter) int {
	people, customers := Wanting(r, others)
	return len(people) + len(customers)
}
