package ritual

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// steered is a product with everybody it can name.
func steered() Product {
	return Product{Name: "Atlas", PM: "pm", PO: "po", Team: []string{"dev", "tom"}, SetUpBy: "eve",
		Settings: Settings{PMStandIn: "ben", POStandIn: "cleo"}}
}

func TestWhoSetUpAndTheHeadsAdminister(t *testing.T) {
	for id, want := range map[string]bool{"eve": true, "pm": true, "po": true, "dev": false, "ben": false, "sam": false, "": false} {
		if steered().Administers(id) != want {
			t.Errorf("%q: %v", id, !want)
		}
	}
	if (Product{}).Administers("") {
		t.Error("nobody administers a product without people")
	}
}

func TestARoleIsHandedOver(t *testing.T) {
	for name, x := range map[string]struct {
		role Role
		to   Person
		want string // PM, PO and stand-ins, or the refusal
	}{
		"a new PM":              {RolePM, Person{ID: "sam", Kind: Member}, "sam po ben cleo"},
		"a new PO":              {RolePO, Person{ID: "sam", Kind: Member}, "pm sam ben cleo"},
		"one head":              {RolePO, Person{ID: "pm", Kind: Member}, "pm pm ben cleo"},
		"the stand-in":          {RolePM, Person{ID: "ben", Kind: Member}, "ben po - cleo"},
		"the PO's stand-in":     {RolePO, Person{ID: "cleo", Kind: Member}, "pm cleo ben -"},
		"the other's stand-in":  {RolePO, Person{ID: "ben", Kind: Member}, "pm ben ben cleo"},
		"nobody":                {RolePM, Person{}, "pm: Choose who is the product manager"},
		"who it is already":     {RolePO, Person{ID: "po", Kind: Member}, "po: This is the product owner already."},
		"a guest":               {RolePO, Person{ID: "g", Name: "Gwen", Kind: Guest}, "po: Gwen is a guest here."},
		"who left":              {RolePM, Person{ID: "g", Name: "Gus", Kind: Gone}, "pm: Gus has left"},
		"who is not known, yet": {RolePM, Person{ID: "g"}, "pm: Slack did not say"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := HandOver(steered(), x.role, x.to)
			if strings.Contains(x.want, ":") {
				checkRefusals(t, err, x.want)
				p = steered()
				x.want = "pm po ben cleo"
			} else if err != nil {
				t.Error(err)
			}
			if got := heads(p); got != x.want {
				t.Errorf("%s, not %s", got, x.want)
			}
		})
	}
}

// heads are a product's PM, PO and their stand-ins on one line.
func heads(p Product) string {
	all := []string{p.PM, p.PO, p.Settings.PMStandIn, p.Settings.POStandIn}
	for i, id := range all {
		if id == "" {
			all[i] = "-"
		}
	}
	return strings.Join(all, " ")
}

