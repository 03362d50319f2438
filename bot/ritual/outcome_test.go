package ritual

import (
	"strings"
	"testing"
	"time"
)

// life is a request with what was decided on it, an hour apart; the last decision brought it where it is.
func life(s Status, vs ...Verdict) (Request, []Decision) {
	r := Request{ID: "FR-1", Kind: Feature, Reporter: "sam", Requester: "sam", Status: s, Since: noon}
	var ds []Decision
	for i, v := range vs {
		d := decide(r, v, map[Topic]string{Alignment: "pm", Priority: "po", Scope: "sam", Union: "pm"}[verdicts[v].topic], noon.Add(time.Duration(i+1)*time.Hour))
		d.ID, d.Objective = string(rune('a'+i)), map[Verdict]string{Aligned: "Win"}[v]
		ds, r.Since = append(ds, d), d.At
	}
	return r, ds
}

func TestWhatHasBecomeOfARequestFollowsFromItsStatus(t *testing.T) {
	for _, x := range []struct {
		status Status
		by     []Verdict
		want   Outcome
		who    string
		line   bool
	}{
		{New, nil, OutcomeOpen, "", false},
		{AwaitingAlignment, nil, OutcomeOpen, "", false},
		{NeedsInfo, []Verdict{NeedMore}, OutcomeOpen, "sam", false},
		{AwaitingPriority, nil, OutcomeOpen, "", false}, // a problem, which nobody aligned
		{Backlog, []Verdict{Prioritized}, OutcomeOpen, "", false},
		{AwaitingPriority, []Verdict{Aligned}, OutcomeAligned, "pm", true},
		{Backlog, []Verdict{Aligned, Prioritized}, OutcomeAligned, "pm", true},
		{Backlog, []Verdict{Aligned, Challenged, Aligned, Prioritized}, OutcomeAligned, "pm", true},
		{AwaitingAlignment, []Verdict{Aligned, Challenged}, OutcomeOpen, "pm", false},
		{AwaitingPriority, []Verdict{Aligned, Challenged}, OutcomeOpen, "", false}, // which cannot be
		{Parked, []Verdict{NotNow}, OutcomeParked, "pm", true},
		{Parked, []Verdict{Aligned, WontDo}, OutcomeParked, "po", true},
		{Declined, []Verdict{Decline}, OutcomeDeclined, "pm", true},
		{InSprint, []Verdict{Aligned, Prioritized}, OutcomeInSprint, "po", true},
		{Backlog, []Verdict{Aligned, Prioritized, InSprintNow, CarriedOn}, OutcomeInSprint, "sam", true},
		{Backlog, []Verdict{Aligned, Prioritized, InSprintNow, LeftOver}, OutcomeAligned, "pm", true}, // for who never heard of the sprint
		{Backlog, []Verdict{Prioritized, InSprintNow, LeftOver}, OutcomeOpen, "", false},
		{Backlog, []Verdict{Aligned, InSprintNow, CarriedOn, Unpicked}, OutcomeAligned, "pm", true},
		{Done, nil, OutcomeInSprint, "", false},
		{Accepted, nil, OutcomeInSprint, "", false},
		{Shipped, nil, OutcomeShipped, "", false},
		{Merged, nil, OutcomeMerged, "", false},
		{Noted, nil, OutcomeOpen, "", false},
		{Withdrawn, []Verdict{Withdrew}, OutcomeWithdrawn, "sam", false},
	} {
		r, ds := life(x.status, x.by...)
		if b := BecameOf(r, ds); b.Outcome != x.want || x.want != OutcomeOpen && (b.By != x.who || b.Line != x.line) {
			t.Errorf("%s after %v: %+v", x.status, x.by, b)
		}
	}
	for whole, want := range map[Status]Outcome{AwaitingPriority: OutcomeAligned, InSprint: OutcomeInSprint, Shipped: OutcomeShipped, Declined: OutcomeDeclined} {
		r, ds := life(Split, Aligned, Divided)
		r.Together = whole
		if b := BecameOf(r, ds); b.Outcome != want || want != OutcomeAligned && (b.By != "" || b.Line) {
			t.Errorf("parts that are %s together: %+v", whole, b)
		}
	}
	if len(statuses) != 15 {
		t.Error("a new status: what is it to those who asked?")
	}
}

