package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// People come, go away and leave. What waits for somebody who is not there goes to whoever acts in their place, and the
// product's administrators are told to choose somebody else.

// The ids of leaving. Old messages carry them: they are never renamed.
const (
	jobBack   = "back"   // when somebody is away no more, as their status runs out; its key is the person
	jobLeft   = "left"   // what follows when somebody has left or is back; its key is the person
	jobRoster = "roster" // reads who everybody is, once a day; its key is the UTC day, from the second page on with the cursor
	leftKind  = "left"   // to the administrators
)

func leaversRitual() engine.Ritual {
	return engine.Ritual{
		Events:   []engine.Event{{Kind: "user_change", Do: engine.Ignored}, {Kind: "team_join", Do: engine.Ignored}}, // the router keeps what they tell
		Jobs:     []engine.JobKind{{Kind: jobLeft, Run: runLeft}, {Kind: jobRoster, Run: runRoster}, {Kind: jobBack, Run: runBack}},
		Messages: []engine.MessageKind{{Kind: leftKind, View: leftView}},
		Met:      follow,
		Started:  callRoll,
	}
}

// follow leaves what follows when somebody has left, has come back, is away or back, or lives in another zone. Whom nothing was known of has no part
// in anything: whoever is named or asks for something is looked up.
func follow(ctx context.Context, tx *store.Tx, was, is ritual.Person) error {
	if was.ID == "" {
		return nil
	}
	if (was.Kind == ritual.Gone) != (is.Kind == ritual.Gone) {
		return tx.Refresh(ctx, jobLeft, is.ID, jobLeft+":"+is.ID)
	}
	if was.Zone == is.Zone && was.Status == is.Status && was.StatusUntil.Equal(is.StatusUntil) && was.Absence() == is.Absence() {
		return nil
	}
	steered, err := steeredBy(ctx, tx, is.ID)
	if err != nil || len(steered) == 0 {
		return err
	}
	if was.Zone != is.Zone { // and with it their working hours
		err = request.NudgeAt(ctx, tx, is.ID, tx.Now)
	}
	for _, p := range steered {
		if p.Settings.Away(was, tx.Now) != p.Settings.Away(is, tx.Now) {
			err = errors.Join(err, askAnew(ctx, tx, p.ID))
		}
	}
	return errors.Join(err, backLater(ctx, tx, is, steered))
}

// personOf is somebody as the store knows them now, with what they said themselves.
func personOf(ctx context.Context, tx *store.Tx, id string) (ritual.Person, error) {
	who, err := tx.Person(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	who.ID = id
	return who, err
}

// backLater looks again when somebody who is away is there again in one of the products that they steer.
func backLater(ctx context.Context, tx *store.Tx, who ritual.Person, steered []ritual.Product) error {
	var next time.Time
	for _, p := range steered {
		if at := p.Settings.BackAt(who, tx.Now); !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	if next.IsZero() {
		return nil
	}
	return tx.RefreshAt(ctx, jobBack, who.ID, jobBack+":"+who.ID, next)
}

// runBack has somebody be asked again who is away no more: Slack may tell of a status that has run out only when they are back
// already. Where they stay longer, it waits for that.
func runBack(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		who, err := personOf(ctx, tx, job.Key)
		if err != nil {
			return err
		}
		steered, err := steeredBy(ctx, tx, who.ID)
		for _, p := range steered {
			if !p.Settings.Away(who, tx.Now) {
				err = errors.Join(err, askAnew(ctx, tx, p.ID))
			}
		}
		return errors.Join(err, backLater(ctx, tx, who, steered))
	})
}

// steeredBy are the products in which somebody is PM, PO or stands in for one of them.
func steeredBy(ctx context.Context, tx *store.Tx, person string) ([]ritual.Product, error) {
	all, err := tx.ProductsOf(ctx, person)
	return slices.DeleteFunc(all, func(p ritual.Product) bool { return len(partsOf(p, person)) == 0 }), err
}

// partsOf are the parts that somebody has in a product.
func partsOf(p ritual.Product, person string) (rs []ritual.Role) {
	for _, part := range parts {
		if request.HeadOf(p, part.role) == person {
			rs = append(rs, part.role)
		}
	}
	return rs
}

