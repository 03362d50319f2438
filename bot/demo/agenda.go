package demo

import (
	"context"
	"errors"
	"slices"
	"time"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// An agenda is the demo of a sprint with all that it takes to ask about it, to show it and to change it.
type agenda struct {
	ritual.Agenda
	s      ritual.Sprint
	p      ritual.Product
	shows  []ritual.Show
	asked  map[string]string    // who was asked about a story, by its id
	turns  map[string]time.Time // whose turn it was to be asked, and when
	people request.Crew
}

// agendaOf reads the demo of a sprint. Of a closed one it is what was done in it, and what was shown.
func agendaOf(ctx context.Context, tx *store.Tx, s ritual.Sprint) (a agenda, err error) {
	a.s = s
	if a.p, err = tx.Product(ctx, s.Product); err != nil {
		return a, err
	}
	if a.shows, err = tx.DemoShows(ctx, s.ID); err != nil {
		return a, err
	}
	stories, err := tx.SprintRequests(ctx, s.ID)
	if err != nil {
		return a, err
	}
	if s.State == ritual.SprintClosed {
		stories = slices.DeleteFunc(stories, func(b ritual.BoardStory) bool { return !a.ended(b) })
	}
	a.Agenda = ritual.AgendaOf(stories, a.shows)
	if a.asked, err = tx.DemoQuestions(ctx, s.ID); err != nil {
		return a, err
	}
	if a.turns, err = tx.DemoTurns(ctx, s.ID); err != nil {
		return a, err
	}
	if a.people, err = request.HeadsOf(ctx, tx, a.p); err != nil {
		return a, err
	}
	who := slices.Clone(a.p.Team)
	for _, one := range a.All() {
		who = append(who, one.Story.In.Owner, one.Show.By)
	}
	return a, a.people.Meet(ctx, tx, who...)
}

// ended reports whether a story belongs to the demo of a sprint that is closed.
func (a agenda) ended(b ritual.BoardStory) bool {
	done := func(r ritual.StoryResult) bool { return r.Request == b.Request.ID && r.End == ritual.EndDone }
	shown := func(s ritual.Show) bool { return s.Request == b.Request.ID && s.Answer == ritual.ShowIt }
	return slices.ContainsFunc(a.s.Result.Stories, done) || slices.ContainsFunc(a.shows, shown)
}

// open reports whether what is shown can still be changed.
func (a agenda) open() bool { return a.s.State == ritual.SprintActive }

// workplace is where and when somebody of the product works, and team where the team does: in the zone of the sprint.
func (a agenda) workplace(person string) ritual.Workplace {
	return a.p.Settings.Workplace(a.people.Of(person))
}

func (a agenda) team() ritual.Workplace { return sprint.Workplace(a.p, a.s) }

// away reports whether somebody is away.
func (a agenda) away(person string, now time.Time) bool {
	return a.p.Settings.Away(a.people.Of(person), now)
}

// acting is who acts as the PO.
func (a agenda) acting(tx *store.Tx) string {
	return ritual.Acting(a.p, ritual.RolePO, a.people, tx.Now)
}

// steers reports whether somebody may change the running order.
func (a agenda) steers(who string, now time.Time) bool {
	return ritual.May(ritual.ToRunDemo, ritual.Case{Who: a.people.Of(who), Product: a.p, People: a.people, Now: now}) == nil
}

// presents is who shows a story: whoever said that they do, else whoever works on it; empty where that is nobody.
func presents(one ritual.Shown) string {
	if one.Show.Answer == ritual.ShowIt {
		return one.Show.By
	}
	return one.Story.In.Owner
}

// owned are the stories of the demo that somebody works on.
func (a agenda) owned(person string) (mine []ritual.Shown) {
	for _, one := range a.All() {
		if one.Story.In.Owner == person {
			mine = append(mine, one)
		}
	}
	return mine
}

// askedOf are those that somebody was asked about.
func (a agenda) askedOf(person string) (mine []ritual.Shown) {
	for _, one := range a.All() {
		if a.asked[one.Story.Request.ID] == person {
			mine = append(mine, one)
		}
	}
	return mine
}

// matter is a story of the demo as a reader may know it. The reader is informed of all of them.
func (a agenda) matter(one ritual.Shown, rd ritual.Reader, now time.Time) request.Matter {
	return request.Matter{Request: one.Story.Request, Product: a.p, Reader: rd, By: rd.Person, People: a.people, Now: now}
}

// informed is a reader with what is known of them, where one of the stories is private.
func (a agenda) informed(ctx context.Context, tx *store.Tx, rd ritual.Reader) (ritual.Reader, error) {
	var rs []ritual.Request
	for _, one := range a.All() {
		rs = append(rs, one.Story.Request)
	}
	return request.Informed(ctx, tx, rd, rs...)
}

// demoOf is the sprint whose demo somebody means: the active one, else the latest that was closed.
func demoOf(ctx context.Context, tx *store.Tx, p ritual.Product) (ritual.Sprint, error) {
	s, err := tx.SprintIn(ctx, p.ID, ritual.SprintActive)
	if errors.Is(err, store.ErrNotFound) {
		s, err = tx.SprintIn(ctx, p.ID, ritual.SprintClosed)
	}
	if errors.Is(err, store.ErrNotFound) {
		err = ritual.Refuse("%s has had no sprint yet, so there is no demo. The product owner plans one with `/sprint plan`.", kit.OneLine(p.Name))
	}
	return s, err
}
