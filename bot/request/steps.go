package request

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// What a step leaves. Old messages carry the kinds: they are never renamed.
const (
	JobRevisit     = "revisit"
	JobSuggest     = "suggest"    // asks the model about a request; its key is the request
	JobUnanswered  = "unanswered" // gives a question up; its key is the decision that asked
	ChallengedKind = "challenged"
	RealignedKind  = "realigned"
)

// A Step is what Tandem does about a request of one status: whom it asks, how, and what happens on the way in and out.
// The card, the row on Home, who is asked next and the words about it all follow from it. Whose step it is, is a rule:
// ritual.Status.NextStep.
type Step struct {
	Status ritual.Status
	next   string // what its owner does, after their name: "checks it against the roadmap"

	right   ritual.Action                       // what its owner decides; empty where nothing is to decide
	Row     string                              // what Home asks its owner; empty where nothing waits for an answer
	Buttons func(m Matter) []slack.BlockElement // those that answer
	Card    string                              // the kind of message that asks; empty where Home alone does
	Asks    func(m Matter) string               // what the card asks

	entered func(context.Context, *store.Tx, Matter) error // after a request came here, m.Last being why; may be nil
	left    func(context.Context, *store.Tx, Matter) error // after a request left, m being what it was; may be nil
}

// StepOf is the step of a status. ok is false where Tandem has nothing to do.
func StepOf(s ritual.Status) (one Step, ok bool) {
	for _, one := range Steps() {
		if one.Status == s {
			return one, true
		}
	}
	return Step{}, false
}

// Steps are what Tandem does about a request at each of its statuses, in the order of its life.
func Steps() []Step {
	return []Step{
		draftStep(),
		alignmentStep(),
		infoStep(),
		priorityStep(),
		backlogStep(),
		sprintStep(),
		doneStep(),
		acceptedStep(),
		parkedStep(),
	}
}

// draftStep is while Tandem drafts, and infoStep while the requester is asked.
func draftStep() Step { return Step{Status: ritual.New, next: "I am drafting the story"} }

func infoStep() Step {
	return Step{Status: ritual.NeedsInfo, next: "answers a question", Row: "a question for you", Buttons: QuestionButtons, entered: WaitForAnswer}
}

// alignmentStep asks the PM, and parkedStep brings back on its day what they put off.
func alignmentStep() Step {
	return Step{
		Status: ritual.AwaitingAlignment, next: "checks it against the roadmap", right: ritual.ToAlign,
		Row: "does it serve the roadmap?", Buttons: alignmentButtons, Card: PMCard, Asks: alignmentAsks,
		entered: askedAboutAlignment, left: tellOfNo,
	}
}

func parkedStep() Step { return Step{Status: ritual.Parked, entered: revisitLater} }

// priorityStep asks the PO, and backlogStep is what they do next.
func priorityStep() Step {
	return Step{
		Status: ritual.AwaitingPriority, next: "says where it stands in the backlog", right: ritual.ToPrioritize,
		Row: "where does it stand in the backlog?", Buttons: priorityButtons, Card: POCard, Asks: priorityAsks,
		entered: tellOfRealigned,
	}
}

func backlogStep() Step { return Step{Status: ritual.Backlog, next: "picks it into a sprint"} }

// sprintStep is while the team works on it: who of it, workWords say.
func sprintStep() Step { return Step{Status: ritual.InSprint} }

// doneStep has the PO accept what the team did, and acceptedStep say when it is there for whoever asked. Neither has a card: at the
// end of a sprint there are many of them at once.
func doneStep() Step {
	return Step{Status: ritual.Done, next: "accepts it", right: ritual.ToAccept, Row: "is it what was wanted?", Buttons: acceptButtons}
}

func acceptedStep() Step {
	return Step{Status: ritual.Accepted, next: "ships it", right: ritual.ToShip, Buttons: shipButtons}
}

// askedAboutAlignment does what follows when the PM is asked: they are told of a challenge, and a model is asked which
// objective it may serve.
func askedAboutAlignment(ctx context.Context, tx *store.Tx, m Matter) error {
	return errors.Join(tellOfChallenge(ctx, tx, m), Suggest(ctx, tx, m.Request))
}

// tellOfChallenge tells the PM under their card, which is rewritten, because rewriting tells nobody. Who has no card
// yet gets one, and that tells them.
func tellOfChallenge(ctx context.Context, tx *store.Tx, m Matter) error {
	if !m.Last.Verdict.SendsBack() {
		return nil
	}
	return Under(ctx, tx, m, PMCard, m.Acting(ritual.RolePM), ChallengedKind, m.Last)
}

