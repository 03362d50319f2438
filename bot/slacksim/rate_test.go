package slacksim

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// tiers are Slack's rate tiers: calls a minute, and the methods that are in each. Slack's lists disagree on
// apps.connections.open; this is the stricter one.
var tiers = map[int][]string{
	1:   {"apps.connections.open"},
	20:  {"conversations.list", "users.list", "reactions.remove"},
	50:  {"bots.info", "chat.update", "chat.delete", "conversations.open", "conversations.info", "conversations.history", "conversations.replies", "users.conversations", "reactions.add"},
	100: {"chat.postEphemeral", "conversations.members", "users.info", "views.open", "views.push", "views.update", "views.publish", "files.getUploadURLExternal", "files.completeUploadExternal"},
}

// asked calls a method and returns after how many seconds it may be called again, 0 when it was not too soon.
func asked(t *testing.T, w *Workspace, method, args string) int {
	t.Helper()
	token := w.BotToken()
	if methods[method].app {
		token = w.AppToken()
	}
	req, _ := http.NewRequest("POST", w.APIURL()+method, strings.NewReader(args))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	after, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	if (resp.StatusCode == http.StatusTooManyRequests) != (err == nil) || err == nil && after < 1 {
		t.Fatalf("%s: %d with Retry-After %q", method, resp.StatusCode, resp.Header.Get("Retry-After"))
	}
	return after
}

// burst calls a method until it is too soon, and returns how often it was not and how long to wait.
func burst(t *testing.T, w *Workspace, method, args string) (n, wait int) {
	t.Helper()
	for {
		if wait = asked(t, w, method, args); wait > 0 {
			return n, wait
		}
		if n++; n > 1000 {
			t.Fatalf("%s has no limit", method)
		}
	}
}

func TestEachMethodIsLimitedByItsTier(t *testing.T) {
	listed := map[string]bool{"chat.postMessage": true, "auth.test": true, "chat.getPermalink": true, "blocks.validate": true} // Slack names no tier
	for minute, names := range tiers {
		for _, name := range names {
			listed[name] = true
			w, _ := start(t)
			if n, _ := burst(t, w, name, ""); n < minute {
				t.Errorf("%s: only %d calls at once, %d a minute are promised", name, n, minute)
			}
			w.Wind(time.Minute)
			n, wait := burst(t, w, name, "")
			if n != minute {
				t.Errorf("%s: %d calls in the next minute, not %d", name, n, minute)
			}
			w.Wind(time.Duration(wait) * time.Second)
			if again := asked(t, w, name, ""); again != 0 {
				t.Errorf("%s: after the %d s that were named, %d more", name, wait, again)
			}
		}
	}
	for name := range methods {
		if !listed[name] {
			t.Errorf("%s is in no tier", name)
		}
	}
}

func TestMessagesAreLimitedInEachConversationAndInTheWorkspace(t *testing.T) {
	w, _ := start(t)
	ids := []string{"C0ATLAS"}
	for i := range 100 {
		ids = append(ids, w.AddChannel(Channel{Name: fmt.Sprintf("c%d", i), BotIn: true}))
	}
	post := func(channel string) (n, wait int) { return burst(t, w, "chat.postMessage", "text=x&channel="+channel) }
	if n, wait := post("C0ATLAS"); n < 2 || n > 10 || wait != 1 {
		t.Errorf("%d messages at once in one channel, then a wait of %d s", n, wait)
	}
	w.Wind(3 * time.Second)
	if n, _ := post("C0ATLAS"); n != 3 {
		t.Errorf("%d messages in three seconds in one channel", n)
	}
	if wait := asked(t, w, "chat.postMessage", "text=x&channel="+ids[1]); wait != 0 {
		t.Errorf("another channel waits %d s", wait)
	}
	w.Wind(time.Hour)
	all := 0
	for _, id := range ids {
		n, _ := post(id)
		all += n
	}
	if all != postsAMinute {
		t.Errorf("%d messages at once in the workspace", all)
	}
	if got := len(w.Calls("chat.postMessage")); got <= all {
		t.Errorf("%d calls are kept", got)
	}
}

func TestAWorkspaceWithoutLimitsHasNone(t *testing.T) {
	w, _ := start(t, func(c *Config) { c.RateLimits = Unlimited })
	for range 30 {
		if wait := asked(t, w, "chat.postMessage", "text=x&channel=C0ATLAS"); wait != 0 {
			t.Fatalf("a message waits %d s", wait)
		}
	}
}
