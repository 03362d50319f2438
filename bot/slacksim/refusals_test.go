package slacksim

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// callRow is a rule of one method: arguments that pass, where they do not pass in the row before, and arguments that
// are refused with Slack's word.
type callRow struct {
	method, word string
	good, bad    Block
}

// atlas are arguments for #atlas, where the app is.
func atlas(more ...any) Block { return with(Block{"channel": "C0ATLAS"}, more...) }

// longSections are n sections with 400 letters each.
func longSections(n int) []any { return times(n, section(strings.Repeat("x", 400))) }

// callRows are the rules of the methods. own is a message of the app's in #atlas, hers one of ana's; old is one of the
// app's that may not be edited any more.
func callRows(own, hers, old string) []callRow {
	post, update := "chat.postMessage", "chat.update"
	meta := func(id string) Block {
		return Block{"event_type": "k", "event_payload": Block{"id": id}}
	}
	x0, blocks51 := atlas("text", "x"), times(51, sound["divider"])
	return []callRow{
		{post, "channel_not_found", x0, with(x0, "channel", "C0NOWHERE")},
		{post, "channel_not_found", with(x0, "channel", "U0BEN"), with(x0, "channel", "C0SECRET")},
		{post, "channel_not_found", with(x0, "channel", "U0ANA"), with(x0, "channel", "U0GONE")},
		{post, "not_in_channel", nil, with(x0, "channel", "C0ELSEWHERE")},
		{post, "is_archived", nil, with(x0, "channel", "C0OLD")},
		{post, "restricted_action", nil, with(x0, "channel", "C0LOCKED")},
		{post, "no_text", atlas("blocks", longSections(1)), atlas("text", "")},
		{post, "msg_too_long", atlas("text", x(4000)), atlas("text", x(4001))},
		{post, "msg_too_long", atlas("markdown_text", x(12000)), atlas("markdown_text", x(12001))},
		{post, "markdown_text_conflict", nil, atlas("markdown_text", "x", "text", "x")},
		{post, "markdown_text_conflict", nil, atlas("markdown_text", "x", "blocks", longSections(1))},
		{post, "msg_blocks_too_long", atlas("text", "x", "blocks", longSections(30)), atlas("text", "x", "blocks", longSections(31))},
		{post, "invalid_blocks", atlas("text", "x", "blocks", blocks51[:50]), atlas("text", "x", "blocks", blocks51)},
		{post, "invalid_blocks", nil, atlas("text", "x", "blocks", []any{Block{"type": "nothing"}})},
		{post, "invalid_blocks_format", nil, atlas("text", "x", "blocks", "[{")},
		{post, "too_many_attachments", atlas("attachments", make([]Block, 100)), atlas("attachments", make([]Block, 101))},
		{post, "invalid_attachments", atlas("attachments", []any{Block{"fallback": x(300)}}), atlas("attachments", []any{Block{"fallback": x(301)}})},
		{post, "invalid_blocks", nil, atlas("attachments", []any{Block{"blocks": blocks51}})},
		{post, "invalid_thread_ts", with(x0, "thread_ts", own), with(x0, "thread_ts", "1.2")},
		{post, "metadata_too_large", with(x0, "metadata", meta("1")), with(x0, "metadata", meta(x(4000)))},
		{post, "invalid_metadata_schema", nil, with(x0, "metadata", Block{"event_type": "k"})},
		{post, "invalid_metadata_format", nil, with(x0, "metadata", "{")},
		{update, "message_not_found", with(x0, "ts", own), with(x0, "ts", "1.2")},
		{update, "channel_not_found", nil, with(x0, "ts", own, "channel", "C0SECRET")},
		{update, "cant_update_message", nil, with(x0, "ts", hers)},
		{update, "edit_window_closed", nil, with(x0, "ts", old)},
		{update, "msg_too_long", with(x0, "ts", own, "text", x(4000)), with(x0, "ts", own, "text", x(4001))},
		{update, "markdown_text_conflict", nil, with(x0, "ts", own, "markdown_text", "x")},
		{update, "no_text", nil, atlas("ts", own)},
		{update, "invalid_blocks", with(x0, "ts", own, "blocks", blocks51[:50]), with(x0, "ts", own, "blocks", blocks51)},
		{update, "msg_blocks_too_long", nil, with(x0, "ts", own, "blocks", longSections(31))},
		{update, "metadata_too_large", nil, with(x0, "ts", own, "metadata", meta(x(4000)))},
		{"chat.delete", "cant_delete_message", nil, atlas("ts", hers)},
		{"chat.postEphemeral", "user_not_in_channel", with(x0, "user", "U0ANA"), with(x0, "user", "U0GONE")},
		{"chat.postEphemeral", "not_in_channel", nil, with(x0, "user", "U0ANA", "channel", "C0ELSEWHERE")},
		{"chat.postEphemeral", "msg_too_long", nil, with(x0, "user", "U0ANA", "text", x(4001))},
		{"reactions.add", "invalid_name", nil, atlas("timestamp", own, "name", "two words")},
		{"reactions.add", "message_not_found", nil, atlas("timestamp", "1.2", "name", "eyes")},
		{"reactions.add", "no_item_specified", nil, Block{"channel": "C0ATLAS", "name": "eyes"}},
		{"reactions.add", "no_item_specified", nil, Block{"timestamp": own, "name": "eyes"}},
		{"reactions.add", "bad_timestamp", nil, atlas("timestamp", "yesterday", "name", "eyes")},
		{"reactions.add", "channel_not_found", nil, with(atlas("timestamp", own, "name", "eyes"), "channel", "C0SECRET")},
		{"reactions.add", "not_in_channel", nil, with(atlas("timestamp", own, "name", "eyes"), "channel", "C0ELSEWHERE")},
		{"reactions.add", "already_reacted", atlas("timestamp", own, "name", "eyes"), atlas("timestamp", own, "name", "eyes")},
		{"reactions.remove", "invalid_name", nil, atlas("timestamp", own, "name", "two words")},
		{"reactions.remove", "message_not_found", nil, atlas("timestamp", "1.2", "name", "eyes")},
		{"reactions.remove", "not_in_channel", nil, with(atlas("timestamp", own, "name", "eyes"), "channel", "C0ELSEWHERE")},
		{"reactions.remove", "no_reaction", atlas("timestamp", own, "name", "eyes"), atlas("timestamp", own, "name", "eyes")},
		{"conversations.open", "user_not_found", Block{"users": "U0ANA"}, Block{"users": "U0NOBODY"}},
		{"conversations.open", "cannot_dm_bot", Block{"users": "U0ANA,U0BEN"}, Block{"users": botUser}},
		{"conversations.open", "user_disabled", nil, Block{"users": "U0GONE"}},
		{"conversations.open", "too_many_users", Block{"users": "U0M0,U0M1,U0M2,U0M3,U0M4,U0M5,U0M6,U0M7"}, Block{"users": "U0ANA,U0M0,U0M1,U0M2,U0M3,U0M4,U0M5,U0M6,U0M7"}},
		{"conversations.open", "users_list_not_supplied", nil, Block{}},
		{"views.publish", "user_not_found", Block{"user_id": "U0ANA", "view": sound["home"]}, Block{"user_id": "U0GONE", "view": sound["home"]}},
		{"views.publish", "invalid_arguments", Block{"user_id": "U0ANA", "view": with(sound["home"], "blocks", times(100, sound["divider"]))}, Block{"user_id": "U0ANA", "view": with(sound["home"], "blocks", times(101, sound["divider"]))}},
		{"views.publish", "hash_conflict", Block{"user_id": "U0BEN", "view": sound["home"]}, Block{"user_id": "U0BEN", "view": sound["home"], "hash": "old"}},
		{"views.publish", "duplicate_external_id", Block{"user_id": "U0ANA", "view": with(sound["home"], "external_id", "only")}, Block{"user_id": "U0BEN", "view": with(sound["home"], "external_id", "only")}},
		{"views.update", "not_found", Block{"external_id": "only", "view": with(sound["home"], "external_id", "only")}, Block{"view_id": "V1", "view": sound["modal"]}},
		{"chat.delete", "message_not_found", atlas("ts", own), atlas("ts", own)},
	}
}

