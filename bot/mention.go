package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// A mention asks something of Tandem where people talk: it records its words, answers what was asked in its thread, or
// gets an explanation. ritual.ReadMention says which. Slack tells of mentions only where Tandem is a member, and not in
// direct messages with it; those it does not read.

// The ids of the mention. Old messages carry them: they are never renamed.
const (
	mentionIn     = "mention.in"     // a choice of the product; its block keeps the delivery's key
	mentionRecord = "mention.record" // its value is the delivery's key
)

func mentionRitual() engine.Ritual {
	return engine.Ritual{
		Events: []engine.Event{{Kind: "app_mention", Needs: engine.NeedPerson | engine.NeedPlace, Do: engine.Privately(mention)}},
		Actions: []engine.Action{
			{ID: mentionIn, Needs: engine.NeedPerson, Do: mentionChosen},
			{ID: mentionRecord, Needs: engine.NeedPerson, Do: mentionPressed},
		},
	}
}

// mention does what the words of a mention mean.
func mention(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Message == nil {
		return engine.Reply{}, nil
	}
	words := mentionWords(in)
	if was, err := tx.RequestFrom(ctx, in.Channel, in.Message.TS); err == nil {
		return joinByMention(ctx, tx, in, was, words) // it was captured from its menu, or edited
	} else if !errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, err
	}
	is, words := ritual.ReadMention(words)
	switch is {
	case ritual.MentionAsks:
		return explained(in.Key, words), nil
	case ritual.MentionPoints:
		return pointed(ctx, tx, in, words)
	}
	if in.Message.Thread != "" {
		rep, taken, err := answerByMention(ctx, tx, in, words)
		if taken || err != nil {
			return rep, err
		}
	}
	if line, is := commandMeant(words); is {
		return typeInstead(in.Key, words, line), nil
	}
	return recordMention(ctx, tx, in, words)
}

// commandMeant is the command that somebody means who mentions Tandem with nothing but the words of one, or with the id of a
// request. Words that go on may be what they want: “backlog for the team”.
func commandMeant(words string) (line string, is bool) {
	said := strings.ToLower(strings.Join(strings.Fields(strings.Trim(words, " .,:;!")), " "))
	said = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(said, "/"), "tandem"), " "))
	if id, err := ritual.ParseRequestID(strings.TrimPrefix(said, "show ")); err == nil {
		return "/tandem show " + id, true
	}
	if said == "" {
		said = "tandem"
	}
	for _, r := range rituals(nil) {
		for _, c := range r.Commands {
			if name := strings.TrimPrefix(c.Name, "/"); said == strings.TrimSpace(name+" "+c.Word) || c.Word != "" && said == c.Word && name == "tandem" {
				return strings.Join(strings.Fields(c.Name+" "+c.Word+" "+c.Usage), " "), true
			}
		}
	}
	return "", false
}

// mentionWords are a mention's words as people see them.
func mentionWords(in engine.Input) string {
	return strings.TrimSpace(kit.Plain(in.Message.Text, func(id string) string { return in.Named[id].Name }))
}

// joinByMention answers for a message that is a request already.
func joinByMention(ctx context.Context, tx *store.Tx, in engine.Input, r ritual.Request, words string) (engine.Reply, error) {
	m, err := joinIn(ctx, tx, in, r, words)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Say(joinedWords(m)), nil
}

// pointed records the thread that a mention stands in, under its title if it gives one, or joins the request that the thread
// is. Where Tandem cannot read it, the title is all that there is to record.
func pointed(ctx context.Context, tx *store.Tx, in engine.Input, title string) (engine.Reply, error) {
	was, found, err := requestOfThread(ctx, tx, in, title)
	if err != nil {
		return engine.Reply{}, err
	}
	if found {
		return joinByMention(ctx, tx, in, was, cmp.Or(title, was.Title))
	}
	reads, err := mayRead(ctx, tx, in.Place)
	if err != nil {
		return engine.Reply{}, err
	}
	switch {
	case reads && in.Message.Thread != "":
		return inProductMeant(ctx, tx, in, func(p ritual.Product) (engine.Reply, error) { return pointedFor(ctx, tx, in, p, title) })
	case title != "":
		return recordMention(ctx, tx, in, title)
	}
	return useShortcut(reads), nil
}

// requestOfThread is the request that a mention points at: what the thread began with, or, where no title says that something
// else is meant, the only one that is talked about there. What was withdrawn is recorded anew.
func requestOfThread(ctx context.Context, tx *store.Tx, in engine.Input, title string) (r ritual.Request, found bool, err error) {
	if in.Message.Thread == "" {
		return r, false, nil
	}
	r, err = tx.RequestFrom(ctx, in.Channel, in.Message.Thread)
	if err == nil {
		return r, r.Status != ritual.Withdrawn, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return r, false, err
	}
	talked, err := tx.RequestsIn(ctx, in.Channel, in.Message.Thread)
	talked = slices.DeleteFunc(talked, func(r ritual.Request) bool { return r.Status == ritual.Withdrawn })
	if err != nil || title != "" || len(talked) != 1 {
		return r, false, err
	}
	return talked[0], true, nil
}

