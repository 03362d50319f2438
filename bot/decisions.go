package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/store"
)

// Decisions is the log of a product's decisions: who decided what, when and why, the newest first.

// The ids of the log. Old messages carry them: they are never renamed.
const (
	decisionsShow      = "decisions.show"
	decisionsShown     = "decisions_shown"
	decisionsIn        = "decisions.product"
	decisionsOlder     = "decisions.older"
	decisionsNewer     = "decisions.newer"
	decisionsBy        = "decisions.by"
	decisionsObjective = "decisions.objective"
	decisionsMonth     = "decisions.month"
	decisionsTopic     = "decisions.topic"
	decisionsClear     = "decisions.clear"
)

func decisionsRitual() engine.Ritual {
	narrows := func(id string, by func(l *logPart, chosen string)) engine.Action {
		return engine.Action{ID: id, Needs: engine.NeedPerson, Do: turnLog(by)}
	}
	return engine.Ritual{
		Commands: []engine.Command{
			{Name: "/tandem", Word: "decisions", Does: "show who decided what, when and why, by person, objective and month", Needs: engine.NeedPerson, Do: decisionsCommand},
		},
		Actions: []engine.Action{
			{ID: decisionsShow, Needs: engine.NeedPerson | engine.NeedPlace, Do: shown.InChannel(decisionsShown)},
			{ID: decisionsIn, Needs: engine.NeedPerson, Do: request.ChosenProduct(decisionsReply)},
			narrows(decisionsOlder, func(l *logPart, to string) { l.turn(to, false) }),
			narrows(decisionsNewer, func(l *logPart, to string) { l.turn(to, true) }),
			narrows(decisionsBy, func(l *logPart, who string) { l.by = who }),
			narrows(decisionsObjective, func(l *logPart, id string) { l.objective = unless(id, anyOne) }),
			narrows(decisionsMonth, func(l *logPart, month string) { l.month = unless(month, anyOne) }),
			narrows(decisionsTopic, func(l *logPart, topic string) { l.topic = ritual.LogPart(unless(topic, anyOne)) }),
			narrows(decisionsClear, func(l *logPart, _ string) { *l = logPart{product: l.product} }),
		},
		Messages: []engine.MessageKind{{Kind: decisionsShown, View: decisionsShownView}},
	}
}

// anyOne stands in a menu for no filter.
const anyOne = "any"

// unless is a choice; empty where it is none.
func unless(chosen, none string) string {
	if chosen == none {
		return ""
	}
	return chosen
}

// The filters that can be typed, in any order. forObjective is the fourth.
const (
	forPerson = "by"
	forMonth  = "month"
	forTopic  = "topic"

	decisionsExample = "/tandem decisions by:@ana objective:larger month:2026-11 topic:priority"
)

func decisionsCommand(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Words != "" && !ritual.BeginsFilter(in.Words) {
		return commandHelp("/tandem", "decisions "+in.Words), nil
	}
	typed, err := typedDecisions(in.Words)
	if err != nil {
		return engine.Reply{}, err
	}
	if who := typed[forPerson]; strings.HasPrefix(who, "@") && len(in.Cites) == 1 { // kept with the words, should I have to ask for the product
		in.Words = strings.Replace(in.Words, who, in.Cites[0], 1)
	}
	return request.InProduct(ctx, tx, in, decisionsIn, decisionsReply)
}

// typedDecisions reads filters as people type them.
func typedDecisions(words string) (map[string]string, error) {
	return ritual.Filters(words, decisionsExample, forPerson, forObjective, forMonth, forTopic)
}

// decisionsReply is the log for one person, with the filters that they typed.
func decisionsReply(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	if err := ritual.MayRead(in.Who, p, in.Channel); err != nil {
		return engine.Reply{}, err
	}
	l, err := typedLog(ctx, tx, in, p)
	if err != nil {
		return engine.Reply{}, err
	}
	m, err := logMessage(ctx, tx, p, ritual.Reader{Person: in.By, Place: in.Channel}, l)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{Say: &m}, nil
}

