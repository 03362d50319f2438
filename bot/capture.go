package bot

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Capture records what somebody asks for: by command, by form, from a message. All ways end in the same record.

// The ids of capture. Old messages carry them: they are never renamed.
const (
	captureShortcut = "capture_feedback"
	requestShortcut = "new_request"
	requestForm     = "request.form"
	requestOpen     = "request.open"
	requestWithdraw = "request.withdraw"
	jobRecorded     = "recorded"
)

func captureRitual() engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{
			{Name: "/request", Usage: "<what is wanted>", Does: "record a request; without words, the form opens", Needs: engine.NeedPerson | engine.NeedPlace, Do: requestCommand},
			{Name: "/request", Word: "help", Does: "say what this command does", Needs: engine.NeedPerson | engine.NeedPlace, Do: requestHelp},
		},
		Shortcuts: []engine.Shortcut{
			{ID: captureShortcut, Name: "Capture feedback", Does: "record this message as a request", OnMessage: true, Needs: engine.NeedPerson | engine.NeedPlace, Do: captureMessage},
			{ID: requestShortcut, Name: "New request", Does: "ask for something", Needs: engine.NeedPerson, Do: openRequestForm},
		},
		Actions: []engine.Action{
			{ID: requestOpen, Needs: engine.NeedPerson, Do: openRequestForm},
			request.Click(requestWithdraw, ritual.ToWithdraw, withdraw),
		},
		Submits:  []engine.Submit{{ID: requestForm, Needs: engine.NeedPerson | engine.NeedPlace, People: []string{"requester"}, Do: submitRequest}},
		Jobs:     []engine.JobKind{{Kind: jobRecorded, Run: runRecorded}},
		Messages: []engine.MessageKind{{Kind: request.ReceiptKind, View: receiptView}, {Kind: request.LineKind, Class: ritual.ClassOutcome, View: lineView, Row: lineRow}},
	}
}

// requestHelp explains the command, unless help is only the first word of what is wanted.
func requestHelp(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Words == "" {
		return commandHelp("/request", ""), nil
	}
	in.Words = "help " + in.Words
	return requestCommand(ctx, tx, in)
}

// requestCommand records the words at once, or opens the form when there are none.
func requestCommand(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Words == "" {
		return openRequestForm(ctx, tx, in)
	}
	p, ok, err := request.ProductFor(ctx, tx, in)
	if err != nil {
		return givenBack(err, in.Words)
	}
	r := ritual.FromWords(in.Words)
	if !ok { // the words go into the form, which asks for the product
		rep, err := requestFormFor(ctx, tx, in, r, engine.FormData{Channel: in.Channel})
		if err != nil {
			return givenBack(err, in.Words)
		}
		if n := utf8.RuneCountInString(r.Problem); n > ritual.ProblemMax {
			rep.Say = tooLong(in.Words, n)
		}
		return rep, nil
	}
	r.Private = in.Place.Secret() && in.Channel != ""
	r.Source = ritual.Source{Channel: in.Channel}
	r, is, err := record(ctx, tx, in, p, r)
	if err != nil {
		return givenBack(err, in.Words)
	}
	return recordedReply(p, r, is), nil
}

// givenBack is a refused command with its words, because Slack clears what was typed. Nothing was written by then.
func givenBack(err error, words string) (engine.Reply, error) {
	rs := ritual.Refusals(err)
	if len(rs) == 0 {
		return engine.Reply{}, err
	}
	m := withWords(kit.Sentence(rs[0].Says), words)
	return engine.Reply{Say: &m}, nil
}

// captureMessage opens the form filled from a message.
func captureMessage(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	words := strings.TrimSpace(kit.Plain(in.Message.Text, func(id string) string { return in.Named[id].Name }))
	if words == "" {
		return engine.Reply{}, ritual.Refuse("That message has no words to record. Use `/request` and write what is wanted.")
	}
	was, err := tx.RequestFrom(ctx, in.Channel, in.Message.TS)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, err
	}
	r := fromMessage(words, in.Message.Author, in.Message.App)
	data := engine.FormData{Channel: in.Channel, Source: engine.Source{Channel: in.Channel, TS: in.Message.TS, Thread: in.Message.Thread,
		Author: in.Message.Author, Words: wordsDigest(r.Problem), Private: in.Message.Private}}
	if was.ID != "" && was.Status != ritual.Withdrawn {
		return joinRequest(ctx, tx, in, was, r.Problem)
	}
	return requestFormFor(ctx, tx, in, r, data)
}

// fromMessage is a request from what somebody said, or an app.
func fromMessage(words, author string, app bool) ritual.Request {
	r := ritual.FromWords(words)
	r.Problem = kit.Cut(words, ritual.ProblemMax)
	if !app {
		r.Requester = author
	}
	return r
}

// joinRequest makes whoever captures a captured message a supporter of its request, and tells them.
func joinRequest(ctx context.Context, tx *store.Tx, in engine.Input, r ritual.Request, words string) (engine.Reply, error) {
	m, err := joinIn(ctx, tx, in, r, words)
	return engine.Open(joinedModal(m)), err
}

// joinIn makes whoever captures a captured message a supporter of its request.
func joinIn(ctx context.Context, tx *store.Tx, in engine.Input, r ritual.Request, words string) (request.Matter, error) {
	m, err := request.Of(ctx, tx, r.ID)
	if err != nil {
		return m, err
	}
	if err := m.May(ritual.ToAsk, in.Who); err != nil {
		return m, err
	}
	if in.By != r.Reporter {
		v := ritual.Supporter{Person: in.By, Words: words, At: tx.Now}
		if in.Place.Secret() || in.Message != nil && in.Message.Private { // the request may be a public one that others joined from there
			v.Private, v.Channel = true, in.Channel
		}
		if _, err := tx.AddSupporter(ctx, r.ID, v); err != nil {
			return m, err
		}
	}
	return m, errors.Join(m.ReadBy(ctx, tx, ritual.Reader{Person: in.By, Place: in.Channel}), readAgain(ctx, tx, m.Request), request.ShowAnew(ctx, tx, m.Product, r))
}

