package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// backlogMessage is the top of a product's backlog as it stands now.
func backlogMessage(ctx context.Context, tx *store.Tx, p ritual.Product, rd reader) (kit.Message, error) {
	ranked, total, err := tx.Backlog(ctx, p.ID, p.Frameworks(), 0, backlogPage)
	if err != nil {
		return kit.Message{}, err
	}
	f := ritual.Frameworks[p.Framework]
	blocks := []slack.Block{kit.Header("Backlog of " + p.Name), kit.Context(dotted(kit.F("by %s: %s", f.Name, f.Formula), asOf(tx)))}
	text := kit.F("Backlog of %s, %s.", p.Name, count(total, "story", "stories"))
	if total == 0 {
		blocks = append(blocks, kit.Section(kit.Raw("Nothing is ranked yet. What is aligned waits for its priority.")))
	}
	line := false
	for i, it := range ranked {
		if it.Score.Framework != p.Framework && !line {
			line = true
			blocks = append(blocks, kit.Divider(), kit.Context(kit.F("Below the line: not scored by %s yet", f.Name)))
		}
		row := rankedRow(i+1, it, rd.title(it.Request, p))
		if rd.by == p.PO {
			blocks = append(blocks, kit.SectionWith(row, buttonFor(it.Request.ID, prioritizeOpen, "Prioritize")))
		} else {
			blocks = append(blocks, kit.Section(row))
		}
		text += kit.F(" %d. %s %s.", i+1, it.Request.ID, rd.title(it.Request, p))
	}
	if total > len(ranked) {
		blocks = append(blocks, kit.Context(kit.F("and %s more: `/backlog find` and a word or two finds them", ritual.HowManyMore(total, len(ranked)))))
	}
	waiting, err := waitingWords(ctx, tx, p)
	if err != nil {
		return kit.Message{}, err
	}
	if waiting != "" {
		blocks = append(blocks, kit.Context(waiting))
	}
	if rd.by != "" {
		blocks = append(blocks, kit.Actions("", showButton(backlogShow, p)))
	}
	return message(text, blocks...), nil
}

// rankedRow is one story of the backlog with the reason for its place.
func rankedRow(place int, it ritual.Ranked, title string) kit.Text {
	return kit.F("*%d.*  *%s*  %s\n     %s", place, it.Request.ID, kit.OneLine(title), it.Score.Why())
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
func findMessage(tx *store.Tx, in input, finds []find) kit.Message {
	words := kit.Cut(kit.OneLine(in.words), 60)
	if len(finds) == 0 {
		return message(kit.F("Nothing matches “%s”. Fewer words find more.", words))
	}
	head := kit.F("%s for “%s”", count(len(finds), "find", "finds"), words)
	var lines []kit.Text
	for _, f := range finds[:min(len(finds), findMax)] {
		lines = append(lines, kit.F("*%s*  %s\n     %s", f.r.ID, kit.OneLine(f.r.TitleFor(in.by, f.p, in.channel)), f.r.Status.String()))
	}
	blocks := []slack.Block{kit.Section(kit.F("*%s*", head))}
	for _, line := range lines { // a block each, so that no title's backticks reach into the next
		blocks = append(blocks, kit.Section(line))
	}
	blocks = append(blocks, kit.Context(dotted(asOf(tx), kit.Raw("`/tandem show FR-…` tells the whole of one"))))
	return message(kit.Join("\n", append([]kit.Text{head}, lines...)...), blocks...)
}
