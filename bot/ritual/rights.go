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
	ToDraft      Action = "draft"      // Draft story
	ToPrioritize Action = "prioritize" // Prioritize
	ToChallenge  Action = "challenge"  // Challenge
	ToSplit      Action = "split"      // Split
	ToEstimate   Action = "estimate"   // Estimate
	ToVote       Action = "vote"       // a size
	ToReveal     Action = "reveal"     // Reveal, Vote again
	ToSetPoints  Action = "set points" // Set points
	ToMove       Action = "move"       // Move…
	ToUnpin      Action = "unpin"      // Unpin
	ToWithdraw   Action = "withdraw"   // Withdraw
	ToObjectives Action = "objectives" // change the roadmap
	ToReassign   Action = "objective"  // put a request under another objective
	ToRepost     Action = "repost"     // post again what could not be posted
	ToSettings   Action = "settings"   // change a product's settings and heads
	ToNotMe      Action = "not me"     // give back what one was named for
	ToShare      Action = "share"      // Share title and story, Make private again

	ToAskAlignment Action = "ask align"  // Ask for alignment
	ToChangeKind   Action = "kind"       // Change kind
	ToLink         Action = "link"       // Link to…
	ToEditStory    Action = "edit story" // Edit story
	ToRedraft      Action = "redraft"    // Redraft
	ToRestore      Action = "restore"    // Restore an earlier version
	ToHistory      Action = "history"    // read the History of a story
	ToMute         Action = "mute"       // Mute, Unmute
	ToUndo         Action = "undo"       // Undo
	ToReopen       Action = "reopen"     // Reopen

	ToPlan     Action = "plan"     // plan, start, change and close a sprint
	ToCommit   Action = "commit"   // put a story into the active sprint
	ToTakeOut  Action = "take out" // take a story out of the active sprint
	ToBegin    Action = "begin"    // Start
	ToFinish   Action = "finish"   // Done
	ToUnfinish Action = "unfinish" // Not done yet
	ToOwn      Action = "own"      // say who works on a story
	ToDefect   Action = "defect"   // Report a defect
	ToAccept   Action = "accept"   // Accept
	ToReturn   Action = "return"   // Return
	ToShip     Action = "ship"     // Shipped
	ToShow     Action = "show"     // Show it, Not this time
	ToRunDemo  Action = "demo"     // change the running order
	ToRecap    Action = "recap"    // draft, edit and post the recap, collect its replies

	ToStandup Action = "standup" // set up, change and end a standup

	ToMerge   Action = "merge"   // Merge…
	ToJoin    Action = "join"    // Add my voice, of what was just recorded
	ToUnmerge Action = "unmerge" // Unmerge
	ToSupport Action = "support" // Add my voice, without a request of one's own
)

// Actions are all actions, in the order of the table.
var Actions = []Action{ToAsk, ToSetUp, ToAlign, ToQuestion, ToAnswer, ToSkip, ToDraft, ToPrioritize, ToChallenge, ToSplit, ToEstimate,
	ToVote, ToReveal, ToSetPoints, ToMove, ToUnpin,
	ToWithdraw, ToObjectives, ToReassign, ToRepost, ToSettings, ToNotMe, ToShare,
	ToAskAlignment, ToChangeKind, ToLink, ToMute,
	ToEditStory, ToRedraft, ToRestore, ToHistory,
	ToUndo, ToReopen,
	ToPlan, ToCommit, ToTakeOut, ToBegin, ToFinish, ToUnfinish, ToOwn, ToDefect, ToAccept, ToReturn, ToShip, ToShow, ToRunDemo, ToRecap, ToStandup,
	ToMerge, ToJoin, ToUnmerge, ToSupport}

// A right is one row of the table: who may take an action, and at which statuses. An action may have several rows.
type right struct {
	action Action
	who    []Role
	at     []Status // empty: whatever the status
	verb   string   // what the refusal says of the action
	only   []string // who can, for the refusal
}

