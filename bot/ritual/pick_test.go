package ritual

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestOnlyTheLightBulbCaptures(t *testing.T) {
	for name, want := range map[string]bool{
		"bulb": true, ":bulb:": true, "bulb::skin-tone-3": true, ":bulb::skin-tone-6:": true,
		"": false, ":": false, "::": false, "+1": false, "light_bulb": false, "bulbs": false, "Bulb": false, "+1::skin-tone-2": false,
	} {
		if Captures(name) != want {
			t.Errorf("%q captures: %v", name, !want)
		}
	}
}

// stamp is Slack's timestamp of an instant so long after noon.
func stamp(d time.Duration) string {
	at := noon.Add(d)
	return fmt.Sprintf("%d.%06d", at.Unix(), at.Nanosecond()/1000)
}

func TestAnEmojiStandsAsSlacksClockTellsItInWhateverOrderItIsHeard(t *testing.T) {
	put := func(p Pick, at time.Duration) Pick { p, _ = p.Put(stamp(at)); return p }
	away := func(p Pick, at time.Duration) Pick { p, _ = p.TakeAway(stamp(at)); return p }
	for name, x := range map[string]struct {
		p      Pick
		stands bool
	}{
		"nothing":                  {Pick{}, false},
		"put":                      {put(Pick{}, 0), true},
		"taken away":               {away(put(Pick{}, 0), time.Microsecond), false},
		"taken away before it was": {put(away(Pick{}, time.Second), 0), false},
		"put again":                {put(away(put(Pick{}, 0), time.Second), 2*time.Second), true},
		"told twice":               {put(put(Pick{}, 0), 0), true},
		"an old word of it":        {away(put(away(put(Pick{}, 0), 1), 2*time.Second), time.Second), true},
	} {
		if x.p.Stands() != x.stands || x.p.Waits() != x.stands {
			t.Errorf("%s: stands %v, waits %v", name, x.p.Stands(), x.p.Waits())
		}
	}
	p := put(Pick{}, time.Second)
	p.Effect = PickMade
	for _, at := range []time.Duration{0, time.Second} {
		if same, ok := p.Put(stamp(at)); ok || same.Effect != PickMade {
			t.Errorf("told again of %s, it is news", at)
		}
	}
	if again, ok := p.Put(stamp(time.Minute)); !ok || !again.Waits() {
		t.Error("put anew, it is no news")
	}
}

func TestAnEmojiIsTakenBackForFiveMinutes(t *testing.T) {
	p, _ := Pick{}.Put(stamp(0))
	for after, want := range map[time.Duration]bool{
		time.Microsecond: true, TakenBackWithin: true, TakenBackWithin + time.Microsecond: false, 24 * time.Hour: false, 0: false, -time.Second: false,
	} {
		if _, back := p.TakeAway(stamp(after)); back != want {
			t.Errorf("after %s it is taken back: %v", after, !want)
		}
	}
	gone, _ := p.TakeAway(stamp(time.Second))
	if _, back := gone.TakeAway(stamp(2 * time.Second)); back {
		t.Error("what is gone is taken back once more")
	}
	if _, back := (Pick{}).TakeAway(stamp(0)); back {
		t.Error("what never stood is taken back")
	}
}

func TestASlackTimestampIsAnInstant(t *testing.T) {
	for ts, want := range map[string]time.Time{
		"1772442000.000100": time.Unix(1772442000, 100_000), "1772442000.5": time.Unix(1772442000, 500_000_000), "1772442000": time.Unix(1772442000, 0),
		"1772442000.1234567": time.Unix(1772442000, 123_456_000),
		"":                   {}, "x": {}, "0.0": {}, "-5.0": {}, "1772442000.x": {}, "1772442000.-00005": {}, "99999999999999999": {},
	} {
		if got := TimeOf(ts); !got.Equal(want) {
			t.Errorf("%q is %s", ts, got)
		}
	}
}

