package slacksim

import (
	"context"
	"errors"
	"time"
)

var errStub = errors.New("slacksim: not built yet")

const botUser = "U0SIMBOT1"

type manifest struct {
	Display  struct{ Name string }
	Features struct {
		Commands  []CommandSpec
		Shortcuts []ShortcutSpec
		Home      struct{ HomeTab bool }
	}
}

func (m *manifest) handle() string { return "tandem" }

type hub struct{}

func (h *hub) wake() {}

type (
	channel     struct{}
	view        struct{}
	person      struct{}
	trigger     struct{}
	responseURL struct{}
	bucket      struct{}
)

// Start starts a workspace.
func Start(cfg Config) (*Workspace, error) { return nil, errStub }

// Close ends it.
func (w *Workspace) Close() {}

// AddUser adds somebody who was always there (no event) and returns their id.
func (w *Workspace) AddUser(u User) string { return "" }

// JoinTeam adds somebody now: team_join.
func (w *Workspace) JoinTeam(u User) string { return "" }

// ChangeUser changes somebody: user_change.
func (w *Workspace) ChangeUser(name string, change func(*User)) {}

// User is a member by handle or id.
func (w *Workspace) User(name string) (User, bool) { return User{}, false }

// Users are all members, the app's own user too, in the order they were added.
func (w *Workspace) Users() []User { return nil }

// AddChannel adds a channel that was always there (no event) and returns its id.
func (w *Workspace) AddChannel(c Channel) string { return "" }

// Channel is a channel by name or id.
func (w *Workspace) Channel(ref string) (Channel, bool) { return Channel{}, false }

// Channels are all public and private channels, no direct or group messages.
func (w *Workspace) Channels() []Channel { return nil }

// Invite adds members (the app too, by its handle).
func (w *Workspace) Invite(channel string, who ...string) {}

// Kick removes members.
func (w *Workspace) Kick(channel string, who ...string) {}

// Archive archives a channel.
func (w *Workspace) Archive(channel string) {}

// Rename renames a channel.
func (w *Workspace) Rename(channel, name string) {}

// Messages are all messages of a channel that everybody there sees, by time, threads included.
func (w *Workspace) Messages(channel string) []Message { return nil }

// File is an uploaded file by id.
func (w *Workspace) File(id string) (File, bool) { return File{}, false }

// Sockets counts the app's open sockets.
func (w *Workspace) Sockets() int { return 0 }

// AwaitSockets returns when the app has at least n sockets.
func (w *Workspace) AwaitSockets(ctx context.Context, n int) error { return errStub }

// Settle returns when no delivery is under way.
func (w *Workspace) Settle(ctx context.Context) error { return errStub }

// Disconnect sends every socket a disconnect frame with the reason and then closes it.
func (w *Workspace) Disconnect(reason string) {}

// DropSockets cuts every socket's TCP connection without a word.
func (w *Workspace) DropSockets() {}

// DuplicateNext delivers each of the next n payloads twice.
func (w *Workspace) DuplicateNext(n int) {}

// RetryNow delivers again, at once, every event that waits for its retry.
func (w *Workspace) RetryNow() {}

// Emit delivers an event (the inner event's JSON) whatever the manifest says.
func (w *Workspace) Emit(event any) error { return errStub }

// Say writes a message in a channel: "<@U…>" and "@name" are mentions, "#name" is a channel.
func (p *Person) Say(channel, text string) (ts string) { return "" }

// Reply writes in a thread.
func (p *Person) Reply(channel, thread, text string) (ts string) { return "" }

// Edit changes one's own message.
func (p *Person) Edit(channel, ts, text string) error { return errStub }

// Delete deletes one's own message.
func (p *Person) Delete(channel, ts string) error { return errStub }

// React adds an emoji ("bulb" or ":bulb:") to a message.
func (p *Person) React(channel, ts, emoji string) error { return errStub }

// Unreact takes it away.
func (p *Person) Unreact(channel, ts, emoji string) error { return errStub }

// Command types a slash command: "/request dark mode".
func (p *Person) Command(channel, line string) error { return errStub }

// GlobalShortcut runs a global shortcut.
func (p *Person) GlobalShortcut(callbackID string) error { return errStub }

// MessageShortcut runs a message shortcut on a message.
func (p *Person) MessageShortcut(callbackID, channel, ts string) error { return errStub }

// Press presses a button: value picks one of several with the same action id, "" is the first. It also
// picks an option of an overflow menu or a select, by value or label.
func (p *Person) Press(where Where, actionID, value string) error { return errStub }

// Choose sets an element of any kind: an option's value or label, a handle or id, "2006-01-02", "15:04",
// a time.Time, text, or a []string of these; nil clears. It is sent as a block action unless the
// element sits in an input block without dispatch_action.
func (p *Person) Choose(where Where, actionID string, value any) error { return errStub }

// Fill sets the input block of the open form, with the same values as Choose. The app hears of it
// when the block has dispatch_action.
func (p *Person) Fill(blockID string, value any) error { return errStub }

// Submit presses the open form's submit button. ErrFields: sentences beside fields, see View.
func (p *Person) Submit() error { return errStub }

// CloseView closes the form on top, back to the one below.
func (p *Person) CloseView() error { return errStub }

// CloseAll closes the whole stack of forms.
func (p *Person) CloseAll() error { return errStub }

// View is the form on top.
func (p *Person) View() (*View, bool) { return nil, false }

// Views is the whole stack of forms, the top one last.
func (p *Person) Views() []*View { return nil }

// OpenHome opens the app's Home tab: app_home_opened.
func (p *Person) OpenHome() error { return errStub }

// OpenChat opens the app's Messages tab: app_home_opened.
func (p *Person) OpenChat() error { return errStub }

// Home is what the app published on this person's Home tab.
func (p *Person) Home() (*View, bool) { return nil, false }

// Sees is what the person sees in a channel: its messages, threads included, by time, and their own ephemeral ones.
// Nothing where they are not a member of a private conversation.
func (p *Person) Sees(channel string) []Message { return nil }

// Message is one message that the person sees.
func (p *Person) Message(channel, ts string) (Message, bool) { return Message{}, false }

// Channels are the conversations that the person can open: public ones, those they are in, direct and group messages.
func (p *Person) Channels() []Channel { return nil }

// ChannelID is the id of a conversation as this person names it; direct messages are made on demand.
func (p *Person) ChannelID(ref string) (string, bool) { return "", false }

// Notices are what Slack's client told the person outside messages, oldest first.
func (p *Person) Notices() []string { return nil }

var _ = time.Second
