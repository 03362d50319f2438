package page_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	cdp "github.com/chromedp/chromedp"

	"tandem/bot/slacksim/page/browser"
)

func TestThePanelMakesTroubleForTheApp(t *testing.T) {
	a := world(t, guide)
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	b.Go("/?as=sam&in=atlas")
	b.Click("[data-tool=panel]")
	b.Says("[data-panel]", "Tandem has 1 connection")
	b.Says("[data-panel]", "Not shared")
	b.Shot("panel")
	b.Click("[data-action-id='panel.outage']")
	b.Says("#banner", "Slack is down")
	b.Until(`document.activeElement.dataset.actionId === "panel.outage"`) // the focus stays
	if got := a.status(); got != 500 {
		t.Errorf("Slack answers %d while it is down, want 500", got)
	}
	b.Click("[data-action-id='panel.outage']")
	b.Says("[data-panel]", "Slack works")
	if got := a.status(); got != 200 {
		t.Errorf("Slack answers %d after the outage, want 200", got)
	}

	b.Click("[data-action-id='panel.share']")
	b.Says("#place-head", "shared")
	b.Click("[data-action-id='panel.membership']")
	b.Says("[data-panel]", "Tandem is not a member")
	b.Click("[data-action-id='panel.membership']")
	b.Says("[data-panel]", "Tandem is a member")
	b.Click("[data-action-id='panel.gone.ana']")
	b.Says("[data-panel]", "has left the workspace")
	b.Gone("#sidebar [data-name='Ana Silva']")
	if ana, _ := a.w.User("ana"); !ana.Deleted {
		t.Error("Ana is still there")
	}
	b.Click("[data-action-id='panel.gone.ana']")
	b.Sees("#sidebar [data-name='Ana Silva']")
	b.Click("[data-action-id='panel.archive']")
	b.Says("#composer", "This channel is archived")
	b.Size(400, 800)
	b.Dark(true)
	b.Until(`getComputedStyle(document.querySelector("#sidebar")).visibility === "hidden"`)
	b.Shot("panel-narrow-dark")
	b.Click("[data-action-id='panel.cut']")
	b.Says("#banner", "Tandem is not connected")
	b.Click("[data-side=close]")
	b.Gone("[data-panel]")
}

func TestThePanelRefusesPostsRenewsConnectionsAndTakesTheAppOut(t *testing.T) {
	a := world(t, guide)
	a.does("refuse", obj{"as": "sam"})
	for i, want := range []int{429, 429, 429, 200} {
		if got := a.status(); got != want {
			t.Errorf("post %d is answered with %d, want %d", i+1, got, want)
		}
	}
	a.does("disconnect", obj{"as": "sam", "text": "refresh"})
	a.until(func() bool { return a.w.Sockets() == 0 })
	for _, c := range []struct {
		installed bool
		want      string
	}{{false, "account_inactive"}, {true, ""}} {
		a.does("install", obj{"as": "sam", "on": c.installed})
		var answer struct{ Error string }
		if a.post(a.w.BotToken(), "auth.test", obj{}, &answer); answer.Error != c.want {
			t.Errorf("auth.test answers %q, want %q", answer.Error, c.want)
		}
	}
	if got := a.tried("gone", obj{"as": "sam", "who": "sam", "on": true}); got != "Be somebody else first: nobody can be played who has left." {
		t.Errorf("Sam could leave: %q", got)
	}
}

func TestAFileGoesWithAMessageAndAMentionIsTypedInAThread(t *testing.T) {
	a := world(t, guide)
	heard := make(chan obj, 10)
	a.on(func(kind string, payload obj) any {
		if event, ok := payload["event"].(obj); ok && event["type"] == "app_mention" {
			heard <- event
		}
		return nil
	})
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	name := filepath.Join(t.TempDir(), "audit.csv")
	if err := os.WriteFile(name, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Go("/?as=sam&in=atlas")
	b.Do(cdp.SetUploadFiles(cdp.CSS("#composer [data-composer=file]"), []string{name}))
	b.Says(".attached", "audit.csv")
	b.Types("#composer-text", "The log that they need")
	b.Shot("attached")
	b.Key("\r")
	b.Says("article", "8 bytes")
	b.Gone(".attached:not([hidden])")

	sent := a.w.Messages("#atlas")
	root := sent[len(sent)-1]
	b.Click(`[data-message-ts="` + root.TS + `"] [data-tool=reply]`)
	b.Types("[data-composer=thread]", "@Tandem record this\r")
	event := <-heard
	if event["thread_ts"] != root.TS || event["text"] != "<@"+a.w.BotUser()+"> record this" {
		t.Errorf("the app heard %v", event)
	}
	a.call("chat.postEphemeral", obj{"channel": a.channel("atlas"), "user": a.w.Person("sam").ID(), "thread_ts": root.TS, "text": "Recorded as FR-1."})
	b.Says("#side article.private", "Recorded as FR-1.")
	b.Says("#messages .replies", "1 reply")
	b.Says("#messages .replies", "and 1 only visible to you")
	b.Shot("thread-whisper")
}

func TestSomebodyWritesToSeveralPeople(t *testing.T) {
	a := world(t, guide)
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	b.Go("/?as=sam&in=atlas")
	b.Click("[data-tool=new-message]")
	b.Key(" ") // the first one
	b.Click("[data-with=ben]")
	b.Shot("new-message")
	b.Click("[data-tool=write]")
	b.Says("#place-head", "Ben Carter, Priya Nair")
	b.Types("#composer-text", "Lunch?\r")
	b.Says("article", "Lunch?")
	groups := 0
	for _, c := range a.w.Person("ben").Channels() {
		if c.Group {
			groups++
		}
	}
	if groups != 1 {
		t.Errorf("Ben is in %d group messages, want the new one", groups)
	}
}

// status is how Slack answers a post, as an HTTP status.
func (a *app) status() int {
	a.t.Helper()
	req, err := http.NewRequest("POST", a.w.APIURL()+"chat.postMessage", strings.NewReader(`{"channel":"`+a.channel("atlas")+`","text":"."}`))
	if err != nil {
		a.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+a.w.BotToken())
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		a.t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}
