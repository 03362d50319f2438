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
	b.Go("/")
	b.Click("[data-guide] .steps li:first-child button")
	b.Until(`document.activeElement.value === "/tandem setup"`)
	b.Key("\r")
	b.Says("dialog", "Set up a product")
	b.Types("[data-action-id=po]", "Omar\r")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "answers why")
	b.Click("[data-modal=cancel]")
	asks(b, "priya", "atlas", "/tandem settings", "Emoji channels")
	b.Types("[data-action-id=emoji]", "atlas\r\t")
	b.Shot("17-emoji-settings")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "Settings saved")
	b.Says("dialog", "Emoji channels: #atlas")
	b.Click("[data-modal=cancel]")

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
	b.Shot("18-emoji-captured")
	b.Click("#wish [data-emoji=bulb]")
	b.Gone("#wish [data-emoji=white_check_mark]")
	b.Says("article", "Withdrawn")
	b.Shot("19-emoji-taken-back")
}
