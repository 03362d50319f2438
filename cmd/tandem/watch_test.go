package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"tandem/bot"
	"tandem/bot/slacksim"
	"tandem/store/dbtest"
)

func TestWhoWatchesItHearsWhenItIsReadyAndWhatItCounts(t *testing.T) {
	manifest, err := json.Marshal(bot.Manifest())
	if err != nil {
		t.Fatal(err)
	}
	sim, err := slacksim.Start(slacksim.Config{Manifest: manifest})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := "http://" + free.Addr().String()
	free.Close()
	p := launch(t, append(environ(sim, dbtest.SQLite(t)), "TANDEM_LISTEN="+strings.TrimPrefix(at, "http://")))
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	late := time.NewTimer(patience)
	defer late.Stop()
	for status := 0; status != http.StatusOK; {
		select {
		case <-again.C:
			status, _ = ask(at + "/readyz")
		case <-p.done:
			t.Fatal(p.running())
		case <-late.C:
			t.Fatalf("it does not become ready:\n%s", &p.errs)
		}
	}
	if status, says := ask(at + "/healthz"); status != http.StatusOK || says != "ok\n" {
		t.Errorf("/healthz says %d %q", status, says)
	}
	if _, says := ask(at + "/metrics"); !strings.Contains(says, `tandem_slack_calls_total{method="auth.test",outcome="ok"} 1`) {
		t.Errorf("/metrics says:\n%s", says)
	}
	if status, _ := ask(at + "/"); status != http.StatusNotFound {
		t.Errorf("/ says %d", status)
	}
	p.ends(os.Interrupt)
}

// ask is what is said at an address; nothing when nobody answers.
func ask(address string) (status int, says string) {
	resp, err := http.Get(address)
	if err != nil {
		return 0, ""
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, ""
	}
	return resp.StatusCode, string(body)
}
