package bot

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/store"
)

// backlogPart is a part of a product's backlog as it stands now.
func backlogPart(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, l part) (kit.Message, error) {
	if l.narrowed() { // what they may read decides what they find
		var err error
		if rd, err = tx.Reader(ctx, rd.Person, rd.Place); err != nil {
			return kit.Message{}, err
		}
	}
	filter := store.Filter{Objective: l.objective, Customer: l.customer, Text: l.text, Reader: rd, All: rd.Steers(p)}
	ranked, total, err := tx.BacklogOf(ctx, p.ID, p.Frameworks(), filter, l.offset, backlogPage)
	if err == nil && len(ranked) == 0 && l.offset > 0 { // it has become shorter
		l.offset = ritual.LastPage(l.offset, total, backlogPage)
		ranked, total, err = tx.BacklogOf(ctx, p.ID, p.Frameworks(), filter, l.offset, backlogPage)
	}
	if err != nil {
		return kit.Message{}, err
	}
	if rd, err = readerOfRanks(ctx, tx, p, rd, ranked); err != nil {
		return kit.Message{}, err
	}
	objectives, err := tx.Objectives(ctx, p.ID)
	if err == nil && l.objective != "" && !slices.ContainsFunc(objectives, func(o ritual.Objective) bool { return o.ID == l.objective }) {
		var off ritual.Objective // off the roadmap, and what stayed with it still serves it
		if off, err = tx.Objective(ctx, l.objective); err == nil && off.Product == p.ID {
			objectives = append(objectives, off)
		} else if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
	}
	if err != nil {
		return kit.Message{}, err
	}
	f, page := ritual.Frameworks[p.Framework], request.Page{Offset: l.offset, Shown: len(ranked), All: total}
	blocks := []slack.Block{kit.Header("Backlog of " + p.Name),
		kit.Context(request.Dotted(kit.F("by %s: %s", f.Name, f.Formula), page.Among(), request.AsOf(tx)))}
	if l.narrowed() {
		blocks = append(blocks, narrowedBlock(l, objectives, total, rd))
	}
	if !l.narrowed() && l.offset == 0 {
		news, err := newsBlocks(ctx, tx, p)
		if err != nil {
			return kit.Message{}, err
		}
		blocks = append(blocks, news...)
	}
	if total == 0 && !l.narrowed() {
		blocks = append(blocks, kit.Section(kit.Raw("Nothing is ranked yet. What is aligned waits for its priority.")))
	}
	places, err := placesOf(ctx, tx, p, l, ranked)
	if err != nil {
		return kit.Message{}, err
	}
	rows, err := rowBlocks(ctx, tx, p, rd, l, ranked, places)
	if err != nil {
		return kit.Message{}, err
	}
	blocks = append(blocks, rows...)
	waiting, err := waitingWords(ctx, tx, p)
	if err != nil {
		return kit.Message{}, err
	}
	if waiting != "" {
		blocks = append(blocks, kit.Context(waiting))
	}
	if rd.Person != "" {
		blocks = append(blocks, kit.Context(kit.Raw(backlogExample+" shows some of it, with any of the three · `/backlog find` and a word or two finds any request")),
			kit.Actions(l.keep(""), partControls(p, l, objectives, page)...))
	}
	return kit.Fitted(kit.F("Backlog of %s, %s.", p.Name, kit.Count(total, "story", "stories")), blocks...), nil
}

// backlogMessage is the top of a product's backlog.
func backlogMessage(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader) (kit.Message, error) {
	return backlogPart(ctx, tx, p, rd, part{product: p.ID})
}

// readerOfRanks is whoever reads a page of the backlog, with what is known of them.
func readerOfRanks(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, ranked []ritual.Ranked) (ritual.Reader, error) {
	var rs []ritual.Request
	for _, it := range ranked {
		rs = append(rs, it.Request)
	}
	rd, err := request.Informed(ctx, tx, rd, rs...)
	if err != nil {
		return rd, err
	}
	return rd, request.LearnMembers(ctx, tx, rd, p, rs...)
}

