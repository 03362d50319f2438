package slacksim

import (
	"encoding/json"
	"time"
)

// User is a member of the workspace, or a person whom a shared channel brings in.
type User struct {
	ID       string // made when empty
	Name     string // the handle: "ana"
	RealName string // "Ana Silva"; the handle when empty
	Zone     string // an IANA name; "UTC" when empty
	Locale   string // "en-US" when empty
	Title    string
	Email    string
	Team     string // the workspace's own when empty

	StatusText    string
	StatusEmoji   string    // ":palm_tree:"
	StatusExpires time.Time // zero: never

	Guest      bool // a multi-channel guest
	UltraGuest bool // a single-channel guest
	Bot        bool
	Deleted    bool // deactivated
	Stranger   bool // from another organization, with no channel of the app's in common
	Admin      bool
}

// Channel is a conversation: a public or private channel, a direct message or a group message.
type Channel struct {
	ID       string // made when empty
	Name     string // without the #
	Private  bool
	Shared   bool // shared with another organization
	Archived bool
	General  bool
	Locked   bool     // only admins may post
	Members  []string // handles or ids; ids once it is in the workspace
	BotIn    bool     // the app is a member
	Topic    string
	Purpose  string
	Creator  string
	Created  time.Time

	Direct bool // between two; Name is empty
	Group  bool // a group message
}

// Block is one Block Kit object, decoded.
type Block = map[string]any

// Message is one message as a person sees it. Ephemeral ones carry who sees them.
type Message struct {
	Channel  string
	User     string // who wrote it; the app's own user for the app
	BotID    string // set when an app wrote it
	Text     string // in Slack's markup: escaped, mentions as <@U…>
	Blocks   []Block
	Raw      json.RawMessage // the blocks as they are stored, "[]" when there are none
	TS       string
	ThreadTS string // the thread's first message, empty when there is no thread
	Subtype  string
	Edited   string // when, as a timestamp; empty when never
	ForUser  string // an ephemeral message: the one who sees it

	Metadata  *Metadata
	Reactions []Reaction
	Files     []File

	Replies     int // of a thread's first message
	Attachments []Block
	Warnings    map[string]string // action_id → the warning that Slack's client shows on that element
	Broadcast   bool              // a reply also shown in the channel
}

// Ephemeral tells whether only one person sees the message.
func (m Message) Ephemeral() bool { return m.ForUser != "" }

// Metadata is what an app attached to its message for itself and other apps.
type Metadata struct {
	EventType    string         `json:"event_type"`
	EventPayload map[string]any `json:"event_payload"`
}

// Reaction is one emoji under a message with the people who added it, in order.
type Reaction struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
	Count int      `json:"count"`
}

// File is an uploaded file.
type File struct {
	ID      string
	Name    string
	Title   string
	Mime    string
	AltText string
	User    string
	Data    []byte
	URL     string   // where the page reads it from
	Shared  []string // channels
	Created time.Time

	length int       // bytes, as they were announced
	done   bool      // the upload was completed
	ready  time.Time // from when on a block may show it
}

// View is a modal or a Home tab as one person has it open.
type View struct {
	ID              string
	Type            string // "modal" or "home"
	CallbackID      string
	ExternalID      string
	PrivateMetadata string
	Hash            string
	RootID          string
	PreviousID      string
	Title           string
	SubmitText      string
	CloseText       string
	ClearOnClose    bool
	NotifyOnClose   bool

	Blocks []Block
	Raw    json.RawMessage // the whole view as it is stored

	// Values is view.state.values: block_id → action_id → what the element holds.
	Values map[string]map[string]Block
	// Errors are the sentences shown beside the fields: block_id → sentence.
	Errors map[string]string
	// Trouble is the notice over the form, "" when there is none.
	Trouble string
	// Warnings are the warnings on elements: action_id → sentence.
	Warnings map[string]string
}

// CommandSpec is a slash command of the manifest.
type CommandSpec struct {
	Command      string `yaml:"command"`
	Description  string `yaml:"description"`
	UsageHint    string `yaml:"usage_hint"`
	ShouldEscape bool   `yaml:"should_escape"`
	URL          string `yaml:"url"`
}

// ShortcutSpec is a shortcut of the manifest.
type ShortcutSpec struct {
	Name        string `yaml:"name"`
	Type        string `yaml:"type"` // "message" or "global"
	CallbackID  string `yaml:"callback_id"`
	Description string `yaml:"description"`
}

// Call is one request of the app to the Web API, to a response URL (Method "response_url"), or to a file's upload URL
// ("upload").
type Call struct {
	Method string
	Args   map[string]any // blocks, view, metadata and attachments are decoded
	At     time.Time      // by Config.Now
	Status int            // the HTTP status that was answered; 0 when there was no answer
	Error  string         // Slack's word when it was refused
	Answer Block
}
