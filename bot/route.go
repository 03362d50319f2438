package bot

import (
	"context"
	"fmt"
	"strings"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// ritualRoutes is what one ritual registers: all that can reach it from Slack, its jobs and its messages.
type ritualRoutes struct {
	commands  []command
	shortcuts []shortcut
	actions   []action
	submits   []submit
	events    []event
	jobs      []jobKind
	messages  []messageKind

	started func(ctx context.Context, tx *store.Tx) error                                 // at every start; may be nil
	met     func(ctx context.Context, tx *store.Tx, was, is ritual.Person) error          // when somebody is otherwise than they were known to be; may be nil
	singles func(ctx context.Context, tx *store.Tx, person string) (cards int, err error) // how many cards wait for somebody by themselves; may be nil
}

// A handler reads state, asks the rules, writes state and leaves jobs. It cannot reach Slack: see the package comment.
type handler func(ctx context.Context, tx *store.Tx, in input) (reply, error)

// needs are the facts that a route declares. The router has them ready before the transaction begins; a fact that did
// not arrive in time is unknown, and the rule says what unknown means.
type needs uint8

const (
	needPerson needs = 1 << iota // in.who: guest, member, time zone
	needPlace                    // in.place: private, shared
)

// A command is a slash command, or one of its words. Its help stands beside it.
type command struct {
	name  string // "/roadmap"
	word  string // "add"; empty for the command itself, which also gets words that no other route takes
	usage string // what may follow: "<text>"
	does  string // one line of help
	needs needs
	do    handler
}

// A shortcut is a global shortcut, or one of a message's menu.
type shortcut struct {
	id        string // callback_id: never renamed
	name      string // as the menu shows it
	does      string // one line of help
	onMessage bool
	needs     needs
	do        handler
}

// An action is a button or another control in a message, a form or the Home tab.
type action struct {
	id    string // action_id: never renamed, old messages still carry it
	needs needs
	do    handler
	// live redraws an open form from its state and writes nothing; it stands instead of do.
	live func(ctx context.Context, tx *store.Tx, in input) (kit.Modal, error)
}

// A submit takes a form.
type submit struct {
	id     string // callback_id of the view: never renamed
	needs  needs
	people []string // fields that name a person each, who is to be known: in.people
	places []string // fields that name a channel each, which is to be known: in.places
	do     handler
}

// An event is something that happened in Slack.
type event struct {
	kind  string // Slack's name: app_home_opened
	own   bool   // only what Tandem's own user did
	needs needs
	do    handler
}

// A jobKind is work that talks to Slack or the model, or waits for its hour.
type jobKind struct {
	kind string // kept in the database: never renamed
	run  func(ctx context.Context, b *Engine, job store.Job) error
}

// A messageKind is a message that Tandem posts and rewrites in place. It says what the message should look like now;
// when and how often it is posted is the outbox's business.
type messageKind struct {
	kind  string       // kept in the database: never renamed
	class ritual.Class // what it costs of its reader's budget, where it goes to a person
	view  func(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error)
	row   func(ctx context.Context, tx *store.Tx, m store.Message) (row, error) // as it stands in a list; needed where it costs
	// says stands instead of view and row for a message of a sentence or two.
	says func(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error)
}

// whole fills in what follows from what the message says.
func (k messageKind) whole() messageKind {
	if k.says == nil {
		return k
	}
	k.view = func(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
		words, err := k.says(ctx, tx, m)
		return kit.Told(words), err
	}
	k.row = func(ctx context.Context, tx *store.Tx, m store.Message) (row, error) {
		words, err := k.says(ctx, tx, m)
		return row{words: words}, err
	}
	return k
}

// input is what somebody did.
type input struct {
	key     string                   // of an event: what is kept of its answer stands under it
	by      string                   // the person's id
	who     ritual.Person            // when declared; Kind is Unknown when Slack did not say
	place   ritual.Place             // when declared: the channel it happened in, or that the form was opened in
	people  map[string]ritual.Person // by field, when declared
	places  map[string]ritual.Place  // by field, when declared
	named   map[string]ritual.Person // by id: whom the message mentions, as far as Slack said who they are
	channel string                   // empty in forms and on Home
	words   string                   // what was typed after the command, as plain text
	subject string                   // the button's value, or what the form is about
	data    formData                 // what the form carries along
	fields  fields                   // what a form says
	typed   []string                 // those of its words that were written rather than chosen
	message *heard                   // the message whose menu was used, or that mentions me
	tab     string                   // app_home_opened: "home" or "messages"
	opened  surface                  // where the click was
	viewID  string
}

// heard is a message of somebody's, as a shortcut or a mention brings it.
type heard struct {
	TS, Thread, Author, Text string
	App                      bool // an app wrote it, whatever user it runs as
	Private                  bool // Slack says that the channel is private
	Edited                   bool // it was changed since
}

// surface is where a click was.
type surface int

const (
	inCommand surface = iota
	inMessage
	inForm
	onHome
	inShortcut
)

// reply is what a person gets for what they did.
type reply struct {
	say  *kit.Message // a private answer where the click was
	form *kit.Modal   // a form to open; in a form, the form that it becomes

	instead bool // say takes the place of the private answer in which the click was

	fieldErrors map[string]string // set by the router: sentences beside the fields at fault
}

// say is a reply of one private sentence or message.
func say(text kit.Text, more ...kit.Message) reply {
	m := kit.Message{Text: text}
	if len(more) > 0 {
		m = more[0]
		m.Text = text
	}
	return reply{say: &m}
}

// open is a reply that opens a form.
func open(m kit.Modal) reply { return reply{form: &m} }

// fields are what a form says, by block_id. People's words have been cleaned.
type fields map[string][]string

// one is a field's only value, empty when there is none.
func (f fields) one(id string) string {
	if v := f[id]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// all are the values of a field that takes several.
func (f fields) all(id string) []string { return f[id] }

// flat are the only values of all fields.
func (f fields) flat() map[string]string {
	m := map[string]string{}
	for id := range f {
		m[id] = f.one(id)
	}
	return m
}

// routes finds what to do with a delivery.
type routes struct {
	all       []ritualRoutes
	commands  map[string][]command // by name, with the words
	shortcuts map[string]shortcut
	actions   map[string]action
	submits   map[string]submit
	events    map[string]event
	jobs      map[string]jobKind
	messages  map[string]messageKind
}

// newRoutes indexes the rituals' routes. Two routes with one id are a mistake of ours.
func newRoutes(all []ritualRoutes) (*routes, error) {
	r := &routes{all: all, commands: map[string][]command{}, shortcuts: map[string]shortcut{}, actions: map[string]action{},
		submits: map[string]submit{}, events: map[string]event{}, jobs: map[string]jobKind{}, messages: map[string]messageKind{}}
	var twice []string
	for _, one := range append(all, coreRoutes()) {
		for _, c := range one.commands {
			r.commands[c.name] = append(r.commands[c.name], c)
		}
		twice = append(twice, index(r.shortcuts, one.shortcuts, func(s shortcut) string { return s.id })...)
		twice = append(twice, index(r.actions, one.actions, func(a action) string { return a.id })...)
		twice = append(twice, index(r.submits, one.submits, func(s submit) string { return s.id })...)
		twice = append(twice, index(r.events, one.events, func(e event) string { return e.kind })...)
		twice = append(twice, index(r.jobs, one.jobs, func(j jobKind) string { return j.kind })...)
		for _, m := range one.messages {
			if m = m.whole(); m.class != ritual.ClassAnswer && m.row == nil {
				return nil, fmt.Errorf("routes: the message %q costs of the budget, and has no row for the list that it may have to wait in", m.kind)
			}
			twice = append(twice, index(r.messages, []messageKind{m}, func(m messageKind) string { return m.kind })...)
		}
	}
	r.messages[listKind] = messageKind{kind: listKind, class: ritual.ClassCard, view: r.listView}
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
func (r *routes) command(name, words string) (c command, rest string, ok bool) {
	first, after, _ := strings.Cut(words, " ")
	first, after = strings.ToLower(first), strings.TrimSpace(after)
	if name == "/tandem" && first != "" {
		if _, isCommand := r.commands["/"+first]; isCommand && first != "tandem" {
			return r.command("/"+first, after)
		}
	}
	var bare command
	for _, c := range r.commands[name] {
		switch {
		case c.word == "":
			bare, ok = c, true
		case c.word == first:
			return c, after, true
		}
	}
	return bare, words, ok
}
