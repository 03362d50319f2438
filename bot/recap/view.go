package recap

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// subjectOf is what the message of a page is about.
func subjectOf(sprint, page string) string { return sprint + "/" + page }

// leaveParts leaves the pages of a recap in the thread of its message, once that stands in Slack.
func leaveParts(ctx context.Context, tx *store.Tx, m store.Message) error {
	r, err := tx.Recap(ctx, m.Subject)
	if err != nil {
		return err
	}
	for _, page := range r.Pages {
		if _, err := engine.Post(ctx, tx, store.Message{Kind: partKind, Subject: subjectOf(m.Subject, page.Name), Product: m.Product, To: m.To, Under: m.ID}); err != nil {
			return err
		}
	}
	return nil
}

// recapPosted leaves the thread, and has the drafts say that the recap was posted.
func recapPosted(ctx context.Context, tx *store.Tx, m store.Message) error {
	return errors.Join(leaveParts(ctx, tx, m), engine.Refresh(ctx, tx, m.Subject))
}

// linkTop has the top of a recap link to a page that stands in its thread now.
func linkTop(ctx context.Context, tx *store.Tx, m store.Message) error {
	first, err := tx.Message(ctx, m.Under)
	if err != nil {
		return err
	}
	return engine.ShowMessage(ctx, tx, first)
}

// refresh has a draft shown anew wherever it stands, with its thread.
func refresh(ctx context.Context, tx *store.Tx, r ritual.Recap) error {
	err := engine.Refresh(ctx, tx, r.Sprint)
	for _, page := range r.Pages {
		err = errors.Join(err, engine.Refresh(ctx, tx, subjectOf(r.Sprint, page.Name)))
	}
	return err
}

// urlsOf are where the pages of a recap stand in somebody's conversation, by their lists: the first page of each.
func urlsOf(ctx context.Context, tx *store.Tx, r ritual.Recap, to string) (map[string]string, error) {
	urls := map[string]string{}
	for _, page := range r.Pages {
		list, _, _ := strings.Cut(page.Name, ".")
		if urls[list] != "" {
			continue
		}
		m, err := tx.MessageOf(ctx, partKind, subjectOf(r.Sprint, page.Name), to)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		root := m.Thread
		if m.Under != "" {
			first, err := tx.Message(ctx, m.Under)
			if err != nil {
				return nil, err
			}
			root = first.TS
		}
		if urls[list], err = request.Permalink(ctx, tx, m.Channel, m.TS, root); err != nil {
			return nil, err
		}
	}
	return urls, nil
}

// topOf is the top of a recap for a conversation, without the titles that the channel may not know any more.
func topOf(ctx context.Context, tx *store.Tx, s ritual.Sprint, p ritual.Product, r ritual.Recap, to string) ([]slack.Block, map[string]string, error) {
	for i, d := range r.Demos {
		is, err := tx.Request(ctx, d.Request)
		if err != nil {
			return nil, nil, err
		}
		if !is.SeenBy(ritual.Reader{Place: r.Channel}, p) {
			r.Demos[i] = ritual.RecapDemo{Request: d.Request}
		}
	}
	urls, err := urlsOf(ctx, tx, r, to)
	return kit.Sections(topTexts(top(s, r), urls)), urls, err
}

// topView is the recap as stakeholders read it.
func topView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	if m.Past { // it is told anew, for another channel
		return kit.Message{}, nil
	}
	s, p, r, err := load(ctx, tx, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	blocks, _, err := topOf(ctx, tx, s, p, r, m.To)
	if err != nil {
		return kit.Message{}, err
	}
	about := fmt.Sprintf(" on sprint %d", s.Number)
	blocks = append(blocks, kit.Actions("",
		kit.Primary(kit.Aloud(kit.Button(sprint.FeedbackOpen, "Give feedback", s.ID), "Give feedback"+about)),
		kit.Aloud(kit.Button(CollectOpen, "Collect replies", s.ID), "Collect replies"+about)))
	return kit.Fitted(kit.F("Sprint %d recap", s.Number), blocks...), nil
}

// partView is a page of a recap's thread.
func partView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	id, name, _ := strings.Cut(m.Subject, "/")
	s, p, r, err := load(ctx, tx, id)
	if err != nil {
		return kit.Message{}, err
	}
	for _, page := range r.Pages {
		if page.Name == name {
			return pageView(ctx, tx, s, p, r, page)
		}
	}
	return kit.Told(kit.Raw("_Nothing stands here any more._")), nil // of a draft that was longer
}

// pageView is a page, without the titles that the channel may not know any more.
func pageView(ctx context.Context, tx *store.Tx, s ritual.Sprint, p ritual.Product, r ritual.Recap, page ritual.RecapPage) (kit.Message, error) {
	var lines []kit.Text
	for _, l := range page.Lines {
		says := kit.Raw(l.Says)
		if l.Request != "" {
			is, err := tx.Request(ctx, l.Request)
			if err != nil {
				return kit.Message{}, err
			}
			if !is.SeenBy(ritual.Reader{Place: r.Channel}, p) {
				says = kit.Raw(l.Hidden)
			}
		}
		lines = append(lines, says)
	}
	view := kit.Fitted(kit.T(page.Title), append([]slack.Block{kit.Header(page.Title)}, kit.Sections(lines)...)...)
	var err error
	view.Picture, err = pictureOf(ctx, tx, s, p, page.Name)
	return view, err
}

