package slacksim

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is enough for what takes a moment, on a busy machine too: that Node starts, that an acknowledgment comes.
const patience = time.Minute

func patient(t *testing.T) context.Context {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	t.Cleanup(stop)
	return ctx
}

// output keeps what a program prints.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// bolt starts testdata/bolt/app.js, which is on Slack's own framework, and returns when it is connected. ok is false
// where TANDEM_TEST_BOLT does not name the folder into which .ci/needs installed the framework.
func bolt(t *testing.T, w *Workspace) (ok bool) {
	t.Helper()
	modules := os.Getenv("TANDEM_TEST_BOLT")
	if modules == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("TANDEM_TEST_BOLT must name the folder of Node modules with @slack/bolt in CI")
		}
		t.Log("not run: TANDEM_TEST_BOLT does not name a folder of Node modules")
		return false
	}
	var says output
	cmd := exec.Command("node", "testdata/bolt/app.js")
	cmd.Env = append(os.Environ(), "NODE_PATH="+modules, "BOT_TOKEN="+w.BotToken(), "APP_TOKEN="+w.AppToken(), "API_URL="+w.APIURL())
	cmd.Stdout, cmd.Stderr = &says, &says
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // fails when it has ended by itself
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("the app printed: %s", says.String())
		}
	})
	if err := w.AwaitSockets(patient(t), 1); err != nil {
		t.Fatal(err)
	}
	return true
}

func TestSlacksOwnFrameworkWorksHere(t *testing.T) {
	w, _ := start(t)
	if !bolt(t, w) {
		return
	}
	ana := w.Person("ana")
	does := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	sees := func(channel, words string) (found Message) {
		t.Helper()
		err := w.WaitFor(patient(t), func() bool {
			all := ana.Sees(channel)
			i := slices.IndexFunc(all, func(m Message) bool { return strings.Contains(m.Text, words) })
			if i >= 0 {
				found = all[i]
			}
			return i >= 0
		})
		if err != nil {
			t.Fatalf("ana does not see %q in %s: %v", words, channel, ana.Sees(channel))
		}
		return found
	}
	orders := func(what string) {
		t.Helper()
		does("the command", ana.Command("#atlas", "/request "+what))
		if m := sees("#atlas", "heard "+what); !m.Ephemeral() {
			t.Errorf("everybody sees %v", m)
		}
		does("the form", w.WaitFor(patient(t), func() bool { _, open := ana.View(); return open }))
		does("the field", ana.Fill("what", "nothing"))
		if err := ana.Submit(); !errors.Is(err, ErrFields) {
			t.Fatalf("the form went away with %v", err)
		}
		if v, _ := ana.View(); v.Errors["what"] != "Say what you want." {
			t.Errorf("the form's errors are %v", v.Errors)
		}
		does("the field", ana.Fill("what", what))
		does("the form", ana.Submit())
		if _, open := ana.View(); open {
			t.Error("the form stays open")
		}
		sees("@tandem", what+" is ordered")
	}

	orders("tea")
	ordered := sees("@tandem", "tea is ordered")
	does("the button", ana.Press(At(ordered.Channel, ordered.TS), "receipt", "tea"))
	sees("@tandem", "one moment")
	if m := sees("@tandem", "your receipt"); m.ThreadTS != ordered.TS || len(m.Files) != 1 || m.Files[0].Name != "receipt.txt" || string(m.Files[0].Data) != "1 tea" {
		t.Errorf("the file came as %v", m)
	}

	does("the Home tab", ana.OpenHome())
	does("the Home tab", w.WaitFor(patient(t), func() bool { _, there := ana.Home(); return there }))

	mention := ana.Say("#atlas", "@tandem hello")
	if m := sees("#atlas", "you called"); m.ThreadTS != mention {
		t.Errorf("the answer is %v", m)
	}

	opened := len(w.Calls("apps.connections.open"))
	w.Disconnect("refresh_requested")
	does("the reconnect", w.WaitFor(patient(t), func() bool { return len(w.Calls("apps.connections.open")) > opened && w.Sockets() == 1 }))
	orders("coffee")
	obeyed(t, w)
}
