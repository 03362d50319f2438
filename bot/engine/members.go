package engine

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/ritual"
	"tandem/store"
)

// Who is in a channel is asked of Slack when a route has to know, and read by a job where nobody waits.

const jobMembers = "members" // reads who is in a channel; its key is the channel

// membersPage is how many members are read at once, as Slack advises.
const membersPage = 200

// KnowMembers has Slack asked who is in a channel, unless that is known.
func KnowMembers(ctx context.Context, tx *store.Tx, channel string) error {
	if channel == "" {
		return nil
	}
	read, err := tx.MembersRead(ctx, channel)
	if err != nil || (ritual.Members{Read: read}).Known(tx.Now) {
		return err
	}
	return tx.Refresh(ctx, jobMembers, channel, jobMembers+":"+channel)
}

// oldRooms are the channels whose members d's route asks for, of which it is not known who is there.
func (b *Bot) oldRooms(ctx context.Context, d *delivery) (old []string, err error) {
	if d.rooms == nil {
		return nil, nil
	}
	err = b.DB.View(ctx, func(tx *store.Tx) error {
		old = nil
		all, err := d.rooms(ctx, tx, d.in)
		if err == nil {
			old, err = unknownRooms(ctx, tx, all)
		}
		return err
	})
	return old, err
}

// unknownRooms are those channels of which it is not known who is there.
func unknownRooms(ctx context.Context, tx *store.Tx, all []string) (unknown []string, err error) {
	for _, channel := range all {
		read, err := tx.MembersRead(ctx, channel)
		if err != nil {
			return nil, err
		}
		if !(ritual.Members{Read: read}).Known(tx.Now) {
			unknown = append(unknown, channel)
		}
	}
	return unknown, nil
}

// meet asks Slack who is in some channels, and keeps it. What Slack will never say stays unknown.
func (b *Bot) meet(ctx context.Context, channels []string) error {
	for _, channel := range channels {
		m, err := b.readMembers(ctx, channel)
		if IsPermanent(err) {
			b.Log.Warn("Slack did not say who is in a channel", "channel", channel, "err", err)
			continue
		}
		if err == nil {
			err = b.DB.Update(ctx, func(tx *store.Tx) error { return tx.KeepMembers(ctx, m) })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// runMembers reads who is in a channel.
func runMembers(ctx context.Context, b *Bot, job store.Job) error {
	m, err := b.readMembers(ctx, job.Key)
	if err != nil {
		return err
	}
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.KeepMembers(ctx, m); err != nil {
			return err
		}
		return tx.Finish(ctx, job, 0)
	})
}

// readMembers asks Slack who is in a channel. Where Tandem is not there, or was not given the scope, Slack does not say: as
// far as is known, nobody is. Of direct messages it need not be asked, as whoever writes in one is known otherwise.
func (b *Bot) readMembers(ctx context.Context, channel string) (ritual.Members, error) {
	m := ritual.Members{Channel: channel, Read: b.DB.Now()}
	if strings.HasPrefix(channel, "D") {
		return m, nil
	}
	for cursor, more := "", true; more; more = cursor != "" {
		var page []string
		err := b.Gate.Through("conversations.members", func() (err error) {
			page, cursor, err = b.API.GetUsersInConversationContext(ctx, &slack.GetUsersInConversationParameters{ChannelID: channel, Cursor: cursor, Limit: membersPage})
			return err
		})
		if SlackSays(err, "channel_not_found", "missing_scope", "not_in_channel") {
			return ritual.Members{Channel: channel, Read: m.Read}, nil
		}
		if err != nil {
			return m, err
		}
		m.People = append(m.People, page...)
	}
	return m, nil
}
