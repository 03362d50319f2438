package bot

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tandem/bot/kit"
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
	receiptKind     = "receipt"
	lineKind        = "line"
)

func captureRitual() ritualRoutes {
	return ritualRoutes{
		commands: []command{
			{name: "/request", usage: "<what is wanted>", does: "record a request; without words, the form opens", needs: needPerson | needPlace, do: requestCommand},
			{name: "/request", word: "help", does: "say what this command does", needs: needPerson | needPlace, do: requestHelp},
		},
		shortcuts: []shortcut{
			{id: captureShortcut, name: "Capture feedback", does: "record this message as a request", onMessage: true, needs: needPerson | needPlace, do: captureMessage},
			{id: requestShortcut, name: "New request", does: "ask for something", needs: needPerson, do: openRequestForm},
		},
		actions: []action{
			{id: requestOpen, needs: needPerson, do: openRequestForm},
			clickAbout(requestWithdraw, ritual.ToWithdraw, withdraw),
		},
		submits:  []submit{{id: requestForm, needs: needPerson | needPlace, people: []string{"requester"}, do: submitRequest}},
		jobs:     []jobKind{{kind: jobRecorded, run: runRecorded}},
		messages: []messageKind{{kind: receiptKind, view: receiptView}, {kind: lineKind, class: ritual.ClassOutcome, says: lineWords}},
	}
}

// requestHelp explains the command, unless help is only the first word of what is wanted.
func requestHelp(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	if in.words == "" {
		return commandHelp("/request", ""), nil
	}
	in.words = "help " + in.words
	return requestCommand(ctx, tx, in)
}

// requestCommand records the words at once, or opens the form when there are none.
func requestCommand(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	if in.words == "" {
		return openRequestForm(ctx, tx, in)
	}
	p, ok, err := productFor(ctx, tx, in)
	if err != nil {
		return givenBack(err, in.words)
	}
	r := ritual.FromWords(in.words)
	if !ok { // the words go into the form, which asks for the product
		rep, err := requestFormFor(ctx, tx, in, r, formData{Channel: in.channel})
		if err != nil {
			return givenBack(err, in.words)
		}
		if n := utf8.RuneCountInString(r.Problem); n > ritual.ProblemMax {
			rep.say = tooLong(in.words, n)
		}
		return rep, nil
	}
	r.Private = in.place.Secret() && in.channel != ""
	r.Source = ritual.Source{Channel: in.channel}
	r, is, err := record(ctx, tx, in, p, r)
	if err != nil {
		return givenBack(err, in.words)
	}
	return recordedReply(p, r, is), nil
}

// givenBack is a refused command with its words, because Slack clears what was typed. Nothing was written by then.
func givenBack(err error, words string) (reply, error) {
	rs := ritual.Refusals(err)
	if len(rs) == 0 {
		return reply{}, err
	}
	m := withWords(kit.Sentence(rs[0].Says), words)
	return reply{say: &m}, nil
}

// captureMessage opens the form filled from a message.
func captureMessage(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	words := strings.TrimSpace(kit.Plain(in.message.Text, func(id string) string { return in.named[id].Name }))
	if words == "" {
		return reply{}, ritual.Refuse("That message has no words to record. Use `/request` and write what is wanted.")
	}
	was, err := tx.RequestFrom(ctx, in.channel, in.message.TS)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return reply{}, err
	}
	r := ritual.FromWords(words)
	r.Problem = kit.Cut(words, ritual.ProblemMax)
	if !in.message.App {
		r.Requester = in.message.Author
	}
	data := formData{Channel: in.channel, Source: source{Channel: in.channel, TS: in.message.TS, Thread: in.message.Thread,
		Author: in.message.Author, Words: wordsDigest(r.Problem), Private: in.message.Private}}
	if was.ID != "" {
		return joinRequest(ctx, tx, in, was, r.Problem)
	}
	return requestFormFor(ctx, tx, in, r, data)
}

// joinRequest makes whoever captures a captured message a supporter of its request, and tells them.
func joinRequest(ctx context.Context, tx *store.Tx, in input, r ritual.Request, words string) (reply, error) {
	m, err := joinIn(ctx, tx, in, r, words)
	return open(joinedModal(m.p, r, in.by, in.channel)), err
}

// joinIn makes whoever captures a captured message a supporter of its request.
func joinIn(ctx context.Context, tx *store.Tx, in input, r ritual.Request, words string) (matter, error) {
	m, err := matterOf(ctx, tx, r.ID)
	if err != nil {
		return m, err
	}
	if err := m.may(ritual.ToAsk, in.who); err != nil {
		return m, err
	}
	if in.by != r.Reporter {
		if _, err := tx.AddSupporter(ctx, r.ID, ritual.Supporter{Person: in.by, Words: words, At: tx.Now}); err != nil {
			return m, err
		}
	}
	return m, showAnew(ctx, tx, m.p, r)
}

