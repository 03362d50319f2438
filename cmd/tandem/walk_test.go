package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"regexp"
	"testing"

	"tandem/bot/slacksim/page/browser"
)

// tryHere runs `tandem try` and returns the address that it prints.
func tryHere(t *testing.T) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := tryCmd{Listen: "127.0.0.1:0"}.Run(ctx, in)
		in.CloseWithError(io.EOF)
		ended <- err
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`http://[^ ]+`).FindString(line)
	if address == "" {
		t.Fatalf("no address in %q", line)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return address
}

func TestANewcomerWalksARequestFromChatToTheBacklogInTheBrowser(t *testing.T) {
	b, ok := browser.Open(t, tryHere(t))
	if !ok {
		return
	}
	// Priya, the product manager, sets the product up.
	b.Go("/")
	b.Shot("1-start")
	b.Click("[data-guide] .steps li:first-child button")
	b.Until(`document.activeElement.value === "/tandem setup"`)
	b.Key("\r")
	b.Says("dialog", "Set up a product")
	b.Types("[data-action-id=po]", "Omar\r")
	b.Types("[data-action-id=team]", "Lena\r\t")
	b.Shot("1-setup")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "answers why")
	b.Click("[data-modal=cancel]")
	b.Says("article", "Ask for something with /request")

	// Sam, in sales, asks for something.
	b.Click("[data-step=sam]")
	b.Until(`document.activeElement.value.startsWith("/request")`)
	b.Key("\r")
	b.Says("article", "Recorded for Atlas as FR-1")
	b.Says("article", "Only visible to you")
	b.Shot("2-asked")
	b.Go("/?as=sam&in=@tandem")
	b.Says("article", "next: @Priya Nair checks it against the roadmap")
	b.Shot("3-receipt")

	// Priya, the product manager, is asked why.
	b.Go("/?as=priya&in=@tandem")
	b.Says("article", "Does this serve the roadmap?")
	b.Shot("4-pm-card")
	b.Click("[data-action-id='align.aligned']")
	b.Types("[data-action-id=new_objective]", "Win larger customers")
	b.Shot("5-aligned-form")
	b.Click("[data-modal=submit]")
	b.Gone("dialog.modal")
	b.Says("article", "aligned FR-1 with “Win larger customers”")
	b.Gone("[data-action-id='align.aligned']")
	b.Shot("6-pm-decided")

	// Omar, the product owner, is asked what next. The score shows as he chooses.
	b.Go("/?as=omar&in=@tandem")
	b.Says("article", "Where does this stand in the backlog?")
	b.Click("[data-action-id='priority.open']")
	b.Click("[data-action-id='value_effort.value']")
	b.Click("[role=option][data-value='7']")
	b.Says("dialog", "Still open: Effort")
	b.Click("[data-action-id='value_effort.effort']")
	b.Click("[role=option][data-value='3']")
	b.Says("dialog", "value 7 ÷ effort 3 = 2.3")
	b.Shot("7-score")
	b.Click("[data-modal=submit]")
	b.Gone("dialog.modal")
	b.Says("article", "prioritized FR-1: value 7 ÷ effort 3 = 2.3")

	// It stands in the backlog, and Sam was told.
	b.Go("/?as=sam&in=atlas")
	b.Types("[data-composer=channel]", "/backlog\r")
	b.Says("article", "value 7 ÷ effort 3 = 2.3")
	b.Shot("8-backlog")
	b.Go("/?as=sam&in=home")
	b.Says("main", "My requests")
	b.Says("main", "Backlog")
	b.Shot("9-home")

	manyWait(b)
	theOtherProduct(b)
}

// manyWait has more things asked for than the PM gets cards for: the rest stands in one message, and is answered there.
func manyWait(b *browser.Tab) {
	b.Go("/?as=sam&in=atlas")
	for i := range 6 {
		b.Types("[data-composer=channel]", fmt.Sprintf("/request Invoices as one file, part %d\r", i+1))
		b.Says("article", fmt.Sprintf("Recorded for Atlas as FR-%d", i+2))
	}
	b.Go("/?as=priya&in=@tandem")
	b.Says("article", "3 more wait for your answer")
	b.Shot("10-list")
	b.Click("[data-action-id='align.decline'][data-value='FR-6']")
	b.Types("[data-action-id=reason]", "It serves no objective of ours")
	b.Click("[data-modal=submit]")
	b.Gone("dialog.modal")
	b.Says("article", "2 more wait for your answer")
	b.Says("article", "declined FR-6")
	b.Shot("11-answered")
}

// theOtherProduct has Mara answer both questions for Borealis, which is prioritized by WSJF.
func theOtherProduct(b *browser.Tab) {
	b.Go("/?as=kenji&in=borealis")
	b.Types("[data-composer=channel]", "/request Northern lights on the map\r")
	b.Says("article", "Recorded for Borealis as FR-8")
	b.Go("/?as=mara&in=@tandem")
	b.Says("article", "Does this serve the roadmap, and where does it stand?")
	b.Shot("12-both")
	b.Click("[data-action-id='align.aligned']")
	b.Types("[data-action-id=new_objective]", "Show the whole sky")
	b.Click("[data-modal=submit]")
	b.Gone("dialog.modal")
	b.Click("[data-action-id='priority.open']")
	for _, in := range []struct{ id, value string }{{"wsjf.value", "8"}, {"wsjf.time", "5"}, {"wsjf.risk", "3"}, {"wsjf.size", "2"}} {
		b.Click("[data-action-id='" + in.id + "']")
		b.Click("[role=option][data-value='" + in.value + "']")
	}
	b.Says("dialog", "(business value 8 + time criticality 5 + risk or opportunity 3) ÷ job size 2 = 8")
	b.Shot("13-wsjf")
	b.Click("[data-modal=submit]")
	b.Gone("dialog.modal")
	b.Says("article", "prioritized FR-8")
}
