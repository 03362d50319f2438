package slacksim

import (
	"slices"
	"strings"
)

// method is one method of the Web API. Rates are those that Slack publishes; burst is how many calls may come at once.
type method struct {
	app    bool     // takes the app-level token
	open   bool     // takes no token
	json   bool     // takes a JSON body
	scopes []string // any one of them is needed
	minute int      // calls a minute, 0 for no limit
	burst  int
	lane   string // rate by this argument instead of by the app
	do     func(*call) (Block, *refusal)
	lacks  string // what Slack's method does and this one does not, "" for nothing
}

// Support says how far a method is simulated.
type Support string

// How far a method is simulated. An absent one is refused as unknown_method and kept in Errors.
const (
	Whole   Support = "whole"
	Partial Support = "partial"
	Absent  Support = "absent"
)

// Method is one method of Slack's Web API, as far as it is simulated.
type Method struct {
	Name    string
	Support Support
	Lacks   string // of a partial one: what is missing
}

// Methods are the methods by name: those that are simulated, and those of Slack's that a bot may miss here.
func Methods() []Method {
	all := make([]Method, 0, len(methods)+len(absent))
	for name, m := range methods {
		told := Method{Name: name, Support: Whole, Lacks: m.lacks}
		if m.lacks != "" {
			told.Support = Partial
		}
		all = append(all, told)
	}
	for _, name := range absent {
		all = append(all, Method{Name: name, Support: Absent})
	}
	slices.SortFunc(all, func(a, b Method) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// absent are methods of Slack's that are not simulated: what a bot for teams may want one day, and the retired one.
var absent = []string{
	"assistant.threads.setStatus", "assistant.threads.setSuggestedPrompts", "assistant.threads.setTitle",
	"canvases.create",
	"chat.appendStream", "chat.startStream", "chat.stopStream",
	"chat.deleteScheduledMessage", "chat.scheduleMessage", "chat.scheduledMessages.list", "chat.unfurl",
	"conversations.create", "conversations.invite", "conversations.join", "conversations.leave", "conversations.setTopic",
	"emoji.list", "files.info", "files.upload", "reactions.get", "slackLists.create", "team.info", "usergroups.list", "users.lookupByEmail",
}

var (
	readAny    = []string{"channels:read", "groups:read", "im:read", "mpim:read"}
	historyAny = []string{"channels:history", "groups:history", "im:history", "mpim:history"}
)

// looks is what all methods that show a message lack.
const looks = "a name and icon of the message's own; links are not unfurled"

// methods is the Web API as far as it is simulated. A method that is not here is refused.
var methods = map[string]*method{
	"auth.test":             {json: true, do: authTest},
	"apps.connections.open": {app: true, json: true, minute: 1, burst: 20, do: connectionsOpen, lacks: "debug_reconnects"},
	"blocks.validate":       {open: true, json: true, do: blocksValidate, lacks: "Slack's codes and constraints of what is wrong"},
	"bots.info":             {scopes: []string{"users:read"}, minute: 50, burst: 100, do: botsInfo, lacks: "bots of other apps"},

	"chat.postMessage":   {json: true, scopes: []string{"chat:write"}, minute: 60, burst: 5, lane: "channel", do: postMessage, lacks: looks},
	"chat.postEphemeral": {json: true, scopes: []string{"chat:write"}, minute: 100, burst: 100, do: postEphemeral, lacks: looks},
	"chat.update":        {json: true, scopes: []string{"chat:write"}, minute: 50, burst: 50, do: updateMessage, lacks: looks + "; reply_broadcast and file_ids"},
	"chat.delete":        {json: true, scopes: []string{"chat:write"}, minute: 50, burst: 50, do: deleteMessage},
	"chat.getPermalink":  {do: getPermalink},

	"conversations.info":    {scopes: readAny, minute: 50, burst: 100, do: conversationsInfo, lacks: "include_locale"},
	"conversations.members": {scopes: readAny, minute: 100, burst: 100, do: conversationsMembers},
	"conversations.open":    {json: true, scopes: []string{"im:write", "mpim:write"}, minute: 50, burst: 50, do: conversationsOpen, lacks: "prevent_creation"},
	"conversations.history": {scopes: historyAny, minute: 50, burst: 50, do: conversationsHistory, lacks: "pins"},
	"conversations.replies": {scopes: historyAny, minute: 50, burst: 50, do: conversationsReplies},
	"conversations.list":    {scopes: readAny, minute: 20, burst: 20, do: conversationsList},

	"users.info":          {scopes: []string{"users:read"}, minute: 100, burst: 200, do: usersInfo, lacks: "pictures"},
	"users.list":          {scopes: []string{"users:read"}, minute: 20, burst: 20, do: usersList, lacks: "pictures"},
	"users.conversations": {scopes: readAny, minute: 50, burst: 50, do: usersConversations},

	"views.open":    {json: true, minute: 100, burst: 100, do: viewsOpen},
	"views.push":    {json: true, minute: 100, burst: 100, do: viewsPush},
	"views.update":  {json: true, minute: 100, burst: 100, do: viewsUpdate},
	"views.publish": {json: true, minute: 100, burst: 100, do: viewsPublish},

	"reactions.add":    {json: true, scopes: []string{"reactions:write"}, minute: 50, burst: 50, do: reactionsAdd, lacks: "whether a custom emoji exists"},
	"reactions.remove": {json: true, scopes: []string{"reactions:write"}, minute: 20, burst: 20, do: reactionsRemove, lacks: "emoji on files"},

	"files.getUploadURLExternal":   {scopes: []string{"files:write"}, minute: 100, burst: 100, do: getUploadURL, lacks: "snippets"},
	"files.completeUploadExternal": {json: true, scopes: []string{"files:write"}, minute: 100, burst: 100, do: completeUpload},
}

func authTest(c *call) (Block, *refusal) {
	return Block{
		"url": "https://sim.slack.com/", "team": "Simulated", "team_id": TeamID, "user": c.w.BotName(), "user_id": botUser,
		"bot_id": botID, "is_enterprise_install": false,
	}, nil
}

func connectionsOpen(c *call) (Block, *refusal) {
	return Block{"url": "ws://" + c.w.listener.Addr().String() + "/link/?ticket=" + c.w.hub.ticket() + "&app_id=" + appID}, nil
}

func botsInfo(c *call) (Block, *refusal) {
	if bot := c.str("bot"); bot != "" && bot != botID {
		return nil, refuse("bot_not_found")
	}
	return Block{"bot": c.w.botJSON(true)}, nil
}