func TestWhatIsWrongIsRefusedWithSlacksWords(t *testing.T) {
	w, _ := start(t, func(c *Config) { c.EditWithin = 24 * time.Hour })
	w.AddUser(User{Name: "gone", Deleted: true})
	for i := range 8 {
		w.AddUser(User{Name: fmt.Sprint("m", i)})
	}
	w.AddChannel(Channel{Name: "elsewhere", Members: []string{"ana"}})
	w.AddChannel(Channel{Name: "secret", Private: true, Members: []string{"ana"}})
	w.AddChannel(Channel{Name: "old", Archived: true, BotIn: true})
	w.AddChannel(Channel{Name: "locked", Locked: true, BotIn: true})
	a := connect(t, w, nil)
	mine := func() string { return fine(t, a.call("chat.postMessage", atlas("text", "mine")))["ts"].(string) }
	old := mine()
	w.Wind(25 * time.Hour)
	for _, r := range callRows(mine(), w.Person("ana").Say("#atlas", "hers"), old) {
		w.Wind(time.Minute) // for the rate limits
		if r.good != nil {
			if answer := a.call(r.method, r.good); answer["ok"] != true {
				t.Errorf("%s refuses what is fine: %.300v", r.method, answer)
			}
		}
		refused(t, a.call(r.method, r.bad), r.word)
	}
}

