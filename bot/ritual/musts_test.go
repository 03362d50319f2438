package ritual

import "testing"

func TestTooManyMustsAreTooMuchOfTheEffort(t *testing.T) {
	of := func(must, should Effort) Classes { return Classes{3000: must, 2000: should} }
	const rest = "Above 60 % there is little left that can give way."
	for _, x := range []struct {
		name string
		c    Classes
		want string
	}{
		{"an empty backlog", nil, ""},
		{"few stories say nothing", of(Effort{4, 4, 80}, Effort{}), ""},
		{"three of five", of(Effort{3, 0, 0}, Effort{2, 0, 0}), ""},
		{"four of five", of(Effort{4, 0, 0}, Effort{1, 0, 0}), "4 of 5 stories are Musts. " + rest + " None of them has points yet, so stories are counted, not effort."},
		{"few large ones", of(Effort{2, 2, 26}, Effort{3, 3, 3}), "26 of 29 points are Musts. " + rest},
		{"many small ones", of(Effort{4, 4, 4}, Effort{1, 1, 13}), ""},
		{"60 % are not above 60 %", of(Effort{3, 3, 12}, Effort{4, 4, 8}), ""},
		{"a point more is", of(Effort{3, 3, 13}, Effort{4, 4, 8}), "13 of 21 points are Musts. " + rest},
		{"60 % with a mean that has no end", of(Effort{3, 1, 1}, Effort{2, 2, 6}), ""},
		{"one without points", of(Effort{4, 3, 13}, Effort{3, 3, 6}), "16.2 of 22.2 points are Musts. " + rest + " 1 story without points counts as the mean, 3.2."},
		{"most without points", of(Effort{70, 1, 5}, Effort{30, 1, 3}), "281 of 400 points are Musts. " + rest + " 98 stories without points count as the mean, 4 each."},
		{"thousands", of(Effort{4000, 2000, 5001}, Effort{1500, 1500, 1500}), "8,715.9 of 10,215.9 points are Musts. " + rest + " 2,000 stories without points count as the mean, 1.9 each."},
		{"all are", of(Effort{5, 0, 0}, Effort{}), "5 of 5 stories are Musts. " + rest + " None of them has points yet, so stories are counted, not effort."},
	} {
		if got := x.c.MustHint(); got != x.want {
			t.Errorf("%s: %q", x.name, got)
		}
	}
}

func TestOneMoreMustIsWeighedBeforeItIsSaved(t *testing.T) {
	could := int64(1000)
	c := Classes{3000: {3, 3, 9}, 1000: {3, 3, 9}}
	for _, x := range []struct {
		points int
		was    *int64
		want   string
	}{
		{0, nil, ""}, // 12 of 21
		{13, nil, "22 of 31 points are Musts. Above 60 % there is little left that can give way."},
		{3, &could, "12 of 18 points are Musts. Above 60 % there is little left that can give way."},
	} {
		if got := c.WithMust(x.points, x.was).MustHint(); got != x.want {
			t.Errorf("%+v: %q", x, got)
		}
	}
	if len(c) != 2 || c[3000].Points != 9 {
		t.Errorf("it changed what is there: %v", c)
	}
	if got := Classes(nil).WithMust(3, nil); got[3000] != (Effort{1, 1, 3}) {
		t.Errorf("the first one: %v", got)
	}
}
