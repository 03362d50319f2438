package recap

import (
	"context"
	"errors"
	"slices"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/prompts"
	"tandem/store"
)

// A teller gathers what a recap tells to everybody in its channel.
type teller struct {
	tx      *store.Tx
	sprint  ritual.Sprint
	product ritual.Product
	recap   ritual.Recap
	reader  ritual.Reader // everybody in the channel
	known   map[string]ritual.Request
}

// tell has a recap tell its sprint as it can be told now, for the channel that it is to be posted in.
func tell(ctx context.Context, tx *store.Tx, s ritual.Sprint, p ritual.Product, r ritual.Recap) (ritual.Recap, error) {
	r.Channel, r.Drafted = channelOf(p), tx.Now
	t := newTeller(tx, s, p, r)
	var err error
	if r.Demos, err = t.demos(ctx); err != nil {
		return r, err
	}
	r.Pages, err = t.pages(ctx)
	return r, err
}

func newTeller(tx *store.Tx, s ritual.Sprint, p ritual.Product, r ritual.Recap) *teller {
	return &teller{tx: tx, sprint: s, product: p, recap: r, reader: ritual.Reader{Place: r.Channel}, known: map[string]ritual.Request{}}
}

// channelOf is where the recaps of a product are posted: its stakeholders' channel, else its home.
func channelOf(p ritual.Product) string {
	if p.Stakeholders != "" {
		return p.Stakeholders
	}
	return p.Channel
}

// request is a request that stands in the recap.
func (t *teller) request(ctx context.Context, id string) (ritual.Request, error) {
	if r, ok := t.known[id]; ok {
		return r, nil
	}
	r, err := t.tx.Request(ctx, id)
	if err == nil {
		t.known[id] = r
	}
	return r, err
}

// title is a request's title as everybody in the channel may know it; empty where they may not.
func (t *teller) title(r ritual.Request) string {
	if !r.SeenBy(t.reader, t.product) {
		return ""
	}
	return r.Title
}

// demos are the stories that stand on top, with what was said of them. Of those that nobody chose, none is there whose title is not
// for everybody.
func (t *teller) demos(ctx context.Context) (all []ritual.RecapDemo, err error) {
	shown, said, err := t.shown(ctx)
	if err != nil {
		return nil, err
	}
	var open []ritual.StoryResult
	for _, s := range t.sprint.Result.Stories {
		r, err := t.request(ctx, s.Request)
		if err != nil {
			return nil, err
		}
		if t.title(r) != "" {
			open = append(open, s)
		} else {
			shown = slices.DeleteFunc(shown, func(id string) bool { return id == s.Request })
		}
	}
	for _, id := range ritual.RecapDemosOf(t.recap, open, shown) {
		r, err := t.request(ctx, id)
		if err != nil {
			return nil, err
		}
		one := ritual.RecapDemo{Request: id, Title: t.title(r)}
		if one.Title != "" {
			one.Can, one.Link = said[id].Can, said[id].Link
		}
		all = append(all, one)
	}
	return all, nil
}

// shown are the stories that were shown at the demo and are done, in the running order, and what was said of each.
func (t *teller) shown(ctx context.Context) (ids []string, said map[string]ritual.RecapDemo, err error) {
	shows, err := t.tx.DemoShows(ctx, t.sprint.ID)
	said = map[string]ritual.RecapDemo{}
	for _, s := range shows {
		if s.Answer != ritual.ShowIt {
			continue
		}
		said[s.Request] = ritual.RecapDemo{Can: s.Says, Link: s.Link}
		for _, is := range t.sprint.Result.Stories {
			if is.Request == s.Request && is.End == ritual.EndDone {
				ids = append(ids, s.Request)
			}
		}
	}
	return ids, said, err
}

// namedMost is how many of those who asked are named with a story; the others are counted.
const namedMost = 3

