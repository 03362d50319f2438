package ritual

import "time"

// A PersonKind says what somebody is to this workspace. The zero kind is unknown, which no rule takes for a member.
type PersonKind string

// The kinds of people.
const (
	Unknown  PersonKind = ""
	Member   PersonKind = "member"   // a full member of the workspace
	Guest    PersonKind = "guest"    // a single- or multi-channel guest
	Stranger PersonKind = "stranger" // somebody of another organization
	Machine  PersonKind = "bot"
	Gone     PersonKind = "gone" // deactivated
)

// A Person is somebody as Slack last described them.
type Person struct {
	ID   string
	Name string
	Zone string // IANA name; empty when not known
	Kind PersonKind
	Read time.Time // when Slack said so

	Status      string    // the emoji of their status, without colons; empty when they set none
	StatusUntil time.Time // when it ends by itself; zero when it does not

	Off []string // YYYY-MM-DD: their own days off, which are among those of Work, too

	AwayFrom, AwayUntil string // YYYY-MM-DD: the days on which they say that they are away, both included, in their zone; empty when they do not

	Work Workplace // their own working hours and days off; what is empty in it is as the product has it. See Settings.Workplace
}

// CheckRequester says whether somebody can be named as the one who needs it: who is asked back has to be there.
func CheckRequester(field string, who Person) error {
	switch who.Kind {
	case Machine:
		return RefuseField(field, "%s is an app. Choose a person, or write a customer's name below.", short(who.Name))
	case Gone:
		return RefuseField(field, "%s has left the workspace. Choose somebody who can be asked, such as yourself.", short(who.Name))
	case Stranger:
		return RefuseField(field, "%s belongs to another organization. Choose somebody here, and write who it is for below.", short(who.Name))
	}
	return nil
}

// A Place is where people talk: a channel, a private channel or a direct message, as Slack last described it.
type Place struct {
	ID       string
	Name     string // without the #; empty for direct messages
	Private  bool   // private channel, direct or group message
	Direct   bool   // direct or group message
	Shared   bool   // with another organization
	Archived bool
	Joined   bool // Tandem is a member
	Read     time.Time
}

// Known reports whether Slack has described the place. What is not known is treated as private and shared.
func (p Place) Known() bool { return !p.Read.IsZero() }

// Secret reports whether what is said there may be shown to people outside it: no when private, no when unknown.
func (p Place) Secret() bool { return !p.Known() || p.Private }

// A Bar is why Tandem does not post in a place by itself. Its text is kept in the database and never renamed; two of
// them are Slack's own words.
type Bar string

// The bars; the empty one is none.
const (
	NotKnown   Bar = "unknown" // Slack has not described the place
	NotJoined  Bar = "not_in_channel"
	IsArchived Bar = "is_archived"
	IsShared   Bar = "shared" // with another organization, and the product does not allow it
)

// Bar is why Tandem may not post in the place, or empty where it may. sharedToo is the product's leave to post where
// another organization reads.
func (p Place) Bar(sharedToo bool) Bar {
	switch {
	case !p.Known():
		return NotKnown
	case p.Archived:
		return IsArchived
	case !p.Joined:
		return NotJoined
	case p.Shared && !sharedToo:
		return IsShared
	}
	return ""
}
