package prompts

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Most requests state no wish but name a thing: "CSV export for our support team so that they can answer audits". What
// is wanted stays a quote then, for a title is no wish; whom it is for and why are there to be read.

// An aim is what a language says of whom a thing is for and why.
type aim struct {
	prep    *regexp.Regexp // the word before people: "for"
	people  *regexp.Regexp // people at the start of what follows it; group "role", and group "bare" when no "our" stands before
	noLead  *regexp.Regexp // what stands before "for people" and makes them none whom the thing is for
	object  *regexp.Regexp // what may be done to bare people: "import for customers"
	tool    *regexp.Regexp // what is called like people and is a thing: "password manager"
	is      *regexp.Regexp // nothing, or "it is", before "for people", in a statement that says nothing else
	report  *regexp.Regexp // a statement that tells what happens, whose "because" explains that and no wish
	without *regexp.Regexp // "Acme won't sign without it": a reason without a connector; group "role" where it names one
}

// forWhom is whom a text says that a thing is for, as it says it.
func (t *tongue) forWhom(text string) string {
	if utf8.RuneCountInString(text) > statementMax || t.hostile.MatchString(text) {
		return ""
	}
	for _, at := range t.aim.prep.FindAllStringIndex(text, -1) {
		lead, rest := text[:at[0]], text[at[1]:]
		if t.negation.MatchString(lead) || t.aim.noLead.MatchString(lead) {
			return ""
		}
		m := t.aim.people.FindStringSubmatch(rest)
		if m == nil {
			continue
		}
		role, bare := m[t.aim.people.SubexpIndex("role")], m[t.aim.people.SubexpIndex("bare")] != ""
		if t.negation.MatchString(role) || t.aim.tool.MatchString(role) || bare && t.aim.object.MatchString(lead) {
			continue
		}
		return strings.Join(strings.Fields(role), " ")
	}
	return ""
}

// onlyFor reports whether the statement does nothing but say whom a thing is for: "It is for our support team".
func (s sentence) onlyFor() bool {
	at := s.tongue.aim.prep.FindStringIndex(s.start)
	return at != nil && s.tongue.aim.is.MatchString(s.start[:at[0]])
}

// whatFor is the reason behind a thing that the statement names. prep is whom the thing is for, if that is said.
func (s sentence) whatFor(prep string) string {
	t, text := s.tongue, s.start
	m := t.reason.FindStringSubmatchIndex(text)
	if m == nil || s.question || utf8.RuneCountInString(text) > statementMax || t.hostile.MatchString(s.text) {
		return ""
	}
	head, why := t.splitReason(text, text)
	if why == "" || s.reports(head) || t.name == "en" && strings.HasPrefix(why, "because of ") {
		return ""
	}
	connector := strings.ToLower(text[m[2]:m[3]])
	if strings.HasPrefix(connector, "so ") && connector != "so that" && t.burden.MatchString(why) && !t.relief.MatchString(why) {
		return "" // "so we lose time" is what came of it
	}
	if rest, ok := strings.CutPrefix(why, "I can "); ok && prep != "" && strings.HasSuffix(connector, " to") {
		return "they can " + rest
	}
	return why
}

// reports reports whether a text tells what happens or denies something, rather than naming a thing.
func (s sentence) reports(text string) bool {
	return s.tongue.negation.MatchString(text) || s.tongue.aim.report.MatchString(text)
}

// needs is the reason, and who has it, in a statement such as "Acme won't sign without it".
func (s sentence) needs() (who, why string) {
	re := s.tongue.aim.without
	m := re.FindStringSubmatch(s.start)
	if m == nil || s.question || utf8.RuneCountInString(s.start) > wantMax {
		return "", ""
	}
	return m[re.SubexpIndex("role")], s.tongue.since + lowerFirst(s.tongue.polite(s.start))
}

// named fills who and why from the thing that the request names, where nothing else has told them.
func (d *draft) named() {
	s := &d.story
	first := d.first()
	for i := max(first, 0); i < len(d.all); i++ {
		one := d.all[i]
		if !one.onlyFor() && (i != first || s.Want != "") {
			continue
		}
		if s.As == "" {
			s.As = one.tongue.forWhom(one.start)
			if s.Want != "" {
				s.As = one.tongue.bare(s.As) // it stands behind "As" then
			}
		}
		if s.SoThat == "" {
			s.SoThat = one.whatFor(s.As)
		}
	}
	if s.Want == "" && s.SoThat == "" && first >= 0 && !d.all[first].reports(d.all[first].start) {
		d.after(first)
	}
	s.As, s.SoThat = cut(s.As, fieldMax), cut(s.SoThat, fieldMax)
}

// after takes the reason from the statement after the i-th, where that is nothing but a reason.
func (d *draft) after(i int) {
	if i+1 == len(d.all) || d.all[i+1].source != d.all[i].source {
		return
	}
	s, next := &d.story, d.all[i+1]
	if s.SoThat = next.follows(d.all[i].start); s.SoThat != "" {
		return
	}
	who, why := next.needs()
	s.SoThat = why
	if s.As == "" {
		s.As = who
	}
}

// first is the index of the first statement to the product's team, or -1.
func (d *draft) first() int {
	for i := d.retracted(); i < len(d.all); i++ {
		if s := d.all[i]; len(words(s.start)) > 0 && !s.tongue.command.MatchString(s.start) && !s.tongue.hostile.MatchString(s.text) {
			return i
		}
	}
	return -1
}
