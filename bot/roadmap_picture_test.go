package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/chart"
	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
	"tandem/store/dbtest"
)

// pictures are the alternative texts of the pictures that somebody sees somewhere, in order.
func (w *world) pictures(who, where string) (alts []string) {
	w.t.Helper()
	for _, m := range w.sim.Person(who).Sees(where) {
		for _, b := range m.Blocks {
			if b["type"] == "image" {
				alts = append(alts, fmt.Sprint(b["alt_text"]))
			}
		}
	}
	return alts
}

func TestTheRoadmapIsSentAndShownAsAPicture(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for _, name := range []string{"Win larger customers", "顧客を増やす"} {
			w.types("priya", "#atlas", "/roadmap add "+name)
			w.submits("priya")
			w.closes("priya")
		}
		w.types("sam", "#atlas", "/request Dark mode")
		w.types("sam", "#atlas", "/request Light mode")
		w.aligns("FR-1", "Win larger customers")
		w.types("dev", "#atlas", "/roadmap")
		for range 2 {
			w.presses("dev", "#atlas", "As a picture")
			w.hears("dev", "#atlas", "The picture is on its way: you find it in your direct messages with me.")
		}
		want := "Roadmap of Atlas, as a board. Now, 2: Win larger customers, 1 open request; #1 顧客を増やす, Nothing open. Next, 0: nothing here yet. Later, 0: nothing here yet. " +
			"1 open request serves no objective so far."
		if got := w.pictures("dev", "@tandem"); len(got) != 1 || got[0] != want {
			t.Errorf("dev is sent %q", got)
		}
		w.sees("dev", "@tandem", "Roadmap of Atlas", "In the picture: `#1` is 顧客を増やす", "*Win larger customers*", "1 open request serves no objective so far")
		w.seesNot("dev", "@tandem", "[As a picture]", "[Show to channel]", "shown by")

		w.presses("dev", "#atlas", "Show to channel")
		if got := w.pictures("sam", "#atlas"); len(got) != 1 || got[0] != want {
			t.Errorf("the channel is shown %q", got)
		}
		w.sees("sam", "#atlas", "shown by @dev")
		if got := w.pictures("sam", "@tandem"); len(got) > 0 || w.uploads() != 1 {
			t.Errorf("sam is sent %q, after %d uploads", got, w.uploads())
		}

		w.types("omar", "@tandem", "/roadmap")
		w.presses("omar", "@tandem", "As a picture")
		if got := w.pictures("omar", "@tandem"); len(got) != 1 || w.uploads() != 1 {
			t.Errorf("omar is sent %q, after %d uploads", got, w.uploads())
		}
		w.types("gwen", "#sales", "/roadmap")
		w.seesNot("gwen", "#sales", "[As a picture]")
		w.ended()
	})
}

func TestWithoutTheScopeTheRoadmapIsTextAndSaysWhyWhereAPictureIsAskedFor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		w := newWorldWith(t, open, func(c *slacksim.Config) { c.Without = engine.Optional })
		w.setUp()
		w.types("dev", "#atlas", "/roadmap")
		w.seesNot("dev", "#atlas", "[As a picture]")
		old := w.as("dev")
		old.Subject, old.Channel = w.product("Atlas").ID+"/1", "C0ATLAS"
		_, err := w.clicks(roadmapAsPicture, old)
		w.refuses(err, "I may not send pictures here yet. Whoever runs Tandem can change that: update the app from `manifest.yml` in its settings, and install it again.")
		w.presses("dev", "#atlas", "Show to channel")
		w.sees("sam", "#atlas", "Roadmap of Atlas", "shown by @dev")
		if got := w.pictures("sam", "#atlas"); len(got) > 0 {
			t.Errorf("the channel is shown %q", got)
		}
		w.ended()
	})
}

