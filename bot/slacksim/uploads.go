package slacksim

import (
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
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
	f := &File{
		ID: fmt.Sprintf("F0SIM%04d", w.next()), Name: c.str("filename"), Title: c.str("filename"), AltText: c.str("alt_txt"),
		User: botUser, Created: w.nowLocked(),
	}
	f.URL = w.URL() + "/files/" + f.ID + "/" + f.Name
	w.files[f.ID] = f
	return Block{"upload_url": w.URL() + "/upload/" + f.ID, "file_id": f.ID}, nil
}

// serveUpload takes the bytes, raw or as a multipart form.
func (w *Workspace) serveUpload(rw http.ResponseWriter, r *http.Request) {
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
	if f == nil || err != nil {
		http.Error(rw, "no such upload", http.StatusNotFound)
		return
	}
	f.Data, f.Mime = body, http.DetectContentType(body)
	fmt.Fprintf(rw, "OK - %d", len(body))
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
	var r *refusal
	out := Block{}
	c.events = c.w.change(func() {
		var files []File
		var told []any
		for _, want := range wanted {
			f := c.w.files[want.ID]
			if f == nil || f.Data == nil {
				r = refuse("file_not_found")
				return
			}
			if want.Title != "" {
				f.Title = want.Title
			}
			files = append(files, *f)
			told = append(told, c.w.fileJSON(f))
		}
		out["files"] = told
		target := c.str("channel_id")
		if target == "" {
			target = c.str("channels")
		}
		if target != "" {
			r = c.w.shareFiles(target, c.str("thread_ts"), c.str("initial_comment"), files)
		}
	})
	return out, r
}

// shareFiles posts files as the app. mu is held.
func (w *Workspace) shareFiles(target, thread, comment string, files []File) *refusal {
	ch, r := w.writable(target)
	if r != nil {
		return r
	}
	if thread != "" && ch.find(thread) == nil {
		return refuse("invalid_thread_ts")
	}
	m := &message{Message: Message{User: botUser, BotID: botID, Text: comment, ThreadTS: thread, Files: files}}
	w.post(ch, m)
	for _, f := range files {
		w.files[f.ID].Shared = append(w.files[f.ID].Shared, ch.ID)
	}
	return nil
}