var (
	pmRoles   = []Role{RolePM, RolePMStandIn}
	poRoles   = []Role{RolePO, RolePOStandIn}
	headRoles = slices.Concat(pmRoles, poRoles)
	workers   = append([]Role{RoleTeam}, poRoles...) // the PO too, who puts right what the team forgot
	askers    = []Role{RoleReporter, RoleRequester}

	unsettled = []Status{New, AwaitingAlignment, NeedsInfo, AwaitingPriority}          // until it is in the backlog
	asked     = []Status{New, AwaitingAlignment, NeedsInfo, AwaitingPriority, Backlog} // while its questions can be answered
	sized     = []Status{AwaitingPriority, Backlog}                                    // while the team can estimate it
	supported = append(slices.Clone(asked), InSprint, Done, Accepted)                  // while anybody has a step to take

	redraftable = []Status{AwaitingAlignment, NeedsInfo, AwaitingPriority, Backlog, Parked} // until it is in a sprint
	editable    = append(slices.Clone(redraftable), InSprint)                               // until it is done
)

// rights is the one table of who may do what, and when. Everything that a person presses is checked against it when
// they press, whatever the button showed. In what refusals say, {request} and {product} stand for themselves, {PM} and
// {PO} for the head with their title and whoever stands in, {pm}, {po} and {setter} for the people alone. Who stands in for a
// head who has left is named in the head's place, but not in that of {pm itself} and {po itself}.
var rights = []right{
	{ToAsk, []Role{RoleMember, RoleGuest}, nil, "record a request", []string{"full members of this workspace"}},
	{ToSetUp, []Role{RoleMember}, nil, "set up a product", []string{"full members of this workspace"}},
	{ToAlign, pmRoles, []Status{AwaitingAlignment}, "decide on the alignment of {request}", []string{"{PM}"}},
	{ToQuestion, pmRoles, []Status{AwaitingAlignment}, "ask for more about {request}", []string{"{PM}"}},
	{ToAnswer, slices.Concat(askers, headRoles), asked, "answer the questions about {request}", []string{"whoever asked for it", "{pm}", "{po}"}},
	{ToSkip, askers, asked, "skip the questions about {request}", []string{"whoever asked for it"}},
	{ToDraft, slices.Concat(askers, headRoles), asked, "have the story of {request} drafted", []string{"whoever asked for it", "{pm}", "{po}"}},
	{ToPrioritize, poRoles, []Status{AwaitingPriority, Backlog}, "prioritize {request}", []string{"{PO}"}},
	{ToChallenge, poRoles, []Status{AwaitingPriority}, "challenge the alignment of {request}", []string{"{PO}"}},
	{ToSplit, poRoles, []Status{AwaitingPriority, Backlog}, "split {request}", []string{"{PO}"}},
	{ToEstimate, slices.Concat(poRoles, []Role{RoleTeam}), sized, "have {request} estimated", []string{"{PO}", "the team"}},
	{ToVote, []Role{RoleTeam}, sized, "vote on {request}", []string{"the team"}},
	{ToReveal, slices.Concat(poRoles, []Role{RoleStarter}), sized, "reveal the votes on {request}", []string{"{PO}", "whoever started it"}},
	{ToSetPoints, poRoles, sized, "set the points of {request}", []string{"{PO}"}},
	{ToMove, poRoles, []Status{Backlog}, "move {request}", []string{"{PO}"}},
	{ToUnpin, poRoles, []Status{Backlog}, "unpin {request}", []string{"{PO}"}},
	{ToWithdraw, []Role{RoleReporter}, append([]Status{Noted}, unsettled...), "withdraw {request}", []string{"whoever recorded it"}},
	{ToObjectives, pmRoles, nil, "change the roadmap", []string{"{PM}"}},
	{ToReassign, pmRoles, hanging, "choose the objective of {request}", []string{"{PM}"}},
	{ToRepost, headRoles, nil, "post this again", []string{"{pm}", "{po}"}},
	{ToSettings, []Role{RoleAdmin}, nil, "change the settings of {product}", []string{"{setter}", "{pm itself}", "{po itself}"}},
	{ToShare, headRoles, nil, "change who can read {request}", []string{"{pm}", "{po}"}},
	{ToEditStory, poRoles, editable, "edit the story of {request}", []string{"{PO}"}},
	{ToRedraft, poRoles, redraftable, "have the story of {request} drafted anew", []string{"{PO}"}},
	{ToRestore, poRoles, editable, "restore a version of the story of {request}", []string{"{PO}"}},
	{ToHistory, slices.Concat(headRoles, askers, []Role{RoleTeam, RoleMember, RoleGuest}), nil, "read the history of {request}", []string{"full members of this workspace"}},
	{ToNotMe, []Role{RoleNamed}, nil, "give back a part in {product}", []string{"whoever was named for it"}},
	{ToAskAlignment, poRoles, []Status{AwaitingPriority}, "ask for the alignment of {request}", []string{"{PO}"}},
	{ToChangeKind, headRoles, []Status{AwaitingAlignment, NeedsInfo, AwaitingPriority, Noted}, "change the kind of {request}", []string{"{pm}", "{po}"}},
	{ToLink, append([]Role{RoleReporter}, headRoles...), []Status{Noted}, "link {request}", []string{"whoever recorded it", "{pm}", "{po}"}},
	{ToMute, []Role{RoleAnybody}, nil, "mute {request}", []string{"whoever hears of it"}},                               // for themselves
	{ToUndo, append([]Role{RoleDecider}, pmRoles...), nil, "take back what was decided on {request}", []string{"{PM}"}}, // the rule says until when
	{ToReopen, pmRoles, reopened, "reopen {request}", []string{"{PM}"}},
	{ToPlan, poRoles, nil, "plan the sprints of {product}", []string{"{PO}"}},
	{ToCommit, poRoles, []Status{Backlog}, "put {request} into a sprint", []string{"{PO}"}},
	{ToTakeOut, poRoles, []Status{InSprint}, "take {request} out of the sprint", []string{"{PO}"}},
	{ToBegin, workers, []Status{InSprint}, "start {request}", []string{"the team", "{po}"}},
	{ToFinish, workers, []Status{InSprint}, "say that {request} is done", []string{"the team", "{po}"}},
	{ToUnfinish, workers, []Status{Done}, "say that {request} is not done yet", []string{"the team", "{po}"}},
	{ToOwn, workers, []Status{InSprint, Done}, "say who works on {request}", []string{"the team", "{po}"}},
	{ToDefect, slices.Concat(workers, pmRoles), nil, "report a defect in {product}", []string{"the team", "{pm}", "{po}"}},
	{ToAccept, poRoles, []Status{Done}, "accept {request}", []string{"{PO}"}},
	{ToReturn, poRoles, []Status{Done, Accepted}, "return {request}", []string{"{PO}"}},
	{ToShip, poRoles, []Status{Accepted}, "say that {request} is shipped", []string{"{PO}"}},
	{ToShow, workers, []Status{InSprint, Done, Accepted, Shipped}, "say what is shown of {request}", []string{"the team", "{po}"}},
	{ToRunDemo, poRoles, nil, "change the demo of {product}", []string{"{PO}"}},
	{ToRecap, poRoles, nil, "write the recap of {product}", []string{"{PO}"}},
	{ToStandup, append([]Role{RoleAdmin, RoleTeam}, headRoles...), nil, "change the standups of {product}", []string{"{setter}", "{pm}", "{po}", "the team"}},
	{ToMerge, headRoles, asked, "merge {request}", []string{"{pm}", "{po}"}},
	{ToJoin, slices.Concat(askers, headRoles), unsettled, "have {request} join another request", []string{"whoever asked for it", "{pm}", "{po}"}},
	{ToUnmerge, headRoles, []Status{Merged}, "take {request} out again", []string{"{pm}", "{po}"}},
	{ToSupport, []Role{RoleMember, RoleGuest}, supported, "add a voice to {request}", []string{"full members of this workspace"}},
}