func FuzzATimestampIsReadOrNothing(f *testing.F) {
	for _, ts := range []string{"1772442000.000100", "", ".", "1.2.3", "９.９", "9999999999.999999"} {
		f.Add(ts, ts)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		at := TimeOf(a)
		if !at.IsZero() && (at.Year() < 1970 || at.Year() > 9999) {
			t.Errorf("%q is %s", a, at)
		}
		if laterTS(a, b) && laterTS(b, a) {
			t.Errorf("%q and %q are each after the other", a, b)
		}
		p, _ := Pick{}.Put(a)
		p, _ = p.TakeAway(b)
		if p.Waits() && !p.Stands() {
			t.Errorf("%+v waits and does not stand", p)
		}
	})
}

func TestAnEmojiBelongsToTheProductAtHomeOrTheFirstThatOptedIn(t *testing.T) {
	a := Product{ID: "a", Channel: "C1", Settings: Settings{Emoji: []string{"C2", "C3"}}}
	b := Product{ID: "b", Channel: "C2", Settings: Settings{Emoji: []string{"C2", "C3"}}}
	for channel, want := range map[string]string{"C1": "", "C2": "b", "C3": "a", "": ""} {
		if p, ok := EmojiProduct([]Product{a, b}, channel); p.ID != want || ok != (want != "") {
			t.Errorf("%s is %q's", channel, p.ID)
		}
	}
}

func TestWhoGivesUpARequestHandsItToTheFirstWhoWantsItToo(t *testing.T) {
	r := Request{ID: "FR-1", Product: "P", Reporter: "sam", Requester: "al", Status: AwaitingAlignment, Thread: Thread{Channel: "C1", TS: "1.2"}}
	alone, d := GiveUp(r, nil, noon)
	if alone.Status != Withdrawn || d.Verdict != Withdrew || d.By != "sam" {
		t.Errorf("%+v %+v", alone, d)
	}
	others := []Supporter{{Person: "ria", Of: "FR-9"}, {Person: "al", By: "sam"}, {Person: "zoe", By: "dev"}, {Person: "omar"}}
	after, d := GiveUp(r, others, noon)
	want := r
	want.Reporter = "dev"
	if after != want || d.Verdict != HandedOn || d.By != "sam" {
		t.Errorf("%+v %+v", after, d)
	}
	r.Requester, r.Thread = "sam", Thread{Channel: "sam", TS: "3.4"}
	if after, _ = GiveUp(r, others, noon); after.Requester != "dev" || after.Thread != (Thread{Channel: "dev"}) {
		t.Errorf("%+v", after)
	}
}

func TestWhatWasWithdrawnIsRecordedAgainUnderItsNumber(t *testing.T) {
	was := Request{ID: "FR-1", Number: 1, Product: "P", Title: "Dark", Reporter: "sam", Status: Withdrawn, Created: noon, Reason: "x", Objective: "o",
		Source: Source{Channel: "C1", TS: "1.2", Author: "al"}}
	again := Request{Product: "Q", Title: "Darker", Reporter: "dev", Kind: Problem, Source: Source{Channel: "C1", TS: "1.2", Thread: "1.1"}, Thread: Thread{Channel: "C1", TS: "1.2"}}
	got, d := RecordAgain(was, again, noon.Add(time.Hour))
	want := Request{ID: "FR-1", Number: 1, Product: "Q", Title: "Darker", Reporter: "dev", Kind: Problem, Status: New, Since: noon.Add(time.Hour), Created: noon,
		Source: was.Source, Thread: again.Thread}
	if got != want {
		t.Errorf("%+v", got)
	}
	if d.Verdict != Recaptured || d.By != "dev" || d.Product != "Q" || d.Request != "FR-1" {
		t.Errorf("%+v", d)
	}
}

