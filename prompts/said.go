package prompts

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"tandem/bot/ritual"
)

// A sentence is one statement of one message.
type sentence struct {
	text     string
	source   string // id of the evidence
	tongue   *tongue
	bullet   bool
	under    string // the line with a colon that a bullet or the rest of the line stands under
	customer string // the customer whom the request names
	question bool
	code     bool // it stands in a block of code

	self  string // who the writer says they are
	start string // the text without greetings, who the writer is, and the like
	wish  wanted // what it says of who wants what and why
}

// What is read of a request, so that no message can keep the drafter busy for long. What is beyond stays evidence.
const (
	messageMax   = 10_000 // runes of one message
	saidMax      = 300    // statements
	statementMax = 500    // runes of a statement in which a wish or a rule is looked for
)

// read finds out what the statement says.
func (s sentence) read() sentence {
	s.start = s.stripped()
	if utf8.RuneCountInString(s.text) <= statementMax && !s.question && !s.tongue.hostile.MatchString(s.text) {
		s.self, s.start = s.tongue.introduced(s.start)
	}
	if utf8.RuneCountInString(s.text) <= statementMax {
		s.wish = s.reads()
	}
	return s
}

// head is the first n runes of a text.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

var (
	codeBlock  = regexp.MustCompile("(?s)```.*?(?:```|$)")
	markup     = regexp.MustCompile(`<([@#!]?)([^<>|\s][^<>|]*)(?:\|([^<>]*))?>`)
	spaces     = regexp.MustCompile(`[^\S\n]+`)
	blankLines = regexp.MustCompile(`\s*\n\s*`)
	bulletMark = regexp.MustCompile(`^\s*(?:[-*•–▪◦・]|\d{1,2}[.)]|\[[ xX]?\])\s+`)
	quoteMark  = regexp.MustCompile(`^\s*(?:>|&gt;)+\s?`)
	emphasis   = regexp.MustCompile(`[*_]{1,2}(\S(?:[^*_\n]*\S)?)[*_]{1,2}(?:\b|$)?`)
	shortForm  = regexp.MustCompile(`(?i)(?:^|[\s(])(?:e\.g|i\.e|z\.\s?b|d\.\s?h|u\.\s?a|etc|vs|approx|ca|bzw|nr|no|dr|mr|mrs|ms|inkl|ggf|usw|max|min|\p{L})\.$`)
)

// plain makes a message's text readable: valid, without the markup that chat puts around links and mentions.
func plain(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || !unicode.IsControl(r) {
			return r
		}
		return ' '
	}, s)
	s = markup.ReplaceAllStringFunc(s, func(m string) string {
		p := markup.FindStringSubmatch(m)
		kind, body, label := p[1], p[2], p[3]
		switch {
		case kind == "!" && label == "":
			return "@" + body
		case kind == "!":
			return label
		case kind == "@" && label != "":
			return "@" + strings.TrimPrefix(label, "@")
		case kind == "#" && label != "":
			return "#" + strings.TrimPrefix(label, "#")
		case kind != "":
			return m // an id that only the view can name
		case label != "":
			return label
		case strings.Contains(body, ":"):
			return strings.TrimPrefix(body, "mailto:")
		}
		return m
	})
	s = spaces.ReplaceAllString(s, " ")
	return strings.TrimSpace(blankLines.ReplaceAllString(s, "\n"))
}

// sentences cuts a message into its statements. Code and logs are left out: they state nothing.
func sentences(e ritual.Evidence, customer string, fallback *tongue) []sentence {
	text := plain(codeBlock.ReplaceAllString(head(strings.ToValidUTF8(e.Text, ""), messageMax), "\n"))
	t := tongueOf(text, fallback)
	var all []sentence
	under, waiting, fresh := "", "", false
	// A line with a colon that turns out to stand over no list is a statement like any other.
	flush := func() {
		if len(words(waiting)) > 3 {
			s := sentence{text: trimEnds(strings.TrimRight(waiting, ":：")), source: e.ID, tongue: t, customer: customer}
			all = append(all, s.read())
		}
		waiting = ""
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(quoteMark.ReplaceAllString(line, ""))
		bullet := bulletMark.MatchString(line)
		line = bulletMark.ReplaceAllString(line, "")
		if bullet {
			waiting = ""
		} else if flush(); !fresh || len(words(under)) > 3 {
			under = "" // a short heading, such as "Expected:", holds for the line below it
		}
		fresh = false
		for _, s := range cutSentences(emphasis.ReplaceAllString(line, "$1")) {
			s := sentence{text: s, source: e.ID, tongue: t, bullet: bullet, under: under, customer: customer}
			s.question = asksFor.MatchString(s.text)
			s.text = trimEnds(s.text)
			if s.text == "" {
				continue
			}
			if top := strings.TrimRight(s.text, "*_ "); strings.HasSuffix(top, ":") || strings.HasSuffix(top, "：") {
				under, waiting, fresh = top, top, true
				continue
			}
			all = append(all, s.read())
		}
	}
	flush()
	return all
}

// cutSentences cuts a line after each full stop, question or exclamation mark.
func cutSentences(line string) []string {
	var all []string
	rs := []rune(line)
	from := 0
	for i, r := range rs {
		next := ' '
		if i+1 < len(rs) {
			next = rs[i+1]
		}
		ends := false
		switch r {
		case '。', '！', '？', '؟':
			ends = !strings.ContainsRune("。！？؟」』）", next)
		case '.', '!', '?', '…':
			ends = unicode.IsSpace(next) && !(r == '.' && shortForm.MatchString(string(rs[max(from, i-8):i+1])))
		}
		if ends {
			all = append(all, strings.TrimSpace(string(rs[from:i+1])))
			from = i + 1
		}
	}
	if rest := strings.TrimSpace(string(rs[from:])); rest != "" {
		all = append(all, rest)
	}
	return all
}

// trimEnds takes off the marks around a statement that are no part of it.
func trimEnds(s string) string {
	s = strings.TrimLeft(s, " \t*_~,;–—")
	return strings.TrimRight(s, " \t*_~.!?,;…–—。！？؟")
}

// words are a text's words, folded, for comparing.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

// says reports whether a text says more than a word or a mark.
func says(s string) bool {
	ws := words(s)
	return len(ws) > 1 || len(ws) == 1 && len(ws[0]) > 12
}

// cut is at most n runes of a text, with an ellipsis where something is left out.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	head := string(r[:n-1])
	if i := strings.LastIndexAny(head, " \n"); i > len(head)/2 {
		head = head[:i]
	}
	return strings.TrimRight(head, " \n,;:") + "…"
}