func TestWhoWasNamedCanSayNotMe(t *testing.T) {
	eve := Person{ID: "eve", Kind: Member}
	for name, x := range map[string]struct {
		change func(*Product)
		role   Role
		who    string
		setter Person
		heads  string
		want   string // who is told, or the refusal
	}{
		"the PM":                  {nil, RolePM, "pm", eve, "eve po ben cleo", "eve"},
		"the PO":                  {nil, RolePO, "po", eve, "pm eve ben cleo", "eve"},
		"one of two roles":        {func(p *Product) { p.PO = "pm" }, RolePO, "pm", eve, "pm eve ben cleo", "eve"},
		"the setter was stand-in": {func(p *Product) { p.Settings.PMStandIn = "eve" }, RolePM, "pm", eve, "eve po - cleo", "eve"},
		"one of the team":         {nil, RoleTeam, "dev", eve, "pm po ben cleo", "eve"},
		"a PM's stand-in":         {nil, RolePMStandIn, "ben", eve, "pm po - cleo", "eve"},
		"a PO's stand-in":         {nil, RolePOStandIn, "cleo", Person{}, "pm po ben -", "eve"},
		"whom Slack did not tell": {nil, RolePM, "pm", Person{ID: "eve"}, "eve po ben cleo", "eve"},
		"who set it up":           {func(p *Product) { p.PM = "eve" }, RolePM, "eve", eve, "", ": You set Atlas up, so this would fall back to you."},
		"the setter left":         {nil, RolePM, "pm", Person{ID: "eve", Kind: Gone}, "", ": Who set Atlas up cannot take this on."},
		"another as setter":       {nil, RolePM, "pm", Person{ID: "sam", Kind: Member}, "", ": Who set Atlas up cannot take this on."},
		"no longer the PM":        {nil, RolePM, "sam", eve, "", ": You are not the product manager of Atlas any more"},
		"no longer on the team":   {nil, RoleTeam, "sam", eve, "", ": You are not on the team of Atlas any more"},
		"no longer stand-in":      {nil, RolePOStandIn, "ben", eve, "", ": You are not the product owner's stand-in of Atlas any more"},
		"nobody":                  {func(p *Product) { p.Settings.PMStandIn = "" }, RolePMStandIn, "", eve, "", ": You are not"},
		"another role":            {nil, RoleReporter, "pm", eve, "", ": You are not"},
	} {
		t.Run(name, func(t *testing.T) {
			p := steered()
			if x.change != nil {
				x.change(&p)
			}
			before := heads(p)
			after, told, err := NotMe(p, x.role, x.who, x.setter)
			if x.heads == "" {
				checkRefusals(t, err, x.want)
				if heads(after) != before || told != "" {
					t.Errorf("%s, told %s", heads(after), told)
				}
				return
			}
			if err != nil || heads(after) != x.heads || told != x.want {
				t.Errorf("%s, told %s, %v", heads(after), told, err)
			}
			if inTeam := slices.Contains(after.Team, "dev"); inTeam == (x.role == RoleTeam) || !slices.Equal(p.Team, []string{"dev", "tom"}) {
				t.Errorf("team %v, before %v", after.Team, p.Team)
			}
		})
	}
}

func TestAStatusSaysWhoIsAwayUntilItRunsOut(t *testing.T) {
	for _, x := range []struct {
		status string
		until  time.Time
		want   bool
	}{
		{"palm_tree", time.Time{}, true}, {"face_with_thermometer", time.Time{}, true},
		{"palm_tree", noon.Add(time.Second), true}, {"palm_tree", noon, false}, {"palm_tree", noon.Add(-time.Hour), false},
		{"", time.Time{}, false}, {"coffee", time.Time{}, false},
	} {
		if got := (Person{Status: x.status, StatusUntil: x.until}).Away(noon); got != x.want {
			t.Errorf("%s until %s: %v", x.status, x.until, got)
		}
	}
}

func TestTheStandInIsAskedWhenTheOwnerIsNotThere(t *testing.T) {
	at, away := Person{Kind: Member}, Person{Kind: Member, Status: "palm_tree"}
	gone, nobody := Person{Kind: Gone}, Person{}
	for name, x := range map[string]struct {
		role           Role
		owner, standIn Person
		change         func(*Product)
		want           string
	}{
		"both there":                    {RolePM, at, at, nil, "pm"},
		"owner away":                    {RolePM, away, at, nil, "ben"},
		"owner away, no stand-in":       {RolePM, away, nobody, nil, "pm"},
		"both away":                     {RolePO, away, away, nil, "po"},
		"owner away, stand-in left":     {RolePM, away, gone, nil, "pm"},
		"owner left":                    {RolePO, gone, at, nil, "ben"},
		"owner left, stand-in away":     {RolePM, gone, away, nil, "ben"},
		"PM left, no stand-in":          {RolePM, gone, nobody, nil, "po"},
		"PO left, no stand-in":          {RolePO, gone, nobody, nil, "pm"},
		"owner and stand-in left":       {RolePO, gone, gone, nil, "pm"},
		"both heads left":               {RolePM, gone, nobody, func(p *Product) { p.PO = "ex" }, "eve"},
		"all left but a stand-in":       {RolePM, gone, at, func(p *Product) { p.PO = "ex" }, "ben"},
		"the one head left":             {RolePM, gone, nobody, func(p *Product) { p.PO = "pm" }, "eve"},
		"the one head left, as PO asks": {RolePO, gone, nobody, func(p *Product) { p.PM = "po" }, "eve"},
	} {
		p := steered()
		if x.change != nil {
			x.change(&p)
		}
		p.Settings.PMStandIn, p.Settings.POStandIn = "", ""
		people := map[string]Person{strings.ToLower(string(x.role)): x.owner, "ex": gone}
		if x.standIn.Kind != Unknown {
			p.Settings.PMStandIn, p.Settings.POStandIn = "ben", "ben"
			people["ben"] = x.standIn
		}
		if got := Acting(p, x.role, people, noon); got != x.want {
			t.Errorf("%s: %s, not %s", name, got, x.want)
		}
	}
}

