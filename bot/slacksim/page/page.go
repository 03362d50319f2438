// Package page is the web page of the simulated workspace: a chat program, served by the workspace itself.
//
// The page is one document, some plain style sheets and plain JavaScript modules, all embedded; it asks
// for nothing outside. What a person sees is one snapshot (state.go): the browser gets one with the
// document, and a newer one whenever the workspace has changed (stream.go). A stream starts at the
// version that the browser already has, so nothing that happens in between is lost. What a person
// does is one POST (do.go), answered when the app has acknowledged, through the same Go API that the
// tests use. The browser's side draws snapshots and keeps what is being typed; see assets/app.js.
//
// Several people can be open in several tabs: who one is stands in the address, /?as=ana&in=atlas.
//
// The page serves people on the same machine only. It answers requests to loopback names, and takes
// POSTs of its own document only; words of people become text nodes, never markup.
package page

import (
	"embed"
	"encoding/json"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"

	"tandem/bot/slacksim"
)

//go:embed assets
var assets embed.FS

var document = template.Must(template.ParseFS(assets, "assets/index.html"))

// policy lets the document use what this package serves, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

type server struct {
	w     *slacksim.Workspace
	guide Guide
	read  *readMarks

	outage atomic.Bool // Slack fails every call
	out    atomic.Bool // the app was taken out of the workspace

	winding sync.RWMutex // held while the clock is wound
}

// Handler is the page of the workspace, to be mounted at its root.
func Handler(w *slacksim.Workspace, g Guide) http.Handler {
	s := &server{w: w, guide: g, read: newReadMarks()}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.document)
	mux.HandleFunc("GET /archives/{channel}/{message}", s.permalink)
	mux.HandleFunc("GET /page/state", s.state)
	mux.HandleFunc("GET /page/stream", s.stream)
	mux.HandleFunc("GET /page/file/{id}", s.file)
	mux.HandleFunc("POST /page/do/{action}", s.do)
	mux.Handle("GET /page/assets/", http.StripPrefix("/page/", noCache(http.FileServerFS(assets))))
	return guard(mux)
}

// guard refuses what does not come from this machine's own page.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		h := rw.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if !loopback(r.Host) {
			http.Error(rw, "This page answers on this machine only: use 127.0.0.1 or localhost.", http.StatusForbidden)
			return
		}
		if r.Method == http.MethodPost && !ownOrigin(r) {
			http.Error(rw, "Only the page itself may do this.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(rw, r)
	})
}

// loopback tells whether a Host header names this machine. A name that merely resolves to it does not: that would let a foreign site in.
func loopback(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}

// ownOrigin tells whether a POST was made by the page's own document.
func ownOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return false
	}
	origin, err := url.Parse(r.Header.Get("Origin"))
	if err != nil || origin.Host != r.Host {
		return false
	}
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	return strings.TrimSpace(kind) == "application/json"
}

func noCache(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Cache-Control", "no-cache")
		next.ServeHTTP(rw, r)
	})
}

// document serves the page with its first snapshot in it.
func (s *server) document(rw http.ResponseWriter, r *http.Request) {
	p := s.viewer(r.URL.Query().Get("as"))
	if p == nil {
		http.Error(rw, "Nobody is in this workspace yet.", http.StatusServiceUnavailable)
		return
	}
	in := r.URL.Query().Get("in")
	if in == "" {
		in = s.guide.Place
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.Header().Set("Cache-Control", "no-store")
	err := document.Execute(rw, map[string]any{
		"Workspace": s.guide.workspace(),
		"Boot":      map[string]any{"state": s.snapshot(p, in), "guide": s.guide.forBrowser()},
	})
	if err != nil {
		return // the browser went away
	}
}

// permalink leads from a message's address to the message on the page.
func (s *server) permalink(rw http.ResponseWriter, r *http.Request) {
	at := strings.TrimPrefix(r.PathValue("message"), "p")
	if len(at) > 6 && !strings.Contains(at, ".") {
		at = at[:len(at)-6] + "." + at[len(at)-6:]
	}
	to := url.Values{"in": {r.PathValue("channel")}, "at": {at}}
	for _, key := range []string{"as", "thread_ts"} {
		if v := r.URL.Query().Get(key); v != "" {
			to.Set(key, v)
		}
	}
	http.Redirect(rw, r, "/?"+to.Encode(), http.StatusFound)
}

// viewer is the person that a request speaks for: the named one, else the guide's, else the first there is.
func (s *server) viewer(name string) *slacksim.Person {
	for _, n := range []string{name, s.guide.Person} {
		if u, ok := s.w.User(strings.TrimPrefix(n, "@")); ok && n != "" && person(u) {
			return s.w.Person(u.ID)
		}
	}
	for _, u := range s.w.Users() {
		if person(u) {
			return s.w.Person(u.ID)
		}
	}
	return nil
}

// person tells whether somebody can be played.
func person(u slacksim.User) bool { return !u.Bot && !u.Deleted }

func answer(rw http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "application/json")
	rw.Header().Set("Cache-Control", "no-store")
	rw.WriteHeader(status)
	if _, err := rw.Write(body); err != nil {
		return // the browser went away
	}
}
