package bot

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/store"
)

// logMessage is a part of a product's log as it stands now.
func logMessage(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, l logPart) (kit.Message, error) {
	zone, err := logZone(ctx, tx, p)
	if err != nil {
		return kit.Message{}, err
	}
	objectives, err := logObjectives(ctx, tx, p)
	if err != nil {
		return kit.Message{}, err
	}
	filter, err := l.filter(ctx, tx, objectives, zone)
	if err != nil {
		return kit.Message{}, err
	}
	page, err := readLog(ctx, tx, p, rd, l, filter)
	if err == nil {
		err = request.LearnMembers(ctx, tx, page.rd, p, page.of...)
	}
	if err != nil {
		return kit.Message{}, err
	}
	blocks := []slack.Block{kit.Header("Decisions about " + p.Name),
		kit.Context(request.Dotted(kit.Raw("the newest first"), logWords(l, objectives), request.AsOf(tx)))}
	for _, row := range page.rows {
		blocks = append(blocks, kit.Section(logLine(row)))
	}
	if len(page.rows) == 0 {
		blocks = append(blocks, kit.Section(nothingDecided(p, l)))
	}
	if rd.Person != "" {
		months, err := logMonths(ctx, tx, p, zone)
		if err != nil {
			return kit.Message{}, err
		}
		if len(months) > 0 {
			blocks = append(blocks, kit.Actions(l.keep("menus"), logMenus(l, objectives, months)...))
		}
		if buttons := logButtons(p, l, page); len(buttons) > 0 {
			blocks = append(blocks, kit.Actions(l.keep("buttons"), buttons...))
		}
		blocks = append(blocks, kit.Context(kit.F("Or type it: `%s` · `/tandem show FR-…` tells the whole of one", decisionsExample)))
	}
	return kit.Fitted(kit.F("Decisions about %s.", p.Name), blocks...), nil
}

// logWords say what the log is narrowed to.
func logWords(l logPart, objectives []ritual.Objective) kit.Text {
	var parts []kit.Text
	if l.by != "" {
		parts = append(parts, kit.F("only by %s", kit.User(l.by)))
	}
	for _, o := range objectives {
		if o.ID == l.objective {
			parts = append(parts, kit.F("only what serves *%s*, or did", kit.OneLine(o.Name)))
		}
	}
	if l.month != "" {
		parts = append(parts, kit.F("only in %s", ritual.MonthName(l.month)))
	}
	for _, t := range ritual.LogParts {
		switch {
		case t.Part != l.topic || t.Part == ritual.LogMatters:
		case t.Part == ritual.LogAll:
			parts = append(parts, kit.Raw("also sizes and who may read"))
		default:
			parts = append(parts, kit.F("only %s", strings.ToLower(t.Name)))
		}
	}
	return request.Dotted(parts...)
}

func nothingDecided(p ritual.Product, l logPart) kit.Text {
	if l.narrowed() {
		return kit.Raw("No decision matches. All of them: `/tandem decisions`.")
	}
	return kit.F("Nothing is decided yet. When %s says whether a request serves the roadmap, it stands here, with the reason.", kit.User(p.PM))
}

// What a row of the log has at most, so that a page of them is one message.
const (
	logRowMost    = 780
	logReasonMost = 300
	logTitleMost  = 120
)

// logLine is one decision: on what, who decided what and when, what replaced it since, and why it was taken.
func logLine(row logRow) kit.Text {
	if row.turned.Objective != "" {
		return turnedLine(row.turned)
	}
	what := kit.Sentence(row.d.Sentence())
	if !row.seen { // what it serves tells what it is about
		what = kit.Sentence(row.d.Aimless())
	}
	var replaced kit.Text
	if row.by.ID != "" {
		over, why := overWords(what, row.d, row.by, true)
		what, replaced = over, kit.F("_%s_", why)
	}
	lines := []kit.Text{request.Titled(row.d.Request, kit.Cut(kit.OneLine(row.title), logTitleMost)), request.Dotted(what, request.When(row.d.At)), replaced}
	if row.d.Reason != "" && row.whole {
		lines = append(lines, kit.Quote(row.d.Reason, logReasonMost))
	}
	return kit.Join("\n", lines...).Cut(logRowMost)
}

