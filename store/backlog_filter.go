package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tandem/bot/ritual"
)

// A Filter narrows a backlog down. The zero Filter takes all of it.
type Filter struct {
	Objective string // its id
	Customer  string // words of the customer's name, in any case
	Reader    string // who looks for a customer: of other people's private requests nobody learns for whom they are
	All       bool   // but this reader may know
}

// narrowed is a filter as a condition on requests.
type narrowed struct {
	parts []string // each with a %d for its argument
	args  []any
}

// where is the condition, to be added to others, with its arguments from a number on.
func (n narrowed) where(from int) string {
	var b strings.Builder
	for _, p := range n.parts {
		holes := strings.Count(p, "%d")
		numbers := make([]any, holes)
		for i := range numbers {
			numbers[i] = from + i
		}
		from += holes
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

// narrow turns a filter into a condition. ok is false where nothing can match.
func (tx *Tx) narrow(ctx context.Context, product string, f Filter) (n narrowed, ok bool, err error) {
	if f.Objective != "" {
		n.parts, n.args = append(n.parts, `objective = $%d`), append(n.args, f.Objective)
	}
	if f.Customer == "" {
		return n, true, nil
	}
	customers, err := tx.customers(ctx, product)
	if err != nil {
		return n, false, err
	}
	var holes []string
	wanted := strings.ToLower(f.Customer)
	for _, c := range customers {
		if strings.Contains(strings.ToLower(c), wanted) && len(holes) < spellingsMost {
			holes, n.args = append(holes, "$%d"), append(n.args, c)
		}
	}
	n.parts = append(n.parts, `customer <> '' AND customer IN (`+strings.Join(holes, ", ")+`)`)
	if !f.All {
		n.parts, n.args = append(n.parts, `(private = 0 OR reporter = $%d)`), append(n.args, f.Reader)
	}
	return n, len(holes) > 0, nil
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
// counted as ritual.Many says.
func (tx *Tx) BacklogOf(ctx context.Context, product string, frameworks []ritual.FrameworkID, f Filter, offset, limit int) ([]ritual.Ranked, int, error) {
	if f.Objective == "" && f.Customer == "" {
		return tx.Backlog(ctx, product, frameworks, offset, limit)
	}
	to, ok, err := tx.narrow(ctx, product, f)
	if err != nil || !ok {
		return nil, 0, err
	}
	var total int
	err = tx.row(ctx, `SELECT `+counted(`product = $1 AND status = 'backlog'`+to.where(2)), append([]any{product}, to.args...)...).Scan(&total)
	if err != nil {
		return nil, 0, tx.found(err)
	}
	pinned, err := tx.held(ctx, product)
	if err != nil || limit <= 0 || offset >= total && total <= ritual.Many {
		return nil, total, err
	}
	matching, err := many(ctx, tx, readNumber, `
		SELECT number FROM requests WHERE product = $1 AND status = 'backlog' AND pin_before <> ''`+to.where(2),
		append([]any{product}, to.args...)...)
	if err != nil {
		return nil, 0, err
	}
	end := offset + limit
	numbers, err := tx.byScore(ctx, product, frameworks, end+len(pinned), to)
	if err != nil {
		return nil, 0, err
	}
	order, err := tx.around(ctx, frameworks, numbers, pinned, matching)
	if err != nil {
		return nil, 0, err
	}
	order = slices.DeleteFunc(order, func(r ritual.Ranked) bool {
		return !slices.Contains(numbers, r.Request.Number) && !slices.Contains(matching, r.Request.Number)
	})
	page, err := tx.ranked(ctx, order[min(offset, len(order)):min(end, len(order))])
	return page, total, err
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
				at, err := tx.Request(ctx, id)
				if err != nil {
					return nil, err
				}
				stories = append(stories, numbered(at.Number))
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
		stories[i].Pin = ritual.Pin{} // it does not hold, or it would be among the pinned ones
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

func numbered(n int64) ritual.Ranked {
	return ritual.Ranked{Request: ritual.Request{ID: ritual.RequestID(n), Number: n}}
}

// A RankDecision is a decision on a story's priority or place, and since when the story has its status.
type RankDecision struct {
	ritual.Decision
	Since time.Time
}

// RankDecisions returns the latest decisions since an instant on the priority and the place of stories that stand in a
// product's backlog, the latest first, at most limit.
func (tx *Tx) RankDecisions(ctx context.Context, product string, since time.Time, limit int) ([]RankDecision, error) {
	read := func(row scanner) (d RankDecision, err error) {
		err = row.Scan(&d.Request, &d.Verdict, at(&d.At), at(&d.Since))
		return d, err
	}
	return many(ctx, tx, read, `
		SELECT d.request, d.verdict, d.at, r.since FROM decisions d JOIN requests r ON r.id = d.request
		WHERE d.product = $1 AND d.at >= $2 AND d.topic IN ('priority', 'order') AND r.status = 'backlog'
		ORDER BY d.at DESC, d.request, d.number DESC LIMIT $3`, product, ms(since), limit)
}

// Scores returns how many stories of a product's backlog have each score of a framework, in thousandths.
func (tx *Tx) Scores(ctx context.Context, product string, f ritual.FrameworkID) (map[int64]int, error) {
	type score struct {
		milli int64
		n     int
	}
	read := func(row scanner) (s score, err error) {
		err = row.Scan(&s.milli, &s.n)
		return s, err
	}
	all, err := many(ctx, tx, read, `
		SELECT score_milli, COUNT(*) FROM requests
		WHERE product = $1 AND status = 'backlog' AND score_framework = $2 GROUP BY score_milli`, product, string(f))
	counts := map[int64]int{}
	for _, s := range all {
		counts[s.milli] = s.n
	}
	return counts, err
}
