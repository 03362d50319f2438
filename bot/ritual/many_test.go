package ritual

import "testing"

func TestNumbersAreWrittenAsPeopleWriteThem(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 123456: "123,456", 1234567: "1,234,567"} {
		if got := Thousands(n); got != want {
			t.Errorf("%d is written %s", n, got)
		}
	}
}

func TestLongListsAreCountedToAThousand(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1001: "1,000+", 5000: "1,000+"} {
		if got := HowMany(n); got != want {
			t.Errorf("%d is %q", n, got)
		}
	}
	for n, want := range map[int]string{20: "5", 1000: "985", 1001: "many"} {
		if got := HowManyMore(n, 15); got != want {
			t.Errorf("15 of %d leave %q", n, got)
		}
	}
}

func TestAPageBeginsWhereTheListStillHasEntries(t *testing.T) {
	for _, x := range []struct{ offset, n, want int }{{0, 0, 0}, {0, 25, 0}, {20, 25, 20}, {20, 20, 10}, {30, 25, 20}, {10, 0, 0}} {
		if got := LastPage(x.offset, x.n, 10); got != x.want {
			t.Errorf("the page from %d on of %d begins at %d", x.offset, x.n, got)
		}
	}
}
