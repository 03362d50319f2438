package ritual

import (
	"strings"
	"testing"
	"time"
)

// roadmap are two objectives of Now and one of Later, in their order.
func roadmap() []Objective {
	return []Objective{
		{ID: "a", Product: "P", Name: "Win larger customers", Outcome: "more", Horizon: Now, Place: 1},
		{ID: "b", Product: "P", Name: "Keep customers", Horizon: Now, Place: 2},
		{ID: "c", Product: "P", Name: "Work offline", Horizon: Later, Place: 3},
	}
}

// says are the refusals in err, by field.
func says(err error) string {
	var all []string
	for _, r := range Refusals(err) {
		all = append(all, strings.TrimPrefix(r.Field+": "+unmarked(r.Says), ": "))
	}
	return strings.Join(all, " | ")
}

func TestAnObjectiveIsFoundByEnoughOfItsName(t *testing.T) {
	for words, want := range map[string]string{
		"keep  CUSTOMERS": "b", "offline": "c", "larger": "a", "Keep": "b",
		"customers": "target: “customers” fits “Win larger customers” and “Keep customers”. Write more of its name.",
		"o":         "target: “o” fits “Win larger customers”, “Keep customers” and 1 more. Write more of its name.",
		"sleep":     "target: No objective has the words “sleep”. `/roadmap` shows them all.",
	} {
		o, err := NamedObjective("target", words, roadmap())
		if got := o.ID + says(err); got != want {
			t.Errorf("%s: %s", words, got)
		}
	}
}

func TestAnEditOfAnObjectiveSaysWhatItChanged(t *testing.T) {
	is := roadmap()[0]
	for _, x := range []struct {
		to   Objective
		want string
	}{
		{Objective{Name: " Win  the largest ", Outcome: "more", Measure: "3"}, "@ana changed the name from “Win larger customers” to “Win the largest” and the success measure"},
		{Objective{Name: is.Name}, "@ana changed the outcome"},
		{is, "Nothing is different from what “Win larger customers” says already."},
		{Objective{Name: "KEEP customers", Measure: strings.Repeat("x", 201)}, "name: “KEEP customers” is on the roadmap already. Choose another name. | measure: Keep it to 200 characters; this has 201."},
	} {
		after, c, err := EditObjective(is, x.to, roadmap(), "", "ana", noon)
		got := says(err)
		if err == nil {
			got = unmarked(c.Sentence())
		}
		if got != x.want || err == nil && (after.Name == "" || after.ID != "a" || after.Horizon != Now) {
			t.Errorf("%+v: %s", x.to, got)
		}
	}
	is.End = Dropped
	if _, _, err := EditObjective(is, Objective{Name: "x"}, nil, "", "ana", noon); says(err) != "“Win larger customers” is off the roadmap: it was dropped. `Bring back` puts it there again." {
		t.Error(says(err))
	}
}

func TestEditsOfDifferentFieldsComeTogether(t *testing.T) {
	is := Objective{Name: "New name", Outcome: "new outcome", Measure: "m"}
	since := []Change{
		{Details: ChangeDetails{Fields: []FieldChange{{"outcome", "newer", "new outcome"}}}},
		{Details: ChangeDetails{Fields: []FieldChange{{"outcome", "old", "newer"}, {"name", "Old name", "New name"}}}},
	}
	for _, x := range []struct {
		typed, want Objective
		both        string
	}{
		{Objective{Name: "Old name", Outcome: "old", Measure: "mine"}, Objective{Name: "New name", Outcome: "new outcome", Measure: "mine"}, ""},
		{Objective{Name: "Mine", Outcome: "old"}, Objective{Name: "Mine", Outcome: "new outcome"}, "name"},
		{Objective{Name: "New name", Outcome: "mine"}, Objective{Name: "New name", Outcome: "mine"}, "outcome"},
	} {
		to, both := Together(is, x.typed, since)
		if to != x.want || strings.Join(both, " ") != x.both {
			t.Errorf("%+v: %+v, %s", x.typed, to, both)
		}
	}
}

