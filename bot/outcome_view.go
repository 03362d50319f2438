package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// A toldLine is what somebody is told of one request, as they may read it.
type toldLine struct {
	at    request.Matter
	words kit.Text
	mute  slack.BlockElement
	on    []slack.Block // what to send on, and to whom
}

// toldLines are the lines of a message of the day: as many as it has room for, and all that are kept.
func toldLines(ctx context.Context, tx *store.Tx, m store.Message) (all []toldLine, kept []store.OutcomeLine, err error) {
	if kept, err = tx.OutcomeLines(ctx, m.To, m.Subject); err != nil {
		return nil, nil, err
	}
	for _, l := range kept[:min(len(kept), blocksMost)] {
		f, err := fateOf(ctx, tx, l.Request)
		if err != nil {
			return nil, nil, err
		}
		if err := f.m.ReadBy(ctx, tx, request.ReaderOf(m)); err != nil {
			return nil, nil, err
		}
		one := toldLine{at: f.m}
		if one.mute, err = muteButton(ctx, tx, m.To, l.Request); err != nil {
			return nil, nil, err
		}
		if !l.Became.Holds(f.became) {
			one.words = kit.Join("\n", outcomeHead(f.m)+asWords(f, m.To), kit.F("This has changed since. Now %s", request.StatusWords(f.m)))
			all = append(all, one)
			continue
		}
		if one.words, err = outcomeWords(ctx, tx, f, m.To, l.Became); err != nil {
			return nil, nil, err
		}
		if f.m.Whole() {
			one.on = sendOnBlocks(f.m.Request, l)
		}
		all = append(all, one)
	}
	return all, kept, nil
}

// blocksMost is how many blocks a message has at most; Slack takes 50.
const blocksMost = 48

// outcomesView is the message of the day: what became of each request, why, what comes next, and what to send on to whom
// Tandem cannot tell.
func outcomesView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	lines, kept, err := toldLines(ctx, tx, m)
	if err != nil {
		return kit.Message{}, err
	}
	head := kit.F("*What became of what you asked for* · %s", ritual.Day(m.Subject))
	var rows []kit.Row
	for _, l := range lines {
		rows = append(rows, append(kit.Row{kit.SectionWith(l.words, l.mute)}, l.on...))
	}
	tail := []slack.Block{kit.Context(kit.Raw("You hear this once a day at most. `Mute` is for one request; my Home tab turns all of it off."))}
	return kit.Fitted(head, kit.Rows([]slack.Block{kit.Section(head)}, rows, tail, blocksMost, kit.MessageMost,
		func(left int) kit.Text {
			left += len(kept) - len(lines)
			return kit.F("and %s more: `/tandem show %s` tells of the next", kit.Count(left, "request", "requests"), kept[len(kept)-left].Request)
		})...), nil
}

// outcomesRow is the same as it stands in a list.
func outcomesRow(ctx context.Context, tx *store.Tx, m store.Message) (engine.Row, error) {
	lines, kept, err := toldLines(ctx, tx, m)
	if err != nil {
		return engine.Row{}, err
	}
	row := engine.Row{Words: kit.Raw("*What became of what you asked for*")}
	for _, l := range lines {
		row.More = append(row.More, engine.Row{Words: l.words})
	}
	if left := len(kept) - len(lines); left > 0 {
		row.More = append(row.More, engine.Row{Words: kit.F("and %s more", kit.Count(left, "request", "requests"))})
	}
	return row, nil
}

// outcomeHead names a request to whoever hears of it.
func outcomeHead(at request.Matter) kit.Text {
	return request.Titled(at.Request.ID, kit.OneLine(at.Title()))
}

// asWords name the request by which somebody asked for this one, where that was merged into it.
func asWords(f fate, reader string) kit.Text {
	for _, h := range f.hearers {
		if h.Person == reader && h.Of != "" {
			return kit.F(" (you asked for *%s*, which was merged into it)", h.Of)
		}
	}
	return ""
}

// outcomeWords say what became of a request, why, and what comes next. Who may not read a private one is told no reason.
func outcomeWords(ctx context.Context, tx *store.Tx, f fate, reader string, b ritual.Became) (kit.Text, error) {
	at := f.m
	if !at.Whole() {
		b.Reason, b.Objective = "", ""
		if !(ritual.Reader{Person: b.By}).Steers(at.Product) { // it would tell who asked
			b.By = ""
		}
	}
	by := kit.Text("")
	if b.By != "" {
		by = kit.F(" by %s", kit.User(b.By))
	}
	pm := kit.User(at.Acting(ritual.RolePM))
	var what, next kit.Text
	switch b.Outcome {
	case ritual.OutcomeAligned:
		what = kit.F("*Aligned*%s", by)
		if b.Objective != "" {
			what += kit.F(": it serves “%s”", b.Objective)
		}
		next = kit.F("Now %s", request.StatusWords(at))
	case ritual.OutcomeParked:
		what = kit.F("*Parked* until %s%s", ritual.Day(b.Revisit), by)
		next = kit.F("It is looked at again on that day. If it cannot wait, tell %s.", pm)
	case ritual.OutcomeDeclined:
		what = kit.F("*Declined*%s", by)
		next = kit.F("If something has changed, tell %s.", pm)
	case ritual.OutcomeMerged:
		what = kit.F("*Merged*%s", by)
		into, err := namedWords(ctx, tx, at.Reader, "into", b.Into)
		if err != nil {
			return "", err
		}
		what += into
		next = kit.Raw("What you said is kept, and you hear what becomes of it there.")
	case ritual.OutcomeGoesOn:
		what = kit.Raw("*Not quite there yet*: it goes on")
		as, err := namedWords(ctx, tx, at.Reader, "as", b.Into)
		if err != nil {
			return "", err
		}
		what += as
		next = kit.Raw("Nothing of what you said is lost, and you hear what becomes of it there.")
	case ritual.OutcomeInSprint:
		what, next = kit.Raw("*In sprint*"), kit.Raw("The team works on it now.")
	case ritual.OutcomeBack:
		what, next = kit.Raw("*Back in the backlog*: it was not finished in the sprint."), kit.Raw("Nothing of it is lost, and you hear when the team takes it up again.")
	case ritual.OutcomeShipped:
		what, next = kit.Raw("*Shipped*"), kit.Raw("It is there. Thank you for asking.")
	case ritual.OutcomeWithdrawn:
		what, next = kit.F("*Withdrawn*%s", by), kit.Raw("If you still want it, `/request` and a few words record it anew.")
	default:
		what, next = kit.Raw("*Looked at again*: what you heard last may change."), kit.F("Now %s", request.StatusWords(at))
	}
	words := []kit.Text{outcomeHead(at) + asWords(f, reader), what}
	if b.Reason != "" {
		words = append(words, kit.Quote(b.Reason, 900))
	}
	return kit.Join("\n", append(words, next)...), nil
}

