package standup

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// The message of the day: one in the channel, and in its thread what everybody said. It is edited in place; whatever changes only has it
// shown anew.

func dayRoutes() engine.Ritual {
	return engine.Ritual{Messages: []engine.MessageKind{
		{Kind: dayKind, Class: ritual.ClassAnswer, View: dayView, Posted: leaveThread},
		{Kind: answerKind, Class: ritual.ClassAnswer, View: answerView, Posted: linkDay},
	}}
}

// answerSubject is what the message of an answer is about.
func answerSubject(run ritual.StandupRun, person string) string {
	return subjectOf(run) + "/" + person
}

// aboutAnswer is the run and the person that the subject of an answer names.
func aboutAnswer(subject string) (run, person string) {
	at := strings.LastIndex(subject, "/")
	if at < 0 {
		return subject, ""
	}
	return subject[:at], subject[at+1:]
}

// postDay leaves the message of a run's day. Its thread follows once it stands in Slack: where the channel does not take it, its answers are
// not posted one by one. Of the digest of the week a row stands already, which says that this run is its last.
func postDay(ctx context.Context, tx *store.Tx, x sight, lastOfWeek bool) error {
	top, err := engine.Post(ctx, tx, store.Message{Kind: dayKind, Subject: subjectOf(x.run), Product: x.p.ID, To: x.run.Setup.Channel})
	if err != nil {
		return err
	}
	if lastOfWeek {
		if _, _, err := tx.AddMessage(ctx, store.Message{Kind: weekKind, Subject: top.Subject, Product: top.Product, To: top.To, Under: top.ID}); err != nil {
			return err
		}
	}
	return errors.Join(letGo(ctx, tx, x.p, x.run), findThemes(ctx, tx, x.p, x.run, x.answers, tx.Now))
}

// unpostedDays is how far back it is looked for days whose message could not be posted.
const unpostedDays = 14

// letGo lets go of what could not be posted of days that are over for long: all but the one before a run. A channel that Tandem comes to late
// is not flooded with them, and neither is Home.
func letGo(ctx context.Context, tx *store.Tx, p ritual.Product, run ritual.StandupRun) error {
	day, _ := time.Parse(time.DateOnly, run.Day) // ours
	runs, err := tx.RunsBetween(ctx, run.Standup, day.AddDate(0, 0, -unpostedDays).Format(time.DateOnly), day.AddDate(0, 0, -1).Format(time.DateOnly))
	if err != nil {
		return err
	}
	runs = slices.DeleteFunc(runs, func(r ritual.StandupRun) bool { return r.Posted.IsZero() })
	for _, r := range runs[:max(0, len(runs)-1)] {
		m, err := tx.MessageOf(ctx, dayKind, subjectOf(r), r.Setup.Channel)
		if errors.Is(err, store.ErrNotFound) || err == nil && m.State != store.MessageFailed {
			continue
		}
		if err != nil {
			return err
		}
		m.State, m.Why = store.MessageWaiting, ""
		if err := errors.Join(tx.KeepMessage(ctx, m), tx.SetAside(ctx, m.ID), engine.RefreshHomes(ctx, tx, p.PM, p.PO)); err != nil {
			return err
		}
	}
	return nil
}

// A thread waits a moment after each of its answers once there are many, so that the rest of the channel does not wait for all of them.
const (
	threadAtOnce = 20
	threadPace   = 1500 * time.Millisecond
)

