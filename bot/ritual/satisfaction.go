package ritual

import (
	"fmt"
	"strconv"
	"time"
)

// Two weeks after something shipped, those who asked for it are asked once whether it solved what they needed. What they answer
// counts for the objective that it serves.

// SatisfactionAfter is how long after shipping they are asked.
const SatisfactionAfter = 14 * 24 * time.Hour

// CommentMax is how long the comment beside a rating may be, in characters.
const CommentMax = 1000

// A Rating says how well something solved what somebody needed: from 1, not at all, to 5, completely. Zero is no answer yet.
type Rating int

// RatingMost is the best rating.
const RatingMost Rating = 5

var ratingWords = [RatingMost + 1]string{"", "not at all", "hardly", "partly", "mostly", "completely"}

// String is a rating in words: "4 of 5: mostly". It is empty for none.
func (r Rating) String() string {
	if r < 1 || r > RatingMost {
		return ""
	}
	return fmt.Sprintf("%d of %d: %s", r, RatingMost, ratingWords[r])
}

// ReadRating reads a rating from the digit that stands for it. The field is where somebody chose it.
func ReadRating(field, digit string) (Rating, error) {
	n, err := strconv.Atoi(digit)
	if err != nil || Rating(n).String() == "" {
		return 0, RefuseField(field, "Choose one, from 1 (%s) to %d (%s).", ratingWords[1], RatingMost, ratingWords[RatingMost])
	}
	return Rating(n), nil
}

// An Opinion is what somebody who asked for a request says of it after it shipped.
type Opinion struct {
	Request string
	Person  string
	Day     string // the local day of the message that asks for it, YYYY-MM-DD; empty until it does
	Place   int    // among the questions of that message
	Rating  Rating
	Comment string
	At      time.Time // of the latest answer
}

// Satisfaction is what all opinions on something come to.
type Satisfaction struct {
	Answers int
	Sum     int // of their ratings
}

// String is the mean rating and of how many, rounded half up: "4.3 of 5, 6 answers". It is empty without answers.
func (s Satisfaction) String() string {
	if s.Answers == 0 {
		return ""
	}
	tenths := (20*s.Sum + s.Answers) / (2 * s.Answers)
	return fmt.Sprintf("%d.%d of %d, %s", tenths/10, tenths%10, RatingMost, Figure(s.Answers, "answer", "answers"))
}

// SatisfactionOf counts opinions; those without an answer do not count.
func SatisfactionOf(all []Opinion) (s Satisfaction) {
	for _, o := range all {
		if o.Rating > 0 {
			s.Answers++
			s.Sum += int(o.Rating)
		}
	}
	return s
}

// AskSatisfactionAt is when somebody is asked about what shipped at an instant: in their first working morning after two weeks.
func AskSatisfactionAt(shipped time.Time, at Workplace) time.Time {
	return at.MorningFrom(shipped.Add(SatisfactionAfter))
}
