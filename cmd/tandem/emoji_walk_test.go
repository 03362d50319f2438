package main

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	cdp "github.com/chromedp/chromedp"

	"tandem/bot/slacksim/page/browser"
)

func TestAnEmojiCapturesAMessageInTheBrowser(t *testing.T) {
	b, ok := browser.Open(t, tryHere(t))
	if !ok {
		return
	}
	setsUpAtlas(b)
	asks(b, "kenji", "atlas", "Every export of mine ends at row 500.", "ends at row 500")
	b.Go("/?as=sam&in=atlas")
	b.Do(cdp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 600, 300))
	b.Until(`(() => {
		const said = [...document.querySelectorAll("#messages article")].find((n) => n.innerText.includes("row 500"));
		if (said) said.id = "wish";
		return said !== undefined;
	})()`)
	b.Click("#wish [data-tool=bulb]")
	b.Sees("#wish [data-emoji=bulb][aria-pressed=true]")
	b.Sees("#wish [data-emoji=white_check_mark]")
	b.Says("#wish .replies", "1 reply")
	b.Click("#wish .replies")
	b.Says("article", "1 message kept")
	b.Shot("emoji-1-captured")
	b.Click("#wish [data-emoji=bulb]")
	b.Gone("#wish [data-emoji=white_check_mark]")
	b.Says("article", "Withdrawn")
	b.Shot("emoji-2-taken-back")
}
