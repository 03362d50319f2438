package bot

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
)

// live is the address of a Web API whose blocks.validate is to judge every view in the golden files too. It needs no
// token: make check-live gives Slack's own.
var live = flag.String("live", "", "a Web API to which all views are sent for its judgment, ending in a slash")

// judge asks a Web API's blocks.validate what is wrong with a view.
func judge(ctx context.Context, api string, v view) error {
	form := url.Values{}
	var what any
	switch v := v.(type) {
	case kit.Message:
		what = map[string]any{"text": v.Text, "blocks": v.Blocks}
		form.Set("message", "")
	case kit.Modal:
		what = v.Request()
		form.Set("view", "")
	case kit.Home:
		what = v.Request()
		form.Set("view", "")
	}
	raw, err := json.Marshal(what)
	if err != nil {
		return err
	}
	for field := range form {
		form.Set(field, string(raw))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, api+"blocks.validate", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusTooManyRequests {
		wait, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		select {
		case <-time.After(time.Duration(max(wait, 1)) * time.Second):
			return judge(ctx, api, v)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	var said struct {
		OK     bool
		Error  string
		Errors []struct{ Pointer, Message string }
	}
	if err := json.NewDecoder(resp.Body).Decode(&said); err != nil {
		return fmt.Errorf("%s answered no JSON: %w", resp.Status, err)
	}
	if said.OK {
		return nil
	}
	all := []error{errors.New(said.Error)}
	for _, e := range said.Errors {
		all = append(all, fmt.Errorf("%s: %s", e.Pointer, e.Message))
	}
	return errors.Join(all...)
}

func TestTheJudgmentOfAViewNamesWhatIsWrong(t *testing.T) {
	inWorlds(t, func(w *world) {
		good := []view{
			kit.Told("fine"),
			engine.Note("Fine", kit.Section("fine")),
			kit.Home{Blocks: []slack.Block{kit.Section("fine")}},
		}
		for _, v := range good {
			if err := judge(context.Background(), w.sim.APIURL(), v); err != nil {
				t.Errorf("%T: %v", v, err)
			}
		}
		long := slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, strings.Repeat("x", 3001), false, false), nil, nil)
		bad := []view{
			kit.Message{Text: "long", Blocks: []slack.Block{long}},
			kit.Modal{ID: "x", Title: "Long", Blocks: []slack.Block{long}},
			kit.Home{Blocks: []slack.Block{long}},
		}
		for _, v := range bad {
			if err := judge(context.Background(), w.sim.APIURL(), v); err == nil || !strings.Contains(err.Error(), "/blocks/0/text") {
				t.Errorf("%T: %v", v, err)
			}
		}
		w.ended()
	})
}
