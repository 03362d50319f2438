package bot

import (
	"context"
	"slices"
	"testing"

	"tandem/bot/ritual"
	"tandem/store"
)

// standups are the standups of Atlas that go on.
func (w *world) standups() []ritual.Standup {
	w.t.Helper()
	p := w.product("Atlas")
	return in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Standup, error) { return tx.StandupsOf(ctx, p.ID) })
}

// ids are people's ids.
func (w *world) ids(names ...string) (ids []string) {
	for _, name := range names {
		ids = append(ids, w.sim.Person(name).ID())
	}
	return ids
}

// choosesAll is somebody choosing several in a field of the open form, in place of what stood there.
func (w *world) choosesAll(who, field string, values ...string) {
	w.t.Helper()
	if err := w.sim.Person(who).Fill(field, values); err != nil {
		w.t.Fatalf("%s chooses in %s: %v", who, field, err)
	}
}

func TestAStandupIsSetUpWithOneLook(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("dev", "#atlas", "/standup setup")
		w.hasForm("dev", "Standup")
		w.sees("dev", "form", "For *Atlas*. It works as it is", "In Asia/Tokyo, the team's zone", "1 to 10, one a line")
		w.submits("dev")
		w.sees("dev", "form", "*Standup* asks 1 person, Mon to Fri at 09:30 where each of them is, and posts the summary in #atlas at 11:30 (Asia/Tokyo).",
			"First: *Tue 3 Mar*.", "As some are asked late, its summary comes at")
		all := w.standups()
		if len(all) != 1 {
			t.Fatalf("%d standups", len(all))
		}
		s := all[0]
		if dev := w.ids("dev"); s.By != dev[0] || !slices.Equal(s.Setup.People, dev) || s.Setup.Days != ritual.MondayToFriday || s.Setup.Channel != w.product("Atlas").Channel ||
			len(s.Setup.Questions) != 3 || s.Setup.NoReminder || s.Setup.Holidays != "" || s.Next != "2026-03-03" {
			t.Errorf("kept: %s", dump(s))
		}
		w.ended()
	})
}
