package page

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// heartbeat is how often a quiet stream says that it is alive, and what time it is.
const heartbeat = 5 * time.Second

// state answers one snapshot: /page/state?as=ana&in=atlas.
func (s *server) state(rw http.ResponseWriter, r *http.Request) {
	p := s.viewer(r.URL.Query().Get("as"))
	if p == nil {
		answer(rw, http.StatusNotFound, map[string]string{"error": "There is nobody by that name."})
		return
	}
	answer(rw, http.StatusOK, s.snapshot(p, r.URL.Query().Get("in")))
}

// stream sends a snapshot whenever the workspace's version has passed what the browser has:
// /page/stream?as=ana&in=atlas&after=17. A browser that reconnects says in Last-Event-ID what it has.
func (s *server) stream(rw http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	p := s.viewer(q.Get("as"))
	flusher, ok := rw.(http.Flusher)
	if p == nil || !ok {
		http.Error(rw, "There is nothing to stream.", http.StatusNotFound)
		return
	}
	after, err := strconv.ParseInt(q.Get("after"), 10, 64)
	if last := r.Header.Get("Last-Event-ID"); err != nil || last != "" {
		after, err = strconv.ParseInt(last, 10, 64)
		if err != nil {
			after = -1
		}
	}
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-store")
	rw.WriteHeader(http.StatusOK)
	flusher.Flush()
	for r.Context().Err() == nil {
		ctx, cancel := context.WithTimeout(r.Context(), heartbeat)
		version := s.w.Wait(ctx, after)
		ended := ctx.Err() != nil
		cancel()
		switch {
		case version > after:
			snap := s.snapshot(p, q.Get("in"))
			after = snap.Version
			err = event(rw, "state", after, snap)
		case ended:
			err = event(rw, "clock", after, s.w.Now().UnixMilli())
		default:
			return // the workspace is closed
		}
		if err != nil {
			return // the browser went away
		}
		flusher.Flush()
	}
}

func event(rw http.ResponseWriter, name string, id int64, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(rw, "event: %s\nid: %d\ndata: %s\n\n", name, id, data)
	return err
}
