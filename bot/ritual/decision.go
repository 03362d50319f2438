package ritual

import (
	"slices"
	"strings"
	"time"
)

// A Verdict is what was decided. Its text is kept in the database and never renamed.
type Verdict string

// The verdicts.
const (
	Aligned     Verdict = "aligned"
	NotNow      Verdict = "not_now"
	Decline     Verdict = "declined"
	Challenged  Verdict = "challenged" // the PO sends it back to the PM
	NeedMore    Verdict = "need_more"
	Answered    Verdict = "answered"
	Skipped     Verdict = "skipped"
	Prioritized Verdict = "prioritized"
	WontDo      Verdict = "wont_do" // the class Won't, which parks
	Moved       Verdict = "moved"   // pinned before another one in the backlog
	Unpinned    Verdict = "unpinned"
	Withdrew    Verdict = "withdrawn"
	Divided     Verdict = "split"
	Estimated   Verdict = "estimated"
	TitleShared Verdict = "shared" // the title and story of a private request
	TitleHidden Verdict = "hidden" // they are private again

	AskedAlignment Verdict = "asked_alignment" // the PO wants to know whether a problem serves the roadmap
	MadeFeature    Verdict = "made_feature"
	MadeProblem    Verdict = "made_problem"
	MadePraise     Verdict = "made_praise"
	Linked         Verdict = "linked"     // praise, to what it is about
	HandedOn       Verdict = "handed_on"  // whoever recorded it takes their voice back, and others go on with it
	Recaptured     Verdict = "recaptured" // what was withdrawn is recorded again

	Reassigned  Verdict = "reassigned"   // under another objective, without being asked about again
	AskedAgain  Verdict = "asked_again"  // its objective is off the roadmap: does it still serve it?
	ParkedAlong Verdict = "parked_along" // its objective is off the roadmap
	LeftAlone   Verdict = "left_alone"   // it goes on without the objective that was dropped

	InSprintNow Verdict = "in_sprint"     // committed to a sprint, or added to the active one
	OutOfSprint Verdict = "out_of_sprint" // taken out of the active sprint
	LeftOver    Verdict = "left_over"     // not done when its sprint was closed, and back in the backlog
	CarriedOn   Verdict = "carried_on"    // not done when its sprint was closed, and on with the next one
	Unpicked    Verdict = "unpicked"      // was to go on in the next sprint, and is not picked for it any more
	Begun       Verdict = "begun"
	TookOver    Verdict = "took_over" // from whoever had begun it
	Finished    Verdict = "done"
	Unfinished  Verdict = "undone" // not done after all
	AcceptedIt  Verdict = "accepted"
	ReturnedIt  Verdict = "returned"     // the PO does not accept it
	ReturnedAs  Verdict = "returned_as"  // and its sprint is closed: another request goes on with it
	NotReturned Verdict = "not_returned" // what was returned counts after all, and what went on with it is over
	ShippedIt   Verdict = "shipped"

	MergedInto Verdict = "merged"
	TakenOut   Verdict = "unmerged"

	Reopened      Verdict = "reopened"
	Unanswered    Verdict = "unanswered" // nobody answered the PM's question in time
	UndidAligned  Verdict = "undid_aligned"
	UndidNotNow   Verdict = "undid_not_now"
	UndidDecline  Verdict = "undid_decline"
	UndidNeedMore Verdict = "undid_need_more"
	UndidPriority Verdict = "undid_priority"
)

// A Topic is what a decision is about.
type Topic string

// The topics.
const (
	Alignment  Topic = "alignment"
	Priority   Topic = "priority"
	Order      Topic = "order"      // where it stands beside its score
	Sizing     Topic = "size"       // how many points it has
	Privacy    Topic = "privacy"    // who may read it
	Union      Topic = "union"      // whether it is one with another request
	Acceptance Topic = "acceptance" // whether what was done is accepted
	Scope      Topic = "scope"      // all else that was said or done about it
)

// Supersedes reports whether a later decision on the topic takes the place of the earlier one. Of the scope it does
// not: a question takes nothing back.
func (t Topic) Supersedes() bool { return t != Scope }

// Told says what is posted in a request's place about a decision.
type Told string

// What is told.
const (
	ToldNothing  Told = ""         // whoever is concerned did it there, or it does not concern them
	ToldLine     Told = "line"     // a line with the decision and its reason
	ToldQuestion Told = "question" // a question, with buttons to answer it
)

