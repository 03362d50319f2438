package request

import (
	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
)

// The ids of the answers, and the kinds of the cards that ask for them. Old messages carry them: they are never renamed.
const (
	AlignYes        = "align.aligned"
	AlignNotNow     = "align.not_now"
	AlignDecline    = "align.decline"
	AlignMore       = "align.need_more"
	PrioritizeOpen  = "priority.open"
	ChallengeOpen   = "challenge.open"
	SplitOpen       = "split.open"
	AskAlignment    = "alignment.ask" // the PO wants to know whether a problem serves the roadmap
	QuestionsAnswer = "questions.answer"
	QuestionsSkip   = "questions.skip"
	AcceptOpen      = "accept.open" // Accept; its value is the request, as that of the next two
	ReturnOpen      = "return.open" // Return
	ShipDo          = "ship.do"     // Shipped
	PMCard          = "pm_card"
	POCard          = "po_card"
	BothCard        = "both_card" // for somebody who is both PM and PO
)

func CardKinds() []string { return []string{PMCard, POCard, BothCard} }

// alignmentAsks is the question of the PM's card, or of that of somebody who is both PM and PO.
func alignmentAsks(m Matter) string {
	if m.Both() {
		return "Does this serve the roadmap, and where does it stand?"
	}
	return "Does this serve the roadmap?"
}

func alignmentButtons(m Matter) []slack.BlockElement {
	id := m.Request.ID
	return []slack.BlockElement{
		kit.Primary(Button(id, AlignYes, "Aligned")), Button(id, AlignNotNow, "Not now"),
		Button(id, AlignDecline, "Decline"), Button(id, AlignMore, "Need more")}
}

func priorityAsks(Matter) string { return "Where does this stand in the backlog?" }

func priorityButtons(m Matter) []slack.BlockElement {
	buttons := []slack.BlockElement{kit.Primary(Button(m.Request.ID, PrioritizeOpen, "Prioritize"))}
	if !m.Product.OneHead() { // one person answers both questions, whoever stands in: there is nobody to challenge
		back := Button(m.Request.ID, ChallengeOpen, "Challenge")
		if ritual.Unaligned(m.Request) { // nobody said yet that it serves the roadmap
			back = Button(m.Request.ID, AskAlignment, "Ask for alignment")
		}
		buttons = append(buttons, back)
	}
	if m.Request.Parent == "" { // a part is not split again
		buttons = append(buttons, Button(m.Request.ID, SplitOpen, "Split"))
	}
	return buttons
}

func QuestionButtons(m Matter) []slack.BlockElement {
	buttons := []slack.BlockElement{kit.Primary(Button(m.Request.ID, QuestionsAnswer, "Answer questions"))}
	if m.May(ritual.ToSkip, m.People.Of(m.Asked())) == nil { // the PM may be asked when nobody else is left
		buttons = append(buttons, Button(m.Request.ID, QuestionsSkip, "Skip questions"))
	}
	return buttons
}

// acceptButtons and shipButtons are what the PO does with what is done, and with what they accepted.
func acceptButtons(m Matter) []slack.BlockElement {
	return []slack.BlockElement{kit.Primary(Button(m.Request.ID, AcceptOpen, "Accept")), Button(m.Request.ID, ReturnOpen, "Return")}
}

func shipButtons(m Matter) []slack.BlockElement {
	return []slack.BlockElement{kit.Primary(Button(m.Request.ID, ShipDo, "Shipped")), Button(m.Request.ID, ReturnOpen, "Return")}
}
