package slacksim

import (
	"fmt"
	"strings"
	"testing"
)

// texts are what messages of an answer say, with their subtypes and the names of their files.
func saidIn(answer map[string]any) string {
	var all []string
	for _, one := range answer["messages"].([]any) {
		m := one.(map[string]any)
		words := fmt.Sprint(m["text"])
		if m["subtype"] != nil {
			words += fmt.Sprintf("/%v", m["subtype"])
		}
		files, _ := m["files"].([]any)
		for _, f := range files {
			words += fmt.Sprintf("[%v]", f.(map[string]any)["name"])
		}
		all = append(all, words)
	}
	return strings.Join(all, " ")
}

func TestAThreadIsReadPageByPage(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	ana := w.Person("ana")
	root := ana.Say("#atlas", "root")
	var replies []string
	for i := range 5 {
		replies = append(replies, ana.Reply("#atlas", root, fmt.Sprint("r", i)))
	}
	ana.Say("#atlas", "elsewhere")
	cursor, pages := "", []string(nil)
	for range 3 {
		got := fine(t, a.form("conversations.replies", "channel", "C0ATLAS", "ts", root, "limit", "2", "cursor", cursor))
		pages = append(pages, saidIn(got))
		cursor, _ = got["response_metadata"].(map[string]any)["next_cursor"].(string)
		if got["has_more"] != (cursor != "") {
			t.Errorf("has_more is %v, the cursor %q", got["has_more"], cursor)
		}
	}
	if got := strings.Join(pages, "|"); got != "root r0|r1 r2|r3 r4" || cursor != "" {
		t.Errorf("the pages are %s, then %q", got, cursor)
	}
	for args, want := range map[string]string{
		"ts=" + replies[2]: "r2",
		"ts=" + root + " oldest=" + replies[1] + " latest=" + replies[3]:                           "root r2",
		"ts=" + root + " oldest=" + replies[1] + " latest=" + replies[3] + " inclusive=true":       "root r1 r2 r3",
		"ts=" + replies[2] + " oldest=" + replies[2] + " latest=" + replies[2] + " inclusive=true": "r2",
		"ts=" + root + " oldest=" + root + " latest=" + root + " inclusive=true limit=10":          "root",
		"ts=" + root + " oldest=" + replies[4]:                                                     "root",
		"ts=" + root + " latest=" + replies[0]:                                                     "root",
	} {
		form := []string{"channel", "C0ATLAS"}
		for _, arg := range strings.Fields(args) {
			key, value, _ := strings.Cut(arg, "=")
			form = append(form, key, value)
		}
		if got := saidIn(fine(t, a.form("conversations.replies", form...))); got != want {
			t.Errorf("%s gives %q, not %q", args, got, want)
		}
	}
	if got := saidIn(fine(t, a.form("conversations.history", "channel", "C0ATLAS", "latest", root, "inclusive", "true", "limit", "1"))); got != "root" {
		t.Errorf("the one message is %q", got)
	}
}

func TestAThreadTellsOfFilesEditsBotsAndWhatWasDeleted(t *testing.T) {
	w, _ := start(t)
	w.AddUser(User{Name: "robo", RealName: "Robo", Bot: true})
	a := &app{t: t, w: w}
	ana := w.Person("ana")
	root := ana.Say("#atlas", "root")
	edited := ana.Reply("#atlas", root, "first")
	ana.Upload("#atlas", root, "see", "plan.csv", []byte("a,b"))
	w.Person("robo").Reply("#atlas", root, "beep")
	gone := ana.Reply("#atlas", root, "gone")
	if err := ana.Edit("#atlas", edited, "second"); err != nil {
		t.Fatal(err)
	}
	for _, ts := range []string{gone, root} {
		if err := ana.Delete("#atlas", ts); err != nil {
			t.Fatal(err)
		}
	}
	got := fine(t, a.form("conversations.replies", "channel", "C0ATLAS", "ts", root))
	if said := saidIn(got); said != "This message was deleted./tombstone second see/file_share[plan.csv] beep" {
		t.Errorf("it says %s", said)
	}
	ms := got["messages"].([]any)
	first, second, beep := ms[0].(map[string]any), ms[1].(map[string]any), ms[3].(map[string]any)
	if first["user"] != slackbot || first["hidden"] != true || second["edited"] == nil || beep["bot_id"] != "B0ROBO" || beep["app_id"] != "A0ROBO" {
		t.Errorf("it tells %v", ms)
	}
	refused(t, a.call("reactions.add", atlas("timestamp", root, "name", "eyes")), "message_not_found")
	if err := ana.Delete("#atlas", root); err == nil {
		t.Error("a tombstone is deleted once more")
	}
	obeyed(t, w)
}

