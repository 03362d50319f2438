package page

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"tandem/bot/slacksim"
)

// act is what a person does. Which fields count depends on the action.
type act struct {
	As       string          `json:"as"`
	In       string          `json:"in"` // the place that is open, for the snapshot that answers
	Channel  string          `json:"channel"`
	TS       string          `json:"ts"`
	Thread   string          `json:"thread"`
	Text     string          `json:"text"`
	Surface  string          `json:"surface"` // message, modal or home
	Block    string          `json:"block"`
	Action   string          `json:"action"`
	Value    json.RawMessage `json:"value"`
	Shortcut string          `json:"shortcut"`
	Emoji    string          `json:"emoji"`
	File     *attached       `json:"file"`
	Who      string          `json:"who"`
	On       bool            `json:"on"`
}

// attached is a file that goes with a message.
type attached struct {
	Name string `json:"name"`
	Data []byte `json:"data"`
}

// most is how large an action may be, in bytes: a file of 10 MB, in base64, fits.
const most = 16 << 20

// actions is all that the page can do, by the last part of its address.
var actions = map[string]func(*server, *slacksim.Person, act) error{
	"say":      (*server).say,
	"edit":     func(_ *server, p *slacksim.Person, a act) error { return p.Edit(a.Channel, a.TS, a.Text) },
	"delete":   func(_ *server, p *slacksim.Person, a act) error { return p.Delete(a.Channel, a.TS) },
	"react":    func(_ *server, p *slacksim.Person, a act) error { return p.React(a.Channel, a.TS, a.Emoji) },
	"unreact":  func(_ *server, p *slacksim.Person, a act) error { return p.Unreact(a.Channel, a.TS, a.Emoji) },
	"shortcut": (*server).shortcut,
	"press":    (*server).press,
	"choose":   (*server).choose,
	"fill":     (*server).fill,
	"submit":   func(_ *server, p *slacksim.Person, a act) error { return p.Submit() },
	"back":     func(_ *server, p *slacksim.Person, a act) error { return p.CloseView() },
	"close":    func(_ *server, p *slacksim.Person, a act) error { return p.CloseAll() },
	"home":     func(_ *server, p *slacksim.Person, a act) error { return p.OpenHome() },
	"chat":     func(_ *server, p *slacksim.Person, a act) error { return p.OpenChat() },
	"read":     (*server).markRead,
	"join":     func(s *server, p *slacksim.Person, a act) error { s.w.Invite(a.Channel, p.ID()); return nil },
	"status":   (*server).status,
	"wind":     (*server).wind,

	"outage":     (*server).outageActs,
	"refuse":     (*server).refusePosts,
	"disconnect": (*server).disconnect,
	"install":    (*server).install,
	"membership": (*server).membership,
	"share":      (*server).share,
	"archive":    (*server).archive,
	"gone":       (*server).gone,
}

// outcome answers an action: the snapshot after it, and what went wrong.
type outcome struct {
	Error string   `json:"error,omitempty"` // for the person, when no notice and no field says it
	State snapshot `json:"state"`
}

// do runs one action and answers when the app has acknowledged, or its three seconds have passed.
func (s *server) do(rw http.ResponseWriter, r *http.Request) {
	run, ok := actions[r.PathValue("action")]
	if !ok {
		answer(rw, http.StatusNotFound, map[string]string{"error": "There is no such action."})
		return
	}
	var a act
	if err := json.NewDecoder(http.MaxBytesReader(rw, r.Body, most)).Decode(&a); err != nil {
		answer(rw, http.StatusBadRequest, map[string]string{"error": "The action could not be read: " + err.Error()})
		return
	}
	if u, ok := s.w.User(a.As); !ok || !person(u) {
		answer(rw, http.StatusBadRequest, map[string]string{"error": "There is nobody by that name."})
		return
	}
	p := s.w.Person(a.As)
	said := len(p.Notices())
	err := s.inTime(r.PathValue("action"), func() error { return run(s, p, a) })
	out := outcome{State: s.snapshot(p, a.In)}
	if err != nil && len(p.Notices()) == said && !shownElsewhere(err) {
		out.Error = sentence(err)
	}
	answer(rw, http.StatusOK, out)
}

// inTime runs an action while the clock is not being wound: what somebody presses then waits until it has come to rest, or its form would be asked for
// long after the press.
func (s *server) inTime(action string, run func() error) error {
	if action == "wind" {
		s.winding.Lock()
		defer s.winding.Unlock()
	} else {
		s.winding.RLock()
		defer s.winding.RUnlock()
	}
	return run()
}

// shownElsewhere tells whether the snapshot itself shows the error: beside a field, over the form, at the element.
func shownElsewhere(err error) bool {
	return errors.Is(err, slacksim.ErrFields) || errors.Is(err, slacksim.ErrTrouble)
}

// sentence is an error as people read it.
func sentence(err error) string {
	switch {
	case errors.Is(err, slacksim.ErrNotThere):
		return "That is not there any more."
	case errors.Is(err, slacksim.ErrNotConnected):
		return "The app is not connected, so nothing happened. Try again in a moment."
	case errors.Is(err, slacksim.ErrNoResponse):
		return "The app did not respond."
	}
	said := strings.TrimPrefix(err.Error(), "slacksim: ")
	return strings.ToUpper(said[:1]) + said[1:] + "."
}

