package engine

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// maxAck is how long an acknowledgment's payload may be. Slack drops what is 20 KiB or more without a word.
const maxAck = 18_000

// formFollows is how long a form waits for the small one in the acknowledgment that it replaces.
const formFollows = 300 * time.Millisecond

// answer brings a reply to the person: a form by its trigger, words where the click was, and then the acknowledgment.
// An error is a refusal to show, or something that failed.
func (b *Bot) answer(ctx context.Context, d delivery, ack acker, rep Reply, err error) {
	if d.kind == anEvent && err != nil && len(ritual.Refusals(err)) == 0 {
		b.failed(d, err)
		return // Slack sends it again: nobody is there who could
	}
	if d.kind == anEvent {
		b.acknowledge(d, ack, nil) // what there is to say, a job says
		return
	}
	if err != nil {
		rep = b.refusal(ctx, d, err)
		if rep.fieldErrors != nil {
			b.acknowledge(d, ack, slack.NewErrorsViewSubmissionResponse(rep.fieldErrors))
			return
		}
	}
	if rep.Say != nil && d.reply == "" && d.kind == anAction { // on Home nothing else shows
		m := Note("Tandem", rep.Say.Blocks...)
		if len(m.Blocks) == 0 {
			m = Note("Tandem", kit.Section(rep.Say.Text))
		}
		rep = Reply{Form: &m, Instead: rep.Instead}
	}
	if rep.Form != nil && d.kind != aSubmit {
		if err := b.openForm(ctx, d, rep); err != nil {
			b.Log.Warn("a form did not open", "by", d.in.By, "err", err)
			rep = Say(notOpened(err))
		}
	}
	payload, whole := ackPayload(d, rep)
	done, ok := b.after.Try() // before the acknowledgment gives the delivery's own slot back
	if ok {
		defer done()
	}
	b.acknowledge(d, ack, payload)
	switch {
	case whole:
	case ok:
		b.afterwards(ctx, d, rep)
	default:
		b.Log.Warn("an answer was not shown: Slack is too slow for all of them", "by", d.in.By)
	}
}

// openForm shows a form: in place of the one in which the click was, on top of it, or by itself. Where the person could
// not be told that it did not open, on Home and after a global shortcut, it is tried once more while there is time.
func (b *Bot) openForm(ctx context.Context, d delivery, rep Reply) error {
	err := b.tryForm(ctx, d, rep)
	if err == nil || d.reply != "" {
		return err
	}
	if err = b.tryForm(ctx, d, rep); SlackSays(err, "exchanged_trigger_id") {
		return nil // the first try opened it, and only the answer was lost
	}
	return err
}

// notOpened says that a form did not open, and what to do.
func notOpened(err error) kit.Text {
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		return kit.Raw("Slack opens only so many forms a minute, and many people are opening one. Please try again in a minute.")
	}
	return kit.Raw("Slack did not open the form in time. Please try once more.")
}

func (b *Bot) tryForm(ctx context.Context, d delivery, rep Reply) error {
	ctx, cancel := context.WithTimeout(ctx, b.waits.open)
	defer cancel()
	m := *rep.Form
	switch {
	case d.in.Opened == inForm && rep.Instead:
		_, err := b.API.UpdateViewContext(ctx, m.Request(), "", "", d.in.viewID)
		return err
	case d.in.Opened == inForm:
		_, err := b.API.PushViewContext(ctx, d.trigger, m.Request())
		return err
	}
	_, err := b.API.OpenViewContext(ctx, d.trigger, m.Request())
	return err
}

// ackPayload is what rides in the acknowledgment: a command's private answer, or what a form becomes. Where all of
// the reply does not fit, whole is false, and the rest goes afterwards.
func ackPayload(d delivery, rep Reply) (payload any, whole bool) {
	switch {
	case rep.Say != nil:
		p := privateMessage(*rep.Say)
		if d.kind == aCommand && fits(d, p) {
			return p, true
		}
		return nil, false
	case d.kind == aSubmit && rep.Form != nil:
		m := rep.Form.Request()
		if p := slack.NewUpdateViewSubmissionResponse(&m); fits(d, p) {
			return p, true
		}
		if !d.inAck {
			return nil, false
		}
		m = oneMoment(rep.Form.Title).Request()
		return slack.NewUpdateViewSubmissionResponse(&m), false
	}
	return nil, true
}

// oneMoment stands in a form's place until the form follows.
func oneMoment(title string) kit.Modal {
	return Note(title, kit.Section(kit.Raw("One moment…")))
}

// fits reports whether the payload can ride in d's acknowledgment.
func fits(d delivery, payload any) bool {
	raw, err := json.Marshal(payload)
	return err == nil && d.inAck && len(raw) <= maxAck && string(raw) != "null"
}

// privateMessage is a message that only one person sees, as an acknowledgment or a response URL takes it.
func privateMessage(m kit.Message) map[string]any {
	p := map[string]any{"response_type": "ephemeral", "text": string(m.Text)}
	if len(m.Blocks) > 0 {
		p["blocks"] = m.Blocks
	}
	return p
}

