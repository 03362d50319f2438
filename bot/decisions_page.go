package bot

import (
	"context"
	"slices"

	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// logPageMost is how many decisions stand on a page of the log, and logBatch how many are read at once: some are left out for
// those who may not read them. logBatches bounds how many are looked at for one page.
const (
	logPageMost = 12
	logBatch    = 60
	logBatches  = 20
)

// A logPage is a page of the log as its reader may know it.
type logPage struct {
	rows         []logRow
	older, newer store.LogPlace // from where the neighboring pages go on; zero where there is none
	rd           ritual.Reader
	of           []ritual.Request
}

// A logRow is a decision as its reader may know it, or what was decided about an objective.
type logRow struct {
	turned      store.Turned
	d           ritual.Decision
	title       string
	whole, seen bool            // what of the request they may read
	by          ritual.Decision // what replaced it; zero where nothing did
}

// readLog reads a page of a product's log.
func readLog(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, l logPart, f store.LogFilter) (page logPage, err error) {
	page.rd = rd
	var was []store.Logged
	from, more := l.place, true
	for i := 0; i < logBatches && more && len(was) <= logPageMost; i++ {
		batch, err := tx.DecisionLog(ctx, p.ID, f, from, l.newer, logBatch)
		if err != nil {
			return page, err
		}
		more = len(batch) == logBatch
		for _, one := range batch {
			from = one.Place
			if one.Turned.Objective != "" {
				was = append(was, one)
				continue
			}
			page.of = append(page.of, one.Of)
			if one.Of.Private && len(page.rd.Rooms)+len(page.rd.Kept)+len(page.rd.Acts) == 0 {
				if page.rd, err = request.Informed(ctx, tx, rd, one.Of); err != nil {
					return page, err
				}
			}
			if inLog(one, page.rd, p, l) {
				was = append(was, one)
			}
		}
	}
	if l.newer && len(was) < logPageMost && !more { // the newest page is a whole one
		l.newer, l.place = false, store.LogPlace{}
		return readLog(ctx, tx, p, rd, l, f)
	}
	rest := store.LogPlace{} // from where it goes on in the direction of reading
	if len(was) > logPageMost {
		was = was[:logPageMost]
		rest = was[logPageMost-1].Place
	} else if more {
		rest = from
	}
	page.older, page.newer = rest, store.LogPlace{}
	if l.newer {
		slices.Reverse(was)
		page.older, page.newer = l.place, rest
		if len(was) > 0 {
			page.older = was[len(was)-1].Place
		}
	} else if l.place != (store.LogPlace{}) {
		page.newer = l.place
		if len(was) > 0 {
			page.newer = was[0].Place
		}
	}
	page.rows, err = logRows(ctx, tx, p, page.rd, was)
	return page, err
}

// inLog reports whether a reader may know that a decision was taken. Of what they may not read all of, it is what the heads
// decided, and nothing by which they could learn what it serves.
func inLog(l store.Logged, rd ritual.Reader, p ritual.Product, part logPart) bool {
	if l.Of.WholeTo(rd, p) {
		return true
	}
	return request.Matter{Request: l.Of, Product: p}.DecidedHere(l.Decision) && (part.objective == "" || l.Of.SeenBy(rd, p))
}

// logRows are decisions with what their readers may know of the requests, and with what replaced them.
func logRows(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, was []store.Logged) ([]logRow, error) {
	var requests []string
	for _, l := range was {
		if l.Turned.Objective == "" && !slices.Contains(requests, l.Request) {
			requests = append(requests, l.Request)
		}
	}
	on, err := tx.DecisionsOn(ctx, requests)
	rows := make([]logRow, 0, len(was))
	for _, l := range was {
		if l.Turned.Objective != "" {
			rows = append(rows, logRow{turned: l.Turned})
			continue
		}
		row := logRow{d: l.Decision, title: l.Of.TitleTo(rd, p), whole: l.Of.WholeTo(rd, p), seen: l.Of.SeenBy(rd, p)}
		all := on[l.Request]
		if i := slices.IndexFunc(all, func(d ritual.Decision) bool { return d.ID == l.ID }); i >= 0 && all[i].SupersededBy != "" {
			j := slices.IndexFunc(all, func(d ritual.Decision) bool { return d.ID == all[i].SupersededBy })
			row.by = all[max(j, 0)]
			if !row.whole && !(request.Matter{Request: l.Of, Product: p}).DecidedHere(row.by) {
				row.by.By = "" // who asked is private
			}
		}
		rows = append(rows, row)
	}
	return rows, err
}