// leaveThread leaves the answers in the thread of the message of the day, in the order in which they came, and the digest of the week below.
func leaveThread(ctx context.Context, tx *store.Tx, top store.Message) error {
	id, day := aboutRun(top.Subject)
	run, err := tx.Run(ctx, id, day)
	if err != nil {
		return err
	}
	answers, err := tx.Answers(ctx, id, day)
	if err != nil {
		return err
	}
	left, err := leaveAnswers(ctx, tx, top, run, answers)
	if err != nil {
		return err
	}
	week, err := tx.MessageOf(ctx, weekKind, top.Subject, top.To)
	if errors.Is(err, store.ErrNotFound) || err == nil && week.State != store.MessageWaiting {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.RefreshAt(ctx, engine.JobMessage, week.ID, week.To, threadDue(tx.Now, left))
}

// threadDue is when the nth message of a thread is left.
func threadDue(now time.Time, n int) time.Time {
	return now.Add(time.Duration(max(0, n-threadAtOnce)) * threadPace)
}

// justNow is how long ago something was changed for which its message is to be shown anew: it was in this very transaction.
const justNow = time.Minute

// leaveAnswers leaves those answers in a thread that do not stand there, has those shown anew that were just changed, and returns how many it
// left. A skipped day is told in the message of the day alone.
func leaveAnswers(ctx context.Context, tx *store.Tx, top store.Message, run ritual.StandupRun, answers []ritual.StandupAnswer) (left int, err error) {
	subjects := make([]string, 0, len(answers))
	for _, a := range answers {
		subjects = append(subjects, answerSubject(run, a.Person))
	}
	stand, err := tx.MessagesOf(ctx, answerKind, top.To, subjects...)
	if err != nil {
		return 0, err
	}
	for i, a := range answers {
		m, ok := stand[subjects[i]]
		switch {
		case ok && tx.Now.Sub(changedAt(a)) <= justNow:
			err = engine.ShowMessage(ctx, tx, m)
		case !ok && !a.Skipped:
			_, err = engine.PostAt(ctx, tx, store.Message{Kind: answerKind, Subject: subjects[i], Product: top.Product, To: top.To, Under: top.ID}, threadDue(tx.Now, left))
			left++
		}
		if err != nil {
			return left, err
		}
	}
	return left, nil
}

// changedAt is when an answer was sent last.
func changedAt(a ritual.StandupAnswer) time.Time {
	if a.Edited.After(a.At) {
		return a.Edited
	}
	return a.At
}

// linkLater is how long the message of the day waits for further answers in its thread before it links to them.
const linkLater = 10 * time.Second

// linkDay has the message of the day link to an answer that stands in its thread now.
func linkDay(ctx context.Context, tx *store.Tx, m store.Message) error {
	return tx.RefreshAt(ctx, engine.JobMessage, m.Under, m.To, tx.Now.Add(linkLater))
}

// showDay has what a run's message says shown anew, and leaves the answers that came since in its thread. Before it is posted there is
// nothing to show. It is called in the transaction that changed something.
func showDay(ctx context.Context, tx *store.Tx, standup, day string) error {
	run, err := tx.Run(ctx, standup, day)
	if errors.Is(err, store.ErrNotFound) || err == nil && run.Posted.IsZero() {
		return nil
	}
	if err != nil {
		return err
	}
	top, err := tx.MessageOf(ctx, dayKind, subjectOf(run), run.Setup.Channel)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err := errors.Join(err, engine.ShowMessage(ctx, tx, top)); err != nil || top.State != store.MessagePosted {
		return err // its thread follows when it stands
	}
	answers, err := tx.Answers(ctx, standup, day)
	if err != nil {
		return err
	}
	left, err := leaveAnswers(ctx, tx, top, run, answers)
	if err != nil {
		return err
	}
	return errors.Join(showWeek(ctx, tx, run), themesAgain(ctx, tx, run, answers, left))
}

// daysMost is of how many days the messages are shown anew when something in somebody's way changes: the latest ones.
const daysMost = 10

// showDays has the messages of those days shown anew in which something in somebody's way stands, or is to stand.
func showDays(ctx context.Context, tx *store.Tx, i ritual.Impediment) error {
	from := i.Day
	open, err := tx.OpenRuns(ctx, i.Standup)
	if err != nil {
		return err
	}
	if len(open) > 0 {
		from = min(from, open[0].Day)
	}
	runs, err := tx.RunsBetween(ctx, i.Standup, from, tx.Now.AddDate(0, 0, 2).Format(time.DateOnly))
	for _, run := range runs[max(0, len(runs)-daysMost):] {
		err = errors.Join(err, showDay(ctx, tx, run.Standup, run.Day))
	}
	return err
}
