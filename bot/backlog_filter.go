package bot

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// What of a backlog somebody looks at: the filters that they typed or chose, and the page.

// The filters that can be typed, in any order.
const (
	forObjective = "objective"
	forCustomer  = "customer"
	forText      = "text"

	backlogExample = "`/backlog objective:larger customer:Acme text:\"csv export\"`"
)

func backlogCommand(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Words != "" && !ritual.BeginsFilter(in.Words) {
		return commandHelp("/backlog", in.Words), nil
	}
	if _, err := typedFilters(in.Words); err != nil {
		return engine.Reply{}, err
	}
	return request.InProduct(ctx, tx, in, backlogIn, backlogReply)
}

// typedFilters reads filters as people type them.
func typedFilters(words string) (map[string]string, error) {
	return ritual.Filters(words, strings.Trim(backlogExample, "`"), forObjective, forCustomer, forText)
}

// backlogReply is the backlog for one person, with the filters that they typed.
func backlogReply(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	if err := ritual.MayRead(in.Who, p, in.Channel); err != nil {
		return engine.Reply{}, err
	}
	typed, err := typedFilters(in.Words)
	if err != nil {
		return engine.Reply{}, err
	}
	l := part{product: p.ID, customer: fits(typed[forCustomer]), text: fits(typed[forText])}
	if words := typed[forObjective]; words != "" {
		if l.objective, err = objectiveNamed(ctx, tx, p, words); err != nil {
			return engine.Reply{}, err
		}
	}
	m, err := backlogPart(ctx, tx, p, ritual.Reader{Person: in.By, Place: in.Channel}, l)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{Say: &m}, nil
}

// A part is which part of a backlog somebody looks at. It comes back with what they press there, in the block's id.
type part struct {
	product   string
	objective string // only what serves it; empty for all
	customer  string // only what is for customers with these words in their name; empty for all
	text      string // only what has these words; empty for all
	offset    int    // how many stories stand before the first that is shown
}

// fitsMost is how many bytes of a typed filter are kept. Two of them, what else a part has, and the longest ids of a request, a
// product and an objective make less than the 255 characters that Slack takes of a block's id.
const fitsMost = 84

// kept writes a filter so that it can stand beside others, keptRead reads it.
var (
	kept     = strings.NewReplacer("%", "%25", "|", "%7C")
	keptRead = strings.NewReplacer("%7C", "|", "%25", "%")
)

// fits is what was typed, as far as a block's id has room for it. Whole words are left out where there are several.
func fits(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	for len(kept.Replace(s)) > fitsMost {
		if i := strings.LastIndexByte(s, ' '); i > 0 {
			s = s[:i]
			continue
		}
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s
}

// short is what was typed, as it can be said in a sentence.
func short(s string) string {
	r := []rune(s)
	return string(r[:min(len(r), 60)])
}

// keep is the id of a block that keeps the part. Every block needs an id of its own: row tells them apart.
func (l part) keep(row string) string {
	return engine.WordsKept + strings.Join([]string{row, l.product, l.objective, strconv.Itoa(l.offset), kept.Replace(l.customer), kept.Replace(l.text)}, "|")
}

// readPart reads what keep wrote, also before there was a filter by words. What comes from Slack may be anything.
func readPart(words string) part {
	f := append(strings.SplitN(words, "|", 6), "")
	if len(f) < 6 {
		return part{}
	}
	offset, _ := strconv.Atoi(f[3]) // else the beginning
	return part{product: f[1], objective: f[2], offset: max(offset, 0), customer: fits(keptRead.Replace(f[4])), text: fits(keptRead.Replace(f[5]))}
}

// narrowed reports whether the part leaves stories out.
func (l part) narrowed() bool { return l.objective != "" || l.customer != "" || l.text != "" }
