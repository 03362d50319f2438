package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

// A Mark says how a check went.
type Mark string

// The marks, as people read them.
const (
	Fine    Mark = "ok"
	Warning Mark = "warn" // it works, and something is lost
	Failed  Mark = "fail"
)

// A Finding is what one check found, for the person who sets Tandem up.
type Finding struct {
	Mark  Mark
	About string // what was looked at
	Says  string // what it is, and what to do
}

// checkWithin bounds each check.
const checkWithin = 10 * time.Second

// loses is what goes without an optional scope.
var loses = map[string]string{
	"channels:history": "public channels: no :bulb:, of a thread only the message that is captured, and a post whose answer was lost waits on Home",
	"groups:history":   "private channels: the same",
	"mpim:read":        "what was asked in a group message is shown to whoever asked, the PM and the PO, not to the others there",
	filesWrite:         "messages go without their pictures, and nothing is sent as a file",
}

// A checker tries what Tandem needs of Slack. Each step uses what those before it have found.
type checker struct {
	cfg    Config
	api    *slack.Client
	who    *slack.AuthTestResponse // nil: the bot token does not work
	socket string                  // where a socket may be opened, once; empty: the app token does not work
}

// Check tries what Tandem needs of Slack and tells of each thing as soon as it is known. It posts nothing. Its socket is
// closed as soon as Slack has greeted it, because Slack may send it what people do.
func Check(ctx context.Context, cfg Config, tell func(Finding)) {
	client := &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
	defer client.CloseIdleConnections()
	opts := []slack.Option{slack.OptionHTTPClient(client), slack.OptionAppLevelToken(cfg.AppToken)}
	if cfg.APIURL != "" {
		opts = append(opts, slack.OptionAPIURL(cfg.APIURL))
	}
	c := &checker{cfg: cfg, api: slack.New(cfg.BotToken, opts...)}
	for _, step := range []struct {
		about string
		try   func(context.Context) (Mark, string)
	}{
		{"bot token", c.botToken}, {"app token", c.appToken}, {"scopes", c.scopes}, {"socket", c.hello},
	} {
		within, cancel := context.WithTimeout(ctx, checkWithin)
		mark, says := step.try(within)
		cancel()
		tell(Finding{mark, step.about, says})
	}
}

func (c *checker) botToken(ctx context.Context) (Mark, string) {
	if c.cfg.BotToken == "" {
		return Failed, "not tried, because SLACK_BOT_TOKEN is not set"
	}
	who, err := c.api.AuthTestContext(ctx)
	if err != nil {
		return Failed, tokenError("SLACK_BOT_TOKEN", err).Error()
	}
	c.who = who
	return Fine, fmt.Sprintf("Tandem is @%s in the workspace %s", who.User, who.Team)
}

func (c *checker) appToken(ctx context.Context) (Mark, string) {
	if c.cfg.AppToken == "" {
		return Failed, "not tried, because SLACK_APP_TOKEN is not set"
	}
	_, at, err := c.api.StartSocketModeContext(ctx)
	if err != nil {
		return Failed, tokenError("SLACK_APP_TOKEN", err).Error()
	}
	c.socket = at
	return Fine, "Slack lets it open sockets"
}

func (c *checker) scopes(context.Context) (Mark, string) {
	if c.who == nil {
		return Failed, "not known, because the bot token does not work"
	}
	id := identity{Scopes: scopes(c.who.Header.Get("X-OAuth-Scopes"))}
	if len(id.Scopes) == 0 {
		return Warning, "Slack did not say which the app has"
	}
	const mend = "update the app from manifest.yml in its settings, then install it again"
	if missing := id.missing(); missing != "" {
		return Failed, fmt.Sprintf("the app lacks %s: %s", missing, mend)
	}
	var without []string
	for _, s := range Optional {
		if !id.Scopes[s] {
			without = append(without, fmt.Sprintf("without %s, %s", s, loses[s]))
		}
	}
	if len(without) > 0 {
		return Warning, fmt.Sprintf("all that are required; %s. To add: %s", strings.Join(without, "; "), mend)
	}
	return Fine, "all that are required, and all that are optional"
}

// greeting is the first that Slack says on a socket.
type greeting struct {
	Type           string `json:"type"`
	Reason         string `json:"reason"`
	NumConnections int    `json:"num_connections"`
	ConnectionInfo struct {
		AppID string `json:"app_id"`
	} `json:"connection_info"`
}

func (c *checker) hello(ctx context.Context) (Mark, string) {
	if c.socket == "" {
		return Failed, "not tried, because the app token does not work"
	}
	g, err := greeted(ctx, c.socket)
	switch {
	case errors.Is(err, websocket.ErrBadHandshake):
		return Failed, "something on the way does not let WebSockets through: let the proxy pass wss://wss-primary.slack.com"
	case err != nil && ctx.Err() != nil:
		return Failed, "Slack did not say hello in time; " + ways
	case err != nil:
		return Failed, "reaching Slack: " + unreachable(err)
	case g.Type == "disconnect" && g.Reason == "link_disabled":
		return Failed, "Socket Mode is off: switch it on under Socket Mode in your app's settings"
	case g.Type == "disconnect" && g.Reason == "too_many_websockets":
		return Failed, "Slack holds ten sockets of this app open, which is all that it allows: stop a Tandem that is not needed"
	case g.Type != "hello":
		return Failed, fmt.Sprintf("Slack said %q (%s) and not hello: try again", g.Type, g.Reason)
	}
	if other := c.otherApp(ctx, g.ConnectionInfo.AppID); other != "" {
		return Failed, fmt.Sprintf("the tokens are of two apps: SLACK_APP_TOKEN is of %s, SLACK_BOT_TOKEN of %s; take both from one", g.ConnectionInfo.AppID, other)
	}
	if others := g.NumConnections - 1; others > 0 {
		return Fine, fmt.Sprintf("Slack says hello; %d other sockets of this app are open: Tandem is running already", others)
	}
	return Fine, "Slack says hello"
}

// greeted opens a socket, hears the first word, and closes it.
func greeted(ctx context.Context, at string) (g greeting, err error) {
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: checkWithin}
	conn, resp, err := dialer.DialContext(ctx, at, nil)
	if resp != nil && resp.Body != nil {
		resp.Body.Close() // of a handshake that was refused
	}
	if err != nil {
		return g, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	if err := conn.ReadJSON(&g); err != nil {
		return g, err
	}
	// Best effort: Slack sees the connection close in any case.
	_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Time{})
	return g, nil
}

// otherApp is the app that the bot token belongs to, if that is another than the one given. Where Slack does not say,
// it is taken for the same.
func (c *checker) otherApp(ctx context.Context, app string) string {
	if c.who == nil || app == "" {
		return ""
	}
	b, err := c.api.GetBotInfoContext(ctx, slack.GetBotInfoParameters{Bot: c.who.BotID})
	if err != nil || slices.Contains([]string{"", app}, b.AppID) {
		return ""
	}
	return b.AppID
}
