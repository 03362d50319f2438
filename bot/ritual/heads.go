package ritual

import (
	"slices"
	"sort"
	"time"
)

// Who steers a product: the two heads, whoever stands in for them, and whoever may change that.

// headFields are the form's fields in which a role is given.
var headFields = map[Role]string{RolePM: "pm", RolePO: "po"}

// headWords are the roles that somebody can be named for, as people read them.
var headWords = map[Role]string{
	RolePM: "the product manager", RolePO: "the product owner", RoleTeam: "on the team",
	RolePMStandIn: "the product manager's stand-in", RolePOStandIn: "the product owner's stand-in",
}

// Administers reports whether somebody may change a product's settings: who set it up, its PM and its PO.
func (p Product) Administers(id string) bool {
	return id != "" && (id == p.SetUpBy || id == p.PM || id == p.PO)
}

// HandOver gives the role of PM or PO to somebody else. Who stood in for it and has it now stands in no more.
func HandOver(p Product, role Role, to Person) (Product, error) {
	field := headFields[role]
	if to.ID == "" {
		return p, RefuseField(field, "Choose who is %s from now on.", headWords[role])
	}
	if to.ID == p.head(role) {
		return p, RefuseField(field, "This is %s already. Choose somebody else.", headWords[role])
	}
	if err := CheckHead(field, to); err != nil {
		return p, err
	}
	return p.withHead(role, to.ID), nil
}

// head is who has the role of PM or PO.
func (p Product) head(role Role) string {
	if role == RolePM {
		return p.PM
	}
	return p.PO
}

// standIn is who stands in for the PM or the PO when it comes to that; empty when it is nobody.
func (p Product) standIn(role Role) string {
	if role == RolePM {
		return p.Settings.PMStandIn
	}
	return p.Settings.POStandIn
}

// withHead is the product with somebody as its PM or PO.
func (p Product) withHead(role Role, id string) Product {
	if role == RolePM {
		p.PM = id
	} else {
		p.PO = id
	}
	if p.Settings.PMStandIn == p.PM {
		p.Settings.PMStandIn = ""
	}
	if p.Settings.POStandIn == p.PO {
		p.Settings.POStandIn = ""
	}
	return p
}

// NotMe takes from somebody the role that they were named for. That of PM or PO falls to who set the product up, who is
// told: setter, as Slack last described them. On the team and as stand-in nobody takes their place.
func NotMe(p Product, role Role, who string, setter Person) (after Product, told string, err error) {
	words, known := headWords[role]
	if !known || !p.has(role, who) {
		return p, "", Refuse("You are not %s of %s any more, so there is nothing to take back.", words, short(p.Name))
	}
	switch role {
	case RoleTeam:
		p.Team = slices.DeleteFunc(slices.Clone(p.Team), func(id string) bool { return id == who })
		return p, p.SetUpBy, nil
	case RolePMStandIn:
		p.Settings.PMStandIn = ""
		return p, p.SetUpBy, nil
	case RolePOStandIn:
		p.Settings.POStandIn = ""
		return p, p.SetUpBy, nil
	}
	switch {
	case who == p.SetUpBy:
		return p, "", Refuse("You set %s up, so this would fall back to you. Name somebody else in `/tandem settings`.", short(p.Name))
	case setter.ID != p.SetUpBy || setter.Kind != Member && setter.Kind != Unknown: // Slack may not have said
		return p, "", Refuse("Who set %s up cannot take this on. Name somebody else in `/tandem settings`.", short(p.Name))
	}
	return p.withHead(role, p.SetUpBy), p.SetUpBy, nil
}

// has reports whether somebody was named for a role.
func (p Product) has(role Role, who string) bool {
	switch role {
	case RolePM, RolePO:
		return who != "" && who == p.head(role)
	case RoleTeam:
		return slices.Contains(p.Team, who)
	case RolePMStandIn:
		return who != "" && who == p.Settings.PMStandIn
	}
	return who != "" && who == p.Settings.POStandIn
}

// Acting is who is asked in the place of the PM or the PO: the owner, unless they are away and have a stand-in who is
// not. For an owner who has left it is the stand-in, else the other head, else who set the product up: the first who has
// not left too. People are the heads and their stand-ins by id, as Slack last described them.
func Acting(p Product, role Role, people map[string]Person, now time.Time) string {
	owner, standIn, other := p.head(role), p.standIn(role), p.PO
	if role == RolePO {
		other = p.PM
	}
	can := standIn != "" && people[standIn].Kind != Gone
	switch {
	case people[owner].Kind != Gone:
		if p.Settings.Away(people[owner], now) && can && !p.Settings.Away(people[standIn], now) {
			return standIn
		}
		return owner
	case can:
		return standIn
	case people[other].Kind != Gone: // who is both has left as both
		return other
	}
	return p.SetUpBy
}

// StandsIn reports whether a stand-in may take a decision that waits since an instant: its owner has left or is away, or
// let the last nudge pass. s are the product's settings.
func StandsIn(owner Person, since, now time.Time, s Settings) bool {
	if owner.Kind == Gone || s.Away(owner, now) {
		return true
	}
	return !since.IsZero() && !now.Before(s.Workplace(owner).AfterWorkingDays(since, lastNudge))
}

// OverdueSince is the instant such that what waits for somebody since then or longer may be decided by their stand-in; zero
// when nothing does. It is StandsIn the other way round.
func OverdueSince(owner Person, now time.Time, s Settings) time.Time {
	n := sort.Search(overdueMost, func(secs int) bool { return StandsIn(owner, now.Add(-time.Duration(secs)*time.Second), now, s) })
	if n == overdueMost {
		return time.Time{}
	}
	return now.Add(-time.Duration(n) * time.Second)
}

// overdueMost are the seconds within which four working days are over, however many holidays lie between them.
const overdueMost = 90 * 24 * 60 * 60
