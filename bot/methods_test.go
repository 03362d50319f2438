package bot

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/slack-go/slack"

	"tandem/bot/slacksim"
)

// The bot's calls of Slack are found in its source, by name; what each of them says on the wire is found by making
// it; and a scenario shows that the bot says nothing else.

// ofSockets is the method that opens a socket, which socketmode calls and not we.
const ofSockets = "apps.connections.open"

// ofUploads is what the workspace calls the address that takes a file's bytes, which is no method.
const ofUploads = "upload"

func TestEveryMethodThatTheBotCallsIsSimulated(t *testing.T) {
	support := map[string]slacksim.Support{}
	for _, m := range slacksim.Methods() {
		support[m.Name] = m.Support
	}
	for _, name := range calledMethods(t) {
		if s := support[name]; name != ofUploads && s != slacksim.Whole && s != slacksim.Partial {
			t.Errorf("the bot calls %s, which is not simulated (%s)", name, s)
		}
	}
}

func TestTheBotCallsNothingThatItsSourceDoesNotShow(t *testing.T) {
	known := calledMethods(t)
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("priya")
		for _, call := range w.sim.Calls("") {
			if !slices.Contains(known, call.Method) && call.Method != "response_url" {
				t.Errorf("the bot called %s; its source shows only %s", call.Method, strings.Join(known, ", "))
			}
		}
		if len(w.sim.Calls(ofSockets)) == 0 || len(w.sim.Calls("views.publish")) == 0 {
			t.Error("the scenario does not show the bot's calls")
		}
		w.ended()
	})
}

// calledMethods are the methods of the Web API that the bot's source calls, by Slack's names.
func calledMethods(t *testing.T) []string {
	t.Helper()
	wire := newWire(t)
	found := []string{ofSockets}
	for _, name := range slackCalls(t) {
		if name == "UploadToURL" {
			found = append(found, ofUploads)
			continue
		}
		methods := wire.says(name)
		if len(methods) == 0 {
			t.Errorf("what slack.Client.%s says to Slack is not known", name)
		}
		found = append(found, methods...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// slackCalls are the methods of slack.Client that the bot's source names on its client, which it keeps as api or API.
func slackCalls(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	ofEngine, err := filepath.Glob("engine/*.go")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, ofEngine...)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if of, ok := n.X.(*ast.SelectorExpr); ok && strings.EqualFold(of.Sel.Name, "api") {
					names = append(names, n.Sel.Name)
				}
			case *ast.Field:
				if isClient(n.Type) && len(n.Names) == 1 && !strings.EqualFold(n.Names[0].Name, "api") {
					t.Errorf("%s: a client of Slack's is called %s, so its calls are not found", name, n.Names[0].Name)
				}
			}
			return true
		})
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// isClient tells whether an expression is the type *slack.Client.
func isClient(e ast.Expr) bool {
	star, ok := e.(*ast.StarExpr)
	if !ok {
		return false
	}
	of, ok := star.X.(*ast.SelectorExpr)
	if !ok || of.Sel.Name != "Client" {
		return false
	}
	from, ok := of.X.(*ast.Ident)
	return ok && from.Name == "slack"
}

// A wire is a client of Slack's whose calls end here: it tells which methods they name.
type wire struct {
	client *slack.Client
	mu     sync.Mutex
	heard  []string
}

func newWire(t *testing.T) *wire {
	x := &wire{}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		x.mu.Lock()
		defer x.mu.Unlock()
		x.heard = append(x.heard, strings.TrimPrefix(r.URL.Path, "/api/"))
		_, _ = rw.Write([]byte(`{"ok":true}`)) // whoever asked reads it
	}))
	t.Cleanup(server.Close)
	x.client = slack.New("xoxb", slack.OptionAPIURL(server.URL+"/api/"))
	return x
}

// says are the methods that a call of slack.Client names, made with arguments that say next to nothing.
func (x *wire) says(name string) []string {
	call := reflect.ValueOf(x.client).MethodByName(name)
	if !call.IsValid() {
		return nil
	}
	x.mu.Lock()
	x.heard = nil
	x.mu.Unlock()
	var args []reflect.Value
	for i := range call.Type().NumIn() {
		if call.Type().IsVariadic() && i == call.Type().NumIn()-1 {
			break
		}
		args = append(args, something(call.Type().In(i)))
	}
	for _, got := range call.Call(args) {
		if next := got.MethodByName("Next"); next.IsValid() { // a list that is read page by page
			next.Call([]reflect.Value{reflect.ValueOf(context.Background())})
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.heard
}

// something is a value of a type: not nil, and text and numbers wherever there are any.
func something(of reflect.Type) reflect.Value {
	v := reflect.New(of).Elem()
	switch of.Kind() {
	case reflect.Interface:
		if ctx := reflect.ValueOf(context.Background()); ctx.Type().Implements(of) {
			v.Set(ctx)
		}
	case reflect.Pointer:
		v.Set(reflect.New(of.Elem()))
		v.Elem().Set(something(of.Elem()))
	case reflect.String:
		v.SetString("x")
	case reflect.Int:
		v.SetInt(1)
	case reflect.Slice:
		v.Set(reflect.Append(v, something(of.Elem())))
	case reflect.Struct:
		for i := range of.NumField() {
			if f := v.Field(i); f.CanSet() && (f.Kind() == reflect.String || f.Kind() == reflect.Int || f.Type() == reflect.TypeFor[[]string]()) {
				f.Set(something(f.Type()))
			}
		}
	}
	return v
}
