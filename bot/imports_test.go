package bot_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// A law says what the packages of a folder may import, beside the standard library.
type law struct {
	ours   []string // packages of this module, each with all below it; nil is none
	theirs []string // modules of others, by prefix; any, when it holds "*", but never those in not
	not    []string
	clock  bool // may ask for the time
}

const slackGo = "github.com/slack-go/slack"

// laws are found by the longest prefix of a folder. A folder without a law is an offense too: a new package
// is a decision.
var laws = map[string]law{
	"bot/ritual":       {},
	"bot/holiday":      {ours: []string{"bot/ritual"}, theirs: []string{"github.com/rickar/cal/v2"}},
	"bot/kit":          {ours: []string{"bot/ritual"}, theirs: []string{slackGo, "github.com/sergi/go-diff"}},
	"bot/engine":       {ours: []string{"bot/ritual", "bot/kit", "store"}, theirs: []string{"*"}},
	"bot/request":      {ours: []string{"bot/ritual", "bot/kit", "bot/engine", "store"}, theirs: []string{slackGo}},
	"bot/shown":        {ours: []string{"bot/ritual", "bot/kit", "bot/engine", "bot/request", "store"}, theirs: []string{slackGo}},
	"bot/sprint":       {ours: []string{"bot/ritual", "bot/kit", "bot/engine", "bot/request", "bot/shown", "bot/chart", "bot/holiday", "store"}, theirs: []string{slackGo}},
	"bot/demo":         {ours: []string{"bot/ritual", "bot/kit", "bot/engine", "bot/request", "bot/shown", "bot/sprint", "bot/holiday", "store"}, theirs: []string{slackGo}},
	"bot/recap":        {ours: []string{"bot/ritual", "bot/kit", "bot/engine", "bot/request", "bot/shown", "bot/sprint", "bot/chart", "store", "prompts"}, theirs: []string{slackGo}},
	"bot/standup":      {ours: []string{"bot/ritual", "bot/kit", "bot/engine", "bot/request", "bot/holiday", "store", "prompts"}, theirs: []string{slackGo}},
	"bot/chart":        {ours: []string{"bot/ritual"}, theirs: []string{"gonum.org/v1/plot", "git.sr.ht/~sbinet/gg", "golang.org/x/image"}},
	"bot/slacksim":     {ours: []string{"bot/slacksim"}, theirs: []string{"*"}, not: []string{slackGo}, clock: true},
	"bot":              {ours: []string{"bot", "store", "prompts"}, theirs: []string{"*"}},
	"prompts":          {ours: []string{"bot/ritual", "prompts"}, theirs: []string{"*"}, not: []string{slackGo}},
	"prompts/modelsim": {},
	"store": {ours: []string{"bot/ritual", "bot/holiday", "store"}, clock: true, theirs: []string{
		"modernc.org/sqlite", "github.com/jackc/pgx/v5", "github.com/pressly/goose/v3", "github.com/kljensen/snowball", "golang.org/x/text",
		"github.com/agnivade/levenshtein"}},
	"cmd": {ours: []string{"bot", "store", "prompts", "cmd"}, theirs: []string{"*"}, clock: true},
}

// forTests are modules that tests may use everywhere.
var forTests = []string{"github.com/google/go-cmp", "github.com/rogpeppe/go-internal"}

