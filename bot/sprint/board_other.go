package sprint

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// The board where no sprint is on: one that is planned, one that is closed, and none at all.

// planned is a sprint that is to come: what is picked for it, in its order, against what the team can do.
func (b *board) planned(ctx context.Context, tx *store.Tx) (kit.Message, error) {
	var picked ritual.SprintCount // but for what strayed, as in the plan
	for _, one := range b.stories {
		if one.Request.Status == ritual.Backlog {
			picked = picked.Plus(ritual.CountOf(one.Request))
		}
	}
	blocks := append(b.head(", planned"),
		kit.Context(request.Dotted(kit.F("%s to %s", ritual.Day(b.s.Starts), ritual.Day(b.s.Ends)), kit.T(ritual.TimeLeft(b.s, tx.Now, Workplace(b.p, b.s))), b.demo())),
		kit.Context(capacityWords(picked, b.s.Capacity)))
	b.at.offset = ritual.LastPage(b.at.offset, len(b.stories), shownMost)
	end := min(b.at.offset+shownMost, len(b.stories))
	for i, one := range b.stories[b.at.offset:end] {
		blocks = append(blocks, kit.Section(kit.Join("\n     ", kit.F("*%d.*  %s", b.at.offset+i+1, b.title(one.Request)), request.Dotted(b.facts(one), strayed(one.Request))).Cut(rowMost)))
	}
	if len(b.stories) == 0 {
		blocks = append(blocks, kit.Section(kit.Raw("No story is picked for it yet.")))
	}
	return b.footed(ctx, tx, blocks, end, shownMost)
}

// capacityWords say how much is picked, of what the team can do where that was said.
func capacityWords(picked ritual.SprintCount, capacity int) kit.Text {
	words := kit.F("%s: %s", ritual.Figure(picked.Stories, "story", "stories"), picked.String())
	switch over := picked.Points - capacity; {
	case capacity == 0:
		return words
	case over > 0:
		return request.Dotted(words, kit.F("%s more than the capacity of %s", ritual.Thousands(over), ritual.Thousands(capacity)))
	}
	return request.Dotted(words, kit.F("capacity %s", ritual.Thousands(capacity)))
}

// strayed says that a story has left the backlog since it was picked: the sprint starts without it.
func strayed(r ritual.Request) kit.Text {
	if r.Status == ritual.Backlog {
		return ""
	}
	return kit.F("not in the backlog any more: its status is %s", r.Standing().String())
}

// ends say how a story of a closed sprint ended, in the order in which they are shown.
var ends = []struct {
	end   ritual.StoryEnd
	words string
}{{ritual.EndDone, "Done"}, {ritual.EndCarried, "To the next sprint"}, {ritual.EndBack, "Back to the backlog"}, {ritual.EndRemoved, "Taken out"}}

// closed is a sprint that is over, by its result: it never changes.
func (b *board) closed(ctx context.Context, tx *store.Tx) (kit.Message, error) {
	var ids, owners []string
	for _, one := range b.s.Result.Stories {
		ids, owners = append(ids, one.Request), append(owners, one.Owner)
	}
	requests, err := tx.RequestsNamed(ctx, ids...)
	if err != nil {
		return kit.Message{}, err
	}
	var rs []ritual.Request
	for _, id := range ids {
		rs = append(rs, requests[id])
	}
	if err := errors.Join(b.crew.Meet(ctx, tx, owners...), b.informed(ctx, tx, rs)); err != nil {
		return kit.Message{}, err
	}
	blocks := append(b.head(", closed"), kit.Context(kit.F("%s to %s · closed by %s, %s", ritual.Day(b.s.Starts), ritual.Day(b.s.Ends), kit.User(b.s.ClosedBy), request.When(b.s.Closed))),
		kit.Context(kit.T(b.s.Result.Figures.Sum())))
	rows := b.ended(requests)
	b.stories = make([]ritual.BoardStory, len(rows)) // as many, to be turned
	b.at.offset = ritual.LastPage(b.at.offset, len(rows), shownMost)
	end := min(b.at.offset+shownMost, len(rows))
	for i, row := range rows[b.at.offset:end] {
		if at := b.at.offset + i; i == 0 || row.under != rows[at-1].under {
			blocks = append(blocks, kit.Section(kit.F("*%s*", row.under)))
		}
		blocks = append(blocks, kit.Section(row.words))
	}
	return b.footed(ctx, tx, blocks, end, shownMost)
}

// An endRow is a story of a closed sprint, under how it ended.
type endRow struct {
	under string
	words kit.Text
}

// ended are the stories of a closed sprint, by how they ended.
func (b *board) ended(requests map[string]ritual.Request) (rows []endRow) {
	for _, e := range ends {
		for _, one := range b.s.Result.Stories {
			if one.End != e.end {
				continue
			}
			r := requests[one.Request]
			in := ritual.BoardStory{Request: ritual.Request{ID: one.Request, Points: one.Points, Status: ritual.Done}, In: ritual.SprintStory{Owner: one.Owner}}
			words := kit.Join("\n     ", b.title(r), b.facts(in))
			if one.Reason != "" && r.WholeTo(b.rd, b.p) {
				words = kit.Join("\n", words, kit.Quote(one.Reason, 160))
			}
			rows = append(rows, endRow{e.words, words.Cut(rowMost)})
		}
	}
	return rows
}

// none says that no sprint is on, and how one is planned.
func (b *board) none(ctx context.Context, tx *store.Tx) (kit.Message, error) {
	if b.at.number > 0 {
		return kit.Message{}, ritual.Refuse("There is no sprint %d of %s. `/sprint` shows the one that is on.", b.at.number, b.p.Name)
	}
	blocks := []slack.Block{kit.Header("Sprints of " + b.p.Name)}
	last, err := tx.SprintIn(ctx, b.p.ID, ritual.SprintClosed)
	switch {
	case errors.Is(err, store.ErrNotFound):
		blocks = append(blocks, kit.Section(kit.Raw("No sprint is planned yet.")))
	case err != nil:
		return kit.Message{}, err
	default:
		blocks = append(blocks, b.look(kit.F("No sprint is on. Sprint %d was closed on %s: %s done.\n*Goal:* %s", last.Number, ritual.Day(ritual.Today(last.Closed, last.Zone)),
			last.Result.Figures.Done.String(), kit.OneLine(last.Goal)), last))
	}
	plans := kit.F("%s plans the next with `/sprint plan`: its goal, its dates, and stories from the top of the backlog.", kit.User(request.Matter{Product: b.p, People: b.crew, Now: tx.Now}.Acting(ritual.RolePO)))
	if b.mayPlan() {
		plans = kit.Raw("`/sprint plan` plans the next: its goal, its dates, and stories from the top of the backlog.")
	}
	blocks = append(blocks, kit.Section(plans), kit.Context(request.AsOf(tx)))
	if b.mayPlan() {
		blocks = append(blocks, kit.Actions("", kit.Primary(kit.Button(PlanOpen, "Plan sprint", b.p.ID))))
	}
	return kit.Fitted("", blocks...), nil
}
