package slacksim

import (
	"errors"
	"fmt"
)

// Person is somebody at Slack's client. All actions are synchronous: when they return, the app has
// acknowledged, or its three seconds have passed and the error and a notice say so.
//
// Where a channel is asked for, "#atlas", "atlas", an id, "@ben" (the direct messages with Ben) and "@ben,@eve" (the group
// message with both) do; "@" with the app's handle is the app's Messages tab.
type Person struct {
	w  *Workspace
	id string
}

// Where is the surface that holds an element.
type Where struct {
	channel, ts string
	surface     string
	block       string
}

var (
	// Form is the modal on top.
	Form = Where{surface: "modal"}
	// HomeTab is the app's Home tab.
	HomeTab = Where{surface: "home"}
)

// At is a message, an ephemeral one too.
func At(channel, ts string) Where { return Where{channel: channel, ts: ts, surface: "message"} }

var (
	// ErrNoResponse is an action that the app did not acknowledge in time.
	ErrNoResponse = errors.New("the app did not respond")
	// ErrNotConnected is an action while the app had no connection.
	ErrNotConnected = errors.New("the app is not connected")
	// ErrTrouble is a form whose submission failed; it stays open.
	ErrTrouble = errors.New("we had some trouble connecting")
	// ErrFields is a form with errors beside its fields; it stays open.
	ErrFields = errors.New("the form has errors")
	// ErrNotThere is an element, form or message that the person does not see.
	ErrNotThere = errors.New("not there")
)

// Person is the member with that handle or id. It panics when there is none: a mistake of the test.
func (w *Workspace) Person(name string) *Person {
	u, ok := w.User(name)
	if !ok {
		panic(fmt.Sprintf("slacksim: nobody is called %q", name))
	}
	return &Person{w: w, id: u.ID}
}

// ID is the person's user id.
func (p *Person) ID() string { return p.id }

// User is the person as the workspace knows them.
func (p *Person) User() User { u, _ := p.w.User(p.id); return u }
