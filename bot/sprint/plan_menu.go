package sprint

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// A menu is what can be chosen for a sprint.
type menu struct {
	p       ritual.Product
	rd      ritual.Reader
	stories []ritual.Request // at most ritual.SprintStories
	places  map[int64]int    // in the backlog, by number
	carried map[string]bool  // those that come from an earlier sprint
	total   int              // how many the backlog has
}

// readMenu reads what can be chosen: first some stories, then the top of the backlog in its order. What is chosen already is among
// them, wherever it stands.
func readMenu(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, first, chosen []string) (m menu, err error) {
	m = menu{p: p, rd: rd, places: map[int64]int{}, carried: map[string]bool{}}
	top, total, err := tx.Backlog(ctx, p.ID, p.Frameworks(), 0, ritual.SprintStories)
	if err != nil {
		return m, err
	}
	m.total = total
	inTop := func(id string) bool {
		return slices.ContainsFunc(top, func(t ritual.Ranked) bool { return t.Request.ID == id })
	}
	first = slices.Concat(first, slices.DeleteFunc(slices.Clone(chosen), inTop))
	named, err := tx.RequestsNamed(ctx, first...)
	if err != nil {
		return m, err
	}
	var far []ritual.Ranked // of the first, those that stand below the top
	for _, id := range first {
		r, ok := named[id]
		if !ok || r.Product != p.ID || m.has(id) {
			continue
		}
		m.stories = append(m.stories, r)
		if r.Status == ritual.Backlog && !inTop(id) {
			far = append(far, ritual.Ranked{Request: r})
		}
	}
	if len(far) > 0 {
		if m.places, err = tx.Places(ctx, p.ID, p.Frameworks(), far); err != nil {
			return m, err
		}
	}
	for i, t := range top {
		m.places[t.Request.Number] = i + 1
		if !m.has(t.Request.ID) {
			m.stories = append(m.stories, t.Request)
		}
	}
	for i := len(m.stories) - 1; i >= 0 && len(m.stories) > ritual.SprintStories; i-- {
		if !slices.Contains(chosen, m.stories[i].ID) {
			m.stories = slices.Delete(m.stories, i, i+1)
		}
	}
	m.stories = m.stories[:min(len(m.stories), ritual.SprintStories)]
	m.rd, err = request.Informed(ctx, tx, rd, m.stories...)
	return m, err
}

// has reports whether a story can be chosen.
func (m menu) has(id string) bool {
	return slices.ContainsFunc(m.stories, func(r ritual.Request) bool { return r.ID == id })
}

// more says how the others are chosen, where the backlog has more than the menu.
func (m menu) more(how string) string {
	if m.total <= len(m.stories) {
		return ""
	}
	return fmt.Sprintf(" The menu has the first %d of %s. %s", len(m.stories), ritual.HowMany(m.total), how)
}

// options are the stories as a menu has them: "#3 · 5 points · FR-12 Dark mode".
func (m menu) options() []kit.Option {
	opts := make([]kit.Option, 0, len(m.stories))
	for _, r := range m.stories {
		var parts []string
		switch place := m.places[r.Number]; {
		case r.Status != ritual.Backlog:
			parts = append(parts, r.Status.String())
		case place > 0:
			parts = append(parts, "#"+ritual.HowMany(place))
		}
		if m.carried[r.ID] {
			parts = append(parts, "carried")
		}
		opts = append(opts, kit.Option{Value: r.ID, Label: strings.Join(append(parts, sizeWords(r.Points), r.ID+" "+kit.OneLine(r.TitleTo(m.rd, m.p))), " · ")})
	}
	return opts
}

// sizeWords are the points of a story, also where it has none.
func sizeWords(points int) string {
	if points == 0 {
		return "no points"
	}
	return ritual.Points(points)
}

// chosen are the stories with some ids, in the order of the backlog.
func (m menu) chosen(ids []string) (rs []ritual.Request) {
	for _, r := range m.stories {
		if slices.Contains(ids, r.ID) {
			rs = append(rs, r)
		}
	}
	slices.SortStableFunc(rs, func(a, b ritual.Request) int { return m.places[a.Number] - m.places[b.Number] })
	return rs
}

// gone refuses those of some stories that are not in the product's backlog any more, by their names.
func gone(ctx context.Context, tx *store.Tx, p ritual.Product, field string, ids []string) error {
	named, err := tx.RequestsNamed(ctx, ids...)
	if err != nil {
		return err
	}
	var out []string
	for _, id := range ids {
		switch r, ok := named[id]; {
		case !ok || r.Product != p.ID:
			out = append(out, kit.Cut(id, 12))
		case r.Status != ritual.Backlog:
			out = append(out, fmt.Sprintf("%s (%s)", id, r.Standing()))
		}
	}
	switch len(out) {
	case 0:
		return nil
	case 1:
		return ritual.RefuseField(field, "%s is not in the backlog any more. Take it off the list.", out[0])
	}
	return ritual.RefuseField(field, "%s are not in the backlog any more. Take them off the list.", ritual.And(out[:min(len(out), goneMost)]))
}

// goneMost is how many stories a refusal names: it stands beside the field.
const goneMost = 8
