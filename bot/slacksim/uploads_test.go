package slacksim

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// png is how a picture begins.
const png = "\x89PNG\r\n\x1a\n"

// upload gives the workspace a file's bytes, and returns its id and the HTTP status.
func (a *app) upload(name, announced string, data string) (id string, status int) {
	a.t.Helper()
	up := fine(a.t, a.form("files.getUploadURLExternal", "filename", name, "length", announced))
	return up["file_id"].(string), a.put(up["upload_url"].(string), data)
}

// put posts bytes to an upload's address.
func (a *app) put(address, data string) (status int) {
	a.t.Helper()
	resp, err := http.Post(address, "application/octet-stream", strings.NewReader(data))
	if err != nil {
		a.t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

// picture is a message with an image block that shows a file.
func picture(file Block) Block {
	return Block{"channel": "C0ATLAS", "text": "x", "blocks": []any{Block{"type": "image", "alt_text": "burndown", "slack_file": file}}}
}

func TestAFileIsShownInAMessageOnceItsUploadIsCompleted(t *testing.T) {
	w, _ := start(t)
	w.SlowFiles(0)
	a := &app{t: t, w: w}
	up := fine(t, a.form("files.getUploadURLExternal", "filename", "burn down.png", "length", "8"))
	id := up["file_id"].(string)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, _ := form.CreateFormFile("file", "burn down.png")
	if _, err := io.WriteString(part, png); err != nil {
		t.Fatal(err)
	}
	form.Close()
	resp, err := http.Post(up["upload_url"].(string), form.FormDataContentType(), &body)
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("%v %v", resp, err)
	}
	defer resp.Body.Close()
	if says, _ := io.ReadAll(resp.Body); string(says) != "OK - 8" {
		t.Errorf("the upload was answered with %q", says)
	}
	refused(t, a.call("chat.postMessage", picture(Block{"id": id})), "invalid_blocks")
	done := fine(t, a.form("files.completeUploadExternal", "files", `[{"id":"`+id+`","title":"Burndown"}]`))
	file := done["files"].([]any)[0].(map[string]any)
	if file["title"] != "Burndown" || file["name"] != "burn down.png" {
		t.Errorf("the file is %v", file)
	}
	fine(t, a.call("chat.postMessage", picture(Block{"id": id})))
	fine(t, a.call("chat.postMessage", picture(Block{"url": file["url_private"]})))
	refused(t, a.call("chat.postMessage", picture(Block{"id": "F0NOBODYS"})), "invalid_blocks")
	refused(t, a.call("chat.postMessage", picture(Block{"url": "https://files.example/other.png"})), "invalid_blocks")
	if seen, err := http.Get(file["url_private"].(string)); err != nil || seen.StatusCode != 200 {
		t.Errorf("the file is not served: %v %v", seen, err)
	} else {
		seen.Body.Close()
	}
	if status := a.put(up["upload_url"].(string), png); status != http.StatusNotFound {
		t.Errorf("a completed file was overwritten: %d", status)
	}
	for _, m := range w.Person("ana").Sees("#atlas") {
		if len(m.Files) != 0 {
			t.Errorf("the private file was shared: %v", m)
		}
	}
}

func TestASlowFileIsInvalidForAWhile(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	w.SlowFiles(20 * time.Second)
	id, _ := a.upload("a.png", "8", png)
	fine(t, a.form("files.completeUploadExternal", "files", `[{"id":"`+id+`"}]`))
	w.Wind(19 * time.Second)
	no := a.call("chat.postMessage", picture(Block{"id": id}))
	refused(t, no, "invalid_blocks")
	if says := toJSON(no); !strings.Contains(says, "invalid slack file") {
		t.Errorf("the refusal is %s", says)
	}
	w.Wind(time.Second)
	fine(t, a.call("chat.postMessage", picture(Block{"id": id})))
}

func TestOnlyMessagesToAConversationAndFormsShowAFileAndOnlyAPicture(t *testing.T) {
	w, _ := start(t)
	w.SlowFiles(0)
	a := connect(t, w, nil)
	var ids []string
	for _, data := range []string{png, "%PDF-1.7", "<svg xmlns='http://www.w3.org/2000/svg'/>", "GIF89a", "\xff\xd8\xff\xe0"} {
		id, _ := a.upload("a.png", strconv.Itoa(len(data)), data)
		fine(t, a.form("files.completeUploadExternal", "files", `[{"id":"`+id+`"}]`))
		ids = append(ids, id)
	}
	for i, takes := range []bool{true, false, false, true, true} {
		if got := a.call("chat.postMessage", picture(Block{"id": ids[i]})); got["ok"] != takes {
			t.Errorf("picture %d: %v", i, got)
		}
	}
	home := toJSON(Block{"type": "home", "blocks": picture(Block{"id": ids[0]})["blocks"]})
	refused(t, a.form("views.publish", "user_id", "U0ANA", "view", home), "invalid_arguments")
	private := picture(Block{"id": ids[0]})
	private["user"] = "U0ANA"
	no := a.call("chat.postEphemeral", private)
	refused(t, no, "invalid_blocks")
	if says := toJSON(no); !strings.Contains(says, "invalid slack file") {
		t.Errorf("the refusal is %s", says)
	}
	a.answers(func(envelope) any { return private })
	if err := w.Person("ana").Command("#atlas", "/request x"); err == nil {
		t.Error("a command's answer shows a file")
	}
	a.answers(nil)
	refused(t, a.postTo(a.last("slash_commands")["response_url"], private), "invalid_blocks")
	private["blocks"] = []any{Block{"type": "context", "elements": private["blocks"]}}
	refused(t, a.call("chat.postEphemeral", private), "invalid_blocks")
	fine(t, a.call("chat.postEphemeral", Block{"channel": "C0ATLAS", "user": "U0ANA", "text": "x", "blocks": []any{section("x")}}))
}

func TestFilesAreSharedInConversationsAndThreads(t *testing.T) {
	w, _ := start(t, func(c *Config) {
		c.Manifest = []byte(strings.NewReplacer("files:write]", "files:write, files:read]", "team_join,", "team_join, file_shared,").Replace(testManifest))
	})
	w.AddChannel(Channel{Name: "sales", Members: []string{"ana"}, BotIn: true})
	w.AddChannel(Channel{Name: "away", Members: []string{"ana"}})
	a := connect(t, w, nil)
	ana := w.Person("ana")
	root := ana.Say("#atlas", "where is it?")
	one, _ := a.upload("one.txt", "3", "one")
	two, _ := a.upload("two.txt", "3", "two")
	both := `[{"id":"` + one + `"},{"id":"` + two + `","title":"Two"}]`
	fine(t, a.form("files.completeUploadExternal", "files", both, "channel_id", "C0ATLAS", "thread_ts", root, "initial_comment", "here"))
	seen := ana.Sees("#atlas")
	if last := seen[len(seen)-1]; last.Text != "here" || last.ThreadTS != root || len(last.Files) != 2 || last.Files[1].Title != "Two" || string(last.Files[0].Data) != "one" {
		t.Errorf("ana sees %v", last)
	}
	blocks := toJSON([]any{section("see above")})
	fine(t, a.form("files.completeUploadExternal", "files", both, "channels", "C0ATLAS,C0SALES", "blocks", blocks))
	if seen := ana.Sees("#sales"); len(seen) != 1 || len(seen[0].Blocks) != 1 || len(seen[0].Files) != 2 {
		t.Errorf("ana sees %v", seen)
	}
	if f, _ := w.File(one); len(f.Shared) != 3 {
		t.Errorf("the file is shared in %v", f.Shared)
	}
	if err := w.Settle(soon(t)); err != nil {
		t.Fatal(err)
	}
	if n := len(a.heard("file_shared")); n != 6 {
		t.Errorf("file_shared came %d times", n)
	}
	for target, word := range map[string]string{"C0AWAY": "not_in_channel", "U0ANA": "channel_not_found", "atlas": "channel_not_found"} {
		refused(t, a.form("files.completeUploadExternal", "files", both, "channel_id", target), word)
	}
	refused(t, a.form("files.completeUploadExternal", "files", both, "channel_id", "C0ATLAS", "thread_ts", "1.0"), "invalid_thread_ts")
	refused(t, a.form("files.completeUploadExternal", "files", both, "channel_id", "C0ATLAS", "blocks", `[{"type":"no"}]`), "invalid_blocks")
	refused(t, a.form("files.completeUploadExternal", "files", `[{"id":"F0NOBODYS"}]`), "file_not_found")
	refused(t, a.form("files.completeUploadExternal", "files", `[]`), "invalid_arguments")
}

func TestOnlyWhatWasAnnouncedIsTaken(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	if _, status := a.upload("a.txt", "4", "one"); status != http.StatusBadRequest {
		t.Errorf("three bytes were taken for four: %d", status)
	}
	if status := a.put(w.URL()+"/upload/F0NOBODYS", "x"); status != http.StatusNotFound {
		t.Errorf("an unknown upload: %d", status)
	}
	never := fine(t, a.form("files.getUploadURLExternal", "filename", "a.txt", "length", "1"))["file_id"].(string)
	refused(t, a.form("files.completeUploadExternal", "files", `[{"id":"`+never+`"}]`), "file_not_found")
	refused(t, a.form("files.getUploadURLExternal", "filename", "a.txt", "length", "0"), "missing_argument")
	refused(t, a.form("files.getUploadURLExternal", "length", "1"), "missing_argument")
	refused(t, a.form("files.getUploadURLExternal", "filename", "a.txt", "length", "1", "alt_txt", strings.Repeat("x", 1001)), "alt_txt_too_large")
}

func TestAMessageThatSomebodyPostsWithAFileTellsItsName(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	ana := w.Person("ana")
	ts := ana.Upload("#atlas", "", "@tandem record this", "contract.pdf", []byte("%PDF-1.7"))
	named := func(message any) bool {
		files, _ := message.(map[string]any)["files"].([]any)
		return len(files) == 1 && files[0].(map[string]any)["name"] == "contract.pdf" && files[0].(map[string]any)["mimetype"] == "application/pdf"
	}
	if e := a.last("app_mention")["event"]; !named(e) {
		t.Errorf("the mention is %v", e)
	}
	if err := ana.MessageShortcut("capture", "#atlas", ts); err != nil {
		t.Fatal(err)
	}
	if m := a.last("message_action")["message"]; !named(m) {
		t.Errorf("the message is %v", m)
	}
	history := fine(t, a.form("conversations.history", "channel", "C0ATLAS"))["messages"].([]any)
	if !named(history[0]) {
		t.Errorf("the history is %v", history)
	}
	if ts := w.Person("ben").Upload("#none", "", "x", "lost.txt", nil); ts != "" || len(w.files) != 1 {
		t.Errorf("a file was posted nowhere: %q, %d files", ts, len(w.files))
	}
	obeyed(t, w)
}

func TestAFileThatSomebodyDeletedIsShownNoMore(t *testing.T) {
	w, _ := start(t)
	w.SlowFiles(0)
	a := &app{t: t, w: w}
	id, _ := a.upload("a.png", "8", png)
	fine(t, a.form("files.completeUploadExternal", "files", `[{"id":"`+id+`"}]`))
	fine(t, a.call("chat.postMessage", picture(Block{"id": id})))
	w.DeleteFiles()
	refused(t, a.call("chat.postMessage", picture(Block{"id": id})), "invalid_blocks")
}
