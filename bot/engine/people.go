package engine

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// How long what Slack said of somebody or of a channel is believed.
const (
	PersonAge = 24 * time.Hour
	PlaceAge  = time.Hour
)

// learned are facts that Slack told just now and that the transaction keeps.
type learned struct {
	people []ritual.Person
	was    map[string]ritual.Person // the same people by id, as they were known before
	places []ritual.Place
	rooms  []ritual.Members
}

// keepLearned keeps what Slack told.
func (b *Bot) keepLearned(ctx context.Context, tx *store.Tx, l learned) error {
	for _, p := range l.people {
		if err := b.Hear(ctx, tx, l.was[p.ID], p); err != nil {
			return err
		}
	}
	for _, p := range l.places {
		if err := tx.KeepPlace(ctx, p); err != nil {
			return err
		}
	}
	for _, m := range l.rooms {
		if err := tx.KeepMembers(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// Hear keeps what Slack said of somebody, and has the rituals leave what follows. However Slack comes to say it, this is
// what hears it. The days on which they said here that they are away, Slack does not know: they stay.
func (b *Bot) Hear(ctx context.Context, tx *store.Tx, was, is ritual.Person) error {
	return errors.Join(tx.KeepPerson(ctx, is), Met(ctx, tx, b.Routes.all, was, is.With(was.Absence())))
}

// Met has rituals leave what follows when somebody is otherwise than they were known to be.
func Met(ctx context.Context, tx *store.Tx, all []Ritual, was, is ritual.Person) (err error) {
	for _, r := range all {
		if r.Met != nil {
			err = errors.Join(err, r.Met(ctx, tx, was, is))
		}
	}
	return err
}

// facts has ready what d's route declares: from the store, or from Slack when it is missing or old. What does not
// arrive in time stays unknown, or as old as it is.
func (b *Bot) facts(ctx context.Context, d *delivery) (learned, error) {
	if len(d.told.people) > 0 {
		b.Memory.Forget(d.told.people)
		d.in.Who = d.told.people[0]
		was, err := b.recall(ctx, []string{d.in.Who.ID}, nil)
		return learned{people: d.told.people, was: was.people}, err
	}
	rooms, err := b.oldRooms(ctx, d)
	if err != nil {
		return learned{}, err
	}
	people, places := d.wants()
	if len(people)+len(places)+len(rooms) == 0 {
		return learned{}, nil
	}
	now := b.DB.Now()
	found, ok := b.Memory.all(people, places, now)
	if ok && len(rooms) == 0 {
		d.know(found)
		return learned{}, nil
	}
	if !ok {
		if found, err = b.recall(ctx, people, places); err != nil {
			return learned{}, err
		}
		b.Memory.remember(found)
	}
	l := b.ask(ctx, found.oldPeople(people, now), found.oldPlaces(places, now), rooms)
	l.was = map[string]ritual.Person{}
	for _, p := range l.people {
		l.was[p.ID], found.people[p.ID] = found.people[p.ID], p.With(found.people[p.ID].Absence())
	}
	for _, p := range l.places {
		found.places[p.ID] = p
	}
	d.know(found)
	return l, nil
}

// A factSet is what is known about people and places, by id. Whom nothing is known of is in it without an id.
type factSet struct {
	people map[string]ritual.Person
	places map[string]ritual.Place
}

// recall reads facts from the store.
func (b *Bot) recall(ctx context.Context, people, places []string) (factSet, error) {
	found := factSet{people: map[string]ritual.Person{}, places: map[string]ritual.Place{}}
	err := b.DB.View(ctx, func(tx *store.Tx) (err error) {
		for _, id := range people {
			if found.people[id], err = tx.Person(ctx, id); err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		for _, id := range places {
			if found.places[id], err = tx.Place(ctx, id); err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		return nil
	})
	return found, err
}

// oldPeople are those of whom what is known is missing or too old.
func (k factSet) oldPeople(ids []string, now time.Time) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return now.Sub(k.people[id].Read) <= PersonAge })
}

// oldPlaces are those of which what is known is missing or too old.
func (k factSet) oldPlaces(ids []string, now time.Time) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return now.Sub(k.places[id].Read) <= PlaceAge })
}

// mentionedMax is how many of those whom a message mentions are looked up.
const mentionedMax = 5

