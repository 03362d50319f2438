package page

import (
	"strings"
	"sync"

	"tandem/bot/slacksim"
)

// readMarks is how far each person has read each conversation and thread. Slack keeps it for its
// clients; the app never learns of it, so it lives here.
type readMarks struct {
	mu sync.Mutex
	to map[string]map[string]string // person → channel, or channel/thread → the last message's timestamp
}

func newReadMarks() *readMarks { return &readMarks{to: map[string]map[string]string{}} }

func (m *readMarks) get(person, place string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.to[person][place]
}

// keep moves a mark on, never back.
func (m *readMarks) keep(person, place, ts string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.to[person] == nil {
		m.to[person] = map[string]string{}
	}
	if later(ts, m.to[person][place]) {
		m.to[person][place] = ts
	}
}

// later compares message timestamps, whose seconds all have the same number of digits.
func later(a, b string) bool { return a > b }

func threadKey(channel, thread string) string { return channel + "/" + thread }

// unread is what of a conversation somebody has not seen.
type unread struct {
	any     bool // something new: the name is bold
	count   int  // what asks for attention: mentions, private messages, replies to them
	threads map[string]int
}

// unread counts what a person has not seen of a conversation. In a direct conversation every message counts.
func (s *server) unread(me string, c slacksim.Channel, messages []slacksim.Message) unread {
	out := unread{threads: map[string]int{}}
	mine := involved(me, messages)
	mark := s.read.get(me, c.ID)
	for _, m := range messages {
		if m.User == me {
			continue
		}
		mention := strings.Contains(m.Text, "<@"+me+">") || m.Ephemeral()
		if reply := m.ThreadTS != "" && m.ThreadTS != m.TS; reply {
			if !later(m.TS, s.read.get(me, threadKey(c.ID, m.ThreadTS))) {
				continue
			}
			if mine[m.ThreadTS] || mention || c.Direct || c.Group {
				out.threads[m.ThreadTS]++
				out.any, out.count = true, out.count+1
			}
			continue
		}
		if !later(m.TS, mark) || housekeeping(m) {
			continue
		}
		out.any = true
		if mention || c.Direct || c.Group {
			out.count++
		}
	}
	return out
}

// housekeeping tells whether a message only says who came and went, or that something was deleted.
func housekeeping(m slacksim.Message) bool {
	return m.Subtype == "tombstone" || strings.HasPrefix(m.Subtype, "channel_") || strings.HasPrefix(m.Subtype, "group_")
}

// involved are the threads that a person started, wrote in or is named in.
func involved(me string, messages []slacksim.Message) map[string]bool {
	in := map[string]bool{}
	for _, m := range messages {
		if m.User != me && !strings.Contains(m.Text, "<@"+me+">") {
			continue
		}
		if m.ThreadTS != "" {
			in[m.ThreadTS] = true
		} else {
			in[m.TS] = true
		}
	}
	return in
}