// verdicts is all that is particular to a verdict: its topic, its sentence and what is told where people asked. A new
// verdict is a row here. In a sentence {by}, {request}, {objective}, {revisit}, {score}, {before}, {lead}, {sprint} and {link}, which is
// the objective and the other request, stand for what the decision holds.
var verdicts = map[Verdict]struct {
	topic    Topic
	sentence string
	told     Told
}{
	Aligned:     {Alignment, "{by} aligned {request} with “{objective}”", ToldLine},
	NotNow:      {Alignment, "{by} parked {request} until {revisit}", ToldLine},
	Decline:     {Alignment, "{by} declined {request}", ToldLine},
	Challenged:  {Alignment, "{by} challenged the alignment of {request}", ToldNothing},
	NeedMore:    {Scope, "{by} asked a question about {request}", ToldQuestion},
	Answered:    {Scope, "{by} answered the questions about {request}", ToldNothing},
	Skipped:     {Scope, "{by} skipped the questions about {request}", ToldNothing},
	Prioritized: {Priority, "{by} prioritized {request}: {score}", ToldLine},
	WontDo:      {Priority, "{by} parked {request} as a Won't until {revisit}", ToldLine},
	Moved:       {Order, "{by} moved {request} before {before}", ToldNothing},
	Unpinned:    {Order, "{by} let {request} stand by its score again", ToldNothing},
	Withdrew:    {Scope, "{by} withdrew {request}", ToldNothing},
	Divided:     {Scope, "{by} split {request} into parts", ToldLine},
	Estimated:   {Sizing, "{by} set {request} to {score}", ToldNothing},
	TitleShared: {Privacy, "{by} shared the title and story of {request}", ToldLine},
	TitleHidden: {Privacy, "{by} made {request} private again", ToldLine},

	AskedAlignment: {Alignment, "{by} asked whether {request} serves the roadmap", ToldNothing},
	MadeFeature:    {Scope, "{by} made {request} a feature", ToldLine},
	MadeProblem:    {Scope, "{by} made {request} a problem", ToldLine},
	MadePraise:     {Scope, "{by} made {request} praise", ToldLine},
	Linked:         {Scope, "{by} linked {request} to {link}", ToldNothing},
	HandedOn:       {Scope, "{by} took back {request}, which others go on asking for", ToldNothing},
	Recaptured:     {Scope, "{by} recorded {request} again", ToldNothing},

	Reassigned:  {Alignment, "{by} put {request} under “{objective}”", ToldNothing},
	AskedAgain:  {Alignment, "{by} asked again whether {request} serves the roadmap, now without “{objective}”", ToldNothing},
	ParkedAlong: {Alignment, "{by} parked {request} until {revisit}, along with “{objective}”", ToldNothing},
	LeftAlone:   {Alignment, "{by} dropped “{objective}”; {request} goes on without an objective", ToldNothing},

	InSprintNow: {Scope, "{by} put {request} into sprint {sprint}", ToldLine},
	OutOfSprint: {Scope, "{by} took {request} out of sprint {sprint}", ToldLine},
	LeftOver:    {Scope, "{by} closed sprint {sprint} before {request} was done: it is back in the backlog", ToldLine},
	CarriedOn:   {Scope, "{by} closed sprint {sprint} before {request} was done: it goes on in the next one", ToldLine},
	Unpicked:    {Scope, "{by} took {request} out of the plan of sprint {sprint}: it is back in the backlog", ToldLine},
	Begun:       {Scope, "{by} started {request}", ToldNothing},
	TookOver:    {Scope, "{by} took over {request}", ToldNothing},
	Finished:    {Scope, "{by} finished {request}", ToldNothing},
	Unfinished:  {Scope, "{by} put {request} back to work: it is not done yet", ToldNothing},
	AcceptedIt:  {Acceptance, "{by} accepted {request}", ToldNothing},
	ReturnedIt:  {Acceptance, "{by} returned {request}", ToldNothing},
	ReturnedAs:  {Acceptance, "{by} returned {request}, which goes on as {lead}", ToldLine},
	NotReturned: {Union, "{by} took back that {request} goes on with {lead}", ToldNothing},
	ShippedIt:   {Scope, "{by} shipped {request}", ToldLine},

	MergedInto: {Union, "{by} merged {request} into {lead}", ToldLine},
	TakenOut:   {Union, "{by} took {request} out of {lead} again", ToldLine},

	Reopened:      {Alignment, "{by} reopened {request}", ToldLine},
	Unanswered:    {Scope, "Nobody answered the question about {request} within three working days", ToldNothing},
	UndidAligned:  {Alignment, "{by} took back “Aligned” on {request}", ToldNothing},
	UndidNotNow:   {Alignment, "{by} took back “Not now” on {request}", ToldNothing},
	UndidDecline:  {Alignment, "{by} took back “Decline” on {request}", ToldNothing},
	UndidNeedMore: {Scope, "{by} took back “Need more” on {request}", ToldNothing},
	UndidPriority: {Priority, "{by} took back the priority of {request}", ToldNothing},
}

