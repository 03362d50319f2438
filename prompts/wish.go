package prompts

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// wantMax is how many runes a wish may have. What is longer is a tale, and stays a quote.
const wantMax = 300

// A wanted is what one statement says of who wants what and why. What it does not say is empty.
type wanted struct {
	as, want, soThat string
	weak             bool // a wish is stated, though not one that can be poured
	duty             bool // what is stated may be a duty: "I need to click five times, because …"
	them             bool // it is the wish of others than the writer
}

// stripped is a statement without the greetings and the like at its start.
func (s sentence) stripped() string {
	text := s.text
	for range 6 {
		cutOff := s.tongue.filler.FindString(text)
		if cutOff == "" || len(cutOff) == len(text) {
			break
		}
		text = text[len(cutOff):]
	}
	return strings.TrimSpace(text)
}

// reads finds out who wants what and why.
func (s sentence) reads() wanted {
	t, text := s.tongue, s.start
	var w wanted
	if t.hostile.MatchString(s.text) {
		return w
	}
	if m := t.before.FindStringSubmatch(text); m != nil {
		text = text[len(m[0]):]
		connector, rest := splitLead(t, m[1])
		if utf8.RuneCountInString(rest) <= wantMax && utf8.RuneCountInString(connector) <= wantMax {
			w.soThat = t.purpose(connector, rest, text)
		}
	}
	w.as = t.role(text)
	named := false
	if rest, ok := cutFold(text, s.customer); ok {
		text, named = "they"+rest, true
	}
	head, why := t.splitReason(text, text)
	for _, try := range []struct{ text, why string }{{text, ""}, {head, why}} { // some shapes end in a verb, behind which only a reason may stand
		for _, shape := range t.wishes {
			if m := shape.shape.FindStringSubmatch(try.text); m != nil {
				return t.take(w, shape, m, try.text, try.why, named)
			}
		}
	}
	w.soThat = ""
	return w
}

// take reads a statement that has the shape of a wish. why is the reason behind it; named tells that a bare "they" is
// the customer.
func (t *tongue) take(w wanted, shape wish, m []string, text, why string, named bool) wanted {
	group := func(name string) string {
		if i := shape.shape.SubexpIndex(name); i >= 0 {
			return m[i]
		}
		return ""
	}
	want := group("want")
	lead := text[:strings.LastIndex(text, want)]
	if t.negation.MatchString(lead) {
		return wanted{as: w.as}
	}
	w.weak = true
	if role := group("role"); role != "" {
		w.as = t.bare(role)
	}
	if head, reason := t.splitReason(want, text); reason != "" {
		want, why = head, reason
	}
	if why != "" {
		w.soThat = why
	}
	w.them = shape.them
	shape.them = shape.them && !named
	w.want = t.poured(shape, lead, want, why)
	w.duty = w.want == "" && t.duty.MatchString(text)
	return w
}

// cutFold is what follows a name at a text's start.
func cutFold(text, name string) (string, bool) {
	if name == "" || len(text) <= len(name) || !strings.EqualFold(text[:len(name)], name) || text[len(name)] != ' ' {
		return "", false
	}
	return text[len(name):], true
}

// poured is the wish as it may stand behind "I want"; empty when in doubt.
func (t *tongue) poured(shape wish, lead, want, why string) string {
	want = t.polite(want)
	if utf8.RuneCountInString(want) > wantMax || t.empty.MatchString(want) {
		return ""
	}
	if !shape.plain && t.negation.MatchString(want) {
		return ""
	}
	if shape.bare && (t.aim.report.MatchString(want) || addsTo.MatchString(want)) {
		return ""
	}
	if shape.them && theirs.MatchString(want) {
		return ""
	}
	if t.judge != nil {
		want = t.judge(lead, want, why)
	}
	if want != "" && shape.pour != nil {
		want = shape.pour(want)
	}
	if len(words(want)) == 0 {
		return ""
	}
	want = trimEnds(want)
	if first, _, _ := strings.Cut(want, " "); in(articles, first) {
		want = strings.ToLower(first) + want[len(first):]
	}
	return want
}

// articles are those that lose their capital behind "I want".
var articles = strings.Fields("A An The Ein Eine Einen")

// addsTo is what follows "add" where nothing is asked for: "add to cart", "add me to the list".
var addsTo = rx(`^add\s+(?:to|up|on|ons|me|him|us|them|it|this|that|these|button|dialog|form|page|menu)\b`)

var theirs = rx(`\b(?:they|them|their|theirs|he|him|his|she|her|hers)\b`)

// polite takes the courtesies off a wish's end.
func (t *tongue) polite(want string) string {
	for range 4 {
		want = trimEnds(want)
		if m := t.courtesy.FindStringIndex(want); m != nil && m[0] > 0 {
			want = want[:m[0]]
		}
	}
	return want
}

