package slacksim

import (
	"slices"
	"strconv"
	"strings"
)

// look is a conversation that the app may know of, with the scope for its type checked. mu is held.
func (c *call) look(suffix string) (*channel, *refusal) {
	ch := c.w.channelByID(c.str("channel"))
	if ch == nil || !ch.has(botUser) && !ch.public() {
		return nil, refuse("channel_not_found")
	}
	if scope := ch.scope() + suffix; !c.w.manifest.has(scope) {
		return nil, c.missing(scope)
	}
	return ch, nil
}

func conversationsInfo(c *call) (Block, *refusal) {
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	ch, r := c.look(":read")
	if r != nil {
		return nil, r
	}
	out := c.w.channelJSON(ch)
	if c.yes("include_num_members") {
		out["num_members"] = len(ch.Members)
	}
	return Block{"channel": out}, nil
}

func conversationsMembers(c *call) (Block, *refusal) {
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	ch, r := c.look(":read")
	if r != nil {
		return nil, r
	}
	part, cursor, r := page(c, slices.Clone(ch.Members), 100, 1000)
	if r != nil {
		return nil, r
	}
	return Block{"members": part, "response_metadata": Block{"next_cursor": cursor}}, nil
}

func conversationsOpen(c *call) (Block, *refusal) {
	w := c.w
	if id := c.str("channel"); id != "" {
		w.mu.Lock()
		defer w.mu.Unlock()
		ch := w.channelByID(id)
		if ch == nil || !ch.has(botUser) || !ch.Direct && !ch.Group {
			return nil, refuse("channel_not_found")
		}
		return Block{"channel": Block{"id": ch.ID}}, nil
	}
	users := strings.FieldsFunc(c.str("users"), func(r rune) bool { return r == ',' || r == ' ' })
	switch {
	case len(users) == 0:
		return nil, refuse("users_list_not_supplied")
	case len(users) > 8:
		return nil, refuse("too_many_users")
	}
	var out Block
	var r *refusal
	c.events = w.change(func() { out, r = c.openWith(users) })
	return out, r
}

// openWith opens the app's conversation with these people. mu is held.
func (c *call) openWith(users []string) (Block, *refusal) {
	w := c.w
	members := []string{botUser}
	for _, id := range users {
		u := w.userByID(id)
		switch {
		case u == nil || u.Stranger:
			return nil, refuse("user_not_found")
		case u.Deleted:
			return nil, refuse("user_disabled")
		case id == botUser || u.Bot || id == slackbot:
			return nil, refuse("cannot_dm_bot")
		}
		if !slices.Contains(members, id) {
			members = append(members, id)
		}
	}
	scope := "mpim:write"
	if len(members) == 2 {
		scope = "im:write"
	}
	if !w.manifest.has(scope) {
		return nil, c.missing(scope)
	}
	before := len(w.channels)
	var ch *channel
	if len(members) == 2 {
		ch = w.direct(botUser, members[1])
	} else {
		ch = w.group(members)
	}
	old := len(w.channels) == before
	told := Block{"id": ch.ID}
	if c.yes("return_im") {
		told = w.channelJSON(ch)
	}
	return Block{"no_op": old, "already_open": old, "channel": told}, nil
}

// window cuts messages by oldest, latest and inclusive.
func (c *call) window(all []*message) []*message {
	oldest, latest, inclusive := c.str("oldest"), c.str("latest"), c.yes("inclusive")
	var out []*message
	for _, m := range all {
		switch {
		case oldest != "" && oldest != "0" && (less(m.TS, oldest) || !inclusive && m.TS == oldest):
		case latest != "" && latest != "0" && (less(latest, m.TS) || !inclusive && m.TS == latest):
		default:
			out = append(out, m)
		}
	}
	return out
}

// less compares timestamps, which may come without a fraction.
func less(a, b string) bool {
	x, _ := strconv.ParseFloat(a, 64)
	y, _ := strconv.ParseFloat(b, 64)
	return x < y
}

