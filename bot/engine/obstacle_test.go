package engine

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

func TestWhatIsInTheWayToSlackIsNamed(t *testing.T) {
	answers := func(status int) *httptest.Server {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		t.Cleanup(s.Close)
		return s
	}
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(secure.Close)
	wantsName, away := answers(http.StatusProxyAuthRequired), answers(http.StatusOK)
	away.Close()
	through := func(proxy string) http.RoundTripper {
		u, err := url.Parse(proxy)
		if err != nil {
			t.Fatal(err)
		}
		return &http.Transport{Proxy: http.ProxyURL(u)}
	}
	nowhere := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Name: "slack.com", Err: "no such host", IsNotFound: true}}
	}}
	late := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: context.DeadlineExceeded}
	}}
	for _, c := range []struct {
		name string
		api  string
		by   http.RoundTripper
		says string
	}{
		{"nobody is there", away.URL + "/", nil, "nobody answers at " + strings.TrimPrefix(away.URL, "http://") + " (connection refused); this machine must reach slack.com"},
		{"no name service", "https://slack.com/api/", nowhere, "the name slack.com is not found (no such host): look at this machine's DNS"},
		{"a firewall", "https://slack.com/api/", late, "it does not answer in time; this machine must reach slack.com"},
		{"a proxy that is away", "https://slack.com/api/", through(away.URL), "the proxy of HTTPS_PROXY does not answer (connection refused)"},
		{"a proxy that wants a name", "https://slack.com/api/", through(wantsName.URL), "the proxy wants a name and a password"},
		{"a proxy that reads along", secure.URL + "/", nil, "its certificate is not trusted"},
		{"another server", answers(http.StatusNotFound).URL + "/", nil, "something else answers in its place (status 404)"},
		{"Slack is down", answers(http.StatusBadGateway).URL + "/", nil, "it has trouble of its own (status 502)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			by := c.by
			if by == nil {
				by = &http.Transport{}
			}
			client := &http.Client{Transport: by}
			defer client.CloseIdleConnections()
			_, err := slack.New("xoxb-1", slack.OptionAPIURL(c.api), slack.OptionHTTPClient(client)).AuthTestContext(t.Context())
			got := tokenError("SLACK_BOT_TOKEN", err)
			if got == nil || !strings.HasPrefix(got.Error(), "reaching Slack: "+c.says) {
				t.Errorf("it says %v", got)
			}
		})
	}
}
