package ritual

import (
	"strings"
	"testing"
	"time"
)

// led is a product with everybody who has a part in one.
var led = Product{ID: "atlas", PM: "pm", PO: "po", Team: []string{"team"}, SetUpBy: "setter", Settings: Settings{PMStandIn: "ben", POStandIn: "cleo"}}

// whispered is a request from the private channel C1.
var whispered = Request{ID: "FR-1", Product: "atlas", Title: "a secret", Private: true, Reporter: "reporter", Requester: "requester",
	Source: Source{Channel: "C1", Author: "author"}}

// readers are all that somebody can be to a private request, with whether they may read all of it.
var readers = []struct {
	name  string
	who   Reader
	whole bool
}{
	{"the PM", Reader{Person: "pm"}, true},
	{"the PO", Reader{Person: "po"}, true},
	{"the PM's stand-in", Reader{Person: "ben"}, true},
	{"the PO's stand-in", Reader{Person: "cleo"}, true},
	{"who acts for a head who has left", Reader{Person: "setter", Acts: []string{"atlas"}}, true},
	{"who acts so for another product", Reader{Person: "setter", Acts: []string{"bolt"}}, false},
	{"who set the product up", Reader{Person: "setter"}, false},
	{"the reporter", Reader{Person: "reporter"}, true},
	{"the requester", Reader{Person: "requester"}, true},
	{"the author of the message", Reader{Person: "author"}, true},
	{"an author kept in the evidence", Reader{Person: "kept", Kept: []string{"FR-1"}}, true},
	{"an author kept in another's", Reader{Person: "kept", Kept: []string{"FR-11"}}, false},
	{"a member of the channel", Reader{Person: "member", Rooms: []string{"C0", "C1"}}, true},
	{"a member of another channel", Reader{Person: "member", Rooms: []string{"C0"}}, false},
	{"somebody who looks from the channel", Reader{Person: "other", Place: "C1"}, true},
	{"somebody who looks from another one", Reader{Person: "other", Place: "C2"}, false},
	{"everybody in the channel", Reader{Place: "C1"}, true},
	{"everybody in another channel", Reader{Place: "C2"}, false},
	{"the team", Reader{Person: "team"}, false},
	{"anybody else", Reader{Person: "other"}, false},
	{"everybody", Reader{}, false},
	{"everybody, whatever is known of nobody", Reader{Rooms: []string{"C1"}, Kept: []string{"FR-1"}, Acts: []string{"atlas"}}, false},
}

func TestAPrivateRequestIsReadByThoseWhoWereThereAndThoseWhoDecide(t *testing.T) {
	for _, x := range readers {
		hidden, shared, public := whispered, whispered, whispered
		shared.Shared, public.Private = true, false
		for _, c := range []struct {
			is          string
			r           Request
			whole, seen bool
		}{{"private", hidden, x.whole, x.whole}, {"shared", shared, x.whole, true}, {"public", public, true, true}} {
			if got := c.r.WholeTo(x.who, led); got != c.whole {
				t.Errorf("%s may read all of one that is %s: %v", x.name, c.is, got)
			}
			if got := c.r.SeenBy(x.who, led); got != c.seen {
				t.Errorf("%s may read title and story of one that is %s: %v", x.name, c.is, got)
			}
			if got := c.r.TitleTo(x.who, led); (got == "a secret") != c.seen || !c.seen && got != "(private)" {
				t.Errorf("%s reads of one that is %s the title %q", x.name, c.is, got)
			}
		}
	}
}

func TestARequestFromNowhereIsNotOpenToThoseOfWhomNothingIsKnown(t *testing.T) {
	r := Request{ID: "FR-1", Private: true, Title: "a secret", Reporter: "reporter"} // no requester, no author, no channel
	for _, rd := range []Reader{{}, {Person: "other"}, {Person: "other", Rooms: []string{""}, Kept: []string{""}, Acts: []string{""}}} {
		if r.SeenBy(rd, Product{ID: "atlas"}) {
			t.Errorf("%+v reads it", rd)
		}
	}
}

