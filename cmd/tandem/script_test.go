package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"tandem/bot"
	"tandem/bot/slacksim"
	"tandem/store"
)

// The scripts hold what somebody reads who starts Tandem wrongly.
func TestScripts(t *testing.T) {
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("PATH", filepath.Dir(path)+string(os.PathListSeparator)+e.Getenv("PATH"))
			e.Values["sim"] = new(*slacksim.Workspace)
			return nil
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"workspace":   scriptWorkspace,
			"fails":       scriptFails,
			"checks":      scriptChecks,
			"slack-says":  scriptSlackSays,
			"belongs":     scriptBelongs,
			"newer":       scriptNewer,
			"nobody-home": scriptNobodyHome,
			"taken":       scriptTaken,
		},
	})
}

// workspace [without scope…] starts a simulated workspace and sets the variables by which Tandem finds it.
func scriptWorkspace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 && args[0] != "without" {
		ts.Fatalf("usage: workspace [without scope ...]")
	}
	m := bot.Manifest()
	if len(args) > 0 {
		for _, all := range []*[]string{&m.OAuthConfig.Scopes.Bot, &m.OAuthConfig.Scopes.BotOptional} {
			*all = slices.DeleteFunc(slices.Clone(*all), func(s string) bool { return slices.Contains(args[1:], s) })
		}
	}
	manifest, err := json.Marshal(m)
	ts.Check(err)
	sim, err := slacksim.Start(slacksim.Config{Manifest: manifest})
	ts.Check(err)
	ts.Defer(sim.Close)
	*ts.Value("sim").(**slacksim.Workspace) = sim
	for _, v := range environ(sim, "") {
		name, value, _ := strings.Cut(v, "=")
		ts.Setenv(name, value)
	}
}

// fails n runs tandem, which has to exit with 1 and say why in n lines that each begin with its name.
func scriptFails(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: fails lines")
	}
	err := ts.Exec("tandem")
	says := ts.ReadFile("stderr")
	if err == nil || !strings.HasPrefix(err.Error(), "exit status 1") {
		ts.Fatalf("it ended with %v and said:\n%s", err, says)
	}
	lines := 0
	for line := range strings.Lines(says) {
		switch {
		case strings.HasPrefix(line, "tandem: ") && strings.HasSuffix(line, "\n"):
			lines++
		case !strings.HasPrefix(line, "time="): // its log
			ts.Fatalf("this line is no sentence of its own: %q", line)
		}
	}
	if strconv.Itoa(lines) != args[0] {
		ts.Fatalf("it said why in %d lines:\n%s", lines, says)
	}
	noSecrets(ts, says)
}

// noSecrets fails where something is told that is nobody's business.
func noSecrets(ts *testscript.TestScript, says string) {
	for _, secret := range []string{"secret", "xoxb-sim-1-bot", "xapp-1-A0SIM0001-sim-app", "ticket="} {
		if strings.Contains(says, secret) {
			ts.Fatalf("it tells a secret: %s", says)
		}
	}
}

// checks n runs tandem check, which has to exit with 1, say fail in n of its lines, and mark every line with a word.
func scriptChecks(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: checks failures")
	}
	err := ts.Exec("tandem", "check")
	says, errs := ts.ReadFile("stdout"), ts.ReadFile("stderr")
	if err == nil || !strings.HasPrefix(err.Error(), "exit status 1") || strings.Count(errs, "\n") != 1 || !strings.HasPrefix(errs, "tandem: ") {
		ts.Fatalf("it ended with %v and said:\n%s%s", err, says, errs)
	}
	failed := 0
	for line := range strings.Lines(says) {
		switch mark, _, _ := strings.Cut(line, " "); mark {
		case "ok", "warn":
		case "fail":
			failed++
		default:
			ts.Fatalf("this line has no mark: %q", line)
		}
	}
	if strconv.Itoa(failed) != args[0] {
		ts.Fatalf("%d lines say fail:\n%s", failed, says)
	}
	noSecrets(ts, says+errs)
}

// slack-says method what makes the next call of a method go wrong: by Slack's word, or with 429, 500 or garbage.
func scriptSlackSays(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: slack-says method what")
	}
	kind, ok := map[string]slacksim.FaultKind{
		"429": slacksim.RateLimit(7 * time.Second), "500": slacksim.Status500, "garbage": slacksim.Garbage}[args[1]]
	if !ok {
		kind = slacksim.Error(args[1])
	}
	(*ts.Value("sim").(**slacksim.Workspace)).InjectFault(slacksim.Fault{Method: args[0], Kind: kind})
}

// belongs team file makes a database that belongs to a workspace.
func scriptBelongs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: belongs team file")
	}
	ctx := context.Background()
	db, err := store.Open(ctx, ts.MkAbs(args[1]), store.Machine())
	ts.Check(err)
	ts.Check(db.Update(ctx, func(tx *store.Tx) error { return tx.SetMeta(ctx, "slack_team", args[0]) }))
	ts.Check(db.Close())
}

// newer file makes a database as a later Tandem would.
func scriptNewer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: newer file")
	}
	scriptBelongs(ts, false, []string{slacksim.TeamID, args[0]})
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)`)
	ts.Check(err)
	ts.Check(db.Close())
}

// nobody-home variable sets a variable to an address where nobody listens.
func scriptNobodyHome(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: nobody-home variable")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Check(l.Close())
	ts.Setenv(args[0], l.Addr().String())
}

// taken variable sets a variable to an address where somebody listens already.
func scriptTaken(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: taken variable")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv(args[0], l.Addr().String())
}