// acknowledge sends the acknowledgment. A payload that the envelope does not take is left out.
func (b *Bot) acknowledge(d delivery, ack acker, payload any) {
	if payload != nil && !fits(d, payload) {
		payload = nil
	}
	if err := ack(payload); err != nil {
		b.counts.unacked.Add(1)
		b.Log.Warn("an acknowledgment was not sent", "kind", d.kind.String(), "err", err)
	}
}

// afterwards sends what the acknowledgment did not carry: words by the response URL, a form by its id. The three
// seconds of the acknowledgment do not count any more.
func (b *Bot) afterwards(ctx context.Context, d delivery, rep Reply) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), b.waits.after)
	defer cancel()
	var err error
	switch {
	case rep.Say != nil && d.reply != "":
		p := privateMessage(*rep.Say)
		if d.kind != aCommand {
			p["replace_original"] = rep.Instead
		}
		err = b.postURL(ctx, d.reply, p)
	case rep.Form != nil && d.inAck:
		// Slack takes the acknowledgment and this call by two ways: the form that is to stay has to come last.
		time.Sleep(formFollows)
		_, err = b.API.UpdateViewContext(ctx, rep.Form.Request(), "", "", d.in.viewID)
	case rep.Form != nil:
		_, err = b.API.OpenViewContext(ctx, d.trigger, rep.Form.Request()) // the acknowledgment has closed the form
	}
	if err != nil {
		b.Log.Warn("an answer was not shown", "by", d.in.By, "err", err)
	}
}

// postURL sends a payload to a response URL.
func (b *Bot) postURL(ctx context.Context, url string, payload any) error {
	raw, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(string(raw)))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := b.HTTP.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return errors.New("response URL: " + resp.Status)
	}
	return nil
}

// refusal turns an error into what the person sees: sentences beside the fields at fault, an explanation in place of
// the form, or a private sentence where the click was.
func (b *Bot) refusal(ctx context.Context, d delivery, err error) Reply {
	rs := ritual.Refusals(err)
	if len(rs) == 0 {
		b.failed(d, err)
		rs = []*ritual.Refusal{excuse(err)}
	}
	if d.kind == aSubmit {
		var back Again
		if errors.As(err, &back) {
			return Open(back.Form)
		}
		if at := b.beside(ctx, d, rs); at != nil && d.inAck {
			return Reply{fieldErrors: at}
		}
		return Reply{Form: explanation(rs, d.in.typed)}
	}
	if d.in.Opened == inForm || d.in.Opened == OnHome || d.reply == "" {
		return Reply{Form: explanation(rs, nil)}
	}
	return Say(kit.Sentence(rs[0].Says))
}

// Again is a refusal for which the form comes back changed, with what it lacked. Nothing was written.
type Again struct {
	Refusal error
	Form    kit.Modal
}

func (a Again) Error() string { return a.Refusal.Error() }
func (a Again) Unwrap() error { return a.Refusal }

// beside are the refusals by the fields that they belong to; nil when one of them belongs to the whole form.
func (b *Bot) beside(ctx context.Context, d delivery, rs []*ritual.Refusal) map[string]string {
	at := map[string]string{}
	for _, r := range rs {
		if r.Field == "" {
			return nil
		}
		at[r.Field] = kit.Named(r.Says, func(id string) string { return b.nameOf(ctx, d, id) })
	}
	return at
}

// nameOf is somebody's name for a place that shows no mentions. Those whom Slack told of just now are not in the store
// yet.
func (b *Bot) nameOf(ctx context.Context, d delivery, id string) string {
	for _, p := range append([]ritual.Person{d.in.Who}, slices.Collect(maps.Values(d.in.People))...) {
		if p.ID == id && p.Name != "" {
			return p.Name
		}
	}
	name := "somebody"
	err := b.DB.View(ctx, func(tx *store.Tx) error {
		p, err := tx.Person(ctx, id)
		if err == nil && p.Name != "" {
			name = p.Name
		}
		return nil
	})
	if err != nil {
		b.Log.Warn("a name was not read", "err", err)
	}
	return name
}

// Note is a form that only tells: there is nothing to submit.
func Note(title string, blocks ...slack.Block) kit.Modal {
	return kit.Modal{ID: "note", Title: title, Close: "Close", Blocks: blocks}
}

// explanation stands in place of a form that could not be taken. It keeps what was typed, to be copied.
func explanation(rs []*ritual.Refusal, typed []string) *kit.Modal {
	m := Note("Not done")
	for _, r := range rs {
		m.Blocks = append(m.Blocks, kit.Section(kit.Sentence(r.Says)))
	}
	if len(typed) > 0 {
		m.Blocks = append(m.Blocks, kit.Divider(), kit.Context(kit.Raw("What you wrote, so that nothing is lost:")))
	}
	for _, w := range typed {
		m.Blocks = append(m.Blocks, kit.RichQuote(w))
	}
	return &m
}
