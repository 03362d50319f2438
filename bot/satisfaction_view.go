package bot

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// An askedAbout is a request about which a message asks, as its reader may know it, and what they answered.
type askedAbout struct {
	at      request.Matter
	words   kit.Text
	opinion ritual.Opinion
}

// answered are the words about a request with what was answered.
func (a askedAbout) answered() kit.Text {
	return kit.Join("\n", a.words, opinionWords(a.opinion)).Cut(questionMost)
}

// asksOf are the questions of a message.
func asksOf(ctx context.Context, tx *store.Tx, m store.Message) (all []askedAbout, err error) {
	opinions, err := tx.OpinionsAsked(ctx, m.To, m.Subject)
	if err != nil {
		return nil, err
	}
	for _, o := range opinions {
		f, err := fateOf(ctx, tx, o.Request)
		if err != nil {
			return nil, err
		}
		if err := f.m.ReadBy(ctx, tx, request.ReaderOf(m)); err != nil {
			return nil, err
		}
		all = append(all, askedAbout{f.m, (outcomeHead(f.m) + asWords(f, m.To) + forWords(f, m.To)).Cut(questionMost), o})
	}
	return all, nil
}

// questionMost is how long a question is at most with its answer, so that none is left out of a message.
const questionMost = 900

// forWords name the customers for whom somebody asked, who cannot be asked themselves.
func forWords(f fate, reader string) kit.Text {
	for _, h := range f.hearers {
		if h.Person == reader && len(h.SendOn) > 0 && f.m.Whole() {
			words := kit.F(" · for %s", whomWords(h.SendOn[:min(len(h.SendOn), customersShown)]))
			if left := len(h.SendOn) - customersShown; left > 0 {
				words += kit.F(" and %d more", left)
			}
			return words
		}
	}
	return ""
}

// satisfactionView is the message that asks whether what shipped solved what somebody needed, with their answers.
func satisfactionView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	all, err := asksOf(ctx, tx, m)
	if err != nil {
		return kit.Message{}, err
	}
	blocks := []slack.Block{kit.Section(satisfactionHead)}
	for _, a := range all {
		if a.opinion.Rating == 0 {
			blocks = append(blocks, kit.Section(a.words), kit.Actions("", ratingButtons(a.at)...))
			continue
		}
		blocks = append(blocks, kit.SectionWith(a.answered(), commentButton(a.opinion)))
	}
	blocks = append(blocks, kit.Context(kit.Raw("Whoever can read a request can read its answers. I ask once about each. My Home tab turns these messages off.")))
	return kit.Fitted(satisfactionHead, blocks...), nil
}

const satisfactionHead kit.Text = "*Did this solve it?* You asked for this, and it has been there for two weeks or more."

// satisfactionRow is the same as it stands in a list, where each request stands apart and so has the question with it.
func satisfactionRow(ctx context.Context, tx *store.Tx, m store.Message) (engine.Row, error) {
	all, err := asksOf(ctx, tx, m)
	row := engine.Row{Over: true}
	for _, a := range all {
		more := engine.Row{Words: kit.Join("\n", a.words, satisfactionHead), Buttons: ratingButtons(a.at)}
		if a.opinion.Rating > 0 {
			more = engine.Row{Words: a.answered(), Over: true, Beside: commentButton(a.opinion)}
		}
		row.More, row.Over = append(row.More, more), row.Over && more.Over
	}
	return row, err
}

// ratingButtons are a button for each rating; the ends of the scale are in words.
func ratingButtons(at request.Matter) (all []slack.BlockElement) {
	for r := ritual.Rating(1); r <= ritual.RatingMost; r++ {
		label := fmt.Sprint(int(r))
		switch r {
		case 1:
			label = "1 not at all"
		case ritual.RatingMost:
			label = fmt.Sprintf("%d completely", r)
		}
		all = append(all, kit.Aloud(kit.Button(fmt.Sprintf(satisfactionRate, r), label, at.Request.ID), r.String()+", for "+at.Request.ID))
	}
	return all
}

// opinionWords say what somebody answered.
func opinionWords(o ritual.Opinion) kit.Text {
	said := kit.F("You said *%s*. Thank you.", o.Rating)
	if o.Comment == "" {
		return said
	}
	return kit.Join("\n", said, kit.Quote(o.Comment, 300))
}

// commentButton opens the form in which an answer can be changed, and said more about.
func commentButton(o ritual.Opinion) slack.BlockElement {
	label := "Say more"
	if o.Comment != "" {
		label = "Change"
	}
	return kit.Aloud(kit.Button(satisfactionMore, label, o.Request), label+", about "+o.Request)
}

// opinionModal is the form for a rating with a comment.
func opinionModal(at request.Matter, o ritual.Opinion) kit.Modal {
	var opts []kit.Option
	for r := ritual.Rating(1); r <= ritual.RatingMost; r++ {
		opts = append(opts, kit.Option{Value: fmt.Sprint(int(r)), Label: r.String()})
	}
	return kit.Modal{ID: satisfactionForm, Title: "Did this solve it?", Submit: "Send", Close: "Cancel", Data: engine.FormData{Subject: o.Request}.Encode(), Blocks: []slack.Block{
		kit.Section(outcomeHead(at)),
		kit.Input("rating", "Did this solve it?", kit.Radio("rating", opts, fmt.Sprint(int(o.Rating)))),
		kit.Input("comment", "Comment", kit.Area("comment", o.Comment, "What does it do for you now? What is still missing?", ritual.CommentMax), kit.Optional(),
			kit.Hint("Whoever can read the request can read this, with your name.")),
	}}
}

// opinionsShown is how many answers a record shows.
const opinionsShown = 5

// satisfactionBlocks are what those who asked say of a request since it shipped. Who may not read all of it reads no names and no
// words.
func satisfactionBlocks(ctx context.Context, tx *store.Tx, at request.Matter) ([]slack.Block, error) {
	by, err := tx.OpinionsOn(ctx, at.Request.ID)
	all := by[at.Request.ID]
	if err != nil || len(all) == 0 {
		return nil, err
	}
	lines := []kit.Text{kit.F("*Did this solve it?* %s", ritual.SatisfactionOf(all))}
	if !at.Whole() {
		return kit.Sections(lines), nil
	}
	for _, o := range all[:min(len(all), opinionsShown)] {
		line := kit.F("• *%s* · %s", o.Rating, kit.User(o.Person))
		if o.Comment != "" {
			line += kit.F(": %s", kit.Cut(kit.OneLine(o.Comment), 300))
		}
		lines = append(lines, line)
	}
	if left := len(all) - opinionsShown; left > 0 {
		lines = append(lines, kit.F("and %d more", left))
	}
	return kit.Sections(lines), nil
}