func TestAnObjectiveMovesToAPlaceThatIsAnotherOne(t *testing.T) {
	for _, x := range []struct {
		id     int
		h      Horizon
		before string
		want   string
	}{
		{1, "", "a", "@ana placed it before “Win larger customers”"},
		{0, Now, "", "@ana placed it last"},
		{0, Next, "", "@ana moved it from Now to Next"},
		{0, "", "c", "@ana moved it from Now to Later, before “Work offline”"},
		{0, "", "b", "place: It stands there already. Choose another place."},
		{1, Now, "", "place: It stands there already. Choose another place."},
		{0, "", "a", "place: What it should stand before has left the roadmap meanwhile. Choose another place."},
		{0, "", "z", "place: What it should stand before has left the roadmap meanwhile. Choose another place."},
		{0, "someday", "", "place: Choose one of the places in the list."},
	} {
		o, c, err := PlaceObjective(roadmap()[x.id], x.h, x.before, roadmap(), "", "ana", noon)
		got := says(err)
		if err == nil {
			got = unmarked(c.Sentence())
		}
		if got != x.want || err == nil && o.Horizon != c.Details.To {
			t.Errorf("%d to %s before %q: %s", x.id, x.h, x.before, got)
		}
	}
}

func TestWhatComesBackNeedsANameThatIsFree(t *testing.T) {
	gone := Objective{ID: "z", Name: "Keep customers", Horizon: Now, End: Achieved, Ended: noon}
	if _, _, err := BringBack(gone, gone.Name, Now, roadmap(), "", "ana", noon); says(err) != "name: “Keep customers” is on the roadmap already. Choose another name." {
		t.Error(says(err))
	}
	o, c, err := BringBack(gone, "Keep them", Next, roadmap(), "sorry", "ana", noon)
	if err != nil || o.End != "" || !o.Ended.IsZero() || o.Name != "Keep them" || o.Horizon != Next || c.Reason != "sorry" || unmarked(c.Sentence()) != "@ana brought it back to Next" {
		t.Errorf("%+v %+v %v", o, c, err)
	}
	if _, _, err := BringBack(o, o.Name, Now, nil, "", "ana", noon); says(err) != "“Keep them” is on the roadmap already." {
		t.Error(says(err))
	}
}

func TestWhatBecomesOfWhatHangsOnAnObjectiveIsAskedAsFarAsItIsNeeded(t *testing.T) {
	for _, x := range []struct {
		c     Clearing
		hangs int
		want  string // the refusal, or what its history says
	}{
		{Clearing{End: Achieved}, 0, "@ana marked it as achieved"},
		{Clearing{End: Dropped, Reason: "no money"}, 0, "@ana dropped it"},
		{Clearing{End: Dropped, Fate: FateAsk}, 2, "reason: Say why: it is kept with the objective, and with each request."},
		{Clearing{End: Achieved}, 2, "objective.fate: Choose what becomes of the requests that hang on it."},
		{Clearing{End: Achieved, Fate: FateLeave}, 2, "@ana marked it as achieved; its 2 requests stayed where they were"},
		{Clearing{End: Achieved, Fate: FatePark, Revisit: "2026-03-02"}, 2, "reason: Say why they are parked: whoever asked will read it. | revisit: Choose a day after today, 2 Mar 2026."},
		{Clearing{End: Achieved, Fate: FatePark, Revisit: "2026-06-01", Reason: "later"}, 1, "@ana marked it as achieved; its request was parked"},
		{Clearing{End: Dropped, Fate: FateMove, Target: "a", Reason: "why"}, 2, "target: Choose another objective of the roadmap, to which they move."},
		{Clearing{End: Dropped, Fate: FateMove, Target: "b", Reason: "why"}, 2, "@ana dropped it; its 2 requests moved to “Keep customers”"},
		{Clearing{End: Dropped, Fate: FateAsk, Target: "b", Reason: "why"}, 5000, "@ana dropped it; its 1,000+ requests came back to be aligned again"},
	} {
		x.c.By = "ana"
		o, c, change, err := EndObjective(roadmap()[0], x.c, x.hangs, roadmap(), "2026-03-02", noon)
		got := says(err)
		if err == nil {
			got = unmarked(change.Sentence())
		}
		if got != x.want || err == nil && (o.End != x.c.End || !o.Ended.Equal(noon) || c.Total != x.hangs || c.Objective != "a" || c.Fate != FateMove && c.Target != "") {
			t.Errorf("%+v: %s", x.c, got)
		}
	}
	gone := Objective{Name: "Gone", End: Achieved}
	if _, _, _, err := EndObjective(gone, Clearing{End: Dropped, Reason: "x"}, 0, nil, "2026-03-02", noon); says(err) != "“Gone” is off the roadmap: it was achieved. `Bring back` puts it there again." {
		t.Error(says(err))
	}
}

