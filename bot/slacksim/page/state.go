package page

import (
	"strings"

	"tandem/bot/slacksim"
)

// shown is how many messages of a conversation a snapshot holds at most.
const shown = 400

// snapshot is everything that one person sees with one place open.
type snapshot struct {
	Version   int64          `json:"version"`
	Now       int64          `json:"now"` // Unix milliseconds
	App       appJSON        `json:"app"`
	Workspace workspaceJSON  `json:"workspace"`
	Me        string         `json:"me"`
	Users     []userJSON     `json:"users"`
	Channels  []channelJSON  `json:"channels"`
	Commands  []commandJSON  `json:"commands"`
	Shortcuts []shortcutJSON `json:"shortcuts"`
	Place     placeJSON      `json:"place"`
	Messages  []messageJSON  `json:"messages"`
	Views     []viewJSON     `json:"views"`
	Notices   []string       `json:"notices"`
	Problems  []string       `json:"problems"` // how the app broke the protocol
}

type appJSON struct {
	User      string `json:"user"`
	Handle    string `json:"handle"`
	Name      string `json:"name"`
	Home      bool   `json:"home"`
	Connected bool   `json:"connected"`
}

type userJSON struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Real    string `json:"real"`
	Title   string `json:"title,omitempty"`
	Zone    string `json:"zone"`
	Status  string `json:"status,omitempty"`
	Emoji   string `json:"emoji,omitempty"`
	Bot     bool   `json:"bot,omitempty"`
	Gone    bool   `json:"gone,omitempty"`
	Guest   bool   `json:"guest,omitempty"`
	Foreign bool   `json:"foreign,omitempty"`
	Unread  int    `json:"unread,omitempty"` // what waits for them, for whoever switches
}

type channelJSON struct {
	ID       string   `json:"id"`
	Name     string   `json:"name,omitempty"`
	Kind     string   `json:"kind"` // channel, direct, group or app
	With     []string `json:"with,omitempty"`
	Private  bool     `json:"private,omitempty"`
	Shared   bool     `json:"shared,omitempty"`
	Archived bool     `json:"archived,omitempty"`
	Member   bool     `json:"member,omitempty"`
	AppIn    bool     `json:"appIn,omitempty"`
	Members  int      `json:"members,omitempty"`
	Topic    string   `json:"topic,omitempty"`
	Any      bool     `json:"any,omitempty"`
	Unread   int      `json:"unread,omitempty"`
}

type commandJSON struct {
	Command     string `json:"command"`
	Description string `json:"description"`
	Hint        string `json:"hint,omitempty"`
	Builtin     bool   `json:"builtin,omitempty"`
}

type shortcutJSON struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	ID          string `json:"id"`
	Description string `json:"description"`
}

// placeJSON is what the main pane shows: a conversation, or the Home tab.
type placeJSON struct {
	Ref     string         `json:"ref"`
	Kind    string         `json:"kind"` // home, or the channel's
	Channel string         `json:"channel,omitempty"`
	ReadTo  string         `json:"readTo,omitempty"`
	Threads map[string]int `json:"threads,omitempty"` // unread replies
	Cut     bool           `json:"cut,omitempty"`     // there are older messages
	Home    *viewJSON      `json:"home,omitempty"`
}

type viewJSON struct {
	ID       string                               `json:"id"`
	Callback string                               `json:"callback"`
	Hash     string                               `json:"hash"`
	Title    string                               `json:"title"`
	Submit   string                               `json:"submit"`
	Close    string                               `json:"close"`
	Blocks   []slacksim.Block                     `json:"blocks"`
	Values   map[string]map[string]slacksim.Block `json:"values"`
	Errors   map[string]string                    `json:"errors"`
	Trouble  string                               `json:"trouble,omitempty"`
	Warnings map[string]string                    `json:"warnings"`
}

// snapshot is taken after its version is read: what changes meanwhile is in it and comes once more, never not at all.
func (s *server) snapshot(p *slacksim.Person, ref string) snapshot {
	me := p.ID()
	out := snapshot{
		Version: s.w.Version(), Now: s.w.Now().UnixMilli(), Me: me,
		App: appJSON{User: s.w.BotUser(), Handle: s.w.BotName(), Name: s.w.AppName(),
			Home: s.w.HomeEnabled(), Connected: s.w.Sockets() > 0},
		Workspace: s.workspace(), Users: s.users(me), Commands: s.commands(), Shortcuts: []shortcutJSON{},
		Messages: []messageJSON{}, Views: []viewJSON{},
		Notices: notices(p), Problems: append([]string{}, s.w.Errors()...),
	}
	for _, c := range s.w.Shortcuts() {
		out.Shortcuts = append(out.Shortcuts, shortcutJSON{c.Name, c.Type, c.CallbackID, c.Description})
	}
	for _, v := range p.Views() {
		out.Views = append(out.Views, viewOf(v))
	}
	out.Place = s.place(p, ref)
	if out.Place.Kind == "home" {
		if home, ok := p.Home(); ok {
			v := viewOf(home)
			out.Place.Home = &v
		}
	}
	s.fillChannels(p, &out)
	return out
}