func TestReadingIsRefusedWithSlacksWords(t *testing.T) {
	w, _ := start(t)
	w.AddChannel(Channel{Name: "elsewhere", Members: []string{"ana"}})
	w.AddChannel(Channel{Name: "secret", Private: true, Members: []string{"ana"}})
	a := &app{t: t, w: w}
	ts := w.Person("ana").Say("#atlas", "hello")
	fine(t, a.form("conversations.history", "channel", "C0ATLAS", "limit", "999"))
	fine(t, a.form("conversations.replies", "channel", "C0ATLAS", "ts", ts))
	for _, method := range []string{"conversations.history", "conversations.replies"} {
		refused(t, a.form(method, "channel", "C0ELSEWHERE", "ts", ts), "not_in_channel")
		refused(t, a.form(method, "channel", "C0SECRET", "ts", ts), "channel_not_found")
		refused(t, a.form(method, "channel", "C0NOWHERE", "ts", ts), "channel_not_found")
		refused(t, a.form(method, "channel", "C0ATLAS", "ts", ts, "limit", "1001"), "invalid_limit")
		refused(t, a.form(method, "channel", "C0ATLAS", "ts", ts, "cursor", "next"), "invalid_cursor")
	}
	refused(t, a.form("conversations.replies", "channel", "C0ATLAS", "ts", "1.2"), "thread_not_found")
}

func TestReadingTakesTheScopeForTheConversation(t *testing.T) {
	manifest := strings.Replace(testManifest, "bot: [", "bot: [channels:history, groups:history, ", 1)
	manifest = strings.Replace(manifest, "bot_optional: [", "bot_optional: [channels:history, groups:history, ", 1)
	for _, scope := range []string{"channels:history", "groups:history"} {
		w, _ := start(t, func(c *Config) { c.Manifest, c.Without = []byte(manifest), []string{scope} })
		w.AddChannel(Channel{Name: "board", Private: true, Members: []string{"ana"}, BotIn: true})
		a := &app{t: t, w: w}
		for _, id := range []string{"C0ATLAS", "C0BOARD"} {
			for _, method := range []string{"conversations.history", "conversations.replies"} {
				ts := w.Person("ana").Say(id, "hello")
				answer := a.form(method, "channel", id, "ts", ts)
				if lacks := (id == "C0ATLAS") == (scope == "channels:history"); lacks {
					refused(t, answer, "missing_scope")
				} else {
					fine(t, answer)
				}
			}
		}
	}
}

func TestAMessageTakesSoManyEmoji(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	ts := w.Person("ana").Say("#atlas", "a wish")
	add := func(name string) map[string]any {
		w.Wind(2e9)
		return a.call("reactions.add", atlas("timestamp", ts, "name", name))
	}
	for i := range mineMost {
		fine(t, add(fmt.Sprint("e", i)))
	}
	refused(t, add("one_more"), "too_many_reactions")
	refused(t, add("e1"), "already_reacted")
	for i := range emojiMost - mineMost {
		if err := w.Person("ana").React("#atlas", ts, fmt.Sprint("a", i)); err != nil {
			t.Fatal(err)
		}
	}
	refused(t, add("one_more"), "too_many_emoji")
}
