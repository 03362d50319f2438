package engine

import (
	"context"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func TestALateLiveValueIsNotDrawnOverANewerOne(t *testing.T) {
	t.Parallel()
	var l liveViews
	var drawn []string
	var wg sync.WaitGroup
	l.draw("V1", "1", func() {
		drawn = append(drawn, "1")
		for _, ts := range []string{"2", "3"} { // they come while the first is drawn, and wait
			came := make(chan struct{})
			wg.Go(func() {
				close(came)
				l.draw("V1", ts, func() { drawn = append(drawn, ts) })
			})
			<-came
		}
		for l.newest("V1") != "3" {
			runtime.Gosched()
		}
	})
	wg.Wait()
	l.draw("V1", "2", func() { drawn = append(drawn, "late") })
	l.draw("V2", "1", func() { drawn = append(drawn, "another form") })
	if got := strings.Join(drawn, " "); got != "1 3 another form" && got != "1 2 3 another form" {
		t.Errorf("drawn: %s", got)
	}
}

func TestALiveValueIsNotDrawnOverTheAnswerToASubmission(t *testing.T) {
	t.Parallel()
	var l liveViews
	var drawn []string
	waits := make(chan struct{})
	ended := make(chan struct{})
	l.draw("V1", "1", func() {
		go func() { // comes while the first is drawn, and waits
			close(waits)
			l.draw("V1", "2", func() { drawn = append(drawn, "2") })
			close(ended)
		}()
		<-waits
		for l.newest("V1") != "2" {
			runtime.Gosched()
		}
		slow, end := context.WithCancel(context.Background())
		end()
		l.submit(slow, "V1") // does not wait longer than it may
	})
	<-ended
	l.draw("V1", "3", func() { drawn = append(drawn, "3") }) // typed after the fields at fault were shown
	if got := strings.Join(drawn, " "); got != "3" {
		t.Errorf("drawn: %q, want 3 alone", got)
	}
}

// newest is the newest action on a form.
func (l *liveViews) newest(view string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.forms[view].newest
}
