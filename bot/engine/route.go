package engine

import (
	"context"
	"fmt"
	"strings"
	"time"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// Ritual is what one ritual registers: all that can reach it from Slack, its jobs and its messages.
type Ritual struct {
	Commands  []Command
	Shortcuts []Shortcut
	Actions   []Action
	Submits   []Submit
	Events    []Event
	Jobs      []JobKind
	Messages  []MessageKind

	Started func(ctx context.Context, tx *store.Tx) error                                 // at every start; may be nil
	Met     func(ctx context.Context, tx *store.Tx, was, is ritual.Person) error          // when somebody is otherwise than they were known to be; may be nil
	Singles func(ctx context.Context, tx *store.Tx, person string) (cards int, err error) // how many cards wait for somebody by themselves; may be nil
}

// Join is one ritual of several parts, of which one at most hears of people.
func Join(parts ...Ritual) (all Ritual) {
	for _, p := range parts {
		all.Commands = append(all.Commands, p.Commands...)
		all.Shortcuts = append(all.Shortcuts, p.Shortcuts...)
		all.Actions = append(all.Actions, p.Actions...)
		all.Submits = append(all.Submits, p.Submits...)
		all.Events = append(all.Events, p.Events...)
		all.Jobs = append(all.Jobs, p.Jobs...)
		all.Messages = append(all.Messages, p.Messages...)
		if p.Met != nil {
			all.Met = p.Met
		}
	}
	return all
}

// A Handler reads state, asks the rules, writes state and leaves jobs. It cannot reach Slack or a model: only a job does.
type Handler func(ctx context.Context, tx *store.Tx, in Input) (Reply, error)

// Needs are the facts that a route declares. The router has them ready before the transaction begins; a fact that did
// not arrive in time is unknown, and the rule says what unknown means.
type Needs uint8

const (
	NeedPerson Needs = 1 << iota // Input.Who: guest, member, time zone
	NeedPlace                    // Input.Place: private, shared
)

// Rooms are the channels whose members a handler has to know, for what was typed or pressed: it finds them in the database,
// as tx.Reader does. It only reads.
type Rooms func(ctx context.Context, tx *store.Tx, in Input) (channels []string, err error)

// A Command is a slash command, or one of its words. Its help stands beside it.
type Command struct {
	Name  string // "/roadmap"
	Word  string // "add"; empty for the command itself, which also gets words that no other route takes
	Usage string // what may follow: "<text>"
	Does  string // one line of help
	Needs Needs
	Rooms Rooms // may be nil
	Do    Handler
}

// A Shortcut is a global shortcut, or one of a message's menu.
type Shortcut struct {
	ID        string // callback_id: never renamed
	Name      string // as the menu shows it
	Does      string // one line of help
	OnMessage bool
	Needs     Needs
	Do        Handler
}

// An Action is a button or another control in a message, a form or the Home tab.
type Action struct {
	ID    string // action_id: never renamed, old messages still carry it
	Needs Needs
	Rooms Rooms // may be nil
	Do    Handler
	// Live redraws an open form from its state and writes nothing; it stands instead of Do.
	Live func(ctx context.Context, tx *store.Tx, in Input) (kit.Modal, error)
}

// A Submit takes a form.
type Submit struct {
	ID     string // callback_id of the view: never renamed
	Needs  Needs
	People []string // fields that name a person each, who is to be known: Input.People
	Places []string // fields that name channels, which are to be known: in.places
	Do     Handler
}

// An Event is something that happened in Slack.
type Event struct {
	Kind  string              // Slack's name: app_home_opened
	Own   bool                // only what Tandem's own user did
	Heeds func(in Input) bool // which of them concern the ritual at all; the others cost nothing. nil: all
	Needs Needs
	Do    Handler
}

// A JobKind is work that talks to Slack or the model, or waits for its hour.
type JobKind struct {
	Kind  string // kept in the database: never renamed
	Run   func(ctx context.Context, b *Bot, job store.Job) error
	Limit time.Duration // how long it may take; jobLimit when zero. Its lane is held as long
}

// A MessageKind is a message that Tandem posts and rewrites in place. It says what the message should look like now;
// when and how often it is posted is the outbox's business. A picture is part of what a view says (kit.Message.Picture): the
// outbox gives it to Slack before it posts, and again where it looks otherwise.
type MessageKind struct {
	Kind  string       // kept in the database: never renamed
	Class ritual.Class // what it costs of its reader's budget, where it goes to a person
	View  func(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error)
	Row   func(ctx context.Context, tx *store.Tx, m store.Message) (Row, error) // as it stands in a list; needed where it costs
	// Says stands instead of View, and of Row where that is not there, for a message of a sentence or two.
	Says func(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error)
	// Files are sent into the message's thread once it stands in somebody's direct messages with Tandem: an export. They are
	// made then, of what its reader may see. May be nil; a message that costs of the budget has none, because it may have to
	// wait inside a list. See MayUpload.
	Files func(ctx context.Context, tx *store.Tx, m store.Message) ([]File, error)
	// Posted leaves what follows once the message stands in Slack, in the transaction that keeps where: its thread, or links to
	// it. It is not run again when the message is rewritten. May be nil.
	Posted func(ctx context.Context, tx *store.Tx, m store.Message) error
	// Rooms are the channels whose members have to be known to say what of it the reader of the files may see; may be nil.
	Rooms func(ctx context.Context, tx *store.Tx, m store.Message) (channels []string, err error)
}

// whole fills in what follows from what the message says.
func (k MessageKind) whole() MessageKind {
	if k.Says == nil {
		return k
	}
	k.View = func(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
		words, err := k.Says(ctx, tx, m)
		return kit.Told(words), err
	}
	if k.Row == nil {
		k.Row = func(ctx context.Context, tx *store.Tx, m store.Message) (Row, error) {
			words, err := k.Says(ctx, tx, m)
			return Row{Words: words}, err
		}
	}
	return k
}

// Input is what somebody did.
type Input struct {
	Key     string                   // of an event: what is kept of its answer stands under it
	By      string                   // the person's id
	Who     ritual.Person            // when declared; Kind is Unknown when Slack did not say
	Place   ritual.Place             // when declared: the channel it happened in, or that the form was opened in
	People  map[string]ritual.Person // by field, when declared
	Places  map[string]ritual.Place  // by field, when declared; by their ids, too, for a field that names several
	Named   map[string]ritual.Person // by id: whom the message mentions, as far as Slack said who they are
	Channel string                   // empty in forms and on Home
	Words   string                   // what was typed after the command, as plain text
	Cites   []string                 // the ids of the people whom those words mention
	Subject string                   // the button's value, or what the form is about
	Value   string                   // the button's value, also in a form
	Data    FormData                 // what the form carries along
	Fields  Fields                   // what a form says
	typed   []string                 // those of its words that were written rather than chosen
	Message *Heard                   // the message whose menu was used, or that mentions me
	Reacted *Reacted                 // the reaction that was added or removed
	Tab     string                   // app_home_opened: "home" or "messages"
	Opened  surface                  // where the click was
	viewID  string
}

// Heard is a message of somebody's, as a shortcut or a mention brings it.
type Heard struct {
	TS, Thread, Author, Text string
	App                      bool // an app wrote it, whatever user it runs as
	Private                  bool // Slack says that the channel is private
	Edited                   bool // it was changed since
}

// Reacted is a reaction to a message. Slack does not say what the message says.
type Reacted struct {
	Emoji  string // its name, without colons
	TS     string // the message's
	Author string // the message's; empty where Slack does not say
	At     string // when, as Slack's timestamp of the event
}

// surface is where a click was.
type surface int

const (
	InCommand surface = iota
	inMessage
	inForm
	OnHome
	inShortcut
)

// Reply is what a person gets for what they did.
type Reply struct {
	Say  *kit.Message // a private answer where the click was
	Form *kit.Modal   // a form to open; in a form, the form that it becomes

	Instead bool // it takes the place of the private answer, or of the form, in which the click was

	fieldErrors map[string]string // set by the router: sentences beside the fields at fault
}

// Say is a reply of one private sentence or message.
func Say(text kit.Text, more ...kit.Message) Reply {
	m := kit.Message{Text: text}
	if len(more) > 0 {
		m = more[0]
		m.Text = text
	}
	return Reply{Say: &m}
}

// Open is a reply that opens a form.
func Open(m kit.Modal) Reply { return Reply{Form: &m} }

// Fields are what a form says, by block_id. People's words have been cleaned.
type Fields map[string][]string

// One is a field's only value, empty when there is none.
func (f Fields) One(id string) string {
	if v := f[id]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// All are the values of a field that takes several.
func (f Fields) All(id string) []string { return f[id] }

// Flat are the only values of all fields.
func (f Fields) Flat() map[string]string {
	m := map[string]string{}
	for id := range f {
		m[id] = f.One(id)
	}
	return m
}

// routes finds what to do with a delivery.
type routes struct {
	all       []Ritual
	commands  map[string][]Command // by name, with the words
	shortcuts map[string]Shortcut
	Actions   map[string]Action
	Submits   map[string]Submit
	events    map[string]Event
	jobs      map[string]JobKind
	Messages  map[string]MessageKind
}

// newRoutes indexes the rituals' routes. Two routes with one id are a mistake of ours.
func newRoutes(all []Ritual) (*routes, error) {
	r := &routes{all: all, commands: map[string][]Command{}, shortcuts: map[string]Shortcut{}, Actions: map[string]Action{},
		Submits: map[string]Submit{}, events: map[string]Event{}, jobs: map[string]JobKind{}, Messages: map[string]MessageKind{}}
	var twice []string
	for _, one := range append(all, Core()) {
		for _, c := range one.Commands {
			r.commands[c.Name] = append(r.commands[c.Name], c)
		}
		twice = append(twice, index(r.shortcuts, one.Shortcuts, func(s Shortcut) string { return s.ID })...)
		twice = append(twice, index(r.Actions, one.Actions, func(a Action) string { return a.ID })...)
		twice = append(twice, index(r.Submits, one.Submits, func(s Submit) string { return s.ID })...)
		twice = append(twice, index(r.events, one.Events, func(e Event) string { return e.Kind })...)
		twice = append(twice, index(r.jobs, one.Jobs, func(j JobKind) string { return j.Kind })...)
		for _, m := range one.Messages {
			if m = m.whole(); m.Class != ritual.ClassAnswer && m.Row == nil {
				return nil, fmt.Errorf("routes: the message %q costs of the budget, and has no row for the list that it may have to wait in", m.Kind)
			} else if m.Class != ritual.ClassAnswer && m.Files != nil {
				return nil, fmt.Errorf("routes: the message %q costs of the budget, and has files, which no list shows", m.Kind)
			}
			twice = append(twice, index(r.Messages, []MessageKind{m}, func(m MessageKind) string { return m.Kind })...)
		}
	}
	r.Messages[ListKind] = MessageKind{Kind: ListKind, Class: ritual.ClassCard, View: r.listView}
	if len(twice) > 0 {
		return nil, fmt.Errorf("routes: registered twice: %s", strings.Join(twice, ", "))
	}
	return r, nil
}

// index adds the items to m by id and returns the ids that were there already.
func index[T any](m map[string]T, items []T, id func(T) string) (twice []string) {
	for _, it := range items {
		if _, ok := m[id(it)]; ok {
			twice = append(twice, id(it))
		}
		m[id(it)] = it
	}
	return twice
}

// command finds the route of a slash command and the words that are left for it. Every command also works as a word
// after /tandem. ok is false when nothing has that name.
func (r *routes) command(name, words string) (c Command, rest string, ok bool) {
	first, after, _ := strings.Cut(words, " ")
	first, after = strings.ToLower(first), strings.TrimSpace(after)
	if name == "/tandem" && first != "" {
		if _, isCommand := r.commands["/"+first]; isCommand && first != "tandem" {
			return r.command("/"+first, after)
		}
	}
	var bare Command
	for _, c := range r.commands[name] {
		switch {
		case c.Word == "":
			bare, ok = c, true
		case c.Word == first:
			return c, after, true
		}
	}
	return bare, words, ok
}
