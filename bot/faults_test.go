package bot

import (
	"context"
	"net"
	"net/http"
)

// breaksDialing keeps the bot's calls from reaching anybody, until the returned function is called.
func (w *world) breaksDialing() (mend func()) {
	w.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	nobody := l.Addr().String()
	l.Close()
	was := w.bot.http.Transport.(*http.Transport)
	broken := was.Clone()
	broken.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, nobody)
	}
	w.bot.http.Transport = broken
	return func() { w.bot.http.Transport = was }
}
