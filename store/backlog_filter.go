package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tandem/bot/ritual"
)

// A Filter narrows a backlog down. The zero Filter takes all of it.
type Filter struct {
	Objective string // its id
	Customer  string // words of the customer's name, in any case
	Text      string // words of the title, the problem and the customer's name, as FindRequests finds them

	// Who looks: of private requests that they may not read nobody learns for whom they are, what words they have, nor what they
	// serve. All: this reader may know.
	Reader ritual.Reader
	All    bool
}

// keptMost is how many private requests are looked at that keep words of the reader.
const keptMost = 5000

// whole is the condition that the reader may read all of a request, as ritual.Request.WholeTo says.
func (f Filter) whole() (part string, args []any) {
	may := []string{`private = 0`}
	or := func(part string, of ...string) {
		may = append(may, part)
		for _, one := range of {
			args = append(args, one)
		}
	}
	rd := f.Reader
	if rd.Place != "" {
		or(`source_channel = $%d`, rd.Place)
	}
	if rd.Person != "" {
		or(`reporter = $%d OR requester = $%d OR source_author = $%d`, rd.Person, rd.Person, rd.Person)
	}
	among := func(column string, of []string) {
		if of = of[:min(len(of), keptMost)]; rd.Person != "" && len(of) > 0 {
			or(column+` IN ($%d`+strings.Repeat(`, $%d`, len(of)-1)+`)`, of...)
		}
	}
	among(`source_channel`, rd.Rooms)
	among(`id`, rd.Kept)
	among(`COALESCE(parent, '')`, rd.Kept)
	return `(` + strings.Join(may, ` OR `) + `)`, args
}

// narrowed is a filter as conditions on requests, of which a request meets one at most: one for each way to write a
// customer's name, so that each is read in the order of an index.
type narrowed []condition

// everything is the condition that takes all.
var everything = narrowed{{}}

// A condition has parts, each with a %d for each of its arguments.
type condition struct {
	parts []string
	args  []any
}

func (c condition) and(part string, args ...any) condition {
	return condition{append(slices.Clone(c.parts), part), append(slices.Clone(c.args), args...)}
}

// where is the condition, to be added to others, with its arguments from a number on.
func (c condition) where(from int) string {
	var b strings.Builder
	for _, p := range c.parts {
		numbers := make([]any, strings.Count(p, "%d"))
		for i := range numbers {
			numbers[i] = from + i
		}
		from += len(numbers)
		fmt.Fprintf(&b, " AND "+p, numbers...)
	}
	return b.String()
}

// spellingsMost is how many ways to write a customer's name are looked for at once, and customersMost how many customers
// are looked at.
const (
	spellingsMost = 16
	customersMost = 2000
)

// narrow turns a filter into conditions. There are none where nothing can match.
func (tx *Tx) narrow(ctx context.Context, product string, f Filter) (narrowed, error) {
	var c condition
	if f.Objective != "" {
		c = c.and(`objective = $%d`, f.Objective)
	}
	whole, args := f.whole()
	if f.Objective != "" && !f.All {
		c = c.and(`(shared = 1 OR `+whole+`)`, args...)
	}
	if f.Customer == "" {
		return narrowed{c}, nil
	}
	if !f.All {
		c = c.and(whole, args...)
	}
	customers, err := tx.customers(ctx, product)
	var n narrowed
	wanted := strings.ToLower(f.Customer)
	for _, spelling := range customers {
		if strings.Contains(strings.ToLower(spelling), wanted) && len(n) < spellingsMost {
			n = append(n, c.and(`customer <> '' AND customer = $%d`, spelling))
		}
	}
	return n, err
}

// customers are those for whom the stories of a backlog are, each once. Each is one look into an index.
func (tx *Tx) customers(ctx context.Context, product string) ([]string, error) {
	read := func(row scanner) (c string, err error) {
		err = row.Scan(&c)
		return c, err
	}
	return many(ctx, tx, read, `
		WITH RECURSIVE named (customer) AS (
			SELECT MIN(customer) FROM requests WHERE product = $1 AND status = 'backlog' AND customer <> ''
			UNION ALL
			SELECT (
				SELECT MIN(customer) FROM requests
				WHERE product = $1 AND status = 'backlog' AND customer <> '' AND customer > named.customer
			) FROM named WHERE customer IS NOT NULL
		)
		SELECT customer FROM named WHERE customer IS NOT NULL LIMIT $2`, product, customersMost)
}

// BacklogOf returns a page of a backlog that is narrowed down, in the order of the whole, and how many stories match,
// counted as countTo says.
func (tx *Tx) BacklogOf(ctx context.Context, product string, frameworks []ritual.FrameworkID, f Filter, offset, limit int) ([]ritual.Ranked, int, error) {
	if f.Objective == "" && f.Customer == "" && f.Text == "" {
		return tx.Backlog(ctx, product, frameworks, offset, limit)
	}
	to, err := tx.narrow(ctx, product, f)
	if err != nil {
		return nil, 0, err
	}
	pinned, err := tx.held(ctx, product)
	if err != nil {
		return nil, 0, err
	}
	end := offset + limit
	find := tx.foundByScore
	if f.Text != "" {
		find = tx.foundByWords
	}
	found, err := find(ctx, product, frameworks, f, to, pinned, end+len(pinned))
	if err != nil || limit <= 0 || offset >= found.total {
		return nil, found.total, err
	}
	order, err := tx.around(ctx, frameworks, found.first, pinned, found.pinned)
	if err != nil {
		return nil, 0, err
	}
	order = slices.DeleteFunc(order, func(r ritual.Ranked) bool {
		return !slices.Contains(found.first, r.Request.Number) && !slices.Contains(found.pinned, r.Request.Number)
	})
	page, err := tx.ranked(ctx, order[min(offset, len(order)):min(end, len(order))])
	return page, found.total, err
}

