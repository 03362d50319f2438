package page_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tandem/bot/slacksim"
	"tandem/bot/slacksim/page"
)

func TestOnlyThePageItselfMayAct(t *testing.T) {
	a := world(t, guide)
	host := strings.TrimPrefix(a.w.URL(), "http://")
	for _, c := range []struct {
		name, host, origin, kind string
		want                     int
	}{
		{"the page", host, a.w.URL(), "application/json", 200},
		{"another site", host, "https://example.com", "application/json", 403},
		{"another port of this machine", host, "http://127.0.0.1:1", "application/json", 403},
		{"nobody", host, "", "application/json", 403},
		{"a plain form", host, a.w.URL(), "application/x-www-form-urlencoded", 403},
		{"a name that only resolves to this machine", "rebound.example.com", "http://rebound.example.com", "application/json", 403},
	} {
		req, err := http.NewRequest("POST", a.w.URL()+"/page/do/say", strings.NewReader(`{"as":"sam","channel":"#atlas","text":"hi"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Host = c.host
		req.Header.Set("Content-Type", c.kind)
		if c.origin != "" {
			req.Header.Set("Origin", c.origin)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", c.name, resp.StatusCode, c.want)
		}
	}
	if n := len(a.w.Messages("#atlas")); n != 1 {
		t.Errorf("%d messages were written, want the page's own", n)
	}
}

func TestAnUpdateBetweenThePageAndItsStreamIsNotLost(t *testing.T) {
	a := world(t, guide)
	before := a.snapshot("sam", "atlas")
	a.w.Person("ben").Say("#atlas", "said while the page was loading")
	resp, err := http.Get(a.w.URL() + "/page/stream?as=sam&in=atlas&after=" + before.Version.String())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			if !strings.Contains(data, "said while the page was loading") {
				t.Errorf("the stream began with %s", data)
			}
			return
		}
	}
	t.Error("the stream ended")
}

func TestWhatSomebodyHasNotReadIsCountedForThem(t *testing.T) {
	a := world(t, guide)
	sam := a.w.Person("sam")
	root := sam.Say("#atlas", "The export is slow")
	a.w.Person("ben").Reply("#atlas", root, "Which one?")
	a.w.Person("ben").Say("#atlas", "Nobody asked")
	last := a.w.Person("ben").Say("#atlas", "@sam look")
	if got := a.snapshot("sam", "home").unread("atlas"); got != 2 {
		t.Errorf("Sam has %d unread, want the mention and the reply to his thread", got)
	}
	if got := a.snapshot("priya", "home").unread("atlas"); got != 0 {
		t.Errorf("Priya has %d unread, want none: nothing asks for her", got)
	}
	a.does("read", obj{"as": "sam", "channel": a.channel("atlas"), "ts": last})
	a.does("read", obj{"as": "sam", "channel": a.channel("atlas"), "ts": last, "thread": root})
	if got := a.snapshot("sam", "home").unread("atlas"); got != 0 {
		t.Errorf("Sam has %d unread after reading all", got)
	}
}

func TestTheClockIsWoundToMondayMorningWhereThePersonIs(t *testing.T) {
	for _, c := range []struct{ now, want string }{
		{"2026-03-06T15:00:00Z", "2026-03-09T08:00:00Z"}, // a Friday
		{"2026-03-09T07:59:00Z", "2026-03-09T08:00:00Z"}, // a Monday, a minute before
		{"2026-03-09T08:00:00Z", "2026-03-16T08:00:00Z"}, // a Monday, on the minute
		{"2026-03-27T12:00:00Z", "2026-03-30T07:00:00Z"}, // Berlin's clocks go forward in between
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		w, err := slacksim.Start(slacksim.Config{Manifest: []byte(manifest), Now: func() time.Time { return now },
			Page: func(w *slacksim.Workspace) http.Handler { return page.Handler(w, guide) }})
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		w.AddUser(slacksim.User{Name: "sam", Zone: "Europe/Berlin"})
		a := &app{t: t, w: w}
		a.does("wind", obj{"as": "sam", "text": "monday"})
		if got := w.Now().Format(time.RFC3339); got != c.want {
			t.Errorf("from %s to %s, want %s", c.now, got, c.want)
		}
	}
}

func TestAFileThatIsNoPictureIsOnlyEverDownloaded(t *testing.T) {
	a := world(t, guide)
	a.w.Person("sam").Upload("#atlas", "", "look", "page.html", []byte("<script>alert(1)</script>"))
	files := a.w.Messages("#atlas")[0].Files
	resp, err := http.Get(a.w.URL() + "/page/file/" + files[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	h := resp.Header
	if h.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("served with %v", h)
	}
}

// snap is what the tests read of a snapshot.
type snap struct {
	Version  json.Number
	Channels []struct {
		Name   string
		Unread int
	}
}

func (s snap) unread(channel string) int {
	for _, c := range s.Channels {
		if c.Name == channel {
			return c.Unread
		}
	}
	return -1
}

func (a *app) snapshot(as, in string) (s snap) {
	a.t.Helper()
	resp, err := http.Get(a.w.URL() + "/page/state?" + url.Values{"as": {as}, "in": {in}}.Encode())
	if err != nil {
		a.t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&s); err != nil {
		a.t.Fatal(err)
	}
	return s
}

// does is an action as the page sends it.
func (a *app) does(action string, fields obj) {
	a.t.Helper()
	if said := a.tried(action, fields); said != "" {
		a.t.Errorf("%s: %s", action, said)
	}
}

// tried is what went wrong with an action, or "".
func (a *app) tried(action string, fields obj) string {
	a.t.Helper()
	body, err := json.Marshal(fields)
	if err != nil {
		a.t.Fatal(err)
	}
	req, err := http.NewRequest("POST", a.w.URL()+"/page/do/"+action, strings.NewReader(string(body)))
	if err != nil {
		a.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", a.w.URL())
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		a.t.Fatal(err)
	}
	defer resp.Body.Close()
	var out struct{ Error string }
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		a.t.Fatal(err)
	}
	return out.Error
}
