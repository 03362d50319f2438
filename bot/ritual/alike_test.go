package ritual

import "testing"

func TestALineThatWasChangedLightlySaysTheSame(t *testing.T) {
	for _, x := range []struct {
		a, b string
		want bool
	}{
		{"The export holds all rows", "The export holds all rows.", true},
		{"The export holds all rows", "the  Export holds all the rows", true},
		{"Der Export enthält alle Zeilen", "Der Export enthält alle Zeile", true},
		{"CSVに全行が含まれる", "CSVに全行が含まれること", true},
		{"It takes 10 seconds at most", "It takes 2 seconds at most", false},
		{"It takes 10 seconds at most", "It takes at most 10 seconds", true},
		{"Guests can see the price", "Guests cannot see the price", false},
		{"Guests can see the price", "Guests can't see the price", false},
		{"Gäste sehen den Preis", "Gäste sehen den Preis nicht", false},
		{"価格を表示する", "価格を表示しない", false},
		{"The export holds all rows", "The page loads within a second", false},
		{"a", "a", true},
		{"", "", false},
		{"!", "?", false},
	} {
		if got := reworded(x.a, x.b); got != x.want {
			t.Errorf("%q and %q: %v (likeness %.2f)", x.a, x.b, got, likeness(x.a, x.b))
		}
	}
}

func TestLikenessIsTheSameBothWays(t *testing.T) {
	for _, x := range [][2]string{{"dark mode", "dark mood"}, {"aaa", "aa"}, {"", "a"}, {"ab", "ba"}} {
		if likeness(x[0], x[1]) != likeness(x[1], x[0]) {
			t.Errorf("%q", x)
		}
	}
}