// TestWhatWasMergedInKeepsThePrivacyOfItsSource has a public request that private ones were merged into, and the other way
// round: whoever may read a request does not by that read what others said elsewhere.
func TestWhatWasMergedInKeepsThePrivacyOfItsSource(t *testing.T) {
	said := []Evidence{
		{ID: "0", Author: "open", Channel: "C0", Text: "public"},
		{ID: "1", Author: "author", Private: true, Channel: "C1", Text: "one"},
		{ID: "2", Author: "another", Private: true, Channel: "C2", Text: "two"},
		{ID: "3", Author: "typed", Private: true, Text: "own"}, // by a command: the channel is the request's
	}
	var wanted []Supporter
	for _, e := range said {
		wanted = append(wanted, Supporter{Person: e.Author, Private: e.Private, Channel: e.Channel, Words: e.Text})
	}
	public, shared := whispered, whispered
	public.Private, public.Source.Channel, shared.Shared = false, "C0", true
	for _, x := range []struct {
		name, of string
		r        Request
		who      Reader
		want     string
	}{
		{"anybody", "a public one", public, Reader{Person: "other"}, "public"},
		{"everybody", "a public one", public, Reader{}, "public"},
		{"everybody in its channel", "a public one", public, Reader{Place: "C0"}, "public"},
		{"everybody in a private channel", "a public one", public, Reader{Place: "C1"}, "public one"},
		{"the reporter", "a public one", public, Reader{Person: "reporter"}, "public"},
		{"an author", "a public one", public, Reader{Person: "author", Kept: []string{"FR-1"}}, "public one"},
		{"an author", "a public one", public, Reader{Person: "typed"}, "public own"},
		{"a member there", "a public one", public, Reader{Person: "member", Rooms: []string{"C2"}}, "public two"},
		{"the PM", "a public one", public, Reader{Person: "pm"}, "public one two own"},
		{"anybody", "a private one", whispered, Reader{Person: "other"}, ""},
		{"the reporter", "a private one", whispered, Reader{Person: "reporter"}, "public one own"},
		{"a member there", "a private one", whispered, Reader{Person: "member", Rooms: []string{"C2"}}, ""},
		{"a member there", "a shared one", shared, Reader{Person: "member", Rooms: []string{"C2"}}, "public two"},
		{"anybody", "a shared one", shared, Reader{Person: "other"}, "public"},
		{"the PO's stand-in", "a shared one", shared, Reader{Person: "cleo"}, "public one two own"},
	} {
		var evidence, wordings []string
		for _, e := range x.r.EvidenceTo(x.who, led, said) {
			evidence = append(evidence, e.Text)
		}
		for _, s := range x.r.SupportersTo(x.who, led, wanted) {
			wordings = append(wordings, s.Words)
		}
		if got := strings.Join(evidence, " "); got != x.want {
			t.Errorf("%s reads of %s the messages %q, want %q", x.name, x.of, got, x.want)
		}
		if got := strings.Join(wordings, " "); got != x.want {
			t.Errorf("%s reads of %s the wordings %q, want %q", x.name, x.of, got, x.want)
		}
	}
}

func TestWhoSpokeForACustomerInPrivateReadsWhatTheySaid(t *testing.T) {
	public := Request{ID: "FR-1", Product: "atlas", Title: "open"}
	said := []Supporter{{Customer: "Acme", By: "sam", Words: "Acme leaves", Private: true, Channel: "C1"}}
	for who, want := range map[string]int{"sam": 1, "pm": 1, "dev": 0} {
		if got := public.SupportersTo(Reader{Person: who}, led, said); len(got) != want {
			t.Errorf("%s reads %+v", who, got)
		}
	}
}

func TestAnAuthorReadsThePartsOfWhatTheyAreKeptIn(t *testing.T) {
	part := whispered
	part.ID, part.Parent, part.Part = "FR-1.2", "FR-1", 2
	for kept, want := range map[string]bool{"FR-1": true, "FR-1.2": true, "FR-1.1": false, "FR-2": false} {
		if got := part.WholeTo(Reader{Person: "kept", Kept: []string{kept}}, led); got != want {
			t.Errorf("who is kept in %s reads %s: %v", kept, part.ID, got)
		}
	}
}

