package ritual

import (
	"reflect"
	"slices"
	"testing"
)

// crew are people by id, one of each kind.
var crew = map[string]Person{
	"pm": {ID: "pm", Kind: Member}, "po": {ID: "po", Kind: Member}, "ben": {ID: "ben", Name: "Ben", Kind: Member},
	"gwen": {ID: "gwen", Name: "Gwen", Kind: Guest}, "gus": {ID: "gus", Name: "Gus", Kind: Gone},
}

func TestSettingsAreCheckedAllAtOnce(t *testing.T) {
	const zone = "zone: “Europe/Atlantis” is not a time zone"
	for name, x := range map[string]struct {
		s        Settings
		holidays string
		want     string
	}{
		"nothing":                {Settings{}, "", ""},
		"all good":               {Settings{PMStandIn: "ben", POStandIn: "ben", Zone: "Australia/Lord_Howe", From: "07:30", Until: "16:00", Guests: true}, "2026-12-25", ""},
		"each for the other":     {Settings{PMStandIn: "po", POStandIn: "pm"}, "", ""},
		"for themselves":         {Settings{PMStandIn: "pm", POStandIn: "po"}, "", "pm_stand_in: Choose somebody else|po_stand_in: Choose somebody else"},
		"a guest":                {Settings{PMStandIn: "gwen"}, "", "pm_stand_in: Gwen is a guest here."},
		"who has left":           {Settings{POStandIn: "gus"}, "", "po_stand_in: Gus has left the workspace."},
		"who is not known":       {Settings{POStandIn: "zoe"}, "", "po_stand_in: Slack did not say who this is just now."},
		"no such zone":           {Settings{Zone: "Europe/Atlantis"}, "", zone},
		"the machine's zone":     {Settings{Zone: "Local"}, "", "zone: “Local” is not a time zone"},
		"a path as zone":         {Settings{Zone: "../etc/passwd"}, "", "zone: “../etc/passwd” is not a time zone"},
		"no time":                {Settings{From: "nine", Until: "25:00"}, "", "from: Write the time as 09:00|until: Write the time as 09:00"},
		"the wrong way round":    {Settings{From: "17:00", Until: "09:00"}, "", "until: Choose a time after 17:00"},
		"at once":                {Settings{From: "10:00", Until: "10:00"}, "", "until: Choose a time after 10:00"},
		"before the usual start": {Settings{Until: "08:00"}, "", "until: Choose a time after 09:00"},
		"after the usual end":    {Settings{From: "18:00"}, "", "until: Choose a time after 18:00"},
		"a wrong line":           {Settings{}, "2026-12-25\n\n25.12.2026\n", "holidays: Write each day as 2026-12-25, one a line. Not a day: line 3, “25.12.2026”."},
		"many wrong": {Settings{}, "a, 2026-12-25, b\nc\nd\ne",
			"holidays: Write each day as 2026-12-25, one a line. Not a day: line 1, “a”; line 1, “b”; line 2, “c” and more."},
		"a wrong sentence": {Settings{Frame: "{who} wants"}, "", "frame: There is no {want} in it"},
		"no such day":      {Settings{}, "2026-02-30", "holidays: Write each day as 2026-12-25, one a line. Not a day: line 1, “2026-02-30”."},
		"everything": {Settings{PMStandIn: "pm", POStandIn: "gwen", Zone: "Europe/Atlantis", From: "x", Until: "y"}, "z",
			"pm_stand_in: Choose|po_stand_in: Gwen|" + zone + "|from: Write|until: Write|holidays: Write"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := NewSettings(x.s, Product{PM: "pm", PO: "po"}, crew, x.holidays)
			if x.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			checkRefusals(t, err, x.want)
		})
	}
}

func TestSettingsAreKeptTidy(t *testing.T) {
	p := Product{PM: "pm", PO: "po", Settings: Settings{Was: []FrameworkID{RICE}, Holidays: []string{"2025-01-01"}}}
	got, err := NewSettings(Settings{Zone: " Europe/Berlin\n", From: "8:05", Until: " 16:00 ", Emoji: []string{"C2", "C1", "C2"}, Was: []FrameworkID{WSJF}},
		p, crew, " 2026-12-25 ,2026-01-01\n\n2026-12-25,\n")
	want := Settings{Zone: "Europe/Berlin", From: "08:05", Until: "16:00", Emoji: []string{"C1", "C2"}, Was: []FrameworkID{RICE}, Holidays: []string{"2026-01-01", "2026-12-25"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v %v", got, err)
	}
	if got, err = NewSettings(Settings{}, p, crew, " \n"); err != nil || got.Holidays != nil {
		t.Errorf("holidays are left: %+v %v", got, err)
	}
}

func TestTheFrameworkBeforeIsRememberedOnce(t *testing.T) {
	p := Product{Framework: RICE}
	for _, x := range []struct {
		to  FrameworkID
		was []FrameworkID
	}{
		{RICE, nil},
		{WSJF, []FrameworkID{RICE}},
		{MoSCoW, []FrameworkID{WSJF, RICE}},
		{MoSCoW, []FrameworkID{WSJF, RICE}},
		{RICE, []FrameworkID{MoSCoW, WSJF}},
		{MoSCoW, []FrameworkID{RICE, WSJF}},
	} {
		before := slices.Clone(p.Settings.Was)
		after := ChangeFramework(p, x.to)
		if after.Framework != x.to || !slices.Equal(after.Settings.Was, x.was) {
			t.Errorf("%s: %s, was %v", x.to, after.Framework, after.Settings.Was)
		}
		if !slices.Equal(p.Settings.Was, before) {
			t.Errorf("%s: the product before was changed: %v", x.to, p.Settings.Was)
		}
		p = after
	}
	p = ChangeFramework(Product{Framework: RICE, Settings: Settings{Was: []FrameworkID{RICE, WSJF}}}, MoSCoW)
	if want := []FrameworkID{RICE, WSJF}; !slices.Equal(p.Settings.Was, want) {
		t.Errorf("was %v, not %v", p.Settings.Was, want)
	}
}
