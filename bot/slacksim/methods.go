package slacksim

// Support says how much of a method is simulated.
type Support string

const (
	// Whole is all that slack.md knows of the method.
	Whole Support = "whole"
	// Partial lacks something, which the method's note names.
	Partial Support = "partial"
	// Absent answers unknown_method; calling it is an entry in Errors.
	Absent Support = "absent"
)

// method is one method of the Web API. Rates are slack.md 2.1; burst is how many calls may come at once.
type method struct {
	support Support
	note    string
	app     bool     // takes the app-level token
	json    bool     // takes a JSON body
	scopes  []string // any one of them is needed
	minute  int      // calls a minute, 0 for no limit
	burst   int
	lane    string // rate by this argument instead of by the app
	do      func(*call) (Block, *refusal)
}

var (
	readAny    = []string{"channels:read", "groups:read", "im:read", "mpim:read"}
	historyAny = []string{"channels:history", "groups:history", "im:history", "mpim:history"}
)

// methods is the Web API as far as it is simulated. A method that is not here, or that does nothing, is refused.
var methods = map[string]*method{
	"auth.test":             {support: Whole, json: true, do: authTest},
	"apps.connections.open": {support: Whole, app: true, json: true, minute: 3, burst: 20, do: connectionsOpen},
	"bots.info":             {support: Whole, scopes: []string{"users:read"}, minute: 50, burst: 100, do: botsInfo},

	"chat.postMessage":   {support: Partial, note: "no unfurling, no username and icon, no markdown_text", json: true, scopes: []string{"chat:write"}, minute: 60, burst: 5, lane: "channel", do: postMessage},
	"chat.postEphemeral": {support: Partial, note: "as chat.postMessage", json: true, scopes: []string{"chat:write"}, minute: 100, burst: 100, do: postEphemeral},
	"chat.update":        {support: Partial, note: "as chat.postMessage", json: true, scopes: []string{"chat:write"}, minute: 50, burst: 50, do: updateMessage},
	"chat.delete":        {support: Whole, json: true, scopes: []string{"chat:write"}, minute: 50, burst: 50, do: deleteMessage},
	"chat.getPermalink":  {support: Whole, do: getPermalink},

	"conversations.info":    {support: Whole, scopes: readAny, minute: 50, burst: 100, do: conversationsInfo},
	"conversations.members": {support: Whole, scopes: readAny, minute: 100, burst: 100, do: conversationsMembers},
	"conversations.open":    {support: Whole, json: true, scopes: []string{"im:write", "mpim:write"}, minute: 50, burst: 50, do: conversationsOpen},
	"conversations.history": {support: Whole, scopes: historyAny, minute: 50, burst: 50, do: conversationsHistory},
	"conversations.replies": {support: Whole, scopes: historyAny, minute: 50, burst: 50, do: conversationsReplies},
	"conversations.list":    {support: Whole, scopes: readAny, minute: 20, burst: 20, do: conversationsList},

	"users.info":          {support: Whole, scopes: []string{"users:read"}, minute: 100, burst: 200, do: usersInfo},
	"users.list":          {support: Whole, scopes: []string{"users:read"}, minute: 20, burst: 20, do: usersList},
	"users.conversations": {support: Whole, scopes: readAny, minute: 50, burst: 50, do: usersConversations},

	"views.open":    {support: Whole, json: true, minute: 100, burst: 100, do: viewsOpen},
	"views.push":    {support: Whole, json: true, minute: 100, burst: 100, do: viewsPush},
	"views.update":  {support: Whole, json: true, minute: 100, burst: 100, do: viewsUpdate},
	"views.publish": {support: Whole, json: true, minute: 100, burst: 100, do: viewsPublish},

	"reactions.add":    {support: Whole, json: true, scopes: []string{"reactions:write"}, minute: 50, burst: 50, do: reactionsAdd},
	"reactions.remove": {support: Whole, json: true, scopes: []string{"reactions:write"}, minute: 20, burst: 20, do: reactionsRemove},

	"files.getUploadURLExternal":   {support: Partial, note: "no snippets", scopes: []string{"files:write"}, minute: 100, burst: 100, do: getUploadURL},
	"files.completeUploadExternal": {support: Partial, note: "no blocks", json: true, scopes: []string{"files:write"}, minute: 100, burst: 100, do: completeUpload},

	"chat.scheduleMessage":        {support: Absent},
	"chat.deleteScheduledMessage": {support: Absent},
	"chat.unfurl":                 {support: Absent},
	"conversations.join":          {support: Absent},
	"conversations.create":        {support: Absent},
	"reactions.get":               {support: Absent},
	"usergroups.list":             {support: Absent},
	"users.lookupByEmail":         {support: Absent},
	"users.profile.get":           {support: Absent},
	"files.upload":                {support: Absent, note: "retired"},
}

// Methods says how much of each method is simulated.
func Methods() map[string]Support {
	out := map[string]Support{}
	for name, m := range methods {
		out[name] = m.support
	}
	return out
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