// openRequestForm opens the empty form.
func openRequestForm(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	return requestFormFor(ctx, tx, in, ritual.Request{Kind: ritual.Feature, Requester: in.By}, engine.FormData{Channel: in.Channel})
}

// requestFormFor opens the form with what is known already. It asks for the product where the channel does not tell.
func requestFormFor(ctx context.Context, tx *store.Tx, in engine.Input, r ritual.Request, data engine.FormData) (engine.Reply, error) {
	p, ok, err := request.ProductFor(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := ritual.May(ritual.ToAsk, ritual.Case{Who: in.Who, Product: p}); err != nil {
		return engine.Reply{}, err
	}
	if ok {
		data.Subject = p.ID
		return engine.Open(requestModal(r, data, p.Name, nil)), nil
	}
	all, err := tx.Products(ctx)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(requestModal(r, data, "", all)), nil
}

// submitRequest records what the form says.
func submitRequest(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	f := in.Fields
	p, err := tx.Product(ctx, cmp.Or(in.Data.Subject, f.One("product")))
	if errors.Is(err, store.ErrNotFound) && in.Data.Subject != "" {
		return engine.Reply{}, ritual.Refuse("The product that this was for is not here any more.")
	}
	if errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, ritual.RefuseField("product", "Choose the product that this is about.")
	}
	if err != nil {
		return engine.Reply{}, err
	}
	src := in.Data.Source
	requester, noRequester := requesterIn(in)
	r := ritual.Request{
		Title: f.One("title"), Problem: f.One("problem"), Customer: f.One("customer"), Requester: requester,
		Kind: ritual.Kind(f.One("kind")), Importance: ritual.Importance(f.One("importance")),
		Source:  ritual.Source{Channel: cmp.Or(src.Channel, in.Data.Channel), TS: src.TS, Thread: src.Thread, Author: src.Author},
		Private: src.Private || (in.Data.Channel != "" && in.Place.Secret()),
	}
	if noRequester != nil {
		_, err := ritual.NewRequest(r) // all that is wrong, at once
		return engine.Reply{}, errors.Join(noRequester, err)
	}
	said := saidIn(in, r)
	about, err := feedbackIn(ctx, tx, in, p)
	if err != nil {
		return engine.Reply{}, err
	}
	if rep, ok, err := asksBack(ctx, tx, in, p, typedRequest{Request: r, Said: said, About: about}); ok || err != nil {
		return rep, err
	}
	r, is, err := record(ctx, tx, in, p, r, said...)
	if err == nil {
		err = keepFeedback(ctx, tx, in, r, is, about)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	return recordedForm(ctx, tx, in, p, r, is)
}

// recordedForm is what the form becomes when its request is recorded: nothing, where the receipt says it.
func recordedForm(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, r ritual.Request, is recorded) (engine.Reply, error) {
	if is != newRequest {
		m, err := request.Of(ctx, tx, r.ID)
		if err == nil {
			err = m.ReadBy(ctx, tx, ritual.Reader{Person: in.By})
		}
		if err != nil {
			return engine.Reply{}, err
		}
		return engine.Open(joinedModal(m)), request.ShowAnew(ctx, tx, p, r)
	}
	if r.Source.TS != "" && r.Thread.TS == "" { // the receipt is not where the message is
		return engine.Open(elsewhereModal(r, in.Place)), nil
	}
	return engine.Reply{}, nil
}

// requesterIn is who needs it, as the form says. An app, or somebody who is gone or of another organization, cannot be
// asked anything: where the form had taken them from the message, it is left at what they wrote.
func requesterIn(in engine.Input) (string, error) {
	id := in.Fields.One("requester")
	err := ritual.CheckRequester("requester", in.People["requester"])
	if err != nil && id == in.Data.Source.Author {
		return "", nil
	}
	return id, err
}

// saidIn is what the form says as evidence. A message's words are its author's as long as nobody has changed them in
// the form; else, and for the title, they are those of whoever sends it.
func saidIn(in engine.Input, r ritual.Request) []ritual.Evidence {
	src := in.Data.Source
	mine := ritual.Evidence{ID: "0", Author: in.By, Channel: src.Channel, TS: src.TS, Text: strings.TrimSpace(r.Title + "\n" + r.Problem)}
	if src.Author == "" || wordsDigest(r.Problem) != src.Words {
		return []ritual.Evidence{mine}
	}
	theirs := mine
	theirs.Author, theirs.Text, theirs.At = src.Author, r.Problem, postedAt(src.TS)
	if r.Title == ritual.FromWords(r.Problem).Title {
		return []ritual.Evidence{theirs}
	}
	return []ritual.Evidence{theirs, {ID: "1", Author: in.By, Text: r.Title}}
}

// postedAt is when the message with a Slack timestamp was written, to the second; zero when it is none.
func postedAt(ts string) time.Time { return ritual.TimeOf(ts).Truncate(time.Second) }

// withdraw takes a request back.
func withdraw(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	after, d := ritual.Withdraw(m.Request, in.By, tx.Now)
	return engine.Reply{}, errors.Join(request.Advance(ctx, tx, m, after, d), letGo(ctx, tx, after, in.By), markAnew(ctx, tx, after))
}
