// Package browser drives the page of the simulated workspace in a real browser, for tests.
//
// TANDEM_TEST_CHROMIUM names the browser. Where it is not set, [Open] answers false and the test ends; in CI it fails.
// TANDEM_TEST_SHOTS names a folder for pictures.
package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	cdp "github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience bounds one step in the browser.
const patience = time.Minute

// Tab is a browser's tab on the page. Its methods fail the test when the page does not do what is waited for.
type Tab struct {
	t   *testing.T
	ctx context.Context
	url string
}

// Open starts the browser. ok is false where none is named.
func Open(t *testing.T, url string) (tab *Tab, ok bool) {
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
	ctx, end := context.WithTimeout(ctx, 10*patience)
	t.Cleanup(end)
	if err := cdp.Do(ctx); err != nil { // the first call starts the browser, which lives as long as its context
		t.Fatal(err)
	}
	b := &Tab{t: t, ctx: ctx, url: url}
	if err := cdp.Listen(ctx, b.scriptFailed); err != nil {
		t.Fatal(err)
	}
	b.Size(1280, 800)
	return b, true
}

func (b *Tab) scriptFailed(event any) {
	if e, ok := event.(*runtime.EventExceptionThrown); ok {
		b.t.Errorf("the page's script failed: %s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
	}
}

// Do takes steps of chromedp's. Where the page drew an element anew between the moment it was found and the moment it was
// touched, they are taken again, as a person would.
func (b *Tab) Do(steps ...cdp.Action[cdp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	err := cdp.Do(ctx, steps...)
	for err != nil && strings.Contains(err.Error(), drawnAnew) && ctx.Err() == nil {
		err = cdp.Do(ctx, steps...)
	}
	if err != nil {
		b.Shot("failed-" + filepath.Base(b.t.Name()))
		b.t.Fatal(err)
	}
}

// drawnAnew is how Chromium says that an element is not there any more.
const drawnAnew = "Could not find node with given id"

// Go opens an address of the page's: "/?as=ana&in=atlas".
func (b *Tab) Go(address string) {
	b.t.Helper()
	b.Do(cdp.Navigate(b.url+address), cdp.WaitVisible(cdp.CSS("body[data-ready]")))
}

// Size sets how large the page is shown, in pixels.
func (b *Tab) Size(width, height int64) { b.Do(cdp.EmulateViewport(width, height)) }

// Dark shows the page as people see it who prefer dark colors.
func (b *Tab) Dark(on bool) {
	scheme := "light"
	if on {
		scheme = "dark"
	}
	b.Do(cdp.Func(func(ctx context.Context, _ *cdp.Target) error {
		_, err := cdp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	}))
}

// Click clicks an element, once nothing lies over it: a form that is about to close would take the click.
func (b *Tab) Click(css string) {
	b.t.Helper()
	b.Until(fmt.Sprintf(onTop, css))
	b.Do(cdp.Click(cdp.CSS(css)))
}

// onTop is true when a click in the middle of an element meets it.
const onTop = `((n) => {
	n?.scrollIntoViewIfNeeded();
	const box = n?.getClientRects()[0];
	const hit = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
	return Boolean(hit && n.contains(hit));
})(document.querySelector(%q))`

// Sees waits until an element is visible.
func (b *Tab) Sees(css string) { b.t.Helper(); b.Do(cdp.WaitVisible(cdp.CSS(css))) }

// Gone waits until an element is not there.
func (b *Tab) Gone(css string) { b.t.Helper(); b.Do(cdp.WaitNotPresent(cdp.CSS(css))) }

// Types types words into an element, once no form lies over it: what lies under one cannot be typed into.
func (b *Tab) Types(css, words string) {
	b.t.Helper()
	b.Until(fmt.Sprintf(notUnder, css))
	b.Do(cdp.SendKeys(cdp.CSS(css), words))
}

const notUnder = `((n) => Boolean(n && [...document.querySelectorAll("dialog:modal")].every((form) => form.contains(n))))(document.querySelector(%q))`

// Writes types words into an element in place of what stands there.
func (b *Tab) Writes(css, words string) {
	b.t.Helper()
	b.Until(fmt.Sprintf(`(() => { const n = document.querySelector(%q); n?.focus(); n?.select(); return document.activeElement === n; })()`, css))
	b.Types(css, words)
}

// Key presses keys where the focus is.
func (b *Tab) Key(keys string) { b.t.Helper(); b.Do(cdp.KeyEvent(keys)) }

// Holds presses a key where the focus is, and lets go of it after something: what happens meanwhile moves the focus from under it.
func (b *Tab) Holds(key rune, meanwhile func()) {
	b.t.Helper()
	for i, event := range kb.Encode(key) {
		if i == 1 {
			meanwhile()
		}
		b.Do(cdp.Func(func(ctx context.Context, _ *cdp.Target) error {
			_, err := cdp.Call(ctx, input.DispatchKeyEvent, *event)
			return err
		}))
	}
}

// Sets fills a date or time field, as its picker would.
func (b *Tab) Sets(css, value string) {
	b.t.Helper()
	b.Until(fmt.Sprintf(`(() => { const n = document.querySelector(%q); n.value = %q; n.dispatchEvent(new Event("change", { bubbles: true })); return true; })()`, css, value))
}

// Says waits until an element's text contains the words.
func (b *Tab) Says(css, words string) {
	b.t.Helper()
	b.Until(fmt.Sprintf(`[...document.querySelectorAll(%q)].some((n) => n.textContent.includes(%q))`, css, words))
}

// Until waits until a script's expression is true.
func (b *Tab) Until(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := cdp.Run(ctx, cdp.Poll[bool](expression, cdp.WithPollingTimeout(patience))); err != nil {
		b.Shot("failed-" + filepath.Base(b.t.Name()))
		b.t.Fatalf("%s: %v", expression, err)
	}
}

// Shot keeps a picture of the tab where TANDEM_TEST_SHOTS says.
func (b *Tab) Shot(name string) {
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
