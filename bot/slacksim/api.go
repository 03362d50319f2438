package slacksim

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// refusal is an answer with ok false.
type refusal struct {
	word string
	more Block
}

func (r *refusal) Error() string { return r.word }

func refuse(word string) *refusal { return &refusal{word: word} }

// call is one request to the Web API while it is answered.
type call struct {
	w      *Workspace
	name   string
	method *method
	args   map[string]any
	token  string
	events []Block // what it caused, delivered once it is answered
}

// serveAPI answers one method. The order of the checks is Slack's: method, token, rate, scope, arguments.
func (w *Workspace) serveAPI(rw http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	m := methods[name]
	args, token, err := readArgs(r, m != nil && m.json)
	c := &call{w: w, name: name, method: m, args: args, token: token}
	record := Call{Method: name, Args: seenArgs(args), At: w.Now()}
	fault := w.fault(record)
	if fault != nil && !fault.lets() {
		w.fail(rw, r, fault, record)
		return
	}
	answer, wait := c.answer(err)
	if fault != nil {
		w.deliverLater(c.events)
		w.fail(rw, r, fault, record)
		return
	}
	record.Status, record.Answer = http.StatusOK, answer
	record.Error, _ = answer["error"].(string)
	if wait > 0 {
		record.Status = http.StatusTooManyRequests
		rw.Header().Set("Retry-After", itoa(wait))
	}
	w.record(record)
	w.deliverLater(c.events)
	w.header(rw, m)
	writeJSON(rw, record.Status, answer)
}

// answer does what the call asks for. wait is how many seconds it has to wait when it came too soon.
func (c *call) answer(badArgs error) (answer Block, wait int) {
	no := func(r *refusal) (Block, int) {
		b := Block{"ok": false, "error": r.word}
		for k, v := range r.more {
			b[k] = v
		}
		return b, 0
	}
	if c.method == nil {
		c.w.wrong("the app called %s, which is not simulated or does not exist", c.name)
		return no(&refusal{word: "unknown_method", more: Block{"req_method": c.name}})
	}
	if r := c.authorize(); r != nil {
		return no(r)
	}
	if wait := c.w.pace(c); wait > 0 {
		b, _ := no(refuse("ratelimited"))
		return b, wait
	}
	if badArgs != nil {
		return no(refuse("invalid_json"))
	}
	if scopes := c.method.scopes; len(scopes) > 0 && !c.w.manifest.has(scopes...) {
		return no(c.missing(scopes...))
	}
	result, r := c.method.do(c)
	if r != nil {
		return no(r)
	}
	if result == nil {
		result = Block{}
	}
	result["ok"] = true
	return result, 0
}

// authorize checks the token.
func (c *call) authorize() *refusal {
	if c.method.open {
		return nil
	}
	mine, other := c.w.BotToken(), c.w.AppToken()
	if c.method.app {
		mine, other = other, mine
	}
	switch c.token {
	case "":
		return refuse("not_authed")
	case mine:
		return c.w.installed()
	case other:
		return refuse("not_allowed_token_type")
	}
	return refuse("invalid_auth")
}

// missing is missing_scope with what would do and what there is.
func (c *call) missing(needed ...string) *refusal {
	return &refusal{word: "missing_scope", more: Block{
		"needed": strings.Join(needed, ","), "provided": strings.Join(c.w.manifest.granted, ","),
	}}
}

// header sets the headers that Slack sends with every answer.
func (w *Workspace) header(rw http.ResponseWriter, m *method) {
	if m != nil && m.app {
		rw.Header().Set("X-Oauth-Scopes", "connections:write")
		rw.Header().Set("X-Accepted-Oauth-Scopes", "connections:write")
		return
	}
	rw.Header().Set("X-Oauth-Scopes", strings.Join(w.manifest.granted, ","))
	if m != nil {
		rw.Header().Set("X-Accepted-Oauth-Scopes", strings.Join(m.scopes, ","))
	}
}

func (w *Workspace) record(c Call) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls = append(w.calls, c)
	w.touch()
}

// readArgs reads a request's arguments and token. Where a method takes no JSON, a JSON body says nothing.
func readArgs(r *http.Request, takesJSON bool) (args map[string]any, token string, err error) {
	args = map[string]any{}
	token = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	for key, values := range r.URL.Query() {
		args[key] = values[0]
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/json" {
		body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
		if takesJSON && err == nil && len(body) > 0 {
			err = json.Unmarshal(body, &args)
			delete(args, "token") // Slack takes no token from a JSON body
		}
		return args, token, err
	}
	if kind == "multipart/form-data" {
		err = r.ParseMultipartForm(4 << 20)
	} else {
		err = r.ParseForm()
	}
	for key, values := range r.PostForm {
		args[key] = values[0]
	}
	if t, ok := args["token"].(string); ok {
		if token == "" {
			token = t
		}
		delete(args, "token")
	}
	return args, token, err
}

// structured are the arguments that are JSON inside a form.
var structured = []string{"blocks", "view", "metadata", "attachments", "files"}

// seenArgs are the arguments as Calls shows them: JSON decoded.
func seenArgs(args map[string]any) map[string]any {
	out := map[string]any{}
	for key, v := range args {
		out[key] = v
		text, ok := v.(string)
		if !ok || !slices.Contains(structured, key) {
			continue
		}
		var decoded any
		if json.Unmarshal([]byte(text), &decoded) == nil {
			out[key] = decoded
		}
	}
	return out
}

func writeJSON(rw http.ResponseWriter, status int, v any) {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	_ = json.NewEncoder(rw).Encode(v) // fails when whoever asked is gone
}
