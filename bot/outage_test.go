package bot

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"modernc.org/sqlite"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
	"tandem/store/dbtest"
)

func TestAfterAnHourWithoutSlackEverythingIsSaidOnce(t *testing.T) {
	for name, away := range map[string]func(*world) (back func()){
		"nobody can be reached": func(w *world) func() { return w.breaksDialing() },
		"every call hangs": func(w *world) func() {
			w.sim.InjectFault(slacksim.Fault{Kind: slacksim.Hang, Count: -1, When: func(c slacksim.Call) bool { return c.Method != "apps.connections.open" }})
			return func() {}
		},
	} {
		t.Run(name, func(t *testing.T) {
			outboxWorld(t, func(w *world, _ *probe, _ string) {
				w.failing = true
				w.sim.InjectFault(slacksim.Fault{Method: "apps.connections.open", Kind: slacksim.Status500, Count: -1})
				for i := range 3 {
					if err := w.sim.Person("sam").Command("#atlas", fmt.Sprintf("/request Thing %d for everybody", i)); err != nil {
						t.Fatal(err)
					}
				}
				w.idles()
				back := away(w)
				w.sim.DropSockets()
				if err := w.sim.Person("sam").Command("#atlas", "/request Nobody hears this"); !errors.Is(err, slacksim.ErrNotConnected) {
					t.Errorf("without a socket sam reads %v", err)
				}
				w.hasOpen(0)
				w.answers("/readyz", http.StatusServiceUnavailable, "not ready: no socket to Slack is open\n")
				before := len(w.sim.Calls("")) + w.logged.with("")
				patience := w.bot.HTTP.Timeout
				w.bot.HTTP.Timeout = 50 * time.Millisecond
				w.passes(time.Hour)
				w.bot.HTTP.Timeout = patience
				if n := len(w.sim.Calls("")) + w.logged.with("") - before; n > 250 {
					t.Errorf("in an hour it calls and complains %d times", n)
				}
				back()
				w.sim.ClearFaults()
				w.awaits(func() bool { return w.sim.Sockets() == 2 })
				w.passes(15 * time.Minute)
				for i := range 3 {
					words := fmt.Sprintf("Thing %d for everybody", i)
					for _, reader := range []string{"sam", "priya"} {
						w.sees(reader, "@tandem", fmt.Sprintf("FR-%d", i+1), words)
					}
					w.sees("priya", "home", words)
				}
				w.seesNot("priya", "home", "Could not be posted")
				keys := map[any]int{}
				for _, who := range []string{"sam", "priya"} {
					for _, m := range w.sim.Person(who).Sees("@tandem") {
						if m.Metadata != nil {
							keys[m.Metadata.EventPayload["key"]]++
						}
					}
				}
				for key, n := range keys {
					if n != 1 {
						t.Errorf("the message %v stands %d times", key, n)
					}
				}
				w.types("sam", "#atlas", "/request Everything goes on")
				w.sees("priya", "home", "Everything goes on")
			})
		})
	}
}

// A cable is a way to a database that can be cut and mended.
type cable struct {
	to     string // the server
	accept net.Listener

	mu     sync.Mutex
	held   []net.Conn
	isCut  bool
	knocks int  // how often somebody tried to connect while it was cut
	lose   bool // the answer to the next COMMIT
}

// wired is a database on PostgreSQL, reached by a cable; nil where there is no server.
func wired(t *testing.T) (*cable, func(*store.Clock) *store.DB) {
	t.Helper()
	address := dbtest.Postgres(t)
	if address == "" {
		if os.Getenv("CI") != "" {
			t.Error("in CI every test runs on PostgreSQL too; run it under .ci/postgres")
		}
		return nil, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{to: u.Host, accept: l}
	u.Host = l.Addr().String()
	go c.serve()
	t.Cleanup(func() { l.Close(); c.cut() })
	return c, func(clock *store.Clock) *store.DB {
		db, err := store.Open(context.Background(), u.String(), clock)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
}

// serve carries connections until the end of the test.
func (c *cable) serve() {
	for {
		from, err := c.accept.Accept()
		if err != nil {
			return
		}
		to, err := net.Dial("tcp", c.to)
		c.mu.Lock()
		if c.isCut {
			c.knocks++
		}
		if err != nil || c.isCut {
			from.Close()
			if err == nil {
				to.Close()
			}
			c.mu.Unlock()
			continue
		}
		c.held = append(c.held, from, to)
		c.mu.Unlock()
		lost := &atomic.Bool{}
		go c.carry(to, from, func(sent string) bool {
			c.mu.Lock()
			defer c.mu.Unlock()
			if c.lose && strings.Contains(strings.ToLower(sent), "commit") {
				c.lose = false
				lost.Store(true)
			}
			return true
		})
		go c.carry(from, to, func(string) bool { return !lost.Load() })
	}
}

// carry copies what goes one way until an end is closed or something may not pass.
func (c *cable) carry(to, from net.Conn, may func(string) bool) {
	defer to.Close()
	defer from.Close()
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if err != nil || !may(string(buf[:n])) {
			return
		}
		if _, err := to.Write(buf[:n]); err != nil {
			return
		}
	}
}

// cut ends all connections and lets none begin until it is mended.
func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isCut = true
	for _, one := range c.held {
		one.Close()
	}
	c.held = nil
}

