package modelsim

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
)

// An Answer answers one request.
type Answer func(exchange)

// An exchange is one request with the way to answer it.
type exchange struct {
	w    http.ResponseWriter
	r    *http.Request
	q    Question
	ends <-chan struct{} // closed when the server ends
}

// Good answers as a good model would: a story that rests on the first evidence, or a judgment that agrees with all.
func Good(x exchange) { completion(x, goodText(x.q), "stop") }

// JSON answers with a text of the test's own, which is JSON if the test says so.
func JSON(text string) Answer { return func(x exchange) { completion(x, text, "stop") } }

// Draft answers with a text where a story is asked for, and agrees where one is to be judged.
func Draft(text string) Answer {
	return func(x exchange) {
		if judged := goodText(x.q); strings.HasPrefix(judged, `{"verdicts"`) {
			completion(x, judged, "stop")
			return
		}
		completion(x, text, "stop")
	}
}

// Serves answers that a request serves the objective with a label, because of all that its first evidence says, and anything
// else well.
func Serves(objective string) Answer {
	return func(x exchange) {
		var data struct {
			Objectives []any `json:"objectives"`
			Evidence   []struct {
				ID   string `json:"id"`
				Text string `json:"text"`
			} `json:"evidence"`
		}
		if err := json.Unmarshal([]byte(x.q.User()), &data); err != nil || len(data.Objectives) == 0 || len(data.Evidence) == 0 {
			Good(x)
			return
		}
		completion(x, string(encoded(map[string]string{"objective": objective, "source": data.Evidence[0].ID, "quote": data.Evidence[0].Text, "because": ""})), "stop")
	}
}

// Garbage answers with words that are no JSON.
func Garbage(x exchange) { completion(x, "Sure! Here is your story: As a user I want", "stop") }

// CutOff answers with the first half of a good answer, as a model does that came to its limit.
func CutOff(x exchange) {
	text := []rune(goodText(x.q))
	completion(x, string(text[:len(text)/2]), "length")
}

// Refusal answers that the model will not do it.
func Refusal(x exchange) {
	write(x, map[string]any{"choices": []any{map[string]any{"finish_reason": "stop",
		"message": map[string]any{"role": "assistant", "content": nil, "refusal": "I cannot help with that."}}}})
}

// Empty answers without a choice.
func Empty(x exchange) { write(x, map[string]any{"choices": []any{}}) }

// Status answers with an error. retryAfter is the header's text, or empty.
func Status(code int, retryAfter string) Answer {
	return func(x exchange) { fail(x.w, code, retryAfter, http.StatusText(code)) }
}

// Raw answers with any status, content type and body, such as a gateway's error page.
func Raw(code int, contentType, body string) Answer {
	return func(x exchange) {
		x.w.Header().Set("Content-Type", contentType)
		x.w.WriteHeader(code)
		x.w.Write([]byte(body))
	}
}

// Hang answers nothing until whoever asked has given up.
func Hang(x exchange) {
	select {
	case <-x.r.Context().Done():
	case <-x.ends:
	}
}

// Reset breaks the connection off.
func Reset(x exchange) {
	conn, _, err := x.w.(http.Hijacker).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0) //nolint:errcheck // it breaks the connection more or less rudely
	}
	conn.Close()
}

// NoSchema answers as an older server does: an error where a schema was sent, else as good.
func NoSchema(x exchange) {
	if x.q.Schema != "" {
		fail(x.w, http.StatusBadRequest, "", "This response_format type is unavailable now")
		return
	}
	Good(x)
}

// completion writes a whole completion, with tokens counted as four characters each.
func completion(x exchange, text, finish string) {
	in, out := (len(x.q.Body)+3)/4, (len(text)+3)/4
	write(x, map[string]any{
		"choices": []any{map[string]any{"index": 0, "finish_reason": finish, "message": map[string]any{"role": "assistant", "content": text}}},
		"usage":   map[string]any{"prompt_tokens": in, "completion_tokens": out, "total_tokens": in + out},
	})
}

func write(x exchange, answer map[string]any) {
	answer["id"], answer["object"], answer["model"] = "chatcmpl-1", "chat.completion", x.q.Model
	x.w.Header().Set("Content-Type", "application/json")
	x.w.Write(encoded(answer))
}

