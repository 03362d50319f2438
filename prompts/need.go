package prompts

import (
	"strings"
	"unicode/utf8"
)

// need is the quote that says best what is needed, with the id of its message: the whole message where it is short,
// else from the wish on.
func (d *draft) need() (text, source string) {
	at := -1
	for i := d.retracted(); i < len(d.all) && at < 0; i++ {
		if w := d.all[i].wish; w.want != "" || w.weak {
			at = i
		}
	}
	for i := 0; i < len(d.all) && at < 0; i++ {
		s := d.all[i]
		if !s.tongue.command.MatchString(s.start) && !s.tongue.hostile.MatchString(s.text) && says(s.start) {
			at = i
		}
	}
	if at < 0 {
		return cut(plain(d.said[0].Text), needMax), d.said[0].ID
	}
	return d.quote(d.all[at]), d.all[at].source
}

// quote is the message of a statement: whole where it is short, else from the statement on.
func (d *draft) quote(s sentence) string {
	for _, e := range d.said {
		if e.ID != s.source {
			continue
		}
		whole := plain(e.Text)
		if utf8.RuneCountInString(whole) <= needMax {
			return whole
		}
		if i := strings.Index(whole, s.text); i > 0 {
			return "…" + cut(whole[i:], needMax-1)
		}
		return cut(whole, needMax)
	}
	return s.text
}