// asked says who asked for a story: "asked by Mia, Acme and 3 others", by names that ping nobody. Who said so in private is not
// named; who asked for a private story is, where the PO ticked it.
func (t *teller) asked(ctx context.Context, r ritual.Request) (kit.Text, error) {
	voices, err := t.tx.Supporters(ctx, r.ID)
	if err != nil {
		return "", err
	}
	total := ritual.UniqueRequesters(r, voices)
	people, customers := ritual.Wanting(r, r.SupportersTo(t.reader, t.product, voices))
	if !r.WholeTo(t.reader, t.product) {
		if !slices.Contains(t.recap.Own.Named, r.ID) {
			return "", nil
		}
		people, customers = ritual.Wanting(r, nil)
		total = len(people) + len(customers)
	}
	var names []kit.Text
	for _, id := range people {
		if len(names) == namedMost {
			break
		}
		name, err := request.NameOf(ctx, t.tx, id)
		if err != nil {
			return "", err
		}
		names = append(names, kit.T(kit.Cut(name, nameMax)))
	}
	for _, c := range customers[:min(len(customers), namedMost-len(names))] {
		names = append(names, kit.T(kit.Cut(kit.OneLine(c), nameMax)))
	}
	if others := total - len(names); others > 0 {
		names = append(names, kit.T(ritual.Figure(others, "other", "others")))
	}
	last := len(names) - 1
	switch last {
	case -1: // whoever asked took their voice back
		return "", nil
	case 0:
		return kit.F("asked by %s", names[0]), nil
	}
	return kit.F("asked by %s and %s", kit.Join(", ", names[:last]...), names[last]), nil
}

// nameMax is how long a name may be in a recap.
const nameMax = 40

// facts are what the words of a recap are found from. No private story is among them, whoever may read it.
func (t *teller) facts(ctx context.Context) (f prompts.RecapFacts, err error) {
	f = prompts.RecapFacts{Goal: t.sprint.Goal, Met: map[ritual.GoalMet]prompts.Met{ritual.GoalYes: prompts.MetYes, ritual.GoalPartly: prompts.MetPartly,
		ritual.GoalNo: prompts.MetNo}[t.recap.Own.Met]}
	if f.People, err = t.tx.Names(ctx); err != nil {
		return f, err
	}
	objectives := map[string]string{}
	for _, o := range t.sprint.Result.Objectives {
		objectives[o.Objective] = o.Name
	}
	add := func(to *[]prompts.RecapStory, id string) error {
		r, err := t.request(ctx, id)
		if err != nil {
			return err
		}
		if r.Customer != "" && !slices.Contains(f.Customers, r.Customer) {
			f.Customers = append(f.Customers, r.Customer)
		}
		if !r.Private {
			*to = append(*to, prompts.RecapStory{Title: r.Title, Objective: objectives[r.Objective]})
		}
		return nil
	}
	for _, s := range t.sprint.Result.Stories {
		to := &f.Open
		switch s.End {
		case ritual.EndDone:
			to = &f.Done
		case ritual.EndRemoved:
			continue
		}
		if err := add(to, s.Request); err != nil {
			return f, err
		}
	}
	planned, next, err := t.next(ctx)
	if err != nil {
		return f, err
	}
	if f.NextGoal = planned.Goal; planned.ID == "" {
		if next, err = t.onTop(ctx); err != nil {
			return f, err
		}
	}
	for _, r := range next {
		t.known[r.ID] = r
		if err := add(&f.Next, r.ID); err != nil {
			return f, err
		}
	}
	return f, nil
}

// nextMost is how many stories of what comes next are looked at.
const nextMost = 5

// next is the sprint that is planned, or none, with the first of its stories.
func (t *teller) next(ctx context.Context) (planned ritual.Sprint, all []ritual.Request, err error) {
	planned, err = t.tx.SprintIn(ctx, t.product.ID, ritual.SprintPlanned)
	if errors.Is(err, store.ErrNotFound) {
		planned, err = t.tx.SprintIn(ctx, t.product.ID, ritual.SprintActive) // it was started before the last one was told
	}
	if errors.Is(err, store.ErrNotFound) {
		return planned, nil, nil
	}
	if err != nil {
		return planned, nil, err
	}
	picked, err := t.tx.SprintStories(ctx, planned.ID)
	if err != nil {
		return planned, nil, err
	}
	for _, one := range picked[:min(len(picked), nextMost)] {
		r, err := t.request(ctx, one.Request)
		if err != nil {
			return planned, nil, err
		}
		all = append(all, r)
	}
	return planned, all, nil
}

// onTop are the first stories of the backlog.
func (t *teller) onTop(ctx context.Context) (all []ritual.Request, err error) {
	top, _, err := t.tx.Backlog(ctx, t.product.ID, t.product.Frameworks(), 0, nextMost)
	for _, one := range top {
		all = append(all, one.Request)
	}
	return all, err
}

// titled is a request with its title for everybody in the channel, and what stands there for whoever may not know it any more.
func (t *teller) titled(r ritual.Request) (says, hidden kit.Text) {
	hidden = request.Titled(r.ID, ritual.Hidden)
	if title := t.title(r); title != "" {
		return request.Titled(r.ID, kit.Cut(kit.OneLine(title), titleMax)), hidden
	}
	return hidden, hidden
}

// titleMax is how long a title may be in a recap.
const titleMax = 150