// pictureOf is the picture of a page; nil where it has none.
func pictureOf(ctx context.Context, tx *store.Tx, s ritual.Sprint, p ritual.Product, page string) (*kit.Picture, error) {
	switch page {
	case pageBurndown + ".1":
		return sprint.Burndown(ctx, tx, s)
	case pageBurnup + ".1":
		return sprint.Burnup(ctx, tx, p, s)
	}
	return nil, nil
}

// draftView is the draft of a recap as its PO reads it: exactly what would be posted, and what they can do with it.
func draftView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	s, p, r, err := load(ctx, tx, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	blocks, urls, err := topOf(ctx, tx, s, p, r, m.To)
	if err != nil {
		return kit.Message{}, err
	}
	if !r.Posted.IsZero() {
		return postedDraft(ctx, tx, s, r, blocks)
	}
	head := request.Dotted(kit.Raw("*Draft, only you see it*"), wordedBy(r), kit.F("as of %s", request.When(r.Drafted)))
	blocks = append([]slack.Block{kit.Context(head)}, append(blocks, kit.Divider())...)
	goes, err := whereTo(ctx, tx, p)
	if err != nil {
		return kit.Message{}, err
	}
	small := []kit.Text{goes, figuresNote(urls)}
	if line := changesLine(r); line != "" {
		blocks = append(blocks, kit.Section(kit.Join("\n", kit.F("*What changes in the backlog*  %s", line), kit.Raw("`/sprint plan` picks what comes next."))))
	}
	edit, send := kit.Button(editOpen, "Edit recap", s.ID), kit.Button(postOpen, "Post recap", s.ID)
	if r.Own.Met == "" {
		edit = kit.Primary(edit)
	} else {
		send = kit.Primary(send)
	}
	blocks = append(blocks, kit.Context(small...), kit.Actions("", kit.Aloud(edit, fmt.Sprintf("Edit recap of sprint %d", s.Number)), kit.Aloud(send, fmt.Sprintf("Post recap of sprint %d", s.Number))))
	return kit.Fitted(kit.F("Draft of the recap of sprint %d", s.Number), blocks...), nil
}

// wordedBy says whose words stand in a draft.
func wordedBy(r ritual.Recap) kit.Text {
	switch {
	case r.Own.Edited():
		return kit.F("edited by %s", kit.User(r.Own.By))
	case r.Words.Model:
		return kit.Raw("worded by a model: please check")
	case r.Wording:
		return kit.Raw("Template draft; a model is looking for better words")
	}
	return kit.Raw("Template draft")
}

// figuresNote says where the figures come from.
func figuresNote(urls map[string]string) kit.Text {
	words := kit.Raw("Figures come from the closed sprint and cannot be edited")
	if url := urls[pageNumbers]; url != "" {
		return kit.Link(url, words)
	}
	return words
}

// changesLine is what the draft says of the backlog.
func changesLine(r ritual.Recap) kit.Text {
	for _, page := range r.Pages {
		if strings.HasPrefix(page.Name, pageChanges+".") && len(page.Lines) > 0 {
			return kit.Raw(page.Lines[0].Says)
		}
	}
	return ""
}

// whereTo says where a recap is posted, and what is in the way.
func whereTo(ctx context.Context, tx *store.Tx, p ritual.Product) (kit.Text, error) {
	id := channelOf(p)
	words := kit.F("`Post recap` posts it in %s", kit.Channel(id))
	if p.Stakeholders == "" {
		words += kit.Raw(", as no channel of stakeholders is named in the settings")
	}
	place, err := tx.Place(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", err
	}
	switch place.Bar(p.Settings.Shared) {
	case ritual.NotJoined:
		words += kit.F(". ⚠ I am not in %s yet: type `/invite @Tandem` there first", kit.Channel(id))
	case ritual.IsArchived:
		words += kit.F(". ⚠ %s is archived, so I cannot post there: name another channel in `/tandem settings`", kit.Channel(id))
	case ritual.IsShared:
		words += kit.F(". ⚠ %s is shared with another organization, and %s does not allow me to post there: `/tandem settings` changes that", kit.Channel(id), p.Name)
	}
	return words, nil
}

// postedDraft is a draft whose recap was posted.
func postedDraft(ctx context.Context, tx *store.Tx, s ritual.Sprint, r ritual.Recap, blocks []slack.Block) (kit.Message, error) {
	m, err := tx.MessageOf(ctx, Kind, r.Sprint, r.Channel)
	if err != nil {
		return kit.Message{}, err
	}
	link, err := request.Permalink(ctx, tx, m.Channel, m.TS, "")
	if err != nil {
		return kit.Message{}, err
	}
	words := kit.F("*Posted in %s* by %s, %s", kit.Channel(r.Channel), kit.User(r.PostedBy), request.When(r.Posted))
	if m.TS == "" {
		words = kit.F("*On its way to %s*, sent by %s. Where it cannot be posted, my Home tab says why, with `Post again`", kit.Channel(r.Channel), kit.User(r.PostedBy))
	}
	blocks = append([]slack.Block{kit.Context(kit.Join(" · ", words, linkWords(link, "Go there")))}, blocks...)
	edit := kit.Aloud(kit.Button(editOpen, "Edit recap", s.ID), fmt.Sprintf("Edit recap of sprint %d", s.Number))
	return kit.Fitted(kit.F("Recap of sprint %d", s.Number), append(blocks, kit.Actions("", edit))...), nil
}