func conversationsHistory(c *call) (Block, *refusal) {
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	ch, r := c.historic()
	if r != nil {
		return nil, r
	}
	var all []*message
	for _, m := range c.window(ch.messages) {
		if m.ThreadTS == "" || m.ThreadTS == m.TS || m.Broadcast {
			all = append(all, m)
		}
	}
	slices.Reverse(all)
	return c.told(ch, all, 100, Block{"pin_count": 0})
}

func conversationsReplies(c *call) (Block, *refusal) {
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	ch, r := c.historic()
	if r != nil {
		return nil, r
	}
	root := ch.find(c.str("ts"))
	if root == nil {
		return nil, refuse("thread_not_found")
	}
	all := []*message{root}
	for _, m := range c.window(ch.messages) {
		if m.ThreadTS == root.TS && m != root {
			all = append(all, m)
		}
	}
	return c.told(ch, all, 1000, Block{})
}

// historic is a conversation whose messages the app may read. mu is held.
func (c *call) historic() (*channel, *refusal) {
	ch, r := c.look(":history")
	if r == nil && !ch.has(botUser) {
		r = refuse("not_in_channel")
	}
	return ch, r
}

// told is one page of messages. Metadata comes only when it is asked for.
func (c *call) told(ch *channel, all []*message, usual int, out Block) (Block, *refusal) {
	part, cursor, r := page(c, all, usual, 1000)
	if r != nil {
		return nil, r
	}
	messages := []any{}
	for _, m := range part {
		messages = append(messages, c.w.messageJSON(ch, m, c.yes("include_all_metadata")))
	}
	out["messages"], out["has_more"] = messages, cursor != ""
	out["response_metadata"] = Block{"next_cursor": cursor}
	return out, nil
}

// listed are the conversations of the wanted types that keep says yes to. mu is held.
func (c *call) listed(keep func(*channel) bool) ([]*channel, *refusal) {
	types := c.str("types")
	if types == "" {
		types = "public_channel"
	}
	var all []*channel
	for _, kind := range strings.Split(types, ",") {
		scope := map[string]string{"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}[strings.TrimSpace(kind)]
		if scope == "" {
			return nil, refuse("invalid_types")
		}
		if !c.w.manifest.has(scope + ":read") {
			return nil, c.missing(scope + ":read")
		}
		for _, ch := range c.w.channels {
			if ch.scope() == scope && (ch.public() || ch.has(botUser)) && !(ch.Archived && c.yes("exclude_archived")) && keep(ch) {
				all = append(all, ch)
			}
		}
	}
	return all, nil
}

func (c *call) channelPage(all []*channel) (Block, *refusal) {
	part, cursor, r := page(c, all, 100, 1000)
	if r != nil {
		return nil, r
	}
	list := []any{}
	for _, ch := range part {
		list = append(list, c.w.channelJSON(ch))
	}
	return Block{"channels": list, "response_metadata": Block{"next_cursor": cursor}}, nil
}

func conversationsList(c *call) (Block, *refusal) {
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	all, r := c.listed(func(*channel) bool { return true })
	if r != nil {
		return nil, r
	}
	return c.channelPage(all)
}

func usersConversations(c *call) (Block, *refusal) {
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	user := c.str("user")
	if user == "" {
		user = botUser
	}
	if c.w.userByID(user) == nil {
		return nil, refuse("user_not_found")
	}
	all, r := c.listed(func(ch *channel) bool { return ch.has(user) })
	if r != nil {
		return nil, r
	}
	return c.channelPage(all)
}

func usersInfo(c *call) (Block, *refusal) {
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	u := c.w.userByID(c.str("user"))
	if u == nil {
		return nil, refuse("user_not_found")
	}
	return Block{"user": c.w.userJSON(u, c.yes("include_locale"))}, nil
}

func usersList(c *call) (Block, *refusal) {
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	part, cursor, r := page(c, c.w.users, 200, 1000)
	if r != nil {
		return nil, r
	}
	list := []any{}
	for _, u := range part {
		list = append(list, c.w.userJSON(u, c.yes("include_locale")))
	}
	return Block{"members": list, "cache_ts": c.w.nowLocked().Unix(), "response_metadata": Block{"next_cursor": cursor}}, nil
}
