package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// backlogMessage is the top of a product's backlog as it stands now. reader is empty when it is for everybody.
func backlogMessage(ctx context.Context, tx *store.Tx, p ritual.Product, reader string) (kit.Message, error) {
	ranked, total, err := tx.Backlog(ctx, p.ID, p.Framework, 0, backlogPage)
	if err != nil {
		return kit.Message{}, err
	}
	f := ritual.Frameworks[p.Framework]
	blocks := []slack.Block{kit.Header("Backlog of " + p.Name), kit.Context(kit.F("by %s: %s", f.Name, f.Formula), asOf(tx))}
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
		row := rankedRow(i+1, it, p, reader)
		if reader == p.PO {
			blocks = append(blocks, kit.SectionWith(row, kit.Button(prioritizeOpen, "Prioritize", it.Request.ID)))
		} else {
			blocks = append(blocks, kit.Section(row))
		}
		text += kit.F(" %d. %s %s.", i+1, it.Request.ID, it.Request.TitleFor(reader, p, ""))
	}
	if total > len(ranked) {
		blocks = append(blocks, kit.Context(kit.F("and %d more: `/backlog find` and a word or two finds them", total-len(ranked))))
	}
	waiting, err := waitingWords(ctx, tx, p)
	if err != nil {
		return kit.Message{}, err
	}
	if waiting != "" {
		blocks = append(blocks, kit.Context(waiting))
	}
	if reader != "" {
		blocks = append(blocks, kit.Actions("", kit.Button(backlogShow, "Show to channel", p.ID)))
	}
	return kit.Message{Text: text, Blocks: blocks}, nil
}

// rankedRow is one story of the backlog with the reason for its place.
func rankedRow(place int, it ritual.Ranked, p ritual.Product, reader string) kit.Text {
	return kit.F("*%d.*  *%s*  %s\n     %s", place, it.Request.ID, kit.OneLine(it.Request.TitleFor(reader, p, "")), it.Score.Why())
}

// waitingWords say how much is not in the backlog yet, and with whom it is.
func waitingWords(ctx context.Context, tx *store.Tx, p ritual.Product) (kit.Text, error) {
	n, err := tx.CountByStatus(ctx, p.ID)
	if err != nil {
		return "", err
	}
	var parts []kit.Text
	if c := n[ritual.AwaitingAlignment] + n[ritual.NeedsInfo]; c > 0 {
		parts = append(parts, kit.F("%d not aligned yet", c))
	}
	if c := n[ritual.AwaitingPriority]; c > 0 {
		parts = append(parts, kit.F("%d to be prioritized by %s", c, kit.User(p.PO)))
	}
	return kit.Join(" · ", parts...), nil
}

// findMessage lists what a search found.
func findMessage(tx *store.Tx, in input, finds []find) kit.Message {
	words := kit.Cut(kit.OneLine(in.words), 60)
	if len(finds) == 0 {
		return kit.Message{Text: kit.F("Nothing matches “%s”. Fewer words find more.", words)}
	}
	head := kit.F("%s for “%s”", count(len(finds), "find", "finds"), words)
	var lines []string
	for _, f := range finds[:min(len(finds), findMax)] {
		lines = append(lines, string(kit.F("*%s*  %s\n     %s", f.r.ID, kit.OneLine(f.r.TitleFor(in.by, f.p, in.channel)), f.r.Status.String())))
	}
	blocks := []slack.Block{kit.Section(kit.F("*%s*", head))}
	for start := 0; start < len(lines); start += 5 {
		blocks = append(blocks, kit.Section(kit.Raw(strings.Join(lines[start:min(start+5, len(lines))], "\n"))))
	}
	blocks = append(blocks, kit.Context(asOf(tx), kit.Raw("`/tandem show FR-…` tells the whole of one")))
	return kit.Message{Text: kit.Join("\n", head, kit.Raw(strings.Join(lines, "\n"))), Blocks: blocks}
}
