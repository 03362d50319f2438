package ritual

import (
	"fmt"
	"slices"
	"strings"
)

// An Action is something that a person can do to a request or a product.
type Action string

// The actions.
const (
	ToAsk        Action = "ask"        // record a request
	ToSetUp      Action = "set up"     // set up a product
	ToAlign      Action = "align"      // Aligned, Not now, Decline
	ToQuestion   Action = "question"   // Need more
	ToAnswer     Action = "answer"     // Answer questions
	ToSkip       Action = "skip"       // Skip questions
	ToPrioritize Action = "prioritize" // Prioritize
	ToWithdraw   Action = "withdraw"   // Withdraw
	ToObjectives Action = "objectives" // add to the roadmap
	ToRepost     Action = "repost"     // post again what could not be posted
)

// A Role is what somebody is to a product or a request.
type Role string

// The roles.
const (
	RolePM        Role = "PM"
	RolePO        Role = "PO"
	RoleTeam      Role = "team"
	RoleReporter  Role = "reporter"
	RoleRequester Role = "requester"
	RoleMember    Role = "member" // a full member of the workspace
	RolePMStandIn Role = "PM's stand-in"
	RolePOStandIn Role = "PO's stand-in"
)

// Roles are all roles, in the order of the table.
var Roles = []Role{RolePM, RolePO, RoleTeam, RoleReporter, RoleRequester, RoleMember}

// A right is one row of the table: who may take an action, and at which statuses.
type right struct {
	action Action
	who    []Role
	at     []Status // empty: whatever the status
	verb   string   // "align %s": what the refusal says
	only   string   // who can, for the refusal; %PM and %PO stand for the people
}

// rights is the one table of who may do what, and when. Everything that a person presses is checked against it when
// they press, whatever the button showed.
var rights = []right{
	{ToAsk, []Role{RoleMember}, nil,
		"record a request", "full members of this workspace"},
	{ToSetUp, []Role{RoleMember}, nil,
		"set up a product", "full members of this workspace"},
	{ToAlign, []Role{RolePM}, []Status{AwaitingAlignment},
		"decide on the alignment of %s", "the product manager, %PM,"},
	{ToQuestion, []Role{RolePM}, []Status{AwaitingAlignment},
		"ask for more about %s", "the product manager, %PM,"},
	{ToAnswer, []Role{RoleReporter, RoleRequester, RolePM, RolePO}, []Status{New, AwaitingAlignment, NeedsInfo, AwaitingPriority, Backlog},
		"answer the questions about %s", "whoever asked for it, %PM and %PO"},
	{ToSkip, []Role{RoleReporter, RoleRequester}, []Status{New, AwaitingAlignment, NeedsInfo, AwaitingPriority, Backlog},
		"skip the questions about %s", "whoever asked for it"},
	{ToPrioritize, []Role{RolePO}, []Status{AwaitingPriority, Backlog},
		"prioritize %s", "the product owner, %PO,"},
	{ToWithdraw, []Role{RoleReporter}, []Status{New, AwaitingAlignment, NeedsInfo, AwaitingPriority},
		"withdraw %s", "whoever recorded it"},
	{ToObjectives, []Role{RolePM}, nil,
		"change the roadmap", "the product manager, %PM,"},
	{ToRepost, []Role{RolePM, RolePO}, nil,
		"post this again", "%PM and %PO"},
}

// A Case is what May judges: somebody who wants to do something to a request of a product. Request and Last are
// empty for actions on a product.
type Case struct {
	Who     Person
	Product Product
	Request Request
	Last    Decision // the latest decision on the request, for the sentence that says what has become of it
}

// roles are what the case's person is.
func (c Case) roles() []Role {
	var rs []Role
	is := func(r Role, yes bool) {
		if yes {
			rs = append(rs, r)
		}
	}
	id := c.Who.ID
	if id == "" || c.Who.Kind == Gone {
		return nil
	}
	is(RolePM, id == c.Product.PM)
	is(RolePO, id == c.Product.PO)
	is(RoleTeam, slices.Contains(c.Product.Team, id))
	is(RoleReporter, id == c.Request.Reporter)
	is(RoleRequester, id == c.Request.Requester)
	is(RoleMember, c.Who.Kind == Member)
	return rs
}

// May answers nil when the case's person may take the action now, and else a *Refusal that says who can or what has
// become of the request.
func May(a Action, c Case) error {
	i := slices.IndexFunc(rights, func(r right) bool { return r.action == a })
	if i < 0 {
		return fmt.Errorf("rights: no row for the action %q", a)
	}
	row := rights[i]
	mine := c.roles()
	if !slices.ContainsFunc(row.who, func(r Role) bool { return slices.Contains(mine, r) }) {
		return row.refuse(c)
	}
	if len(row.at) > 0 && !slices.Contains(row.at, c.Request.Status) {
		return MovedOn(c.Request, c.Last)
	}
	return nil
}

// refuse says who can take the row's action.
func (row right) refuse(c Case) error {
	if slices.Equal(row.who, []Role{RoleMember}) && c.Who.Kind == Unknown {
		return Refuse("Slack did not say who you are just now, so I could not %s. Please try again in a moment.", row.what(c))
	}
	names := []string{"%PM", Name(c.Product.PM), "%PO", Name(c.Product.PO)}
	if c.Product.OneHead() { // one person is named once
		names = append([]string{", %PM and %PO", " and " + Name(c.Product.PM), "%PM and %PO", Name(c.Product.PM)}, names...)
	}
	return Refuse("Only %s can %s.", strings.NewReplacer(names...).Replace(row.only), row.what(c))
}

// what is the row's action as a phrase.
func (row right) what(c Case) string {
	if strings.Contains(row.verb, "%s") {
		return fmt.Sprintf(row.verb, c.Request.ID)
	}
	return row.verb
}

// MovedOn is the refusal for whoever presses a button that the request has outgrown: nothing is wrong, somebody was
// quicker.
func MovedOn(r Request, last Decision) error {
	if last.Request == r.ID && last.ID != "" {
		return Refuse("%s has moved on: %s. Its status is %s now.", r.ID, last.Sentence(), r.Status)
	}
	return Refuse("%s has moved on: its status is %s now.", r.ID, r.Status)
}
