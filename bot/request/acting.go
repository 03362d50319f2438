package request

import (
	"cmp"
	"context"
	"errors"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// Who is asked, and in whose place. The rule is ritual.Acting; here is what it has to know.

// A Crew are people by id, as far as anything is known of them.
type Crew map[string]ritual.Person

// Meet adds somebody to the crew, as the store knows them.
func (c Crew) Meet(ctx context.Context, tx *store.Tx, ids ...string) error {
	var strangers []string
	for _, id := range ids {
		if _, known := c[id]; known || id == "" {
			continue
		}
		strangers = append(strangers, id)
		c[id] = ritual.Person{ID: id} // whom Slack never described
	}
	found, err := tx.People(ctx, strangers...)
	for _, p := range found {
		c[p.ID] = p
	}
	return err
}

// Of is somebody of the crew.
func (c Crew) Of(id string) ritual.Person {
	who := c[id]
	who.ID = id
	return who
}

// Name is somebody's name as a word, which pings nobody.
func (c Crew) Name(id string) string { return cmp.Or(kit.OneLine(c[id].Name), "somebody") }

// NameOf is the same of somebody who is of no crew.
func NameOf(ctx context.Context, tx *store.Tx, id string) (string, error) {
	c := Crew{}
	err := c.Meet(ctx, tx, id)
	return c.Name(id), err
}

// HeadsOf are the heads of a product and who stands in for them.
func HeadsOf(ctx context.Context, tx *store.Tx, p ritual.Product) (Crew, error) {
	c := Crew{}
	return c, c.Meet(ctx, tx, p.PM, p.PO, p.Settings.PMStandIn, p.Settings.POStandIn)
}

// TeamZone is the zone in which a product's rituals are: the team's, else that of the PO.
func TeamZone(ctx context.Context, tx *store.Tx, p ritual.Product) (string, error) {
	po, err := tx.Person(ctx, p.PO)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", err
	}
	return cmp.Or(p.Settings.Zone, po.Zone, "UTC"), nil
}

// MayIn checks whether somebody may do something in a product.
func MayIn(ctx context.Context, tx *store.Tx, a ritual.Action, who ritual.Person, p ritual.Product) error {
	heads, err := HeadsOf(ctx, tx, p)
	if err != nil {
		return err
	}
	return ritual.May(a, ritual.Case{Who: who, Product: p, People: heads, Now: tx.Now})
}

// Acquaint has a matter know the people whom its next step depends on.
func (m *Matter) Acquaint(ctx context.Context, tx *store.Tx) (err error) {
	m.Now = tx.Now
	if m.People == nil {
		if m.People, err = HeadsOf(ctx, tx, m.Product); err != nil {
			return err
		}
	}
	if m.Request.Status == ritual.NeedsInfo {
		return m.People.Meet(ctx, tx, m.Request.Requester, m.Request.Reporter)
	}
	return m.sprint(ctx, tx)
}

// RoleOf is the head whose step it is; empty where it is somebody else's.
func RoleOf(s ritual.Step) ritual.Role {
	switch s {
	case ritual.StepPM:
		return ritual.RolePM
	case ritual.StepPO:
		return ritual.RolePO
	}
	return ""
}

// StandInFor are the roles of those who stand in for the heads.
var StandInFor = map[ritual.Role]ritual.Role{ritual.RolePM: ritual.RolePMStandIn, ritual.RolePO: ritual.RolePOStandIn}

// HeadOf is who has a role in a product.
func HeadOf(p ritual.Product, role ritual.Role) string {
	switch role {
	case ritual.RolePM:
		return p.PM
	case ritual.RolePO:
		return p.PO
	case ritual.RolePMStandIn:
		return p.Settings.PMStandIn
	case ritual.RolePOStandIn:
		return p.Settings.POStandIn
	}
	return ""
}

// Acting is who is asked for a decision of the PM or of the PO: they themselves, or who acts in their place.
func (m Matter) Acting(role ritual.Role) string {
	return ritual.Acting(m.Product, role, m.People, m.Now)
}

// Asked is who is asked what nobody said: whoever wants it, who recorded it when they have left, else the PM.
func (m Matter) Asked() string {
	for _, id := range []string{m.Request.Asked(), m.Request.Reporter} {
		if m.People.Of(id).Kind != ritual.Gone {
			return id
		}
	}
	return m.Acting(ritual.RolePM)
}

// Owner is who is to take a request's next step; empty when it is nobody in particular, or Tandem itself.
func (m Matter) Owner() string {
	step := m.Request.Status.NextStep()
	if role := RoleOf(step); role != "" {
		return m.Acting(role)
	}
	switch {
	case step == ritual.StepRequester:
		return m.Asked()
	case step == ritual.StepTeam && m.People.Of(m.Work.Owner).Kind != ritual.Gone:
		return m.Work.Owner
	}
	return ""
}

// Decides reports whether somebody may take the decision that a step waits for.
func (m Matter) Decides(s Step, who string) bool {
	return s.right != "" && m.May(s.right, m.People.Of(who)) == nil
}

// Both reports whether whoever looks or acts answers both questions, why and what next.
func (m Matter) Both() bool { return m.BothBy(m.By) }

// BothBy reports whether somebody answers both questions: who is PM and PO at once, or stands in as both.
func (m Matter) BothBy(who string) bool {
	s := m.Product.Settings
	return m.Product.OneHead() && (who == "" || who == m.Product.PM || (s.PMStandIn == who) == (s.POStandIn == who))
}

// InPlaceOf says for whom somebody is asked: "for @priya, who is away". It is empty where it is their own decision.
func (m Matter) InPlaceOf(who string) kit.Text {
	head := HeadOf(m.Product, RoleOf(m.Request.Status.NextStep()))
	switch owner := m.People.Of(head); {
	case head == "" || head == who:
		return ""
	case owner.Kind == ritual.Gone:
		return kit.F("for %s, who has left", kit.User(head))
	case m.Product.Settings.Away(owner, m.Now):
		return kit.F("for %s, who is away", kit.User(head))
	default: // whose stand-in may answer, too
		return kit.F("for %s, who has not answered yet", kit.User(head))
	}
}