// runLeft tells the administrators of each product in which somebody had a part that they have left, and has whoever acts in
// their place be asked. Of somebody who is back, the message says so.
func runLeft(ctx context.Context, b *engine.Bot, job store.Job) error {
	b.Memory.Forget([]ritual.Person{{ID: job.Key}})
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		who, err := tx.Person(ctx, job.Key)
		if err != nil {
			return err
		}
		steered, err := steeredBy(ctx, tx, who.ID)
		if err != nil {
			return err
		}
		for _, p := range steered {
			if err := tellLeft(ctx, tx, p, who); err != nil {
				return err
			}
			for _, one := range []string{p.PM, p.PO, p.SetUpBy} { // who may act for them now, or no more
				if err := showCardsOf(ctx, tx, p.ID, one); err != nil {
					return err
				}
			}
		}
		asked, err := tx.Asked(ctx, who.ID)
		if err != nil {
			return err
		}
		for _, p := range steered {
			asked = append(asked, p.ID)
		}
		slices.Sort(asked)
		for _, product := range slices.Compact(asked) {
			if err := askAnew(ctx, tx, product); err != nil {
				return err
			}
		}
		return tx.Finish(ctx, job, 0)
	})
}

// tellLeft tells those administrators of a product who are there that somebody has left it, once.
func tellLeft(ctx context.Context, tx *store.Tx, p ritual.Product, who ritual.Person) error {
	subject := leftSubject(p.ID, who.ID)
	if who.Kind != ritual.Gone {
		return showLeft(ctx, tx, p)
	}
	there := request.Crew{}
	if err := there.Meet(ctx, tx, p.SetUpBy, p.PM, p.PO); err != nil {
		return err
	}
	for id, one := range there {
		if one.Kind == ritual.Gone {
			continue
		}
		if _, err := engine.Post(ctx, tx, store.Message{Kind: leftKind, Subject: subject, Product: p.ID, To: id}); err != nil {
			return err
		}
	}
	return showLeft(ctx, tx, p)
}

// showLeft has what was said of all who left a product's steering shown anew: who is asked in their place may have changed.
func showLeft(ctx context.Context, tx *store.Tx, p ritual.Product) error {
	for _, part := range parts {
		if err := engine.Refresh(ctx, tx, leftSubject(p.ID, request.HeadOf(p, part.role))); err != nil {
			return err
		}
	}
	return nil
}

// leftSubject is what the message about somebody who has left a product is about.
func leftSubject(product, person string) string { return product + "/left/" + person }

// rosterPage is how many people are read at once, as Slack advises, and rosterPace how long the next ones wait: Slack allows
// twenty such calls a minute.
const (
	rosterPage = 200
	rosterPace = 3 * time.Second
)

// callRoll leaves the next reading of who everybody is. It is due at 03:00 UTC; a missed one runs when Tandem is back.
func callRoll(ctx context.Context, tx *store.Tx) error {
	due := tx.Now.UTC().Truncate(24 * time.Hour).Add(3 * time.Hour)
	if !due.After(tx.Now) {
		due = due.Add(24 * time.Hour)
	}
	return tx.Once(ctx, jobRoster, due.Format(time.DateOnly), jobRoster, due)
}

// runRoster reads a page of the workspace's people, and leaves the next page and the next day. So what is known of people is
// at most a day old, also where an event was lost.
func runRoster(ctx context.Context, b *engine.Bot, job store.Job) error {
	day, cursor, _ := strings.Cut(job.Key, "/")
	var page slack.UserPagination
	err := b.Gate.Through("users.list", func() (err error) {
		page, err = b.API.GetUsersPaginated(slack.GetUsersOptionLimit(rosterPage), slack.GetUsersOptionCursor(cursor), slack.GetUsersOptionIncludeLocale(false)).Next(ctx)
		return err
	})
	if engine.IsPermanent(err) { // a cursor that has run out; tomorrow it is tried anew
		b.Log.Warn("the people of the workspace were not read to the end", "err", err)
		page, err = slack.UserPagination{}, nil
	}
	if err != nil {
		return err
	}
	var all []ritual.Person
	for _, u := range page.Users {
		all = append(all, b.Described(&u))
	}
	b.Memory.Forget(all)
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		for _, is := range all {
			was, err := tx.Person(ctx, is.ID)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			if err := b.Hear(ctx, tx, was, is); err != nil {
				return err
			}
		}
		if page.Cursor != "" {
			if err := tx.Once(ctx, jobRoster, day+"/"+page.Cursor, jobRoster, tx.Now.Add(rosterPace)); err != nil {
				return err
			}
		}
		return errors.Join(callRoll(ctx, tx), tx.Finish(ctx, job, 0))
	})
}
