package bot

import "testing"

func TestARequestGoesFromChatToTheBacklog(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.sees("priya", "@tandem", "@sam named you PM of *Atlas*")
		w.sees("omar", "@tandem", "@sam named you PO of *Atlas*")

		// Somebody asks in chat.
		w.types("sam", "#atlas", "/request Export to CSV for our support team so that they can answer audits. It must work with 10,000 rows.")
		w.sees("sam", "#atlas", "(only you) Recorded for Atlas as *FR-1*")
		w.sees("sam", "@tandem", "*FR-1*", "*Awaiting alignment* · next: @priya checks it against the roadmap", "[Withdraw]")

		// The PM is asked why, with a story that rests on what was said.
		w.sees("priya", "@tandem", "Does this serve the roadmap?", "FR-1", "10,000 rows", "Template draft", "[Aligned] [Not now] [Decline] [Need more]")
		w.presses("priya", "@tandem", "Aligned")
		w.submits("priya", "Objective: Win larger customers")
		w.sees("priya", "@tandem", "@priya aligned FR-1 with “Win larger customers”")
		w.seesNot("priya", "@tandem", "[Aligned]")
		w.sees("sam", "@tandem", "↳ @priya aligned FR-1")

		// The PO is asked what next.
		w.sees("omar", "@tandem", "Where does this stand in the backlog?", "Serves *Win larger customers* (Now)")
		w.presses("omar", "@tandem", "Prioritize")
		w.submits("omar", "Value: 7", "Effort: 3")
		w.sees("omar", "@tandem", "@omar prioritized FR-1: value 7 ÷ effort 3 = 2.3")

		// It stands in the ranked backlog, and everybody can see why.
		w.types("dev", "#atlas", "/backlog")
		w.sees("dev", "#atlas", "*1.*  *FR-1*", "value 7 ÷ effort 3 = 2.3")
		w.sees("sam", "@tandem", "*Backlog*", "@omar prioritized FR-1")
		w.types("sam", "#atlas", "/tandem show FR-1")
		w.sees("sam", "#atlas", "@sam recorded it", "@priya aligned FR-1", "@omar prioritized FR-1")
		w.ended()
	})
}
