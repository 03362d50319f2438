package page_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	cdp "github.com/chromedp/chromedp"
)

// tab is a browser's tab on the page.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string
}

// browser starts the browser that TANDEM_TEST_CHROMIUM names. Without it the test runs nowhere but fails in CI.
func browser(t *testing.T, url string) (*tab, bool) {
	t.Helper()
	path := os.Getenv("TANDEM_TEST_CHROMIUM")
	if path == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("TANDEM_TEST_CHROMIUM must name a Chromium in CI")
		}
		t.Log("not run: TANDEM_TEST_CHROMIUM does not name a Chromium")
		return nil, false
	}
	opts := append(cdp.DefaultExecAllocatorOptions[:], cdp.ExecPath(path), cdp.NoSandbox, cdp.DisableGPU, cdp.UserDataDir(t.TempDir()),
		cdp.Flag("disable-quic", true), cdp.Flag("disable-background-networking", true), cdp.Flag("disable-component-update", true), cdp.Flag("disable-sync", true))
	alloc, stop := cdp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, cancel := cdp.NewContext(alloc)
	t.Cleanup(cancel)
	ctx, end := context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(end)
	if err := cdp.Do(ctx); err != nil { // the first call starts the browser, which lives as long as its context
		t.Fatal(err)
	}
	b := &tab{t: t, ctx: ctx, url: url}
	if err := cdp.Listen(ctx, func(event any) {
		if e, ok := event.(*runtime.EventExceptionThrown); ok {
			t.Errorf("the page's script failed: %s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
		}
	}); err != nil {
		t.Fatal(err)
	}
	b.size(1280, 800)
	return b, true
}

func (b *tab) do(steps ...cdp.Action[cdp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	if err := cdp.Do(ctx, steps...); err != nil {
		b.shot("failed-" + filepath.Base(b.t.Name()))
		b.t.Fatal(err)
	}
}

func (b *tab) open(address string) {
	b.t.Helper()
	b.do(cdp.Navigate(b.url+address), cdp.WaitVisible(cdp.CSS("body[data-ready]")))
}

func (b *tab) size(width, height int64) { b.do(cdp.EmulateViewport(width, height)) }

func (b *tab) dark(on bool) {
	scheme := "light"
	if on {
		scheme = "dark"
	}
	b.do(cdp.Func(func(ctx context.Context, _ *cdp.Target) error {
		_, err := cdp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	}))
}

func (b *tab) click(css string) { b.t.Helper(); b.do(cdp.Click(cdp.CSS(css))) }

func (b *tab) sees(css string) { b.t.Helper(); b.do(cdp.WaitVisible(cdp.CSS(css))) }

func (b *tab) gone(css string) { b.t.Helper(); b.do(cdp.WaitNotPresent(cdp.CSS(css))) }

func (b *tab) types(css, words string) { b.t.Helper(); b.do(cdp.SendKeys(cdp.CSS(css), words)) }

// sets fills a date or time field, as its picker would.
func (b *tab) sets(css, value string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`(() => { const n = document.querySelector(%q); n.value = %q; n.dispatchEvent(new Event("change", { bubbles: true })); return true; })()`, css, value))
}

func (b *tab) key(keys string) { b.t.Helper(); b.do(cdp.KeyEvent(keys)) }

// says waits until an element's text contains the words.
func (b *tab) says(css, words string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`[...document.querySelectorAll(%q)].some((n) => n.textContent.includes(%q))`, css, words))
}

// until waits until an expression is true.
func (b *tab) until(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	if _, err := cdp.Run(ctx, cdp.Poll[bool](expression)); err != nil {
		b.shot("failed-" + filepath.Base(b.t.Name()))
		b.t.Fatalf("%s: %v", expression, err)
	}
}

// shot keeps a picture of the tab where TANDEM_TEST_SHOTS says.
func (b *tab) shot(name string) {
	dir := os.Getenv("TANDEM_TEST_SHOTS")
	if dir == "" {
		return
	}
	png, err := cdp.Run(b.ctx, cdp.CaptureScreenshot())
	if err != nil {
		b.t.Logf("no picture %s: %v", name, err)
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.t.Log(err)
	}
}
