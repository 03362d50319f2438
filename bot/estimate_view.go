package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// estimateView is an estimation in the product's channel: the story, then how many have voted, and once they are revealed
// the votes. Before that nothing in it depends on what was voted.
func estimateView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	e, err := tx.Estimate(ctx, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	at, err := request.In(ctx, tx, m, e.Request)
	if err != nil {
		return kit.Message{}, err
	}
	votes, err := tx.Votes(ctx, e.ID, e.Round)
	if err != nil {
		return kit.Message{}, err
	}
	blocks := []slack.Block{kit.Header("How large is " + at.Request.ID + "?"), kit.Section(kit.F("*%s*", at.Title()))}
	story, err := request.StoryOf(ctx, tx, at.Request.ID)
	if err != nil {
		return kit.Message{}, err
	}
	open := at.May(ritual.ToVote, ritual.Person{ID: anyOf(at.Product.Team)}) == nil && e.Ended.IsZero()
	if open {
		blocks = append(blocks, sizedStory(at, story)...)
	}
	names, err := namesOf(ctx, tx, votes)
	if err != nil {
		return kit.Message{}, err
	}
	if err := at.People.Meet(ctx, tx, at.Product.Team...); err != nil {
		return kit.Message{}, err
	}
	switch changed := open && story.Version != e.Version; {
	case changed && e.Revealed.IsZero():
		blocks = append(blocks, kit.Section(kit.Raw("The story has changed since this round began. You read it here as it is now, and can change your vote.")))
	case changed:
		blocks = append(blocks, kit.Section(kit.Raw("The story has changed since this round began. With `Vote again` the team votes on it as it is now.")))
	}
	switch {
	case !e.Ended.IsZero():
		ended, err := endedBlocks(ctx, tx, e, votes, names)
		if err != nil {
			return kit.Message{}, err
		}
		blocks = append(blocks, ended...)
	case !open:
		blocks = append(blocks, kit.Context(kit.Join(" · ", request.StatusWords(at), kit.Raw("nobody votes on it now"))))
	case !e.Revealed.IsZero():
		blocks = append(blocks, revealedBlocks(at, e, votes, names)...)
	default:
		blocks = append(blocks, votingBlocks(at, e, votes, names)...)
	}
	return kit.Fitted(kit.F("How large is %s? %s", at.Request.ID, at.Title()), blocks...), nil
}

// anyOf is somebody of a team; nobody where there is none.
func anyOf(team []string) string {
	if len(team) == 0 {
		return ""
	}
	return team[0]
}

// sizedStory is the story as far as the channel may read it: its words, and when it is done.
func sizedStory(at request.Matter, s ritual.Story) []slack.Block {
	if !at.Seen() {
		return nil
	}
	var blocks []slack.Block
	if words := storyWords(at, s); words != "" {
		blocks = append(blocks, kit.Section(words))
	}
	if len(s.Criteria) > 0 {
		lines := []kit.Text{kit.Raw("*Done when*")}
		for _, c := range s.Criteria {
			lines = append(lines, kit.F("• %s", c.Text))
		}
		blocks = append(blocks, kit.Sections(lines)...)
	}
	return blocks
}

// namesOf are the names of those who voted, by their ids: as words, so that nobody is pinged.
func namesOf(ctx context.Context, tx *store.Tx, votes []ritual.Vote) (map[string]string, error) {
	names := map[string]string{}
	for _, v := range votes {
		name, err := request.NameOf(ctx, tx, v.Person)
		if err != nil {
			return nil, err
		}
		names[v.Person] = name
	}
	return names, nil
}

// listed are people by name, in the order of the alphabet, so that it does not tell who was first.
func listed(people []string, names map[string]string) string {
	all := make([]string, 0, len(people))
	for _, id := range people {
		all = append(all, names[id])
	}
	slices.Sort(all)
	return ritual.And(all)
}

