package prompts

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What stands in the place of what a model is not to see.
const (
	hiddenMail  = "[e-mail]"
	hiddenPhone = "[phone]"
	hiddenKey   = "[key]"
	hiddenBank  = "[account]"
	hiddenCard  = "[card]"
)

var (
	mailAddress = regexp.MustCompile(`[\p{Latin}\p{N}._%+'-]+[@＠][\p{Latin}\p{N}-]+(?:\.[\p{Latin}\p{N}-]+)+`)

	// Keys with a prefix of their own: Slack, OpenAI and its kin, Stripe, GitHub, GitLab, AWS, Google, npm, SendGrid,
	// Hugging Face; a JSON web token; a header's bearer; a private key in lines.
	knownKey = regexp.MustCompile(`xox[a-z]-[\w-]{6,}|xapp-[\w-]{6,}|\b(?:sk|pk|rk)[-_][\w-]{16,}|\bgh[pousr]_\w{16,}|\bgithub_pat_\w{16,}|\bglpat-[\w-]{16,}` +
		`|\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\bAIza[\w-]{30,}|\bya29\.[\w-]{16,}|\bnpm_\w{20,}|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bhf_\w{20,}|\bwhsec_[\w+/=]{16,}` +
		`|\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?` +
		`|(?s:-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))`)
	bearer    = regexp.MustCompile(`(?i)\b(bearer\s+)[\w.~+/=-]{12,}`)
	loginPart = regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*://)[^\s/@:]*:[^\s/@]+@`)
	// labeled is a secret by what stands before it. Its groups are the label and the secret.
	labeled = regexp.MustCompile(`(?i)((?:\b(?:\w+_(?:key|secret|token|password|passwd|pwd|pass)|password|passwort|passphrase|passcode|passwd|pwd|pass|pw|kennwort|secret|token|pin|api[-_ ]?key|access[-_ ]?key|secret[-_ ]?key|` +
		`client[-_ ]?secret|api[-_ ]?schlüssel)\b["']?(?:\s*[:=：]\s*|\s+(?:is|ist|lautet|was|war)[: ]\s*)|(?:パスワード|暗証番号|トークン|キー)(?:は|が)?\s*[:=：]?\s*)["'「『` + "`" + `]?)([!-~]+)`)
	longRun = regexp.MustCompile(`[A-Za-z0-9+/_-]{32,}={0,2}`)

	// A number that may be a phone's: with its country, with the zero of an area, in the North American shape, or by
	// the word before it.
	phoneNumber = regexp.MustCompile(`[+＋][\p{Nd}][\p{Nd} ().（）/\x{00a0}\x{2011}－-]{5,}[\p{Nd}]` +
		`|[(（]?[0０][\p{Nd}()（） /－-]{6,}[\p{Nd}]` +
		`|[2-9]\d{2}-\d{4}(?: ?(?:ext\.?|x|extension) ?\d{1,5})` +
		`|(?:1[.-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[.-])[2-9]\d{2}[.-]\d{4}`)
	calledNumber = regexp.MustCompile(`(?i)((?:\b(?:tel|phone|fon|telefon|telefonnummer|mobil|mobile|handy|fax|cell|hotline|durchwahl|whatsapp|call (?:me|us|him|her|them)(?: at| on)?)|電話番号|電話|携帯)(?:は|[.:：])*\s*)([\p{Nd}][\p{Nd} ()/－-]{4,}[\p{Nd}])`)
	dateInside   = regexp.MustCompile(`\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}\b|\b(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}/(?:19|20)\d{2}\b`)

	iban = regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b`)
	card = regexp.MustCompile(`(^|[^+＋\p{N}-])(\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}|\d{4}[ -]\d{6}[ -]\d{5}|\d{15,16})\b`)

	// Groups of three digits, and what stands before them where they are a large number's: 1 000 000 000.
	thousands = regexp.MustCompile(`^\d{3}(?: \d{3})+$`)
	larger    = regexp.MustCompile(`\b\d{1,3} $`)
)

// redact takes out of a text what a model is not to see: e-mail addresses, phone numbers, keys and passwords, accounts and cards. Ids such
// as FR-12, dates, versions and plain numbers stay.
func redact(s string) string {
	s = mailAddress.ReplaceAllString(shield(s), hiddenMail)
	s = calledNumber.ReplaceAllString(s, "${1}"+hiddenPhone)
	return redactPhones(s)
}

// shield takes out of a text what nobody should read twice: keys and passwords, the numbers of accounts and of cards.
func shield(s string) string {
	s = loginPart.ReplaceAllString(s, "${1}"+hiddenKey+"@")
	s = knownKey.ReplaceAllString(s, hiddenKey)
	s = bearer.ReplaceAllString(s, "${1}"+hiddenKey)
	s = redactLabeled(s)
	s = longRun.ReplaceAllStringFunc(s, func(run string) string {
		if random(run) {
			return hiddenKey
		}
		return run
	})
	s = iban.ReplaceAllStringFunc(s, func(found string) string {
		if isIBAN(found) {
			return hiddenBank
		}
		return found
	})
	return card.ReplaceAllStringFunc(s, func(found string) string {
		at := card.FindStringSubmatchIndex(found)
		if isCard(found[at[4]:at[5]]) {
			return found[:at[3]] + hiddenCard
		}
		return found
	})
}

// redactLabeled takes out what stands behind "password:" and the like, unless it is the start of a sentence about
// passwords: "password: at least 12 characters".
func redactLabeled(s string) string {
	var b strings.Builder
	for {
		at := labeled.FindStringSubmatchIndex(s)
		if at == nil {
			b.WriteString(s)
			return b.String()
		}
		label, secret := s[:at[3]], s[at[4]:at[5]]
		bare := strings.TrimRight(secret, `.,;:)"'`+"`")
		rest := s[at[4]+len(bare):]
		b.WriteString(label)
		if secretive(bare, s[at[2]:at[3]], rest) {
			b.WriteString(hiddenKey)
		} else {
			b.WriteString(bare)
		}
		s = rest
	}
}

// secretive reports whether a word behind a label is a secret. rest is what follows it.
func secretive(word, label, rest string) bool {
	line, _, _ := strings.Cut(rest, "\n")
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(line, " "))
	told := strings.HasPrefix(line, " ") && (unicode.IsLetter(next) || unicode.IsDigit(next)) // more words follow, as in a sentence
	digits := strings.IndexFunc(word, func(r rune) bool { return r < '0' || r > '9' }) < 0
	letters := strings.IndexFunc(word[min(1, len(word)):], func(r rune) bool { return !unicode.IsLower(r) && r != '-' }) < 0
	colon := strings.ContainsAny(label, ":=：")
	switch {
	case len(word) < 4 || strings.HasPrefix(word, "["):
		return false
	case digits:
		return !told && len(word) < 20
	case letters:
		return colon && !told
	}
	return true
}

// random reports whether a long run of letters and digits is a secret: hexadecimal digits, or all kinds mixed. A path
// or a name with words in it is none.
func random(run string) bool {
	var lower, upper, digit, hex, slash int
	for _, r := range run {
		switch {
		case r >= '0' && r <= '9':
			digit++
			hex++
		case r >= 'a' && r <= 'z':
			lower++
			if r <= 'f' {
				hex++
			}
		case r >= 'A' && r <= 'Z':
			upper++
			if r <= 'F' {
				hex++
			}
		case r == '/':
			slash++
		}
	}
	if digit == len(run) || slash > len(run)/16 {
		return false
	}
	return hex == len(run) || lower >= 3 && upper >= 3 && digit >= 3
}

// redactPhones takes out phone numbers. A candidate needs as many digits as a number has, and must be no date and no
// part of a longer number or word.
func redactPhones(s string) string {
	var b strings.Builder
	from := 0
	for from < len(s) {
		at := phoneNumber.FindStringIndex(s[from:])
		if at == nil {
			break
		}
		start, end := from+at[0], from+at[1]
		for digitsIn(s[start:end]) > phoneDigits { // several numbers in a row
			cut := strings.LastIndexAny(s[start:end], "  ")
			if cut <= 0 {
				break
			}
			end = start + cut
		}
		if isPhone(s, start, end) {
			b.WriteString(s[from:start] + hiddenPhone)
		} else {
			b.WriteString(s[from:end])
		}
		from = end
	}
	return b.String() + s[from:]
}

// phoneDigits is how many digits a phone number has at most (ITU-T E.164).
const phoneDigits = 15

func digitsIn(s string) (n int) {
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// isPhone reports whether what stands between start and end is a phone number, by what stands around it.
func isPhone(s string, start, end int) bool {
	found := s[start:end]
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	after, _ := utf8.DecodeRuneInString(s[end:])
	least := 9
	switch {
	case strings.HasPrefix(found, "+") || strings.HasPrefix(found, "＋") || strings.HasPrefix(found, "0") && strings.Count(found, "/") == 1:
		least = 8
	case strings.Contains(found, "x"):
		least = 7 // it has an extension
	}
	dashed := before == '-' && strings.HasPrefix(found, "0") && strings.Contains(found, " ")
	joined := before < 0x250 && (unicode.IsLetter(before) || unicode.IsDigit(before)) || strings.ContainsRune("-.,:/_#", before) && !dashed || unicode.IsDigit(after) || after == ':'
	amount := thousands.MatchString(found) && larger.MatchString(s[max(0, start-len("1000 ")):start])
	n := digitsIn(found)
	return n >= least && n <= phoneDigits && !joined && !amount && !dateInside.MatchString(found)
}
