package sprint

import (
	"fmt"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// modal is the form `Plan sprint`. note stands on top of it; empty where nothing is to be said.
func (l plan) modal(tx *store.Tx, note kit.Text) kit.Modal {
	s := l.s
	var blocks []slack.Block
	if note != "" {
		blocks = append(blocks, kit.Section(note))
	}
	for _, o := range l.others {
		if o.State == ritual.SprintActive {
			blocks = append(blocks, kit.Context(kit.F("Sprint %d runs until %s. This is the one after it.", o.Number, ritual.ShortDay(o.Ends))))
		}
	}
	blocks = append(blocks, goalInput(s.Goal),
		kit.Input(ritual.FieldStarts, "Starts", kit.DateField(ritual.FieldStarts, s.Starts), kit.Live()),
		kit.Input(ritual.FieldEnds, "Ends", kit.DateField(ritual.FieldEnds, s.Ends), kit.Live(), kit.Hint(l.lengthHint())))
	blocks = append(blocks, demoInputs(s)...)
	capacity := ""
	if s.Capacity > 0 {
		capacity = strconv.Itoa(s.Capacity)
	}
	hint := "How many points the team can do."
	if l.mean > 0 {
		hint = "Mean of the last three sprints: " + ritual.Thousands(l.mean) + "."
	}
	blocks = append(blocks, kit.Input(ritual.FieldCapacity, "Capacity", kit.Number(ritual.FieldCapacity, capacity, false, "", ""), kit.Optional(), kit.Live(), kit.Hint(hint)))
	blocks = append(append(blocks, l.storyInputs()...), kit.Context(l.totals(tx)...))
	return kit.Modal{ID: planSubmit, Title: fmt.Sprintf("Plan sprint %d", s.Number), Submit: "Save", Close: "Cancel", Data: l.data.Encode(), Blocks: blocks}
}

// goalInput asks for the Sprint Goal.
func goalInput(goal string) slack.Block {
	return kit.Input(ritual.FieldGoal, "Sprint goal", kit.Area(ritual.FieldGoal, goal, "Customers can export their data", 300),
		kit.Hint("One sentence: what is better for somebody once the sprint is over? It says why, and leaves open how."))
}

// demoInputs ask when the demo is.
func demoInputs(s ritual.Sprint) []slack.Block {
	day := s.DemoDay
	if day == s.Ends {
		day = "" // it goes with the last day
	}
	return []slack.Block{
		kit.Input(ritual.FieldDemoDay, "Demo day", kit.DateField(ritual.FieldDemoDay, day), kit.Optional(), kit.Hint("The last day of the sprint, unless you choose another.")),
		kit.Input(ritual.FieldDemoAt, "Demo at", kit.TimeField(ritual.FieldDemoAt, s.DemoTime), kit.Hint(fmt.Sprintf("The time in %s, the team's zone.", s.Zone))),
	}
}

// lengthHint says where the end comes from.
func (l plan) lengthHint() string {
	for _, o := range l.others {
		if l.s.ID == "" && o.State != ritual.SprintPlanned {
			return "As long as the sprint before, unless you choose another day."
		}
	}
	return "Two weeks are usual; Scrum has a month at most."
}

// storyInputs ask for the stories.
func (l plan) storyInputs() []slack.Block {
	var blocks []slack.Block
	if len(l.lost) > 0 {
		blocks = append(blocks, kit.Context(kit.F("No longer in the backlog, so not in the plan: %s.", ritual.And(l.lost[:min(len(l.lost), goneMost)]))))
	}
	if len(l.menu.stories) == 0 {
		return append(blocks, kit.Section(kit.Raw("*Stories*\nThe backlog is empty. Stories can join later: `/sprint add FR-12`.")))
	}
	at := storiesBlock(l.data)
	begin := l.picked
	if l.data.Version > 0 && l.typed != nil { // the field is a new one
		begin = l.typed.All(at)
	}
	hint := "In the order of the backlog." + l.menu.more("Any other joins by `/sprint add FR-12`, once this is saved.")
	return append(blocks, kit.Input(at, "Stories", kit.Menus(at, l.menu.options(), begin, "Choose from the top of the backlog"),
		kit.Optional(), kit.Live(), kit.Hint(hint)))
}

// totals say how much is chosen, and how many working days there are for it.
func (l plan) totals(tx *store.Tx) []kit.Text {
	ids, s := l.picked, l.s
	if l.typed != nil {
		typed := typedPlan(l.typed)
		ids, s.Starts, s.Ends = l.typed.All(storiesBlock(l.data)), typed.Starts, typed.Ends
		s.Capacity, _ = strconv.Atoi(typed.Capacity) // else none
	}
	c := ritual.CountOf(l.menu.chosen(ids)...)
	return []kit.Text{kit.F("*%s*", ritual.PlanTotal(c, s.Capacity)), kit.T(ritual.OverCapacity(c, s.Capacity)), workingDays(tx, s, l.at)}
}

// workingDays say how many working days a sprint has, where its dates can be.
func workingDays(tx *store.Tx, s ritual.Sprint, at ritual.Workplace) kit.Text {
	starts, err := time.Parse(time.DateOnly, s.Starts)
	if err != nil {
		return ""
	}
	ends, err := time.Parse(time.DateOnly, s.Ends)
	if err != nil || ends.Before(starts) || starts.AddDate(1, 0, 0).Before(ends) {
		return ""
	}
	_, of, _ := ritual.WorkingDaysLeft(s, tx.Now, at)
	return kit.T(ritual.Figure(of, "working day", "working days"))
}

// datesWords are when a sprint is: "Mon 2 Mar to Fri 13 Mar · demo Fri 13 Mar at 15:00".
func datesWords(s ritual.Sprint) kit.Text {
	return request.Dotted(kit.F("%s to %s", ritual.ShortDay(s.Starts), ritual.ShortDay(s.Ends)), kit.F("demo %s", demoWords(s)))
}

// demoWords are when the demo of a sprint is, in the reader's own zone.
func demoWords(s ritual.Sprint) kit.Text {
	return kit.Date(s.DemoAt(), "{date_short_pretty} at {time}", fmt.Sprintf("%s %s %s", ritual.ShortDay(s.DemoDay), s.DemoTime, s.Zone))
}

// plannedNote says what was planned, and what comes next.
func plannedNote(l plan, s ritual.Sprint, chosen []ritual.Request) kit.Modal {
	c := ritual.CountOf(chosen...)
	blocks := []slack.Block{kit.Section(kit.F("*Sprint %d is planned.*\n%s", s.Number, s.Goal)),
		kit.Context(datesWords(s), kit.T(ritual.PlanTotal(c, s.Capacity)), kit.T(ritual.OverCapacity(c, s.Capacity)))}
	for _, o := range l.others {
		if o.State == ritual.SprintActive {
			return withSubject(engine.Note("Planned", append(blocks, kit.Context(kit.F("It can start once sprint %d is closed.", o.Number)))...), l.p.ID)
		}
	}
	return withSubject(engine.Note("Planned", append(blocks, kit.Context(kit.Raw("`/sprint start` begins it: from then on, what joins or leaves is a change of scope.")),
		kit.Actions("", kit.Primary(kit.Button(StartOpen, "Start sprint", l.p.ID))))...), l.p.ID)
}

// withSubject is a note whose buttons are about a product.
func withSubject(m kit.Modal, product string) kit.Modal {
	m.Data = engine.FormData{Subject: product}.Encode()
	return m
}