func (c *cable) mend() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isCut = false
}

// loseCommit has the answer to the next COMMIT lost.
func (c *cable) loseCommit() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lose = true
}

func (c *cable) knocked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.knocks
}

func TestWhileTheDatabaseIsAwayPeopleAreToldSoAndAfterwardsAllGoesOn(t *testing.T) {
	t.Parallel()
	c, open := wired(t)
	if c == nil {
		return
	}
	w := newWorld(t, open)
	w.failing = true
	w.setUp()
	for _, who := range []string{"priya", "sam"} {
		if err := w.sim.Person(who).OpenHome(); err != nil {
			t.Fatal(err)
		}
	}
	w.types("sam", "#atlas", "/request Thing 1 for everybody")
	w.presses("priya", "@tandem", "Decline")
	if err := w.sim.Person("priya").Fill("reason", "It serves no objective"); err != nil {
		t.Fatal(err)
	}
	if err := w.sim.Person("sam").Command("#atlas", "/request Thing 2 for everybody"); err != nil {
		t.Fatal(err)
	}
	w.idles()

	c.cut()
	const unchanged = "nothing was changed. Please try once more"
	if err := w.sim.Person("sam").Command("#atlas", "/request Thing 3 for everybody"); err != nil {
		t.Errorf("sam is not answered: %v", err)
	}
	w.sees("sam", "#atlas", unchanged)
	if err := w.press("omar", "@tandem", "Not me"); err != nil {
		t.Error(err)
	}
	w.sees("omar", "@tandem", unchanged)
	if err := w.sim.Person("priya").Submit(); err != nil {
		t.Errorf("priya is not answered: %v", err)
	}
	w.sees("priya", "form", unchanged, "It serves no objective")
	if err := w.sim.Person("priya").CloseAll(); err != nil {
		t.Fatal(err)
	}
	if err := w.press("priya", "home", "Need more", "FR-1"); err != nil {
		t.Error(err)
	}
	w.sees("priya", "form", unchanged)
	if err := w.sim.Person("priya").CloseAll(); err != nil {
		t.Fatal(err)
	}
	w.answers("/readyz", http.StatusServiceUnavailable, "not ready: the database does not answer\n")
	w.answers("/healthz", http.StatusOK, "ok\n")

	worker, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.bot.Work(worker) }()
	before, knocks := w.logged.with(""), c.knocked()
	end := w.clock.Now().Add(time.Hour)
	w.soon(func() bool { w.clock.Wind(10 * engine.Poll); return w.clock.Now().After(end) && c.knocked() > knocks })
	if n := c.knocked() - knocks; n > 1000 {
		t.Errorf("in 180 looks it knocks %d times", n)
	}
	if n := w.logged.with("") - before; n == 0 || n > 65 {
		t.Errorf("in an hour it complains %d times", n)
	}

	c.mend()
	w.soon(func() bool {
		if _, says := w.asks("/metrics"); strings.Contains(says, "\ntandem_running_jobs 0\n") { // no lease ends before its job can
			w.clock.Wind(engine.Poll)
		}
		return slices.ContainsFunc(w.sim.Person("priya").Sees("@tandem"), func(m slacksim.Message) bool { return strings.Contains(m.Text, "Thing 2") })
	})
	w.soon(func() bool { // what else is due does not wait for the clock
		status, says := w.asks("/readyz")
		return status == http.StatusOK && says == "ready\n"
	})
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the worker ended with %v", err)
	}
	w.types("sam", "#atlas", "/request Thing 3 for everybody")
	w.presses("priya", "home", "Decline", "FR-1")
	w.submits("priya", "Reason: It serves no objective")
	w.is("FR-1", ritual.Declined)
	if got := w.recorded(); got != 3 {
		t.Errorf("%d requests were recorded, not 3", got)
	}
	w.ended()
}

