package slacksim

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// File is an uploaded file by id.
func (w *Workspace) File(id string) (File, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f := w.files[id]; f != nil {
		return *f, true
	}
	return File{}, false
}

// usuallySlow is how long a file cannot be shown after its upload was completed, where nothing else is said.
const usuallySlow = time.Second

// SlowFiles makes blocks with a file be refused ("invalid slack file") until d after its upload was completed, by the
// workspace's clock: Slack, too, needs a moment before it shows a file.
func (w *Workspace) SlowFiles(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.slow = d
}

// DeleteFiles is somebody deleting all files.
func (w *Workspace) DeleteFiles() {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.files)
}

// shown are the types of pictures that a block takes.
var shown = []string{"image/png", "image/jpeg", "image/gif"}

// hasFile tells whether a block may show the file with that id or address: a picture that the app can see.
func (w *Workspace) hasFile(ref string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range w.files {
		if f.ID == ref || f.URL == ref {
			return f.done && !w.nowLocked().Before(f.ready) && slices.Contains(shown, f.Mime)
		}
	}
	return false
}

// noFiles refuses a private answer that shows a file: files are not shared with one person in a conversation. That its
// blocks are refused is the stricter reading.
func (m *Message) noFiles() *refusal {
	for i, b := range m.Blocks {
		if hasWithin(b, "slack_file") {
			return invalidBlocks("invalid_blocks", []problem{{at: fmt.Sprintf("/blocks/%d", i), says: "invalid slack file"}})
		}
	}
	return nil
}

// hasWithin tells whether an object, or one within it, has a field.
func hasWithin(v any, name string) bool {
	switch v := v.(type) {
	case map[string]any:
		for key, e := range v {
			if key == name || hasWithin(e, name) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, func(e any) bool { return hasWithin(e, name) })
	}
	return false
}

func (w *Workspace) fileJSON(f *File) Block {
	return Block{
		"id": f.ID, "name": f.Name, "title": f.Title, "mimetype": f.Mime, "filetype": strings.TrimPrefix(path.Ext(f.Name), "."),
		"user": f.User, "size": len(f.Data), "created": f.Created.Unix(), "timestamp": f.Created.Unix(), "alt_txt": f.AltText,
		"url_private": f.URL, "url_private_download": f.URL, "permalink": f.URL, "channels": slices.Clone(f.Shared), "mode": "hosted", "is_external": false,
	}
}

func getUploadURL(c *call) (Block, *refusal) {
	length, err := strconv.Atoi(c.str("length"))
	switch {
	case c.str("filename") == "":
		return nil, refuse("missing_argument")
	case err != nil || length < 1:
		return nil, refuse("missing_argument")
	case runes(c.str("alt_txt")) > 1000:
		return nil, refuse("alt_txt_too_large")
	}
	w := c.w
	w.mu.Lock()
	defer w.mu.Unlock()
	f := &File{Name: c.str("filename"), Title: c.str("filename"), AltText: c.str("alt_txt"), User: botUser, length: length}
	w.store(f)
	return Block{"upload_url": w.URL() + "/upload/" + f.ID, "file_id": f.ID}, nil
}

// store keeps a new file under an id and an address. mu is held.
func (w *Workspace) store(f *File) {
	f.ID, f.Created = fmt.Sprintf("F0SIM%04d", w.next()), w.nowLocked()
	f.URL = w.URL() + "/files/" + f.ID + "/" + url.PathEscape(f.Name)
	w.files[f.ID] = f
}

// serveUpload takes the bytes, raw or as a multipart form: as many as were announced, until the upload is completed.
func (w *Workspace) serveUpload(rw http.ResponseWriter, r *http.Request) {
	record := Call{Method: "upload", Args: map[string]any{"file": r.PathValue("id")}, At: w.Now()}
	fault := w.fault(record)
	if fault != nil && !fault.lets() {
		w.fail(rw, r, fault, record)
		return
	}
	status, says := w.upload(r)
	if fault != nil {
		w.fail(rw, r, fault, record)
		return
	}
	record.Status = status
	w.record(record)
	rw.WriteHeader(status)
	_, _ = io.WriteString(rw, says) // fails when whoever asked is gone
}

