package ritual

import (
	"slices"
	"time"
)

// A Role is what somebody is to a product or a request.
type Role string

// The roles.
const (
	RolePM        Role = "PM"
	RolePO        Role = "PO"
	RolePMStandIn Role = "PM's stand-in" // who may act for the PM now
	RolePOStandIn Role = "PO's stand-in" // who may act for the PO now
	RoleTeam      Role = "team"
	RoleReporter  Role = "reporter"
	RoleRequester Role = "requester"
	RoleMember    Role = "member"        // a full member of the workspace
	RoleGuest     Role = "guest"         // a guest, or somebody of another organization, where the product lets them ask
	RoleAdmin     Role = "administrator" // who set the product up, its PM and its PO
	RoleAnybody   Role = "anybody"       // who has not left
	RoleStarter   Role = "starter"       // who started the estimation
	RoleDecider   Role = "decider"       // who took the decision, and still steers the product
	RoleNamed     Role = "named"         // whoever was named for a part in the product, also as a stand-in who has no turn
)

// A Case is what May judges: somebody who wants to do something to a request of a product. Request and Last are
// empty for actions on a product. Without People and Now no stand-in has a turn.
type Case struct {
	Who     Person
	Product Product
	Request Request
	Last    Decision          // the latest decision on the request, for the sentence that says what has become of it
	People  map[string]Person // the heads and their stand-ins by id, as Slack last described them
	Now     time.Time
	Starter string // who started the estimation that it is about
	Decider string // who took the decision that it is about
}

// roles are what the case's person is.
func (c Case) roles() []Role {
	id, p := c.Who.ID, c.Product
	if id == "" || c.Who.Kind == Gone {
		return nil
	}
	var rs []Role
	for _, one := range []struct {
		role Role
		is   bool
	}{
		{RolePM, id == p.PM},
		{RolePO, id == p.PO},
		{RolePMStandIn, id == c.actsFor(RolePM)},
		{RolePOStandIn, id == c.actsFor(RolePO)},
		{RoleTeam, slices.Contains(p.Team, id)},
		{RoleReporter, id == c.Request.Reporter},
		{RoleRequester, id == c.Request.Requester},
		{RoleMember, c.Who.Kind == Member},
		{RoleGuest, p.Settings.Guests && (c.Who.Kind == Guest || c.Who.Kind == Stranger)},
		{RoleAdmin, p.Administers(id)},
		{RoleAnybody, true},
		{RoleStarter, id == c.Starter},
		{RoleDecider, id == c.Decider && Reader{Person: id}.Steers(p)},
		{RoleNamed, slices.ContainsFunc([]Role{RolePM, RolePO, RoleTeam, RolePMStandIn, RolePOStandIn}, func(r Role) bool { return p.has(r, id) })},
	} {
		if one.is {
			rs = append(rs, one.role)
		}
	}
	return rs
}

// actsFor is who may act for the PM or the PO beside them now; empty when it is nobody.
func (c Case) actsFor(role Role) string {
	owner, standIn := c.person(c.Product.head(role)), c.person(c.Product.standIn(role))
	if acting := Acting(c.Product, role, c.People, c.Now); acting != owner.ID {
		return acting
	}
	var since time.Time // what waits for nobody's decision waits for no stand-in either
	if c.awaits(role) {
		since = c.Request.AskedAt()
	}
	if standIn.ID != "" && standIn.Kind != Gone && StandsIn(owner, since, c.Now, c.Product.Settings) {
		return standIn.ID
	}
	return ""
}

// awaits reports whether the request waits for a decision of the PM or the PO.
func (c Case) awaits(role Role) bool {
	step := c.Request.Status.Asks()
	return step == StepPM && role == RolePM || step == StepPO && role == RolePO
}

// person is somebody by id, as far as the case knows them.
func (c Case) person(id string) Person {
	who := c.People[id]
	who.ID = id
	return who
}

// fill puts people into what a refusal says about who can.
func (c Case) fill(s string) string {
	switch s {
	case "{PM}":
		return c.title(RolePM)
	case "{PO}":
		return c.title(RolePO)
	case "{pm}":
		return Name(c.reachable(RolePM))
	case "{po}":
		return Name(c.reachable(RolePO))
	case "{setter}":
		return Name(c.Product.SetUpBy)
	case "{pm itself}":
		return c.unlessGone(c.Product.PM)
	case "{po itself}":
		return c.unlessGone(c.Product.PO)
	}
	return s
}

// unlessGone names somebody, unless they have left.
func (c Case) unlessGone(id string) string {
	if c.person(id).Kind == Gone {
		return ""
	}
	return Name(id)
}

// reachable is the PM or the PO, or who acts for them when they have left.
func (c Case) reachable(role Role) string {
	owner := c.person(c.Product.head(role))
	if acting := c.actsFor(role); owner.Kind == Gone && acting != "" {
		return acting
	}
	return owner.ID
}

// title names the PM or the PO with their title, and who may act for them.
func (c Case) title(role Role) string {
	title, owner, acting := headWords[role], c.person(c.Product.head(role)), c.actsFor(role)
	switch {
	case acting == "":
		return title + ", " + Name(owner.ID) + ","
	case owner.Kind == Gone:
		return Name(acting) + ", who stands in for " + title + ","
	}
	return title + ", " + Name(owner.ID) + ", and " + Name(acting) + ", who stands in,"
}