func TestGuestsReadInTheProductsChannelsAndStrangersWhereTheyMayAsk(t *testing.T) {
	p := led
	p.Name, p.Channel, p.Stakeholders = "Atlas", "C0", "C9"
	asking := p
	asking.Settings.Guests = true
	for _, x := range []struct {
		kind    PersonKind
		id      string
		places  string // in which they may, where guests may not ask
		allowed string // and where they may
	}{
		{Member, "m", "C0 C9 C1 -", "C0 C9 C1 -"},
		{Unknown, "u", "C0 C9 C1 -", "C0 C9 C1 -"},
		{Guest, "g", "C0 C9", "C0 C9 C1 -"},
		{Guest, "team", "C0 C9 C1 -", "C0 C9 C1 -"},
		{Stranger, "s", "", "C0 C9 C1 -"},
		{Stranger, "team", "C0 C9 C1 -", "C0 C9 C1 -"},
	} {
		for of, want := range map[*Product]string{&p: x.places, &asking: x.allowed} {
			var got []string
			for _, place := range []string{"C0", "C9", "C1", "-"} {
				err := MayRead(Person{ID: x.id, Kind: x.kind}, *of, strings.Trim(place, "-"))
				if err == nil {
					got = append(got, place)
				} else if Refusals(err) == nil || !strings.Contains(err.Error(), "Atlas") {
					t.Errorf("the refusal is %v", err)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s, a %s, reads in %q, want %q", x.id, x.kind, got, want)
			}
		}
	}
	if MayRead(Person{ID: "g", Kind: Guest}, led, "") == nil { // which has no channel
		t.Error("a guest reads from nowhere")
	}
}

func TestTheTitleIsSharedAndHiddenAgainOnce(t *testing.T) {
	shared, d, err := ShareTitle(whispered, "pm", noon)
	if err != nil || !shared.Shared || !shared.Private || d.Verdict != TitleShared || d.By != "pm" || !d.At.Equal(noon) {
		t.Errorf("%+v %+v %v", shared, d, err)
	}
	hidden, d, err := HideTitle(shared, "po", noon)
	if err != nil || hidden.Shared || !hidden.Private || d.Verdict != TitleHidden {
		t.Errorf("%+v %+v %v", hidden, d, err)
	}
	public := Request{ID: "FR-1"}
	for says, f := range map[string]func() (Request, Decision, error){
		"FR-1 is not private: everybody can read it.":             func() (Request, Decision, error) { return ShareTitle(public, "pm", noon) },
		"The title and story of FR-1 are shared already.":         func() (Request, Decision, error) { return ShareTitle(shared, "pm", noon) },
		"FR-1 was not recorded in private, so it stays as it is.": func() (Request, Decision, error) { return HideTitle(public, "pm", noon) },
		"FR-1 is private already.":                                func() (Request, Decision, error) { return HideTitle(hidden, "pm", noon) },
	} {
		if _, _, err := f(); err == nil || err.Error() != says || Refusals(err) == nil {
			t.Errorf("got %v, want %s", err, says)
		}
	}
}

func TestWhatAPublicRequestWasMergedIntoIsNotHiddenAgain(t *testing.T) {
	shared, private, public := whispered, Request{ID: "FR-2", Private: true}, Request{ID: "FR-3"}
	shared.Shared = true
	if HidesFrom(shared, []Request{private}) != nil || HidesFrom(shared, nil) != nil || HidesFrom(whispered, []Request{public}) != nil {
		t.Error("it is refused where nobody loses anything")
	}
	if err := HidesFrom(shared, []Request{private, public}); Refusals(err) == nil || !strings.Contains(err.Error(), "Press `Unmerge` on FR-3 first.") {
		t.Errorf("got %v", err)
	}
}

func TestMembersAreKnownForAnHour(t *testing.T) {
	m := Members{Channel: "C1", Read: noon}
	for after, want := range map[time.Duration]bool{0: true, 10 * time.Minute: true, MembersFor: true, MembersFor + 1: false, 2 * time.Hour: false} {
		if got := m.Known(noon.Add(after)); got != want {
			t.Errorf("after %s: %v", after, got)
		}
	}
	if (Members{Channel: "C1"}).Known(time.Time{}) {
		t.Error("they are known though nobody named them")
	}
}
