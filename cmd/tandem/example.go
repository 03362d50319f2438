package main

import (
	"context"
	"fmt"

	"tandem/bot/slacksim"
	"tandem/bot/slacksim/page"
)

// acme is another organization, with which a channel is shared.
const acme = "T0ACME001"

// examplePeople are those whom a newcomer can be.
var examplePeople = []slacksim.User{
	{Name: "priya", RealName: "Priya Nair", Title: "Product manager", Zone: "Europe/London"},
	{Name: "omar", RealName: "Omar Haddad", Title: "Product owner", Zone: "Europe/Berlin"},
	{Name: "sam", RealName: "Sam Okafor", Title: "Sales", Zone: "Europe/Berlin"},
	{Name: "lena", RealName: "Lena Vogt", Title: "Developer", Zone: "Europe/Berlin"},
	{Name: "kenji", RealName: "Kenji Mori", Title: "Support", Zone: "Asia/Tokyo"},
	{Name: "nora", RealName: "Nora Silva", Title: "Designer, may stand in", Zone: "Europe/Lisbon"},
	{Name: "mara", RealName: "Mara Lindt", Title: "PM and PO of Borealis", Zone: "Europe/Berlin"},
	{Name: "gwen", RealName: "Gwen Baker", Title: "From an agency", Zone: "America/New_York", Guest: true},
	{Name: "ada", RealName: "Ada Park", Title: "Customer at Acme", Zone: "America/New_York", Team: acme},
}

func exampleChannels() []slacksim.Channel {
	everybody := []string{"priya", "omar", "sam", "lena", "kenji", "nora", "mara"}
	return []slacksim.Channel{
		{Name: "atlas", Topic: "Where Atlas is to be at home", Members: append([]string{"gwen"}, everybody...), BotIn: true},
		{Name: "borealis", Topic: "The product Borealis is at home here", Members: everybody, BotIn: true},
		{Name: "sales", Topic: "Tandem is not a member here", Members: everybody},
		{Name: "acme", Topic: "Shared with our customer Acme", Members: []string{"sam", "priya", "ada"}, Shared: true, BotIn: true},
		{Name: "leads", Topic: "A private channel", Members: []string{"priya", "omar", "sam"}, Private: true, BotIn: true},
	}
}

// tryGuide tells a newcomer what to try.
var tryGuide = page.Guide{
	Workspace: "Tandem, simulated",
	Title:     "From chat to the recap",
	Intro:     "This is a workspace on your machine, with Tandem at work in it. You can be anybody.",
	Person:    "priya",
	Place:     "#atlas",
	Steps: []page.Step{
		{Says: "Be Priya and set up the product Atlas: she is its product manager, Omar its product owner.", Person: "priya", Place: "#atlas", Type: "/tandem setup"},
		{Says: "Be Sam and ask for something in #atlas.", Person: "sam", Place: "#atlas",
			Type: "/request Export to CSV for our support team so that they can answer audits. It must work with 10,000 rows."},
		{Says: "Be Priya. Tandem asks her why: press Aligned.", Person: "priya", Place: "@tandem"},
		{Says: "Be Omar. Tandem asks him what next: press Prioritize.", Person: "omar", Place: "@tandem"},
		{Says: "See where it stands.", Person: "sam", Place: "#atlas", Type: "/backlog"},
		{Says: "Be Omar and plan a sprint with it, then press Start sprint.", Person: "omar", Place: "#atlas", Type: "/sprint plan"},
		{Says: "Be Lena, on the team: press Start, then Done.", Person: "lena", Place: "#atlas", Type: "/sprint"},
		{Says: "Be Omar again: accept it on your Home tab, close the sprint, and press Draft recap.", Person: "omar", Place: "#atlas", Type: "/sprint close"},
		{Says: "Be Omar and set up a standup, wind the clock to Monday and on by an hour; then be Lena and answer.", Person: "omar", Place: "#atlas", Type: "/standup setup"},
		{Says: "Ask where two products could be meant, as a guest, or in a channel that is shared. Wind the clock. Under Workspace, at the bottom left, " +
			"take Slack down while somebody asks, or let Priya leave."},
	},
}

// exampleWords are what people have said before the newcomer comes.
func exampleWords(sim *slacksim.Workspace) {
	sim.Person("kenji").Say("#atlas", "Two customers asked me again how to get last month's invoices as one file. Today they click through 40 pages.")
	sim.Person("lena").Say("#atlas", "The importer is done, I am looking at the audit log next.")
	sim.Person("ada").Say("#acme", "Could the invoices carry our order numbers?")
}

// setUpExample sets a second product up, as Mara would, who is both heads of it. The first is left to the newcomer.
func setUpExample(ctx context.Context, sim *slacksim.Workspace) error {
	if err := sim.AwaitSockets(ctx, 1); err != nil {
		return err
	}
	mara := sim.Person("mara")
	if err := mara.Command("#borealis", "/tandem setup"); err != nil {
		return fmt.Errorf("setting up the example product: %w", err)
	}
	for field, value := range map[string]any{"name": "Borealis", "pm": "mara", "po": "mara", "team": []string{"lena"}, "framework": "wsjf"} {
		if err := mara.Fill(field, value); err != nil {
			return fmt.Errorf("setting up the example product: %s: %w", field, err)
		}
	}
	if err := mara.Submit(); err != nil {
		return fmt.Errorf("setting up the example product: %w", err)
	}
	return mara.CloseAll()
}