// upload takes the bytes and returns what is answered.
func (w *Workspace) upload(r *http.Request) (status int, says string) {
	var source io.Reader = r.Body
	if form, err := r.MultipartReader(); err == nil {
		if part, err := form.NextPart(); err == nil {
			source = part
		}
	}
	body, err := io.ReadAll(io.LimitReader(source, 32<<20))
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.files[r.PathValue("id")]
	switch {
	case f == nil || err != nil || f.done:
		return http.StatusNotFound, "no such upload"
	case len(body) != f.length:
		return http.StatusBadRequest, "not as long as it was announced"
	}
	f.Data, f.Mime = body, http.DetectContentType(body)
	return http.StatusOK, fmt.Sprintf("OK - %d", len(body))
}

func (w *Workspace) serveFile(rw http.ResponseWriter, r *http.Request) {
	f, ok := w.File(r.PathValue("id"))
	if !ok {
		http.NotFound(rw, r)
		return
	}
	rw.Header().Set("Content-Type", f.Mime)
	rw.Write(f.Data)
}

func completeUpload(c *call) (Block, *refusal) {
	var wanted []struct{ ID, Title string }
	if ok, err := c.structure("files", &wanted); err != nil || !ok || len(wanted) == 0 {
		return nil, refuse("invalid_arguments")
	}
	said := &Message{User: botUser, BotID: botID, Text: c.str("initial_comment"), ThreadTS: c.str("thread_ts")}
	if said.Text == "" { // Slack does not look at blocks beside a comment
		if r := c.readBlocks(said); r != nil {
			return nil, r
		}
	}
	var r *refusal
	out := Block{}
	c.events = c.w.change(func() {
		var targets []*channel
		if targets, r = c.targets(said.ThreadTS); r != nil {
			return
		}
		var files []*File
		for _, want := range wanted {
			f := c.w.files[want.ID]
			if f == nil || f.Data == nil || f.User != botUser {
				r = refuse("file_not_found")
				return
			}
			files = append(files, f)
		}
		told := []any{}
		for i, f := range files {
			c.w.complete(f, wanted[i].Title)
			for _, ch := range targets {
				f.Shared = append(f.Shared, ch.ID)
			}
			told = append(told, c.w.fileJSON(f))
		}
		out["files"] = told
		for _, ch := range targets {
			c.w.shareFiles(ch, &message{Message: *said}, files)
		}
	})
	return out, r
}

// complete ends a file's upload. mu is held.
func (w *Workspace) complete(f *File, title string) {
	if title != "" {
		f.Title = title
	}
	if !f.done {
		f.done, f.ready = true, w.nowLocked().Add(w.slow)
	}
}

// targets are the conversations into which files are to be uploaded, by their ids: a user's id or a name is none. mu is held.
func (c *call) targets(thread string) ([]*channel, *refusal) {
	var all []*channel
	for _, id := range strings.FieldsFunc(c.str("channel_id")+","+c.str("channels"), func(r rune) bool { return r == ',' || r == ' ' }) {
		if c.w.channelByID(id) == nil {
			return nil, refuse("channel_not_found")
		}
		ch, r := c.w.writable(id)
		switch {
		case r != nil:
			return nil, r
		case thread != "" && ch.find(thread) == nil:
			return nil, refuse("invalid_thread_ts")
		}
		all = append(all, ch)
	}
	return all, nil
}

// shareFiles posts a message with files. mu is held.
func (w *Workspace) shareFiles(ch *channel, m *message, files []*File) {
	for _, f := range files {
		m.Files = append(m.Files, *f)
	}
	w.post(ch, m)
	for _, f := range files {
		if ch.has(botUser) {
			w.event("file_shared", Block{"channel_id": ch.ID, "file_id": f.ID, "user_id": f.User, "file": Block{"id": f.ID}})
		}
	}
}
