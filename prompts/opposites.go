package prompts

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// normal is a text with the wide digits and letters of Japanese made plain.
func normal(s string) string { return norm.NFKC.String(s) }

// bounded is a text whose limits are told without a negation.
func bounded(s string) string {
	s = normal(s)
	for _, b := range bounds {
		s = b.shape.ReplaceAllString(s, b.says)
	}
	return s
}

// deniers are words that turn what they stand beside around, by tongue; "" is of tongues that the drafter does not know.
var deniers = map[string][]string{
	"en": strings.Fields("not no never nobody none nothing neither without cannot unable dont cant wont doesnt isnt didnt arent"),
	"de": strings.Fields("nicht nie niemals niemand niemanden niemandem nichts ohne weder keinesfalls kein keine keinen keinem keiner keines"),
	"":   strings.Fields("pas jamais aucun aucune sans rien no nunca sin ningún ninguna nada não nem sem non mai senza niet geen nooit zonder не нет без нельзя لا لم لن ليس بدون לא אין בלי"),
}

// denies reports whether a word of a tongue denies.
func denies(w, tongue string) bool {
	return in(deniers[tongue], w) || tongue == "en" && (strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t"))
}

// denier reports whether a word denies in a tongue that the drafter reads.
func denier(w string) bool { return denies(w, "en") || denies(w, "de") }

var (
	// affirmed are negations that deny nothing: "not only", and the Japanese "must".
	affirmed = rx(`\bnot only\b|\bno way,|\bwhether or not\b|\bwhy not\b|\bno problem\b|\bno matter\b|nicht nur|` +
		`な(?:ければ|くては|きゃ)(?:なら|なり|いけ)(?:ない|なく|ません)|ないと(?:いけ|なら|なり)(?:ない|ません)|かもしれ(?:ない|ません)|[かわ構](?:まい|かり|い)ません|すみません|少な[いく]|ではなく|じゃなく`)
	// bounds are limits that are told by a negation, and what they say.
	bounds = []struct {
		shape *regexp.Regexp
		says  string
	}{
		{rx(`\b(?:no|not|never|\w+n['’]t)\s+(?:\w+\s+){0,2}?(?:more|later|longer|larger|bigger|over) than\b`), "at most"},
		{rx(`\b(?:no|not|never|\w+n['’]t)\s+(?:\w+\s+){0,2}?(?:less|fewer|earlier|sooner|smaller) than\b`), "at least"},
		{rx(`\b(?:no) more ((?:[\w-]+\s+){1,3})than\b`), "at most $1"},
		{rx(`nicht (?:\p{L}+ )?(?:mehr|länger|später|größer) als`), "höchstens"},
		{rx(`nicht (?:\p{L}+ )?(?:weniger|früher|kleiner) als`), "mindestens"},
	}
	japaneseDenial = regexp.MustCompile(`ない|ません|なく|ずに|せず|なし|不要|不可`)
	// afterthought is a contrast that denies something else: "the maker, not the supplier".
	afterthought = rx(`,\s*(?:not|nicht)\s+((?:[\p{L}-]+\s*){1,4})$`)
)

// denials is how often a part of a text denies. t is the text's tongue, as far as it is known.
func denials(part, whole string, t *tongue) int {
	part = affirmed.ReplaceAllString(bounded(part), " ")
	part = afterthought.ReplaceAllString(part, "")
	if t == &japanese {
		return len(japaneseDenial.FindAllString(part, -1))
	}
	name := t.name
	if t == &english && !slices.ContainsFunc(words(whole), func(w string) bool { return in(englishWords, w) }) {
		name = ""
	}
	n := 0
	for _, w := range wordMark.FindAllString(strings.ToLower(part), -1) {
		if denies(w, name) || name == "" && denies(w, "en") {
			n++
		}
	}
	return n
}

// Verbs that deny without a "not". What stands for a strong one must not let go on what it ends.
var (
	strong = rx(`\b(?:stop(?:s|ped|ping)?|hid(?:e|es|den|ing)?|remov(?:e|es|ed|al|ing)|delet(?:e|es|ed|ing)|exclud(?:e|es|ed|ing)|disabl(?:e|es|ed|ing)|prevent(?:s|ed|ing)?|avoid(?:s|ed|ing)?|omit(?:s|ted)?|forbid(?:s|den)?|ban(?:s|ned)?|off|get rid of)\b` +
		`|(?:ausblend|ausgeblend|entfern|lösch|ausschließ|ausgeschlossen|deaktivier|abschalt|abgeschalt|ausschalt|ausgeschalt|abstell|verhinder|vermeid|vermied|verbiet|verboten|weglass|weggelass|aufhör|unterbind|abschaff|abgeschafft)` +
		`|非表示|削除|除外|無効|停止|止め|やめ|禁止|防[ぐいが止]|オフ`)
	weak = rx(`\b(?:fail\w*|miss(?:es|ed|ing)?|los(?:e|es|t|ing)|lack\w*|gone|refus\w*|reject\w*|den(?:y|ies|ied)|declin\w*|block\w*|skip\w*|leave out|left out|instead|rather than|unless|except|incorrect|wrong|invalid|empty|expired?)\b` +
		`|(?:^|[^\p{L}])(?:fehl\p{L}*|schlägt|verlier\p{L}*|verlor\p{L}*|abgelehnt|verweiger\p{L}*|gesperrt|abgebrochen|bricht|überspring\p{L}*|übersprungen|leer|statt|außer)(?:$|[^\p{L}])|失敗|エラー|消え|切れ|代わり|以外`)
)

// softened reports whether a text has a verb or the like that denies.
func softened(s string) bool { return strong.MatchString(s) || weak.MatchString(s) }

// opposites are pairs of words of which one must not stand for the other.
var opposites = [][2]*regexp.Regexp{
	pair(`\bmore\b`, `\b(?:fewer|less)\b`),
	pair(`\b(?:add|adds|added|adding)\b`, `\b(?:remov\w+|delet\w+)\b`),
	pair(`\b(?:turn\w*|switch\w*)\s+(?:\w+\s+)?on\b|\benabl\w+`, `\b(?:turn\w*|switch\w*)\s+(?:\w+\s+)?off\b|\b(?:is|are|be|stay)\s+off\b|\bdisabl\w+`),
	pair(`\b(?:show(?:s|n|ed)?|visible|displays?)\b`, `\b(?:hid(?:e|es|den)?|invisible)\b`),
	pair(`\b(?:increas\w+|raise\w*|extend\w*)\b`, `\b(?:decreas\w+|reduc\w+|lower\w*|shorten\w*|fewer|less)\b`),
	pair(`\bbefore\b`, `\bafter\b`),
	pair(`\b(?:at most|no more than|not more than|up to|within|less than|fewer than|under|max(?:imum)?)\b`, `\b(?:at least|no less than|more than|minimum|over|exceeds?)\b`),
	pair(`\b(?:allow\w*|permit\w*)\b`, `\b(?:forbid\w*|den(?:y|ies|ied)|block\w*|refus\w*|prohibit\w*)\b`),
	pair(`\bpublic\b`, `\bprivate\b`),
	pair(`\bascending\b`, `\bdescending\b`),
	pair(`\bfaster\b`, `\bslower\b`),
	pair(`\blonger\b`, `\bshorter\b`),
	pair(`\b(?:bigger|larger)\b`, `\bsmaller\b`),
	pair(`\bearlier\b`, `\blater\b`),
	pair(`\babove\b`, `\bbelow\b`),
	pair(`\b(?:keep|keeps|kept|stays?|remains?)\b`, `\b(?:remov\w+|delet\w+|discard\w*|lost)\b`),
	pair(`\baccept\w*`, `\b(?:refus\w+|reject\w+|declin\w+)\b`),
	pair(`\bautomatic\w*|\bby (?:itself|themselves)\b`, `\bmanual\w*|\bby hand\b`),
	pair(`\bonly\b`, `\b(?:everyone|everybody|anyone|anybody)\b`),
	pair(`\bonly once\b`, `\b(?:more than once|several times)\b`),
	pair(`\b(?:required|mandatory)\b`, `\boptional\b`),
	pair(`\b(?:broken|down)\b`, `\b(?:works?|loads?)\b`),
	pair(`\blog\w*\s+in\b`, `\blog\w*\s+out\b`),
	pair(`\bdark\b`, `\blight\b`),
	pair(`\bimport\w*`, `\bexport\w*`),
	pair(`\bupload\w*`, `\bdownload\w*`),
	pair(`\bascend\w*|\bopt in\b|\bopt-in\b`, `\bopt out\b|\bopt-out\b`),
	pair(`\bstop(?:s|ped)?\b`, `\b(?:keeps?|kept|continues?)\b`),

	pair(`(?:^|[^\p{L}])mehr(?:$|[^\p{L}])`, `(?:^|[^\p{L}])weniger(?:$|[^\p{L}])`),
	pair(`hinzufüg|hinzugefügt`, `entfern|lösch`),
	pair(`anzeig|angezeigt|einblend|eingeblendet|sichtbar`, `ausblend|ausgeblendet|versteck|verberg|verborgen|unsichtbar`),
	pair(`einschalt|eingeschaltet|(?:^|[^\p{L}])aktivier`, `ausschalt|ausgeschaltet|abschalt|abgeschaltet|deaktivier`),
	pair(`erhöh|steiger|verlänger|vergrößer`, `verringer|senk|gesenkt|reduzier|verkürz|verkleiner|(?:^|[^\p{L}])weniger (?:[^a]|a[^l])`),
	pair(`höchstens|maximal|bis zu|innerhalb|weniger als|nicht mehr als`, `mindestens|(?:^|[^t] )mehr als|wenigstens|minimal`),
	pair(`erlaub`, `verbiet|verboten|untersag`),
	pair(`öffentlich`, `(?:^|[^\p{L}])privat`),
	pair(`aufsteigend`, `absteigend`),
	pair(`schneller`, `langsamer`),
	pair(`länger`, `kürzer`),
	pair(`größer`, `kleiner`),
	pair(`(?:^|[^\p{L}])früher`, `(?:^|[^\p{L}])später`),
	pair(`behalten|behält|bleib`, `entfern|lösch|verschwind`),
	pair(`überspring|übersprungen`, `abbrech|abgebrochen|abbricht`),
	pair(`automatisch`, `manuell|von hand|händisch`),
	pair(`(?:^|[^\p{L}])nur(?:$|[^\p{L}])`, `(?:^|[^\p{L}])(?:alle|alles|jeder)(?:$|[^\p{L}])`),
	pair(`eingelog`, `ausgelog`),
	pair(`(?:^|[^\p{L}])steh(?:t|en)(?:$|[^\p{L}])`, `(?:^|[^\p{L}])fehl(?:t|en)(?:$|[^\p{L}])`),
	pair(`importier`, `exportier`),
	pair(`hochlad|hochgeladen`, `herunterlad|heruntergeladen`),

	pair(`以下|以内|未満|まで`, `以上|超え`),
	pair(`[日間分月]前`, `[日間分月]後`),
	pair(`(?:^|[^非])表示`, `非表示`),
	pair(`追加`, `削除`),
	pair(`増や`, `減ら`),
	pair(`有効`, `無効`),
	pair(`オン`, `オフ`),
	pair(`(?:^|[^非])公開`, `非公開`),
	pair(`許可`, `禁止`),
	pair(`昇順`, `降順`),
	pair(`自動`, `手動|手作業`),
	pair(`遅い|遅く`, `速い|速く|早く`),
	pair(`最大`, `最小`),
	pair(`上限`, `下限`),
}

func pair(a, b string) [2]*regexp.Regexp { return [2]*regexp.Regexp{rx(a), rx(b)} }

// opposed reports whether a text has the one of a pair of opposites where its source has the other.
func opposed(source, text string) bool {
	source, text = bounded(source), bounded(text)
	for _, p := range opposites {
		for i := range p {
			a, b := p[i], p[1-i]
			if a.MatchString(source) && b.MatchString(text) && !b.MatchString(source) && !a.MatchString(text) {
				return true
			}
		}
	}
	return false
}

// contrasts are the shapes of "one thing instead of another". Group "not" is the other, from its article on; what is wanted
// stands before it, or in group "but".
var contrasts = []*regexp.Regexp{
	rx(`^(?P<but>.*?)\s(?:instead of|rather than|statt|anstatt|anstelle(?: von)?)\s+(?P<not>.+)`),
	rx(`^(?P<but>.*?),\s*(?:not|nicht)\s+(?P<not>(?:[\p{L}-]+\s*){1,4})$`),
	rx(`(?:^|\s)(?:nicht|not)\s+(?P<not>[^,]+),\s+(?:sondern|but)\s+(?P<but>.+)`),
	rx(`(?P<not>[^、。]+?)(?:ではなく|じゃなく)(?:て)?、?(?P<but>.+)`),
	rx(`(?P<not>[^、。]+?)の(?:代わり|かわり)に、?(?P<but>.+)`),
}

// exception is for whom or what something does not hold.
var exception = rx(`\b(?:except|excluding|other than)(?:\s+for)?\s+((?:\w+\s*){1,3})|(?:^|\s)außer\s+((?:\p{L}+\s*){1,3})|([\p{Han}\p{Katakana}ー]+)以外`)

// contrast is what a text wants, and what it wants it instead of: the words on both sides, nearest first.
func contrast(s string) (but, not string) {
	for i, shape := range contrasts {
		m := shape.FindStringSubmatch(normal(s))
		if m == nil {
			continue
		}
		wanted, other := contentOf(m[shape.SubexpIndex("but")]), contentOf(m[shape.SubexpIndex("not")])
		if len(wanted) == 0 || len(other) == 0 {
			continue
		}
		switch {
		case i < 2:
			return wanted[len(wanted)-1], other[0]
		case i == 2:
			return wanted[0], other[0]
		}
		return wanted[0], other[len(other)-1]
	}
	return "", ""
}

// contrary reports whether a text takes the wrong one of two things that its source tells apart. denied tells that the text
// denies something, which may be the other thing.
func contrary(source, text string, denied bool) bool {
	for _, m := range exception.FindAllStringSubmatch(source, -1) {
		left := contentOf(strings.Join(m[1:], " "))
		if len(left) > 0 && overlap(left[:1], contentOf(text)) > 0 && !denied && !softened(text) && !onlySome.MatchString(text) {
			return true
		}
	}
	but, not := "", ""
	for _, s := range strings.Split(source, ". ") {
		if but, not = contrast(s); not != "" {
			break
		}
	}
	if not == "" || sameStem(but, not) {
		return false
	}
	if b, n := contrast(text); n != "" {
		return sameStem(n, but) || sameStem(b, not)
	}
	claimed := contentOf(text)
	has := func(w string) bool { return overlap([]string{w}, claimed) > 0 }
	return has(not) && !has(but) && !denied && !softened(text)
}
