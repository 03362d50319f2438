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
		err := tryCmd{Listen: "127.0.0.1:0", ackWithin: patience}.Run(ctx, in)
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
	b.Until(`document.activeElement.value?.startsWith("/request")`)
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
	submits(b)
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
	submits(b)
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
	settingsAndHelp(b)
	theOtherProduct(b)
}

// asks types words in a channel as somebody, and waits for the answer.
func asks(b *browser.Tab, who, channel, words, answer string) {
	b.Go("/?as=" + who + "&in=" + channel)
	b.Types("[data-composer=channel]", words+"\r")
	b.Says("article, dialog", answer)
}

// winds winds the clock, and waits until what was due meanwhile has happened.
func winds(b *browser.Tab, by string) {
	b.Click("[data-wind=" + by + "]")
	b.Gone(".winds[aria-busy]")
}

// submits sends the open form and waits until it is gone.
func submits(b *browser.Tab) {
	b.Click("[data-modal=submit]")
	b.Gone("dialog.modal")
}

// cancels closes the open form and waits until it is gone: else it is still open on the next page, or closes what opens there.
func cancels(b *browser.Tab) {
	b.Click("[data-modal=cancel]")
	b.Gone("dialog.modal")
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
	submits(b)
	b.Says("article", "2 more wait for your answer")
	b.Says("article", "declined FR-6")
	b.Shot("11-answered")
}

// settingsAndHelp has Priya name a stand-in, and Kenji ask Tandem for help in the channel.
func settingsAndHelp(b *browser.Tab) {
	asks(b, "priya", "atlas", "/tandem settings", "Stand-in for the PM")
	b.Types("[data-action-id=pm_stand_in]", "Nora\r")
	b.Shot("12-settings")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "Settings saved")
	b.Says("dialog", "Stand-in for the PM: @Nora Silva")
	cancels(b)
	asks(b, "kenji", "atlas", "@Tandem help", "Mention me with what is wanted")
	b.Shot("13-help")
}

// theOtherProduct has Mara answer both questions for Borealis in one form, by WSJF, and move a story by hand.
func theOtherProduct(b *browser.Tab) {
	asks(b, "kenji", "borealis", "/request Northern lights on the map", "Recorded for Borealis as FR-8")
	asks(b, "kenji", "borealis", "/request Polar bears on the map", "Recorded for Borealis as FR-9")
	b.Go("/?as=mara&in=@tandem")
	b.Says("article", "Does this serve the roadmap, and where does it stand?")
	b.Click("[data-action-id='align.aligned'][data-value='FR-8']")
	b.Types("[data-action-id=new_objective]", "Show the whole sky")
	judges(b, "8", "5", "3", "2")
	b.Says("dialog", "(business value 8 + time criticality 5 + risk or opportunity 3) ÷ job size 2 = 8")
	b.Shot("14-wsjf")
	submits(b)
	b.Click("[data-action-id='align.aligned'][data-value='FR-9']")
	b.Types("[data-action-id=objective]", "Show\r")
	judges(b, "1", "1", "1", "3")
	submits(b)

	asks(b, "mara", "borealis", "/backlog", "÷ job size 3 = 1")
	b.Shot("15-order")
	b.Until(`document.querySelectorAll("[data-action-id='backlog.row']")[1].click() === undefined`)
	b.Key("\x1b")
	b.Until(`document.activeElement.dataset.actionId === "backlog.row"`)
	b.Key("\r")
	b.Click("[role=menu] [data-value='move FR-9']")
	b.Types("[data-action-id=before]", "FR-8\r")
	b.Types("[data-action-id=reason]", "The zoo asked first")
	b.Shot("16-move")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "FR-9 stands before FR-8 now")
}

// judges chooses the inputs of WSJF.
func judges(b *browser.Tab, value, time, risk, size string) {
	for _, in := range []struct{ id, value string }{{"value", value}, {"time", time}, {"risk", risk}, {"size", size}} {
		b.Click("[data-action-id='wsjf." + in.id + "']")
		b.Click("[role=option][data-value='" + in.value + "']")
	}
}
