// Package modelsim is a simulated server of a language model: the chat-completions protocol, and embeddings, on a
// local port, with scripted answers. Tests put their model client before it. It knows nothing of ours, so that a mistake in how we speak
// the protocol is not made on both sides.
//
// A test starts a server, says what it answers next, and reads what it was asked:
//
//	s := modelsim.Start(t)
//	s.Next(modelsim.Status(429, "1"), modelsim.Good)
//	… the client is given s.URL …
//	s.Asked()
//
// What is not scripted is answered well.
package modelsim

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A Server is a simulated model.
type Server struct {
	URL string // as a client is given it; ends in /v1

	mu     sync.Mutex
	more   *sync.Cond // signaled when something was asked
	script []Answer
	always Answer
	embeds Answer // what is answered to embeddings when nothing is scripted
	asked  []Question
	ends   chan struct{}
}

// A Question is one request as it came.
type Question struct {
	Path     string // "/v1/chat/completions"
	Key      string // what stood after "Bearer "
	Model    string
	Messages []Message
	Inputs   []string // the texts to embed
	Schema   string   // name of the schema that the answer is to follow; empty where none was sent
	Body     string   // the whole
}

// A Message is one message of a question.
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// User is what the user's first message says, which is where the data stands.
func (q Question) User() string {
	for _, m := range q.Messages {
		if m.Role == "user" {
			return m.Content
		}
	}
	return ""
}

// Start starts a server that ends with the test.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{ends: make(chan struct{}), always: Good, embeds: embeddings(byLetters)}
	s.more = sync.NewCond(&s.mu)
	server := httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(s.ends) }) // before the server closes, which waits for what hangs
	s.URL = server.URL + "/v1"
	return s
}

// Next says what is answered next, one answer to each request.
func (s *Server) Next(answers ...Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script = append(s.script, answers...)
}

// Always says what is answered when nothing is scripted. It is Good at first.
func (s *Server) Always(a Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.always = a
}

// Embeds says where a text points when nothing is scripted. At first, texts with the same letters point in one direction.
func (s *Server) Embeds(points func(text string) []float32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.embeds = embeddings(points)
}

// Asked is all that was asked so far, with what was answered by an error, too.
func (s *Server) Asked() []Question {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// Wait returns when n requests have come since the start.
func (s *Server) Wait(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.asked) < n {
		s.more.Wait()
	}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // whoever asked is gone
	}
	q := read(r, body)
	s.mu.Lock()
	s.asked = append(s.asked, q)
	answer := s.always
	if r.URL.Path == embeddingsPath {
		answer = s.embeds
	}
	if len(s.script) > 0 {
		answer, s.script = s.script[0], s.script[1:]
	}
	s.more.Broadcast()
	s.mu.Unlock()
	if r.URL.Path != "/v1/chat/completions" && r.URL.Path != embeddingsPath || r.Method != http.MethodPost {
		fail(w, http.StatusNotFound, "", "Unknown request URL")
		return
	}
	answer(exchange{w: w, r: r, q: q, ends: s.ends})
}

// read reads a request as the protocol has it. What it cannot read stays in the body.
func read(r *http.Request, body []byte) Question {
	var wire struct {
		Model    string    `json:"model"`
		Messages []Message `json:"messages"`
		Input    []string  `json:"input"`
		Format   struct {
			Schema struct {
				Name string `json:"name"`
			} `json:"json_schema"`
		} `json:"response_format"`
	}
	q := Question{Path: r.URL.Path, Key: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), Body: string(body)}
	if json.Unmarshal(body, &wire) == nil {
		q.Model, q.Messages, q.Inputs, q.Schema = wire.Model, wire.Messages, wire.Input, wire.Format.Schema.Name
	}
	return q
}