// mannerRows are messages with nothing to blame and with something, for each rule that Slack does not enforce.
var mannerRows = []struct {
	manner    string
	good, bad Block
}{
	{"a message with blocks has words too, for screen readers and notifications", Block{"text": "x", "blocks": []any{section("x")}}, Block{"blocks": []any{section("x")}}},
	{"`&`, `<` and `>` are escaped where they are not Slack's markup, in messages and views", Block{"text": "a &lt; b &amp; c"}, Block{"text": "a < b"}},
	{"`&`, `<` and `>` are escaped where they are not Slack's markup, in messages and views", Block{"text": "x", "blocks": []any{section("&lt;!channel&gt;")}}, Block{"text": "x", "blocks": []any{section("R&D")}}},
	{"`&`, `<` and `>` are escaped where they are not Slack's markup, in messages and views", Block{"text": "x", "blocks": []any{Block{"type": "header", "text": plainText("R&D <fast>")}}}, Block{"text": "x", "blocks": []any{Block{"type": "context", "elements": []any{mrk("<fast>")}}}}},
	{"`&`, `<` and `>` are escaped where they are not Slack's markup, in messages and views", Block{"markdown_text": "R&D"}, Block{"text": "R&D"}},
	{"neither `link_names` nor `parse=full` makes mentions of people's words", Block{"text": "@ana", "link_names": false}, Block{"text": "@ana", "link_names": true}},
	{"neither `link_names` nor `parse=full` makes mentions of people's words", Block{"text": "@ana", "parse": "none"}, Block{"text": "@ana", "parse": "full"}},
	{"a post with a link says that no page is shown below it", Block{"text": "<https://x.example|x>", "unfurl_links": false, "unfurl_media": false}, Block{"text": "<https://x.example|x>"}},
	{"a post with a link says that no page is shown below it", Block{"text": "no link"}, Block{"text": "x", "blocks": []any{section("https://x.example")}, "unfurl_links": false}},
	{"a post with a link says that no page is shown below it", Block{"text": "x", "blocks": []any{richLink}, "unfurl_links": false, "unfurl_media": false}, Block{"text": "x", "blocks": []any{richLink}}},
	{"a `response_type` is `ephemeral` or `in_channel`", Block{"text": "x", "response_type": "ephemeral"}, Block{"text": "x", "response_type": "channel"}},
}

var richLink = Block{"type": "rich_text", "elements": []any{Block{"type": "rich_text_section", "elements": []any{sound["link"]}}}}

func TestWhatSlackTakesInSilenceIsKept(t *testing.T) {
	w, _ := start(t, func(c *Config) { c.RateLimits = Unlimited })
	a := &app{t: t, w: w}
	tested := map[string]bool{}
	kept := func(args Block) int {
		before := len(w.Errors())
		fine(t, a.call("chat.postMessage", with(args, "channel", "C0ATLAS")))
		return len(w.Errors()) - before
	}
	for _, r := range mannerRows {
		tested[r.manner] = true
		if kept(r.good) != 0 {
			t.Errorf("%s: %v is blamed: %q", r.manner, r.good, w.Errors())
		}
		if kept(r.bad) != 1 {
			t.Errorf("%s: %v is not blamed, or twice: %q", r.manner, r.bad, w.Errors())
		}
	}
	for _, m := range manners {
		if !tested[m.name] {
			t.Errorf("%s has no row", m.name)
		}
	}
}

func TestAViewsWordsAreEscaped(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	publish := func(b Block) {
		fine(t, a.call("views.publish", Block{"user_id": "U0ANA", "view": Block{"type": "home", "blocks": []any{b}}}))
	}
	publish(section("R&amp;D"))
	obeyed(t, w)
	publish(section("R&D"))
	if len(w.Errors()) != 1 {
		t.Errorf("the violations are %q", w.Errors())
	}
}

func TestSlacksMarkupIsKnownFromPeoplesWords(t *testing.T) {
	for _, good := range []string{
		"", "plain", "&amp;&lt;&gt;", "<@U0ANA>", "<@U0ANA|ana>", "<#C0ATLAS|atlas>", "<!subteam^S1|@team>", "<!here>",
		"> a quote", "x\n>>> a quote", "<https://x.example?a=1&b=2|R&amp;D>", "<mailto:a@b.example|ana>",
		"<!date^1772442000^{date_short_pretty} at {time}|Monday>", "<!date^1772442000^{ago}^https://x.example|then>",
	} {
		if says := unescapedIn(good); says != "" {
			t.Errorf("%q: %s", good, says)
		}
	}
	for _, bad := range []string{
		"a < b", "a > b", "a & b", "a &amp b", "&amp;&", "&quot;", "<b>", "<@ana>", "<#atlas>", "<!all>", "<!subteam^team>",
		"<https://x.example two>", "<ftp://x>", "<>", "<!date^today^{date}|x>", "<!date^1772442000^{date}>", "<!date^1772442000^{day}|x>",
		"<!date^1772442000^soon|x>", "->",
	} {
		if unescapedIn(bad) == "" {
			t.Errorf("%q passes", bad)
		}
	}
}