// openRequestForm opens the empty form.
func openRequestForm(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	return requestFormFor(ctx, tx, in, ritual.Request{Kind: ritual.Feature, Requester: in.by}, formData{Channel: in.channel})
}

// requestFormFor opens the form with what is known already. It asks for the product where the channel does not tell.
func requestFormFor(ctx context.Context, tx *store.Tx, in input, r ritual.Request, data formData) (reply, error) {
	p, ok, err := productFor(ctx, tx, in)
	if err != nil {
		return reply{}, err
	}
	if err := ritual.May(ritual.ToAsk, ritual.Case{Who: in.who, Product: p}); err != nil {
		return reply{}, err
	}
	if ok {
		data.Subject = p.ID
		return open(requestModal(r, data, p.Name, nil)), nil
	}
	all, err := tx.Products(ctx)
	if err != nil {
		return reply{}, err
	}
	return open(requestModal(r, data, "", all)), nil
}

// submitRequest records what the form says.
func submitRequest(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	f := in.fields
	p, err := tx.Product(ctx, cmp.Or(in.data.Subject, f.one("product")))
	if errors.Is(err, store.ErrNotFound) && in.data.Subject != "" {
		return reply{}, ritual.Refuse("The product that this was for is not here any more.")
	}
	if errors.Is(err, store.ErrNotFound) {
		return reply{}, ritual.RefuseField("product", "Choose the product that this is about.")
	}
	if err != nil {
		return reply{}, err
	}
	src := in.data.Source
	requester, noRequester := requesterIn(in)
	r := ritual.Request{
		Title: f.one("title"), Problem: f.one("problem"), Customer: f.one("customer"), Requester: requester,
		Kind: ritual.Kind(f.one("kind")), Importance: ritual.Importance(f.one("importance")),
		Source:  ritual.Source{Channel: cmp.Or(src.Channel, in.data.Channel), TS: src.TS, Thread: src.Thread, Author: src.Author},
		Private: src.Private || (in.data.Channel != "" && in.place.Secret()),
	}
	if noRequester != nil {
		_, err := ritual.NewRequest(r) // all that is wrong, at once
		return reply{}, errors.Join(noRequester, err)
	}
	r, is, err := record(ctx, tx, in, p, r, saidIn(in, r)...)
	if err != nil {
		return reply{}, err
	}
	if is != newRequest {
		return open(joinedModal(p, r, in.by, "")), showAnew(ctx, tx, p, r)
	}
	if src.TS != "" && r.Thread.TS == "" { // the receipt is not where the message is
		return open(elsewhereModal(r, in.place)), nil
	}
	return reply{}, nil
}

// requesterIn is who needs it, as the form says. An app, or somebody who is gone or of another organization, cannot be
// asked anything: where the form had taken them from the message, it is left at what they wrote.
func requesterIn(in input) (string, error) {
	id := in.fields.one("requester")
	err := ritual.CheckRequester("requester", in.people["requester"])
	if err != nil && id == in.data.Source.Author {
		return "", nil
	}
	return id, err
}

// saidIn is what the form says as evidence. A message's words are its author's as long as nobody has changed them in
// the form; else, and for the title, they are those of whoever sends it.
func saidIn(in input, r ritual.Request) []ritual.Evidence {
	src := in.data.Source
	mine := ritual.Evidence{ID: "0", Author: in.by, Channel: src.Channel, TS: src.TS, Text: strings.TrimSpace(r.Title + "\n" + r.Problem)}
	if src.Author == "" || wordsDigest(r.Problem) != src.Words {
		return []ritual.Evidence{mine}
	}
	theirs := mine
	theirs.Author, theirs.Text, theirs.At = src.Author, r.Problem, postedAt(src.TS)
	if r.Title == ritual.FromWords(r.Problem).Title {
		return []ritual.Evidence{theirs}
	}
	return []ritual.Evidence{theirs, {ID: "1", Author: in.by, Text: r.Title}}
}

// postedAt is when the message with a Slack timestamp was written, to the second; zero when it is none.
func postedAt(ts string) time.Time {
	whole, _, _ := strings.Cut(ts, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || seconds <= 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// withdraw takes a request back.
func withdraw(ctx context.Context, tx *store.Tx, in input, m matter) (reply, error) {
	after, d := ritual.Withdraw(m.r, in.by, tx.Now)
	return reply{}, advance(ctx, tx, m, after, d)
}