// splitReason parts a wish from the reason that follows it.
func (t *tongue) splitReason(want, whole string) (string, string) {
	m := t.reason.FindStringSubmatchIndex(want)
	if m == nil || m[0] == 0 {
		return want, ""
	}
	head := want[:m[0]]
	if notReason.MatchString(head) || len(words(head)) == 0 {
		return want, ""
	}
	rest := t.polite(want[m[1]:])
	if strings.EqualFold(want[m[2]:m[3]], "um") && !umZu.MatchString(rest) {
		return want, "" // "um 9 Uhr" is no reason
	}
	if orElse.MatchString(want[m[2]:m[3]]) && !strings.ContainsAny(want[m[0]:m[2]], ",;–—-") {
		return want, "" // "wir suchen uns sonst tot" has no clause behind its "sonst"
	}
	if rest == "" || utf8.RuneCountInString(rest) > wantMax {
		return head, ""
	}
	return head, t.purpose(want[m[2]:m[3]], rest, whole)
}

// notReason is what before a connector makes it no reason of the wish: "not because", "only because".
var notReason = rx(`(?:\bnot|n['’]t|\bonly|\bjust|\beven|\bnicht|\bnur)(?:\s+only|\s+just)?$`)

// umZu is what follows "um" where it tells a purpose.
var umZu = rx(`(?:^|\s)zu\s+\p{L}+|\p{L}+zu\p{L}+en`)

// orElse are the German connectors that begin a clause only behind a comma.
var orElse = rx(`^(?:sonst|andernfalls|ansonsten)$`)

// splitLead parts "because we lose time" into its connector and the rest.
func splitLead(t *tongue, s string) (string, string) {
	if m := t.leads.FindStringSubmatchIndex(s); m != nil {
		return s[m[2]:m[3]], s[m[1]:]
	}
	connector, rest, _ := strings.Cut(s, " ")
	return connector, rest
}

// follows is the reason in a statement that is nothing but one: "Otherwise we lose the deal".
func (s sentence) follows(wish string) string {
	m := s.tongue.leads.FindStringSubmatchIndex(s.text)
	if m == nil || s.question {
		return ""
	}
	rest := s.tongue.polite(s.text[m[1]:])
	if rest == "" || utf8.RuneCountInString(rest) > wantMax {
		return ""
	}
	return s.tongue.purpose(s.text[m[2]:m[3]], rest, wish)
}

// role is who acts or asks in a statement, where it names a role.
func (t *tongue) role(text string) string {
	if role := firstGroup(t.asRole, text); role != "" {
		return t.bare(role)
	}
	m := t.actor.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	return t.bare(m[t.actor.SubexpIndex("role")])
}

// bare is a role without the word before it that the frame already has.
func (t *tongue) bare(role string) string {
	role = trimEnds(t.article.ReplaceAllString(strings.TrimSpace(role), ""))
	if t.negation.MatchString(role) || notRole.MatchString(role) {
		return ""
	}
	return role
}

// notRole is what stands where a role would and is none.
var notRole = rx(`^(?:result|consequence|workaround|bonus|pdf|csv|file|whole|start|first step|side note|matter of|test|reminder|follow.?up|general rule|rule)\b|^team$|^(?:it|this|that|what|which|who|if|when|whoever|where|why|how|same|other|new|wrong|no)\b|[?!:;]`)

// glueAnswer makes the answer to "why" fit the frame. An answer that tells what is bad today is a cause.
func (t *tongue) glueAnswer(answer string) string {
	answer = strings.Join(strings.Fields(answer), " ")
	if m := t.leads.FindStringSubmatchIndex(answer); m != nil && m[1] < len(answer) {
		return t.purpose(answer[m[2]:m[3]], trimEnds(answer[m[1]:]), "")
	}
	answer = trimEnds(answer)
	if t.since != "" && t.burden.MatchString(answer) && !t.relief.MatchString(answer) {
		return t.since + lowerFirst(answer)
	}
	return answer
}

// lowerFirst is a statement as it stands inside a sentence.
func lowerFirst(s string) string {
	first, rest, _ := strings.Cut(s, " ")
	if in(lowered, strings.ToLower(first)) {
		first = strings.ToLower(first)
	}
	return strings.TrimSpace(first + " " + rest)
}

// lowered are words that lose their capital inside a sentence.
var lowered = strings.Fields("we the it our they this since people users customers wir es unsere das die der sie ohne")

// firstGroup is the first group of a match that is not empty.
func firstGroup(re *regexp.Regexp, s string) string {
	m := re.FindStringSubmatch(s)
	for i := 1; i < len(m); i++ {
		if m[i] != "" {
			return m[i]
		}
	}
	return ""
}