// placesOf are where the stories of a page stand in the whole backlog, as people read it, by their numbers.
func placesOf(ctx context.Context, tx *store.Tx, p ritual.Product, l part, ranked []ritual.Ranked) (map[int64]string, error) {
	places := map[int64]string{}
	if !l.narrowed() {
		for i, it := range ranked {
			places[it.Request.Number] = strconv.Itoa(l.offset + i + 1)
		}
		return places, nil
	}
	at, err := tx.Places(ctx, p.ID, p.Frameworks(), ranked)
	for number, place := range at {
		places[number] = ritual.HowMany(place)
	}
	return places, err
}

// narrowedBlock says what of the backlog is shown, with a button for all of it.
func narrowedBlock(l part, objectives []ritual.Objective, total int, rd ritual.Reader) slack.Block {
	stories := ritual.HowMany(total) + " stories"
	if total == 1 {
		stories = "1 story"
	}
	words := kit.F("*Filtered: %s*, %s. Each keeps its place in the whole backlog.", stories, narrowedWords(l, objectives))
	if total == 0 {
		words = kit.F("Nothing in the backlog matches: %s.", narrowedWords(l, objectives))
	}
	if rd.Person == "" {
		return kit.Section(words)
	}
	b := kit.SectionWith(words, kit.Button(backlogAll, "Show all", l.product))
	if s, ok := b.(*slack.SectionBlock); ok {
		s.BlockID = l.keep("all")
	}
	return b
}

// narrowedWords say what a part has.
func narrowedWords(l part, objectives []ritual.Objective) kit.Text {
	var parts []kit.Text
	for _, o := range objectives {
		if o.ID == l.objective {
			parts = append(parts, kit.F("only what serves *%s*", kit.OneLine(o.Name)))
		}
	}
	if l.objective != "" && len(parts) == 0 {
		parts = append(parts, kit.Raw("only what serves an objective that is not there any more"))
	}
	if l.customer != "" {
		parts = append(parts, kit.F("only for customers like “%s”", kit.OneLine(l.customer)))
	}
	if l.text != "" {
		parts = append(parts, kit.F("only with “%s” in them", kit.OneLine(l.text)))
	}
	return kit.Join(", ", parts...)
}

// partControls turn to other parts, and show this one to the channel.
func partControls(p ritual.Product, l part, objectives []ritual.Objective, page request.Page) []slack.BlockElement {
	var all []slack.BlockElement
	if len(objectives) > 0 {
		opts := append([]kit.Option{{Value: allObjectives, Label: "All objectives"}}, objectiveOptions(objectives)...)
		all = append(all, kit.Menu(backlogObjective, opts, l.objective, "Objective"))
	}
	all = append(all, page.Turns(backlogPrevious, backlogNext, backlogPage, strconv.Itoa)...)
	return append(all, kit.Button(backlogShow, "Show to channel", p.ID+"/"+store.NewID()+":"+url.QueryEscape(l.keep(""))))
}

// backlogShownView is the part of the backlog that somebody showed to a channel.
func backlogShownView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	return shown.View(ctx, tx, m, func(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader) (kit.Message, error) {
		_, rest, _ := strings.Cut(m.Subject, ":")
		kept, _, _ := strings.Cut(rest, "/")
		words, err := url.QueryUnescape(kept)
		l := readPart(strings.TrimPrefix(words, engine.WordsKept))
		if err != nil || l.product != p.ID {
			l = part{product: p.ID}
		}
		return backlogPart(ctx, tx, p, rd, l)
	})
}

// newsBlocks say what changed in the backlog since Monday, and whether too much of it is a Must.
func newsBlocks(ctx context.Context, tx *store.Tx, p ritual.Product) ([]slack.Block, error) {
	zone := p.Settings.Zone
	if zone == "" {
		po, err := tx.Person(ctx, p.PO)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		zone = po.Zone
	}
	monday := ritual.Monday(tx.Now, zone)
	week, err := tx.Week(ctx, p.ID, monday)
	if err != nil {
		return nil, err
	}
	var blocks []slack.Block
	if words := weekWords(week.Known(p)); words != "" {
		blocks = append(blocks, kit.Context(words))
	}
	hint, err := mustHint(ctx, tx, p)
	if hint != "" {
		blocks = append(blocks, kit.Context(kit.T(hint)))
	}
	return blocks, err
}

