package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/ritual"
	"tandem/store"
)

// How long what Slack said of somebody or of a channel is believed, and how long the router waits for Slack to say it.
const (
	personAge   = 24 * time.Hour
	placeAge    = time.Hour
	factsWithin = 700 * time.Millisecond
)

// learned are facts that Slack told just now and that the transaction keeps.
type learned struct {
	people []ritual.Person
	place  *ritual.Place
}

func (l learned) keep(ctx context.Context, tx *store.Tx) error {
	for _, p := range l.people {
		if err := tx.KeepPerson(ctx, p); err != nil {
			return err
		}
	}
	if l.place != nil {
		return tx.KeepPlace(ctx, *l.place)
	}
	return nil
}

// facts has ready what d's route declares: from the store, or from Slack when it is missing or old. What does not
// arrive in time stays unknown, or as old as it is.
func (b *Bot) facts(ctx context.Context, d *delivery) (learned, error) {
	if len(d.told.people) > 0 {
		b.memory.forget(d.told.people)
		d.in.who = d.told.people[0]
		return d.told, nil
	}
	people, place := d.wants()
	if len(people) == 0 && place == "" {
		return learned{}, nil
	}
	now := b.db.Now()
	if found, at, ok := b.memory.all(people, place, now); ok {
		d.in.place = at
		d.know(found)
		return learned{}, nil
	}
	found := map[string]ritual.Person{}
	var askPeople []string
	err := b.db.View(ctx, func(tx *store.Tx) error {
		askPeople = nil
		for _, id := range people {
			p, err := tx.Person(ctx, id)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			found[id] = p
			if err != nil || now.Sub(p.Read) > personAge {
				askPeople = append(askPeople, id)
			}
		}
		if place == "" {
			return nil
		}
		var err error
		if d.in.place, err = tx.Place(ctx, place); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err == nil && now.Sub(d.in.place.Read) <= placeAge {
			place = ""
		}
		return nil
	})
	if err != nil {
		return learned{}, err
	}
	b.memory.remember(found, d.in.place)
	l := b.ask(ctx, askPeople, place)
	for _, p := range l.people {
		found[p.ID] = p
	}
	if l.place != nil {
		d.in.place = *l.place
	}
	d.know(found)
	return l, nil
}

// mentionedMax is how many of those whom a message mentions are looked up.
const mentionedMax = 5

// wants are the people and the place that d's route declares.
func (d *delivery) wants() (people []string, place string) {
	if d.needs&needPerson != 0 {
		people = append(people, d.in.by)
	}
	for _, field := range d.named {
		if id := d.in.fields.one(field); id != "" && !slices.Contains(people, id) {
			people = append(people, id)
		}
	}
	if d.in.message != nil {
		ids := mentioned(d.in.message.Text)
		people = append(people, ids[:min(len(ids), mentionedMax)]...)
	}
	if d.needs&needPlace != 0 {
		place = or(d.in.channel, or(d.in.data.Channel, d.in.fields.one("channel")))
	}
	return people, place
}

// know hands the handler what was found.
func (d *delivery) know(found map[string]ritual.Person) {
	d.in.who = found[d.in.by]
	d.in.who.ID = d.in.by
	d.in.people = map[string]ritual.Person{}
	d.in.named = found
	for _, field := range d.named {
		d.in.people[field] = found[d.in.fields.one(field)]
	}
}

// ask reads from Slack what the store did not know, all at once.
func (b *Bot) ask(ctx context.Context, people []string, place string) learned {
	if len(people) == 0 && place == "" {
		return learned{}
	}
	ctx, cancel := context.WithTimeout(ctx, factsWithin)
	defer cancel()
	var l learned
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, id := range people {
		wg.Go(func() {
			p, err := b.readPerson(ctx, id)
			if err != nil {
				b.log.Warn("Slack did not say who somebody is", "person", id, "err", err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			l.people = append(l.people, p)
		})
	}
	if place != "" {
		wg.Go(func() {
			p, err := b.readPlace(ctx, place)
			if err != nil {
				b.log.Warn("Slack did not describe a channel", "channel", place, "err", err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			l.place = &p
		})
	}
	wg.Wait()
	return l
}

// readPerson asks Slack who somebody is.
func (b *Bot) readPerson(ctx context.Context, id string) (ritual.Person, error) {
	u, err := b.api.GetUserInfoContext(ctx, id)
	if err != nil {
		return ritual.Person{}, err
	}
	return b.described(u), nil
}

// described is somebody as Slack has just described them.
func (b *Bot) described(u *slack.User) ritual.Person {
	p := ritual.Person{ID: u.ID, Name: clean(or(u.Profile.DisplayName, or(u.RealName, u.Name))), Zone: u.TZ, Kind: b.kindOf(u),
		Status: strings.Trim(u.Profile.StatusEmoji, ":"), Read: b.db.Now()}
	if u.Profile.StatusExpiration > 0 {
		p.StatusUntil = time.Unix(int64(u.Profile.StatusExpiration), 0)
	}
	return p
}

// kindOf is what somebody is to this workspace.
func (b *Bot) kindOf(u *slack.User) ritual.PersonKind {
	switch {
	case u.Deleted:
		return ritual.Gone
	case u.IsBot || u.ID == "USLACKBOT":
		return ritual.Machine
	case u.IsStranger || (u.TeamID != "" && u.TeamID != b.me.Team):
		return ritual.Stranger
	case u.IsRestricted || u.IsUltraRestricted:
		return ritual.Guest
	}
	return ritual.Member
}

// readPlace asks Slack what a channel is. Where Tandem is not a member, Slack does not tell of private ones: they are
// private, and shared for all we know.
func (b *Bot) readPlace(ctx context.Context, id string) (ritual.Place, error) {
	now := b.db.Now()
	if strings.HasPrefix(id, "D") {
		return ritual.Place{ID: id, Private: true, Direct: true, Read: now}, nil
	}
	c, err := b.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
	if slackSays(err, "channel_not_found", "missing_scope") {
		return ritual.Place{ID: id, Private: true, Shared: true, Read: now}, nil
	}
	if err != nil {
		return ritual.Place{}, err
	}
	return ritual.Place{
		ID: id, Name: c.Name, Private: c.IsPrivate || c.IsIM || c.IsMpIM, Direct: c.IsIM || c.IsMpIM,
		Shared: c.IsExtShared || c.IsPendingExtShared || c.IsOrgShared, Archived: c.IsArchived, Joined: c.IsMember, Read: now,
	}, nil
}
