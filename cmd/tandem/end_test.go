package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"tandem/bot/slacksim"
)

func TestAskedToEndItAnswersWhatItHasBegunAndTheNextStartGoesOn(t *testing.T) {
	onEach(t, func(t *testing.T, engine, address string) {
		h := newHouse(t, engine, address, 8, 24)
		for round := range 3 {
			h.connected()
			said := h.everybodyAsks(round, 24, 3*(round+1))
			h.p.ends(syscall.SIGTERM)
			h.recordedIs(said())
			h.start()
		}
		h.connected() // a process that has only just begun cannot be asked anything
		h.settles()
		h.p.ends(syscall.SIGTERM)
		if errs := h.sim.Errors(); len(errs) > 0 {
			t.Errorf("Slack's rules were broken: %s", strings.Join(errs, "\n"))
		}
	})
}

// everybodyAsks has people ask for something, all at once, and returns when a few of them have an answer. What it returns
// waits for the others, and tells who got which answer: nil for "recorded".
func (h *house) everybodyAsks(round, people, few int) (said func() map[string]error) {
	h.t.Helper()
	answers := map[string]error{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	enough := make(chan struct{}, people)
	for i := range people {
		wg.Go(func() {
			words := fmt.Sprintf("Wish %d of r%d.", round, i)
			err := h.sim.Person(fmt.Sprint("r", i)).Command(fmt.Sprint("#p", i%8), "/request "+words)
			mu.Lock()
			defer mu.Unlock()
			answers[words] = err
			enough <- struct{}{}
		})
	}
	for range few {
		<-enough
	}
	return func() map[string]error { wg.Wait(); return answers }
}

// recordedIs fails unless exactly those requests are recorded whose people were told so.
func (h *house) recordedIs(answers map[string]error) {
	h.t.Helper()
	recorded := map[string]bool{}
	for _, row := range h.list(`SELECT title FROM requests`) {
		recorded[row[0]] = true
	}
	unanswered := 0
	for words, err := range answers {
		if err != nil {
			unanswered++
		}
		if err != nil && !errors.Is(err, slacksim.ErrNoResponse) && !errors.Is(err, slacksim.ErrNotConnected) {
			h.t.Errorf("%q: %v", words, err)
		}
		if recorded[words] != (err == nil) {
			h.t.Errorf("%q: recorded is %v, and the answer was %v", words, recorded[words], err)
		}
	}
	h.t.Logf("%d of %d were answered", len(answers)-unanswered, len(answers))
}

func TestTryServesAWorkspaceAndLeavesNothingBehind(t *testing.T) {
	p := launch(t, []string{"CI="}, "try")
	var line string
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case line = <-p.out.lines:
	case <-p.done:
		t.Fatal(p.running())
	case <-late.C:
		t.Fatalf("it prints no address:\n%s", &p.errs)
	}
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(line)
	resp, err := http.Get(address + "/")
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(page), "<title>Tandem, simulated</title>") {
		t.Errorf("the page is %s, %v:\n%.300s", resp.Status, err, page)
	}
	if made := p.leftovers(); len(made) != 1 {
		t.Errorf("while it runs it keeps %v", made)
	}
	p.ends(os.Interrupt)
	if left := p.leftovers(); len(left) > 0 {
		t.Errorf("it left %v behind", left)
	}
	if said := p.errs.String(); said != "" {
		t.Errorf("it complained: %s", said)
	}
}

// leftovers are the folders that the process has made for its time.
func (p *process) leftovers() []string {
	p.t.Helper()
	found, err := filepath.Glob(filepath.Join(p.temporary, "tandem-try-*"))
	if err != nil {
		p.t.Fatal(err)
	}
	return found
}