func TestTheBoardMarksWhatCannotBeDrawnAndWhatWasAchieved(t *testing.T) {
	on := func(h ritual.Horizon, name string, l ritual.Load) ritual.Load {
		l.Objective = ritual.Objective{Name: name, Horizon: h, End: l.Objective.End}
		return l
	}
	got := boardOf("製品", map[ritual.Horizon]int{ritual.Now: 12, ritual.Later: 1}, []ritual.Load{
		on(ritual.Now, "Win larger customers", ritual.Load{Open: 7, Deciding: 2, Ranked: 4, Building: 1, Shipped: 3, Parked: 2, Praise: 5}),
		on(ritual.Later, "顧客", ritual.Load{Open: 1001, Deciding: 1001}),
		on(ritual.Now, "ลูกค้า", ritual.Load{}),
		on(ritual.Now, "Public API", ritual.Load{Shipped: 1, Objective: ritual.Objective{End: ritual.Achieved}}),
		on(ritual.Later, "Importer", ritual.Load{Open: 1, Ranked: 1, Objective: ritual.Objective{End: ritual.Achieved}}),
	}, 0)
	want := chart.Board{Title: "Roadmap", Foot: "No open request is without an objective.", Columns: []chart.Column{
		{Name: "Now", Of: 12, Cards: []chart.Card{
			{Name: "Win larger customers", Load: 7, Count: "7 open requests", Facts: []string{"4 in backlog", "1 being built", "3 shipped"}},
			{Name: "ลูกค้า", Mark: "#1", Count: "Nothing open"},
			{Name: "Public API", Load: -1, Count: "Nothing open", Facts: []string{"1 shipped"}, Badge: "Achieved"},
		}},
		{Name: "Next"},
		{Name: "Later", Of: 1, Cards: []chart.Card{
			{Name: "顧客", Mark: "#2", Load: 1001, Count: "1,000+ open requests"},
			{Name: "Importer", Load: 1, Count: "1 open request", Facts: []string{"1 in backlog"}, Badge: "Achieved"},
		}},
	}}
	if dump(got) != dump(want) {
		t.Errorf("the board is %s", dump(got))
	}
	if got, want := string(marksOf(got)), "In the picture: `#1` is ลูกค้า · `#2` is 顧客"; got != want {
		t.Errorf("the marks are explained by %q", got)
	}
	if got, want := string(achievedOf(got)), "Achieved lately: *Public API* · *Importer*"; got != want {
		t.Errorf("what was achieved is told by %q", got)
	}
	if boardOf("Atlas", nil, nil, 2).Title != "Roadmap of Atlas" || boardOf("Atlas", nil, nil, 1).Foot != "1 open request serves no objective so far." {
		t.Error("the title or the foot is wrong")
	}
}

func TestAnObjectiveStaysOnThePictureForAMonthAfterItWasAchieved(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	ended := func(name string, e ritual.End, days int) ritual.Objective {
		return ritual.Objective{Name: name, End: e, Ended: now.AddDate(0, 0, -days)}
	}
	var names []string
	for _, o := range latelyAchieved([]ritual.Objective{ended("a", ritual.Achieved, 0), ended("b", ritual.Dropped, 1), ended("c", ritual.Achieved, 29), ended("d", ritual.Achieved, 30),
		ended("e", ritual.Achieved, 31), ended("f", ritual.Achieved, 1), ended("g", ritual.Achieved, 1)}, now) {
		names = append(names, o.Name)
	}
	if got := strings.Join(names, ""); got != "acf" {
		t.Errorf("those are drawn: %s", got)
	}
}

func TestARoadmapOfHundredsOfObjectivesIsOneMessageWithItsPicture(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		p := w.product("Atlas")
		w.update(func(ctx context.Context, tx *store.Tx) error {
			for i := range 300 {
				o := ritual.Objective{ID: store.NewID(), Product: p.ID, Name: fmt.Sprintf("%d 顧客 %s", i, strings.Repeat("<", 60)), Outcome: strings.Repeat("&", 500),
					Horizon: ritual.Horizons[i%3], Created: tx.Now}
				if err := tx.AddObjective(ctx, o); err != nil {
					return err
				}
			}
			return nil
		})
		w.types("dev", "#atlas", "/roadmap")
		w.presses("dev", "#atlas", "As a picture")
		if got := w.pictures("dev", "@tandem"); len(got) != 1 || !strings.Contains(got[0], "Now, 100: #1 ") {
			t.Errorf("dev is sent %q", got)
		}
		w.sees("dev", "@tandem", "In the picture: `#1` is")
		w.ended()
	})
}