// say sends what stands in a composer: a message, a reply or a command. A file makes it a message.
func (s *server) say(p *slacksim.Person, a act) error {
	text := s.named(strings.TrimSpace(a.Text))
	if a.File != nil {
		p.Upload(a.Channel, a.Thread, text, a.File.Name, a.File.Data)
		return nil
	}
	if text == "" {
		return nil
	}
	if name, rest, _ := strings.Cut(text, " "); strings.HasPrefix(text, "/") && !strings.Contains(name[1:], "/") {
		if a.Thread != "" {
			return errors.New("commands do not work in threads; use the channel's own line")
		}
		if name == "/invite" {
			return s.invite(p, a.Channel, rest)
		}
		return p.Command(a.Channel, text)
	}
	if a.Thread != "" {
		p.Reply(a.Channel, a.Thread, text)
		return nil
	}
	p.Say(a.Channel, text)
	return nil
}

var typedName = regexp.MustCompile(`(^|[\s(])@([\p{L}\p{N}._-]*[\p{L}\p{N}_-])`)

// named writes names as handles, as Slack's client does when somebody types @Tandem or @Priya.
func (s *server) named(text string) string {
	return typedName.ReplaceAllStringFunc(text, func(found string) string {
		before, name, _ := strings.Cut(found, "@")
		if u, ok := s.w.User(strings.ToLower(name)); ok {
			return before + "@" + u.Name
		}
		return found
	})
}

func (s *server) invite(p *slacksim.Person, channel, names string) error {
	words := strings.Fields(strings.ReplaceAll(names, ",", " "))
	if len(words) == 0 {
		return errors.New("say whom to invite: /invite @" + s.w.BotName())
	}
	for _, word := range words {
		name := strings.ToLower(strings.TrimPrefix(word, "@"))
		u, ok := s.w.User(name)
		if !ok {
			return fmt.Errorf("nobody here is called %s", word)
		}
		if err := p.Invite(channel, u.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *server) shortcut(p *slacksim.Person, a act) error {
	if a.TS == "" {
		return p.GlobalShortcut(a.Shortcut)
	}
	return p.MessageShortcut(a.Shortcut, a.Channel, a.TS)
}

func (a act) where() slacksim.Where {
	switch a.Surface {
	case "modal":
		return slacksim.Form.In(a.Block)
	case "home":
		return slacksim.HomeTab.In(a.Block)
	}
	return slacksim.At(a.Channel, a.TS).In(a.Block)
}

func (s *server) press(p *slacksim.Person, a act) error {
	value, err := a.value()
	if err != nil {
		return err
	}
	text, _ := value.(string)
	return p.Press(a.where(), a.Action, text)
}

func (s *server) choose(p *slacksim.Person, a act) error {
	value, err := a.value()
	if err != nil {
		return err
	}
	return p.Choose(a.where(), a.Action, value)
}

func (s *server) fill(p *slacksim.Person, a act) error {
	value, err := a.value()
	if err != nil {
		return err
	}
	return p.Fill(a.Block, value)
}

// value is an element's new value: nothing, text, several, or an instant as {"unix": seconds}.
func (a act) value() (any, error) {
	if len(a.Value) == 0 || string(a.Value) == "null" {
		return nil, nil
	}
	var text string
	if json.Unmarshal(a.Value, &text) == nil {
		return text, nil
	}
	var several []string
	if json.Unmarshal(a.Value, &several) == nil {
		return several, nil
	}
	var at struct{ Unix int64 }
	if err := json.Unmarshal(a.Value, &at); err != nil {
		return nil, fmt.Errorf("this value cannot be read: %w", err)
	}
	return time.Unix(at.Unix, 0).UTC(), nil
}

func (s *server) markRead(p *slacksim.Person, a act) error {
	place := a.Channel
	if a.Thread != "" {
		place = threadKey(a.Channel, a.Thread)
	}
	s.read.keep(p.ID(), place, a.TS)
	return nil
}

func (s *server) status(p *slacksim.Person, a act) error {
	s.w.ChangeUser(p.ID(), func(u *slacksim.User) {
		u.StatusEmoji, u.StatusText, u.StatusExpires = "", a.Text, time.Time{}
		if a.Emoji != "" {
			u.StatusEmoji = ":" + a.Emoji + ":"
		}
	})
	return nil
}

// wind moves the clock on: by an hour, a day, or to next Monday 09:00 where the person is. It may take a moment.
func (s *server) wind(p *slacksim.Person, a act) error {
	switch a.Text {
	case "hour":
		s.w.Wind(time.Hour)
	case "day":
		s.w.Wind(24 * time.Hour)
	case "monday":
		zone, err := time.LoadLocation(p.User().Zone)
		if err != nil {
			zone = time.UTC
		}
		s.w.Wind(untilMonday(s.w.Now().In(zone)))
	default:
		return fmt.Errorf("the clock cannot be wound by %q", a.Text)
	}
	return nil
}

// untilMonday is how long it is until the next Monday 09:00 on the same wall clock.
func untilMonday(now time.Time) time.Duration {
	days := (int(time.Monday) - int(now.Weekday()) + 7) % 7
	next := time.Date(now.Year(), now.Month(), now.Day()+days, 9, 0, 0, 0, now.Location())
	if !next.After(now) {
		next = time.Date(now.Year(), now.Month(), now.Day()+days+7, 9, 0, 0, 0, now.Location())
	}
	return next.Sub(now)
}