// votingBlocks are the buttons to vote with, and who has voted.
func votingBlocks(at request.Matter, e ritual.Estimation, votes []ritual.Vote, names map[string]string) []slack.Block {
	var voted []string
	for _, v := range votes {
		voted = append(voted, v.Person)
	}
	here := slices.DeleteFunc(slices.Clone(at.Product.Team), func(id string) bool { return at.People.Of(id).Kind == ritual.Gone })
	team := append(here, voted...) // who has left the team since has voted all the same
	slices.Sort(team)
	words := kit.F("%d of %d voted", len(voted), len(slices.Compact(team)))
	if len(voted) > 0 {
		words += kit.F(": %s", listed(voted, names))
	}
	var sizes []slack.BlockElement
	for _, size := range ritual.Scale {
		label := kit.F("%s for %s", size, at.Request.ID)
		if size == ritual.Unsure {
			label = kit.F("I cannot tell, for %s", at.Request.ID)
		}
		sizes = append(sizes, kit.Aloud(kit.Button(estimateVote+size, size, roundValue(e)), string(label)))
	}
	return []slack.Block{
		kit.Context(request.Dotted(roundWords(e), words, kit.Raw("votes are hidden until `Reveal`"))),
		kit.Actions("", sizes...),
		kit.Actions("", kit.Aloud(kit.Button(estimateReveal, "Reveal", roundValue(e)), "Reveal "+at.Request.ID)),
	}
}

// roundValue is what the buttons of a round carry.
func roundValue(e ritual.Estimation) string { return e.Request + " " + strconv.Itoa(e.Round) }

func roundWords(e ritual.Estimation) kit.Text {
	if e.Round == 1 {
		return kit.F("asked by %s", kit.User(e.By))
	}
	return kit.Raw(fmt.Sprintf("round %d", e.Round))
}

// tallyBlocks are who voted what.
func tallyBlocks(t ritual.Tally, names map[string]string) []slack.Block {
	var lines []kit.Text
	for _, s := range t.Sizes {
		lines = append(lines, kit.F("*%s*  %s", s.Size, listed(s.People, names)))
	}
	return kit.Sections(lines)
}

// revealedBlocks are the votes, who talks first, and what may follow.
func revealedBlocks(at request.Matter, e ritual.Estimation, votes []ritual.Vote, names map[string]string) []slack.Block {
	t := ritual.Count(votes)
	next := kit.F("%s sets the points", kit.User(at.Acting(ritual.RolePO)))
	switch {
	case t.Agreed:
		next = kit.F("All agree. %s", next)
	case len(t.First) > 0:
		next = kit.F("%s are furthest apart and talk first; then `Vote again`, or %s", listed(t.First, names), next)
	}
	return append(tallyBlocks(t, names), kit.Context(request.Dotted(roundWords(e), next)),
		kit.Actions("", kit.Primary(request.Button(at.Request.ID, estimatePoints, "Set points")),
			kit.Aloud(kit.Button(estimateAgain, "Vote again", roundValue(e)), "Vote again on "+at.Request.ID)))
}

// endedBlocks say what was decided, and what the votes were.
func endedBlocks(ctx context.Context, tx *store.Tx, e ritual.Estimation, votes []ritual.Vote, names map[string]string) ([]slack.Block, error) {
	blocks := tallyBlocks(ritual.Count(votes), names)
	d, err := sizedAt(ctx, tx, e)
	if err != nil || d.ID == "" {
		return blocks, err
	}
	line := kit.Join(" · ", kit.Sentence(d.Sentence()), request.When(d.At))
	if d.Reason != "" {
		line = kit.Join("\n", line, kit.Quote(d.Reason, 600))
	}
	return append(blocks, kit.Section(line)), nil
}

// sizedAt is the decision with which an estimation ended.
func sizedAt(ctx context.Context, tx *store.Tx, e ritual.Estimation) (ritual.Decision, error) {
	ds, err := tx.Decisions(ctx, e.Request)
	for _, d := range ds {
		if d.Verdict == ritual.Estimated && d.At.Equal(e.Ended) {
			return d, err
		}
	}
	return ritual.Decision{}, err
}

// pointsModal asks the PO for the points, beginning with what follows from the votes.
func pointsModal(r ritual.Request, t ritual.Tally) kit.Modal {
	begin := ""
	if t.Points > 0 {
		begin = strconv.Itoa(t.Points)
	}
	return request.Form(r, estimateForm, "Set points", "Save",
		kit.Input("points", "Points", kit.Number("points", begin, false, "1", "100"), kit.Hint("Begins with the middle of the votes.")),
		kit.Input("reason", "Reason", kit.Area("reason", "", "What makes it so large, or so small? Whoever plans with it will wonder.", 600), kit.Optional()))
}