// Told is what is posted in the request's place about a decision with this verdict.
func (v Verdict) Told() Told { return verdicts[v].told }

// SendsBack reports whether the PO sends a request to the PM by it, who is to decide whether it serves the roadmap.
func (v Verdict) SendsBack() bool { return v == Challenged || v == AskedAlignment }

// Aligns reports whether a request serves an objective by it.
func (v Verdict) Aligns() bool { return v == Aligned || v == Reassigned }

// MakesKind reports whether a request becomes another kind by it.
func (v Verdict) MakesKind() bool { return v == MadeFeature || v == MadeProblem || v == MadePraise }

// A Decision is who decided what, when and why. It is kept for good.
type Decision struct {
	ID           string
	Request      string
	Product      string
	Topic        Topic
	Verdict      Verdict
	By           string
	At           time.Time
	Reason       string // the person's own words
	Objective    string // the objective's name as it was then
	Revisit      string // YYYY-MM-DD
	Score        string // "7 ÷ 3 = 2.3", for a priority
	Before       string // the id of the request that it was moved before, or linked to
	Lead         string // the id of the request that it was merged into, or taken out of
	Sprint       string // the number of the sprint that it is about, as people read it
	SupersededBy string
}

// Name stands for a person in a rule's sentence; whoever shows the sentence puts a mention or a name in its place.
// The marks around the id are private-use characters, which the router removes from everything people write.
func Name(id string) string { return NameStart + id + NameEnd }

// The marks around a person's id in a rule's sentence.
const (
	NameStart = "\uE000"
	NameEnd   = "\uE001"
)

// Sentence tells the decision in one line, without its reason. What people wrote is put in as it is: no placeholder in
// it is filled.
func (d Decision) Sentence() string {
	return d.says(verdicts[d.Verdict].sentence)
}

// aimless are the sentences of those verdicts that name an objective, without it.
var aimless = map[Verdict]string{
	Aligned:     "{by} aligned {request}",
	Reassigned:  "{by} put {request} under another objective",
	AskedAgain:  "{by} asked again whether {request} serves the roadmap",
	ParkedAlong: "{by} parked {request} until {revisit}",
	LeftAlone:   "{by} let {request} go on without an objective",
}

// Aimless tells the decision in one line without the objective, for who may not know what the request serves.
func (d Decision) Aimless() string {
	d.Objective = ""
	if text, ok := aimless[d.Verdict]; ok {
		return d.says(text)
	}
	return d.Sentence()
}

// says fills in a sentence.
func (d Decision) says(text string) string {
	if text == "" {
		text = "{by} decided on {request}"
	}
	link := []string{"“" + d.Objective + "”", d.Before}
	link = slices.DeleteFunc(link, func(s string) bool { return s == "" || s == "“”" })
	return strings.NewReplacer("{by}", Name(d.By), "{request}", d.Request, "{objective}", d.Objective,
		"{revisit}", Day(d.Revisit), "{score}", d.Score, "{before}", d.Before, "{lead}", d.Lead, "{sprint}", d.Sprint, "{link}", And(link)).Replace(text)
}

// decide is a decision on a request, on the verdict's topic. What else it holds is up to the rule.
func decide(r Request, v Verdict, by string, now time.Time) Decision {
	return Decision{Request: r.ID, Product: r.Product, Topic: verdicts[v].topic, Verdict: v, By: by, At: now}
}

// reasonMax is how long a person's reason may be: as long as it can be shown whole in one block, escaped.
const reasonMax = 600

// needReason checks a reason that has to be given.
func needReason(field, reason, why string) (string, error) {
	reason = strings.TrimSpace(reason)
	if !hasWord(reason) {
		return "", RefuseField(field, "%s", why)
	}
	if n := len([]rune(reason)); n > reasonMax {
		return "", RefuseField(field, "Keep it to %d characters; this has %d.", reasonMax, n)
	}
	return reason, nil
}
