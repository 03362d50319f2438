package ritual

import (
	"strings"
	"unicode"
)

// Filters reads filters as people type them, in any order: customer:Acme objective:"Larger customers". A value reaches to the
// next filter, or stands in quotes. It refuses what is no filter, a filter without a value, and one that comes twice. names are
// those that there are, and example is one that is right.
func Filters(words, example string, names ...string) (map[string]string, error) {
	values := map[string]string{}
	there := And(ticked(names))
	name := ""
	for _, w := range quotedWords(words) {
		head, tail, is := strings.Cut(w.text, ":")
		switch is = is && !w.quoted && isName(head); {
		case !is && name == "":
			return nil, Refuse("Begin with what “%s” is to be found in: %s, as in `%s`.", short(w.text), there, example)
		case !is:
			values[name] = strings.TrimSpace(values[name] + " " + w.text)
			continue
		}
		if values[name] == "" && name != "" {
			break
		}
		name = ""
		for _, n := range names {
			if strings.EqualFold(n, head) {
				name = n
			}
		}
		if name == "" {
			return nil, Refuse("There is no filter `%s:`. There are %s, as in `%s`. What has a colon in it goes in quotes.", short(head), there, example)
		}
		if _, twice := values[name]; twice {
			return nil, Refuse("`%s:` is there twice, and can be there once.", name)
		}
		values[name] = strings.TrimSpace(tail)
	}
	if values[name] == "" && name != "" {
		return nil, Refuse("`%s:` has no value. It goes as in `%s`.", name, example)
	}
	return values, nil
}

// BeginsFilter reports whether what somebody typed is meant as filters, right or wrong.
func BeginsFilter(words string) bool {
	head, _, is := strings.Cut(words, ":")
	return is && isName(strings.TrimSpace(head))
}

// ticked are the names of filters as they are shown.
func ticked(names []string) []string {
	var all []string
	for _, n := range names {
		all = append(all, "`"+n+":`")
	}
	return all
}

// isName reports whether something may be the name of a filter: 10:30 is a time.
func isName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// A quotedWord is a word, or words in quotes as one.
type quotedWord struct {
	text   string
	quoted bool // from its beginning
}

// quotes are those that keyboards and Slack write around words, and what ends them.
var quotes = map[rune]string{'"': `"”`, '“': `”"“`, '„': `“”"`, '”': `”"`, '«': `»`}

// quotedWords cuts a line into words. Quotes that do not end reach to the end.
func quotedWords(line string) []quotedWord {
	var words []quotedWord
	var w quotedWord
	end, open := "", false
	flush := func() {
		if open {
			words = append(words, w)
		}
		w, open = quotedWord{}, false
	}
	for _, r := range line {
		switch {
		case end != "" && strings.ContainsRune(end, r):
			end = ""
		case end != "":
			w.text += string(r)
		case unicode.IsSpace(r):
			flush()
		case quotes[r] != "" && (!open || strings.HasSuffix(w.text, ":")):
			end, w.quoted, open = quotes[r], !open, true
		default:
			w.text, open = w.text+string(r), true
		}
	}
	flush()
	return words
}
