package slacksim

import (
	"encoding/base64"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"
)

func makeCursor(n int) string {
	return base64.StdEncoding.EncodeToString([]byte("sim:" + strconv.Itoa(n)))
}

func readCursor(text string) int {
	raw, err := base64.StdEncoding.DecodeString(text)
	n, bad := strconv.Atoi(strings.TrimPrefix(string(raw), "sim:"))
	if err != nil || bad != nil {
		return -1
	}
	return n
}

// userJSON is a user as users.info tells of them. mu is held.
func (w *Workspace) userJSON(u *User, locale bool) Block {
	first, last, _ := strings.Cut(u.RealName, " ")
	expires := int64(0)
	if !u.StatusExpires.IsZero() {
		expires = u.StatusExpires.Unix()
	}
	profile := Block{
		"title": u.Title, "real_name": u.RealName, "real_name_normalized": u.RealName, "display_name": u.Name,
		"display_name_normalized": u.Name, "first_name": first, "last_name": last, "team": u.Team,
		"status_text": u.StatusText, "status_emoji": u.StatusEmoji, "status_expiration": expires, "avatar_hash": "sim",
	}
	if u.Email != "" && w.manifest.has("users:read.email") {
		profile["email"] = u.Email
	}
	out := Block{
		"id": u.ID, "team_id": u.Team, "name": u.Name, "real_name": u.RealName, "deleted": u.Deleted, "profile": profile,
		"is_bot": u.Bot, "is_app_user": false, "updated": w.nowLocked().Unix(), "color": "9f69e7",
	}
	if u.Bot {
		profile["bot_id"], profile["api_app_id"] = u.botID(), "A"+u.botID()[1:]
	}
	if u.Stranger {
		out["is_stranger"] = true
	}
	if u.Deleted {
		return out
	}
	if zone, err := time.LoadLocation(u.Zone); err == nil {
		name, offset := w.nowLocked().In(zone).Zone()
		out["tz"], out["tz_label"], out["tz_offset"] = u.Zone, name, offset
	}
	out["is_admin"], out["is_owner"], out["is_primary_owner"] = u.Admin, false, false
	out["is_restricted"], out["is_ultra_restricted"] = u.Guest || u.UltraGuest, u.UltraGuest
	if locale {
		out["locale"] = u.Locale
	}
	return out
}

// botID is the id by which a bot's messages are known, beside its user's; empty for people.
func (u *User) botID() string {
	switch {
	case u.ID == botUser:
		return botID
	case u.Bot:
		return "B" + u.ID[1:]
	}
	return ""
}

func (w *Workspace) botJSON(user bool) Block {
	b := Block{"id": botID, "deleted": false, "name": w.AppName(), "updated": 0, "app_id": appID, "icons": Block{"image_36": "https://a.slack-edge.com/sim.png"}}
	if user {
		b["user_id"] = botUser
	} else {
		b["team_id"] = TeamID
	}
	return b
}

// channelJSON is a conversation as conversations.info tells of it. mu is held.
func (w *Workspace) channelJSON(c *channel) Block {
	out := Block{
		"id": c.ID, "created": c.Created.Unix(), "is_channel": c.public() || c.Private && !c.Direct && !c.Group, "is_group": c.Private && !c.Direct,
		"is_im": c.Direct, "is_mpim": c.Group, "is_private": c.Private, "is_archived": c.Archived, "is_org_shared": false,
		"context_team_id": TeamID, "updated": c.Created.UnixMilli(),
	}
	if c.Direct {
		out["is_channel"], out["is_open"], out["user"] = false, true, botUser
		for _, id := range c.Members {
			if id != botUser {
				out["user"] = id
				out["is_user_deleted"] = w.userByID(id).Deleted
			}
		}
		return out
	}
	shared := []any{TeamID}
	if c.Shared {
		shared = append(shared, "T0OTHER01")
	}
	more := Block{
		"name": c.Name, "name_normalized": c.Name, "is_general": c.General, "is_shared": c.Shared, "is_ext_shared": c.Shared,
		"is_pending_ext_shared": false, "pending_shared": []any{}, "shared_team_ids": shared, "creator": c.Creator,
		"is_member": c.has(botUser), "unlinked": 0, "previous_names": []any{},
		"topic":   Block{"value": c.Topic, "creator": "", "last_set": 0},
		"purpose": Block{"value": c.Purpose, "creator": "", "last_set": 0},
	}
	for key, v := range more {
		out[key] = v
	}
	return out
}

// messageJSON is a message as history and events tell of it. mu is held.
func (w *Workspace) messageJSON(c *channel, m *message, metadata bool) Block {
	out := Block{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS, "team": TeamID}
	if u := w.userByID(m.User); u != nil {
		out["team"] = u.Team
		if u.Team != TeamID {
			out["user_team"], out["source_team"] = u.Team, u.Team
		}
	}
	if len(m.Blocks) > 0 {
		out["blocks"] = m.Blocks
	}
	if len(m.Attachments) > 0 {
		out["attachments"] = m.Attachments
	}
	if m.Subtype != "" {
		out["subtype"] = m.Subtype
	}
	switch {
	case m.Subtype == tombstone:
		out["hidden"] = true
	case m.BotID == botID:
		out["bot_id"], out["app_id"], out["bot_profile"] = m.BotID, appID, w.botJSON(false)
	case m.BotID != "":
		out["bot_id"], out["app_id"] = m.BotID, "A"+m.BotID[1:]
	default:
		out["client_msg_id"] = "00000000-51a1-4000-8000-" + strings.Replace(m.TS, ".", "", 1)[4:]
	}
	if m.Edited != "" {
		out["edited"] = Block{"user": m.User, "ts": m.Edited}
	}
	if m.Metadata != nil && metadata {
		out["metadata"] = m.Metadata
	}
	if len(m.Reactions) > 0 {
		out["reactions"] = m.Reactions
	}
	if len(m.Files) > 0 {
		var files []any
		for _, f := range m.Files {
			files = append(files, w.fileJSON(&f))
		}
		out["files"] = files
	}
	w.threadJSON(c, m, out)
	return copied(out) // it is sent when the lock is gone
}

func (w *Workspace) threadJSON(c *channel, m *message, out Block) {
	if m.ThreadTS == "" {
		return
	}
	out["thread_ts"] = m.ThreadTS
	if m.ThreadTS != m.TS {
		if root := c.find(m.ThreadTS); root != nil {
			out["parent_user_id"] = root.User
		}
		return
	}
	who := map[string]bool{}
	latest := ""
	for _, r := range c.messages {
		if r.ThreadTS == m.TS && r != m {
			who[r.User] = true
			latest = r.TS
		}
	}
	var users []string
	for id := range who {
		users = append(users, id)
	}
	sort.Strings(users)
	out["reply_count"], out["reply_users"], out["reply_users_count"] = m.Replies, users, len(users)
	out["latest_reply"], out["is_locked"], out["subscribed"] = latest, false, false
}

func (w *Workspace) permalink(channel, ts, thread string) string {
	link := fmt.Sprintf("https://sim.slack.com/archives/%s/p%s", channel, strings.Replace(ts, ".", "", 1))
	if thread != "" && thread != ts {
		link += "?thread_ts=" + thread + "&cid=" + channel
	}
	return link
}
