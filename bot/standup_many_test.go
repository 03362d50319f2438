package bot

import (
	"fmt"
	"testing"
	"time"

	"tandem/store/dbtest"
)

// What would be too many messages a minute in all, were each standup to look after itself alone; with answers that come while others are
// still to be asked.
func TestStandupsOfManyAskWithinWhatSlackTakesAMinute(t *testing.T) {
	const people, answers = 400, 30
	for _, standups := range []int{1, 20} {
		t.Run(fmt.Sprint(standups), func(t *testing.T) {
			h := newHall(t, dbtest.SQLite(t), people, standups)
			h.until(askAt.Add(-time.Second))
			for i := range answers {
				h.will(askAt.Add(time.Duration(8+i)*time.Second), h.answers(h.people[i]))
			}
			h.until(askAt.Add(10 * time.Minute))
			if last := h.prompted(); last.Sub(askAt) > 2*time.Minute {
				t.Errorf("the last was asked only at %s", last)
			}
			if len(h.slack.refused) > 0 || h.refused > 0 || len(h.said) > 0 {
				t.Errorf("Slack took too many calls: %v; %d forms did not open; of those sent, some said %s", h.slack.refused, h.refused, h.said)
			}
		})
	}
}
