package chart

import (
	"fmt"
	"strings"
)

// objectives are n cards of a plain roadmap.
func objectives(n int) []Card {
	names := []string{"Win larger customers", "Halve the time to the first export", "Support answers within one working day", "Make the importer trustworthy",
		"Open the public API", "Accessible for everybody", "Lower the cost of an order", "Fewer tickets about invoices"}
	cards := make([]Card, 0, n)
	for i := range n {
		name := names[i%len(names)]
		if i >= len(names) {
			name += fmt.Sprint(" ", i/len(names)+1)
		}
		load := (i*7 + 3) % 19
		cards = append(cards, Card{Name: name, Mark: fmt.Sprint("#", i+1), Load: load, Count: fmt.Sprint(load, " open requests"),
			Facts: []string{fmt.Sprint((i*3)%7, " in backlog"), fmt.Sprint(i%4, " shipped")}})
	}
	return cards
}

func board(now, next, later []Card) Board {
	col := func(name string, cards []Card) Column {
		of := 0
		for _, c := range cards {
			if c.Badge == "" {
				of++
			}
		}
		return Column{name, of, cards}
	}
	return Board{Title: "Roadmap of Atlas", Columns: []Column{col("Now", now), col("Next", next), col("Later", later)},
		Foot: "7 open requests serve no objective so far."}
}

// boards are the boards that were looked at.
func boards() map[string]Board {
	achieved := objectives(3)
	achieved[1].Badge, achieved[1].Load = "Achieved", -1
	achieved[2].Load, achieved[2].Count, achieved[2].Facts = 0, "nothing open", nil
	thousands := board(objectives(8), objectives(2), nil)
	thousands.Columns[0].Of = 5000
	one := board(objectives(1), nil, nil)
	one.Foot = "Every open request serves an objective."
	long := objectives(4)
	long[0].Name = strings.Repeat("Customers with more than five hundred seats stay for longer than ever ", 3)
	long[1].Name = strings.Repeat("Donaudampfschifffahrtsgesellschaft", 3)
	long[2].Name, long[2].Facts = "WWWWWWWWWW WWWWWWWWWW", []string{"1,000+ in backlog", "1,000+ being built", "1,000+ shipped", "1,000+ parked"}
	long[2].Count, long[2].Load = "1,000+ open requests", 1000
	script := func(names ...string) (cards []Card) {
		cards = objectives(len(names))
		for i, name := range names {
			cards[i].Name = name
		}
		return cards
	}
	return map[string]Board{
		"none":      {Title: "Roadmap of Atlas", Columns: board(nil, nil, nil).Columns, Foot: "1 open request serves no objective so far."},
		"one":       one,
		"eight":     board(objectives(4)[:3], objectives(7)[3:6], objectives(8)[6:]),
		"achieved":  board(achieved, objectives(5)[3:], objectives(6)[5:]),
		"fifty":     board(objectives(50), objectives(8), objectives(9)),
		"thousands": thousands,
		"long":      board(long, objectives(2), script(strings.Repeat("i", 200))),
		"scripts": board(script("Größere Kunden gewinnen – Ärger vermeiden", "Réduire le délai à l’export", "Zażółć gęślą jaźń", "İstanbul’da büyümek"),
			script("Удержать крупных клиентов", "Υποστήριξη πελατών", "Đường đi tới khách hàng"),
			script("顧客を増やす", "עברית", "🚀🚀", "🚀 Launch the 👩‍🚀 program")),
	}
}
