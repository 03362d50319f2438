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
			h.willAnswer(5*time.Second, h.people[:answers]...)
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

// Slack takes a hundred forms a minute: who presses beyond is told what to do, and that it was not them.
func TestWhoPressesWhileSlackOpensNoMoreFormsIsToldSo(t *testing.T) {
	h := newHall(t, dbtest.SQLite(t), 104, 1)
	h.until(askAt.Add(5 * time.Minute))
	for _, id := range h.people {
		h.answers(id)()
	}
	h.until(askAt.Add(6 * time.Minute))
	if h.refused != 4 || len(h.slack.told) != 4 {
		t.Errorf("%d forms did not open, and %d people were told", h.refused, len(h.slack.told))
	}
	for _, words := range h.slack.told {
		if len(words) != 1 || words[0] != "Slack opens only so many forms a minute, and many people are opening one. Please try again in a minute." {
			t.Errorf("somebody was told %q", words)
		}
	}
	h.refused = 0
	h.answers(h.people[103])()
	if h.refused > 0 {
		t.Error("a minute later the form does not open")
	}
}