// clearingTable says what becomes of a request of each status: its status, its objective (a: the one that ended, b: another one,
// -: none), and the decision that is kept, if any.
const clearingTable = `
status              move            ask                         park                 leave, achieved  leave, dropped
new                 -               -                           -                    a                -
awaiting_alignment  -               -                           -                    a                -
needs_info          -               -                           -                    a                -
awaiting_priority   b,reassigned    -,asked_again,awaiting_alignment  -,parked_along,parked  a          -,left_alone
backlog             b,reassigned    -,asked_again,awaiting_alignment  -,parked_along,parked  a          -,left_alone
in_sprint           b,reassigned    a                           a                    a                a
done                b,reassigned    a                           a                    a                a
accepted            b,reassigned    a                           a                    a                a
shipped             a               a                           a                    a                a
parked              -               -                           -                    a                -
declined            a               a                           a                    a                a
merged              b               -                           -                    a                -
noted               a               a                           a                    a                a
withdrawn           a               a                           a                    a                a
split               b               -                           -                    a                -
`

func TestEachRequestGoesWhereWasChosenForAll(t *testing.T) {
	from, to := roadmap()[0], roadmap()[1]
	choices := []Clearing{{End: Dropped, Fate: FateMove}, {End: Achieved, Fate: FateAsk}, {End: Dropped, Fate: FatePark, Revisit: "2026-06-01"},
		{End: Achieved, Fate: FateLeave}, {End: Dropped, Fate: FateLeave}}
	looked := map[Status]bool{}
	for s := clearingOrder[0]; s != ""; {
		looked[s] = true
		s, _ = Clearing{Status: s}.NextStatus()
	}
	lines := strings.Split(strings.TrimSpace(clearingTable), "\n")[1:]
	if len(lines) != len(statuses) {
		t.Fatalf("%d lines for %d statuses", len(lines), len(statuses))
	}
	for _, line := range lines {
		f := strings.Fields(line)
		status := Status(f[0])
		for i, want := range f[1:] {
			c := choices[i]
			c.Objective, c.By, c.Reason = "a", "ana", "why"
			r := Request{ID: "FR-1", Status: status, Objective: "a", Since: noon}
			after, d, decided := r, Decision{}, false
			if looked[status] {
				after, d, decided = c.Clear(r, from, to, noon.Add(time.Hour))
			}
			got := after.Objective
			if got == "" {
				got = "-"
			}
			if decided {
				got += "," + string(d.Verdict)
			}
			if after.Status != status {
				got += "," + string(after.Status)
			}
			if got != want {
				t.Errorf("%s, %+v: %s, want %s", status, c, got, want)
			}
			if decided && (d.Reason != "why" || d.By != "ana" || d.Topic != Alignment || c.Decided() != 1) {
				t.Errorf("%s: %+v", status, d)
			}
			if after.Status == Parked && status != Parked && (after.Revisit != "2026-06-01" || d.Revisit != after.Revisit || after.Reason != "why") {
				t.Errorf("%s is parked without its day or its reason: %+v", status, after)
			}
		}
	}
	c := choices[0]
	if after, _, decided := c.Clear(Request{Status: Backlog, Objective: "c"}, from, to, noon); decided || after.Objective != "c" {
		t.Error("what serves another objective was moved")
	}
}

func TestWhoAskedIsNotToldThatAnObjectiveWasDropped(t *testing.T) {
	r := Request{Status: Backlog}
	yes := Decision{Topic: Alignment, Verdict: Aligned, Objective: "A", At: noon}
	if b := BecameOf(r, []Decision{yes, {Topic: Alignment, Verdict: LeftAlone, Objective: "A", At: noon.Add(1)}}); b.Mark() != BecameOf(r, []Decision{yes}).Mark() {
		t.Errorf("it is news that it goes on without its objective: %+v", b)
	}
	b := BecameOf(r, []Decision{yes, {Topic: Alignment, Verdict: Reassigned, Objective: "B", At: noon.Add(1)}})
	if b.Outcome != OutcomeAligned || b.Objective != "B" || b.Line {
		t.Errorf("what it serves now is not told: %+v", b)
	}
}

func TestARequestComesUnderAnotherObjectiveOfItsProduct(t *testing.T) {
	r := Request{ID: "FR-1", Product: "P", Status: Backlog, Objective: "a"}
	for id, want := range map[string]string{
		"b": "", "a": "objective: It serves this one already. Choose another one.", "": "objective: Choose one of the objectives in the list.", "z": "objective: Choose one of the objectives in the list.",
	} {
		after, d, err := Reassign(r, id, roadmap(), " why ", "ana", noon)
		if says(err) != want {
			t.Errorf("%s: %s", id, says(err))
		}
		if want == "" && (after.Objective != id || after.Status != Backlog || d.Objective != "Keep customers" || d.Reason != "why" || d.Verdict != Reassigned) {
			t.Errorf("%+v %+v", after, d)
		}
	}
}