// A finding is what a filter finds in a backlog: the first stories by their scores, those that are pinned, wherever they stand, and
// how many there are, counted as countTo says.
type finding struct {
	first, pinned []int64
	total         int
}

// foundByScore finds in the order of the scores, and reads no more than it needs.
func (tx *Tx) foundByScore(ctx context.Context, product string, frameworks []ritual.FrameworkID, _ Filter, to narrowed, _ []ritual.Ranked, n int) (found finding, err error) {
	for _, c := range to {
		pinned, total, err := tx.matching(ctx, product, c, n)
		if err != nil {
			return found, err
		}
		found.total, found.pinned = found.total+total, append(found.pinned, pinned...)
	}
	found.first, err = tx.byScore(ctx, product, frameworks, n, to)
	return found, err
}

// matching returns the pinned stories of a backlog that meet a condition, and how many stories meet it in all,
// counted as countTo says.
func (tx *Tx) matching(ctx context.Context, product string, c condition, end int) (pinned []int64, total int, err error) {
	args := append([]any{product}, c.args...)
	if total, err = tx.countTo(ctx, end, `product = $1 AND status = 'backlog'`+c.where(2), args...); err != nil {
		return nil, 0, err
	}
	// The limit keeps SQLite from looking at all that meet the condition: few are pinned.
	pinned, err = many(ctx, tx, readNumber, `
		SELECT number FROM (
			SELECT * FROM requests WHERE product = $1 AND status = 'backlog' AND pin_before <> '' LIMIT 1000000) AS pinned
		WHERE number > 0`+c.where(2), args...)
	return pinned, total, err
}

// around puts stories, in their order, and those pinned ones that are wanted where they stand in the whole backlog. What
// it returns also has the stories on which the places of the pinned ones depend.
func (tx *Tx) around(ctx context.Context, frameworks []ritual.FrameworkID, numbers []int64, pinned []ritual.Ranked, wanted []int64) ([]ritual.Ranked, error) {
	pins := map[string]ritual.Ranked{}
	for _, p := range pinned {
		pins[p.Request.ID] = p
	}
	var stories, holding []ritual.Ranked
	seen := map[string]bool{}
	for _, n := range numbers {
		id := ritual.RequestID(n)
		if _, held := pins[id]; !held {
			stories, seen[id] = append(stories, numbered(n)), true
		}
	}
	for _, n := range wanted {
		for id := ritual.RequestID(n); !seen[id]; {
			seen[id] = true
			p, held := pins[id]
			if !held {
				n, err := strconv.ParseInt(strings.TrimPrefix(id, "FR-"), 10, 64) // as numbered made it
				if err != nil {
					return nil, err
				}
				stories = append(stories, numbered(n))
				break
			}
			holding = append(holding, p)
			id = p.Pin.Before
		}
	}
	stories, err := tx.ranked(ctx, stories)
	if err != nil {
		return nil, err
	}
	for i := range stories {
		stories[i].Request.ID = ritual.RequestID(stories[i].Request.Number) // as in the pins
		stories[i].Pin = ritual.Pin{}                                       // it does not hold, or it would be among the pinned ones
	}
	slices.SortFunc(stories, func(a, b ritual.Ranked) int {
		switch {
		case ritual.Before(a, b, frameworks...):
			return -1
		case ritual.Before(b, a, frameworks...):
			return 1
		}
		return 0
	})
	return ritual.Weave(append(stories, holding...)), nil
}

// numbered is a story of which only the number is known. Its id is not its own where it is a part: it only tells stories
// apart.
func numbered(n int64) ritual.Ranked {
	return ritual.Ranked{Request: ritual.Request{ID: ritual.RequestID(n), Number: n}}
}

// Classes returns how many stories of a product's backlog stand at each score by a framework, and their points.
func (tx *Tx) Classes(ctx context.Context, product string, f ritual.FrameworkID) (ritual.Classes, error) {
	type class struct {
		milli  int64
		effort ritual.Effort
	}
	read := func(row scanner) (c class, err error) {
		err = row.Scan(&c.milli, &c.effort.Stories, &c.effort.Sized, &c.effort.Points)
		return c, err
	}
	all, err := many(ctx, tx, read, `
		SELECT score_milli, COUNT(*), SUM(CASE WHEN points > 0 THEN 1 ELSE 0 END), SUM(points) FROM requests
		WHERE product = $1 AND status = 'backlog' AND score_framework = $2 GROUP BY score_milli`, product, string(f))
	classes := ritual.Classes{}
	for _, c := range all {
		classes[c.milli] = c.effort
	}
	return classes, err
}
