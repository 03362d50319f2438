package ritual

import (
	"slices"
	"strings"
	"testing"
)

// atlas is a product with nothing wrong.
func atlas() Product {
	return Product{Name: "Atlas", PM: "pm", PO: "po", Channel: "C1", Framework: RICE}
}

func TestAProductIsCheckedFieldByField(t *testing.T) {
	for name, x := range map[string]struct {
		change func(*Product)
		want   string
	}{
		"good":          {func(*Product) {}, ""},
		"one head":      {func(p *Product) { p.PO = "pm" }, ""},
		"name of 60":    {func(p *Product) { p.Name = strings.Repeat("ä", 60) }, ""},
		"name of 61":    {func(p *Product) { p.Name = strings.Repeat("ä", 61) }, "name: Keep the name to 60 characters; this one has 61."},
		"no name":       {func(p *Product) { p.Name = " \t" }, "name: Give"},
		"no PM":         {func(p *Product) { p.PM = "" }, "pm: Choose"},
		"no PO":         {func(p *Product) { p.PO = "" }, "po: Choose"},
		"no channel":    {func(p *Product) { p.Channel = "" }, "channel: Choose"},
		"no framework":  {func(p *Product) { p.Framework = "" }, "framework: Choose"},
		"nothing":       {func(p *Product) { *p = Product{} }, "name: Give|pm: Choose|po: Choose|channel: Choose|framework: Choose"},
		"odd framework": {func(p *Product) { p.Framework = "dice" }, "framework: Choose"},
	} {
		t.Run(name, func(t *testing.T) {
			p := atlas()
			x.change(&p)
			_, err := NewProduct(p)
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

func TestAProductIsKeptTidyAndTheFormsListAsItWas(t *testing.T) {
	in := atlas()
	in.Name, in.Team = "  Atlas \n Two ", []string{"z", "a", "z"}
	p, err := NewProduct(in)
	if err != nil || p.Name != "Atlas Two" || !slices.Equal(p.Team, []string{"a", "z"}) {
		t.Errorf("%+v %v", p, err)
	}
	if !slices.Equal(in.Team, []string{"z", "a", "z"}) {
		t.Errorf("the caller's list became %v", in.Team)
	}
	p.SetUpBy = "pm"
	p.Settings.PMStandIn = "ben"
	if got := p.People(); !slices.Equal(got, []string{"a", "ben", "pm", "po", "z"}) {
		t.Errorf("people %v", got)
	}
}

func TestOnlyFullMembersSteer(t *testing.T) {
	for kind, want := range map[PersonKind]string{
		Member: "", Guest: "pm: Ana is a guest", Stranger: "pm: Ana belongs to another organization", Machine: "pm: Ana is an app",
		Gone: "pm: Ana has left", Unknown: "pm: Slack did not say",
	} {
		err := CheckHead("pm", Person{ID: "U1", Name: "Ana", Kind: kind})
		if want == "" {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		checkRefusals(t, err, want)
	}
}

func TestAnObjectiveIsChecked(t *testing.T) {
	have := []Objective{{Name: "Win larger customers"}}
	for _, x := range []struct {
		name    string
		horizon Horizon
		want    string
	}{
		{"Sleep", Now, ""},
		{"  Sleep \n well ", Later, ""},
		{strings.Repeat("ä", 75), Next, ""},
		{strings.Repeat("ä", 76), Next, "name: Keep the name to 75 characters; this one has 76."},
		{"", Now, "name: Name the objective"},
		{" ", Now, "name: Name the objective"},
		{"win  larger CUSTOMERS", Now, "name: “win larger CUSTOMERS” is on the roadmap already."},
		{"Sleep", "", "horizon: Choose"},
		{"Sleep", "someday", "horizon: Choose"},
	} {
		o, err := NewObjective(Objective{Name: x.name, Outcome: " out ", Measure: "\nm", Horizon: x.horizon}, have)
		if x.want != "" {
			checkRefusals(t, err, x.want)
			continue
		}
		if err != nil || o.Name != strings.Join(strings.Fields(x.name), " ") || o.Outcome != "out" || o.Measure != "m" {
			t.Errorf("%+v %v", o, err)
		}
	}
}
