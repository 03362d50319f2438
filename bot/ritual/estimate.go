package ritual

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Scale is what the team votes with: story points, and Unsure.
var Scale = []string{"1", "2", "3", "5", "8", "13", Unsure}

// Unsure is the vote of who cannot tell.
const Unsure = "?"

// pointsMost is the most points that a story may have; what is larger had better be split.
const pointsMost = 100

// An Estimation is the team finding out together how large a story is, in as many rounds as they need.
type Estimation struct {
	ID         string
	Request    string
	Round      int // from 1
	Version    int // of the story, when the round began
	By         string
	Started    time.Time
	Revealed   time.Time // when the round's votes were shown; zero while they are hidden
	RevealedBy string
	Ended      time.Time // when the points were set
}

// A Vote is what somebody says of a story's size in one round.
type Vote struct {
	Person string
	Size   string // of Scale
	At     time.Time
}

// Estimable refuses to have a story estimated that the team may not read, or where there is no team.
func Estimable(r Request, p Product) error {
	switch {
	case len(p.Team) == 0:
		return Refuse("%s has no team yet, and it is the team who votes. Name its members in `/tandem settings`.", short(p.Name))
	case !r.SeenBy(Reader{Place: p.Channel}, p):
		return Refuse("%s is private, and the team cannot estimate what it cannot read. Press `Share title and story` on its record first.", r.ID)
	}
	return nil
}

// Take checks a vote. Somebody may vote again until the votes are shown.
func (e Estimation) Take(size string) error {
	switch {
	case !e.Ended.IsZero():
		return Refuse("%s has its points already. `Estimate` on its record starts anew.", e.Request)
	case !e.Revealed.IsZero():
		return Refuse("The votes on %s are shown already. `Vote again` starts another round.", e.Request)
	case !slices.Contains(Scale, size):
		return Refuse("A vote is one of %s.", strings.Join(Scale, " "))
	}
	return nil
}

// Reveal shows the votes of the round. Doing it again changes nothing.
func (e Estimation) Reveal(votes []Vote, by string, now time.Time) (Estimation, error) {
	switch {
	case !e.Ended.IsZero():
		return e, Refuse("%s has its points already.", e.Request)
	case len(votes) == 0:
		return e, Refuse("Nobody has voted on %s yet.", e.Request)
	case e.Revealed.IsZero():
		e.Revealed, e.RevealedBy = now, by
	}
	return e, nil
}

// Again begins another round, of the story as it is now. It begins once, however often that is pressed.
func (e Estimation) Again(round, version int) (Estimation, error) {
	switch {
	case !e.Ended.IsZero():
		return e, Refuse("%s has its points already. `Estimate` on its record starts anew.", e.Request)
	case round != e.Round:
		return e, nil
	case e.Revealed.IsZero():
		return e, Refuse("The votes on %s are still hidden. `Reveal` shows them.", e.Request)
	}
	e.Round, e.Version, e.Revealed, e.RevealedBy = e.Round+1, version, time.Time{}, ""
	return e, nil
}

// SetPoints takes the PO's decision on a story's size, with a reason if they give one. The caller has asked May.
func SetPoints(r Request, e Estimation, points, reason, by string, now time.Time) (Request, Estimation, Decision, error) {
	d := decide(r, Estimated, by, now)
	switch {
	case !e.Ended.IsZero():
		return r, e, d, Refuse("%s has its points already. `Estimate` on its record starts anew.", e.Request)
	case e.Revealed.IsZero():
		return r, e, d, Refuse("The votes on %s are hidden again: another round has begun. `Reveal` shows them.", e.Request)
	}
	n, err := strconv.Atoi(strings.TrimSpace(points))
	if err != nil || n < 1 || n > pointsMost {
		return r, e, d, RefuseField("points", "Points are a whole number from 1 to %d, such as 5.", pointsMost)
	}
	if reason = strings.TrimSpace(reason); len([]rune(reason)) > reasonMax {
		return r, e, d, RefuseField("reason", "Keep it to %d characters; this has %d.", reasonMax, len([]rune(reason)))
	}
	r.Points, e.Ended = n, now
	d.Score, d.Reason = Points(n), reason
	return r, e, d, nil
}

// Points are story points as people read them: "1 point", "5 points". None are nothing.
func Points(n int) string {
	if n == 0 {
		return ""
	}
	return Figure(n, "point", "points")
}

// PointsOrNone is how large a story is as people read it: "5 points", or "without points".
func PointsOrNone(n int) string { return cmp.Or(Points(n), "without points") }

// A Tally is what came of a round.
type Tally struct {
	Sizes  []Size   // the smallest first, Unsure last
	Agreed bool     // all who voted said the same size
	First  []string // who says most and who says least, who should talk first; nobody where all agree
	Points int      // what follows from the votes: the median, rounded up to the scale; 0 where all are unsure
}

// A Size is one size with who voted for it, in the order in which they did.
type Size struct {
	Size   string
	People []string
}

// Count counts the votes of a round. That those with the highest and the lowest estimate explain themselves first is from
// planning poker (Grenning, 2002). The median, other than the mean, is not moved by one who is far off.
func Count(votes []Vote) (t Tally) {
	votes = slices.SortedFunc(slices.Values(votes), func(a, b Vote) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Person, b.Person))
	})
	var sizes []int
	for _, size := range Scale {
		of := Size{Size: size}
		for _, v := range votes {
			if v.Size != size {
				continue
			}
			of.People = append(of.People, v.Person)
			if n, err := strconv.Atoi(size); err == nil {
				sizes = append(sizes, n)
			}
		}
		if len(of.People) > 0 {
			t.Sizes = append(t.Sizes, of)
		}
	}
	t.Agreed = len(t.Sizes) == 1 && len(sizes) > 0
	if len(sizes) == 0 {
		return t
	}
	t.Points = median(sizes)
	if low, high := t.Sizes[0], t.of(sizes[len(sizes)-1]); low.Size != high.Size {
		t.First = slices.Concat(high.People, low.People)
	}
	return t
}

// of is the size of n points.
func (t Tally) of(n int) Size {
	i := slices.IndexFunc(t.Sizes, func(s Size) bool { return s.Size == strconv.Itoa(n) })
	return t.Sizes[i]
}

// median is the median of sorted sizes, rounded up to the scale.
func median(sizes []int) int {
	twice := sizes[(len(sizes)-1)/2] + sizes[len(sizes)/2]
	for _, size := range Scale {
		if n, err := strconv.Atoi(size); err == nil && 2*n >= twice {
			return n
		}
	}
	return sizes[len(sizes)-1]
}