// pointedFor leaves the thread to be read and recorded for a product. Its receipt answers.
func pointedFor(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, title string) (engine.Reply, error) {
	if err := ritual.May(ritual.ToAsk, ritual.Case{Who: in.Who, Product: p}); err != nil {
		return engine.Reply{}, err
	}
	pick, err := tx.Pick(ctx, in.Channel, in.Message.Thread, in.By, ritual.ByMention)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, err
	}
	pick.Channel, pick.TS, pick.By, pick.Way = in.Channel, in.Message.Thread, in.By, ritual.ByMention
	pick, news := pick.Put(in.Message.TS)
	if !news {
		return engine.Reply{}, nil
	}
	pick.Product, pick.Title, pick.Thread = p.ID, title, in.Message.Thread
	return engine.Reply{}, errors.Join(tx.KeepPick(ctx, pick), readPicked(ctx, tx, pick))
}

// recordMention records the words of a mention, or asks for the product that they are about.
func recordMention(ctx context.Context, tx *store.Tx, in engine.Input, words string) (engine.Reply, error) {
	return inProductMeant(ctx, tx, in, func(p ritual.Product) (engine.Reply, error) { return recordMentionFor(ctx, tx, in, p, words) })
}

// inProductMeant does something for the product that a mention is about, or asks for it.
func inProductMeant(ctx context.Context, tx *store.Tx, in engine.Input, do func(ritual.Product) (engine.Reply, error)) (engine.Reply, error) {
	p, ok, err := request.ProductFor(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	if ok {
		return do(p)
	}
	all, err := tx.Products(ctx)
	if err != nil {
		return engine.Reply{}, err
	}
	return request.WhichProduct(mentionIn, all, in.Key), nil
}

// recordMentionFor records the words of a mention. The receipt answers it in its thread; where it does not stand there,
// a private answer says so.
func recordMentionFor(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, words string) (engine.Reply, error) {
	said := ritual.Evidence{ID: "0", Author: in.By, Channel: in.Channel, TS: in.Message.TS, Text: words, At: postedAt(in.Message.TS)}
	r := ritual.FromWords(words)
	r.Private = in.Place.Secret()
	r.Source = ritual.Source{Channel: in.Channel, TS: in.Message.TS, Thread: in.Message.Thread, Author: in.By}
	r, is, err := record(ctx, tx, in, p, r, said)
	switch {
	case err != nil:
		return engine.Reply{}, err
	case is == joined:
		return joinByMention(ctx, tx, in, r, words)
	case is == sameRequest || r.Thread.TS == "":
		return recordedByMention(in, p, r, is), nil
	}
	return engine.Reply{}, nil
}

// mentionPressed records a mention that was taken for something else.
func mentionPressed(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	in, err := recalled(ctx, tx, in, in.Subject)
	if err != nil {
		return engine.Reply{}, err
	}
	return recordMention(ctx, tx, in, mentionWords(in))
}

// mentionChosen records a mention for the product that somebody chose.
func mentionChosen(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	p, err := request.ProductNamed(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	if in, err = recalled(ctx, tx, in, in.Words); err != nil {
		return engine.Reply{}, err
	}
	is, words := ritual.ReadMention(mentionWords(in))
	reads, err := mayRead(ctx, tx, in.Place)
	if err != nil {
		return engine.Reply{}, err
	}
	if is == ritual.MentionPoints && reads && in.Message.Thread != "" {
		return pointedFor(ctx, tx, in, p, words)
	}
	return recordMentionFor(ctx, tx, in, p, cmp.Or(words, mentionWords(in)))
}

// recalled is a click under the answer to a mention as if the mention came again: its words are kept with the answer.
func recalled(ctx context.Context, tx *store.Tx, in engine.Input, key string) (engine.Input, error) {
	w, ok, err := engine.KeptWhisper(ctx, tx, key)
	if err != nil {
		return in, err
	}
	if !ok || w.Heard == nil || w.To != in.By {
		return in, ritual.Refuse("I do not have your words any more. Mention me with them once more.")
	}
	in.Key, in.Channel, in.Message, in.Named = key, w.Channel, w.Heard, map[string]ritual.Person{}
	for _, id := range kit.Mentioned(w.Heard.Text) {
		if in.Named[id], err = tx.Person(ctx, id); err != nil && !errors.Is(err, store.ErrNotFound) {
			return in, err
		}
	}
	if in.Place, err = tx.Place(ctx, w.Channel); errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return in, err
}
