package slacksim

import (
	"io"
	"net/http"
	"strings"
	"time"
)

// FaultKind is how a call goes wrong.
type FaultKind struct {
	name  string
	word  string
	after time.Duration
}

var (
	// Status500 answers 500 without doing anything.
	Status500 = FaultKind{name: "500"}
	// ResetBefore cuts the connection before the call took effect.
	ResetBefore = FaultKind{name: "reset before"}
	// ResetAfter does what was asked and cuts the connection instead of answering.
	ResetAfter = FaultKind{name: "reset after"}
	// Hang does nothing and answers nothing until the caller gives up.
	Hang = FaultKind{name: "hang"}
	// Garbage answers 200 with something that is not JSON.
	Garbage = FaultKind{name: "garbage"}
)

// RateLimit answers 429 with Retry-After.
func RateLimit(after time.Duration) FaultKind { return FaultKind{name: "429", after: after} }

// Error answers {"ok":false,"error":word}.
func Error(word string) FaultKind { return FaultKind{name: "error", word: word} }

// Fault makes calls of the app go wrong.
type Fault struct {
	Method  string          // "chat.postMessage", "response_url", "upload" (a file's bytes), "chat.*"; "" or "*" is every one
	Count   int             // how many calls; 0 is one, negative is all until ClearFaults
	Kind    FaultKind       // how
	Applied bool            // the call takes effect all the same (Status500, Hang, Garbage)
	When    func(Call) bool // nil: always. It must not call the workspace
}

func (f Fault) hits(c Call) bool {
	switch {
	case f.Method == "" || f.Method == "*" || f.Method == c.Method:
	case strings.HasSuffix(f.Method, "*") && strings.HasPrefix(c.Method, strings.TrimSuffix(f.Method, "*")):
	default:
		return false
	}
	return f.When == nil || f.When(c)
}

// InjectFault makes the next calls that it describes go wrong. Several are tried in order.
func (w *Workspace) InjectFault(f Fault) {
	if f.Count == 0 {
		f.Count = 1
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = append(w.faults, f)
}

// ClearFaults forgets all faults.
func (w *Workspace) ClearFaults() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = nil
}

// fault takes the first fault that hits the call, or nil.
func (w *Workspace) fault(c Call) *Fault {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, f := range w.faults {
		if !f.hits(c) {
			continue
		}
		if f.Count > 0 {
			w.faults[i].Count--
			if w.faults[i].Count == 0 {
				w.faults = append(w.faults[:i:i], w.faults[i+1:]...)
			}
		}
		return &f
	}
	return nil
}

// lets tells whether the call takes effect before it goes wrong.
func (f *Fault) lets() bool {
	return f.Kind.name == "reset after" || f.Applied && (f.Kind.name == "500" || f.Kind.name == "hang" || f.Kind.name == "garbage")
}

// fail answers a request as the fault says, or not at all.
func (w *Workspace) fail(rw http.ResponseWriter, r *http.Request, f *Fault, record Call) {
	record.Error = "fault: " + f.Kind.name
	record.Status = map[string]int{"500": 500, "429": 429, "garbage": 200, "error": 200}[f.Kind.name]
	w.record(record)
	switch f.Kind.name {
	case "500":
		http.Error(rw, "Internal Server Error", http.StatusInternalServerError)
	case "429":
		rw.Header().Set("Retry-After", itoa(int(max(1, f.Kind.after.Seconds()))))
		writeJSON(rw, http.StatusTooManyRequests, Block{"ok": false, "error": "ratelimited"})
	case "error":
		writeJSON(rw, http.StatusOK, Block{"ok": false, "error": f.Kind.word})
	case "garbage":
		rw.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(rw, "<!DOCTYPE html><title>Server Error | Slack</title>")
	case "hang":
		_, _ = io.Copy(io.Discard, r.Body) // so that the server notices when the caller gives up
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	default:
		panic(http.ErrAbortHandler) // closes the connection without an answer
	}
}
