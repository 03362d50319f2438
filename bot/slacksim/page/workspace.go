package page

import (
	"errors"
	"fmt"
	"time"

	"tandem/bot/slacksim"
)

// refusedPosts and refusedFor are what the panel's 429 is: how many posts, and how long Slack asks the app to wait.
const (
	refusedPosts = 3
	refusedFor   = 5 * time.Second
)

// workspaceJSON is what the panel shows of the workspace itself.
type workspaceJSON struct {
	Outage  bool `json:"outage"`
	Out     bool `json:"out"`
	Sockets int  `json:"sockets"`
}

func (s *server) workspace() workspaceJSON {
	return workspaceJSON{Outage: s.outage.Load(), Out: s.out.Load(), Sockets: s.w.Sockets()}
}

// outageActs makes Slack answer every call with 500, until it is told to stop.
func (s *server) outageActs(_ *slacksim.Person, a act) error {
	s.w.ClearFaults()
	if s.outage.Store(a.On); a.On {
		s.w.InjectFault(slacksim.Fault{Method: "*", Count: -1, Kind: slacksim.Status500})
	}
	return nil
}

// refusePosts makes Slack refuse the next posts because there were too many.
func (s *server) refusePosts(_ *slacksim.Person, _ act) error {
	s.w.InjectFault(slacksim.Fault{Method: "chat.postMessage", Count: refusedPosts, Kind: slacksim.RateLimit(refusedFor)})
	return nil
}

// disconnect takes the app's connections away: as Slack does from time to time, or without a word.
func (s *server) disconnect(_ *slacksim.Person, a act) error {
	if a.Text == "refresh" {
		s.w.Disconnect("refresh_requested")
	} else {
		s.w.DropSockets()
	}
	return nil
}

// install takes the app out of the workspace, or installs it again.
func (s *server) install(_ *slacksim.Person, a act) error {
	if s.out.Store(!a.On); a.On {
		s.w.Reinstall()
	} else {
		s.w.Uninstall()
	}
	return nil
}

// membership brings the app into a channel, or takes it out.
func (s *server) membership(_ *slacksim.Person, a act) error {
	if a.On {
		s.w.Invite(a.Channel, s.w.BotUser())
	} else {
		s.w.Kick(a.Channel, s.w.BotUser())
	}
	return nil
}

func (s *server) share(_ *slacksim.Person, a act) error {
	s.w.Share(a.Channel, a.On)
	return nil
}

func (s *server) archive(_ *slacksim.Person, a act) error {
	if a.On {
		s.w.Archive(a.Channel)
	} else {
		s.w.Unarchive(a.Channel)
	}
	return nil
}

// gone takes somebody out of the workspace, or brings them back.
func (s *server) gone(p *slacksim.Person, a act) error {
	u, ok := s.w.User(a.Who)
	switch {
	case !ok || u.Bot:
		return fmt.Errorf("nobody here is called %s", a.Who)
	case u.ID == p.ID():
		return errors.New("be somebody else first: nobody can be played who has left")
	}
	s.w.ChangeUser(u.ID, func(u *slacksim.User) { u.Deleted = a.On })
	return nil
}
