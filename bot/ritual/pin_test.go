package ritual

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPinnedStoriesStandBeforeTheirNeighbors(t *testing.T) {
	for _, c := range []struct{ name, pins, want string }{ // the backlog is a b c d e; each pin is a minute after the one before
		{"none", "", "abcde"},
		{"up", "d<b", "adbce"},
		{"down", "a<d", "bcade"},
		{"to the top", "e<a", "eabcd"},
		{"where it is already", "b<c", "abcde"},
		{"two before one, the latest nearest", "d<b e<b", "adebc"},
		{"two before one, the other way round", "e<b d<b", "aedbc"},
		{"a chain", "e<d d<a", "edabc"},
		{"a chain, made from its end", "d<a e<d", "edabc"},
		{"a chain and another beside it", "e<d d<b c<b", "aedcb"},
		{"the neighbor is not there", "d<x", "abcde"},
		{"a chain to what is not there", "a<d d<x", "bcade"},
		{"itself", "c<c", "abcde"},
		{"a circle", "a<c c<a", "abcde"},
		{"a circle, and one that stands before it", "a<c c<a e<c", "abecd"},
		{"a circle of three", "a<c c<d d<a", "abcde"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var backlog []Ranked
			for i, id := range "abcde" {
				backlog = append(backlog, Ranked{Request: Request{ID: string(id), Number: int64(i)}})
			}
			for i, pin := range strings.Fields(c.pins) {
				id, before, _ := strings.Cut(pin, "<")
				backlog[id[0]-'a'].Pin = Pin{Before: before, At: noon.Add(time.Duration(i) * time.Minute)}
			}
			got := ""
			for _, r := range Weave(backlog) {
				got += r.Request.ID
			}
			if got != c.want {
				t.Errorf("it is %s, not %s", got, c.want)
			}
		})
	}
}

func TestAProductKnowsItsFrameworksTheLatestFirst(t *testing.T) {
	p := Product{Framework: RICE, Settings: Settings{Was: []FrameworkID{ValueEffort, RICE, "x", ValueEffort}}}
	if got, want := p.Frameworks(), []FrameworkID{RICE, ValueEffort, "x"}; !slices.Equal(got, want) {
		t.Errorf("they are %v", got)
	}
}

// TestPinsSurviveWhateverBecomesOfTheOthers scores, adds, moves, unpins and takes away stories at random. After each step every pin
// that Move allowed holds as long as its neighbor is there, and again when it is back, and what is not pinned stands by its score.
func TestPinsSurviveWhateverBecomesOfTheOthers(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 7))
		all := make([]Ranked, 12)
		for i := range all {
			all[i].Request = Request{ID: RequestID(int64(i + 1)), Number: int64(i + 1), Product: "P", Status: Backlog}
		}
		at := noon
		for step := range 150 {
			at = at.Add(time.Minute)
			i, j := rng.IntN(len(all)), rng.IntN(len(all))
			switch rng.IntN(5) {
			case 0:
				all[i].Score = Score{Framework: []FrameworkID{RICE, ValueEffort, ""}[rng.IntN(3)], Milli: rng.Int64N(5)}
			case 1:
				all[i].Request.Status = []Status{Backlog, Backlog, Parked}[rng.IntN(3)]
			case 2:
				all[i].Pin = Pin{}
			default:
				if all[i].Request.Status != Backlog {
					continue
				}
				pins := slices.DeleteFunc(there(all), func(r Ranked) bool { return r.Pin.Before == "" })
				if pin, _, err := Move(all[i].Request, all[j].Request, pins, "because", "omar", at); err == nil {
					all[i].Pin = pin
				}
			}
			checkPins(t, seed, step, there(all))
		}
	}
}

// there are the stories that are in the backlog.
func there(all []Ranked) []Ranked {
	return slices.DeleteFunc(slices.Clone(all), func(r Ranked) bool { return r.Request.Status != Backlog })
}

// checkPins weaves a backlog and checks where its stories stand.
func checkPins(t *testing.T, seed uint64, step int, backlog []Ranked) {
	t.Helper()
	byScore := func(a, b Ranked) int {
		if Before(a, b, ValueEffort, RICE) {
			return -1
		}
		return 1
	}
	slices.SortFunc(backlog, byScore)
	woven := Weave(backlog)
	if len(woven) != len(backlog) {
		t.Fatalf("seed %d, step %d: %d stories of %d", seed, step, len(woven), len(backlog))
	}
	place := map[string]int{}
	for i, r := range woven {
		place[r.Request.ID] = i
	}
	held := Held(slices.DeleteFunc(slices.Clone(backlog), func(r Ranked) bool {
		_, in := place[r.Pin.Before]
		return !in
	}))
	root := func(r Ranked) string { // what a chain of pins ends at
		id := r.Request.ID
		for range held {
			if k := slices.IndexFunc(held, func(h Ranked) bool { return h.Request.ID == id }); k >= 0 {
				id = held[k].Pin.Before
			}
		}
		return id
	}
	for _, h := range held { // between a story and its neighbor stand only those that move along with that
		for k := place[h.Request.ID] + 1; k < place[h.Pin.Before]; k++ {
			if root(woven[k]) != root(h) {
				t.Fatalf("seed %d, step %d: %s stands between %s and %s", seed, step, woven[k].Request.ID, h.Request.ID, h.Pin.Before)
			}
		}
		if place[h.Request.ID] > place[h.Pin.Before] {
			t.Fatalf("seed %d, step %d: %s stands below %s", seed, step, h.Request.ID, h.Pin.Before)
		}
	}
	free := slices.DeleteFunc(slices.Clone(woven), func(r Ranked) bool {
		return slices.ContainsFunc(held, func(h Ranked) bool { return h.Request.ID == r.Request.ID })
	})
	if !slices.IsSortedFunc(free, byScore) {
		t.Fatalf("seed %d, step %d: what is not pinned does not stand by its score", seed, step)
	}
}
