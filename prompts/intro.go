package prompts

import (
	"regexp"
	"slices"
	"strings"
)

// People who tell a story often begin with who they are: "I'm a support agent and I need …". That is the role, said by
// the one who knows, and what comes behind it reads as if they had begun there.

// An intro is how a language says who speaks.
type intro struct {
	me     *regexp.Regexp // "I'm a support agent and "; group 1 is who speaks, one of the others the role
	not    *regexp.Regexp // what stands where a role would and is none: "I'm a bit lost"
	goesOn *regexp.Regexp // what follows without a subject of its own: "and need …"
}

// introduced parts a statement into who speaks, where it says so, and the rest.
func (t *tongue) introduced(text string) (self, rest string) {
	m := t.intro.me.FindStringSubmatch(text)
	if m == nil {
		return "", text
	}
	who, role := m[1], strings.Join(m[2:], "") // one of the groups behind the first is the role
	self = trimEnds(t.article.ReplaceAllString(role, ""))
	if self == "" || t.intro.not.MatchString(self) || t.negation.MatchString(self) {
		return "", text
	}
	rest = strings.TrimSpace(text[len(m[0]):])
	if t.intro.goesOn.MatchString(rest) {
		rest = who + " " + rest
	}
	return self, rest
}

// self is who the writer of the i-th statement says they are; -1 is for the first to write.
func (d *draft) self(i int) string {
	if len(d.all) == 0 {
		return ""
	}
	source := d.all[max(i, 0)].source
	for _, s := range d.all[d.retracted():] {
		if s.self != "" && s.source == source {
			return s.self
		}
	}
	return ""
}

// namedSelf reports whether somebody said "as a …" or "I am a …", which is closer than the customer's name.
func (d *draft) namedSelf() bool {
	return d.story.As != "" && slices.ContainsFunc(d.all, func(s sentence) bool {
		return s.self == d.story.As || s.tongue.bare(firstGroup(s.tongue.asRole, s.start)) == d.story.As
	})
}

const (
	// enTrade are the words that people call themselves by, most of them told by their ends.
	enTrade = `(?:[\p{L}-]{2,}(?:er|or|ist|ant|ent|ian|tive|man|woman|person)s?|(?:team|group|crew|department)\s+of\s+(?:\d+\s+)?[\p{L}-]+(?:\s+[\p{L}-]+)?|` +
		`(?:leads?|heads?|admins?|nurses?|reps?|clerks?|coach|coaches|pilots?|chefs?|hosts?|interns?|ceo|cto|cfo|coo|cio|ciso|pm|po|csm|sre|dba|` +
		`team|crew|squad|department|agency|company|startup|start-up|school|hospital|clinic|shop|store|firm|bank|university|ngo|non-?profit|charity|office|business))`
	enKnown = `(?:[\p{L}\d&/-]+\s+){0,4}?`
	enGoOn  = `(?:$|\s*[,;:–—]\s*(?:(?:and|so|but)\s+)?|\s+-\s+|\s+(?:and|so|but)\s+)`
)

var englishIntro = intro{
	me: rx(`^(i|we)(?:` +
		`(?:['’]m|['’]re|\s+am|\s+are)\s+(?:(?-i:\p{Lu}\p{Ll}+),?\s+)?(?:(?:an?|the|one\s+of\s+(?:the|our)|part\s+of\s+(?:the|an?)|\d+|two|three|four|five|six)\s+(` + enKnown + enTrade + `)|(?:in|on|from)\s+(?:the\s+|our\s+)?(` + enGroup + `))|` +
		`\s+work\s+(?:as\s+an?\s+(` + enKnown + enTrade + `)|(?:in|on|for)\s+(?:the\s+|our\s+)?(` + enGroup + `)))` +
		`(?:\s+(?:of|at|in|for|from|with|on|here)\b[^,;:]*?)?` + enGoOn),
	not: rx(`^team$|^(?:better|bit|little|tad|lot|few|same|last|only|kind|sort)\b|\b(?:who|that|and|or|so|because|but|to|in|with|by|when|fan|victim|one|ones)\b|` +
		`\b(?:optimist|pessimist|believer|lover|supporter|follower|loser|winner|outsider|number|matter|other|bigger|larger|smaller|better|newer|later|former|further|order|quarter|different|sure|present|absent|recent|excellent|computer|server|letter|idiot)s?$`),
	goesOn: rx(`^(?:(?:really|also|still|just|often|currently|now|always|urgently)\s+)*(?:need|want|would|wish|have|must|should|can|cannot|can['’]t)\b`),
}

const (
	deTrade = `(?:team\s+(?:von|aus)\s+(?:\d+\s+)?[\p{L}-]+|[\p{L}-]*(?:er|erin|erinnen|ist|istin|isten|ant|anten|antin|ent|entin|enten|or|oren|orin|eur|eure|eurin|admins?|teams?|abteilung|support|vertrieb|dienst|kraft|kräfte|leitung|leute|buchhaltung|einkauf|verwaltung|redaktion|kunden?|kundin|arzt|ärztin|mann|frau|chef|chefin|agentur|praxis|kanzlei|schule|lead|owner))`
	deDesk  = `[\p{L}-]*(?:team|abteilung|support|vertrieb|dienst|einkauf|buchhaltung|marketing|verwaltung|redaktion|lager|personal|hr|it)`
)

var germanIntro = intro{
	me: rx(`^(ich|wir)\s+(?:(?:bin|sind)\s+(?:hier\s+)?(?:(?:(?:eine?|die|der|das|zwei|drei|vier|\d+)\s+)?((?:(?-i:\p{Ll})[\p{L}-]*e[rns]?\s+)?` + deTrade + `)|(?:im|in\s+der|aus\s+dem|aus\s+der|vom)\s+(` + deDesk + `))|` +
		`arbeiten?\s+(?:als\s+(` + deTrade + `)|(?:im|in\s+der|für\s+den|für\s+die)\s+(` + deDesk + `)))` +
		`(?:\s+(?:bei|in|im|am|von|vom|der|des|für|mit|aus)\s[^,;:]*?)?(?:$|\s*[,;:–—]\s*(?:(?:und|aber)\s+)?|\s+-\s+|\s+und\s+)`),
	not:    rx(`^team$|(?:^|\s)(?-i:\p{Ll})[\p{L}-]*$|^(?:opfer|sieger|verlierer|favorit\p{L}*|moment|talent|immer|element|argument|fehler|eher|sicher|unter|über)$|(?:^|\s)(?:keine?|große?r?|totale?r?|echte?r?)\s`),
	goesOn: rx(`^(?:(?:auch|dringend|oft|jetzt)\s+)*(?:` + deWant + `|muss|müssen|sollte|sollten|kann|können|habe|haben)(?:$|[^\p{L}])`),
}

var japaneseIntro = intro{me: rx(`^()(?:弊社の|当社の)?([^、。\s]{0,12}?(?:チーム|担当者|担当|部門|部署|部|課|営業|経理|総務|人事))(?:です|と申します)$`), not: never, goesOn: never}