// weekWords are what changed in a backlog since Monday, a line for each kind.
func weekWords(week ritual.Week) kit.Text {
	id := func(c ritual.WeekChange) string { return c.Request }
	lines := kit.Join("\n", changesWords("came in", week.Came, id), changesWords("moved", week.Moved, id), changesWords("scored anew", week.Scored, id),
		changesWords("left", week.Left, func(c ritual.WeekChange) string { return c.Request + " " + c.Left() }))
	if lines == "" {
		return ""
	}
	return kit.Join("\n", kit.Raw("*This week*"), lines)
}

// changesWords are changes of one kind, those of one person together: "came in: FR-3, FR-2 by @omar; FR-9 by @sam; and 4 more".
func changesWords(what string, all ritual.WeekChanges, say func(ritual.WeekChange) string) kit.Text {
	if all.Count == 0 {
		return ""
	}
	var people []string
	of := map[string][]string{}
	for _, c := range all.First {
		if len(of[c.By]) == 0 {
			people = append(people, c.By)
		}
		of[c.By] = append(of[c.By], say(c))
	}
	var groups []kit.Text
	for _, by := range people {
		words := kit.T(strings.Join(of[by], ", "))
		if by != "" {
			words += kit.F(" by %s", kit.User(by))
		}
		groups = append(groups, words)
	}
	if len(all.First) < all.Count {
		groups = append(groups, kit.F("and %s more", ritual.HowManyMore(all.Count, len(all.First))))
	}
	return kit.F("%s: %s", what, kit.Join("; ", groups...))
}

// mustHint warns where too much of a backlog is a Must.
func mustHint(ctx context.Context, tx *store.Tx, p ritual.Product) (string, error) {
	if p.Framework != ritual.MoSCoW {
		return "", nil
	}
	classes, err := tx.Classes(ctx, p.ID, ritual.MoSCoW)
	return classes.MustHint(), err
}

// waitingWords say how much is not in the backlog yet, and with whom it is.
func waitingWords(ctx context.Context, tx *store.Tx, p ritual.Product) (kit.Text, error) {
	n, err := tx.CountByStatus(ctx, p.ID)
	if err != nil {
		return "", err
	}
	var parts []kit.Text
	if c := n[ritual.AwaitingAlignment] + n[ritual.NeedsInfo]; c > 0 {
		parts = append(parts, kit.F("%s not aligned yet", ritual.HowMany(c)))
	}
	if c := n[ritual.AwaitingPriority]; c > 0 {
		parts = append(parts, kit.F("%s to be prioritized by %s", ritual.HowMany(c), kit.User(p.PO)))
	}
	return kit.Join(" · ", parts...), nil
}

// findMessage lists what a search found.
func findMessage(tx *store.Tx, in engine.Input, finds []find) kit.Message {
	words := kit.Cut(kit.OneLine(in.Words), 60)
	if len(finds) == 0 {
		return kit.Fitted(kit.F("Nothing matches “%s”. Fewer words find more.", words))
	}
	head := kit.F("%s for “%s”", kit.Count(len(finds), "find", "finds"), words)
	if len(finds) > findMax {
		head = kit.F("The first %d finds for “%s”. More words find fewer.", findMax, words)
	}
	var lines []kit.Text
	for _, f := range finds[:min(len(finds), findMax)] {
		lines = append(lines, kit.F("*%s*  %s\n     %s", f.r.ID, kit.OneLine(f.title), f.r.Standing().String()))
	}
	blocks := []slack.Block{kit.Section(kit.F("*%s*", head))}
	for _, line := range lines { // a block each, so that no title's backticks reach into the next
		blocks = append(blocks, kit.Section(line))
	}
	blocks = append(blocks, kit.Context(request.Dotted(request.AsOf(tx), kit.Raw("`/tandem show FR-…` tells the whole of one"))))
	return kit.Fitted(kit.Join("\n", append([]kit.Text{head}, lines...)...), blocks...)
}