// May answers nil when the case's person may take the action now, and else a *Refusal that says who can or what has
// become of the request.
func May(a Action, c Case) error { return judge(rights, a, c) }

// judge answers as May does, by the rows of a table. One row that allows it is enough.
func judge(table []right, a Action, c Case) error {
	mine := c.roles()
	var known, now *right // the action's first row, and the first for the request's status
	was := false          // whether the person could, or may come to, at another status
	before := false       // whether it can be done to what is in the backlog, by those who steer
	for i, row := range table {
		if row.action != a {
			continue
		}
		if known == nil {
			known = &table[i]
		}
		at := len(row.at) == 0 || slices.Contains(row.at, c.Request.Status)
		may := slices.ContainsFunc(row.who, func(r Role) bool { return slices.Contains(mine, r) })
		switch {
		case at && may:
			return nil
		case at && now == nil:
			now = &table[i]
		}
		before = before || slices.Contains(row.at, Backlog) && !slices.Contains(row.who, RoleRequester)
		_, waits := row.noTurn(c)
		was = was || may || waits
	}
	switch {
	case known == nil:
		return fmt.Errorf("rights: no row for the action %q", a)
	case now != nil:
		return now.refuse(c)
	case was && before && c.Request.Status == InSprint && a != ToCommit:
		return outFirst(c)
	case was:
		return MovedOn(c.Request, c.Last)
	}
	return known.refuse(c)
}

