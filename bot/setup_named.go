package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Whoever is named for a part in a product is told once, and may say that it is not them.

// The ids of naming. Old messages carry them: they are never renamed.
const (
	namedKind    = "named"     // to who was named
	relievedKind = "relieved"  // to the PM or PO whose part somebody else has now
	notMeKind    = "not_me"    // to who named somebody that said no
	notMe        = "named.not" // the button
)

// parts are what somebody can be named for, by their fields in the forms. Old messages carry the fields: they are never
// renamed.
var parts = []struct {
	field string
	role  ritual.Role
}{{"pm", ritual.RolePM}, {"po", ritual.RolePO}, {"pm_stand_in", ritual.RolePMStandIn}, {"po_stand_in", ritual.RolePOStandIn}}

// A naming is that somebody was given parts in a product. It is what the messages about it are about.
type naming struct {
	product, by, who string
	fields           []string // their parts
	id               string   // tells one naming from the same one at another time
}

func (n naming) subject() string {
	return strings.Join([]string{n.product, n.by, n.who, strings.Join(n.fields, "+"), n.id}, "/")
}

// readNaming reads a naming's subject.
func readNaming(subject string) (n naming, ok bool) {
	is := strings.Split(subject, "/")
	if len(is) != 5 {
		return n, false
	}
	return naming{is[0], is[1], is[2], strings.Split(is[3], "+"), is[4]}, true
}

// roles are the parts of a naming.
func (n naming) roles() (rs []ritual.Role) {
	for _, part := range parts {
		if slices.Contains(n.fields, part.field) {
			rs = append(rs, part.role)
		}
	}
	return rs
}

// held are the parts of a naming that the person still has.
func (n naming) held(p ritual.Product) []ritual.Role {
	return slices.DeleteFunc(n.roles(), func(r ritual.Role) bool { return request.HeadOf(p, r) != n.who })
}

// tellNamed tells whoever has a part in the product that they did not have before, and the PM and the PO who have theirs
// no more. Each gets one message; who did it knows.
func tellNamed(ctx context.Context, tx *store.Tx, before, after ritual.Product, by string) error {
	gained, lost := map[string][]string{}, map[string][]string{}
	for _, part := range parts {
		was, is := request.HeadOf(before, part.role), request.HeadOf(after, part.role)
		if was == is {
			continue
		}
		gained[is] = append(gained[is], part.field)
		if part.role == ritual.RolePM || part.role == ritual.RolePO {
			lost[was] = append(lost[was], part.field)
		}
	}
	for who := range gained {
		delete(lost, who)
	}
	for kind, told := range map[string]map[string][]string{namedKind: gained, relievedKind: lost} {
		for who, fields := range told {
			if who == "" || who == by {
				continue
			}
			n := naming{after.ID, by, who, fields, store.NewID()}
			if _, err := engine.Post(ctx, tx, store.Message{Kind: kind, Subject: n.subject(), Product: after.ID, To: who}); err != nil {
				return err
			}
		}
	}
	return nil
}

// sayNotMe takes from somebody what they were named for, and tells who named them.
func sayNotMe(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	n, ok := readNaming(in.Subject)
	_, err := tx.MessageOf(ctx, namedKind, in.Subject, in.By)
	if !ok || errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, ritual.Refuse("This was about somebody else.")
	}
	if err != nil {
		return engine.Reply{}, err
	}
	p, err := tx.Product(ctx, n.product)
	if err != nil {
		return engine.Reply{}, err
	}
	people := request.Crew{}
	if err := people.Meet(ctx, tx, p.SetUpBy); err != nil {
		return engine.Reply{}, err
	}
	after, told, err := giveBack(p, n, people.Of(p.SetUpBy))
	if err != nil {
		return engine.Reply{}, err
	}
	if err := keepChanged(ctx, tx, p, after); err != nil {
		return engine.Reply{}, err
	}
	for _, who := range slices.Compact([]string{n.by, told}) {
		if _, err := engine.Post(ctx, tx, store.Message{Kind: notMeKind, Subject: n.subject(), Product: p.ID, To: who}); err != nil {
			return engine.Reply{}, err
		}
	}
	return engine.Say(noLongerWords(after, n)), engine.Refresh(ctx, tx, n.subject())
}

// giveBack takes from somebody all that they were named for and still have. Where that is nothing, it says why not.
func giveBack(p ritual.Product, n naming, setter ritual.Person) (after ritual.Product, told string, err error) {
	var no []error
	after = p
	for _, role := range n.roles() {
		next, who, err := ritual.NotMe(after, role, n.who, setter)
		if err != nil {
			no = append(no, err)
			continue
		}
		after, told = next, who
	}
	if told == "" {
		return p, "", no[0]
	}
	return after, told, nil
}