// tellOfNo tells the PO of what they had challenged, or what was reopened, and the PM parked or declined. m is the request as it was.
func tellOfNo(ctx context.Context, tx *store.Tx, m Matter) error {
	d, err := tx.LastDecision(ctx, m.Request.ID)
	if err != nil || d.Verdict != ritual.NotNow && d.Verdict != ritual.Decline {
		return err
	}
	before, err := BackBefore(ctx, tx, d)
	if err != nil || before.ID == "" || before.Verdict.TakesBack() {
		return err
	}
	return Under(ctx, tx, m, POCard, m.Acting(ritual.RolePO), RealignedKind, d)
}

// tellOfRealigned tells the PO in the same way of what they had before and the PM aligned again: they had challenged it, parked
// it themselves, or it was taken from them.
func tellOfRealigned(ctx context.Context, tx *store.Tx, m Matter) error {
	who := m.Acting(ritual.RolePO)
	if m.Last.Verdict != ritual.Aligned || m.BothBy(who) {
		return nil
	}
	return Under(ctx, tx, m, POCard, who, RealignedKind, m.Last)
}

// Under posts a message about a decision under the card that somebody sees about the same request, if they do.
func Under(ctx context.Context, tx *store.Tx, m Matter, card, who, kind string, d ritual.Decision) error {
	first, err := ShownCard(ctx, tx, card, m.Request.ID, who)
	if err != nil || first.ID == "" {
		return err
	}
	_, err = engine.Post(ctx, tx, store.Message{Kind: kind, Subject: d.ID, Product: m.Product.ID, To: first.To, Under: first.ID})
	return err
}

// ShownCard is the card that somebody sees about a request. It is none where they have none, and where it is still to be posted:
// then it tells them by itself.
func ShownCard(ctx context.Context, tx *store.Tx, kind, request, who string) (store.Message, error) {
	card, err := tx.MessageOf(ctx, kind, request, who)
	if errors.Is(err, store.ErrNotFound) {
		return store.Message{}, nil
	}
	stands := card
	if err == nil && card.Inside != "" {
		stands, err = tx.Message(ctx, card.Inside)
	}
	if err != nil || stands.State == store.MessageWaiting {
		return store.Message{}, err
	}
	return card, nil
}

// WaitForAnswer leaves it to give the PM's question up.
func WaitForAnswer(ctx context.Context, tx *store.Tx, m Matter) error {
	d, err := AskedLast(ctx, tx, m.Request)
	if err != nil || d.ID == "" {
		return err
	}
	return tx.RefreshAt(ctx, JobUnanswered, d.ID, JobUnanswered+":"+m.Request.ID, AnswerDue(m))
}

// AnswerDue is when the PM's question is given up, where whoever is asked now works.
func AnswerDue(m Matter) time.Time {
	return ritual.AnswerDue(m.Request.Since, m.Product.Settings.Workplace(m.People.Of(m.Asked())))
}

// AskedLast is the PM's latest question, or none.
func AskedLast(ctx context.Context, tx *store.Tx, r ritual.Request) (ritual.Decision, error) {
	ds, err := tx.Decisions(ctx, r.ID)
	return LatestAsked(ds), err
}

// LatestAsked is the PM's latest question, of the decisions on a request, that was not taken back; or none.
func LatestAsked(ds []ritual.Decision) ritual.Decision {
	for _, d := range slices.Backward(ds) {
		if _, over := d.TakenBack(ds); d.Verdict == ritual.NeedMore && !over {
			return d
		}
	}
	return ritual.Decision{}
}

// revisitLater leaves it to be brought back on the day until which it is parked. Where that day begins first, it is looked who
// is asked then.
func revisitLater(ctx context.Context, tx *store.Tx, m Matter) error {
	d, err := ParkedBy(ctx, tx, m.Request)
	if err != nil || d.ID == "" {
		return err
	}
	due, err := ritual.DayBegins(d.Revisit)
	if err != nil {
		return err
	}
	return tx.Once(ctx, JobRevisit, d.ID, JobRevisit+":"+d.Request, due)
}

// ParkedBy is the decision by which a request is parked, or none.
func ParkedBy(ctx context.Context, tx *store.Tx, r ritual.Request) (ritual.Decision, error) {
	ds, err := tx.Decisions(ctx, r.ID)
	for _, d := range slices.Backward(ds) {
		if _, over := d.TakenBack(ds); !over && d.Revisit != "" {
			return d, err
		}
	}
	return ritual.Decision{}, err
}

// Suggest has the model asked about a request that waits for the PM, where there is a model.
func Suggest(ctx context.Context, tx *store.Tx, r ritual.Request) error {
	if has, err := HasModel(ctx, tx); err != nil || !has {
		return err
	}
	return tx.Refresh(ctx, JobSuggest, r.ID, JobSuggest+":"+r.ID)
}
