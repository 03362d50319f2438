package bot

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/slacksim"
	"tandem/store"
)

// A trouble is a way in which a call goes wrong.
type trouble struct {
	name  string
	fault slacksim.Fault
	left  bool // Slack may have got the call
}

func troubles(method string) []trouble {
	after := func(k slacksim.FaultKind, applied bool) slacksim.Fault {
		return slacksim.Fault{Method: method, Kind: k, Applied: applied}
	}
	return []trouble{
		{"429", after(slacksim.RateLimit(3*time.Second), false), false},
		{"Slack's own trouble", after(slacksim.Error("internal_error"), false), true},
		{"a limit by word", after(slacksim.Error("ratelimited"), false), false},
		{"500", after(slacksim.Status500, false), true},
		{"500 after it was done", after(slacksim.Status500, true), true},
		{"reset before", after(slacksim.ResetBefore, false), true},
		{"reset after", after(slacksim.ResetAfter, false), true},
		{"hang", after(slacksim.Hang, false), true},
		{"hang after it was done", after(slacksim.Hang, true), true},
		{"garbage", after(slacksim.Garbage, false), true},
		{"garbage after it was done", after(slacksim.Garbage, true), true},
	}
}

// outboxWorld is a world with a product, a probe, Homes that the PM and the PO have opened, and little patience for
// calls that hang.
func outboxWorld(t *testing.T, scenario func(*world, *probe, string)) {
	t.Helper()
	inWorlds(t, func(w *world) {
		p := w.probed()
		w.bot.HTTP.Timeout = 1500 * time.Millisecond // a busy machine takes its time for calls that do not hang
		w.setUp()
		for _, who := range []string{"priya", "omar"} {
			if err := w.sim.Person(who).OpenHome(); err != nil {
				t.Fatal(err)
			}
		}
		w.settle()
		product := ""
		w.update(func(ctx context.Context, tx *store.Tx) error {
			all, err := tx.Products(ctx)
			product = all[0].ID
			return err
		})
		scenario(w, p, product)
		w.ended()
	})
}

// there counts a message's copies in Slack.
func (w *world) there(who, where string, m store.Message) (n int) {
	for _, one := range w.sim.Person(who).Sees(where) {
		if one.Metadata != nil && one.Metadata.EventPayload["key"] == m.ID {
			n++
		}
	}
	return n
}

// ordered reports whether the words stand in that order.
func ordered(text string, words ...string) bool {
	at := make([]int, len(words))
	for i, word := range words {
		at[i] = strings.Index(text, word)
	}
	return at[0] >= 0 && slices.IsSorted(at)
}

// breaksDialing keeps the bot's calls from reaching anybody, until the returned function is called.
func (w *world) breaksDialing() (mend func()) {
	w.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	nobody := l.Addr().String()
	l.Close()
	was := w.bot.HTTP.Transport
	broken := http.DefaultTransport.(*http.Transport).Clone()
	broken.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, nobody)
	}
	w.bot.HTTP.Transport = broken
	return func() { w.bot.HTTP.Transport = was }
}