// turnedLine is what was decided about an objective: everybody who may read the roadmap may know that.
func turnedLine(c store.Turned) kit.Text {
	what, replaced := kit.Sentence(c.Sentence()), kit.Text("")
	if c.Next.Turn != "" {
		how := "replaced"
		if c.Next.Turn == ritual.TurnBack {
			how = "taken back"
		}
		what, replaced = struck(what), kit.F("_%s by %s, %s_", how, kit.User(c.Next.By), onDay(c.Next.At))
	}
	lines := []kit.Text{kit.F("Objective *%s*", kit.Cut(kit.OneLine(c.Name), logTitleMost)), request.Dotted(what, request.When(c.At)), replaced}
	if c.Reason != "" {
		lines = append(lines, kit.Quote(c.Reason, logReasonMost))
	}
	return kit.Join("\n", lines...).Cut(logRowMost)
}

// onDay is the day of an instant in the reader's own zone.
func onDay(t time.Time) kit.Text {
	return kit.Date(t, "{date_short_pretty}", t.UTC().Format("2 Jan 2006"))
}

// struck is a text that does not hold any more, struck out where its own characters let Slack do that.
func struck(t kit.Text) kit.Text {
	if strings.ContainsAny(string(t), "~`\n") {
		return t
	}
	return kit.F("~%s~", t)
}

// logMenus narrow the log down.
func logMenus(l logPart, objectives []ritual.Objective, months []string) []slack.BlockElement {
	who := kit.Person(decisionsBy, l.by)
	who.Placeholder = slack.NewTextBlockObject(slack.PlainTextType, "By anybody", false, false)
	menus := []slack.BlockElement{who}
	if len(objectives) > 0 {
		opts := append([]kit.Option{{Value: anyOne, Label: "Any objective"}}, objectiveOptions(objectives)...)
		menus = append(menus, kit.Menu(decisionsObjective, opts, l.objective, "Any objective"))
	}
	if l.month != "" && !slices.Contains(months, l.month) {
		months = append(months, l.month)
	}
	opts := []kit.Option{{Value: anyOne, Label: "Any month"}}
	for _, m := range months {
		opts = append(opts, kit.Option{Value: m, Label: ritual.MonthName(m)})
	}
	menus = append(menus, kit.Menu(decisionsMonth, opts, l.month, "Any month"))
	opts = nil
	for _, t := range ritual.LogParts {
		value := string(t.Part)
		if t.Part == ritual.LogMatters {
			value = anyOne
		}
		opts = append(opts, kit.Option{Value: value, Label: t.Name})
	}
	chosen := string(l.topic)
	if l.topic == ritual.LogMatters {
		chosen = anyOne
	}
	return append(menus, kit.Menu(decisionsTopic, opts, chosen, "Topic"))
}

// logButtons turn to other pages of the log, and show this one to the channel.
func logButtons(p ritual.Product, l logPart, page logPage) []slack.BlockElement {
	var buttons []slack.BlockElement
	if page.newer != (store.LogPlace{}) {
		buttons = append(buttons, kit.Button(decisionsNewer, "Newer", page.newer.String()))
	}
	if page.older != (store.LogPlace{}) {
		buttons = append(buttons, kit.Button(decisionsOlder, "Older", page.older.String()))
	}
	if l.narrowed() {
		buttons = append(buttons, kit.Button(decisionsClear, "Clear filters", p.ID))
	}
	if len(page.rows) > 0 {
		buttons = append(buttons, kit.Button(decisionsShow, "Show to channel", p.ID+"/"+store.NewID()+":"+url.QueryEscape(l.keep(""))))
	}
	return buttons
}

// decisionsShownView is the part of the log that somebody showed to a channel.
func decisionsShownView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	return shown.View(ctx, tx, m, func(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader) (kit.Message, error) {
		_, rest, _ := strings.Cut(m.Subject, ":")
		kept, _, _ := strings.Cut(rest, "/")
		words, err := url.QueryUnescape(kept)
		l := readLogPart(strings.TrimPrefix(words, engine.WordsKept))
		if err != nil || l.product != p.ID {
			l = logPart{product: p.ID}
		}
		return logMessage(ctx, tx, p, rd, l)
	})
}