// namedWords name another request after a word, as a reader may know it; nothing where there is none.
func namedWords(ctx context.Context, tx *store.Tx, rd ritual.Reader, word, id string) (kit.Text, error) {
	if id == "" {
		return "", nil
	}
	at, err := request.Of(ctx, tx, id)
	if err != nil {
		return "", err
	}
	if err := at.ReadBy(ctx, tx, rd); err != nil {
		return "", err
	}
	return kit.F(" %s *%s* “%s”", word, id, kit.OneLine(at.Title())), nil
}

// sendOnBlocks are a sentence for those whom Tandem cannot tell, to be copied as it stands.
func sendOnBlocks(r ritual.Request, l store.OutcomeLine) []slack.Block {
	why := l.Became.Reason
	if r.Private {
		why = "" // it may say what was said in private
	}
	words := ritual.SendOnWords(l.Became.Outcome, r.Title, l.Became.Revisit, why)
	if len(l.SendOn) == 0 || words == "" {
		return nil
	}
	lead := kit.F("For %s, ready to send on:", whomWords(l.SendOn))
	if l.InPlace != "" {
		lead = kit.F("%s cannot send it on any more. For %s:", kit.User(l.InPlace), whomWords(l.SendOn))
	}
	return []slack.Block{kit.Context(lead), kit.RichQuote(words)}
}

// whomWords name those whom Tandem cannot reach: customers, and people of other organizations.
func whomWords(all []string) kit.Text {
	whom := make([]kit.Text, 0, len(all))
	for _, one := range all {
		if strings.HasPrefix(one, ritual.NameStart) {
			whom = append(whom, kit.Sentence(one))
		} else {
			whom = append(whom, kit.F("*%s*", one))
		}
	}
	return kit.Join(", ", whom...)
}

// muteButton is the button by which somebody hears no more of a request, or hears of it again.
func muteButton(ctx context.Context, tx *store.Tx, person, id string) (slack.BlockElement, error) {
	mine, err := tx.Muted(ctx, person, id)
	if mine {
		return request.Button(id, outcomeHear, "Unmute"), err
	}
	return request.Button(id, outcomeMute, "Mute"), err
}

// lineView is a line about a decision in a request's place. In somebody's direct messages it can be muted; a part's line is
// about the whole.
func lineView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	words, err := lineWords(ctx, tx, m)
	if err != nil || !engine.IsPerson(m.To) {
		return kit.Told(words), err
	}
	mute, err := muteBeside(ctx, tx, m)
	return kit.Fitted(words, kit.SectionWith(words, mute)), err
}

// muteBeside is the button beside a line in somebody's direct messages. That of a part is for the whole.
func muteBeside(ctx context.Context, tx *store.Tx, m store.Message) (slack.BlockElement, error) {
	d, err := tx.Decision(ctx, m.Subject)
	if err != nil {
		return nil, err
	}
	r, err := tx.Request(ctx, d.Request)
	if err != nil {
		return nil, err
	}
	return muteButton(ctx, tx, m.To, request.HeardAs(r))
}

// lineRow is the same as it stands in a list.
func lineRow(ctx context.Context, tx *store.Tx, m store.Message) (engine.Row, error) {
	words, err := lineWords(ctx, tx, m)
	if err != nil {
		return engine.Row{}, err
	}
	d, err := tx.Decision(ctx, m.Subject)
	if err != nil {
		return engine.Row{}, err
	}
	over, err := takenBackWords(ctx, tx, d)
	if err != nil {
		return engine.Row{}, err
	}
	mute, err := muteBeside(ctx, tx, m)
	return engine.Row{Words: words, Beside: mute, Over: over != ""}, err
}

// mutedBlocks are what somebody muted, and their own switch.
func mutedBlocks(h homePage) []slack.Block {
	var blocks []slack.Block
	if len(h.muted) > 0 {
		blocks = append(blocks, kit.Section(kit.Raw("*Muted*: you hear no more of")))
	}
	for _, m := range h.muted {
		blocks = append(blocks, kit.SectionWith(outcomeHead(m), request.Button(m.Request.ID, outcomeHear, "Unmute")))
	}
	says, press := kit.Raw("Tell me what became of my requests, and ask whether it solved my need: *on*, once a day at most."), kit.Button(muteAll, "Mute all", "")
	if h.silent {
		says, press = kit.Raw("Tell me what became of my requests, and ask whether it solved my need: *off*. It stands above all the same."), kit.Button(hearAll, "Unmute all", "")
	}
	if len(h.mine)+len(h.muted) == 0 && !h.silent && !h.hears {
		return nil
	}
	return append(blocks, kit.SectionWith(says, press))
}
