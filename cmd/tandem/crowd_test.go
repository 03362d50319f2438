package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"tandem/bot/slacksim"
)

// A crowd is people who use Tandem all the time, and what they were told.
type crowd struct {
	h    *house
	ctx  context.Context
	stop context.CancelFunc
	wg   sync.WaitGroup

	mu                   sync.Mutex
	acked                map[string]string // what somebody asked for → "FR-7"
	by                   map[string]string // the same → who asked
	aligned, prioritized map[string]bool   // "FR-7", when the form said that it is done
}

// gather begins: reporters ask, product managers align, product owners prioritize, and one of the reporters wants pictures.
func gather(h *house) *crowd {
	c := &crowd{h: h, acked: map[string]string{}, by: map[string]string{}, aligned: map[string]bool{}, prioritized: map[string]bool{}}
	c.ctx, c.stop = context.WithCancel(context.Background())
	h.t.Cleanup(func() { c.stop(); c.wg.Wait() })
	for i := range reporters {
		c.often(i, func(n int) {
			if h.count(`SELECT count(*) FROM jobs WHERE state = 'due' AND due <= $1`, time.Now().UnixMilli()) <= heap {
				c.asks(fmt.Sprint("r", i), fmt.Sprint("#p", i%products), fmt.Sprintf("Wish %03d of r%d.", n, i))
			}
		})
	}
	c.often(0, func(n int) {
		if n%3 == 0 {
			c.wantsPicture("r0", "#p0")
		}
	})
	for i := range products {
		c.often(i, func(n int) {
			if h.count(`SELECT count(*) FROM requests WHERE status = 'awaiting_priority'`) <= products { // the POs keep up
				c.answers(fmt.Sprint("pm", i), "align.aligned", c.aligned, map[string]any{"new_objective": "Win larger customers", "objective": "Win larger customers"})
			}
		})
		c.often(i, func(n int) {
			c.answers(fmt.Sprint("po", i), "priority.open", c.prioritized, map[string]any{"value_effort.value": "7", "value_effort.effort": "3"})
		})
	}
	return c
}

// often does something every now and then, beginning at once, until the crowd goes home.
func (c *crowd) often(i int, do func(n int)) {
	c.wg.Go(func() {
		again := time.NewTicker(pause + time.Duration(i)*7*time.Millisecond)
		defer again.Stop()
		for n := 0; c.ctx.Err() == nil; n++ {
			do(n)
			select {
			case <-again.C:
			case <-c.ctx.Done():
			}
		}
	})
}

// hadEnough returns when there is something to be checked.
func (c *crowd) hadEnough() {
	c.h.t.Helper()
	begun := time.Now()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for ; ; <-again.C {
		twice := c.h.count(`SELECT count(*) FROM (SELECT 1 FROM (` + ownLines + ` AND m.state = 'posted') l GROUP BY request HAVING count(*) > 1) t`)
		c.mu.Lock()
		asked, aligned, prioritized := len(c.acked), len(c.aligned), len(c.prioritized)
		c.mu.Unlock()
		if asked >= 5*reporters && aligned >= 5 && prioritized >= 5 && twice > 0 {
			return
		}
		if ended := c.h.p.running(); ended != nil || time.Since(begun) > 5*patience {
			c.h.t.Errorf("only %d requests were recorded, %d aligned, %d prioritized, and about %d somebody was told twice: %v",
				asked, aligned, prioritized, twice, ended)
			return
		}
	}
}

// goHome ends it. Everybody ends what they are at.
func (c *crowd) goHome() { c.stop(); c.wg.Wait() }

// insists does something again until Tandem responds.
func (c *crowd) insists(do func() error) error {
	for {
		err := do()
		if !errors.Is(err, slacksim.ErrNoResponse) && !errors.Is(err, slacksim.ErrNotConnected) {
			return err
		}
		ctx, stop := context.WithTimeout(context.Background(), patience)
		err = c.h.sim.AwaitSockets(ctx, 1)
		stop()
		if err != nil {
			return err
		}
	}
}