func TestWhatAThreadAddsToTheEvidence(t *testing.T) {
	said := func(ts, author, text string) Evidence {
		return Evidence{Author: author, Channel: "C", TS: ts, Thread: "1", Text: text}
	}
	with := func(e Evidence, id string) Evidence { e.ID = id; return e }
	show := func(es []Evidence) string {
		var b strings.Builder
		for _, e := range es {
			fmt.Fprintf(&b, "%s:%s:%s:%s;", e.ID, e.Author, e.TS, e.Text)
		}
		return b.String()
	}
	long := strings.Repeat("long ", 1000)
	thread := []Evidence{said("1", "al", long+"end"), said("2", "ben", "me too"), said("3", "al", "soon")}
	for name, x := range map[string]struct {
		kept []Evidence
		want string
	}{
		"nothing was kept":        {nil, show([]Evidence{with(thread[0], "0"), with(thread[1], "1"), with(thread[2], "2")})},
		"the form cut it":         {[]Evidence{{ID: "0", Author: "al", Channel: "C", TS: "1", Text: long[:2999] + "…"}}, "0:al:1:" + long + "end;1:ben:2:me too;2:al:3:soon;"},
		"somebody's own words":    {[]Evidence{{ID: "0", Author: "sam", Channel: "C", TS: "1", Text: "mine"}}, "0:sam::mine;1:al:1:" + long + "end;2:ben:2:me too;3:al:3:soon;"},
		"another title":           {[]Evidence{with(thread[0], "0"), {ID: "1", Author: "sam", Text: "T"}}, "2:ben:2:me too;3:al:3:soon;"},
		"edited since":            {[]Evidence{with(said("2", "ben", "me not"), "7")}, "8:al:1:" + long + "end;9:al:3:soon;"},
		"the same once more":      {[]Evidence{with(thread[0], "0"), with(thread[1], "1"), with(thread[2], "2")}, ""},
		"the same with its files": {[]Evidence{with(thread[0], "0"), with(thread[1], "1"), {ID: "2", Author: "al", Channel: "C", TS: "3", Text: "soon"}}, "2:al:3:soon;"},
	} {
		if got, left := Learn(x.kept, thread, "1"); show(got) != x.want || left != 0 {
			t.Errorf("%s: %.200s, %d left", name, show(got), left)
		}
	}
}

func TestOfALongThreadTheFirstTheLastAndTheCapturedMessagesAreKept(t *testing.T) {
	var all []Evidence
	for i := range 1000 {
		all = append(all, Evidence{Author: "al", Channel: "C", TS: fmt.Sprint(i), Thread: "0"})
	}
	keep, left := Learn(nil, all, "500")
	if len(keep) != ThreadMost || left != 1000-ThreadMost || keep[0].TS != "0" || keep[99].TS != "500" || keep[100].TS != "900" || keep[199].TS != "999" {
		t.Errorf("%d kept, %d left, %s, %s, %s", len(keep), left, keep[0].TS, keep[99].TS, keep[100].TS)
	}
	if more, left := Learn(keep, all, "500"); len(more) != 0 || left != 1000-ThreadMost {
		t.Errorf("%d more are kept, %d left", len(more), left)
	}
}

func FuzzAThreadIsKeptOnce(f *testing.F) {
	f.Add("ab", "abc", "b")
	f.Add("", "aaaa", "z")
	f.Fuzz(func(t *testing.T, before, now, captured string) {
		as := func(s string) (all []Evidence) {
			for i, r := range []rune(s) {
				all = append(all, Evidence{Channel: "C", TS: fmt.Sprint(r % 7), Author: fmt.Sprint(r % 3), Text: s[:min(len(s), i)]})
			}
			return all
		}
		kept := map[string]Evidence{}
		take := func(es []Evidence) {
			for _, e := range es {
				kept[e.ID] = e
			}
		}
		list := func() (all []Evidence) {
			for i := range len(kept) {
				all = append(all, kept[fmt.Sprint(i)])
			}
			return all
		}
		first, _ := Learn(nil, once(as(before)), captured)
		take(first)
		second, _ := Learn(list(), once(as(now)), captured)
		take(second)
		seen := map[string]bool{}
		for _, e := range kept {
			if key := e.Channel + e.TS; e.TS != "" && seen[key] {
				t.Fatalf("%s is kept twice: %+v", e.TS, kept)
			} else {
				seen[key] = true
			}
		}
		if third, _ := Learn(list(), once(as(now)), captured); len(third) != 0 {
			t.Fatalf("read again, it adds %+v to %+v", third, kept)
		}
	})
}

// once are messages without those whose timestamp came before.
func once(all []Evidence) (out []Evidence) {
	seen := map[string]bool{}
	for _, e := range all {
		if !seen[e.TS] {
			out, seen[e.TS] = append(out, e), true
		}
	}
	return out
}