func TestWhereACommitsAnswerIsLostNobodyIsToldThatNothingWasChanged(t *testing.T) {
	t.Parallel()
	c, open := wired(t)
	if c == nil {
		return
	}
	w := newWorld(t, open)
	w.failing = true
	w.setUp()
	c.loseCommit()
	if err := w.sim.Person("sam").Command("#atlas", "/request Thing 1 for everybody"); err != nil {
		t.Errorf("sam is not answered: %v", err)
	}
	w.sees("sam", "#atlas", "cannot tell whether that was kept")
	w.seesNot("sam", "#atlas", "nothing was changed")
	w.types("sam", "#atlas", "/request Thing 1 for everybody")
	w.sees("sam", "#atlas", "*FR-1*")
	if got := w.recorded(); got != 1 {
		t.Errorf("%d requests were recorded", got)
	}
	w.ended()
}

// writers are the connections that write, of SQLite's databases in this process, by the files' paths.
var writers sync.Map

func init() {
	sqlite.RegisterConnectionHook(func(c sqlite.ExecQuerierContext, address string) error {
		if path, of, _ := strings.Cut(address, "?"); strings.Contains(of, "_txlock=immediate") {
			writers.Store(strings.TrimPrefix(path, "file:"), c)
		}
		return nil
	})
}

// mayHave is how many pages a database may have from now on; it keeps those that it has.
func (w *world) mayHave(path string, pages int) {
	w.t.Helper()
	w.update(func(ctx context.Context, _ *store.Tx) error { // nobody else uses the connection meanwhile
		c, ok := writers.Load(path)
		if !ok {
			return errors.New("nobody has opened " + path)
		}
		_, err := c.(sqlite.ExecQuerierContext).ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages), []driver.NamedValue{})
		return err
	})
}

func TestOnAFullDiskPeopleAreToldSoAndNothingIsHalfWritten(t *testing.T) {
	t.Parallel()
	path := dbtest.SQLite(t)
	w := newWorld(t, func(clock *store.Clock) *store.DB {
		db, err := store.Open(context.Background(), path, clock)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	})
	w.failing = true
	w.setUp()
	w.hasOpen(2)
	w.mayHave(path, 1)
	sam, acked := w.sim.Person("sam"), 0
	ask := func(n int) (told bool) {
		words := fmt.Sprintf("Thing %d for everybody", n)
		if err := sam.Command("#atlas", "/request "+words); err != nil {
			t.Errorf("sam is not answered: %v", err)
		}
		seen := sam.Sees("#atlas")
		last := seen[len(seen)-1].Text
		if strings.Contains(last, "nothing was changed") {
			return true
		}
		if !strings.Contains(last, words) || !strings.Contains(last, "*FR-") {
			t.Errorf("sam reads %q", last)
		}
		acked++
		return false
	}
	n := 0
	for ; !ask(n); n++ {
		if n > 1000 {
			t.Fatal("it is never full")
		}
	}
	for range 5 { // the pages that are there may have room for a shorter one
		n++
		ask(n)
	}
	if got := w.recorded(); got != acked {
		t.Errorf("%d requests were recorded, and sam was told of %d", got, acked)
	}
	for !ask(n) {
		n++
	}
	w.answers("/readyz", http.StatusServiceUnavailable, "not ready: the disk of the database is full\n")
	worker, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.bot.Work(worker) }()
	before := w.logged.with("")
	end := w.clock.Now().Add(time.Hour)
	w.soon(func() bool { w.clock.Wind(10 * engine.Poll); return w.clock.Now().After(end) })
	if n := w.logged.with("") - before; n > 200 {
		t.Errorf("in an hour it complains %d times", n)
	}
	t.Logf("%d requests were recorded before the disk was full; in an hour after that it complains %d times", acked, w.logged.with("")-before)
	w.answers("/healthz", http.StatusOK, "ok\n")

	w.mayHave(path, 100_000)
	w.soon(func() bool {
		w.clock.Wind(engine.Poll)
		status, _ := w.asks("/readyz")
		return status == http.StatusOK
	})
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the worker ended with %v", err)
	}
	w.types("sam", "#atlas", "/request Thing after all")
	w.passes(time.Hour)
	w.opensHome("priya")
	w.sees("priya", "home", "Thing 0 for everybody")
	if got := w.recorded(); got != acked+1 {
		t.Errorf("%d requests were recorded, not %d", got, acked+1)
	}
	w.sees("sam", "@tandem", "Thing after all")
	w.ended()
}