// asks is somebody who types a request, again and again until Tandem answers, and reads the answer. "I am busy" is an
// answer too: it was not recorded, and check looks whether that is true. Who had no response before cannot know, and goes
// on asking.
func (c *crowd) asks(who, channel, words string) {
	p := c.h.sim.Person(who)
	again := time.NewTicker(pause)
	defer again.Stop()
	for tries, begun := 0, time.Now(); ; <-again.C {
		if err := c.insists(func() error { tries++; return p.Command(channel, "/request "+words) }); err != nil {
			c.h.t.Errorf("%s asks for %q: %v", who, words, err)
			return
		}
		if c.told(p, channel, words) || tries == 1 {
			return
		}
		if time.Since(begun) > patience {
			c.h.t.Errorf("%s asked for %q %d times and was told %q", who, words, tries, lastWords(p, channel))
			return
		}
	}
}

// told reads the answer to a request, and is false when there is none.
func (c *crowd) told(p *slacksim.Person, channel, words string) bool {
	for _, m := range p.Sees(channel) {
		if !m.Ephemeral() || !strings.Contains(m.Text, words) || slow.MatchString(m.Text) {
			continue
		}
		_, after, _ := strings.Cut(m.Text, "*FR-")
		number, _, ok := strings.Cut(after, "*")
		if !ok {
			c.h.t.Errorf("%s asked for %q and was told %q", p.ID(), words, m.Text)
		}
		c.mu.Lock()
		c.acked[words], c.by[words] = "FR-"+number, p.ID()
		c.mu.Unlock()
		return true
	}
	return false
}

// wantsPicture is somebody who asks for a report, and presses As a picture until Tandem responds.
func (c *crowd) wantsPicture(who, channel string) {
	p := c.h.sim.Person(who)
	if err := c.insists(func() error { return p.Command(channel, "/tandem report") }); err != nil {
		c.h.t.Errorf("%s asks for a report: %v", who, err)
		return
	}
	var at slacksim.Where
	for _, m := range p.Sees(channel) {
		if m.Ephemeral() && strings.HasPrefix(m.Text, "Report of") {
			at = slacksim.At(m.Channel, m.TS)
		}
	}
	if at == (slacksim.Where{}) {
		return // "I am busy" is an answer too
	}
	if err := c.insists(func() error { return p.Press(at, "report.picture", "") }); err != nil {
		c.h.t.Errorf("%s wants a picture: %v", who, err)
	}
}

// answers is a PM or PO who presses the button on the oldest open card and fills the form, as far as Tandem lets them.
func (c *crowd) answers(who, action string, done map[string]bool, fields map[string]any) {
	p := c.h.sim.Person(who)
	at, request, ok := c.openCard(p, action, done)
	if !ok {
		return
	}
	defer func() {
		if _, open := p.View(); open {
			_ = p.CloseAll() // nobody hears of it
		}
	}()
	if err := p.Press(at, action, request); err != nil {
		return
	}
	if _, open := p.View(); !open {
		return // it was decided already, as the words beside the card say
	}
	for field, value := range fields {
		_ = p.Fill(field, value) // the form has some of them; that the answer is whole is seen below
	}
	if err := c.insists(p.Submit); err != nil {
		c.h.t.Errorf("%s submits %s: %v", who, request, err)
		return
	}
	if _, open := p.View(); open {
		return // an explanation: an earlier try had come through
	}
	c.mu.Lock()
	done[request] = true
	c.mu.Unlock()
}

// openCard finds the oldest card with a button that was not answered. Cards are rewritten a little after the answer.
func (c *crowd) openCard(p *slacksim.Person, action string, done map[string]bool) (at slacksim.Where, request string, ok bool) {
	for _, m := range p.Sees("@tandem") {
		for _, b := range m.Blocks {
			elements, _ := b["elements"].([]any)
			for _, e := range elements {
				e, is := e.(slacksim.Block)
				if !is || e["action_id"] != action {
					continue
				}
				request, _ = e["value"].(string)
				c.mu.Lock()
				answered := done[request]
				c.mu.Unlock()
				if !answered {
					return slacksim.At(m.Channel, m.TS), request, true
				}
			}
		}
	}
	return at, "", false
}