// wants are the people and the places that d's route declares.
func (d *delivery) wants() (people, places []string) {
	add := func(to *[]string, id string) {
		if id != "" && !slices.Contains(*to, id) {
			*to = append(*to, id)
		}
	}
	if d.needs&NeedPerson != 0 {
		add(&people, d.in.By)
	}
	for _, field := range d.named {
		add(&people, d.in.Fields.One(field))
	}
	if d.in.Message != nil {
		ids := kit.Mentioned(d.in.Message.Text)
		people = append(people, ids[:min(len(ids), mentionedMax)]...)
	}
	if d.needs&NeedPlace != 0 {
		add(&places, d.where())
	}
	for _, field := range d.places {
		for _, id := range d.in.Fields.All(field) {
			add(&places, id)
		}
	}
	return people, places
}

// where is the channel in which it happened, or that a form was opened in or asks for.
func (d *delivery) where() string {
	return cmp.Or(d.in.Channel, d.in.Data.Channel, d.in.Fields.One("channel"))
}

// know hands the handler what was found.
func (d *delivery) know(found factSet) {
	d.in.Who = found.people[d.in.By]
	d.in.Who.ID = d.in.By
	d.in.People = map[string]ritual.Person{}
	d.in.Named = found.people
	for _, field := range d.named {
		d.in.People[field] = found.people[d.in.Fields.One(field)]
	}
	if d.needs&NeedPlace != 0 {
		d.in.Place = found.places[d.where()]
	}
	d.in.Places = map[string]ritual.Place{}
	for _, field := range d.places {
		d.in.Places[field] = found.places[d.in.Fields.One(field)]
		for _, id := range d.in.Fields.All(field) {
			d.in.Places[id] = found.places[id]
		}
	}
}

// ask reads from Slack what the store did not know, all at once.
func (b *Bot) ask(ctx context.Context, people, places, rooms []string) learned {
	if len(people)+len(places)+len(rooms) == 0 {
		return learned{}
	}
	ctx, cancel := context.WithTimeout(ctx, b.waits.facts)
	defer cancel()
	var l learned
	var mu sync.Mutex
	var wg sync.WaitGroup
	readEach(&wg, &mu, people, &l.people, func(id string, err error) {
		b.Log.Warn("Slack did not say who somebody is", "person", id, "err", err)
	}, func(id string) (ritual.Person, error) { return b.ReadPerson(ctx, id) })
	readEach(&wg, &mu, places, &l.places, func(id string, err error) {
		b.Log.Warn("Slack did not describe a channel", "channel", id, "err", err)
	}, func(id string) (ritual.Place, error) { return b.ReadPlace(ctx, id) })
	readEach(&wg, &mu, rooms, &l.rooms, func(id string, err error) {
		b.Log.Warn("Slack did not say who is in a channel", "channel", id, "err", err)
	}, func(id string) (ritual.Members, error) { return b.readMembers(ctx, id) })
	wg.Wait()
	return l
}

// readEach reads one kind of facts beside others, and adds those that came.
func readEach[T any](wg *sync.WaitGroup, mu *sync.Mutex, ids []string, to *[]T, missed func(id string, err error), read func(id string) (T, error)) {
	for _, id := range ids {
		wg.Go(func() {
			v, err := read(id)
			if err != nil {
				missed(id, err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			*to = append(*to, v)
		})
	}
}

// ReadPerson asks Slack who somebody is.
func (b *Bot) ReadPerson(ctx context.Context, id string) (ritual.Person, error) {
	u, err := b.API.GetUserInfoContext(ctx, id)
	if err != nil {
		return ritual.Person{}, err
	}
	return b.Described(u), nil
}

// Described is somebody as Slack has just described them.
func (b *Bot) Described(u *slack.User) ritual.Person {
	p := ritual.Person{ID: u.ID, Name: kit.Clean(cmp.Or(u.Profile.DisplayName, u.RealName, u.Name)), Zone: u.TZ, Kind: b.kindOf(u),
		Status: strings.Trim(u.Profile.StatusEmoji, ":"), Read: b.DB.Now()}
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
	case u.IsStranger || (u.TeamID != "" && u.TeamID != b.Me.Team):
		return ritual.Stranger
	case u.IsRestricted || u.IsUltraRestricted:
		return ritual.Guest
	}
	return ritual.Member
}

// ReadPlace asks Slack what a channel is. Where Tandem is not a member, Slack does not tell of private ones: they are
// private, and shared for all we know.
func (b *Bot) ReadPlace(ctx context.Context, id string) (ritual.Place, error) {
	now := b.DB.Now()
	if strings.HasPrefix(id, "D") {
		return ritual.Place{ID: id, Private: true, Direct: true, Read: now}, nil
	}
	c, err := b.API.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
	if SlackSays(err, "channel_not_found", "missing_scope") {
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