func fail(w http.ResponseWriter, code int, retryAfter, message string) {
	if retryAfter != "" {
		w.Header().Set("Retry-After", retryAfter)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	w.Write(encoded(map[string]any{"error": map[string]any{"message": message, "type": "error", "code": code}}))
}

func encoded(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of strings and numbers
	}
	return b
}

// goodText is what a good model says. It reads what is asked from the data, and answers anything else with "OK".
func goodText(q Question) string {
	var data struct {
		Kind     string `json:"kind"`
		Evidence []struct {
			ID      string `json:"id"`
			Text    string `json:"text"`
			Answers string `json:"answers"`
		} `json:"evidence"`
		Change string `json:"change"`
		Claims []struct {
			ID string `json:"id"`
		} `json:"claims"`
		Objectives []any `json:"objectives"`
	}
	if d, ok := dayIn(q.User()); ok {
		return d.themes()
	}
	if s, ok := sprintIn(q.User()); ok {
		return s.recap()
	}
	switch err := json.Unmarshal([]byte(q.User()), &data); {
	case err != nil:
		return "OK"
	case len(data.Claims) > 0:
		verdicts := []any{}
		for _, c := range data.Claims {
			verdicts = append(verdicts, map[string]string{"claim": c.ID, "supported": "yes"})
		}
		return string(encoded(map[string]any{"verdicts": verdicts}))
	case len(data.Objectives) > 0:
		return `{"objective":"none","source":"","quote":"","because":""}`
	case len(data.Evidence) == 0:
		return "OK"
	}
	text, _, _ := strings.Cut(data.Evidence[0].Text, "[") // what was hidden from it, it leaves out
	id, quote := data.Evidence[0].ID, strings.Join(strings.Fields(text), " ")
	if r := []rune(quote); len(r) > 80 {
		quote = string(r[:80])
		if i := strings.LastIndex(quote, " "); i > 0 {
			quote = quote[:i]
		}
	}
	criterion := func(text, source, quote, path string) map[string]string {
		return map[string]string{"text": text, "source": source, "quote": quote, "path": path}
	}
	criteria := []any{
		criterion(fmt.Sprintf("Given the released version, when it is tried, then this holds: %s", quote), id, quote, "main"),
		criterion("Given a page that was changed, when it is opened again, then the change is still there", "assumption", "", "main"),
		criterion("Given the server does not answer, when it is tried, then a message says so and nothing is lost", "assumption", "", "failure"),
	}
	if last := data.Evidence[len(data.Evidence)-1]; last.Answers != "" || last.ID == data.Change { // what is new to it
		criteria = append(criteria, criterion("Given the next version, when it is tried, then this holds: "+last.Text, last.ID, last.Text, "main"))
	}
	story := map[string]any{
		"criteria":  criteria,
		"questions": []any{map[string]string{"about": "other", "text": "Who has to know when it is there?"}},
	}
	lines := map[string]string{"as": "", "want": "to get what was asked for: " + quote, "so_that": ""}
	if data.Kind == "problem" {
		lines = map[string]string{"happens": "what was told: " + quote, "should": "", "see": ""}
	}
	for name, text := range lines {
		story[name], story[name+"_source"] = text, ""
		if text != "" {
			story[name+"_source"] = id
		}
	}
	return string(encoded(story))
}

// A sprint is what the words of a recap are asked for with.
type sprint struct {
	Goal             string `json:"goal"`
	Done, Open, Next []struct {
		ID string `json:"id"`
	}
}

// sprintIn is the sprint that is asked about; ok is false where it is something else.
func sprintIn(asked string) (s sprint, ok bool) {
	err := json.Unmarshal([]byte(asked), &s)
	return s, err == nil && s.Goal != ""
}

// recap names the first story of each list.
func (s sprint) recap() string {
	first := func(all []struct {
		ID string `json:"id"`
	}) []string {
		for _, story := range all {
			return []string{story.ID}
		}
		return []string{}
	}
	return string(encoded(map[string]any{"done": first(s.Done), "open": first(s.Open), "so": "", "next": first(s.Next), "for": ""}))
}
