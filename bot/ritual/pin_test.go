package ritual

import (
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
