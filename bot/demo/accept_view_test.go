package demo

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
)

func TestAStoryWithManyLongCriteriaCanBeAcceptedInOneForm(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, n := range []int{0, 1, 10, 11, 39, 40, 300} {
		s := ritual.Story{Request: "FR-1", Version: 7}
		for i := range n {
			s.Criteria = append(s.Criteria, ritual.Criterion{Text: fmt.Sprint(i, strings.Repeat(" <&> & *b*", 99))})
		}
		// With all ticks of the form set, all are met, those without a tick of their own too.
		form := acceptModal(ritual.Request{ID: "FR-1", Title: strings.Repeat("&", 150)}, s, make([]ritual.Tick, n))
		if err := form.Check(); err != nil {
			t.Errorf("%d criteria: %v", n, err)
		}
		fields := engine.Fields{}
		for i := range min(n, ticksMost) {
			id := groupID(s, i/perGroup)
			fields[id] = append(fields[id], fmt.Sprint(i))
		}
		if n > ticksMost {
			id := groupID(s, (ticksMost-1)/perGroup)
			if open := s.OpenCriteria(s.Tick(nil, metIn(fields, s), "omar", now)); len(open) != n-ticksMost {
				t.Errorf("%d criteria: %d are open", n, len(open))
			}
			fields[id] = append(fields[id], allOthers)
		}
		ticks := s.Tick(nil, metIn(fields, s), "omar", now)
		if open := s.OpenCriteria(ticks); len(open) > 0 {
			t.Errorf("%d criteria: %d are open", n, len(open))
		}
		if err := acceptModal(ritual.Request{ID: "FR-1"}, s, ticks).Check(); err != nil {
			t.Errorf("%d ticked criteria: %v", n, err)
		}
		if err := openModal(ritual.Request{ID: "FR-1"}, s, s.Criteria).Check(); err != nil {
			t.Errorf("%d open criteria: %v", n, err)
		}
	}
}

func TestATickThatIsForgedCountsForNothing(t *testing.T) {
	s := ritual.Story{Version: 1, Criteria: []ritual.Criterion{{Text: "a"}, {Text: "b"}}}
	for _, v := range []string{"-1", "2", "x", "", "0 ", allOthers} {
		for i, met := range metIn(engine.Fields{groupID(s, 0): {v}}, s) {
			if met {
				t.Errorf("%q ticks %d", v, i)
			}
		}
	}
	if met := metIn(engine.Fields{"criteria.2.0": {"0"}}, s); met[0] {
		t.Error("a tick of another version counts")
	}
}
