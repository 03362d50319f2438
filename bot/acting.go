package bot

import (
	"context"
	"errors"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// Who is asked, and in whose place. The rule is ritual.Acting; here is what it has to know.

// A crew are people by id, as far as anything is known of them.
type crew map[string]ritual.Person

// meet adds somebody to the crew, as the store knows them.
func (c crew) meet(ctx context.Context, tx *store.Tx, ids ...string) error {
	for _, id := range ids {
		if _, known := c[id]; known || id == "" {
			continue
		}
		p, err := tx.Person(ctx, id)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		p.ID = id
		c[id] = p
	}
	return nil
}

// of is somebody of the crew.
func (c crew) of(id string) ritual.Person {
	who := c[id]
	who.ID = id
	return who
}

// headsOf are the heads of a product and who stands in for them.
func headsOf(ctx context.Context, tx *store.Tx, p ritual.Product) (crew, error) {
	c := crew{}
	return c, c.meet(ctx, tx, p.PM, p.PO, p.Settings.PMStandIn, p.Settings.POStandIn)
}

// mayIn checks whether somebody may do something in a product.
func mayIn(ctx context.Context, tx *store.Tx, a ritual.Action, who ritual.Person, p ritual.Product) error {
	heads, err := headsOf(ctx, tx, p)
	if err != nil {
		return err
	}
	return ritual.May(a, ritual.Case{Who: who, Product: p, People: heads, Now: tx.Now})
}

// acquaint has a matter know the people whom its next step depends on.
func (m *matter) acquaint(ctx context.Context, tx *store.Tx) (err error) {
	m.now = tx.Now
	if m.people == nil {
		if m.people, err = headsOf(ctx, tx, m.p); err != nil {
			return err
		}
	}
	if m.r.Status != ritual.NeedsInfo {
		return nil
	}
	return m.people.meet(ctx, tx, m.r.Requester, m.r.Reporter)
}

// roleOf is the head whose step it is; empty where it is somebody else's.
func roleOf(s ritual.Step) ritual.Role {
	switch s {
	case ritual.StepPM:
		return ritual.RolePM
	case ritual.StepPO:
		return ritual.RolePO
	}
	return ""
}

// standInFor are the roles of those who stand in for the heads.
var standInFor = map[ritual.Role]ritual.Role{ritual.RolePM: ritual.RolePMStandIn, ritual.RolePO: ritual.RolePOStandIn}

// headOf is who has a role in a product.
func headOf(p ritual.Product, role ritual.Role) string {
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

// acting is who is asked for a decision of the PM or of the PO: they themselves, or who acts in their place.
func (m matter) acting(role ritual.Role) string {
	return ritual.Acting(m.p, role, m.people, m.now)
}

// asked is who is asked what nobody said: whoever wants it, who recorded it when they have left, else the PM.
func (m matter) asked() string {
	for _, id := range []string{m.r.Asked(), m.r.Reporter} {
		if m.people.of(id).Kind != ritual.Gone {
			return id
		}
	}
	return m.acting(ritual.RolePM)
}

// owner is who is to take a request's next step; empty when it is nobody, or Tandem itself.
func (m matter) owner() string {
	step := m.r.Status.NextStep()
	if role := roleOf(step); role != "" {
		return m.acting(role)
	}
	if step == ritual.StepRequester {
		return m.asked()
	}
	return ""
}

// decides reports whether somebody may take the decision that a step waits for.
func (m matter) decides(s step, who string) bool {
	return s.right != "" && m.may(s.right, m.people.of(who)) == nil
}

// both reports whether whoever looks or acts answers both questions, why and what next.
func (m matter) both() bool { return m.bothBy(m.by) }

// bothBy reports whether somebody answers both questions: who is PM and PO at once, or stands in as both.
func (m matter) bothBy(who string) bool {
	s := m.p.Settings
	return m.p.OneHead() && (who == "" || who == m.p.PM || (s.PMStandIn == who) == (s.POStandIn == who))
}

// inPlaceOf says for whom somebody is asked: "for @priya, who is away". It is empty where it is their own decision.
func (m matter) inPlaceOf(who string) kit.Text {
	head := headOf(m.p, roleOf(m.r.Status.NextStep()))
	switch owner := m.people.of(head); {
	case head == "" || head == who:
		return ""
	case owner.Kind == ritual.Gone:
		return kit.F("for %s, who has left", kit.User(head))
	case owner.Away(m.now):
		return kit.F("for %s, who is away", kit.User(head))
	default: // whose stand-in may answer, too
		return kit.F("for %s, who has not answered yet", kit.User(head))
	}
}
