package bot

import (
	"cmp"
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// requestModal is the form New request. With products it asks for the product; else name says which one it is.
func requestModal(r ritual.Request, data engine.FormData, name string, products []ritual.Product) kit.Modal {
	m := kit.Modal{ID: requestForm, Title: "New request", Submit: "Record", Close: "Cancel", Data: data.Encode()}
	if name != "" {
		m.Blocks = append(m.Blocks, kit.Context(kit.F("For *%s*", name)))
	}
	m.Blocks = append(m.Blocks, kit.Input("title", "Title", kit.Line("title", r.Title, "Dark mode for the dashboard", ritual.TitleMax)))
	if len(products) > 0 {
		m.Blocks = append(m.Blocks, kit.Input("product", "Product", kit.Menu("product", request.ProductOptions(products), "", "Which product is it about?")))
	}
	kinds, importances := make([]kit.Option, 0, 3), make([]kit.Option, 0, 3)
	for _, k := range ritual.Kinds {
		kinds = append(kinds, kit.Option{Value: string(k), Label: k.String()})
	}
	for _, i := range ritual.Importances {
		importances = append(importances, kit.Option{Value: string(i), Label: i.String()})
	}
	m.Blocks = append(m.Blocks,
		kit.Input("problem", "What is the problem?", kit.Area("problem", r.Problem, "What happens today, and why does it hurt?", ritual.ProblemMax), kit.Optional()),
		kit.Input("requester", "Who needs it?", kit.Person("requester", r.Requester), kit.Optional()),
		kit.Input("customer", "Customer", kit.Line("customer", r.Customer, "Acme", ritual.CustomerMax), kit.Optional()),
		kit.Input("importance", "Importance", kit.Menu("importance", importances, string(r.Importance), "How much does it matter?"), kit.Optional()),
		kit.Input("kind", "Kind", kit.Menu("kind", kinds, cmp.Or(string(r.Kind), string(ritual.Feature)), "What is it?"), kit.Optional()),
	)
	return m
}

// recordedReply is the private answer to a request recorded by a command.
func recordedReply(p ritual.Product, r ritual.Request, is recorded) engine.Reply {
	if is == sameRequest {
		return engine.Say(kit.F("I have that already, as *%s* “%s”.", r.ID, r.Title))
	}
	return engine.Say(kit.F("Recorded for %s as *%s*: %s\nI keep you posted in our direct messages.", p.Name, r.ID, r.Title))
}

// tooLong gives back words that do not fit into a form.
func tooLong(words string, n int) *kit.Message {
	m := withWords(kit.F("The form takes %d characters, and you wrote %d.", ritual.ProblemMax, n), words)
	return &m
}

// withWords says something and gives somebody their words back as they wrote them, however many, to be copied.
func withWords(says kit.Text, words string) kit.Message {
	lead := kit.Raw("Your words, so that nothing is lost:")
	blocks := []slack.Block{kit.Section(says), kit.Context(lead)}
	for rest := []rune(words); len(rest) > 0; {
		n := min(len(rest), kit.SectionMost)
		blocks = append(blocks, kit.RichQuote(string(rest[:n])))
		rest = rest[n:]
	}
	return kit.Fitted(kit.Join("\n", says, lead, kit.T(words)), blocks...)
}

// elsewhereModal says that a message is recorded, and why I do not answer in its thread.
func elsewhereModal(r ritual.Request, from ritual.Place) kit.Modal {
	return engine.Note("Recorded", kit.Section(kit.F("Recorded as *%s*: %s", r.ID, r.Title)), kit.Section(whyElsewhere(r, from)))
}

// whyElsewhere is why I do not answer where the message is.
func whyElsewhere(r ritual.Request, from ritual.Place) kit.Text {
	why := kit.F("I am not in %s, so I keep you posted in our direct messages. Type `/invite @Tandem` there, and next time I answer in the thread.", kit.Channel(r.Source.Channel))
	switch {
	case from.Direct:
		why = kit.Raw("It is a direct message, so I keep you posted in ours. Others see the id only.")
	case !from.Known():
		why = kit.Raw("Slack did not say just now what channel this is, so I keep you posted in our direct messages.")
	case from.Joined && from.Shared, from.Shared && !from.Private:
		why = kit.F("%s is shared with another organization, so I post nothing there and keep you posted in our direct messages.", kit.Channel(r.Source.Channel))
	case from.Archived:
		why = kit.F("%s is archived, so I keep you posted in our direct messages.", kit.Channel(r.Source.Channel))
	}
	return why
}

// joinedModal says that a message is a request already.
func joinedModal(m request.Matter) kit.Modal {
	return engine.Note("Recorded already", kit.Section(joinedWords(m)), kit.Context(request.StatusWords(m)))
}

// joinedWords are the sentence of it.
func joinedWords(m request.Matter) kit.Text {
	r := m.Request
	words := kit.F("This is recorded already, as *%s* “%s”. I noted that you want it too.", r.ID, m.Title())
	if m.Reader.Person == r.Reporter {
		words = kit.F("You recorded this already, as *%s* “%s”.", r.ID, r.Title)
	}
	if r.Status == ritual.Withdrawn {
		words += kit.Raw(" It was withdrawn since. If it is wanted again, capture it once more.")
	}
	return words
}

// howToAnswer says how a question is answered in a channel's thread. Slack tells of mentions in channels only.
func howToAnswer(to string) kit.Text {
	if engine.IsPerson(to) {
		return ""
	}
	return kit.Raw("Reply with the button, or mention me here: I do not read the thread.")
}

// receiptView is what stands in the request's place: its id, where it stands, who is next, and what would help.
func receiptView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	at, err := request.In(ctx, tx, m, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	story, err := request.StoryOf(ctx, tx, at.Request.ID)
	if err != nil {
		return kit.Message{}, err
	}
	r := at.Request
	kept, err := messagesKept(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	about, err := aboutWords(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	title, facts := request.Titled(r.ID, at.Title()), request.Dotted(request.StatusWords(at), request.Wanted(at), kept)
	if r.Status != ritual.Noted { // what praise is about stands below
		facts = request.Dotted(facts, about)
	}
	v := kit.Message{
		Text:   kit.Join(" ", kit.F("%s %s: %s.", r.ID, r.Standing().String(), at.Title()), ended(request.NextWords(at))),
		Blocks: []slack.Block{kit.Section(title), kit.Context(facts)},
	}
	parts, err := partsBlocks(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	v.Blocks = append(v.Blocks, parts...)
	if r.Status == ritual.Noted {
		v.Blocks = append(v.Blocks, kit.Section(kit.Join("\n", kit.Raw("Thank you. It is kept with the product, and there is nothing to decide."), about)))
	}
	if r.Reason != "" && !r.Status.Open() && at.Whole() {
		v.Blocks = append(v.Blocks, kit.Section(kit.F("Why:\n%s", kit.Quote(r.Reason, 1500))))
	}
	similar, err := receiptSimilar(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	v.Blocks = append(v.Blocks, similar...)
	var buttons []slack.BlockElement
	qs := story.OpenQuestions()
	qs = qs[:min(len(qs), ritual.QuestionsMax)]
	if len(qs) > 0 && r.Status.Open() && !r.Status.Committed() && at.Whole() {
		v.Blocks = append(v.Blocks, kit.Section(kit.F("*%s would help.* %s\n%s", kit.Count(len(qs), "answer", "answers"), kit.Join(" ", kit.Raw("Nothing is held up without."), howToAnswer(m.To)), numbered(qs))))
		v.Text += kit.F(" Questions: %s", numbered(qs))
		buttons = append(buttons, request.Button(r.ID, request.QuestionsAnswer, "Answer questions"), request.Button(r.ID, request.QuestionsSkip, "Skip questions"))
	}
	if r.Status == ritual.Noted {
		buttons = append(buttons, linkButton(r))
	}
	if !story.Drafted() && at.Product.Settings.NoDraft && at.May(ritual.ToDraft, ritual.Person{ID: r.Reporter, Kind: ritual.Member}) == nil && r.Kind != ritual.Praise {
		buttons = append(buttons, request.Button(r.ID, draftStory, "Draft story"))
	}
	if withdrawable(at) {
		buttons = append(buttons, kit.Confirm(request.Button(r.ID, requestWithdraw, "Withdraw"),
			"Withdraw "+r.ID+"?", "It leaves the list of what is to be decided. Its record stays.", "Withdraw", "Keep it"))
	}
	if len(buttons) > 0 {
		v.Blocks = append(v.Blocks, kit.Actions("", buttons...))
	}
	return kit.Fitted(v.Text, v.Blocks...), nil
}

// ended is a sentence with its full stop; nothing stays nothing.
func ended(t kit.Text) kit.Text {
	if t == "" {
		return ""
	}
	return t + kit.Raw(".")
}

// withdrawable reports whether the reporter could withdraw the request now.
func withdrawable(m request.Matter) bool {
	return m.May(ritual.ToWithdraw, ritual.Person{ID: m.Request.Reporter, Kind: ritual.Member}) == nil
}

// lineWords are one line about a decision in the request's place.
func lineWords(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error) {
	d, at, instead, err := request.Readable(ctx, tx, m)
	if err != nil || instead != "" && !at.DecidedHere(d) {
		return instead, err
	}
	if over, err := takenBackWords(ctx, tx, d); over != "" || err != nil {
		return over, err
	}
	words := kit.Sentence(d.Sentence()) + kit.Raw(".")
	switch {
	case d.Verdict == ritual.Aligned && !at.Product.OneHead():
		words += kit.F(" Next: %s says where it stands in the backlog.", kit.User(at.Acting(ritual.RolePO)))
	case d.Verdict == ritual.Prioritized:
		words += kit.Raw(" It is in the backlog now.")
	case d.Verdict == ritual.Reopened:
		words += kit.F(" Next: %s checks it against the roadmap again.", kit.User(at.Acting(ritual.RolePM)))
	case d.Verdict == ritual.ReturnedAs: // why, is for whoever did it
		return words + kit.Raw(" Something is left to do; whoever asked hears what becomes of it."), nil
	}
	if d.Reason != "" && d.Verdict != ritual.Aligned && at.Whole() {
		words += kit.F("\n%s", kit.Quote(d.Reason, 1500))
	}
	return words, nil
}
