package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"tandem/bot/ritual"
)

// MessageState says how far a message has come. Its text is kept in the database and never renamed.
type MessageState string

// The states of a message.
const (
	MessageWaiting MessageState = "waiting" // a job is to post it
	MessageSending MessageState = "sending" // Slack is being asked to
	MessagePosted  MessageState = "posted"
	MessageUnknown MessageState = "unknown" // Slack's answer was lost, so it may stand there or not
	MessageFailed  MessageState = "failed"  // Slack refused it for good
)

// Message is something that Tandem has posted or is to post. It says what the message is about, not what it says, so
// that it can be rewritten in place.
type Message struct {
	ID      string // opaque; also its key in Slack's metadata
	Kind    string // what sort of message
	Subject string // what it is about: the id of a request or of something else
	Product string // whose PM and PO mend it; may be empty
	To      string // a channel, or a person for a direct message
	Thread  string // the timestamp that it replies to
	Under   string // or the message whose thread it belongs to
	Channel string // where it stands, once posted
	TS      string
	State   MessageState
	Why     string // why it is unknown or failed
	Digest  string // of what it shows, so that what looks the same is not sent again
	Class   string // what it costs of its recipient's budget of messages; empty: nothing
	Inside  string // the list message that shows it; empty while it stands by itself
	Left    time.Time
	Sent    time.Time // when Slack was asked to post it; a rewrite leaves this alone
	Past    bool      // it was set aside for a newer one, as SetAside says
	Over    time.Time // since when it asks its reader nothing any more, as KeepOver says; zero while it does
}

const messageColumns = `m.id, m.kind, m.subject, COALESCE(m.product, ''), m.recipient, m.thread, COALESCE(m.under, ''),
	m.channel, m.ts, m.state, m.why, m.digest, m.class, COALESCE(m.inside, ''), m.left_at, m.sent_at, m.over_at`

func readMessage(row scanner) (m Message, err error) {
	err = row.Scan(&m.ID, &m.Kind, &m.Subject, &m.Product, &m.To, &m.Thread, &m.Under, &m.Channel, &m.TS, &m.State,
		&m.Why, &m.Digest, &m.Class, &m.Inside, at(&m.Left), at(&m.Sent), at(&m.Over))
	m.Kind, _, m.Past = strings.Cut(m.Kind, "/past/")
	return m, err
}

// AddMessage leaves a message, waiting unless it says otherwise, and reports whether it did: there is one of a kind
// about a subject to somebody, and a second one changes nothing. It returns the one that is there. An empty ID or Left
// is filled in.
func (tx *Tx) AddMessage(ctx context.Context, m Message) (Message, bool, error) {
	m.ID = cmp.Or(m.ID, NewID())
	m.State = cmp.Or(m.State, MessageWaiting)
	if m.Left.IsZero() {
		m.Left = tx.Now
	}
	added, err := tx.add(ctx, `
		INSERT INTO messages (id, kind, subject, product, recipient, thread, under, channel, ts, state, why, digest, class, inside, left_at, sent_at)
		VALUES ($1, $2, $3, NULLIF($4, ''), $5, $6, NULLIF($7, ''), $8, $9, $10, $11, $12, $13, NULLIF($14, ''), $15, $16)
		ON CONFLICT (subject, kind, recipient) DO NOTHING`,
		m.ID, m.Kind, m.Subject, m.Product, m.To, m.Thread, m.Under, m.Channel, m.TS, string(m.State), m.Why,
		m.Digest, m.Class, m.Inside, ms(m.Left), ms(m.Sent))
	if err != nil || added {
		return m, added, err
	}
	m, err = tx.MessageOf(ctx, m.Kind, m.Subject, m.To)
	return m, false, err
}

// KeepMessage keeps how far a message has come and where it stands or belongs, or returns ErrNotFound. Its kind,
// subject and recipient stay, and since when it is over.
func (tx *Tx) KeepMessage(ctx context.Context, m Message) error {
	return tx.change(ctx, `
		UPDATE messages
		SET product = NULLIF($2, ''), thread = $3, under = NULLIF($4, ''), channel = $5, ts = $6, state = $7, why = $8,
			digest = $9, class = $10, inside = NULLIF($11, ''), left_at = $12, sent_at = $13
		WHERE id = $1`,
		m.ID, m.Product, m.Thread, m.Under, m.Channel, m.TS, string(m.State), m.Why, m.Digest,
		m.Class, m.Inside, ms(m.Left), ms(m.Sent))
}

// KeepOver keeps since when a message asks its reader nothing any more; the zero instant where it does.
func (tx *Tx) KeepOver(ctx context.Context, id string, since time.Time) error {
	return tx.change(ctx, `UPDATE messages SET over_at = $2 WHERE id = $1`, id, ms(since))
}

// SetAside makes room for another message of a kind about the same subject to the same reader. The one that is there stays
// where it stands, and is about the same; only MessageOf finds it no more.
func (tx *Tx) SetAside(ctx context.Context, id string) error {
	return tx.change(ctx, `UPDATE messages SET kind = kind || '/past/' || id WHERE id = $1`, id)
}

// Message returns a message, or ErrNotFound.
func (tx *Tx) Message(ctx context.Context, id string) (Message, error) {
	return one(ctx, tx, readMessage, `SELECT `+messageColumns+` FROM messages m WHERE m.id = $1`, id)
}

