package ritual

import (
	"strings"
	"testing"
)

func TestAtMostThreeOfWhatIsOpenVisibleAndSimilarEnoughAreShown(t *testing.T) {
	found := func(number int64, likeness, meaning float64) Alike {
		return Alike{Request: Request{ID: RequestID(number), Number: number, Status: Backlog}, Likeness: likeness, Meaning: meaning}
	}
	closed := found(9, 1, 1)
	closed.Status = Merged
	for _, x := range []struct {
		name  string
		found []Alike
		want  string
	}{
		{"nothing", nil, ""},
		{"the most similar first, then the newest", []Alike{found(1, 0.5, 0), found(2, 0.7, 0), found(3, 0.5, 0)}, "FR-2 FR-3 FR-1"},
		{"not enough", []Alike{found(1, SimilarEnough-0.01, 1), found(2, SimilarEnough, 0)}, "FR-2"},
		{"not open", []Alike{closed, found(2, 0.5, 0)}, "FR-2"},
		{"not to be seen", []Alike{found(7, 1, 1), found(1, 0.9, 0), found(2, 0.8, 0), found(3, 0.7, 0), found(4, 0.6, 0)}, "FR-1 FR-2 FR-3"},
		{"by meaning", []Alike{found(1, 0.9, 0.1), found(2, 0.8, 0.2), found(3, 0.7, 0.3), found(4, 0.6, 0.9)}, "FR-4 FR-3 FR-2"},
		{"by meaning where it is known", []Alike{found(1, 0.9, 0.1), found(2, 0.8, 0), found(3, 0.7, 0.3)}, "FR-3 FR-2 FR-1"},
	} {
		var got []string
		for _, a := range Similar(x.found, func(r Request) bool { return r.Number != 7 }) {
			got = append(got, a.ID)
		}
		if strings.Join(got, " ") != x.want {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}
