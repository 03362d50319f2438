package main

import (
	"context"
	"fmt"

	"tandem/bot/slacksim"
	"tandem/bot/slacksim/page"
)

// examplePeople are those whom a newcomer can be.
var examplePeople = []slacksim.User{
	{Name: "sam", RealName: "Sam Okafor", Title: "Sales", Zone: "Europe/Berlin"},
	{Name: "priya", RealName: "Priya Nair", Title: "Product manager", Zone: "Europe/London"},
	{Name: "omar", RealName: "Omar Haddad", Title: "Product owner", Zone: "Europe/Berlin"},
	{Name: "lena", RealName: "Lena Vogt", Title: "Developer", Zone: "Europe/Berlin"},
	{Name: "kenji", RealName: "Kenji Mori", Title: "Support", Zone: "Asia/Tokyo"},
	{Name: "gwen", RealName: "Gwen Baker", Title: "Guest from an agency", Zone: "America/New_York", Guest: true},
}

func exampleChannels() []slacksim.Channel {
	everybody := []string{"sam", "priya", "omar", "lena", "kenji"}
	return []slacksim.Channel{
		{Name: "atlas", Topic: "The product Atlas is at home here", Members: append([]string{"gwen"}, everybody...), BotIn: true},
		{Name: "sales", Topic: "Tandem is not a member here", Members: everybody},
		{Name: "borealis", Topic: "A product that is not set up yet", Members: everybody, BotIn: true},
		{Name: "leads", Topic: "A private channel", Members: []string{"priya", "omar", "sam"}, Private: true, BotIn: true},
	}
}

// tryGuide tells a newcomer what to try.
var tryGuide = page.Guide{
	Workspace: "Tandem, simulated",
	Title:     "From chat to the backlog",
	Intro:     "This is a workspace on your machine, with Tandem at work in it. You can be anybody.",
	Person:    "sam",
	Place:     "#atlas",
	Steps: []page.Step{
		{Says: "Be Sam and ask for something in #atlas.", Person: "sam", Place: "#atlas",
			Type: "/request Export to CSV for our support team so that they can answer audits. It must work with 10,000 rows."},
		{Says: "Be Priya, the product manager. Tandem asks her why: press Aligned.", Person: "priya", Place: "@tandem"},
		{Says: "Be Omar, the product owner. Tandem asks him what next: press Prioritize.", Person: "omar", Place: "@tandem"},
		{Says: "See where it stands.", Person: "sam", Place: "#atlas", Type: "/backlog"},
	},
}

// exampleWords are what people have said before the newcomer comes.
func exampleWords(sim *slacksim.Workspace) {
	sim.Person("kenji").Say("#atlas", "Two customers asked me again how to get last month's invoices as one file. Today they click through 40 pages.")
	sim.Person("lena").Say("#atlas", "The importer is done, I am looking at the audit log next.")
}

// setUpExample sets the example product up as Priya would.
func setUpExample(ctx context.Context, sim *slacksim.Workspace) error {
	if err := sim.AwaitSockets(ctx, 1); err != nil {
		return err
	}
	priya := sim.Person("priya")
	if err := priya.Command("#atlas", "/tandem setup"); err != nil {
		return fmt.Errorf("setting up the example product: %w", err)
	}
	for field, value := range map[string]any{"name": "Atlas", "pm": "priya", "po": "omar", "team": []string{"lena"}, "framework": "value_effort"} {
		if err := priya.Fill(field, value); err != nil {
			return fmt.Errorf("setting up the example product: %s: %w", field, err)
		}
	}
	if err := priya.Submit(); err != nil {
		return fmt.Errorf("setting up the example product: %w", err)
	}
	return priya.CloseAll()
}