func TestWhatIsToldHoldsTheReasonTheDateAndWhereItWent(t *testing.T) {
	r, ds := life(Parked, NotNow)
	r.Reason, r.Revisit = "After the fair", "2026-06-01"
	if b := BecameOf(r, ds); b.Reason != "After the fair" || b.Revisit != "2026-06-01" || !b.At.Equal(r.Since) {
		t.Errorf("%+v", b)
	}
	r, ds = life(Declined, Decline)
	r.Reason, r.Revisit = "Not ours", "2026-06-01"
	if b := BecameOf(r, ds); b.Reason != "Not ours" || b.Revisit != "" {
		t.Errorf("%+v", b)
	}
	r, ds = life(Backlog, Aligned, Prioritized)
	if b := BecameOf(r, ds); b.Objective != "Win" || !b.At.Equal(ds[0].At) {
		t.Errorf("%+v", b)
	}
	r, ds = life(Merged, MergedInto)
	ds[0].Lead = "FR-9"
	if b := BecameOf(r, ds); b.Into != "FR-9" {
		t.Errorf("%+v", b)
	}
}

// TestOnlyWhatIsOtherwiseThanSomebodyKnowsIsNews tells a story step by step: what somebody knows, what has become of it,
// and what they are told.
func TestOnlyWhatIsOtherwiseThanSomebodyKnowsIsNews(t *testing.T) {
	declined := func(why string) Became { return Became{Outcome: OutcomeDeclined, Reason: why, By: "pm"} }
	aligned := Became{Outcome: OutcomeAligned, Objective: "Win", By: "pm"}
	open := Became{Outcome: OutcomeOpen}
	outOf := func(vs ...Verdict) Became { return BecameOf(life(Backlog, vs...)) }
	out := outOf(Aligned, Prioritized, InSprintNow, LeftOver)
	for _, x := range []struct {
		name  string
		knows Became
		now   Became
		want  Outcome // OutcomeOpen: nothing
	}{
		{"aligned for the first time", open, aligned, OutcomeAligned},
		{"nothing was decided", open, open, OutcomeOpen},
		{"the same again", aligned, aligned, OutcomeOpen},
		{"by somebody else, later", aligned, Became{Outcome: OutcomeAligned, Objective: "Win", By: "ben", At: noon}, OutcomeOpen},
		{"with another objective", aligned, Became{Outcome: OutcomeAligned, Objective: "Grow"}, OutcomeAligned},
		{"declined after all", aligned, declined("no"), OutcomeDeclined},
		{"declined for another reason", declined("no"), declined("too large"), OutcomeDeclined},
		{"challenged after it was told", aligned, open, OutcomeReopened},
		{"reopened after it was told", declined("no"), open, OutcomeReopened},
		{"still open", Became{Outcome: OutcomeReopened}, open, OutcomeOpen},
		{"aligned again after it was reopened", Became{Outcome: OutcomeReopened}, aligned, OutcomeAligned},
		{"out of the sprint", Became{Outcome: OutcomeInSprint}, out, OutcomeBack},
		{"out of the sprint, as a problem", Became{Outcome: OutcomeInSprint}, outOf(Prioritized, InSprintNow, OutOfSprint), OutcomeBack},
		{"still in the backlog", Became{Outcome: OutcomeBack}, out, OutcomeOpen},
		{"in and out of it on one day", aligned, out, OutcomeOpen},
		{"in the next sprint", Became{Outcome: OutcomeBack}, Became{Outcome: OutcomeInSprint}, OutcomeInSprint},
		{"on to the next sprint", Became{Outcome: OutcomeInSprint}, outOf(Aligned, Prioritized, InSprintNow, CarriedOn), OutcomeOpen},
		{"the parts of it out of the sprint", Became{Outcome: OutcomeInSprint}, aligned, OutcomeBack},
		{"shipped", Became{Outcome: OutcomeInSprint}, Became{Outcome: OutcomeShipped}, OutcomeShipped},
		{"parked until another day", Became{Outcome: OutcomeParked, Revisit: "2026-04-01"}, Became{Outcome: OutcomeParked, Revisit: "2026-05-01"}, OutcomeParked},
		{"unmerged", Became{Outcome: OutcomeMerged, Into: "FR-2"}, open, OutcomeReopened},
		{"merged into another one", Became{Outcome: OutcomeMerged, Into: "FR-2"}, Became{Outcome: OutcomeMerged, Into: "FR-3"}, OutcomeMerged},
	} {
		knows := x.knows.Mark()
		b := x.now.Since(knows)
		got := OutcomeOpen
		if (Hearer{Person: "ann"}).Hears(Request{}, b, knows) {
			got = b.Outcome
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}

// TestWhatSomebodyReadIsMarkedOnceItHoldsNoMore tells what stands in a message of the day, and what has become of it since.
func TestWhatSomebodyReadIsMarkedOnceItHoldsNoMore(t *testing.T) {
	aligned, inSprint := BecameOf(life(Backlog, Aligned, Prioritized)), BecameOf(life(InSprint, Aligned, Prioritized, InSprintNow))
	carried, out := BecameOf(life(Backlog, Aligned, InSprintNow, CarriedOn)), BecameOf(life(Backlog, Aligned, InSprintNow, LeftOver))
	back := out.Since(inSprint.Mark())
	reopened := Became{}.Since(aligned.Mark())
	for _, x := range []struct {
		name      string
		told, now Became
		want      bool
	}{
		{"aligned", aligned, aligned, true},
		{"aligned, and out of a sprint that they never heard of", aligned, out, true},
		{"in a sprint, and on with the next one", inSprint, carried, true},
		{"in a sprint, and back", inSprint, out, false},
		{"back", back, out, true},
		{"back, and in the next sprint", back, inSprint, false},
		{"looked at again", reopened, Became{}, true},
		{"looked at again, and aligned", reopened, aligned, false},
	} {
		if got := x.told.Holds(x.now); got != x.want {
			t.Errorf("%s: holds %v", x.name, got)
		}
	}
}

func TestNobodyIsToldWhatTheyDidOrReadThemselves(t *testing.T) {
	declined := Became{Outcome: OutcomeDeclined, By: "pm", Reason: "no", Line: true}
	direct, thread := Thread{Channel: "sam"}, Thread{Channel: "C1", TS: "1.2"}
	for _, x := range []struct {
		name  string
		h     Hearer
		place Thread
		b     Became
		want  bool
	}{
		{"somebody in a channel", Hearer{Person: "sam"}, thread, declined, true},
		{"whoever decided it", Hearer{Person: "pm"}, thread, declined, false},
		{"where it stands already", Hearer{Person: "sam"}, direct, declined, false},
		{"a supporter, who does not read the reporter's messages", Hearer{Person: "dev"}, direct, declined, true},
		{"what no line told", Hearer{Person: "sam"}, direct, Became{Outcome: OutcomeReopened}, true},
		{"something to send on, read already", Hearer{Person: "sam", SendOn: []string{"Acme"}}, direct, declined, true},
		{"something to send on, decided themselves", Hearer{Person: "pm", SendOn: []string{"Acme"}}, thread, declined, true},
		{"withdrawn by themselves, for a customer", Hearer{Person: "sam", SendOn: []string{"Acme"}}, thread, Became{Outcome: OutcomeWithdrawn, By: "sam"}, false},
		{"withdrawn by the reporter", Hearer{Person: "dev"}, thread, Became{Outcome: OutcomeWithdrawn, By: "sam"}, true},
	} {
		if got := x.h.Hears(Request{Reporter: "sam", Thread: x.place}, x.b, ""); got != x.want {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}

func TestAllWhoAskedHearOnceAndTheReporterHearsForThoseOutside(t *testing.T) {
	people := map[string]Person{"gone": {Kind: Gone}, "bot": {Kind: Machine}, "abroad": {Kind: Stranger}, "guest": {Kind: Guest}}
	joined := func(ids ...string) (all []Supporter) {
		for _, id := range ids {
			all = append(all, Supporter{Person: id})
		}
		return all
	}
	show := func(hs []Hearer) string {
		var words []string
		for _, h := range hs {
			w := h.Person
			if len(h.SendOn) > 0 {
				w += " for " + unmarked(strings.Join(h.SendOn, "+"))
			}
			if h.Of != "" {
				w += " of " + h.Of
			}
			if h.InPlace != "" {
				w += " in place of " + h.InPlace
			}
			words = append(words, w)
		}
		return strings.Join(words, ", ")
	}
	for _, x := range []struct {
		name string
		r    Request
		with []Supporter
		want string
	}{
		{"one person as all", Request{Requester: "sam", Reporter: "sam"}, joined("sam"), "sam"},
		{"requester, reporter and supporters", Request{Requester: "ria", Reporter: "sam"}, joined("dev", "ria", "guest"), "ria, sam, dev, guest"},
		{"people who have left, and apps", Request{Requester: "gone", Reporter: "sam"}, joined("bot", "dev"), "sam, dev"},
		{"a part of what was asked for", Request{Requester: "ria", Reporter: "sam", Customer: "Acme", Parent: "FR-1"}, joined("dev"), ""},
		{"nobody who is there", Request{Reporter: "gone"}, nil, ""},
		{"a customer", Request{Reporter: "sam", Customer: "Acme"}, joined("dev"), "sam for Acme, dev"},
		{"a customer of a reporter who has left", Request{Reporter: "gone", Customer: "Acme"}, joined("dev"), "dev, pm for Acme in place of gone"},
		{"the same, and the PM wants it too", Request{Reporter: "gone", Customer: "Acme"}, joined("pm"), "pm for Acme in place of gone"},
		{"somebody of elsewhere", Request{Requester: "abroad", Reporter: "sam"}, nil, "sam for @abroad"},
		{"somebody of elsewhere who recorded it", Request{Reporter: "abroad"}, nil, "pm for @abroad in place of abroad"},
		{"the message of somebody of elsewhere", Request{Reporter: "sam", Source: Source{Author: "abroad"}}, nil, "sam for @abroad"},
		{"their message, on behalf of another", Request{Reporter: "sam", Requester: "ria", Source: Source{Author: "abroad"}}, nil, "ria, sam"},
		{"a voice for a customer", Request{Reporter: "sam"}, []Supporter{{Person: "ria", Customer: "Acme", By: "dev"}}, "sam, ria, dev for Acme"},
		{"a voice for the customer that it is for", Request{Reporter: "sam", Customer: "acme "}, []Supporter{{Customer: "Acme", By: "dev"}}, "sam for acme , dev"},
		{"a voice for a customer by who has left", Request{Reporter: "sam"}, []Supporter{{Customer: "Acme", By: "gone"}}, "sam, pm for Acme in place of gone"},
		{"what was merged into it", Request{Reporter: "sam"}, []Supporter{{Person: "ria", By: "dev", Of: "FR-2"}, {Person: "sam", Of: "FR-2"}}, "sam, ria of FR-2, dev of FR-2"},
		{"both", Request{Requester: "abroad", Reporter: "sam", Customer: "Acme"}, joined("abroad"), "sam for Acme+@abroad"},
	} {
		if got := show(Hearers(x.r, x.with, people, "pm")); got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
	}
}

func TestOutcomesComeWhenTheWorkingDayBegins(t *testing.T) {
	at := func(s string) time.Time {
		when, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	holidays := []string{"2026-03-03"}
	for _, x := range []struct{ decided, zone, want string }{
		{"2026-03-04 10:00", "UTC", "2026-03-05 09:00"},              // the next morning
		{"2026-03-04 03:00", "UTC", "2026-03-04 09:00"},              // at night: this morning
		{"2026-03-04 08:55", "UTC", "2026-03-05 09:00"},              // it can still be undone at nine
		{"2026-03-06 16:00", "UTC", "2026-03-09 09:00"},              // Friday: not at the weekend
		{"2026-03-02 10:00", "UTC", "2026-03-04 09:00"},              // a holiday between
		{"2026-03-04 10:00", "Asia/Tokyo", "2026-03-05 00:00"},       // in their own zone
		{"2026-03-27 15:00", "Europe/Berlin", "2026-03-30 07:00"},    // the clocks go forward on Sunday
		{"2026-10-30 15:00", "America/New_York", "2026-11-02 14:00"}, // and back
		{"2026-03-04 10:00", "Nowhere/Land", "2026-03-05 09:00"},
	} {
		if got := TellAt(at(x.decided), Workplace{Zone: x.zone, Holidays: holidays}).UTC(); !got.Equal(at(x.want)) {
			t.Errorf("decided %s in %s: %s, want %s", x.decided, x.zone, got, x.want)
		}
	}
	for _, x := range []struct {
		now   string
		today bool
		next  string // empty: now
	}{
		{"2026-03-04 09:00", false, ""},
		{"2026-03-04 16:59", false, ""}, // late, because Tandem was away
		{"2026-03-04 17:00", false, "2026-03-05 09:00"},
		{"2026-03-04 06:00", false, "2026-03-04 09:00"},
		{"2026-03-07 11:00", false, "2026-03-09 09:00"},
		{"2026-03-03 11:00", false, "2026-03-04 09:00"},
		{"2026-03-04 09:30", true, "2026-03-05 09:00"},
		{"2026-03-02 09:30", true, "2026-03-04 09:00"},
	} {
		ok, next := MayTell(at(x.now), Workplace{Holidays: holidays}, x.today)
		if ok != (x.next == "") || !ok && !next.Equal(at(x.next)) {
			t.Errorf("at %s: %v, %s, want %q", x.now, ok, next, x.next)
		}
	}
}

func TestWhatCanStillBeUndoneIsNotTold(t *testing.T) {
	b := Became{Outcome: OutcomeDeclined, At: noon}
	if b.Settled(noon.Add(UndoFor-time.Second)) || !b.Settled(noon.Add(UndoFor)) {
		t.Error("it settles at another time")
	}
}

func TestWhatIsSentOnHoldsTheReasonOnlyWhereItMay(t *testing.T) {
	for o, words := range sendOn {
		plain := SendOnWords(o, "CSV\nexport ", "2026-06-01", "")
		why := SendOnWords(o, "CSV export", "2026-06-01", " too\nsmall {title} ")
		if !strings.Contains(plain, "“CSV export”") || strings.ContainsAny(plain+words.why, "\n_*") || strings.Contains(plain, "{") {
			t.Errorf("%s: %s", o, plain)
		}
		if has := strings.HasSuffix(why, "The reason: too small {title}"); has != (o == OutcomeParked || o == OutcomeDeclined) {
			t.Errorf("%s: %s", o, why)
		}
		if strings.Contains(plain, "1 Jun 2026") != (o == OutcomeParked) || strings.Contains(plain, "reason") {
			t.Errorf("%s: %s", o, plain)
		}
	}
	if SendOnWords(OutcomeWithdrawn, "CSV export", "", "no") != "" || SendOnWords(OutcomeOpen, "CSV export", "", "") != "" {
		t.Error("nothing is said of what nobody decided")
	}
}