func TestAStandInActsForWhoIsAwayOrLetsTheLastNudgePass(t *testing.T) {
	monday := instant(t, "2026-03-02T10:00:00+01:00")
	there := Person{ID: "pm", Kind: Member, Zone: "Europe/Berlin"}
	for name, x := range map[string]struct {
		owner Person
		since time.Time
		now   string
		s     Settings
		want  bool
	}{
		"at once":                   {there, monday, "2026-03-02T10:00:00+01:00", Settings{}, false},
		"after two working days":    {there, monday, "2026-03-04T10:00:00+01:00", Settings{}, false},
		"just before four":          {there, monday, "2026-03-06T09:59:00+01:00", Settings{}, false},
		"after four":                {there, monday, "2026-03-06T10:00:00+01:00", Settings{}, true},
		"after three and a holiday": {there, monday, "2026-03-06T10:00:00+01:00", Settings{Holidays: []string{"2026-03-04"}}, false},
		"by the team's zone":        {Person{ID: "pm"}, monday, "2026-03-06T10:00:00+01:00", Settings{Zone: "Europe/Berlin"}, true},
		"away":                      {Person{ID: "pm", Status: "palm_tree"}, monday, "2026-03-02T10:00:00+01:00", Settings{}, true},
		"left":                      {Person{ID: "pm", Kind: Gone}, time.Time{}, "2026-03-02T10:00:00+01:00", Settings{}, true},
		"nothing waits":             {there, time.Time{}, "2026-03-06T10:00:00+01:00", Settings{}, false},
	} {
		if got := StandsIn(x.owner, x.since, instant(t, x.now), x.s); got != x.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWhatIsOverdueIsWhatAStandInMayDecide(t *testing.T) {
	there := Person{ID: "pm", Kind: Member, Zone: "Europe/Berlin"}
	now := instant(t, "2026-03-06T10:00:00+01:00")
	for name, x := range map[string]struct {
		owner Person
		now   time.Time
		s     Settings
		want  string
	}{
		"four working days":      {there, now, Settings{}, "2026-03-02T10:00:00+01:00"},
		"over a weekend":         {there, now.AddDate(0, 0, 3), Settings{}, "2026-03-03T10:00:00+01:00"},
		"on a Sunday":            {there, now.AddDate(0, 0, 2), Settings{}, "2026-03-02T17:00:00+01:00"},
		"with a holiday":         {there, now, Settings{Holidays: []string{"2026-03-04"}}, "2026-02-27T10:00:00+01:00"},
		"at once for who is off": {Person{ID: "pm", Kind: Gone}, now, Settings{}, "2026-03-06T10:00:00+01:00"},
	} {
		got := OverdueSince(x.owner, x.now, x.s)
		if !StandsIn(x.owner, got, x.now, x.s) {
			t.Errorf("%s: nobody stands in since %s", name, got)
		}
		if want := instant(t, x.want); got.Sub(want).Abs() >= time.Minute {
			t.Errorf("%s: %s, not %s", name, got, want)
		}
	}
	var never []string
	for day := now.AddDate(0, 0, -100); day.Before(now.AddDate(0, 0, 7)); day = day.AddDate(0, 0, 1) {
		never = append(never, day.Format(time.DateOnly))
	}
	if got := OverdueSince(there, now, Settings{Holidays: never}); !got.IsZero() {
		t.Errorf("nobody worked, and overdue since %s", got)
	}
}
