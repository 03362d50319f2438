package page

import (
	"encoding/json"
	"mime"
	"net/http"
	"strings"

	"tandem/bot/slacksim"
)

type messageJSON struct {
	TS        string              `json:"ts"`
	User      string              `json:"user"`
	App       bool                `json:"app,omitempty"`
	Text      string              `json:"text"`
	Blocks    json.RawMessage     `json:"blocks"`
	Attached  []slacksim.Block    `json:"attached,omitempty"`
	Thread    string              `json:"thread,omitempty"` // the first message's, on replies only
	System    bool                `json:"system,omitempty"` // says who came and went
	Edited    bool                `json:"edited,omitempty"`
	Private   bool                `json:"private,omitempty"` // only this person sees it
	Broadcast bool                `json:"broadcast,omitempty"`
	Reactions []slacksim.Reaction `json:"reactions,omitempty"`
	Files     []fileJSON          `json:"files,omitempty"`
	Warnings  map[string]string   `json:"warnings,omitempty"`
	Replies   int                 `json:"replies,omitempty"`
	LastReply string              `json:"lastReply,omitempty"`
	Repliers  []string            `json:"repliers,omitempty"` // at most five
	Whispers  int                 `json:"whispers,omitempty"` // replies that only this person sees
}

type fileJSON struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
	Mime  string `json:"mime"`
	Alt   string `json:"alt,omitempty"`
	Size  int    `json:"size"`
}

// conversation is a channel's messages with each thread's summary at its first message.
func conversation(messages []slacksim.Message) []messageJSON {
	out := make([]messageJSON, 0, len(messages))
	first := map[string]int{}
	for _, m := range messages {
		j := messageOf(m)
		if j.Thread == "" {
			first[j.TS] = len(out)
		}
		out = append(out, j)
	}
	for _, m := range out {
		i, ok := first[m.Thread]
		if m.Thread == "" || !ok {
			continue
		}
		root := &out[i]
		root.LastReply = m.TS
		if m.Private {
			root.Whispers++
		} else {
			root.Replies++
		}
		if len(root.Repliers) < 5 && !has(root.Repliers, m.User) {
			root.Repliers = append(root.Repliers, m.User)
		}
	}
	return out
}

func messageOf(m slacksim.Message) messageJSON {
	j := messageJSON{TS: m.TS, User: m.User, App: m.BotID != "", Text: m.Text, Blocks: m.Raw, Attached: m.Attachments,
		System: housekeeping(m), Edited: m.Edited != "", Private: m.Ephemeral(), Broadcast: m.Broadcast,
		Reactions: m.Reactions, Warnings: m.Warnings}
	if m.ThreadTS != m.TS {
		j.Thread = m.ThreadTS
	}
	if len(j.Blocks) == 0 {
		j.Blocks = json.RawMessage("[]")
	}
	for _, f := range m.Files {
		j.Files = append(j.Files, fileJSON{ID: f.ID, Name: f.Name, Title: f.Title, Mime: fileType(f), Alt: f.AltText, Size: len(f.Data)})
	}
	return j
}

// pictures are the types that the page shows; everything else is downloaded.
var pictures = map[string]bool{"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true}

func fileType(f slacksim.File) string {
	kind := f.Mime
	if kind == "" {
		if dot := strings.LastIndex(f.Name, "."); dot >= 0 {
			kind = mime.TypeByExtension(f.Name[dot:])
		}
	}
	if kind == "" && len(f.Data) > 0 {
		kind = http.DetectContentType(f.Data)
	}
	kind, _, _ = strings.Cut(kind, ";")
	return kind
}

// file serves an uploaded file: pictures to be seen, the rest to be kept, so that none can act as a page.
func (s *server) file(rw http.ResponseWriter, r *http.Request) {
	f, ok := s.w.File(r.PathValue("id"))
	if !ok {
		http.Error(rw, "There is no such file.", http.StatusNotFound)
		return
	}
	kind, how := fileType(f), "inline"
	if !pictures[kind] {
		kind, how = "application/octet-stream", "attachment"
	}
	h := rw.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": f.Name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "no-cache")
	if _, err := rw.Write(f.Data); err != nil {
		return // the browser went away
	}
}
