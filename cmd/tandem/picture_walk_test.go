package main

import (
	"fmt"
	"testing"

	"tandem/bot/slacksim/page/browser"
)

func TestTheRoadmapIsSeenAsAPictureInTheBrowser(t *testing.T) {
	b, ok := browser.Open(t, tryHere(t))
	if !ok {
		return
	}
	setsUpAtlas(b)
	for _, o := range []struct{ name, horizon string }{
		{"Win larger customers", ""}, {"Halve the time to the first export", ""}, {"Open the public API", "next"}, {"顧客の声を聞く", "later"},
	} {
		asks(b, "priya", "atlas", "/roadmap add "+o.name, "Success measure")
		if o.horizon != "" {
			b.Click("[data-action-id=horizon]")
			b.Click("[role=option][data-value='" + o.horizon + "']")
		}
		b.Click("[data-modal=submit]")
		b.Says("dialog", "Roadmap of Atlas")
		cancels(b)
	}
	for i, words := range []string{"Invoices as one file", "A dark mode for the night shift"} {
		asks(b, "sam", "atlas", "/request "+words, fmt.Sprintf("Recorded for Atlas as FR-%d", i+1))
	}
	b.Go("/?as=priya&in=@tandem")
	b.Click("[data-action-id='align.aligned'][data-value='FR-1']")
	b.Types("[data-action-id=objective]", "Win\r")
	submits(b)

	asks(b, "kenji", "atlas", "/roadmap", "Win larger customers")
	b.Click("[data-action-id='roadmap.picture']")
	b.Says("article", "The picture is on its way")
	b.Go("/?as=kenji&in=@tandem")
	seen := `(() => { const i = document.querySelector("article img.wide"); return !!i && i.complete && i.naturalWidth === 1200 &&
		i.alt.startsWith("Roadmap of Atlas, as a board. Now, 2: Win larger customers, 1 open request; Halve the time") && i.alt.includes("#1 顧客の声を聞く") })()`
	b.Until(seen)
	b.Says("article", "In the picture: #1 is 顧客の声を聞く")
	b.Shot("picture-1-direct")
	asks(b, "kenji", "atlas", "/roadmap", "Win larger customers")
	b.Click("[data-action-id='roadmap.show']")
	b.Go("/?as=sam&in=atlas")
	b.Until(seen)
	b.Says("article", "shown by @Kenji")
	b.Shot("picture-2-channel")
	b.Until(`document.querySelector("article a:has(img.wide)").href.includes("/page/file/")`) // the whole of it opens by itself
	b.Size(390, 844)
	b.Until(`localStorage.setItem("guide put away", "1") === undefined`)
	b.Go("/?as=sam&in=atlas")
	b.Until(seen)
	b.Until(`(() => { const i = document.querySelector("article img.wide"); return i.getBoundingClientRect().right <= 390 })()`)
	b.Shot("picture-3-phone")
	b.Dark(true)
	b.Shot("picture-4-dark")
}