// outFirst is the refusal of what can be done in the backlog, to what is in a sprint.
func outFirst(c Case) error {
	in := "in a sprint"
	if c.Last.Sprint != "" {
		in = "in sprint " + c.Last.Sprint
	}
	return Refuse("%s is %s. Take it out of the sprint first: %s can do that, by `Take out…` in `/sprint`.", c.Request.ID, in, c.fill("{PO}"))
}

// refuse says who can take the row's action.
func (row right) refuse(c Case) error {
	verb := strings.NewReplacer("{request}", c.Request.ID, "{product}", short(c.Product.Name)).Replace(row.verb)
	if slices.Contains(row.who, RoleMember) && c.Who.Kind == Unknown {
		return Refuse("Slack did not say who you are just now, so I could not %s. Please try again in a moment.", verb)
	}
	if owner, ok := row.noTurn(c); ok {
		says := fmt.Sprintf("You stand in for %s: you can %s while they are away", Name(c.Product.head(owner)), verb)
		if c.awaits(owner) {
			says += fmt.Sprintf(", or once it has waited for %d working days", lastNudge)
		}
		return Refuse("%s.", says)
	}
	var who []string
	for _, one := range row.only {
		if one = c.fill(one); one != "" && !slices.Contains(who, one) { // one person is named once
			who = append(who, one)
		}
	}
	return Refuse("Only %s can %s.", And(who), verb)
}

// noTurn is the head for whom the case's person stands in and could take the row's action, if it were their turn.
func (row right) noTurn(c Case) (owner Role, ok bool) {
	switch {
	case c.Who.ID == "" || c.Who.Kind == Gone:
	case c.Who.ID == c.Product.Settings.PMStandIn && slices.Contains(row.who, RolePMStandIn):
		return RolePM, true
	case c.Who.ID == c.Product.Settings.POStandIn && slices.Contains(row.who, RolePOStandIn):
		return RolePO, true
	}
	return "", false
}

// And puts a list into words: "a, b and c".
func And(all []string) string {
	last := len(all) - 1
	if last < 1 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:last], ", ") + " and " + all[last]
}

// MovedOn is the refusal for whoever presses a button that the request has outgrown: nothing is wrong, somebody was
// quicker.
func MovedOn(r Request, last Decision) error {
	if r.Status == Split {
		return Refuse("%s was split: each of its parts is decided by itself. `/tandem show %s` lists them.", r.ID, r.ID)
	}
	if last.Request == r.ID && last.ID != "" {
		return Refuse("%s has moved on: %s. Its status is %s now.", r.ID, last.Sentence(), r.Status)
	}
	return Refuse("%s has moved on: its status is %s now.", r.ID, r.Status)
}
