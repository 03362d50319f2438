package bot

import (
	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// privacyButtons let whoever decides share a private request's title and story, or take that back.
func privacyButtons(m request.Matter, who string) []slack.BlockElement {
	if !m.Request.Private || m.May(ritual.ToShare, m.People.Of(who)) != nil {
		return nil
	}
	if m.Request.Shared {
		return []slack.BlockElement{kit.Confirm(request.Button(m.Request.ID, titleHide, "Make private again"), "Make "+m.Request.ID+" private again?",
			"From then on others see its id only. Who has read it has read it.", "Make private", "Leave it")}
	}
	return []slack.BlockElement{kit.Confirm(request.Button(m.Request.ID, titleShare, "Share title and story"), "Share title and story of "+m.Request.ID+"?",
		"Everybody here can read them then. What was said, by whom and for whom stays private.", "Share", "Keep private")}
}

// privacyWords say who may read a private request now.
func privacyWords(r ritual.Request) kit.Text {
	if r.Shared {
		return kit.F("Everybody can read the title and story of *%s* now. What was said, by whom and for whom stays private.", r.ID)
	}
	return kit.F("*%s* is private again: others see its id only.", r.ID)
}

// hiddenWords say why somebody cannot read a request, and who can change that.
func hiddenWords(m request.Matter) kit.Text {
	pm, po := kit.User(m.Acting(ritual.RolePM)), kit.User(m.Acting(ritual.RolePO))
	who := pm
	if po != pm {
		who = kit.F("%s or %s", pm, po)
	}
	return kit.F("This came from a private conversation, so only those who were there, the PM and the PO can read it. %s can share its title and story.", who)
}
