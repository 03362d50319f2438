package slacksim

// method is one method of the Web API. Rates are those that Slack publishes; burst is how many calls may come at once.
type method struct {
	app    bool     // takes the app-level token
	json   bool     // takes a JSON body
	scopes []string // any one of them is needed
	minute int      // calls a minute, 0 for no limit
	burst  int
	lane   string // rate by this argument instead of by the app
	do     func(*call) (Block, *refusal)
}

var (
	readAny    = []string{"channels:read", "groups:read", "im:read", "mpim:read"}
	historyAny = []string{"channels:history", "groups:history", "im:history", "mpim:history"}
)

// methods is the Web API as far as it is simulated. A method that is not here is refused.
var methods = map[string]*method{
	"auth.test":             {json: true, do: authTest},
	"apps.connections.open": {app: true, json: true, minute: 3, burst: 20, do: connectionsOpen},
	"bots.info":             {scopes: []string{"users:read"}, minute: 50, burst: 100, do: botsInfo},

	"chat.postMessage":   {json: true, scopes: []string{"chat:write"}, minute: 60, burst: 5, lane: "channel", do: postMessage}, // no unfurling, no username and icon, no markdown_text
	"chat.postEphemeral": {json: true, scopes: []string{"chat:write"}, minute: 100, burst: 100, do: postEphemeral},             // as chat.postMessage
	"chat.update":        {json: true, scopes: []string{"chat:write"}, minute: 50, burst: 50, do: updateMessage},               // as chat.postMessage
	"chat.delete":        {json: true, scopes: []string{"chat:write"}, minute: 50, burst: 50, do: deleteMessage},
	"chat.getPermalink":  {do: getPermalink},

	"conversations.info":    {scopes: readAny, minute: 50, burst: 100, do: conversationsInfo},
	"conversations.members": {scopes: readAny, minute: 100, burst: 100, do: conversationsMembers},
	"conversations.open":    {json: true, scopes: []string{"im:write", "mpim:write"}, minute: 50, burst: 50, do: conversationsOpen},
	"conversations.history": {scopes: historyAny, minute: 50, burst: 50, do: conversationsHistory},
	"conversations.replies": {scopes: historyAny, minute: 50, burst: 50, do: conversationsReplies},
	"conversations.list":    {scopes: readAny, minute: 20, burst: 20, do: conversationsList},

	"users.info":          {scopes: []string{"users:read"}, minute: 100, burst: 200, do: usersInfo},
	"users.list":          {scopes: []string{"users:read"}, minute: 20, burst: 20, do: usersList},
	"users.conversations": {scopes: readAny, minute: 50, burst: 50, do: usersConversations},

	"views.open":    {json: true, minute: 100, burst: 100, do: viewsOpen},
	"views.push":    {json: true, minute: 100, burst: 100, do: viewsPush},
	"views.update":  {json: true, minute: 100, burst: 100, do: viewsUpdate},
	"views.publish": {json: true, minute: 100, burst: 100, do: viewsPublish},

	"reactions.add":    {json: true, scopes: []string{"reactions:write"}, minute: 50, burst: 50, do: reactionsAdd},
	"reactions.remove": {json: true, scopes: []string{"reactions:write"}, minute: 20, burst: 20, do: reactionsRemove},

	"files.getUploadURLExternal":   {scopes: []string{"files:write"}, minute: 100, burst: 100, do: getUploadURL},               // no snippets
	"files.completeUploadExternal": {json: true, scopes: []string{"files:write"}, minute: 100, burst: 100, do: completeUpload}, // no blocks
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
