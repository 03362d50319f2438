package slacksim

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// TeamID is the id of the simulated workspace.
const TeamID = "T0SIM0001"

// Limits says whether the Web API limits how often it is called.
type Limits int

const (
	// Limited applies Slack's rate limits, by Config.Now.
	Limited Limits = iota
	// Unlimited applies none.
	Unlimited
)

// Config says what workspace to start.
type Config struct {
	Manifest   []byte                        // the app's manifest, YAML or JSON. What it does not declare is refused
	Now        func() time.Time              // timestamps and expiry; the machine's clock when nil
	OnWind     func(time.Duration)           // called by Wind; it has to move Now
	Listen     string                        // 127.0.0.1:0 when empty
	Log        *slog.Logger                  // nil: silent
	Page       func(*Workspace) http.Handler // mounted at /
	Pings      time.Duration                 // between socket pings; 5 s when 0
	AckWithin  time.Duration                 // 3 s when 0; trigger ids live as long
	EditWithin time.Duration                 // how long a message may be edited; for ever when 0
	Newer      bool                          // blocks that not every workspace takes are taken
	RateLimits Limits
	Without    []string // optional scopes that were declined at installation
	Seed       uint64   // which socket gets which delivery
}

// Workspace is a simulated Slack workspace with one app installed. All its methods may be called by several goroutines.
type Workspace struct {
	cfg      Config
	manifest *manifest
	log      *slog.Logger
	listener net.Listener
	server   *http.Server
	stop     context.CancelFunc
	ctx      context.Context
	hub      *hub

	mu       sync.Mutex // guards all below, never held while anything is waited for
	changed  chan struct{}
	version  int64
	wound    time.Duration
	users    []*User
	channels []*channel
	lastTS   int64
	serial   int64
	views    map[string]*view
	people   map[string]*person
	handles  map[string]*trigger
	answers  map[string]*responseURL
	files    map[string]*File
	slow     time.Duration // how long a completed file cannot be shown
	faults   []Fault
	calls    []Call
	wrongs   []string
	pings    []string
	buckets  map[string]*bucket
	outbox   []Block // events that the lock's holder caused, sent when it lets go
	gone     string  // the error of every call once the app was taken out
}

// URL is the address of the workspace's page, without a slash at its end.
func (w *Workspace) URL() string { return "http://" + w.listener.Addr().String() }

// APIURL is the address that the app is given in place of https://slack.com/api/.
func (w *Workspace) APIURL() string { return w.URL() + "/api/" }

// BotToken is the app's bot token.
func (w *Workspace) BotToken() string { return "xoxb-sim-1-bot" }

// AppToken is the app's app-level token.
func (w *Workspace) AppToken() string { return "xapp-1-A0SIM0001-sim-app" }

// BotUser is the app's user id.
func (w *Workspace) BotUser() string { return botUser }

// BotName is the app's handle.
func (w *Workspace) BotName() string { return w.manifest.handle() }

// AppName is the app's name, as people see it.
func (w *Workspace) AppName() string { return w.manifest.Display.Name }

// Commands are the app's slash commands.
func (w *Workspace) Commands() []CommandSpec { return w.manifest.Features.Commands }

// Shortcuts are the app's shortcuts.
func (w *Workspace) Shortcuts() []ShortcutSpec { return w.manifest.Features.Shortcuts }

// HomeEnabled tells whether the app has a Home tab.
func (w *Workspace) HomeEnabled() bool { return w.manifest.Features.Home.HomeTab }

// Now is the workspace's time.
func (w *Workspace) Now() time.Time {
	now := w.cfg.Now()
	if w.cfg.OnWind == nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		now = now.Add(w.wound)
	}
	return now
}

// Wind moves the workspace's clock on, and the app's with it where Config.OnWind does that.
func (w *Workspace) Wind(d time.Duration) {
	if w.cfg.OnWind != nil {
		w.cfg.OnWind(d)
	}
	w.mu.Lock()
	if w.cfg.OnWind == nil {
		w.wound += d
	}
	w.touch()
	w.mu.Unlock()
	w.hub.wake()
}

// Version counts the changes that anybody could see.
func (w *Workspace) Version() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.version
}

// Wait returns the version when it is greater than after, or at the end of ctx.
func (w *Workspace) Wait(ctx context.Context, after int64) int64 {
	for {
		w.mu.Lock()
		version, changed := w.version, w.changed
		w.mu.Unlock()
		if version > after {
			return version
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return version
		case <-w.ctx.Done():
			return version
		}
	}
}

// WaitFor returns nil once done does, looking again after every change.
func (w *Workspace) WaitFor(ctx context.Context, done func() bool) error {
	for {
		version := w.Version()
		if done() {
			return nil
		}
		w.Wait(ctx, version)
		if ctx.Err() != nil {
			return fmt.Errorf("slacksim: waiting: %w", ctx.Err())
		}
		if w.ctx.Err() != nil {
			return fmt.Errorf("slacksim: closed while waiting")
		}
	}
}

// touch tells everybody who waits that something changed. mu is held.
func (w *Workspace) touch() {
	w.version++
	close(w.changed)
	w.changed = make(chan struct{})
}

// wrong keeps a protocol violation of the app's.
func (w *Workspace) wrong(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrongLocked(format, args...)
}

func (w *Workspace) wrongLocked(format string, args ...any) {
	said := fmt.Sprintf(format, args...)
	w.wrongs = append(w.wrongs, said)
	w.log.Warn("the app broke the protocol", "how", said)
	w.touch()
}

// Errors are the app's violations of Slack's protocol so far: a test asserts that there are none.
func (w *Workspace) Errors() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.wrongs...)
}

// Pings are the app's texts that would have notified a whole channel or user group.
func (w *Workspace) Pings() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.pings...)
}

// Calls are the app's calls of a method in order; of every method when it is "".
func (w *Workspace) Calls(method string) []Call {
	w.mu.Lock()
	defer w.mu.Unlock()
	var found []Call
	for _, c := range w.calls {
		if method == "" || c.Method == method {
			found = append(found, c)
		}
	}
	return found
}