// MessageOf returns the message of a kind about a subject to a channel or person, or ErrNotFound.
func (tx *Tx) MessageOf(ctx context.Context, kind, subject, to string) (Message, error) {
	return one(ctx, tx, readMessage, `
		SELECT `+messageColumns+` FROM messages m
		WHERE m.subject = $1 AND m.kind = $2 AND m.recipient = $3`, subject, kind, to)
}

// MessagesOf returns the messages of a kind about some subjects to a channel or person, by their subjects.
func (tx *Tx) MessagesOf(ctx context.Context, kind, to string, subjects ...string) (map[string]Message, error) {
	if len(subjects) == 0 {
		return nil, nil
	}
	in, args := listed(subjects, 3)
	all, err := many(ctx, tx, readMessage, `
		SELECT `+messageColumns+` FROM messages m
		WHERE m.subject IN `+in+` AND m.kind = $1 AND m.recipient = $2`, append([]any{kind, to}, args...)...)
	about := make(map[string]Message, len(all))
	for _, m := range all {
		about[m.Subject] = m
	}
	return about, err
}

// MessageAt returns the message that stands at a timestamp in a conversation, or ErrNotFound.
func (tx *Tx) MessageAt(ctx context.Context, channel, ts string) (Message, error) {
	return one(ctx, tx, readMessage, `SELECT `+messageColumns+` FROM messages m WHERE m.channel = $1 AND m.ts = $2 AND m.ts <> '' LIMIT 1`, channel, ts)
}

// MessagesAbout returns the messages about a subject, oldest first.
func (tx *Tx) MessagesAbout(ctx context.Context, subject string) ([]Message, error) {
	all, err := many(ctx, tx, readMessage, `SELECT `+messageColumns+` FROM messages m WHERE m.subject = $1`, subject)
	slices.SortFunc(all, olderMessage)
	return all, err
}

// MessagesInside returns the messages that a list message shows, oldest first.
func (tx *Tx) MessagesInside(ctx context.Context, id string) ([]Message, error) {
	all, err := many(ctx, tx, readMessage, `SELECT `+messageColumns+` FROM messages m WHERE m.inside = $1`, id)
	slices.SortFunc(all, olderMessage)
	return all, err
}

// ListBefore returns the list message that a reader had before another one of theirs, or ErrNotFound.
func (tx *Tx) ListBefore(ctx context.Context, list Message) (Message, error) {
	return one(ctx, tx, readMessage, `
		SELECT `+messageColumns+` FROM messages m
		WHERE m.recipient = $1 AND m.kind = 'list' AND m.left_at < $2 AND m.id <> $3
		ORDER BY m.left_at DESC LIMIT 1`, list.To, ms(list.Left), list.ID)
}

// SentSince returns how many messages with a class reached a channel or person, or may have, since an instant.
func (tx *Tx) SentSince(ctx context.Context, recipient string, since time.Time) (int, error) {
	var n int
	err := tx.row(ctx, `
		SELECT COUNT(*) FROM messages
		WHERE recipient = $1 AND sent_at >= $2 AND class <> '' AND state IN ('sending', 'posted', 'unknown')`,
		recipient, ms(since)).Scan(&n)
	return n, tx.found(err)
}

// Singles returns how many requests of a product have a status, and a posted message of one of two kinds to somebody that
// stands by itself.
func (tx *Tx) Singles(ctx context.Context, product string, s ritual.Status, to, kind, orKind string) (int, error) {
	var n int
	err := tx.row(ctx, `
		SELECT COUNT(*) FROM requests r
		WHERE r.product = $1 AND r.status = $2 AND EXISTS (
			SELECT 1 FROM messages m
			WHERE m.subject = r.id AND m.kind IN ($3, $4) AND m.recipient = $5 AND m.inside IS NULL AND m.state = 'posted')`,
		product, string(s), kind, orKind, to).Scan(&n)
	return n, tx.found(err)
}

// Unposted returns the messages of the products that failed or may not have been posted, newest first, at most limit: what
// nobody can mend any more must not hide what they can.
func (tx *Tx) Unposted(ctx context.Context, products []string, limit int) ([]Message, error) {
	var all []Message
	for _, product := range products {
		of, err := many(ctx, tx, readMessage, `
			SELECT `+messageColumns+` FROM messages m
			WHERE m.product = $1 AND m.state IN ('unknown', 'failed')
			ORDER BY m.left_at DESC LIMIT $2`, product, limit)
		if err != nil {
			return nil, err
		}
		all = append(all, of...)
	}
	slices.SortFunc(all, func(a, b Message) int { return olderMessage(b, a) })
	return all[:min(limit, len(all))], nil
}

// UnpostedIn returns the messages to a channel that failed for one of these reasons, oldest first. Both conditions on the
// state are there because SQLite takes an index of some rows only for the very words of the index.
func (tx *Tx) UnpostedIn(ctx context.Context, channel string, why ...string) ([]Message, error) {
	all, err := many(ctx, tx, readMessage, `
		SELECT `+messageColumns+` FROM messages m
		WHERE m.recipient = $1 AND m.state = 'failed' AND m.state IN ('unknown', 'failed')`, channel)
	all = slices.DeleteFunc(all, func(m Message) bool { return !slices.Contains(why, m.Why) })
	slices.SortFunc(all, olderMessage)
	return all, err
}

func olderMessage(a, b Message) int {
	return cmp.Or(a.Left.Compare(b.Left), strings.Compare(a.Kind, b.Kind), strings.Compare(a.To, b.To),
		strings.Compare(a.ID, b.ID))
}
