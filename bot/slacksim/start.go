package slacksim

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Start starts a workspace with the app's user and Slackbot in it. What the manifest gets wrong is an error.
func Start(cfg Config) (*Workspace, error) {
	m, err := readManifest(cfg.Manifest, cfg.Without)
	if err != nil {
		return nil, err
	}
	cfg = cfg.filled()
	listener, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return nil, fmt.Errorf("slacksim: %w", err)
	}
	w := &Workspace{
		cfg: cfg, manifest: m, log: cfg.Log, listener: listener,
		changed: make(chan struct{}), views: map[string]*view{}, people: map[string]*person{},
		handles: map[string]*trigger{}, answers: map[string]*responseURL{}, files: map[string]*File{}, slow: usuallySlow, buckets: map[string]*bucket{},
	}
	w.ctx, w.stop = context.WithCancel(context.Background())
	w.hub = newHub(w)
	w.addUser(User{ID: slackbot, Name: "slackbot", RealName: "Slackbot"})
	w.addUser(User{ID: botUser, Name: m.handle(), RealName: m.Display.Name, Bot: true})
	w.server = &http.Server{Handler: w.routes(), ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return w.ctx }}
	go func() { _ = w.server.Serve(wireListener{listener}) }() // it ends when the workspace is closed
	go w.hub.run()
	return w, nil
}

func (cfg Config) filled() Config {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Listen == "" {
		cfg.Listen = "127.0.0.1:0"
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Pings == 0 {
		cfg.Pings = 5 * time.Second
	}
	if cfg.AckWithin == 0 {
		cfg.AckWithin = 3 * time.Second
	}
	return cfg
}

func (w *Workspace) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", w.serveAPI)
	mux.Handle("/link/", w.hub)
	mux.HandleFunc("/hooks/{key}", w.serveResponseURL)
	mux.HandleFunc("/upload/{id}", w.serveUpload)
	mux.HandleFunc("/files/{id}/{name}", w.serveFile)
	if w.cfg.Page != nil {
		mux.Handle("/", w.cfg.Page(w))
	}
	return mux
}

// Close ends the workspace: its sockets, its requests under way, its page.
func (w *Workspace) Close() {
	w.stop()
	for _, s := range w.hub.all() {
		s.conn.Close()
	}
	w.server.Close()
}