// fillChannels lists the conversations with what is unread, and the messages of the open one.
func (s *server) fillChannels(p *slacksim.Person, out *snapshot) {
	out.Channels = []channelJSON{}
	for _, c := range p.Channels() {
		messages := p.Sees(c.ID)
		news := s.unread(p.ID(), c, messages)
		j := s.channel(p.ID(), c)
		j.Any, j.Unread = news.any && j.Member, news.count
		out.Channels = append(out.Channels, j)
		if c.ID != out.Place.Channel {
			continue
		}
		out.Place.Kind, out.Place.Threads = j.Kind, news.threads
		out.Place.ReadTo = s.read.get(p.ID(), c.ID)
		all := conversation(messages)
		if out.Place.Cut = len(all) > shown; out.Place.Cut {
			all = all[len(all)-shown:]
		}
		out.Messages = all
	}
}

// place resolves what the address says: "home", "#atlas", "atlas", "@ben" or a channel's id. What cannot be opened gives way to the first channel.
func (s *server) place(p *slacksim.Person, ref string) placeJSON {
	if ref == "home" && s.w.HomeEnabled() {
		return placeJSON{Ref: ref, Kind: "home"}
	}
	mine := p.Channels()
	if id, ok := p.ChannelID(ref); ok && ref != "" {
		for _, c := range append(mine, p.Channels()...) {
			if c.ID == id {
				return placeJSON{Ref: ref, Channel: id}
			}
		}
	}
	for _, c := range mine {
		if !c.Direct && !c.Group && has(c.Members, p.ID()) {
			return placeJSON{Ref: c.ID, Channel: c.ID}
		}
	}
	return placeJSON{Ref: "home", Kind: "home"}
}

func (s *server) channel(me string, c slacksim.Channel) channelJSON {
	j := channelJSON{ID: c.ID, Name: c.Name, Kind: "channel", Private: c.Private, Shared: c.Shared, Archived: c.Archived,
		AppIn: c.BotIn || has(c.Members, s.w.BotUser()), Member: has(c.Members, me), Members: len(c.Members), Topic: c.Topic}
	if !c.Direct && !c.Group {
		return j
	}
	j.Kind, j.Member = "direct", true
	if c.Group {
		j.Kind = "group"
	}
	for _, id := range c.Members {
		if id != me {
			j.With = append(j.With, id)
		}
	}
	if c.Direct && (c.BotIn || has(c.Members, s.w.BotUser())) {
		j.Kind = "app"
	}
	return j
}

func (s *server) users(me string) []userJSON {
	out := []userJSON{}
	for _, u := range s.w.Users() {
		j := userJSON{ID: u.ID, Name: u.Name, Real: u.RealName, Title: u.Title, Zone: u.Zone, Status: u.StatusText,
			Emoji: strings.Trim(u.StatusEmoji, ":"), Bot: u.Bot, Gone: u.Deleted, Guest: u.Guest || u.UltraGuest,
			Foreign: u.Team != "" && u.Team != slacksim.TeamID}
		if j.Real == "" {
			j.Real = u.Name
		}
		if person(u) && u.ID != me {
			j.Unread = s.waiting(s.w.Person(u.ID))
		}
		out = append(out, j)
	}
	return out
}

// waiting counts what somebody else has not read in direct and group messages.
func (s *server) waiting(p *slacksim.Person) int {
	n := 0
	for _, c := range p.Channels() {
		if c.Direct || c.Group {
			n += s.unread(p.ID(), c, p.Sees(c.ID)).count
		}
	}
	return n
}

// commands are the app's, and the one of Slack's own that the app tells people to use.
func (s *server) commands() []commandJSON {
	out := []commandJSON{}
	for _, c := range s.w.Commands() {
		out = append(out, commandJSON{Command: c.Command, Description: c.Description, Hint: c.UsageHint})
	}
	return append(out, commandJSON{Command: "/invite", Description: "Add somebody, or an app, to this channel", Hint: "@somebody", Builtin: true})
}

func viewOf(v *slacksim.View) viewJSON {
	j := viewJSON{ID: v.ID, Callback: v.CallbackID, Hash: v.Hash, Title: v.Title, Submit: v.SubmitText, Close: v.CloseText,
		Blocks: v.Blocks, Values: v.Values, Errors: v.Errors, Trouble: v.Trouble, Warnings: v.Warnings}
	if j.Blocks == nil {
		j.Blocks = []slacksim.Block{}
	}
	return j
}

// notices are those that the page shows nowhere else: a warning stands at its element, trouble over its form.
func notices(p *slacksim.Person) []string {
	out := []string{}
	for _, n := range p.Notices() {
		if !strings.HasPrefix(n, "A warning on ") && !strings.HasPrefix(n, "We had some trouble") {
			out = append(out, n)
		}
	}
	return out
}

func has(ids []string, id string) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
}
