package engine

import (
	"testing"

	"github.com/slack-go/slack"

	"tandem/bot/ritual"
)

func TestWhoSomebodyIsToThisWorkspace(t *testing.T) {
	t.Parallel()
	b := &Bot{Me: identity{Team: "T1"}}
	for _, c := range []struct {
		u    slack.User
		want ritual.PersonKind
	}{
		{slack.User{TeamID: "T1"}, ritual.Member},
		{slack.User{}, ritual.Member},
		{slack.User{TeamID: "T1", IsRestricted: true}, ritual.Guest},
		{slack.User{TeamID: "T1", IsUltraRestricted: true}, ritual.Guest},
		{slack.User{TeamID: "T1", IsBot: true}, ritual.Machine},
		{slack.User{ID: "USLACKBOT", TeamID: "T1"}, ritual.Machine},
		{slack.User{TeamID: "T2"}, ritual.Stranger},
		{slack.User{TeamID: "T1", IsStranger: true}, ritual.Stranger},
		{slack.User{TeamID: "T1", Deleted: true, IsRestricted: true}, ritual.Gone},
	} {
		if got := b.kindOf(&c.u); got != c.want {
			t.Errorf("%+v is %v, not %v", c.u, got, c.want)
		}
	}
}
