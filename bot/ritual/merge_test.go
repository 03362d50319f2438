package ritual

import (
	"testing"
	"time"
)

func TestARequestIsMergedOnlyIntoAnOpenOneOfItsProduct(t *testing.T) {
	pub := func(id string, s Status) Request { return Request{ID: id, Product: "P", Status: s, Since: noon} }
	priv := func(id, channel string) Request {
		r := pub(id, Backlog)
		r.Private, r.Source.Channel = true, channel
		return r
	}
	part := pub("FR-1.1", AwaitingPriority)
	part.Parent = "FR-1"
	other := pub("FR-2", Backlog)
	other.Product = "Q"
	for _, x := range []struct {
		r, lead Request
		want    string
	}{
		{pub("FR-1", NeedsInfo), pub("FR-2", New), ""},
		{pub("FR-1", New), pub("FR-2", Accepted), ""},
		{pub("FR-1", New), pub("FR-2", Declined), "FR-2 is not open any more: its status is Declined. Choose an open request."},
		{pub("FR-1", New), pub("FR-2", Merged), "FR-2 is not open any more: its status is Merged. Choose an open request."},
		{pub("FR-1", New), pub("FR-1", New), "FR-1 leads these requests already. Choose another one."},
		{part, pub("FR-2", Backlog), "FR-1.1 is a part of FR-1. Merge FR-1 as a whole before it is split, or decline the part."},
		{pub("FR-1", New), other, "FR-2 belongs to another product than FR-1. Choose a request of the same product."},
		{pub("FR-1", New), priv("FR-2", "C1"), "FR-2 came from a private conversation, and FR-1 did not. Merge FR-2 into FR-1 instead, so that everybody can read what it became."},
		{priv("FR-1", "C1"), priv("FR-2", "C2"), ""},
		{priv("FR-1", "C1"), pub("FR-2", Backlog), ""},
	} {
		later := noon.Add(time.Hour)
		after, m, d, err := MergeInto(x.r, x.lead, Product{ID: "P"}, "omar", later)
		if err != nil || x.want != "" {
			if err == nil || err.Error() != x.want || after != x.r {
				t.Errorf("%s into %s: got  %v\nwant %s", x.r.ID, x.lead.ID, err, x.want)
			}
			continue
		}
		if after.Status != Merged || !after.Since.Equal(later) || m.Into != x.lead.ID || d.Lead != x.lead.ID || d.Verdict != MergedInto {
			t.Errorf("%+v, %+v, %+v", after, m, d)
		}
		back, d := TakeOut(after, m, "ana", later)
		if back != x.r || d.Verdict != TakenOut || d.Lead != x.lead.ID || d.By != "ana" {
			t.Errorf("taken out: %+v, %+v", back, d)
		}
	}
}

func TestWhatWasSaidInPrivateGoesIntoNoStoryThatOthersRead(t *testing.T) {
	said := []Evidence{{ID: "0", Channel: "C1"}, {ID: "1", Private: true}, {ID: "2", Channel: "G1", Private: true}, {ID: "3", Channel: "G2", Private: true}}
	for _, x := range []struct {
		r    Request
		want string
	}{{Request{}, "0"}, {Request{Private: true, Source: Source{Channel: "G1"}}, "012"}, {Request{Private: true, Source: Source{Channel: "G3"}}, "01"}} {
		got := ""
		for _, e := range x.r.ForStory(said) {
			got += e.ID
		}
		if got != x.want {
			t.Errorf("%+v: %s", x.r, got)
		}
	}
}
