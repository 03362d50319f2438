package ritual

import (
	"fmt"
	"strings"
	"time"
)

// A Verdict is what was decided. Its text is kept in the database and never renamed.
type Verdict string

// The verdicts.
const (
	Aligned     Verdict = "aligned"
	NotNow      Verdict = "not_now"
	Decline     Verdict = "declined"
	NeedMore    Verdict = "need_more"
	Answered    Verdict = "answered"
	Skipped     Verdict = "skipped"
	Prioritized Verdict = "prioritized"
	Withdrew    Verdict = "withdrawn"
)

// A Topic is what a decision is about. A later decision on the same topic supersedes the earlier one.
type Topic string

// The topics.
const (
	Alignment Topic = "alignment"
	Priority  Topic = "priority"
	Scope     Topic = "scope"
)

// A Decision is who decided what, when and why. It is kept for good.
type Decision struct {
	ID           string
	Request      string
	Product      string
	Topic        Topic
	Verdict      Verdict
	By           string
	At           time.Time
	Reason       string // the person's own words
	Objective    string // the objective's name as it was then
	Revisit      string // YYYY-MM-DD
	Score        string // "7 ÷ 3 = 2.3", for a priority
	SupersededBy string
}

// Name stands for a person in a rule's sentence; whoever shows the sentence puts a mention or a name in its place.
// The marks around the id are private-use characters, which the router removes from everything people write.
func Name(id string) string { return NameStart + id + NameEnd }

// The marks around a person's id in a rule's sentence.
const (
	NameStart = "\uE000"
	NameEnd   = "\uE001"
)

// Sentence tells the decision in one line, without its reason.
func (d Decision) Sentence() string {
	by := Name(d.By)
	switch d.Verdict {
	case Aligned:
		return fmt.Sprintf("%s aligned %s with “%s”", by, d.Request, d.Objective)
	case NotNow:
		return fmt.Sprintf("%s parked %s until %s", by, d.Request, Day(d.Revisit))
	case Decline:
		return fmt.Sprintf("%s declined %s", by, d.Request)
	case NeedMore:
		return fmt.Sprintf("%s asked a question about %s", by, d.Request)
	case Answered:
		return fmt.Sprintf("%s answered the questions about %s", by, d.Request)
	case Skipped:
		return fmt.Sprintf("%s skipped the questions about %s", by, d.Request)
	case Prioritized:
		return fmt.Sprintf("%s prioritized %s: %s", by, d.Request, d.Score)
	case Withdrew:
		return fmt.Sprintf("%s withdrew %s", by, d.Request)
	}
	return fmt.Sprintf("%s decided on %s", by, d.Request)
}

// reasonMax is how long a person's reason may be: as long as it can be shown whole in one block, escaped.
const reasonMax = 600

// needReason checks a reason that has to be given.
func needReason(field, reason, why string) (string, error) {
	reason = strings.TrimSpace(reason)
	if !hasWord(reason) {
		return "", RefuseField(field, "%s", why)
	}
	if n := len([]rune(reason)); n > reasonMax {
		return "", RefuseField(field, "Keep it to %d characters; this has %d.", reasonMax, n)
	}
	return reason, nil
}