// typedLog is the part of the log that somebody typed.
func typedLog(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (l logPart, err error) {
	l.product = p.ID
	typed, err := typedDecisions(in.Words)
	if err != nil {
		return l, err
	}
	if words := typed[forPerson]; words != "" {
		if l.by, err = deciderNamed(ctx, tx, in.By, words); err != nil {
			return l, err
		}
	}
	if words := typed[forObjective]; words != "" {
		if l.objective, err = objectiveNamed(ctx, tx, p, words); err != nil {
			return l, err
		}
	}
	if words := typed[forMonth]; words != "" {
		zone, err := logZone(ctx, tx, p)
		if err != nil {
			return l, err
		}
		if l.month, err = ritual.ParseMonth(words, tx.Now, zone); err != nil {
			return l, err
		}
	}
	if words := typed[forTopic]; words != "" {
		l.topic, err = ritual.NewLogPart(words)
	}
	return l, err
}

// deciderNamed is the person whose decisions are meant: by a mention, which is an id by now, or by their name. It is looked for
// among all whom Slack ever described: that somebody decided something may be private.
func deciderNamed(ctx context.Context, tx *store.Tx, by, words string) (string, error) {
	name := strings.ToLower(strings.TrimPrefix(words, "@"))
	if name == "me" {
		return by, nil
	}
	names, err := tx.Names(ctx)
	if err != nil {
		return "", err
	}
	if id := strings.ToUpper(name); names[id] != "" {
		return id, nil
	}
	var whole, like []string
	for id, of := range names {
		switch of = strings.ToLower(of); {
		case of == name:
			whole = append(whole, id)
		case strings.Contains(of, name):
			like = append(like, id)
		}
	}
	if len(whole) > 0 {
		like = whole
	}
	slices.Sort(like)
	switch {
	case len(like) == 1:
		return like[0], nil
	case len(like) == 0 && personID.MatchString(words): // mentioned, and Slack did not describe them yet
		return words, nil
	case len(like) == 0:
		return "", ritual.Refuse("I know nobody named “%s”. Choose them with `by:@`, or type `by:me`.", short(words))
	}
	var could []string
	for _, id := range like[:min(len(like), 5)] {
		could = append(could, ritual.Name(id))
	}
	return "", ritual.Refuse("“%s” could be %s, for example. Choose one of them with `by:@`.", short(words), ritual.And(could))
}

// personID is what the id of a person looks like.
var personID = regexp.MustCompile(`^[UW][A-Z0-9]{5,20}$`)

// objectiveNamed is the objective that somebody's words mean: the one of that name, else the first that begins with them, else
// the first that has them.
func objectiveNamed(ctx context.Context, tx *store.Tx, p ritual.Product, words string) (string, error) {
	all, err := logObjectives(ctx, tx, p)
	if err != nil {
		return "", err
	}
	words = strings.ToLower(words)
	for _, is := range []func(name string) bool{
		func(name string) bool { return name == words },
		func(name string) bool { return strings.HasPrefix(name, words) },
		func(name string) bool { return strings.Contains(name, words) },
	} {
		for _, o := range all {
			if is(strings.ToLower(o.Name)) {
				return o.ID, nil
			}
		}
	}
	return "", ritual.Refuse("%s has no objective with the words “%s”. `/roadmap` shows all.", p.Name, short(words))
}

// turnLog shows another part of the log in place of the one in which somebody pressed. What they chose is in in.Subject; with
// another filter, the log begins anew.
func turnLog(to func(l *logPart, chosen string)) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		l := readLogPart(in.Words)
		l.place, l.newer = store.LogPlace{}, false
		to(&l, in.Subject)
		in.Subject = l.product
		p, err := request.ProductRead(ctx, tx, in)
		if err != nil {
			return engine.Reply{}, err
		}
		m, err := logMessage(ctx, tx, p, ritual.Reader{Person: in.By, Place: in.Channel}, l)
		if err != nil {
			return engine.Reply{}, err
		}
		return engine.Reply{Say: &m, Instead: true}, nil
	}
}
