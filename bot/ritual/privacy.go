package ritual

import (
	"slices"
	"time"
)

// Who may read what. What was said in a private channel or a direct message is for whoever was there and for those who
// decide about it; to everybody else it is an id and "(private)". Its PM or PO can share the title and the story: what was
// said, by whom and for whom, and the reasons that people gave stay with those who may read all of it.

// MembersFor is how long the members of a channel are those that Slack named. After that they are not known.
const MembersFor = time.Hour

// Members are the people in a channel or conversation, as Slack last named them.
type Members struct {
	Channel string
	People  []string
	Read    time.Time
}

// Known reports whether Slack named the members, and not too long ago.
func (m Members) Known(now time.Time) bool { return !m.Read.IsZero() && now.Sub(m.Read) <= MembersFor }

// A Reader is for whom something is written: a person where they look, or, without a person, everybody in a place.
type Reader struct {
	Person string
	Place  string // the channel or conversation in which they look: whoever looks there is in it

	// What is known of the person. What is not known is no.
	Rooms []string // the channels that they are a member of, as read within MembersFor
	Kept  []string // ids of the private requests among whose evidence words of theirs are
	Acts  []string // ids of the products in which they act for a head who has left
}

// Steers reports whether a reader decides about a product's requests, or stands in for somebody who does.
func (rd Reader) Steers(p Product) bool {
	switch rd.Person {
	case "":
		return false
	case p.PM, p.PO, p.Settings.PMStandIn, p.Settings.POStandIn:
		return true
	}
	return slices.Contains(rd.Acts, p.ID)
}

// wasThere reports whether a reader may read what was said in private in a channel, by some people or on their behalf.
func (rd Reader) wasThere(p Product, channel string, people ...string) bool {
	switch {
	case channel != "" && channel == rd.Place:
		return true
	case rd.Person == "":
		return false
	}
	return rd.Steers(p) || slices.Contains(people, rd.Person) || channel != "" && slices.Contains(rd.Rooms, channel)
}

// WholeTo reports whether somebody may read all of a request: also what was said, by whom and for whom, and the reasons of
// what was decided.
func (r Request) WholeTo(rd Reader, p Product) bool {
	return !r.Private || rd.wasThere(p, r.Source.Channel, r.Reporter, r.Requester, r.Source.Author) ||
		rd.Person != "" && (slices.Contains(rd.Kept, r.ID) || r.Parent != "" && slices.Contains(rd.Kept, r.Parent))
}

// SeenBy reports whether somebody may read a request's title and story.
func (r Request) SeenBy(rd Reader, p Product) bool { return r.Shared || r.WholeTo(rd, p) }

// Hidden stands for a title that its reader may not know.
const Hidden = "(private)"

// TitleTo is a request's title as a reader may know it.
func (r Request) TitleTo(rd Reader, p Product) string {
	if r.SeenBy(rd, p) {
		return r.Title
	}
	return Hidden
}

// EvidenceTo are those of a request's messages that a reader may read. Each carries the privacy of where it was said: what
// came from a private request that was merged into a public one is not public by that.
func (r Request) EvidenceTo(rd Reader, p Product, said []Evidence) []Evidence {
	if !r.SeenBy(rd, p) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(said), func(e Evidence) bool {
		return e.Private && !r.opens(rd, p, e.Channel, e.Author)
	})
}

// SupportersTo are those who want the same, with their words, as far as a reader may know of them. How many there are is
// no secret.
func (r Request) SupportersTo(rd Reader, p Product, all []Supporter) []Supporter {
	if !r.SeenBy(rd, p) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(all), func(s Supporter) bool {
		return s.Private && !r.opens(rd, p, s.Channel, s.Person, s.SaidBy())
	})
}

// opens reports whether somebody may read private words of some people that are kept with the request. Words from where the
// request itself comes from are for whoever may read all of it; words from elsewhere are for those people and for those there.
func (r Request) opens(rd Reader, p Product, channel string, people ...string) bool {
	if r.Private && (channel == "" || channel == r.Source.Channel) {
		return r.WholeTo(rd, p)
	}
	return rd.wasThere(p, channel, people...)
}

// MayRead says whether somebody may read a product's requests where they look, beside those that they asked for: full members
// may, and those of whom Slack did not say who they are, because Slack takes commands from the workspace's people only. Guests
// may in the product's channels, where they are with the others, and people of other organizations where they may ask.
func MayRead(who Person, p Product, place string) error {
	invited := p.Settings.Guests || slices.Contains(p.People(), who.ID)
	switch {
	case who.Kind != Guest && who.Kind != Stranger || invited:
		return nil
	case who.Kind == Guest && place != "" && (place == p.Channel || place == p.Stakeholders):
		return nil
	}
	return Refuse("Only full members of this workspace, and guests in the channel of %s, can read its requests.", short(p.Name))
}

// ShareTitle lets everybody read a private request's title and story. What was said stays private.
func ShareTitle(r Request, by string, now time.Time) (Request, Decision, error) {
	switch {
	case !r.Private:
		return r, Decision{}, Refuse("%s is not private: everybody can read it.", r.ID)
	case r.Shared:
		return r, Decision{}, Refuse("The title and story of %s are shared already.", r.ID)
	}
	r.Shared = true
	return r, decide(r, TitleShared, by, now), nil
}

// HidesFrom refuses to make a request private again into which one was merged that everybody can read: whoever asked for that
// is to read what it became.
func HidesFrom(r Request, joined []Request) error {
	for _, one := range joined {
		if r.Shared && !one.Private {
			return Refuse("%s is not private and was merged into %s, so whoever asked for it reads there what it became. Press `Unmerge` on %s first.", one.ID, r.ID, one.ID)
		}
	}
	return nil
}

// HideTitle takes back that everybody may read a private request's title and story.
func HideTitle(r Request, by string, now time.Time) (Request, Decision, error) {
	switch {
	case !r.Private:
		return r, Decision{}, Refuse("%s was not recorded in private, so it stays as it is.", r.ID)
	case !r.Shared:
		return r, Decision{}, Refuse("%s is private already.", r.ID)
	}
	r.Shared = false
	return r, decide(r, TitleHidden, by, now), nil
}