func TestPackagesImportOnlyWhatTheLawAllows(t *testing.T) {
	found, err := offenses(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range found {
		t.Error(o)
	}
}

func TestTheLawCatchesWhoBreaksIt(t *testing.T) {
	for _, tt := range []struct{ file, source, want string }{
		{"bot/ritual/a.go", `import "tandem/store"`, "bot/ritual may not import tandem/store"},
		{"bot/ritual/a.go", `import "github.com/slack-go/slack"`, "bot/ritual may not import github.com/slack-go/slack"},
		{"bot/ritual/a_test.go", `import "tandem/bot/kit"`, "bot/ritual may not import tandem/bot/kit"},
		{"bot/kit/a.go", `import "tandem/store"`, "bot/kit may not import"},
		{"bot/holiday/a.go", `import "tandem/store"`, "bot/holiday may not import"},
		{"bot/chart/a.go", `import "tandem/bot/kit"`, "bot/chart may not import"},
		{"bot/slacksim/page/a.go", `import "tandem/bot/ritual"`, "bot/slacksim/page may not import"},
		{"bot/slacksim/a_test.go", `import "github.com/slack-go/slack/socketmode"`, "bot/slacksim may not import"},
		{"prompts/a.go", `import "tandem/store"`, "prompts may not import"},
		{"prompts/modelsim/a.go", `import "tandem/bot/ritual"`, "prompts/modelsim may not import"},
		{"prompts/modelsim/a_test.go", `import "github.com/sashabaranov/go-openai"`, "prompts/modelsim may not import"},
		{"store/a.go", `import "tandem/bot"`, "store may not import"},
		{"store/a.go", `import "github.com/sashabaranov/go-openai"`, "store may not import"},
		{"bot/a.go", `import "tandem/cmd/tandem"`, "bot may not import"},
		{"helpers/a.go", `import "fmt"`, "helpers has no law"},
		{"bot/a.go", "import \"time\"\nvar x = time.Now()", "bot/a.go:3 asks for the time"},
		{"bot/a.go", "import clock \"time\"\nvar x = clock.Since", "bot/a.go:3 asks for the time"},
		{"bot/ritual/a.go", "import . \"time\"", "bot/ritual/a.go imports time without its name"},
	} {
		t.Run(tt.file+" "+tt.want, func(t *testing.T) {
			found, err := offenses(fstest.MapFS{tt.file: {Data: []byte("package x\n" + tt.source)}})
			if err != nil {
				t.Fatal(err)
			}
			if len(found) != 1 || !strings.Contains(found[0], tt.want) {
				t.Errorf("found %q, want one with %q", found, tt.want)
			}
		})
	}
}

func TestTheLawLetsTheLawfulPass(t *testing.T) {
	found, err := offenses(fstest.MapFS{
		"bot/ritual/a.go":       {Data: []byte("package x\nimport (\"fmt\"; \"time\")\nvar _ time.Time")},
		"bot/ritual/a_test.go":  {Data: []byte("package x\nimport (\"time\"; \"github.com/google/go-cmp/cmp\")\nvar x = time.Now()")},
		"bot/kit/a.go":          {Data: []byte("package x\nimport (\"tandem/bot/ritual\"; \"github.com/slack-go/slack\")")},
		"bot/slacksim/a.go":     {Data: []byte("package x\nimport (\"tandem/bot/slacksim/page\"; \"github.com/gorilla/websocket\"; \"time\")\nvar x = time.Now()")},
		"store/a.go":            {Data: []byte("package x\nimport (\"tandem/bot/ritual\"; \"modernc.org/sqlite\"; \"time\")\nvar x = time.Now()")},
		"cmd/tandem/a.go":       {Data: []byte("package x\nimport (\"tandem/bot\"; \"tandem/bot/slacksim\")")},
		"bot/testdata/a.go":     {Data: []byte("package x\nimport \"tandem/cmd/tandem\"")},
		".hidden/a.go":          {Data: []byte("package x\nimport \"tandem/cmd/tandem\"")},
		"a/node_modules/b/c.go": {Data: []byte("package x")},
	})
	if err != nil || len(found) > 0 {
		t.Errorf("found %q, %v", found, err)
	}
}

// offenses reads every Go file of the tree and names what breaks a law.
func offenses(tree fs.FS) ([]string, error) {
	var found []string
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if d.IsDir() && name != "." && (base[0] == '.' || base[0] == '_' || base == "testdata" || base == "node_modules") {
			return fs.SkipDir
		}
		if d.IsDir() || path.Ext(name) != ".go" {
			return nil
		}
		source, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		some, err := offensesIn(name, source)
		if err != nil { // one broken file must not hide what is wrong with the others
			some = []string{err.Error()}
		}
		found = append(found, some...)
		return nil
	})
	return found, err
}

func offensesIn(name string, source []byte) ([]string, error) {
	folder, isTest := path.Dir(name), strings.HasSuffix(name, "_test.go")
	l, ok := lawFor(folder)
	if !ok {
		return []string{folder + " has no law: say in bot/imports_test.go what it may import"}, nil
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var found []string
	clock := "" // the name of package time in this file
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if !l.allows(imported) && !(isTest && within(imported, forTests)) {
			found = append(found, fmt.Sprintf("%s may not import %s (%s)", folder, imported, name))
		}
		if imported == "time" {
			clock = "time"
			if spec.Name != nil {
				clock = spec.Name.Name
			}
		}
	}
	switch {
	case l.clock || isTest || clock == "":
		return found, nil
	case clock == ".":
		return append(found, name+" imports time without its name"), nil
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == clock {
				at := files.Position(sel.Pos())
				found = append(found, fmt.Sprintf("%s:%d asks for the time: take it from the transaction or the store's clock", name, at.Line))
			}
		}
		return true
	})
	return found, nil
}

func lawFor(folder string) (law, bool) {
	for ; folder != "."; folder = path.Dir(folder) {
		if l, ok := laws[folder]; ok {
			return l, true
		}
	}
	return law{}, false
}

func (l law) allows(imported string) bool {
	if p, ours := strings.CutPrefix(imported, "tandem/"); ours {
		return within(p, l.ours)
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return true // the standard library
	}
	return !within(imported, l.not) && (slices.Contains(l.theirs, "*") || within(imported, l.theirs))
}

// within tells whether p is one of the packages or lies below one.
func within(p string, packages []string) bool {
	return slices.ContainsFunc(packages, func(q string) bool { return p == q || strings.HasPrefix(p, q+"/") })
}
